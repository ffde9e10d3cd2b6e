/** `text` without what it ends with of these characters. `/[…]+$/` begins anew at every one of a run, wherever it stands. */
export function trimEndOf(text: string, characters: string): string {
	let end = text.length;
	while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}
