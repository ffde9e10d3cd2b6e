import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { TransportError } from '../../client/transport.ts';
import { SocketTransport } from '../../commands/kubectl/transport.ts';
import { keepState } from '../../kernel/kept-state.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { distrolessLayer } from '../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import { beginTls, klogLine } from '../../kubelet/images/programs/component-program.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { parseDuration } from '../../machinery/duration.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type Addon, releaseAsset } from '../addon.ts';
import { repositoryPages } from '../charts/repository-pages.ts';
import { ACCOUNT, InClusterTransport, readText } from '../in-cluster-transport.ts';
import { METRICS_SERVER_CHART } from './chart.ts';
import { componentsYaml, IMAGE } from './components.ts';
import { answerMetricsRequest, type MetricsSource } from './metrics-api.ts';
import { type Reading, readScrape, type Scrape, type Usage, usageBetween } from './samples.ts';

/** Until its caches of Nodes and Pods are filled; kubelets that start with it serve by then. */
const CACHES_MS = 2_000;
const SCRAPE_TIMEOUT_MS = 10_000;
const NODES: Resource<Node> = { group: '', version: 'v1', resource: 'nodes', kind: 'Node', namespaced: false };
const PODS: Resource<Pod> = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', namespaced: true };
const PLAIN = [['Content-Type', 'text/plain; charset=utf-8']] as const;
const MIB = 1024 ** 2;

function* metricsServer(process: Process): Task<number> {
	process.rest({ cpuMillicores: 4, memoryBytes: 19 * MIB });
	const server = new MetricsServer(process);
	return yield* server.run();
}

/** Reads the kubelets' resource metrics every so often, and serves what was used in between. Models kubernetes-sigs/metrics-server. */
class MetricsServer implements MetricsSource {
	readonly #process: Process;
	readonly #group = new TaskGroup();
	readonly #client: ApiClient;
	/** The last two of each node. */
	readonly #scrapes: Map<string, readonly [Scrape, Scrape | undefined]>;
	readonly #insecure: boolean;
	readonly #addressTypes: readonly string[];
	readonly #everyMs: number;

	constructor(process: Process) {
		this.#process = process;
		this.#scrapes = new Map(keepState(process, 'scrapes', () => new Map(this.#scrapes)));
		this.#client = new ApiClient(new InClusterTransport(process), 'metrics-server');
		const args = process.argv.slice(1);
		this.#insecure = args.includes('--kubelet-insecure-tls') || goFlag(args, 'kubelet-insecure-tls') === 'true';
		const types =
			goFlag(args, 'kubelet-preferred-address-types') ?? 'Hostname,InternalDNS,InternalIP,ExternalDNS,ExternalIP';
		this.#addressTypes = types.split(',');
		this.#everyMs = parseDuration(goFlag(args, 'metric-resolution') ?? '60s') ?? 60_000;
	}

	*run(): Task<number> {
		const process = this.#process;
		const port = Number(goFlag(process.argv.slice(1), 'secure-port') ?? '443');
		const folder = goFlag(process.argv.slice(1), 'cert-dir') ?? 'apiserver.local.config/certificates';
		yield* this.#log(
			'I',
			'serving.go:380',
			`Generated self-signed cert (${folder}/apiserver.crt, ${folder}/apiserver.key)`,
		);
		try {
			serveHttp(process, this.#group, '0.0.0.0', port, {
				secure: beginTls,
				handle: (request) => this.#answer(request),
				refuse: (status) => ({ status, headers: PLAIN, body: '400 Bad Request' }),
			});
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = error.errno === 'EACCES' ? 'permission denied' : 'address already in use';
			yield* process.write(
				2,
				encodeUtf8(
					`Error: failed to create listener: failed to listen on 0.0.0.0:${port}: listen tcp 0.0.0.0:${port}: bind: ${why}\n`,
				),
			);
			return 1;
		}
		yield* this.#log('I', 'handler.go:288', 'Adding GroupVersion metrics.k8s.io v1beta1 to ResourceManager');
		yield* this.#log('I', 'secure_serving.go:211', `Serving securely on [::]:${port}`);
		this.#group.add(this.#scrapeForEver());
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		return yield* this.#group.run(process, () => 0);
	}

	#log(level: 'I' | 'E', source: string, text: string): Task<void> {
		const { pid } = this.#process;
		return this.#process.write(2, encodeUtf8(klogLine(this.#process.now(), pid, level, source, text)));
	}

	*#scrapeForEver(): Task<void> {
		yield* this.#process.sleep(CACHES_MS);
		for (;;) {
			yield* this.#scrapeAll();
			yield* this.#process.sleep(this.#everyMs);
		}
	}

	*#scrapeAll(): Task<void> {
		let nodes: readonly Node[];
		try {
			nodes = yield* this.nodes();
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			yield* this.#log('E', 'reflector.go:166', `"Unhandled Error" err="failed to list *v1.Node: ${error.message}"`);
			return;
		}
		const names = new Set(nodes.map(({ metadata }) => metadata.name));
		for (const name of this.#scrapes.keys()) if (!names.has(name)) this.#scrapes.delete(name);
		for (const node of nodes) yield* this.#scrape(node);
	}

	*#scrape(node: Node): Task<void> {
		const { name } = node.metadata;
		const failed = (why: string): Task<void> =>
			this.#log(
				'E',
				'scraper.go:149',
				`"Failed to scrape node" err=${JSON.stringify(why)} node=${JSON.stringify(name)}`,
			);
		const address = this.#addressTypes
			.map((type) => node.status.addresses?.find((each) => each.type === type)?.address)
			.find((each) => each !== undefined);
		if (address === undefined) return yield* failed(`node ${name} has no address of the preferred types`);
		const port = node.status.daemonEndpoints?.kubeletEndpoint?.Port ?? 10_250;
		const url = `https://${address}:${port}/metrics/resource`;
		try {
			const token = yield* readText(this.#process, `${ACCOUNT}/token`);
			const transport = new SocketTransport(this.#process, {
				server: `https://${address}:${port}`,
				caPem: yield* readText(this.#process, `${ACCOUNT}/ca.crt`),
				insecure: this.#insecure,
				timeoutMs: SCRAPE_TIMEOUT_MS,
			});
			const headers = { authorization: `Bearer ${token}`, connection: 'close' };
			const response = yield* transport.request({ method: 'GET', path: '/metrics/resource', headers });
			if (response.status !== 200) {
				const phrase = response.status === 403 ? 'Forbidden' : response.status === 401 ? 'Unauthorized' : '';
				return yield* failed(`request failed, status: "${response.status} ${phrase}"`);
			}
			const scrape = readScrape(textOf(response.body), this.#process.now());
			this.#scrapes.set(name, [scrape, this.#scrapes.get(name)?.[0]]);
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			yield* failed(`Get ${JSON.stringify(url)}: ${error.detail}`);
		}
	}

	*#answer(request: HttpRequest): Task<HttpAnswer> {
		const path = request.target.replace(/\?.*/s, '');
		if (path === '/livez' || path === '/healthz') return { status: 200, headers: PLAIN, body: 'ok' };
		if (path === '/readyz') return yield* this.#readiness();
		return yield* answerMetricsRequest(request, this);
	}

	*#readiness(): Task<HttpAnswer> {
		if ([...this.#scrapes.values()].some(([now]) => now.node !== undefined)) {
			return { status: 200, headers: PLAIN, body: 'ok' };
		}
		yield* this.#log('I', 'server.go:191', '"Failed probe" probe="metric-storage-ready" err="no metrics to serve"');
		const body = '[+]ping ok\n[-]metric-storage-ready failed: reason withheld\nreadyz check failed\n';
		return { status: 500, headers: PLAIN, body };
	}

	nodes(): Task<readonly Node[]> {
		return this.#client.list(NODES);
	}

	pods(namespace: string): Task<readonly Pod[]> {
		return this.#client.list(PODS, namespace, { fieldSelector: 'status.phase=Running' });
	}

	nodeUsage(name: string): Usage | undefined {
		const [now, before] = this.#scrapes.get(name) ?? [];
		return now?.node === undefined ? undefined : usageBetween(before?.node, now.node);
	}

	podUsage(namespace: string, name: string): ReadonlyMap<string, Usage> | undefined {
		const key = `${namespace}/${name}`;
		for (const [now, before] of this.#scrapes.values()) {
			const readings = now.pods.get(key);
			if (readings !== undefined) return usagesOf(readings, before?.pods.get(key));
		}
		return undefined;
	}

	nowMs(): number {
		return this.#process.now();
	}
}

function usagesOf(
	readings: ReadonlyMap<string, Reading>,
	before: ReadonlyMap<string, Reading> | undefined,
): ReadonlyMap<string, Usage> | undefined {
	const usages = new Map<string, Usage>();
	for (const [container, reading] of readings) {
		const usage = usageBetween(before?.get(container), reading);
		if (usage === undefined) return undefined;
		usages.set(container, usage);
	}
	return usages;
}

function textOf(body: unknown): string {
	return typeof body === 'string' ? body : body instanceof Uint8Array ? decodeUtf8(body) : '';
}

/** The newest first, with the size of the image. */
const RELEASES: readonly (readonly [version: string, date: string, sizeBytes: number])[] = [
	['v0.8.1', '2026-01-29', 22_561_408],
	['v0.8.0', '2025-07-04', 22_536_022],
	['v0.7.2', '2024-08-28', 19_487_356],
	['v0.7.1', '2024-03-27', 19_433_012],
	['v0.7.0', '2024-01-23', 19_431_880],
	['v0.6.4', '2023-07-18', 29_968_608],
	['v0.6.3', '2023-03-08', 29_950_144],
	['v0.6.2', '2022-11-16', 28_135_299],
	['v0.6.1', '2022-02-09', 28_069_102],
];

const REPOSITORY: ImageRepository = {
	names: [IMAGE],
	tags: imageTags(
		'metrics-server',
		RELEASES.map(([tags, date, sizeBytes]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [distrolessLayer(), layer([executable('/metrics-server', 'metrics-server', 64_212_992)])],
			config: {
				entrypoint: ['/metrics-server'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']],
				user: '65534',
			},
		})),
	),
	programs: new Map([['metrics-server', metricsServer]]),
};

const GITHUB = 'kubernetes-sigs/metrics-server';

export const METRICS_SERVER: Addon = {
	images: [REPOSITORY],
	pages: [
		...RELEASES.flatMap(([version], index) =>
			['components.yaml', 'high-availability-1.21+.yaml']
				.flatMap((file) => releaseAsset(GITHUB, version, file, () => componentsYaml(version, file.startsWith('high'))))
				.filter(({ url }) => index === 0 || !url.includes('/latest/')),
		),
		...repositoryPages({ url: 'https://kubernetes-sigs.github.io/metrics-server', charts: [METRICS_SERVER_CHART] }),
	],
};
