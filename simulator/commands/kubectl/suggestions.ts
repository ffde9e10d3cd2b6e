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

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const current = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (previous[j - 1] as number) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
			current.push(Math.min(replaced, (previous[j] as number) + 1, (current[j - 1] as number) + 1));
		}
		previous = current;
	}
	return previous[b.length] as number;
}
