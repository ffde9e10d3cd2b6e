import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const OPTIONS = {
	all: flag('a', 'all'),
	fstab: flag('A', 'fstab'),
	listed: withValue('I', 'listed-in'),
	offset: withValue('o', 'offset'),
	length: withValue('l', 'length'),
	minimum: withValue('m', 'minimum'),
	verbose: flag('v', 'verbose'),
	quiet: flag('quiet-unsupported'),
	noAct: flag('n', 'dry-run'),
} as const;

/** What a disk can be told about. */
const TRIMMED = /^(?:ext[234]|xfs|btrfs|f2fs|vfat)$/;

/** Models sys-utils/fstrim.c: what is free is discarded, and shows nowhere else. */
export const fstrim = gnuCommand({
	name: 'fstrim',
	paths: ['/usr/sbin/fstrim'],
	size: 43_608,
	version: `fstrim from ${UTIL_LINUX}`,
	help: `
Usage:
 fstrim [options] <mount point>

Discard unused blocks on a mounted filesystem.

Options:
 -a, --all                trim mounted filesystems
 -A, --fstab              trim filesystems from /etc/fstab
 -I, --listed-in <list>   trim filesystems listed in specified files
 -o, --offset <num>       the offset in bytes to start discarding from
 -l, --length <num>       the number of bytes to discard
 -m, --minimum <num>      the minimum extent length to discard
 -v, --verbose            print number of discarded bytes
     --quiet-unsupported  suppress error messages if trim unsupported
 -n, --dry-run            does everything, but trim

 -h, --help          display this help
 -V, --version       display version

Arguments:
 <num> arguments may be followed by the suffixes for
   GiB, TiB, PiB, EiB, ZiB, and YiB (the "iB" is optional)

For more details see fstrim(8).
`,
	options: OPTIONS,
	*main(run) {
		const { values, operands, process } = run;
		if (values.all || values.fstab || values.listed !== undefined) {
			const seen = new Set<string>();
			for (const { type, source, target, root } of process.machine.mounts()) {
				if (!TRIMMED.test(type) || !source.startsWith('/dev/') || root !== '/' || seen.has(source)) continue;
				seen.add(source);
				yield* trim(run, target);
			}
			return 0;
		}
		const [target] = operands;
		if (target === undefined) throw new Fatal('no mountpoint specified');
		if (operands.length > 1) throw new Fatal('unexpected number of arguments', 1, true);
		return yield* trim(run, target);
	},
});

function* trim(run: Run<typeof OPTIONS>, target: string): Task<number> {
	const { process, values, out } = run;
	if (!process.access(target, {})) throw new Fatal(`stat of ${target} failed: No such file or directory`);
	if (process.stat(target).type !== 'directory') throw new Fatal(`${target}: not a directory`);
	const { type, totalBytes, usedBytes, mountPoint, source } = process.statfs(target);
	if (!TRIMMED.test(type)) {
		if (values.quiet) return 0;
		yield* run.complain(`${target}: the discard operation is not supported`);
		return 1;
	}
	if (!process.credentials.capabilities.has('SYS_ADMIN')) {
		yield* run.complain(`${target}: FITRIM ioctl failed: Operation not permitted`);
		return 1;
	}
	const bytes = totalBytes - usedBytes;
	if (values.noAct) yield* out.write(`${target}: 0 B (dry run) trimmed on ${source}\n`);
	else if (values.verbose) {
		const where =
			values.all || values.fstab
				? `${mountPoint}: ${sized(bytes)} (${bytes} bytes) trimmed on ${source}`
				: `${target}: ${sized(bytes)} (${bytes} bytes) trimmed`;
		yield* out.write(`${where}\n`);
	}
	return 0;
}

/** "10.5 GiB". */
function sized(bytes: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
	let [left, unit] = [bytes, 0];
	while (left >= 1024 && unit < units.length - 1) {
		left /= 1024;
		unit++;
	}
	return `${Number.isInteger(left) ? left : left.toFixed(1).replace(/\.0$/, '')} ${units[unit]}`;
}
