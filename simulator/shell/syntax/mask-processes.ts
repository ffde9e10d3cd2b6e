import { CommandReader } from './command-reader.ts';
import type { Dialect } from './dialect.ts';
import { EndOfInput } from './scanner.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/**
 * Complete commands with an underscore for every character of their process substitutions: to `unbash` one that
 * touches other characters, as in `--file=<(…)`, would be a word of its own. What stands where stays.
 */
export function maskProcesses(text: string, dialect: Dialect): string {
	if (dialect === 'dash' || !/[<>]\(/.test(text)) return text;
	const reader = new CommandReader(text, { dialect, extendedGlob: true, final: true });
	try {
		while (reader.read() !== undefined);
	} catch (error) {
		if (error instanceof EndOfInput || error instanceof ShellSyntaxError) return text;
		throw error;
	}
	if (!reader.hasKept(text)) return text;
	let out = '';
	let at = 0;
	for (const [from, end] of [...reader.processes].sort((a, b) => a[0] - b[0])) {
		if (from < at) continue;
		out += text.slice(at, from) + '_'.repeat(end - from);
		at = end;
	}
	return out + text.slice(at);
}
