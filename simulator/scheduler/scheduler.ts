import type { Pod } from '../api/core/types/pod.ts';
import { ApiClient } from '../client/api-client.ts';
import { InformerFactory } from '../client/informer.ts';
import type { Resource } from '../client/resource.ts';
import { SeriesRecorder } from '../client/series-recorder.ts';
import { type Transport, TransportError } from '../client/transport.ts';
import type { Context } from '../machinery/context.ts';
import type { Random } from '../machinery/random.ts';
import { ApiError } from '../machinery/status.ts';
import { startTask, type Task, type TaskHandle } from '../machinery/task.ts';
import { ClusterCache } from './cache/cluster-cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import type { PodInfo } from './cache/pod-info.ts';
import { ClusterEvents } from './cluster-events.ts';
import { DEFAULT_CONFIGURATION, type SchedulerConfiguration, type SchedulerProfile } from './configuration.ts';
import { fitErrorMessage } from './framework/fit-error.ts';
import { Nominations } from './framework/nominations.ts';
import { type Cluster, type ClusterEvent, PreBindError } from './framework/plugin.ts';
import { findPreemption, type Preemption } from './framework/preemption.ts';
import { type Attempt, SchedulingRecords } from './framework/record.ts';
import { type FilterResult, findFeasible, pickNode } from './framework/scheduling-cycle.ts';
import { listersOn } from './informer-listers.ts';
import { PLUGINS } from './plugins/registry.ts';
import { CLAIMS, NODES, PODS, STORAGE_CLASSES, VOLUMES } from './resources.ts';
import { SchedulingQueue } from './scheduling-queue.ts';
import { patchUnscheduled, preempt } from './status-writer.ts';

export interface SchedulerOptions {
	readonly context: Context;
	/** The way to the API server as system:kube-scheduler. */
	readonly transport: Transport;
	/** Where it runs: its events say so. */
	readonly host?: string;
	/** Its profiles: Pods with another spec.schedulerName are left alone. */
	readonly configuration?: SchedulerConfiguration;
	/** Its log. */
	readonly log?: (level: 'E', source: string, text: string) => void;
	/** Where it notes its decisions; one of its own when absent. */
	readonly records?: SchedulingRecords;
}

export interface RunningScheduler {
	stop(): void;
	/** What was decided for the Pods of late, and why. */
	readonly records: SchedulingRecords;
}

/** Models cmd/kube-scheduler with its default profile. What it knows it has from the API; it may be stopped at any time. */
export function startScheduler(options: SchedulerOptions): RunningScheduler {
	return new Scheduler(options);
}

/** Said before what preemption found; no Pod here has resource claims. Models plugins/dynamicresources PostFilter. */
const CLAIMS_MESSAGE = 'no new claims to deallocate';
/** Said by the same plugin when an earlier one had turned all nodes down: it then finds no notes of its own, and nothing is preempted. */
const NO_NOTES_MESSAGE = 'not found';
const NO_PREEMPTION: Preemption = {
	candidate: undefined,
	message: NO_NOTES_MESSAGE,
	rejections: new Map(),
	clearNomination: false,
};

class Scheduler implements RunningScheduler {
	readonly records: SchedulingRecords;
	readonly #context: Context;
	readonly #client: ApiClient;
	readonly #informers: InformerFactory;
	readonly #profiles = new Map<string, { readonly profile: SchedulerProfile; readonly recorder: SeriesRecorder }>();
	readonly #cache = new ClusterCache();
	readonly #cluster: Cluster;
	readonly #queue: SchedulingQueue;
	readonly #nominations = new Nominations();
	readonly #random: Random;
	readonly #percentageOfNodes: number;
	readonly #tasks = new Set<TaskHandle>();
	#searchStart = 0;
	#pumping = false;
	#stopped = false;

	constructor({
		context,
		transport,
		host = 'controlplane',
		configuration = DEFAULT_CONFIGURATION,
		records,
		log,
	}: SchedulerOptions) {
		this.records = records ?? new SchedulingRecords();
		this.#context = context;
		this.#percentageOfNodes = configuration.percentageOfNodes;
		this.#client = new ApiClient(transport, 'kube-scheduler');
		this.#informers = new InformerFactory(context, this.#client, (resource, error) => {
			if (error instanceof ApiError) log?.(...failedToList(resource, error));
		});
		for (const profile of configuration.profiles) {
			const recorder = new SeriesRecorder(context, this.#client, profile.schedulerName, host);
			this.#profiles.set(profile.schedulerName, { profile, recorder });
		}
		this.#random = context.random.stream('scheduler');
		this.#cluster = { cache: this.#cache, listers: listersOn(this.#informers) };
		this.#queue = new SchedulingQueue({
			loop: context.loop,
			backoffMs: configuration.backoffMs,
			backoffMsMax: configuration.backoffMsMax,
			onReady: () => this.#pump(),
			gate: (info) => firstReason(this.#profile(info), info),
			wakes: (event) => WOKEN_BY.get(event) ?? NOBODY,
		});
		const events = new ClusterEvents({
			schedulerNames: new Set(this.#profiles.keys()),
			cache: this.#cache,
			queue: this.#queue,
			nominations: this.#nominations,
		});
		const nodes = this.#informers.for(NODES);
		const pods = this.#informers.for(PODS);
		this.#informers.start(() => {
			if (this.#stopped) return;
			events.follow(nodes, pods);
			// A claim, its volume or its class: what it was that a Pod lacked is seen when it is looked at again.
			const onStorage = (): void => this.#queue.onEvent('claim-changed');
			this.#informers.for(CLAIMS).onChange(onStorage);
			this.#informers.for(VOLUMES).onChange(onStorage);
			this.#informers.for(STORAGE_CLASSES).onChange(onStorage);
		});
	}

	stop(): void {
		this.#stopped = true;
		for (const task of this.#tasks) task.cancel();
		this.#queue.stop();
		this.#informers.stop();
	}

	/** One Pod at a time, each in its turn of the event loop. */
	#pump(): void {
		if (this.#pumping || this.#stopped) return;
		this.#pumping = true;
		this.#context.loop.post(() => {
			this.#pumping = false;
			if (this.#stopped) return;
			const info = this.#queue.take();
			if (info === undefined) return;
			this.#schedule(info);
			if (this.#queue.hasActive) this.#pump();
		});
	}

	#profile(info: PodInfo): SchedulerProfile {
		return this.#of(info).profile;
	}

	#recorder(info: PodInfo): SeriesRecorder {
		return this.#of(info).recorder;
	}

	#of({ pod }: PodInfo): { readonly profile: SchedulerProfile; readonly recorder: SeriesRecorder } {
		const known = this.#profiles.get(pod.spec.schedulerName ?? '');
		if (known === undefined) throw new Error('assertion failed: a Pod of another scheduler');
		return known;
	}

	#tell(info: PodInfo, reason: 'Scheduled' | 'FailedScheduling', note: string): void {
		const said =
			reason === 'Scheduled'
				? ({ about: info.pod, type: 'Normal', action: 'Binding' } as const)
				: ({ about: this.#latest(info), type: 'Warning', action: 'Scheduling' } as const);
		this.#recorder(info).event({ reason, note, ...said });
	}

	/** Decides for one Pod and starts what follows from it, without waiting for that. Models schedule_one.go ScheduleOne. */
	#schedule(info: PodInfo): void {
		if (info.pod.metadata.deletionTimestamp !== undefined || this.#cache.isPlaced(info.uid)) {
			this.#queue.delete(info.uid);
			return;
		}
		if (this.#cache.nodes.size === 0) {
			this.#fail(info, NO_NODES, 'no nodes available to schedule pods', undefined);
			return;
		}
		const { plugins, percentageOfNodes: percentage = this.#percentageOfNodes } = this.#profile(info);
		const search = { start: this.#searchStart, percentage };
		const found = findFeasible(plugins, info, this.#cluster, this.#nominations, search);
		this.#searchStart = found.nextStart;
		if (found.feasible.length === 0) {
			this.#failWithPreemption(info, found);
			return;
		}
		const { node, sheet } = pickNode(plugins, info, this.#cluster, this.#candidates(info, found), this.#random);
		this.#record(info, found, { node: node.name, sheet });
		this.#cache.assume(info, node.name);
		this.#run(this.#bind(info, node));
	}

	/** A Pod goes to the node it was nominated for when that has room by now. Models evaluateNominatedNode. */
	#candidates(info: PodInfo, found: FilterResult): FilterResult['feasible'] {
		const nominated = this.#nominations.of(info.uid);
		const node = found.feasible.find((each) => each.name === nominated);
		return node === undefined ? found.feasible : [node];
	}

	*#bind(info: PodInfo, node: NodeInfo): Task<void> {
		const { namespace, name, uid } = info;
		const target = { apiVersion: 'v1', kind: 'Node', name: node.name };
		const metadata = { namespace, name, uid };
		let step = 'binding rejected';
		try {
			for (const { name: plugin, preBind } of this.#profile(info).plugins) {
				const task = preBind?.(info, node, this.#cluster, { client: this.#client, loop: this.#context.loop });
				if (task === undefined) continue;
				step = `running PreBind plugin ${JSON.stringify(plugin)}`;
				yield* task;
				step = 'binding rejected';
			}
			yield* this.#client.post(PODS, info, 'binding', { apiVersion: 'v1', kind: 'Binding', metadata, target });
		} catch (error) {
			if (!isOfCluster(error) && !(error instanceof PreBindError)) throw error;
			this.#cache.forget(uid);
			if (error instanceof ApiError && error.code === 404) {
				this.#queue.delete(uid);
				return;
			}
			this.#tell(info, 'FailedScheduling', `${step}: ${error.message}`);
			this.#queue.giveBack(uid, NOBODY, true);
			return;
		}
		this.#queue.delete(uid);
		this.#nominations.delete(uid);
		this.#tell(info, 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node.name}`);
	}

	#failWithPreemption(info: PodInfo, found: FilterResult): void {
		const nominated = this.#nominations.of(info.uid) ?? info.pod.status.nominatedNodeName;
		const refused = found.preFilterMessage !== undefined;
		const preemption = refused ? NO_PREEMPTION : this.#preemption(info, found, nominated);
		const rejections = new Map([...found.rejected].map(([node, { rejection }]) => [node, rejection]));
		const message = fitErrorMessage({
			rejections,
			absent: found.absent,
			preFilterMessage: found.preFilterMessage,
			postFilterMessage:
				refused || preemption.message === undefined
					? preemption.message
					: `${CLAIMS_MESSAGE}, preemption: ${preemption.message}`,
			nodeCount: this.#cache.nodes.size,
		});
		this.#record(info, found, { message, ...(refused ? {} : { preemption }) });
		this.#fail(info, found.plugins, message, preemption);
	}

	#preemption(info: PodInfo, found: FilterResult, nominated: string | undefined): Preemption {
		const { plugins, preempts } = this.#profile(info);
		if (preempts) return findPreemption(plugins, info, this.#cluster, found, this.#nominations, nominated);
		return { candidate: undefined, message: undefined, rejections: new Map(), clearNomination: false };
	}

	#fail(info: PodInfo, plugins: ReadonlySet<string>, message: string, preemption: Preemption | undefined): void {
		const { candidate } = preemption ?? {};
		if (candidate !== undefined) this.#nominations.set(info, candidate.node);
		else if (preemption?.clearNomination === true) this.#nominations.delete(info.uid);
		this.#queue.giveBack(info.uid, plugins);
		this.#tell(info, 'FailedScheduling', message);
		const nominatedNode = this.#nominations.of(info.uid) ?? '';
		this.#run(patchUnscheduled(this.#client, this.#latest(info), message, nominatedNode, this.#context.loop.now()));
		if (candidate === undefined) return;
		const services = { client: this.#client, recorder: this.#recorder(info), nowMs: this.#context.loop.now() };
		this.#run(preempt(services, info, candidate));
	}

	#latest(info: PodInfo): Pod {
		return this.#informers.for(PODS).get(info.namespace, info.name) ?? info.pod;
	}

	/** Runs what must not hold up the next Pod. Errors of the cluster end it: the Pod comes round again anyway. */
	#run(task: Task<void>): void {
		let handle: TaskHandle | undefined;
		let done = false;
		handle = startTask(quietly(task), () => {
			done = true;
			if (handle !== undefined) this.#tasks.delete(handle);
		});
		if (!done) this.#tasks.add(handle);
	}

	#record(
		pod: PodInfo,
		found: FilterResult,
		outcome: Partial<Pick<Attempt, 'node' | 'sheet' | 'message' | 'preemption'>>,
	): void {
		const scheduler = this.#profile(pod).schedulerName;
		this.records.add({ pod, scheduler, atMs: this.#context.loop.now(), found, ...outcome });
	}
}

const NOBODY: ReadonlySet<string> = new Set();
/** What a Pod that found no nodes at all waits for. */
const NO_NODES: ReadonlySet<string> = new Set(['NodeName']);

const WOKEN_BY: ReadonlyMap<ClusterEvent, ReadonlySet<string>> = new Map(
	(
		[
			'node-added',
			'node-allocatable',
			'node-labels',
			'node-taints',
			'pod-placed',
			'pod-removed',
			'pod-labels',
			'claim-changed',
		] satisfies ClusterEvent[]
	).map((event) => [
		event,
		new Set(PLUGINS.filter((plugin) => plugin.wakesOn?.includes(event)).map((plugin) => plugin.name)),
	]),
);

function firstReason({ plugins }: SchedulerProfile, info: PodInfo): string | undefined {
	for (const plugin of plugins) {
		const reason = plugin.preEnqueue?.(info);
		if (reason !== undefined) return reason;
	}
	return undefined;
}

/** Models client-go tools/cache Reflector's watch error handler. Differs: ways that are broken are not told. */
function failedToList({ kind }: Resource, error: ApiError): ['E', string, string] {
	const err = JSON.stringify(`failed to list *v1.${kind}: ${error.message}`);
	const where = `logger="UnhandledError" reflector="k8s.io/client-go/informers/factory.go:161" type="*v1.${kind}"`;
	return ['E', 'reflector.go:204', `"Failed to watch" err=${err} ${where}`];
}

function isOfCluster(error: unknown): error is ApiError | TransportError {
	return error instanceof ApiError || error instanceof TransportError;
}

function* quietly(task: Task<void>): Task<void> {
	try {
		yield* task;
	} catch (error) {
		if (!isOfCluster(error)) throw error;
	}
}
