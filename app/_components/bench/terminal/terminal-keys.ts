import type { Terminal } from '@xterm/xterm';

/** What of a key's event counts. */
export type TerminalKey = Pick<
	KeyboardEvent,
	'type' | 'code' | 'ctrlKey' | 'shiftKey' | 'metaKey' | 'altKey' | 'preventDefault'
>;

export interface TerminalKeyOptions {
	readonly onInput: (text: string) => void;
	/** Ctrl-Shift-Escape: the focus goes back to the page. */
	readonly onLeave: () => void;
	/** Ctrl-Shift-F. */
	readonly onFind: () => void;
	/** The Insert key does nothing. */
	readonly exam: boolean;
}

/** True: xterm takes the key. */
export function handleKey(
	terminal: Pick<Terminal, 'hasSelection' | 'getSelection'>,
	event: TerminalKey,
	options: TerminalKeyOptions,
	clipboard: Pick<Clipboard, 'writeText'> | undefined,
): boolean {
	const { onLeave, onFind } = options;
	if (options.exam && event.code === 'Insert') {
		event.preventDefault();
		return false;
	}
	// Ctrl-W belongs to the browser, which closes the tab.
	if (event.code === 'KeyW' && event.ctrlKey && event.altKey) {
		event.preventDefault();
		if (event.type === 'keydown') options.onInput('\x17');
		return false;
	}
	if (event.type !== 'keydown' || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return true;
	switch (event.code) {
		case 'Escape':
			event.preventDefault();
			onLeave();
			return false;
		case 'KeyC':
			event.preventDefault();
			if (terminal.hasSelection()) void clipboard?.writeText(terminal.getSelection());
			return false;
		case 'KeyV':
			// The browser pastes into xterm's text area, and xterm takes it from there.
			return false;
		case 'KeyF':
			event.preventDefault();
			onFind();
			return false;
		default:
			return true;
	}
}
