import { YamlError } from './yaml-error.ts';

/**
 * Cuts a stream at its separator lines, as apimachinery's reader does before any YAML is parsed: a line of
 * "---", perhaps with a comment. One before anything else stays in its document. Every line gets its break.
 * Models apimachinery/pkg/util/yaml YAMLReader.Read
 */
export function splitDocuments(text: string): string[] {
	const documents: string[] = [];
	let current = '';
	for (const line of text.split(/(?<=\n)/)) {
		if (line.startsWith('---')) {
			const rest = line.slice(3).trim();
			if (rest !== '' && !rest.startsWith('#')) throw new YamlError(`invalid Yaml document separator: ${rest}`);
			if (current !== '') {
				documents.push(current);
				current = '';
				continue;
			}
		}
		current += line.endsWith('\n') ? line : `${line}\n`;
	}
	if (current !== '') documents.push(current);
	return documents;
}
