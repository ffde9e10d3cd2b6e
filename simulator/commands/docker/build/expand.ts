import { splitWords } from './dockerfile.ts';

/** Variables of a Dockerfile. */
export type Variables = ReadonlyMap<string, string>;

/** Why a word cannot be expanded, in BuildKit's words. */
export class ExpansionError extends Error {}

/** Expands variables and takes quotes away. Throws ExpansionError. Models frontend/dockerfile/shell Lex.ProcessWord. */
export function expandWord(word: string, variables: Variables): string {
	let out = '';
	for (let at = 0; at < word.length; ) {
		const char = word[at] as string;
		if (char === "'") {
			const end = word.indexOf("'", at + 1);
			if (end < 0) throw new ExpansionError('unexpected end of statement while looking for matching single-quote');
			out += word.slice(at + 1, end);
			at = end + 1;
		} else if (char === '"') {
			const end = closingQuote(word, at + 1);
			out += expandQuoted(word.slice(at + 1, end), variables);
			at = end + 1;
		} else if (char === '\\') {
			out += word[at + 1] ?? '';
			at += 2;
		} else if (char === '$') {
			const [value, next] = variableAt(word, at, variables);
			out += value;
			at = next;
		} else {
			out += char;
			at++;
		}
	}
	return out;
}

function closingQuote(word: string, from: number): number {
	for (let at = from; at < word.length; at++) {
		if (word[at] === '\\') at++;
		else if (word[at] === '"') return at;
	}
	throw new ExpansionError('unexpected end of statement while looking for matching double-quote');
}

function expandQuoted(text: string, variables: Variables): string {
	let out = '';
	for (let at = 0; at < text.length; ) {
		const char = text[at] as string;
		if (char === '\\' && /["$\\]/.test(text[at + 1] ?? '')) {
			out += text[at + 1];
			at += 2;
		} else if (char === '$') {
			const [value, next] = variableAt(text, at, variables);
			out += value;
			at = next;
		} else {
			out += char;
			at++;
		}
	}
	return out;
}

/** Expands variables only: what stands in a here-document. */
export function expandText(text: string, variables: Variables): string {
	return expandQuoted(text.replaceAll('"', '\\"'), variables);
}

/** Variables that are set, outside single quotes; all else stays as it is. Models processCmdEnv with RawQuotes and SkipUnsetEnv. */
export function expandKnown(text: string, variables: Variables): string {
	return text.replace(
		/'[^']*'|\$(?:(\w+)|\{(\w+)\})/g,
		(all: string, plain: string | undefined, braced: string | undefined) => {
			return variables.get(plain ?? braced ?? '') ?? all;
		},
	);
}

function variableAt(text: string, at: number, variables: Variables): readonly [string, number] {
	const plain = /^\$([A-Za-z_]\w*|\d)/.exec(text.slice(at));
	if (plain !== null) return [variables.get(plain[1] as string) ?? '', at + plain[0].length];
	if (text[at + 1] !== '{') return ['$', at + 1];
	const end = closingBrace(text, at + 2);
	const inner = text.slice(at + 2, end);
	const match = /^([A-Za-z_]\w*)(:?[-+?]|##?|%%?|\/\/?)?([\s\S]*)$/.exec(inner);
	if (match === null) throw new ExpansionError(`unsupported modifier (${inner}) in substitution`);
	const [, name = '', modifier, argument = ''] = match;
	const value = variables.get(name);
	const missing = value === undefined || ((modifier ?? '').startsWith(':') && value === '');
	const word = (): string => expandWord(argument, variables);
	switch ((modifier ?? '').replace(':', '')) {
		case '-':
			return [missing ? word() : (value ?? ''), end + 1];
		case '+':
			return [missing ? '' : word(), end + 1];
		case '?':
			if (missing) throw new ExpansionError(`${name}: ${argument === '' ? 'not allowed to be unset' : word()}`);
			return [value ?? '', end + 1];
		default:
			return [value ?? '', end + 1];
	}
}

function closingBrace(text: string, from: number): number {
	let depth = 1;
	for (let at = from; at < text.length; at++) {
		if (text[at] === '{') depth++;
		else if (text[at] === '}' && --depth === 0) return at;
	}
	throw new ExpansionError('syntax error: missing }');
}

/** "A=1 B" of ARG, ENV and LABEL: names with values that are still to be expanded; undefined without "=". */
export function splitVariables(text: string): (readonly [string, string | undefined])[] {
	return splitWords(text).map((word) => {
		const at = word.indexOf('=');
		return at < 0 ? ([word, undefined] as const) : ([word.slice(0, at), word.slice(at + 1)] as const);
	});
}
