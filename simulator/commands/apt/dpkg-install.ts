import { DebError } from '../../hosts/packages/deb-archive.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import type { Stanza } from './control-file.ts';
import { configureDeb, type DebFile, listedPaths, openDeb, unpackDeb } from './deb-file.ts';
import { compareVersions } from './debian-version.ts';
import { isInstalled, readInstalled, writeInstalled } from './package-state.ts';
import { knownPaths, removeFiles } from './unpack.ts';

const READING = '(Reading database ... 86432 files and directories currently installed.)\n';
const SHOWN_MAX = 30;

function requireRoot({ process }: UnixRun): void {
	if (process.credentials.uid === 0) return;
	throw new Exit(2, 'dpkg: error: requested operation requires superuser privilege\n');
}

/** `dpkg -i`. Models src/main/unpack.c archivefiles and archive.c. */
export function* installFiles(run: UnixRun, paths: readonly string[]): Task<number> {
	requireRoot(run);
	if (paths.length === 0)
		throw new Exit(2, 'dpkg: error: --install needs at least one package archive file argument\n');
	const failed: string[] = [];
	const unpacked: DebFile[] = [];
	let isRead = false;
	for (const path of paths) {
		const deb = yield* opened(run, path);
		if (deb === undefined) {
			failed.push(path);
			continue;
		}
		const own = (yield* readInstalled(run.process)).get(deb.name);
		if (own === undefined) yield* run.out.write(`Selecting previously unselected package ${deb.name}.\n`);
		if (!isRead) yield* run.out.write(READING);
		isRead = true;
		yield* unpackSaying(run, deb, own, shortened(path));
		unpacked.push(deb);
	}
	for (const deb of unpacked) if (!(yield* setUp(run, deb))) failed.push(deb.name);
	if (failed.length === 0) return 0;
	yield* run.say(`Errors were encountered while processing:\n${failed.map((each) => ` ${each}\n`).join('')}`);
	return 1;
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

function nameOf(dependency: string): string {
	return dependency.trim().split(/[ (:]/)[0] as string;
}

/** Models archive.c summarize_filename: at most so many characters, when there are slashes to cut at. */
function shortened(path: string): string {
	let rest = path;
	while (rest.length > SHOWN_MAX && rest.indexOf('/', 1) >= 0) rest = rest.slice(rest.indexOf('/', 1) + 1);
	return rest === path ? path : `.../${rest}`;
}

/** `dpkg --configure -a` and with names. */
export function* configure(run: UnixRun, names: readonly string[]): Task<number> {
	requireRoot(run);
	const installed = yield* readInstalled(run.process);
	const waiting = [...installed].filter(([, stanza]) =>
		/ok (unpacked|half-configured)$/.test(stanza.get('Status') ?? ''),
	);
	const chosen = names.includes('-a') ? waiting.map(([name]) => name) : names;
	const failed: string[] = [];
	for (const name of chosen) {
		const stanza = installed.get(name);
		if (stanza === undefined || !waiting.some(([each]) => each === name)) {
			const why =
				stanza === undefined
					? `package '${name}' is not installed and no information is available`
					: `package ${name} is already installed and configured`;
			yield* run.say(`dpkg: error processing package ${name} (--configure):\n ${why}\n`);
			failed.push(name);
			continue;
		}
		const deb = { name, version: stanza.get('Version') ?? '', stanza, path: '', bytes: 0, control: [], data: [] };
		if (!(yield* setUp(run, deb))) failed.push(name);
	}
	if (failed.length === 0) return 0;
	yield* run.say(`Errors were encountered while processing:\n${failed.map((each) => ` ${each}\n`).join('')}`);
	return 1;
}

/** `dpkg -r` and `-P`. */
export function* removePackages(run: UnixRun, names: readonly string[], isPurged: boolean): Task<number> {
	requireRoot(run);
	const action = isPurged ? '--purge' : '--remove';
	if (names.length === 0) throw new Exit(2, `dpkg: error: ${action} needs at least one package name argument\n`);
	let isRead = false;
	let status = 0;
	for (const name of names) {
		const installed = yield* readInstalled(run.process);
		const version = installed.get(name)?.get('Version');
		if (version === undefined) {
			yield* run.say(`dpkg: warning: ignoring request to remove ${name} which isn't installed\n`);
			continue;
		}
		const users = [...installed.values()].filter(
			(stanza) => neededBy(stanza, name) && !names.includes(stanza.get('Package') ?? ''),
		);
		if (users.length > 0) {
			const lines = users.map(
				(stanza) => ` ${stanza.get('Package')} depends on ${name}${dependencyOn(stanza, name)}.\n`,
			);
			yield* run.say(
				`dpkg: dependency problems prevent removal of ${name}:\n${lines.join('')}\ndpkg: error processing package ${name} (${action}):\n dependency problems - not removing\nErrors were encountered while processing:\n ${name}\n`,
			);
			status = 1;
			continue;
		}
		if (!isRead) yield* run.out.write(READING);
		isRead = true;
		yield* run.out.write(`Removing ${name} (${version}) ...\n`);
		yield* run.out.flush();
		yield* removeFiles(run.process, name);
		if (isPurged) yield* run.out.write(`Purging configuration files for ${name} (${version}) ...\n`);
		installed.delete(name);
		yield* writeInstalled(run.process, installed);
	}
	return status;
}

function neededBy(stanza: Stanza, name: string): boolean {
	return (stanza.get('Depends') ?? '').split(',').some((each) => !each.includes('|') && nameOf(each) === name);
}

function dependencyOn(stanza: Stanza, name: string): string {
	const text = (stanza.get('Depends') ?? '').split(',').find((each) => nameOf(each) === name) ?? '';
	const version = /\(.*\)/.exec(text)?.[0];
	return version === undefined ? '' : ` ${version}`;
}

/** `dpkg -S`: which package has put a path there. */
export function* searchPath(run: UnixRun, patterns: readonly string[]): Task<number> {
	let status = 0;
	const names = [...(yield* readInstalled(run.process)).keys()];
	for (const pattern of patterns) {
		let found = false;
		for (const name of names) {
			yield* run.process.tick();
			for (const path of (yield* listedPaths(run.process, name)) ?? knownPaths(name)) {
				if (pattern.startsWith('/') ? path !== pattern : !path.includes(pattern)) continue;
				yield* run.out.write(`${name}: ${path}\n`);
				found = true;
			}
		}
		if (found) continue;
		yield* run.say(`dpkg-query: no path found matching pattern ${pattern}\n`);
		status = 1;
	}
	return status;
}
