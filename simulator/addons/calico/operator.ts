import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { CALICO_RELEASES } from '../../kubelet/images/calico.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { installedParts } from './installed-parts.ts';
import { operatorTag } from './operator-manifest.ts';

interface Installation extends KubeObject {
	readonly spec?: { readonly calicoNetwork?: { readonly ipPools?: readonly { readonly cidr: string }[] } };
}

interface Workload extends KubeObject {
	readonly status?: {
		readonly availableReplicas?: number;
		readonly replicas?: number;
		readonly desiredNumberScheduled?: number;
		readonly numberAvailable?: number;
	};
}

interface ConfigMap extends KubeObject {
	readonly data?: { readonly [key: string]: string };
}

const OWN = { group: 'operator.tigera.io', version: 'v1', namespaced: false } as const;
const INSTALLATIONS: Resource<Installation> = { ...OWN, resource: 'installations', kind: 'Installation' };
const API_SERVERS: Resource = { ...OWN, resource: 'apiservers', kind: 'APIServer' };
const STATUSES: Resource = { ...OWN, resource: 'tigerastatuses', kind: 'TigeraStatus' };
const DAEMON_SETS: Resource<Workload> = {
	group: 'apps',
	version: 'v1',
	resource: 'daemonsets',
	kind: 'DaemonSet',
	namespaced: true,
};
const DEPLOYMENTS: Resource<Workload> = { ...DAEMON_SETS, resource: 'deployments', kind: 'Deployment' };
const CONFIG_MAPS: Resource<ConfigMap> = {
	group: '',
	version: 'v1',
	resource: 'configmaps',
	kind: 'ConfigMap',
	namespaced: true,
};
const MIB = 1024 ** 2;
const RETRY_MS = 5_000;

/** Installs Calico as an Installation asks. Models tigera/operator. */
export function* tigeraOperator(process: Process): Task<number> {
	return yield* new Operator(process).run();
}

class Operator {
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #group = new TaskGroup();
	readonly #changed = new Signal((wake) => wake());
	readonly #installations;
	readonly #apiServers;
	readonly #daemonSets;
	readonly #deployments;
	readonly #version: string;
	/** What has been applied, so that it is not applied again. */
	readonly #applied = new Set<string>();
	#isDirty = false;

	constructor(process: Process) {
		this.#process = process;
		this.#client = new ApiClient(new InClusterTransport(process), 'operator');
		const tag = process.env.get('TIGERA_OPERATOR_INIT_IMAGE_VERSION');
		this.#version = CALICO_RELEASES.find(([version]) => operatorTag(version) === tag)?.[0] ?? CALICO_RELEASES[0][0];
		const shared = {
			process,
			client: this.#client,
			onChange: () => this.#mark(),
			onError: (message: string): Task<void> => this.#log('error', message),
		};
		this.#installations = new ObjectCache({ ...shared, resource: INSTALLATIONS });
		this.#apiServers = new ObjectCache({ ...shared, resource: API_SERVERS });
		this.#daemonSets = new ObjectCache({ ...shared, resource: DAEMON_SETS, namespace: 'calico-system' });
		this.#deployments = new ObjectCache({ ...shared, resource: DEPLOYMENTS });
	}

	*run(): Task<number> {
		const process = this.#process;
		process.rest({ cpuMillicores: 3, memoryBytes: 62 * MIB });
		yield* this.#log('info', `Version: ${process.env.get('TIGERA_OPERATOR_INIT_IMAGE_VERSION') ?? ''}`);
		for (const cache of this.#caches()) this.#group.add(cache.follow());
		this.#group.add(this.#syncForEver());
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		return yield* this.#group.run(process, () => 0);
	}

	#caches(): readonly { readonly synced: boolean; follow(): Task<void> }[] {
		return [this.#installations, this.#apiServers, this.#daemonSets, this.#deployments];
	}

	#mark(): void {
		this.#isDirty = true;
		this.#changed.wakeAll();
	}

	#log(level: string, message: string): Task<void> {
		const line = { level, ts: formatTime(this.#process.now()), logger: 'setup', msg: message };
		return this.#process.write(1, encodeUtf8(`${JSON.stringify(line)}\n`));
	}

	*#syncForEver(): Task<void> {
		for (;;) {
			while (!this.#isDirty) yield this.#changed;
			this.#isDirty = false;
			if (this.#caches().some(({ synced }) => !synced)) continue;
			try {
				yield* this.#sync();
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* this.#log('error', error.message);
				yield* this.#process.sleep(RETRY_MS);
				this.#mark();
			}
		}
	}

	*#sync(): Task<void> {
		const installation = this.#installations.get('', 'default');
		if (installation === undefined) return;
		const problem = yield* this.#poolProblem(installation);
		if (problem !== undefined) {
			yield* this.#tell('calico', 'ResourceNotReady', problem);
			return;
		}
		for (const part of ['network', 'apiserver'] as const) {
			if (part === 'apiserver' && this.#apiServers.get('', 'default') === undefined) continue;
			for (const { resource, object } of installedParts(part, this.#version, cidrOf(installation))) {
				yield* this.#ensure(resource, object);
			}
		}
		yield* this.#report();
	}

	/** Pods must get addresses that the cluster is for. Models pkg/controller/installation mergeAndFillDefaults. */
	*#poolProblem(installation: Installation): Task<string | undefined> {
		const pool = cidrOf(installation);
		let podCidr: string | undefined;
		try {
			const { data } = yield* this.#client.get(CONFIG_MAPS, 'kube-system', 'kubeadm-config');
			const config = parseYamlDocument(data?.ClusterConfiguration ?? '') as {
				networking?: { podSubnet?: string };
			} | null;
			podCidr = config?.networking?.podSubnet;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
		}
		if (pool === undefined || podCidr === undefined || isWithin(pool, podCidr)) return undefined;
		return `Could not resolve CalicoNetwork IPPool and kubeadm configuration: IPPool ${pool} is not within the platform's configured pod network CIDR(s) [${podCidr}]`;
	}

	*#ensure(resource: Resource, object: KubeObject): Task<void> {
		const key = `${resource.resource}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
		if (this.#applied.has(key)) return;
		try {
			yield* this.#client.create(resource, object as never);
		} catch (error) {
			if (!(error instanceof ApiError) || error.status.reason !== 'AlreadyExists') throw error;
		}
		this.#applied.add(key);
	}

	*#report(): Task<void> {
		const node = this.#daemonSets.get('calico-system', 'calico-node')?.status;
		const nodesReady =
			(node?.desiredNumberScheduled ?? 0) > 0 && node?.numberAvailable === node?.desiredNumberScheduled;
		const isUp = (namespace: string, name: string): boolean => {
			const status = this.#deployments.get(namespace, name)?.status;
			return (status?.availableReplicas ?? 0) > 0 && status?.availableReplicas === status?.replicas;
		};
		const isReady =
			nodesReady && isUp('calico-system', 'calico-kube-controllers') && isUp('calico-system', 'calico-typha');
		yield* this.#tell('calico', isReady ? undefined : 'ResourceNotReady');
		yield* this.#tell('ippools', undefined);
		if (this.#apiServers.get('', 'default') === undefined) return;
		yield* this.#tell('apiserver', isUp('calico-apiserver', 'calico-apiserver') ? undefined : 'ResourceNotReady');
	}

	/** @param reason undefined: all is well. @param degraded why it cannot go on. */
	*#tell(name: string, reason: string | undefined, degraded?: string): Task<void> {
		const key = `${name}/${reason ?? ''}/${degraded ?? ''}`;
		if (this.#applied.has(`status/${key}`)) return;
		for (const each of [...this.#applied]) if (each.startsWith(`status/${name}/`)) this.#applied.delete(each);
		yield* this.#ensure(STATUSES, { ...KIND, metadata: { name }, spec: {} } as never);
		const ready = reason === undefined;
		const at = { lastTransitionTime: formatTime(this.#process.now()), observedGeneration: 1 };
		const about = (holds: boolean, message: string): object => ({
			...at,
			status: holds ? 'True' : 'False',
			reason: ready ? 'AllObjectsAvailable' : reason,
			message,
		});
		const conditions = [
			{ type: 'Available', ...about(ready, ready ? 'All objects available' : '') },
			{ type: 'Progressing', ...about(!ready && degraded === undefined, '') },
			{ type: 'Degraded', ...about(degraded !== undefined, degraded ?? '') },
		];
		yield* this.#client.patch(STATUSES, { namespace: '', name }, 'merge', { status: { conditions } }, 'status');
		this.#applied.add(`status/${key}`);
	}
}

const KIND = { apiVersion: 'operator.tigera.io/v1', kind: 'TigeraStatus' };

function cidrOf({ spec }: Installation): string | undefined {
	return spec?.calicoNetwork?.ipPools?.[0]?.cidr;
}

function isWithin(inner: string, outer: string): boolean {
	const [address = '', bits = '32'] = inner.split('/');
	const [base = '', size = '0'] = outer.split('/');
	const number = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
	const block = 2 ** (32 - Number(size));
	return Number(bits) >= Number(size) && Math.floor(number(address) / block) === Math.floor(number(base) / block);
}
