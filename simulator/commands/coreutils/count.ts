/** A number with GNU's size suffixes: "10", "2k" (1024), "3MB" (10^6), "1b" (512), "K". Undefined when it is none. */
export function parseCount(text: string): number | undefined {
	const match = /^\+?(\d*)(?:(b)|([kKmMGTPEZY])(iB|[BD])?)?$/.exec(text);
	if (match === null) return undefined;
	const [, digits = '', blocks, letter = '', base = 'iB'] = match;
	if (digits === '' && (text.startsWith('+') || text === '')) return undefined;
	const multiplier = blocks === undefined ? (base === 'iB' ? 1024 : 1000) ** powerOf(letter) : 512;
	return Number(digits || 1) * multiplier;
}

function powerOf(letter: string): number {
	return letter === '' ? 0 : 'KMGTPEZY'.indexOf(letter.toUpperCase()) + 1;
}
