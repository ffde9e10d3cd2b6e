import type { Transport } from '../../client/transport.ts';
import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { isObject, type JsonObject } from '../../machinery/patch/json-object.ts';
import type { Task } from '../../machinery/task.ts';
import { type ServerConnection, serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { readWholeFile } from '../images/programs/read-file.ts';
import { SELF_SIGNED_CERTIFICATE } from '../images/programs/self-signed-certificate.ts';
import { type AccessChoice, KubeletAccess } from './kubelet-access.ts';
import { answerKubeletRequest, type KubeletView } from './kubelet-requests.ts';

const HEALTH_PORT = 10_248;
const SERVER_PORT = 10_250;
const SERVING_CERTIFICATE = '/var/lib/kubelet/pki/kubelet.crt';
const PLAIN = [
	['Content-Type', 'text/plain; charset=utf-8'],
	['X-Content-Type-Options', 'nosniff'],
] as const;

export interface KubeletService {
	readonly nodeName: string;
	/** As the node: who asks the kubelet is known by the API server. */
	readonly transport: Transport;
	readonly view: Omit<KubeletView, 'configuration'>;
	/** As its flags and its file said when it started. */
	readonly access: AccessChoice;
	/** Told of the process when it runs. */
	onProcess(process: Process): void;
}

/** The kubelet's process: it answers on its ports until it is asked to end. Its probes go out from its sockets. */
export function kubeletProgram(service: KubeletService): Program {
	return (process) => kubelet(process, service);
}

function* kubelet(process: Process, service: KubeletService): Task<number> {
	service.onProcess(process);
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	const group = new TaskGroup();
	const refuse = (status: number): HttpAnswer => ({ status, headers: PLAIN, body: '400 Bad Request' });
	const server = new Server(process, service);
	try {
		serveHttp(process, group, '127.0.0.1', HEALTH_PORT, { handle: answerHealth, refuse });
		serveHttp(process, group, '0.0.0.0', SERVER_PORT, {
			secure: (duplex) => server.secure(duplex),
			handle: (request) => server.answer(request),
			refuse,
		});
	} catch (error) {
		// A port that somebody else has costs that port only.
		if (!(error instanceof SystemError)) throw error;
	}
	return yield* group.run(process, () => 0);
}

function* answerHealth(request: HttpRequest): Task<HttpAnswer> {
	const known = request.target.replace(/\?.*/, '') === '/healthz';
	return { status: known ? 200 : 404, headers: PLAIN, body: known ? 'ok' : '404 page not found\n' };
}

/** Reads its files when somebody asks first: most kubelets are never asked. */
class Server {
	readonly #process: Process;
	readonly #service: KubeletService;
	#certificatePem: string | undefined;
	#ready: { readonly access: KubeletAccess; readonly view: KubeletView } | undefined;

	constructor(process: Process, service: KubeletService) {
		this.#process = process;
		this.#service = service;
	}

	*secure(duplex: ByteDuplex): Task<ServerConnection | undefined> {
		this.#certificatePem ??= (yield* textOf(this.#process, SERVING_CERTIFICATE)) ?? SELF_SIGNED_CERTIFICATE;
		return yield* serverHandshake(duplex, this.#certificatePem);
	}

	*answer(request: HttpRequest): Task<HttpAnswer> {
		this.#ready ??= yield* this.#prepare();
		const { access, view } = this.#ready;
		return yield* answerKubeletRequest(request, access, view);
	}

	*#prepare(): Task<{ access: KubeletAccess; view: KubeletView }> {
		const process = this.#process;
		const { nodeName, transport, view, access: choice } = this.#service;
		const configuration = yield* configurationOf(process);
		const { clientCaFile, ...rest } = choice;
		const settings = { ...rest, clientCa: clientCaFile === '' ? undefined : yield* textOf(process, clientCaFile) };
		const access = new KubeletAccess(transport, nodeName, settings, process.port<HostCalls>('host-calls'));
		return { access, view: { ...view, configuration } };
	}
}

function* configurationOf(process: Process): Task<JsonObject> {
	const path = process.argv.find((argument) => argument.startsWith('--config='))?.slice('--config='.length);
	const text = path === undefined ? undefined : yield* textOf(process, path);
	if (text === undefined) return {};
	try {
		const parsed = parseYamlDocument(text);
		return isObject(parsed) ? parsed : {};
	} catch (error) {
		if (error instanceof YamlError) return {};
		throw error;
	}
}

function* textOf(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}
