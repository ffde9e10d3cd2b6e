import type { OptionValue } from './options.ts';
import type { Position } from './text/position.ts';
import type { TextBuffer } from './text/text-buffer.ts';

export interface Jump {
	readonly buffer: TextBuffer;
	readonly position: Position;
}

/** Closed or open, inclusive lines. */
export interface Fold {
	first: number;
	last: number;
	closed: boolean;
}

const JUMPS_MAX = 100;

/** A view of a buffer. */
export class Window {
	buffer: TextBuffer;
	line = 0;
	column = 0;
	/** The screen column that j and k keep to; infinite after $. */
	want = 0;
	/** The first line shown. */
	top = 0;
	/** Cells scrolled to the left, with nowrap. */
	left = 0;
	/** Lines that it shows, and cells. */
	rows = 22;
	columns = 80;
	/** Where it lies on the screen. */
	row = 0;
	screenColumn = 0;
	hasStatus = false;
	/** The line after the last one shown in full, as of the last draw. */
	bottom = 0;
	/** The buffer edited before this one. */
	alternate: TextBuffer | undefined;
	readonly options = new Map<string, OptionValue>();
	readonly jumps: Jump[] = [];
	jumpAt = 0;
	/** '' and `` */
	previous: Position = { line: 0, column: 0 };
	changeAt = 0;
	folds: Fold[] = [];

	constructor(buffer: TextBuffer) {
		this.buffer = buffer;
	}

	get position(): Position {
		return { line: this.line, column: this.column };
	}

	get text(): string {
		return this.buffer.line(this.line);
	}

	/** Notes where the cursor is before it jumps. */
	noteJump(): void {
		const position = this.position;
		this.previous = position;
		const same = this.jumps.findIndex((jump) => jump.buffer === this.buffer && jump.position.line === position.line);
		if (same >= 0) this.jumps.splice(same, 1);
		this.jumps.push({ buffer: this.buffer, position });
		if (this.jumps.length > JUMPS_MAX) this.jumps.shift();
		this.jumpAt = this.jumps.length;
	}
}
