/** One directive of a server block: its name, its arguments, and the lines of its own block. */
export interface Directive {
	readonly name: string;
	readonly args: readonly string[];
	readonly block: readonly BlockLine[];
	readonly line: number;
	/** The file that it stands in. */
	readonly file: string;
}

export interface BlockLine {
	readonly words: readonly string[];
	readonly line: number;
}

export interface ServerBlock {
	/** Zones it answers for, lower case, without the final dot; '' is the root. */
	readonly zones: readonly Zone[];
	readonly directives: readonly Directive[];
}

export interface Zone {
	readonly name: string;
	readonly port: number;
}

/** What CoreDNS logs before it gives up: "/etc/coredns/Corefile:5 - Error during parsing: Unknown directive 'foo'". */
export class CorefileError extends Error {}

/** A file that a Corefile names, and those that a pattern finds; undefined where there is none. */
export type CorefileFiles = ReadonlyMap<string, string>;

interface Token {
	readonly text: string;
	readonly line: number;
	readonly file: string;
	/** The first of its line. */
	readonly first: boolean;
}

/** Imports within imports, and what they may grow to. */
const IMPORTS_MAX = 100;
const TOKENS_MAX = 100_000;
const MOVED_MAX = 150_000;

/** What `import` names that no snippet is: paths and patterns whose files have to be read first. */
export function importedPaths(text: string): string[] {
	return [...text.matchAll(/^\s*import\s+(\S+)/gm)].map((match) => match[1] as string);
}

/**
 * Parses a Corefile. Throws CorefileError. Models coredns's caddyfile parser.
 * @param imports for each path or pattern of an import what it found, by path.
 */
export function parseCorefile(
	text: string,
	file: string,
	imports: ReadonlyMap<string, CorefileFiles>,
	knows: (directive: string) => boolean,
): ServerBlock[] {
	return new Parser(text, file, imports, knows).blocks();
}

class Parser {
	readonly #file: string;
	readonly #imports: ReadonlyMap<string, CorefileFiles>;
	readonly #knows: (directive: string) => boolean;
	readonly #snippets = new Map<string, readonly Token[]>();
	#tokens: Token[];
	#at = 0;
	#imported = 0;
	/** By imports. */
	#moved = 0;

	constructor(
		text: string,
		file: string,
		imports: ReadonlyMap<string, CorefileFiles>,
		knows: (directive: string) => boolean,
	) {
		this.#file = file;
		this.#imports = imports;
		this.#knows = knows;
		this.#tokens = tokensOf(text, file);
	}

	blocks(): ServerBlock[] {
		const blocks: ServerBlock[] = [];
		while (this.#at < this.#tokens.length) {
			const token = this.#tokens[this.#at] as Token;
			if (token.text === 'import' && token.first) {
				this.#import();
				continue;
			}
			const snippet = /^\((.+)\)$/.exec(token.text)?.[1];
			if (snippet !== undefined) {
				this.#at++;
				this.#snippets.set(snippet, this.#braced());
				continue;
			}
			blocks.push(this.#block());
		}
		return blocks;
	}

	#block(): ServerBlock {
		const keys: Token[] = [];
		for (;;) {
			const token = this.#tokens[this.#at];
			if (token === undefined) throw this.#eof(keys.at(-1));
			if (token.text === '{') break;
			// A server without braces ends with the file: what stands on the next lines are its directives.
			if (token.first && keys.length > 0 && keys.at(-1)?.text.endsWith(',') !== true) break;
			if (token.text.includes('}')) throw syntaxError(token, 'server block');
			keys.push(token);
			this.#at++;
		}
		const braces = this.#tokens[this.#at]?.text === '{';
		if (braces) this.#at++;
		const directives: Directive[] = [];
		for (;;) {
			const token = this.#tokens[this.#at];
			if (token === undefined) {
				if (braces) throw this.#eof(this.#tokens.at(-1));
				break;
			}
			if (token.text === '}') {
				this.#at++;
				break;
			}
			if (token.text === 'import') this.#import();
			else directives.push(this.#directive(token));
		}
		return { zones: keys.map((key) => zoneOf(key)), directives };
	}

	#directive(name: Token): Directive {
		if (!this.#knows(name.text)) throw parsingError(name, `Unknown directive '${name.text}'`);
		this.#at++;
		const args: string[] = [];
		const block: BlockLine[] = [];
		for (;;) {
			const token = this.#tokens[this.#at];
			if (token === undefined || token.first || token.text === '}') break;
			if (token.text !== '{') {
				args.push(token.text);
				this.#at++;
				continue;
			}
			block.push(...linesOf(this.#braced()));
			break;
		}
		return { name: name.text, args, block, line: name.line, file: name.file };
	}

	/** The tokens between braces, nested ones included; imports in them are followed. */
	#braced(): Token[] {
		const open = this.#tokens[this.#at];
		if (open?.text !== '{') throw open === undefined ? this.#eof(this.#tokens.at(-1)) : syntaxError(open, '{');
		this.#at++;
		const found: Token[] = [];
		for (let depth = 1; ; ) {
			const token = this.#tokens[this.#at];
			if (token === undefined) throw this.#eof(this.#tokens.at(-1));
			if (token.text === 'import' && token.first) {
				this.#import();
				continue;
			}
			this.#at++;
			if (token.text === '{') depth++;
			else if (token.text === '}' && --depth === 0) return found;
			found.push(token);
		}
	}

	/** Puts what is imported into the place of the import. */
	#import(): void {
		const word = this.#tokens[this.#at] as Token;
		const what = this.#tokens[this.#at + 1];
		if (what === undefined || what.first) throw argumentError(word.file, word.line, 'import');
		if (++this.#imported > IMPORTS_MAX) throw parsingError(what, `Import cycle: ${what.text}`);
		let end = this.#at + 2;
		while (this.#tokens[end] !== undefined && this.#tokens[end]?.first === false) end++;
		const args = this.#tokens.slice(this.#at + 2, end).map(({ text }) => text);
		const given = this.#snippets.get(what.text) ?? this.#filesFor(what);
		const replaced = given.map((token) => ({ ...token, text: withArguments(token.text, args) }));
		this.#tokens = [...this.#tokens.slice(0, this.#at), ...replaced, ...this.#tokens.slice(end)];
		this.#moved += this.#tokens.length;
		if (this.#tokens.length > TOKENS_MAX || this.#moved > MOVED_MAX)
			throw parsingError(what, `Import cycle: ${what.text}`);
	}

	#filesFor(what: Token): Token[] {
		const found = this.#imports.get(what.text) ?? new Map<string, string>();
		if (found.size === 0 && !/[*?[]/.test(what.text)) {
			throw parsingError(what, `File to import not found: ${what.text}`);
		}
		return [...found].flatMap(([path, text]) => tokensOf(text, path));
	}

	#eof(last: Token | undefined): CorefileError {
		return parsingError(last ?? { text: '', line: 1, file: this.#file, first: true }, 'Unexpected EOF');
	}
}

function linesOf(tokens: readonly Token[]): BlockLine[] {
	const lines: { words: string[]; line: number }[] = [];
	for (const token of tokens) {
		if (token.first || lines.length === 0) lines.push({ words: [], line: token.line });
		(lines.at(-1) as { words: string[] }).words.push(token.text);
	}
	return lines;
}

/** `{args[0]}` and `{args.0}` in what is imported. */
function withArguments(text: string, args: readonly string[]): string {
	if (!text.includes('{args')) return text;
	return text.replace(/\{args(?:\[(\d+)\]|\.(\d+))\}/g, (_, first, second) => args[Number(first ?? second)] ?? '');
}

function zoneOf(key: Token): Zone {
	const match = /^(?:(dns|tls|grpc|https|quic):\/\/)?([^:]*)(?::(\d+))?,?$/.exec(key.text);
	if (match === null) throw parsingError(key, `Unexpected token '${key.text}', expecting server address`);
	const port = match[3] === undefined ? (TRANSPORT_PORTS[match[1] ?? 'dns'] ?? 53) : Number(match[3]);
	return { name: zoneName(match[2] as string), port };
}

const TRANSPORT_PORTS: Readonly<Record<string, number>> = { dns: 53, tls: 853, quic: 853, https: 443, grpc: 443 };

/** Lower case, without the final dot; an address block is its reverse zone. */
export function zoneName(text: string): string {
	const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(8|16|24)$/.exec(text);
	if (match === null) return text.toLowerCase().replace(/\.$/, '');
	const bytes = match.slice(1, 1 + Number(match[5]) / 8).reverse();
	return `${bytes.join('.')}.in-addr.arpa`;
}

function tokensOf(text: string, file: string): Token[] {
	const tokens: Token[] = [];
	let line = 1;
	let first = true;
	for (let at = 0; at < text.length; ) {
		const character = text[at] as string;
		if (character === '\n') {
			line++;
			first = true;
			at++;
		} else if (isBlank(text, at)) at++;
		else if (character === '#') at = endOf(text, '\n', at);
		else {
			const quoted = character === '"';
			let end = at + (quoted ? 1 : 0);
			while (end < text.length && (quoted ? text[end] !== '"' : !isBlank(text, end))) {
				end += text[end] === '\\' && quoted ? 2 : 1;
			}
			const word = text.slice(at + (quoted ? 1 : 0), end);
			tokens.push({ text: quoted ? word.replaceAll('\\"', '"') : word, line, file, first });
			line += word.split('\n').length - 1;
			first = false;
			at = end + (quoted ? 1 : 0);
		}
	}
	return tokens;
}

const BLANK = /\s/;

function isBlank(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code < 128 ? code === 32 || (code >= 9 && code <= 13) : BLANK.test(text.charAt(at));
}

function endOf(text: string, what: string, from: number): number {
	const found = text.indexOf(what, from);
	return found < 0 ? text.length : found;
}

type Place = Pick<Token, 'file' | 'line'>;

function parsingError({ file, line }: Place, message: string): CorefileError {
	return new CorefileError(`${file}:${line} - Error during parsing: ${message}`);
}

function syntaxError(token: Token, expected: string): CorefileError {
	return new CorefileError(
		`${token.file}:${token.line} - Syntax error: Unexpected token '${token.text}', expecting '${expected}'`,
	);
}

function argumentError(file: string, line: number, after: string): CorefileError {
	return parsingError({ file, line }, `Wrong argument count or unexpected line ending after '${after}'`);
}

/** What a plugin says about a line of its own. Models coredns plugin.Error. */
export function pluginError({ name, file, line }: Directive, message: string, at = line): CorefileError {
	return new CorefileError(`plugin/${name}: ${file}:${at} - Error during parsing: ${message}`);
}

/** The line ends too early or too late. @param after the last word that was read. */
export function pluginArgumentError(directive: Directive, after: string, at = directive.line): CorefileError {
	return pluginError(directive, `Wrong argument count or unexpected line ending after '${after}'`, at);
}
