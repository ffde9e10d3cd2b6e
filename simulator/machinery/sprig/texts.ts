import { Base64Error, decodeStandardBase64, encodeBase64 } from '../base64.ts';
import { indexOfText } from '../find-text.ts';
import { goQuote } from '../go-format.ts';
import { FunctionError, type TemplateFunction } from '../go-template/functions.ts';
import { GoInt, GoObject } from '../go-template/values.ts';
import { percentDecode } from '../http/url.ts';
import { compileRe2, type Regexp, type RegexpMatch, RegexpSyntaxError } from '../regexp.ts';
import { sha1 } from '../sha1.ts';
import { sha256Hex } from '../sha256.ts';
import { decodeUtf8 } from '../utf8.ts';
import { also, bytesOf, type Definition, type Dict, define, newDict, textOf } from './define.ts';
import {
	compareVersions,
	parseConstraint,
	parseVersion,
	type SemanticVersion,
	SemverError,
	versionText,
} from './semver.ts';

const MATCHES_MAX = 1_000_000;

/** Models Masterminds/sprig regex.go. */
const REGEXPS: readonly Definition[] = [
	define('regexFindAll', ['string', 'string', 'int'], (pattern: string, text: string, count: GoInt) =>
		all(pattern, text, count.value).map(({ start, end }) => text.slice(start, end)),
	),
	define(
		'regexFind',
		['string', 'string'],
		(pattern: string, text: string) => compiled(pattern).exec(text)?.groups[0] ?? '',
	),
	define('regexReplaceAll', ['string', 'string', 'string'], (pattern: string, text: string, by: string) => {
		const regexp = compiled(pattern);
		return replaced(regexp, text, (match) => expanded(by, match, regexp.groupNames));
	}),
	define('regexReplaceAllLiteral', ['string', 'string', 'string'], (pattern: string, text: string, by: string) =>
		replaced(compiled(pattern), text, () => by),
	),
	define('regexSplit', ['string', 'string', 'int'], (pattern: string, text: string, count: GoInt) =>
		split(pattern, text, count.value),
	),
];

/** Models Masterminds/sprig strings.go, crypto.go, semver.go and url.go. */
export const TEXT_FUNCTIONS: readonly Definition[] = [
	...REGEXPS.map(([name, entry]): Definition => [name, { ...entry, call: (args) => insisting(args, entry.call) }]),
	...REGEXPS.map((each) => also(`mustR${each[0].slice(1)}`, each)),
	define('regexMatch', ['string', 'string'], (pattern: string, text: string) => matches(pattern, text)),
	define('mustRegexMatch', ['string', 'string'], (pattern: string, text: string) => compiled(pattern).test(text)),
	define('regexQuoteMeta', ['string'], (text: string) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
	define('b64enc', ['string'], (text: string) => encodeBase64(bytesOf(text))),
	define('b64dec', ['string'], (text: string) => decoded(text)),
	define('b32enc', ['string'], (text: string) => encodeBase32(bytesOf(text))),
	define('b32dec', ['string'], (text: string) => decodeBase32(text)),
	define('sha1sum', ['string'], (text: string) => hex(sha1(bytesOf(text)))),
	define('sha256sum', ['string'], (text: string) => sha256Hex(bytesOf(text))),
	define('adler32sum', ['string'], (text: string) => String(adler32(bytesOf(text)))),
	define('semver', ['string'], (text: string) => new GoVersion(versionOf(text))),
	define('semverCompare', ['string', 'string'], (constraint: string, text: string) => compare(constraint, text)),
	define('urlParse', ['string'], (text: string) => parseUrl(text)),
	define('urlJoin', ['map'], (parts: Dict) => joinUrl(parts)),
	define('getHostByName', ['string'], () => ''),
];

/** Without `must` a bad pattern makes Go panic. */
function insisting(args: readonly unknown[], call: TemplateFunction): unknown {
	try {
		compiled(args[0] as string);
	} catch (error) {
		if (!(error instanceof FunctionError)) throw error;
		throw new FunctionError(`regexp: Compile(${backQuoted(args[0] as string)}): ${error.message}`);
	}
	return call(args);
}

function backQuoted(text: string): string {
	return /[`\0-\x08\x0a-\x1f\x7f]/.test(text) ? goQuote(text) : `\`${text}\``;
}

function matches(pattern: string, text: string): boolean {
	try {
		return compileRe2(pattern).test(text);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		return false;
	}
}

function compiled(pattern: string): Regexp {
	try {
		return compileRe2(pattern);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new FunctionError(
			`error parsing regexp: ${error.message}${error.fragment === '' ? '' : `: \`${error.fragment}\``}`,
		);
	}
}

function all(pattern: string, text: string, count: number): RegexpMatch[] {
	return compiled(pattern).all(text, count < 0 ? MATCHES_MAX : count);
}

function replaced(regexp: Regexp, text: string, by: (match: RegexpMatch) => string): string {
	let out = '';
	let from = 0;
	for (const match of regexp.all(text, MATCHES_MAX)) {
		out += text.slice(from, match.start) + by(match);
		from = match.end;
	}
	return out + text.slice(from);
}

/** "${1}", "$1", "${name}", "$$". Models regexp.Expand. */
function expanded(template: string, match: RegexpMatch, names: readonly string[]): string {
	return template.replace(/\$(\$|\{(\w+)\}|(\w+))/g, (_all, whole: string, braced?: string, bare?: string) => {
		if (whole === '$') return '$';
		const name = braced ?? bare ?? '';
		const index = /^\d+$/.test(name) ? Number(name) : names.indexOf(name);
		return match.groups[index] ?? '';
	});
}

/** Models regexp.Split. */
function split(pattern: string, text: string, count: number): string[] {
	if (count === 0) return [];
	if (pattern !== '' && text === '') return [''];
	const out: string[] = [];
	let from = 0;
	let end = 0;
	for (const match of all(pattern, text, count)) {
		if (count > 0 && out.length === count - 1) break;
		end = match.start;
		if (match.end !== 0) out.push(text.slice(from, end));
		from = match.end;
	}
	if (end !== text.length) out.push(text.slice(from));
	return out;
}

function decoded(text: string): string {
	try {
		return decodeUtf8(decodeStandardBase64(text));
	} catch (error) {
		if (!(error instanceof Base64Error)) throw error;
		return error.message;
	}
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function encodeBase32(bytes: Uint8Array): string {
	let out = '';
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			out += BASE32.charAt((held >> bits) & 31);
		}
		held &= (1 << bits) - 1;
	}
	if (bits > 0) out += BASE32.charAt((held << (5 - bits)) & 31);
	return out.padEnd(Math.ceil(out.length / 8) * 8, '=');
}

function decodeBase32(text: string): string {
	const out: number[] = [];
	let bits = 0;
	let held = 0;
	for (const [index, char] of [...text.replace(/=+$/, '')].entries()) {
		const value = BASE32.indexOf(char);
		if (value < 0) return `illegal base32 data at input byte ${index}`;
		held = (held << 5) | value;
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		out.push((held >> bits) & 255);
		held &= (1 << bits) - 1;
	}
	return decodeUtf8(Uint8Array.from(out));
}

export function hex(bytes: Uint8Array): string {
	let out = '';
	for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
	return out;
}

function adler32(bytes: Uint8Array): number {
	let a = 1;
	let b = 0;
	for (const byte of bytes) {
		a = (a + byte) % 65_521;
		b = (b + a) % 65_521;
	}
	return b * 65_536 + a;
}

/** What `semver` gives: a *semver.Version. */
class GoVersion extends GoObject {
	readonly typeName = '*semver.Version';
	override readonly kind = 'ptr';
	readonly version: SemanticVersion;

	constructor(version: SemanticVersion) {
		super();
		this.version = version;
	}

	override method(name: string): ((args: readonly unknown[]) => unknown) | undefined {
		const { version } = this;
		switch (name) {
			case 'Major':
			case 'Minor':
			case 'Patch':
				return () => version[name.toLowerCase() as 'major' | 'minor' | 'patch'];
			case 'Prerelease':
				return () => version.prerelease;
			case 'Metadata':
				return () => version.metadata;
			case 'Original':
				return () => version.original;
			case 'String':
				return () => versionText(version);
			case 'Compare':
				return ([other]) => new GoInt(compareVersions(version, other instanceof GoVersion ? other.version : version));
			case 'Equal':
				return ([other]) => other instanceof GoVersion && compareVersions(version, other.version) === 0;
			case 'LessThan':
				return ([other]) => other instanceof GoVersion && compareVersions(version, other.version) < 0;
			case 'GreaterThan':
				return ([other]) => other instanceof GoVersion && compareVersions(version, other.version) > 0;
			default:
				return undefined;
		}
	}

	printed(): string {
		return versionText(this.version);
	}
}

function versionOf(text: string): SemanticVersion {
	try {
		return parseVersion(text);
	} catch (error) {
		if (!(error instanceof SemverError)) throw error;
		throw new FunctionError(error.message);
	}
}

function compare(constraint: string, text: string): boolean {
	try {
		const check = parseConstraint(constraint);
		return check(parseVersion(text));
	} catch (error) {
		if (!(error instanceof SemverError)) throw error;
		throw new FunctionError(error.message);
	}
}

/** Models net/url Parse, as sprig shows it. */
function parseUrl(text: string): Dict {
	const refuse = (problem: string): never => {
		throw new FunctionError(`unable to parse url: parse ${goQuote(text)}: ${problem}`);
	};
	if (/[\0-\x1f\x7f]/.test(text)) refuse('net/url: invalid control character in URL');
	if (text.startsWith(':')) refuse('missing protocol scheme');
	const [beforeFragment = '', fragment = ''] = splitOnce(text, '#');
	const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(beforeFragment)?.[1] ?? '';
	const rest = scheme === '' ? beforeFragment : beforeFragment.slice(scheme.length + 1);
	const [beforeQuery = '', query = ''] = splitOnce(rest, '?');
	const authority = beforeQuery.startsWith('//') ? (beforeQuery.slice(2).split('/')[0] as string) : undefined;
	const path = authority === undefined ? beforeQuery : beforeQuery.slice(authority.length + 2);
	const at = (authority ?? '').lastIndexOf('@');
	const host = (authority ?? '').slice(at + 1);
	const badEscape = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(path);
	if (badEscape !== null) refuse(`invalid URL escape ${goQuote(badEscape[0])}`);
	if (host.startsWith('[') && !host.includes(']')) refuse("missing ']' in host");
	const port = /:([^:\]]*)$/.exec(host)?.[1];
	if (port !== undefined && !/^\d*$/.test(port)) refuse(`invalid port ${goQuote(`:${port}`)} after host`);
	if (scheme === '' && authority === undefined && /^[^/]*:/.test(path)) {
		refuse('first path segment in URL cannot contain colon');
	}
	const opaque = scheme !== '' && authority === undefined && !path.startsWith('/') ? path : '';
	const out = newDict();
	out.scheme = scheme.toLowerCase();
	out.host = host;
	out.hostname = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
	out.path = opaque === '' ? (percentDecode(path) ?? path) : '';
	out.query = query;
	out.opaque = opaque;
	out.fragment = fragment;
	out.userinfo = at < 0 ? '' : (authority as string).slice(0, at);
	return out;
}

function splitOnce(text: string, mark: string): string[] {
	const at = indexOfText(text, mark);
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function joinUrl(parts: Dict): string {
	const part = (name: string): string => {
		const value = parts[name] ?? '';
		if (typeof value === 'string') return value;
		throw new FunctionError(`unable to parse ${name} key, must be of type string, but ${textOf(value)} found`);
	};
	const [scheme, host, query, fragment, user] = ['scheme', 'host', 'query', 'fragment', 'userinfo'].map(part);
	const path = escapedPath(part('path'));
	const head = scheme === '' ? '' : `${scheme}:`;
	const authority = host === '' && user === '' ? '' : `//${user === '' ? '' : `${user}@`}${host}`;
	const slash = authority !== '' && path !== '' && !path.startsWith('/') ? '/' : '';
	const body = part('opaque') === '' ? `${authority}${slash}${path}` : part('opaque');
	return `${head}${body}${query === '' ? '' : `?${query}`}${fragment === '' ? '' : `#${fragment}`}`;
}

/** Models net/url URL.EscapedPath. */
function escapedPath(path: string): string {
	return path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@!*'()]/gu, (char) => {
		let out = '';
		for (const byte of bytesOf(char)) out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
		return out;
	});
}
