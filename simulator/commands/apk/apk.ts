import { PACKAGE_ALIASES, TOOL_PACKAGES, type ToolPackage } from '../../hosts/packages/tool-packages.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { installPayload, type Payload, removePayload, writeSparse } from './package-payload.ts';
import { lookUpHost } from './reachable.ts';

const WORLD = '/etc/apk/world';
const INDEX_BYTES = { main: 1_994_752, community: 520_192 } as const;
/** What a base image has before anybody adds something. */
const BASE_PACKAGES = 14;
const BASE_KIB = 7_200;
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
				yield* fetchIndexes(run, !options.includes('--no-cache'));
				yield* run.out.write(`OK: ${yield* summary(run)}\n`);
				return 0;
			case 'info':
				for (const name of ['alpine-baselayout', 'busybox', 'musl', 'apk-tools', ...(yield* installed(run.process))])
					yield* run.out.write(`${name}\n`);
				return 0;
			case 'search':
				for (const each of TOOL_PACKAGES) {
					if (each.alpine !== '' && packages.every((text) => each.alpine.includes(text)))
						yield* run.out.write(`${each.alpine}-${each.alpineVersion}\n`);
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

function* repositories(process: Process): Task<string[]> {
	const text = yield* textOf(process, '/etc/apk/repositories');
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'));
}

function* textOf(process: Process, path: string): Task<string> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
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

function* installed(process: Process): Task<string[]> {
	return (yield* textOf(process, WORLD)).split('\n').filter((line) => line !== '');
}

function packageNamed(name: string): ToolPackage | undefined {
	const plain = PACKAGE_ALIASES.get(name) ?? name;
	return TOOL_PACKAGES.find((each) => each.alpine === plain || each.alpine === name);
}

function* add(run: UnixRun, options: readonly string[], words: readonly string[]): Task<number> {
	const { process } = run;
	requireRoot(process);
	const fresh = options.some(
		(each) => each === '--no-cache' || each === '-U' || each === '--update' || each === '--update-cache',
	);
	const sources = yield* repositories(process);
	const cached = sources.every((repository) => process.access(cachePath(repository), {}));
	if (fresh) yield* fetchIndexes(run, !options.includes('--no-cache'));
	else if (!cached) {
		for (const repository of sources)
			yield* run.say(`WARNING: opening from cache ${repository}: No such file or directory\n`);
	}
	const reachable =
		(fresh || cached) && (yield* lookUpHost(process, /^https?:\/\/([^/]+)/.exec(sources[0] ?? '')?.[1] ?? ''));
	// "curl=8.5.0-r0", "curl>8" and "--virtual .deps" name a package or a set of them.
	const virtual = virtualName(run.args);
	const names = words.filter((word) => word !== virtual).map((word) => word.replace(/[=<>~].*$/, ''));
	const missing = names.filter((name) => !reachable || packageNamed(name) === undefined);
	if (missing.length > 0) {
		const lines = missing.map((name) => `  ${name} (no such package):\n    required by: world[${name}]\n`);
		throw new Exit(missing.length, `ERROR: unable to select packages:\n${lines.join('')}`);
	}
	const here = yield* installed(process);
	const found = names.filter((name) => !here.includes(name)).map((name) => packageNamed(name) as ToolPackage);
	const total = found.length;
	let number = 0;
	for (const each of found) {
		yield* process.sleep(40 + each.alpineKib / 40);
		yield* installPayload(process, payloadOf(each));
		yield* run.out.write(`(${++number}/${total}) Installing ${each.alpine} (${each.alpineVersion})\n`);
	}
	yield* writeWorld(process, [...new Set([...here, ...names])]);
	if (total > 0) yield* run.out.write('Executing busybox-1.36.1-r29.trigger\n');
	yield* run.out.write(`OK: ${yield* summary(run)}\n`);
	return 0;
}

function virtualName(args: readonly string[]): string | undefined {
	const at = args.findIndex((word) => word === '-t' || word === '--virtual');
	return at < 0 ? undefined : args[at + 1];
}

function payloadOf({ alpine, alpineKib, executables }: ToolPackage): Payload {
	return { name: alpine, executables, bytes: alpineKib * 1024 };
}

function* writeWorld(process: Process, names: readonly string[]): Task<void> {
	const fd = yield* process.open(WORLD, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(
		fd,
		encodeUtf8(
			[...names]
				.sort()
				.map((name) => `${name}\n`)
				.join(''),
		),
	);
	process.close(fd);
}

function* summary(run: UnixRun): Task<string> {
	const found = (yield* installed(run.process)).flatMap((name) => packageNamed(name) ?? []);
	const kib = found.reduce((sum, { alpineKib }) => sum + alpineKib, BASE_KIB);
	const count = found.reduce((sum, { alpineCount }) => sum + Math.max(1, alpineCount), BASE_PACKAGES);
	return `${Math.round(kib / 1024)} MiB in ${count} packages`;
}

function* remove(run: UnixRun, names: readonly string[]): Task<number> {
	const { process } = run;
	requireRoot(process);
	const here = yield* installed(process);
	const gone = names.filter((name) => here.includes(name));
	let number = 0;
	for (const name of gone) {
		const found = packageNamed(name);
		if (found === undefined) continue;
		removePayload(process, payloadOf(found));
		yield* run.out.write(`(${++number}/${gone.length}) Purging ${found.alpine} (${found.alpineVersion})\n`);
	}
	yield* writeWorld(
		process,
		here.filter((name) => !gone.includes(name)),
	);
	if (gone.length > 0) yield* run.out.write('Executing busybox-1.36.1-r29.trigger\n');
	yield* run.out.write(`OK: ${yield* summary(run)}\n`);
	return 0;
}
