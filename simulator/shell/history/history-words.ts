/** The words of a history line, as history expansion counts them: quotes hold together, operators are words. */
export function historyWords(line: string): string[] {
	const out: string[] = [];
	let i = 0;
	while (i < line.length) {
		const c = line[i] as string;
		if (/\s/.test(c)) {
			i++;
			continue;
		}
		const operator = /^(<<-|<<<|&>>|;;&|\|\||&&|;;|<<|>>|<&|>&|<>|>\||&>|[;&|<>()])/.exec(line.slice(i));
		if (operator !== null) {
			out.push(operator[0]);
			i += operator[0].length;
			continue;
		}
		const end = wordEnd(line, i);
		out.push(line.slice(i, end));
		i = end;
	}
	return out;
}

function wordEnd(line: string, from: number): number {
	let i = from;
	let quote = '';
	while (i < line.length) {
		const c = line[i] as string;
		if (quote !== '') {
			if (c === '\\' && quote !== "'") i++;
			else if (c === quote) quote = '';
		} else if (c === '\\') i++;
		else if (c === "'" || c === '"' || c === '`') quote = c;
		else if (/[\s;&|<>()]/.test(c)) break;
		i++;
	}
	return Math.min(i, line.length);
}

/** The last word of a line, or the `index`th; undefined when there is none. */
export function lastWord(line: string, index?: number): string | undefined {
	const words = historyWords(line);
	return index === undefined ? words.at(-1) : words[index];
}
