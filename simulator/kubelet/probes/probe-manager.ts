import type { Container, EphemeralContainer, Probe } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Beat, BeatTimer } from '../../machinery/beat.ts';
import type { Context } from '../../machinery/context.ts';
import { startTask, type TaskHandle } from '../../machinery/task.ts';
import type { PodEvents } from '../pod/pod-events.ts';
import { latestOf } from '../pod/pod-facts.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import type { HostConnector } from './http-get.ts';
import { runProbe } from './probe.ts';

export type ProbeKind = 'startup' | 'readiness' | 'liveness';

const TITLES: Readonly<Record<ProbeKind, string>> = {
	startup: 'Startup',
	readiness: 'Readiness',
	liveness: 'Liveness',
};

export interface ProbeManagerOptions {
	readonly context: Context;
	readonly runtime: ContainerRuntime;
	readonly connector: HostConnector;
	readonly events: PodEvents;
	/** The Pod as it is known now; undefined when it is gone. */
	readonly podOf: (uid: string) => Pod | undefined;
	/** The address that probes go to; undefined while it has none. */
	readonly podIPOf: (uid: string) => string | undefined;
	/** A result has changed: the Pod has to be looked at. */
	readonly onResult: (podUid: string) => void;
}

/** The probes of a node's Pods, each on its own beat. Models pkg/kubelet/prober Manager. */
export class ProbeManager {
	readonly #options: ProbeManagerOptions;
	readonly #workers = new Map<string, ProbeWorker[]>();

	constructor(options: ProbeManagerOptions) {
		this.#options = options;
	}

	/** Starts the workers of a Pod that has none yet. */
	add(pod: Pod): void {
		if (this.#workers.has(pod.metadata.uid)) return;
		const workers: ProbeWorker[] = [];
		const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
		for (const container of [...sidecars, ...pod.spec.containers]) {
			const probes: [ProbeKind, Probe | undefined][] = [
				['startup', container.startupProbe],
				['readiness', container.readinessProbe],
				['liveness', container.livenessProbe],
			];
			for (const [kind, probe] of probes) {
				if (probe !== undefined)
					workers.push(new ProbeWorker(this.#options, this, pod.metadata.uid, container, kind, probe));
			}
		}
		this.#workers.set(pod.metadata.uid, workers);
		for (const worker of workers) worker.start();
	}

	remove(podUid: string): void {
		for (const worker of this.#workers.get(podUid) ?? []) worker.stop();
		this.#workers.delete(podUid);
	}

	/** A Pod that terminates is asked no more whether it lives. */
	stopLivenessAndStartup(podUid: string): void {
		for (const worker of this.#workers.get(podUid) ?? []) if (worker.kind !== 'readiness') worker.stop();
	}

	stop(): void {
		for (const uid of [...this.#workers.keys()]) this.remove(uid);
	}

	/** Whether the container has come up: its startup probe has passed, or it has none. */
	isStarted(podUid: string, container: string, containerId: string): boolean {
		const worker = this.#find(podUid, container, 'startup');
		return worker === undefined || worker.resultOf(containerId) === 'success';
	}

	isReady(podUid: string, container: string, containerId: string): boolean {
		const worker = this.#find(podUid, container, 'readiness');
		return worker === undefined || worker.resultOf(containerId) === 'success';
	}

	/** A probe that has failed often enough for the container to be ended. */
	failed(podUid: string, container: string, containerId: string): 'startup' | 'liveness' | undefined {
		if (this.#find(podUid, container, 'startup')?.resultOf(containerId) === 'failure') return 'startup';
		return this.#find(podUid, container, 'liveness')?.resultOf(containerId) === 'failure' ? 'liveness' : undefined;
	}

	/** The startup probe has passed: readiness need not wait for its next beat. */
	trigger(podUid: string, container: string): void {
		this.#find(podUid, container, 'readiness')?.trigger();
	}

	#find(podUid: string, container: string, kind: ProbeKind): ProbeWorker | undefined {
		return this.#workers.get(podUid)?.find((worker) => worker.container.name === container && worker.kind === kind);
	}
}

/** One probe of one container. Models pkg/kubelet/prober worker. */
class ProbeWorker implements Beat {
	readonly kind: ProbeKind;
	readonly container: Container | EphemeralContainer;
	readonly #options: ProbeManagerOptions;
	readonly #manager: ProbeManager;
	readonly #podUid: string;
	readonly #probe: Probe;
	#timer: BeatTimer | undefined;
	#task: TaskHandle | undefined;
	#containerId = '';
	#result: 'success' | 'failure' | 'unknown' = 'unknown';
	#last: 'success' | 'failure' | 'unknown' = 'unknown';
	#run = 0;
	/** Set when the container is being ended: no more questions until there is another. */
	#onHold = false;
	#stopped = false;

	constructor(
		options: ProbeManagerOptions,
		manager: ProbeManager,
		podUid: string,
		container: Container | EphemeralContainer,
		kind: ProbeKind,
		probe: Probe,
	) {
		this.#options = options;
		this.#manager = manager;
		this.#podUid = podUid;
		this.container = container;
		this.kind = kind;
		this.#probe = probe;
	}

	start(): void {
		const periodMs = (this.#probe.periodSeconds ?? 10) * 1_000;
		this.#timer = this.#options.context.loop.every(periodMs, this);
		this.run();
	}

	stop(): void {
		this.#stopped = true;
		this.#timer?.cancel();
		this.#task?.cancel();
	}

	trigger(): void {
		this.#timer?.cancel();
		if (!this.#stopped) this.start();
	}

	/** What is known of this instance of the container. */
	resultOf(containerId: string): 'success' | 'failure' | 'unknown' {
		if (containerId === this.#containerId) return this.#result;
		return this.kind === 'liveness' ? 'success' : 'unknown';
	}

	/** Asks, unless the last answer is not there yet. True when it has been told what it knew. */
	run(): boolean {
		return this.#task === undefined && this.#ask();
	}

	/** Models doProbe: whether there is anything to ask, and then asks. */
	#ask(): boolean {
		const { context, runtime } = this.#options;
		const record = latestOf(runtime.containersOf(this.#podUid), this.container.name);
		const pod = this.#options.podOf(this.#podUid);
		if (record === undefined || record.state !== 'running' || pod === undefined) return true;
		if (record.id !== this.#containerId) {
			this.#containerId = record.id;
			this.#result = this.kind === 'liveness' ? 'success' : this.kind === 'readiness' ? 'failure' : 'unknown';
			this.#last = 'unknown';
			this.#run = 0;
			this.#onHold = false;
			// A kubelet that has just started found it running and may have called it ready before anybody asked.
			if (this.kind === 'readiness') this.#options.onResult(this.#podUid);
		}
		if (this.#onHold) return true;
		if (pod.metadata.deletionTimestamp !== undefined && this.kind !== 'readiness') return true;
		if (context.loop.now() - record.startedAtMs < (this.#probe.initialDelaySeconds ?? 0) * 1_000) return false;
		const started = this.#manager.isStarted(this.#podUid, this.container.name, record.id);
		if (this.kind === 'startup' ? started : !started) return true;
		const podIP = this.#options.podIPOf(this.#podUid);
		if (podIP === undefined) return true;
		let isNews: boolean | undefined;
		const handle = startTask(
			runProbe({
				context,
				runtime,
				connector: this.#options.connector,
				probe: this.#probe,
				container: this.container,
				live: runtime.live(record.id),
				podIP,
			}),
			({ result, output }) => {
				this.#task = undefined;
				isNews = result !== 'success' || this.#result !== 'success' || this.#last !== 'success';
				this.#take(pod, result, output);
			},
		);
		if (isNews === undefined) this.#task = handle;
		return isNews === false;
	}

	#take(pod: Pod, result: 'success' | 'failure' | 'unknown', output: string): void {
		const title = TITLES[this.kind];
		if (result === 'unknown') {
			const message = `${title} probe errored and resulted in unknown state: ${output}`;
			this.#options.events.ofContainer(pod, this.container.name, 'Warning', 'Unhealthy', message);
			return;
		}
		if (result === 'failure') {
			this.#options.events.ofContainer(
				pod,
				this.container.name,
				'Warning',
				'Unhealthy',
				`${title} probe failed: ${output}`,
			);
		}
		if (result === this.#last) this.#run++;
		else {
			this.#last = result;
			this.#run = 1;
		}
		const threshold = result === 'failure' ? (this.#probe.failureThreshold ?? 3) : (this.#probe.successThreshold ?? 1);
		if (this.#run < threshold) return;
		if (result !== this.#result) {
			this.#result = result;
			this.#options.onResult(this.#podUid);
			if (this.kind === 'startup' && result === 'success') this.#manager.trigger(this.#podUid, this.container.name);
		}
		if (this.kind !== 'readiness' && result === 'failure') {
			this.#onHold = true;
			this.#run = 0;
		}
		if (this.kind === 'startup' && result === 'success') {
			this.#onHold = true;
			this.#run = 0;
		}
	}
}
