import { DebError } from '../../hosts/packages/deb-archive.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import type { Stanza } from './control-file.ts';
import { configureDeb, type DebFile, openDeb, unpackDeb } from './deb-file.ts';
import { compareVersions } from './debian-version.ts';
import { type DpkgRequest, usageError } from './dpkg-options.ts';
import { isInstalled, readInstalled } from './package-state.ts';

export const READING = '(Reading database ... 86432 files and directories currently installed.)\n';
const SHOWN_MAX = 30;

export function requireRoot({ process }: UnixRun): void {
	if (process.credentials.uid === 0) return;
	throw new Exit(2, 'dpkg: error: requested operation requires superuser privilege\n');
}

/** `dpkg -i`, `--unpack` and `-A`. Models src/main/unpack.c archivefiles and archive.c. */
export function* installFiles(run: UnixRun, { action, words, options }: DpkgRequest): Task<number> {
	if (words.length === 0) {
		const what = options.has('recursive') ? 'path argument' : 'package archive file argument';
		throw usageError('dpkg', `${action} needs at least one ${what}`);
	}
	const isDry = options.has('no-act') || options.has('dry-run') || options.has('simulate');
	if (!isDry) requireRoot(run);
	const failed: string[] = [];
	const unpacked: DebFile[] = [];
	let isRead = false;
	for (const path of options.has('recursive') ? words.flatMap((each) => archivesBelow(run, each)) : words) {
		const deb = yield* opened(run, path);
		if (deb === undefined) failed.push(path);
		if (deb === undefined || action === '--record-avail') continue;
		const own = (yield* readInstalled(run.process)).get(deb.name);
		if (yield* isSkipped(run, deb, own, options)) continue;
		if (own === undefined) yield* run.out.write(`Selecting previously unselected package ${deb.name}.\n`);
		if (!isRead) yield* run.out.write(READING);
		isRead = true;
		if (isDry) {
			yield* run.out.write(`Preparing to unpack ${shortened(path)} ...\n`);
			continue;
		}
		yield* unpackSaying(run, deb, own, shortened(path));
		unpacked.push(deb);
	}
	if (action === '--install') for (const deb of unpacked) if (!(yield* setUp(run, deb))) failed.push(deb.name);
	return yield* summary(run, failed);
}

/** @returns the status of the whole run. */
function* summary(run: UnixRun, failed: readonly string[]): Task<number> {
	if (failed.length === 0) return 0;
	yield* run.say(`Errors were encountered while processing:\n${failed.map((each) => ` ${each}\n`).join('')}`);
	return 1;
}

/** -R: the archives in a folder and in those below it. */
function archivesBelow({ process }: Pick<UnixRun, 'process'>, folder: string): string[] {
	if (!process.access(folder, {}) || process.stat(folder).type !== 'directory') return [folder];
	return [...process.readdir(folder)].sort().flatMap((name) => {
		const path = `${folder.replace(/\/$/, '')}/${name}`;
		if (process.stat(path).type === 'directory') return archivesBelow({ process }, path);
		return name.endsWith('.deb') ? [path] : [];
	});
}

/** -O, -E and -G leave alone what is not wanted, what is there, and what is newer. */
function* isSkipped(
	run: UnixRun,
	{ name, version }: DebFile,
	own: Stanza | undefined,
	options: ReadonlyMap<string, string>,
): Task<boolean> {
	const before = own !== undefined && isInstalled(own) ? own.get('Version') : undefined;
	if (options.has('selected-only') && before === undefined) {
		yield* run.out.write(`Skipping unselected package ${name}.\n`);
		return true;
	}
	if (options.has('skip-same-version') && before === version) {
		yield* run.say(`dpkg: version ${version} of ${name} already installed, skipping\n`);
		return true;
	}
	if (options.has('refuse-downgrade') && before !== undefined && compareVersions(version, before) < 0) {
		yield* run.say(`dpkg: will not downgrade ${name} from ${before} to ${version}, skipping\n`);
		return true;
	}
	return false;
}

function* opened(run: UnixRun, path: string): Task<DebFile | undefined> {
	try {
		return yield* openDeb(run.process, path);
	} catch (error) {
		if (error instanceof SystemError) {
			yield* run.say(`dpkg: error: cannot access archive '${path}': ${errorMessage(error.errno)}\n`);
			throw new Exit(2);
		}
		if (!(error instanceof DebError)) throw error;
		yield* run.say(
			`dpkg-deb: error: ${error.message}\ndpkg: error processing archive ${path} (--install):\n dpkg-deb --control subprocess returned error exit status 2\n`,
		);
		return undefined;
	}
}

/** @param shown the archive, as the line calls it. */
export function* unpackSaying(run: UnixRun, deb: DebFile, own: Stanza | undefined, shown: string): Task<void> {
	const before = own !== undefined && isInstalled(own) ? own.get('Version') : undefined;
	const isOlder = before !== undefined && compareVersions(deb.version, before) < 0;
	if (isOlder) {
		yield* run.say(`dpkg: warning: downgrading ${deb.name} from ${before} to ${deb.version}\n`);
	}
	yield* run.out.write(`Preparing to unpack ${shown} ...\n`);
	yield* run.out.write(
		`Unpacking ${deb.name} (${deb.version})${before === undefined ? '' : ` over (${before})`} ...\n`,
	);
	yield* run.out.flush();
	yield* unpackDeb(run.process, deb);
}

function* setUp(run: UnixRun, { name, version, stanza }: DebFile): Task<boolean> {
	const installed = yield* readInstalled(run.process);
	const missing = unmetDependencies(stanza, installed);
	if (missing.length > 0) {
		const lines = missing.map(
			([text, needed]) => ` ${name} depends on ${text}; however:\n  Package ${needed} is not installed.\n`,
		);
		yield* run.say(
			`dpkg: dependency problems prevent configuration of ${name}:\n${lines.join('')}\ndpkg: error processing package ${name} (--install):\n dependency problems - leaving unconfigured\n`,
		);
		return false;
	}
	yield* run.out.write(`Setting up ${name} (${version}) ...\n`);
	yield* run.out.flush();
	const status = yield* configureDeb(run.process, name);
	if (status === 0) return true;
	yield* run.say(
		`dpkg: error processing package ${name} (--install):\n installed ${name} package post-installation script subprocess returned error exit status ${status}\n`,
	);
	return false;
}

/** What it says that it needs, and what of it is missing. Differs: only Depends, without versions; what every system has is there. */
export function unmetDependencies(
	stanza: Stanza,
	installed: ReadonlyMap<string, Stanza>,
): readonly (readonly [text: string, name: string])[] {
	const isThere = (name: string): boolean => {
		const own = installed.get(name);
		return /^(lib|init-system-helpers|debconf|python3|adduser)/.test(name) || (own !== undefined && isInstalled(own));
	};
	return (stanza.get('Depends') ?? '')
		.split(',')
		.map((text) => text.trim())
		.filter((text) => text !== '' && !text.split('|').some((each) => isThere(nameOf(each))))
		.map((text) => [text, nameOf(text)] as const);
}

export function nameOf(dependency: string): string {
	return dependency.trim().split(/[ (:]/)[0] as string;
}

/** Models archive.c summarize_filename: at most so many characters, when there are slashes to cut at. */
function shortened(path: string): string {
	let rest = path;
	while (rest.length > SHOWN_MAX && rest.indexOf('/', 1) >= 0) rest = rest.slice(rest.indexOf('/', 1) + 1);
	return rest === path ? path : `.../${rest}`;
}

/** `dpkg --configure -a` and with names. */
export function* configure(run: UnixRun, { words, options }: DpkgRequest): Task<number> {
	const isDry = options.has('no-act') || options.has('dry-run') || options.has('simulate');
	const takesAll = options.has('pending');
	if (!takesAll && words.length === 0) throw usageError('dpkg', '--configure needs at least one package name argument');
	if (!isDry) requireRoot(run);
	const installed = yield* readInstalled(run.process);
	const waiting = [...installed].filter(([, stanza]) =>
		/ok (unpacked|half-configured)$/.test(stanza.get('Status') ?? ''),
	);
	const failed: string[] = [];
	for (const name of takesAll ? waiting.map(([each]) => each) : words) {
		const stanza = installed.get(name);
		if (stanza === undefined || !waiting.some(([each]) => each === name)) {
			const why =
				stanza === undefined
					? `no package named '${name}' is installed, cannot configure`
					: `package ${name} is already installed and configured`;
			yield* run.say(`dpkg: error processing package ${name} (--configure):\n ${why}\n`);
			failed.push(name);
			continue;
		}
		const deb = { name, version: stanza.get('Version') ?? '', stanza, path: '', bytes: 0, control: [], data: [] };
		if (!isDry && !(yield* setUp(run, deb))) failed.push(name);
	}
	return yield* summary(run, failed);
}
