import type { Editor } from '../editor.ts';
import { VERSION_LINES } from '../ex/list-commands.ts';
import { widthOf } from '../text/characters.ts';
import type { Grid } from './grid.ts';
import { groupColours } from './groups.ts';

/** Lines of it that ask for something take turns, by the second at which vim was started. */
const APPEALS: readonly (readonly [string, string])[] = [
	['Help poor children in Uganda!', 'type  :help iccf<Enter>       for information '],
	['Sponsor Vim development!', 'type  :help sponsor<Enter>    for information '],
	['Become a registered Vim user!', 'type  :help register<Enter>   for information '],
];

/** Rows that four lines about compatibility would take are counted, though they are not shown. */
const ROWS_COUNTED = 17;
const ROWS_LEFT_OUT = 4;

function highestPatch(): number {
	return Math.max(...(VERSION_LINES[1] as string).split(/\D+/).map(Number));
}

function introLines(startMs: number): readonly string[] {
	const second = Math.floor(startMs / 1000);
	const turn = ((second & 2) === 0 ? 1 : 0) - ((second & 4) === 0 ? 1 : 0);
	const [appeal, where] = APPEALS[turn === 0 ? 0 : turn < 0 ? 1 : 2] as readonly [string, string];
	const release = /\d+\.\d+/.exec(VERSION_LINES[0] as string)?.[0] as string;
	return [
		'VIM - Vi IMproved',
		'',
		`version ${release}.${highestPatch()}`,
		'by Bram Moolenaar et al.',
		VERSION_LINES[2] as string,
		'Vim is open source and freely distributable',
		'',
		appeal,
		where,
		'',
		'type  :q<Enter>               to exit         ',
		'type  :help<Enter>  or  <F1>  for on-line help',
		`type  :help version${release[0]}<Enter>   for version info`,
	];
}

/** What a vim that was started without a file shows over its empty text. Models version.c intro_message. */
export function paintIntro(editor: Editor, grid: Grid): void {
	const { buffer, windows } = editor;
	if (editor.introMs === undefined || editor.small) return;
	if (buffer.name !== '' || !buffer.hasNoLines || windows.all().length > 1) {
		editor.introMs = undefined;
		return;
	}
	const dark = editor.text('background') === 'dark';
	const status = windows.list()[0]?.hasStatus === true ? 1 : 0;
	let row = Math.max(0, grid.rows - ROWS_COUNTED + ROWS_LEFT_OUT - status) >> 1;
	if (row < 2 || grid.columns < 50) return;
	for (const line of introLines(editor.introMs)) {
		let at = Math.max(0, (grid.columns - widthOf(line)) >> 1);
		for (const piece of line.split(/(<\w+>)/))
			at = grid.write(row, at, piece, piece.startsWith('<') ? groupColours('SpecialKey', dark) : '');
		row++;
	}
}
