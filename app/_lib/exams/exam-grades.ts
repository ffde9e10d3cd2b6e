import type { CheckResult } from '../../../simulator/sandbox/world-api.ts';

/** How the worlds of a sitting stand: each question's parts and their checks, in the questions' order. */
export interface ExamGrades {
	readonly questions: readonly QuestionGrade[];
	/** When, in seconds since the start, and on which machine commands were entered, as far as it is known. */
	readonly entered: readonly { readonly second: number; readonly host: string }[];
}

export interface QuestionGrade {
	readonly exercise: string;
	readonly parts: readonly PartGrade[];
	/** What was entered on its machines, in order; the first so many. */
	readonly commands: readonly string[];
}

export interface PartGrade {
	readonly id: string;
	readonly points: number;
	readonly passed: boolean;
	/** It could not be graded: its world has met a bug of ours. */
	readonly ungraded?: true;
	readonly checks: readonly CheckResult[];
	/**
	 * When it was seen won, or lost again, while the exam went on, in seconds since the start. It is looked at when its
	 * machine is left alone.
	 */
	readonly changes: readonly { readonly second: number; readonly won: boolean }[];
}
