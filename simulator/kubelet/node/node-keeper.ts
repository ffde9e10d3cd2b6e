import type { Node, NodeStatus } from '../../api/core/types/node.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { EventRecorder } from '../../client/event-recorder.ts';
import { Informer } from '../../client/informer.ts';
import { TransportError } from '../../client/transport.ts';
import type { BeatTimer } from '../../machinery/beat.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { SingleTask } from '../../machinery/single-task.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task, type TaskHandle } from '../../machinery/task.ts';
import { formatMicroTime } from '../../machinery/timestamp.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { Pressure } from '../eviction/thresholds.ts';
import type { KubeletLog } from '../kubelet-log.ts';
import { LEASES, type Lease, NODES } from '../resources.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import { createCsiNode } from './csi-node.ts';
import { type NodeFacts, nodeLabels } from './node-facts.ts';
import { nodeStatus } from './node-status.ts';

/** Where the file says nothing of it. Models SetDefaults_KubeletConfiguration. */
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
	/** Why the node is not ready; undefined when it is. */
	readonly problem: () => string | undefined;
	/** What of storage drivers is mounted. */
	readonly volumesInUse: () => readonly string[];
	/** What the node runs short of. */
	readonly under: (pressure: Pressure) => boolean;
	/** Every ten seconds, before the status is looked at. Whether all is well, and will be while nothing happens. */
	readonly onBeat: () => boolean;
	/** Told when the Node is seen for the first time and whenever it changes. */
	readonly onNode: (node: Node) => void;
	readonly log: KubeletLog;
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
	/** Why it could not be registered last. */
	#refusal: string | undefined;
	/** Renews the Lease and looks for changes of the status. */
	#beat: BeatTimer | undefined;
	/** Writes a status in which nothing but times has changed. */
	#heartbeat: BeatTimer | undefined;
	/** What one of them has begun and has to wait for. */
	readonly #writing = new SingleTask();

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

	/** Its Lease is renewed, and will be while nothing happens. */
	get isBeating(): boolean {
		return this.#beat?.isSteady ?? false;
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
		this.#beat?.cancel();
		this.#heartbeat?.cancel();
		this.#writing.cancel();
		this.#informer.stop();
	}

	*#run(): Task<void> {
		const { loop } = this.#options.context;
		const { memory } = this.#options;
		if (memory === undefined) {
			while (!(yield* this.#tolerant(this.#tellingRegister()))) yield delay(loop, RETRY_MS);
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
		// Also how often the status is looked at for changes.
		this.#beat = loop.every(this.#options.configuration.nodeLeaseDurationSeconds * 250, {
			run: () => this.#writing.run(this.#look()),
			skip: (times, writes) => this.#again(this.#renew(), { times, writes }),
		});
		this.#beatHeartAfter(this.#reported === undefined ? 0 : this.#reported.atMs + this.#reportMs - loop.now());
		this.#writing.run(this.#look());
	}

	#beatHeartAfter(ms: number): void {
		this.#heartbeat?.cancel();
		const beat = {
			run: () => this.#writing.run(this.#unchanged()),
			skip: (times: number, writes: number) => this.#again(this.#write(), { times, writes }),
		};
		this.#heartbeat = this.#options.context.loop.every(this.#reportMs, beat, Math.max(0, ms));
	}

	get #reportMs(): number {
		const { nodeStatusReportFrequency: report, nodeStatusUpdateFrequency: update } = this.#options.configuration;
		return report || update || STATUS_REPORT_MS;
	}

	/** Writes what has been written so many times. */
	#again(write: Task<void>, skipped?: { readonly times: number; readonly writes: number }): boolean {
		return this.#writing.run(this.#tolerant(this.#options.client.repeat(write, skipped)));
	}

	/** Whether there was nothing but the Lease to be renewed. */
	*#look(): Task<boolean> {
		const hadLease = this.#lease !== undefined;
		const renewed = yield* this.#tolerant(this.#renewLease());
		const isWell = this.#options.onBeat();
		let isSame = false;
		const reported = yield* this.#tolerant(this.#report(), (same) => {
			isSame = same;
		});
		return hadLease && this.#lease !== undefined && renewed && isWell && reported && isSame;
	}

	*#unchanged(): Task<boolean> {
		return yield* this.#tolerant(this.#options.client.repeat(this.#write()));
	}

	/** False when the API did not take it; it is tried again. */
	*#tolerant<T>(task: Task<T>, onResult?: (result: T) => void): Task<boolean> {
		try {
			const result = yield* task;
			onResult?.(result);
			return true;
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			return false;
		}
	}

	/** The journal says why it is refused, when it is something else than before. */
	*#tellingRegister(): Task<void> {
		try {
			yield* this.#register();
		} catch (error) {
			if (error instanceof ApiError && error.message !== this.#refusal) {
				this.#refusal = error.message;
				const { log, facts } = this.#options;
				const why = `err=${JSON.stringify(error.message)} node=${JSON.stringify(facts.name)}`;
				log('E', 'kubelet_node_status.go:107', `"Unable to register node with API server" ${why}`);
			}
			throw error;
		}
	}

	/** Models tryRegisterWithAPIServer. */
	*#register(): Task<void> {
		const { client, facts, configuration, context, runtime, problem, under } = this.#options;
		const status = nodeStatus({
			facts,
			configuration,
			under,
			images: runtime.images,
			problem: problem(),
			volumesInUse: [],
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
			this.#tellStart();
			return this.#options.onNode(this.#node);
		}
		this.#tellStart();
		if (problem() === undefined) this.#tellStatus('NodeReady');
		this.#options.onNode(this.#node);
	}

	#tellStart(): void {
		this.note('Starting', 'Starting kubelet.');
		for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'])
			this.#tellStatus(reason);
		this.note('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
	}

	*#registerDrivers(): Task<void> {
		if (this.#node !== undefined) yield* createCsiNode(this.#options.client, this.#node);
	}

	*#renew(): Task<void> {
		const lease = this.#lease;
		if (lease === undefined) throw new Error('assertion failed: a Lease is renewed that is not there');
		const renewTime = formatMicroTime(this.#options.context.loop.now());
		this.#lease = yield* this.#options.client.update(LEASES, { ...lease, spec: { ...lease.spec, renewTime } });
	}

	/** Models component-helpers/apimachinery/lease controller. */
	*#renewLease(): Task<void> {
		const { client, facts, context, configuration } = this.#options;
		const renewTime = formatMicroTime(context.loop.now());
		if (this.#lease !== undefined) {
			try {
				yield* this.#options.client.repeat(this.#renew());
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
				spec: { holderIdentity: facts.name, leaseDurationSeconds: configuration.nodeLeaseDurationSeconds, renewTime },
			});
		}
	}

	/** Writes the status when it has changed. Whether it has not. */
	*#report(): Task<boolean> {
		const { runtime } = this.#options;
		const before = this.#reported;
		const node = this.#node;
		if (node === undefined) return false;
		const problem = this.#options.problem();
		// As the API has it: the node controller may have given the node up meanwhile.
		const differs = readinessDiffers(node.status ?? {}, problem);
		if (before !== undefined && differs) this.#tellStatus(problem === undefined ? 'NodeReady' : 'NodeNotReady');
		const pressed = this.#tellPressures(node.status ?? {});
		this.#tellReboot(node.status ?? {}, before);
		if (before !== undefined) {
			const isMounted = jsonEqual(this.#options.volumesInUse(), node.status?.volumesInUse ?? []);
			const same = before.images === runtime.images.changes && !differs && !pressed && isMounted;
			if (same && problem === undefined) return true;
			if (jsonEqual(withoutHeartbeats(this.#status(node)), withoutHeartbeats(before.status))) {
				this.#reported = { ...before, images: runtime.images.changes };
				return true;
			}
		}
		yield* this.#write();
		this.#beatHeartAfter(this.#reportMs);
		return false;
	}

	*#write(): Task<void> {
		const { facts, context, runtime, client } = this.#options;
		const node = this.#node;
		if (node === undefined) return;
		const images = runtime.images.changes;
		const status = this.#status(node);
		yield* client.patch(NODES, { name: facts.name }, 'strategic', { status }, 'status');
		this.#reported = { status, atMs: context.loop.now(), images };
	}

	#status(node: Node): NodeStatus {
		const { facts, configuration, context, runtime, problem, under } = this.#options;
		return nodeStatus({
			facts,
			configuration,
			under,
			images: runtime.images,
			problem: problem(),
			volumesInUse: this.#options.volumesInUse(),
			old: node.status,
			nowMs: context.loop.now(),
		});
	}

	/** Models pkg/kubelet/nodestatus MachineInfo. */
	#tellReboot({ nodeInfo }: NodeStatus, before: ReportedStatus | undefined): void {
		const { name, bootID } = this.#options.facts;
		const known = nodeInfo?.bootID ?? '';
		if (before !== undefined || known === '' || known === bootID) return;
		this.warn('Rebooted', `Node ${name} has been rebooted, boot id: ${bootID}`);
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

	/** Has the status looked at now. */
	lookNow(): void {
		this.#writing.run(this.#look());
	}

	/** A warning about the Node. */
	warn(reason: string, message: string): void {
		const { name } = this.#options.facts;
		this.#options.recorder.event({ kind: 'Node', name, uid: name }, 'Warning', reason, message);
	}

	#tellStatus(reason: string): void {
		this.note(reason, `Node ${this.#options.facts.name} status is now: ${reason}`);
	}

	/** Kubelets know their Node by its name only. */
	note(reason: string, message: string): void {
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
