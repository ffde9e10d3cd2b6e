const LETTERS: { readonly [letter: string]: string } = {
	a: '\x07',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
};

const BASES = [
	[/^d(\d{1,3})/, 10],
	[/^o([0-7]{1,3})/, 8],
	[/^x([0-9A-Fa-f]{1,2})/, 16],
] as const;

/** The character that GNU sed's escape behind a backslash stands for, and the letters that say it. */
export function sedEscape(
	text: string,
	at: number,
): { readonly character: string; readonly length: number } | undefined {
	const letter = text[at] as string;
	const character = LETTERS[letter];
	if (character !== undefined) return { character, length: 1 };
	if (letter === 'c' && at + 1 < text.length) {
		const control = (text[at + 1] as string).toUpperCase().charCodeAt(0) ^ 0x40;
		return { character: String.fromCharCode(control), length: 2 };
	}
	for (const [form, base] of BASES) {
		const digits = form.exec(text.slice(at, at + 4));
		if (digits === null) continue;
		return {
			character: String.fromCharCode(Number.parseInt(digits[1] as string, base) & 0xff),
			length: digits[0].length,
		};
	}
	return undefined;
}
