import { z } from 'zod';

/** The languages of the site. Korean first: it is the language the content is written in. */
export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export function isLocale(text: string): text is Locale {
	return (LOCALES as readonly string[]).includes(text);
}

/** A text in both languages, `{ ko: …, en: … }` in YAML. Neither may be missing. */
export const localizedSchema = z.strictObject({
	ko: z.string().min(1).describe('The text in Korean.'),
	en: z.string().min(1).describe('The text in English.'),
});
export type Localized = z.infer<typeof localizedSchema>;

/** A competency of competencies.yaml. */
export const competencySchema = z.string().regex(/^[a-z]+(\/[a-z0-9-]+){2}$/, 'exam/domain/competency');

/** Ids of content are names of folders and parts of addresses. */
export const contentIdSchema = z
	.string()
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
	.max(64);
