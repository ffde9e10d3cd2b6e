import { TransportError } from '../../../client/transport.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { textOf } from '../../../kernel/resolve-host.ts';
import { parseUrl, type Url } from '../../../machinery/http/url.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { ByteStream } from '../../kubectl/rest-client.ts';
import { SocketTransport } from '../../kubectl/transport.ts';
import { SYSTEM_CA_FILE } from '../../network/http-connection.ts';
import { HelmError } from '../helm-error.ts';

const REDIRECTS_MAX = 10;

/** What a URL has. @throws HelmError. Models helm.sh/helm/v3/pkg/getter HTTPGetter. */
export function* download(process: Process, url: string): Task<Uint8Array> {
	const parsed = parseUrl(url);
	if (parsed === undefined) throw new HelmError(`could not find protocol handler for: ${url.split(':')[0]}`);
	const caPem = yield* textOf(process, SYSTEM_CA_FILE);
	let place = parsed;
	try {
		for (let hops = 0; hops < REDIRECTS_MAX; hops++) {
			const server = serverOf(place);
			const transport = new SocketTransport(process, { server, caPem, insecure: false });
			const headers = { connection: 'close' };
			const response = yield* transport.request({ method: 'GET', path: place.path, headers, stream: true });
			const location = response.headers.get('location');
			const body =
				response.stream === undefined ? bytesOf(response.body) : yield* new ByteStream(process, response.stream).all();
			if (response.status === 200) return body;
			if (response.status < 301 || response.status > 308 || typeof location !== 'string') {
				throw new HelmError(`failed to fetch ${url} : ${response.status} ${STATUS_TEXTS[response.status] ?? ''}`);
			}
			const next = parseUrl(location.startsWith('/') ? `${server}${location}` : location);
			if (next === undefined) throw new HelmError(`failed to fetch ${url} : ${response.status}`);
			place = next;
		}
	} catch (error) {
		if (!(error instanceof TransportError)) throw error;
		throw new HelmError(`Get ${JSON.stringify(url)}: ${error.detail}`);
	}
	throw new HelmError(`Get ${JSON.stringify(url)}: stopped after ${REDIRECTS_MAX} redirects`);
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
};

function serverOf({ scheme, host, port }: Url): string {
	return `${scheme}://${host}${port === undefined ? '' : `:${port}`}`;
}

function bytesOf(body: unknown): Uint8Array {
	if (body instanceof Uint8Array) return body;
	return encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body));
}
