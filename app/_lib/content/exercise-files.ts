import 'server-only';
import { readdir } from 'node:fs/promises';
import type { z } from 'zod';
import { cached } from './cached.ts';
import { isDrillRef, loadDrill } from './drills.ts';
import { type ExerciseRef, machineNames, parseExerciseRef } from './exercise-ref.ts';
import type { Locale } from './localized.ts';
import { ContentError, contentPath, parseYaml, readContent, readYaml } from './read-content.ts';
import { chooseVariant, fillIn, UnknownParameter, type VariantValues } from './variants.ts';
import { variantsFileSchema } from './variants-schema.ts';

/**
 * A file of an exercise's folder as the variant has it: its parameters filled in, in Korean for `*.ko.*`. Undefined when
 * there is no such file. Throws ContentError for a parameter that there is not.
 */
export async function readExerciseFile(ref: string, name: string): Promise<string | undefined> {
	const parsed = parseExerciseRef(ref);
	if (parsed === undefined) return undefined;
	const text = await readContent('exercises', parsed.folder, name);
	if (text === undefined || !text.includes('@{')) return text;
	const locale: Locale = /\.ko\.\w+$/.test(name) ? 'ko' : 'en';
	try {
		return fillIn(text, await values(ref), locale);
	} catch (error) {
		if (!(error instanceof UnknownParameter)) throw error;
		throw new ContentError(`content/exercises/${parsed.folder}/${name}: ${error.message}`);
	}
}

/** Reads and checks a YAML file of an exercise. Throws ContentError with all that is wrong. */
export async function readExerciseYaml<T>(schema: z.ZodType<T>, ref: string, name: string): Promise<T | undefined> {
	const text = await readExerciseFile(ref, name);
	return text === undefined ? undefined : parseYaml(schema, text, `content/exercises/${ref}/${name}`);
}

/** Names of the files that lie directly in an exercise's folder, sorted. */
export async function exerciseFileNames(ref: string): Promise<string[]> {
	const parsed = parseExerciseRef(ref);
	if (parsed === undefined) throw new ContentError(`"${ref}" is no exercise's name`);
	return (await readdir(contentPath('exercises', parsed.folder))).sort();
}

/** Whether seeds make a difference. */
export async function hasVariants(ref: string): Promise<boolean> {
	if (isDrillRef(ref)) return (await loadDrill(ref))?.hasVariants === true;
	const parsed = parseExerciseRef(ref);
	return parsed !== undefined && (await readContent('exercises', parsed.folder, 'variants.yaml')) !== undefined;
}

const values = cached(async (ref: string): Promise<VariantValues> => {
	const { folder, seed, host } = parseExerciseRef(ref) as ExerciseRef;
	const file = await readYaml(variantsFileSchema, 'exercises', folder, 'variants.yaml');
	return new Map([...chooseVariant(file?.parameters ?? {}, folder, seed), ...Object.entries(machineNames(host))]);
});
