import { columnsBefore, nextOffset, offsetAtColumn, previousOffset } from '../vim/text/characters.ts';

/** A place in the text: line from 0, UTF-16 offset. */
export interface Spot {
	readonly line: number;
	readonly x: number;
}

interface Splice {
	readonly at: number;
	readonly removed: readonly string[];
	inserted: readonly string[];
}

interface UndoItem {
	readonly name: string;
	readonly splices: Splice[];
	readonly before: Spot;
	after: Spot;
}

const UNDO_MAX = 10_000;

/** One open file. The last line is always empty, as nano keeps it: what follows the last newline. */
export class NanoBuffer {
	name = '';
	lines: string[] = [''];
	line = 0;
	x = 0;
	/** The column that moving up and down comes back to. */
	want = 0;
	/** The first line on the screen. */
	top = 0;
	mark: Spot | undefined;
	modified = false;
	dos = false;
	/** What was done last, for what goes on with it: typing, cutting. */
	lastAction = '';
	/** The file when it was read or written; undefined: it was not there. */
	mtimeMs: number | undefined;
	#items: UndoItem[] = [];
	#at = 0;
	#savedAt: UndoItem | undefined;
	#open: UndoItem | undefined;

	get text(): string {
		return this.lines[this.line] as string;
	}

	get lastLine(): number {
		return this.lines.length - 1;
	}

	load(lines: readonly string[]): void {
		this.lines = lines.slice();
		if (this.lines.at(-1) !== '') this.lines.push('');
	}

	moveTo(line: number, x: number): void {
		this.line = Math.max(0, Math.min(line, this.lastLine));
		this.x = Math.max(0, Math.min(x, this.text.length));
	}

	column(tabsize: number): number {
		return columnsBefore(this.text, this.x, tabsize);
	}

	/** Up or down, keeping the column. */
	moveRows(count: number, tabsize: number): void {
		const line = Math.max(0, Math.min(this.lastLine, this.line + count));
		this.moveTo(line, offsetAtColumn(this.lines[line] as string, this.want, tabsize));
	}

	right(): void {
		if (this.x < this.text.length) this.x = nextOffset(this.text, this.x);
		else if (this.line < this.lastLine) this.moveTo(this.line + 1, 0);
	}

	left(): void {
		if (this.x > 0) this.x = previousOffset(this.text, this.x);
		else if (this.line > 0) this.moveTo(this.line - 1, Number.MAX_SAFE_INTEGER);
	}

	/** Begins a change that can be undone; `merge`: it may go on with the one before. */
	begin(name: string, merge = false): void {
		const last = this.#items[this.#at - 1];
		if (merge && this.lastAction === name && last?.name === name && this.#at === this.#items.length) this.#open = last;
		else {
			this.#items.length = this.#at;
			this.#open = { name, splices: [], before: { line: this.line, x: this.x }, after: { line: this.line, x: this.x } };
			this.#items.push(this.#open);
			if (this.#items.length > UNDO_MAX) this.#items.shift();
			this.#at = this.#items.length;
		}
		this.lastAction = name;
	}

	end(): void {
		if (this.lines.at(-1) !== '') this.splice(this.lines.length, 0, ['']);
		this.#clampMark();
		if (this.#open !== undefined) this.#open.after = { line: this.line, x: this.x };
		this.#open = undefined;
		this.modified = true;
	}

	/** Lines may have gone from under the mark. */
	#clampMark(): void {
		if (this.mark === undefined) return;
		const line = Math.min(this.mark.line, this.lastLine);
		this.mark = { line, x: Math.min(this.mark.x, (this.lines[line] as string).length) };
	}

	splice(at: number, count: number, inserted: readonly string[]): void {
		const removed = this.lines.slice(at, at + count);
		this.#apply(at, count, inserted);
		const last = this.#open?.splices.at(-1);
		if (last !== undefined && last.at === at && last.inserted.length === count) last.inserted = inserted;
		else this.#open?.splices.push({ at, removed, inserted });
	}

	#apply(at: number, count: number, inserted: readonly string[]): void {
		if (count === inserted.length) {
			for (let index = 0; index < count; index++) this.lines[at + index] = inserted[index] as string;
		} else this.lines = this.lines.slice(0, at).concat(inserted, this.lines.slice(at + count));
	}

	/** Puts pieces of lines in at the cursor and goes behind them. */
	insert(pieces: readonly string[]): void {
		const before = this.text.slice(0, this.x);
		const after = this.text.slice(this.x);
		const lines = [...pieces];
		lines[0] = before + (pieces[0] as string);
		const end = (lines.at(-1) as string).length;
		lines[lines.length - 1] += after;
		this.splice(this.line, 1, lines);
		this.moveTo(this.line + lines.length - 1, end);
	}

	/** What lies between two places. */
	between(from: Spot, to: Spot): string[] {
		if (from.line === to.line) return [(this.lines[from.line] as string).slice(from.x, to.x)];
		return [
			(this.lines[from.line] as string).slice(from.x),
			...this.lines.slice(from.line + 1, to.line),
			(this.lines[to.line] as string).slice(0, to.x),
		];
	}

	remove(from: Spot, to: Spot): void {
		const joined = (this.lines[from.line] as string).slice(0, from.x) + (this.lines[to.line] as string).slice(to.x);
		this.splice(from.line, to.line - from.line + 1, [joined]);
		this.moveTo(from.line, from.x);
	}

	/** The marked region, its ends in order. */
	region(): readonly [Spot, Spot] | undefined {
		const { mark } = this;
		if (mark === undefined) return undefined;
		const here = { line: this.line, x: this.x };
		return mark.line < here.line || (mark.line === here.line && mark.x <= here.x) ? [mark, here] : [here, mark];
	}

	/** What was undone; undefined: there was nothing. */
	undo(): string | undefined {
		const item = this.#items[this.#at - 1];
		if (item === undefined) return undefined;
		this.#at--;
		for (const { at, removed, inserted } of item.splices.toReversed()) this.#apply(at, inserted.length, removed);
		this.#jumped(item.before);
		return item.name;
	}

	redo(): string | undefined {
		const item = this.#items[this.#at];
		if (item === undefined) return undefined;
		this.#at++;
		for (const { at, removed, inserted } of item.splices) this.#apply(at, removed.length, inserted);
		this.#jumped(item.after);
		return item.name;
	}

	#jumped(to: Spot): void {
		this.mark = undefined;
		this.lastAction = '';
		this.moveTo(to.line, to.x);
		this.modified = this.#items[this.#at - 1] !== this.#savedAt;
	}

	saved(): void {
		this.modified = false;
		this.#savedAt = this.#items[this.#at - 1];
		this.lastAction = '';
	}
}
