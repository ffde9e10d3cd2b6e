import { CommandReader } from './command-reader.ts';

/**
 * A word's text with the commands of every `$(…)`, `<(…)` and `>(…)` in it replaced; backquotes and
 * extended patterns keep theirs, and so does what begins as an expression but is none. Throws
 * EndOfInput or ShellSyntaxError where a quote or an expansion does not end.
 * @param arithmetic whether the text is an expression, in which `<(` is no process substitution.
 */
export function replaceSubstitutions(text: string, arithmetic: boolean, replace: (source: string) => string): string {
	const scanner = new CommandReader(text, { dialect: 'bash', extendedGlob: true, final: true });
	let out = '';
	let quoted = false;
	let arithmeticTo = arithmetic ? text.length : 0;
	for (let at = 0; at < text.length; ) {
		const c = text[at] as string;
		let to = at + 1;
		if (c === '\\') to = at + 2;
		else if (c === "'" && !quoted) to = scanner.skipSingleQuotes(at + 1);
		else if (c === '`') to = scanner.skipBackquotes(at + 1);
		else if (c === '"') quoted = !quoted;
		else if ('?*+@!'.includes(c) && text[at + 1] === '(' && !quoted) to = scanner.skipBalanced(at + 2, '(', ')');
		else if (text[at + 1] === '(' && (c === '$' || (/[<>]/.test(c) && !quoted && at >= arithmeticTo))) {
			const isDouble = c === '$' && text[at + 2] === '(';
			const end = isDouble ? scanner.arithmeticEnd(at + 3) : undefined;
			if (end !== undefined) {
				arithmeticTo = Math.max(arithmeticTo, end);
				to = at + 3;
			} else {
				to = scanner.skipCommands(at + 2);
				if (!isDouble) {
					out += `${c}(${replace(text.slice(at + 2, to - 1))})`;
					at = to;
					continue;
				}
			}
		}
		out += text.slice(at, to);
		at = to;
	}
	return out;
}
