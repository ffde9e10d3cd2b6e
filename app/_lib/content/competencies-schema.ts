import { z } from 'zod';
import { contentIdSchema, localizedSchema } from './localized.ts';

const domainSchema = z.strictObject({
	id: contentIdSchema.describe('Names the domain within its exam.'),
	title: localizedSchema.describe('As the curriculum calls it.'),
	weight: z.number().int().min(1).max(100).describe('Per cent of the score.'),
	competencies: z
		.array(
			localizedSchema.extend({ id: contentIdSchema.describe('Lessons and tasks name it "exam/domain/competency".') }),
		)
		.min(1),
});

/** content/competencies.yaml: what the exams ask for. */
export const competenciesFileSchema = z.strictObject({
	exams: z.array(
		z.strictObject({
			id: contentIdSchema.describe('"cka".'),
			name: z.string().min(1).describe('"CKA".'),
			passMark: z.number().int().min(1).max(100).describe('Per cent that one needs.'),
			domains: z.array(domainSchema).min(1),
		}),
	),
});

export type Competencies = z.infer<typeof competenciesFileSchema>;
