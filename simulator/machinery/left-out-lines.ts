/** Of each line: it is compared; it is left out; it is left out when enough around it is. */
const KEPT = 0;
const LEFT_OUT = 1;
const DOUBTFUL = 2;

/** A line that is in the other text more often than this is doubtful, in texts of less than 256 lines. */
const OFTEN = 5;
/** After so many lines that are left out one after another, or so far into a run with one, doubtful ones are too. */
const SURE_LINES = 3;
const FAR_LINES = 8;

/**
 * Which lines of a text are changed without comparing: those that the other text does not have, and lines it has very
 * often (blank ones, brackets) in the middle of such. Models what GNU diff 3.10 leaves out; it decides which of equally
 * good differences is shown.
 * @param others how often each line is in the other text. @returns for each line 0 when it is to be compared.
 */
export function leftOutLines(lines: Int32Array, others: Int32Array): Uint8Array {
	const often = OFTEN * rootPower(Math.floor(lines.length / 64));
	const marks = new Uint8Array(lines.length);
	for (let at = 0; at < lines.length; at++) {
		const count = others[lines[at] as number] as number;
		marks[at] = count === 0 ? LEFT_OUT : count > often ? DOUBTFUL : KEPT;
	}
	for (let at = 0; at < marks.length; at++) {
		if (marks[at] === DOUBTFUL) marks[at] = KEPT;
		if (marks[at] === LEFT_OUT) at = settleRun(marks, at) - 1;
	}
	return marks;
}

/** Settles what is doubtful in the run that begins at `start` with a line left out. @returns where to go on. */
function settleRun(marks: Uint8Array, start: number): number {
	let end = start;
	while (end < marks.length && marks[end] !== KEPT) end++;
	while (marks[end - 1] === DOUBTFUL) marks[--end] = KEPT;
	const run = marks.subarray(start, end);
	let doubtful = 0;
	for (let at = 0; at < run.length; at++) if (run[at] === DOUBTFUL) doubtful++;
	if (doubtful * 4 > run.length) {
		for (let at = 0; at < run.length; at++) if (run[at] === DOUBTFUL) run[at] = KEPT;
	} else if (doubtful > 0) {
		keepLong(run, rootPower(Math.floor(run.length / 4)) + 1);
		keepEdge(run, (index) => index);
		keepEdge(run, (index) => run.length - 1 - index);
	}
	return end;
}

/** Keeps `length` doubtful lines or more one after another. */
function keepLong(run: Uint8Array, length: number): void {
	for (let at = 0; at < run.length; at++) {
		const start = at;
		while (run[at] === DOUBTFUL) at++;
		if (at - start >= length) run.fill(KEPT, start, at);
	}
}

/** Keeps what is doubtful near an edge. @param at the index of the line that is so far from it. */
function keepEdge(run: Uint8Array, at: (distance: number) => number): void {
	let sure = 0;
	for (let distance = 0; distance < run.length && sure < SURE_LINES; distance++) {
		const mark = run[at(distance)];
		if (mark === LEFT_OUT && distance >= FAR_LINES) return;
		sure = mark === LEFT_OUT ? sure + 1 : 0;
		if (mark === DOUBTFUL) run[at(distance)] = KEPT;
	}
}

/** About the square root: the power of two that doubles when `count` is four times as much. */
function rootPower(count: number): number {
	let power = 1;
	for (let rest = count >> 2; rest > 0; rest >>= 2) power *= 2;
	return power;
}
