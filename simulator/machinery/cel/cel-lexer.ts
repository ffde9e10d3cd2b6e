import type { CelIssues } from './cel-issues.ts';

/** Kinds of tokens in the order in which messages list them. Models cel-go parser/gen CEL.g4. */
export const TOKEN_KINDS = [
	...['==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', ']', '{', '}', '(', ')', '.', ',', '-', '!', '?', ':'],
	...['+', '*', '/', '%', 'true', 'false', 'null', 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES'],
	...['IDENTIFIER', 'ESC_IDENTIFIER', '<EOF>'],
];

export interface Token {
	readonly kind: string;
	readonly text: string;
	readonly at: number;
}

const SPACE = /(?:[\t \r\n\f]+|\/\/[^\n]*)+/y;
const NUMBER = /0x[0-9a-fA-F]+[uU]?|(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|\d+[uU]?)/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const ESCAPED_WORD = /`[A-Za-z0-9_.\-/ ]+`/y;
const OPERATOR = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y;
const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?${'`'}]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const TEXT = new RegExp(
	[
		'[rR]"""[\\s\\S]*?"""',
		"[rR]'''[\\s\\S]*?'''",
		`"""(?:${ESCAPE}|[^\\\\])*?"""`,
		`'''(?:${ESCAPE}|[^\\\\])*?'''`,
		'[rR]"[^"\\n\\r]*"',
		"[rR]'[^'\\n\\r]*'",
		`"(?:${ESCAPE}|[^\\\\"\\n\\r])*"`,
		`'(?:${ESCAPE}|[^\\\\'\\n\\r])*'`,
	].join('|'),
	'y',
);
/** How far a text that does not end, or has a wrong escape, was understood. */
const BROKEN_TEXT = new RegExp(`[bB]?[rR]?(["'])(?:${ESCAPE}|(?!\\1)[^\\\\\\n\\r])*\\\\?.?`, 'y');

const KEYWORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);

/** The tokens of an expression, the last one <EOF>; what is no token is left out and told of. */
export function celTokens(source: string, issues: CelIssues): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < source.length) {
		const space = matchAt(SPACE, source, at);
		if (space !== undefined) {
			at += space.length;
			continue;
		}
		const token = tokenAt(source, at);
		if (token !== undefined) {
			tokens.push(token);
			at += token.text.length;
			continue;
		}
		const broken = unknownAt(source, at);
		issues.add(at, `Syntax error: token recognition error at: '${broken}'`);
		at += broken.length;
	}
	tokens.push({ kind: '<EOF>', text: '<EOF>', at: source.length });
	return tokens;
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(source)?.[0];
}

function tokenAt(source: string, at: number): Token | undefined {
	const bytes = /[bB]/.test(source.charAt(at)) ? matchAt(TEXT, source, at + 1) : undefined;
	if (bytes !== undefined) return { kind: 'BYTES', text: source.charAt(at) + bytes, at };
	const text = matchAt(TEXT, source, at);
	if (text !== undefined) return { kind: 'STRING', text, at };
	const number = matchAt(NUMBER, source, at);
	if (number !== undefined) return { kind: numberKind(number), text: number, at };
	const word = matchAt(WORD, source, at);
	if (word !== undefined) return { kind: KEYWORDS.has(word) ? word : 'IDENTIFIER', text: word, at };
	const escaped = matchAt(ESCAPED_WORD, source, at);
	if (escaped !== undefined) return { kind: 'ESC_IDENTIFIER', text: escaped, at };
	const operator = matchAt(OPERATOR, source, at);
	return operator === undefined ? undefined : { kind: operator, text: operator, at };
}

function numberKind(text: string): string {
	if (/[uU]$/.test(text)) return 'NUM_UINT';
	return text.startsWith('0x') || /^\d+$/.test(text) ? 'NUM_INT' : 'NUM_FLOAT';
}

/** What is skipped: up to the character at which nothing could come of it any more. */
function unknownAt(source: string, at: number): string {
	const text = matchAt(BROKEN_TEXT, source, at);
	if (text !== undefined) return text;
	const couldGoOn = /[=|&`]/.test(source.charAt(at));
	const [first = ''] = [...source.slice(at)];
	const [next = ''] = couldGoOn ? [...source.slice(at + first.length)] : [];
	return first + next;
}
