import { includesText, replaceAllText, splitText } from '../find-text.ts';
import { goQuote } from '../go-format.ts';
import { FunctionError } from '../go-template/functions.ts';
import { type GoInt, printValue } from '../go-template/values.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import { also, bytesOf, type Definition, type Dict, define, newDict, textOf, textsOf, variadic } from './define.ts';
import { pascalCase, separated } from './word-case.ts';

const TEXT_MAX = 16 * 1024 * 1024;

/** Models Masterminds/sprig strings.go. */
export const STRING_FUNCTIONS: readonly Definition[] = [
	define('abbrev', ['int', 'string'], (width: GoInt, text: string) => abbreviate(text, 0, width.value)),
	define('abbrevboth', ['int', 'int', 'string'], (left: GoInt, right: GoInt, text: string) =>
		right.value < 4 || (left.value > 0 && right.value < 7) ? text : abbreviate(text, left.value, right.value),
	),
	define('trunc', ['int', 'string'], (count: GoInt, text: string) => truncate(count.value, text)),
	define('trim', ['string'], (text: string) => text.trim()),
	define('upper', ['string'], (text: string) => text.toUpperCase()),
	define('lower', ['string'], (text: string) => text.toLowerCase()),
	define('title', ['string'], (text: string) =>
		text.replace(
			/(^|[\s!-/:-@[-^`{-~])(\p{L})/gu,
			(_all, before: string, letter: string) => before + letter.toUpperCase(),
		),
	),
	define('untitle', ['string'], (text: string) => eachWord(text, (word) => lowerFirst(word))),
	define('substr', ['int', 'int', 'string'], (start: GoInt, end: GoInt, text: string) =>
		substring(start.value, end.value, text),
	),
	define('repeat', ['int', 'string'], (count: GoInt, text: string) => repeat(count.value, text)),
	define('trimall', ['string', 'string'], (set: string, text: string) => trimAny(text, set)),
	define('trimAll', ['string', 'string'], (set: string, text: string) => trimAny(text, set)),
	define('trimSuffix', ['string', 'string'], (end: string, text: string) =>
		text.endsWith(end) ? text.slice(0, text.length - end.length) : text,
	),
	define('trimPrefix', ['string', 'string'], (start: string, text: string) =>
		text.startsWith(start) ? text.slice(start.length) : text,
	),
	define('nospace', ['string'], (text: string) => text.replace(/\s/g, '')),
	define('initials', ['string'], (text: string) =>
		text
			.split(/\s+/)
			.map((word) => [...word][0] ?? '')
			.join(''),
	),
	define('swapcase', ['string'], (text: string) => swapCase(text)),
	define('snakecase', ['string'], (text: string) => separated(text, '_')),
	define('kebabcase', ['string'], (text: string) => separated(text, '-')),
	define('camelcase', ['string'], (text: string) => pascalCase(text)),
	define('wrap', ['int', 'string'], (width: GoInt, text: string) => wrap(text, width.value, '\n', false)),
	define('wrapWith', ['int', 'string', 'string'], (width: GoInt, separator: string, text: string) =>
		wrap(text, width.value, separator, true),
	),
	define('contains', ['string', 'string'], (part: string, text: string) => includesText(text, part)),
	define('hasPrefix', ['string', 'string'], (part: string, text: string) => text.startsWith(part)),
	define('hasSuffix', ['string', 'string'], (part: string, text: string) => text.endsWith(part)),
	variadic('quote', ['any'], (...values: unknown[]) =>
		values
			.filter((each) => each !== null)
			.map((each) => goQuote(textOf(each)))
			.join(' '),
	),
	variadic('squote', ['any'], (...values: unknown[]) =>
		values
			.filter((each) => each !== null)
			.map((each) => `'${printValue(each)}'`)
			.join(' '),
	),
	variadic('cat', ['any'], (...values: unknown[]) =>
		values
			.filter((each) => each !== null)
			.map(printValue)
			.join(' '),
	),
	define('indent', ['int', 'string'], (spaces: GoInt, text: string) => indent(spaces.value, text)),
	define('nindent', ['int', 'string'], (spaces: GoInt, text: string) => `\n${indent(spaces.value, text)}`),
	define('replace', ['string', 'string', 'string'], (old: string, fresh: string, text: string) =>
		checkedLength(replaceAllText(text, old, fresh)),
	),
	define('plural', ['string', 'string', 'int'], (one: string, many: string, count: GoInt) =>
		count.value === 1 ? one : many,
	),
	define('toString', ['any'], (value: unknown) => textOf(value)),
	define('toStrings', ['any'], (value: unknown) => textsOf(value)),
	define('join', ['string', 'any'], (separator: string, value: unknown) => textsOf(value).join(separator)),
	define('split', ['string', 'string'], (separator: string, text: string) => numbered(splitText(text, separator))),
	define('splitList', ['string', 'string'], (separator: string, text: string) => splitText(text, separator)),
	define('splitn', ['string', 'int', 'string'], (separator: string, count: GoInt, text: string) =>
		numbered(splitAtMost(text, separator, count.value)),
	),
	define('base', ['string'], (path: string) => baseName(path)),
	define('dir', ['string'], (path: string) => cleanPath(path.slice(0, path.lastIndexOf('/') + 1))),
	define('clean', ['string'], (path: string) => cleanPath(path)),
	define('ext', ['string'], (path: string) => /\.[^./]*$/.exec(path)?.[0] ?? ''),
	define('isAbs', ['string'], (path: string) => path.startsWith('/')),
	define('hello', [], () => 'Hello!'),
];

/** The same for the paths of the system: they are Unix's too. */
export const PATH_ALIASES: readonly Definition[] = [
	['osBase', 'base'],
	['osDir', 'dir'],
	['osClean', 'clean'],
	['osExt', 'ext'],
	['osIsAbs', 'isAbs'],
].map(([alias, name]) => {
	const found = STRING_FUNCTIONS.find(([each]) => each === name) as Definition;
	return also(alias as string, found);
});

function checkedLength(text: string): string {
	if (text.length > TEXT_MAX) throw new FunctionError('strings: result too long');
	return text;
}

function repeat(count: number, text: string): string {
	if (count < 0) throw new FunctionError('strings: negative Repeat count');
	if (count * text.length > TEXT_MAX) throw new FunctionError('strings: Repeat output length overflow');
	return text.repeat(count);
}

function indent(spaces: number, text: string): string {
	if (spaces < 0) throw new FunctionError('strings: negative Repeat count');
	const pad = ' '.repeat(Math.min(spaces, 1000));
	return checkedLength(pad + text.replaceAll('\n', `\n${pad}`));
}

/** In bytes. */
function truncate(count: number, text: string): string {
	const bytes = encodeUtf8(text);
	if (count < 0) return bytes.length + count > 0 ? decodeUtf8(bytes.slice(bytes.length + count)) : text;
	return bytes.length > count ? decodeUtf8(bytes.slice(0, count)) : text;
}

function substring(start: number, end: number, text: string): string {
	const bytes = bytesOf(text);
	if (start < 0) return decodeUtf8(bytes.slice(0, Math.max(end, 0)));
	const to = end < 0 || end > bytes.length ? bytes.length : end;
	if (start > to) throw new FunctionError(`runtime error: slice bounds out of range [${start}:${to}]`);
	return decodeUtf8(bytes.slice(start, to));
}

/** Models Masterminds/goutils AbbreviateFull. */
function abbreviate(text: string, offset: number, width: number): string {
	if (width < 4) return text;
	const chars = [...text];
	if (chars.length <= width) return text;
	let from = Math.min(offset, chars.length);
	if (chars.length - from < width - 3) from = chars.length - (width - 3);
	if (from <= 4) return `${chars.slice(0, width - 3).join('')}...`;
	if (from + width - 3 < chars.length) return `...${abbreviate(chars.slice(from).join(''), 0, width - 3)}`;
	return `...${chars.slice(chars.length - (width - 3)).join('')}`;
}

function trimAny(text: string, set: string): string {
	const chars = [...text];
	const cut = new Set([...set]);
	let from = 0;
	let to = chars.length;
	while (from < to && cut.has(chars[from] as string)) from++;
	while (to > from && cut.has(chars[to - 1] as string)) to--;
	return chars.slice(from, to).join('');
}

function eachWord(text: string, change: (word: string) => string): string {
	return text.replace(/\S+/g, change);
}

function lowerFirst(word: string): string {
	return word.charAt(0).toLowerCase() + word.slice(1);
}

function swapCase(text: string): string {
	let wordStart = true;
	let out = '';
	for (const char of text) {
		if (char !== char.toLowerCase()) out += char.toLowerCase();
		else if (char !== char.toUpperCase()) out += wordStart ? char.toUpperCase() : char.toUpperCase();
		else out += char;
		wordStart = /\s/.test(char);
	}
	return out;
}

/** Models Masterminds/goutils WrapCustom. */
function wrap(text: string, width: number, separator: string, wrapLong: boolean): string {
	const limit = Math.max(width, 1);
	const end = separator === '' ? '\n' : separator;
	let rest = text;
	let out = '';
	while (rest.length > limit) {
		if (rest.startsWith(' ')) {
			rest = rest.slice(1);
			continue;
		}
		const at = rest.lastIndexOf(' ', limit);
		if (at >= 0) {
			out += rest.slice(0, at) + end;
			rest = rest.slice(at + 1);
		} else if (wrapLong) {
			out += rest.slice(0, limit) + end;
			rest = rest.slice(limit);
		} else {
			const next = rest.indexOf(' ', limit);
			if (next < 0) break;
			out += rest.slice(0, next) + end;
			rest = rest.slice(next + 1);
		}
	}
	return checkedLength(out + rest);
}

function numbered(parts: readonly string[]): Dict {
	const out = newDict();
	for (const [index, part] of parts.entries()) out[`_${index}`] = part;
	return out;
}

function splitAtMost(text: string, separator: string, count: number): string[] {
	if (count === 0) return [];
	const parts = splitText(text, separator);
	if (count < 0 || parts.length <= count) return parts;
	return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

function baseName(path: string): string {
	if (path === '') return '.';
	const trimmed = path.replace(/\/+$/, '');
	return trimmed === '' ? '/' : (trimmed.split('/').at(-1) as string);
}

/** Models path.Clean. */
export function cleanPath(path: string): string {
	const rooted = path.startsWith('/');
	const out: string[] = [];
	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (part !== '..') out.push(part);
		else if (out.length > 0 && out.at(-1) !== '..') out.pop();
		else if (!rooted) out.push(part);
	}
	const joined = out.join('/');
	return rooted ? `/${joined}` : joined === '' ? '.' : joined;
}
