'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { EditorDialog } from '../../../../simulator/sandbox/world-api.ts';
import { useBenchStore } from '../bench-context.tsx';
import { type CodeEditor, openCodeEditor } from './code-editor.ts';
import { draftOf, forgetDraft, keepDraft } from './draft.ts';

/** An editor over the terminal, as vim, vi or nano would be in it. What is typed survives a reload of the page. */
export function EditorDialogView({ dialog }: { readonly dialog: EditorDialog }) {
	const t = useTranslations('editor');
	const store = useBenchStore();
	const parent = useRef<HTMLDivElement>(null);
	const editor = useRef<CodeEditor>(undefined);
	const saved = useRef(dialog.content);
	const [told, setTold] = useState('');
	const { id, path, readOnly } = dialog;

	const save = (content: string) => {
		if (readOnly) return setTold(t('readOnly'));
		saved.current = content;
		store.saveDialog(id, content);
		forgetDraft(id);
		setTold(t('saved', { path }));
	};
	const quit = (force: boolean) => {
		const content = editor.current?.view.state.doc.toString();
		if (!force && content !== saved.current) return setTold(t('unsaved'));
		forgetDraft(id);
		store.quitDialog(id);
		store.focusTerminal();
	};
	const actions = useRef({ save, quit });
	actions.current = { save, quit };

	// biome-ignore lint/correctness/useExhaustiveDependencies: one editor for each dialog.
	useEffect(() => {
		if (parent.current === null) return;
		const made = openCodeEditor({
			parent: parent.current,
			content: draftOf(id) ?? dialog.content,
			path,
			readOnly,
			editor: dialog.editor,
			label: t('label', { path }),
			onChange: (content) => keepDraft(id, content),
			onSave: (content) => actions.current.save(content),
			onQuit: (force) => actions.current.quit(force),
		});
		editor.current = made;
		return () => made.destroy();
	}, [id]);

	const current = () => editor.current?.view.state.doc.toString() ?? '';
	const isVim = dialog.editor !== 'nano';
	return (
		<div className="editor-dialog" role="dialog" aria-label={t('title', { editor: dialog.editor, path })}>
			<div className="editor-bar">
				<code>{path}</code>
				<span role="status">{told}</span>
				<button type="button" className="quiet-button" onClick={() => save(current())} disabled={readOnly}>
					{t('save')} <kbd>{isVim ? ':w' : 'Ctrl-O'}</kbd>
				</button>
				<button type="button" className="quiet-button" onClick={() => quit(told === t('unsaved'))}>
					{told === t('unsaved') ? t('discard') : t('quit')} <kbd>{isVim ? ':q' : 'Ctrl-X'}</kbd>
				</button>
			</div>
			<div className="code-editor" ref={parent} data-editor={dialog.editor} />
		</div>
	);
}
