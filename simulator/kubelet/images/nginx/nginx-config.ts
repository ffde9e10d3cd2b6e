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

function tokenize(text: string, file: string): Token[] {
	const tokens: Token[] = [];
	let line = 1;
	let at = 0;
	while (at < text.length) {
		const char = text[at] as string;
		if (char === '\n') line++;
		if (/\s/.test(char)) at++;
		else if (char === '#') {
			while (at < text.length && text[at] !== '\n') at++;
		} else if (char === ';' || char === '{' || char === '}') {
			tokens.push({ text: char, quoted: false, line });
			at++;
		} else if (char === '"' || char === "'") {
			const start = line;
			let value = '';
			for (at++; text[at] !== char; at++) {
				if (at >= text.length)
					throw new NginxConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${line}`);
				if (text[at] === '\\' && at + 1 < text.length) at++;
				if (text[at] === '\n') line++;
				value += text[at];
			}
			at++;
			tokens.push({ text: value, quoted: true, line: start });
		} else {
			let value = '';
			while (at < text.length && !/[\s;]/.test(text[at] as string)) {
				// A brace belongs to a word only as ${variable}.
				if (text[at] === '{' && !value.endsWith('$')) break;
				if (text[at] === '\\' && at + 1 < text.length) value += text[at++];
				value += text[at++];
			}
			tokens.push({ text: value, quoted: false, line });
		}
	}
	return tokens;
}
