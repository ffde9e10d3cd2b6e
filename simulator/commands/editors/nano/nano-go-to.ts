import type { Task } from '../../../machinery/task.ts';
import { offsetAtColumn } from '../vim/text/characters.ts';
import { GOTO_HELP } from './nano-keys.ts';
import { prompt } from './nano-prompt.ts';
import type { NanoState } from './nano-state.ts';

/** Puts the cursor at a line and column, from 1; from the end when negative. Models search.c goto_line_and_column. */
export function goTo(nano: NanoState, wantedLine: number | undefined, wantedColumn: number | undefined): void {
	const { buffer, editRows } = nano;
	let line = wantedLine === undefined ? buffer.line + 1 : wantedLine;
	if (line < 0) line = Math.max(1, buffer.lines.length + line + 1);
	const { want } = buffer;
	buffer.moveTo(Math.max(1, line) - 1, 0);
	if (wantedColumn === undefined) buffer.x = offsetAtColumn(buffer.text, want, nano.tabsize);
	if (wantedColumn !== undefined) {
		const width = buffer.text.length + 1;
		const column = wantedColumn < 0 ? Math.max(1, width + wantedColumn + 1) : Math.max(1, wantedColumn);
		buffer.x = offsetAtColumn(buffer.text, column - 1, nano.tabsize);
	}
	buffer.top = Math.max(0, buffer.line - Math.floor(editRows / 2));
}

/** ^_ . */
export function* goToPrompt(nano: NanoState): Task<void> {
	const answer = yield* prompt(nano, {
		prompt: 'Enter line number, column number',
		help: GOTO_HELP,
		answer: '',
		keys: ['^Y', '^V'],
	});
	if (answer.key === '^Y') nano.buffer.moveTo(0, 0);
	else if (answer.key === '^V') nano.buffer.moveTo(nano.buffer.lastLine, 0);
	else if (answer.key === '^C' || answer.text === '') nano.say('Cancelled');
	else {
		const place = /^\s*(-?\d+)?(?:[,.;:\s]\s*(-?\d+))?\s*$/.exec(answer.text);
		const line = place?.[1] === undefined ? undefined : Number(place[1]);
		const column = place?.[2] === undefined ? undefined : Number(place[2]);
		if (place === null || line === 0 || column === 0 || (line === undefined && column === undefined))
			nano.say('Invalid line or column number');
		else {
			nano.wipe();
			goTo(nano, line, column);
		}
	}
}
