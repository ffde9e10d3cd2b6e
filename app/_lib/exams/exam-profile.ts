/**
 * How the machines of an exam are: "exam-2026" as the exam is now (`base` without tools, one host a question),
 * "classic" as older material has it (one host, contexts, jq, tmux).
 */
export const EXAM_PROFILES = ['exam-2026', 'classic'] as const;

/** Those that there are machines for. */
export const OFFERED_PROFILES = ['exam-2026'] as const satisfies readonly ExamProfile[];

export type ExamProfile = (typeof EXAM_PROFILES)[number];
