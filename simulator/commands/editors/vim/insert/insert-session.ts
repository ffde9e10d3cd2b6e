import type { Position } from '../text/position.ts';

/** What one stay in Insert mode knows. */
export interface InsertSession {
	replace: boolean;
	readonly virtual: boolean;
	/** Where the insertion began; moves when the cursor is moved by hand. */
	start: Position;
	/** The line's indent came by itself, and nothing was typed since. */
	autoIndented: boolean;
	/** Blanks were typed or taken in the indent, or Ctrl-T and Ctrl-D: 'indentkeys' have no say in this line any more. */
	ownIndent: boolean;
	/** What replaced characters were; undefined for those that were added. */
	readonly replaced: { readonly position: Position; readonly char: string | undefined }[];
	/** The cursor was moved by hand: a count is no longer repeated. */
	moved: boolean;
	/** Nothing was typed since the cursor was moved: `.` does what came before. */
	fresh: boolean;
	/** 0 or ^ was just typed, for Ctrl-D behind it. */
	lastKey: string;
}

/** Completion that is going on. */
export interface Completion {
	readonly items: readonly string[];
	/** −1: what was typed. */
	index: number;
	readonly line: number;
	readonly column: number;
	readonly typed: string;
	/** "Keyword completion (^N^P)". */
	readonly title: string;
}
