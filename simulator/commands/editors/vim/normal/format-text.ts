import type { Task } from '../../../../machinery/task.ts';
import { trimEndOf } from '../../../../machinery/trim-end.ts';
import type { Editor } from '../editor.ts';
import { columnsBefore, firstNonBlank, isBlank, widthOf } from '../text/characters.ts';
import { indentText } from './indent.ts';
import { blanksBetween } from './joined-blanks.ts';

/** Breaks lines at 'textwidth' (79 when it is 0) and fills them; returns the last line. Models textformat.c format_lines. */
export function* formatLines(editor: Editor, first: number, last: number): Task<number> {
	const { buffer } = editor;
	const width = editor.number('textwidth') || Math.min(79, editor.window.columns - 1);
	const out: string[] = [];
	let paragraph: string[] = [];
	const flush = (): void => {
		const [head, ...rest] = paragraph;
		if (head !== undefined) {
			const blanks = firstNonBlank(head);
			const indent = indentText(editor, columnsBefore(head, blanks, editor.tabstop));
			const lines = [indent + head.slice(blanks), ...rest];
			out.push(...fillParagraph(editor, lines, width));
		}
		paragraph = [];
	};
	for (let line = first; line <= last; line++) {
		const text = buffer.line(line);
		const leader = leaderOf(text);
		const above = paragraph.at(-1);
		if (text.trim() === '' || (above !== undefined && leaderOf(above) !== leader)) flush();
		if (text.trim() === '') out.push('');
		else paragraph.push(text);
		yield* editor.tick();
	}
	flush();
	buffer.replaceLines(first, last - first + 1, out);
	return first + out.length - 1;
}

/** What a comment's lines begin with. */
function leaderOf(text: string): string {
	return (/^[ \t]*(#+|\/\/+|>+|")(?=[ \t]|$)/.exec(text)?.[1] ?? '') as string;
}

/** Joins lines as `J` does, and breaks what is longer than `width` at blanks. */
function fillParagraph(editor: Editor, lines: readonly string[], width: number): string[] {
	const { tabstop } = editor;
	const autoIndent = editor.flag('autoindent');
	const first = lines[0];
	if (first === undefined) return [];
	const prefix = prefixOf(first);
	const second = lines[1] === undefined ? prefix : prefixOf(lines[1]);
	const behind = leaderOf(first) === '' ? (autoIndent ? indentOnly(second) : '') : second;
	let text = first;
	for (const line of lines.slice(1)) {
		const added = line.slice(prefixOf(line).length);
		text += added.startsWith(')') ? added : blanksBetween(editor, text, text) + added;
	}
	const out: string[] = [];
	let from = prefix.length;
	while (widthOf(text, tabstop) > width) {
		const at = breakIn(text, from, width, tabstop);
		if (at === undefined) break;
		out.push(trimEndOf(text.slice(0, at), ' \t'));
		const rest = text.slice(at);
		text = behind + rest.slice(firstNonBlank(rest));
		from = behind.length;
	}
	out.push(text);
	return out;
}

function prefixOf(line: string): string {
	return /^[ \t]*(?:(?:#+|\/\/+|>+|")[ \t]*)?/.exec(line)?.[0] as string;
}

/** The last blank that is within the width, or the first one behind it; undefined: there is none before other text. */
function breakIn(text: string, from: number, width: number, tabstop: number): number | undefined {
	let found: number | undefined;
	for (let at = from + 1; at < text.length; at++) {
		if (!isBlank(text[at]) || isBlank(text[at - 1])) continue;
		if (firstNonBlank(text.slice(at)) === text.length - at) break;
		const fits = widthOf(text.slice(0, at), tabstop) <= width;
		if (fits || found === undefined) found = at;
		if (!fits) break;
	}
	return found;
}

function indentOnly(prefix: string): string {
	let end = 0;
	while (isBlank(prefix[end])) end++;
	return prefix.slice(0, end);
}
