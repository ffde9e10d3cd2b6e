import { z } from 'zod';
import { contentIdSchema, localizedSchema } from './localized.ts';

const answerSchema = z.strictObject({
	text: localizedSchema.describe('The answer, inline Markdown.'),
	correct: z.boolean().default(false).describe('Whether it is right.'),
	why: localizedSchema.describe('Why it is right or wrong, inline Markdown.'),
});

const questionSchema = z
	.strictObject({
		id: contentIdSchema.describe('Names the question within its lesson.'),
		text: localizedSchema.describe('The question, inline Markdown.'),
		answers: z.array(answerSchema).min(2).max(6).describe('What one can choose from. Several may be right.'),
	})
	.refine(({ answers }) => answers.some(({ correct }) => correct), 'no answer is right')
	.refine(({ answers }) => answers.some(({ correct }) => !correct), 'no answer is wrong');

/** questions.yaml of a lesson: three to six questions, each answer with its explanation. */
export const questionFileSchema = z.strictObject({
	questions: z
		.array(questionSchema)
		.min(3)
		.max(6)
		.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two questions have one id'),
});

export type Question = z.infer<typeof questionFileSchema>['questions'][number];
