/** The ways in which bash writes text so that it can be read back. */

/** `'it'\''s'`: always quoted; a quote alone is `\'`. Models bash lib/sh/shquote.c sh_single_quote. */
export function singleQuote(text: string): string {
	if (text === "'") return "\\'";
	if (text.length <= PIECE_LENGTH) return `'${text.replaceAll("'", "'\\''")}'`;
	// The engine keeps a list of all places while it replaces: it is to be short.
	const pieces: string[] = [];
	for (let at = 0; at < text.length; at += PIECE_LENGTH)
		pieces.push(text.slice(at, at + PIECE_LENGTH).replaceAll("'", "'\\''"));
	return `'${pieces.join('')}'`;
}

const PIECE_LENGTH = 65_536;

/** `'it'"'"'s'`: what dash and busybox's ash list. Models dash mystring.c single_quote. */
export function posixQuote(text: string): string {
	return text.replace(/([^']*)('*)/g, (part, plain: string, quotes: string) => {
		if (part === '' && text !== '') return '';
		return `'${plain}'${quotes === '' ? '' : `"${quotes}"`}`;
	});
}

/** `${x@Q}`: single quotes, `$'…'` when there are control characters. */
export function reusable(text: string): string {
	return hasControls(text) ? ansiQuote(text) : singleQuote(text);
}

/** A name in a message. Models bash error.c printable_filename. */
export function printable(name: string): string {
	return hasControls(name) ? ansiQuote(name) : name;
}

/** `declare -p`: double quotes, `$'…'` when there are control characters. */
export function doubleQuote(text: string): string {
	return hasControls(text) ? ansiQuote(text) : `"${text.replace(/["$`\\]/g, '\\$&')}"`;
}

/** `set`: bare when nothing needs quotes. @param posix knows no `$'…'`. */
export function quoteIfNeeded(text: string, posix = false): string {
	if (text === '') return '';
	if (!posix && hasControls(text)) return ansiQuote(text);
	return /[\s'"\\|&;()<>$`*?[\]!{}^]|^[#~]|[:=]~/.test(text) ? singleQuote(text) : text;
}

/** A word of `set -x`. Models bash print_cmd.c xtrace_print_word_list. */
export function traceQuote(text: string): string {
	if (text === '') return "''";
	if (TRACE_SPECIAL.test(text)) return singleQuote(text);
	return hasControls(text) ? ansiQuote(text) : text;
}

export const TRACE_SPECIAL = /[ \t\n'"\\|&;()<>!{}*[?\]^$`]|^[#~]|[:=]~/;

/** A subscript that has to be read back: double quotes where they are needed. */
export function quoteKey(text: string): string {
	return quoteIfNeeded(text) === text && text !== '' && text !== '@' ? text : doubleQuote(text);
}

/** `printf %q`: backslashes. Models bash lib/sh/shquote.c sh_backslash_quote. */
export function backslashQuote(text: string): string {
	if (text === '') return "''";
	if (hasControls(text)) return ansiQuote(text);
	return text.replace(/[ "'\\|&;()<>$`*?[\]!{},^]|^[#~]|(?<=[:=])~/g, '\\$&');
}

/** `$'…'`. Models bash lib/sh/strtrans.c ansic_quote. */
export function ansiQuote(text: string): string {
	let out = '';
	for (const c of text) {
		const code = c.codePointAt(0) as number;
		const named = NAMED[c];
		if (named !== undefined) out += named;
		else if (code < 32 || code === 127) out += `\\${code.toString(8).padStart(3, '0')}`;
		else if (code >= 0xdc80 && code <= 0xdcff) out += `\\${(code - 0xdc00).toString(8)}`;
		else out += c;
	}
	return `$'${out}'`;
}

export function hasControls(text: string): boolean {
	return /[\x00-\x1f\x7f\udc80-\udcff]/.test(text) && CONTROLS.test(text);
}

const CONTROLS = /[\x00-\x1f\x7f]|(?<![\ud800-\udbff])[\udc80-\udcff]/;

const NAMED: { readonly [c: string]: string } = {
	'\x07': '\\a',
	'\b': '\\b',
	'\x1b': '\\E',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\v': '\\v',
	'\\': '\\\\',
	"'": "\\'",
};

/** A subscript that is expanded once more with the expression that it stands in. */
export function protectedSubscript(text: string): string {
	return `[${text.replace(/[[\]$`~\\'"]/g, '\\$&')}]`;
}
