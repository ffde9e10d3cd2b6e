import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { positionAt } from '../screen/position-at.ts';
import type { NormalCommand, NormalOutcome } from './normal-command.ts';
import { scrollBy } from './scroll.ts';
import { goWindow } from './window-commands.ts';

/** A report of the mouse: "<Mouse 0 12 3 M>". */
export interface MouseReport {
	readonly button: number;
	readonly column: number;
	readonly row: number;
	readonly released: boolean;
}

export function parseMouse(key: string): MouseReport | undefined {
	const match = /^<Mouse (\d+) (\d+) (\d+) ([mM])>$/.exec(key);
	if (match === null) return undefined;
	const [, button, column, row, end] = match as unknown as [string, string, string, string, string];
	return { button: Number(button), column: Number(column) - 1, row: Number(row) - 1, released: end === 'm' };
}

/** Clicks place the cursor, drags select, the wheel scrolls. */
export function applyMouse(editor: Editor, report: MouseReport): void {
	const { button } = report;
	if (button === 64 || button === 65) {
		try {
			scrollBy(editor, button === 65 ? 3 : -3);
		} catch {
			// The end of the text: nothing moves.
		}
		return;
	}
	if (report.released || (button & 3) !== 0) return;
	const found = positionAt(editor, report.row, report.column);
	if (found === undefined) return;
	const dragging = (button & 32) !== 0;
	if (dragging) {
		if (found.window !== editor.window) return;
		editor.visual ??= { mode: 'v', start: editor.window.position };
	} else {
		editor.visual = undefined;
		if (found.window !== editor.window) goWindow(editor, found.window);
	}
	editor.moveTo(found.position);
}

export function* mouse({ editor, key }: NormalCommand): Task<NormalOutcome> {
	const report = parseMouse(key);
	if (report !== undefined) applyMouse(editor, report);
	return 'once';
}
