/** Index of the `]` that closes the subscript at `open`, past quotes and nested brackets; −1 without one. */
export function closingSubscript(text: string, open: number): number {
	let depth = 0;
	for (let i = open; i < text.length; i++) {
		const c = text[i];
		if (c === '\\') i++;
		else if (c === '[') depth++;
		else if (c === ']' && --depth === 0) return i;
		else if (c === "'" || c === '"') {
			const end = c === '"' ? closingQuote(text, i) : text.indexOf(c, i + 1);
			if (end > 0) i = end;
		}
	}
	return -1;
}

/** Of the double quote at `open`, past escaped ones; -1 without one. */
function closingQuote(text: string, open: number): number {
	for (let i = open + 1; i < text.length; i++) {
		if (text[i] === '\\') i++;
		else if (text[i] === '"') return i;
	}
	return -1;
}
