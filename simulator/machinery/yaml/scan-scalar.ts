import type { Cursor } from './cursor.ts';
import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './cursor.ts';
import type { Mark } from './yaml-error.ts';
import { scannerError } from './yaml-error.ts';

/** What a scalar is made of: its text, and whether a line break came at its end (a key may follow then). */
export interface ScannedScalar {
	readonly value: string;
	readonly endsWithBreak: boolean;
}

/** Blanks and line breaks between two words of a scalar, folded as YAML folds them. */
class Gap {
	blanks = '';
	firstBreak = '';
	moreBreaks = '';

	get hasBreak(): boolean {
		return this.firstBreak !== '';
	}

	addBreak(text: string): void {
		if (this.firstBreak === '') {
			this.blanks = '';
			this.firstBreak = text;
		} else {
			this.moreBreaks += text;
		}
	}

	take(): string {
		const text = this.hasBreak ? this.#folded() : this.blanks;
		this.blanks = '';
		this.firstBreak = '';
		this.moreBreaks = '';
		return text;
	}

	#folded(): string {
		if (this.firstBreak !== '\n') return this.firstBreak + this.moreBreaks;
		return this.moreBreaks === '' ? ' ' : this.moreBreaks;
	}
}

/** @param indent the least column of a continuation line. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): ScannedScalar {
	const start = cursor.mark();
	const parts: string[] = [];
	const gap = new Gap();
	for (;;) {
		if (cursor.atDocumentIndicator() || cursor.peek() === '#') break;
		const from = cursor.index;
		while (!isBlankOrEnd(cursor.peek()) && !endsPlain(cursor, inFlow)) {
			cursor.skip();
			cursor.skipRun(PLAIN);
		}
		if (cursor.index > from) {
			if (parts.length > 0) parts.push(gap.take());
			parts.push(cursor.text.slice(from, cursor.index));
		}
		if (!isBlank(cursor.peek()) && !isBreak(cursor.peek())) break;
		skipGap(cursor, gap, () => {
			if (cursor.column < indent && cursor.peek() === '\t') {
				throw scannerError('found a tab character that violates indentation', cursor.mark(), start);
			}
		});
		if (!inFlow && cursor.column < indent) break;
	}
	return { value: parts.join(''), endsWithBreak: gap.hasBreak };
}

function endsPlain(cursor: Cursor, inFlow: boolean): boolean {
	const char = cursor.peek();
	if (char === ':' && isBlankOrEnd(cursor.peek(1))) return true;
	return inFlow && ',?[]{}'.includes(char);
}

function skipGap(cursor: Cursor, gap: Gap, onIndentation: () => void): void {
	for (;;) {
		const char = cursor.peek();
		if (isBlank(char)) {
			if (gap.hasBreak) {
				onIndentation();
				cursor.skip();
			} else {
				const from = cursor.index;
				cursor.skipRun(BLANKS);
				gap.blanks += cursor.text.slice(from, cursor.index);
			}
		} else if (isBreak(char)) {
			gap.addBreak(cursor.readBreak());
		} else {
			return;
		}
	}
}

export function scanQuoted(cursor: Cursor, quote: '"' | "'"): ScannedScalar {
	const start = cursor.mark();
	const parts: string[] = [];
	cursor.skip();
	for (;;) {
		if (cursor.atDocumentIndicator()) {
			throw scannerError('found unexpected document indicator', cursor.mark(), start);
		}
		if (cursor.peek() === '') throw unexpectedEnd(cursor, start);
		const gap = new Gap();
		let escapedBreak = false;
		while (!isBlankOrEnd(cursor.peek()) && cursor.peek() !== quote && !escapedBreak) {
			escapedBreak = scanQuotedPiece(cursor, quote, start, parts);
		}
		if (quote === "'" && cursor.peek() === quote && cursor.peek(1) === quote) {
			parts.push(quote);
			cursor.skip(2);
			continue;
		}
		if (!escapedBreak && cursor.peek() === quote) break;
		if (escapedBreak) {
			while (isBlank(cursor.peek())) cursor.skip();
			while (isBreak(cursor.peek())) {
				parts.push(cursor.readBreak());
				while (isBlank(cursor.peek())) cursor.skip();
			}
			continue;
		}
		skipGap(cursor, gap, () => {});
		parts.push(gap.take());
	}
	cursor.skip();
	return { value: parts.join(''), endsWithBreak: false };
}

function unexpectedEnd(cursor: Cursor, start: Mark): Error {
	// The stream's end counts as a line of its own once the last line has no break.
	return scannerError('found unexpected end of stream', cursor.mark(), start);
}

/** One run of plain text or one escape. Returns whether it was an escaped line break. */
function scanQuotedPiece(cursor: Cursor, quote: string, start: Mark, parts: string[]): boolean {
	if (quote === '"' && cursor.peek() === '\\') {
		if (isBreak(cursor.peek(1))) {
			cursor.skip();
			cursor.readBreak();
			return true;
		}
		parts.push(scanEscape(cursor, start));
		return false;
	}
	const from = cursor.index;
	cursor.skipRun(quote === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED);
	parts.push(cursor.text.slice(from, cursor.index));
	return false;
}

/** Runs of characters that mean themselves in each style, up to a blank or a line break. */
const DOUBLE_QUOTED = /[^ \t\n\r\u0085\u2028\u2029"\\]+/y;
const SINGLE_QUOTED = /[^ \t\n\r\u0085\u2028\u2029']+/y;
const BLANKS = /[ \t]+/y;
const PLAIN = /[^ \t\n\r\u0085\u2028\u2029:,?[\]{}]+/y;

const ESCAPES: Readonly<Record<string, string>> = {
	'0': '\0',
	a: '\x07',
	b: '\b',
	t: '\t',
	'\t': '\t',
	n: '\n',
	v: '\v',
	f: '\f',
	r: '\r',
	e: '\x1b',
	' ': ' ',
	'"': '"',
	"'": "'",
	'\\': '\\',
	N: '\u0085',
	_: '\u00a0',
	L: '\u2028',
	P: '\u2029',
};
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(cursor: Cursor, start: Mark): string {
	const letter = cursor.peek(1);
	const simple = ESCAPES[letter];
	if (simple !== undefined) {
		cursor.skip(2);
		return simple;
	}
	const length = CODE_LENGTHS[letter];
	if (length === undefined) throw scannerError('found unknown escape character', cursor.mark(), start);
	cursor.skip(2);
	const code = hexadecimalAt(cursor, length);
	if (code === undefined) throw scannerError('did not find expected hexdecimal number', cursor.mark(), start);
	if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
		// JSON writes characters beyond the first plane as two escapes; go-yaml's own JSON input does not,
		// but kubectl reads JSON files with a JSON decoder, so only YAML text comes here.
		throw scannerError('found invalid Unicode character escape code', cursor.mark(), start);
	}
	cursor.skip(length);
	return String.fromCodePoint(code);
}

/** The number of so many digits; undefined: there are fewer. */
function hexadecimalAt({ text, index }: Cursor, length: number): number | undefined {
	let number = 0;
	for (let at = index; at < index + length; at++) {
		const digit = hexDigit(text.charCodeAt(at));
		if (digit < 0) return undefined;
		number = number * 16 + digit;
	}
	return number;
}

function hexDigit(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = code | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** @param parentIndent indentation of what contains the scalar; −1 at the top. */
export function scanBlock(cursor: Cursor, parentIndent: number): ScannedScalar {
	const start = cursor.mark();
	const literal = cursor.peek() === '|';
	cursor.skip();
	const header = scanBlockHeader(cursor, start);
	let indent = header.increment === 0 ? 0 : Math.max(parentIndent, 0) + header.increment;
	const lead = scanBlockBreaks(cursor, indent, parentIndent, start);
	indent = lead.indent;
	let trailing = lead.breaks;
	let pending = '';
	let previousBlank = false;
	const parts: string[] = [];
	while (cursor.column === indent && cursor.peek() !== '') {
		const blank = isBlank(cursor.peek());
		if (!literal && pending === '\n' && !previousBlank && !blank) {
			if (trailing === '') parts.push(' ');
		} else {
			parts.push(pending);
		}
		parts.push(trailing);
		previousBlank = blank;
		const from = cursor.index;
		while (!isBreakOrEnd(cursor.peek())) cursor.skip();
		parts.push(cursor.text.slice(from, cursor.index));
		pending = cursor.readBreak();
		trailing = scanBlockBreaks(cursor, indent, parentIndent, start).breaks;
	}
	if (header.chomping !== '-') parts.push(pending);
	if (header.chomping === '+') parts.push(trailing);
	return { value: parts.join(''), endsWithBreak: true };
}

function scanBlockHeader(cursor: Cursor, start: Mark): { chomping: '' | '+' | '-'; increment: number } {
	let chomping: '' | '+' | '-' = '';
	let increment = 0;
	for (let i = 0; i < 2; i++) {
		const char = cursor.peek();
		if (chomping === '' && (char === '+' || char === '-')) {
			chomping = char;
			cursor.skip();
		} else if (increment === 0 && /^[0-9]$/.test(char)) {
			if (char === '0') throw scannerError('found an indentation indicator equal to 0', cursor.mark(), start);
			increment = Number(char);
			cursor.skip();
		}
	}
	while (isBlank(cursor.peek())) cursor.skip();
	if (cursor.peek() === '#') while (!isBreakOrEnd(cursor.peek())) cursor.skip();
	if (!isBreakOrEnd(cursor.peek())) {
		throw scannerError('did not find expected comment or line break', cursor.mark(), start);
	}
	cursor.readBreak();
	return { chomping, increment };
}

function scanBlockBreaks(cursor: Cursor, indent: number, parentIndent: number, start: Mark) {
	let breaks = '';
	let widest = 0;
	for (;;) {
		while ((indent === 0 || cursor.column < indent) && cursor.peek() === ' ') cursor.skip();
		widest = Math.max(widest, cursor.column);
		if ((indent === 0 || cursor.column < indent) && cursor.peek() === '\t') {
			throw scannerError('found a tab character where an indentation space is expected', cursor.mark(), start);
		}
		if (!isBreak(cursor.peek())) break;
		breaks += cursor.readBreak();
	}
	return { breaks, indent: indent === 0 ? Math.max(widest, parentIndent + 1, 1) : indent };
}
