import { expect, test } from 'vitest';
import { handleKey, type TerminalKey } from '../../app/_components/bench/terminal/terminal-keys.ts';

interface Pressed {
	/** Whether the terminal gets the key. */
	readonly taken: boolean;
	/** Whether the browser is kept from it. */
	readonly prevented: boolean;
	readonly copied: readonly string[];
	readonly typed: readonly string[];
	readonly called: readonly string[];
}

/** "Control+Shift+KeyC" pressed while `selected` is marked. */
function press(keys: string, selected = '', exam = true, type = 'keydown'): Pressed {
	const words = keys.split('+');
	const out = { prevented: false, copied: [] as string[], typed: [] as string[], called: [] as string[] };
	const event: TerminalKey = {
		type,
		code: words.at(-1) as string,
		ctrlKey: words.includes('Control'),
		shiftKey: words.includes('Shift'),
		metaKey: words.includes('Meta'),
		altKey: words.includes('Alt'),
		preventDefault: () => {
			out.prevented = true;
		},
	};
	const taken = handleKey(
		{ hasSelection: () => selected !== '', getSelection: () => selected },
		event,
		{
			onInput: (text) => out.typed.push(text),
			onLeave: () => out.called.push('leave'),
			onFind: () => out.called.push('find'),
			exam,
		},
		{
			writeText: (text) => {
				out.copied.push(text);
				return Promise.resolve();
			},
		},
	);
	return { taken, ...out };
}

const NOTHING = { taken: true, prevented: false, copied: [], typed: [], called: [] };

test('Ctrl-Shift-C and Cmd-Shift-C copy what is marked, and never reach the shell', () => {
	const copied = { ...NOTHING, taken: false, prevented: true, copied: ['kubectl get pods'] };
	expect(press('Control+Shift+KeyC', 'kubectl get pods')).toEqual(copied);
	expect(press('Meta+Shift+KeyC', 'kubectl get pods')).toEqual(copied);
	// Without anything marked the clipboard keeps what it has.
	expect(press('Control+Shift+KeyC')).toEqual({ ...copied, copied: [] });
});

test('Ctrl-Shift-V is left to the browser, which pastes', () => {
	expect(press('Control+Shift+KeyV')).toEqual({ ...NOTHING, taken: false });
});

test('Ctrl-C and Ctrl-V without Shift are the terminal’s', () => {
	expect(press('Control+KeyC', 'marked')).toEqual(NOTHING);
	expect(press('Control+KeyV')).toEqual(NOTHING);
	expect(press('Control+Shift+KeyC', 'marked', true, 'keyup')).toEqual(NOTHING);
});

test('keys that a browser would take, and those that lead out of the terminal', () => {
	expect(press('Control+Alt+KeyW')).toEqual({ ...NOTHING, taken: false, prevented: true, typed: ['\x17'] });
	expect(press('Control+Shift+Escape')).toEqual({ ...NOTHING, taken: false, prevented: true, called: ['leave'] });
	expect(press('Control+Shift+KeyF')).toEqual({ ...NOTHING, taken: false, prevented: true, called: ['find'] });
	expect(press('Insert')).toEqual({ ...NOTHING, taken: false, prevented: true });
	expect(press('Insert', '', false)).toEqual(NOTHING);
});
