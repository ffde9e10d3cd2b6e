/** A place in a buffer: line from 0, offset in UTF-16 units from 0. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** What was selected in Visual mode, its ends as they were set. */
export interface SelectedArea {
	readonly mode: 'v' | 'V' | '\x16';
	readonly start: Position;
	readonly end: Position;
	readonly toEnd: boolean;
}

export function before(a: Position, b: Position): boolean {
	return a.line < b.line || (a.line === b.line && a.column < b.column);
}

export function samePosition(a: Position, b: Position): boolean {
	return a.line === b.line && a.column === b.column;
}

export function inOrder(a: Position, b: Position): readonly [Position, Position] {
	return before(b, a) ? [b, a] : [a, b];
}
