import { expect, test } from 'vitest';
import { characterText, type NamedKey, namedKeyText } from '../../app/_components/bench/terminal/bar-keys.ts';
import { StickyModifiers } from '../../app/_components/bench/terminal/sticky-modifiers.ts';

const PLAIN = { ctrl: false, alt: false };
const CTRL = { ctrl: true, alt: false };
const ALT = { ctrl: false, alt: true };
const BOTH = { ctrl: true, alt: true };

/** What xterm sends for these keys of a real keyboard: plain, in application cursor mode, with Ctrl, Alt, and both. */
test.each<[NamedKey, string, string, string, string, string]>([
	['Escape', '\x1b', '\x1b', '\x1b', '\x1b\x1b', '\x1b\x1b'],
	['Tab', '\t', '\t', '\t', '\x1b\t', '\x1b\t'],
	['ArrowUp', '\x1b[A', '\x1bOA', '\x1b[1;5A', '\x1b[1;3A', '\x1b[1;7A'],
	['ArrowDown', '\x1b[B', '\x1bOB', '\x1b[1;5B', '\x1b[1;3B', '\x1b[1;7B'],
	['ArrowRight', '\x1b[C', '\x1bOC', '\x1b[1;5C', '\x1b[1;3C', '\x1b[1;7C'],
	['ArrowLeft', '\x1b[D', '\x1bOD', '\x1b[1;5D', '\x1b[1;3D', '\x1b[1;7D'],
])('%s', (key, plain, application, ctrl, alt, both) => {
	expect(namedKeyText(key, PLAIN, false)).toBe(plain);
	expect(namedKeyText(key, PLAIN, true)).toBe(application);
	for (const mode of [false, true]) {
		expect(namedKeyText(key, CTRL, mode)).toBe(ctrl);
		expect(namedKeyText(key, ALT, mode)).toBe(alt);
		expect(namedKeyText(key, BOTH, mode)).toBe(both);
	}
});

test('Ctrl makes the control codes of ASCII, on a Korean keyboard too', () => {
	const codes = (characters: string) => [...characters].map((each) => characterText(each, CTRL).codePointAt(0));
	const alphabet = Array.from({ length: 26 }, (_, at) => at + 1);
	expect(codes('abcdefghijklmnopqrstuvwxyz')).toEqual(alphabet);
	expect(codes('ABCDEFGHIJKLMNOPQRSTUVWXYZ')).toEqual(alphabet);
	expect(codes('ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ')).toEqual(alphabet);
	expect(codes('@[\\]^_')).toEqual([0, 27, 28, 29, 30, 31]);
	expect(codes(' 2345678/-?|~`')).toEqual([0, 0, 27, 28, 29, 30, 31, 127, 31, 31, 127, 28, 30, 0]);
	expect(codes('1.가')).toEqual([0x31, 0x2e, 0xac00]);
	expect(characterText('.', ALT)).toBe('\x1b.');
	expect(characterText('c', BOTH)).toBe('\x1b\x03');
	expect(characterText('|', PLAIN)).toBe('|');
});

test('Ctrl holds for one key, and until then', () => {
	const seen: string[] = [];
	const sticky = new StickyModifiers(({ ctrl, alt }) => seen.push(`${ctrl ? 'ctrl' : ''}${alt ? 'alt' : ''}`));
	expect(sticky.apply('c')).toBe('c');
	sticky.toggle('ctrl');
	// Answers of the terminal's are no keys: a report of the cursor, of what kind of terminal it is, of the focus.
	for (const answer of ['\x1b[3;1R', '\x1b[?1;2c', '\x1b[I']) expect(sticky.apply(answer)).toBe(answer);
	expect([sticky.apply('c'), sticky.apply('c')]).toEqual(['\x03', 'c']);
	sticky.toggle('ctrl');
	sticky.toggle('ctrl');
	expect(sticky.apply('c')).toBe('c');
	sticky.toggle('alt');
	expect([sticky.apply('\r'), sticky.apply('\r')]).toEqual(['\x1b\r', '\r']);
	sticky.toggle('ctrl');
	expect([sticky.apply('several letters'), sticky.apply('c')]).toEqual(['several letters', 'c']);
	sticky.toggle('ctrl');
	sticky.toggle('alt');
	expect([sticky.take(), sticky.take()]).toEqual([BOTH, PLAIN]);
	expect(seen).toEqual(['ctrl', '', 'ctrl', '', 'alt', '', 'ctrl', '', 'ctrl', 'ctrlalt', '']);
});
