/** A line of ssh_config or sshd_config: "Port 22", `IdentityFile="~/.ssh/a b"`. */
export interface KeywordLine {
	/** As it was written. */
	readonly keyword: string;
	readonly args: readonly string[];
	/** From 1. */
	readonly line: number;
}

/** The lines that say something. Models OpenSSH's argv_split: quotes hold words together, # begins a comment. */
export function keywordLines(text: string): KeywordLine[] {
	return text.split('\n').flatMap((raw, index) => {
		const [, keyword, rest = ''] = /^[\s\f]*"?([^\s="#]+)"?\s*(?:=\s*)?(.*)$/.exec(raw) ?? [];
		if (keyword === undefined || raw.trimStart().startsWith('#')) return [];
		return [{ keyword, args: wordsIn(rest), line: index + 1 }];
	});
}

function wordsIn(text: string): string[] {
	const words: string[] = [];
	for (const [, quoted, single, plain] of text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)) {
		const word = quoted ?? single ?? plain ?? '';
		if (plain?.startsWith('#')) break;
		words.push(word);
	}
	return words;
}

/** "*.example.com,!bad.example.com": patterns with * and ?, a refusal wins. */
export function fitsPatterns(text: string, patterns: readonly string[]): boolean {
	let fits = false;
	for (const each of patterns) {
		const isRefusal = each.startsWith('!');
		if (!fitsPattern(text, isRefusal ? each.slice(1) : each)) continue;
		if (isRefusal) return false;
		fits = true;
	}
	return fits;
}

/** Steps are bounded by the product of the lengths. */
function fitsPattern(text: string, pattern: string): boolean {
	let [at, place, star, mark] = [0, 0, -1, 0];
	while (at < text.length) {
		if (pattern[place] === '?' || (pattern[place] === text[at] && pattern[place] !== '*')) {
			at++;
			place++;
		} else if (pattern[place] === '*') {
			star = place++;
			mark = at;
		} else if (star >= 0) {
			place = star + 1;
			at = ++mark;
		} else return false;
	}
	while (pattern[place] === '*') place++;
	return place === pattern.length;
}
