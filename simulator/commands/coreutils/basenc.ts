import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { BASE_OPTIONS, BASE32, BASE64, type Coding, convertBase } from './base64.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { COREUTILS } from './version.ts';

/** The coding of `base` with other letters for some. */
function translated(base: Coding, from: string, to: string, alphabet: RegExp): Coding {
	const swap = (text: string, own: string, other: string): string =>
		[...text].map((char) => other[own.indexOf(char)] ?? (other.includes(char) ? '!' : char)).join('');
	return {
		encode: (bytes) => swap(base.encode(bytes), from, to).replaceAll('!', ''),
		decode: (text) => base.decode(swap(text, to, from)),
		alphabet,
	};
}

const BASE64URL = translated(BASE64, '+/', '-_', /[A-Za-z0-9_=-]/);
const HEX_32 = '0123456789ABCDEFGHIJKLMNOPQRSTUV';
const LETTERS_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const BASE32HEX: Coding = {
	encode: (bytes) => [...BASE32.encode(bytes)].map((char) => HEX_32[LETTERS_32.indexOf(char)] ?? char).join(''),
	decode: (text) =>
		BASE32.decode([...text].map((char) => LETTERS_32[HEX_32.indexOf(char)] ?? (char === '=' ? '=' : '!')).join('')),
	alphabet: /[0-9A-V=]/,
};

const BASE16: Coding = {
	encode: (bytes) => [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(''),
	decode: (text) => digitsOf(text, /^(?:[0-9A-Fa-f]{2})*/, 2, 16),
	alphabet: /[0-9A-Fa-f]/,
};

function digitsOf(text: string, valid: RegExp, size: number, radix: 2 | 16): { bytes: Uint8Array; valid: boolean } {
	const good = valid.exec(text)?.[0] ?? '';
	const bytes = Uint8Array.from({ length: good.length / size }, (_, at) =>
		Number.parseInt(good.slice(at * size, at * size + size), radix),
	);
	return { bytes, valid: good.length === text.length };
}

const bitsOf = (byte: number): string => byte.toString(2).padStart(8, '0');
const mirrored = (bits: string): string => [...bits].reverse().join('');
const MSBF: Coding = {
	encode: (bytes) => [...bytes].map(bitsOf).join(''),
	decode: (text) => digitsOf(text, /^(?:[01]{8})*/, 8, 2),
	alphabet: /[01]/,
};
const LSBF: Coding = {
	encode: (bytes) => [...bytes].map((byte) => mirrored(bitsOf(byte))).join(''),
	decode: (text) => MSBF.decode(text.replace(/[01]{8}/g, mirrored)),
	alphabet: /[01]/,
};

const DIGITS_85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/** Four bytes as five digits (ZeroMQ's RFC 32). */
const Z85: Coding = {
	unpadded: true,
	encode(bytes) {
		if (bytes.length % 4 !== 0) throw new Fatal('invalid input (length must be multiple of 4 characters)');
		let out = '';
		for (let at = 0; at < bytes.length; at += 4) {
			let value = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
			let digits = '';
			for (let digit = 0; digit < 5; digit++) {
				digits = (DIGITS_85[value % 85] as string) + digits;
				value = Math.floor(value / 85);
			}
			out += digits;
		}
		return out;
	},
	decode(text) {
		const out: number[] = [];
		for (let at = 0; at + 5 <= text.length; at += 5) {
			let value = 0;
			for (const digit of text.slice(at, at + 5)) {
				const found = DIGITS_85.indexOf(digit);
				if (found < 0) return { bytes: Uint8Array.from(out), valid: false };
				value = value * 85 + found;
			}
			if (value > 0xffffffff) return { bytes: Uint8Array.from(out), valid: false };
			out.push(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
		}
		return { bytes: Uint8Array.from(out), valid: text.length % 5 === 0 };
	},
	alphabet: /[0-9a-zA-Z.:+=^!/*?&<>()[\]{}@%$#-]/,
};

const CODINGS = {
	base64: BASE64,
	base64url: BASE64URL,
	base32: BASE32,
	base32hex: BASE32HEX,
	base16: BASE16,
	base2msbf: MSBF,
	base2lsbf: LSBF,
	z85: Z85,
} as const;

export const basenc = gnuCommand({
	name: 'basenc',
	paths: ['/usr/bin/basenc'],
	size: 55_768,
	version: `basenc ${COREUTILS}`,
	help: coreutilsHelp(
		'basenc [OPTION]... [FILE]',
		'Encodes or decodes FILE or standard input.',
		`      --base64          as base64 does
      --base64url       with - and _ for + and /
      --base32          as base32 does
      --base32hex       with the digits of base 32 from 0 on
      --base16          hexadecimal
      --base2msbf       bits, the highest first
      --base2lsbf       bits, the lowest first
      --z85             ascii85-like, of ZeroMQ; four bytes a group of five
  -d, --decode          decode
  -i, --ignore-garbage  pass over what is no digit
  -w, --wrap=COLS       lines of COLS characters (76); 0: one line
`,
	),
	options: {
		...BASE_OPTIONS,
		base64: flag('base64'),
		base64url: flag('base64url'),
		base32: flag('base32'),
		base32hex: flag('base32hex'),
		base16: flag('base16'),
		base2msbf: flag('base2msbf'),
		base2lsbf: flag('base2lsbf'),
		z85: flag('z85'),
	},
	*main(run) {
		const chosen = run.given
			.map(({ key }) => CODINGS[key as keyof typeof CODINGS])
			.findLast((each) => each !== undefined);
		if (chosen === undefined) throw new Fatal('missing encoding type', 1, true);
		return yield* convertBase(run, chosen);
	},
});
