import { parseUrl } from '../../machinery/http/url.ts';
import type { CurlFailure } from './curl-failure.ts';
import type { Exchange } from './curl-transfer.ts';

/** What one transfer came to. */
export interface TransferResult {
	readonly url: string;
	/** 0 when there was no response. */
	readonly status: number;
	readonly exchange: Exchange | undefined;
	readonly failure: CurlFailure | undefined;
	readonly downloaded: number;
	readonly uploaded: number;
	readonly redirects: number;
	readonly totalMs: number;
	readonly redirectUrl: string;
	/** Connections made: hosts that redirections stay at are not asked anew. */
	readonly connects: number;
	/** Of all responses and requests. */
	readonly headerBytes: number;
	readonly requestBytes: number;
	/** What redirections took. */
	readonly redirectMs: number;
	/** Where the body went; '' for standard output. */
	readonly fileName: string;
	/** Its number among the URLs. */
	readonly index: number;
	readonly referer: string;
}

/** What -w prints, where to. */
export interface WriteOutPiece {
	readonly to: 'stdout' | 'stderr';
	readonly text: string;
}

/** -w: variables and escapes, in order. */
export function* formatWriteOut(format: string, result: TransferResult): Generator<WriteOutPiece, void> {
	let to: WriteOutPiece['to'] = 'stdout';
	// Each is the same wherever it stands.
	const values = new Map<string, string | undefined>();
	const parts = /%header\{([^}]*)\}|%\{([\w.]+)\}|%%|\\([nrt\\])|[^%\\]+|[%\\]/g;
	for (const [whole, header, name, letter] of format.matchAll(parts)) {
		if (header !== undefined) yield { to, text: result.exchange?.head.headers.get(header) ?? '' };
		else if (letter !== undefined) yield { to, text: { n: '\n', r: '\r', t: '\t' }[letter] ?? whole };
		else if (whole === '%%') yield { to, text: '%' };
		else if (name === undefined) yield { to, text: whole };
		else if (name === 'stdout' || name === 'stderr') to = name;
		else if (name === 'onerror') {
			if (result.failure === undefined) return;
		} else {
			if (!values.has(name)) values.set(name, variable(name, result));
			const value = values.get(name);
			if (value === undefined) yield { to: 'stderr', text: `curl: unknown --write-out variable: '${name}'\n` };
			else yield { to, text: value };
		}
	}
}

/** The variables of `%{json}`, in its order: those of texts without a value are null. */
const TEXTS = new Set(
	'content_type errormsg filename_effective ftp_entry_path http_version local_ip method redirect_url referer remote_ip scheme url url_effective certs'.split(
		' ',
	),
);
const NAMES =
	'certs content_type errormsg exitcode filename_effective ftp_entry_path http_code http_connect http_version local_ip local_port method num_certs num_connects num_headers num_redirects proxy_ssl_verify_result redirect_url referer remote_ip remote_port response_code scheme size_download size_header size_request size_upload speed_download speed_upload ssl_verify_result time_appconnect time_connect time_namelookup time_pretransfer time_redirect time_starttransfer time_total url url.fragment url.host url.options url.password url.path url.port url.query url.scheme url.user url.zoneid url_effective urle.fragment urle.host urle.options urle.password urle.path urle.port urle.query urle.scheme urle.user urle.zoneid urlnum xfer_id conn_id'.split(
		' ',
	);
const VERSION =
	'libcurl/8.5.0 OpenSSL/3.0.13 zlib/1.3 brotli/1.1.0 zstd/1.5.5 libidn2/2.3.7 libpsl/0.21.2 (+libidn2/2.3.7) libssh/0.10.6/openssl/zlib nghttp2/1.59.0 librtmp/2.3 OpenLDAP/2.6.7';

function jsonText(result: TransferResult): string {
	const members = NAMES.map((name) => {
		const value = variable(name, result) ?? '';
		const isText = TEXTS.has(name) || name.startsWith('url.') || name.startsWith('urle.');
		// Of these an empty text is none.
		const isNull = value === '' && !['certs', 'local_ip', 'remote_ip'].includes(name);
		if (isText) return `"${name}":${isNull ? 'null' : JSON.stringify(value)}`;
		return `"${name}":${Number.isInteger(Number(value)) && !value.includes('.') ? Number(value) : value}`;
	});
	return `{${members.join(',')},"curl_version":"${VERSION}"}`;
}

/** Lower-case names with all their values, a line each. */
function headerJson({ exchange }: TransferResult): string {
	const values = new Map<string, string[]>();
	for (const [name, value] of exchange?.head.headers.entries() ?? []) {
		const key = name.toLowerCase();
		values.set(key, [...(values.get(key) ?? []), value]);
	}
	const lines = [...values].map(([name, each]) => `"${name}":${JSON.stringify(each)}`);
	return `{${lines.join(',\n')}\n}`;
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(6);
}

/** By name. */
const VARIABLES: ReadonlyMap<string, (result: TransferResult) => string> = new Map([
	['http_code', (result) => String(result.status).padStart(3, '0')],
	['response_code', (result) => String(result.status).padStart(3, '0')],
	['http_connect', () => '000'],
	[
		'http_version',
		({ exchange }) => (exchange === undefined ? '0' : exchange.head.version === 'HTTP/1.1' ? '1.1' : '1'),
	],
	['size_download', (result) => String(result.downloaded)],
	['size_upload', (result) => String(result.uploaded)],
	['size_header', (result) => String(result.headerBytes)],
	['size_request', (result) => String(result.requestBytes)],
	['speed_download', (result) => speed(result.downloaded, result)],
	['speed_upload', (result) => speed(result.uploaded, result)],
	['time_total', (result) => seconds(result.totalMs)],
	['time_redirect', (result) => seconds(result.redirectMs)],
	['time_namelookup', ({ exchange }) => seconds(exchange?.times.lookupMs ?? 0)],
	['time_connect', ({ exchange }) => seconds(exchange?.times.connectMs ?? 0)],
	['time_appconnect', ({ exchange }) => seconds(exchange?.url.scheme === 'https' ? exchange.times.connectMs : 0)],
	['time_pretransfer', ({ exchange }) => seconds(exchange?.times.connectMs ?? 0)],
	['time_starttransfer', ({ exchange }) => seconds(exchange?.times.firstByteMs ?? 0)],
	['url', (result) => result.url],
	['url_effective', (result) => result.url],
	['redirect_url', (result) => result.redirectUrl],
	['num_redirects', (result) => String(result.redirects)],
	['num_connects', (result) => String(result.connects)],
	['num_headers', ({ exchange }) => String([...(exchange?.head.headers.entries() ?? [])].length)],
	['num_certs', () => '0'],
	['certs', () => ''],
	['content_type', ({ exchange }) => exchange?.head.headers.get('content-type') ?? ''],
	['remote_ip', ({ exchange }) => exchange?.address ?? ''],
	['remote_port', ({ exchange }) => String(exchange?.port ?? 0)],
	['local_ip', ({ exchange }) => exchange?.local.address ?? ''],
	['local_port', ({ exchange }) => String(exchange?.local.port ?? 0)],
	['scheme', ({ exchange }) => exchange?.url.scheme ?? ''],
	['method', ({ exchange }) => exchange?.method ?? 'GET'],
	['referer', (result) => result.referer],
	['filename_effective', (result) => result.fileName],
	['ftp_entry_path', () => ''],
	['exitcode', ({ failure }) => String(failure?.code ?? 0)],
	['errormsg', ({ failure }) => failure?.message ?? ''],
	['ssl_verify_result', () => '0'],
	['proxy_ssl_verify_result', () => '0'],
	['urlnum', (result) => String(result.index)],
	['xfer_id', (result) => String(result.index)],
	['conn_id', () => '0'],
	['header_json', headerJson],
	['json', jsonText],
]);

function variable(name: string, result: TransferResult): string | undefined {
	return VARIABLES.get(name)?.(result) ?? urlPart(name, result.url);
}

function speed(bytes: number, { totalMs }: TransferResult): string {
	return String(totalMs === 0 ? 0 : Math.floor((bytes * 1000) / totalMs));
}

/** `%{url.host}` and its like; undefined for what is none. */
function urlPart(name: string, text: string): string | undefined {
	const [, part = ''] = /^urle?\.(\w+)$/.exec(name) ?? [];
	const url = parseUrl(/^\w+:\/\//.test(text) ? text : `http://${text}`);
	const [user = '', password = ''] = (url?.userInfo ?? '').split(':');
	switch (part) {
		case 'scheme':
		case 'host':
		case 'path':
		case 'query':
		case 'fragment':
			return url?.[part] ?? '';
		case 'port':
			return String(url?.port ?? (url?.scheme === 'https' ? 443 : 80));
		case 'user':
			return user;
		case 'password':
			return password;
		case 'options':
		case 'zoneid':
			return '';
		default:
			return undefined;
	}
}
