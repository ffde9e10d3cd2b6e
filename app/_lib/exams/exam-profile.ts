/**
 * How the machines of an exam are: "exam-2026" as the exam is now (`base` without tools, one host a question),
 * "classic" as older material has it (`base` with kubectl, and a context for each question's cluster).
 */
export const EXAM_PROFILES = ['exam-2026', 'classic'] as const;

export type ExamProfile = (typeof EXAM_PROFILES)[number];

/** The profile as a column of the database holds it. */
export function profileOf(text: string): ExamProfile {
	return text === 'classic' ? 'classic' : 'exam-2026';
}
