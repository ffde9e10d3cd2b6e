import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../expansion/format-time.ts';
import { backslashQuoteInSteps } from '../expansion/quote-in-steps.ts';
import type { Shell } from '../state/shell.ts';
import { normalize, parseInteger } from '../syntax/arithmetic-parser.ts';
import { elementName } from '../syntax/element-name.ts';
import { decodeEscape, decodeEscapesInSteps, missingDigit } from '../syntax/escapes.ts';
import { byteText, encodeText } from '../text.ts';
import { assignNamed } from './assign-named.ts';
import { type Builtin, isIdentifier, usageError } from './builtin.ts';
import { busyboxPrintf } from './busybox-printf.ts';
import {
	DOUBLE,
	type FloatFormat,
	formatLongDouble,
	LONG_DOUBLE,
	type LongDouble,
	parseLongDouble,
} from './long-double.ts';
import { cut, integer, pad, padBytes, type Spec, unsigned } from './printf-fields.ts';
import { PrintfOutput } from './printf-output.ts';

export const PRINTF: Builtin = { usage: '[-v var] format [arguments]', run: printf };

function* printf(shell: Shell, args: readonly string[]): Task<number> {
	if (shell.mode.dialect === 'ash') return yield* busyboxPrintf(shell, args);
	let i = 0;
	let variable: string | undefined;
	while (args[i]?.startsWith('-') === true && args[i] !== '-') {
		if (args[i] === '--') {
			i++;
			break;
		}
		if (args[i]?.startsWith('-v') !== true || !shell.isBash) {
			return yield* usageError(shell, 'printf', `-${args[i]?.[1]}: invalid option`, PRINTF.usage);
		}
		variable = args[i] === '-v' ? args[++i] : args[i]?.slice(2);
		i++;
		if (variable === undefined) {
			return yield* usageError(shell, 'printf', '-v: option requires an argument', PRINTF.usage);
		}
		if (!isIdentifier(variable) && elementName(variable) === undefined) {
			return yield* shell.fail('printf', `\`${variable}': not a valid identifier`, 2);
		}
	}
	const format = args[i];
	if (format === undefined) {
		if (!shell.isBash) return yield* shell.fail('printf', 'usage: printf format [arg ...]', 2);
		yield* shell.say(`printf: usage: printf ${PRINTF.usage}\n`);
		return 2;
	}
	const output = new PrintfOutput(shell, variable !== undefined);
	const printer = new Printer(shell, output, format, args.slice(i + 1));
	const written = (yield* printer.run()) || (yield* output.flush());
	if (written !== 0) return written;
	if (variable !== undefined) {
		const status = yield* assignNamed(shell, 'printf', variable, output.text);
		if (status !== 0) return status;
	}
	return printer.failed ? printer.failureStatus : 0;
}

const SPEC =
	/^%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?[hjlLtz]*(?:\(((?:[^()]|\([^()]*\))*)\)(?=T))?([sdiuoxXcbqQneEfFgGaAT%])/;

/** Of dash: no sizes, no `%q`, nothing between the two of `%%`. */
const POSIX_SPEC = /^%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?((?!))?([sdiuoxXcbeEfFgGaA]|(?<=^%)%)/;

/** A time that is none: only its first characters are printed. */
const NO_TIME = /^%[-+ #0'*.\d]*[hjlLtz]*\((?:[^()]|\([^()]*\))*\)(.)/s;

const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -INT_MAX - 1;

class Printer {
	failed = false;
	/** dash has 2 for a wrong format. */
	failureStatus = 1;
	readonly #shell: Shell;
	readonly #out: PrintfOutput;
	readonly #format: string;
	readonly #args: readonly string[];
	#next = 0;
	#stopped = false;

	constructor(shell: Shell, out: PrintfOutput, format: string, args: readonly string[]) {
		this.#shell = shell;
		this.#out = out;
		this.#format = format;
		this.#args = args;
	}

	/** The format is used again while arguments are left. What has gone wrong with the output, or 0. */
	*run(): Task<number> {
		for (;;) {
			const before = this.#next;
			const status = yield* this.#pass();
			if (status !== 0) return status;
			if (this.#stopped || this.#next >= this.#args.length || this.#next === before) return 0;
			yield* this.#shell.process.tick();
		}
	}

	#complain(message: string): void {
		this.#out.complain(message);
	}

	/** Of bash: dash takes such an escape for what it is. */
	#warn(message: string): void {
		if (this.#shell.isBash) this.#complain(message);
	}

	#argument(): string | undefined {
		return this.#args[this.#next++];
	}

	*#pass(): Task<number> {
		const format = this.#format;
		let parts = 0;
		for (let i = 0; i < format.length && !this.#stopped; ) {
			const c = format[i] as string;
			if (c === '\\' && i + 1 < format.length) {
				const flavour = this.#shell.mode.dialect === 'dash' && /[xuU]/.test(format[i + 1] ?? '') ? 'posix' : 'printf';
				const decoded = decodeEscape(format, i + 1, flavour);
				if (decoded?.missing !== undefined) this.#warn(missingDigit(decoded.missing, format[i + 1] as string));
				this.#out.put(decoded?.text ?? '');
				i = decoded?.end ?? i + 2;
			} else if (c === '%') {
				const pattern = this.#shell.mode.dialect === 'dash' ? POSIX_SPEC : SPEC;
				const found = pattern.exec(format.slice(i));
				// Only `%%` itself: bash takes nothing between them.
				const noTime = found === null && this.#shell.isBash ? NO_TIME.exec(format.slice(i)) : null;
				if (noTime !== null) {
					this.#complain(`warning: \`${noTime[1]}': invalid time format specification`);
					const shown = noTime[0].slice(0, noTime[0].indexOf('(') + 1);
					this.#out.put(shown);
					i += shown.length;
					continue;
				}
				if (found === null || (found[5] === '%' && found[0] !== '%%' && this.#shell.isBash)) {
					this.#badFormat(format.slice(i));
					return 0;
				}
				i += found[0].length;
				this.#out.put(yield* this.#convert(this.#specOf(found)));
				const status = yield* this.#out.relieve();
				if (status !== 0) return status;
			} else {
				const end = endOfPlain(format, i);
				this.#out.put(format.slice(i, end));
				i = end;
			}
			if (++parts % PARTS_A_STEP === 0) yield* this.#shell.process.tick(PARTS_A_STEP);
		}
		return 0;
	}

	#badFormat(rest: string): void {
		this.failed = true;
		this.#stopped = true;
		if (!this.#shell.isBash) {
			this.failureStatus = 2;
			const directive = /^%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d*))?(.?)/s.exec(rest);
			this.#complain(
				directive?.[1] === '' ? 'missing format character' : `${directive?.[0] ?? rest}: invalid directive`,
			);
			return;
		}
		const conversion = /^%[-+ #0']*(?:\*|\d+)?(?:\.(?:\*|-?\d*))?[hjlLtz]*(.?)/s.exec(rest)?.[1] ?? '';
		this.#complain(
			conversion === '' ? `\`${rest}': missing format character` : `\`${conversion}': invalid format character`,
		);
	}

	#specOf(found: RegExpExecArray): Spec {
		let flags = found[1] as string;
		let width = found[2] === '*' ? this.#count() : Number(found[2] ?? '0');
		if (width < 0) {
			flags += '-';
			// In C the least number has no opposite.
			width = width === INT_MIN ? 0 : -width;
		}
		const after = found[3];
		let precision: number | undefined;
		if (after === '*') precision = this.#count();
		// Digits behind a minus count for nothing.
		else if (after !== undefined) precision = after.startsWith('-') ? 0 : Number(after);
		if (precision !== undefined && precision < 0) precision = undefined;
		// What is to be quoted is cut before, to a number that is written: by the bare point what is quoted is.
		if (found[5] === 'Q' && after === '*') precision = undefined;
		const cutsQuoted = after === '' || after?.startsWith('-') === true;
		return {
			flags,
			width: Math.min(width, 1_000_000),
			precision: precision === undefined ? undefined : Math.min(precision, 1_000_000),
			conversion: found[5] as string,
			timeFormat: found[4] ?? '',
			cutsQuoted,
			shown: after?.startsWith('-') === true ? shownFormat(flags, width, after, found[5] as string) : undefined,
		};
	}

	*#convert(spec: Spec): Task<string> {
		if (spec.shown !== undefined) {
			this.#argument();
			return spec.shown;
		}
		switch (spec.conversion) {
			case '%':
				return '%';
			case 's':
				return padBytes(cut(this.#argument() ?? '', spec.precision), spec);
			case 'c': {
				const [byte] = encodeText(this.#argument() ?? '');
				return padBytes(byte === undefined ? '\0' : byteText(byte), spec);
			}
			case 'b': {
				const flavour = this.#shell.mode.dialect === 'dash' ? 'posix' : 'printfB';
				const decoded = yield* this.#inSteps(
					decodeEscapesInSteps(this.#argument() ?? '', flavour, (message) => this.#warn(message)),
				);
				if (decoded.stopped) this.#stopped = true;
				return padBytes(cut(decoded.text, spec.precision), spec);
			}
			case 'q':
				return padBytes(cut(yield* this.#quoted(this.#argument() ?? ''), spec.precision), spec);
			case 'Q': {
				const text = cut(this.#argument() ?? '', spec.precision);
				return padBytes(spec.cutsQuoted ? '' : yield* this.#quoted(text), spec);
			}
			case 'd':
			case 'i':
				return integer(this.#integer(this.#argument() ?? '0'), spec);
			case 'u':
			case 'o':
			case 'x':
			case 'X':
				return unsigned(BigInt.asUintN(64, BigInt(this.#integer(this.#argument() ?? '0', true))), spec);
			case 'T':
				return pad(this.#time(spec), spec);
			case 'n':
				this.#noteLength(this.#argument());
				return '';
			case 'e':
			case 'E':
			case 'f':
			case 'F':
			case 'g':
			case 'G':
			case 'a':
			case 'A':
				return this.#float(spec);
			default:
				this.#badFormat(`%${spec.conversion}`);
				return '';
		}
	}

	#quoted(text: string): Task<string> {
		return this.#inSteps(backslashQuoteInSteps(text));
	}

	*#inSteps<T>(steps: Generator<undefined, T, void>): Task<T> {
		for (;;) {
			const next = steps.next();
			if (next.done === true) return next.value;
			yield* this.#shell.process.tick(PIECE_STEPS);
		}
	}

	/** `%n`: how much has been printed, into a variable. */
	#noteLength(name: string | undefined): void {
		if (name === undefined || name === '') return;
		if (isIdentifier(name)) this.#shell.variables.set(name, String(this.#out.bytes));
		else {
			this.#complain(`\`${name}': not a valid identifier`);
			this.failed = true;
			this.#stopped = true;
		}
	}

	#time(spec: Spec): string {
		const argument = this.#argument();
		let ms = this.#shell.process.now();
		if (argument === '-2') ms = this.#shell.secondsBase;
		else if (argument !== undefined && argument !== '-1') ms = Number(this.#integer(argument)) * 1000;
		const format = spec.timeFormat === '' ? '%X' : spec.timeFormat;
		return cut(formatTime(ms, format, this.#shell.variables.environment()), spec.precision);
	}

	/** An argument for `*`. Too great a one is told by the name of the next. Models bash builtins/printf.def getint. */
	#count(): number {
		const value = this.#integer(this.#argument() ?? '0');
		if (value <= INT_MAX && value >= INT_MIN) return Number(value);
		const next = this.#args[this.#next];
		if (next === undefined) return Number(BigInt.asIntN(32, BigInt(value)));
		this.#complain(`warning: ${next}: Numerical result out of range`);
		return value < 0 ? INT_MIN : INT_MAX;
	}

	#integer(text: string, unsigned = false): number | bigint {
		if (/^["']/.test(text)) return text.codePointAt(1) ?? 0;
		const found = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(text);
		const whole = found?.[0] ?? '';
		const wrongDigit = /^\s*[+-]?0\d*[89]/.test(whole);
		if (whole.length !== text.length && text !== '' && !wrongDigit) this.#invalidNumber(text);
		if (found === null) return 0;
		const digits = found[2] as string;
		let value = parseInteger(digits);
		if (typeof value === 'string') {
			this.#invalidNumber(text);
			const octal = /^0[0-7]*/.exec(digits)?.[0] ?? '0';
			value = parseInteger(octal) as number;
		}
		return this.#inRange(
			found[1] === '-' ? `-${digits}` : digits,
			text,
			found[1] === '-' ? normalize(-BigInt(value)) : value,
			unsigned,
		);
	}

	/** A decimal number beyond 64 bits is the greatest, with a warning. */
	#inRange(digits: string, text: string, value: number | bigint, unsigned: boolean): number | bigint {
		if (!/^-?[1-9]\d{15,}$/.test(digits)) return value;
		const exact = BigInt(digits);
		if (BigInt.asIntN(64, exact) === exact) return value;
		if (unsigned && BigInt.asUintN(64, exact) === exact) return exact;
		this.#outOfRange(text);
		if (unsigned) return 18446744073709551615n;
		return exact < 0n ? -9223372036854775808n : 9223372036854775807n;
	}

	/** A warning of bash's, an error of dash's. */
	#outOfRange(text: string): void {
		const { isBash } = this.#shell;
		this.#complain(`${isBash ? 'warning: ' : ''}${text}: Numerical result out of range`);
		if (!isBash) this.failed = true;
	}

	#invalidNumber(text: string): void {
		const bash = this.#shell.isBash;
		const kind = /^0\d/.test(text) ? 'octal ' : text.startsWith('0x') ? 'hex ' : '';
		this.#complain(
			bash
				? `${text}: invalid ${kind}number`
				: `${text}: ${/^\s*[-+]?\d/.test(text) ? 'not completely converted' : 'expected numeric value'}`,
		);
		this.failed = true;
	}

	#float(spec: Spec): string {
		const text = this.#argument() ?? '0';
		const format = this.#shell.options.set.posix ? DOUBLE : LONG_DOUBLE;
		const number = this.#number(text, format);
		return pad(formatLongDouble(number, spec.conversion, spec.flags, spec.precision, format), spec, true);
	}

	#number(text: string, format: FloatFormat): LongDouble {
		if (/^["']/.test(text)) return numberOf(String(text.codePointAt(1) ?? 0), format).value;
		const found = NUMBER.exec(text);
		if (found?.[0].length !== text.length && text !== '') this.#invalidNumber(text);
		const { value, outOfRange } = numberOf(found?.[0].trim() ?? '0', format);
		if (outOfRange) this.#outOfRange(text);
		return value;
	}
}

/** What strtold(3) takes of a text. */
const NUMBER =
	/^\s*[+-]?(?:0x(?:[\da-f]+(?:\.[\da-f]*)?|\.[\da-f]+)(?:p[+-]?\d+)?|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan(?:\(\w*\))?)/i;

function numberOf(text: string, format: FloatFormat): { value: LongDouble; outOfRange: boolean } {
	const parsed = parseLongDouble(text, format);
	if (parsed === undefined) throw new Error(`assertion failed: ${text} is a number`);
	return parsed;
}

/** Escapes and conversions that are worked on between two ticks. */
const PARTS_A_STEP = 64;
/** What a piece of a long text takes. */
const PIECE_STEPS = 400;

/** Where the next escape or conversion begins. */
function endOfPlain(format: string, from: number): number {
	let end = from + 1;
	while (end < format.length && format[end] !== '\\' && format[end] !== '%') end++;
	return end;
}

/** Models glibc stdio-common/vfprintf-internal.c form_unknown. */
function shownFormat(flags: string, width: number, precision: string, conversion: string): string | undefined {
	const size = /[diouxX]/.test(conversion)
		? 'l'
		: /[eEfFgGaA]/.test(conversion)
			? 'L'
			: /[sc]/.test(conversion)
				? ''
				: undefined;
	if (size === undefined) return undefined;
	const left = flags.includes('-');
	const has = (flag: string): string => (flags.includes(flag) ? flag : '');
	const marks = `${has('#')}${has("'")}${has('+') || has(' ')}${has('-')}${left ? '' : has('0')}`;
	return `%${marks}${width > 0 ? width : ''}.0${precision}${size}${conversion}`;
}
