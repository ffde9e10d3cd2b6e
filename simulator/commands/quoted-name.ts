/**
 * A file's name in a message, quoted as for a shell where a shell would need it. Models gnulib quotearg.c
 * shell_escape_quoting_style with a colon quoted as well.
 */
export function quotedName(name: string): string {
	if (name !== '' && !NEEDS_QUOTES.test(name)) return name;
	if (CONTROLS.test(name)) return withControls(name);
	if (name.includes("'") && !/["$`\\!]/.test(name)) return `"${name}"`;
	return `'${name.replaceAll("'", "'\\''")}'`;
}

const NEEDS_QUOTES = /[ !"$&'()*:;<=>?[\\^`|\x00-\x1f\x7f]|^[#~]|^[{}]$/;
const CONTROLS = /[\x00-\x1f\x7f]/;

/** `'a'$'\n''b'`: control characters in quotes of their own. */
function withControls(name: string): string {
	const parts = name.split(/([\x00-\x1f\x7f]+)/).map((part, index) => {
		if (index % 2 === 0) return part.replaceAll("'", "'\\''");
		return `'$'${[...part].map(escaped).join('')}''`;
	});
	return `'${parts.join('')}'`
		.replace(/^''(?=\$')/, '')
		.replace(/''$/, "'")
		.replace(/^('.*\$'[^']*')'$/s, '$1');
}

function escaped(c: string): string {
	return NAMED.get(c) ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

const NAMED: ReadonlyMap<string, string> = new Map([
	['\x07', '\\a'],
	['\b', '\\b'],
	['\t', '\\t'],
	['\n', '\\n'],
	['\v', '\\v'],
	['\f', '\\f'],
	['\r', '\\r'],
]);
