/** No program starts with an argument or a variable of that size, whatever else stands in it. */
const LENGTH_MAX = 1024 * 1024;

/**
 * Puts the values of $(NAME) in; $$ is a dollar, an unknown name stays as it is written.
 * Models third_party/forked/golang/expansion Expand.
 */
export function expandVariables(text: string, lookup: (name: string) => string | undefined): string {
	if (!text.includes('$')) return text;
	let out = '';
	for (let at = 0; at < text.length && out.length < LENGTH_MAX; at++) {
		const char = text[at] as string;
		const next = text[at + 1];
		if (char !== '$' || next === undefined) {
			out += char;
			continue;
		}
		if (next === '$') {
			out += '$';
			at++;
			continue;
		}
		const end = next === '(' ? text.indexOf(')', at + 2) : -1;
		if (end < 0) {
			out += next === '(' ? '$(' : `$${next}`;
			at++;
			continue;
		}
		const name = text.slice(at + 2, end);
		out += lookup(name) ?? `$(${name})`;
		at = end;
	}
	return out;
}
