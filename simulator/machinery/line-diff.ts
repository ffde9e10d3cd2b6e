import { structuredPatch } from 'diff';

/** A run of changed lines with lines around it. Line numbers from 1; a side without lines starts at the line before. */
export interface Hunk {
	readonly oldStart: number;
	readonly oldLines: number;
	readonly newStart: number;
	readonly newLines: number;
	/** With " ", "-", "+" in front; "\ No newline at end of file" where it applies. */
	readonly lines: readonly string[];
}

/** Differences of two texts by lines (npm `diff`). @param context lines kept around each change. */
export function diffLines(before: string, after: string, context: number): readonly Hunk[] {
	return structuredPatch('', '', before, after, '', '', { context }).hunks;
}
