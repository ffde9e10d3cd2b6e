import type { CheckResult } from '../../../simulator/sandbox/world-api.ts';

/** How the worlds of a sitting stand: each question's parts and their checks, in the questions' order. */
export interface ExamGrades {
	readonly questions: readonly QuestionGrade[];
}

export interface QuestionGrade {
	readonly exercise: string;
	readonly parts: readonly PartGrade[];
}

export interface PartGrade {
	readonly id: string;
	readonly points: number;
	readonly passed: boolean;
	readonly checks: readonly CheckResult[];
}
