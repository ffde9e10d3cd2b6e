import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Key } from '../keys/key-names.ts';

/** What stands behind Ctrl-V: a key as it is, or a character by its number. */
export function* readLiteral(editor: Editor): Task<Key> {
	const { keys } = editor;
	const first = yield* keys.next(undefined);
	const bases: Readonly<Record<string, readonly [RegExp, number, number]>> = {
		x: [/[0-9a-fA-F]/, 2, 16],
		X: [/[0-9a-fA-F]/, 2, 16],
		u: [/[0-9a-fA-F]/, 4, 16],
		U: [/[0-9a-fA-F]/, 8, 16],
		o: [/[0-7]/, 3, 8],
	};
	const base = bases[first];
	const decimal = /^\d$/.test(first);
	if (base === undefined && !decimal) return first === '\r' ? '\r' : first;
	const [digit, max, radix] = base ?? [/\d/, 3, 10];
	let digits = decimal ? first : '';
	while (digits.length < max) {
		const next = yield* keys.next(undefined);
		if (!digit.test(next) || next.length > 1) {
			keys.putBack(next, keys.lastTyped);
			break;
		}
		digits += next;
	}
	if (digits === '') return first;
	const code = Math.min(Number.parseInt(digits, radix), 0x10ffff);
	return code === 10 ? '\0' : String.fromCodePoint(code);
}
