import { characterCount } from '../../../machinery/characters.ts';
import type { Regexp } from '../../../machinery/regexp.ts';
import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Json } from './json.ts';
import { described, JqError } from './json.ts';

/**
 * `match`: every match as an object. Differs: patterns are RE2's, not Oniguruma's: no look-around and no
 * back-references.
 */
export function* matches(input: Json, pattern: Json, flags: Json, forced: string): Generator<Json, void> {
	if (typeof input !== 'string') throw new JqError(`${described(input)} cannot be matched, as it is not a string`);
	if (typeof pattern !== 'string') throw new JqError(`${described(pattern)} is not a string`);
	if (flags !== null && typeof flags !== 'string') throw new JqError(`${described(flags)} is not a string`);
	const letters = (flags ?? '') + forced;
	for (const letter of letters) {
		if (!'gimnpslx'.includes(letter)) throw new JqError(`${letters} is not a valid modifier string`);
	}
	const regexp = compiled(pattern, letters);
	const offsets = new Offsets(input);
	const first = letters.includes('g') ? undefined : regexp.exec(input);
	for (const match of letters.includes('g') ? regexp.each(input) : first === undefined ? [] : [first]) {
		if (letters.includes('n') && match.end === match.start) continue;
		const captures = match.spans.slice(1).map(([start], index) => {
			const text = match.groups[index + 1];
			const name = regexp.groupNames[index + 1];
			return new Map<string, Json>([
				...(text === undefined ? NOT_TAKEN : shown(offsets.at(start), text)),
				['name', name === undefined || name === '' ? null : name],
			]);
		});
		const text = input.slice(match.start, match.end);
		yield new Map<string, Json>([...shown(offsets.at(match.start), text), ['captures', captures]]);
	}
}

/** A group that took no part. */
const NOT_TAKEN: readonly (readonly [string, Json])[] = [
	['offset', -1],
	['string', null],
	['length', 0],
];

const shown = (offset: number, text: string): readonly (readonly [string, Json])[] => [
	['offset', offset],
	['length', characterCount(text)],
	['string', text],
];

/** Counts characters from where it counted last. */
class Offsets {
	readonly #text: string;
	#unit = 0;
	#characters = 0;

	constructor(text: string) {
		this.#text = text;
	}

	/** How many characters there are before a UTF-16 unit. */
	at(unit: number): number {
		if (unit < this.#unit) return characterCount(this.#text.slice(0, unit));
		this.#characters += characterCount(this.#text.slice(this.#unit, unit));
		this.#unit = unit;
		return this.#characters;
	}
}

/** Oniguruma's words for what RE2 finds wrong. */
const FAULTS: ReadonlyMap<string, string> = new Map([
	['missing closing )', 'end pattern with unmatched parenthesis'],
	['unexpected )', 'unmatched close parenthesis'],
	['missing closing ]', 'premature end of char-class'],
	['missing argument to repetition operator', 'target of repeat operator is not specified'],
	['invalid repeat count', 'too big number is specified'],
	['invalid character class range', 'empty range in char class'],
	['trailing backslash at end of expression', 'end pattern at escape'],
	['invalid named capture', 'invalid group name <>'],
	['invalid escape sequence', 'invalid backref number/name'],
	['invalid or unsupported Perl syntax', 'undefined group option'],
]);

function compiled(pattern: string, letters: string): Regexp {
	// Oniguruma's named groups are (?<name>…), \h a hexadecimal digit, \Z and \z the end.
	const translated = pattern
		.replace(/\(\?<([A-Za-z_]\w*)>/g, '(?P<$1>')
		.replace(/\\h/g, '[0-9a-fA-F]')
		.replace(/\\Z/g, '\\z');
	const source = letters.includes('x')
		? translated.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gm, (part) => (/^(\s|#)/.test(part) ? '' : part))
		: translated;
	try {
		return compileRe2(source, {
			ignoreCase: letters.includes('i'),
			// In Oniguruma's Perl syntax ^ and $ are the ends of lines.
			multiline: true,
			dotAll: letters.includes('p'),
		});
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new JqError(`Regex failure: ${FAULTS.get(error.message) ?? error.message}`);
	}
}
