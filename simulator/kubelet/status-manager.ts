import type { Pod, PodStatus } from '../api/core/types/pod.ts';
import type { ApiClient } from '../client/api-client.ts';
import { TransportError } from '../client/transport.ts';
import type { EventLoop, Timer } from '../machinery/event-loop.ts';
import { jsonEqual } from '../machinery/json-equal.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import { WorkQueue } from '../machinery/work-queue.ts';
import { isOfKubelet } from './pod/pod-conditions.ts';
import type { PodState } from './pod/pod-state.ts';
import { PODS } from './resources.ts';

export interface StatusManagerOptions {
	readonly loop: EventLoop;
	readonly client: ApiClient;
	readonly stateOf: (uid: string) => PodState | undefined;
	/** The object that shows a Pod: itself, or a static Pod's mirror. Undefined while there is none. */
	readonly objectOf: (state: PodState) => Pod | undefined;
	/** The API has the Pod no more. */
	readonly onGone: (uid: string) => void;
	/** What another kubelet of this node has written. */
	readonly written?: ReadonlyMap<string, WrittenStatus> | undefined;
}

/** A status that the API has, and of which object. */
export interface WrittenStatus {
	readonly status: PodStatus;
	readonly object: string;
	/** Of the object, since then; 0 when the server had it already. */
	readonly revision: number;
}

/** How often what the API has is compared with what it was told. Models syncPeriod. */
const SYNC_MS = 10_000;

/** Writes Pods' statuses, one update a change, and the last delete. Models pkg/kubelet/status manager. */
export class StatusManager {
	readonly #options: StatusManagerOptions;
	readonly #queue: WorkQueue;
	/** What was written last, and to which object: a static Pod's mirror can be another one. */
	readonly #written: Map<string, WrittenStatus>;
	#look: Timer | undefined;

	constructor(options: StatusManagerOptions) {
		this.#options = options;
		this.#written = new Map(options.written);
		this.#queue = new WorkQueue({
			loop: options.loop,
			workers: 10,
			reconcile: (uid) => this.#write(uid),
			isRetriable: (error) => error instanceof ApiError || error instanceof TransportError,
			backoffMs: 20,
			backoffMsMax: 10_000,
		});
	}

	/** The Pod's status (or its end) has to be told. */
	changed(uid: string): void {
		this.#queue.add(uid);
	}

	/**
	 * The API shows a Pod so. When somebody else has taken back that it is ready (its node was not heard of for a while),
	 * it is told again at once; when it is otherwise than it was told (etcd has gone back to a snapshot), at the next look.
	 * Models needsReconcile.
	 */
	seen(uid: string, { metadata, status }: Pod): void {
		const written = this.#written.get(uid);
		if (written === undefined || Number(metadata.resourceVersion) === written.revision) return;
		const isNewer = Number(metadata.resourceVersion) > written.revision;
		if (isNewer && isReady(written.status) && !isReady(status)) this.#tellAgain(uid);
		else if (!hasOwn(written.status, status)) this.#lookLater();
	}

	#tellAgain(uid: string): void {
		this.#written.delete(uid);
		this.changed(uid);
	}

	#lookLater(): void {
		const { loop } = this.#options;
		this.#look ??= loop.after(SYNC_MS - (loop.now() % SYNC_MS), () => {
			this.#look = undefined;
			this.#lookAgain();
		});
	}

	/** What the API has now, whatever it has shown meanwhile. Models syncBatch. */
	#lookAgain(): void {
		const { stateOf, objectOf } = this.#options;
		for (const [uid, { status, object }] of this.#written) {
			const state = stateOf(uid);
			const pod = state && objectOf(state);
			if (pod?.metadata.uid === object && !hasOwn(status, pod.status)) this.#tellAgain(uid);
		}
	}

	/** Of all Pods. */
	written(): ReadonlyMap<string, WrittenStatus> {
		return new Map(this.#written);
	}

	forget(uid: string): void {
		this.#written.delete(uid);
	}

	stop(): void {
		this.#look?.cancel();
		this.#queue.stop();
	}

	*#write(uid: string): Task<void> {
		const { client, stateOf, objectOf, onGone } = this.#options;
		const state = stateOf(uid);
		if (state === undefined) return;
		const pod = objectOf(state);
		if (pod === undefined) return;
		const { namespace, name } = pod.metadata;
		try {
			const status = reportedStatus(pod, state.status);
			const before = this.#written.get(uid);
			const written = before?.object === pod.metadata.uid && jsonEqual(status, before.status);
			if (!written) {
				const differs = !sameStatus(status, pod.status);
				const told = differs ? yield* client.update(PODS, { ...pod, status }, 'status') : undefined;
				const revision = Number(told?.metadata.resourceVersion ?? 0);
				this.#written.set(uid, { status, object: pod.metadata.uid, revision });
			}
			if (!state.readyToDelete || pod.metadata.deletionTimestamp === undefined) return;
			yield* client.delete(
				PODS,
				{ namespace: namespace ?? '', name },
				{ gracePeriodSeconds: 0, uid: pod.metadata.uid },
			);
		} catch (error) {
			if (error instanceof ApiError && error.code === 404) onGone(uid);
			else throw error;
		}
	}
}

function isReady({ conditions }: PodStatus): boolean {
	return conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** The kubelet's status with the others' conditions as they are now, each with the object's generation. */
function reportedStatus(pod: Pod, status: PodStatus): PodStatus {
	const foreign = (pod.status.conditions ?? []).filter((condition) => !isOfKubelet(condition));
	const own = (status.conditions ?? []).filter(isOfKubelet);
	const { generation } = pod.metadata;
	const conditions = generation === undefined ? own : own.map((each) => ({ ...each, observedGeneration: generation }));
	const shown = isTooEarly(pod.status, status) ? withPhaseOf(pod.status, status) : status;
	return {
		...shown,
		...(generation === undefined ? {} : { observedGeneration: generation }),
		conditions: [...foreign, ...conditions],
	};
}

/** A Pod is not said to have ended while one of its containers runs. Models mergePodStatus. */
function isTooEarly(told: PodStatus, now: PodStatus): boolean {
	if (isOver(told) || !isOver(now)) return false;
	const all = [now.initContainerStatuses, now.containerStatuses, now.ephemeralContainerStatuses];
	return all.some((statuses) => statuses?.some(({ state }) => state?.running !== undefined));
}

function isOver({ phase }: PodStatus): boolean {
	return phase === 'Failed' || phase === 'Succeeded';
}

function withPhaseOf({ phase, reason, message }: PodStatus, now: PodStatus): PodStatus {
	const { reason: _, message: __, ...rest } = now;
	return {
		...rest,
		...(phase === undefined ? {} : { phase }),
		...(reason === undefined ? {} : { reason }),
		...(message === undefined ? {} : { message }),
	};
}

/** Whether the server already has this; it may have fields that the kubelet does not write. */
function sameStatus(status: PodStatus, server: PodStatus): boolean {
	if (server.phase !== status.phase || server.containerStatuses === undefined) return false;
	const keys = Object.keys(status) as (keyof PodStatus)[];
	return keys.every((key) =>
		jsonEqual(status[key], key === 'conditions' ? withoutNulls(server.conditions) : server[key]),
	);
}

/** Whether the server still has what is the kubelet's in a status that it was told. */
function hasOwn(told: PodStatus, server: PodStatus): boolean {
	const own = (status: PodStatus): PodStatus => ({
		...status,
		conditions: withoutNulls((status.conditions ?? []).filter(isOfKubelet)),
	});
	return sameStatus(own(told), own(server));
}

/** The server shows the time of a probe that never was as null; the kubelet leaves it out. */
function withoutNulls(conditions: PodStatus['conditions']): PodStatus['conditions'] {
	return conditions?.map((condition) => {
		if (condition.lastProbeTime !== null) return condition;
		const { lastProbeTime: _, ...rest } = condition;
		return rest;
	});
}
