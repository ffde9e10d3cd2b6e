import type { FlagSpec, FlagTable } from '../flags.ts';
import { defaultText } from '../flags.ts';
import type { KubectlCommand } from './command.ts';

/** A command with where it stands: "kubectl rollout" above "undo". */
export interface Placed {
	readonly command: KubectlCommand;
	readonly parents: readonly KubectlCommand[];
}

export function pathOf({ command, parents }: Placed): string {
	return [...parents, command].map((each) => each.name).join(' ');
}

export interface CommandGroup {
	readonly title: string;
	readonly commands: readonly string[];
}

/** `--help` of a command. Models kubectl/pkg/util/templates with cobra's sections. */
export function helpText(placed: Placed, groups: readonly CommandGroup[] = []): string {
	const { command } = placed;
	const head = command.long.trim();
	return `${head}${usageText(placed, groups)}`.replace(/\s+$/, '\n');
}

function usageText(placed: Placed, groups: readonly CommandGroup[]): string {
	const { command, parents } = placed;
	const sections: string[] = ['\n\n'];
	const aliases = command.aliases ?? [];
	if (aliases.length > 0) sections.push(`Aliases:\n${[command.name, ...aliases].join(', ')}\n\n`);
	if (command.examples !== undefined) {
		const lines = command.examples
			.trim()
			.split('\n')
			.map((line) => `  ${line.trim()}`);
		sections.push(`Examples:\n${lines.join('\n').trimEnd()}\n\n`);
	}
	const visible = (command.subcommands ?? []).filter((each) => each.hidden !== true);
	if (visible.length > 0) sections.push(`${subcommandList(command, visible, groups)}\n\n`);
	const flags = flagsText(command.flags);
	if (flags !== '') sections.push(`Options:\n${flags.trimEnd()}\n\n`);
	const isRoot = parents.length === 0;
	const runnable = command.run !== undefined || isRoot || visible.length > 0;
	if (runnable) sections.push(`Usage:\n  ${usageLine(placed)}\n\n`);
	if (visible.length > 0)
		sections.push(`Use "${pathOf(placed)} <command> --help" for more information about a given command.\n`);
	if (runnable)
		sections.push('Use "kubectl options" for a list of global command-line options (applies to all commands).\n');
	return sections.join('');
}

/** "kubectl scale … [options]". */
export function usageLine(placed: Placed): string {
	const { command, parents } = placed;
	const prefix = parents.map((each) => each.name).join(' ');
	let line = prefix === '' ? command.use : `${prefix} ${command.use}`;
	if (command.flagsInUseLine === true && !line.includes('[flags]')) line += ' [flags]';
	return line.includes('[options]') ? line : `${line} [options]`;
}

function subcommandList(
	command: KubectlCommand,
	visible: readonly KubectlCommand[],
	groups: readonly CommandGroup[],
): string {
	const sorted = [...visible].sort((a, b) => (a.name < b.name ? -1 : 1));
	const width = Math.max(11, ...(command.subcommands ?? []).map((each) => each.name.length));
	const line = (each: KubectlCommand): string => `  ${each.name.padEnd(width)}   ${each.short}`;
	if (groups.length === 0) return ['Available Commands:', ...sorted.map(line)].join('\n');
	const listed = new Set(groups.flatMap((group) => group.commands));
	const blocks = groups.map((group) => {
		const members = group.commands.flatMap((name) => sorted.filter((each) => each.name === name));
		return [group.title, ...members.map(line)].join('\n');
	});
	const others = sorted.filter((each) => !listed.has(each.name) && each.name !== 'options');
	if (others.length > 0) blocks.push(['Other Commands:', ...others.map(line)].join('\n'));
	return blocks.join('\n\n');
}

/** Every visible flag with its default and usage, in alphabetical order. */
export function flagsText(flags: FlagTable, wrap = 0): string {
	return Object.entries(flags)
		.filter(([, spec]) => spec.hidden !== true && spec.deprecated === undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, spec]) => flagText(name, spec, wrap))
		.join('');
}

function flagText(name: string, spec: FlagSpec, wrap: number): string {
	const shorthand = spec.shorthand === undefined ? '' : `-${spec.shorthand}, `;
	// A flag whose values are of a type of its own (--vmodule) says nothing, without quotes.
	const quoted = spec.kind === 'string' && spec.defaultText !== '';
	const fallback = quoted ? `'${defaultText(spec)}'` : defaultText(spec);
	const usage = wrap > 10 ? wrapWords(spec.usage, wrap - 10).replaceAll('\n', '\n\t') : spec.usage;
	return `    ${shorthand}--${name}=${fallback}:\n\t${usage}\n\n`;
}

/** Models mitchellh/go-wordwrap WrapString. */
export function wrapWords(text: string, limit: number): string {
	const lines: string[] = [];
	for (const paragraph of text.split('\n')) {
		let line = '';
		for (const word of paragraph.split(/(?<=\s)(?=\S)/)) {
			if (line !== '' && line.length + word.trimEnd().length > limit) {
				lines.push(line.trimEnd());
				line = word;
			} else {
				line += word;
			}
		}
		lines.push(line.trimEnd());
	}
	return lines.join('\n');
}
