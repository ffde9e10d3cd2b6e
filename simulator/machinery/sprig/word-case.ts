type Kind = 'number' | 'upper' | 'lower' | 'connector' | 'punctuation' | 'other';

interface Word {
	readonly kind: Kind;
	readonly text: string;
}

/** "HTTPServer" as "http_server". Models huandu/xstrings ToSnakeCase and ToKebabCase. */
export function separated(text: string, separator: string): string {
	const words = wordsOf(text);
	let out = '';
	let at = 0;
	const isBreak = (index: number): boolean =>
		index < words.length && words[index]?.kind !== 'connector' && words[index]?.kind !== 'punctuation';
	const kindAt = (index: number): Kind | undefined => words[index]?.kind;
	while (at < words.length) {
		const { kind, text: word } = words[at] as Word;
		at++;
		if (kind === 'connector') {
			out += separator.repeat([...word].length);
			continue;
		}
		out += word.toLowerCase();
		if (kind === 'punctuation') continue;
		if (kind !== 'number' && kindAt(at) === 'number') {
			const digits = (words[at] as Word).text;
			const isLast = at === words.length - 1;
			at++;
			if (isLast || kindAt(at) !== 'lower') {
				// A number belongs to the word before it: "Bld4Floor" is "bld4_floor".
				out += digits;
				if (!isLast && isBreak(at)) out += separator;
				continue;
			}
			// But not when small letters follow: "HTTP2xx" is "http_2xx".
			out += separator + digits;
		} else if (kind !== 'number') {
			if (isBreak(at)) out += separator;
			continue;
		}
		while (kindAt(at) === 'lower' || kindAt(at) === 'number') out += (words[at++] as Word).text;
		if (isBreak(at)) out += separator;
	}
	return out;
}

/** An acronym ends before the capital of the next word. */
const WORDS =
	/(?<connector>[-_\s]+)|(?<punctuation>(?:(?![-_])\p{P})+)|(?<upper>\p{Lu}(?=\p{Ll})\p{Ll}+|\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}+)|(?<lower>\p{L}(?:(?!\p{Lu})\p{L})*)|(?<number>\p{N}+)|(?<other>.)/gsu;

function wordsOf(text: string): Word[] {
	return [...text.matchAll(WORDS)].map((match) => {
		const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) as [Kind, string];
		return { kind, text: match[0] };
	});
}

/** "http_server" as "HttpServer"; what joins words stays at the beginning, and but once between and behind them. Models huandu/xstrings ToPascalCase. */
export function pascalCase(text: string): string {
	const lead = /^[-_\s]*/.exec(text)?.[0] ?? '';
	const rest = text.slice(lead.length);
	const joined = rest.replace(/([-_\s]+)(.)/gsu, (all, run: string, next: string) =>
		/[-_\s]/.test(next) ? all : run.slice(1) + next.toUpperCase(),
	);
	return lead + joined.charAt(0).toUpperCase() + joined.slice(1);
}
