import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/** The parts of an absolute URL that clients need. */
export interface Url {
	readonly scheme: string;
	/** Without brackets, in lower case. */
	readonly host: string;
	/** Undefined when not given. */
	readonly port: number | undefined;
	readonly userInfo: string | undefined;
	/** Still encoded, with its leading slash; "/" when absent. */
	readonly path: string;
	/** Still encoded, without "?". */
	readonly query: string;
	readonly fragment: string;
}

/** Undefined when `text` is no absolute URL with a host. */
export function parseUrl(text: string): Url | undefined {
	const match =
		/^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(
			text,
		);
	if (match === null || match[3] === '' || match[3] === undefined) return undefined;
	const path = match[5] as string;
	if (path !== '' && !path.startsWith('/')) return undefined;
	const port = match[4] === undefined || match[4] === '' ? undefined : Number(match[4]);
	if (port !== undefined && port > 65_535) return undefined;
	return {
		scheme: (match[1] as string).toLowerCase(),
		host: match[3].replace(/^\[|\]$/g, '').toLowerCase(),
		port,
		userInfo: match[2],
		path: path === '' ? '/' : path,
		query: match[6] ?? '',
		fragment: match[7] ?? '',
	};
}

/** Splits a request target into its decoded path and its parameters; undefined when an escape is malformed. */
export function parseTarget(target: string): { path: string; query: Map<string, string[]> } | undefined {
	const at = target.indexOf('?');
	const path = percentDecode(at < 0 ? target : target.slice(0, at));
	if (path === undefined) return undefined;
	return { path, query: at < 0 ? new Map() : parseQuery(target.slice(at + 1)) };
}

/** Parameters in order; malformed pairs are dropped. Models net/url ParseQuery as net/http uses it. */
export function parseQuery(text: string): Map<string, string[]> {
	const query = new Map<string, string[]>();
	for (const pair of text.split('&')) {
		if (pair === '' || pair.includes(';')) continue;
		const at = pair.indexOf('=');
		const key = percentDecode((at < 0 ? pair : pair.slice(0, at)).replace(/\+/g, ' '));
		const value = percentDecode(at < 0 ? '' : pair.slice(at + 1).replace(/\+/g, ' '));
		if (key === undefined || value === undefined) continue;
		const values = query.get(key);
		if (values === undefined) query.set(key, [value]);
		else values.push(value);
	}
	return query;
}

/** "a=1&b=x+y", keys in order of first use. */
export function formatQuery(pairs: Iterable<readonly [string, string]>): string {
	return [...pairs].map(([key, value]) => `${queryEscape(key)}=${queryEscape(value)}`).join('&');
}

/** Models net/url QueryEscape. */
export function queryEscape(text: string): string {
	return escapeBytes(text, /[^A-Za-z0-9\-_.~]+/g).replace(/%20/g, '+');
}

/** Encodes a path, leaving its slashes. Models net/url URL.EscapedPath. */
export function pathEscape(path: string): string {
	return escapeBytes(path, /[^A-Za-z0-9\-_.~$&+,/:;=@]+/g);
}

/** Undefined when an escape is malformed. */
export function percentDecode(text: string): string | undefined {
	if (!text.includes('%')) return text;
	const bytes: number[] = [];
	const source = encodeUtf8(text);
	for (let i = 0; i < source.length; i++) {
		const byte = source[i] as number;
		if (byte !== 37) {
			bytes.push(byte);
			continue;
		}
		const hex = decodeUtf8(source.subarray(i + 1, i + 3));
		if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return undefined;
		bytes.push(Number.parseInt(hex, 16));
		i += 2;
	}
	return decodeUtf8(Uint8Array.from(bytes));
}

function escapeBytes(text: string, unsafe: RegExp): string {
	return text.replace(unsafe, (part) => {
		let out = '';
		for (const byte of encodeUtf8(part)) out += ESCAPES[byte];
		return out;
	});
}

const ESCAPES: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
	return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});
