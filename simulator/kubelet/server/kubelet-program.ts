import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import {
	type HttpAnswer,
	type HttpRequest,
	type HttpServerOptions,
	serveHttp,
} from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { isObject, type JsonObject } from '../../machinery/patch/json-object.ts';
import type { Task } from '../../machinery/task.ts';
import { wishedCiphers, wishedVersions } from '../../machinery/tls/cipher-suites.ts';
import { type ServerConnection, serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import { readWholeFile } from '../images/programs/read-file.ts';
import type { KubeletDoor } from './kubelet-door.ts';
import { answerKubeletRequest, answerReadOnly, type KubeletView } from './kubelet-requests.ts';

const PLAIN = [
	['Content-Type', 'text/plain; charset=utf-8'],
	['X-Content-Type-Options', 'nosniff'],
] as const;

export interface KubeletService {
	readonly configuration: KubeletConfiguration;
	readonly door: KubeletDoor;
	readonly view: Omit<KubeletView, 'configuration'>;
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
	const { address, port, readOnlyPort, healthzBindAddress, healthzPort } = service.configuration;
	const ports: readonly (readonly [string, number, HttpServerOptions])[] = [
		[healthzBindAddress, healthzPort, { handle: answerHealth, refuse }],
		[address, port, { secure: (duplex) => server.secure(duplex), handle: (request) => server.answer(request), refuse }],
		[address, readOnlyPort, { handle: (request) => server.answerAnybody(request), refuse }],
	];
	for (const [where, number, answers] of ports) {
		if (number === 0) continue;
		try {
			serveHttp(process, group, where, number, answers);
		} catch (error) {
			// A port that somebody else has costs that port only.
			if (!(error instanceof SystemError)) throw error;
		}
	}
	return yield* group.run(process, () => 0);
}

function* answerHealth(request: HttpRequest): Task<HttpAnswer> {
	const known = request.target.replace(/\?.*/, '') === '/healthz';
	return { status: known ? 200 : 404, headers: PLAIN, body: known ? 'ok' : '404 page not found\n' };
}

/** Reads its file when somebody asks first: most kubelets are never asked. */
class Server {
	readonly #process: Process;
	readonly #service: KubeletService;
	#view: KubeletView | undefined;

	constructor(process: Process, service: KubeletService) {
		this.#process = process;
		this.#service = service;
	}

	*secure(duplex: ByteDuplex): Task<ServerConnection | undefined> {
		const { door } = this.#service;
		const shown = (): string | undefined => door.certificatePem;
		return yield* serverHandshake(duplex, shown, undefined, () => wishedVersions(door.tls), wishedCiphers(door.tls));
	}

	*answer(request: HttpRequest): Task<HttpAnswer> {
		this.#view ??= yield* this.#prepare();
		return yield* answerKubeletRequest(request, this.#service.door, this.#view);
	}

	*answerAnybody(request: HttpRequest): Task<HttpAnswer> {
		this.#view ??= yield* this.#prepare();
		return answerReadOnly(request, this.#view);
	}

	*#prepare(): Task<KubeletView> {
		return { ...this.#service.view, configuration: yield* configurationOf(this.#process) };
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
