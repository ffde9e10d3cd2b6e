import type { Node } from '../api/core/types/node.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { Service } from '../api/core/types/service.ts';
import { ApiClient } from '../client/api-client.ts';
import { EventRecorder } from '../client/event-recorder.ts';
import { Informer } from '../client/informer.ts';
import type { Transport } from '../client/transport.ts';
import type { Machine } from '../kernel/machine-api.ts';
import type { Program } from '../kernel/process-api.ts';
import type { Context } from '../machinery/context.ts';
import { jsonEqual } from '../machinery/json-equal.ts';
import type { Task } from '../machinery/task.ts';
import { DEFAULT_CONFIGURATION, type KubeletConfiguration } from './configuration.ts';
import { HostNetwork } from './host-network.ts';
import { type KubeletLog, noLog } from './kubelet-log.ts';
import type { KubeletMemory } from './kubelet-memory.ts';
import { MirrorPods } from './mirror-pods.ts';
import { type NodeFacts, nodeCapacity, nodeLabels } from './node/node-facts.ts';
import { NodeKeeper } from './node/node-keeper.ts';
import { NodeProblems } from './node/node-problems.ts';
import type { KubeletParts } from './parts.ts';
import { Backoff } from './pod/backoff.ts';
import { ImagePuller } from './pod/image-puller.ts';
import { activePods, podIPOf, stateByApiUid } from './pod/known-pods.ts';
import { PodEvents } from './pod/pod-events.ts';
import { containerIdOf, isMirrorPod, isStaticPod } from './pod/pod-facts.ts';
import type { ClusterDns } from './pod/pod-network-files.ts';
import { removeRecords } from './pod/pod-records.ts';
import { newPodState, type PodState } from './pod/pod-state.ts';
import { PodSyncer } from './pod/pod-syncer.ts';
import { PodWorkers } from './pod/pod-workers.ts';
import { Relist } from './pod/relist.ts';
import { retryDelayMs } from './pod/retry-delay.ts';
import { TokenRefreshes } from './pod/token-refreshes.ts';
import { ProbeManager } from './probes/probe-manager.ts';
import { PODS, SERVICES } from './resources.ts';
import type { ContainerRuntime } from './runtime/container-runtime.ts';
import type { AccessChoice } from './server/kubelet-access.ts';
import { type KubeletDoor, kubeletDoor } from './server/kubelet-door.ts';
import { kubeletProgram } from './server/kubelet-program.ts';
import { type KubeletServer, kubeletServer } from './server/kubelet-server.ts';
import { StaticPodSource } from './static-pods.ts';
import { StatusManager } from './status-manager.ts';
import { NodeUpkeep } from './upkeep/node-upkeep.ts';
import { ConfigObjects } from './volumes/config-objects.ts';
import { NodeStorage } from './volumes/node-storage.ts';
import { ServiceAccountTokens } from './volumes/service-account-tokens.ts';

export interface KubeletOptions {
	readonly context: Context;
	readonly facts: NodeFacts;
	readonly machine: Machine;
	/** As system:node:<name>. */
	readonly transport: Transport;
	readonly runtime: ContainerRuntime;
	/** Since when its service does not answer; undefined while it does. */
	readonly runtimeDownSinceMs?: () => number | undefined;
	readonly dns: ClusterDns;
	/** Default: as kubelets are. */
	readonly configuration?: KubeletConfiguration;
	/** Who is let in on its port. Default: as kubeadm has it. */
	readonly access?: AccessChoice;
	/** Default /etc/kubernetes/manifests. */
	readonly staticPodPath?: string;
	readonly log?: KubeletLog;
	/** Of the kubelet whose work this one goes on with, on a copy of its node. */
	readonly memory?: KubeletMemory | undefined;
}

/** A running kubelet. */
export interface KubeletHandle {
	/** Ends the kubelet; its containers go on. */
	stop(): void;
	/** What the API server asks of it. */
	readonly server: KubeletServer;
	/** Who is let in on its port. */
	readonly door: KubeletDoor;
	/** For the process that carries the kubelet: answers on its ports, lends its sockets to probes. */
	readonly serve: Program;
	/** For the kubelet of a copy of this node. */
	memory(): KubeletMemory;
	/** It renews its Node's Lease, and will while nothing happens. */
	readonly isBeating: boolean;
}

/** Starts the kubelet of one node. What the runtime has running already is taken over. */
export function startKubelet(options: KubeletOptions): KubeletHandle {
	return new Kubelet(options);
}

/** Longest until a change of a ConfigMap reaches a volume. Models syncFrequency. */
const SYNC_MS = 60_000;

class Kubelet implements KubeletHandle {
	readonly server: KubeletServer;
	readonly door: KubeletDoor;
	readonly serve: Program;
	readonly #options: KubeletOptions;
	readonly #configuration: KubeletConfiguration;
	readonly #states = new Map<string, PodState>();
	readonly #parts: KubeletParts;
	readonly #workers: PodWorkers;
	readonly #syncer: PodSyncer;
	readonly #statuses: StatusManager;
	readonly #mirrors: MirrorPods;
	readonly #node: NodeKeeper;
	readonly #upkeep: NodeUpkeep;
	readonly #storage: NodeStorage;
	readonly #pods: Informer<Pod>;
	readonly #staticSource: StaticPodSource;
	readonly #stops: (() => void)[] = [];
	readonly #relist: Relist;
	/** Pods that have been here and are gone. */
	#ended: Set<string> | undefined;
	#staticPods: readonly Pod[] = [];
	#stopped = false;

	constructor(options: KubeletOptions) {
		this.#options = options;
		const { context, facts, machine, runtime, transport, memory, configuration = DEFAULT_CONFIGURATION } = options;
		this.#configuration = configuration;
		const client = new ApiClient(transport, 'kubelet');
		const { loop } = context;
		const random = context.random.stream(`kubelet/${facts.name}/${loop.now()}`);
		const relistOffsetMs = random.below(1_000);
		const recorder = new EventRecorder(context, client, { component: 'kubelet', host: facts.name });
		const events = new PodEvents(recorder);
		const services = new Informer({ context, client, resource: SERVICES });
		const objects = new ConfigObjects(context, client, (uid) => this.#volumesChanged(uid));
		const tokens = new ServiceAccountTokens(context, client, memory?.tokens);
		const connector = new HostNetwork(machine);
		this.#storage = new NodeStorage({ context, machine, client, objects, tokens, random, events, options });
		this.#upkeep = this.#nodeUpkeep();
		this.#node = this.#nodeKeeper(client, recorder);
		this.#mirrors = new MirrorPods(context, client, () => this.#node.node);
		const probes = this.#probeManager(connector, events);
		const { allocatable } = nodeCapacity(facts, configuration);
		this.#parts = {
			context,
			nodeName: facts.name,
			nodeIP: facts.address,
			dns: options.dns,
			machine,
			runtime,
			client,
			events,
			services,
			objects,
			tokens,
			tokenRefreshes: new TokenRefreshes(loop, machine.root),
			volumes: this.#storage.volumes,
			probes,
			puller: new ImagePuller(context, runtime.images, objects, configuration, memory?.pulls),
			crashBackoff: Backoff.ofRestarts(configuration, memory?.crashBackoff),
			configuration,
			log: options.log ?? noLog,
			connector,
			random,
			allocatable: () => allocatable,
			problems: new NodeProblems(options),
			report: (state) => this.#statuses.changed(state.pod.metadata.uid),
			syncAfter: (uid, delayMs) => this.#workers.addAfter(uid, delayMs),
			ensureMirror: (pod) => this.#mirrors.ensure(pod),
			activePods: () => activePods(this.#states.values()),
			pressureRefusal: (pod) => this.#upkeep.refusal(pod),
			node: () => this.#node.node,
			nodeLabels: () => this.#node.node?.metadata.labels ?? nodeLabels(facts),
		};
		this.#statuses = new StatusManager({
			loop,
			client,
			stateOf: (uid) => this.#states.get(uid),
			objectOf: (state) => (isStaticPod(state.pod) ? this.#mirrors.of(state.pod) : state.pod),
			onGone: (uid) => this.#goneFromApi(uid),
			written: memory?.written,
		});
		this.#syncer = new PodSyncer(this.#parts);
		this.#workers = new PodWorkers(
			loop,
			(uid) => this.#sync(uid),
			(uid) => this.#relist.awaited(uid),
		);
		this.#relist = new Relist(loop, this.#workers, relistOffsetMs);
		this.#pods = new Informer({ context, client, resource: PODS, fieldSelector: `spec.nodeName=${facts.name}` });
		this.server = kubeletServer(this.#parts, (uid) => stateByApiUid(this.#states, this.#mirrors.list(), uid));
		this.door = kubeletDoor(options, configuration);
		this.serve = this.#program(connector);
		this.#staticSource = this.#readStaticPods();
		this.#start(services);
	}

	#probeManager(connector: HostNetwork, events: PodEvents): ProbeManager {
		const { context, runtime, facts } = this.#options;
		return new ProbeManager({
			context,
			runtime,
			connector,
			events,
			podOf: (uid) => this.#states.get(uid)?.pod,
			podIPOf: (uid) => podIPOf(this.#states.get(uid), runtime, facts.address),
			onResult: (uid) => this.#workers.add(uid),
		});
	}

	#nodeUpkeep(): NodeUpkeep {
		const { facts, context, runtime, log = noLog } = this.#options;
		return new NodeUpkeep({
			context,
			runtime,
			log,
			lookAtStorage: () => this.#storage.look(),
			parts: () => this.#parts,
			states: this.#states,
			configuration: this.#configuration,
			memoryBytes: facts.memoryBytes,
			tell: (reason, message) => this.#node.warn(reason, message),
			note: (reason, message) => this.#node.note(reason, message),
			onBegin: () => this.#node.lookNow(),
		});
	}

	#nodeKeeper(client: ApiClient, recorder: EventRecorder): NodeKeeper {
		const { context, facts, runtime, memory, log = noLog } = this.#options;
		const shared = { log, context, client, facts, configuration: this.#configuration, runtime, recorder };
		return new NodeKeeper({
			...shared,
			problem: () => this.#parts.problems.all(this.#upkeep.shutdown.problem),
			memory: memory?.node,
			volumesInUse: () => this.#storage.volumesInUse(),
			under: (pressure) => this.#upkeep.eviction.under(pressure),
			onBeat: () => this.#upkeep.look() && !this.#parts.problems.isRuntimeDown,
			onNode: (node) => this.#nodeChanged(node),
		});
	}

	#program(connector: HostNetwork): Program {
		return kubeletProgram({
			configuration: this.#configuration,
			door: this.door,
			onProcess: (process) => connector.adopt(process),
			view: {
				parts: this.#parts,
				pods: () => [...this.#states.values()].map((state) => ({ ...state.pod, status: state.status })),
				containerId: (...of) => containerIdOf(this.#parts.runtime, this.#states.values(), of),
			},
		});
	}

	#readStaticPods(): StaticPodSource {
		const { staticPodPath, memory } = this.#options;
		return new StaticPodSource(this.#parts, {
			folder: staticPodPath ?? '/etc/kubernetes/manifests',
			onChange: (pods) => this.#takeStaticPods(pods),
			known: memory?.staticPods,
		});
	}

	get isBeating(): boolean {
		return this.#node.isBeating;
	}

	memory(): KubeletMemory {
		const { tokens, volumes, puller, crashBackoff } = this.#parts;
		const staticPods = this.#staticSource.files();
		const statuses = new Map([...this.#states].map(([uid, { status }]) => [uid, status]));
		return {
			failures: new Map([...this.#states].map(([uid, { failures }]) => [uid, new Map(failures)])),
			crashBackoff: crashBackoff.memory(),
			pulls: puller.memory(),
			node: this.#node.memory,
			staticPods,
			tokens: tokens.all(),
			volumes: volumes.all(),
			statuses,
			written: this.#statuses.written(),
		};
	}

	stop(): void {
		this.#stopped = true;
		this.#upkeep.shutdown.stop();
		for (const stop of this.#stops) stop();
		this.#relist.stop();
		this.#workers.stop();
		this.#statuses.stop();
		this.#parts.probes.stop();
		this.#parts.tokenRefreshes.stop();
		this.#parts.objects.stop();
		this.#node.stop();
	}

	#start(services: Pick<Informer<Service>, 'start' | 'stop' | 'whenSynced'>): void {
		const { runtime } = this.#options;
		const source = this.#staticSource;
		this.#stops.push(
			() => this.#storage.stop(),
			() => source.stop(),
			() => services.stop(),
			() => this.#pods.stop(),
			runtime.onChange((uid, id) => this.#runtimeChanged(uid, id)),
		);
		source.start();
		this.#storage.start();
		this.#upkeep.shutdown.start();
		this.#node.start();
		services.start();
		services.whenSynced(() => this.#servicesKnown());
		this.#pods.onChange((change) => {
			if (change.type === 'deleted') this.#podGone(change.object);
			else this.#podSeen(change.object);
		});
		this.#pods.whenSynced(() => this.#cleanOrphans());
		this.#pods.start();
	}

	*#sync(uid: string): Task<void> {
		const state = this.#states.get(uid);
		if (state === undefined) return;
		const outcome = yield* this.#syncer.sync(state);
		if (outcome !== 'done') this.#workers.addAfter(uid, retryDelayMs(outcome, this.#now(), this.#parts.random.float()));
		if (state.stage === 'finished' && state.removed) this.#gone(uid);
	}

	#podSeen(pod: Pod): void {
		if (isMirrorPod(pod)) {
			this.#mirrors.seen(pod);
			this.#mirrorSeen(pod);
			return;
		}
		const { uid } = pod.metadata;
		const state = this.#states.get(uid);
		if (state === undefined) {
			// A finished Pod of another name's life is the API's to keep; it has nothing to run here.
			this.#remember(pod);
			return;
		}
		const before = state.pod;
		state.pod = pod;
		const { deletionTimestamp, deletionGracePeriodSeconds, generation } = pod.metadata;
		if (deletionTimestamp !== undefined) {
			const shorter =
				(deletionGracePeriodSeconds ?? 0) < (before.metadata.deletionGracePeriodSeconds ?? Number.POSITIVE_INFINITY);
			if (shorter && state.stage === 'terminating') this.#syncer.shortenGrace(state);
			state.ending.wakeAll();
		}
		const gates = (pod.spec.readinessGates ?? []).length > 0;
		const changed =
			generation !== before.metadata.generation || deletionTimestamp !== before.metadata.deletionTimestamp;
		const described =
			!jsonEqual(pod.metadata.labels, before.metadata.labels) ||
			!jsonEqual(pod.metadata.annotations, before.metadata.annotations);
		this.#statuses.seen(uid, pod);
		if (state.readyToDelete) this.#statuses.changed(uid);
		else if (changed || gates) this.#workers.add(uid);
		else if (described && this.#parts.volumes.hasProjected(uid)) this.#volumesChanged(uid);
	}

	#remember(pod: Pod): void {
		const { uid } = pod.metadata;
		const { memory, context } = this.#options;
		// A static Pod may go and come again.
		const status = this.#ended?.has(uid) === true ? undefined : memory?.statuses.get(uid);
		const state = newPodState(pod, status ?? pod.status, this.#now(), context.loop.post);
		if (status !== undefined) for (const [name, why] of memory?.failures.get(uid) ?? []) state.failures.set(name, why);
		this.#states.set(uid, state);
		this.#upkeep.eviction.added(state);
		this.#workers.add(uid);
	}

	#podGone(pod: Pod): void {
		if (isMirrorPod(pod)) {
			this.#mirrors.gone(pod);
			const uid = pod.metadata.annotations?.['kubernetes.io/config.mirror'] ?? '';
			if (this.#states.get(uid)?.removed === false) this.#workers.add(uid);
			return;
		}
		const { uid } = pod.metadata;
		const state = this.#states.get(uid);
		if (state === undefined) return;
		state.removed = true;
		state.pod = pod;
		state.graceSeconds = pod.metadata.deletionGracePeriodSeconds ?? 0;
		state.ending.wakeAll();
		if (state.stage === 'finished') this.#gone(uid);
		else {
			if (state.stage === 'terminating') this.#syncer.shortenGrace(state);
			this.#workers.add(uid);
		}
	}

	/** A static Pod goes on without its mirror; it gets another. */
	#goneFromApi(uid: string): void {
		const state = this.#states.get(uid);
		if (state !== undefined && (!isStaticPod(state.pod) || state.removed)) this.#gone(uid);
	}

	/** Nothing refers to the Pod any more: its records and logs go too. */
	#gone(uid: string): void {
		const state = this.#states.get(uid);
		if (state === undefined) return;
		if (state.stage !== 'finished') {
			state.removed = true;
			state.ending.wakeAll();
			this.#workers.add(uid);
			return;
		}
		this.#states.delete(uid);
		if (isStaticPod(state.pod)) this.#ended = (this.#ended ?? new Set()).add(uid);
		this.#upkeep.eviction.removed(uid);
		this.#workers.forget(uid);
		this.#statuses.forget(uid);
		removeRecords(this.#options, uid, `${state.pod.metadata.namespace}_${state.pod.metadata.name}_${uid}`);
		if (isStaticPod(state.pod)) this.#startStaticPods();
		// What it leaves may be what others wait for. Models allocation Manager.RetryPendingResizes.
		for (const [other, { resize }] of this.#states) if (resize?.pending !== undefined) this.#workers.add(other);
	}

	/** What runs here and is nobody's is ended. Models HandlePodCleanups. */
	#cleanOrphans(): void {
		const { runtime } = this.#options;
		for (const uid of [...runtime.podUids()]) {
			if (this.#states.has(uid)) continue;
			const config = runtime.sandboxesOf(uid)[0]?.config;
			removeRecords(this.#options, uid, `${config?.podNamespace}_${config?.podName}_${uid}`);
			this.#parts.volumes.unmountAll(uid);
		}
		for (const mirror of this.#mirrors.list()) this.#mirrorSeen(mirror);
	}

	#takeStaticPods(pods: readonly Pod[]): void {
		this.#staticPods = pods;
		const wanted = new Set(pods.map((pod) => pod.metadata.uid));
		for (const [uid, state] of this.#states) {
			if (!isStaticPod(state.pod) || wanted.has(uid) || state.removed) continue;
			state.removed = true;
			state.ending.wakeAll();
			this.#workers.add(uid);
			const mirror = this.#mirrors.of(state.pod);
			if (mirror !== undefined) this.#mirrors.remove(mirror);
		}
		this.#startStaticPods();
	}

	/** A new version of a file waits until the old one's containers have ended. */
	#startStaticPods(): void {
		for (const pod of this.#staticPods) {
			const { uid, name, namespace } = pod.metadata;
			if (this.#states.has(uid)) continue;
			const busy = [...this.#states.values()].some(
				(state) =>
					isStaticPod(state.pod) && state.pod.metadata.name === name && state.pod.metadata.namespace === namespace,
			);
			if (busy) continue;
			this.#remember(pod);
		}
	}

	/** A mirror without its static Pod is deleted; one that has just come gets its status. */
	#mirrorSeen(mirror: Pod): void {
		const uid = mirror.metadata.annotations?.['kubernetes.io/config.mirror'] ?? '';
		const state = this.#states.get(uid);
		if (state === undefined) {
			if (this.#pods.hasSynced) this.#mirrors.remove(mirror);
			return;
		}
		this.#statuses.seen(uid, mirror);
		if (mirror.metadata.deletionTimestamp !== undefined) this.#mirrors.remove(mirror);
		if (state.status.startTime === undefined && mirror.status.startTime !== undefined) state.status = mirror.status;
		this.#statuses.changed(uid);
	}

	#runtimeChanged(uid: string, id: string): void {
		if (!this.#stopped && this.#states.has(uid)) this.#relist.changed(uid, id);
	}

	/** Pods that wait for the variables that tell of Services need wait no more. */
	#servicesKnown(): void {
		for (const uid of this.#states.keys()) this.#workers.add(uid);
	}

	#volumesChanged(uid: string): void {
		const state = this.#states.get(uid);
		if (state === undefined || state.stage !== 'running') return;
		const waiting = state.mountBackoffMs > 0;
		this.#workers.addAfter(uid, waiting ? 100 : 1 + this.#parts.random.below(SYNC_MS));
	}

	#nodeChanged(node: Node): void {
		const cidr = node.spec.podCIDR;
		if (cidr !== undefined) this.#options.runtime.setPodCidr(cidr);
	}

	#now(): number {
		return this.#options.context.loop.now();
	}
}
