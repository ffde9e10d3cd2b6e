/** What a substitute puts in: line breaks as \r, a literal carriage return as U+E00D. Models regexp.c vim_regsub. */
export function expandReplacement(
	replacement: string,
	groups: readonly (string | undefined)[],
	magic: boolean,
): string {
	let out = '';
	let once: ((char: string) => string) | undefined;
	let all: ((text: string) => string) | undefined;
	const upper = (text: string): string => text.toUpperCase();
	const lower = (text: string): string => text.toLowerCase();
	const add = (text: string): void => {
		for (const char of text) {
			let shown = all === undefined ? char : all(char);
			if (once !== undefined) {
				shown = once(char);
				once = undefined;
			}
			out += shown;
		}
	};
	for (let at = 0; at < replacement.length; at++) {
		const char = replacement[at] as string;
		if (char === '&' && magic) {
			add(groupText(groups[0]));
			continue;
		}
		if (char !== '\\' || at + 1 >= replacement.length) {
			add(char);
			continue;
		}
		const next = replacement[++at] as string;
		if (/\d/.test(next)) add(groupText(groups[Number(next)]));
		else if (next === '&' && !magic) add(groupText(groups[0]));
		else if (next === 'u') once = upper;
		else if (next === 'l') once = lower;
		else if (next === 'U') all = upper;
		else if (next === 'L') all = lower;
		else if (next === 'e' || next === 'E') {
			all = undefined;
			once = undefined;
		} else if (next === 'n') add('\0');
		else if (next === 'r') add('\r');
		else if (next === 't') add('\t');
		else if (next === 'b') add('\b');
		else if (next === '\r') out += '\ue00d';
		else add(next);
	}
	return out;
}

function groupText(text: string | undefined): string {
	return (text ?? '').replaceAll('\r', '\ue00d').replaceAll('\n', '\r');
}
