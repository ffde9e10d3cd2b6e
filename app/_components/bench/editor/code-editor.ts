import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { Vim, vim } from '@replit/codemirror-vim';

export interface CodeEditorOptions {
	readonly parent: HTMLElement;
	readonly content: string;
	readonly path: string;
	readonly readOnly: boolean;
	/** "vim" and "vi": vim's keys. Anything else: an editor without modes, with nano's Ctrl-O and Ctrl-X. */
	readonly editor: string;
	readonly label: string;
	readonly onChange: (content: string) => void;
	readonly onSave: (content: string) => void;
	readonly onQuit: (force: boolean) => void;
}

export interface CodeEditor {
	readonly view: EditorView;
	destroy(): void;
}

/** Vim's ex commands are global to the page; each finds the editor it was typed in here. */
const owners = new WeakMap<object, CodeEditorOptions>();

export function openCodeEditor(options: CodeEditorOptions): CodeEditor {
	const isVim = options.editor === 'vim' || options.editor === 'vi' || options.editor === 'view';
	const view = new EditorView({
		parent: options.parent,
		state: EditorState.create({
			doc: options.content,
			extensions: [
				isVim ? vim({ status: true }) : nanoKeys(options),
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
				EditorState.readOnly.of(options.readOnly),
				EditorView.contentAttributes.of({ 'aria-label': options.label }),
				EditorView.updateListener.of(({ docChanged, state }) => {
					if (docChanged) options.onChange(state.doc.toString());
				}),
				keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
			],
		}),
	});
	if (isVim) {
		defineExCommands();
		owners.set(view.dom, options);
	}
	view.focus();
	return { view, destroy: () => view.destroy() };
}

interface VimEditor {
	readonly cm6: EditorView;
}

function defineExCommands(): void {
	const define = (
		name: string,
		short: string,
		run: (options: CodeEditorOptions, view: EditorView, force: boolean) => void,
	) =>
		Vim.defineEx(name, short, (editor: VimEditor, params: { argString?: string }) => {
			const options = owners.get(editor.cm6.dom);
			if (options !== undefined) run(options, editor.cm6, params.argString?.startsWith('!') === true);
		});
	const text = (view: EditorView) => view.state.doc.toString();
	define('write', 'w', (options, view) => options.onSave(text(view)));
	define('quit', 'q', (options, _view, force) => options.onQuit(force));
	for (const [name, short] of [
		['wq', 'wq'],
		['xit', 'x'],
	] as const) {
		define(name, short, (options, view) => {
			options.onSave(text(view));
			options.onQuit(true);
		});
	}
	const saveAndQuit = (editor: VimEditor, save: boolean) => {
		const options = owners.get(editor.cm6.dom);
		if (save) options?.onSave(text(editor.cm6));
		options?.onQuit(true);
	};
	Vim.defineAction('kubedrillSaveAndQuit', (editor: unknown) => saveAndQuit(editor as VimEditor, true));
	Vim.defineAction('kubedrillQuit', (editor: unknown) => saveAndQuit(editor as VimEditor, false));
	Vim.mapCommand('ZZ', 'action', 'kubedrillSaveAndQuit', {}, { context: 'normal' });
	Vim.mapCommand('ZQ', 'action', 'kubedrillQuit', {}, { context: 'normal' });
}

function nanoKeys({ onSave, onQuit }: CodeEditorOptions): Extension {
	const save = (view: EditorView) => {
		onSave(view.state.doc.toString());
		return true;
	};
	const quit = () => {
		onQuit(false);
		return true;
	};
	return keymap.of([
		{ key: 'Ctrl-o', run: save, preventDefault: true },
		{ key: 'Mod-s', run: save, preventDefault: true },
		{ key: 'Ctrl-x', run: quit, preventDefault: true },
	]);
}

const HIGHLIGHT = HighlightStyle.define([
	{ tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
	{ tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
	{ tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
	{ tag: [tags.comment, tags.lineComment], color: 'var(--ink-3)', fontStyle: 'italic' },
	{ tag: [tags.punctuation, tags.separator, tags.meta], color: 'var(--ink-2)' },
]);
