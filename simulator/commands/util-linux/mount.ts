import { errorMessage } from '../../kernel/error-message.ts';
import { type MountRequest, type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { launch, shellStatus, waitFor } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { findDevice, readDevice } from './device-head.ts';
import { MOUNT_HELP } from './usages.ts';
import { UTIL_LINUX } from './version.ts';

const FAILED = 32;
const DMESG = '\n       dmesg(1) may have more information after failed mount system call.';
/** Types whose tools the kernel's own part says to be missing. */
const HELPED = ['nfs', 'nfs4', 'cifs'];

const OPTIONS = {
	all: flag('a', 'all'),
	bind: flag('B', 'bind'),
	rbind: flag('R', 'rbind'),
	fake: flag('f', 'fake'),
	noMtab: flag('n', 'no-mtab'),
	internal: flag('i', 'internal-only'),
	options: withValue('o', 'options'),
	readOnly: flag('r', 'read-only'),
	readWrite: flag('w', 'rw', 'read-write'),
	types: withValue('t', 'types'),
	makeDirectory: mayHaveValue('m', 'mkdir'),
	verbose: flag('v', 'verbose'),
	labels: flag('l', 'show-labels'),
	makeShared: flag(
		...['make-shared', 'make-rshared', 'make-private', 'make-rprivate', 'make-slave', 'make-rslave'],
		...['make-unbindable', 'make-runbindable'],
	),
	version: flag('V', 'version'),
	fork: flag('F', 'fork'),
	fstab: withValue('T', 'fstab'),
	label: withValue('L', 'label'),
	uuid: withValue('U', 'uuid'),
	source: withValue('source'),
	target: withValue('target'),
	targetPrefix: withValue('target-prefix'),
	move: flag('M', 'move'),
	testOptions: withValue('O', 'test-opts'),
	noCanonicalize: flag('c', 'no-canonicalize'),
	namespace: withValue('N', 'namespace'),
	optionsMode: withValue('options-mode', 'options-source'),
	optionsForce: flag('options-source-force'),
	help: flag('h', 'help'),
};

type MountRun = Run<typeof OPTIONS>;

interface FstabLine {
	readonly source: string;
	readonly target: string;
	readonly type: string;
	readonly options: string;
}

export const mount = gnuCommand({
	name: 'mount',
	paths: ['/usr/bin/mount'],
	size: 51_584,
	version: `mount from ${UTIL_LINUX} (libmount 2.39.3: selinux, smack, btrfs, verity, namespaces, idmapping, statx, assert, debug)`,
	help: MOUNT_HELP,
	options: OPTIONS,
	*main(run) {
		const { process, values, out } = run;
		if (values.help) {
			yield* out.write(MOUNT_HELP);
			return 0;
		}
		if (values.version) {
			yield* out.write(`mount from ${UTIL_LINUX}\n`);
			return 0;
		}
		if (values.namespace !== undefined) joinMounts(process, values.namespace);
		const operands = operandsOf(run);
		if (values.all) return yield* mountAll(run);
		if (operands.length === 0) {
			if (values.options !== undefined || values.bind || values.rbind) throw new Fatal('bad usage', 1, true);
			const types = values.types?.split(',');
			for (const { source, target, type, options } of process.machine.mounts()) {
				if (types === undefined || types.includes(type)) {
					yield* out.write(`${source} on ${target} type ${type} (${options})\n`);
				}
			}
			return 0;
		}
		if (operands.length > 2) throw new Fatal('bad usage', 1, true);
		if (values.makeShared) return 0;
		if (values.move)
			throw new Fatal(`${operands[1] ?? operands[0]}: bad option; moving a mount is not supported.${DMESG}`, FAILED);
		const [first, second] = operands as [string, string | undefined];
		if (second !== undefined) {
			return yield* mountOne(run, { source: first, target: second, type: values.types ?? '', options: '' });
		}
		const known = (yield* fstab(process, values.fstab)).find(
			({ source, target }) => source === first || target === first,
		);
		const words = (values.options ?? '').split(',');
		if (known === undefined && words.includes('remount')) {
			return yield* mountOne(run, { source: '', target: first, type: '', options: '' });
		}
		if (known === undefined) throw new Fatal(`${first}: can't find in /etc/fstab.`);
		return yield* mountOne(run, known);
	},
});

/** What is to be mounted where, by whatever options that is said. */
function operandsOf({ values, operands }: MountRun): readonly string[] {
	const { label, uuid, source, target, targetPrefix = '' } = values;
	const named = label !== undefined ? `LABEL=${label}` : uuid !== undefined ? `UUID=${uuid}` : source;
	const given = [...(named === undefined ? [] : [named]), ...operands, ...(target === undefined ? [] : [target])];
	const last = given.length === 2 ? given[1] : undefined;
	return last === undefined ? given : [given[0] as string, `${targetPrefix}${last}`];
}

/** Works in the mounts that another process sees. */
export function joinMounts(process: Process, text: string): void {
	const pid = /^(?:\/proc\/)?(\d+)(?:\/ns\/mnt)?$/.exec(text)?.[1];
	try {
		if (pid === undefined) throw new SystemError('ENOENT');
		process.joinNamespaces(Number(pid), ['mnt']);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`failed to set target namespace to ${text}: ${errorMessage(error.errno)}`, FAILED);
	}
}

/** Whether an entry has all the options of a list; "no…" are those that it must not have. */
function hasOptions(options: string, wanted: string | undefined): boolean {
	const own = options.split(',');
	return (wanted?.split(',') ?? []).every((each) =>
		each.startsWith('no') && !own.includes(each) ? !own.includes(each.slice(2)) : own.includes(each),
	);
}

function* mountAll(run: MountRun): Task<number> {
	let status = 0;
	const types = run.values.types?.split(',');
	const mounted = new Set(run.process.machine.mounts().map(({ target }) => target));
	for (const line of yield* fstab(run.process, run.values.fstab)) {
		if (!hasOptions(line.options, run.values.testOptions)) continue;
		if (line.type === 'swap' || line.target === 'none' || line.options.split(',').includes('noauto')) continue;
		if (mounted.has(line.target) || (types !== undefined && !types.includes(line.type))) continue;
		status = Math.max(status, yield* mountOne(run, line));
	}
	return status;
}

function* fstab(process: Process, path = '/etc/fstab'): Task<FstabLine[]> {
	let text: string;
	try {
		text = decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
	return text.split('\n').flatMap((line) => {
		const [source = '#', target = '', type = 'auto', options = 'defaults'] = line.trim().split(/\s+/);
		return source === '' || source.startsWith('#') ? [] : [{ source, target, type, options }];
	});
}

function* mountOne(run: MountRun, line: FstabLine): Task<number> {
	const { process, values } = run;
	const target = pathOf(process, line.target);
	const words = [...line.options.split(','), ...(values.options ?? '').split(',')].filter(
		(word) => word !== '' && word !== 'defaults',
	);
	if (values.readOnly) words.push('ro');
	const remount = words.includes('remount');
	const bind = !remount && (values.bind === true || words.includes('bind'));
	const recursive = !remount && (values.rbind === true || words.includes('rbind'));
	const found = yield* findDevice(process, line.source);
	if (found === undefined) throw new Fatal(`${target}: can't find ${line.source}.`, 1);
	if (process.credentials.uid !== 0) {
		throw new Fatal(`${target}: must be superuser to use mount.${DMESG}`, FAILED);
	}
	if (values.makeDirectory !== undefined && !process.access(target, {})) process.mkdir(target, 0o755);
	const isBind = bind || recursive || remount;
	const source = isBind ? found : yield* deviceOf(run, found, words, target);
	const asked = line.type === '' || line.type === 'auto' ? '' : line.type;
	const type = asked === '' && !isBind ? yield* typeOf(process, source) : asked;
	const helper = `/sbin/mount.${type}`;
	const own = words.filter((word) => !COMMON_OPTIONS.has(word) && !/^(?:loop|offset|sizelimit)=/.test(word));
	if (!bind && !recursive && values.internal !== true && process.access(helper, { execute: true })) {
		const given = words.length === 0 ? ['rw'] : words;
		const pid = launch(process, [helper, source, target, ...(values.verbose ? ['-v'] : []), '-o', given.join(',')]);
		return shellStatus(yield* waitFor(process, pid));
	}
	const request: MountRequest = {
		source: bind || recursive ? pathOf(process, source) : source,
		target,
		type,
		...(bind || recursive ? { bind: true, recursive } : {}),
		...(remount ? { remount } : {}),
		readOnly: words.includes('ro'),
		...(own.length === 0 ? {} : { options: own.join(',') }),
	};
	const problem = values.fake ? undefined : tryMount(process, request);
	if (problem !== undefined && source !== found) process.detachLoop(source);
	if (problem !== undefined) {
		yield* run.complain(`${target}: ${problem}.${DMESG}`);
		return FAILED;
	}
	const isLocked = process.machine.loops().some(({ name, readOnly }) => name === source && readOnly);
	if (isLocked && !request.readOnly) {
		yield* run.complain(`${target}: WARNING: source write-protected, mounted read-only.`);
	}
	if (values.verbose) yield* run.out.write(`mount: ${source} mounted on ${target}.\n`);
	return 0;
}

/** What is not the file system's own. */
const COMMON_OPTIONS: ReadonlySet<string> = new Set(
	'loop ro rw bind rbind remount noatime relatime nosuid nodev noexec suid dev exec auto noauto user nouser async sync _netdev nofail shared private'.split(
		' ',
	),
);

/** The device to be mounted: of a file one that is made for it. Models libmount/src/context_loopdev.c. */
function* deviceOf({ process }: MountRun, source: string, words: readonly string[], target: string): Task<string> {
	const asked = words.find((word) => /^loop(?:=|$)/.test(word));
	const isFile = source.startsWith('/') || process.access(source, {});
	if (!isFile || !process.access(source, {}) || process.stat(source).type !== 'file') return source;
	// A file with a file system in it is taken for a disk without being asked for.
	if (asked === undefined && (yield* readDevice(process, source)).superblock === undefined) return source;
	if (!process.access(target, {})) return source;
	try {
		const device = asked?.split('=')[1];
		const offset = words.find((word) => word.startsWith('offset='))?.slice(7);
		return process.attachLoop(pathOf(process, source), {
			...(device === undefined ? {} : { device }),
			autoclear: true,
			readOnly: words.includes('ro'),
			offsetBytes: Number(offset ?? 0),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`${target}: failed to setup loop device for ${source}.`, FAILED);
	}
}

function* typeOf(process: Process, source: string): Task<string> {
	if (/^[^/]+:\//.test(source)) return 'nfs';
	if (!process.access(source, { read: true }) || process.stat(source).type !== 'block') return '';
	return (yield* readDevice(process, source)).superblock?.type ?? '';
}

/** What is wrong; undefined when it is mounted. Models libmount/src/context_mount.c mnt_context_get_mount_excode. */
function tryMount(process: Process, request: MountRequest): string | undefined {
	const { source, type } = request;
	if (request.bind === true && !process.access(source, {})) return `special device ${source} does not exist`;
	if (HELPED.includes(type)) {
		return 'bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program';
	}
	if (request.remount !== true && !request.bind && !MEMORY_TYPES.has(type)) {
		if (!process.access(request.target, {})) return 'mount point does not exist';
		const device = deviceProblem(process, source, type);
		if (device !== undefined) return device;
	}
	try {
		process.mount(request);
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		switch (error.errno) {
			case 'ENOENT':
				return 'mount point does not exist';
			case 'ENOTDIR':
				return 'mount point is not a directory';
			case 'EPERM':
				return 'permission denied';
			case 'ENODEV':
				if (type === '') return badSuperblock(source);
				return `unknown filesystem type '${type}'`;
			case 'EBUSY':
				return 'mount point is busy';
			case 'EINVAL':
				if (request.remount === true) return 'mount point not mounted or bad option';
				return badSuperblock(source);
			default:
				return `mount(2) system call failed: ${errorMessage(error.errno)}`;
		}
	}
}

function badSuperblock(source: string): string {
	return `wrong fs type, bad option, bad superblock on ${source}, missing codepage or helper program, or other error`;
}

const MEMORY_TYPES: ReadonlySet<string> = new Set(['tmpfs', 'proc', 'sysfs']);

/** Why what is no device cannot be mounted as one. */
function deviceProblem(process: Process, source: string, type: string): string | undefined {
	if (!source.startsWith('/') && !process.access(source, {})) {
		return type === '' ? `special device ${source} does not exist` : `unknown filesystem type '${type}'`;
	}
	if (!process.access(source, {})) return `special device ${source} does not exist`;
	const { type: kind } = process.stat(source);
	if (kind === 'block') return undefined;
	return `${pathOf(process, source)} is not a block device${kind === 'file' ? '; try "-o loop"' : ''}`;
}

export function pathOf(process: Process, path: string): string {
	try {
		return process.realpath(path);
	} catch (error) {
		if (error instanceof SystemError) return path;
		throw error;
	}
}
