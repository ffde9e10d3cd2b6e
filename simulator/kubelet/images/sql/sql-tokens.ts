export type SqlToken =
	/** `text` as written, without the quotes; `quoted` for double quotes, which are a string's in MySQL. */
	| { readonly type: 'word'; readonly text: string; readonly quoted: boolean }
	| { readonly type: 'string'; readonly text: string }
	| { readonly type: 'number'; readonly text: string }
	| { readonly type: 'symbol'; readonly text: string };

const TOKEN =
	/\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|('(?:[^'\\]|''|\\[\s\S])*')|("(?:[^"\\]|""|\\[\s\S])*")|(`[^`]*`)|(\d+(?:\.\d+)?)|(@{0,2}[A-Za-z_][\w$.]*)|(<=|>=|<>|!=|::|[\s\S])/y;

/** The statements of a script, each as its text and its tokens; the last may lack its semicolon. */
export function splitStatements(script: string): { readonly text: string; readonly tokens: readonly SqlToken[] }[] {
	const statements: { text: string; tokens: SqlToken[] }[] = [];
	let tokens: SqlToken[] = [];
	let start = 0;
	TOKEN.lastIndex = 0;
	for (let match = TOKEN.exec(script); match !== null && match[0] !== ''; match = TOKEN.exec(script)) {
		const token = tokenOf(match);
		if (token === undefined) continue;
		if (token.type !== 'symbol' || token.text !== ';') {
			tokens.push(token);
			continue;
		}
		if (tokens.length > 0) statements.push({ text: script.slice(start, match.index).trim(), tokens });
		tokens = [];
		start = TOKEN.lastIndex;
	}
	if (tokens.length > 0) statements.push({ text: script.slice(start).trim(), tokens });
	return statements;
}

function tokenOf(match: RegExpExecArray): SqlToken | undefined {
	const [, single, double, back, number, word, symbol] = match;
	if (single !== undefined) return { type: 'string', text: unquoted(single) };
	if (double !== undefined) return { type: 'word', text: unquoted(double), quoted: true };
	if (back !== undefined) return { type: 'word', text: back.slice(1, -1), quoted: false };
	if (number !== undefined) return { type: 'number', text: number };
	if (word !== undefined) return { type: 'word', text: word, quoted: false };
	return symbol === undefined ? undefined : { type: 'symbol', text: symbol };
}

function unquoted(text: string): string {
	const quote = text[0] as string;
	return text
		.slice(1, -1)
		.replaceAll(quote + quote, quote)
		.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));
}
