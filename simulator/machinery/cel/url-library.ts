import { celFault } from './cel-fault.ts';
import { type CelFunctions, declareFunctions } from './cel-overload.ts';
import { URL_TYPE } from './cel-type-names.ts';
import { CelMap, CelOpaque } from './cel-value.ts';

class CelUrl extends CelOpaque {
	readonly type = URL_TYPE;
	readonly scheme: string;
	readonly host: string;
	readonly path: string;
	readonly query: string;
	constructor(scheme: string, host: string, path: string, query: string) {
		super();
		this.scheme = scheme;
		this.host = host;
		this.path = path;
		this.query = query;
	}

	equals({ scheme, host, path, query }: this): boolean {
		return this.scheme === scheme && this.host === host && this.path === path && this.query === query;
	}
}

function parseUrl(text: string): CelUrl | undefined {
	const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#\s]*))?(\/[^?#\s]*|)(?:\?([^#\s]*))?(?:#\S*)?$/.exec(text);
	if (match === null || text === '') return undefined;
	const [, scheme = '', authority = '', path = '', query = ''] = match;
	if (scheme === '' && !path.startsWith('/')) return undefined;
	return new CelUrl(scheme.toLowerCase(), authority.replace(/^.*@/, ''), path, query);
}

function urlOf(text: string): CelUrl {
	const url = parseUrl(text);
	if (url !== undefined) return url;
	const why = text === '' ? 'empty url' : 'invalid URI for request';
	throw celFault(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: ${why}`);
}

function hostname({ host }: CelUrl): string {
	return host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
}

function queryOf(query: string): CelMap {
	const out = new CelMap(new Map());
	const values = new Map<string, string[]>();
	for (const pair of query.split('&')) {
		if (pair === '') continue;
		const [key = '', value = ''] = pair.split('=');
		const name = decoded(key);
		values.set(name, [...(values.get(name) ?? []), decoded(value)]);
	}
	for (const [name, list] of values) out.insert(name, list);
	return out;
}

function decoded(text: string): string {
	return text
		.replaceAll('+', ' ')
		.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Models apiserver/pkg/cel/library URLs. */
export const URL_LIBRARY: CelFunctions = declareFunctions(
	{
		url: [['string_to_url', '(string) URL', urlOf]],
		isURL: [['is_url_string', '(string) bool', (text: string) => parseUrl(text) !== undefined]],
		getScheme: [['url_get_scheme', 'URL.() string', ({ scheme }: CelUrl) => scheme]],
		getHost: [['url_get_host', 'URL.() string', ({ host }: CelUrl) => host]],
		getHostname: [['url_get_hostname', 'URL.() string', hostname]],
		getPort: [['url_get_port', 'URL.() string', ({ host }: CelUrl) => /:(\d*)$/.exec(host)?.[1] ?? '']],
		getEscapedPath: [['url_get_escaped_path', 'URL.() string', ({ path }: CelUrl) => path]],
		getQuery: [['url_get_query', 'URL.() map(string, list(string))', ({ query }: CelUrl) => queryOf(query)]],
	},
	{ URL: URL_TYPE },
);
