import type { Task } from '../../machinery/task.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import type { Output } from '../stdio.ts';
import { concatenate, readAll } from '../stdio.ts';
import { UTIL_LINUX } from './version.ts';

const LINE_BYTES = 16;

/** Differs: without -C bytes are shown in pairs, and formats of one's own (-e) are not there. */
export const hexdump = gnuCommand({
	name: 'hexdump',
	paths: ['/usr/bin/hexdump', '/usr/bin/hd'],
	size: 51_632,
	version: `hexdump from ${UTIL_LINUX}`,
	help: `Usage:
 hexdump [options] <file>...

Display file contents in hexadecimal, decimal, octal, or ascii.

Options:
 -C, --canonical           canonical hex+ASCII display
 -n, --length <length>     interpret only length bytes of input
 -s, --skip <offset>       skip offset bytes from the beginning
 -v, --no-squeezing        output identical lines

 -h, --help                display this help
 -V, --version             display version
`,
	options: {
		canonical: flag('C', 'canonical'),
		length: withValue('n', 'length'),
		skip: withValue('s', 'skip'),
		all: flag('v', 'no-squeezing'),
	},
	*main(run) {
		const skip = numberOf(run.values.skip) ?? 0;
		const length = numberOf(run.values.length);
		const parts: Uint8Array[] = [];
		const status = yield* forEachFile(run, run.operands, (fd) => collect(run.process, fd, parts));
		const all = concatenate(parts).subarray(skip);
		const bytes = length === undefined ? all : all.subarray(0, length);
		const canonical = run.values.canonical === true || run.process.argv[0]?.endsWith('hd') === true;
		if (bytes.length > 0)
			yield* dump(run.out, bytes, skip, canonical, run.values.all === true, () => run.process.tick());
		return status;
	},
});

function* collect(process: Parameters<typeof readAll>[0], fd: number, parts: Uint8Array[]): Task<void> {
	parts.push(new Uint8Array(yield* readAll(process, fd)));
}

function numberOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0) throw new Fatal(`failed to parse length: '${text}'`);
	return value;
}

/** Lines that are as the one before are told by one star. */
function* dump(
	out: Output,
	bytes: Uint8Array,
	base: number,
	canonical: boolean,
	showAll: boolean,
	tick: () => Task<void>,
): Task<void> {
	let previous: string | undefined;
	let starred = false;
	for (let at = 0; at < bytes.length; at += LINE_BYTES) {
		yield* tick();
		const chunk = bytes.subarray(at, at + LINE_BYTES);
		const line = canonical ? canonicalLine(chunk) : pairsLine(chunk);
		if (!showAll && line === previous && chunk.length === LINE_BYTES) {
			if (!starred) yield* out.write('*\n');
			starred = true;
			continue;
		}
		starred = false;
		previous = line;
		yield* out.write(`${offsetText(base + at, canonical)}${line}\n`);
	}
	yield* out.write(`${offsetText(base + bytes.length, canonical)}\n`);
}

function offsetText(offset: number, canonical: boolean): string {
	return offset.toString(16).padStart(canonical ? 8 : 7, '0');
}

function canonicalLine(chunk: Uint8Array): string {
	const pairs = Array.from({ length: LINE_BYTES }, (_, at) => {
		const byte = chunk[at];
		return `${at === 8 ? ' ' : ''} ${byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')}`;
	});
	const text = [...chunk].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
	return ` ${pairs.join('')}  |${text}|`;
}

/** Two bytes at a time, the lower one last. */
function pairsLine(chunk: Uint8Array): string {
	const words = Array.from({ length: LINE_BYTES / 2 }, (_, at) => {
		const [low, high] = [chunk[2 * at], chunk[2 * at + 1]];
		return low === undefined ? '     ' : ` ${((low | ((high ?? 0) << 8)) >>> 0).toString(16).padStart(4, '0')}`;
	});
	return words.join('');
}
