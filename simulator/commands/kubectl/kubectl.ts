import type { Transport } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { parseDuration } from '../../machinery/duration.ts';
import { formatJson } from '../../machinery/format-json.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { WebSocketTunnel } from '../../machinery/http/websocket-tunnel.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { discover, discoveryComplaint } from './discovery.ts';
import { CommandError, ConnectionFailure } from './errors.ts';
import type { GlobalFlags } from './global-flags.ts';
import type { ClientConfig, Kubeconfig } from './kubeconfig.ts';
import { kubeconfigFiles, loadKubeconfig, resolveClientConfig } from './kubeconfig.ts';
import { confirmUsable } from './kubeconfig-validation.ts';
import { withPromptedCredentials } from './prompted-credentials.ts';
import { randomMask } from './remote/random-mask.ts';
import type { RemoteSession, UpgradeProtocols, UpgradingTransport } from './remote/remote-session.ts';
import { SpdyClient } from './remote/spdy-client.ts';
import { openSpdySession } from './remote/spdy-session.ts';
import { WebSocketSession } from './remote/websocket-session.ts';
import { LoggingTransport } from './request-log.ts';
import type { Query } from './rest-client.ts';
import { RestClient } from './rest-client.ts';
import type { Mapping } from './rest-mapper.ts';
import { RestMapper, resourcePath } from './rest-mapper.ts';
import { Streams } from './streams.ts';

const INVALID_TIMEOUT =
	'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)';

const COMMAND_PROTOCOLS: UpgradeProtocols = {
	webSocket: ['v5.channel.k8s.io'],
	spdy: ['v5.channel.k8s.io', 'v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'],
};
const FORWARD_PROTOCOLS: UpgradeProtocols = {
	webSocket: ['SPDY/3.1+portforward.k8s.io'],
	spdy: ['portforward.k8s.io'],
};

/** Makes the way to the server; tests and the site's in-process use give another one. */
/** client-go's own features. The real one tells them in any order. */
const CLIENT_FEATURES: readonly (readonly [name: string, enabled: boolean])[] = [
	['ClientsAllowCBOR', false],
	['ClientsPreferCBOR', false],
	['InOrderInformers', true],
	['InOrderInformersBatchProcess', true],
	['InformerResourceVersion', true],
	['WatchListClient', true],
];

export type Connect = (process: Process, config: ClientConfig) => Transport & UpgradingTransport;

/**
 * One run of kubectl: its streams, its configuration, its connection. Everything is looked up when first needed,
 * so that what needs no server works without one.
 */
export class Kubectl {
	readonly process: Process;
	readonly io: Streams;
	readonly globals: GlobalFlags;
	readonly #connect: Connect;
	readonly #warned = new Set<string>();
	warnings = 0;
	/** What `--record` writes into the objects that are changed: the command line. */
	changeCause: string | undefined;
	#config: Kubeconfig | undefined;
	#clientConfig: ClientConfig | undefined;
	#client: RestClient | undefined;
	#mapper: RestMapper | undefined;

	constructor(process: Process, globals: GlobalFlags, connect: Connect) {
		this.process = process;
		this.io = new Streams(process);
		this.globals = globals;
		this.#connect = connect;
	}

	*kubeconfig(): Task<Kubeconfig> {
		if (this.#config === undefined) {
			this.#config = yield* loadKubeconfig(this.io, this.globals.kubeconfig);
			if (this.globals.v >= 1) yield* this.#logStart();
		}
		return this.#config;
	}

	/** What a talkative run begins with. Models client-go's loader and envVarFeatureGates. */
	*#logStart(): Task<void> {
		const { files } = kubeconfigFiles(this.process, this.globals.kubeconfig);
		for (const file of this.globals.v >= 6 ? files : []) {
			if (this.io.fileType(file) === 'file')
				yield* this.#log('I', 'loader.go:405', `Config loaded from file:  ${file}`);
		}
		for (const [name, enabled] of CLIENT_FEATURES)
			yield* this.#log('I', 'envvar.go:172', `"Feature gate default state" feature="${name}" enabled=${enabled}`);
	}

	/** What the server refused with, in full, for who wants to see everything. */
	*logRefusal(status: object): Task<void> {
		if (this.globals.v < 6) return;
		const json = formatJson(status, { indent: '  ', keepOrder: true });
		yield* this.#log('I', 'helpers.go:246', `server response object: %s[${json}]`);
	}

	*clientConfig(): Task<ClientConfig> {
		this.#clientConfig ??= yield* resolveClientConfig(this.io, yield* this.kubeconfig(), this.globals);
		return this.#clientConfig;
	}

	/** The namespace to work in, and whether the command line says so. */
	*namespace(): Task<{ namespace: string; explicit: boolean }> {
		if (this.globals.namespace !== '') return { namespace: this.globals.namespace, explicit: true };
		yield* confirmUsable(this.io, yield* this.kubeconfig(), this.globals);
		const config = yield* this.clientConfig();
		return { namespace: config.namespace, explicit: config.namespaceIsExplicit };
	}

	*client(): Task<RestClient> {
		if (this.#client === undefined) {
			const asConfigured = yield* this.clientConfig();
			const kubeconfig = yield* this.kubeconfig();
			yield* confirmUsable(this.io, kubeconfig, this.globals);
			const config = yield* withPromptedCredentials(this.io, asConfigured, kubeconfig, this.globals);
			const timeout = this.globals['request-timeout'];
			if (!/^\d+$/.test(timeout) && parseDuration(timeout) === undefined) throw new CommandError(INVALID_TIMEOUT);
			const timeoutMs =
				timeout === '0' ? undefined : /^\d+$/.test(timeout) ? Number(timeout) * 1000 : parseDuration(timeout);
			const connected = this.#connect(this.process, timeoutMs === undefined ? config : { ...config, timeoutMs });
			const transport = this.globals.v < 6 ? connected : this.#logging(connected, config);
			this.#client = new RestClient(transport, this.process, config, timeout === '0' ? '' : timeout, (text) =>
				this.warn(text),
			);
		}
		return this.#client;
	}

	#logging(transport: ReturnType<Connect>, { server }: ClientConfig): LoggingTransport {
		const now = (): number => this.process.now();
		const log = (source: string, text: string): Task<void> => this.#log('I', source, text);
		return new LoggingTransport(transport, { level: this.globals.v, server, now, release: this.process.release, log });
	}

	/** A remote command's channels. */
	*openSession(path: string, query: Query): Task<RemoteSession> {
		const client = yield* this.client();
		const { framing, duplex, reader } = yield* client.upgrade(path, query, COMMAND_PROTOCOLS);
		if (framing === 'websocket') return new WebSocketSession(this.process, duplex, reader);
		return yield* openSpdySession(new SpdyClient(duplex, reader), query);
	}

	/** Streams, as many as are opened. */
	*openStreams(path: string): Task<SpdyClient> {
		const client = yield* this.client();
		const { framing, duplex, reader } = yield* client.upgrade(path, [], FORWARD_PROTOCOLS);
		if (framing === 'spdy') return new SpdyClient(duplex, reader);
		const tunnel = new WebSocketTunnel(duplex, reader, () => randomMask(this.process));
		return new SpdyClient(tunnel, new ByteReader(tunnel));
	}

	/** `Warning: …` on stderr, once for each text. */
	*warn(text: string): Task<void> {
		this.warnings++;
		if (this.#warned.has(text)) return;
		this.#warned.add(text);
		const yellow = this.process.isatty(2) && (this.process.env.get('TERM') ?? 'dumb') !== 'dumb';
		yield* this.io.err(yellow ? `\x1b[33;1mWarning:\x1b[0m ${text}\n` : `Warning: ${text}\n`);
	}

	/**
	 * What the server serves, as the credentials' owner has found it out before and the real one finds it in
	 * ~/.kube/cache: who is impersonated now need not be allowed to ask. @param attempts how often the real one asks
	 * again before it gives up: each failure is a line of its log.
	 */
	*mapper(attempts = 4): Task<RestMapper> {
		if (this.#mapper !== undefined) return this.#mapper;
		const client = yield* this.client();
		for (let attempt = 1; ; attempt++) {
			try {
				this.#mapper = new RestMapper(yield* discover(client.unimpersonated()));
				return this.#mapper;
			} catch (error) {
				if (!(error instanceof ConnectionFailure || error instanceof ApiError)) throw error;
				if (attempts > 0) yield* this.logError('memcache.go:265', discoveryComplaint(error));
				if (attempt >= attempts) throw error;
			}
		}
	}

	/** A line of klog's at error level. */
	*logError(source: string, message: string): Task<void> {
		yield* this.#log('E', source, `"Unhandled Error" err=${JSON.stringify(message)}`);
	}

	/** What `kubectl proxy` says of a server that it cannot reach. */
	*logProxyError(message: string): Task<void> {
		yield* this.#log('E', 'proxy_server.go:147', `Error while proxying request: ${message}`);
	}

	*logWarning(source: string, message: string): Task<void> {
		yield* this.#log('W', source, message);
	}

	#log(level: 'E' | 'I' | 'W', source: string, text: string): Task<void> {
		return this.io.log(level, source, text);
	}

	// The requests that most commands make.

	*getObject(
		mapping: Mapping,
		namespace: string,
		name: string,
		options: { query?: Query; subresource?: string; accept?: string } = {},
	): Task<KubeObject> {
		requireName(name);
		const client = yield* this.client();
		const path = resourcePath(mapping, namespace, name, options.subresource);
		return yield* client.get<KubeObject>(path, options.query, options.accept);
	}

	/** A version that a manifest brings, taken from the server as it was, is left out. Models cli-runtime Helper.Create. */
	*createObject(
		mapping: Mapping,
		namespace: string,
		object: { readonly metadata: object },
		query: Query,
	): Task<KubeObject> {
		const client = yield* this.client();
		const { resourceVersion: _version, ...metadata } = object.metadata as { resourceVersion?: string };
		const body = { ...object, metadata };
		return (yield* client.request({
			method: 'POST',
			path: resourcePath(mapping, namespace),
			query,
			body,
		})) as KubeObject;
	}

	*replaceObject(
		mapping: Mapping,
		namespace: string,
		name: string,
		body: object,
		query: Query,
		subresource = '',
	): Task<KubeObject> {
		requireName(name);
		const client = yield* this.client();
		const path = resourcePath(mapping, namespace, name, subresource);
		return (yield* client.request({ method: 'PUT', path, query, body })) as KubeObject;
	}

	*patchObject(
		mapping: Mapping,
		namespace: string,
		name: string,
		patch: { readonly type: PatchType; readonly body: object | string },
		query: Query,
		subresource = '',
	): Task<KubeObject> {
		requireName(name);
		const client = yield* this.client();
		const path = resourcePath(mapping, namespace, name, subresource);
		const contentType = PATCH_CONTENT_TYPES[patch.type];
		return (yield* client.request({ method: 'PATCH', path, query, body: patch.body, contentType })) as KubeObject;
	}

	*deleteObject(
		mapping: Mapping,
		namespace: string,
		name: string,
		options: object,
		query: Query = [],
	): Task<KubeObject> {
		requireName(name);
		const client = yield* this.client();
		return (yield* client.request({
			method: 'DELETE',
			path: resourcePath(mapping, namespace, name),
			query,
			body: options,
		})) as KubeObject;
	}
}

/** Models client-go/rest Request.Name. */
function requireName(name: string): void {
	if (name === '') throw new CommandError('resource name may not be empty');
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const PATCH_CONTENT_TYPES: Readonly<Record<PatchType, string>> = {
	json: 'application/json-patch+json',
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
	apply: 'application/apply-patch+yaml',
};
