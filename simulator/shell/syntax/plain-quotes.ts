import { CommandReader } from './command-reader.ts';
import type { Dialect } from './dialect.ts';
import { decodeEscapes } from './escapes.ts';
import { EndOfInput } from './scanner.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/**
 * A word's text with every `$'…'` outside of other quotes written in single quotes: bash decodes them as it reads, and
 * shows commands with what came of it. Models bash parse.y read_token_word.
 */
export function plainQuotes(text: string, dialect: Dialect): string {
	if (!text.includes("$'") || dialect === 'dash') return text;
	const scanner = new CommandReader(text, { dialect, extendedGlob: true, final: true });
	try {
		let out = '';
		for (let at = 0; at < text.length; ) {
			const end = endOfPart(scanner, text, at);
			out += text.startsWith("$'", at) ? decoded(text.slice(at + 2, end - 1)) : text.slice(at, end);
			at = end;
		}
		return out;
	} catch (error) {
		if (error instanceof EndOfInput || error instanceof ShellSyntaxError) return text;
		throw error;
	}
}

function endOfPart(scanner: CommandReader, text: string, at: number): number {
	switch (text[at]) {
		case '\\':
			return at + 2;
		case "'":
			return scanner.skipSingleQuotes(at + 1);
		case '"':
			return scanner.skipDoubleQuotes(at + 1);
		case '`':
			return scanner.skipBackquotes(at + 1);
		case '$':
			return text[at + 1] === "'" ? scanner.skipAnsiQuotes(at + 2) : scanner.skipDollar(at, false);
		default:
			return at + 1;
	}
}

function decoded(escapes: string): string {
	const plain = decodeEscapes(escapes, 'ansi').text.replace(/\0.*$/s, '');
	return `'${plain.replaceAll("'", "'\\''")}'`;
}
