import type { Task } from '../../../machinery/task.ts';
import { decodeLossless } from '../../../machinery/utf8.ts';
import { Fatal } from '../../gnu-command.ts';

/** What a directive shows: text, a number in a base, or a moment with its nanoseconds. */
export type Field =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'number'; readonly value: number; readonly base: 8 | 10 | 16; readonly isSigned?: boolean }
	| { readonly kind: 'moment'; readonly ms: number }
	/** Quoted, where the format wants that, and filled each by itself. */
	| { readonly kind: 'names'; readonly names: readonly string[] };

/** What there is to show, by its letters ("s", "Hd"); undefined for a letter that means nothing. */
export type FieldOf = (code: string) => Field | undefined;

const NANOSECONDS = 9;
/** Wider fields are cut off here. */
const WIDTH_MAX = 100_000;

interface Directive {
	readonly flags: string;
	readonly width: number;
	/** Undefined without a point; NaN for a point alone. */
	readonly precision: number | undefined;
}

/**
 * A format with its directives replaced; `%%` is a percent sign. Throws Fatal for a directive that is none.
 * Models coreutils stat.c print_it.
 */
export function filledFormat(format: string, fieldOf: FieldOf): string {
	return format.replace(
		/%([-'+ #0I]*)(\d*)(?:\.(\d*))?([HL][dr]|.?)/gs,
		(whole, flags: string, width: string, precision: string | undefined, code: string) => {
			if (code === '' || code === '%') {
				if (whole.length > code.length + 1) throw new Fatal(`‘${whole}’: invalid directive`);
				return '%';
			}
			const directive = {
				flags,
				width: Math.min(Number(width), WIDTH_MAX),
				precision: precision === undefined ? undefined : precision === '' ? Number.NaN : Number(precision),
			};
			const field = fieldOf(code);
			return field === undefined ? '?' : shown(field, directive);
		},
	);
}

function shown(field: Field, directive: Directive): string {
	const { precision } = directive;
	switch (field.kind) {
		case 'text':
			return padded(precision === undefined ? field.text : field.text.slice(0, precision || 0), directive, false);
		case 'names':
			return field.names.map((name) => padded(name, directive, false)).join(' -> ');
		case 'moment':
			return padded(momentText(field.ms, precision), directive, true);
		case 'number':
			return padded(numberText(field, directive), directive, precision === undefined);
	}
}

/** Seconds; with a point as many decimals as it says, nine where it does not. */
function momentText(ms: number, precision: number | undefined): string {
	const seconds = String(Math.floor(ms / 1000));
	const decimals = precision === undefined ? 0 : Number.isNaN(precision) ? NANOSECONDS : Math.min(precision, WIDTH_MAX);
	if (decimals === 0) return seconds;
	const thousandths = String(Math.floor(ms - Math.floor(ms / 1000) * 1000)).padStart(3, '0');
	return `${seconds}.${thousandths.padEnd(decimals, '0').slice(0, decimals)}`;
}

function numberText(
	{ value, base, isSigned = false }: Extract<Field, { kind: 'number' }>,
	{ flags, precision }: Directive,
): string {
	const digits = value.toString(base).padStart(precision || 0, '0');
	if (flags.includes('#') && base === 8 && !digits.startsWith('0')) return `0${digits}`;
	if (flags.includes('#') && base === 16 && value !== 0) return `0x${digits}`;
	if (!isSigned) return digits;
	return flags.includes('+') ? `+${digits}` : flags.includes(' ') ? ` ${digits}` : digits;
}

function padded(text: string, { flags, width }: Directive, zeros: boolean): string {
	if (flags.includes('-')) return text.padEnd(width);
	if (!zeros || !flags.includes('0')) return text.padStart(width);
	const sign = /^[+ ]|^0x/.exec(text)?.[0] ?? '';
	return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['a', '\x07'],
	['b', '\b'],
	['e', '\x1b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
	['"', '"'],
	['\\', '\\'],
]);

/**
 * What `--printf` makes of backslashes. Models coreutils stat.c print_esc_char and print_it.
 * @param warn is told of those that mean nothing.
 */
export function* withoutEscapes(format: string, warn: (text: string) => Task<void>): Task<string> {
	let out = '';
	for (let at = 0; at < format.length; at++) {
		if (format[at] !== '\\') {
			out += format[at];
			continue;
		}
		const code = /^(?:([0-7]{1,3})|x([\da-fA-F]{1,2}))/.exec(format.slice(at + 1, at + 4));
		const letter = format[at + 1];
		if (code !== null) {
			const byte = code[1] === undefined ? Number.parseInt(code[2] as string, 16) : Number.parseInt(code[1], 8);
			// A percent sign that is written so begins no directive.
			out += byte === 0x25 ? '%%' : decodeLossless(Uint8Array.of(byte & 0xff));
			at += code[0].length;
			continue;
		}
		if (letter === undefined) {
			yield* warn('warning: backslash at end of format');
			return `${out}\\`;
		}
		if (!ESCAPES.has(letter)) yield* warn(`warning: unrecognized escape '\\${letter}'`);
		out += ESCAPES.get(letter) ?? letter;
		at++;
	}
	return out;
}
