import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type RunContext } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { joinMounts, pathOf } from './mount.ts';
import { MOUNTPOINT_HELP, UMOUNT_HELP } from './usages.ts';
import { UTIL_LINUX } from './version.ts';

const FAILED = 32;

export const umount = gnuCommand({
	name: 'umount',
	paths: ['/usr/bin/umount'],
	size: 39_296,
	version: `umount from ${UTIL_LINUX}`,
	help: UMOUNT_HELP,
	options: {
		all: flag('a', 'all'),
		force: flag('f', 'force'),
		lazy: flag('l', 'lazy'),
		recursive: flag('R', 'recursive'),
		types: withValue('t', 'types'),
		verbose: flag('v', 'verbose'),
		quiet: flag('q', 'quiet'),
		detach: flag('d', 'detach-loop'),
		noMtab: flag('n', 'no-mtab', 'i', 'internal-only', 'c', 'no-canonicalize'),
		allTargets: flag('A', 'all-targets'),
		namespace: withValue('N', 'namespace'),
		testOptions: withValue('O', 'test-opts'),
		readOnly: flag('r', 'read-only'),
		fake: flag('fake'),
		shortVersion: flag('V'),
		shortHelp: flag('h'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (values.shortVersion || values.shortHelp) {
			yield* run.out.write(values.shortVersion ? `umount from ${UTIL_LINUX}\n` : UMOUNT_HELP);
			return 0;
		}
		if (values.namespace !== undefined) joinMounts(process, values.namespace);
		if (values.all) return yield* unmountAll(run);
		if (operands.length === 0) throw new Fatal('bad usage', 1, true);
		let status = 0;
		for (const operand of operands) {
			const mounts = process.machine.mounts();
			const path = pathOf(process, operand);
			const target = mounts.find((each) => each.target === path || each.source === operand)?.target ?? path;
			const everywhere = values.allTargets ? targetsOf(run, target) : [target];
			const below = values.recursive ? mounts.filter((each) => each.target.startsWith(`${target}/`)).reverse() : [];
			for (const each of [...below.map((mount) => mount.target), ...everywhere]) {
				const problem = values.fake
					? undefined
					: unmountProblem(run, operand, each, values.lazy === true, values.readOnly === true);
				if (problem === undefined) {
					if (values.verbose) yield* run.out.write(`umount: ${each} unmounted\n`);
					continue;
				}
				status = FAILED;
				if (!(values.quiet && problem.endsWith('not mounted.'))) yield* run.complain(problem);
			}
		}
		return status;
	},
});

/** Every place where the file system of a target, or a device, is mounted: the last first. */
function targetsOf({ process }: RunContext, target: string): string[] {
	const mounts = process.machine.mounts();
	const source = mounts.find((each) => each.target === target)?.source ?? target;
	const found = mounts.filter((each) => each.source === source).map((each) => each.target);
	return found.length === 0 ? [target] : found.reverse();
}

/** What the options leave of all mounts, the last first; what is busy stays. */
function* unmountAll(
	run: RunContext & {
		values: {
			readonly types: string | undefined;
			readonly testOptions: string | undefined;
			readonly verbose: true | undefined;
			readonly lazy: true | undefined;
			readonly fake: true | undefined;
			readonly readOnly: true | undefined;
		};
	},
): Task<number> {
	const { values, process } = run;
	const isNot = values.types?.startsWith('no') === true;
	const types = values.types?.replace(/^no/, '').split(',');
	const kept = ['proc', 'sysfs', 'devpts', 'devtmpfs', 'rpc_pipefs'];
	let status = 0;
	for (const { target, type, options } of [...process.machine.mounts()].reverse()) {
		const isAsked = types === undefined ? !kept.includes(type) && target !== '/dev' : types.includes(type) !== isNot;
		const has = values.testOptions?.split(',').every((each) => options.split(',').includes(each)) ?? true;
		if (!isAsked || !has || target === '/') continue;
		const problem = values.fake
			? undefined
			: unmountProblem(run, target, target, values.lazy === true, values.readOnly === true);
		if (problem === undefined) {
			if (values.verbose) yield* run.out.write(`umount: ${target} unmounted\n`);
			continue;
		}
		status = FAILED;
		yield* run.complain(problem);
	}
	return status;
}

/** Models sys-utils/umount.c and libmount mnt_context_get_umount_excode. */
function unmountProblem(
	{ process }: RunContext,
	operand: string,
	target: string,
	lazy: boolean,
	orReadOnly: boolean,
): string | undefined {
	if (!process.access(target, {})) return `${operand}: no mount point specified.`;
	if (process.credentials.uid !== 0) return `${target}: must be superuser to unmount.`;
	if (!process.machine.mounts().some((each) => each.target === target)) return `${target}: not mounted.`;
	try {
		process.umount(target, lazy);
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EBUSY' && orReadOnly) {
			process.mount({ source: '', target, type: '', remount: true, readOnly: true });
			return undefined;
		}
		if (error.errno === 'EBUSY') return `${target}: target is busy.`;
		if (error.errno === 'EPERM') return `${target}: must be superuser to unmount.`;
		return `${target}: not mounted.`;
	}
}

export const mountpoint = gnuCommand({
	name: 'mountpoint',
	paths: ['/usr/bin/mountpoint'],
	size: 18_648,
	version: `mountpoint from ${UTIL_LINUX}`,
	help: MOUNTPOINT_HELP,
	options: {
		quiet: flag('q', 'quiet'),
		device: flag('d', 'fs-devno'),
		block: flag('x', 'devno'),
		noFollow: flag('nofollow'),
	},
	*main(run): Task<number> {
		const { process, values, operands, out } = run;
		const [path] = operands;
		if (path === undefined || operands.length > 1) throw new Fatal('bad usage', 1, true);
		if (!process.access(path, {})) {
			if (!values.quiet) yield* run.complain(`${path}: No such file or directory`);
			return 1;
		}
		const real = pathOf(process, path);
		const mounted = process.machine.mounts().some(({ target }) => target === real);
		if (values.device && mounted) yield* out.write(`0:${process.stat(path).device}\n`);
		else if (!values.quiet) yield* out.write(`${path} is ${mounted ? '' : 'not '}a mountpoint\n`);
		return mounted ? 0 : FAILED;
	},
});
