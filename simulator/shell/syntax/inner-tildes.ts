import type { Part, Word } from './ast.ts';
import { literal } from './word-parser.ts';

/** A word that came of braces, or is an array's element, is none that looks like an assignment: its tildes there are text. */
export function withoutInnerTildes(word: Word): Word {
	return without(word, (part) => part.type === 'tilde' && part.inWord);
}

/** In the literals of associative arrays no tilde is more than that. */
export function withoutTildes(word: Word): Word {
	return without(word, (part) => part.type === 'tilde');
}

function without(word: Word, isText: (part: Part) => boolean): Word {
	if (!word.parts.some(isText)) return word;
	const parts = word.parts.map((part) =>
		part.type === 'tilde' && isText(part) ? literal(`~${part.user}`, true) : part,
	);
	return { ...word, parts };
}
