import { type ClientRequest, type ClientResponse, type Transport, TransportError } from '../client/transport.ts';
import { SocketTransport } from '../commands/kubectl/transport.ts';
import { type Process, SystemError } from '../kernel/process-api.ts';
import { readWholeFile } from '../kubelet/images/programs/read-file.ts';
import type { Task } from '../machinery/task.ts';
import { decodeUtf8 } from '../machinery/utf8.ts';

/** Where a container finds its Pod's service account. */
export const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TIMEOUT_MS = 10_000;

/**
 * To the API server as the Pod's service account, by what every container is told. A server that cannot be reached has
 * answered 503. Models client-go/rest InClusterConfig.
 */
export class InClusterTransport implements Transport {
	readonly #process: Process;
	#transport: SocketTransport | undefined;

	constructor(process: Process) {
		this.#process = process;
	}

	*request(request: ClientRequest): Task<ClientResponse> {
		const token = yield* readText(this.#process, `${ACCOUNT}/token`);
		this.#transport ??= yield* this.#connect();
		const headers = {
			...request.headers,
			...programAgent(request.headers?.['user-agent']),
			authorization: `Bearer ${token}`,
			accept: 'application/json',
		};
		try {
			return yield* this.#transport.request({ ...request, headers });
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			return { status: 503, headers: new Map(), body: error.detail };
		}
	}

	*#connect(): Task<SocketTransport> {
		const { env } = this.#process;
		return new SocketTransport(this.#process, {
			server: `https://${env.get('KUBERNETES_SERVICE_HOST') ?? ''}:${env.get('KUBERNETES_SERVICE_PORT') ?? '443'}`,
			caPem: yield* readText(this.#process, `${ACCOUNT}/ca.crt`),
			insecure: false,
			timeoutMs: TIMEOUT_MS,
		});
	}
}

/** What a program that was built without the linker's flags says it is. Models client-go/rest DefaultKubernetesUserAgent. */
function programAgent(program: string | undefined): { readonly 'user-agent'?: string } {
	return program === undefined ? {} : { 'user-agent': `${program}/v0.0.0 (linux/amd64) kubernetes/$Format` };
}

/** '' when it cannot be read. */
export function* readText(process: Process, path: string): Task<string> {
	try {
		return decodeUtf8(yield* readWholeFile(process, path)).trim();
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}
