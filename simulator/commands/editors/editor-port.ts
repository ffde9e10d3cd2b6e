import type { Wait } from '../../machinery/task.ts';

/**
 * Where a full-screen editor shows itself: the site opens one over the terminal that asked. Given to programs as
 * `process.port('editor')`; absent where nobody could look at it (scripts, containers' main processes).
 */
export interface EditorPort {
	open(request: EditorRequest): EditorSession;
}

export interface EditorRequest {
	/** The terminal's device ("/dev/pts/0"), which tells whose screen it is. */
	readonly tty: string;
	/** The name it was called by: "vim", "vi", "view", "nano". */
	readonly editor: string;
	/** As typed. */
	readonly path: string;
	readonly content: string;
	readonly readOnly: boolean;
	/** The line to start on, from 1; undefined: the first. */
	readonly line: number | undefined;
}

export interface EditorSession {
	/** What was asked for since the last call; undefined: nothing yet, wait on `ready`. */
	next(): { readonly action: 'save'; readonly content: string } | { readonly action: 'quit' } | undefined;
	readonly ready: Wait;
	/** The program tells how a save went: written, or why not. */
	saved(problem: string | undefined): void;
	/** Takes the editor off the screen. */
	close(): void;
}
