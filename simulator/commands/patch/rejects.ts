import type { FilePatch, Hunk, HunkLine, PatchForm } from './read-patch.ts';

/** What could not be taken over, as a patch of its own: unified, or as context diffs write it. */
export function rejectText(
	hunks: readonly (readonly [hunk: Hunk, moved: number])[],
	{ oldStamp, newStamp, oldName, newName }: FilePatch,
	form: PatchForm,
): string {
	const isUnified = form === 'unified';
	const [before, after] = [oldName ?? '/dev/null', newName ?? '/dev/null'];
	const head = isUnified
		? `--- ${before}${oldStamp}\n+++ ${after}${newStamp}\n`
		: `*** ${before}${oldStamp}\n--- ${after}${newStamp}\n`;
	return (
		head +
		hunks
			.map(([hunk, moved]) => {
				if (form === 'normal') return normal(hunk, moved);
				return isUnified ? unified(hunk, moved) : context(hunk, moved);
			})
			.join('')
	);
}

function sides({ lines }: Hunk): readonly [old: readonly HunkLine[], fresh: readonly HunkLine[]] {
	return [lines.filter(({ kind }) => kind !== '+'), lines.filter(({ kind }) => kind !== '-')];
}

function unified(hunk: Hunk, moved: number): string {
	const [old, fresh] = sides(hunk);
	const range = (start: number, count: number): string =>
		count === 1 ? String(start + moved) : `${start + moved - (count === 0 ? 1 : 0)},${count}`;
	const body = hunk.lines.map(({ kind, text, isOpen }) => `${kind}${text}${isOpen ? '' : '\n'}`).join('');
	return `@@ -${range(hunk.oldStart, old.length)} +${range(hunk.newStart, fresh.length)} @@${hunk.label}\n${body}`;
}

function context(hunk: Hunk, moved: number): string {
	const [old, fresh] = sides(hunk);
	const range = (start: number, count: number): string => {
		const from = start + moved;
		return count === 0 ? String(from - 1) : count === 1 ? String(from) : `${from},${from + count - 1}`;
	};
	const marks = changeMarks(hunk.lines);
	const half = (lines: readonly HunkLine[]): string =>
		lines.map((line) => `${marks.get(line)} ${line.text}${line.isOpen ? '' : '\n'}`).join('');
	return `***************${hunk.label}\n*** ${range(hunk.oldStart, old.length)} ****\n${half(old)}--- ${range(hunk.newStart, fresh.length)} ----\n${half(fresh)}`;
}

/** As patch writes what came without context. */
function normal(hunk: Hunk, moved: number): string {
	const [old, fresh] = sides(hunk);
	const range = (start: number, count: number): string => {
		const from = start + moved;
		return count === 0 ? '0' : count === 1 ? String(from) : `${from},${from + count - 1}`;
	};
	const text = (lines: readonly HunkLine[], mark: string): string =>
		lines.map((line) => `${mark} ${line.text}${line.isOpen ? '' : '\n'}`).join('');
	const head = `*** ${range(hunk.oldStart, old.length)}\n${text(old, '-')}`;
	return `***************\n${head}--- ${range(hunk.newStart, fresh.length)} -----\n${text(fresh, '+')}`;
}

/** "!" where lines go and others come in one place. */
function changeMarks(lines: readonly HunkLine[]): ReadonlyMap<HunkLine, string> {
	const marks = new Map<HunkLine, string>();
	let run: HunkLine[] = [];
	const end = (): void => {
		const isChange = run.some(({ kind }) => kind === '-') && run.some(({ kind }) => kind === '+');
		for (const line of run) marks.set(line, isChange ? '!' : line.kind);
		run = [];
	};
	for (const line of lines) {
		if (line.kind !== ' ') {
			run.push(line);
			continue;
		}
		end();
		marks.set(line, ' ');
	}
	end();
	return marks;
}
