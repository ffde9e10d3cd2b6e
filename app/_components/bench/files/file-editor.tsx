'use client';

import type { EditorView } from '@codemirror/view';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useBenchStore } from '../bench-context.tsx';
import { openCodeEditor } from './code-editor.ts';

interface FileEditorProps {
	readonly host: string;
	readonly path: string;
	readonly content: string | null;
}

/** One file of a host; saving writes it there. */
export function FileEditor({ host, path, content }: FileEditorProps) {
	const t = useTranslations('files');
	const store = useBenchStore();
	const parent = useRef<HTMLDivElement>(null);
	const editor = useRef<EditorView>(undefined);
	const [told, setTold] = useState(content === null ? t('absent') : '');
	const save = (text: string) => {
		store.writeFile(host, path, text);
		setTold(t('saved'));
	};
	const saving = useRef(save);
	saving.current = save;
	// biome-ignore lint/correctness/useExhaustiveDependencies: one editor for each file.
	useEffect(() => {
		if (parent.current === null) return;
		const made = openCodeEditor({
			parent: parent.current,
			content: content ?? '',
			path,
			label: `${host}:${path}`,
			onChange: () => setTold(t('changed')),
			onSave: (text) => saving.current(text),
		});
		editor.current = made;
		return () => made.destroy();
	}, []);
	return (
		<div className="file-editor">
			<div className="editor-bar">
				<code>
					{host}:{path}
				</code>
				<span role="status">{told}</span>
				<button type="button" className="quiet-button" onClick={() => save(editor.current?.state.doc.toString() ?? '')}>
					{t('save')} <kbd>Ctrl S</kbd>
				</button>
			</div>
			<div className="code-editor" ref={parent} />
		</div>
	);
}
