import type { Regexp } from '../../../machinery/regexp.ts';
import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Json } from './json.ts';
import { described, JqError } from './json.ts';

/**
 * `match`: every match as an object. Differs: patterns are RE2's, not Oniguruma's: no look-around and no
 * back-references.
 */
export function matches(input: Json, pattern: Json, flags: Json, forced: string): Json[] {
	if (typeof input !== 'string') throw new JqError(`${described(input)} cannot be matched, as it is not a string`);
	if (typeof pattern !== 'string') throw new JqError(`${described(pattern)} cannot be matched, as it is not a string`);
	if (flags !== null && typeof flags !== 'string') throw new JqError(`${described(flags)} is not a string`);
	const letters = (flags ?? '') + forced;
	for (const letter of letters) {
		if (!'gimnpslx'.includes(letter)) throw new JqError(`${letters} is not a valid modifier string`);
	}
	const regexp = compiled(pattern, letters);
	const found = letters.includes('g') ? regexp.all(input) : [regexp.exec(input)].filter((each) => each !== undefined);
	const offset = (at: number): number => [...input.slice(0, at)].length;
	return found
		.filter((match) => !letters.includes('n') || match.end > match.start)
		.map((match) => {
			const captures = match.spans.slice(1).map(([start], index) => {
				const text = match.groups[index + 1];
				const name = regexp.groupNames[index + 1];
				return new Map<string, Json>([
					['offset', text === undefined ? -1 : offset(start)],
					['length', text === undefined ? 0 : [...text].length],
					['string', text ?? null],
					['name', name === undefined || name === '' ? null : name],
				]);
			});
			const text = input.slice(match.start, match.end);
			return new Map<string, Json>([
				['offset', offset(match.start)],
				['length', [...text].length],
				['string', text],
				['captures', captures],
			]);
		});
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
