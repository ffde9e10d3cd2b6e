import type { Node, NodeStatus } from '../../api/core/types/node.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { EventRecorder } from '../../client/event-recorder.ts';
import { Informer } from '../../client/informer.ts';
import { TransportError } from '../../client/transport.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task, type TaskHandle } from '../../machinery/task.ts';
import { formatMicroTime } from '../../machinery/timestamp.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { Pressure } from '../eviction/thresholds.ts';
import { LEASES, type Lease, NODES } from '../resources.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import { createCsiNode } from './csi-node.ts';
import { type NodeFacts, nodeLabels } from './node-facts.ts';
import { nodeStatus } from './node-status.ts';

const LEASE_SECONDS = 40;
/** Also how often the status is looked at for changes. */
const LEASE_RENEW_MS = 10_000;
const STATUS_REPORT_MS = 300_000;
const RETRY_MS = 1_000;

/** What it has told the API last. */
export interface NodeMemory {
	readonly node: Node;
	readonly lease: Lease | undefined;
	readonly reported: ReportedStatus | undefined;
}

interface ReportedStatus {
	readonly status: NodeStatus;
	readonly atMs: number;
	readonly images: number;
}

export interface NodeKeeperOptions {
	readonly context: Context;
	readonly client: ApiClient;
	readonly facts: NodeFacts;
	readonly configuration: KubeletConfiguration;
	readonly runtime: ContainerRuntime;
	readonly recorder: EventRecorder;
	readonly networkProblem: () => string | undefined;
	/** What the node runs short of. */
	readonly under: (pressure: Pressure) => boolean;
	/** Every ten seconds, before the status is looked at. */
	readonly onBeat: () => void;
	/** Told when the Node is seen for the first time and whenever it changes. */
	readonly onNode: (node: Node) => void;
	/** Set when the Node is registered already. */
	readonly memory?: NodeMemory | undefined;
}

/** Registers the Node, renews its Lease, reports its status. Models pkg/kubelet/kubelet_node_status.go. */
export class NodeKeeper {
	readonly #options: NodeKeeperOptions;
	readonly #informer: Informer<Node>;
	#task: TaskHandle | undefined;
	#node: Node | undefined;
	#lease: Lease | undefined;
	#reported: ReportedStatus | undefined;

	constructor(options: NodeKeeperOptions) {
		this.#options = options;
		this.#informer = new Informer<Node>({
			context: options.context,
			client: options.client,
			resource: NODES,
			fieldSelector: `metadata.name=${options.facts.name}`,
		});
	}

	/** As the API has it; undefined until it has been registered. */
	get node(): Node | undefined {
		return this.#node;
	}

	/** Undefined until the Node has been registered. */
	get memory(): NodeMemory | undefined {
		const node = this.#node;
		return node === undefined ? undefined : { node, lease: this.#lease, reported: this.#reported };
	}

	start(): void {
		this.#task = startTask(this.#run(), () => undefined);
	}

	stop(): void {
		this.#task?.cancel();
		this.#informer.stop();
	}

	*#run(): Task<never> {
		const { loop } = this.#options.context;
		const { memory } = this.#options;
		if (memory === undefined) {
			while (!(yield* this.#tolerant(this.#register()))) yield delay(loop, RETRY_MS);
			while (!(yield* this.#tolerant(this.#registerDrivers()))) yield delay(loop, RETRY_MS);
		} else {
			this.#node = memory.node;
			this.#lease = memory.lease;
			this.#reported = memory.reported;
			this.#options.onNode(memory.node);
		}
		this.#informer.start();
		this.#informer.onChange((change) => {
			if (change.type === 'deleted') return;
			this.#node = change.object;
			this.#options.onNode(change.object);
		});
		for (;;) {
			yield* this.#tolerant(this.#renewLease());
			this.#options.onBeat();
			yield* this.#tolerant(this.#report());
			yield delay(loop, LEASE_RENEW_MS);
		}
	}

	/** False when the API did not take it; it is tried again. */
	*#tolerant(task: Task<void>): Task<boolean> {
		try {
			yield* task;
			return true;
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			return false;
		}
	}

	/** Models tryRegisterWithAPIServer. */
	*#register(): Task<void> {
		const { client, facts, configuration, context, runtime, networkProblem, under } = this.#options;
		const status = nodeStatus({
			facts,
			configuration,
			under,
			images: runtime.images,
			networkProblem: networkProblem(),
			old: undefined,
			nowMs: context.loop.now(),
		});
		const taints = [...(facts.taints ?? []), ...configuration.registerWithTaints].map((taint) => ({ ...taint }));
		try {
			this.#node = yield* client.create(NODES, {
				metadata: {
					name: facts.name,
					labels: { ...nodeLabels(facts), ...configuration.nodeLabels },
					annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
				},
				spec: taints.length === 0 ? {} : { taints },
				status,
			});
		} catch (error) {
			if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
			this.#node = yield* client.get(NODES, '', facts.name);
			return this.#options.onNode(this.#node);
		}
		this.#tell('Starting', 'Starting kubelet.');
		for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'])
			this.#tellStatus(reason);
		this.#tell('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
		if (networkProblem() === undefined) this.#tellStatus('NodeReady');
		this.#options.onNode(this.#node);
	}

	*#registerDrivers(): Task<void> {
		if (this.#node !== undefined) yield* createCsiNode(this.#options.client, this.#node);
	}

	/** Models component-helpers/apimachinery/lease controller. */
	*#renewLease(): Task<void> {
		const { client, facts, context } = this.#options;
		const renewTime = formatMicroTime(context.loop.now());
		if (this.#lease !== undefined) {
			const renewed = { ...this.#lease, spec: { ...this.#lease.spec, renewTime } };
			try {
				this.#lease = yield* client.update(LEASES, renewed);
				return;
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				this.#lease = undefined;
			}
		}
		const owner = this.#node;
		const namespace = 'kube-node-lease';
		try {
			const found = yield* client.get(LEASES, namespace, facts.name);
			this.#lease = yield* client.update(LEASES, { ...found, spec: { ...found.spec, renewTime } });
		} catch (error) {
			if (!(error instanceof ApiError) || error.code !== 404) throw error;
			this.#lease = yield* client.create(LEASES, {
				metadata: {
					name: facts.name,
					namespace,
					...(owner === undefined
						? {}
						: { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: facts.name, uid: owner.metadata.uid }] }),
				},
				spec: { holderIdentity: facts.name, leaseDurationSeconds: LEASE_SECONDS, renewTime },
			});
		}
	}

	/** Writes the status when it has changed, and every five minutes all the same. */
	*#report(): Task<void> {
		const { facts, configuration, context, runtime, networkProblem, under, client } = this.#options;
		const nowMs = context.loop.now();
		const before = this.#reported;
		const node = this.#node;
		if (node === undefined) return;
		const problem = networkProblem();
		// As the API has it: the node controller may have given the node up meanwhile.
		const differs = readinessDiffers(node.status ?? {}, problem);
		if (before !== undefined && differs) this.#tellStatus(problem === undefined ? 'NodeReady' : 'NodeNotReady');
		const pressed = this.#tellPressures(node.status ?? {});
		const due = before === undefined || nowMs - before.atMs >= STATUS_REPORT_MS;
		if (!due && before.images === runtime.images.changes && !differs && !pressed) return;
		const images = runtime.images.changes;
		const status = nodeStatus({
			facts,
			configuration,
			under,
			images: runtime.images,
			networkProblem: problem,
			old: node.status,
			nowMs,
		});
		if (!due && jsonEqual(withoutHeartbeats(status), withoutHeartbeats(before.status))) return;
		yield* client.patch(NODES, { name: facts.name }, 'strategic', { status }, 'status');
		this.#reported = { status, atMs: nowMs, images };
	}

	/** Whether a pressure has come or gone since the status was written. */
	#tellPressures(status: NodeStatus): boolean {
		let changed = false;
		for (const { pressure, type, comes, goes } of PRESSURES) {
			const told = status.conditions?.find((each) => each.type === type)?.status === 'True';
			const is = this.#options.under(pressure);
			if (told === is) continue;
			changed = true;
			this.#tellStatus(is ? comes : goes);
		}
		return changed;
	}

	/** A warning about the Node. */
	warn(reason: string, message: string): void {
		const { name } = this.#options.facts;
		this.#options.recorder.event({ kind: 'Node', name, uid: name }, 'Warning', reason, message);
	}

	#tellStatus(reason: string): void {
		this.#tell(reason, `Node ${this.#options.facts.name} status is now: ${reason}`);
	}

	/** Kubelets know their Node by its name only. Differs: a kubelet that starts again says nothing. */
	#tell(reason: string, message: string): void {
		const { name } = this.#options.facts;
		this.#options.recorder.event({ kind: 'Node', name, uid: name }, 'Normal', reason, message);
	}
}

function readinessDiffers(status: NodeStatus, problem: string | undefined): boolean {
	const ready = status.conditions?.find((each) => each.type === 'Ready');
	return ready?.status !== (problem === undefined ? 'True' : 'False');
}

function withoutHeartbeats(status: NodeStatus): NodeStatus {
	return { ...status, conditions: status.conditions?.map((each) => ({ ...each, lastHeartbeatTime: '' })) };
}

const PRESSURES = [
	{
		pressure: 'memory',
		type: 'MemoryPressure',
		comes: 'NodeHasInsufficientMemory',
		goes: 'NodeHasSufficientMemory',
	},
	{ pressure: 'disk', type: 'DiskPressure', comes: 'NodeHasDiskPressure', goes: 'NodeHasNoDiskPressure' },
] as const;
