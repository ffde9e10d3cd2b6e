import { defaultText, type FlagSpec, type FlagTable } from '../flags.ts';
import { type CobraCommand, commandPath, flagsOf, nameOf } from './cobra.ts';

/** How a command is used, as cobra's own template says it. Models spf13/cobra defaultUsageFunc. */
export function defaultUsage(path: readonly CobraCommand[]): string {
	const command = path[path.length - 1] as CobraCommand;
	const parents = path.slice(0, -1).map(nameOf);
	const subcommands = (command.subcommands ?? []).filter((each) => each.hidden !== true);
	const own = { ...command.flags, ...command.persistentFlags, help: helpFlag(command) };
	const inherited = flagsOf(path.slice(0, -1).map((each) => ({ ...each, flags: {} })));
	const out = ['Usage:\n'];
	const line = [...parents, command.use].join(' ');
	if (command.run !== undefined) out.push(`  ${line}${line.includes('[flags]') ? '' : ' [flags]'}\n`);
	if (subcommands.length > 0) out.push(`  ${commandPath(path)} [command]\n`);
	if ((command.aliases ?? []).length > 0)
		out.push(`\nAliases:\n  ${[nameOf(command), ...(command.aliases ?? [])].join(', ')}\n`);
	if (command.example !== undefined) out.push(`\nExamples:\n${command.example}\n`);
	if (subcommands.length > 0) out.push(`\nAvailable Commands:\n${commandLines(path, subcommands)}`);
	out.push(`\nFlags:\n${flagLines(own)}`);
	if (Object.keys(inherited).length > 0) out.push(`\nGlobal Flags:\n${flagLines(inherited)}`);
	if (subcommands.length > 0) {
		out.push(`\nUse "${commandPath(path)} [command] --help" for more information about a command.\n`);
	}
	return out.join('');
}

function helpFlag(command: CobraCommand): FlagSpec {
	return { kind: 'bool', shorthand: 'h', default: false, bare: 'true', usage: `help for ${nameOf(command)}` };
}

function commandLines(path: readonly CobraCommand[], subcommands: readonly CobraCommand[]): string {
	const rows = subcommands.map((each) => [nameOf(each), each.short] as const);
	if (path.length === 1) rows.push(['help', 'Help about any command']);
	rows.sort(([a], [b]) => (a < b ? -1 : 1));
	// cobra pads to eleven, or to the longest.
	const width = Math.max(11, ...rows.map(([name]) => name.length));
	return rows.map(([name, short]) => `  ${name.padEnd(width)} ${short}\n`).join('');
}

/** Models spf13/pflag FlagSet.FlagUsages. */
export function flagLines(table: FlagTable): string {
	const rows = Object.entries(table)
		.filter(([, spec]) => spec.hidden !== true && spec.deprecated === undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, spec]) => {
			const [word, usage] = unquoted(spec);
			const left = spec.shorthand === undefined ? `      --${name}` : `  -${spec.shorthand}, --${name}`;
			const text = defaultText(spec);
			const quoted = spec.kind === 'string' ? JSON.stringify(text) : text;
			const shown = isZero(spec) ? '' : ` (default ${quoted})`;
			return [word === '' ? left : `${left} ${word}`, `${usage}${shown}`] as const;
		});
	const width = Math.max(0, ...rows.map(([left]) => left.length));
	return rows
		.map(([left, usage]) => `${left.padEnd(width)}   ${usage.replaceAll('\n', `\n${' '.repeat(width + 3)}`)}\n`)
		.join('');
}

/** The name of a flag's value: what stands between back quotes in its usage, or its type. */
function unquoted({ kind, usage }: FlagSpec): readonly [string, string] {
	const [, word] = /`([^`]*)`/.exec(usage) ?? [];
	if (word !== undefined) return [word, usage.replace(`\`${word}\``, word)];
	if (kind === 'bool') return ['', usage];
	if (kind === 'stringSlice') return ['strings', usage];
	return [kind === 'custom' ? 'string' : kind, usage];
}

function isZero(spec: FlagSpec): boolean {
	const text = defaultText(spec);
	return text === '' || text === '0' || text === 'false' || text === '[]' || text === '0s';
}
