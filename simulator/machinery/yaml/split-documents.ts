import { YamlError } from './yaml-error.ts';

/**
 * Cuts a stream at its separator lines, as apimachinery's reader does before any YAML is parsed: a line of
 * "---", perhaps with a comment. One before anything else stays in its document. Every line gets its break.
 * Models apimachinery/pkg/util/yaml YAMLReader.Read
 */
export function splitDocuments(text: string): string[] {
	return [...documentsOf(text)];
}

/** The same one by one: there may be any number of them. Throws YamlError when it gets to a separator with more behind it. */
export function* documentsOf(text: string): Generator<string, undefined, void> {
	let start = 0;
	for (let at = separatorFrom(text, 0); at < text.length; at = separatorFrom(text, endOfLine(text, at))) {
		const rest = text.slice(at + 3, endOfLine(text, at)).trim();
		if (rest !== '' && !rest.startsWith('#')) throw new YamlError(`invalid Yaml document separator: ${rest}`);
		if (at === start) continue;
		yield text.slice(start, at);
		start = endOfLine(text, at);
	}
	if (start < text.length) yield text.endsWith('\n') ? text.slice(start) : `${text.slice(start)}\n`;
}

/** The next line that begins with "---", from the beginning of a line on; the end of the text when there is none. */
function separatorFrom(text: string, from: number): number {
	if (text.startsWith('---', from)) return from;
	const at = text.indexOf('\n---', from);
	return at < 0 ? text.length : at + 1;
}

/** Where the line after that of `at` begins. */
function endOfLine(text: string, at: number): number {
	const end = text.indexOf('\n', at);
	return end < 0 ? text.length : end + 1;
}
