/** `name[subscript]` as a whole; undefined where the first subscript does not end the text. */
export function elementName(text: string): { readonly name: string; readonly subscript: string } | undefined {
	const name = /^[A-Za-z_]\w*(?=\[)/.exec(text)?.[0];
	if (name === undefined) return undefined;
	const end = endOfSubscript(text, name.length);
	return end === text.length - 1 && end > name.length + 1
		? { name, subscript: text.slice(name.length + 1, end) }
		: undefined;
}

/** Where the bracket that opens at `from` closes; -1 when it does not. Models bash subst.c skipsubscript. */
export function endOfSubscript(text: string, from: number): number {
	let depth = 0;
	for (let i = from; i < text.length; i++) {
		const c = text[i];
		if (c === '\\') i++;
		else if (c === "'" || c === '"') {
			const end = text.indexOf(c, i + 1);
			if (end < 0) return -1;
			i = end;
		} else if (c === '[') depth++;
		else if (c === ']' && --depth === 0) return i;
	}
	return -1;
}
