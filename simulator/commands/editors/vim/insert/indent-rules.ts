import type { Editor } from '../editor.ts';
import { indentOf } from '../normal/indent.ts';
import { yamlIndent } from '../syntax/yaml-indent.ts';

/** Why a line's indent is asked for: a new line below or above another, its text has changed, or `=`. */
export type IndentReason = 'below' | 'above' | 'typed' | 'operator';

/** Cells of indent that a line gets. @param from the line that it was opened from. */
export function indentFor(editor: Editor, line: number, reason: IndentReason, from = line - 1): number {
	if (editor.flag('paste')) return 0;
	if (editor.text('indentexpr').startsWith('GetYAMLIndent')) return yamlIndent(editor, line);
	const above = previousText(editor, line);
	if (editor.flag('cindent') || reason === 'operator') {
		return braceIndent(editor, line);
	}
	if (!editor.flag('autoindent')) return 0;
	const base = reason === 'above' ? indentOf(editor, from) : indentOf(editor, Math.max(0, from));
	if (!editor.flag('smartindent') || above === undefined) return base;
	const text = editor.buffer.line(from);
	if (reason === 'below' && /\{\s*$/.test(text)) return base + editor.shiftwidth;
	if (reason === 'below' && /^\s*(?:if|else|while|for|do)\b/.test(text)) return base + editor.shiftwidth;
	return base;
}

function previousText(editor: Editor, line: number): number | undefined {
	for (let above = line - 1; above >= 0; above--) if (editor.buffer.line(above).trim() !== '') return above;
	return undefined;
}

/** What `=` does without other rules: by braces, and what goes on after an unfinished line. Models 'cindent' in its simplest cases. */
function braceIndent(editor: Editor, line: number): number {
	const above = previousText(editor, line);
	if (above === undefined) return 0;
	const text = editor.buffer.line(above).trim();
	const own = editor.buffer.line(line).trim();
	let indent = indentOf(editor, above);
	if (/[{(]\s*$/.test(text)) indent += editor.shiftwidth;
	if (/^[})]/.test(own)) indent -= editor.shiftwidth;
	return Math.max(0, indent);
}
