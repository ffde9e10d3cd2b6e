import { decodeUtf8, wholeCharacters } from '../../../../machinery/utf8.ts';
import type { Key } from './key-names.ts';

/** Bytes of a terminal as keys. Models xterm's key sequences. */
export class KeyDecoder {
	#bytes = new Uint8Array(0);

	/** What can be told by now. A lone escape at the end of what has come is the Escape key. */
	feed(bytes: Uint8Array): Key[] {
		const all = new Uint8Array(this.#bytes.length + bytes.length);
		all.set(this.#bytes);
		all.set(bytes, this.#bytes.length);
		const whole = wholeCharacters(all);
		this.#bytes = all.slice(whole);
		const text = decodeUtf8(all.subarray(0, whole));
		const keys: Key[] = [];
		for (let at = 0; at < text.length; ) {
			const sequence = text[at] === '\x1b' ? SEQUENCE.exec(text.slice(at, at + 40)) : null;
			const key = sequence === null ? undefined : namedSequence(sequence[0]);
			if (sequence !== null && key !== undefined) {
				keys.push(key);
				at += sequence[0].length;
				continue;
			}
			const char = String.fromCodePoint(text.codePointAt(at) as number);
			keys.push(char === '\x7f' ? '<BS>' : char);
			at += char.length;
		}
		return keys;
	}
}

const SEQUENCE = /^\x1b(?:\[<\d+;\d+;\d+[mM]|\[[0-9;]*[A-Za-z~^$]|O[A-Za-z0-9]?[A-Za-z])/;

const FINALS: Readonly<Record<string, string>> = {
	A: 'Up',
	B: 'Down',
	C: 'Right',
	D: 'Left',
	H: 'Home',
	F: 'End',
	P: 'F1',
	Q: 'F2',
	R: 'F3',
	S: 'F4',
	Z: 'S-Tab',
	M: 'Enter',
};

const TILDES: Readonly<Record<string, string>> = {
	1: 'Home',
	2: 'Insert',
	3: 'Del',
	4: 'End',
	5: 'PageUp',
	6: 'PageDown',
	7: 'Home',
	8: 'End',
	11: 'F1',
	12: 'F2',
	13: 'F3',
	14: 'F4',
	15: 'F5',
	17: 'F6',
	18: 'F7',
	19: 'F8',
	20: 'F9',
	21: 'F10',
	23: 'F11',
	24: 'F12',
	200: 'PasteStart',
	201: 'PasteEnd',
};

const MODIFIERS = ['', '', 'S-', 'M-', 'M-S-', 'C-', 'C-S-', 'C-M-', 'C-M-S-'];

/** The key's name; '<Ignore>' for reports and focus changes. */
function namedSequence(sequence: string): Key | undefined {
	const mouse = /^\x1b\[<(\d+);(\d+);(\d+)([mM])$/.exec(sequence);
	if (mouse !== null) return `<Mouse ${mouse[1]} ${mouse[2]} ${mouse[3]} ${mouse[4]}>`;
	const final = sequence.at(-1) as string;
	const parameters = sequence.slice(2, -1).split(';');
	const base = final === '~' ? TILDES[parameters[0] as string] : FINALS[final];
	if (sequence[1] === 'O') return base === undefined ? undefined : base === 'Enter' ? '\r' : `<${base}>`;
	if (final === 'I' || final === 'O' || final === 'c' || final === 'n' || (final === 'R' && parameters.length > 1)) {
		return '<Ignore>';
	}
	if (base === undefined) return undefined;
	const modifier = MODIFIERS[Number(parameters[1] ?? 1)] ?? '';
	return `<${modifier}${base}>`;
}
