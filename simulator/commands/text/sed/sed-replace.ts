import type { Regexp, RegexpMatch } from '../../../machinery/regexp.ts';
import type { ReplacementPart, Substitution } from './sed-script.ts';

/** The text after `s`; undefined when nothing was replaced. */
export function replaceIn(text: string, substitution: Substitution, pattern: Regexp): string | undefined {
	const { global, occurrence, replacement } = substitution;
	// All matches are only looked for where they are wanted.
	const matches = global || occurrence > 1 ? pattern.all(text) : firstOf(pattern, text);
	const chosen = global ? matches.slice(occurrence - 1) : matches.slice(occurrence - 1, occurrence);
	if (chosen.length === 0) return undefined;
	let out = '';
	let at = 0;
	for (const match of chosen) {
		out += text.slice(at, match.start) + expand(replacement, match);
		at = match.end;
	}
	return out + text.slice(at);
}

function firstOf(pattern: Regexp, text: string): RegexpMatch[] {
	const match = pattern.exec(text);
	return match === undefined ? [] : [match];
}

function expand(parts: readonly ReplacementPart[], match: RegexpMatch): string {
	let out = '';
	let mode: 'L' | 'U' | 'E' = 'E';
	let once: 'l' | 'u' | undefined;
	for (const part of parts) {
		if (part.type === 'case') {
			if (part.mode === 'l' || part.mode === 'u') once = part.mode;
			else mode = part.mode;
			continue;
		}
		const raw = part.type === 'text' ? part.text : (match.groups[part.group] ?? '');
		let text = mode === 'U' ? raw.toUpperCase() : mode === 'L' ? raw.toLowerCase() : raw;
		if (once !== undefined && text !== '') {
			const first = text[0] as string;
			text = (once === 'u' ? first.toUpperCase() : first.toLowerCase()) + text.slice(1);
			once = undefined;
		}
		out += text;
	}
	return out;
}
