/** The words of `env -S`: blanks separate, quotes and backslashes protect. */
export function splitString(text: string): string[] {
	const words: string[] = [];
	let word = '';
	let open = false;
	let quote = '';
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if (char === '\\' && quote !== "'") {
			word += text[++at] ?? '';
			open = true;
		} else if (quote !== '') {
			if (char === quote) quote = '';
			else word += char;
		} else if (char === '"' || char === "'") {
			quote = char;
			open = true;
		} else if (/\s/.test(char)) {
			if (open) words.push(word);
			word = '';
			open = false;
		} else {
			word += char;
			open = true;
		}
	}
	if (open) words.push(word);
	return words;
}
