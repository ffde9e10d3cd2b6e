import 'server-only';
import { exerciseText } from '../content/exercises.ts';
import type { Locale } from '../content/localized.ts';
import { ContentError } from '../content/read-content.ts';
import type { Exam } from './exam-file.ts';
import { sittingQuestions } from './exam-questions.ts';

/**
 * All that a student gets of a mock while the exam goes on. Nothing else of its exercises may reach the page: no titles,
 * labels, checks, hints or solutions.
 */
export interface ExamPaper {
	readonly questions: readonly PaperQuestion[];
}

export interface PaperQuestion {
	/** "cka4183". */
	readonly host: string;
	/** Per cent of the score. */
	readonly weight: number;
	/** The text of each part, Markdown. */
	readonly parts: readonly string[];
}

/** The questions as this sitting has them, in one language. */
export async function examPaper(exam: Exam, seed: string, locale: Locale): Promise<ExamPaper> {
	const questions = sittingQuestions(exam, seed).map(async ({ ref, host, weight }) => {
		const sheet = await exerciseText(ref, locale);
		if (sheet === undefined) throw new ContentError(`${exam.id}: ${ref} has no task.${locale}.mdx`);
		return { host, weight, parts: partTexts(sheet) };
	});
	return { questions: await Promise.all(questions) };
}

/** The Markdown of each part of a task sheet, without its hints. */
export function partTexts(sheet: string): string[] {
	const withoutHints = sheet.replace(/<Hint>[\s\S]*?<\/Hint>/g, '').replace(/\{\/\*[\s\S]*?\*\/\}/g, '');
	return [...withoutHints.matchAll(/<TaskText id="[^"]+">([\s\S]*?)<\/TaskText>/g)].map(([, text = '']) =>
		unindented(text),
	);
}

/** Without the blanks that all lines begin with, and without blank lines around. */
function unindented(text: string): string {
	const lines = text.replace(/\t/g, '  ').split('\n');
	const depths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
	const depth = Math.min(...depths);
	return lines
		.map((line) => line.slice(depth))
		.join('\n')
		.trim();
}
