/**
 * A unified diff with three lines of context, by the matching of Ratcliff and Obershelp: the longest common run, then
 * the same to its left and right; lines that are everywhere do not start a run.
 * Models github.com/pmezard/go-difflib GetUnifiedDiffString, which Go programs print diffs with.
 */
export function unifiedDiff(a: readonly string[], b: readonly string[]): string {
	const changes = changesOf(a, b);
	let text = '';
	for (const hunk of hunksOf(changes)) {
		const first = hunk[0] as Change;
		const last = hunk[hunk.length - 1] as Change;
		text += `@@ -${range(first.aFrom, last.aTo)} +${range(first.bFrom, last.bTo)} @@\n`;
		for (const { equal, aFrom, aTo, bFrom, bTo } of hunk) {
			if (equal) {
				for (const line of a.slice(aFrom, aTo)) text += ` ${line}\n`;
				continue;
			}
			for (const line of a.slice(aFrom, aTo)) text += `-${line}\n`;
			for (const line of b.slice(bFrom, bTo)) text += `+${line}\n`;
		}
	}
	return text;
}

const CONTEXT = 3;

interface Change {
	readonly equal: boolean;
	readonly aFrom: number;
	readonly aTo: number;
	readonly bFrom: number;
	readonly bTo: number;
}

interface Match {
	readonly a: number;
	readonly b: number;
	readonly size: number;
}

function range(from: number, to: number): string {
	const length = to - from;
	if (length === 1) return String(from + 1);
	return `${length === 0 ? from : from + 1},${length}`;
}

/** Runs of equal lines and what lies between them, in order. */
function changesOf(a: readonly string[], b: readonly string[]): Change[] {
	const changes: Change[] = [];
	let i = 0;
	let j = 0;
	for (const match of [...matchesOf(a, b), { a: a.length, b: b.length, size: 0 }]) {
		if (i < match.a || j < match.b) changes.push({ equal: false, aFrom: i, aTo: match.a, bFrom: j, bTo: match.b });
		i = match.a + match.size;
		j = match.b + match.size;
		if (match.size > 0) changes.push({ equal: true, aFrom: match.a, aTo: i, bFrom: match.b, bTo: j });
	}
	return changes;
}

/** From this many lines on, lines on more than one in a hundred places are too common to start a match. */
const POPULARITY_LINES = 200;

function matchesOf(a: readonly string[], b: readonly string[]): Match[] {
	const places = new Map<string, number[]>();
	for (const [index, line] of b.entries()) {
		const known = places.get(line);
		if (known === undefined) places.set(line, [index]);
		else known.push(index);
	}
	if (b.length >= POPULARITY_LINES) {
		const most = Math.floor(b.length / 100) + 1;
		for (const [line, at] of [...places]) if (at.length > most) places.delete(line);
	}
	const found: Match[] = [];
	const queue: [number, number, number, number][] = [[0, a.length, 0, b.length]];
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		const [aLow, aHigh, bLow, bHigh] = next;
		const match = longestMatch(a, b, places, next);
		if (match.size === 0) continue;
		found.push(match);
		if (aLow < match.a && bLow < match.b) queue.push([aLow, match.a, bLow, match.b]);
		if (match.a + match.size < aHigh && match.b + match.size < bHigh) {
			queue.push([match.a + match.size, aHigh, match.b + match.size, bHigh]);
		}
	}
	found.sort((x, y) => x.a - y.a || x.b - y.b);
	return joined(found);
}

/** The longest run of equal lines in a window; of several the first in `a`, then in `b`. */
function longestMatch(
	a: readonly string[],
	b: readonly string[],
	places: ReadonlyMap<string, readonly number[]>,
	[aLow, aHigh, bLow, bHigh]: readonly [number, number, number, number],
): Match {
	let best: Match = { a: aLow, b: bLow, size: 0 };
	let lengths = new Map<number, number>();
	for (let i = aLow; i < aHigh; i++) {
		const next = new Map<number, number>();
		for (const j of places.get(a[i] as string) ?? []) {
			if (j < bLow) continue;
			if (j >= bHigh) break;
			const size = (lengths.get(j - 1) ?? 0) + 1;
			next.set(j, size);
			if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
		}
		lengths = next;
	}
	let { a: i, b: j, size } = best;
	while (i > aLow && j > bLow && a[i - 1] === b[j - 1]) {
		i--;
		j--;
		size++;
	}
	while (i + size < aHigh && j + size < bHigh && a[i + size] === b[j + size]) size++;
	return { a: i, b: j, size };
}

/** Matches that touch are one. */
function joined(matches: readonly Match[]): Match[] {
	const out: Match[] = [];
	for (const match of matches) {
		const last = out[out.length - 1];
		if (last !== undefined && last.a + last.size === match.a && last.b + last.size === match.b) {
			out[out.length - 1] = { ...last, size: last.size + match.size };
		} else out.push(match);
	}
	return out;
}

/** Changes with the context around them; a long run of equal lines ends one hunk and begins the next. */
function hunksOf(changes: readonly Change[]): Change[][] {
	const trimmed = changes.map((change, index): Change => {
		if (!change.equal) return change;
		const skip = Math.max(0, change.aTo - change.aFrom - CONTEXT);
		if (index === 0) return { ...change, aFrom: change.aFrom + skip, bFrom: change.bFrom + skip };
		if (index === changes.length - 1) return { ...change, aTo: change.aTo - skip, bTo: change.bTo - skip };
		return change;
	});
	const hunks: Change[][] = [];
	let hunk: Change[] = [];
	for (const [index, change] of trimmed.entries()) {
		const length = change.aTo - change.aFrom;
		if (change.equal && length > 2 * CONTEXT && index > 0 && index < trimmed.length - 1) {
			hunk.push({ ...change, aTo: change.aFrom + CONTEXT, bTo: change.bFrom + CONTEXT });
			hunks.push(hunk);
			hunk = [{ ...change, aFrom: change.aTo - CONTEXT, bFrom: change.bTo - CONTEXT }];
		} else hunk.push(change);
	}
	if (hunk.some((change) => !change.equal)) hunks.push(hunk);
	return hunks;
}
