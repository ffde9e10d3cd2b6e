import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { ApiClient } from '../../../simulator/client/api-client.ts';
import { Informer } from '../../../simulator/client/informer.ts';
import type { Resource } from '../../../simulator/client/resource.ts';
import type { Transport } from '../../../simulator/client/transport.ts';
import type { Context } from '../../../simulator/machinery/context.ts';
import { ApiError } from '../../../simulator/machinery/status.ts';
import { startTask, type Task } from '../../../simulator/machinery/task.ts';
import { formatTime } from '../../../simulator/machinery/timestamp.ts';

const PODS: Resource<Pod> = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', namespaced: true };

export interface Outcome {
	readonly phase: 'Succeeded' | 'Failed';
	readonly afterMs: number;
	/** 0 or 1 by the phase when absent. */
	readonly exitCode?: number;
}

export interface FakeKubeletOptions {
	readonly context: Context;
	readonly transport: Transport;
	/** From being bound to being ready. */
	readonly startMs?: number;
	/** From deletion to being gone. */
	readonly stopMs?: number;
	/** How a Pod's containers end; undefined for those that go on. */
	readonly outcome?: (pod: Pod) => Outcome | undefined;
	/** Pods that never become ready. */
	readonly neverReady?: (pod: Pod) => boolean;
}

/** All nodes' kubelets as far as the control plane sees them: placed Pods become ready, deleted ones go. */
export class FakeKubelet {
	readonly #options: FakeKubeletOptions;
	readonly #client: ApiClient;
	#address = 0;

	constructor(options: FakeKubeletOptions) {
		this.#options = options;
		this.#client = new ApiClient(options.transport, 'kubelet');
		const informer = new Informer<Pod>({ context: options.context, client: this.#client, resource: PODS });
		informer.onChange(({ type, object, old }) => {
			if (type === 'deleted' || (object.spec.nodeName ?? '') === '') return;
			if (old === undefined || (old.spec.nodeName ?? '') === '')
				this.#after(options.startMs ?? 1000, this.#start(object));
			if (object.metadata.deletionTimestamp !== undefined && old?.metadata.deletionTimestamp === undefined) {
				this.#after(options.stopMs ?? 500, this.#remove(object));
			}
		});
		informer.start();
	}

	#after(ms: number, task: Task<void>): void {
		this.#options.context.loop.after(ms, () => startTask(quietly(task), () => undefined));
	}

	*#start(pod: Pod): Task<void> {
		const now = formatTime(this.#options.context.loop.now());
		const ready = this.#options.neverReady?.(pod) === true ? 'False' : 'True';
		const ip = this.#address++;
		yield* this.#client.patch(
			PODS,
			pod.metadata,
			'strategic',
			{
				status: {
					phase: 'Running',
					podIP: `192.168.${Math.trunc(ip / 250)}.${(ip % 250) + 1}`,
					startTime: now,
					conditions: [{ type: 'Ready', status: ready, lastTransitionTime: now }],
				},
			},
			'status',
		);
		const outcome = this.#options.outcome?.(pod);
		if (outcome !== undefined) this.#after(outcome.afterMs, this.#end(pod, outcome));
	}

	*#end(pod: Pod, { phase, exitCode = phase === 'Succeeded' ? 0 : 1 }: Omit<Outcome, 'afterMs'>): Task<void> {
		const now = formatTime(this.#options.context.loop.now());
		yield* this.#client.patch(
			PODS,
			pod.metadata,
			'strategic',
			{
				status: {
					phase,
					conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: now }],
					containerStatuses: pod.spec.containers.map(({ name, image = '' }) => ({
						name,
						image,
						imageID: '',
						ready: false,
						restartCount: 0,
						state: { terminated: { exitCode, finishedAt: now } },
					})),
				},
			},
			'status',
		);
	}

	*#remove(pod: Pod): Task<void> {
		// One that somebody holds is seen to have ended.
		const isHeld = (pod.metadata.finalizers ?? []).length > 0;
		if (isHeld && !ENDED.has(pod.status.phase ?? '')) yield* this.#end(pod, { phase: 'Failed', exitCode: 137 });
		yield* this.#client.delete(PODS, pod.metadata, { uid: pod.metadata.uid, gracePeriodSeconds: 0 });
	}
}

const ENDED: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);

function* quietly(task: Task<void>): Task<void> {
	try {
		yield* task;
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
	}
}
