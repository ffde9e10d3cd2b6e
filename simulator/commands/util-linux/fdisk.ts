import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { readDevice } from './device-head.ts';
import { smartSize } from './smart-columns.ts';
import { UTIL_LINUX } from './version.ts';

const DISK = '/dev/vda';
const FIRST_SECTOR = 2048;

/** Differs: it lists only, and the disk's table is the one that there is. */
export const fdisk = unixCommand({
	name: 'fdisk',
	paths: ['/usr/sbin/fdisk'],
	size: 112_168,
	*main(run) {
		const { args, out, process } = run;
		if (args.includes('-V') || args.includes('--version')) {
			yield* out.write(`fdisk from ${UTIL_LINUX}\n`);
			return 0;
		}
		if (!args.includes('-l') && !args.includes('--list')) {
			throw new Exit(1, "fdisk: bad usage\nTry 'fdisk --help' for more information.\n");
		}
		const asked = args.filter((word) => !word.startsWith('-'));
		const all = [...process.machine.loops().map(({ name }) => name), DISK];
		let status = 0;
		for (const [index, path] of (asked.length > 0 ? asked : all).entries()) {
			try {
				const text = yield* describe(run, path);
				yield* out.write(`${index > 0 ? '\n\n' : ''}${text}`);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* run.say(`fdisk: cannot open ${path}: ${errorMessage(error.errno)}\n`);
				status = 1;
			}
		}
		return status;
	},
});

/** Models disk-utils/fdisk-list.c list_disk_geometry, list_disklabel. */
function* describe({ process }: UnixRun, path: string): Task<string> {
	const { bytes } = yield* readDevice(process, path);
	const sectors = bytes / 512;
	const size = smartSize(bytes).replace(/[KMGT]$/, ' $&iB');
	const lines = [
		`Disk ${path}: ${size}, ${bytes} bytes, ${sectors} sectors`,
		'Units: sectors of 1 * 512 = 512 bytes',
		'Sector size (logical/physical): 512 bytes / 512 bytes',
		'I/O size (minimum/optimal): 512 bytes / 512 bytes',
	];
	if (path !== DISK) return `${lines.join('\n')}\n`;
	const end = sectors - 34;
	const count = end - FIRST_SECTOR + 1;
	const width = String(end).length;
	const cell = (text: string | number): string => String(text).padStart(width);
	return `${lines.join('\n')}
Disklabel type: gpt
Disk identifier: 1F3C5B2A-94D0-4D2B-8E65-7B0A9C1D2E3F

Device     Start ${cell('End')} ${cell('Sectors')} Size Type
/dev/vda1   ${FIRST_SECTOR} ${end} ${count}  ${smartSize(bytes)} Linux filesystem
`;
}
