import type { Process } from '../../kernel/process-api.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Run, RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { concatenate } from '../stdio.ts';
import { COREUTILS } from './version.ts';

export interface Coding {
	readonly encode: (bytes: Uint8Array) => string;
	/** What can be decoded from the beginning, and whether that was all. */
	readonly decode: (text: string) => { readonly bytes: Uint8Array; readonly valid: boolean };
	readonly alphabet: RegExp;
	/** "=" is a digit like any other. */
	readonly unpadded?: boolean;
}

export const BASE_OPTIONS = {
	decode: flag('d', 'decode'),
	ignoreGarbage: flag('i', 'ignore-garbage'),
	wrap: withValue('w', 'wrap'),
};

function baseCommand(name: 'base64' | 'base32', size: number, help: string, coding: Coding) {
	return gnuCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size,
		version: `${name} ${COREUTILS}`,
		help,
		options: BASE_OPTIONS,
		main: (run) => convertBase(run, coding),
	});
}

/** What a run has to say for it to be done. */
export type BaseRun = RunContext & Pick<Run<typeof BASE_OPTIONS>, 'values' | 'operands'>;

/** Whole groups of every coding: 3, 5 and 1 bytes; 4, 8 and 2 digits. */
const BLOCK_BYTES = 30_720;
const GROUP_DIGITS = 40;

export function* convertBase(run: BaseRun, coding: Coding): Task<number> {
	const { wrap = '76' } = run.values;
	if (!/^\d+$/.test(wrap)) throw new Fatal(`invalid wrap size: ‘${wrap}’`);
	if (run.operands.length > 1) throw new Fatal(`extra operand ‘${run.operands[1]}’`, 1, true);
	const input = yield* openInput(run, run.operands[0] ?? '-');
	if (run.values.decode) yield* decodeBlocks(run, input, coding);
	else yield* encodeBlocks(run, input, coding, Number(wrap));
	return 0;
}

function* encodeBlocks(run: BaseRun, input: BlockReader, coding: Coding, columns: number): Task<void> {
	let line = '';
	for (;;) {
		const block = yield* input.next(BLOCK_BYTES);
		if (block.length === 0) break;
		const text = line + coding.encode(block);
		let at = 0;
		if (columns > 0)
			for (; at + columns <= text.length; at += columns) yield* run.out.write(`${text.slice(at, at + columns)}\n`);
		else yield* run.out.write(text);
		line = columns > 0 ? text.slice(at) : '';
		yield* run.process.tick();
	}
	if (line !== '') yield* run.out.write(`${line}\n`);
}

function* decodeBlocks(run: BaseRun, input: BlockReader, coding: Coding): Task<void> {
	let text = '';
	for (;;) {
		const block = yield* input.next(BLOCK_BYTES);
		if (block.length === 0) break;
		const digits = decodeUtf8(block).replace(/\n/g, '');
		text += run.values.ignoreGarbage ? [...digits].filter((char) => coding.alphabet.test(char)).join('') : digits;
		const whole = Math.floor(text.length / GROUP_DIGITS) * GROUP_DIGITS;
		if (whole > 0) yield* decode(run, coding, text.slice(0, whole));
		text = text.slice(whole);
		yield* run.process.tick();
	}
	yield* decode(run, coding, text);
}

/** Padding may stand at the end of any group, as where two encoded texts were joined. */
function* decode(run: BaseRun, coding: Coding, text: string): Task<void> {
	for (const part of coding.unpadded ? [text] : (text.match(/[^=]*=*/g) ?? [])) {
		const { bytes, valid } = coding.decode(part);
		yield* run.out.writeBytes(bytes);
		if (!valid) throw new Fatal('invalid input');
	}
}

/** Reads a descriptor in blocks of a given size; only the last is shorter. */
class BlockReader {
	readonly #process: Process;
	readonly #fd: number;
	#rest: Uint8Array = new Uint8Array(0);
	readonly #name: string;

	constructor(process: Process, fd: number, name: string) {
		this.#process = process;
		this.#fd = fd;
		this.#name = name;
	}

	*next(size: number): Task<Uint8Array> {
		try {
			const chunks = [this.#rest];
			let length = this.#rest.length;
			while (length < size) {
				const chunk = yield* this.#process.read(this.#fd, size);
				if (chunk.length === 0) break;
				chunks.push(chunk);
				length += chunk.length;
			}
			const all = concatenate(chunks);
			this.#rest = all.subarray(Math.min(size, length));
			return all.subarray(0, size);
		} catch (error) {
			throw new Fatal(`${quotedName(this.#name)}: ${reasonOf(error)}`);
		}
	}
}

function* openInput(run: RunContext, name: string): Task<BlockReader> {
	try {
		return new BlockReader(run.process, name === '-' ? 0 : yield* run.process.open(name, { read: true }), name);
	} catch (error) {
		throw new Fatal(`${quotedName(name)}: ${reasonOf(error)}`);
	}
}

/** @param bits a digit stands for; a group of `group` digits is filled up with "=". */
function decodeDigits(
	text: string,
	digits: string,
	bits: number,
	group: number,
): { bytes: Uint8Array; valid: boolean } {
	const out: number[] = [];
	let buffer = 0;
	let held = 0;
	let at = 0;
	for (; at < text.length; at++) {
		const digit = digits.indexOf(text[at] as string);
		if (digit < 0) break;
		buffer = ((buffer << bits) | digit) & 0xffff;
		held += bits;
		if (held < 8) continue;
		held -= 8;
		out.push((buffer >> held) & 255);
	}
	const padding = text.slice(at);
	const partial = at % group;
	const valid = /^=*$/.test(padding) && (partial === 0 ? padding === '' : partial + padding.length === group);
	return { bytes: Uint8Array.from(out), valid };
}

const DIGITS_64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function encodeBase32(bytes: Uint8Array): string {
	let out = '';
	let buffer = 0;
	let held = 0;
	for (const byte of bytes) {
		buffer = ((buffer << 8) | byte) & 0xffff;
		held += 8;
		while (held >= 5) {
			held -= 5;
			out += DIGITS_32[(buffer >> held) & 31];
		}
	}
	if (held > 0) out += DIGITS_32[(buffer << (5 - held)) & 31];
	return out.padEnd(Math.ceil(out.length / 8) * 8, '=');
}

export const BASE64: Coding = {
	encode: encodeBase64,
	decode: (text) => decodeDigits(text, DIGITS_64, 6, 4),
	alphabet: /[A-Za-z0-9+/=]/,
};

export const BASE32: Coding = {
	encode: encodeBase32,
	decode: (text) => decodeDigits(text, DIGITS_32, 5, 8),
	alphabet: /[A-Z2-7=]/,
};

export const base64 = baseCommand(
	'base64',
	39_384,
	`Usage: base64 [OPTION]... [FILE]
Base64 encode or decode FILE, or standard input, to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -d, --decode          decode data
  -i, --ignore-garbage  when decoding, ignore non-alphabet characters
  -w, --wrap=COLS       wrap encoded lines after COLS character (default 76).
                          Use 0 to disable line wrapping
      --help        display this help and exit
      --version     output version information and exit

The data are encoded as described for the base64 alphabet in RFC 4648.
When decoding, the input may contain newlines in addition to the bytes of
the formal base64 alphabet.  Use --ignore-garbage to attempt to recover
from any other non-alphabet bytes in the encoded stream.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/base64>
or available locally via: info '(coreutils) base64 invocation'
`,
	BASE64,
);

export const base32 = baseCommand(
	'base32',
	39_384,
	`Usage: base32 [OPTION]... [FILE]
Base32 encode or decode FILE, or standard input, to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -d, --decode          decode data
  -i, --ignore-garbage  when decoding, ignore non-alphabet characters
  -w, --wrap=COLS       wrap encoded lines after COLS character (default 76).
                          Use 0 to disable line wrapping
      --help        display this help and exit
      --version     output version information and exit

The data are encoded as described for the base32 alphabet in RFC 4648.
When decoding, the input may contain newlines in addition to the bytes of
the formal base32 alphabet.  Use --ignore-garbage to attempt to recover
from any other non-alphabet bytes in the encoded stream.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/base32>
or available locally via: info '(coreutils) base32 invocation'
`,
	BASE32,
);
