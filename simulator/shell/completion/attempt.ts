import type { CompletionRequest, LineEditor } from '../readline/line-editor.ts';
import type { Shell } from '../state/shell.ts';
import { wordAtCursor } from './line-scan.ts';

/** COMP_TYPE: a Tab, a list, a list when ambiguous, a list when unchanged, a menu, all of them. */
export type CompletionType = 'tab' | 'list' | 'ambiguous' | 'unmodified' | 'menu' | 'all';

export const COMP_TYPES: Readonly<Record<CompletionType, number>> = {
	tab: 9,
	list: 63,
	ambiguous: 33,
	unmodified: 64,
	menu: 37,
	all: 42,
};

/** One completion of the word before the cursor: what stands there, and how what is found is to be put in its place. */
export class Attempt {
	readonly shell: Shell;
	readonly line: string;
	/** The cursor's offset in the line. */
	readonly point: number;
	readonly start: number;
	/** The word as typed, from behind an open quote on. */
	readonly text: string;
	readonly foundQuote: boolean;
	readonly type: CompletionType;
	readonly source: CompletionRequest['source'];
	/** The key that asked. */
	readonly key: string;
	readonly continued: LineEditor['continued'];
	quote: string;
	/** Matches are paths: directories get a slash, lists show the last component. */
	filenames = false;
	quotes = true;
	sorted = true;
	/** What is put behind a single match. */
	append = ' ';
	appendsQuote = true;
	/** Nothing else is looked for. */
	over = false;
	onlyDirectories = false;
	/** Something was written in the midst of the line. */
	printed = false;
	/** The word begins with an expansion, whose characters stay as they are. */
	keepsExpansions = false;

	constructor(editor: LineEditor, type: CompletionType, { source, key }: CompletionRequest) {
		const { shell, buffer } = editor;
		this.shell = shell;
		this.line = buffer.text;
		this.point = buffer.textBefore().length;
		this.type = type;
		this.source = source;
		this.key = key;
		this.continued = editor.continued;
		const word = wordAtCursor(this.line, this.point, this.breaks);
		this.start = word.start;
		this.quote = word.quote;
		this.foundQuote = word.foundQuote;
		this.text = this.line.slice(word.start, this.point);
	}

	get breaks(): string {
		return this.shell.variables.get('COMP_WORDBREAKS') ?? '';
	}

	isOn(variable: string): boolean {
		return this.shell.keyBindings?.isOn(variable) === true;
	}

	/** `completion-ignore-case` and `completion-map-case`. */
	fold(text: string): string {
		if (!this.isOn('completion-ignore-case')) return text;
		return this.isOn('completion-map-case') ? text.toLowerCase().replaceAll('_', '-') : text.toLowerCase();
	}
}
