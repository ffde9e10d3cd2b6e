import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { DPKG_HELP, DPKG_QUERY_HELP } from './apt-help.ts';
import { formatStanza, type Stanza } from './control-file.ts';
import { listedPaths } from './deb-file.ts';
import { compareVersions } from './debian-version.ts';
import { archive } from './dpkg-deb.ts';
import { configure, installFiles, removePackages, searchPath } from './dpkg-install.ts';
import { verifyPackages } from './dpkg-verify.ts';
import { isInstalled, readInstalled } from './package-state.ts';
import { knownPaths } from './unpack.ts';

export const dpkg = unixCommand({
	name: 'dpkg',
	paths: ['/usr/bin/dpkg'],
	size: 318_176,
	help: DPKG_HELP,
	main: (run) => main(run),
});

export const dpkgQuery = unixCommand({
	name: 'dpkg-query',
	paths: ['/usr/bin/dpkg-query'],
	size: 146_424,
	help: DPKG_QUERY_HELP,
	main: (run) => main(run),
});

function* main(run: UnixRun): Task<number> {
	const [verb = '', ...rest] = run.args;
	switch (verb) {
		case '-l':
		case '--list':
			return yield* list(run, rest);
		case '-s':
		case '--status':
			return yield* status(run, rest);
		case '-L':
		case '--listfiles':
			return yield* listFiles(run, rest);
		case '--get-selections':
			return yield* selections(run, rest);
		case '-W':
		case '--show':
			return yield* shown(run, rest);
		case '-S':
		case '--search':
			return yield* searchPath(run, rest);
		case '-i':
		case '--install':
			return yield* installFiles(run, rest);
		case '-V':
		case '--verify':
			return yield* verify(run, rest);
		case '--configure':
			return yield* configure(run, rest);
		case '-r':
		case '--remove':
		case '-P':
		case '--purge':
			return yield* removePackages(run, rest, verb === '-P' || verb === '--purge');
		case '-I':
		case '--info':
		case '-c':
		case '--contents':
		case '-x':
		case '-X':
		case '--extract':
		case '-f':
		case '--field':
		case '-b':
		case '--build':
			return yield* archive(run, verb, rest);
		case '--version':
			yield* run.out.write(VERSION);
			return 0;
		case '--print-architecture':
			yield* run.out.write('amd64\n');
			return 0;
		case '--compare-versions':
			return compare(rest);
		case '':
			throw new Exit(2, `${run.name}: error: need an action option\n`);
		default:
			throw new Exit(2, `${run.name}: error: unknown option ${verb}\n`);
	}
}

/** Those whose name matches a pattern; all when there is none. Complains of patterns that match none. */
function* chosen(run: UnixRun, patterns: readonly string[], complaint: (name: string) => string): Task<Stanza[]> {
	const all = [...(yield* readInstalled(run.process))];
	if (patterns.length === 0) return all.map(([, stanza]) => stanza);
	const found: Stanza[] = [];
	for (const pattern of patterns) {
		const glob = compileGlob(pattern);
		const matched = all.filter(([name]) => glob.matches(name));
		if (matched.length === 0) yield* run.say(complaint(pattern));
		found.push(...matched.map(([, stanza]) => stanza));
	}
	return found;
}

/** Lists are in the order of the names, and have each package once. */
function sorted(stanzas: readonly Stanza[]): Stanza[] {
	const name = (stanza: Stanza): string => stanza.get('Package') ?? '';
	return [...new Set(stanzas)].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

const HEAD = `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
`;

/** Models src/query/main.c list_format_init. */
function* list(run: UnixRun, patterns: readonly string[]): Task<number> {
	const { process, out } = run;
	const stanzas = sorted(yield* chosen(run, patterns, (name) => `dpkg-query: no packages found matching ${name}\n`));
	if (stanzas.length === 0) return 1;
	const rows = stanzas.map((stanza) => [
		`${(stanza.get('Status') ?? '').startsWith('hold') ? 'h' : 'i'}${isInstalled(stanza) ? 'i' : 'c'} `,
		...['Package', 'Version', 'Architecture', 'Description'].map((name) => stanza.get(name) ?? ''),
	]);
	const width = (column: number, least: number): number =>
		Math.max(least, ...rows.map((row) => (row[column] as string).length));
	const [name, version, architecture] = [width(1, 14), width(2, 12), width(3, 12)];
	const room = process.isatty(1)
		? Math.max(33, process.terminalSize(1).columns - name - version - architecture - 7)
		: Number.POSITIVE_INFINITY;
	const description = Math.min(room, width(4, 33));
	const line = (mark: string, cells: readonly string[], fill = ' '): string =>
		`${mark}${fill === ' ' ? ' ' : '-'}${[name, version, architecture]
			.map((columns, index) => (cells[index] as string).padEnd(columns, fill))
			.join(fill === ' ' ? ' ' : '-')}${fill === ' ' ? ' ' : '-'}${(cells[3] as string).slice(0, description)}`;
	const rule = ['+++', name, version, architecture, description]
		.map((columns) => (typeof columns === 'number' ? '='.repeat(columns) : columns))
		.join('-');
	yield* out.write(`${HEAD}${line('||/', ['Name', 'Version', 'Architecture', 'Description'])}\n${rule}\n`);
	for (const [mark = '', ...cells] of rows) yield* out.write(`${line(mark, cells)}\n`);
	return 0;
}

function* status(run: UnixRun, names: readonly string[]): Task<number> {
	const complaint = (name: string): string =>
		`dpkg-query: package '${name}' is not installed and no information is available\nUse dpkg --info (= dpkg-deb --info) to examine archive files.\n`;
	const stanzas = yield* chosen(run, names, complaint);
	yield* run.out.write(stanzas.map(formatStanza).join('\n'));
	return stanzas.length < names.length ? 1 : 0;
}

function* verify(run: UnixRun, names: readonly string[]): Task<number> {
	const stanzas = yield* chosen(run, names, (name) => `dpkg: package '${name}' is not installed\n`);
	const status = yield* verifyPackages(run, stanzas);
	return stanzas.length < names.length ? 1 : status;
}

function* listFiles(run: UnixRun, names: readonly string[]): Task<number> {
	const stanzas = yield* chosen(
		run,
		names,
		(name) =>
			`dpkg-query: package '${name}' is not installed\nUse dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n`,
	);
	for (const stanza of stanzas) {
		const name = stanza.get('Package') ?? '';
		const listed = (yield* listedPaths(run.process, name)) ?? ['/.', ...withFolders(knownPaths(name))];
		yield* run.out.write(`${listed.join('\n')}\n`);
	}
	return stanzas.length < names.length ? 1 : 0;
}

function withFolders(paths: readonly string[]): readonly string[] {
	const all = paths.flatMap((path) => {
		const parts = path.split('/').slice(1);
		return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
	});
	return [...new Set(all)];
}

function* selections(run: UnixRun, patterns: readonly string[]): Task<number> {
	const stanzas = yield* chosen(run, patterns, (name) => `dpkg: no packages found matching ${name}\n`);
	for (const stanza of stanzas) {
		const name = stanza.get('Package') ?? '';
		const tabs = '\t'.repeat(Math.max(1, 6 - Math.floor(name.length / 8)));
		yield* run.out.write(`${name}${tabs}${(stanza.get('Status') ?? '').split(' ')[0]}\n`);
	}
	return 0;
}

/** Models dpkg-query --show with its format. */
function* shown(run: UnixRun, args: readonly string[]): Task<number> {
	const at = args.findIndex((word) => /^(-f=?|--showformat=)/.test(word));
	// "-f FORMAT" as well as "-fFORMAT" and "-f=FORMAT".
	const words = at < 0 ? 0 : args[at] === '-f' ? 2 : 1;
	const format = words === 2 ? (args[at + 1] ?? '') : (args[at]?.replace(/^(-f=?|--showformat=)/, '') ?? SHOWN);
	const patterns = args.filter((_, index) => index < at || index >= at + words);
	const stanzas = sorted(yield* chosen(run, patterns, (name) => `dpkg-query: no packages found matching ${name}\n`));
	for (const stanza of stanzas) {
		const text = format
			.replace(/\$\{([A-Za-z-]+)(?:;(-?\d+))?\}/g, (_, field: string, columns?: string) =>
				pad(stanza.get(field) ?? '', Number(columns ?? 0)),
			)
			.replaceAll('\\n', '\n')
			.replaceAll('\\t', '\t');
		yield* run.out.write(text);
	}
	return stanzas.length === 0 ? 1 : 0;
}

function pad(text: string, columns: number): string {
	return columns < 0 ? text.padEnd(-columns) : text.padStart(columns);
}

function compare([a = '', operator = '', b = '']: readonly string[]): number {
	const order = compareVersions(a, b);
	const holds: { readonly [operator: string]: boolean } = {
		lt: order < 0,
		le: order <= 0,
		eq: order === 0,
		ne: order !== 0,
		ge: order >= 0,
		gt: order > 0,
	};
	const held = new Map(Object.entries(holds)).get(operator);
	if (held === undefined) throw new Exit(2, `dpkg: error: --compare-versions bad relation\n`);
	return held ? 0 : 1;
}

const VERSION = `Debian 'dpkg' package management program version 1.22.6 (amd64).
This is free software; see the GNU General Public License version 2 or
later for copying conditions. There is NO warranty.
`;

/** What dpkg-query shows unless it is told otherwise. */
const SHOWN = `$${'{Package}'}\\t$${'{Version}'}\\n`;
