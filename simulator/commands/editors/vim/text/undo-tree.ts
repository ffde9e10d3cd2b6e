import type { Position, SelectedArea } from './position.ts';

/** Lines that took the place of others. */
export interface LineChange {
	readonly at: number;
	readonly before: readonly string[];
	after: string[];
}

/** What one undo takes back. */
export interface UndoBlock {
	/** 1 and up, in the order of time. */
	readonly number: number;
	readonly parent: UndoBlock | undefined;
	readonly changes: LineChange[];
	/** Where the cursor was before the first change. */
	readonly cursor: Position;
	/** There was not even an empty line on the other side of the block. */
	hadNoLines: boolean;
	/** Changed lines since the text was last saved can be told by it. */
	atMs: number;
	/** What redo does next from here. */
	redo: UndoBlock | undefined;
	/** The Visual area that was before it, for gv after an undo. */
	visual: SelectedArea | undefined;
	/** How many lines the block added. */
	grown: number;
	/** Something was changed, not only kept for a change that did not come. */
	touched: boolean;
}

/** How a text was before a change. */
interface BufferState {
	readonly cursor: Position;
	readonly nowMs: number;
	readonly hasNoLines: boolean;
	readonly visual: SelectedArea | undefined;
}

/** Blocks kept; the oldest become final. */
const BLOCKS_MAX = 1_000;

/** Every state a text has had: a tree, as branches of an undone past stay reachable by their number. */
export class UndoTree {
	readonly #blocks: UndoBlock[] = [];
	/** The state the text is in: after this block; undefined: as it was at first. */
	current: UndoBlock | undefined;
	firstRedo: UndoBlock | undefined;
	#open = false;
	#numbers = 0;
	/** Lines that a command has kept before it changes them: what it does there is one change. */
	#kept: LineChange | undefined;

	/** The next change begins a block of its own. */
	close(): void {
		this.#open = false;
		this.#kept = undefined;
	}

	/** The last block that has changed anything: what tells one state of the text from another. */
	get state(): UndoBlock | undefined {
		let block = this.current;
		while (block !== undefined && !block.touched) block = block.parent;
		return block;
	}

	/** Keeps lines before a command changes some of them, or none: it can be undone all the same. Models undo.c u_save. */
	keep(at: number, lines: readonly string[], state: BufferState): void {
		const block = this.#block(state);
		block.atMs = state.nowMs;
		this.#kept = { at, before: lines, after: [...lines] };
		block.changes.push(this.#kept);
	}

	/** Whether a change lies within what was kept. */
	isKept(at: number, count: number): boolean {
		const kept = this.#kept;
		return kept !== undefined && at >= kept.at && at + count <= kept.at + kept.after.length;
	}

	get isOpen(): boolean {
		return this.#open;
	}

	note(at: number, before: readonly string[], after: readonly string[], state: BufferState): void {
		const block = this.#block(state);
		block.atMs = state.nowMs;
		block.grown += after.length - before.length;
		block.touched = true;
		if (this.#kept !== undefined && this.isKept(at, before.length)) {
			const from = at - this.#kept.at;
			if (before.length === 1 && after.length === 1) this.#kept.after[from] = after[0] as string;
			else
				this.#kept.after = [
					...this.#kept.after.slice(0, from),
					...after,
					...this.#kept.after.slice(from + before.length),
				];
			return;
		}
		this.#kept = undefined;
		const last = block.changes.at(-1);
		const same = last !== undefined && last.at === at && last.after.length === 1;
		if (same && before.length === 1 && after.length === 1) last.after = [...after];
		else block.changes.push({ at, before, after: [...after] });
	}

	#block({ cursor, nowMs, hasNoLines, visual }: BufferState): UndoBlock {
		if (this.#open && this.current !== undefined) return this.current;
		const block: UndoBlock = {
			number: ++this.#numbers,
			parent: this.current,
			changes: [],
			cursor,
			hadNoLines: hasNoLines,
			visual,
			atMs: nowMs,
			redo: undefined,
			grown: 0,
			touched: false,
		};
		if (this.current === undefined) this.firstRedo = block;
		else this.current.redo = block;
		this.current = block;
		this.#open = true;
		this.#blocks.push(block);
		if (this.#blocks.length > BLOCKS_MAX) this.#blocks.shift();
		return block;
	}

	/** What `u` takes back now. */
	undoable(): UndoBlock | undefined {
		const { current } = this;
		return current !== undefined && this.#blocks.includes(current) ? current : undefined;
	}

	redoable(): UndoBlock | undefined {
		return this.current === undefined ? this.firstRedo : this.current.redo;
	}

	numbered(number: number): UndoBlock | undefined {
		return this.#blocks.find((block) => block.number === number);
	}

	get newest(): number {
		return this.#numbers;
	}

	/** Leaves of the tree, for `:undolist`. */
	leaves(): readonly UndoBlock[] {
		return this.#blocks.filter((block) => !this.#blocks.some((other) => other.parent === block));
	}

	stepBack(block: UndoBlock): void {
		this.current = block.parent;
		if (block.parent === undefined) this.firstRedo = block;
		else block.parent.redo = block;
		this.close();
	}

	stepForward(block: UndoBlock): void {
		this.current = block;
		this.close();
	}

	/** Forgets everything: the text was read anew. */
	clear(): void {
		this.#blocks.length = 0;
		this.current = undefined;
		this.firstRedo = undefined;
		this.close();
	}
}
