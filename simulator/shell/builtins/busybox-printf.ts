import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { decodeEscapes } from '../syntax/escapes.ts';
import { byteText, encodeText, joinBytes } from '../text.ts';
import { sayAsApplet } from './busybox-applet.ts';
import { DOUBLE, formatLongDouble, parseLongDouble } from './long-double.ts';
import { cut, integer, pad, padBytes, type Spec, unsigned } from './printf-fields.ts';

const SPEC = /^%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[lLhHzZ]*?([diouxXfeEgGcs])/;
const SIZES = /(?<=^%[-+ #0]*(?:\*|\d*)(?:\.(?:\*|\d*))?)[lLhz]+/;
const NUMBER = /^[-+]?(?:0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)$/;
const WIDTH_MAX = 1_000_000;

/** `printf` of busybox: whole numbers only, an argument that is missing is no number. Models coreutils/printf.c. */
export function* busyboxPrintf(shell: Shell, args: readonly string[]): Task<number> {
	const words = args[0] === '--' ? args.slice(1) : args;
	const [format, ...rest] = words;
	if (format === undefined) {
		yield* sayAsApplet(shell, 'usage: printf FORMAT [ARGUMENT...]');
		return 2;
	}
	if (!shell.process.fileDescriptors().includes(1)) return 1;
	const printer = new BusyboxPrinter(format, rest);
	for (;;) {
		const more = printer.pass();
		yield* shell.process.tick();
		if (!more) break;
	}
	const written = yield* shell.print('printf', joinBytes(printer.out));
	for (const complaint of printer.complaints) yield* sayAsApplet(shell, complaint);
	return written !== 0 || printer.failed ? 1 : 0;
}

class BusyboxPrinter {
	out = '';
	readonly complaints: string[] = [];
	/** A width that is none is complained of, and no more. */
	failed = false;
	readonly #format: string;
	readonly #args: readonly string[];
	#next = 0;

	constructor(format: string, args: readonly string[]) {
		this.#format = format;
		this.#args = args;
	}

	/** Prints the format once; whether it is to be used again. */
	pass(): boolean {
		const before = this.#next;
		const format = this.#format;
		for (let i = 0; i < format.length; ) {
			const c = format[i] as string;
			if (c === '\\') {
				if (format[i + 1] === 'c') return false;
				const written = /^\\(?:[0-7]{1,3}|x[\da-fA-F]{1,2}|[\s\S]?)/.exec(format.slice(i))?.[0] as string;
				this.out += decoded(written);
				i += written.length;
			} else if (c === '%') {
				const length = this.#directive(format.slice(i));
				if (length === undefined) return false;
				i += length;
			} else {
				this.out += c;
				i++;
			}
		}
		return this.#next > before && this.#next < this.#args.length;
	}

	/** How long the directive is that `text` begins with; undefined where printing ends. */
	#directive(text: string): number | undefined {
		if (text.startsWith('%%')) {
			this.out += '%';
			return 2;
		}
		if (text.startsWith('%b')) {
			const escaped = this.#args[this.#next++] ?? '';
			const { text: plain, stopped } = decodeEscapes(escaped, 'busybox');
			this.out += plain;
			return stopped ? undefined : 2;
		}
		const sizes = SIZES.exec(text)?.[0] ?? '';
		const plain = text.replace(SIZES, '');
		const found = SPEC.exec(plain);
		if (found === null) {
			this.#fail(`${plain}: invalid format`);
			return undefined;
		}
		let flags = found[1] as string;
		let width = this.#count(found[2] as string) ?? 0;
		if (width < 0) {
			flags += '-';
			width = -width;
		}
		const precision = this.#count(found[3]);
		this.out += this.#convert({
			flags,
			width: Math.min(width, WIDTH_MAX),
			precision: precision === undefined || precision < 0 ? undefined : Math.min(precision, WIDTH_MAX),
			conversion: found[4] as string,
			timeFormat: '',
			cutsQuoted: false,
			shown: undefined,
		});
		return found[0].length + sizes.length;
	}

	#count(text: string | undefined): number | undefined {
		if (text !== '*') return text === undefined ? undefined : Number(text);
		const given = this.#args[this.#next];
		if (given === undefined) return 0;
		this.#next++;
		if (/^-?\d{1,9}$/.test(given)) return Number(given);
		this.complaints.push(`invalid number '${given}'`);
		return 0;
	}

	#fail(complaint: string): void {
		this.complaints.push(complaint);
		this.failed = true;
	}

	#convert(spec: Spec): string {
		const argument = this.#args[this.#next++] ?? '';
		switch (spec.conversion) {
			case 's':
				return padBytes(cut(argument, spec.precision), spec);
			case 'c': {
				const [byte] = encodeText(argument);
				return padBytes(byte === undefined ? '\0' : byteText(byte), spec);
			}
			case 'd':
			case 'i':
				return integer(this.#integer(argument, false), spec);
			case 'o':
			case 'u':
			case 'x':
			case 'X':
				return unsigned(BigInt.asUintN(64, this.#integer(argument, true)), spec);
			default:
				return pad(
					formatLongDouble(this.#float(argument), spec.conversion, spec.flags, spec.precision, DOUBLE),
					spec,
					true,
				);
		}
	}

	#integer(argument: string, isUnsigned: boolean): bigint {
		const text = characterOf(argument.replace(/^\s+/, ''));
		const digits = text.replace(/^[-+]/, '');
		if (NUMBER.test(text)) {
			const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
			const value = text.startsWith('-') ? -size : size;
			const fits = isUnsigned && value > 0n ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value);
			if (fits === value) return value;
		}
		this.#fail(`invalid number '${text.replace(/^\+/, '+')}'`);
		return 0n;
	}

	#float(argument: string): ReturnType<typeof parsed>['value'] {
		const text = characterOf(argument);
		const found = FLOAT.exec(text)?.[0] ?? '';
		if (found.length === text.length) return parsed(found.trim()).value;
		this.#fail(`invalid number '${text}'`);
		return parsed('0').value;
	}
}

const FLOAT =
	/^\s*[+-]?(?:0x(?:[\da-f]+(?:\.[\da-f]*)?|\.[\da-f]+)(?:p[+-]?\d+)?|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan(?:\(\w*\))?)|^/i;

function parsed(text: string): NonNullable<ReturnType<typeof parseLongDouble>> {
	const number = parseLongDouble(text, DOUBLE);
	if (number === undefined) throw new Error(`assertion failed: ${text} is a number`);
	return number;
}

/** `'x` is the number of its first byte. */
function characterOf(text: string): string {
	return /^["']/.test(text) ? String(encodeText(text.slice(1))[0] ?? 0) : text;
}

const SIMPLE: Readonly<Record<string, string>> = {
	a: '\x07',
	b: '\b',
	e: '\x1b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	'\\': '\\',
};

/** Models busybox libbb/process_escape_sequence.c: what is no escape stays as it is. */
function decoded(written: string): string {
	if (/^\\[0-7]/.test(written)) return byteText(Number.parseInt(written.slice(1), 8) & 0xff);
	if (/^\\x./.test(written)) return byteText(Number.parseInt(written.slice(2), 16));
	return SIMPLE[written.slice(1)] ?? written;
}
