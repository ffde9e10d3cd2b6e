import type { EventLoop, Timer } from '../machinery/event-loop.ts';
import type { PodInfo } from './cache/pod-info.ts';
import type { ClusterEvent } from './framework/plugin.ts';

/** A Pod that nothing woke is tried again after this long. Models podMaxInUnschedulablePodsDuration. */
const UNSCHEDULABLE_MS_MAX = 300_000;

interface Queued {
	info: PodInfo;
	/** When it was first (or again) put in line: among equals the older goes first. */
	sinceMs: number;
	sequence: number;
	attempts: number;
	state: 'gated' | 'active' | 'backoff' | 'unschedulable' | 'in-flight' | 'gone';
	timer: Timer | undefined;
	/** Of the last attempt: who rejected it. */
	plugins: ReadonlySet<string>;
	backoffUntilMs: number;
	/** Something happened while it was being looked at. */
	missedEvents: Set<ClusterEvent>;
}

export interface SchedulingQueueOptions {
	readonly loop: EventLoop;
	/** First and longest wait of a Pod that could not be scheduled: podInitialBackoffSeconds and podMaxBackoffSeconds. */
	readonly backoffMs: number;
	readonly backoffMsMax: number;
	/** A Pod has become ready to be scheduled. */
	readonly onReady: () => void;
	/** Why a Pod must not be scheduled yet. */
	readonly gate: (info: PodInfo) => string | undefined;
	/** Plugin names that an event may bring round. */
	readonly wakes: (event: ClusterEvent) => ReadonlySet<string>;
}

/**
 * The Pods without a node: active ones by priority and age, those in backoff, those that wait for the
 * cluster to change. Models pkg/scheduler/backend/queue PriorityQueue.
 */
export class SchedulingQueue {
	readonly #options: SchedulingQueueOptions;
	readonly #byUid = new Map<string, Queued>();
	readonly #active: Queued[] = [];
	/** Unschedulable Pods by the plugins that rejected them, so that an event looks at groups, not at Pods. */
	readonly #waiting = new Map<string, { readonly plugins: ReadonlySet<string>; readonly members: Set<Queued> }>();
	readonly #inFlight = new Set<Queued>();
	#sequence = 0;

	constructor(options: SchedulingQueueOptions) {
		this.#options = options;
	}

	/** A new Pod, or a changed one that may fare better now. */
	set(info: PodInfo, mayFareBetter: boolean): void {
		const known = this.#byUid.get(info.uid);
		if (known === undefined) {
			const queued: Queued = {
				info,
				sinceMs: this.#options.loop.now(),
				sequence: this.#sequence++,
				attempts: 0,
				state: 'gated',
				timer: undefined,
				plugins: NO_PLUGINS,
				backoffUntilMs: 0,
				missedEvents: new Set(),
			};
			this.#byUid.set(info.uid, queued);
			this.#activateOrGate(queued);
			return;
		}
		known.info = info;
		if (known.state === 'gated') this.#activateOrGate(known);
		else if (known.state === 'unschedulable' && mayFareBetter) this.#wake(known);
	}

	/** Placed, deleted, or given up by its scheduler. */
	delete(uid: string): void {
		const queued = this.#byUid.get(uid);
		if (queued === undefined) return;
		this.#leave(queued);
		this.#byUid.delete(uid);
		// A dead entry stays in the heap until it is taken out.
		queued.state = 'gone';
	}

	/** The next Pod to schedule. It stays known until `delete` or `giveBack`. */
	take(): PodInfo | undefined {
		for (;;) {
			const queued = this.#heapPop();
			if (queued === undefined) return undefined;
			if (queued.state !== 'active') continue;
			queued.state = 'in-flight';
			this.#inFlight.add(queued);
			queued.attempts++;
			queued.missedEvents.clear();
			return queued.info;
		}
	}

	get hasActive(): boolean {
		return this.#active.length > 0;
	}

	/** The attempt failed: the Pod waits for what may help those plugins, at least for its backoff. */
	giveBack(uid: string, plugins: ReadonlySet<string>, retryAfterBackoff = false): void {
		const queued = this.#byUid.get(uid);
		if (queued === undefined) return;
		const nowMs = this.#options.loop.now();
		this.#leave(queued);
		queued.plugins = plugins;
		queued.sinceMs = nowMs;
		const { backoffMs, backoffMsMax } = this.#options;
		queued.backoffUntilMs = nowMs + Math.min(backoffMs * 2 ** (queued.attempts - 1), backoffMsMax);
		const missed = [...queued.missedEvents].some((event) => this.#concerns(plugins, event));
		if (missed || retryAfterBackoff) {
			this.#wake(queued);
			return;
		}
		queued.state = 'unschedulable';
		const key = groupKey(plugins);
		const group = this.#waiting.get(key);
		if (group === undefined) this.#waiting.set(key, { plugins, members: new Set([queued]) });
		else group.members.add(queued);
		queued.timer = this.#options.loop.after(UNSCHEDULABLE_MS_MAX, () => this.#wake(queued));
	}

	/** The cluster has changed: those whose rejection may no longer hold are tried again. */
	onEvent(event: ClusterEvent): void {
		for (const queued of this.#inFlight) queued.missedEvents.add(event);
		for (const { plugins, members } of [...this.#waiting.values()]) {
			if (this.#concerns(plugins, event)) for (const queued of [...members]) this.#wake(queued);
		}
	}

	stop(): void {
		for (const queued of this.#byUid.values()) queued.timer?.cancel();
		this.#byUid.clear();
		this.#waiting.clear();
		this.#inFlight.clear();
		this.#active.length = 0;
	}

	#concerns(plugins: ReadonlySet<string>, event: ClusterEvent): boolean {
		const woken = this.#options.wakes(event);
		for (const plugin of plugins) if (woken.has(plugin)) return true;
		return false;
	}

	/** Takes it out of whatever it waits in. */
	#leave(queued: Queued): void {
		queued.timer?.cancel();
		queued.timer = undefined;
		this.#inFlight.delete(queued);
		if (queued.state !== 'unschedulable') return;
		const key = groupKey(queued.plugins);
		const group = this.#waiting.get(key);
		if (group?.members.delete(queued) && group.members.size === 0) this.#waiting.delete(key);
	}

	#activateOrGate(queued: Queued): void {
		if (this.#options.gate(queued.info) !== undefined) {
			queued.state = 'gated';
			return;
		}
		this.#activate(queued);
	}

	#wake(queued: Queued): void {
		this.#leave(queued);
		const waitMs = queued.backoffUntilMs - this.#options.loop.now();
		if (waitMs <= 0) {
			this.#activate(queued);
			return;
		}
		queued.state = 'backoff';
		queued.timer = this.#options.loop.after(waitMs, () => this.#activate(queued));
	}

	#activate(queued: Queued): void {
		this.#leave(queued);
		queued.state = 'active';
		this.#heapPush(queued);
		this.#options.onReady();
	}

	#heapPush(queued: Queued): void {
		const heap = this.#active;
		let index = heap.length;
		heap.push(queued);
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (!goesFirst(queued, heap[parent] as Queued)) break;
			heap[index] = heap[parent] as Queued;
			index = parent;
		}
		heap[index] = queued;
	}

	#heapPop(): Queued | undefined {
		const heap = this.#active;
		const top = heap[0];
		const last = heap.pop();
		if (top === undefined || last === undefined || heap.length === 0) return top;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && goesFirst(heap[child + 1] as Queued, heap[child] as Queued)) child++;
			if (!goesFirst(heap[child] as Queued, last)) break;
			heap[index] = heap[child] as Queued;
			index = child;
		}
		heap[index] = last;
		return top;
	}
}

const NO_PLUGINS: ReadonlySet<string> = new Set();

function groupKey(plugins: ReadonlySet<string>): string {
	return [...plugins].join(' ');
}

/** Models plugins/queuesort PrioritySort. */
function goesFirst(a: Queued, b: Queued): boolean {
	if (a.info.priority !== b.info.priority) return a.info.priority > b.info.priority;
	if (a.sinceMs !== b.sinceMs) return a.sinceMs < b.sinceMs;
	return a.sequence < b.sequence;
}
