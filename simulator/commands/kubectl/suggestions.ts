import { editDistance } from '../cobra/similar-names.ts';
import type { KubectlCommand } from './command.ts';

const DISTANCE_MAX = 2;

/** Commands that somebody who typed `word` may have meant. Models cobra Command.SuggestionsFor. */
export function suggestionsFor(word: string, commands: readonly KubectlCommand[]): string[] {
	const typed = word.toLowerCase();
	return commands
		.filter((each) => {
			if (each.hidden === true) return false;
			const name = each.name.toLowerCase();
			return (
				editDistance(typed, name) <= DISTANCE_MAX || name.startsWith(typed) || (each.suggestFor ?? []).includes(typed)
			);
		})
		.map((each) => each.name);
}
