import { compileGlob } from '../../machinery/glob.ts';
import type { Shell } from '../state/shell.ts';

/**
 * Puts an entered line into the history, by HISTCONTROL, HISTIGNORE and HISTSIZE. Later lines of one command join its
 * entry (`cmdhist`). @param pending the lines before, of the same command.
 */
export function rememberLine(shell: Shell, line: string, first: boolean, pending: string): void {
	const { history } = shell;
	if (!first) {
		const last = history.at(history.nextNumber - 1);
		if (last !== undefined && shell.options.shopt.cmdhist) {
			// A line that a backslash has joined to the one before.
			if (isJoined(pending)) {
				history.replaceLast(last.line.slice(0, -1) + line);
				return;
			}
			history.replaceLast(last.line + (shell.options.shopt.lithist ? '\n' : joint(pending)) + line);
		}
		return;
	}
	history.holdsLine = false;
	history.pushed = false;
	if (line.trim() === '' && line === '') return;
	const control = new Set((shell.variables.get('HISTCONTROL') ?? '').split(':'));
	const both = control.has('ignoreboth');
	if ((both || control.has('ignorespace')) && /^[ \t]/.test(line)) return;
	if ((both || control.has('ignoredups')) && history.at(history.nextNumber - 1)?.line === line) return;
	if (control.has('erasedups')) history.eraseDuplicates(line);
	const ignored = (shell.variables.get('HISTIGNORE') ?? '').split(':');
	if (ignored.some((pattern) => pattern !== '' && matches(pattern, line, history.at(history.nextNumber - 1)?.line)))
		return;
	history.add({ line, atMs: shell.process.now() });
	history.holdsLine = true;
	const size = Number(shell.variables.get('HISTSIZE') ?? '500');
	if (Number.isInteger(size) && size >= 0) history.stifle(size);
}

function isJoined(pending: string): boolean {
	const before = pending.replace(/\n$/, '');
	const quotes = before.replace(/\\./g, '').match(/["']/g);
	return /(^|[^\\])\\$/.test(before) && (quotes?.length ?? 0) % 2 === 0;
}

/** What comes between the lines of one command in its history entry. */
function joint(pending: string): string {
	const before = pending.replace(/\n$/, '');
	const quotes = before.replace(/\\./g, '').match(/["']/g);
	if (quotes !== null && quotes.length % 2 === 1) return '\n';
	if (/<<-?\s*\S/.test(before) || hasComment(before)) return '\n';
	if (/\\$/.test(before)) return '\n';
	if (/(^|[\s;])(do|then|else|elif|in|\{|\()\s*$|(\|\||&&|\||;|&|;;|\))\s*$/.test(before)) return ' ';
	return '; ';
}

/** A comment that reaches to the end of the last line. */
function hasComment(text: string): boolean {
	const last = text.slice(text.lastIndexOf('\n') + 1).replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/g, 'x');
	return /(?:^|[\s;&|()])#/.test(last);
}

function matches(pattern: string, line: string, previous: string | undefined): boolean {
	if (pattern === '&') return line === previous;
	const glob = compileGlob(pattern.replaceAll('&', previous ?? ''), { extended: true });
	return glob.matches(line);
}
