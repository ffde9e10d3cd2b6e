import type { Task } from '../../machinery/task.ts';
import { characterWidth } from '../readline/character-width.ts';
import type { LineEditor } from '../readline/line-editor.ts';

/** Asked before so many are listed. */
const QUERY_ITEMS = 100;

/** Shows the matches below the line in columns, sorted downwards, a screen at a time. */
export function* listMatches(editor: LineEditor, matches: readonly string[]): Task<void> {
	yield* editor.printBelow('');
	if (matches.length >= QUERY_ITEMS && !(yield* confirmed(editor, matches.length))) {
		yield* editor.redraw();
		return;
	}
	const { columns, rows } = editor.shell.process.terminalSize(editor.fd);
	const lines = columnLines(matches, columns);
	let shown = 0;
	for (const line of lines) {
		yield* editor.write(`${line}\n`);
		shown++;
		if (shown < rows - 1 || rows < 3) continue;
		const more = yield* continues(editor);
		if (more === 'stop') break;
		shown = more === 'line' ? rows - 2 : 0;
	}
	editor.screen.reset(columns);
	yield* editor.redraw();
}

function* confirmed(editor: LineEditor, count: number): Task<boolean> {
	yield* editor.write(`Display all ${count} possibilities? (y or n)`);
	for (;;) {
		const key = yield* editor.nextKey();
		if (key === undefined) continue;
		const yes = key.name === 'y' || key.name === 'Y' || key.name === ' ';
		const no = key.name === 'n' || key.name === 'N' || key.name === 'C-?' || key.name === 'C-g' || key.name === 'end';
		if (!yes && !no) {
			yield* editor.bell();
			continue;
		}
		yield* editor.write('\n');
		editor.screen.reset(editor.shell.process.terminalSize(editor.fd).columns);
		return yes;
	}
}

function* continues(editor: LineEditor): Task<'page' | 'line' | 'stop'> {
	yield* editor.write('--More--');
	for (;;) {
		const key = yield* editor.nextKey();
		if (key === undefined) continue;
		const answer =
			key.name === ' ' || key.name === 'y' || key.name === 'Y' || key.name === 'C-i'
				? 'page'
				: key.name === 'C-m' || key.name === 'C-j'
					? 'line'
					: key.name === 'q' || key.name === 'n' || key.name === 'C-?' || key.name === 'C-g' || key.name === 'end'
						? 'stop'
						: undefined;
		if (answer === undefined) {
			yield* editor.bell();
			continue;
		}
		yield* editor.write('\r\x1b[K');
		return answer;
	}
}

/** Models readline display_matches: as many columns as fit, two blanks apart. */
export function columnLines(matches: readonly string[], columns: number): string[] {
	const widths = matches.map((match) => [...match].reduce((sum, c) => sum + characterWidth(c), 0));
	const width = Math.max(...widths) + 2;
	const fitting = Math.max(1, Math.floor((columns || 80) / width));
	const perLine = fitting > 1 && fitting * width === columns ? fitting - 1 : fitting;
	const count = Math.ceil(matches.length / perLine);
	const lines: string[] = [];
	for (let row = 0; row < count; row++) {
		let line = '';
		for (let index = row, column = 1; index < matches.length; index += count, column++) {
			const last = column === perLine;
			line += (matches[index] as string) + (last ? '' : ' '.repeat(width - (widths[index] as number)));
		}
		lines.push(line);
	}
	return lines;
}
