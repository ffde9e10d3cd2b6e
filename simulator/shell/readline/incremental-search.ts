import type { Task } from '../../machinery/task.ts';
import type { LineEditor } from './line-editor.ts';

interface Found {
	readonly number: number;
	readonly offset: number;
}

/** C-r and C-s: searches the history as the text is typed. Ends with any key that means something else. */
export function* incrementalSearch(editor: LineEditor, start: -1 | 1): Task<void> {
	const { buffer } = editor;
	const original = { prompt: editor.prompt, number: editor.walk.number, text: buffer.text, cursor: buffer.cursor };
	// The line that is being typed is looked through as well.
	editor.walk.go(original.number, original.text);
	let direction = start;
	let text = '';
	let failed = false;
	let found: Found = { number: original.number, offset: buffer.cursor };
	const trail: { readonly text: string; readonly found: Found }[] = [];
	const look = (from: Found, step: boolean): void => {
		const offset = step ? from.offset + direction : from.offset;
		const next = text === '' ? from : editor.walk.search(text, from.number, direction, offset);
		failed = next === undefined;
		if (next !== undefined) found = next;
		show(editor, found);
		const { cursor } = buffer;
		editor.standOut(cursor, failed ? cursor : cursor + [...text].length);
	};
	for (;;) {
		const head = `${failed ? 'failed ' : ''}${direction < 0 ? 'reverse-' : ''}i-search`;
		editor.prompt = `(${head})\`${text}': `;
		yield* editor.redraw();
		const key = yield* editor.nextKey();
		if (key === undefined) continue;
		if (key.name === 'C-r' || key.name === 'C-s') {
			direction = key.name === 'C-r' ? -1 : 1;
			if (text === '') text = editor.lastSearch;
			trail.push({ text, found });
			look(found, true);
			if (failed) yield* editor.bell();
		} else if (key.name === 'C-?' || key.name === 'C-h') {
			const before = trail.pop();
			if (before === undefined) yield* editor.bell();
			else {
				// The line that was found stays as long as it fits.
				text = before.text;
				look(failed ? before.found : found, false);
			}
		} else if (key.name === 'C-g') {
			editor.walk.go(original.number, buffer.text);
			buffer.load(original.text, original.cursor);
			break;
		} else if (key.text !== '' && key.name === key.text) {
			trail.push({ text, found });
			text += key.text;
			look(found, false);
			if (failed) yield* editor.bell();
		} else {
			if (key.name !== 'M-Escape') editor.keys.pushBack(key);
			break;
		}
	}
	editor.region = undefined;
	if (text !== '') editor.lastSearch = text;
	editor.prompt = original.prompt;
}

function show(editor: LineEditor, found: Found): void {
	const line = editor.walk.go(found.number, editor.walk.lineAt(editor.walk.number) ?? '');
	if (line !== undefined) editor.buffer.load(line, [...line.slice(0, found.offset)].length);
}
