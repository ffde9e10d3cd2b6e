import {
	canonicalHeaderName,
	encodeResponseHead,
	HttpHeaders,
	reasonPhrase,
} from '../../machinery/http/http-message.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import type { ApiResponse } from '../request.ts';

export interface ResponseHead {
	readonly status: number;
	readonly headers: ApiResponse['headers'];
	readonly nowMs: number;
	/** Undefined: a response without a body. */
	readonly length: number | 'chunked' | undefined;
	readonly keepAlive: boolean;
}

/** A head as Go's server writes it: the handler's headers sorted, then its own. */
export function encodeHead({ status, headers, nowMs, length, keepAlive }: ResponseHead): Uint8Array {
	const fields = new HttpHeaders();
	for (const name of [...headers.keys()].sort()) {
		const value = headers.get(name) as string | readonly string[];
		for (const each of typeof value === 'string' ? [value] : value) fields.add(canonicalHeaderName(name), each);
	}
	fields.add('Date', formatHttpDate(nowMs));
	if (typeof length === 'number') fields.add('Content-Length', String(length));
	if (!keepAlive && length !== 'chunked') fields.add('Connection', 'close');
	if (length === 'chunked') fields.add('Transfer-Encoding', 'chunked');
	return encodeResponseHead({ status, reason: reasonPhrase(status), version: 'HTTP/1.1', headers: fields });
}
