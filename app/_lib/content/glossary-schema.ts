import { z } from 'zod';
import { contentIdSchema, localizedSchema } from './localized.ts';

const termSchema = localizedSchema.extend({
	id: contentIdSchema.describe('Names the term.'),
	not: z.array(z.string().min(1)).default([]).describe('Korean spellings that the texts must not use.'),
	definition: localizedSchema.describe('What it is, in one sentence.'),
});

/** content/glossary.yaml: the words of the course in both languages. */
export const glossaryFileSchema = z.strictObject({
	terms: z
		.array(termSchema)
		.min(1)
		.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two terms have one id')
		.refine((all) => new Set(all.map(({ ko }) => ko)).size === all.length, 'two terms have one Korean word'),
});

export type Term = z.infer<typeof glossaryFileSchema>['terms'][number];
