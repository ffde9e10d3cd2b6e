import { TransportError } from '../../../client/transport.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../../machinery/http/http-reader.ts';
import type { Status } from '../../../machinery/status.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';

const BODY_BYTES_MAX = 16 * 1024 * 1024;

export interface UpgradeRequest {
	readonly method: 'GET' | 'POST';
	readonly target: string;
	readonly headers: readonly (readonly [string, string])[];
}

/** Asks on a fresh connection for another protocol on it. @throws ApiError when that is refused; TransportError. */
export function* openUpgrade(
	{ duplex, reader }: { readonly duplex: ByteDuplex; readonly reader: ByteReader },
	{ method, target, headers }: UpgradeRequest,
): Task<void> {
	try {
		const fields = new HttpHeaders();
		// One name may stand for several headers (Impersonate-Group): their values come in lines.
		for (const [name, value] of headers) for (const line of value.split('\n')) fields.add(name, line);
		if (method === 'POST') fields.add('Content-Length', '0');
		yield* duplex.write(encodeRequestHead({ method, target, version: 'HTTP/1.1', headers: fields }));
		const head = yield* readResponseHead(reader);
		if (head === undefined) throw new TransportError('EOF');
		if (head.status === 101) return;
		const body = yield* readWholeBody(responseBody(reader, head, method), BODY_BYTES_MAX);
		throw new ApiError(refusal(head.status, body === undefined ? '' : decodeUtf8(body)));
	} catch (error) {
		duplex.close();
		if (error instanceof ConnectionError || error instanceof HttpSyntaxError) throw new TransportError(error.message);
		throw error;
	}
}

function refusal(code: number, text: string): Status {
	try {
		const status = JSON.parse(text) as Status;
		if (status.kind === 'Status') return status;
	} catch {
		// Not a Status: the text itself is the message.
	}
	return {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: text.trim() === '' ? 'unable to upgrade connection' : `unable to upgrade connection: ${text.trim()}`,
		code,
	};
}
