import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { isBlank, widthOf } from '../text/characters.ts';

/** Breaks lines at 'textwidth' (79 when it is 0) and fills them; returns the last line. Models textformat.c format_lines. */
export function* formatLines(editor: Editor, first: number, last: number): Task<number> {
	const { buffer } = editor;
	const width = editor.number('textwidth') || Math.min(79, editor.window.columns - 1);
	const out: string[] = [];
	let paragraph: string[] = [];
	const flush = (): void => {
		out.push(...fillParagraph(paragraph, width, editor.tabstop, editor.flag('autoindent')));
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

function fillParagraph(lines: readonly string[], width: number, tabstop: number, autoIndent: boolean): string[] {
	const first = lines[0];
	if (first === undefined) return [];
	const prefix = /^[ \t]*(?:(?:#+|\/\/+|>+|")[ \t]*)?/.exec(first)?.[0] as string;
	const second =
		lines[1] === undefined ? prefix : (/^[ \t]*(?:(?:#+|\/\/+|>+|")[ \t]*)?/.exec(lines[1])?.[0] as string);
	const text = lines.map((line, index) =>
		(index === 0 ? line.slice(prefix.length) : line.replace(/^[ \t]*(?:(?:#+|\/\/+|>+|")[ \t]*)?/, '')).trimEnd(),
	);
	const words = text.join(' ').split(' ');
	const out: string[] = [];
	let current = prefix;
	let begun = false;
	for (const word of words) {
		const longer = begun ? `${current} ${word}` : current + word;
		if (begun && widthOf(longer, tabstop) > width) {
			out.push(current.trimEnd());
			current =
				(leaderOf(first) === '' ? (autoIndent ? indentOnly(second) : '') : lines.length > 1 ? second : prefix) + word;
		} else current = longer;
		begun = true;
	}
	out.push(current.trimEnd());
	return out;
}

function indentOnly(prefix: string): string {
	let end = 0;
	while (isBlank(prefix[end])) end++;
	return prefix.slice(0, end);
}
