import { compileRe2, type Regexp, type RegexpMatch, type RegexpOptions } from './regexp.ts';

/** A pattern's parts: what stands around it is looked at only, what is before `\K` is left out of the match. */
interface PerlParts {
	readonly behind: readonly Look[];
	/** What follows the place where the match begins. */
	readonly first: readonly Look[];
	readonly before: string | undefined;
	readonly core: string;
	readonly ahead: readonly Look[];
}

interface Look {
	readonly pattern: string;
	readonly wanted: boolean;
}

/**
 * Perl's syntax as far as RE2 has it, and at the ends of a pattern what it has not: looking behind or ahead first, `\K`,
 * looking ahead last. Throws RegexpSyntaxError. Differs from PCRE: looking around in the middle and back-references are refused, and a
 * match that is followed by what must not follow is not tried shorter.
 */
export function compilePerl(pattern: string, options: RegexpOptions = {}): Pick<Regexp, 'exec' | 'test'> {
	const parts = partsOf(pattern);
	const { behind, first: initial, before, core, ahead } = parts;
	const looks = behind.length + initial.length + ahead.length;
	if (looks === 0 && before === undefined) return compileRe2(pattern, options);
	const required = ahead.filter(({ wanted }) => wanted);
	const [first, ...others] = required;
	const end = first === undefined ? '' : `(?:${first.pattern})`;
	const next = (look: Look): Condition => ({
		regexp: compileRe2(`\\A(?:${look.pattern})`, options),
		wanted: look.wanted,
	});
	const matcher = new PerlMatcher(compileRe2(`(?:${before ?? ''})(${core})${end}`, options), {
		behind: behind.map((look) => ({
			regexp: compileRe2(`(?:${look.pattern})\\z`, options),
			wanted: look.wanted,
		})),
		first: initial.map(next),
		ahead: [...others, ...ahead.filter(({ wanted }) => !wanted)].map(next),
	});
	return { exec: (text, from) => matcher.exec(text, from), test: (text) => matcher.exec(text, 0) !== undefined };
}

interface Condition {
	readonly regexp: Regexp;
	readonly wanted: boolean;
}

/** Of the text before the match, from its start on, and behind it. */
interface Conditions {
	readonly behind: readonly Condition[];
	readonly first: readonly Condition[];
	readonly ahead: readonly Condition[];
}

class PerlMatcher {
	readonly #regexp: Regexp;
	readonly #conditions: Conditions;

	constructor(regexp: Regexp, conditions: Conditions) {
		this.#regexp = regexp;
		this.#conditions = conditions;
	}

	exec(text: string, from = 0): RegexpMatch | undefined {
		let at = from;
		for (let tries = 0; tries < TRIES_MAX && at <= text.length; tries++) {
			const match = this.#regexp.exec(text, at);
			if (match === undefined) return undefined;
			const [start, end] = match.spans[1] as readonly [number, number];
			const { behind, first, ahead } = this.#conditions;
			const fits =
				holds(behind, text.slice(Math.max(0, match.start - BEHIND_MAX), match.start)) &&
				holds(first, text.slice(match.start)) &&
				holds(ahead, text.slice(end));
			if (fits) return { start, end, groups: [text.slice(start, end)], spans: [[start, end]] };
			at = match.start + 1;
		}
		return undefined;
	}
}

function holds(conditions: readonly Condition[], text: string): boolean {
	return conditions.every(({ regexp, wanted }) => regexp.test(text) === wanted);
}

/** How far back is looked; PCRE has such a limit, too. */
const BEHIND_MAX = 255;
/** Places of a text that are tried. */
const TRIES_MAX = 20_000;

const LOOK = /^\(\?(<?)([=!])/;

function partsOf(pattern: string): PerlParts {
	const behind: Look[] = [];
	const first: Look[] = [];
	const ahead: Look[] = [];
	let anchor = '';
	let rest = pattern;
	for (;;) {
		if (rest.startsWith('^') && anchor === '') {
			anchor = '^';
			rest = rest.slice(1);
		}
		const group = leadingLook(rest);
		if (group === undefined) break;
		(group.isBehind ? behind : first).push(group.look);
		rest = rest.slice(group.length);
	}
	rest = anchor + rest;
	const { keep, last, alternatives } = outline(rest);
	if (alternatives && (behind.length + first.length > 0 || keep >= 0 || last >= 0)) {
		return { behind: [], first: [], before: undefined, core: pattern, ahead: [] };
	}
	let core = rest;
	if (last >= 0) {
		ahead.push(lookIn(core.slice(last)));
		core = core.slice(0, last);
	}
	if (keep < 0) return { behind, first, before: undefined, core, ahead };
	return { behind, first, before: core.slice(0, keep), core: core.slice(keep + 2), ahead };
}

function lookIn(group: string): Look {
	const [opening, , sign] = LOOK.exec(group) as unknown as [string, string, string];
	return { pattern: group.slice(opening.length, -1), wanted: sign === '=' };
}

function leadingLook(pattern: string): { look: Look; length: number; isBehind: boolean } | undefined {
	const opening = LOOK.exec(pattern);
	const length = opening === null ? -1 : groupEnd(pattern, 0);
	if (length < 0) return undefined;
	return { look: lookIn(pattern.slice(0, length)), length, isBehind: opening?.[1] === '<' };
}

/** Where things are outside of groups: `\K`, a look-ahead that ends the pattern; −1 where there is none. */
function outline(pattern: string): { readonly keep: number; readonly last: number; readonly alternatives: boolean } {
	const found = { keep: -1, last: -1, alternatives: false };
	for (let at = 0; at < pattern.length; ) {
		const character = pattern[at] as string;
		if (character === '\\') {
			if (pattern[at + 1] === 'K') found.keep = at;
			at += 2;
		} else if (character === '[') at = classEnd(pattern, at);
		else if (character === '(') {
			const end = groupEnd(pattern, at);
			if (end < 0) return found;
			if (end === pattern.length && LOOK.exec(pattern.slice(at))?.[1] === '') found.last = at;
			at = end;
		} else {
			if (character === '|') found.alternatives = true;
			at++;
		}
	}
	return found;
}

/** Behind the group that begins at `from`; −1 when it does not end. */
function groupEnd(pattern: string, from: number): number {
	let depth = 0;
	for (let at = from; at < pattern.length; ) {
		const character = pattern[at] as string;
		if (character === '\\') at += 2;
		else if (character === '[') at = classEnd(pattern, at);
		else {
			if (character === '(') depth++;
			if (character === ')' && --depth === 0) return at + 1;
			at++;
		}
	}
	return -1;
}

function classEnd(pattern: string, from: number): number {
	let at = from + 1;
	if (pattern[at] === '^') at++;
	if (pattern[at] === ']') at++;
	while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
	return at + 1;
}
