/** Whether a UTF-16 unit is a character: in nearly all texts. */
function isPlain(text: string): boolean {
	return !/[\ud800-\udbff]/.test(text);
}

/** How many characters (code points) a text has. */
export function characterCount(text: string): number {
	return isPlain(text) ? text.length : [...text].length;
}

/** Characters from `from` (included) to `to` (excluded), counted from 0. */
export function sliceCharacters(text: string, from: number, to: number): string {
	return isPlain(text) ? text.slice(from, to) : [...text].slice(from, to).join('');
}
