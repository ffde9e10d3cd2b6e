import { queryTerms, searchable, type Term } from './query-terms.ts';
import type { SearchEntry, SearchSection } from './search-entry.ts';

export interface FoundLesson {
	readonly entry: SearchEntry;
	/** The best first; where only the title was found, the lesson's beginning. */
	readonly sections: readonly FoundSection[];
	/** Terms of the query that stand nowhere in it. */
	readonly missing: number;
	readonly score: number;
}

export interface FoundSection {
	/** Which of the lesson's sections. */
	readonly index: number;
	readonly section: SearchSection;
	readonly snippet: readonly SnippetPart[];
	readonly score: number;
}

export interface SnippetPart {
	readonly text: string;
	readonly found: boolean;
}

/** Sections of a lesson that are shown. */
const SECTIONS_MAX = 3;
/** Letters of a snippet, and of those that may stand before what was found. */
const SNIPPET = 110;
const LEAD = 20;

const TITLE = 12;
const HEADING = 3;
/** With fewer lessons than this, some that fit less follow. */
const FEW = 3;
/** Tasks repeat the words of what they are about; what explains them comes first. */
const TASK = 0.8;
/** What explains comes before what only asks for it. */
const KIND = { lesson: 1, drill: 0.25, exam: 0.9 } as const;

/**
 * Lessons in which the query's terms stand, the best first, each with its best sections. One of three terms may be
 * missing; where few lessons have so much, the best that have half of them follow.
 */
export function searchLessons(entries: readonly SearchEntry[], query: string): readonly FoundLesson[] {
	const terms = queryTerms(query);
	if (terms.length === 0) return [];
	const found = entries.map((entry) => searchLesson(entry, terms)).sort((a, b) => b.score - a.score);
	const strict = found.filter(({ missing }) => missing <= Math.floor(terms.length / 3));
	if (strict.length >= FEW) return strict;
	const half = found.filter((each) => !strict.includes(each) && each.missing <= Math.floor(terms.length / 2));
	return [...strict, ...half.slice(0, FEW - strict.length)];
}

function searchLesson(entry: SearchEntry, terms: readonly Term[]): FoundLesson {
	const inTitle = terms.map((term) => worth(term, entry.title));
	const seen = inTitle.map((weight) => weight > 0);
	const sections = entry.sections.flatMap((section, index) => {
		const weights = terms.map((term) => HEADING * worth(term, section.heading) + worth(term, section.text));
		for (const [at, weight] of weights.entries()) if (weight > 0) seen[at] = true;
		const matched = weights.filter((weight) => weight > 0).length;
		if (matched === 0) return [];
		const part = matched / terms.length;
		const score = sum(weights) * part * part * (section.kind === 'task' ? TASK : 1);
		return [{ index, section, score }];
	});
	const missing = seen.filter((each) => !each).length;
	const share = 1 - missing / terms.length;
	const best = sections.sort((a, b) => b.score - a.score || a.index - b.index).slice(0, SECTIONS_MAX);
	const [beginning] = entry.sections;
	if (best.length === 0 && beginning !== undefined) best.push({ index: 0, section: beginning, score: 0 });
	return {
		entry,
		sections: best.map((each) => ({ ...each, snippet: snippetOf(each.section.text, terms) })),
		missing,
		score: (TITLE * sum(inTitle) + (best[0]?.score ?? 0)) * share * share * KIND[entry.kind],
	};
}

/** How well the term stands in a text: its best place, and a little for each further one. */
function worth(term: Term, text: string): number {
	const weights = term.find(letters(text)).map(({ weight }) => weight);
	return weights.length === 0 ? 0 : Math.max(...weights) * (1 + Math.log2(weights.length) / 4);
}

/** A window of the text around its best place, the terms marked. */
function snippetOf(text: string, terms: readonly Term[]): readonly SnippetPart[] {
	const whole = letters(text);
	const places = terms.flatMap((term) => term.find(whole)).sort((a, b) => a.from - b.from);
	const first = places.reduce<(typeof places)[number] | undefined>(
		(best, each) => (best === undefined || each.weight > best.weight ? each : best),
		undefined,
	);
	if (first === undefined) return [{ text: clipped(text, 0), found: false }];
	const at = syllables(whole, first.from);
	const from = at < 2 * LEAD ? 0 : text.lastIndexOf(' ', at - LEAD) + 1;
	const shown = clipped(text, from);
	const parts: SnippetPart[] = [];
	let done = from;
	for (const place of places) {
		const [begin, end] = [syllables(whole, place.from), syllables(whole, place.to)];
		if (begin < done || end > from + shown.length) continue;
		parts.push({ text: text.slice(done, begin), found: false }, { text: text.slice(begin, end), found: true });
		done = end;
	}
	parts.push({ text: text.slice(done, from + shown.length), found: false });
	const cut = from + shown.length < text.length ? [{ text: ' …', found: false }] : [];
	const lead = from > 0 ? [{ text: '… ', found: false }] : [];
	return [...lead, ...parts, ...cut].filter((part) => part.text !== '');
}

function clipped(text: string, from: number): string {
	const end = text.indexOf(' ', from + SNIPPET);
	return text.slice(from, end === -1 ? text.length : end);
}

/** How many letters of the text itself the first `length` letters of `searchable(text)` are. */
function syllables(whole: string, length: number): number {
	return whole.slice(0, length).normalize('NFC').length;
}

/** Texts are searched at every key: each is taken apart once. */
const takenApart = new Map<string, string>();

function letters(text: string): string {
	const known = takenApart.get(text);
	if (known !== undefined) return known;
	const made = searchable(text);
	takenApart.set(text, made);
	return made;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}
