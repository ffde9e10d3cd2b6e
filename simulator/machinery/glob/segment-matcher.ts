import { lastIndexOfText, TextFinder } from '../find-text.ts';
import type { Glob } from '../glob.ts';
import { matchesOne, type Node } from './node.ts';
import { LastCodes, type TextCodes } from './text-codes.ts';

/** What stands between two stars. */
class Segment {
	readonly length: number;
	readonly #nodes: readonly Node[];
	/** Of one that is a text. */
	readonly #wanted: string | undefined;
	readonly #finder: TextFinder | undefined;
	/** Which of the first 256 characters it can begin with, once that has been asked for. */
	#begins: Uint8Array | undefined;

	constructor(nodes: readonly Node[]) {
		this.#nodes = nodes;
		this.length = nodes.length;
		if (!nodes.every((node) => node.type === 'char' && node.code <= 0xffff)) return;
		this.#wanted = nodes.map((node) => (node.type === 'char' ? String.fromCharCode(node.code) : '')).join('');
		this.#finder = new TextFinder(this.#wanted);
	}

	isAt(codes: TextCodes, from: number): boolean {
		for (let i = 0; i < this.length; i++) {
			if (matchesOne(this.#nodes[i] as Node, codes.at(from + i))) continue;
			codes.spend(i);
			return false;
		}
		return true;
	}

	/** The first place from `from` on where it ends by `to`; −1 when there is none. */
	first(codes: TextCodes, from: number, to: number): number {
		if (this.#finder !== undefined && codes.plain !== undefined) {
			const at = this.#finder.find(codes.plain, from);
			return at >= 0 && at + this.length <= to ? at : -1;
		}
		const begins = this.#beginnings();
		for (let at = from; at + this.length <= to; at++) {
			if (begins[codes.at(at)] !== 0 && this.isAt(codes, at)) return at;
		}
		return -1;
	}

	/** The last one. */
	last(codes: TextCodes, from: number, to: number): number {
		if (this.#wanted !== undefined && codes.plain !== undefined) {
			const at = lastIndexOfText(codes.plain.slice(from, to), this.#wanted);
			return at < 0 ? -1 : from + at;
		}
		const begins = this.#beginnings();
		for (let at = to - this.length; at >= from; at--) {
			if (begins[codes.at(at)] !== 0 && this.isAt(codes, at)) return at;
		}
		return -1;
	}

	#beginnings(): Uint8Array {
		if (this.#begins !== undefined) return this.#begins;
		const begins = new Uint8Array(256).fill(1);
		const [first] = this.#nodes;
		if (first !== undefined) for (let code = 0; code < 256; code++) begins[code] = matchesOne(first, code) ? 1 : 0;
		this.#begins = begins;
		return begins;
	}
}

/**
 * A pattern without groups: segments between stars. Each is looked for once, as early or as late as it can be, because
 * what a star leaves out of one place it finds in the others.
 */
export class SegmentMatcher implements Glob {
	readonly literal = undefined;
	readonly #head: Segment;
	readonly #inner: readonly Segment[];
	/** Undefined without a star. */
	readonly #tail: Segment | undefined;
	readonly #codes: LastCodes;

	constructor(nodes: readonly Node[], fold: boolean) {
		const segments: Node[][] = [[]];
		for (const node of nodes) {
			if (node.type === 'star') segments.push([]);
			else segments.at(-1)?.push(node);
		}
		const [head, ...rest] = segments.map((each) => new Segment(each));
		this.#head = head as Segment;
		this.#inner = rest.slice(0, -1);
		this.#tail = rest.at(-1);
		this.#codes = new LastCodes(fold);
	}

	matches(text: string): boolean {
		const codes = this.#codes.of(text);
		if (this.#tail === undefined) return this.#head.length === codes.length && this.#head.isAt(codes, 0);
		const end = codes.length - this.#tail.length;
		if (end < this.#head.length || !this.#head.isAt(codes, 0) || !this.#tail.isAt(codes, end)) return false;
		return this.#afterInner(codes, this.#head.length, end) >= 0;
	}

	prefix(text: string, want: 'shortest' | 'longest'): number {
		const codes = this.#codes.of(text);
		if (this.#head.length > codes.length || !this.#head.isAt(codes, 0)) return -1;
		const end = this.#end(codes, 0, want);
		return end < 0 ? -1 : codes.unitOf(end);
	}

	suffix(text: string, want: 'shortest' | 'longest'): number {
		const codes = this.#codes.of(text);
		const last = this.#tail ?? this.#head;
		let to = codes.length - last.length;
		if (to < 0 || !last.isAt(codes, to)) return -1;
		if (this.#tail === undefined) return codes.unitOf(to);
		for (const segment of [...this.#inner].reverse()) {
			to = segment.last(codes, 0, to);
			if (to < 0) return -1;
		}
		const start = want === 'shortest' ? this.#head.last(codes, 0, to) : this.#head.first(codes, 0, to);
		return start < 0 ? -1 : codes.unitOf(start);
	}

	find(text: string, from: number): readonly [number, number] | undefined {
		const codes = this.#codes.of(text);
		// Where the head is first, a star can reach all that it reaches from later on.
		const start = this.#head.first(codes, codes.indexOfUnit(from), codes.length);
		const end = start < 0 ? -1 : this.#end(codes, start, 'longest');
		return end < 0 ? undefined : [codes.unitOf(start), codes.unitOf(end)];
	}

	/** Where a match ends whose head is at `start`; −1 when there is none. */
	#end(codes: TextCodes, start: number, want: 'shortest' | 'longest'): number {
		const from = start + this.#head.length;
		if (this.#tail === undefined) return from;
		const after = this.#afterInner(codes, from, codes.length);
		if (after < 0) return -1;
		const at =
			want === 'shortest' ? this.#tail.first(codes, after, codes.length) : this.#tail.last(codes, after, codes.length);
		return at < 0 ? -1 : at + this.#tail.length;
	}

	#afterInner(codes: TextCodes, from: number, to: number): number {
		let at = from;
		for (const segment of this.#inner) {
			const found = segment.first(codes, at, to);
			if (found < 0) return -1;
			at = found + segment.length;
		}
		return at;
	}
}
