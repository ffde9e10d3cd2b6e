import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import { HttpHeaders } from '../../machinery/http/http-message.ts';
import type { Url } from '../../machinery/http/url.ts';
import { pathEscape, queryEscape } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readAll, readFile } from '../stdio.ts';
import { CurlFailure } from './curl-failure.ts';
import type { CurlOptions } from './curl-options.ts';

export interface CurlBody {
	readonly bytes: Uint8Array;
	readonly contentType: string | undefined;
}

/** The body that -d, --json, -F and -T describe; undefined when there is none. */
export function* requestBody(
	process: Process,
	{ given, values }: CurlOptions,
	warn: (text: string) => Task<void>,
): Task<CurlBody | undefined> {
	if (values.upload !== undefined) {
		return { bytes: yield* fileBytes(process, values.upload), contentType: undefined };
	}
	const forms = given.filter(({ key }) => key === 'form' || key === 'formString');
	if (forms.length > 0) return yield* multipart(process, forms);
	const parts: Uint8Array[] = [];
	let json = false;
	for (const { key, value = '' } of given) {
		const piece = yield* dataPiece(process, key, value, warn);
		if (piece === undefined) continue;
		if (key === 'json') json = true;
		else if (parts.length > 0) parts.push(encodeUtf8('&'));
		parts.push(piece);
	}
	if (parts.length === 0) return undefined;
	return { bytes: concatBytes(parts), contentType: json ? 'application/json' : 'application/x-www-form-urlencoded' };
}

function* dataPiece(
	process: Process,
	key: string,
	value: string,
	warn: (text: string) => Task<void>,
): Task<Uint8Array | undefined> {
	switch (key) {
		case 'data':
		case 'dataBinary':
		case 'json': {
			if (!value.startsWith('@')) return encodeUtf8(value);
			const path = value.slice(1);
			try {
				const bytes = path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path);
				// -d leaves out line ends.
				return key === 'data' ? bytes.filter((byte) => byte !== 10 && byte !== 13) : bytes;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* warn(`Couldn't read data from file "${path}", this makes an empty POST.`);
				return new Uint8Array(0);
			}
		}
		case 'dataRaw':
			return encodeUtf8(value);
		case 'dataUrlencode':
			return encodeUtf8(yield* encodedPiece(process, value));
		default:
			return undefined;
	}
}

/** "content", "=content", "name=content", "@file", "name@file". */
function* encodedPiece(process: Process, value: string): Task<string> {
	const encode = (text: string): string => queryEscape(text).replaceAll('+', '%20');
	const match = /^([^=@]*)([=@])(.*)$/s.exec(value);
	if (match === null) return encode(value);
	const [, name = '', kind = '', rest = ''] = match;
	const content = kind === '=' ? rest : decodeUtf8(yield* fileBytes(process, rest));
	return name === '' ? encode(content) : `${name}=${encode(content)}`;
}

function* fileBytes(process: Process, path: string): Task<Uint8Array> {
	try {
		return path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new CurlFailure(26, 'Failed to open/read local data from file/application');
	}
}

function* multipart(
	process: Process,
	forms: readonly { readonly key: string; readonly value: string | undefined }[],
): Task<CurlBody> {
	const boundary = `------------------------${[0, 1].map(() => process.randomUint32().toString(16).padStart(8, '0')).join('')}`;
	const parts: Uint8Array[] = [];
	for (const { key, value = '' } of forms) {
		const equals = value.indexOf('=');
		if (equals < 0) throw new CurlFailure(2, 'Illegally formatted input field');
		const name = value.slice(0, equals);
		const content = value.slice(equals + 1);
		let headers = `Content-Disposition: form-data; name="${name}"`;
		let bytes: Uint8Array = encodeUtf8(content);
		if (key === 'form' && /^[@<]/.test(content)) {
			const [path = '', ...settings] = content.slice(1).split(';');
			bytes = yield* fileBytes(process, path);
			const type = settings.find((each) => each.startsWith('type='))?.slice(5) ?? 'application/octet-stream';
			if (content.startsWith('@')) headers += `; filename="${path.split('/').at(-1)}"\r\nContent-Type: ${type}`;
		}
		parts.push(encodeUtf8(`--${boundary}\r\n${headers}\r\n\r\n`), bytes, encodeUtf8('\r\n'));
	}
	parts.push(encodeUtf8(`--${boundary}--\r\n`));
	return { bytes: concatBytes(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** Headers in the order in which curl sends them: its own, then those of -H, which replace them. */
export function requestHeaders(url: Url, options: CurlOptions, body: CurlBody | undefined): HttpHeaders {
	const { values, given } = options;
	const own = given.filter(({ key }) => key === 'header').map(({ value = '' }) => value);
	const custom = new Map<string, string>();
	const removed = new Set<string>();
	for (const line of own) {
		const match = /^([^:;]+)([:;])\s*(.*)$/s.exec(line);
		if (match === null) continue;
		const [, name = '', sign, value = ''] = match;
		if (value === '' && sign === ':') removed.add(name.toLowerCase());
		else custom.set(name, value);
	}
	const has = (name: string): boolean =>
		removed.has(name) || [...custom.keys()].some((each) => each.toLowerCase() === name);
	const headers = new HttpHeaders();
	const add = (name: string, value: string): void => {
		if (!has(name.toLowerCase())) headers.add(name, value);
	};
	const host = [...custom].find(([name]) => name.toLowerCase() === 'host');
	headers.add('Host', host?.[1] ?? hostHeader(url));
	const user = values.user ?? url.userInfo;
	if (user !== undefined) add('Authorization', `Basic ${encodeBase64(encodeUtf8(user))}`);
	else if (values.bearer !== undefined) add('Authorization', `Bearer ${values.bearer}`);
	if (values.agent !== '') add('User-Agent', values.agent ?? USER_AGENT);
	add('Accept', values.json === undefined ? '*/*' : 'application/json');
	if (values.referer !== undefined) add('Referer', values.referer);
	if (values.cookie?.includes('=')) add('Cookie', values.cookie);
	for (const [name, value] of custom) if (name.toLowerCase() !== 'host') headers.add(name, value);
	if (body !== undefined) {
		add('Content-Length', String(body.bytes.length));
		if (body.contentType !== undefined) add('Content-Type', body.contentType);
	}
	return headers;
}

export const USER_AGENT = 'curl/8.5.0';

export function hostHeader(url: Url): string {
	const standard = url.scheme === 'https' ? 443 : 80;
	return url.port === undefined || url.port === standard ? url.host : `${url.host}:${url.port}`;
}

/** The path and query of the request line; characters that may not stand there are escaped. */
export function requestTarget(url: Url, extraQuery: string): string {
	const query = [url.query, extraQuery].filter((each) => each !== '').join('&');
	const path = url.path.includes('%') ? url.path : pathEscape(url.path).replaceAll('%7E', '~');
	return path + (query === '' ? '' : `?${query}`);
}
