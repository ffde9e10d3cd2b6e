/**
 * Where a very long list of commands is cut into groups, each of which is parsed by itself when it is reached: no parser
 * of whole texts rests.
 */
export interface ListCut {
	/** Where its groups begin: two at least. */
	readonly starts: readonly number[];
	/** Where what ends the list begins; Infinity: the text's end. */
	readonly end: number;
}

/** As long as reading takes so many tokens and expansions, there is no rest. */
export const GROUP_PARTS = 2_000;

/** Those inside a part of the text, by their places in it. */
export function cutsWithin(cuts: readonly ListCut[], from: number, end: number): readonly ListCut[] {
	const inside = cuts.filter((cut) => (cut.starts[0] as number) >= from && cut.end <= end);
	return from === 0 ? inside : inside.map((cut) => moved(cut, -from));
}

export function moved({ starts, end }: ListCut, by: number): ListCut {
	return { starts: starts.map((start) => start + by), end: end + by };
}

/** The text with one command and blanks in place of each list that is cut: everything else stays where it is. */
export function maskLists(text: string, cuts: readonly ListCut[]): string {
	let out = '';
	let at = 0;
	for (const { starts, end } of [...cuts].sort((a, b) => (a.starts[0] as number) - (b.starts[0] as number))) {
		const from = starts[0] as number;
		if (from < at) continue;
		out += `${text.slice(at, from)}:\n${' '.repeat(end - from - 2)}`;
		at = end;
	}
	return at === 0 ? text : out + text.slice(at);
}
