import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { parseUrl } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { CommandError } from './errors.ts';
import { SocketTransport } from './transport.ts';

const ATTEMPTS = 3;

/** The text behind a URL given to `-f`. Models cli-runtime readHttpWithRetries. */
export function* fetchUrl(process: Process, url: string): Task<string> {
	const parsed = parseUrl(url);
	if (parsed === undefined) throw new CommandError(`the URL passed to filename ${JSON.stringify(url)} is not valid`);
	let failure = '';
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		if (attempt > 0) yield* process.sleep(1000);
		try {
			const origin = `${parsed.scheme}://${parsed.host}${parsed.port === undefined ? '' : `:${parsed.port}`}`;
			const transport = new SocketTransport(process, { server: origin, caPem: undefined, insecure: false });
			const response = yield* transport.request({ method: 'GET', path: parsed.path, stream: false });
			if (response.status === 200) return bodyText(response.body);
			failure = `unable to read URL ${JSON.stringify(url)}, server reported ${response.status}, status code=${response.status}`;
			if (response.status < 500) break;
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			failure = `Get ${JSON.stringify(url)}: ${error.detail}`;
		}
	}
	throw new CommandError(failure);
}

function bodyText(body: unknown): string {
	if (typeof body === 'string') return body;
	return body instanceof Uint8Array ? decodeUtf8(body) : JSON.stringify(body);
}
