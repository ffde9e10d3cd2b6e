import { z } from 'zod';
import { contentIdSchema, localizedSchema } from './localized.ts';

const PATHS = ['basic', 'intermediate', 'advanced', 'expert'] as const;

const stageSchema = z.strictObject({
	id: contentIdSchema.describe('Names the stage: a folder of content/lessons.'),
	number: z.string().max(3).default('').describe('What stands in its circle on the map: "3", "A".'),
	title: localizedSchema.describe('Its name.'),
	summary: localizedSchema.describe('What it is about, in a sentence.'),
	path: z.enum(PATHS).describe('The learning path it belongs to.'),
	after: z.array(contentIdSchema).default([]).describe('Stages that unlock it. None: a place to begin.'),
	branch: z.boolean().default(false).describe('A deep dive beside the main line.'),
	domains: z.array(contentIdSchema).default([]).describe('Exam domains that it prepares for.'),
	topics: z
		.array(localizedSchema.extend({ id: contentIdSchema.describe('Lessons name it "stage/topic".') }))
		.default([])
		.describe('Deep dives that branch off here.'),
	lessons: z
		.array(contentIdSchema)
		.default([])
		.describe('Its lessons in order: folders of the stage’s. None: not written yet.'),
});

/** content/roadmap.yaml: the line map. */
export const roadmapFileSchema = z
	.strictObject({ stages: z.array(stageSchema).min(1).describe('All stages, the main line in its order.') })
	.superRefine(({ stages }, context) => {
		const seen = new Set<string>();
		for (const [index, { id, after }] of stages.entries()) {
			const complain = (message: string) => context.addIssue({ code: 'custom', path: ['stages', index], message });
			if (seen.has(id)) complain(`two stages are called "${id}"`);
			for (const name of after) if (!seen.has(name)) complain(`"${name}" must come before what it unlocks`);
			seen.add(id);
		}
	});

export type Roadmap = z.infer<typeof roadmapFileSchema>;
export type Stage = Roadmap['stages'][number];
