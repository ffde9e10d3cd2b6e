import type { TextWalker } from '../text/text-walker.ts';

/** `w`; false when there was nowhere to go. @param operator one waits: the last word's line is not left. Models textobject.c fwd_word. */
export function wordForward(at: TextWalker, count: number, operator: boolean): boolean {
	for (let left = count; left > 0; left--) {
		const stops = operator && left === 1;
		const { kind, onLastLine } = at;
		const first = at.forward();
		if (first === 'none' || (first !== 'within' && onLastLine)) return false;
		if (first !== 'within' && stops) return true;
		if (kind !== 0) {
			while (at.kind === kind) {
				const step = at.forward();
				if (step === 'none' || (step !== 'within' && stops)) return true;
			}
		}
		while (at.kind === 0 && !at.onEmptyLine) {
			const step = at.forward();
			if (step === 'none' || (step !== 'within' && (onLastLine || (stops && kind !== 0)))) return true;
		}
	}
	return true;
}

/** `e`. @param stop a count of one does not leave the word (cw). @param empty stops at empty lines. Models textobject.c end_word. */
export function wordEnd(at: TextWalker, count: number, stop: boolean, empty: boolean): boolean {
	for (let left = count; left > 0; left--) {
		const { kind } = at;
		if (at.forward() === 'none') return false;
		if (at.kind === kind && kind !== 0) {
			if (!at.skip(kind, true)) return false;
		} else if (!stop || left < count || kind === 0) {
			const reached = skipBlanks(at, empty);
			if (reached === 'end') return false;
			if (reached === 'empty') continue;
			if (!at.skip(at.kind, true)) return false;
		}
		at.backward();
	}
	return true;
}

function skipBlanks(at: TextWalker, empty: boolean): 'word' | 'empty' | 'end' {
	while (at.kind === 0) {
		if (empty && at.onEmptyLine) return 'empty';
		if (at.forward() === 'none') return 'end';
	}
	return 'word';
}

/** `b`. Models textobject.c bck_word. */
export function wordBackward(at: TextWalker, count: number, stop: boolean): boolean {
	for (let left = count; left > 0; left--) {
		const { kind } = at;
		if (at.backward() === 'none') return false;
		if (!stop || left < count || kind === at.kind || kind === 0) {
			let empty = false;
			while (at.kind === 0) {
				empty = at.onEmptyLine;
				if (empty) break;
				if (at.backward() === 'none') return true;
			}
			if (empty) continue;
			if (!at.skip(at.kind, false)) return true;
		}
		at.forward();
	}
	return true;
}

/** `ge`. @param stops at the end of a line. Models textobject.c bckend_word. */
export function wordEndBackward(at: TextWalker, count: number, stops: boolean): boolean {
	for (let left = count; left > 0; left--) {
		const { kind } = at;
		const first = at.backward();
		if (first === 'none') return false;
		if (stops && first === 'line') return true;
		if (kind !== 0) {
			while (at.kind === kind) {
				const step = at.backward();
				if (step === 'none' || (stops && step === 'line')) return true;
			}
		}
		while (at.kind === 0 && !at.onEmptyLine) {
			const step = at.backward();
			if (step === 'none' || (stops && step === 'line')) return true;
		}
	}
	return true;
}
