import { type Dialect, isReserved } from './dialect.ts';
import { HereDocumentReader } from './here-document-reader.ts';
import { EndOfInput } from './scanner.ts';
import { ShellSyntaxError, type SyntaxProblem } from './syntax-error.ts';
import type { Token } from './tokenizer.ts';

export interface ReaderOptions {
	readonly dialect: Dialect;
	readonly extendedGlob: boolean;
	/** No more text will come. */
	readonly final: boolean;
	/** The value of an alias, when aliases are expanded. */
	readonly alias?: ((name: string) => string | undefined) | undefined;
	/** What a single quote is in a braced expansion in double quotes: of POSIX mode an ordinary character. */
	readonly inBraces?: 'quotes' | 'ordinary' | 'unknown';
}

/** Of what is parsed as one: a command without its long lists. */
const PARTS_MAX = 12_000;

/** What all the grammar's rules use: looking at tokens, saying what is wrong, and putting aliases into the source. */
export abstract class GrammarReader extends HereDocumentReader {
	readonly #alias: ((name: string) => string | undefined) | undefined;
	/** Alias texts spliced into the source: inside them the same alias is not expanded again. */
	protected spliced: { readonly name: string; start: number; end: number }[] = [];
	protected aliasNextWordFrom = -1;

	constructor(source: string, options: ReaderOptions) {
		super(source, options.dialect, options.extendedGlob, options.final, options.inBraces);
		this.#alias = options.alias;
	}

	protected override next(): Token {
		this.spend(1);
		return super.next();
	}

	protected override spend(parts: number): void {
		this.parts += parts;
		if (this.parts > PARTS_MAX) throw this.problem({ kind: 'message', text: 'command too long' }, this.at);
	}

	/** Replaces an alias at the reading position by its text, as often as the result is one again. */
	protected expandAlias(): void {
		if (this.#alias === undefined) return;
		for (let count = 0; count < 100; count++) {
			const token = this.peek();
			if (token.kind !== 'word') return;
			const name = token.text;
			if (this.spliced.length > 10) this.spliced = this.spliced.filter((region) => region.end > token.start);
			const value = /^[^\s'"\\$`/]+$/.test(name) ? this.#alias(name) : undefined;
			if (value === undefined) return;
			if (
				this.spliced.some((region) => region.name === name && token.start >= region.start && token.start < region.end)
			)
				return;
			this.splice(token, value);
			this.spliced.push({ name, start: token.start, end: token.start + value.length });
			if (/[ \t]$/.test(value)) {
				const rest = /^(?:[ \t]|\\\n)*/.exec(this.source.slice(token.start + value.length)) as RegExpExecArray;
				this.aliasNextWordFrom = token.start + value.length + rest[0].length;
			}
		}
	}

	protected splice(token: Token, text: string): void {
		const grown = text.length - (token.end - token.start);
		this.countCopy();
		this.source = this.source.slice(0, token.start) + text + this.source.slice(token.end);
		for (const region of this.spliced) {
			if (region.end >= token.end) region.end += grown;
			if (region.start >= token.end) region.start += grown;
		}
		this.at = token.start;
		this.reread();
	}

	/** An ordinary word here that a bash parser would take for a reserved one. */
	protected escapeWord(token: Token): void {
		this.splice(token, `\\${token.text}`);
	}

	/** Between `[[` and `]]`, busybox's `&&` and `||` are words. */
	protected quoteLogical(): void {
		const token = this.peek();
		if (token.kind !== 'operator' || (token.text !== '&&' && token.text !== '||')) return;
		this.reread();
		this.source = `${this.source.slice(0, token.start)}'${token.text}'${this.source.slice(token.end)}`;
	}

	protected skipNewlines(): void {
		while (this.peek().kind === 'newline') this.next();
	}

	/** Up to the first word of a command: an alias of nothing is none. */
	protected skipToCommand(): void {
		do {
			this.skipNewlines();
			this.expandAlias();
		} while (this.peek().kind === 'newline');
	}

	/** Arguments, up to what is none. */
	protected skipWords(): void {
		this.assignmentsAllowed = false;
		for (this.expandNextAlias(); this.peek().kind === 'word'; this.expandNextAlias()) this.next();
	}

	/** `a &> f` is `a & > f` where `&>` is no operator: a bash parser must not join them. */
	protected separateAmpersand(token: Token): void {
		if (this.dialect !== 'dash' || this.source[token.end] !== '>') return;
		this.source = `${this.source.slice(0, token.end)} ${this.source.slice(token.end)}`;
	}

	/** Expands an alias where the text of the one before says that the next word may be one, too. */
	protected expandNextAlias(): void {
		if (this.peek().start === this.aliasNextWordFrom) this.expandAlias();
	}

	protected isOperator(text: string): boolean {
		const token = this.peek();
		return token.kind === 'operator' && token.text === text;
	}

	protected isReserved(word: string): boolean {
		const token = this.peek();
		return token.kind === 'word' && token.text === word && isReserved(word, this.dialect);
	}

	protected expectReserved(word: string): void {
		const token = this.peek();
		if (token.kind === 'end') throw new EndOfInput('', token.start, word);
		if (!this.isReserved(word)) this.unexpected(token, word);
		this.next();
	}

	protected unexpected(token: Token, expecting = ''): never {
		if (token.kind === 'end') throw new EndOfInput('', token.start, expecting);
		const isWord = token.kind === 'word' && !isReserved(token.text, this.dialect);
		// bash has read the whole token by then.
		const at = this.dialect === 'bash' && token.kind === 'word' ? token.end - 1 : token.start;
		const text = this.dialect === 'bash' ? joined(token.text) : token.text;
		const problem = this.problem({ kind: 'unexpected', token: text, expecting, isWord }, at);
		// Other shells have read the line's end, and stand on the next.
		const beyond = text === 'newline' && this.dialect !== 'bash' ? 1 : 0;
		throw beyond === 0 ? problem : new ShellSyntaxError(problem.problem, problem.line + beyond, problem.lineText);
	}

	protected endOfInput(error: EndOfInput): never {
		if (error.looking === 'newline') {
			throw this.problem(
				{ kind: 'unexpected', token: 'newline', expecting: error.expecting, isWord: false },
				error.start,
			);
		}
		const line =
			error.looking === '' || error.start >= this.source.length
				? this.lineAt(this.source.length) + (this.source.endsWith('\n') || this.dialect !== 'bash' ? 0 : 1)
				: this.lineAt(error.start);
		throw new ShellSyntaxError(
			{ kind: 'unterminated', looking: error.looking, expecting: error.expecting },
			line,
			this.lineText(error.start),
		);
	}

	protected problem(problem: SyntaxProblem, position: number): ShellSyntaxError {
		return new ShellSyntaxError(problem, this.lineAt(position), this.lineText(position));
	}

	/** Where bash reads a `((…) …)` again that turned out to be no expression: its idea of a line then. */
	protected readAgain: { readonly start: number; readonly end: number } | undefined;

	protected lineText(position: number): string {
		const again = this.readAgain;
		if (again !== undefined && position >= again.start && position < again.end) {
			return this.source.slice(again.start, again.end);
		}
		const start = this.source.lastIndexOf('\n', position - 1) + 1;
		const end = this.source.indexOf('\n', position);
		return this.source.slice(start, end < 0 ? this.source.length : end);
	}
}

/** Without the ends of lines that a backslash takes away: not in single quotes. */
function joined(text: string): string {
	if (!text.includes('\\\n')) return text;
	return text.replace(/'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\\n/g, (part) =>
		part.startsWith("'") ? part : part.replaceAll('\\\n', ''),
	);
}
