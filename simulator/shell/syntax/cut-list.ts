import type { List, ListGroups, ListItem } from './ast.ts';
import { cutsWithin, type ListCut } from './list-cuts.ts';

/** A list that is parsed group by group. */
export class CutList implements List, ListGroups {
	readonly text: string;
	readonly #starts: readonly number[];
	readonly #lines: readonly number[];
	readonly #cuts: readonly ListCut[];
	readonly #parse: (text: string, firstLine: number, cuts: readonly ListCut[]) => readonly ListItem[];
	readonly #known: (readonly ListItem[] | undefined)[] = [];

	/**
	 * @param text begins with the list.
	 * @param cuts what is cut in the text, the list itself among them.
	 * @param parse makes a group's items.
	 */
	constructor(
		text: string,
		firstLine: number,
		{ starts }: ListCut,
		cuts: readonly ListCut[],
		parse: (text: string, firstLine: number, cuts: readonly ListCut[]) => readonly ListItem[],
	) {
		this.text = text;
		this.#starts = starts;
		this.#lines = linesAt(text, starts, firstLine);
		this.#cuts = cuts.filter((cut) => cut.starts[0] !== 0);
		this.#parse = parse;
	}

	get groups(): ListGroups {
		return this;
	}

	get items(): readonly ListItem[] {
		return this.#starts.flatMap((_, index) => this.at(index));
	}

	get count(): number {
		return this.#starts.length;
	}

	at(index: number): readonly ListItem[] {
		const known = this.#known[index];
		if (known !== undefined) return known;
		const from = this.#starts[index] as number;
		const end = this.#starts[index + 1] ?? this.text.length;
		const cuts = cutsWithin(this.#cuts, from, end);
		const items = this.#parse(this.text.slice(from, end), this.#lines[index] as number, cuts);
		if (this.count <= KEPT_GROUPS_MAX) this.#known[index] = items;
		return items;
	}
}

/** Of a list with more groups none is kept parsed: trees take a hundred times what their texts do. */
const KEPT_GROUPS_MAX = 64;

/** In which lines the places are, which are in order. */
function linesAt(text: string, places: readonly number[], firstLine: number): readonly number[] {
	let line = firstLine;
	let newline = text.indexOf('\n');
	return places.map((place) => {
		for (; newline >= 0 && newline < place; newline = text.indexOf('\n', newline + 1)) line++;
		return line;
	});
}
