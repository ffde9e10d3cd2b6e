import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Key } from '../keys/key-names.ts';
import type { Position } from '../text/position.ts';

/** Where a motion leads. */
export interface Motion {
	readonly to: Position;
	/** Where it begins, when that is not the cursor (text objects). */
	readonly from?: Position;
	readonly kind: 'char' | 'line';
	readonly inclusive?: boolean;
	/** The column to keep to afterwards; undefined: the one of `to`; 'same': the one before. */
	readonly want?: number | 'same';
	/** Goes to the jump list. */
	readonly jump?: boolean;
	/** What is deleted by it goes to "1. */
	readonly useFirst?: boolean;
	/** A forced area, not to be made larger or smaller by the rules of exclusive motions. */
	readonly exact?: boolean;
}

export interface MotionRequest {
	readonly editor: Editor;
	readonly key: Key;
	/** 1 when none was given. */
	readonly count: number;
	readonly given: boolean;
	/** The operator that waits for it; '' for none. */
	readonly operator: string;
	readonly visual: boolean;
}

/** Throws Beep when it cannot move. */
export type MotionCommand = (request: MotionRequest) => Task<Motion>;
