import type { Glob } from '../glob.ts';
import { matchesOne, type Node } from './node.ts';
import { LastCodes, type TextCodes } from './text-codes.ts';

/** A pattern with groups: the set of positions that a part of it can reach is carried along, so nothing is tried twice. */
export class GroupMatcher implements Glob {
	readonly literal = undefined;
	readonly #nodes: readonly Node[];
	readonly #codes: LastCodes;
	#reversed: readonly Node[] | undefined;
	/** Where in a text matches can begin. */
	#starts: { readonly codes: TextCodes; readonly places: readonly number[]; next: number } | undefined;

	constructor(nodes: readonly Node[], fold: boolean) {
		this.#nodes = nodes;
		this.#codes = new LastCodes(fold);
	}

	matches(text: string): boolean {
		const codes = this.#codes.of(text);
		return reachesEnd(this.#nodes, forwards(codes));
	}

	prefix(text: string, want: 'shortest' | 'longest'): number {
		const codes = this.#codes.of(text);
		const end = reach(this.#nodes, forwards(codes), [0]).at(want === 'shortest' ? 0 : -1);
		return end === undefined ? -1 : codes.unitOf(end);
	}

	suffix(text: string, want: 'shortest' | 'longest'): number {
		const codes = this.#codes.of(text);
		this.#reversed ??= reverse(this.#nodes);
		const length = reach(this.#reversed, backwards(codes), [0]).at(want === 'shortest' ? 0 : -1);
		return length === undefined ? -1 : codes.unitOf(codes.length - length);
	}

	find(text: string, from: number): readonly [number, number] | undefined {
		const codes = this.#codes.of(text);
		const starts = this.#startsOf(codes);
		const first = codes.indexOfUnit(from);
		if ((starts.places[starts.next - 1] ?? -1) >= first) starts.next = 0;
		while ((starts.places[starts.next] ?? codes.length) < first) starts.next++;
		const start = starts.places[starts.next];
		if (start === undefined) return undefined;
		const end = reach(this.#nodes, forwards(codes), [start]).at(-1);
		return end === undefined ? undefined : [codes.unitOf(start), codes.unitOf(end)];
	}

	/** Found from behind, all at once. */
	#startsOf(codes: TextCodes): { readonly places: readonly number[]; next: number } {
		if (this.#starts?.codes === codes) return this.#starts;
		this.#reversed ??= reverse(this.#nodes);
		const ends = reach(this.#reversed, backwards(codes), span(0, codes.length));
		this.#starts = { codes, places: ends.map((end) => codes.length - end).reverse(), next: 0 };
		return this.#starts;
	}
}

/** The characters in the order in which they are looked at. */
interface Codes {
	readonly length: number;
	at(index: number): number;
	spend(steps: number): void;
}

function forwards(codes: TextCodes): Codes {
	return codes;
}

function backwards(codes: TextCodes): Codes {
	const { length } = codes;
	return { length, at: (index) => codes.at(length - 1 - index), spend: (steps) => codes.spend(steps) };
}

/**
 * Whether the whole text matches. What follows a `*` is only looked for where something is left of the text; where
 * nothing is, bash takes `!(…)` to match with all that stands behind it. Models bash lib/glob/sm_loop.c GMATCH.
 */
function reachesEnd(nodes: readonly Node[], codes: Codes): boolean {
	let positions: readonly number[] = [0];
	for (let i = 0; i < nodes.length; i++) {
		const starts = positions;
		positions = reachOne(nodes[i] as Node, codes, positions);
		if (positions.length === 0) return false;
		if (nodes[i]?.type !== 'star') continue;
		let wanted = 0;
		for (let next = nodes[i + 1]; next !== undefined && isWildcard(next); next = nodes[++i + 1]) {
			if (next.type === 'any') wanted++;
			// What may be left out is tried once with all behind it.
			const isOptional = next.type === 'group' && next.operator === '?';
			const from = starts.map((start) => start + wanted).filter((start) => start <= codes.length);
			if (isOptional && reach(nodes.slice(i + 1), codes, from).at(-1) === codes.length) return true;
			positions = reachOne(next, codes, positions);
		}
		const next = nodes[i + 1];
		if (next?.type !== 'group') continue;
		if (next.operator === '!' && starts.includes(codes.length - wanted)) return true;
		if (positions.at(-1) === codes.length) positions = positions.slice(0, -1);
	}
	return positions.at(-1) === codes.length;
}

/** What bash takes together with a `*` before it. */
function isWildcard(node: Node): boolean {
	if (node.type === 'group') return node.operator === '?' || node.operator === '*';
	return node.type === 'star' || node.type === 'any';
}

/** The positions, ascending, where `nodes` can end when it begins at one of `starts` (ascending). */
function reach(nodes: readonly Node[], codes: Codes, starts: readonly number[]): readonly number[] {
	let positions = starts;
	for (const node of nodes) {
		if (positions.length === 0) return positions;
		positions = reachOne(node, codes, positions);
	}
	return positions;
}

function reachOne(node: Node, codes: Codes, starts: readonly number[]): readonly number[] {
	codes.spend(starts.length);
	if (node.type === 'star') {
		codes.spend(codes.length - (starts[0] as number));
		return span(starts[0] as number, codes.length);
	}
	if (node.type === 'group') return reachGroup(node, codes, starts);
	const out: number[] = [];
	for (const start of starts) {
		if (start < codes.length && matchesOne(node, codes.at(start))) out.push(start + 1);
	}
	return out;
}

function reachGroup(
	node: Extract<Node, { type: 'group' }>,
	codes: Codes,
	starts: readonly number[],
): readonly number[] {
	const once = (from: readonly number[]): readonly number[] =>
		union(node.alternatives.map((alternative) => reach(alternative, codes, from)));
	switch (node.operator) {
		case '@':
			return once(starts);
		case '?':
			return union([starts, once(starts)]);
		case '!': {
			const out = placesOf(codes.length, codes.length - (starts[0] ?? codes.length));
			for (const start of starts) {
				codes.spend(ROUND_STEPS + 4 * (codes.length - start));
				const matched = new Set(once([start]));
				for (let end = start; end <= codes.length; end++) if (!matched.has(end)) out.add(end);
			}
			return out.ascending();
		}
		default: {
			const first = node.operator === '*' ? starts : once(starts);
			const all = placesOf(codes.length, first.length);
			for (const position of first) all.add(position);
			for (let fresh: readonly number[] = first; fresh.length > 0; ) {
				codes.spend(ROUND_STEPS);
				fresh = once(fresh).filter((position) => !all.has(position));
				for (const position of fresh) all.add(position);
			}
			return all.ascending();
		}
	}
}

/** What going over the alternatives once more costs. */
const ROUND_STEPS = 32;

/** Positions in a text. */
interface Places {
	has(position: number): boolean;
	add(position: number): void;
	ascending(): readonly number[];
}

/** Many are marked, which is several times as fast; for a few in a long text a set is. */
function placesOf(length: number, expected: number): Places {
	return expected * MARKS_PER_PLACE > length ? new MarkedPlaces(length) : new FewPlaces();
}

const MARKS_PER_PLACE = 32;

class MarkedPlaces implements Places {
	readonly #marks: Uint8Array;

	constructor(length: number) {
		this.#marks = new Uint8Array(length + 1);
	}

	has(position: number): boolean {
		return this.#marks[position] === 1;
	}

	add(position: number): void {
		this.#marks[position] = 1;
	}

	ascending(): readonly number[] {
		const out: number[] = [];
		for (let at = 0; at < this.#marks.length; at++) if (this.#marks[at] === 1) out.push(at);
		return out;
	}
}

class FewPlaces implements Places {
	readonly #set = new Set<number>();

	has(position: number): boolean {
		return this.#set.has(position);
	}

	add(position: number): void {
		this.#set.add(position);
	}

	ascending(): readonly number[] {
		return [...this.#set].sort((a, b) => a - b);
	}
}

function span(from: number, to: number): number[] {
	const out: number[] = [];
	for (let i = from; i <= to; i++) out.push(i);
	return out;
}

function union(sets: readonly (readonly number[])[]): readonly number[] {
	if (sets.length === 1) return sets[0] as readonly number[];
	return [...new Set(sets.flat())].sort((a, b) => a - b);
}

function reverse(nodes: readonly Node[]): readonly Node[] {
	return nodes
		.map((node) => (node.type === 'group' ? { ...node, alternatives: node.alternatives.map(reverse) } : node))
		.reverse();
}
