import { EndOfInput } from './scanner.ts';
import { type Token, Tokenizer } from './tokenizer.ts';

interface PendingHereDocument {
	readonly delimiter: string;
	readonly stripTabs: boolean;
	/** The delimiter is not quoted: a backslash at the end of a line joins it to the next. */
	readonly joinsLines: boolean;
	readonly start: number;
}

/** A here-document that the text's end ends, or how many a substitution leaves `unterminated`. */
export interface HereDocumentWarning {
	readonly delimiter: string;
	readonly startLine: number;
	readonly endLine: number;
	readonly unterminated?: number;
}

/** Reads the here-documents that wait for the end of a line. */
export abstract class HereDocumentReader extends Tokenizer {
	warnings: HereDocumentWarning[] = [];
	/** Between `$(` and `)`: a parenthesis may stand behind a delimiter. */
	protected inSubstitution = false;
	/** More text will not come. */
	protected atLast = this.final;
	/** Where newlines were added that are not in the text. */
	protected addedNewlines: number[] = [];
	#pending: PendingHereDocument[] = [];

	protected shareDocuments({ warnings, atLast, addedNewlines }: HereDocumentReader): void {
		this.warnings = warnings;
		this.atLast = atLast;
		this.addedNewlines = addedNewlines;
	}

	protected get hasPendingHereDocuments(): boolean {
		return this.#pending.length > 0;
	}

	protected addHereDocument(delimiterWord: Token, stripTabs: boolean): void {
		this.#pending.push({
			delimiter: unquoteDelimiter(delimiterWord.text),
			stripTabs,
			joinsLines: !/["'\\$]/.test(delimiterWord.text),
			start: delimiterWord.start,
		});
	}

	protected override lineAt(position: number): number {
		const added = this.addedNewlines.reduce((count, at) => (at < position ? count + 1 : count), 0);
		return super.lineAt(position) - added;
	}

	protected override readHereDocuments(): void {
		if (this.#pending.length === 0) return;
		const pending = this.#pending;
		this.#pending = [];
		for (const document of pending) this.#readHereDocument(document);
	}

	/**
	 * A substitution's commands end at `close`, its here-documents begin in the next line: they are moved before it.
	 * Models bash parse.y parse_comsub.
	 * @returns how much longer the text before `close` is.
	 */
	protected moveHereDocuments(close: number): number {
		const count = this.#pending.length;
		const newline = this.source.indexOf('\n', close);
		if (newline < 0 && !this.atLast) throw new EndOfInput('', close, '', true);
		const from = newline < 0 ? this.source.length : newline + 1;
		this.countCopy();
		const line = this.lineAt(close);
		this.warnings.push({ delimiter: '', startLine: line, endLine: line, unterminated: count });
		const known = this.warnings.length;
		this.at = from;
		this.readHereDocuments();
		const body = this.source.slice(from, this.at);
		const missing = this.warnings.slice(known).map(({ delimiter }) => `${delimiter}\n`);
		const ended = body === '' || body.endsWith('\n') ? body : `${body}\n`;
		const moved = `\n${ended}${missing.join('')}`;
		this.source = this.source.slice(0, close) + moved + this.source.slice(close, from) + this.source.slice(this.at);
		this.addedNewlines.push(close);
		return moved.length;
	}

	/** A line of a here-document. @param joins one that ends in a backslash goes on in the next. */
	#documentLine(joins: boolean): string {
		let line = '';
		for (;;) {
			const newline = this.source.indexOf('\n', this.at);
			const end = newline < 0 ? this.source.length : newline;
			line += this.source.slice(this.at, end);
			this.at = Math.min(end + 1, this.source.length);
			if (!joins || newline < 0 || !/(?<!\\)(\\\\)*\\$/.test(line)) return line;
			line = line.slice(0, -1);
		}
	}

	#readHereDocument(document: PendingHereDocument): void {
		const { delimiter, stripTabs } = document;
		const from = this.at;
		for (;;) {
			if (this.at >= this.source.length) {
				if (!this.atLast) throw new EndOfInput('', document.start, '', true, delimiter);
				const end = this.lineAt(this.source.length) - (this.source.endsWith('\n') ? 1 : 0);
				this.#endedBySomethingElse(delimiter, from, end);
				return;
			}
			const lineStart = this.at;
			const line = this.#documentLine(document.joinsLines);
			if (document.joinsLines) this.spend(expansionsIn(line));
			const text = stripTabs ? line.replace(/^\t+/, '') : line;
			if (text === delimiter) return;
			if (this.inSubstitution && text.startsWith(delimiter) && text.includes(')', delimiter.length)) {
				const end = lineStart + line.length - text.length + delimiter.length;
				this.#endedBySomethingElse(delimiter, from, this.lineAt(lineStart));
				this.source = `${this.source.slice(0, end)}\n${this.source.slice(end)}`;
				this.addedNewlines.push(end);
				this.at = end + 1;
				return;
			}
		}
	}

	#endedBySomethingElse(delimiter: string, from: number, endLine: number): void {
		// A body begins on the line before its first one.
		this.warnings.push({ delimiter, startLine: Math.max(1, this.lineAt(from) - 1), endLine });
	}
}

function expansionsIn(line: string): number {
	let count = 0;
	for (let i = line.indexOf('$'); i >= 0; i = line.indexOf('$', i + 1)) count++;
	return count;
}

/** The delimiter of a here-document without its quotes. */
export function unquoteDelimiter(text: string): string {
	let out = '';
	let quote = '';
	for (let i = 0; i < text.length; i++) {
		const c = text[i] as string;
		if (quote === '' && (c === "'" || c === '"')) quote = c;
		else if (c === quote) quote = '';
		else if (c === '\\' && quote !== "'") out += text[++i] ?? '';
		else out += c;
	}
	return out;
}
