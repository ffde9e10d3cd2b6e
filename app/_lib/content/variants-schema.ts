import { z } from 'zod';
import { type Localized, localizedSchema } from './localized.ts';

const scalar = z.union([z.string(), z.number()]);
const scalarOrText = z.union([scalar, localizedSchema]);
/** A parameter's value: a word, a text in both languages, or a whole case with fields. */
const optionSchema = z.union([
	scalarOrText,
	z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), scalarOrText).describe('A case: `@{parameter.field}`.'),
]);

const parameterSchema = z.union([
	z.strictObject({
		oneOf: z.array(optionSchema).min(2).max(50).describe('What it may be; the first is the original.'),
	}),
	z
		.strictObject({
			from: z.number().int().describe('The least, which is the original.'),
			to: z.number().int().describe('The greatest.'),
		})
		.refine(({ from, to }) => from < to, '`to` is not greater than `from`'),
]);

/** variants.yaml: what may differ from one student's exercise to the next. Files of the folder say `@{parameter}`. */
export const variantsFileSchema = z.strictObject({
	parameters: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a word like "namespace"'), parameterSchema),
});

export type VariantParameter = z.infer<typeof parameterSchema>;
export type VariantOption = z.infer<typeof optionSchema>;

export function isLocalized(option: VariantOption): option is Localized {
	return typeof option === 'object' && 'ko' in option && 'en' in option && Object.keys(option).length === 2;
}
