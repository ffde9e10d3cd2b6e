import { type DateWord, dateWord } from './date-words.ts';

export type DateToken =
	| {
			readonly kind: 'number';
			readonly value: number;
			/** How many there are before a point. */
			readonly digits: number;
			readonly isSigned: boolean;
			readonly hasFraction: boolean;
			readonly isNegative: boolean;
	  }
	| { readonly kind: 'mark'; readonly mark: string }
	| DateWord;

const DIGITS_MAX = 18;
const TOKENS_MAX = 200;

/** Undefined where something in it means nothing. Models gnulib parse-datetime.y yylex. */
export function dateTokens(text: string, local: ReadonlyMap<string, number>): DateToken[] | undefined {
	const tokens: DateToken[] = [];
	const stripped = withoutComments(text);
	if (stripped === undefined) return undefined;
	const pattern = /\s+|((?:[-+]\s*)*)(\d+)(?:[.,](\d+))?|[-+]|([a-z][a-z.]*)|(.)/giy;
	for (let match = pattern.exec(stripped); match !== null; match = pattern.exec(stripped)) {
		const [, signs = '', digits, fraction, word, mark] = match;
		if (tokens.length > TOKENS_MAX) return undefined;
		if (digits !== undefined) {
			if (digits.length > DIGITS_MAX) return undefined;
			const isNegative = signs.trimEnd().endsWith('-');
			const value = Number(`${digits}.${fraction ?? '0'}`) * (isNegative ? -1 : 1);
			const isSigned = signs !== '';
			tokens.push({
				kind: 'number',
				value,
				digits: digits.length,
				isSigned,
				hasFraction: fraction !== undefined,
				isNegative,
			});
		} else if (word !== undefined) {
			const meaning = dateWord(word, local);
			if (meaning === undefined) return undefined;
			tokens.push(meaning);
		} else if (mark !== undefined) tokens.push({ kind: 'mark', mark });
	}
	return tokens;
}

/** What stands in parentheses, one in another too, says nothing. Undefined where one is not closed. */
function withoutComments(text: string): string | undefined {
	let depth = 0;
	let out = '';
	for (const char of text) {
		if (char === '(') depth++;
		else if (char === ')' && depth > 0) depth--;
		else if (depth === 0) out += char;
	}
	return depth === 0 ? out : undefined;
}
