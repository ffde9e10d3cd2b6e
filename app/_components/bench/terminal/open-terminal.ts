import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { type ITheme, Terminal } from '@xterm/xterm';
import type { TerminalSink } from '../bench-store.ts';
import { characterText, type Modifiers, type NamedKey, namedKeyText } from './bar-keys.ts';
import { followComposition } from './composition.ts';
import { StickyModifiers } from './sticky-modifiers.ts';
import type { TerminalKeyOptions } from './terminal-keys.ts';
import { handleKey } from './terminal-keys.ts';

export interface TerminalOptions extends TerminalKeyOptions {
	readonly element: HTMLElement;
	readonly theme: ITheme;
	readonly screenReader: boolean;
	readonly label: string;
	readonly onResize: (columns: number, rows: number) => void;
	/** What the key bar holds for the next key. */
	readonly onHeld: (held: Modifiers) => void;
}

export interface OpenTerminal extends TerminalSink {
	setTheme(theme: ITheme): void;
	setScreenReader(on: boolean): void;
	/** Selects the next place, or the one before; whether there is one. */
	find(text: string, back: boolean): boolean;
	/** A key of the key bar, as if it were the keyboard's. */
	pressKey(key: NamedKey): void;
	pressCharacter(character: string): void;
	/** Ctrl or Alt for the next key, from the bar or from the keyboard; the second time: no more. */
	holdModifier(modifier: keyof Modifiers): void;
	paste(text: string): void;
	dispose(): void;
}

/** Where tests find what a terminal shows: with WebGL it is not in the document. */
export interface TerminalElement extends HTMLElement {
	kubedrillTerminal?: Terminal;
}

/** Makes an xterm in `element`. This module is loaded late: it is larger than the rest of the page. */
export async function openTerminal(options: TerminalOptions): Promise<OpenTerminal> {
	const font = '"JetBrains Mono", "D2Coding", "Noto Sans Mono CJK KR", monospace';
	// xterm measures when it opens: both faces must be there.
	await Promise.allSettled(['14px', '600 14px'].map((face) => document.fonts.load(`${face} "JetBrains Mono"`)));
	const terminal = new Terminal({
		allowProposedApi: true,
		fontFamily: font,
		fontSize: 14,
		fontWeightBold: 600,
		lineHeight: 1.25,
		scrollback: 5_000,
		cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
		minimumContrastRatio: 4.5,
		macOptionIsMeta: true,
		theme: options.theme,
		screenReaderMode: options.screenReader,
	});
	const fit = new FitAddon();
	const search = new SearchAddon();
	terminal.loadAddon(fit);
	terminal.loadAddon(search);
	terminal.loadAddon(new Unicode11Addon());
	terminal.loadAddon(new WebLinksAddon());
	terminal.unicode.activeVersion = '11';
	terminal.open(options.element);
	terminal.textarea?.setAttribute('aria-label', options.label);
	drawWithWebgl(terminal);
	(options.element as TerminalElement).kubedrillTerminal = terminal;
	terminal.attachCustomKeyEventHandler((event) => handleKey(terminal, event, options, navigator.clipboard));
	const sticky = new StickyModifiers(options.onHeld);
	const composition =
		terminal.textarea &&
		followComposition({
			textarea: terminal.textarea,
			isKeyAlone: () => sticky.held.ctrl || sticky.held.alt,
			type: (text) => terminal.input(text),
		});
	// A screen that is drawn again may hold questions to the terminal; they were answered when they came first.
	let redrawing = 0;
	terminal.onData((text) => {
		if (redrawing === 0) options.onInput(sticky.apply(text));
	});
	const press = (text: (held: Modifiers) => string) => {
		composition?.settle();
		terminal.input(text(sticky.take()));
	};
	terminal.onResize(({ cols, rows }) => options.onResize(cols, rows));
	const fitNow = () => {
		if (options.element.offsetWidth > 0 && options.element.offsetHeight > 0) fit.fit();
	};
	fitNow();
	options.onResize(terminal.cols, terminal.rows);
	return {
		write: (data, drawn) => terminal.write(data, drawn),
		screen(data, drawn) {
			redrawing++;
			terminal.reset();
			terminal.write(data, () => {
				redrawing--;
				drawn();
			});
		},
		focus: () => terminal.focus(),
		fit: fitNow,
		setTheme: (theme) => {
			terminal.options.theme = theme;
		},
		setScreenReader: (on) => {
			terminal.options.screenReaderMode = on;
		},
		find: (text, back) => (back ? search.findPrevious(text) : search.findNext(text)),
		pressKey: (key) => press((held) => namedKeyText(key, held, terminal.modes.applicationCursorKeysMode)),
		pressCharacter: (character) => press((held) => characterText(character, held)),
		holdModifier(modifier) {
			composition?.settle();
			sticky.toggle(modifier);
			// The next key is the keyboard's.
			terminal.focus();
		},
		paste(text) {
			composition?.settle();
			sticky.take();
			terminal.paste(text);
		},
		dispose: () => terminal.dispose(),
	};
}

/** Draws with the graphics card where there is a real one; xterm's own renderer is faster than an emulated card. */
function drawWithWebgl(terminal: Terminal): void {
	const probe = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
	const debug = probe?.getExtension('WEBGL_debug_renderer_info');
	const card = debug && probe ? String(probe.getParameter(debug.UNMASKED_RENDERER_WEBGL)) : '';
	probe?.getExtension('WEBGL_lose_context')?.loseContext();
	if (probe === null || /SwiftShader|llvmpipe|Software/i.test(card)) return;
	try {
		const webgl = new WebglAddon();
		webgl.onContextLoss(() => webgl.dispose());
		terminal.loadAddon(webgl);
	} catch {
		// Without it xterm draws with the document.
	}
}
