import type { TextBuffer } from './text/text-buffer.ts';
import { Window } from './window.ts';

/** How a part of the screen is shared out. */
type Frame =
	| { readonly kind: 'leaf'; readonly window: Window; weight: number }
	| { readonly kind: 'row' | 'column'; children: Frame[]; weight: number };

interface Tab {
	root: Frame;
	current: Window;
	last: Window | undefined;
}

const WINDOWS_MAX = 60;

/** Windows and tab pages, and where they lie. */
export class Windows {
	#tabs: Tab[];
	#tab = 0;

	constructor(buffer: TextBuffer) {
		const window = new Window(buffer);
		this.#tabs = [{ root: { kind: 'leaf', window, weight: 1 }, current: window, last: undefined }];
	}

	get #page(): Tab {
		return this.#tabs[this.#tab] as Tab;
	}

	get current(): Window {
		return this.#page.current;
	}

	get tabCount(): number {
		return this.#tabs.length;
	}

	get tabIndex(): number {
		return this.#tab;
	}

	/** Windows of the page in sight, from top left on. */
	list(): readonly Window[] {
		return leaves(this.#page.root);
	}

	/** Of every page. */
	all(): readonly Window[] {
		return this.#tabs.flatMap((tab) => leaves(tab.root));
	}

	pages(): readonly { readonly all: readonly Window[]; readonly current: Window }[] {
		return this.#tabs.map((tab) => ({ all: leaves(tab.root), current: tab.current }));
	}

	/** A second view of the current buffer; it becomes the current one. False: there is no room. */
	split(vertical: boolean, after: boolean): boolean {
		const { current } = this;
		if (this.all().length >= WINDOWS_MAX) return false;
		if (vertical ? current.columns < 3 : current.rows < 2) return false;
		const window = copyOf(current);
		const kind = vertical ? 'row' : 'column';
		const added: Frame = { kind: 'leaf', window, weight: 1 };
		const parent = parentOf(this.#page.root, current);
		if (parent !== undefined && parent.kind === kind) {
			const at = parent.children.findIndex((child) => child.kind === 'leaf' && child.window === current);
			parent.children.splice(after ? at + 1 : at, 0, added);
			for (const child of parent.children) child.weight = 1;
		} else {
			const old: Frame = { kind: 'leaf', window: current, weight: 1 };
			const frame: Frame = { kind, children: after ? [old, added] : [added, old], weight: 1 };
			this.#replace(current, frame);
		}
		this.go(window);
		return true;
	}

	#replace(window: Window, frame: Frame): void {
		const page = this.#page;
		const parent = parentOf(page.root, window);
		if (parent === undefined) {
			page.root = frame;
			return;
		}
		const at = parent.children.findIndex((child) => child.kind === 'leaf' && child.window === window);
		frame.weight = (parent.children[at] as Frame).weight;
		parent.children[at] = frame;
	}

	go(window: Window): void {
		const page = this.#page;
		if (window === page.current) return;
		page.last = page.current;
		page.current = window;
	}

	/** The window that was current before. */
	get previous(): Window | undefined {
		const { last } = this.#page;
		return last !== undefined && this.list().includes(last) ? last : undefined;
	}

	/** Takes a window away. False: it was the last one of all. */
	close(window: Window): boolean {
		const page = this.#tabs.find((tab) => leaves(tab.root).includes(window)) as Tab;
		const parent = parentOf(page.root, window);
		if (parent === undefined) {
			if (this.#tabs.length === 1) return false;
			const at = this.#tabs.indexOf(page);
			this.#tabs.splice(at, 1);
			if (this.#tab > at || this.#tab >= this.#tabs.length) this.#tab--;
			return true;
		}
		const at = parent.children.findIndex((child) => child.kind === 'leaf' && child.window === window);
		parent.children.splice(at, 1);
		for (const child of parent.children) child.weight = 1;
		if (page.current === window) {
			const heir = parent.children[Math.min(at, parent.children.length - 1)] as Frame;
			page.current = leaves(heir)[0] as Window;
		}
		if (page.last === window) page.last = undefined;
		page.root = flattened(page.root);
		return true;
	}

	only(): void {
		for (const window of this.list()) if (window !== this.current) this.close(window);
	}

	newTab(): void {
		const window = copyOf(this.current);
		this.#tabs.splice(this.#tab + 1, 0, {
			root: { kind: 'leaf', window, weight: 1 },
			current: window,
			last: undefined,
		});
		this.#tab++;
	}

	goTab(index: number): void {
		this.#tab = ((index % this.#tabs.length) + this.#tabs.length) % this.#tabs.length;
	}

	/** The neighbour on one side of the current window. */
	neighbour(side: 'h' | 'j' | 'k' | 'l'): Window | undefined {
		const { current } = this;
		const middleRow = current.row;
		const middleColumn = current.screenColumn;
		return this.list().find((window) => {
			if (window === current) return false;
			if (side === 'h' || side === 'l') {
				const meets = middleRow >= window.row && middleRow <= window.row + window.rows;
				const edge =
					side === 'h'
						? window.screenColumn + window.columns + 1 === current.screenColumn
						: current.screenColumn + current.columns + 1 === window.screenColumn;
				return meets && edge;
			}
			const meets = middleColumn >= window.screenColumn && middleColumn <= window.screenColumn + window.columns;
			const edge =
				side === 'k' ? window.row + window.rows + 1 === current.row : current.row + current.rows + 1 === window.row;
			return meets && edge;
		});
	}

	/** Shares of the row or column that the current window stands in. @param size undefined: all the same. */
	resize(vertical: boolean, size: ((now: number) => number) | undefined): void {
		const { current } = this;
		if (size === undefined) {
			equalize(this.#page.root);
			return;
		}
		const path = pathTo(this.#page.root, current);
		const kind = vertical ? 'row' : 'column';
		const at = path.findLastIndex((frame) => frame.kind === kind);
		const frame = path[at];
		const child = path[at + 1];
		if (frame === undefined || child === undefined || frame.kind === 'leaf') return;
		const extent = (each: Frame): number => {
			const windows = leaves(each);
			return vertical
				? Math.max(...windows.map((w) => w.screenColumn + w.columns)) - Math.min(...windows.map((w) => w.screenColumn))
				: Math.max(...windows.map((w) => w.row + w.rows)) - Math.min(...windows.map((w) => w.row)) + 1;
		};
		const sizes = frame.children.map(extent);
		const index = frame.children.indexOf(child);
		const total = sizes.reduce((sum, each) => sum + each, 0);
		const least = vertical ? 2 : 2;
		const now = sizes[index] as number;
		const wanted = vertical ? size(now) : size(now - 1) + 1;
		const next = Math.max(least, Math.min(wanted, total - least * (sizes.length - 1)));
		const rest = total - next;
		const others = total - now;
		frame.children.forEach((each, place) => {
			each.weight =
				place === index ? next : Math.max(least, Math.round(((sizes[place] as number) * rest) / Math.max(1, others)));
		});
	}

	/** Gives every window its place. `rows` is without the command line. */
	arrange(columns: number, rows: number, lastStatus: number): void {
		const top = this.#tabs.length > 1 ? 1 : 0;
		const status = lastStatus === 2 || (lastStatus === 1 && this.list().length > 1);
		this.#place(this.#page.root, { row: top, column: 0, rows: rows - top, columns }, status);
	}

	#place(frame: Frame, area: { row: number; column: number; rows: number; columns: number }, status: boolean): void {
		if (frame.kind === 'leaf') {
			const { window } = frame;
			window.row = area.row;
			window.screenColumn = area.column;
			window.columns = Math.max(1, area.columns);
			window.hasStatus = status;
			window.rows = Math.max(1, area.rows - (status ? 1 : 0));
			return;
		}
		const vertical = frame.kind === 'row';
		const gaps = vertical ? frame.children.length - 1 : 0;
		const room = (vertical ? area.columns : area.rows) - gaps;
		const weights = frame.children.reduce((sum, child) => sum + child.weight, 0);
		const sizes = frame.children.map((child) => Math.floor((room * child.weight) / weights));
		const extra = room - sizes.reduce((sum, size) => sum + size, 0);
		for (let index = 0; index < extra; index++)
			sizes[index % sizes.length] = (sizes[index % sizes.length] as number) + 1;
		let at = vertical ? area.column : area.row;
		frame.children.forEach((child, index) => {
			const size = sizes[index] as number;
			const part = vertical ? { ...area, column: at, columns: size } : { ...area, row: at, rows: size };
			this.#place(child, part, status);
			at += size + (vertical ? 1 : 0);
		});
	}
}

function leaves(frame: Frame): readonly Window[] {
	return frame.kind === 'leaf' ? [frame.window] : frame.children.flatMap(leaves);
}

function pathTo(frame: Frame, window: Window): readonly Frame[] {
	if (frame.kind === 'leaf') return frame.window === window ? [frame] : [];
	for (const child of frame.children) {
		const path = pathTo(child, window);
		if (path.length > 0) return [frame, ...path];
	}
	return [];
}

function parentOf(root: Frame, window: Window): Extract<Frame, { kind: 'row' | 'column' }> | undefined {
	const parent = pathTo(root, window).at(-2);
	return parent === undefined || parent.kind === 'leaf' ? undefined : parent;
}

/** Without frames that hold one frame only. */
function flattened(frame: Frame): Frame {
	if (frame.kind === 'leaf') return frame;
	const children = frame.children.map(flattened);
	if (children.length !== 1) return { ...frame, children };
	return { ...(children[0] as Frame), weight: frame.weight };
}

function equalize(frame: Frame): void {
	frame.weight = 1;
	if (frame.kind !== 'leaf') for (const child of frame.children) equalize(child);
}

function copyOf(window: Window): Window {
	const copy = new Window(window.buffer);
	copy.line = window.line;
	copy.column = window.column;
	copy.want = window.want;
	copy.top = window.top;
	copy.rows = window.rows;
	copy.columns = window.columns;
	copy.alternate = window.alternate;
	copy.previous = window.previous;
	copy.jumps.push(...window.jumps);
	copy.jumpAt = window.jumpAt;
	copy.folds = window.folds.map((fold) => ({ ...fold }));
	for (const [name, value] of window.options) copy.options.set(name, value);
	return copy;
}
