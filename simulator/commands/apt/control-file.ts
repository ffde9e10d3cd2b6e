/** The fields of one paragraph of a control file, in its order; values of several lines keep their line ends. */
export type Stanza = ReadonlyMap<string, string>;

/** Reads status files, Packages files and .sources files: paragraphs of "Field: value". */
export function parseStanzas(text: string): Stanza[] {
	const stanzas: Map<string, string>[] = [];
	let current: Map<string, string> | undefined;
	let last = '';
	for (const line of text.split('\n')) {
		if (line.trim() === '') {
			current = undefined;
			continue;
		}
		if (line.startsWith('#')) continue;
		if (/^\s/.test(line)) {
			current?.set(last, `${current.get(last) ?? ''}\n${line}`);
			continue;
		}
		const colon = line.indexOf(':');
		if (colon < 0) continue;
		if (current === undefined) {
			current = new Map();
			stanzas.push(current);
		}
		last = line.slice(0, colon);
		current.set(last, line.slice(colon + 1).trim());
	}
	return stanzas;
}

export function formatStanza(stanza: Stanza): string {
	return [...stanza].map(([field, value]) => `${field}: ${value}\n`).join('');
}
