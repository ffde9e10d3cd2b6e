import { englishStem } from './english-stem.ts';
import { isEndingOf, koreanStems } from './korean-stems.ts';

/** One place where a term stands in a text, and how well: 1 is the word itself, less is a part or a relative of it. */
export interface TermMatch {
	/** In letters of `searchable(text)`. */
	readonly from: number;
	readonly to: number;
	readonly weight: number;
}

/** Something that has to be found. */
export interface Term {
	/** All places in a text that `searchable` gave. */
	find(text: string): readonly TermMatch[];
}

/** Terms of one query that are looked at. */
const TERMS_MAX = 8;
/** Letters of a query that are looked at. */
const QUERY_MAX = 120;

/**
 * A text as terms look at it: small letters, and each syllable taken apart into its letters, so that 되돌리 stands in
 * 되돌립니다 and a syllable that is still being typed in what it becomes.
 */
export function searchable(text: string): string {
	return text.toLowerCase().normalize('NFD');
}

/** Words of a question that say nothing of what is asked for. */
const IDLE = new Set(
	(
		'a an and are can do does for how i in is it my of on or the to what when why with ' +
		'어떻게 왜 무엇 무엇이 뭐 때 것 방법 법 안 수 있을 있는'
	).split(' '),
);

/**
 * The terms of a query: words by their stems, "in quotes" and commands and names of fields as they stand. Words that
 * only make a question of it are left out, unless there are no others.
 */
export function queryTerms(query: string): readonly Term[] {
	const parts = [
		...query
			.normalize('NFC')
			.slice(0, QUERY_MAX)
			.matchAll(/"[^"]+"|[^\s"]+/g),
	].map(([part]) => part);
	const telling = parts.filter((part) => !IDLE.has(part.toLowerCase()));
	return (telling.length > 0 ? telling : parts).flatMap(termsOf).slice(0, TERMS_MAX);
}

function termsOf(part: string): Term[] {
	if (part.startsWith('"')) return [exactTerm(part.slice(1, -1).trim())];
	const word = part.replace(/^[,;:!?()'“”‘’]+|[.,;:!?()'“”‘’]+$/g, '');
	if (word === '') return [];
	if (/^[가-힣ㄱ-ㅣ]+$/.test(word)) return [koreanTerm(word)];
	// A name with a particle: Pod를.
	const named = /^([\x21-\x7e]+)([가-힣]+)$/.exec(word);
	if (named?.[1] !== undefined && named[2] !== undefined && named[2].length <= 3) return termsOf(named[1]);
	return [/^[A-Za-z][a-z]*$/.test(word) ? englishTerm(word) : exactTerm(word)];
}

/** Letters and digits of names; a match must not begin inside one. */
const NAME = '[a-z0-9]';

function exactTerm(word: string): Term {
	const pattern = new RegExp(`(?<!${NAME})${quoted(searchable(word))}`, 'g');
	return { find: (text) => matches(text, pattern, (_, after) => (/^[a-z0-9]/.test(after) ? 0.6 : 1)) };
}

function englishTerm(word: string): Term {
	const stem = englishStem(word);
	const pattern = new RegExp(`(?<!${NAME})${quoted(stem)}[a-z]*`, 'g');
	const weigh = (found: string) => {
		if (found === word.toLowerCase()) return 1;
		return englishStem(found) === stem ? 0.9 : 0.5;
	};
	// A short word is a word, not the beginning of one: "pod" does not ask for "podium".
	return { find: (text) => matches(text, pattern, weigh).filter(({ weight }) => word.length > 3 || weight > 0.5) };
}

/** Letters of Hangul that are taken apart. */
const JAMO = '[\\u1100-\\u11ff]';
const JAMO_AT_START = new RegExp(`^${JAMO}*`);
const JAMO_AT_END = new RegExp(`${JAMO}$`);

function koreanTerm(word: string): Term {
	const stems = koreanStems(word);
	const terms = (stems.length === 0 ? [word] : stems).map((stem) => koreanStem(stem));
	return {
		find(text) {
			for (const [index, term] of terms.entries()) {
				const found = term.find(text);
				// The first that is found is the longest; what a shorter one finds besides is worth less.
				if (found.length > 0)
					return index === 0 ? found : found.map((match) => ({ ...match, weight: match.weight * 0.9 }));
			}
			return [];
		},
	};
}

function koreanStem(stem: string): Term {
	const short = stem.length === 1;
	const letters = searchable(stem).replace(/[ㄱ-ㅎ]$/, asInitial);
	const pattern = new RegExp(`${short ? `(?<!${JAMO})` : ''}${quoted(letters)}`, 'g');
	// The same few endings follow a word again and again.
	const endings = new Map<string, boolean>();
	const weigh = (_: string, after: string, before: string) => {
		const letters = JAMO_AT_START.exec(after)?.[0] ?? '';
		const begins = !JAMO_AT_END.test(before);
		let ends = endings.get(letters);
		if (ends === undefined) {
			const rest = letters.normalize('NFC');
			ends = /^[가-힣]*$/.test(rest) && isEndingOf(stem, rest);
			endings.set(letters, ends);
		}
		if (short) return begins && ends ? 1 : 0;
		return begins && ends ? 1 : begins ? 0.7 : 0.45;
	};
	return { find: (text) => matches(text, pattern, weigh).filter(({ weight }) => weight > 0) };
}

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** A consonant that was typed last, as the first letter of a syllable that is to come. */
function asInitial(consonant: string): string {
	const index = INITIALS.indexOf(consonant);
	return index === -1 ? consonant : String.fromCharCode(0x1100 + index);
}

type Weigh = (found: string, after: string, before: string) => number;

/** Letters around a match that are looked at. */
const AROUND = 40;

function matches(text: string, pattern: RegExp, weigh: Weigh): TermMatch[] {
	return [...text.matchAll(pattern)].map((match) => {
		const [found] = match;
		const to = match.index + found.length;
		const before = text.slice(Math.max(0, match.index - 1), match.index);
		return { from: match.index, to, weight: weigh(found, text.slice(to, to + AROUND), before) };
	});
}

function quoted(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
