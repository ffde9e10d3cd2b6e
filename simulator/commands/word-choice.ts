import { Fatal } from './gnu-command.ts';

/** The words that an option takes: each group's words mean the same, its first is the canonical one. */
export type WordChoices = readonly (readonly string[])[];

/**
 * The canonical word that `value` is or clearly begins; undefined stays undefined. Throws Fatal with the list of words.
 * Models gnulib argmatch.c.
 */
export function chooseWord(
	value: string | undefined,
	option: string,
	choices: WordChoices,
	status = 1,
): string | undefined {
	if (value === undefined) return undefined;
	const begun = choices.filter((words) => words.some((word) => word.startsWith(value)));
	const exact = choices.find((words) => words.includes(value));
	const [only] = exact === undefined ? begun : [exact];
	if (only !== undefined && (exact !== undefined || begun.length === 1)) return only[0];
	const lines = choices.map((words) => `  - ${words.map((word) => `‘${word}’`).join(', ')}`);
	const problem = begun.length > 1 ? 'ambiguous' : 'invalid';
	const message = `${problem} argument ‘${value}’ for ‘--${option}’\nValid arguments are:\n${lines.join('\n')}`;
	throw new Fatal(message, status, true);
}
