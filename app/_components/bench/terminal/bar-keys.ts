/** The keys of the bar above a touch keyboard that are not a character. */
export type NamedKey = 'Escape' | 'Tab' | 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** What holds for the next key. */
export interface Modifiers {
	readonly ctrl: boolean;
	readonly alt: boolean;
}

export const NO_MODIFIERS: Modifiers = { ctrl: false, alt: false };

const FINAL_BYTES = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D' } as const;

/** The letters where a Korean keyboard (두벌식) has these jamo: the key that carries ㅊ is C, and with Ctrl it is Ctrl+C. */
const JAMO = 'ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ';

/** What Ctrl makes of digits and of the signs outside the letters' column of ASCII, as xterm has it. */
const CONTROLS: Readonly<Record<string, string>> = {
	' ': '\0',
	'2': '\0',
	'3': '\x1b',
	'4': '\x1c',
	'5': '\x1d',
	'6': '\x1e',
	'7': '\x1f',
	'8': '\x7f',
	'/': '\x1f',
	'-': '\x1f',
	'?': '\x7f',
	'|': '\x1c',
	'~': '\x1e',
	'`': '\0',
};

/**
 * The bytes that a terminal sends for a key.
 *
 * @param applicationCursor DECCKM: vim and less set it, and arrows without a modifier then come as SS3.
 *
 * Models xterm's ctlseqs, "PC-Style Function Keys".
 */
export function namedKeyText(key: NamedKey, { ctrl, alt }: Modifiers, applicationCursor: boolean): string {
	if (key === 'Escape') return alt ? '\x1b\x1b' : '\x1b';
	if (key === 'Tab') return alt ? '\x1b\t' : '\t';
	const last = FINAL_BYTES[key];
	if (ctrl || alt) return `\x1b[1;${1 + (alt ? 2 : 0) + (ctrl ? 4 : 0)}${last}`;
	return applicationCursor ? `\x1bO${last}` : `\x1b[${last}`;
}

/** The bytes of a character's key. With Ctrl a character that has no control code stays what it is. */
export function characterText(character: string, { ctrl, alt }: Modifiers): string {
	return (alt ? '\x1b' : '') + (ctrl ? controlOf(character) : character);
}

function controlOf(character: string): string {
	const place = JAMO.indexOf(character);
	const key = place === -1 ? character : String.fromCharCode(0x61 + place);
	if (/^[@-_a-z]$/.test(key)) return String.fromCharCode(key.charCodeAt(0) & 0x1f);
	return CONTROLS[key] ?? key;
}
