import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import { VimError } from '../vim-error.ts';
import type { Fold } from '../window.ts';
import { indentOf } from './indent.ts';
import type { NormalCommand, NormalOutcome } from './normal-command.ts';

/** Closes lines up. Throws VimError E350 where folds are not made by hand. */
export function makeFold(editor: Editor, first: number, last: number): void {
	const { window } = editor;
	if (editor.text('foldmethod') !== 'manual') throw new VimError("E350: Cannot create fold with current 'foldmethod'");
	window.folds.push({ first, last, closed: true });
	window.folds.sort((a, b) => a.first - b.first || b.last - a.last);
	window.line = first;
	editor.keepColumn();
}

/** With 'foldmethod' indent: folds by how far lines are indented. */
export function foldByIndent(editor: Editor): void {
	const { window, buffer } = editor;
	const level = editor.number('foldlevel');
	const width = editor.shiftwidth;
	const folds: Fold[] = [];
	const open: number[] = [];
	let previous = 0;
	for (let line = 0; line <= buffer.lineCount; line++) {
		const blank = line < buffer.lineCount && buffer.line(line).trim() === '';
		const own = line === buffer.lineCount ? 0 : blank ? previous : Math.floor(indentOf(editor, line) / width);
		while (open.length > own) {
			const first = open.pop() as number;
			const depth = open.length;
			if (line - 1 > first || editor.number('foldminlines') === 0)
				folds.push({ first, last: line - 1, closed: depth >= level });
		}
		while (open.length < Math.min(own, editor.number('foldnestmax'))) open.push(line);
		previous = own;
	}
	window.folds = folds.sort((a, b) => a.first - b.first || b.last - a.last);
}

function foldsHere(editor: Editor): Fold[] {
	const folds = Folds.around(editor.window, editor.window.line);
	if (folds.length === 0) throw new VimError('E490: No fold found');
	return folds;
}

/** zo, zc, za, zO, zC, zA, zv, zR, zM, zF, zd, zD, zE, zi, zn, zN. */
export function* foldCommand({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	const { window } = editor;
	switch (key) {
		case 'zo':
		case 'zv':
			for (const fold of Folds.around(window, window.line)) if (fold.closed) fold.closed = false;
			if (key === 'zo') foldsHere(editor);
			break;
		case 'zO':
			for (const fold of foldsHere(editor)) fold.closed = false;
			break;
		case 'zc': {
			const fold = foldsHere(editor).find((each) => !each.closed);
			if (fold !== undefined) fold.closed = true;
			break;
		}
		case 'zC':
			for (const fold of foldsHere(editor)) fold.closed = true;
			break;
		case 'za':
		case 'zA': {
			const folds = foldsHere(editor);
			const closed = folds.some((fold) => fold.closed);
			if (closed) for (const fold of folds) fold.closed = false;
			else for (const fold of key === 'zA' ? folds : folds.slice(0, 1)) fold.closed = true;
			break;
		}
		case 'zR':
		case 'zM':
			for (const fold of window.folds) fold.closed = key === 'zM';
			window.options.set('foldlevel', key === 'zR' ? 20 : 0);
			if (key === 'zM') window.options.set('foldenable', true);
			break;
		case 'zF':
			makeFold(editor, window.line, Math.min(window.line + count - 1, editor.buffer.lastLine));
			break;
		case 'zD': {
			const gone = new Set(foldsHere(editor));
			window.folds = window.folds.filter((fold) => !gone.has(fold));
			break;
		}
		case 'zd': {
			const inner = Folds.closedAt(window, window.line) ?? (foldsHere(editor)[0] as Fold);
			window.folds = window.folds.filter((fold) => fold !== inner);
			break;
		}
		case 'zE':
			window.folds = [];
			break;
		case 'zi':
			window.options.set('foldenable', !editor.flag('foldenable'));
			break;
		default:
			window.options.set('foldenable', key === 'zN');
	}
	return 'once';
}
