import type { Regexp, RegexpMatch } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ReplacementPart, Substitution } from './sed-script.ts';

/** The text after `s`; undefined when nothing was replaced. `tick` is called after each match. */
export function* replaceIn(
	text: string,
	{ global, occurrence, replacement }: Substitution,
	pattern: Regexp,
	tick: () => Task<void>,
): Task<string | undefined> {
	let out = '';
	let at = 0;
	let count = 0;
	for (const match of pattern.each(text)) {
		yield* tick();
		if (++count < occurrence) continue;
		out += text.slice(at, match.start) + expand(replacement, match);
		at = match.end;
		if (!global) break;
	}
	return count < occurrence ? undefined : out + text.slice(at);
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
