import type { ComponentCheck } from '../../apiserver/component-health.ts';
import type { Process } from '../../kernel/process-api.ts';
import { HostNetwork } from '../../kubelet/host-network.ts';
import { httpGet } from '../../kubelet/probes/http-get.ts';
import type { Task } from '../../machinery/task.ts';
import type { Cluster } from './cluster.ts';

/** Asked of the components on the API server's own host. Models pkg/registry/core/rest storage_core_generic serversToValidate. */
const HEALTH_PORTS = [
	['scheduler', 10_259],
	['controller-manager', 10_257],
] as const;

/** What the API server says of the control plane's components: each is asked on its port, from the server's process. */
export class ComponentHealth {
	readonly checks: readonly ComponentCheck[];
	readonly #network: HostNetwork;

	constructor(cluster: Cluster) {
		this.#network = new HostNetwork(cluster.firstNode.machine);
		this.checks = [
			...HEALTH_PORTS.map(([name, port]) => this.#asked(name, port)),
			{
				name: 'etcd-0',
				// The server would not be here to be asked without it.
				check: () => etcdHealth(cluster),
			},
		];
	}

	/** Connections are those of this process from now on. */
	adopt(process: Process): void {
		this.#network.adopt(process);
	}

	#asked(name: string, port: number): ComponentCheck {
		return { name, check: () => ask(this.#network, port) };
	}
}

function* etcdHealth(cluster: Cluster): Task<Health> {
	return cluster.controlPlane.etcdRuns ? { healthy: true, message: 'ok' } : { healthy: false, message: 'unhealthy' };
}

function* ask(network: HostNetwork, port: number): Task<Health> {
	const target = { scheme: 'HTTPS', address: '127.0.0.1', port, path: '/healthz', headers: [] } as const;
	const answer = yield* httpGet(network, target);
	if (answer.kind === 'error') {
		return { healthy: false, message: `Get "https://127.0.0.1:${port}/healthz": ${answer.message}` };
	}
	const healthy = answer.status >= 200 && answer.status < 400;
	const message = healthy ? answer.body : `HTTP probe failed with statuscode: ${answer.status}`;
	return { healthy, message };
}

type Health = { readonly healthy: boolean; readonly message: string };
