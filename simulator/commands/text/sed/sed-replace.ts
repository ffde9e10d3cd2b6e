import type { Regexp, RegexpMatch } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ReplacementPart, Substitution } from './sed-script.ts';

/** The text after `s`; undefined when nothing was replaced. `tick` is called with what the search counts as. */
export function* replaceIn(
	text: string,
	{ global, occurrence, replacement }: Substitution,
	pattern: Regexp,
	tick: (steps: number) => Task<void>,
): Task<string | undefined> {
	const looksAt = text.length >> CHARACTERS_A_STEP_LOG2;
	if (looksAt > 0) yield* tick(looksAt);
	const pieces: string[] = [];
	let parts: string[] = [];
	let at = 0;
	let count = 0;
	for (const match of pattern.each(text)) {
		yield* tick(1);
		if (++count < occurrence) continue;
		parts.push(text.slice(at, match.start), expand(replacement, match));
		at = match.end;
		if (parts.length > PARTS_A_PIECE) {
			pieces.push(parts.join(''));
			parts = [];
		}
		if (!global) break;
	}
	if (count < occurrence) return undefined;
	parts.push(text.slice(at));
	pieces.push(parts.join(''));
	return pieces.join('');
}

/** Searched in the time of a step. */
const CHARACTERS_A_STEP_LOG2 = 12;
const PARTS_A_PIECE = 4_096;

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
