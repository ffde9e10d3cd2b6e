/** The label and annotation that give an indexed Job's Pod its index. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

/** "0-2,5" as numbers. Indices beyond `completions` are left out. Models pkg/controller/job parseIndexesFromString. */
export function parseIndexes(text: string | undefined, completions: number): Set<number> {
	const indexes = new Set<number>();
	for (const part of (text ?? '').split(',')) {
		if (part === '') continue;
		const [first = Number.NaN, last = first] = part.split('-').map(Number);
		for (let index = first; index <= last && index < completions; index++) indexes.add(index);
	}
	return indexes;
}

/** Runs of two or more as ranges. Models orderedIntervals.String. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
	const sorted = [...indexes].sort((a, b) => a - b);
	const parts: string[] = [];
	for (let at = 0; at < sorted.length; ) {
		const first = sorted[at] as number;
		let end = at;
		while (sorted[end + 1] === (sorted[end] as number) + 1) end++;
		const last = sorted[end] as number;
		parts.push(first === last ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`);
		at = end + 1;
	}
	return parts.join(',');
}
