import type { Task } from '../../machinery/task.ts';
import { characterWidth } from '../readline/character-width.ts';
import type { LineEditor } from '../readline/line-editor.ts';
import type { Shell } from '../state/shell.ts';
import type { Attempt } from './attempt.ts';
import { FileColours } from './file-colours.ts';
import { expandTyped, isDirectory } from './file-names.ts';

/** `completion-query-items`: asked before so many are listed; 0 is never. */
export function queryItems(editor: LineEditor): number {
	return numberOf(editor.shell, 'completion-query-items', 100);
}

function numberOf(shell: Shell, variable: string, standard: number): number {
	const value = Number.parseInt(shell.keyBindings?.variable(variable) ?? '', 10);
	return Number.isNaN(value) ? standard : value;
}

/** Shows the matches below the line in columns, a screen at a time. Models readline complete.c display_matches. */
export function* listMatches(
	editor: LineEditor,
	attempt: Attempt,
	matches: readonly string[],
	common: string,
): Task<void> {
	yield* editor.write(`${editor.screen.leave()}\n`);
	const limit = queryItems(editor);
	if (matches.length > 1 && limit > 0 && matches.length >= limit) {
		yield* editor.write(`Display all ${matches.length} possibilities? (y or n)`);
		const answer = yield* answerOf(editor, false);
		if (answer !== 'yes') {
			yield* editor.write('\n');
			editor.startAfresh();
			yield* editor.redraw();
			return;
		}
		yield* editor.write('\n');
	}
	yield* writeLines(editor, attempt, listLines(editor, attempt, matches, common));
	editor.startAfresh();
	yield* editor.redraw();
}

function* writeLines(editor: LineEditor, attempt: Attempt, lines: readonly string[]): Task<void> {
	const { rows } = editor.shell.process.terminalSize(editor.fd);
	const pages = attempt.shell.keyBindings?.isOn('page-completions') !== false && rows >= 3;
	let shown = 0;
	for (const [index, line] of lines.entries()) {
		yield* editor.write(`${line}\n`);
		shown++;
		if (!pages || shown < rows - 1 || index === lines.length - 1) continue;
		yield* editor.write('--More--');
		const answer = yield* answerOf(editor, true);
		yield* editor.write('\r\x1b[K');
		if (answer === 'no') return;
		shown = answer === 'line' ? shown - 1 : 0;
	}
}

/** Models readline complete.c get_y_or_n. */
function* answerOf(editor: LineEditor, paging: boolean): Task<'yes' | 'no' | 'line'> {
	for (;;) {
		const key = yield* editor.nextKey();
		if (key === undefined) continue;
		const { name } = key;
		if (name === 'y' || name === 'Y' || name === ' ') return 'yes';
		if (name === 'n' || name === 'N' || name === 'C-?' || name === 'C-g' || name === 'end') return 'no';
		if (paging && (name === 'C-m' || name === 'C-j')) return 'line';
		if (paging && (name === 'q' || name === 'Q')) return 'no';
		yield* editor.write('\x07');
	}
}

/** A name as it is listed. */
interface Item {
	readonly text: string;
	readonly width: number;
	/** Width without what shows its type. */
	readonly bare: number;
}

/** The last component of a path; of what does not name files, all. */
function shownPart(attempt: Attempt, match: string): string {
	if (!attempt.filenames || match === '') return match;
	const slash = match.replace(/\/$/, '').lastIndexOf('/');
	return match === '/' || slash < 0 ? match : match.slice(slash + 1);
}

/** Models readline complete.c rl_display_match_list: as many columns as fit, two blanks apart. */
function listLines(editor: LineEditor, attempt: Attempt, matches: readonly string[], common: string): string[] {
	const { shell } = editor;
	const colours = FileColours.of(shell);
	const prefix = shownPart(attempt, common);
	const prefixLimit = numberOf(shell, 'completion-prefix-display-length', 0);
	const names = matches.map((match) => shownPart(attempt, match));
	const widest = Math.max(...names.map(widthOf));
	const shortens =
		matches.length > 1 && prefixLimit > 0 && widthOf(prefix) > prefixLimit && widthOf(prefix) > ELLIPSIS.length;
	const colouring = colours?.prefix !== undefined && matches.length > 1 && prefixLimit === 0;
	const items = matches.map((match, index): Item => {
		const name = names[index] as string;
		const head = shortens || colouring ? prefix : '';
		const rest = head === '' ? name : name.slice(head.length);
		const shownHead = shortens ? (rest.startsWith('.') ? '___' : ELLIPSIS) : head;
		const mark = typeMark(attempt, match);
		const body = attempt.filenames && colours !== undefined ? colours.paint(expandTyped(shell, match), rest) : rest;
		const lead = colouring && !shortens && head !== '' ? colours.paintPrefix(shownHead) : shownHead;
		const bare = widthOf(shownHead) + widthOf(rest);
		return { text: lead + body + mark, width: bare + mark.length, bare };
	});
	const max = widest - (shortens ? widthOf(prefix) - ELLIPSIS.length : 0) + 2;
	const { columns } = shell.process.terminalSize(editor.fd);
	const wanted = numberOf(shell, 'completion-display-width', -1);
	const room = wanted >= 0 && wanted <= (columns || 80) ? wanted : columns || 80;
	let perLine = Math.floor(room / max);
	if (perLine !== 1 && perLine * max === room) perLine--;
	if (matches.length === 1) return items.map(({ text }) => text);
	return arranged(items, max, Math.max(1, perLine), attempt.isOn('print-completions-horizontally'));
}

const ELLIPSIS = '...';

function arranged(items: readonly Item[], max: number, perLine: number, across: boolean): string[] {
	const count = Math.ceil(items.length / perLine);
	const padded = ({ text, width }: Item): string => text + ' '.repeat(Math.max(1, max - width));
	const lines: string[] = [];
	for (let row = 0; row < count; row++) {
		let line = '';
		for (let column = 0; column < perLine; column++) {
			const item = items[across ? row * perLine + column : row + column * count];
			if (item === undefined) break;
			const last = column + 1 === perLine || (across && row * perLine + column + 1 === items.length);
			line += last ? item.text : padded(item);
		}
		lines.push(line);
	}
	return lines;
}

function widthOf(text: string): number {
	let width = 0;
	for (const c of text) width += characterWidth(c);
	return width;
}

/** What `ls -F` would put behind a name; only slashes without `visible-stats`. */
function typeMark(attempt: Attempt, match: string): string {
	if (!attempt.filenames) return '';
	const path = expandTyped(attempt.shell, match);
	if (attempt.isOn('visible-stats')) return FileColours.markOf(attempt.shell, path);
	if (attempt.shell.keyBindings?.isOn('mark-directories') === false) return '';
	return isDirectory(attempt.shell, path) ? '/' : '';
}
