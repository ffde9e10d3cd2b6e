import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';

/** Lines that a command works on, from 0. */
export interface ExRange {
	readonly first: number;
	readonly last: number;
	/** How many addresses were given: 0, 1, 2. */
	readonly given: number;
	/** `0` was given as the last address: before the first line. */
	readonly zero: boolean;
}

/** One command of the command line, taken apart. */
export interface ExCommand {
	readonly editor: Editor;
	/** Its full name. */
	readonly name: string;
	/** As typed. */
	readonly typed: string;
	readonly range: ExRange;
	readonly bang: boolean;
	readonly args: string;
}

export interface ExKind {
	readonly name: string;
	/** How many letters are enough. */
	readonly least: number;
	/** Takes `|` as part of its argument. */
	readonly takesBar?: boolean;
	/** `"` begins no comment. */
	readonly takesQuote?: boolean;
	/** What it works on without addresses: the cursor's line or all; 'none': it takes no range (a count may be one). */
	readonly lines: 'line' | 'all' | 'none' | 'count';
	readonly run: (command: ExCommand) => Task<void>;
}
