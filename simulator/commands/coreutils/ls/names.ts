import { escapedUnprintable, isUnprintable, withControls } from '../../quoted-name.ts';

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

/** What a shell would not take as it stands. Models gnulib quotearg.c, as ls asks for it. */
const SHELL_SPECIAL = /[ !"$&'()*;<=>?[\\^`|\x00-\x1f\x7f-\x9f\udc80-\udcff]|^[#~]|^[{}]$/u;

/** A name as it is shown. @param hidesControls "?" in the place of what cannot be seen. */
export function shownName(name: string, style: QuotingStyle, hidesControls: boolean): string {
	const quoted = quotedIn(name, style);
	return hidesControls ? quoted.replaceAll(/[\x00-\x1f\x7f-\x9f\udc80-\udcff]/gu, '?') : quoted;
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
			// Bytes that are no characters are nothing to the shell.
			return needsQuotes(name.replaceAll(/[\x80-\x9f\udc80-\udcff]/gu, '_')) ? plainShell(name) : name;
		case 'shell-always':
			return plainShell(name);
		case 'shell-escape':
			return needsQuotes(name) ? shellEscaped(name) : name;
		case 'shell-escape-always':
			return shellEscaped(name);
		case 'c':
			return `"${escaped(name, '"')}"`;
		case 'c-maybe':
			return isUnprintable(name) || /["\\]/.test(name) ? `"${escaped(name, '"')}"` : name;
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
	return isUnprintable(name) ? withControls(name) : plainShell(name);
}

function escaped(name: string, quote: string): string {
	return name
		.replaceAll(/[\x00-\x1f\x7f-\x9f\udc80-\udcff\\]/gu, (c) => (c === '\\' ? '\\\\' : escapedUnprintable(c)))
		.replaceAll(quote, `\\${quote}`);
}
