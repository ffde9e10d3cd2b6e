import type { UserInfo } from '../../apiserver/request.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { ComponentFault } from '../../kubelet/images/programs/component-fault.ts';
import type { ComponentHandle } from '../../kubelet/images/programs/component-program.ts';
import { anyOf, Signal, type Task } from '../../machinery/task.ts';
import { startKubeProxy } from '../../network/kube-proxy.ts';
import type { ClientConfig } from '../command-lines/client-config.ts';
import { type PreparedProxy, prepareProxy } from '../command-lines/prepare-proxy.ts';
import { tokenSubject } from '../command-lines/token-subject.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { ComponentClient, NOBODY } from './component-client.ts';
import { HealthCheckPorts } from './health-check-ports.ts';
import { connectError, DIAL_TIMEOUT, writeKlog } from './misdirected-client.ts';

/** kube-proxy in its container: it works as its configuration says, as whom its kubeconfig says, where that leads to. */
export function* kubeProxy(
	cluster: Cluster,
	node: ClusterNode,
	process: Process,
	args: readonly string[],
): Task<ComponentFault | (() => ComponentHandle)> {
	const prepared = yield* prepareProxy(process, args);
	if ('stage' in prepared) return prepared;
	cluster.network.services(node.host.name).mode = prepared.mode;
	return () => runningKubeProxy(cluster, node, prepared);
}

function runningKubeProxy(
	cluster: Cluster,
	node: ClusterNode,
	{ apiServer: config, nodeName }: PreparedProxy,
): ComponentHandle {
	const client = new ComponentClient(cluster, node, config, userOf(config));
	const checks = new HealthCheckPorts(cluster.network.services(node.host.name));
	const proxy = startKubeProxy({
		context: cluster.context,
		transport: cluster.clientTransport(client, 'kube-proxy'),
		nodeName,
		host: node.host.name,
		network: cluster.network,
		onWritten: () => checks.open(),
	});
	return {
		stop: () => proxy.stop(),
		alongside: (process, group) => {
			group.add(new Complaints(cluster, client, process).run());
			return checks.serve(process, group);
		},
	};
}

/** A certificate's user is found by the client itself. */
function userOf({ token, certificatePem }: ClientConfig): UserInfo | undefined {
	if (certificatePem !== undefined || token === undefined) return undefined;
	const name = tokenSubject(token);
	const [, , namespace] = /^(system:serviceaccount):([^:]+):/.exec(name) ?? [];
	if (namespace === undefined) return NOBODY;
	return { name, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] };
}

const SELECTOR =
	'labelSelector=%21service.kubernetes.io%2Fheadless%2C%21service.kubernetes.io%2Fservice-proxy-name&limit=500&resourceVersion=0';
const WATCHED = [
	['Service', 'api/v1/services'],
	['EndpointSlice', 'apis/discovery.k8s.io/v1/endpointslices'],
] as const;

/** Models client-go/tools/cache reflector.go's backoff. */
const BACKOFF_MS = 800;
const BACKOFF_MS_MAX = 30_000;

/** What its log says while it cannot list what it watches. Models client-go/tools/cache DefaultWatchErrorHandler. */
class Complaints {
	readonly #cluster: Cluster;
	readonly #client: ComponentClient;
	readonly #process: Process;
	readonly #refused: Signal;

	constructor(cluster: Cluster, client: ComponentClient, process: Process) {
		this.#cluster = cluster;
		this.#client = client;
		this.#process = process;
		this.#refused = new Signal(cluster.context.loop.post);
		client.onComplaint = () => this.#refused.wakeAll();
	}

	*run(): Task<void> {
		const { api } = this.#cluster;
		for (let waitMs = BACKOFF_MS; ; ) {
			const reason = yield* this.#problem();
			if (reason === undefined) {
				waitMs = BACKOFF_MS;
				yield anyOf([api.closed, this.#refused]);
				continue;
			}
			for (const [kind, path] of WATCHED) yield* this.#say(kind, path, reason);
			yield this.#process.timer(this.#process.now() + waitMs);
			waitMs = Math.min(BACKOFF_MS_MAX, waitMs * 2);
		}
	}

	*#problem(): Task<string | undefined> {
		const { api } = this.#cluster;
		const { host, config } = this.#client;
		if (!this.#cluster.isApiServer({ host, port: config.port }) || api.server === undefined) {
			return yield* connectError(this.#process, host, config.port, DIAL_TIMEOUT);
		}
		if (this.#client.user === NOBODY) return UNAUTHORIZED;
		return this.#client.distrust()?.reason;
	}

	#say(kind: string, path: string, reason: string): Task<void> {
		const { url } = this.#client.config;
		const why = reason === UNAUTHORIZED ? reason : `Get "${url}/${path}?${SELECTOR}": ${reason}`;
		const error = JSON.stringify(`failed to list *v1.${kind}: ${why}`);
		const from = 'reflector="k8s.io/client-go/informers/factory.go:160"';
		const text = `"Failed to watch" err=${error} logger="UnhandledError" ${from} type="*v1.${kind}"`;
		return writeKlog(this.#process, 'E', 'reflector.go:204', text);
	}
}

const UNAUTHORIZED = 'Unauthorized';
