import { z } from 'zod';
import { competencySchema, contentIdSchema, localizedSchema } from './localized.ts';

/** lesson.yaml. The prose is in lesson.ko.mdx and lesson.en.mdx beside it. */
export const lessonFileSchema = z.strictObject({
	title: localizedSchema.describe('Its name.'),
	summary: localizedSchema.describe('What one can do afterwards, in a sentence.'),
	minutes: z.number().int().min(1).max(240).describe('How long it takes, reading and doing.'),
	exercise: contentIdSchema.describe('The exercise beside the prose: its world, its tasks.'),
	requires: z
		.array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'stage/lesson'))
		.default([])
		.describe('Lessons ("stage/lesson") that should come before.'),
	topics: z
		.array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'stage/topic'))
		.default([])
		.describe('Topics of roadmap.yaml that have a section here: "stage/topic".'),
	checklist: z
		.array(z.string().regex(/^[a-z]+\/[a-z0-9-]+$/, 'level/item'))
		.default([])
		.describe('Items of checklist.yaml that it teaches: "level/item".'),
	competencies: z.array(competencySchema).default([]).describe('Competencies of the exams that it teaches.'),
	objectives: z.array(localizedSchema).default([]).describe('What one can do afterwards, point by point.'),
	further: z
		.array(
			z.strictObject({
				title: localizedSchema.describe('What it is.'),
				url: z.url().startsWith('https://').describe('Where it is.'),
			}),
		)
		.default([])
		.describe('Where to read on: the official documentation first.'),
});

export type LessonFile = z.infer<typeof lessonFileSchema>;
