import { type Process, SystemError } from '../../kernel/process-api.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { formatStanza, parseStanzas, type Stanza } from './control-file.ts';
import { listedPaths } from './deb-file.ts';
import { DPKG_QUERY_HELP } from './dpkg-help.ts';
import { listPackages } from './dpkg-list.ts';
import { type DpkgRequest, readDpkgArguments, usageError } from './dpkg-options.ts';
import { formatted, shownName } from './dpkg-show.ts';
import { STATUS_PATH, textFile } from './package-state.ts';
import { knownPaths } from './unpack.ts';

export const dpkgQuery = unixCommand({
	name: 'dpkg-query',
	paths: ['/usr/bin/dpkg-query'],
	size: 146_424,
	help: DPKG_QUERY_HELP,
	main: (run) => main(run),
});

const QUERY_VERSION = `Debian dpkg-query package management program query tool version 1.22.6 (amd64).
This is free software; see the GNU General Public License version 2 or
later for copying conditions. There is NO warranty.
`;

function* main(run: UnixRun): Task<number> {
	if (run.args.includes('--version')) {
		yield* run.out.write(QUERY_VERSION);
		return 0;
	}
	return yield* query(run, readDpkgArguments('dpkg-query', run.args));
}

/** What dpkg-query does, and dpkg passes on to it. Models src/query/main.c. */
export function* query(run: UnixRun, request: DpkgRequest): Task<number> {
	const { action, words } = request;
	switch (action) {
		case '--list':
			return yield* list(run, request);
		case '--show':
			return yield* show(run, request);
		case '--status':
			return yield* status(run, request);
		case '--print-avail':
			return yield* available(run, request);
		case '--listfiles':
			if (words.length === 0) throw usageError('dpkg-query', '--listfiles needs at least one package name argument');
			return yield* listFiles(run, request);
		case '--search':
			if (words.length === 0) throw usageError('dpkg-query', '--search needs at least one file name pattern argument');
			return yield* search(run, request);
		default:
			return yield* controlFiles(run, action, words);
	}
}

/** Where the database lies: --admindir, --root. */
export function databaseOf({ options }: Pick<DpkgRequest, 'options'>): string {
	const root = options.get('root');
	return options.get('admindir') ?? (root === undefined ? '/var/lib/dpkg' : `${root.replace(/\/$/, '')}/var/lib/dpkg`);
}

/** All packages that the database knows, by name. */
function* known(process: Process, request: DpkgRequest): Task<Stanza[]> {
	const folder = databaseOf(request);
	const path = folder === '/var/lib/dpkg' ? STATUS_PATH : `${folder}/status`;
	const stanzas = parseStanzas((yield* textFile(process, path)) ?? '');
	return stanzas.sort((a, b) => ((a.get('Package') ?? '') < (b.get('Package') ?? '') ? -1 : 1));
}

/** Those whose name matches a pattern; all when there is none. Complains of patterns that match none. */
function* matching(run: UnixRun, request: DpkgRequest): Task<{ readonly found: Stanza[]; readonly missed: number }> {
	const all = yield* known(run.process, request);
	const isThere = (stanza: Stanza): boolean => !(stanza.get('Status') ?? '').endsWith(' not-installed');
	if (request.words.length === 0) return { found: all.filter(isThere), missed: 0 };
	const found = new Set<Stanza>();
	let missed = 0;
	for (const pattern of request.words) {
		const glob = compileGlob(pattern.replace(/:(amd64|any|all)$/, ''));
		const matched = all.filter((stanza) => glob.matches(stanza.get('Package') ?? ''));
		if (matched.length === 0) {
			missed++;
			yield* run.say(`dpkg-query: no packages found matching ${pattern}\n`);
		}
		for (const each of matched) found.add(each);
	}
	return { found: all.filter((each) => found.has(each)), missed };
}

function* list(run: UnixRun, request: DpkgRequest): Task<number> {
	const { found, missed } = yield* matching(run, request);
	if (found.length > 0) yield* listPackages(run, found);
	return missed === 0 ? 0 : 1;
}

/** What dpkg-query shows unless it is told otherwise. */
const SHOWN = `$${'{binary:Package}'}\\t$${'{Version}'}\\n`;

function* show(run: UnixRun, request: DpkgRequest): Task<number> {
	const { found, missed } = yield* matching(run, request);
	const format = request.options.get('showformat') ?? SHOWN;
	for (const stanza of found) {
		yield* run.process.tick();
		yield* run.out.write(formatted(format, stanza));
	}
	return missed === 0 ? 0 : 1;
}

function* byName(run: UnixRun, request: DpkgRequest): Task<ReadonlyMap<string, Stanza>> {
	return new Map((yield* known(run.process, request)).map((stanza) => [stanza.get('Package') ?? '', stanza]));
}

function plainName(name: string): string {
	return name.replace(/:(amd64|all)$/, '');
}

function* status(run: UnixRun, request: DpkgRequest): Task<number> {
	const packages = yield* byName(run, request);
	const names = request.words.length === 0 ? [...packages.keys()] : request.words;
	let failed = 0;
	let isFirst = true;
	for (const name of names) {
		const stanza = packages.get(plainName(name));
		if (stanza === undefined) {
			failed = 1;
			yield* run.say(
				`dpkg-query: package '${name}' is not installed and no information is available\nUse dpkg --info (= dpkg-deb --info) to examine archive files.\n`,
			);
			continue;
		}
		yield* run.out.write(`${isFirst ? '' : '\n'}${formatStanza(stanza)}`);
		isFirst = false;
	}
	return failed;
}

/** What the file of available packages says; what is installed counts as available. */
function* available(run: UnixRun, request: DpkgRequest): Task<number> {
	const packages = yield* byName(run, request);
	let failed = 0;
	for (const name of request.words) {
		const stanza = packages.get(plainName(name));
		if (stanza === undefined) {
			failed = 1;
			yield* run.say(`dpkg-query: package '${name}' is not available\n`);
		} else yield* run.out.write(formatStanza(new Map([...stanza].filter(([field]) => field !== 'Status'))));
	}
	return failed;
}

function* listFiles(run: UnixRun, request: DpkgRequest): Task<number> {
	const packages = yield* byName(run, request);
	let failed = 0;
	let isFirst = true;
	for (const word of request.words) {
		const name = plainName(word);
		const stanza = packages.get(name);
		if (stanza === undefined) {
			failed = 1;
			yield* run.say(
				`dpkg-query: package '${word}' is not installed\nUse dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n`,
			);
			continue;
		}
		const listed = (yield* listedPaths(run.process, name)) ?? ['/.', ...withFolders(knownPaths(name))];
		yield* run.out.write(`${isFirst ? '' : '\n'}${listed.join('\n')}\n`);
		isFirst = false;
	}
	return failed;
}

function withFolders(paths: readonly string[]): readonly string[] {
	const all = paths.flatMap((path) => {
		const parts = path.split('/').slice(1);
		return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
	});
	return [...new Set(all)];
}

/** Which packages have put a path there. A pattern that is no path and has no wildcard may stand anywhere in one. */
function* search(run: UnixRun, request: DpkgRequest): Task<number> {
	const { process } = run;
	const lists: { readonly name: string; readonly paths: readonly string[] }[] = [];
	for (const stanza of yield* known(process, request)) {
		yield* process.tick();
		const name = stanza.get('Package') ?? '';
		lists.push({ name: shownName(stanza), paths: (yield* listedPaths(process, name)) ?? knownPaths(name) });
	}
	let status = 0;
	for (const word of request.words) {
		const isPattern = /[[*?\\]/.test(word);
		const plain = word.replace(/^(\/.*[^/])\/+$/, '$1');
		const glob = compileGlob(word.startsWith('/') || isPattern ? word : `*${word}*`);
		const owners = new Map<string, string[]>();
		for (const { name, paths } of lists) {
			yield* process.tick();
			for (const path of paths) {
				const fits = word.startsWith('/') && !isPattern ? path === plain : glob.matches(path);
				if (!fits || path === '/.') continue;
				const names = owners.get(path) ?? [];
				if (!names.includes(name)) names.push(name);
				owners.set(path, names);
			}
		}
		for (const [path, names] of owners) yield* run.out.write(`${names.join(', ')}: ${path}\n`);
		if (owners.size > 0) continue;
		yield* run.say(`dpkg-query: no path found matching pattern ${word}\n`);
		status = 1;
	}
	return status;
}

/** --control-list, --control-show, --control-path: scripts and lists of a package's own. */
function* controlFiles(run: UnixRun, action: string, [word, file, ...more]: readonly string[]): Task<number> {
	if (word === undefined) throw usageError('dpkg-query', `${action} needs at least one package name argument`);
	if (more.length > 0) throw usageError('dpkg-query', `${action} takes at most two arguments`);
	const folder = '/var/lib/dpkg/info';
	const name = plainName(word);
	const prefixes = [`${name}.`, `${name}:amd64.`];
	const files = infoFiles(run.process, folder).filter((each) => prefixes.some((prefix) => isOf(each, prefix)));
	if (!infoFiles(run.process, folder).some((each) => prefixes.some((prefix) => each === `${prefix}list`))) {
		throw new Exit(1, `dpkg-query: error: --${action.slice(2)}: package '${word}' is not installed\n`);
	}
	const path = files.find((each) => each.endsWith(`.${file}`));
	if (action === '--control-show') {
		if (path === undefined) throw new Exit(2, `dpkg-query: error: control file '${file ?? ''}' does not exist\n`);
		yield* run.out.write((yield* textFile(run.process, `${folder}/${path}`)) ?? '');
		return 0;
	}
	const shown = file === undefined ? files : files.filter((each) => each === path);
	const text = action === '--control-path' ? shown.map((each) => `${folder}/${each}`) : shown.map(kindOf);
	yield* run.out.write(text.map((each) => `${each}\n`).join(''));
	return 0;
}

function infoFiles(process: Process, folder: string): readonly string[] {
	try {
		return process.readdir(folder);
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

/** "bash.md5sums", and neither "bash.list" nor "bash.x.list". */
function isOf(file: string, prefix: string): boolean {
	return file.startsWith(prefix) && !file.slice(prefix.length).includes('.') && !file.endsWith('.list');
}

function kindOf(file: string): string {
	return file.slice(file.lastIndexOf('.') + 1);
}
