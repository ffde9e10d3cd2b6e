import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export interface CodeEditorOptions {
	readonly parent: HTMLElement;
	readonly content: string;
	readonly path: string;
	readonly label: string;
	readonly onChange: () => void;
	readonly onSave: (content: string) => void;
}

/** An editor without modes, for whoever wants none of vim's or nano's; Ctrl-S saves. */
export function openCodeEditor(options: CodeEditorOptions): EditorView {
	const save = (view: EditorView) => {
		options.onSave(view.state.doc.toString());
		return true;
	};
	const view = new EditorView({
		parent: options.parent,
		state: EditorState.create({
			doc: options.content,
			extensions: [
				keymap.of([{ key: 'Mod-s', run: save, preventDefault: true }]),
				lineNumbers(),
				history(),
				drawSelection(),
				highlightActiveLine(),
				highlightSelectionMatches(),
				bracketMatching(),
				indentOnInput(),
				indentUnit.of('  '),
				EditorState.tabSize.of(8),
				/\.(ya?ml|json)$/.test(options.path) ? yaml() : [],
				syntaxHighlighting(HIGHLIGHT),
				EditorView.contentAttributes.of({ 'aria-label': options.label }),
				EditorView.updateListener.of(({ docChanged }) => {
					if (docChanged) options.onChange();
				}),
				keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
			],
		}),
	});
	view.focus();
	return view;
}

const HIGHLIGHT = HighlightStyle.define([
	{ tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
	{ tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
	{ tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
	{ tag: [tags.comment, tags.lineComment], color: 'var(--ink-3)', fontStyle: 'italic' },
	{ tag: [tags.punctuation, tags.separator, tags.meta], color: 'var(--ink-2)' },
]);
