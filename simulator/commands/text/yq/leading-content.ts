/** Stands for a line of "---" in what comes before the first document. */
const SEPARATOR = '$yqDocSeparator$';

/**
 * Cuts what comes before the first document off: comments, blank lines, separators. They are kept as they are.
 * Models pkg/yqlib decoder_yaml.go processReadStream.
 */
export function splitLeading(text: string): { readonly leading: string; readonly rest: string } {
	let leading = '';
	let at = 0;
	while (at < text.length) {
		const end = text.indexOf('\n', at);
		const next = end < 0 ? text.length : end + 1;
		const line = text.slice(at, next);
		const bare = line.replace(/\r?\n$/, '');
		const prefixed = /^\s*---\s+(?=\S)/.exec(bare);
		if (/^---$/.test(bare.trim())) leading += `${SEPARATOR}${line.slice(bare.length)}`;
		else if (prefixed !== null) {
			leading += `${SEPARATOR}\n`;
			at += prefixed[0].length;
			continue;
		} else if (bare.trim() === '' || /^\s*(?:#|%YAML)/.test(bare)) leading += line;
		else break;
		at = next;
	}
	return { leading, rest: text.slice(at) };
}

/** @param separators "---" is printed where it was. */
export function printedLeading(content: string, separators: boolean): string {
	if (content === '') return '';
	let out = '';
	for (const line of content.split(/(?<=\n)/)) {
		if (line.includes(SEPARATOR)) {
			if (separators) out += '---\n';
		} else if (line !== '\n' && !line.startsWith('%') && !/^\s*#/.test(line)) out += `# ${line}`;
		else out += line;
	}
	return out.endsWith('\n') || out === '' ? out : `${out}\n`;
}

export function startsWithSeparator(content: string): boolean {
	return content.startsWith(SEPARATOR);
}
