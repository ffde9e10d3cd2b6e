import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { joinLines, setChangeMarks } from '../normal/operators.ts';
import type { Found } from '../normal/search.ts';
import { matchInLine, splitPattern } from '../normal/search.ts';
import { firstNonBlank, nextOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand } from './ex-command.ts';
import { textOfValue } from './expression-value.ts';
import { expandReplacement } from './replacement.ts';

interface Plan {
	readonly pattern: string;
	readonly replacement: string;
	readonly flags: string;
	readonly first: number;
	readonly last: number;
}

/** `:s`, `:&&` and `:~`. */
export function* substitute(command: ExCommand): Task<void> {
	const { editor } = command;
	const plan = planOf(command);
	editor.lastSubstitute = { pattern: plan.pattern, replacement: plan.replacement, flags: plan.flags };
	if (command.name !== '~')
		editor.lastSearch = { pattern: plan.pattern, forward: editor.lastSearch?.forward ?? true, offset: '' };
	editor.highlightOff = false;
	yield* new Substitution(editor, plan).run();
}

function planOf({ editor, name, args, range }: ExCommand): Plan {
	const previous = editor.lastSubstitute;
	let { pattern, replacement } = { pattern: previous?.pattern ?? '', replacement: previous?.replacement ?? '' };
	let rest = args;
	let kept = name === '&&' ? (previous?.flags ?? '') : '';
	const delimiter = args[0];
	if (name === 'substitute' && delimiter !== undefined && /[^a-zA-Z0-9_\s"|\\]/.test(delimiter)) {
		const split = splitPattern(args.slice(1), delimiter);
		pattern = split.pattern.replaceAll(
			`\\${delimiter}`,
			'/*&^.~$[]'.includes(delimiter) && delimiter !== '/' ? `\\${delimiter}` : delimiter,
		);
		if (pattern === '') {
			if (editor.lastSearch === undefined) throw new VimError('E35: No previous regular expression');
			({ pattern } = editor.lastSearch);
		}
		const end = unescapedIndex(split.rest, delimiter);
		const typed = (end < 0 ? split.rest : split.rest.slice(0, end)).replaceAll(
			`\\${delimiter}`,
			delimiter === '&' ? '\\&' : delimiter,
		);
		replacement = typed.startsWith('\\=') ? typed : tildeOf(typed, previous?.replacement ?? '', editor.flag('magic'));
		rest = end < 0 ? '' : split.rest.slice(end + 1);
	} else {
		if (name === '~' && editor.lastSearch !== undefined) ({ pattern } = editor.lastSearch);
		if (previous === undefined) throw new VimError('E33: No previous substitute regular expression');
	}
	const match = /^([&cegiInp#lr]*)[ \t]*(\d*)[ \t]*(.*)$/.exec(rest.trim()) as RegExpExecArray;
	if (match[3] !== '') throw new VimError(`E488: Trailing characters: ${match[3]}`);
	let flags = match[1] as string;
	if (flags.startsWith('&')) {
		kept = previous?.flags ?? '';
		flags = flags.slice(1);
	}
	if (flags.includes('r') && editor.lastSearch !== undefined) ({ pattern } = editor.lastSearch);
	const count = match[2] === '' ? 0 : Number(match[2]);
	if (match[2] !== '' && count === 0) throw new VimError('E939: Positive count required');
	const first = count > 0 ? range.last : range.first;
	const last = count > 0 ? Math.min(range.last + count - 1, editor.buffer.lastLine) : range.last;
	return { pattern, replacement, flags: combine(kept, flags), first, last };
}

/** `g` twice is none. */
function combine(kept: string, flags: string): string {
	return kept.includes('g') && flags.includes('g') ? (kept + flags).replaceAll('g', '') : kept + flags;
}

function unescapedIndex(text: string, char: string): number {
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '\\') at++;
		else if (text[at] === char) return at;
	}
	return -1;
}

/** `~` in a replacement stands for the one before. */
function tildeOf(text: string, previous: string, magic: boolean): string {
	return text.replace(/\\(.)|~/gs, (whole, escaped: string | undefined) => {
		if (escaped === undefined) return magic ? previous : whole;
		return escaped === '~' ? (magic ? '~' : previous) : whole;
	});
}

class Substitution {
	readonly #editor: Editor;
	readonly #plan: Plan;
	#count = 0;
	#lines = 0;
	#lastLine = -1;
	#ask: boolean;
	#asked = false;
	#quit = false;

	constructor(editor: Editor, plan: Plan) {
		this.#editor = editor;
		this.#plan = plan;
		this.#ask = plan.flags.includes('c');
	}

	*run(): Task<void> {
		const editor = this.#editor;
		const { flags, pattern, first } = this.#plan;
		if (!flags.includes('n')) editor.checkModifiable();
		const force = flags.includes('i') ? '\\c' : flags.includes('I') ? '\\C' : '';
		if (pattern === '\\n' && this.#plan.replacement === '' && !/[cn]/.test(flags)) {
			this.#joinAll();
			return;
		}
		const regexp = editor.regexp(pattern + force);
		const cursor = editor.window.position;
		let last = this.#plan.last;
		for (let line = first; line <= last && !this.#quit; ) {
			const before = editor.buffer.lineCount;
			const used = yield* this.#line(line, regexp);
			const grown = editor.buffer.lineCount - before;
			last += grown;
			line += used + grown;
			yield* editor.tick();
		}
		if (this.#count === 0) {
			if (this.#asked) return;
			editor.window.line = Math.min(cursor.line, editor.buffer.lastLine);
			if (flags.includes('e')) return;
			if (!editor.globalBusy) throw new VimError(`E486: Pattern not found: ${pattern}`);
			return;
		}
		this.#report(cursor);
	}

	/** `:%s/\n//` makes one line of all. */
	#joinAll(): void {
		const editor = this.#editor;
		const { first, last } = this.#plan;
		const count = Math.min(last + 1, editor.buffer.lastLine) - first;
		if (count < 1) throw new VimError('E486: Pattern not found: \\n');
		joinLines(editor, first, count + 1, false);
		reportSubstitutions(editor, count, 1);
	}

	#report(cursor: { line: number; column: number }): void {
		const editor = this.#editor;
		const { flags } = this.#plan;
		if (flags.includes('n')) {
			const what = this.#count === 1 ? '1 match' : `${this.#count} matches`;
			editor.messages.say(`${what} on ${this.#lines === 1 ? '1 line' : `${this.#lines} lines`}`);
			editor.moveTo(cursor);
			return;
		}
		if (this.#lastLine >= 0 && !this.#ask) {
			editor.window.line = Math.min(this.#lastLine, editor.buffer.lastLine);
			const { text } = editor.window;
			editor.window.column = Math.max(0, Math.min(firstNonBlank(text), text.length - 1));
			editor.keepColumn();
			setChangeMarks(editor, { line: this.#plan.first, column: 0 }, { line: editor.window.line, column: 0 });
		}
		if (editor.globalBusy) {
			editor.globalSubstitutions = {
				count: (editor.globalSubstitutions?.count ?? 0) + this.#count,
				lines: (editor.globalSubstitutions?.lines ?? 0) + this.#lines,
			};
			return;
		}
		reportSubstitutions(editor, this.#count, this.#lines);
		if (/[p#l]/.test(flags)) editor.messages.list([editor.window.text]);
	}

	/** One line; returns how many lines of the old text it used. */
	*#line(line: number, regexp: ReturnType<Editor['regexp']>): Task<number> {
		const editor = this.#editor;
		const { flags } = this.#plan;
		const global = flags.includes('g') !== editor.flag('gdefault');
		let out = '';
		let copied = { line, column: 0 };
		let search = { line, column: 0 };
		let here = 0;
		for (;;) {
			const match = matchInLine(editor, regexp, search.line, search.column);
			if (match === undefined) break;
			const empty = match.start.line === match.end.line && match.start.column === match.end.column;
			const text = editor.buffer.line(match.start.line);
			const shown = here === 0 ? text : (out.split('\r').at(-1) as string) + text.slice(copied.column);
			const answer = flags.includes('n') ? 'count' : yield* this.#allowed(match, shown);
			if (answer === 'yes' || answer === 'count') {
				this.#count++;
				if (here++ === 0) this.#lines++;
				if (this.#asked) editor.moveTo({ line: match.start.line, column: 0 });
				out += text.slice(match.start.line === copied.line ? copied.column : 0, match.start.column);
				if (answer === 'yes') out += yield* this.#replacement(match);
				copied = match.end;
			}
			if (this.#quit || !global) break;
			search = match.end;
			if (empty) {
				if (match.end.column >= text.length) break;
				search = { line: match.end.line, column: nextOffset(text, match.end.column) };
			}
			if (search.line !== line && search.line > this.#plan.last + 100_000) break;
		}
		if (here === 0 || flags.includes('n')) return 1;
		out += editor.buffer.line(copied.line).slice(copied.column);
		const used = copied.line - line + 1;
		const pieces = out.split('\r').map((piece) => piece.replaceAll('\ue00d', '\r'));
		if (copied.line > editor.buffer.lastLine) pieces.pop();
		const real = Math.min(used, editor.buffer.lineCount - line);
		// Where an undo puts the cursor.
		if (!this.#asked) {
			editor.window.line = line;
			editor.window.column = 0;
		}
		editor.buffer.keepLines(line, real, true);
		editor.buffer.replaceLines(line, real, pieces);
		this.#lastLine = line + pieces.length - 1;
		return real;
	}

	*#replacement(match: Found): Task<string> {
		const { replacement } = this.#plan;
		if (!replacement.startsWith('\\=')) return expandReplacement(replacement, match.groups, this.#editor.flag('magic'));
		const source = replacement
			.slice(2)
			.replace(
				/submatch\((\d)\)/g,
				(_, group: string) => `'${(match.groups[Number(group)] ?? '').replaceAll("'", "''")}'`,
			);
		return textOfValue(yield* this.#editor.parts.evaluate(this.#editor, source)).replaceAll('\n', '\r');
	}

	/** What was replaced in the line before is shown while the next is asked for. */
	*#allowed(match: Found, shown: string): Task<'yes' | 'no'> {
		if (!this.#ask) return 'yes';
		const editor = this.#editor;
		const { line } = match.start;
		this.#asked = true;
		const before = editor.buffer.lend(line, shown);
		const by = shown.length - before.length;
		const at = ({ line: row, column }: Position): Position =>
			row === line ? { line, column: column + by } : match.end;
		editor.moveTo(at(match.start));
		editor.incremental = { start: at(match.start), end: at(match.end) };
		editor.question = `replace with ${this.#plan.replacement} (y/n/a/q/l/^E/^Y)?`;
		try {
			for (;;) {
				editor.buffer.undo.close();
				const key = yield* editor.keys.next(undefined);
				if (key === 'y') return 'yes';
				if (key === 'n') return 'no';
				if (key === 'a') {
					this.#ask = false;
					return 'yes';
				}
				if (key === 'l') {
					this.#quit = true;
					return 'yes';
				}
				if (key === '\x03') editor.messages.error('Interrupted');
				if (key === 'q' || key === '\x1b' || key === '\x03') {
					this.#quit = true;
					return 'no';
				}
			}
		} finally {
			editor.buffer.lend(line, before);
			editor.incremental = undefined;
			editor.question = undefined;
			editor.messages.shown = undefined;
		}
	}
}

/** "4 substitutions on 2 lines", when they are more than 'report'. */
export function reportSubstitutions(editor: Editor, count: number, lines: number): void {
	if (count <= editor.number('report')) return;
	const what = count === 1 ? '1 substitution' : `${count} substitutions`;
	editor.messages.say(`${what} on ${lines === 1 ? '1 line' : `${lines} lines`}`);
}
