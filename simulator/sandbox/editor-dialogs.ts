import type { EditorPort, EditorRequest, EditorSession } from '../commands/editors/editor-port.ts';
import type { EventLoop } from '../machinery/event-loop.ts';
import { Signal } from '../machinery/task.ts';
import type { EditorDialog, WorldEvent } from './world-api.ts';

interface Open {
	readonly dialog: EditorDialog;
	readonly actions: ({ readonly action: 'save'; readonly content: string } | { readonly action: 'quit' })[];
	readonly changed: Signal;
}

/** The editors that programs have opened over terminals. What the site does in them comes in through the journal. */
export class EditorDialogs {
	readonly #loop: EventLoop;
	readonly #emit: (event: WorldEvent) => void;
	readonly #open = new Map<string, Open>();
	#next = 1;

	constructor(loop: EventLoop, emit: (event: WorldEvent) => void) {
		this.#loop = loop;
		this.#emit = emit;
	}

	list(): readonly EditorDialog[] {
		return [...this.#open.values()].map((each) => each.dialog);
	}

	/** The port for programs of one terminal. */
	portFor(terminal: string): EditorPort {
		return { open: (request) => this.#start(terminal, request) };
	}

	/** What the site did. Unknown dialogs (closed meanwhile) are ignored. */
	act(id: string, action: 'save' | 'quit', content: string | undefined): void {
		const open = this.#open.get(id);
		if (open === undefined) return;
		if (action === 'save') {
			const text = content ?? '';
			this.#open.set(id, { ...open, dialog: { ...open.dialog, content: text } });
			open.actions.push({ action, content: text });
		} else open.actions.push({ action });
		open.changed.wakeAll();
	}

	/** The terminal has gone, and its editors with it. */
	closeAll(terminal: string): void {
		for (const [id, { dialog }] of this.#open) if (dialog.terminal === terminal) this.#close(id);
	}

	#start(terminal: string, request: EditorRequest): EditorSession {
		const id = `editor-${this.#next++}`;
		const { editor, path, content, readOnly } = request;
		const dialog: EditorDialog = { id, terminal, editor, path, content, readOnly };
		const open: Open = { dialog, actions: [], changed: new Signal(this.#loop.post) };
		this.#open.set(id, open);
		this.#emit({ kind: 'editor-open', dialog });
		return {
			next: () => open.actions.shift(),
			ready: open.changed,
			saved: () => undefined,
			close: () => this.#close(id),
		};
	}

	#close(id: string): void {
		if (this.#open.delete(id)) this.#emit({ kind: 'editor-close', dialog: id });
	}
}
