import { encodeLossless } from '../machinery/utf8.ts';

/**
 * A file's name in a message, quoted as for a shell where a shell would need it. Models gnulib quotearg.c
 * shell_escape_quoting_style with a colon quoted as well.
 */
export function quotedName(name: string): string {
	if (name !== '' && !NEEDS_QUOTES.test(name)) return name;
	if (UNPRINTABLE.test(name)) return withControls(name);
	if (name.includes("'") && !/["$`\\!]/.test(name)) return `"${name}"`;
	return `'${name.replaceAll("'", "'\\''")}'`;
}

const NEEDS_QUOTES = /[ !"$&'()*:;<=>?[\\^`|\x00-\x1f\x7f-\x9f\udc80-\udcff]|^[#~]|^[{}]$/u;
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\udc80-\udcff]/u;

/** Whether it holds what cannot be shown: control characters, bytes that are no UTF-8 (`decodeLossless`). */
export function isUnprintable(name: string): boolean {
	return UNPRINTABLE.test(name);
}

/** `'a'$'\n''b'`: what cannot be shown in quotes of its own. */
export function withControls(name: string): string {
	let out = "'";
	let isEscaping = false;
	for (const c of name) {
		if (UNPRINTABLE.test(c)) {
			out += (isEscaping ? '' : "'$'") + escapedUnprintable(c);
			isEscaping = true;
		} else {
			out += c === "'" ? "'\\''" : isEscaping ? `''${c}` : c;
			isEscaping = false;
		}
	}
	return `${out}'`;
}

/** As in C: `\n`, and by byte `\302\200`. */
export function escapedUnprintable(c: string): string {
	const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;
	return NAMED.get(c) ?? [...encodeLossless(c)].map(octal).join('');
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
