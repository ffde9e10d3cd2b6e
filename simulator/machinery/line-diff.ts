import { structuredPatch } from 'diff';

/** A run of changed lines with lines around it. Line numbers from 1; a side without lines has that of the line after. */
export interface Hunk {
	readonly oldStart: number;
	readonly oldLines: number;
	readonly newStart: number;
	readonly newLines: number;
	/** With " ", "-", "+" in front; "\ No newline at end of file" where it applies. */
	readonly lines: readonly string[];
}

/**
 * Lines taken away and put in beyond which the shortest way from one text to the other is not looked for: that takes the
 * square of them.
 */
const EDITS_MAX = 1_000;

/**
 * Differences of two texts by lines (npm `diff`). Of texts that have little in common all between their common beginning
 * and end is one difference. @param context lines kept around each change.
 */
export function diffLines(before: string, after: string, context: number): readonly Hunk[] {
	const patch = structuredPatch('', '', before, after, '', '', { context, maxEditLength: EDITS_MAX });
	return patch?.hunks ?? [wholeChange(linesOf(before), linesOf(after), context)];
}

const NO_NEWLINE = '\\ No newline at end of file';

function wholeChange(before: readonly string[], after: readonly string[], context: number): Hunk {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before[start] === after[start]) start++;
	let end = 0;
	while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
	const head = before.slice(Math.max(0, start - context), start);
	const tail = before.slice(before.length - end, before.length - end + context);
	const removed = before.slice(start, before.length - end);
	const added = after.slice(start, after.length - end);
	const lines = [...marked(' ', head), ...marked('-', removed), ...marked('+', added), ...marked(' ', tail)];
	const around = head.length + tail.length;
	const oldLines = removed.length + around;
	const newLines = added.length + around;
	const first = start - head.length;
	return {
		oldStart: first + 1,
		oldLines,
		newStart: first + 1,
		newLines,
		lines,
	};
}

function linesOf(text: string): string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function marked(mark: string, lines: readonly string[]): string[] {
	return lines.flatMap((line) => (line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, NO_NEWLINE]));
}
