import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Key } from '../keys/key-names.ts';

/** One command of Normal or Visual mode, as far as it was typed. */
export interface NormalCommand {
	readonly editor: Editor;
	/** "x", "gp", "zt". */
	readonly key: Key;
	/** 1 when none was given. */
	readonly count: number;
	readonly given: boolean;
	readonly register: string;
}

/** What a command tells of itself: whether `.` does it again. */
export type NormalOutcome = 'repeatable' | 'once';

export type NormalHandler = (command: NormalCommand) => Task<NormalOutcome>;
