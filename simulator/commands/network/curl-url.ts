import type { Url } from '../../machinery/http/url.ts';
import { parseUrl } from '../../machinery/http/url.ts';
import { CurlFailure } from './curl-failure.ts';

export function urlText(url: Url): string {
	const port = url.port === undefined ? '' : `:${url.port}`;
	return `${url.scheme}://${url.host}${port}${url.path}${url.query === '' ? '' : `?${url.query}`}`;
}

/** Where a Location header leads. Throws CurlFailure. */
export function resolveLocation(base: Url, location: string): Url {
	const authority = `${base.scheme}://${base.host}${base.port === undefined ? '' : `:${base.port}`}`;
	const folder = base.path.slice(0, base.path.lastIndexOf('/') + 1);
	const escaped = location.replaceAll(' ', '%20');
	const isAbsolute = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(escaped);
	const relative = escaped.startsWith('/') ? escaped : `${escaped.startsWith('?') ? base.path : folder}${escaped}`;
	const absolute = escaped.startsWith('//') ? `${base.scheme}:${escaped}` : authority + relative;
	const url = parseUrl(isAbsolute ? escaped : absolute);
	const [, scheme = 'http'] = /^(\w+):\/\//.exec(escaped) ?? [];
	if (!/^https?$/i.test(scheme))
		throw new CurlFailure(1, `Protocol "${scheme.toLowerCase()}" not supported or disabled in libcurl`);
	if (url === undefined) throw new CurlFailure(3, urlProblem(location, location));
	return { ...url, path: withoutDots(url.path) };
}

/** A path without "." and "..". Models RFC 3986 5.2.4. */
export function withoutDots(path: string): string {
	if (!/\/\.\.?(?:\/|$)/.test(path)) return path;
	const kept: string[] = [];
	const parts = path.split('/').slice(1);
	for (const [at, part] of parts.entries()) {
		const isLast = at === parts.length - 1;
		if (part === '..') kept.pop();
		if (part !== '.' && part !== '..') kept.push(part);
		else if (isLast) kept.push('');
	}
	return `/${kept.join('/')}`;
}

/** What is wrong with a URL. Models curl 8.5.0 lib/urlapi.c. */
export function urlProblem(given: string, whole: string): string {
	if (/[\0-\x1f\x7f]/.test(given) || given === '') return 'URL using bad/illegal format or missing URL';
	const [, authority = ''] = /^[^:]*:\/\/([^/?#]*)/.exec(whole) ?? [];
	const host = authority.replace(/^.*@/, '');
	if (given.includes(' ')) return 'URL rejected: Malformed input to a URL function';
	if (host === '' || host.startsWith(':')) return 'URL rejected: No host part in the URL';
	if (/:[^\]]*$/.test(host)) return 'URL rejected: Port number was not a decimal number between 0 and 65535';
	return 'URL rejected: Bad hostname';
}

/** "=https", "-http", "http,https": what may be used. Models src/tool_paramhlp.c proto2num. */
export function allowedSchemes(text: string): ReadonlySet<string> {
	const known = ['http', 'https'];
	let allowed = new Set(known);
	for (const [at, token] of text.split(',').entries()) {
		const [, sign = '', name = ''] = /^([=+-]?)(.*)$/.exec(token.trim()) ?? [];
		const named = name.toLowerCase() === 'all' ? ['http', 'https'] : [name.toLowerCase()];
		if (
			!/^(?:all|https?|ftps?|s?ftp|scp|file|dict|tftp|gophers?|imaps?|ldaps?|mqtt|pop3s?|rtsp|smbs?|smtps?|telnet|wss?)$/.test(
				name.toLowerCase(),
			)
		)
			continue;
		if (sign === '=' || (sign === '' && at === 0)) allowed = new Set(named);
		else for (const each of named) sign === '-' ? allowed.delete(each) : allowed.add(each);
	}
	return allowed;
}
