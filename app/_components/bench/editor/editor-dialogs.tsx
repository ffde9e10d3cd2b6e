'use client';

import { lazy, Suspense } from 'react';
import { useBench } from '../bench-context.tsx';

/** CodeMirror is loaded when the first editor opens. */
const EditorDialogView = lazy(async () => ({ default: (await import('./editor-dialog-view.tsx')).EditorDialogView }));

/** The editors that programs have asked for, each over the terminal of its program. */
export function EditorDialogs() {
	const dialogs = useBench((state) => state.dialogs);
	const active = useBench((state) => state.activeTerminal);
	return dialogs.map((dialog) => (
		<div key={dialog.id} className="editor-layer" hidden={dialog.terminal !== active}>
			<Suspense>
				<EditorDialogView dialog={dialog} />
			</Suspense>
		</div>
	));
}
