import { z } from 'zod';
import { contentIdSchema, localizedSchema } from './localized.ts';

/** content/exams/<id>.yaml: a mock exam. */
export const examFileSchema = z
	.strictObject({
		exam: contentIdSchema.describe('Which exam of competencies.yaml it rehearses: "cka".'),
		title: localizedSchema.describe('Its name.'),
		minutes: z.number().int().min(5).max(240).default(120).describe('How long one has.'),
		questions: z
			.array(
				z.strictObject({
					exercise: contentIdSchema.describe('The exercise that is the question.'),
					weight: z.number().int().min(1).max(20).describe('Per cent of the score.'),
				}),
			)
			.min(1)
			.max(25),
	})
	.superRefine(({ questions }, context) => {
		const sum = questions.reduce((total, { weight }) => total + weight, 0);
		if (sum !== 100) context.addIssue({ code: 'custom', path: ['questions'], message: `the weights sum to ${sum}` });
		const names = questions.map(({ exercise }) => exercise);
		for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
			context.addIssue({ code: 'custom', path: ['questions'], message: `"${name}" is asked twice` });
		}
	});

export type ExamFile = z.infer<typeof examFileSchema>;
