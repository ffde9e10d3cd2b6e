import type { HttpAnswer } from '../../../kernel/serving/http-server.ts';
import { reasonPhrase } from '../../../machinery/http/http-message.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';

/**
 * nginx's own page for a status, as it writes it to every client that is no old browser.
 * @param version '' when it does not tell (server_tokens off).
 */
export function errorPage(status: number, version: string): string {
	const title = `${status} ${statusTitle(status)}`;
	const server = version === '' ? 'nginx' : `nginx/${version}`;
	return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
}

/** nginx's titles, where they are not the standard phrases. */
function statusTitle(status: number): string {
	if (status === 302) return 'Found';
	if (status === 401) return 'Authorization Required';
	if (status === 405) return 'Not Allowed';
	if (status === 408) return 'Request Time-out';
	if (status === 414) return 'Request-URI Too Large';
	if (status === 503) return 'Service Temporarily Unavailable';
	if (status === 504) return 'Gateway Time-out';
	return reasonPhrase(status);
}

export interface NginxContent {
	readonly status: number;
	readonly type: string;
	readonly body: string | Uint8Array;
	/** Between Content-Length and Connection. */
	readonly lastModifiedMs?: number;
	readonly location?: string;
	readonly close?: boolean;
	readonly extraHeaders?: readonly (readonly [string, string])[];
}

/** Puts the headers in the order nginx sends them. */
export function nginxAnswer(content: NginxContent, nowMs: number, version: string): HttpAnswer {
	const length = content.body.length;
	const headers: (readonly [string, string])[] = [
		['Server', `nginx/${version}`],
		['Date', formatHttpDate(nowMs)],
	];
	if (content.status !== 304) headers.push(['Content-Type', content.type]);
	if (content.status !== 304) headers.push(['Content-Length', String(byteLength(content.body, length))]);
	if (content.lastModifiedMs !== undefined) headers.push(['Last-Modified', formatHttpDate(content.lastModifiedMs)]);
	if (content.location !== undefined) headers.push(['Location', content.location]);
	headers.push(['Connection', content.close ? 'close' : 'keep-alive']);
	if (content.lastModifiedMs !== undefined && content.status < 300) {
		const seconds = Math.floor(content.lastModifiedMs / 1000).toString(16);
		headers.push(['ETag', `"${seconds}-${byteLength(content.body, length).toString(16)}"`]);
		headers.push(['Accept-Ranges', 'bytes']);
	}
	headers.push(...(content.extraHeaders ?? []));
	return { status: content.status, headers, body: content.body, ...(content.close ? { close: true } : {}) };
}

function byteLength(body: string | Uint8Array, length: number): number {
	if (typeof body !== 'string') return length;
	let bytes = 0;
	for (const char of body) {
		const code = char.codePointAt(0) as number;
		bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	}
	return bytes;
}
