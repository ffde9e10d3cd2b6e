import { printable } from '../expansion/quote.ts';
import type { TextSource } from '../state/interpreter-port.ts';
import type { Shell } from '../state/shell.ts';
import { plainQuotes } from '../syntax/plain-quotes.ts';
import { shownText } from '../syntax/print.ts';
import type { ShellSyntaxError } from '../syntax/syntax-error.ts';

/** The whole message, lines ended. Models bash parse.y report_syntax_error, dash parser.c synexpect. */
export function syntaxErrorText(shell: Shell, error: ShellSyntaxError, source: TextSource, firstLine: number): string {
	const line = firstLine + error.line - 1;
	if (!shell.isBash)
		return `${posixPrefix(shell, line, source.kind === 'eval' ? 'eval: ' : shell.reads)}${shell.mode.dialect === 'ash' ? ashText(error) : posixText(error)}\n`;
	const prefix = bashPrefix(shell, source, line);
	const { problem } = error;
	switch (problem.kind) {
		case 'unterminated':
			if (problem.looking === '') return `${prefix}syntax error: unexpected end of file\n`;
			return [
				`${prefix}unexpected EOF while looking for matching \`${problem.looking}'\n`,
				...(problem.more ?? []).map((each) => `${bashPrefix(shell, source, firstLine + each.line - 1)}${each.text}\n`),
			].join('');
		case 'message': {
			const repeated = problem.repeat === undefined ? '' : `${prefix}syntax error: \`${problem.repeat}'\n`;
			if (problem.text === '') return '';
			return `${prefix}${problem.text.replaceAll('\n', `\n${prefix}`)}\n${repeated}`;
		}
		case 'unexpected': {
			const first = `${prefix}syntax error near unexpected token \`${shownToken(problem.token, shell)}'\n`;
			return shell.mode.interactive && source.kind === 'command' ? first : `${first}${prefix}\`${error.lineText}'\n`;
		}
	}
}

/** As bash has read it: quotes and substitutions in its own words, the characters that mark its quotes twice. */
function shownToken(token: string, shell: Shell): string {
	const read = shownText(plainQuotes(token, shell.mode.dialect, shell.options.set.posix));
	return printable(read.replaceAll(/[\x01\x7f]/g, '\x01$&'));
}

function bashPrefix(shell: Shell, source: TextSource, line: number): string {
	const frame = shell.frames.at(-1);
	const name = source.kind === 'file' && frame !== undefined ? frame.source : shell.name;
	switch (source.kind) {
		case 'command':
			if (shell.mode.interactive && !shell.isSubshell) return `${name}: `;
			return shell.mode.input === 'command' ? `${name}: -c: line ${line}: ` : `${name}: line ${line}: `;
		case 'fc':
			return `${name}: fc: line ${line}: `;
		case 'eval':
			return shell.mode.interactive ? `${name}: ` : `${frame?.source ?? name}: eval: line ${line}: `;
		case 'backquotes':
		case 'substitution':
			return `${name}: command substitution: line ${line}: `;
		case 'exitTrap':
			return `${name}: exit trap: line ${line}: `;
		case 'trap':
			return `${name}: trap: line ${line}: `;
		case 'promptCommand':
			return `${name}: PROMPT_COMMAND: line ${line}: `;
		case 'file':
			// At a prompt, what a file has is told of with the shell's name first.
			return `${shell.mode.interactive ? `${shell.name.replace(/^.*\//, '')}: ` : ''}${name}: line ${line}: `;
		default:
			return `${name}: line ${line}: `;
	}
}

/** @param reads what is read, where it is not the shell's own text. */
function posixPrefix(shell: Shell, line: number, reads: string): string {
	if (shell.mode.dialect === 'ash') {
		shell.line = line;
		return shell.mode.input === 'file' || reads !== ''
			? `${shell.name}: ${reads}line ${shell.messageLine}: `
			: `${shell.name}: `;
	}
	return `${shell.name}: ${line}: ${reads}`;
}

/** Models busybox shell/ash.c raise_error_unexpected_syntax. */
function ashText(error: ShellSyntaxError): string {
	const { problem } = error;
	const expecting = 'expecting' in problem && problem.expecting !== '' ? ` (expecting "${problem.expecting}")` : '';
	switch (problem.kind) {
		case 'message':
			return `syntax error: ${problem.text === 'redirection unexpected' ? 'unexpected redirection' : problem.text.toLowerCase()}`;
		case 'unexpected': {
			const what = problem.token === 'newline' ? 'newline' : problem.isWord ? 'word' : `"${problem.token}"`;
			return `syntax error: unexpected ${what}${expecting}`;
		}
		case 'unterminated':
			if (problem.looking === '"' || problem.looking === "'") return 'syntax error: unterminated quoted string';
			if (problem.looking === '`') return 'syntax error: EOF in backquote substitution';
			if (problem.looking === '}') return "syntax error: missing '}'";
			return `syntax error: unexpected end of file${expecting}`;
	}
}

function posixText(error: ShellSyntaxError): string {
	const { problem } = error;
	const title = 'Syntax error: ';
	switch (problem.kind) {
		case 'message':
			return `${title}${problem.text}`;
		case 'unexpected': {
			const what = problem.token === 'newline' ? 'newline' : problem.isWord ? 'word' : `"${problem.token}"`;
			const expecting = problem.expecting === '' ? '' : ` (expecting "${problem.expecting}")`;
			return `${title}${what} unexpected${expecting}`;
		}
		case 'unterminated': {
			switch (problem.looking) {
				case '"':
				case "'":
					return `${title}Unterminated quoted string`;
				case '`':
					return `${title}EOF in backquote substitution`;
				case '}':
					return `${title}Missing '}'`;
				default: {
					const expecting = problem.expecting === '' ? '' : ` (expecting "${problem.expecting}")`;
					return `${title}end of file unexpected${expecting}`;
				}
			}
		}
	}
}
