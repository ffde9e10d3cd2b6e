import { byteText, encodeText, joinBytes } from '../text.ts';

export type EscapeFlavour = 'ansi' | 'echo' | 'printf' | 'printfB' | 'posix' | 'busybox';

/**
 * Decodes backslash escapes. `ansi` is `$'…'`; `echo` is `echo -e` (where `\0nnn` is octal and `\c` ends the
 * output); `printf` is a format string; `printfB` is `%b`; `posix` is dash's `echo`.
 * @param report told of escapes whose digits are missing, in the words of printf.
 * @returns the text and whether `\c` stopped it.
 */
export function decodeEscapes(
	text: string,
	flavour: EscapeFlavour,
	report?: (message: string) => void,
): { readonly text: string; readonly stopped: boolean } {
	const steps = decodeEscapesInSteps(text, flavour, report);
	let next = steps.next();
	while (next.done !== true) next = steps.next();
	return next.value;
}

/** Escapes and runs of other text decoded at once. */
const PARTS = 2_048;

/** The same; between its steps others can have their turn. */
export function* decodeEscapesInSteps(
	text: string,
	flavour: EscapeFlavour,
	report?: (message: string) => void,
): Generator<undefined, { readonly text: string; readonly stopped: boolean }, void> {
	if (!text.includes('\\')) return { text, stopped: false };
	const done: string[] = [];
	let parts: string[] = [];
	const whole = (): string => joinBytes([...done, ...parts].join(''));
	for (let at = 0; at < text.length; ) {
		const backslash = text.indexOf('\\', at);
		if (backslash < 0 || backslash + 1 >= text.length) {
			parts.push(text.slice(at));
			break;
		}
		if (backslash > at) parts.push(text.slice(at, backslash));
		const decoded = decodeEscape(text, backslash + 1, flavour);
		if (decoded === undefined) return { text: whole(), stopped: true };
		if (decoded.missing !== undefined) report?.(missingDigit(decoded.missing, text[backslash + 1] as string));
		parts.push(decoded.text);
		at = decoded.end;
		if (parts.length < PARTS) continue;
		done.push(parts.join(''));
		parts = [];
		yield;
	}
	return { text: whole(), stopped: false };
}

/**
 * The escape whose letter is at `at`: what it stands for, the index after it, and which kind of digit is missing;
 * undefined for a `\c` that ends output.
 */
export function decodeEscape(
	text: string,
	at: number,
	flavour: EscapeFlavour,
): { readonly text: string; readonly end: number; readonly missing?: string } | undefined {
	const c = text[at] as string;
	const simple = SIMPLE[c];
	if (simple !== undefined && !(flavour === 'busybox' && c === 'E')) return { text: simple, end: at + 1 };
	if (flavour === 'posix') return posixEscape(text, at, c);
	if (flavour === 'busybox') return busyboxEscape(text, at, c);
	switch (c) {
		case 'x':
			if (flavour === 'ansi' && text[at + 1] === '{') return braced(text, at + 2);
			return numeric(text, at, at + 1, 16, 2, (code) => byteText(code & 0xff));
		case 'u':
			return numeric(text, at, at + 1, 16, 4, codePoint);
		case 'U':
			return numeric(text, at, at + 1, 16, 8, codePoint);
		case 'c':
			if (flavour === 'echo' || flavour === 'printfB') return undefined;
			if (flavour === 'printf' || at + 1 >= text.length) return { text: '\\c', end: at + 1 };
			return control(text, at + 1);
		case "'":
		case '"':
		case '?':
			if (flavour === 'echo' || flavour === 'printfB') return { text: `\\${c}`, end: at + 1 };
			return { text: c, end: at + 1 };
		case '0':
			if (flavour === 'echo' || flavour === 'printfB') {
				return numeric(text, at, at + 1, 8, 3, (code) => byteText(code & 0xff), '\0');
			}
			break;
	}
	if (c >= '0' && c <= '7' && flavour !== 'echo') return numeric(text, at, at, 8, 3, (code) => byteText(code & 0xff));
	return { text: `\\${c}`, end: at + 1 };
}

/** Behind `\x{`: any number of digits, of which the last two count; the brace may be missing. */
function braced(text: string, from: number): { readonly text: string; readonly end: number } {
	const [digits = ''] = /^[0-9A-Fa-f]*/.exec(text.slice(from)) ?? [];
	const end = from + digits.length;
	if (digits === '') return { text: '\0', end };
	return { text: byteText(Number.parseInt(digits.slice(-2), 16)), end: text[end] === '}' ? end + 1 : end };
}

/** Behind `\c`: the first byte of a character becomes another; a backslash is written twice, or once. */
function control(text: string, at: number): { readonly text: string; readonly end: number } {
	if (text[at] === '?') return { text: '\x7f', end: at + 1 };
	const character = String.fromCodePoint(text.codePointAt(at) as number);
	const [byte = 0, ...others] = encodeText(character);
	const end = at + character.length + (text.startsWith('\\\\', at) ? 1 : 0);
	return { text: String.fromCharCode(byte & 0x1f) + others.map(byteText).join(''), end };
}

function posixEscape(text: string, at: number, c: string): { readonly text: string; readonly end: number } | undefined {
	if (c === 'c') return undefined;
	if (c === '0') return numeric(text, at, at + 1, 8, 3, (code) => byteText(code & 0xff), '\0');
	if (c >= '1' && c <= '7') return numeric(text, at, at, 8, 3, (code) => byteText(code & 0xff));
	return { text: `\\${c}`, end: at + 1 };
}

/** Of busybox's `echo -e` and `%b`. */
function busyboxEscape(
	text: string,
	at: number,
	c: string,
): { readonly text: string; readonly end: number } | undefined {
	if (c === 'x') return numeric(text, at, at + 1, 16, 2, (code) => byteText(code & 0xff));
	return c === 'E' ? { text: '\\E', end: at + 1 } : posixEscape(text, at, c);
}

const SIMPLE: { readonly [letter: string]: string } = {
	a: '\x07',
	b: '\b',
	e: '\x1b',
	E: '\x1b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	'\\': '\\',
};

function numeric(
	text: string,
	letter: number,
	from: number,
	radix: 8 | 16,
	digits: number,
	toText: (code: number) => string,
	none?: string,
): { text: string; end: number; missing?: string } {
	let end = from;
	while (end < from + digits && end < text.length && isDigit(text.charCodeAt(end), radix)) end++;
	if (end === from && none !== undefined) return { text: none, end };
	if (end === from) return { text: `\\${text[letter]}`, end: from, missing: text[letter] === 'x' ? 'hex' : 'unicode' };
	return { text: toText(Number.parseInt(text.slice(from, end), radix)), end };
}

function isDigit(code: number, radix: 8 | 16): boolean {
	if (radix === 8) return code >= 48 && code <= 55;
	const letter = code | 32;
	return (code >= 48 && code <= 57) || (letter >= 97 && letter <= 102);
}

export function missingDigit(kind: string, letter: string): string {
	return `missing ${kind} digit for \\${letter}`;
}

function codePoint(code: number): string {
	return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code);
}
