import { PythonSyntaxError, unescapePython } from './python-lexer.ts';
import type { Expression, FormattedPart } from './python-syntax.ts';

/** Texts and expressions of an f-string's raw text. */
export function parseFString(
	raw: string,
	line: number,
	parse: (text: string) => Expression,
): (string | FormattedPart)[] {
	const parts: (string | FormattedPart)[] = [];
	let text = '';
	for (let at = 0; at < raw.length; at++) {
		const char = raw[at] as string;
		if ((char === '{' || char === '}') && raw[at + 1] === char) {
			text += char;
			at++;
		} else if (char === '{') {
			const end = closing(raw, at, line);
			if (text !== '') parts.push(unescapePython(text));
			text = '';
			parts.push(part(raw.slice(at + 1, end), line, parse));
			at = end;
		} else if (char === '}') throw new PythonSyntaxError("f-string: single '}' is not allowed", line);
		else text += char;
	}
	if (text !== '') parts.push(unescapePython(text));
	return parts;
}

/** Where the brace that opens at `from` closes. */
function closing(raw: string, from: number, line: number): number {
	let depth = 0;
	let quote = '';
	for (let at = from; at < raw.length; at++) {
		const char = raw[at] as string;
		if (quote !== '') {
			if (char === quote) quote = '';
		} else if (char === '"' || char === "'") quote = char;
		else if ('{[('.includes(char)) depth++;
		else if ('}])'.includes(char) && --depth === 0) return at;
	}
	throw new PythonSyntaxError("f-string: expecting '}'", line);
}

function part(inner: string, line: number, parse: (text: string) => Expression): FormattedPart {
	let depth = 0;
	let end = inner.length;
	let quote = '';
	for (let at = 0; at < inner.length; at++) {
		const char = inner[at] as string;
		if (quote !== '') {
			if (char === quote) quote = '';
		} else if (char === '"' || char === "'") quote = char;
		else if ('([{'.includes(char)) depth++;
		else if (')]}'.includes(char)) depth--;
		else if (depth === 0 && (char === ':' || (char === '!' && inner[at + 1] !== '='))) {
			end = at;
			break;
		}
	}
	const source = inner.slice(0, end);
	const [, conversion = '', format = ''] = /^(?:!([rsa]))?(?::([\s\S]*))?$/.exec(inner.slice(end)) ?? [];
	if (source.trim() === '') throw new PythonSyntaxError("f-string: valid expression required before '}'", line);
	const [, name] = /^([^=!<>]*[^=!<>\s]\s*)=\s*$/.exec(source) ?? [];
	return {
		value: parse(name ?? source),
		conversion: name !== undefined && conversion === '' && format === '' ? 'r' : conversion,
		format,
		shown: name === undefined ? '' : source,
	};
}
