import { Unicode11Addon } from '@xterm/addon-unicode11';
import type { IUnicodeVersionProvider, Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { characterWidth } from '../../simulator/shell/readline/character-width.ts';

/** What the browser's terminal takes a character for. */
function browserWidths(): (code: number) => number {
	const found: IUnicodeVersionProvider[] = [];
	const unicode = { register: (provider: IUnicodeVersionProvider) => found.push(provider) };
	new Unicode11Addon().activate({ unicode } as unknown as Terminal);
	const [provider] = found;
	return (code) => provider?.wcwidth(code) ?? -1;
}

/** Where a line breaks and the cursor stands is decided on both sides: they must agree about what a course may hold. */
const RANGES: readonly (readonly [string, number, number])[] = [
	['Latin', 0x20, 0x7e],
	['Latin with accents, Greek, Cyrillic', 0xa0, 0x482],
	['Hangul jamo', 0x1100, 0x11ff],
	['punctuation, arrows, signs, box drawing', 0x2010, 0x2bff],
	['CJK symbols', 0x3000, 0x303e],
	['kana', 0x3041, 0x3096],
	['kana with marks', 0x3099, 0x30ff],
	['Hangul compatibility jamo', 0x3131, 0x318e],
	['Chinese', 0x3400, 0x9fff],
	['Hangul jamo extended', 0xa960, 0xa97c],
	['Hangul syllables', 0xac00, 0xd7a3],
	['full width forms', 0xff01, 0xffe6],
	['faces', 0x1f600, 0x1f64f],
];

test.each(RANGES)('%s are as wide in the shell as in the browser', (_name, first, last) => {
	const browser = browserWidths();
	const differing: string[] = [];
	for (let code = first; code <= last; code++) {
		const [there, here] = [browser(code), characterWidth(String.fromCodePoint(code))];
		if (there !== here) differing.push(`${code.toString(16)}: ${there} in the browser, ${here} in the shell`);
	}
	expect(differing).toEqual([]);
});
