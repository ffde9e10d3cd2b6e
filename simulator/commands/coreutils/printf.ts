import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import type { Conversion, FormatPiece } from '../c-format.ts';
import { formatReal, formatSigned, formatText, formatUnsigned, parseFormat } from '../c-format.ts';
import type { Command } from '../command.ts';
import { decodeEscapes } from '../escapes.ts';
import { localQuotes } from '../gnu-command.ts';
import { COREUTILS } from './version.ts';

export const printf: Command = {
	name: 'printf',
	paths: ['/usr/bin/printf'],
	size: 51_720,
	program: (process) => printfProgram(process, GNU),
};

/** What implementations say differently. */
export interface PrintfWords {
	readonly usage: (name: string) => string;
	readonly usageStatus: number;
	readonly help?: string;
	readonly invalid: (text: string, numeric: boolean) => string;
	readonly badFormat: (source: string) => string;
}

const GNU: PrintfWords = {
	usage: (name) => `${name}: missing operand\nTry '${name} --help' for more information.\n`,
	usageStatus: 1,
	help: `Usage: printf FORMAT [ARGUMENT]...
  or:  /usr/bin/printf OPTION
Print ARGUMENT(s) according to FORMAT, or execute according to OPTION:

      --help        display this help and exit
      --version     output version information and exit

FORMAT controls the output as in C printf.  Interpreted sequences are:

  \\"      double quote
  \\\\      backslash
  \\a      alert (BEL)
  \\b      backspace
  \\c      produce no further output
  \\e      escape
  \\f      form feed
  \\n      new line
  \\r      carriage return
  \\t      horizontal tab
  \\v      vertical tab
  \\NNN    byte with octal value NNN (1 to 3 digits)
  \\xHH    byte with hexadecimal value HH (1 to 2 digits)
  \\uHHHH  Unicode (ISO/IEC 10646) character with hex value HHHH (4 digits)
  \\UHHHHHHHH  Unicode character with hex value HHHHHHHH (8 digits)
  %%      a single %
  %b      ARGUMENT as a string with '\\' escapes interpreted,
          except that octal escapes are of the form \\0 or \\0NNN
  %q      ARGUMENT is printed in a format that can be reused as shell input,
          escaping non-printable characters with the proposed POSIX $'' syntax.

and all C format specifications ending with one of diouxXfeEgGcs, with
ARGUMENTs converted to proper type first.  Variable widths are handled.

NOTE: your shell may have its own version of printf, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/printf>
or available locally via: info '(coreutils) printf invocation'
`,
	invalid: (text, numeric) =>
		numeric ? `‘${text}’: value not completely converted` : `‘${text}’: expected a numeric value`,
	badFormat: (source) => `${source}: invalid conversion specification`,
};

export function* printfProgram(process: Process, words: PrintfWords): Task<number> {
	const [name = 'printf', ...args] = process.argv;
	if (args.length === 1 && words.help !== undefined && (args[0] === '--help' || args[0] === '--version')) {
		yield* process.write(1, encodeLossless(args[0] === '--help' ? words.help : `printf ${COREUTILS}\n`));
		return 0;
	}
	if (args[0] === '--') args.shift();
	const format = args.shift();
	if (format === undefined) {
		yield* process.write(2, encodeLossless(words.usage(name)));
		return words.usageStatus;
	}
	const printer = new Printer(args, words);
	const pieces = parseFormat(format).map((piece) => (piece.kind === 'text' ? unescaped(piece) : piece));
	do {
		printer.pass(pieces);
		yield* process.tick();
	} while (printer.again);
	yield* process.write(1, encodeLossless(printer.out));
	for (const complaint of printer.complaints)
		yield* process.write(2, encodeLossless(localQuotes(`${name}: ${complaint}\n`, process.env)));
	return printer.complaints.length > 0 ? 1 : 0;
}

type Piece = FormatPiece & { readonly stops?: boolean };

function unescaped(piece: FormatPiece & { kind: 'text' }): Piece {
	const { text, stopped } = decodeEscapes(piece.text, 'printf');
	return { kind: 'text', text, stops: stopped };
}

class Printer {
	out = '';
	readonly complaints: string[] = [];
	readonly #args: readonly string[];
	readonly #words: PrintfWords;
	#next = 0;
	#stopped = false;
	#consumed = false;

	constructor(args: readonly string[], words: PrintfWords) {
		this.#args = args;
		this.#words = words;
	}

	/** The format is used again while arguments are left. */
	get again(): boolean {
		return !this.#stopped && this.#consumed && this.#next < this.#args.length;
	}

	pass(pieces: readonly Piece[]): void {
		this.#consumed = false;
		for (const piece of pieces) {
			if (this.#stopped) return;
			if (piece.kind === 'text') {
				this.out += piece.text;
				if (piece.stops) this.#stopped = true;
			} else this.#convert(piece);
		}
	}

	#argument(): string {
		this.#consumed = true;
		return this.#args[this.#next++] ?? '';
	}

	#convert(piece: FormatPiece & { kind: 'conversion' }): void {
		let { flags } = piece;
		let width = piece.width === '*' ? Number(this.#integer(this.#argument())) : Number(piece.width || '0');
		if (width < 0) {
			flags += '-';
			width = -width;
		}
		const precision =
			piece.precision === undefined
				? undefined
				: piece.precision === '*'
					? Number(this.#integer(this.#argument()))
					: Number(piece.precision || '0');
		const conversion: Conversion = {
			flags,
			width,
			precision: precision !== undefined && precision < 0 ? undefined : precision,
			letter: piece.letter,
		};
		this.out += this.#text(conversion, piece.source);
	}

	#text(conversion: Conversion, source: string): string {
		switch (conversion.letter) {
			case 's':
				return formatText(this.#argument(), conversion);
			case 'c':
				return formatText([...this.#argument()][0] ?? '', conversion);
			case 'b': {
				const { text, stopped } = decodeEscapes(this.#argument(), 'echo');
				this.#stopped ||= stopped;
				return formatText(text, conversion);
			}
			case 'q': {
				const text = this.#argument();
				return formatText(shellQuoted(text), conversion);
			}
			case 'd':
			case 'i':
				return formatSigned(this.#integer(this.#argument()), conversion);
			case 'u':
			case 'o':
			case 'x':
			case 'X':
				return formatUnsigned(this.#integer(this.#argument()), conversion);
			case 'e':
			case 'E':
			case 'f':
			case 'F':
			case 'g':
			case 'G':
			case 'a':
			case 'A':
				return formatReal(this.#real(this.#argument()), conversion);
			default:
				this.complaints.push(this.#words.badFormat(source));
				this.#stopped = true;
				return '';
		}
	}

	#integer(text: string): bigint {
		if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
		const found = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(text);
		if (found === null) {
			if (text !== '') this.complaints.push(this.#words.invalid(text, false));
			return 0n;
		}
		if (found[0].length !== text.length) this.complaints.push(this.#words.invalid(text, true));
		const digits = found[2] as string;
		const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
		return found[1] === '-' ? -value : value;
	}

	#real(text: string): number {
		if (/^["']/.test(text)) return text.codePointAt(1) ?? 0;
		const found = /^\s*[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)/i.exec(
			text,
		);
		if (found === null) {
			if (text !== '') this.complaints.push(this.#words.invalid(text, false));
			return 0;
		}
		if (found[0].length !== text.length) this.complaints.push(this.#words.invalid(text, true));
		const whole = found[0].trim();
		if (/inf/i.test(whole)) return whole.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
		return /nan/i.test(whole) ? Number.NaN : Number(whole);
	}
}

/** Models gnulib's shell-escape quoting for `%q`. */
function shellQuoted(text: string): string {
	if (/^[\w@%+=:,./-]+$/.test(text)) return text;
	return text.includes("'") && !/["$`\\!]/.test(text) ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;
}
