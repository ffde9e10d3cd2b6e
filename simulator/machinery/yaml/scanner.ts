import { Cursor, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isWordCharacter } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts';
import type { Mark } from './yaml-error.ts';
import { scannerError } from './yaml-error.ts';

export type TokenType =
	| 'stream-end'
	| 'directive'
	| 'document-start'
	| 'document-end'
	| 'block-sequence-start'
	| 'block-mapping-start'
	| 'block-end'
	| 'flow-sequence-start'
	| 'flow-sequence-end'
	| 'flow-mapping-start'
	| 'flow-mapping-end'
	| 'flow-entry'
	| 'block-entry'
	| 'key'
	| 'value'
	| 'alias'
	| 'anchor'
	| 'tag'
	| 'plain'
	| 'quoted';

export interface Token {
	readonly type: TokenType;
	readonly start: Mark;
	readonly end: Mark;
	/** Text of scalars, names of anchors and aliases, whole tags. */
	readonly value: string;
}

interface SimpleKey {
	readonly required: boolean;
	/** Number of the token that would be the key, counted from the stream's start. */
	readonly tokenNumber: number;
	readonly mark: Mark;
}

const DEPTH_MAX = 10_000;
const SIMPLE_KEY_LENGTH_MAX = 1024;

/**
 * Cuts the text into tokens. A mapping shows itself only at its first ":", so tokens wait in a queue while
 * something in it may turn out to be a key.
 * Models go.yaml.in/yaml/v2 scannerc.go: what is accepted, and where each complaint points.
 */
export class Scanner {
	readonly #cursor: Cursor;
	readonly #queue: Token[] = [];
	#taken = 0;
	#indent = -1;
	readonly #indents: number[] = [];
	#flowLevel = 0;
	#keyAllowed = true;
	/** The possible key of each flow level. */
	readonly #keys: (SimpleKey | undefined)[] = [undefined];
	/** No level below it has a possible key that is still to be taken. */
	#lowest = 0;
	#ended = false;

	constructor(text: string) {
		this.#cursor = new Cursor(text);
	}

	peek(): Token {
		while (this.#needsMore()) this.#fetch();
		return this.#queue[0] as Token;
	}

	take(): Token {
		const token = this.peek();
		if (token.type !== 'stream-end') {
			this.#queue.shift();
			this.#taken++;
		}
		return token;
	}

	#needsMore(): boolean {
		if (this.#queue.length === 0) return true;
		if (this.#ended) return false;
		const key = this.#waiting();
		if (key?.tokenNumber !== this.#taken) return false;
		const { line, index } = this.#cursor;
		if (key.mark.line === line && key.mark.index + SIMPLE_KEY_LENGTH_MAX >= index) return true;
		this.#refuseRequired(key);
		this.#keys[this.#lowest] = undefined;
		return false;
	}

	/** The possible key that comes first of those whose tokens have not been taken: deeper ones come later. */
	#waiting(): SimpleKey | undefined {
		this.#lowest = Math.min(this.#lowest, this.#keys.length - 1);
		while (this.#lowest < this.#keys.length - 1) {
			const key = this.#keys[this.#lowest];
			if (key !== undefined && key.tokenNumber >= this.#taken) break;
			this.#lowest++;
		}
		return this.#keys[this.#lowest];
	}

	#refuseRequired(key: SimpleKey): void {
		if (key.required) throw scannerError("could not find expected ':'", this.#cursor.mark(), key.mark);
	}

	#push(type: TokenType, start: Mark, value = ''): void {
		this.#queue.push({ type, start, end: this.#cursor.mark(), value });
	}

	#fetch(): void {
		const cursor = this.#cursor;
		this.#skipToToken();
		this.#unroll(cursor.column);
		const char = cursor.peek();
		const start = cursor.mark();
		const separated = isBlankOrEnd(cursor.peek(1));
		const inFlow = this.#flowLevel > 0;
		if (char === '') this.#fetchEnd();
		else if (cursor.column === 0 && char === '%') this.#fetchDirective(start);
		else if (cursor.atDocumentIndicator()) this.#fetchDocumentIndicator(start);
		else if (char === '[' || char === '{') this.#fetchFlowStart(start, char);
		else if (char === ']' || char === '}') this.#fetchFlowEnd(start, char);
		else if (char === ',') this.#fetchFlowEntry(start);
		else if (char === '-' && separated) this.#fetchBlockEntry(start);
		else if (char === '?' && (inFlow || separated)) this.#fetchKey(start);
		else if (char === ':' && (inFlow || separated)) this.#fetchValue(start);
		else if (char === '*' || char === '&') this.#fetchAnchor(start, char);
		else if (char === '!') this.#fetchTag(start);
		else if ((char === '|' || char === '>') && !inFlow) this.#fetchBlockScalar(start);
		else if (char === '"' || char === "'") this.#fetchQuoted(start, char);
		else if (startsPlain(char, cursor.peek(1), this.#flowLevel)) this.#fetchPlain(start);
		else throw scannerError('found character that cannot start any token', start, start);
	}

	#skipToToken(): void {
		const cursor = this.#cursor;
		for (;;) {
			if (cursor.column === 0 && cursor.peek() === '\ufeff') cursor.skip();
			while (cursor.peek() === ' ' || (cursor.peek() === '\t' && (this.#flowLevel > 0 || !this.#keyAllowed))) {
				cursor.skip();
			}
			if (cursor.peek() === '#') while (!isBreakOrEnd(cursor.peek())) cursor.skip();
			if (!isBreak(cursor.peek())) return;
			cursor.readBreak();
			if (this.#flowLevel === 0) this.#keyAllowed = true;
		}
	}

	#roll(column: number, tokenNumber: number | undefined, type: TokenType, mark: Mark): void {
		if (this.#flowLevel > 0 || this.#indent >= column) return;
		this.#indents.push(this.#indent);
		this.#indent = column;
		if (this.#indents.length > DEPTH_MAX) {
			throw scannerError(`exceeded max depth of ${DEPTH_MAX}`, this.#cursor.mark(), mark);
		}
		const token: Token = { type, start: mark, end: mark, value: '' };
		if (tokenNumber === undefined) this.#queue.push(token);
		else this.#queue.splice(tokenNumber - this.#taken, 0, token);
	}

	#unroll(column: number): void {
		if (this.#flowLevel > 0) return;
		while (this.#indent > column) {
			this.#push('block-end', this.#cursor.mark());
			this.#indent = this.#indents.pop() as number;
		}
	}

	#saveKey(): void {
		const required = this.#flowLevel === 0 && this.#indent === this.#cursor.column;
		if (!this.#keyAllowed) return;
		this.#removeKey();
		const tokenNumber = this.#taken + this.#queue.length;
		this.#keys[this.#keys.length - 1] = { required, tokenNumber, mark: this.#cursor.mark() };
	}

	#removeKey(): void {
		const key = this.#keys[this.#keys.length - 1];
		if (key !== undefined) this.#refuseRequired(key);
		this.#keys[this.#keys.length - 1] = undefined;
	}

	#fetchEnd(): void {
		const cursor = this.#cursor;
		if (cursor.column !== 0) {
			cursor.column = 0;
			cursor.line++;
		}
		this.#unroll(-1);
		this.#removeKey();
		this.#keyAllowed = false;
		this.#push('stream-end', cursor.mark());
		this.#ended = true;
	}

	#fetchDirective(start: Mark): void {
		this.#unroll(-1);
		this.#removeKey();
		this.#keyAllowed = false;
		const cursor = this.#cursor;
		const from = cursor.index;
		cursor.skip();
		if (!isWordCharacter(cursor.peek())) {
			throw scannerError('could not find expected directive name', cursor.mark(), start);
		}
		while (isWordCharacter(cursor.peek())) cursor.skip();
		if (!isBlankOrEnd(cursor.peek())) {
			throw scannerError('found unexpected non-alphabetical character', cursor.mark(), start);
		}
		while (!isBreakOrEnd(cursor.peek()) && cursor.peek() !== '#') cursor.skip();
		const text = cursor.text.slice(from, cursor.index).trim();
		const name = (text.split(/\s+/)[0] as string).slice(1);
		if (name !== 'YAML' && name !== 'TAG') {
			throw scannerError('found unknown directive name', cursor.mark(), start);
		}
		while (!isBreakOrEnd(cursor.peek())) cursor.skip();
		cursor.readBreak();
		this.#push('directive', start, text);
	}

	#fetchDocumentIndicator(start: Mark): void {
		this.#unroll(-1);
		this.#removeKey();
		this.#keyAllowed = false;
		const type = this.#cursor.peek() === '-' ? 'document-start' : 'document-end';
		this.#cursor.skip(3);
		this.#push(type, start);
	}

	#fetchFlowStart(start: Mark, char: '[' | '{'): void {
		this.#saveKey();
		this.#keys.push(undefined);
		this.#flowLevel++;
		if (this.#flowLevel > DEPTH_MAX) {
			throw scannerError(`exceeded max depth of ${DEPTH_MAX}`, this.#cursor.mark(), start);
		}
		this.#keyAllowed = true;
		this.#cursor.skip();
		this.#push(char === '[' ? 'flow-sequence-start' : 'flow-mapping-start', start);
	}

	#fetchFlowEnd(start: Mark, char: ']' | '}'): void {
		this.#removeKey();
		if (this.#flowLevel > 0) {
			this.#flowLevel--;
			this.#keys.pop();
		}
		this.#keyAllowed = false;
		this.#cursor.skip();
		this.#push(char === ']' ? 'flow-sequence-end' : 'flow-mapping-end', start);
	}

	#fetchFlowEntry(start: Mark): void {
		this.#removeKey();
		this.#keyAllowed = true;
		this.#cursor.skip();
		this.#push('flow-entry', start);
	}

	#fetchBlockEntry(start: Mark): void {
		if (this.#flowLevel === 0) {
			if (!this.#keyAllowed) {
				throw scannerError('block sequence entries are not allowed in this context', start, start);
			}
			this.#roll(start.column, undefined, 'block-sequence-start', start);
		}
		this.#removeKey();
		this.#keyAllowed = true;
		this.#cursor.skip();
		this.#push('block-entry', start);
	}

	#fetchKey(start: Mark): void {
		if (this.#flowLevel === 0) {
			if (!this.#keyAllowed) throw scannerError('mapping keys are not allowed in this context', start, start);
			this.#roll(start.column, undefined, 'block-mapping-start', start);
		}
		this.#removeKey();
		this.#keyAllowed = this.#flowLevel === 0;
		this.#cursor.skip();
		this.#push('key', start);
	}

	#fetchValue(start: Mark): void {
		const key = this.#validKey();
		if (key !== undefined) {
			const token: Token = { type: 'key', start: key.mark, end: key.mark, value: '' };
			this.#queue.splice(key.tokenNumber - this.#taken, 0, token);
			this.#roll(key.mark.column, key.tokenNumber, 'block-mapping-start', key.mark);
			this.#keys[this.#keys.length - 1] = undefined;
			this.#keyAllowed = false;
		} else {
			if (this.#flowLevel === 0) {
				if (!this.#keyAllowed) throw scannerError('mapping values are not allowed in this context', start, start);
				this.#roll(start.column, undefined, 'block-mapping-start', start);
			}
			this.#keyAllowed = this.#flowLevel === 0;
		}
		this.#cursor.skip();
		this.#push('value', start);
	}

	#validKey(): SimpleKey | undefined {
		const key = this.#keys[this.#keys.length - 1];
		if (key === undefined) return undefined;
		const { line, index } = this.#cursor;
		if (key.mark.line === line && key.mark.index + SIMPLE_KEY_LENGTH_MAX >= index) return key;
		this.#refuseRequired(key);
		this.#keys[this.#keys.length - 1] = undefined;
		return undefined;
	}

	#fetchAnchor(start: Mark, char: '*' | '&'): void {
		this.#saveKey();
		this.#keyAllowed = false;
		const cursor = this.#cursor;
		cursor.skip();
		const from = cursor.index;
		while (isWordCharacter(cursor.peek())) cursor.skip();
		const next = cursor.peek();
		if (cursor.index === from || !(isBlankOrEnd(next) || '?:,]}%@`'.includes(next))) {
			throw scannerError('did not find expected alphabetic or numeric character', cursor.mark(), start);
		}
		this.#push(char === '*' ? 'alias' : 'anchor', start, cursor.text.slice(from, cursor.index));
	}

	#fetchTag(start: Mark): void {
		this.#saveKey();
		this.#keyAllowed = false;
		const cursor = this.#cursor;
		const from = cursor.index;
		const inFlow = this.#flowLevel > 0;
		while (!isBlankOrEnd(cursor.peek()) && !(inFlow && ',[]{}'.includes(cursor.peek()))) cursor.skip();
		if (!isBlankOrEnd(cursor.peek()) && !inFlow) {
			throw scannerError('did not find expected whitespace or line break', cursor.mark(), start);
		}
		this.#push('tag', start, cursor.text.slice(from, cursor.index));
	}

	#fetchBlockScalar(start: Mark): void {
		this.#removeKey();
		this.#keyAllowed = true;
		const { value } = scanBlock(this.#cursor, this.#indent);
		this.#push('quoted', start, value);
	}

	#fetchQuoted(start: Mark, quote: '"' | "'"): void {
		this.#saveKey();
		this.#keyAllowed = false;
		const { value } = scanQuoted(this.#cursor, quote);
		this.#push('quoted', start, value);
	}

	#fetchPlain(start: Mark): void {
		this.#saveKey();
		this.#keyAllowed = false;
		const { value, endsWithBreak } = scanPlain(this.#cursor, this.#indent + 1, this.#flowLevel > 0);
		if (endsWithBreak) this.#keyAllowed = true;
		this.#push('plain', start, value);
	}
}

function startsPlain(char: string, next: string, flowLevel: number): boolean {
	if (char === '-') return !isBlank(next);
	if (char === '?' || char === ':') return flowLevel === 0 && !isBlankOrEnd(next);
	return !isBlankOrEnd(char) && !',[]{}#&*!|>\'"%@`'.includes(char);
}
