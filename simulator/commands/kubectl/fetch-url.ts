import { type ClientResponse, TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { reasonPhrase } from '../../machinery/http/http-message.ts';
import { parseUrl, type Url } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { SYSTEM_CA_FILE } from '../network/http-connection.ts';
import { CommandError } from './errors.ts';
import { SocketTransport } from './transport.ts';

const ATTEMPTS = 3;
const REDIRECTS_MAX = 10;

/** The text behind a URL given to `-f`. Models cli-runtime readHttpWithRetries. */
export function* fetchUrl(process: Process, url: string): Task<string> {
	const parsed = parseUrl(url);
	if (parsed === undefined) throw new CommandError(`the URL passed to filename ${JSON.stringify(url)} is not valid`);
	let failure = '';
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		if (attempt > 0) yield* process.sleep(1000);
		try {
			const response = yield* follow(process, parsed);
			if (response.status === 200) return bodyText(response.body);
			failure = `unable to read URL ${JSON.stringify(url)}, server reported ${response.status} ${reasonPhrase(response.status)}, status code=${response.status}`;
			if (response.status < 500) break;
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			failure = `Get ${JSON.stringify(url)}: ${error.detail}`;
		}
	}
	throw new CommandError(failure);
}

/** Models net/http Client with its default CheckRedirect. */
function* follow(process: Process, first: Url): Task<ClientResponse> {
	const caPem = yield* textOf(process, SYSTEM_CA_FILE);
	let url = first;
	for (let hops = 0; hops < REDIRECTS_MAX; hops++) {
		const server = `${url.scheme}://${url.host}${url.port === undefined ? '' : `:${url.port}`}`;
		const transport = new SocketTransport(process, { server, caPem, insecure: false });
		const headers = { connection: 'close' };
		const response = yield* transport.request({ method: 'GET', path: url.path, headers, stream: false });
		const location = response.headers.get('location');
		if (response.status < 301 || response.status > 308 || typeof location !== 'string') return response;
		const next = parseUrl(location.startsWith('/') ? `${server}${location}` : location);
		if (next === undefined) return response;
		url = next;
	}
	throw new TransportError(`stopped after ${REDIRECTS_MAX} redirects`);
}

function bodyText(body: unknown): string {
	if (typeof body === 'string') return body;
	return body instanceof Uint8Array ? decodeUtf8(body) : JSON.stringify(body);
}
