/** A stretch of a script: the value of a key in YAML or JSON, wherever it stands (a here-document, a patch). */
export interface Region {
	readonly start: number;
	readonly end: number;
}

/** The values of keys that match, flow or block style. A scalar value is no region. */
export function regionsOf(script: string, key: RegExp): Region[] {
	const found: Region[] = [];
	for (const match of script.matchAll(/(?<quote>["']?)(?<key>[A-Za-z][\w-]*)\k<quote>:[ \t]*(?<rest>\S*)/g)) {
		const { key: name = '', rest = '' } = match.groups ?? {};
		if (!key.test(name)) continue;
		const after = match.index + match[0].length - rest.length;
		if (rest.startsWith('{') || rest.startsWith('[')) found.push({ start: after, end: closing(script, after) });
		else if (rest === '') found.push({ start: after, end: blockEnd(script, match.index) });
	}
	return found;
}

export function isInside(regions: readonly Region[], position: number): boolean {
	return regions.some(({ start, end }) => position >= start && position < end);
}

function closing(script: string, from: number): number {
	let depth = 0;
	for (let at = from; at < script.length; at++) {
		const char = script[at] as string;
		if ('{['.includes(char)) depth++;
		if ('}]'.includes(char) && --depth === 0) return at;
	}
	return script.length;
}

/** Where lines are no longer indented deeper than the key. */
function blockEnd(script: string, keyAt: number): number {
	const lineStart = script.lastIndexOf('\n', keyAt) + 1;
	const indentation = keyAt - lineStart;
	let at = script.indexOf('\n', keyAt);
	while (at >= 0) {
		const next = script.indexOf('\n', at + 1);
		const line = script.slice(at + 1, next < 0 ? script.length : next);
		const listItem = line.slice(indentation).startsWith('- ');
		if (line.trim() !== '' && line.search(/\S/) <= indentation && !listItem) return at;
		if (line.trim() !== '' && line.search(/\S/) < indentation) return at;
		at = next;
	}
	return script.length;
}
