import type { Superblock } from '../../kernel/block/superblock.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { type DeviceHead, readDevice } from './device-head.ts';
import { smartTable } from './smart-columns.ts';
import { UTIL_LINUX } from './version.ts';

interface Signature {
	readonly offset: number;
	readonly bytes: readonly number[];
}

/** Models misc-utils/wipefs.c. */
export const wipefs = gnuCommand({
	name: 'wipefs',
	paths: ['/usr/sbin/wipefs'],
	size: 43_416,
	version: `wipefs from ${UTIL_LINUX}`,
	help: `
Usage:
 wipefs [options] <device>

Wipe signatures from a device.
`,
	options: {
		all: flag('a', 'all'),
		force: flag('f', 'force'),
		noHeadings: flag('i', 'noheadings'),
		quiet: flag('q', 'quiet'),
	},
	*main(run) {
		const { process, values, operands, out } = run;
		if (operands.length === 0) throw new Fatal('no device specified', 1, true);
		for (const path of operands) {
			let device: DeviceHead;
			try {
				device = yield* readDevice(process, path);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				throw new Fatal(`error: ${path}: probing initialization failed: ${errorMessage(error.errno)}`);
			}
			const { superblock } = device;
			if (superblock === undefined) continue;
			const { offset, bytes } = signatureOf(superblock);
			if (values.all) {
				const fd = yield* process.open(path, { write: true });
				process.seek(fd, offset, 'set');
				yield* process.write(fd, new Uint8Array(bytes.length));
				process.close(fd);
				const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
				const where = `offset 0x${offset.toString(16).padStart(8, '0')}`;
				const what = `${path}: ${bytes.length} bytes were erased at ${where} (${superblock.type}): ${hex}\n`;
				if (!values.quiet) yield* out.write(what);
				continue;
			}
			const row = [
				path.split('/').at(-1) as string,
				`0x${offset.toString(16)}`,
				superblock.type,
				superblock.uuid,
				superblock.label,
			];
			const columns = ['DEVICE', 'OFFSET', 'TYPE', 'UUID', 'LABEL'].map((name) => ({ name }));
			yield* out.write(smartTable(columns, [row], { headings: values.noHeadings !== true }));
		}
		return 0;
	},
});

function signatureOf({ type }: Superblock): Signature {
	const codes = (text: string): number[] => [...text].map((each) => each.charCodeAt(0));
	if (type === 'xfs') return { offset: 0, bytes: codes('XFSB') };
	return type === 'swap' ? { offset: 0xff6, bytes: codes('SWAPSPACE2') } : { offset: 0x438, bytes: [0x53, 0xef] };
}
