import { z } from 'zod';
import { contentIdSchema, localizedSchema } from './localized.ts';

const LEVELS = ['beginner', 'intermediate', 'advanced'] as const;

/** content/checklist.yaml: what a learner ticks off, by level. Lessons name an item "level/item". */
export const checklistFileSchema = z.strictObject({
	levels: z
		.array(
			z.strictObject({
				id: z.enum(LEVELS).describe('The level.'),
				items: z.array(localizedSchema.extend({ id: contentIdSchema.describe('Names it within the level.') })).min(1),
			}),
		)
		.describe('From the first to the last.'),
});

export type Checklist = z.infer<typeof checklistFileSchema>;
export type ChecklistLevel = (typeof LEVELS)[number];
