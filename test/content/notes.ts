import { readExerciseFile } from '../../app/_lib/content/exercise-files.ts';

/** What notes.md of an exercise says to the proof. */
export interface Notes {
	/** Mutants that change nothing that the tasks ask for, by their names, with the reasons. */
	readonly equivalents: ReadonlyMap<string, string>;
	/** Why there is one way only. */
	readonly oneWay: string | undefined;
	readonly problems: readonly string[];
}

const EQUIVALENT = /^- `(?<name>[^`]+)`: ?(?<reason>.*)$/;

/** Reads the sections `## Equivalent mutants` and `## One way` of an exercise's notes. */
export async function readNotes(exercise: string): Promise<Notes> {
	const text = (await readExerciseFile(exercise, 'notes.md')) ?? '';
	const equivalents = new Map<string, string>();
	const problems: string[] = [];
	for (const line of section(text, 'Equivalent mutants')?.split('\n') ?? []) {
		if (!line.startsWith('-')) continue;
		const { name, reason = '' } = EQUIVALENT.exec(line)?.groups ?? {};
		if (name === undefined || reason.trim() === '') {
			problems.push(`notes.md: an equivalent mutant is told as "- \`name\`: reason", not as: ${line}`);
		} else equivalents.set(name, reason.trim());
	}
	return { equivalents, oneWay: section(text, 'One way'), problems };
}

/** What stands below a heading; undefined without the heading or without a text. */
function section(text: string, heading: string): string | undefined {
	const after = text.split(new RegExp(`^## ${heading}\\s*$`, 'm'))[1];
	const body = after?.split(/^## /m)[0]?.trim();
	return body === '' ? undefined : body;
}
