import { passBlack, passWhite, type WordShape, withoutWhite } from './words.ts';

/** A keyword in its sentence. */
export interface Occurrence {
	readonly file: number;
	readonly start: number;
	readonly end: number;
	/** The sentence's. */
	readonly left: number;
	readonly right: number;
	/** Number of its line, from 0; where its line begins when lines begin with references. */
	readonly reference: number;
}

export interface Widths {
	readonly half: number;
	readonly before: number;
	readonly after: number;
	readonly gap: number;
	readonly longestWord: number;
}

export interface Field {
	start: number;
	end: number;
	/** Something of the sentence is left out there. */
	isCut: boolean;
}

export interface Fields {
	readonly tail: Field;
	readonly before: Field;
	readonly key: Field;
	readonly after: Field;
	readonly head: Field;
}

/** What of a sentence stands around its keyword. Models ptx.c define_all_fields. */
export function fieldsOf(text: string, occurrence: Occurrence, words: WordShape, widths: Widths): Fields {
	const { start, left, right } = occurrence;
	const after = afterField(text, occurrence, words, widths);
	const secure = widths.half + widths.longestWord;
	const fieldStart = start - left > secure ? words.pass(text, start - secure, start) : left;
	const before: Field = { start: fieldStart, end: withoutWhite(text, start, fieldStart), isCut: false };
	while (before.start + widths.before < before.end) before.start = words.pass(text, before.start, before.end);
	before.isCut = withoutWhite(text, before.start, 0) > left;
	before.start = passWhite(text, before.start, text.length);
	const tail: Field = { start: 0, end: 0, isCut: false };
	const tailWidth = widths.before - (before.end - before.start) - widths.gap;
	if (tailWidth > 0) {
		tail.start = passWhite(text, after.end, text.length);
		tail.end = tail.start;
		let at = tail.end;
		while (at < right && at < tail.start + tailWidth) {
			tail.end = at;
			at = words.pass(text, at, right);
		}
		if (at < tail.start + tailWidth) tail.end = at;
		if (tail.end > tail.start) {
			after.isCut = false;
			tail.isCut = tail.end < right;
		}
		tail.end = withoutWhite(text, tail.end, tail.start);
	}
	const head: Field = { start: 0, end: 0, isCut: false };
	const headWidth = widths.after - (after.end - after.start) - widths.gap;
	if (headWidth > 0) {
		head.end = withoutWhite(text, before.start, 0);
		head.start = fieldStart;
		while (head.start + headWidth < head.end) head.start = words.pass(text, head.start, head.end);
		if (head.end > head.start) {
			before.isCut = false;
			head.isCut = head.start > left;
		}
		head.start = passWhite(text, head.start, head.end);
	}
	const keyEnd = words.pass(text, after.start, after.end);
	return { tail, before, key: { start: after.start, end: keyEnd, isCut: false }, after, head };
}

function afterField(text: string, { start, end, right }: Occurrence, words: WordShape, widths: Widths): Field {
	const after: Field = { start, end, isCut: false };
	let at = end;
	while (at < right && at <= start + widths.after) {
		after.end = at;
		at = words.pass(text, at, right);
	}
	if (at <= start + widths.after) after.end = at;
	after.isCut = after.end < right;
	after.end = withoutWhite(text, after.end, after.start);
	return after;
}

export function referenceEnd(text: string, start: number, right: number): number {
	return passBlack(text, start, right);
}
