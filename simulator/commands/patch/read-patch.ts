/** One place that a patch changes. Lines are without their ends; `isOpen…` says that the last has none. */
export interface Hunk {
	readonly oldStart: number;
	readonly newStart: number;
	readonly lines: readonly HunkLine[];
	/** " main()": what its head says of the function that it is in. */
	readonly label: string;
}

export interface HunkLine {
	readonly kind: ' ' | '-' | '+';
	readonly text: string;
	/** No newline follows it. */
	readonly isOpen: boolean;
}

export type PatchForm = 'unified' | 'context' | 'normal';

/** What is said of one file. */
export interface FilePatch {
	readonly form: PatchForm;
	readonly oldName: string | undefined;
	readonly newName: string | undefined;
	readonly indexName: string | undefined;
	/** What follows the names: "\t2026-01-01 …". */
	readonly oldStamp: string;
	readonly newStamp: string;
	readonly hunks: readonly Hunk[];
	/** What stands before its hunks. */
	readonly lead: readonly string[];
	/** The line of its first hunk, from 1. */
	readonly at: number;
	/** What makes it unreadable, behind these hunks. */
	readonly problem?: MalformedPatch;
}

/** The patch cannot be read: "malformed patch at line 4: *3". */
export class MalformedPatch extends Error {}

/** Reads all that a patch says. Text that is none of it is passed over. Models pch.c intuit_diff_type, another_hunk. */
export function readPatch(text: string, wanted?: PatchForm): FilePatch[] {
	const lines = text.split('\n');
	const isEnded = lines.at(-1) === '';
	if (isEnded) lines.pop();
	return new Reader(lines, wanted).files();
}

const UNIFIED = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const NORMAL = /^(\d+)(?:,(\d+))?([acd])(\d+)(?:,(\d+))?$/;

interface Header {
	oldName: string | undefined;
	newName: string | undefined;
	indexName: string | undefined;
	oldStamp: string;
	newStamp: string;
}

class Reader {
	readonly #lines: readonly string[];
	readonly #wanted: PatchForm | undefined;
	#at = 0;

	constructor(lines: readonly string[], wanted: PatchForm | undefined) {
		this.#lines = lines;
		this.#wanted = wanted;
	}

	files(): FilePatch[] {
		const found: FilePatch[] = [];
		for (let file = this.#next(); file !== undefined; file = this.#next()) found.push(file);
		return found;
	}

	#next(): FilePatch | undefined {
		const start = this.#at;
		let header = emptyHeader();
		for (; this.#at < this.#lines.length; this.#at++) {
			const line = this.#lines[this.#at] as string;
			const form = this.#formAt(this.#at);
			if (form === undefined || (this.#wanted !== undefined && form !== this.#wanted)) {
				header = withNames(header, line);
				continue;
			}
			const lead = this.#lines.slice(start, this.#at);
			const at = this.#at + 1;
			const hunks: Hunk[] = [];
			const problem = this.#readInto(hunks, form);
			// A context diff calls the old file "***" and the new one "---".
			const names = form === 'context' ? contextNames(lead) : header;
			return {
				form,
				...names,
				indexName: header.indexName,
				hunks,
				lead,
				at,
				...(problem !== undefined && { problem }),
			};
		}
		return undefined;
	}

	/** @returns why it cannot be read to its end. */
	#readInto(hunks: Hunk[], form: PatchForm): MalformedPatch | undefined {
		try {
			if (form === 'unified') this.#unified(hunks);
			else if (form === 'context') this.#context(hunks);
			else this.#normal(hunks);
			return undefined;
		} catch (error) {
			if (!(error instanceof MalformedPatch)) throw error;
			this.#at = this.#lines.length;
			return error;
		}
	}

	#formAt(at: number): PatchForm | undefined {
		const line = this.#lines[at] as string;
		if (UNIFIED.test(line)) return 'unified';
		if (/^\*{15}/.test(line) && /^\*\*\* \d/.test(this.#lines[at + 1] ?? '')) return 'context';
		return NORMAL.test(line) && /^[<>] /.test(this.#lines[at + 1] ?? '') ? 'normal' : undefined;
	}

	#fail(at: number): never {
		throw new MalformedPatch(`malformed patch at line ${at + 1}: ${this.#lines[at] ?? ''}\n`);
	}

	#isOpen(at: number): boolean {
		return (this.#lines[at] ?? '').startsWith('\\ ');
	}

	#unified(hunks: Hunk[]): void {
		for (;;) {
			const match = UNIFIED.exec(this.#lines[this.#at] ?? '');
			if (match === null) return;
			const label = (this.#lines[this.#at] as string).slice(match[0].length);
			let [left, right] = [Number(match[2] ?? 1), Number(match[4] ?? 1)];
			const [oldStart, newStart] = [start(match[1], left), start(match[3], right)];
			this.#at++;
			const lines: HunkLine[] = [];
			while (left > 0 || right > 0) {
				const line = this.#lines[this.#at];
				if (line === undefined) {
					throw new MalformedPatch('unexpectedly ends in middle of line\n');
				}
				const kind = line === '' ? ' ' : line.charAt(0);
				if (kind !== ' ' && kind !== '-' && kind !== '+' && kind !== '\t') this.#fail(this.#at);
				const mark = kind === '\t' ? ' ' : (kind as ' ' | '-' | '+');
				if (mark !== '+') left--;
				if (mark !== '-') right--;
				if (left < 0 || right < 0) this.#fail(this.#at);
				const isOpen = this.#isOpen(this.#at + 1);
				lines.push({ kind: mark, text: kind === '\t' ? line : line.slice(1), isOpen });
				this.#at += isOpen ? 2 : 1;
			}
			hunks.push({ oldStart, newStart, lines, label });
		}
	}

	#context(hunks: Hunk[]): void {
		while (/^\*{15}/.test(this.#lines[this.#at] ?? '')) {
			const label = (this.#lines[this.#at] as string).slice(15);
			const old = this.#half(/^\*\*\* (\d+)(?:,(\d+))? \*\*\*\*/);
			const fresh = this.#half(/^--- (\d+)(?:,(\d+))? ----/);
			hunks.push({ oldStart: old.start, newStart: fresh.start, lines: merged(old, fresh), label });
		}
	}

	/** Reads one half of a context hunk; without lines it says no more than the other half. */
	#half(head: RegExp): Half {
		if (/^\*{15}/.test(this.#lines[this.#at] ?? '')) this.#at++;
		const match = head.exec(this.#lines[this.#at] ?? '');
		if (match === null) this.#fail(this.#at);
		this.#at++;
		const lines: HalfLine[] = [];
		for (; /^[ !+-] /.test(this.#lines[this.#at] ?? '') && !/^--- \d/.test(this.#lines[this.#at] ?? ''); this.#at++) {
			const line = this.#lines[this.#at] as string;
			const isOpen = this.#isOpen(this.#at + 1);
			lines.push({ mark: line.charAt(0), text: line.slice(2), isOpen });
			if (isOpen) this.#at++;
		}
		const [first = 0, last = first] = [match[1], match[2]].filter((each) => each !== undefined).map(Number);
		const isEmpty =
			last < first || (first === 0 && last === 0) || (match[2] === undefined && lines.length === 0 && first === 0);
		return { start: isEmpty ? first + 1 : first, lines };
	}

	#normal(hunks: Hunk[]): void {
		for (;;) {
			const match = NORMAL.exec(this.#lines[this.#at] ?? '');
			if (match === null) return;
			this.#at++;
			const lines: HunkLine[] = [];
			for (; /^([<>] ?|---$)/.test(this.#lines[this.#at] ?? ''); this.#at++) {
				const line = this.#lines[this.#at] as string;
				if (line === '---') continue;
				const isOpen = this.#isOpen(this.#at + 1);
				lines.push({ kind: line.startsWith('<') ? '-' : '+', text: line.slice(2), isOpen });
				if (isOpen) this.#at++;
			}
			const [oldStart, newStart] = [Number(match[1]), Number(match[4])];
			hunks.push({
				oldStart: match[3] === 'a' ? oldStart + 1 : oldStart,
				newStart: match[3] === 'd' ? newStart + 1 : newStart,
				...{ lines, label: '' },
			});
		}
	}
}

interface HalfLine {
	readonly mark: string;
	readonly text: string;
	readonly isOpen: boolean;
}

interface Half {
	readonly start: number;
	readonly lines: readonly HalfLine[];
}

/** An empty side stands behind the line that its head names. */
function start(text: string | undefined, count: number): number {
	return count === 0 ? Number(text) + 1 : Number(text);
}

function merged(old: Half, fresh: Half): HunkLine[] {
	const line = (kind: HunkLine['kind'], { text, isOpen }: HalfLine): HunkLine => ({ kind, text, isOpen });
	if (old.lines.length === 0) return fresh.lines.map((each) => line(each.mark === ' ' ? ' ' : '+', each));
	if (fresh.lines.length === 0) return old.lines.map((each) => line(each.mark === ' ' ? ' ' : '-', each));
	const lines: HunkLine[] = [];
	let [left, right] = [0, 0];
	while (left < old.lines.length || right < fresh.lines.length) {
		const [a, b] = [old.lines[left], fresh.lines[right]];
		if (a !== undefined && a.mark !== ' ') {
			lines.push(line('-', a));
			left++;
		} else if (b !== undefined && b.mark !== ' ') {
			lines.push(line('+', b));
			right++;
		} else {
			lines.push(line(' ', (a ?? b) as HalfLine));
			left++;
			right++;
		}
	}
	return lines;
}

function emptyHeader(): Header {
	return { oldName: undefined, newName: undefined, indexName: undefined, oldStamp: '', newStamp: '' };
}

function withNames(header: Header, line: string): Header {
	const [name, stamp] = named(line);
	if (line.startsWith('--- ')) return { ...header, oldName: name, oldStamp: stamp };
	if (line.startsWith('+++ ')) return { ...header, newName: name, newStamp: stamp };
	return line.startsWith('Index: ') ? { ...header, indexName: name } : header;
}

/** "--- a/x\t2026-01-01": the name ends at a tab. */
function named(line: string): readonly [name: string, stamp: string] {
	const rest = line.slice(line.indexOf(' ') + 1);
	const tab = rest.indexOf('\t');
	return tab < 0 ? [rest.trim(), ''] : [rest.slice(0, tab), rest.slice(tab)];
}

function contextNames(lead: readonly string[]): Omit<Header, 'indexName'> {
	const found = (mark: string): readonly [name: string | undefined, stamp: string] => {
		const line = lead.findLast((each) => each.startsWith(mark));
		return line === undefined ? [undefined, ''] : named(line);
	};
	const [oldName, oldStamp] = found('*** ');
	const [newName, newStamp] = found('--- ');
	return { oldName, newName, oldStamp, newStamp };
}
