import { DEFAULT_LIMITS } from '../../../../machinery/limits.ts';
import { VimError } from '../vim-error.ts';
import type { Position, SelectedArea } from './position.ts';
import type { UndoBlock } from './undo-tree.ts';
import { UndoTree } from './undo-tree.ts';

/** Characters that the text of one buffer may have. */
const TEXT_MAX = DEFAULT_LIMITS.fileBytes;

/** Who wants to know that lines have come or gone: marks, jump lists, folds, windows. */
export interface LineListener {
	linesChanged(buffer: TextBuffer, at: number, removed: number, added: number): void;
}

/** A text as lines, with its marks and its past. There is always one line. */
export class TextBuffer {
	readonly number: number;
	/** As given; '' for none. */
	name: string;
	/** Absolute; '' for none. */
	path: string;
	readonly undo = new UndoTree();
	readonly marks = new Map<string, Position>();
	/** Values of options that each buffer has for itself. */
	readonly options = new Map<string, string | number | boolean>();
	/** Places of changes, oldest first, for g; and g,. */
	readonly changeList: Position[] = [];
	listed = true;
	loaded = false;
	/** The state that is in the file. */
	#saved: UndoBlock | undefined;
	#forceModified = false;
	/** Counts changes; screens and syntax look at it. */
	tick = 0;
	/** Names of the file's time and size as they were read or written last. */
	fileMtimeMs: number | undefined;
	fileSize = 0;
	/** The file's time that the user knows of: when it was read or written, or when a change of it was told. */
	seenMtimeMs: number | undefined;
	/** The buffer has a name, and no file was there when it was opened. */
	isNew = false;
	/** Said to have not been edited: `:file name`, `:0file`. */
	notEdited = false;
	/** The last line lacks its newline in the file. */
	noEol = false;
	/** Where the cursor was when the buffer was left. */
	lastCursor: Position = { line: 0, column: 0 };
	/** The line that `U` restores, as it was. */
	lineBefore: { line: number; column: number; text: string } | undefined;
	swapPath: string | undefined;
	/** Nothing at all is left, not even an empty line: what is written is empty. */
	hasNoLines = true;
	#lines: string[] = [''];
	#length = 0;
	readonly #now: () => number;
	readonly #listener: LineListener;
	/** Where the cursor is, for the undo of what is changed next. */
	readonly #cursor: () => Position;
	readonly #visual: () => SelectedArea | undefined;

	constructor(
		number: number,
		name: string,
		path: string,
		world: {
			now: () => number;
			listener: LineListener;
			cursor: () => Position;
			visual: () => SelectedArea | undefined;
		},
	) {
		this.number = number;
		this.name = name;
		this.path = path;
		this.#now = world.now;
		this.#listener = world.listener;
		this.#cursor = world.cursor;
		this.#visual = world.visual;
	}

	get lineCount(): number {
		return this.#lines.length;
	}

	get lastLine(): number {
		return this.#lines.length - 1;
	}

	get isEmpty(): boolean {
		return this.#lines.length === 1 && this.#lines[0] === '';
	}

	/** A line by its index; '' outside. */
	line(index: number): string {
		return this.#lines[index] ?? '';
	}

	slice(from: number, to: number): readonly string[] {
		return this.#lines.slice(from, to);
	}

	/** Characters, each line with its break. */
	get size(): number {
		return this.#length + this.#lines.length;
	}

	get modified(): boolean {
		return this.#forceModified || this.undo.state !== this.#saved;
	}

	/** Takes what the buffer holds now for what is in the file. */
	markSaved(): void {
		this.undo.close();
		this.#saved = this.undo.state;
		this.#forceModified = false;
	}

	setModified(on: boolean): void {
		if (on) this.#forceModified = true;
		else this.markSaved();
	}

	/** Puts a text in without any past. */
	load(lines: readonly string[]): void {
		this.hasNoLines = lines.length === 0;
		this.#lines = lines.length === 0 ? [''] : [...lines];
		this.#length = this.#lines.reduce((sum, line) => sum + line.length, 0);
		this.undo.clear();
		this.loaded = true;
		this.markSaved();
		this.tick++;
	}

	setLine(index: number, text: string): void {
		const before = this.#lines[index] as string;
		if (before === text) {
			if (!this.undo.isKept(index, 1)) this.#keepLine(index);
			// A change all the same, as far as undo is concerned.
			this.#note(index, [before], [text]);
			this.#noteChange(index);
			return;
		}
		this.#checkRoom(text.length - before.length);
		if (!this.undo.isKept(index, 1)) this.#keepLine(index);
		this.#note(index, [before], [text]);
		this.hasNoLines = false;
		this.#lines[index] = text;
		this.#length += text.length - before.length;
		this.#noteChange(index);
	}

	/** A command is going to change some of these lines, as one thing to undo. `U` brings one line back, but not what Ex commands did. */
	keepLines(first: number, count: number, byEx = false): void {
		const cursor = this.#cursor();
		if (count === 1 && !byEx) this.#keepLine(first);
		this.undo.keep(first, this.#lines.slice(first, first + count), {
			cursor,
			nowMs: this.#now(),
			hasNoLines: this.hasNoLines,
			visual: this.#visual(),
		});
	}

	/** For `U`. Models undo.c u_saveline. */
	#keepLine(index: number): void {
		if (this.lineBefore?.line === index) return;
		const { line, column } = this.#cursor();
		this.lineBefore = { line: index, column: line === index ? column : 0, text: this.line(index) };
	}

	/** Shows a line otherwise for a while, without any past; returns what it was. */
	lend(index: number, text: string): string {
		const before = this.line(index);
		this.#lines[index] = text;
		this.tick++;
		return before;
	}

	/** Before the line `at`, which may be one after the last. */
	insertLines(at: number, lines: readonly string[]): void {
		if (lines.length === 0) return;
		const length = lines.reduce((sum, line) => sum + line.length, 0);
		this.#checkRoom(length + lines.length);
		this.#note(at, [], lines);
		this.hasNoLines = false;
		this.#lines = splice(this.#lines, at, 0, lines);
		this.#length += length;
		this.#moveMarks(at, 0, lines.length);
		this.#noteChange(at);
	}

	/** What goes is returned. The last line of all leaves an empty one behind. */
	deleteLines(at: number, count: number): readonly string[] {
		const gone = this.#lines.slice(at, at + count);
		if (gone.length === 0) return gone;
		const all = gone.length === this.#lines.length;
		this.#note(at, gone, all ? [''] : []);
		this.hasNoLines = all;
		this.#lines = splice(this.#lines, at, gone.length, all ? [''] : []);
		this.#length -= gone.reduce((sum, line) => sum + line.length, 0);
		this.#moveMarks(at, gone.length, 0);
		this.#noteChange(at);
		return gone;
	}

	/** Other lines in the place of some; marks stay on their line numbers as far as there are lines. */
	replaceLines(at: number, count: number, lines: readonly string[]): void {
		const shared = Math.min(count, lines.length);
		for (let index = 0; index < shared; index++) this.setLine(at + index, lines[index] as string);
		if (count > shared) this.deleteLines(at + shared, count - shared);
		else this.insertLines(at + shared, lines.slice(shared));
	}

	#checkRoom(growth: number): void {
		if (growth > 0 && this.size + growth > TEXT_MAX) throw new VimError('E342: Out of memory!');
	}

	#note(at: number, before: readonly string[], after: readonly string[]): void {
		this.tick++;
		const cursor = this.#cursor();
		this.undo.note(at, before, after, {
			cursor,
			nowMs: this.#now(),
			hasNoLines: this.hasNoLines,
			visual: this.#visual(),
		});
	}

	/** For '. and g;: where text was changed. */
	#noteChange(at: number): void {
		const cursor = this.#cursor();
		const line = Math.min(at, this.lastLine);
		const column = line === cursor.line ? cursor.column : 0;
		this.marks.set('.', { line: at, column });
		const last = this.changeList.at(-1);
		if (last !== undefined && last.line === line && Math.abs(last.column - column) < 79) this.changeList.pop();
		this.changeList.push({ line, column });
		if (this.changeList.length > 100) this.changeList.shift();
	}

	#moveMarks(at: number, removed: number, added: number): void {
		for (const [name, mark] of [...this.marks]) {
			const line = movedLine(mark.line, at, removed, added);
			// '[ and '] stay near, others go with their line.
			if (line === undefined && /[a-zA-Z.^]/.test(name)) this.marks.delete(name);
			else this.marks.set(name, { ...mark, line: line ?? Math.min(at, this.lastLine) });
		}
		this.#listener.linesChanged(this, at, removed, added);
	}

	/** Takes a block back; returns it, or undefined when there is none. */
	undoOnce(): UndoBlock | undefined {
		const block = this.undo.undoable();
		if (block === undefined) return undefined;
		this.undo.stepBack(block);
		for (const change of block.changes.toReversed()) this.#swap(change.at, change.after.length, change.before);
		this.#restoreEmptiness(block);
		return block;
	}

	redoOnce(): UndoBlock | undefined {
		const block = this.undo.redoable();
		if (block === undefined) return undefined;
		this.undo.stepForward(block);
		for (const change of block.changes) this.#swap(change.at, change.before.length, change.after);
		this.#restoreEmptiness(block);
		return block;
	}

	#restoreEmptiness(block: UndoBlock): void {
		const now = this.hasNoLines;
		this.hasNoLines = block.hadNoLines && this.isEmpty;
		block.hadNoLines = now;
		this.tick++;
	}

	#swap(at: number, count: number, lines: readonly string[]): void {
		const gone = this.#lines.slice(at, at + count);
		this.#length += sum(lines) - sum(gone);
		this.#lines = splice(this.#lines, at, count, lines);
		if (this.#lines.length === 0) this.#lines = [''];
		if (lines.length !== count) {
			const shared = Math.min(count, lines.length);
			this.#moveMarks(at + shared, count - shared, lines.length - shared);
		}
	}
}

function sum(lines: readonly string[]): number {
	return lines.reduce((total, line) => total + line.length, 0);
}

/** `splice` for any number of lines. Small changes are made in place. */
function splice(lines: string[], at: number, count: number, added: readonly string[]): string[] {
	if (added.length <= 1_000) {
		lines.splice(at, count, ...added);
		return lines;
	}
	return [...lines.slice(0, at), ...added, ...lines.slice(at + count)];
}

/** Where a line is after a change; undefined: gone. */
export function movedLine(line: number, at: number, removed: number, added: number): number | undefined {
	if (line < at) return line;
	if (line < at + removed) return undefined;
	return line + added - removed;
}
