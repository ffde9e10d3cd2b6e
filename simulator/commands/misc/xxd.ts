import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readAll, readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { XXD_USAGE } from './xxd-usage.ts';

interface Options {
	mode: 'hex' | 'bits' | 'plain' | 'include' | 'little';
	reverse: boolean;
	skipsNuls: boolean;
	upper: boolean;
	decimal: boolean;
	capital: boolean;
	columns: number | undefined;
	group: number | undefined;
	length: number | undefined;
	seek: number;
	shift: number;
	name: string | undefined;
	readonly files: string[];
}

/** Options that take a number. */
const NUMBERS: ReadonlyMap<string, (options: Options, value: number) => void> = new Map([
	[
		'c',
		(options, value) => {
			options.columns = value;
		},
	],
	[
		'g',
		(options, value) => {
			options.group = value;
		},
	],
	[
		'l',
		(options, value) => {
			options.length = value;
		},
	],
	[
		's',
		(options, value) => {
			options.seek = value;
		},
	],
	[
		'o',
		(options, value) => {
			options.shift = value;
		},
	],
]);

const SWITCHES: ReadonlyMap<string, (options: Options) => void> = new Map([
	[
		'a',
		(options) => {
			options.skipsNuls = true;
		},
	],
	[
		'b',
		(options) => {
			options.mode = 'bits';
		},
	],
	[
		'e',
		(options) => {
			options.mode = 'little';
		},
	],
	[
		'i',
		(options) => {
			options.mode = 'include';
		},
	],
	[
		'p',
		(options) => {
			options.mode = 'plain';
		},
	],
	[
		'ps',
		(options) => {
			options.mode = 'plain';
		},
	],
	[
		'r',
		(options) => {
			options.reverse = true;
		},
	],
	[
		'u',
		(options) => {
			options.upper = true;
		},
	],
	[
		'd',
		(options) => {
			options.decimal = true;
		},
	],
	[
		'C',
		(options) => {
			options.capital = true;
		},
	],
]);

const MOST_COLUMNS = 256;

/** Vim's hex dumper. Differs: no EBCDIC, and colours are only ever off. */
export const xxd = unixCommand({
	name: 'xxd',
	paths: ['/usr/bin/xxd'],
	size: 18_744,
	*main(run) {
		const options = read(run.args);
		if (options === 'version') {
			yield* run.say('xxd 2023-10-25 by Juergen Weigert et al.\n');
			return 0;
		}
		const [from = '-', to] = options.files;
		let bytes: Uint8Array;
		// Some files never end.
		const limit = options.length === undefined || options.seek < 0 ? undefined : options.seek + options.length;
		try {
			bytes = from === '-' ? yield* readAll(run.process, 0, limit) : yield* readFile(run.process, from, limit);
			if (to !== undefined && to !== '-')
				run.process.dup2(yield* run.process.open(to, { write: true, create: true, truncate: !options.reverse }), 1);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(2, `xxd: ${from}: ${errorMessage(error.errno)}\n`);
		}
		if (options.reverse) {
			yield* run.out.writeBytes(yield* reversed(run, decodeUtf8(bytes), options));
			return 0;
		}
		const start = options.seek < 0 ? Math.max(0, bytes.length + options.seek) : options.seek;
		const end = options.length === undefined ? bytes.length : start + options.length;
		yield* dump(run, bytes.subarray(start, end), start + options.shift, options, from);
		return 0;
	},
});

function read(args: readonly string[]): Options | 'version' {
	const options: Options = {
		mode: 'hex',
		reverse: false,
		skipsNuls: false,
		upper: false,
		decimal: false,
		capital: false,
		columns: undefined,
		group: undefined,
		length: undefined,
		seek: 0,
		shift: 0,
		name: undefined,
		files: [],
	};
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (word === '-' || !word.startsWith('-')) {
			options.files.push(word);
			continue;
		}
		const name = word.replace(/^--?/, '').replace(/^(cols|groupsize|len|seek|offset)$/, (long) => long[0] as string);
		if (/^v/.test(name)) return 'version';
		const toggle = SWITCHES.get(name) ?? SWITCHES.get(LONG_NAMES.get(name) ?? '');
		if (toggle !== undefined) {
			toggle(options);
			continue;
		}
		const letter = name[0] as string;
		const attached = name.slice(1);
		const value = attached === '' ? args[++at] : attached;
		if (letter === 'n' || letter === 'R') {
			if (letter === 'n') options.name = value;
			continue;
		}
		const number = Number(value?.replace(/^\+/, ''));
		const set = NUMBERS.get(letter);
		if (set === undefined || value === undefined || !Number.isInteger(number)) throw new Exit(1, XXD_USAGE);
		set(options, number);
	}
	if (options.files.length > 2) throw new Exit(1, XXD_USAGE);
	if ((options.columns ?? 0) > MOST_COLUMNS && options.mode !== 'plain')
		throw new Exit(1, `xxd: invalid number of columns (max. ${MOST_COLUMNS}).\n`);
	return options;
}

const LONG_NAMES: ReadonlyMap<string, string> = new Map([
	['autoskip', 'a'],
	['bits', 'b'],
	['include', 'i'],
	['plain', 'p'],
	['postscript', 'p'],
	['revert', 'r'],
	['uppercase', 'u'],
	['capitalize', 'C'],
]);

function* dump(run: UnixRun, bytes: Uint8Array, base: number, options: Options, from: string): Task<void> {
	if (options.mode === 'include') {
		yield* run.out.write(includeText(bytes, options, options.name ?? (from === '-' ? undefined : from)));
		return;
	}
	const columns = options.columns ?? { hex: 16, little: 16, bits: 6, plain: 30 }[options.mode];
	const width = columns === 0 ? bytes.length : columns;
	let nulRows = 0;
	for (let at = 0; at < bytes.length; at += Math.max(1, width)) {
		yield* run.process.tick();
		const row = bytes.subarray(at, at + width);
		if (options.mode === 'plain') {
			yield* run.out.write(`${[...row].map((byte) => hex(byte, options)).join('')}\n`);
			continue;
		}
		const last = at + width >= bytes.length;
		nulRows = options.skipsNuls && row.every((byte) => byte === 0) ? nulRows + 1 : 0;
		if (nulRows > 1 && !last) {
			if (nulRows === 2) yield* run.out.write('*\n');
			continue;
		}
		yield* run.out.write(rowText(row, base + at, width, options));
	}
}

function hex(byte: number, { upper }: Options): string {
	const text = byte.toString(16).padStart(2, '0');
	return upper ? text.toUpperCase() : text;
}

/** "00000010: 7320 6973  s is". */
function rowText(row: Uint8Array, offset: number, width: number, options: Options): string {
	const digits = options.mode === 'bits' ? 8 : 2;
	const group = options.group ?? { hex: 2, little: 4, bits: 1, plain: 0, include: 0 }[options.mode];
	const size = group === 0 ? width : group;
	let text = '';
	for (let at = 0; at < width; at += size) {
		const count = Math.min(size, width - at);
		const cells = Array.from({ length: count }, (_, index) => {
			const byte = row[at + index];
			if (byte === undefined) return ' '.repeat(digits);
			return options.mode === 'bits' ? byte.toString(2).padStart(8, '0') : hex(byte, options);
		});
		text += `${(options.mode === 'little' ? cells.reverse() : cells).join('')} `;
	}
	const place = options.decimal ? String(offset) : offset.toString(16);
	const shown = [...row].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
	return `${place.padStart(8, '0')}: ${text} ${shown}\n`;
}

function includeText(bytes: Uint8Array, options: Options, name: string | undefined): string {
	const columns = options.columns || 12;
	const lines: string[] = [];
	const prefix = options.upper ? '0X' : '0x';
	for (let at = 0; at < bytes.length; at += columns)
		lines.push(`  ${[...bytes.subarray(at, at + columns)].map((byte) => prefix + hex(byte, options)).join(', ')}`);
	const body = bytes.length === 0 ? '' : `${lines.join(',\n')}\n`;
	if (name === undefined) return body;
	const plain = name.replace(/^(?=\d)/, '__').replace(/[^A-Za-z0-9]/g, '_');
	const identifier = options.capital ? plain.toUpperCase() : plain;
	const length = options.capital ? `${identifier}_LEN` : `${identifier}_len`;
	return `unsigned char ${identifier}[] = {\n${body}};\nunsigned int ${length} = ${bytes.length};\n`;
}

/** The bytes that a dump shows. */
function* reversed(run: UnixRun, text: string, options: Options): Task<Uint8Array> {
	const out: number[] = [];
	for (const line of text.split('\n')) {
		yield* run.process.tick();
		if (options.mode === 'plain') {
			const digits = line.replace(/\s/g, '').match(/[0-9a-f]{2}/gi) ?? [];
			for (const pair of digits) out.push(Number.parseInt(pair, 16));
			continue;
		}
		const [, offset, rest = ''] = /^\s*([0-9a-f]+):(.*)$/i.exec(line) ?? [];
		if (offset === undefined) continue;
		const at = Number.parseInt(offset, 16) + options.seek;
		if (at > MOST_BYTES) throw new Exit(5, 'xxd: Sorry, cannot seek backwards.\n');
		while (out.length < at) out.push(0);
		const digits = (rest.split(/ {2}/)[0] as string).replace(/\s/g, '');
		const columns = options.mode === 'bits' ? (digits.match(/[01]{8}/g) ?? []) : (digits.match(/[0-9a-f]{2}/gi) ?? []);
		for (const [index, cell] of columns.entries())
			out[at + index] = Number.parseInt(cell, options.mode === 'bits' ? 2 : 16);
	}
	return Uint8Array.from(out);
}

/** More than any file of a world holds is a slip. */
const MOST_BYTES = 64 * 1024 * 1024;
