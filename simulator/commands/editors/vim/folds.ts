import { movedLine } from './text/text-buffer.ts';
import type { Fold, Window } from './window.ts';

/** Folds of a window, made by hand or by indent: sorted, each within or beside the others. */
export const Folds = {
	/** The outermost closed fold that holds a line. */
	closedAt(window: Window, line: number): Fold | undefined {
		if (window.folds.length === 0 || window.options.get('foldenable') === false) return undefined;
		let outer: Fold | undefined;
		for (const fold of window.folds) {
			if (!fold.closed || line < fold.first || line > fold.last) continue;
			// 'foldminlines' is 1: a single line is never shown closed.
			if (fold.first === fold.last) continue;
			if (outer === undefined || fold.last - fold.first > outer.last - outer.first) outer = fold;
		}
		return outer;
	},

	/** All that hold a line, the innermost first. */
	around(window: Window, line: number): Fold[] {
		return window.folds
			.filter((fold) => line >= fold.first && line <= fold.last)
			.sort((a, b) => a.last - a.first - (b.last - b.first));
	},

	/** Opens all that hold a line. */
	openAt(window: Window, line: number): void {
		for (const fold of Folds.around(window, line)) fold.closed = false;
	},

	/** Follows lines that came or went. */
	move(window: Window, at: number, removed: number, added: number): void {
		if (window.folds.length === 0) return;
		window.folds = window.folds.flatMap((fold) => {
			const first = movedLine(fold.first, at, removed, added) ?? at;
			const last = movedLine(fold.last, at, removed, added) ?? at - 1;
			return last < first ? [] : [{ first, last, closed: fold.closed }];
		});
	},
};
