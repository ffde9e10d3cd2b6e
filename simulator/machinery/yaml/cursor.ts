import type { Mark } from './yaml-error.ts';
import { YamlError } from './yaml-error.ts';

/** A position in the text, with the character classes of YAML 1.1. The end of the text reads as ''. */
export class Cursor {
	readonly text: string;
	index = 0;
	line = 0;
	column = 0;

	constructor(text: string) {
		this.text = text.startsWith('\ufeff') ? text.slice(1) : text;
		refuseControlCharacters(this.text);
	}

	peek(ahead = 0): string {
		return this.text.charAt(this.index + ahead);
	}

	mark(): Mark {
		return { index: this.index, line: this.line, column: this.column };
	}

	skip(count = 1): void {
		this.index += count;
		this.column += count;
	}

	/** Skips what a sticky pattern matches, which has no line break in it. */
	skipRun(pattern: RegExp): void {
		pattern.lastIndex = this.index;
		if (pattern.test(this.text)) this.skip(pattern.lastIndex - this.index);
	}

	/** Reads one line break and returns what it stands for: "\n", or itself for the two Unicode separators. */
	readBreak(): string {
		const char = this.peek();
		if (!isBreak(char)) return '';
		this.index += char === '\r' && this.peek(1) === '\n' ? 2 : 1;
		this.line++;
		this.column = 0;
		return char === '\u2028' || char === '\u2029' ? char : '\n';
	}

	/** Whether "---" or "..." stands here at the beginning of a line. */
	atDocumentIndicator(): boolean {
		if (this.column !== 0) return false;
		const three = this.text.slice(this.index, this.index + 3);
		return (three === '---' || three === '...') && isBlankOrEnd(this.peek(3));
	}
}

export function isBlank(char: string): boolean {
	return char === ' ' || char === '\t';
}

export function isBreak(char: string): boolean {
	return char === '\n' || char === '\r' || char === '\u0085' || char === '\u2028' || char === '\u2029';
}

export function isBreakOrEnd(char: string): boolean {
	return char === '' || isBreak(char);
}

export function isBlankOrEnd(char: string): boolean {
	return char === '' || isBlank(char) || isBreak(char);
}

export function isWordCharacter(char: string): boolean {
	return /^[0-9A-Za-z_-]$/.test(char);
}

function refuseControlCharacters(text: string): void {
	if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/.test(text)) {
		throw new YamlError('yaml: control characters are not allowed');
	}
}
