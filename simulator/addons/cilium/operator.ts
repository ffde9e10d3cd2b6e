import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import { serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { addressBlock, addressText } from '../../machinery/ipv4.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { type CiliumPolicy, rulesOf } from '../../network/policy/cilium/cilium-policy.ts';
import { ruleProblem } from '../../network/policy/cilium/rule-problem.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { logLine, readConfig } from './agent-config.ts';
import { CILIUM_KINDS } from './kinds.ts';
import {
	CILIUM_NODES,
	CILIUM_POLICIES,
	type CiliumNode,
	CLUSTERWIDE_POLICIES,
	DEFINITIONS,
	NODES,
	type Node,
	PODS,
} from './resources.ts';

const MIB = 1024 ** 2;
const RETRY_MS = 2_000;
const TAINT = 'node.cilium.io/agent-not-ready';

/** Registers the kinds, gives nodes their ranges, says whether policies are valid. Models cilium-operator-generic. */
export function* ciliumOperator(process: Process): Task<number> {
	return yield* new CiliumOperator(process, yield* readConfig(process)).run();
}

/** Differs: of several operators all work, and none waits for the lead. */
class CiliumOperator {
	readonly #process: Process;
	readonly #config: ReadonlyMap<string, string>;
	readonly #client: ApiClient;
	readonly #group = new TaskGroup();
	readonly #changed = new Signal((wake) => wake());
	readonly #ciliumNodes;
	readonly #nodes;
	readonly #pods;
	readonly #policies;
	readonly #clusterwide;
	#isDirty = false;
	#isReady = false;

	constructor(process: Process, config: ReadonlyMap<string, string>) {
		this.#process = process;
		this.#config = config;
		this.#client = new ApiClient(new InClusterTransport(process), 'cilium-operator-generic');
		const cache = <T extends KubeObject>(resource: Resource<T>, namespace = ''): ObjectCache<T> =>
			new ObjectCache<T>({
				process,
				client: this.#client,
				resource,
				namespace,
				onChange: () => this.#mark(),
				onError: (message) => logLine(process, 'warn', 'Failed to list or watch', `error=${JSON.stringify(message)}`),
			});
		this.#ciliumNodes = cache(CILIUM_NODES);
		this.#nodes = cache(NODES);
		this.#pods = cache(PODS, process.env.get('CILIUM_K8S_NAMESPACE') ?? 'kube-system');
		this.#policies = cache(CILIUM_POLICIES);
		this.#clusterwide = cache(CLUSTERWIDE_POLICIES);
	}

	*run(): Task<number> {
		const process = this.#process;
		process.rest({ cpuMillicores: 4, memoryBytes: 45 * MIB });
		for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
		yield* logLine(process, 'info', 'Cilium Operator');
		serveHttp(process, this.#group, '127.0.0.1', 9234, {
			handle: () => this.#health(),
			vouchedStatus: () => (this.#isReady ? 200 : undefined),
			refuse: (status) => ({ status, headers: [], body: '' }),
		});
		this.#group.add(this.#work());
		return yield* this.#group.run(process, () => 0);
	}

	*#health(): Task<{ status: number; headers: readonly (readonly [string, string])[]; body: string }> {
		return this.#isReady ? { status: 200, headers: [], body: 'ok' } : { status: 500, headers: [], body: 'not ready' };
	}

	#mark(): void {
		this.#isDirty = true;
		this.#changed.wakeAll();
	}

	*#work(): Task<void> {
		while (!(yield* this.#register())) yield* this.#process.sleep(RETRY_MS);
		// They are served when they are established.
		yield* this.#process.sleep(RETRY_MS);
		const caches = [this.#ciliumNodes, this.#nodes, this.#pods, this.#policies, this.#clusterwide];
		for (const cache of caches) this.#group.add(cache.follow());
		while (!caches.every(({ synced }) => synced)) yield this.#changed;
		this.#isReady = true;
		for (;;) {
			this.#isDirty = false;
			try {
				yield* this.#sync();
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				if (error.status.reason !== 'Conflict') {
					yield* logLine(this.#process, 'warn', 'Reconciliation failed', `error=${JSON.stringify(error.message)}`);
				}
				yield* this.#process.sleep(RETRY_MS);
				this.#isDirty = true;
			}
			while (!this.#isDirty) yield this.#changed;
		}
	}

	*#register(): Task<boolean> {
		try {
			for (const kind of CILIUM_KINDS) {
				try {
					yield* this.#client.create(DEFINITIONS, kind as never);
					yield* logLine(
						this.#process,
						'info',
						'Creating CRD (CustomResourceDefinition)...',
						`name=${kind.metadata.name}`,
					);
				} catch (error) {
					if (!(error instanceof ApiError) || error.status.reason !== 'AlreadyExists') throw error;
				}
			}
			return true;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			yield* logLine(this.#process, 'error', 'Unable to register CRDs', `error=${JSON.stringify(error.message)}`);
			return false;
		}
	}

	*#sync(): Task<void> {
		if (this.#config.get('ipam') === 'cluster-pool') {
			for (const node of this.#ciliumNodes.list()) yield* this.#allocate(node);
		}
		for (const policy of this.#policies.list()) yield* this.#judge(CILIUM_POLICIES, policy);
		for (const policy of this.#clusterwide.list()) yield* this.#judge(CLUSTERWIDE_POLICIES, policy);
		for (const node of this.#nodes.list()) yield* this.#markNode(node);
	}

	*#allocate(node: CiliumNode): Task<void> {
		if ((node.spec.ipam?.podCIDRs?.length ?? 0) > 0) return;
		const used = new Set(this.#ciliumNodes.list().flatMap(({ spec }) => spec.ipam?.podCIDRs ?? []));
		const range = this.#freeRange(used);
		if (range === undefined) {
			yield* logLine(
				this.#process,
				'error',
				'Unable to allocate pod CIDR',
				`node=${node.metadata.name} error="no more pools available"`,
			);
			return;
		}
		const ipam = { ...node.spec.ipam, podCIDRs: [range] };
		yield* this.#client.update(CILIUM_NODES, { ...node, spec: { ...node.spec, ipam } });
		yield* this.#client.get(CILIUM_NODES, '', node.metadata.name);
		// The next one sees this in the cache.
		while (this.#ciliumNodes.get('', node.metadata.name)?.spec.ipam?.podCIDRs === undefined) yield this.#changed;
	}

	/** The first that no node has. */
	#freeRange(used: ReadonlySet<string>): string | undefined {
		const bits = Number(this.#config.get('cluster-pool-ipv4-mask-size') ?? '24');
		for (const pool of (this.#config.get('cluster-pool-ipv4-cidr') ?? '10.0.0.0/8').split(/[ ,]+/)) {
			const block = addressBlock(pool);
			if (block === undefined || !(bits >= block.bits && bits <= 32)) continue;
			const size = 2 ** (32 - bits);
			const count = Math.min(block.size / size, NODES_MAX);
			for (let at = 0; at < count; at++) {
				const range = `${addressText(block.index * block.size + at * size)}/${bits}`;
				if (!used.has(range)) return range;
			}
		}
		return undefined;
	}

	/** Models operator/pkg/ciliumnetworkpolicy: a condition that says whether agents take the policy. */
	*#judge(resource: Resource<CiliumPolicy>, policy: CiliumPolicy): Task<void> {
		const rules = rulesOf(policy);
		const problem =
			rules.length === 0
				? 'Invalid CiliumNetworkPolicy spec(s): empty policy'
				: rules.map(ruleProblem).find((each) => each !== undefined);
		const status = problem === undefined ? 'True' : 'False';
		const message = problem === undefined ? 'Policy validation succeeded' : `Policy validation failed: ${problem}`;
		const [known] =
			(policy as CiliumPolicy & { status?: { conditions?: readonly { status: string; message: string }[] } }).status
				?.conditions ?? [];
		if (known?.status === status && known.message === message) return;
		const lastTransitionTime = formatTime(this.#process.now());
		const body = { status: { conditions: [{ lastTransitionTime, message, status, type: 'Valid' }] } };
		const { namespace = '', name } = policy.metadata;
		try {
			yield* this.#client.patch(resource, { namespace, name }, 'merge', body, 'status');
		} catch (error) {
			if (!(error instanceof ApiError) || error.status.reason !== 'NotFound') throw error;
		}
	}

	/** A node with a ready agent has a network. */
	*#markNode(node: Node): Task<void> {
		const { name } = node.metadata;
		const isUp = this.#pods
			.list()
			.some(
				({ metadata, spec, status }) =>
					metadata.labels?.['k8s-app'] === 'cilium' &&
					spec.nodeName === name &&
					status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true,
			);
		if (!isUp) return;
		const known = node.status.conditions?.find(({ type }) => type === 'NetworkUnavailable');
		if (known?.reason !== 'CiliumIsUp') {
			const at = formatTime(this.#process.now());
			const condition = {
				type: 'NetworkUnavailable',
				status: 'False',
				reason: 'CiliumIsUp',
				message: 'Cilium is running on this node',
				lastTransitionTime: at,
				lastHeartbeatTime: at,
			};
			yield* this.#client.patch(
				NODES,
				{ namespace: '', name },
				'strategic',
				{ status: { conditions: [condition] } },
				'status',
			);
		}
		const taints = node.spec.taints ?? [];
		if (!taints.some(({ key }) => key === TAINT)) return;
		const left = taints.filter(({ key }) => key !== TAINT);
		yield* this.#client.patch(NODES, { namespace: '', name }, 'merge', { spec: { taints: left } });
	}
}

/** Ranges that are looked at in one pool. */
const NODES_MAX = 65_536;
