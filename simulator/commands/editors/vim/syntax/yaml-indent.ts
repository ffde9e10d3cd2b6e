import type { Editor } from '../editor.ts';
import { indentOf } from '../normal/indent.ts';

/** The last line before one that is not empty; −1: there is none. */
function nonBlankBefore(editor: Editor, line: number): number {
	let above = line - 1;
	while (above >= 0 && editor.buffer.line(above).trim() === '') above--;
	return above;
}

const isComment = (text: string): boolean => /^\s*#/.test(text);
/** A key with its colon, plain or quoted. */
const KEY = /^\s*(?!#)(?=\S)(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|(?:(?!: ).)*?):(?: |$)/;
const LIST = /^\s*-(?: |$)/;

/** The nearest line above that is indented less than `indent` and passes; −1: none. */
function lessIndented(editor: Editor, line: number, indent: number, wanted: RegExp | undefined): number {
	let limit = indent;
	for (let above = nonBlankBefore(editor, line); above >= 0; above = nonBlankBefore(editor, above)) {
		const text = editor.buffer.line(above);
		const own = indentOf(editor, above);
		if (own >= limit && !isComment(text)) continue;
		if (wanted === undefined || wanted.test(text)) return above;
		limit = own;
	}
	return -1;
}

/** Where a line of YAML begins. Models vim's runtime indent/yaml.vim GetYAMLIndent. */
export function yamlIndent(editor: Editor, line: number): number {
	const above = nonBlankBefore(editor, line);
	if (line === 0 || above < 0) return 0;
	const own = editor.buffer.line(line);
	if (isComment(own) && isComment(editor.buffer.line(line - 1))) return indentOf(editor, above);
	if (/^\s*[\]}]/.test(own)) {
		const opener = lessIndented(editor, line, indentOf(editor, line), undefined);
		return opener < 0 ? 0 : indentOf(editor, opener);
	}
	let last = above;
	while (isComment(editor.buffer.line(last))) {
		last = nonBlankBefore(editor, last);
		if (last < 0) return indentOf(editor, above);
	}
	return afterText(editor, line, own, last);
}

function afterText(editor: Editor, line: number, own: string, last: number): number {
	const text = editor.buffer.line(last);
	const indent = indentOf(editor, last);
	if (/[{[:]$/.test(text) || /[:-] [|>][+-]?(?:\s+#.*|\s*)$/.test(text)) return indent + editor.shiftwidth;
	const indicator = /[:-] [|>](?:(\d+)[+-]?|[+-]?(\d+))(?:#.*|\s*)$/.exec(text);
	if (indicator !== null) return indent + Number(indicator[1] ?? indicator[2]);
	if (/"(?:[^"\\]|\\.)*\\$/.test(text)) return text.indexOf('"') + 1;
	const limit = indentOf(editor, line) + 1;
	if (LIST.test(own)) {
		const list = lessIndented(editor, line, limit, LIST);
		return list < 0 ? -1 : indentOf(editor, list);
	}
	if (KEY.test(own)) {
		const key = lessIndented(editor, line, limit, KEY);
		if (key < 0) return -1;
		return indentOf(editor, key) + (/^\s*- /.test(editor.buffer.line(key)) ? 2 : 0);
	}
	if (/^\s*- /.test(text)) return indent + 2;
	// The rule means values that go on below, but any value passes it.
	return KEY.test(text) ? indent + editor.shiftwidth : indent;
}
