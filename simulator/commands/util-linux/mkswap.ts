import { superblockBytes } from '../../kernel/block/superblock.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { type DeviceHead, readDevice } from './device-head.ts';
import { randomUuid } from './random-uuid.ts';
import { smartSize } from './smart-columns.ts';
import { UTIL_LINUX } from './version.ts';

const PAGE_BYTES = 4096;

/** Models disk-utils/mkswap.c. */
export const mkswap = gnuCommand({
	name: 'mkswap',
	paths: ['/usr/sbin/mkswap'],
	size: 51_600,
	version: `mkswap from ${UTIL_LINUX}`,
	help: `
Usage:
 mkswap [options] device [size]

Set up a Linux swap area.
`,
	options: {
		check: flag('c', 'check'),
		force: flag('f', 'force'),
		quiet: flag('q', 'quiet'),
		label: withValue('L', 'label'),
		pageSize: withValue('p', 'pagesize'),
		uuid: withValue('U', 'uuid'),
	},
	*main(run) {
		const { process, values, operands, out } = run;
		const [path] = operands;
		if (path === undefined) throw new Fatal('error: Nowhere to set up swap on?', 1, true);
		let device: DeviceHead;
		try {
			device = yield* readDevice(process, path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`cannot open ${path}: ${errorMessage(error.errno)}`);
		}
		const pages = Math.floor(device.bytes / PAGE_BYTES);
		if (pages < 10) throw new Fatal('error: swap area needs to be at least 40 KiB');
		const { mode, type } = process.stat(path);
		if (type === 'file' && (mode & 0o077) !== 0) {
			const octal = (mode & 0o7777).toString(8).padStart(4, '0');
			yield* run.complain(`${path}: insecure permissions ${octal}, fix with: chmod 0600 ${path}`);
		}
		if (device.superblock !== undefined) {
			yield* run.complain(`${path}: warning: wiping old ${device.superblock.type} signature.`);
		}
		const uuid = values.uuid ?? randomUuid(process);
		const label = values.label ?? '';
		const bytes = (pages - 1) * PAGE_BYTES;
		const size = smartSize(bytes).replace(/[KMGT]$/, ' $&iB');
		if (!values.quiet) {
			yield* out.write(`Setting up swapspace version 1, size = ${size} (${bytes} bytes)\n`);
			yield* out.write(`${label === '' ? 'no label, ' : `LABEL=${label}, `}UUID=${uuid}\n`);
		}
		const fd = yield* process.open(path, { write: true });
		const none = { overheadBlocks: 0, reservedBlocks: 0 };
		yield* process.write(
			fd,
			superblockBytes({ type: 'swap', uuid, label, blockBytes: PAGE_BYTES, blocks: pages, ...none }),
		);
		process.close(fd);
		return 0;
	},
});
