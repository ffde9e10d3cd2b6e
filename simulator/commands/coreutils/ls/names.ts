import { quotedName } from '../../quoted-name.ts';

export type QuotingStyle =
	| 'literal'
	| 'shell'
	| 'shell-always'
	| 'shell-escape'
	| 'shell-escape-always'
	| 'c'
	| 'c-maybe'
	| 'escape'
	| 'locale'
	| 'clocale';

const CONTROL = /[\x00-\x1f\x7f]/;
/** What a shell would not take as it stands. Models gnulib quotearg.c, as ls asks for it. */
const SHELL_SPECIAL = /[ !"$&'()*;<=>?[\\^`|\x00-\x1f\x7f]|^[#~]|^[{}]$/;

/** A name as it is shown. @param hidesControls "?" in the place of what cannot be seen. */
export function shownName(name: string, style: QuotingStyle, hidesControls: boolean): string {
	const quoted = quotedIn(name, style);
	return hidesControls ? quoted.replaceAll(/[\x00-\x1f\x7f]/g, '?') : quoted;
}

/** A directory's name above what is in it: a colon would be misread, a blank is not. */
export function shownTitle(path: string, style: QuotingStyle, hidesControls: boolean): string {
	if (style === 'escape') return shownName(path, style, hidesControls).replaceAll('\\ ', ' ').replaceAll(':', '\\:');
	if (style.startsWith('shell') && path.includes(':') && !needsQuotes(path)) return `'${path}'`;
	return shownName(path, style, hidesControls);
}

function quotedIn(name: string, style: QuotingStyle): string {
	switch (style) {
		case 'literal':
			return name;
		case 'shell':
			return needsQuotes(name) ? plainShell(name) : name;
		case 'shell-always':
			return plainShell(name);
		case 'shell-escape':
			return needsQuotes(name) ? shellEscaped(name) : name;
		case 'shell-escape-always':
			return shellEscaped(name);
		case 'c':
			return `"${escaped(name, '"')}"`;
		case 'c-maybe':
			return CONTROL.test(name) || /["\\]/.test(name) ? `"${escaped(name, '"')}"` : name;
		case 'escape':
			return escaped(name, ' ');
		default:
			return `‘${escaped(name, '’')}’`;
	}
}

export function needsQuotes(name: string): boolean {
	return name === '' || SHELL_SPECIAL.test(name);
}

/** Between quotes as it is, whatever it holds. */
function plainShell(name: string): string {
	if (name.includes("'") && !/["$`\\!]/.test(name)) return `"${name}"`;
	return `'${name.replaceAll("'", "'\\''")}'`;
}

function shellEscaped(name: string): string {
	const quoted = CONTROL.test(name) ? quotedName(name) : plainShell(name);
	return quoted;
}

function escaped(name: string, quote: string): string {
	return name.replaceAll(/[\x00-\x1f\x7f\\]/g, escapedCharacter).replaceAll(quote, `\\${quote}`);
}

function escapedCharacter(c: string): string {
	const at = '\x07\b\f\n\r\t\v\\'.indexOf(c);
	return at >= 0 ? `\\${'abfnrtv\\'[at]}` : `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
