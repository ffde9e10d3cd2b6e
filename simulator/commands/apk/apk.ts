import { type ApkPackage, alpineIndex, type IndexedPackage, indexedNamed } from '../../hosts/packages/alpine-index.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { readApkDatabase, textOf, writeApkDatabase, writeText } from './database.ts';
import { compareApkVersions, info, list } from './describe.ts';
import { installPayload, type Payload, removePayload, writeSparse } from './package-payload.ts';
import { lookUpHost } from './reachable.ts';

const WORLD = '/etc/apk/world';
const INDEX_BYTES = { main: 1_994_752, community: 520_192 } as const;
/** What files a base image has that no package counts. */
const UNCOUNTED_KIB = 400;

/**
 * Alpine's package manager, over the packages that the world's mirror has. Models apk-tools 2.14.
 * Differs: what a package needs comes in it, and not by its own name.
 */
export const apk = unixCommand({
	name: 'apk',
	paths: ['/sbin/apk'],
	size: 71_360,
	*main(run) {
		const options = run.args.filter((word) => word.startsWith('-'));
		const [command, ...packages] = run.args.filter((word) => !word.startsWith('-') && !/^(http|\/)/.test(word));
		if (command === undefined && (options.includes('--version') || options.includes('-V'))) {
			yield* run.out.write('apk-tools 2.14.4, compiled for x86_64.\n');
			return 0;
		}
		switch (command) {
			case undefined:
				yield* run.out.write(
					'apk-tools 2.14.4, compiled for x86_64.\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n',
				);
				return 1;
			case 'add':
				return yield* add(run, options, packages);
			case 'del':
				return yield* remove(run, packages);
			case 'update':
				return yield* update(run);
			case 'upgrade':
				return yield* upgrade(run, options);
			case 'info':
				return yield* info(run, options, packages);
			case 'list':
				return yield* list(run, options, packages, yield* reachableIndex(run, options));
			case 'version':
				return yield* versions(run, options);
			case 'search':
				for (const each of yield* index(run.process)) {
					if (packages.every((text) => each.name.includes(text)))
						yield* run.out.write(`${each.name}-${each.version}\n`);
				}
				return 0;
			case 'cache':
			case 'fix':
				return 0;
			default:
				throw new Exit(1, `ERROR: '${command}' is not an apk command. See 'apk --help'.\n`);
		}
	},
});

/** What the mirrors of this release have now. */
function* index(process: Process): Task<readonly IndexedPackage[]> {
	const release = (yield* textOf(process, '/etc/alpine-release')).trim();
	return alpineIndex(release, formatTime(process.now()).slice(0, 10));
}

/** The index as it was fetched, with complaints where it was not. */
function* reachableIndex(run: UnixRun, options: readonly string[]): Task<readonly IndexedPackage[]> {
	const fresh = options.some((each) => ['--no-cache', '-U', '--update', '--update-cache'].includes(each));
	const sources = yield* repositories(run.process);
	if (fresh) yield* fetchIndexes(run, !options.includes('--no-cache'));
	else {
		const missing = sources.filter((repository) => !run.process.access(cachePath(repository), {}));
		for (const repository of missing)
			yield* run.say(`WARNING: opening from cache ${repository}: No such file or directory\n`);
		if (missing.length > 0) return [];
	}
	const host = /^https?:\/\/([^/]+)/.exec(sources[0] ?? '')?.[1] ?? '';
	return (yield* lookUpHost(run.process, host)) ? yield* index(run.process) : [];
}

function* repositories(process: Process): Task<string[]> {
	const text = yield* textOf(process, '/etc/apk/repositories');
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'));
}

function cachePath(repository: string): string {
	let hash = 0;
	for (const char of repository) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0;
	return `/var/cache/apk/APKINDEX.${hash.toString(16).padStart(8, '0')}.tar.gz`;
}

/** Asks the mirrors. Throws Exit when they cannot be reached. */
function* fetchIndexes(run: UnixRun, keep: boolean): Task<void> {
	const problems: string[] = [];
	for (const repository of yield* repositories(run.process)) {
		yield* run.out.write(`fetch ${repository}/x86_64/APKINDEX.tar.gz\n`);
		yield* run.out.flush();
		const host = /^https?:\/\/([^/]+)/.exec(repository)?.[1] ?? '';
		if (!(yield* lookUpHost(run.process, host))) {
			problems.push(`WARNING: updating and opening ${repository}: temporary error (try again later)\n`);
			continue;
		}
		yield* run.process.sleep(220);
		const bytes = repository.endsWith('community') ? INDEX_BYTES.community : INDEX_BYTES.main;
		if (keep) yield* writeSparse(run.process, cachePath(repository), bytes, new Uint8Array(0), 0o644);
	}
	if (problems.length > 0) yield* run.say(problems.join(''));
}

function* update(run: UnixRun): Task<number> {
	requireRoot(run.process);
	yield* fetchIndexes(run, true);
	for (const repository of yield* repositories(run.process)) {
		const version = (yield* textOf(run.process, '/etc/alpine-release')).trim();
		yield* run.out.write(`v${version}-37-g7ad1f1ddd [${repository}]\n`);
	}
	yield* run.out.write('OK: 24177 distinct packages available\n');
	return 0;
}

function requireRoot({ credentials }: Process): void {
	if (credentials.uid !== 0) {
		throw new Exit(
			99,
			'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n',
		);
	}
}

/** Puts the newest versions in the place of older ones. Models apk-tools src/app_upgrade.c. */
function* upgrade(run: UnixRun, options: readonly string[]): Task<number> {
	requireRoot(run.process);
	const offered = yield* reachableIndex(run, ['-U', ...options]);
	yield* replace(run, offered, () => true);
	yield* run.out.write(`OK: ${yield* summary(run.process)}\n`);
	return 0;
}

function* replace(
	run: UnixRun,
	offered: readonly IndexedPackage[],
	wanted: (name: string) => boolean,
): Task<readonly string[]> {
	const here = yield* readApkDatabase(run.process);
	const newer = here.flatMap((old): { old: ApkPackage; fresh: IndexedPackage }[] => {
		const fresh = indexedNamed(offered, old.name);
		const isNewer =
			fresh !== undefined && fresh.name === old.name && compareApkVersions(fresh.version, old.version) > 0;
		return isNewer && wanted(old.name) ? [{ old, fresh }] : [];
	});
	let number = 0;
	for (const { old, fresh } of newer) {
		yield* run.process.sleep(40);
		yield* run.out.write(`(${++number}/${newer.length}) Upgrading ${old.name} (${old.version} -> ${fresh.version})\n`);
	}
	if (newer.length === 0) return [];
	const fresh = new Map(newer.map((each) => [each.fresh.name, each.fresh]));
	yield* writeApkDatabase(
		run.process,
		here.map((each) => fresh.get(each.name) ?? each),
	);
	yield* run.out.write(`Executing ${yield* trigger(run.process)}\n`);
	return newer.map(({ old }) => old.name);
}

function* versions(run: UnixRun, options: readonly string[]): Task<number> {
	const offered = yield* reachableIndex(run, options);
	yield* run.out.write('Installed:                                Available:\n');
	for (const each of yield* readApkDatabase(run.process)) {
		const found = offered.find(({ name }) => name === each.name);
		if (found === undefined || compareApkVersions(found.version, each.version) <= 0) continue;
		yield* run.out.write(`${`${each.name}-${each.version}`.padEnd(41)} < ${found.version} \n`);
	}
	return 0;
}

function* add(run: UnixRun, options: readonly string[], words: readonly string[]): Task<number> {
	const { process } = run;
	requireRoot(process);
	const offered = yield* reachableIndex(run, options);
	// "curl=8.5.0-r0", "curl>8" and "--virtual .deps" name a package or a set of them.
	const virtual = virtualName(run.args);
	const wanted = words.filter((word) => word !== virtual);
	const names = wanted.map((word) => word.replace(/[=<>~].*$/, ''));
	const here = yield* readApkDatabase(process);
	const isHere = (name: string): boolean => here.some((each) => each.name === name);
	const missing = names.filter((name) => !isHere(name) && indexedNamed(offered, name) === undefined);
	if (missing.length > 0) {
		const lines = missing.map((name) => `  ${name} (no such package):\n    required by: world[${name}]\n`);
		throw new Exit(missing.length, `ERROR: unable to select packages:\n${lines.join('')}`);
	}
	yield* requireVersions(process, wanted, offered);
	if (options.includes('-u') || options.includes('--upgrade'))
		yield* replace(run, offered, (name) => names.includes(name));
	const found = names.flatMap((name) => {
		const each = indexedNamed(offered, name);
		return each === undefined || isHere(each.name) ? [] : [each];
	});
	const total = found.length;
	let number = 0;
	for (const each of found) {
		yield* process.sleep(40 + each.installedBytes / 40_960);
		if (each.tool !== undefined) yield* installPayload(process, payloadOf(each));
		yield* run.out.write(`(${++number}/${total}) Installing ${each.name} (${each.version})\n`);
	}
	yield* writeWorld(process, [...(yield* worldNames(process)), ...names]);
	if (total > 0) {
		yield* writeApkDatabase(process, [...here, ...found]);
		yield* run.out.write(`Executing ${yield* trigger(process)}\n`);
	}
	yield* run.out.write(`OK: ${yield* summary(process)}\n`);
	return 0;
}

/** "curl=8.5.0-r0": refused where the mirror has another one. Models apk-tools src/solver.c's report. */
function* requireVersions(process: Process, words: readonly string[], offered: readonly IndexedPackage[]): Task<void> {
	const here = yield* readApkDatabase(process);
	const lines = words.flatMap((word) => {
		const [, name = '', version = ''] = /^([^=<>~]+)=(.*)$/.exec(word) ?? [];
		if (name === '') return [];
		const there = indexedNamed(offered, name) ?? here.find((each) => each.name === name);
		if (there === undefined || there.version === version) return [];
		return [`  ${there.name}-${there.version}:\n    breaks: world[${name}=${version}]\n`];
	});
	if (lines.length > 0) throw new Exit(lines.length, `ERROR: unable to select packages:\n${lines.join('')}`);
}

function virtualName(args: readonly string[]): string | undefined {
	const at = args.findIndex((word) => word === '-t' || word === '--virtual');
	return at < 0 ? undefined : args[at + 1];
}

function payloadOf({ name, installedBytes, tool }: IndexedPackage): Payload {
	return { name, executables: tool?.executables ?? [], bytes: installedBytes };
}

/** "busybox-1.36.1-r29.trigger". */
function* trigger(process: Process): Task<string> {
	const found = (yield* readApkDatabase(process)).find(({ name }) => name === 'busybox');
	return `busybox-${found?.version ?? '1.36.1-r29'}.trigger`;
}

function* worldNames(process: Process): Task<string[]> {
	return (yield* textOf(process, WORLD)).split('\n').filter((line) => line !== '');
}

function* writeWorld(process: Process, names: readonly string[]): Task<void> {
	const lines = [...new Set(names)].sort().map((name) => `${name}\n`);
	yield* writeText(process, WORLD, lines.join(''));
}

function* summary(process: Process): Task<string> {
	const here = yield* readApkDatabase(process);
	const offered = yield* index(process);
	const kib = here.reduce((sum, { installedBytes }) => sum + installedBytes / 1024, UNCOUNTED_KIB);
	const count = here.reduce((sum, { name }) => {
		return sum + Math.max(1, offered.find((each) => each.name === name)?.tool?.alpineCount ?? 1);
	}, 0);
	return `${Math.round(kib / 1024)} MiB in ${count} packages`;
}

function* remove(run: UnixRun, names: readonly string[]): Task<number> {
	const { process } = run;
	requireRoot(process);
	const here = yield* readApkDatabase(process);
	const offered = yield* index(process);
	const gone = here.filter(({ name }) => names.includes(name));
	let number = 0;
	for (const each of gone) {
		const found = indexedNamed(offered, each.name);
		if (found?.tool !== undefined) removePayload(process, payloadOf(found));
		yield* run.out.write(`(${++number}/${gone.length}) Purging ${each.name} (${each.version})\n`);
	}
	yield* writeWorld(
		process,
		(yield* worldNames(process)).filter((name) => !names.includes(name)),
	);
	if (gone.length > 0) {
		yield* writeApkDatabase(
			process,
			here.filter((each) => !gone.includes(each)),
		);
		yield* run.out.write(`Executing ${yield* trigger(process)}\n`);
	}
	yield* run.out.write(`OK: ${yield* summary(process)}\n`);
	return 0;
}
