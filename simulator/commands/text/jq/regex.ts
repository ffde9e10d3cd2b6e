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
	if (typeof pattern !== 'string') throw new JqError(`${described(pattern)} cannot be matched, as it is not a string`);
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
				['offset', text === undefined ? -1 : offsets.at(start)],
				['length', text === undefined ? 0 : characterCount(text)],
				['string', text ?? null],
				['name', name === undefined || name === '' ? null : name],
			]);
		});
		const text = input.slice(match.start, match.end);
		yield new Map<string, Json>([
			['offset', offsets.at(match.start)],
			['length', characterCount(text)],
			['string', text],
			['captures', captures],
		]);
	}
}

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
			dotAll: letters.includes('s') || letters.includes('p'),
		});
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new JqError(`${pattern} (at offset 0) is not a valid regex: ${error.message}`);
	}
}
