import type { CheckResult } from '../../../simulator/sandbox/world-api.ts';

/** How the worlds of a sitting stand: each question's parts and their checks, in the questions' order. */
export interface ExamGrades {
	readonly questions: readonly QuestionGrade[];
	/** When and on which machine commands were entered, as far as it is known; ISO 8601. */
	readonly entered: readonly { readonly at: string; readonly host: string }[];
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
	readonly checks: readonly CheckResult[];
	/** When it was seen won, or lost again, while the exam went on; ISO 8601. Looked at when its machine is left alone. */
	readonly changes: readonly { readonly at: string; readonly won: boolean }[];
}
