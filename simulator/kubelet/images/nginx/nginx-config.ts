/** One directive of an nginx configuration, with its block when it has one. */
export interface Directive {
	readonly name: string;
	readonly args: readonly string[];
	readonly block: readonly Directive[] | undefined;
	readonly file: string;
	readonly line: number;
}

/** What nginx refuses to start with: "[emerg] …" without the prefix. */
export class NginxConfigError extends Error {}

interface Token {
	readonly text: string;
	readonly quoted: boolean;
	readonly line: number;
}

/**
 * Parses a configuration file. Throws NginxConfigError in nginx's words.
 * Models nginx/src/core/ngx_conf_file.c ngx_conf_parse.
 */
export function parseNginxConfig(text: string, file: string): Directive[] {
	const tokens = tokenize(text, file);
	let at = 0;
	const block = (depth: number): Directive[] => {
		const directives: Directive[] = [];
		for (;;) {
			const words: Token[] = [];
			for (;;) {
				const token = tokens[at++];
				if (token === undefined) {
					const lastLine = text.split('\n').length;
					if (words.length > 0)
						throw new NginxConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${lastLine}`);
					if (depth > 0) throw new NginxConfigError(`unexpected end of file, expecting "}" in ${file}:${lastLine}`);
					return directives;
				}
				const special = token.quoted ? '' : token.text;
				if (special === '}') {
					if (words.length > 0 || depth === 0) throw new NginxConfigError(`unexpected "}" in ${file}:${token.line}`);
					return directives;
				}
				if (special === ';' || special === '{') {
					const [name, ...args] = words;
					if (name === undefined) throw new NginxConfigError(`unexpected "${special}" in ${file}:${token.line}`);
					const inner = special === '{' ? block(depth + 1) : undefined;
					directives.push({
						name: name.text,
						args: args.map((each) => each.text),
						block: inner,
						file,
						line: name.line,
					});
					break;
				}
				words.push(token);
			}
		}
	};
	return block(0);
}

const NEWLINE = 10;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const APOSTROPHE = 39;
const SEMICOLON = 59;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

function tokenize(text: string, file: string): Token[] {
	const tokens: Token[] = [];
	let line = 1;
	let at = 0;
	while (at < text.length) {
		const code = text.charCodeAt(at);
		if (code === NEWLINE) line++;
		if (code <= 32) at++;
		else if (code === HASH) at = endOfLine(text, at);
		else if (code === SEMICOLON || code === OPEN || code === CLOSE) {
			tokens.push({ text: text[at] as string, quoted: false, line });
			at++;
		} else if (code === QUOTE || code === APOSTROPHE) {
			const end = endOfQuoted(text, at);
			if (end < 0) {
				const lastLine = text.split('\n').length;
				throw new NginxConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${lastLine}`);
			}
			const value = text.slice(at + 1, end);
			tokens.push({ text: withoutEscapes(value), quoted: true, line });
			for (let next = value.indexOf('\n'); next >= 0; next = value.indexOf('\n', next + 1)) line++;
			at = end + 1;
		} else {
			const end = endOfWord(text, at);
			tokens.push({ text: withoutEscapes(text.slice(at, end)), quoted: false, line });
			at = end;
		}
	}
	return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' };

/** A backslash before anything else stays: patterns need it. */
function withoutEscapes(text: string): string {
	return text.includes('\\') ? text.replace(/\\(["'\\trn])/g, (_, char: string) => ESCAPES[char] as string) : text;
}

function endOfLine(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}

/** −1 when the quote is not closed. */
function endOfQuoted(text: string, from: number): number {
	const quote = text.charCodeAt(from);
	for (let at = from + 1; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === BACKSLASH) at++;
		else if (code === quote) return at;
	}
	return -1;
}

/** A brace belongs to a word only as ${variable}. */
function endOfWord(text: string, from: number): number {
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === BACKSLASH) at++;
		else if (code <= 32 || code === SEMICOLON) return at;
		else if (code === OPEN && text.charCodeAt(at - 1) !== DOLLAR) return at;
	}
	return text.length;
}
