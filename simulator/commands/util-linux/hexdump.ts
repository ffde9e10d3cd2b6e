import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, forEachFile, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import type { Output } from '../stdio.ts';
import { concatenate, readAll, readFile } from '../stdio.ts';
import { HexdumpFormat } from './hexdump-format.ts';
import { UTIL_LINUX } from './version.ts';

const LINE_BYTES = 16;

const OPTIONS = {
	oneByteOctal: flag('b', 'one-byte-octal'),
	oneByteChar: flag('c', 'one-byte-char'),
	canonical: flag('C', 'canonical'),
	twoByteDecimal: flag('d', 'two-bytes-decimal'),
	twoByteOctal: flag('o', 'two-bytes-octal'),
	twoByteHex: flag('x', 'two-bytes-hex'),
	format: withValue('e', 'format'),
	formatFile: withValue('f', 'format-file'),
	length: withValue('n', 'length'),
	skip: withValue('s', 'skip'),
	all: flag('v', 'no-squeezing'),
};

type HexdumpRun = Run<typeof OPTIONS>;

const BLOCKS: Readonly<Record<string, string>> = {
	oneByteOctal: '"%07.7_ax " 16/1 "%03o " "\\n"',
	oneByteChar: '"%07.7_ax " 16/1 "%3_c " "\\n"',
	twoByteDecimal: '"%07.7_ax " 8/2 "  %05u " "\\n"',
	twoByteOctal: '"%07.7_ax " 8/2 " %06o " "\\n"',
	twoByteHex: '"%07.7_ax " 8/2 "   %04x " "\\n"',
};

/** Differs: no colours, no floating-point conversions. */
export const hexdump = gnuCommand({
	name: 'hexdump',
	paths: ['/usr/bin/hexdump', '/usr/bin/hd'],
	size: 51_632,
	version: `hexdump from ${UTIL_LINUX}`,
	help: `Usage:
 hexdump [options] <file>...

Display file contents in hexadecimal, decimal, octal, or ascii.

Options:
 -b, --one-byte-octal      one-byte octal display
 -c, --one-byte-char       one-byte character display
 -C, --canonical           canonical hex+ASCII display
 -d, --two-bytes-decimal   two-byte decimal display
 -o, --two-bytes-octal     two-byte octal display
 -x, --two-bytes-hex       two-byte hexadecimal display
 -e, --format <format>     format string to be used for displaying data
 -f, --format-file <file>  file that contains format strings
 -n, --length <length>     interpret only length bytes of input
 -s, --skip <offset>       skip offset bytes from the beginning
 -v, --no-squeezing        output identical lines

 -h, --help                display this help
 -V, --version             display version
`,
	options: OPTIONS,
	*main(run) {
		const skip = numberOf(run.values.skip) ?? 0;
		const length = numberOf(run.values.length);
		const parts: Uint8Array[] = [];
		const status = yield* forEachFile(run, run.operands, (fd) =>
			collect(run.process, fd, parts, length === undefined ? undefined : skip + length),
		);
		if (status !== 0 && parts.length === 0) {
			yield* run.complain('all input file arguments failed');
			return status;
		}
		const all = concatenate(parts).subarray(skip);
		const bytes = length === undefined ? all : all.subarray(0, length);
		const formats = yield* formatsOf(run);
		if (formats.length > 0) {
			if (bytes.length > 0) yield* dumpFormatted(run, formats, bytes, skip);
			return status;
		}
		const canonical = run.values.canonical === true || run.process.argv[0]?.endsWith('hd') === true;
		if (bytes.length > 0)
			yield* dump(run.out, bytes, skip, canonical, run.values.all === true, () => run.process.tick());
		return status;
	},
});

/** Formats that the options ask for; none: the usual one. Throws Fatal. */
function* formatsOf(run: HexdumpRun): Task<HexdumpFormat[]> {
	const texts: string[] = [];
	let asked = false;
	for (const { key, value } of run.given) {
		const block = BLOCKS[key];
		if (block !== undefined) texts.push(block);
		asked ||= block !== undefined;
		if (key === 'format') texts.push(value as string);
		if (key === 'formatFile') {
			const text = decodeUtf8(yield* readFile(run.process, value as string));
			texts.push(...text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')));
		}
	}
	if (asked) texts.push('"%07.7_Ax\\n"');
	return texts.map((text) => HexdumpFormat.parse(text));
}

function* dumpFormatted(
	run: HexdumpRun,
	formats: readonly HexdumpFormat[],
	bytes: Uint8Array,
	skip: number,
): Task<void> {
	const block = Math.max(1, ...formats.map((format) => format.size));
	let starred = false;
	for (let at = 0; at < bytes.length; at += block) {
		yield* run.process.tick();
		const chunk = bytes.subarray(at, at + block);
		const isSame = at > 0 && chunk.length === block && chunk.every((byte, index) => byte === bytes[at - block + index]);
		if (isSame && run.values.all !== true) {
			if (!starred) yield* run.out.write('*\n');
			starred = true;
			continue;
		}
		starred = false;
		for (const format of formats) yield* run.out.write(format.line(chunk, skip + at, block));
	}
	for (const format of formats) yield* run.out.write(format.end(skip + bytes.length));
}

/** Reads no more than so many bytes of all inputs together: some never end. */
function* collect(process: Parameters<typeof readAll>[0], fd: number, parts: Uint8Array[], limit?: number): Task<void> {
	const left = limit === undefined ? undefined : limit - parts.reduce((sum, part) => sum + part.length, 0);
	parts.push(new Uint8Array(yield* readAll(process, fd, left)));
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
