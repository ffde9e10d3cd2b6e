import { runThrough } from '../../machinery/run-through.ts';
import { isReserved } from './dialect.ts';
import { BODY_PARTS, GROUP_PARTS, inOrder, type ListCut, moved } from './list-cuts.ts';
import { EndOfInput } from './scanner.ts';
import { REDIRECTIONS, SimpleReader } from './simple-reader.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import type { Token } from './tokenizer.ts';

/** Reading, with rests between groups of a long list's commands. */
type Steps<T> = Generator<void, T, void>;

/** One complete command as it was read. */
export interface CompleteCommand {
	readonly text: string;
	readonly line: number;
	readonly endLine: number;
	/** Its lists that are parsed in groups. */
	readonly cuts: readonly ListCut[];
}

/**
 * Cuts source into complete commands, as a shell reads them: it knows the whole grammar but builds nothing. It says
 * which token is wrong in the shell's own words, whether more lines are wanted, and expands aliases where the grammar
 * has a command's first word. The text it hands over is then parsed into a tree.
 */
export class CommandReader extends SimpleReader {
	#depth = 0;
	#line = 1;
	#counted = 0;
	/** Undefined inside of a word: that is parsed as one. */
	#cuts: ListCut[] | undefined;
	/** Command substitutions of several lines, by their distances from the end of the source. */
	readonly longSubstitutions: (readonly [from: number, end: number])[] = [];

	/** The next complete command; undefined at the end. Throws ShellSyntaxError, EndOfInput (not final). */
	read(): CompleteCommand | undefined {
		return runThrough(this.readInSteps());
	}

	*readInSteps(): Steps<CompleteCommand | undefined> {
		try {
			if (!this.final && CONTINUED.test(this.source)) throw new EndOfInput('', this.source.length);
			this.spliced = [];
			this.aliasNextWordFrom = -1;
			this.parts = 0;
			this.#cuts = [];
			this.skipToCommand();
			const first = this.peek();
			if (first.kind === 'end') return undefined;
			const start = first.start;
			yield* this.#list(true);
			const end = this.peek();
			if (end.kind !== 'newline' && end.kind !== 'end') this.unexpected(end);
			if (end.kind === 'end' && this.hasPendingHereDocuments && !this.final) throw new EndOfInput('', start);
			this.next();
			const line = this.#lineOf(start);
			// Here-documents included.
			const endLine = this.#lineOf(Math.max(end.start, this.at - 1));
			const cuts = inOrder(this.#cuts.map((cut) => moved(cut, -start)));
			return { text: this.source.slice(start, this.at), line, endLine, cuts };
		} catch (error) {
			if (error instanceof EndOfInput && this.final) this.endOfInput(error);
			throw error;
		}
	}

	/** The line of a position at or after the last one asked for: counts on from there. */
	#lineOf(position: number): number {
		for (let i = this.source.indexOf('\n', this.#counted); i >= 0 && i < position; ) {
			this.#line++;
			this.#counted = i + 1;
			i = this.source.indexOf('\n', this.#counted);
		}
		return this.#line - this.addedNewlines.filter((at) => at < position).length;
	}

	/** What has not been read yet. */
	get rest(): string {
		return this.source.slice(this.at);
	}

	override skipCommands(from: number): number {
		if (this.#depth > 500) throw this.problem({ kind: 'message', text: 'maximum nesting level exceeded' }, from);
		const nested = this.#nested(from, false);
		nested.inSubstitution = this.dialect === 'bash';
		try {
			nested.skipNewlines();
			if (!nested.isOperator(')')) runThrough(nested.#list(false));
			const close = nested.peek();
			if (close.kind === 'end') throw new EndOfInput(')', this.source.length, ')');
			if (close.text !== ')' || close.kind !== 'operator') nested.unexpected(close);
			const moves = nested.inSubstitution && nested.hasPendingHereDocuments;
			const end = close.end + (moves ? nested.moveHereDocuments(close.start) : 0);
			this.source = nested.source;
			this.parts = nested.parts;
			if (this.source.slice(from, end).includes('\n'))
				this.longSubstitutions.push([this.source.length - from, this.source.length - end]);
			return end;
		} catch (error) {
			if (error instanceof EndOfInput && error.looking === '')
				throw new EndOfInput(')', this.source.length, ')', error.inHereDocument);
			if (error instanceof ShellSyntaxError) error.inSubstitution = true;
			throw error;
		}
	}

	/** For what stands inside, in the same text. */
	#nested(from: number, final: boolean): CommandReader {
		const { source, dialect, extendedGlob, inBraces } = this;
		const nested = new CommandReader(source, { dialect, extendedGlob, final, inBraces });
		nested.#depth = this.#depth + 1;
		nested.at = from;
		nested.parts = this.parts;
		nested.processes = this.processes;
		nested.shareDocuments(this);
		return nested;
	}

	protected override skipArray(from: number): number {
		const nested = this.#nested(from, this.final);
		try {
			const end = nested.#arrayEnd(from);
			this.source = nested.source;
			this.parts = nested.parts;
			return end;
		} catch (error) {
			// bash parses the literal only when it assigns: an error there is one of the assignment.
			if (error instanceof ShellSyntaxError) error.status = 1;
			throw error;
		}
	}

	#arrayEnd(from: number): number {
		for (;;) {
			this.assignmentsAllowed = false;
			const token = this.next();
			if (token.kind === 'end') {
				if (this.final) throw this.problem({ kind: 'unterminated', looking: ')', expecting: '' }, from - 1);
				throw new EndOfInput(')', from - 1);
			}
			if (token.kind === 'operator' && token.text === ')') return token.end;
			if (token.kind === 'operator' || token.kind === 'descriptor') this.unexpected(token);
		}
	}

	/** @param top whether a newline ends the list. */
	*#list(top: boolean): Steps<void> {
		this.skipToCommand();
		const outside = this.parts;
		this.parts = 0;
		const starts = [this.peek().start];
		const inside = yield* this.#items(top, starts);
		// The bodies of here-documents that come behind the list belong to its last group: they must not stand apart.
		const mayBeCut = this.#cuts !== undefined && (top || !this.hasPendingHereDocuments);
		const isLong = starts.length > 1 || (!top && this.parts > BODY_PARTS && outside > GROUP_PARTS);
		if (mayBeCut && isLong) this.#cuts?.push({ starts, end: top ? Infinity : this.peek().start });
		this.parts = mayBeCut && isLong ? outside + 1 : outside + inside + this.parts;
	}

	/** @param starts takes where groups begin. @returns how much stands in all of them but the last. */
	*#items(top: boolean, starts: number[]): Steps<number> {
		let inside = 0;
		for (;;) {
			yield* this.#andOr();
			const token = this.peek();
			if (token.kind === 'newline') {
				if (top) return inside;
				this.skipToCommand();
			} else if (token.kind === 'operator' && (token.text === ';' || token.text === '&')) {
				if (token.text === '&') this.separateAmpersand(token);
				this.next();
				this.expandAlias();
				if (top && (this.peek().kind === 'newline' || this.peek().kind === 'end')) return inside;
				if (!top) this.skipToCommand();
			} else return inside;
			if (this.#endsList()) return inside;
			if (this.#cuts !== undefined && this.parts >= GROUP_PARTS && !this.hasPendingHereDocuments) {
				starts.push(this.peek().start);
				inside += this.parts;
				this.parts = 0;
				yield;
			}
		}
	}

	#endsList(): boolean {
		const token = this.peek();
		if (token.kind === 'end') return true;
		if (token.kind === 'operator') return token.text === ')' || token.text.startsWith(';;') || token.text === ';&';
		return token.kind === 'word' && isReserved(token.text, this.dialect) && LIST_ENDS.has(token.text);
	}

	*#compoundList(expecting: string): Steps<void> {
		try {
			yield* this.#list(false);
		} catch (error) {
			if (!(error instanceof EndOfInput) || error.looking !== '' || error.expecting !== '') throw error;
			throw new EndOfInput('', error.start, expecting, error.inHereDocument, error.awaited || expecting);
		}
		if (this.peek().kind === 'end') throw new EndOfInput('', this.at, expecting);
	}

	*#andOr(): Steps<void> {
		yield* this.#pipeline();
		while (this.isOperator('&&') || this.isOperator('||')) {
			this.next();
			this.skipToCommand();
			yield* this.#pipeline();
		}
	}

	*#pipeline(): Steps<void> {
		let prefixed = false;
		while (this.isReserved('!') || this.isReserved('time')) {
			const isTime = this.next().text === 'time';
			prefixed = true;
			this.reread();
			if (isTime && this.peek().kind === 'word' && this.peek().text === '-p') this.next();
		}
		const token = this.peek();
		const ends = token.kind === 'newline' || token.kind === 'end' || (token.kind === 'operator' && token.text === ';');
		if (prefixed && ends && this.dialect !== 'dash') return;
		yield* this.#command();
		while (this.isOperator('|') || this.isOperator('|&')) {
			this.next();
			this.skipToCommand();
			yield* this.#command();
		}
	}

	*#command(): Steps<void> {
		this.assignmentsAllowed = true;
		this.expandAlias();
		const token = this.peek();
		if (token.kind === 'end') throw new EndOfInput('', token.start);
		if (token.kind === 'newline') this.unexpected(token);
		if (token.kind === 'operator') {
			if (token.text === '(') yield* this.#subshell();
			else if (!REDIRECTIONS.has(token.text)) this.unexpected(token);
			else if (this.simpleCommand()) yield* this.#functionBody();
			return;
		}
		if (token.kind === 'word' && isReserved(token.text, this.dialect)) yield* this.#reserved(token);
		else if (this.simpleCommand()) yield* this.#functionBody();
	}

	*#reserved(token: Token): Steps<void> {
		switch (token.text) {
			case '{':
				this.next();
				yield* this.#compoundList('}');
				this.expectReserved('}');
				break;
			case 'if':
				yield* this.#if();
				break;
			case 'while':
			case 'until':
				this.next();
				yield* this.#compoundList('do');
				yield* this.#doGroup();
				break;
			case 'for':
			case 'select':
				yield* this.#for();
				break;
			case 'case':
				yield* this.#case();
				break;
			case '[[':
				this.next();
				this.testCommand();
				break;
			case 'function':
				yield* this.#functionKeyword();
				return;
			case 'coproc':
				yield* this.#coproc();
				return;
			default:
				this.unexpected(token);
		}
		this.redirections();
	}

	*#if(): Steps<void> {
		this.next();
		yield* this.#compoundList('then');
		this.expectReserved('then');
		yield* this.#compoundList('fi');
		while (this.isReserved('elif')) {
			this.next();
			yield* this.#compoundList('then');
			this.expectReserved('then');
			yield* this.#compoundList('fi');
		}
		if (this.isReserved('else')) {
			this.next();
			yield* this.#compoundList('fi');
		}
		this.expectReserved('fi');
	}

	*#doGroup(): Steps<void> {
		this.expectReserved('do');
		yield* this.#compoundList('done');
		this.expectReserved('done');
	}

	*#for(): Steps<void> {
		const keyword = this.next();
		if (keyword.text === 'for' && this.dialect === 'bash' && this.source.startsWith('((', this.peek().start)) {
			yield* this.#arithmeticFor();
			return;
		}
		this.expandNextAlias();
		if (this.peek().text.includes('\\\n')) this.joinLines(this.peek().start, this.peek().end);
		const name = this.peek();
		if (this.dialect !== 'bash' && (name.kind !== 'word' || !/^[A-Za-z_]\w*$/.test(name.text))) {
			throw this.problem({ kind: 'message', text: 'Bad for loop variable' }, name.start);
		}
		if (name.kind === 'end') throw new EndOfInput('newline', name.start);
		if (name.kind !== 'word') this.unexpected(name);
		this.next();
		this.skipNewlines();
		this.expandNextAlias();
		if (this.isReserved('in')) {
			this.next();
			this.skipWords();
			const end = this.peek();
			if (end.kind === 'end') throw new EndOfInput('', end.start, 'do');
			if (end.kind !== 'newline' && !this.isOperator(';')) this.unexpected(end);
			this.next();
			this.skipNewlines();
		} else if (this.isOperator(';')) {
			this.next();
			this.skipNewlines();
		}
		yield* this.#loopBody();
	}

	*#loopBody(): Steps<void> {
		if (this.isReserved('{')) {
			this.next();
			yield* this.#compoundList('}');
			this.expectReserved('}');
		} else yield* this.#doGroup();
	}

	*#arithmeticFor(): Steps<void> {
		const start = this.peek().start;
		const end = this.arithmeticEnd(start + 2);
		if (end === undefined) this.unexpected(this.peek());
		const header = this.source.slice(start, end);
		if (header.split(';').length !== 3) {
			const text =
				header.split(';').length < 3 ? 'syntax error: arithmetic expression required' : "syntax error: `;' unexpected";
			throw this.problem({ kind: 'message', text, repeat: header }, start);
		}
		this.reread();
		this.at = end ?? start;
		if (this.isOperator(';')) this.next();
		this.skipNewlines();
		yield* this.#loopBody();
	}

	*#case(): Steps<void> {
		this.next();
		this.assignmentsAllowed = false;
		const word = this.peek();
		if (word.kind === 'end') throw new EndOfInput('newline', word.start);
		if (word.kind !== 'word') this.unexpected(word);
		this.next();
		this.skipNewlines();
		this.expectReserved('in');
		this.skipNewlines();
		while (!this.isReserved('esac')) {
			yield* this.#caseItem();
			this.skipNewlines();
		}
		this.next();
	}

	*#caseItem(): Steps<void> {
		if (this.isOperator('(')) this.next();
		for (;;) {
			const pattern = this.peek();
			if (pattern.kind === 'end') throw new EndOfInput('', pattern.start, ')');
			if (pattern.kind !== 'word' && this.dialect === 'bash') this.unexpected(pattern, ')');
			this.next();
			if (pattern.kind === 'word') {
				if (!this.isOperator('|')) break;
				this.next();
				continue;
			}
			// Other shells look at what stands behind it first, where no word is reserved.
			const behind = this.peek();
			this.unexpected(behind.kind === 'word' ? { ...behind, text: 'word' } : behind, ')');
		}
		if (this.peek().kind === 'end') throw new EndOfInput(this.dialect === 'bash' ? 'newline' : '', this.at, ')');
		if (!this.isOperator(')')) this.unexpected(this.peek(), ')');
		this.next();
		this.skipNewlines();
		if (!this.#endsList()) yield* this.#list(false);
		const end = this.peek();
		// Whatever is expected, it is `esac` that ends it.
		if (end.kind === 'end') throw new EndOfInput('', end.start, ';;', false, 'esac');
		if (end.kind === 'operator' && (end.text.startsWith(';;') || end.text === ';&')) this.next();
		else if (!this.isReserved('esac')) this.unexpected(end, ';;');
	}

	*#subshell(): Steps<void> {
		const open = this.peek();
		if (this.source[open.end] === '(' && this.dialect === 'bash') {
			const end = this.arithmeticEnd(open.end + 1);
			if (end !== undefined) {
				this.reread();
				this.at = end;
				this.redirections();
				return;
			}
			this.readAgain = { start: open.end, end: this.skipBalanced(open.end + 1, '(', ')') + 1 };
		}
		if (this.source[open.end] === '(' && this.dialect !== 'bash') {
			// No arithmetic command here: two subshells, which a bash parser must not take for one.
			this.source = `${this.source.slice(0, open.end)} ${this.source.slice(open.end)}`;
		}
		this.next();
		yield* this.#compoundList(')');
		if (!this.isOperator(')')) this.unexpected(this.peek(), ')');
		this.next();
		this.redirections();
	}

	*#functionKeyword(): Steps<void> {
		this.next();
		const name = this.peek();
		if (name.kind === 'end') throw new EndOfInput('newline', name.start);
		if (name.kind !== 'word') this.unexpected(name);
		this.next();
		if (this.isOperator('(')) {
			this.next();
			if (!this.isOperator(')')) this.unexpected(this.peek());
			this.next();
		}
		yield* this.#functionBody();
	}

	*#functionBody(): Steps<void> {
		this.skipNewlines();
		const token = this.peek();
		if (token.kind === 'end') throw new EndOfInput('', token.start);
		const compound =
			(token.kind === 'operator' && token.text === '(') ||
			(token.kind === 'word' && isReserved(token.text, this.dialect) && COMPOUND_STARTS.has(token.text));
		if (!compound && this.dialect === 'bash') this.unexpected(token);
		yield* this.#command();
	}

	*#coproc(): Steps<void> {
		this.next();
		const first = this.peek();
		if (first.kind === 'end') throw new EndOfInput('newline', first.start);
		if (first.kind === 'word' && !isReserved(first.text, this.dialect)) {
			const after = this.#compoundFollows(first.end);
			if (after) this.next();
		}
		yield* this.#command();
	}

	#compoundFollows(from: number): boolean {
		return /^[ \t]*(\{[\s]|\(|(if|while|until|for|case|select)\b|\[\[\s)/.test(this.source.slice(from, from + 40));
	}
}

/** The last line goes on in the next. */
const CONTINUED = /(^|\n)(?!\s*#)[^\n]*(?<!\\)(\\\\)*\\\n$/;

const LIST_ENDS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);
const COMPOUND_STARTS = new Set(['{', 'if', 'while', 'until', 'for', 'select', 'case', '[[']);
