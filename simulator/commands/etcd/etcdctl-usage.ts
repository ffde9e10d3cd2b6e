import { type CobraCommand, nameOf } from '../cobra/cobra.ts';
import { defaultText, type FlagSpec, type FlagTable } from '../flags.ts';

export const ETCD_VERSION = '3.6.6';
export const API_VERSION = '3.6';

const TAB = 8;

/** How a command of etcdctl is used, lined up with tabs. Models etcd's pkg/cobrautl UsageFunc. */
export function etcdctlUsage(path: readonly CobraCommand[]): string {
	const command = path[path.length - 1] as CobraCommand;
	const isRoot = path.length === 1;
	const name = path.slice(1).map(nameOf).join(' ');
	const subcommands = allBelow(command, isRoot ? [] : path.slice(1).map(nameOf)).sort(([a], [b]) => (a < b ? -1 : 1));
	const own: FlagTable = { ...command.flags, ...command.persistentFlags, help: helpFlag(command) };
	const out = ['NAME:\n', `  ${isRoot ? nameOf(command) : name} - ${command.short}\n`];
	const inherited = inheritedFlags(path);
	const flagged =
		Object.keys({ ...own, ...inherited }).length > 0 && !command.use.includes('[flags]') ? ' [flags]' : '';
	out.push('\nUSAGE:\n', `  ${[...path.slice(0, -1).map(nameOf), command.use].join(' ')}${flagged}\n`);
	if (isRoot) out.push('\nVERSION:\n', `  ${ETCD_VERSION}\n`);
	if (subcommands.length > 0) out.push('\nAPI VERSION:\n', `  ${API_VERSION}\n`);
	if (command.example !== undefined) out.push('\nExamples:\n', `${command.example}\n`);
	if (subcommands.length > 0) {
		out.push('\n\nCOMMANDS:\n', ...subcommands.map(([each, short]) => `  ${each}\t${short}\n`));
	}
	if (command.long !== undefined) {
		out.push(
			'\nDESCRIPTION:\n',
			...command.long
				.trim()
				.split('\n')
				.map((line) => `  ${line}\n`),
		);
	}
	out.push('\nOPTIONS:\n', flagLines(own));
	if (Object.keys(inherited).length > 0) out.push('\nGLOBAL OPTIONS:\n', flagLines(inherited));
	return linedUp(`${out.join('')}\n`);
}

function helpFlag(command: CobraCommand): FlagSpec {
	return { kind: 'bool', shorthand: 'h', default: false, bare: 'true', usage: `help for ${nameOf(command)}` };
}

function inheritedFlags(path: readonly CobraCommand[]): FlagTable {
	return Object.assign({}, ...path.slice(0, -1).map((each) => each.persistentFlags)) as FlagTable;
}

/** Those that can be run, however deep. */
function allBelow(command: CobraCommand, above: readonly string[]): [string, string][] {
	return (command.subcommands ?? []).flatMap((each) => {
		const names = [...above, nameOf(each)];
		const own: [string, string][] = each.run === undefined ? [] : [[names.join(' '), each.short]];
		return [...own, ...allBelow(each, names)];
	});
}

/** Models etcdFlagUsages. */
function flagLines(table: FlagTable): string {
	return Object.entries(table)
		.filter(([, spec]) => spec.deprecated === undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, spec]) => {
			const text = defaultText(spec);
			const value = spec.kind === 'string' ? JSON.stringify(text) : text;
			const left = spec.shorthand === undefined ? `      --${name}` : `  -${spec.shorthand}, --${name}`;
			return `${left}${spec.bare === undefined ? `=${value}` : `[=${value}]`}\t${spec.usage}\n`;
		})
		.join('');
}

/** A column of tabbed lines that follow each other is as wide as its widest cell, in whole tabs. Models text/tabwriter. */
function linedUp(text: string): string {
	const lines = text.split('\n');
	let from = 0;
	while (from < lines.length) {
		let to = from;
		while (to < lines.length && (lines[to] as string).includes('\t')) to++;
		const width = Math.max(0, ...lines.slice(from, to).map((line) => line.indexOf('\t') + 1));
		const cell = Math.ceil(width / TAB) * TAB;
		for (let at = from; at < to; at++) {
			const line = lines[at] as string;
			const length = line.indexOf('\t');
			lines[at] = line.slice(0, length) + '\t'.repeat(Math.ceil((cell - length) / TAB)) + line.slice(length + 1);
		}
		from = Math.max(to, from + 1);
	}
	return lines.join('\n');
}
