/** Whether a UTF-16 unit is a character: in nearly all texts. */
function isPlain(text: string): boolean {
	return !/[\ud800-\udbff]/.test(text);
}

/** How many characters (code points) a text has. */
export function characterCount(text: string): number {
	if (isPlain(text)) return text.length;
	let count = 0;
	for (let unit = 0; unit < text.length; unit = after(text, unit)) count++;
	return count;
}

/** Where the character behind the one at `unit` begins. */
function after(text: string, unit: number): number {
	return unit + ((text.codePointAt(unit) as number) > 0xffff ? 2 : 1);
}

/** Characters from `from` (included) to `to` (excluded), counted from 0. */
export function sliceCharacters(text: string, from: number, to: number): string {
	if (isPlain(text)) return text.slice(from, to);
	if (from < 0 || to < 0) return [...text].slice(from, to).join('');
	let [unit, start] = [0, text.length];
	for (let at = 0; at < to && unit < text.length; at++) {
		if (at === from) start = unit;
		unit = after(text, unit);
	}
	return text.slice(start, unit);
}
