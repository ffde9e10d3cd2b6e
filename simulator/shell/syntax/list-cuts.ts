/**
 * Where a very long list of commands is cut into groups, each of which is parsed by itself when it is reached: no parser
 * of whole texts rests.
 */
export interface ListCut {
	/** Where its groups begin. */
	readonly starts: readonly number[];
	/** Where what ends the list begins; Infinity: the text's end. */
	readonly end: number;
}

/** As long as reading takes so many tokens and expansions, there is no rest. */
export const GROUP_PARTS = 2_000;

/** A list of more than so many, in a command that has had a group's already, is a group of its own. */
export const BODY_PARTS = 50;

/** By where they begin. */
export function inOrder(cuts: readonly ListCut[]): readonly ListCut[] {
	return [...cuts].sort((a, b) => startOf(a) - startOf(b));
}

/** Those inside a part of the text, by their places in it. @param cuts in order. */
export function cutsWithin(cuts: readonly ListCut[], from: number, end: number): readonly ListCut[] {
	const inside: ListCut[] = [];
	for (let index = firstFrom(cuts, from); index < cuts.length; index++) {
		const cut = cuts[index] as ListCut;
		if (startOf(cut) >= end) break;
		if (cut.end <= end) inside.push(moved(cut, -from));
	}
	return inside;
}

/** The one that begins there. @param cuts in order. */
export function cutAt(cuts: readonly ListCut[], start: number): ListCut | undefined {
	const cut = cuts[firstFrom(cuts, start)];
	return cut !== undefined && startOf(cut) === start ? cut : undefined;
}

function firstFrom(cuts: readonly ListCut[], from: number): number {
	let low = 0;
	let high = cuts.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (startOf(cuts[middle] as ListCut) < from) low = middle + 1;
		else high = middle;
	}
	return low;
}

function startOf({ starts }: ListCut): number {
	return starts[0] as number;
}

export function moved({ starts, end }: ListCut, by: number): ListCut {
	return { starts: starts.map((start) => start + by), end: end + by };
}

/** The text with one command and blanks in place of each list that is cut: everything else stays where it is. @param cuts in order. */
export function maskLists(text: string, cuts: readonly ListCut[]): string {
	let out = '';
	let at = 0;
	for (const cut of cuts) {
		const from = startOf(cut);
		if (from < at) continue;
		out += `${text.slice(at, from)}:\n${' '.repeat(cut.end - from - 2)}`;
		at = cut.end;
	}
	return at === 0 ? text : out + text.slice(at);
}
