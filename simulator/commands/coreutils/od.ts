import type { Task } from '../../machinery/task.ts';
import { formatFloat } from '../../shell/builtins/format-float.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { concatenate, readAll } from '../stdio.ts';
import { COREUTILS } from './version.ts';

/** Old one-letter options, as the types that they stand for. */
const TRADITIONAL: Readonly<Record<string, string>> = {
	a: 'a',
	b: 'o1',
	c: 'c',
	d: 'u2',
	f: 'fF',
	i: 'dI',
	l: 'dL',
	o: 'o2',
	s: 'd2',
	x: 'x2',
};

const options = {
	radix: withValue('A', 'address-radix'),
	skip: withValue('j', 'skip-bytes'),
	length: withValue('N', 'read-bytes'),
	type: withValue('t', 'format'),
	all: flag('v', 'output-duplicates'),
	width: mayHaveValue('w', 'width'),
	a: flag('a'),
	b: flag('b'),
	c: flag('c'),
	d: flag('d'),
	f: flag('f'),
	strings: mayHaveValue('strings'),
	stringsShort: withValue('S'),
	endian: withValue('endian'),
	i: flag('i'),
	l: flag('l'),
	o: flag('o'),
	s: flag('s'),
	x: flag('x'),
};

interface Format {
	readonly kind: 'a' | 'c' | 'd' | 'f' | 'o' | 'u' | 'x';
	readonly size: number;
	/** With the blank before it. */
	readonly columns: number;
	/** Show the characters at the end of the line. */
	readonly withText: boolean;
}

const LINE_BYTES = 16;
const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8 };
const COLUMNS: Readonly<Record<string, readonly [number, number, number, number]>> = {
	d: [5, 7, 12, 21],
	o: [4, 7, 12, 23],
	u: [4, 6, 11, 21],
	x: [3, 5, 9, 17],
};
const NAMES =
	'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
		' ',
	);
const ESCAPES: ReadonlyMap<number, string> = new Map([
	[0, '\\0'],
	[7, '\\a'],
	[8, '\\b'],
	[9, '\\t'],
	[10, '\\n'],
	[11, '\\v'],
	[12, '\\f'],
	[13, '\\r'],
]);

/** Differs: no long doubles. */
export const od = gnuCommand({
	name: 'od',
	paths: ['/usr/bin/od'],
	size: 68_200,
	version: `od ${COREUTILS}`,
	help: `Usage: od [OPTION]... [FILE]...
  or:  od [-abcdfilosx]... [FILE] [[+]OFFSET[.][b]]
  or:  od --traditional [OPTION]... [FILE] [[+]OFFSET[.][b] [+][LABEL][.][b]]

Write an unambiguous representation, octal bytes by default,
of FILE to standard output.  With more than one FILE argument,
concatenate them in the listed order to form the input.

With no FILE, or when FILE is -, read standard input.

If first and second call formats both apply, the second format is assumed
if the last operand begins with + or (if there are 2 operands) a digit.
An OFFSET operand means -j OFFSET.  LABEL is the pseudo-address
at first byte printed, incremented when dump is progressing.
For OFFSET and LABEL, a 0x or 0X prefix indicates hexadecimal;
suffixes may be . for octal and b for multiply by 512.

Mandatory arguments to long options are mandatory for short options too.
  -A, --address-radix=RADIX   output format for file offsets; RADIX is one
                                of [doxn], for Decimal, Octal, Hex or None
      --endian={big|little}   swap input bytes according the specified order
  -j, --skip-bytes=BYTES      skip BYTES input bytes first
  -N, --read-bytes=BYTES      limit dump to BYTES input bytes
  -S BYTES, --strings[=BYTES]  output strings of at least BYTES graphic chars;
                                3 is implied when BYTES is not specified
  -t, --format=TYPE           select output format or formats
  -v, --output-duplicates     do not use * to mark line suppression
  -w[BYTES], --width[=BYTES]  output BYTES bytes per output line;
                                32 is implied when BYTES is not specified
      --traditional           accept arguments in third form above
      --help        display this help and exit
      --version     output version information and exit


Traditional format specifications may be intermixed; they accumulate:
  -a   same as -t a,  select named characters, ignoring high-order bit
  -b   same as -t o1, select octal bytes
  -c   same as -t c,  select printable characters or backslash escapes
  -d   same as -t u2, select unsigned decimal 2-byte units
  -f   same as -t fF, select floats
  -i   same as -t dI, select decimal ints
  -l   same as -t dL, select decimal longs
  -o   same as -t o2, select octal 2-byte units
  -s   same as -t d2, select decimal 2-byte units
  -x   same as -t x2, select hexadecimal 2-byte units


TYPE is made up of one or more of these specifications:
  a          named character, ignoring high-order bit
  c          printable character or backslash escape
  d[SIZE]    signed decimal, SIZE bytes per integer
  f[SIZE]    floating point, SIZE bytes per float
  o[SIZE]    octal, SIZE bytes per integer
  u[SIZE]    unsigned decimal, SIZE bytes per integer
  x[SIZE]    hexadecimal, SIZE bytes per integer

SIZE is a number.  For TYPE in [doux], SIZE may also be C for
sizeof(char), S for sizeof(short), I for sizeof(int) or L for
sizeof(long).  If TYPE is f, SIZE may also be F for sizeof(float), D
for sizeof(double) or L for sizeof(long double).

Adding a z suffix to any type displays printable characters at the end of
each output line.


BYTES is hex with 0x or 0X prefix, and may have a multiplier suffix:
  b    512
  KB   1000
  K    1024
  MB   1000*1000
  M    1024*1024
and so on for G, T, P, E, Z, Y.
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/od>
or available locally via: info '(coreutils) od invocation'
`,
	badInput: { close: 'standard input' },
	options,
	*main(run) {
		const { values, given } = run;
		const formats = given.flatMap(({ key, value = '' }) =>
			key === 'type' ? formatsOf(value) : key in TRADITIONAL ? formatsOf(TRADITIONAL[key] as string) : [],
		);
		if (formats.length === 0) formats.push(...formatsOf('o2'));
		const radix = values.radix ?? 'o';
		if (!/^[doxn]$/.test(radix))
			throw new Fatal(`invalid output address radix '${radix}'; it must be one character from [doxn]`);
		const skip = bytesOf(values.skip, '-j') ?? 0;
		const limit = bytesOf(values.length, '-N');
		const parts: Uint8Array[] = [];
		const status = yield* forEachFile(
			run,
			run.operands,
			(fd) => collect(run, fd, parts, limit === undefined ? undefined : skip + limit),
			(name) => (name === '-' ? "'standard input'" : name),
		);
		const all = concatenate(parts);
		if (skip > all.length) throw new Fatal('cannot skip past end of combined input');
		const bytes = all.subarray(skip, limit === undefined ? all.length : skip + limit);
		if (values.endian !== undefined && !/^(?:big|little)$/.test(values.endian)) {
			throw new Fatal(
				`invalid argument ‘${values.endian}’ for ‘--endian’\nValid arguments are:\n  - ‘little’\n  - ‘big’`,
				1,
				true,
			);
		}
		if (given.some(({ key }) => key === 'strings' || key === 'stringsShort')) {
			yield* printStrings(run, bytes, radix, skip);
			return status;
		}
		const opened = status === 0 || run.operands.length === 0 || run.operands.includes('-');
		if (opened || bytes.length > 0) yield* dump(run, bytes, { formats, radix, base: skip });
		return status;
	},
});

/** Reads no more than so many bytes of all inputs together: some never end. */
function* collect(run: Run<typeof options>, fd: number, parts: Uint8Array[], limit?: number): Task<void> {
	const left = limit === undefined ? undefined : limit - parts.reduce((sum, part) => sum + part.length, 0);
	parts.push(new Uint8Array(yield* readAll(run.process, fd, left)));
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 512, k: 1024, K: 1024, m: 1_048_576, M: 1_048_576 };

function bytesOf(text: string | undefined, option: string): number | undefined {
	if (text === undefined) return undefined;
	const [, digits, unit = ''] = /^(0x[0-9a-f]+|\d+)([bkKmM]?)$/i.exec(text) ?? [];
	if (digits === undefined) throw new Fatal(`invalid ${option} argument '${text}'`);
	const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
	return number * (UNITS[unit] as number);
}

/** "x1z", "cx1": types one after the other. */
function formatsOf(text: string): Format[] {
	const out: Format[] = [];
	let rest = text;
	while (rest !== '') {
		const [whole, kind, size, float, z] = /^(?:([ac])|[doux](\d+|[CSIL])?|f([48FD]?))(z?)/.exec(rest) ?? [];
		if (whole === undefined) throw new Fatal(`invalid character '${rest[0]}' in type string ‘${text}’`);
		const letter = whole[0] as Format['kind'];
		if (letter === 'f') {
			const bytes = float === '4' || float === 'F' ? 4 : 8;
			out.push({ kind: 'f', size: bytes, columns: bytes === 4 ? 16 : 25, withText: z === 'z' });
			rest = rest.slice(whole.length);
			continue;
		}
		const bytes = kind !== undefined ? 1 : size === undefined ? 4 : (SIZES[size] ?? Number(size));
		const at = [1, 2, 4, 8].indexOf(bytes);
		if (at < 0)
			throw new Fatal(`invalid type string ‘${text}’;\nthis system doesn't provide a ${bytes}-byte integral type`);
		const columns = kind !== undefined ? 4 : (COLUMNS[letter]?.[at] as number);
		out.push({ kind: letter, size: bytes, columns, withText: z === 'z' });
		rest = rest.slice(whole.length);
	}
	return out;
}

/** Runs of characters that can be printed, each ended by NUL. */
function* printStrings(run: Run<typeof options>, bytes: Uint8Array, radix: string, base: number): Task<void> {
	const least = Number(run.values.stringsShort ?? (typeof run.values.strings === 'string' ? run.values.strings : 3));
	let start = 0;
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at] as number;
		if (byte >= 0x20 && byte < 0x7f) continue;
		if (byte === 0 && at - start >= least) {
			const offset = base + start;
			const place =
				radix === 'n'
					? ''
					: `${offset.toString(radix === 'x' ? 16 : radix === 'd' ? 10 : 8).padStart(radix === 'x' ? 6 : 7, '0')} `;
			yield* run.out.write(`${place}${String.fromCharCode(...bytes.slice(start, at))}\n`);
		}
		start = at + 1;
	}
}

function* dump(
	run: Run<typeof options>,
	bytes: Uint8Array,
	{ formats, radix, base }: { formats: readonly Format[]; radix: string; base: number },
): Task<void> {
	const { values, out, process } = run;
	const width = widthOf(run, formats);
	const block = Math.max(...formats.map(({ size, columns }) => (width / size) * columns));
	const place = (offset: number): string => {
		if (radix === 'n') return '';
		return radix === 'x'
			? offset.toString(16).padStart(6, '0')
			: offset.toString(radix === 'd' ? 10 : 8).padStart(7, '0');
	};
	let starred = false;
	for (let at = 0; at < bytes.length; at += width) {
		yield* process.tick();
		const row = bytes.subarray(at, at + width);
		const full = row.length === width;
		if (!values.all && at > 0 && full && row.every((byte, index) => byte === bytes[at - width + index])) {
			if (!starred) yield* out.write('*\n');
			starred = true;
			continue;
		}
		starred = false;
		for (const [index, format] of formats.entries()) {
			const prefix = index === 0 ? place(base + at) : ' '.repeat(place(base + at).length);
			const text = rowText(values.endian === 'big' ? swapped(row, format.size) : row, format, width, block);
			const shown = format.withText ? `${text.padEnd(block)}  >${printable(row)}<` : text;
			yield* out.write(`${prefix}${shown}\n`);
		}
	}
	if (radix !== 'n') yield* out.write(`${place(base + bytes.length)}\n`);
}

/** Each unit with its bytes in the other order. */
function swapped(row: Uint8Array, size: number): Uint8Array {
	const padded = new Uint8Array(Math.ceil(row.length / size) * size);
	padded.set(row);
	for (let at = 0; at < padded.length; at += size) padded.subarray(at, at + size).reverse();
	return padded;
}

function widthOf({ values, given }: Run<typeof options>, formats: readonly Format[]): number {
	const largest = Math.max(...formats.map(({ size }) => size));
	const asked = given.some(({ key }) => key === 'width');
	if (!asked) return LINE_BYTES;
	const width = typeof values.width === 'string' ? Number(values.width) : 32;
	return Number.isInteger(width) && width > 0 && width % largest === 0 ? width : largest;
}

function printable(row: Uint8Array): string {
	return [...row].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}

/** Fields of one type, stretched to the columns that the widest type of the line needs. */
function rowText(row: Uint8Array, { kind, size, columns }: Format, width: number, block: number): string {
	const fields = width / size;
	const spare = block - fields * columns;
	let text = '';
	for (let at = 0, index = 0; at < row.length; at += size, index++) {
		// Models od.c PRINT_FIELDS: what is to spare is shared out from the end.
		const left = Math.floor((spare * (fields - index)) / fields) - Math.floor((spare * (fields - index - 1)) / fields);
		const cell =
			kind === 'a' || kind === 'c'
				? character(row[at] as number, kind)
				: kind === 'f'
					? float(row, at, size)
					: number(row, at, size, kind);
		text += cell.padStart(columns + left);
	}
	return text;
}

function character(byte: number, kind: 'a' | 'c'): string {
	if (kind === 'a') {
		const low = byte & 0x7f;
		return low === 0x7f ? 'del' : (NAMES[low] ?? String.fromCharCode(low));
	}
	const escaped = ESCAPES.get(byte);
	if (escaped !== undefined) return escaped;
	return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0');
}

/** The least that have all their digits: FLT_MIN, DBL_MIN. */
const LEAST_FLOAT = 2 ** -126;
const LEAST_DOUBLE = 2 ** -1022;

/** With as many digits as tell it from its neighbours. */
function float(row: Uint8Array, at: number, size: number): string {
	const bytes = new Uint8Array(8);
	bytes.set(row.subarray(at, at + size));
	const view = new DataView(bytes.buffer);
	const value = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
	if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
	if (Object.is(value, -0)) return '-0';
	// Of what is too small to have all its digits, fewer may do. Models gnulib ftoastr.c.
	const least = size === 4 ? LEAST_FLOAT : LEAST_DOUBLE;
	for (let digits = Math.abs(value) < least ? 1 : size === 4 ? 6 : 15; ; digits++) {
		const text = formatFloat(value, 'g', '', digits);
		const back = size === 4 ? Math.fround(Number(text)) : Number(text);
		if (back === value) return text;
	}
}

/** Lowest byte first; what is missing at the end is 0. */
function number(row: Uint8Array, at: number, size: number, kind: 'd' | 'o' | 'u' | 'x'): string {
	let value = 0n;
	for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(row[at + index] ?? 0);
	if (kind === 'd') return String(BigInt.asIntN(size * 8, value));
	if (kind === 'u') return String(value);
	if (kind === 'x') return value.toString(16).padStart(size * 2, '0');
	return value.toString(8).padStart(Math.ceil((size * 8) / 3), '0');
}
