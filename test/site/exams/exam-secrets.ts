import { exerciseScripts } from '../../../app/_lib/content/exercise-scripts.ts';
import { exerciseText, loadExercise } from '../../../app/_lib/content/exercises.ts';
import { LOCALES } from '../../../app/_lib/content/localized.ts';

/**
 * What of a question must not be seen while an exam goes on, as texts to look for: titles, labels and ids of parts and
 * checks, hints, and the telling lines of set-up, solutions and near misses. A line that the question itself has is none.
 */
export async function examSecrets(ref: string): Promise<readonly string[]> {
	const exercise = await loadExercise(ref);
	if (exercise === undefined) throw new Error(`there is no exercise "${ref}"`);
	const sheets = await Promise.all(LOCALES.map(async (locale) => (await exerciseText(ref, locale)) ?? ''));
	const { solutions, wrong } = await exerciseScripts(ref);
	const scripts = [
		...[...solutions, ...wrong].map(({ script }) => script),
		...exercise.setup.map((step) => JSON.stringify(step).replaceAll('\\n', '\n')),
	];
	const texts = [
		...exercise.texts.flatMap(({ title, hints, labels }) =>
			[title, ...hints, ...Object.values(labels)].flatMap(({ ko, en }) => [ko, en]),
		),
		...sheets.flatMap((sheet) => [...sheet.matchAll(/<Hint>([\s\S]*?)<\/Hint>/g)].map(([, hint = '']) => hint.trim())),
		...exercise.tasks.flatMap(({ checks }) => checks.map(({ id }) => `"${id}"`)),
		...scripts.flatMap((script) => script.split('\n').map((line) => line.trim())),
	];
	const asked = sheets.join('\n').replace(/<Hint>[\s\S]*?<\/Hint>/g, '');
	return [...new Set(texts)].filter((text) => text.length >= 12 && !asked.includes(text));
}

/** The secrets that stand in an answer, be it JSON or HTML. */
export function secretsIn(answer: string, secrets: readonly string[]): readonly string[] {
	const plain = answer
		.replaceAll('\\"', '"')
		.replaceAll('\\n', '\n')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
	return secrets.filter((secret) => answer.includes(secret) || plain.includes(secret));
}
