import { Unicode11Addon } from '@xterm/addon-unicode11';
import { type ITheme, Terminal } from '@xterm/xterm';
import type { TerminalElement } from '../../../bench/terminal/open-terminal.ts';
import type { ReplayScreen } from './replay-player.ts';

export interface ReplayTerminal extends ReplayScreen {
	setTheme(theme: ITheme): void;
	dispose(): void;
}

/** Makes an xterm in `element` that only shows. This module is loaded late, as the bench's is. */
export async function openReplayTerminal(
	element: HTMLElement,
	theme: ITheme,
	screenReaderMode: boolean,
): Promise<ReplayTerminal> {
	await Promise.allSettled(['12px', '600 12px'].map((face) => document.fonts.load(`${face} "JetBrains Mono"`)));
	const terminal = new Terminal({
		allowProposedApi: true,
		fontFamily: '"JetBrains Mono", "D2Coding", "Noto Sans Mono CJK KR", monospace',
		fontSize: 12,
		fontWeightBold: 600,
		lineHeight: 1.25,
		scrollback: 5_000,
		minimumContrastRatio: 4.5,
		disableStdin: true,
		cursorInactiveStyle: 'block',
		theme,
		screenReaderMode,
	});
	terminal.loadAddon(new Unicode11Addon());
	terminal.unicode.activeVersion = '11';
	terminal.open(element);
	// It takes no input: keyboards and screen readers pass it by.
	if (terminal.textarea !== undefined) Object.assign(terminal.textarea, { disabled: true, ariaHidden: 'true' });
	(element as TerminalElement).kubedrillTerminal = terminal;
	return {
		// In turn with what is written, which xterm does late.
		reset: () => terminal.write('\x1bc'),
		resize: (columns, rows) => {
			if (terminal.cols !== columns || terminal.rows !== rows) terminal.resize(columns, rows);
		},
		write: (data) => terminal.write(data),
		setTheme: (next) => {
			terminal.options.theme = next;
		},
		dispose: () => terminal.dispose(),
	};
}
