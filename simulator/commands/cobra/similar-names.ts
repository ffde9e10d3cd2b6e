const DISTANCE_MAX = 2;

/** Names that somebody who typed `word` may have meant. Models cobra Command.SuggestionsFor. */
export function similarNames(word: string, names: readonly string[]): string[] {
	const typed = word.toLowerCase();
	return names.filter((each) => {
		const name = each.toLowerCase();
		return editDistance(typed, name) <= DISTANCE_MAX || name.startsWith(typed);
	});
}

/** Levenshtein's. */
export function editDistance(a: string, b: string): number {
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
