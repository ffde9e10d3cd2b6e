import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import { HttpHeaders } from '../../machinery/http/http-message.ts';
import type { Url } from '../../machinery/http/url.ts';
import { pathEscape, percentDecode, queryEscape } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readAll, readFile } from '../stdio.ts';
import type { RequestExtras } from './curl-conditions.ts';
import { CurlFailure } from './curl-failure.ts';
import type { CurlOptions } from './curl-options.ts';

export interface CurlBody {
	readonly bytes: Uint8Array;
	readonly contentType: string | undefined;
	/** Of -T. */
	readonly isUpload?: boolean;
}

/** The body that -d, --json, -F and -T describe; undefined when there is none. */
export function* requestBody(
	process: Process,
	{ given }: CurlOptions,
	upload: string | undefined,
	warn: (text: string) => Task<void>,
): Task<CurlBody | undefined> {
	if (upload !== undefined) {
		return { bytes: yield* fileBytes(process, upload === '.' ? '-' : upload), contentType: undefined, isUpload: true };
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
	key: string | undefined,
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

/** What --url-query adds to a URL; after "+" as it stands. */
export function* addedQuery(process: Process, { given }: CurlOptions): Task<readonly string[]> {
	const parts: string[] = [];
	for (const { key, value = '' } of given) {
		if (key !== 'urlQuery') continue;
		const encoded = value.startsWith('+') ? value.slice(1) : yield* encodedPiece(process, value);
		parts.push(encoded);
	}
	return parts;
}

/** "content", "=content", "name=content", "@file", "name@file". */
function* encodedPiece(process: Process, value: string): Task<string> {
	const encode = queryEscape;
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
	forms: readonly { readonly key: string | undefined; readonly value: string | undefined }[],
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
			const setting = (key: string): string | undefined =>
				settings
					.find((each) => each.trim().startsWith(`${key}=`))
					?.trim()
					.slice(key.length + 1)
					.replace(/^"(.*)"$/, '$1');
			const type = setting('type') ?? contentType(path);
			const shown = setting('filename') ?? path.split('/').at(-1);
			if (content.startsWith('@')) headers += `; filename="${shown}"\r\nContent-Type: ${type}`;
			else if (setting('type') !== undefined) headers += `\r\nContent-Type: ${type}`;
		} else if (key === 'form' && /;type=/.test(content)) {
			const [text = '', type = ''] = content.split(/;type=/);
			bytes = encodeUtf8(text);
			headers += `\r\nContent-Type: ${type}`;
		}
		parts.push(encodeUtf8(`--${boundary}\r\n${headers}\r\n\r\n`), bytes, encodeUtf8('\r\n'));
	}
	parts.push(encodeUtf8(`--${boundary}--\r\n`));
	return { bytes: concatBytes(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** What curl takes a file for, by its name. Models lib/mime.c Curl_mime_contenttype. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
	['gif', 'image/gif'],
	['jpg', 'image/jpeg'],
	['jpeg', 'image/jpeg'],
	['png', 'image/png'],
	['svg', 'image/svg+xml'],
	['txt', 'text/plain'],
	['htm', 'text/html'],
	['html', 'text/html'],
	['pdf', 'application/pdf'],
	['xml', 'application/xml'],
]);

function contentType(path: string): string {
	return CONTENT_TYPES.get(path.split('.').at(-1)?.toLowerCase() ?? '') ?? 'application/octet-stream';
}

/** Headers in the order in which curl sends them: its own, then those of -H, which replace them. */
export function requestHeaders(
	url: Url,
	options: CurlOptions,
	body: CurlBody | undefined,
	extras: RequestExtras & { readonly cookies: string; readonly trusted: boolean; readonly referer: string | undefined },
): HttpHeaders {
	const { values } = options;
	const custom: [string, string][] = [];
	const given = new Set<string>();
	for (const line of extras.lines) {
		const [, name = '', sign, value = ''] = /^([^:;]+)([:;])\s*(.*)$/s.exec(line) ?? [];
		if (name === '' || (sign === ';' && value !== '')) continue;
		given.add(name.toLowerCase());
		const isSecret = /^(?:authorization|cookie)$/i.test(name);
		if ((value !== '' || sign === ';') && (extras.trusted || !isSecret)) custom.push([name, value]);
	}
	const headers = new HttpHeaders();
	const add = (name: string, value: string): void => {
		if (!given.has(name.toLowerCase())) headers.add(name, value);
	};
	const host = custom.find(([name]) => name.toLowerCase() === 'host');
	if (!given.has('host') || host !== undefined) headers.add('Host', host?.[1] ?? hostHeader(url));
	const known = values.user ?? extras.logins.get(url.host);
	const user = url.userInfo === undefined ? (extras.trusted ? known : undefined) : decodedUser(url.userInfo);
	if (user !== undefined)
		add('Authorization', `Basic ${encodeBase64(encodeUtf8(user.includes(':') ? user : `${user}:`))}`);
	else if (values.bearer !== undefined && extras.trusted) add('Authorization', `Bearer ${values.bearer}`);
	if (extras.range !== undefined) add('Range', extras.range);
	if (values.agent !== '') add('User-Agent', values.agent ?? USER_AGENT);
	if (values.json === undefined) add('Accept', '*/*');
	if (values.compressed) add('Accept-Encoding', 'deflate, gzip, br, zstd');
	const referer = extras.referer;
	if (referer !== undefined && referer !== '') add('Referer', referer);
	if (extras.cookies !== '') add('Cookie', extras.cookies);
	if (extras.condition !== undefined) add(...extras.condition);
	for (const [name, value] of custom) if (name.toLowerCase() !== 'host') headers.add(name, value);
	if (body?.contentType === 'application/json') {
		add('Content-Type', body.contentType);
		add('Accept', 'application/json');
	}
	if (body !== undefined) {
		add('Content-Length', String(body.bytes.length));
		if (body.isUpload && body.bytes.length > 0) add('Expect', '100-continue');
		if (body.contentType !== 'application/json' && body.contentType !== undefined)
			add('Content-Type', body.contentType);
	}
	return headers;
}

function decodedUser(text: string): string {
	const [user = '', password] = text.split(/:(.*)/s);
	const decode = (part: string): string => percentDecode(part) ?? part;
	return password === undefined ? decode(user) : `${decode(user)}:${decode(password)}`;
}

export const USER_AGENT = 'curl/8.5.0';

export function hostHeader(url: Url): string {
	const standard = url.scheme === 'https' ? 443 : 80;
	return url.port === undefined || url.port === standard ? url.host : `${url.host}:${url.port}`;
}

/** The path and query of the request line; characters that may not stand there are escaped. */
export function requestTarget(url: Url, extraQuery: string): string {
	const query = [url.query, extraQuery].filter((each) => each !== '').join('&');
	return (url.path + (query === '' ? '' : `?${query}`)).replace(/[\0-\x20\x7f-\uffff]+/g, pathEscape);
}
