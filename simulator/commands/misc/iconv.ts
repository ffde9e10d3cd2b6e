import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { concatenate, readAll, readFile } from '../stdio.ts';

interface Encoding {
	/** Code points; a broken piece is left to `problem` with its offset. */
	decode(bytes: Uint8Array): { readonly points: number[]; readonly brokenAt?: number };
	/** Undefined: the character is not in it. */
	encode(point: number): readonly number[] | undefined;
}

const HELP = `Usage: iconv [OPTION...] [FILE...]
Convert encoding of given files from one encoding to another.

 Input/Output format specification:
  -f, --from-code=NAME       encoding of original text
  -t, --to-code=NAME         encoding for output

 Information:
  -l, --list                 list all known coded character sets

 Output control:
  -c                         omit invalid characters from output
  -o, --output=FILE          output file
  -s, --silent               suppress warnings
      --verbose              print progress information

  -?, --help                 Give this help list
      --usage                Give a short usage message
  -V, --version              Print program version

Mandatory or optional arguments to long options are also mandatory or optional
for any corresponding short options.
`;

const options = {
	from: withValue('f', 'from-code'),
	to: withValue('t', 'to-code'),
	list: flag('l', 'list'),
	omit: flag('c'),
	output: withValue('o', 'output'),
	silent: flag('s', 'silent'),
};

/** Models glibc iconv/iconv_prog.c. Differs: of the encodings only Unicode's, ASCII and Latin-1. */
export const iconv = gnuCommand({
	name: 'iconv',
	paths: ['/usr/bin/iconv'],
	size: 68_096,
	version: 'iconv (Ubuntu GLIBC 2.39-0ubuntu8.5) 2.39',
	usageHint: "Try `iconv --help' or `iconv --usage' for more information.",
	help: HELP,
	options,
	*main(run) {
		const { values, out, process } = run;
		if (values.list) {
			for (const name of NAMES.keys()) yield* out.write(`${name}//\n`);
			return 0;
		}
		const from = NAMES.get(canonical(values.from ?? 'UTF-8'));
		const [target = 'UTF-8', ...suffixes] = (values.to ?? 'UTF-8').split('//');
		const to = NAMES.get(canonical(target));
		if (from === undefined || to === undefined) throw unsupported(run, from === undefined, to === undefined);
		const pieces: Uint8Array[] = [];
		for (const path of run.operands.length === 0 ? ['-'] : run.operands) {
			try {
				pieces.push(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
			} catch (error) {
				yield* run.complainOf(`cannot open input file \`${path}'`, error);
				return 1;
			}
		}
		const omits = values.omit === true || suffixes.includes('IGNORE');
		const converted = convert(concatenate(pieces), from, to, omits, suffixes.includes('TRANSLIT'));
		if (values.output === undefined) yield* out.writeBytes(Uint8Array.from(converted.bytes));
		else {
			const fd = yield* process.open(values.output, { write: true, create: true, truncate: true }, 0o666);
			yield* process.write(fd, Uint8Array.from(converted.bytes));
			process.close(fd);
		}
		if (converted.brokenAt === undefined) return 0;
		throw new Fatal(`${BROKEN} at position ${converted.brokenAt}`, 1);
	},
});

const BROKEN = 'illegal input sequence';

function unsupported({ values }: Run<typeof options>, from: boolean, to: boolean): Fatal {
	const [source, target] = [values.from ?? '', values.to ?? ''];
	if (from && to) {
		return new Fatal(`conversions from \`${source}' and to \`${target}' are not supported`, 1, true);
	}
	return new Fatal(
		from ? `conversion from \`${source}' is not supported` : `conversion to \`${target}' is not supported`,
		1,
		true,
	);
}

function canonical(name: string): string {
	const upper = name.toUpperCase().replace(/\/\/.*$/, '');
	return ALIASES.get(upper) ?? upper;
}

function convert(
	bytes: Uint8Array,
	from: Encoding,
	to: Encoding,
	omits: boolean,
	transliterates: boolean,
): { readonly bytes: number[]; readonly brokenAt: number | undefined } {
	const out: number[] = [];
	let rest = bytes;
	let position = 0;
	for (;;) {
		const { points, brokenAt } = from.decode(rest);
		for (const point of points) {
			const encoded = to.encode(point) ?? (transliterates ? to.encode(0x3f) : undefined);
			if (encoded !== undefined) for (const byte of encoded) out.push(byte);
			else if (!omits) return { bytes: out, brokenAt: position };
			position += from.encode(point)?.length ?? 0;
		}
		if (brokenAt === undefined) return { bytes: out, brokenAt: undefined };
		if (!omits) return { bytes: out, brokenAt: position };
		rest = rest.subarray(brokenAt + 1);
		position++;
	}
}

const UTF8: Encoding = {
	decode(bytes) {
		// Byte by byte only where something is wrong.
		const text = decodeUtf8(bytes);
		if (!text.includes('\ufffd')) return { points: [...text].map((c) => c.codePointAt(0) as number) };
		const points: number[] = [];
		for (let at = 0; at < bytes.length; ) {
			const first = bytes[at] as number;
			const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
			const character = decodeUtf8(bytes.subarray(at, at + length));
			const isReplacement = first === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
			if (length === 0 || (character.includes('\ufffd') && !isReplacement)) return { points, brokenAt: at };
			points.push(character.codePointAt(0) as number);
			at += length;
		}
		return { points };
	},
	encode: (point) => [...encodeUtf8(String.fromCodePoint(point))],
};

function singleByte(limit: number): Encoding {
	return {
		decode(bytes) {
			const brokenAt = bytes.findIndex((byte) => byte >= limit);
			const points = [...(brokenAt < 0 ? bytes : bytes.subarray(0, brokenAt))];
			return brokenAt < 0 ? { points } : { points, brokenAt };
		},
		encode: (point) => (point < limit ? [point] : undefined),
	};
}

function utf16(littleEndian: boolean): Encoding {
	const unit = (value: number): number[] => (littleEndian ? [value & 0xff, value >> 8] : [value >> 8, value & 0xff]);
	return {
		decode(bytes) {
			let text = '';
			for (let at = 0; at + 1 < bytes.length; at += 2) {
				const [a, b] = [bytes[at] as number, bytes[at + 1] as number];
				text += String.fromCharCode(littleEndian ? a | (b << 8) : (a << 8) | b);
			}
			const points = [...text].map((c) => c.codePointAt(0) as number);
			return bytes.length % 2 === 0 ? { points } : { points, brokenAt: bytes.length - 1 };
		},
		encode(point) {
			const text = String.fromCodePoint(point);
			return Array.from({ length: text.length }, (_, index) => unit(text.charCodeAt(index))).flat();
		},
	};
}

const NAMES: ReadonlyMap<string, Encoding> = new Map([
	['ASCII', singleByte(0x80)],
	['ISO-8859-1', singleByte(0x100)],
	['UTF-16BE', utf16(false)],
	['UTF-16LE', utf16(true)],
	['UTF-8', UTF8],
]);

const ALIASES: ReadonlyMap<string, string> = new Map([
	['US-ASCII', 'ASCII'],
	['ANSI_X3.4-1968', 'ASCII'],
	['LATIN1', 'ISO-8859-1'],
	['ISO8859-1', 'ISO-8859-1'],
	['ISO_8859-1', 'ISO-8859-1'],
	['UTF8', 'UTF-8'],
	['UTF16LE', 'UTF-16LE'],
	['UTF16BE', 'UTF-16BE'],
]);
