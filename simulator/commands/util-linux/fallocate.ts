import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { FALLOCATE_HELP } from './usages.ts';
import { UTIL_LINUX } from './version.ts';

/** Differs: ranges are only added. */
export const fallocate = gnuCommand({
	name: 'fallocate',
	paths: ['/usr/bin/fallocate'],
	size: 23_080,
	version: `fallocate from ${UTIL_LINUX}`,
	help: FALLOCATE_HELP,
	options: {
		length: withValue('l', 'length'),
		offset: withValue('o', 'offset'),
		keepSize: flag('n', 'keep-size'),
		posix: flag('x', 'posix'),
		verbose: flag('v', 'verbose'),
	},
	*main(run) {
		const { process, values, operands } = run;
		const length = sizeOf(values.length);
		if (values.length !== undefined && !(length !== undefined && length > 0)) {
			throw new Fatal(length === undefined ? 'invalid length value specified' : 'invalid length value specified');
		}
		const offset = values.offset === undefined ? 0 : sizeOf(values.offset);
		if (offset === undefined) throw new Fatal('invalid offset value specified');
		const [path] = operands;
		if (path === undefined) throw new Fatal('no filename specified');
		if (operands.length > 1) throw new Fatal('unexpected number of arguments');
		if (length === undefined) throw new Fatal('no length argument specified');
		let fd: number;
		try {
			fd = yield* process.open(path, { read: true, write: true, create: true }, 0o666);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`cannot open ${path}: ${errorMessage(error.errno)}`);
		}
		try {
			process.allocate(fd, offset + length);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Fatal(`fallocate failed: ${errorMessage(error.errno)}`);
		}
		process.close(fd);
		return 0;
	},
});

/** "10G", "10GiB" and "10GB" (10^9). Models lib/strutils.c parse_size. */
function sizeOf(text: string | undefined): number | undefined {
	const match = /^(\d+)(?:([KMGTP])(iB|B)?)?$/i.exec(text ?? '');
	if (match === null) return undefined;
	const power = match[2] === undefined ? 0 : 'KMGTP'.indexOf(match[2].toUpperCase()) + 1;
	return Number(match[1]) * (match[3] === 'B' ? 1000 : 1024) ** power;
}
