import type { Context } from '../machinery/context.ts';
import { fnv32a } from '../machinery/fnv.ts';
import type { KubeObject } from '../machinery/meta.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import { startTask } from '../machinery/task.ts';
import { formatTime } from '../machinery/timestamp.ts';
import type { ApiClient } from './api-client.ts';
import type { Resource } from './resource.ts';
import { TransportError } from './transport.ts';

export interface ObjectReference {
	readonly apiVersion?: string;
	readonly kind?: string;
	readonly namespace?: string;
	readonly name?: string;
	readonly uid?: string;
	readonly resourceVersion?: string;
	/** "spec.containers{web}". */
	readonly fieldPath?: string;
}

export interface EventSource {
	/** "kubelet", "deployment-controller". */
	readonly component: string;
	/** The node, for kubelets. */
	readonly host?: string;
}

interface CoreEvent extends KubeObject {
	readonly involvedObject: ObjectReference;
	readonly reason: string;
	readonly message: string;
	readonly type: 'Normal' | 'Warning';
	readonly count: number;
	readonly firstTimestamp: string;
	readonly lastTimestamp: string;
}

const EVENTS: Resource<CoreEvent> = { group: '', version: 'v1', resource: 'events', kind: 'Event', namespaced: true };

/** How many events a recorder remembers in order to count repetitions. Models client-go's maxLruCacheEntries. */
const REMEMBERED = 4096;
/** Similar events in this time, above this number, are folded into one. */
const AGGREGATE_INTERVAL_MS = 600_000;
const AGGREGATE_MAX = 10;
/** One object's events from one source: a burst, then one in five minutes. */
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;
/** In a millisecond. */
const NANOSECONDS = 1_000_000;

interface Observed {
	readonly namespace: string;
	readonly name: string;
	count: number;
	readonly firstMs: number;
	lastMs: number;
}

interface Similar {
	readonly messages: Set<string>;
	lastMs: number;
}

/**
 * Writes core/v1 Events about objects: repetitions raise the count of the first, similar ones are folded, floods are
 * dropped. Models client-go tools/record EventRecorder and EventCorrelator.
 */
export class EventRecorder {
	readonly #context: Context;
	readonly #client: ApiClient;
	readonly #source: EventSource;
	readonly #observed = new Map<string, Observed>();
	readonly #similar = new Map<string, Similar>();
	readonly #spam = new Map<string, { tokens: number; atMs: number }>();
	readonly #queue: (() => Task<void>)[] = [];
	readonly #names: EventNames;
	#sending = false;

	constructor(context: Context, client: ApiClient, source: EventSource) {
		this.#context = context;
		this.#client = client;
		this.#source = source;
		this.#names = new EventNames(context, `${source.component}/${source.host ?? ''}`);
	}

	/** Records without waiting; what the server refuses is lost, as in life. */
	event(about: KubeObject | ObjectReference, type: 'Normal' | 'Warning', reason: string, message: string): void {
		const reference = 'metadata' in about ? referenceTo(about) : about;
		const nowMs = this.#context.loop.now();
		const [text, key] = this.#aggregate(reference, type, reason, message, nowMs);
		if (!this.#passesSpamFilter(reference, nowMs)) return;
		const known = this.#observed.get(key);
		if (known !== undefined) {
			known.count++;
			known.lastMs = nowMs;
			this.#send(() => this.#raise(known, text, reference, type, reason));
			return;
		}
		const namespace = reference.namespace === undefined || reference.namespace === '' ? 'default' : reference.namespace;
		const observed: Observed = {
			namespace,
			name: this.#names.next(reference.name ?? ''),
			count: 1,
			firstMs: nowMs,
			lastMs: nowMs,
		};
		remember(this.#observed, key, observed);
		this.#send(() => this.#create(observed, text, reference, type, reason));
	}

	#aggregate(about: ObjectReference, type: string, reason: string, message: string, nowMs: number): [string, string] {
		const group = [about.kind, about.namespace, about.name, about.uid, about.apiVersion, type, reason].join('\0');
		let similar = this.#similar.get(group);
		if (similar === undefined || nowMs - similar.lastMs > AGGREGATE_INTERVAL_MS) {
			similar = { messages: new Set(), lastMs: nowMs };
			remember(this.#similar, group, similar);
		}
		similar.lastMs = nowMs;
		if (similar.messages.size <= AGGREGATE_MAX) similar.messages.add(message);
		if (similar.messages.size < AGGREGATE_MAX) return [message, `${group}\0${about.fieldPath ?? ''}\0${message}`];
		return [`(combined from similar events): ${message}`, `${group}\0combined`];
	}

	#passesSpamFilter(about: ObjectReference, nowMs: number): boolean {
		const key = [about.kind, about.namespace, about.name, about.uid].join('\0');
		const bucket = this.#spam.get(key) ?? { tokens: SPAM_BURST, atMs: nowMs };
		bucket.tokens = Math.min(SPAM_BURST, bucket.tokens + (nowMs - bucket.atMs) / SPAM_REFILL_MS);
		bucket.atMs = nowMs;
		remember(this.#spam, key, bucket);
		if (bucket.tokens < 1) return false;
		bucket.tokens--;
		return true;
	}

	*#create(
		observed: Observed,
		message: string,
		about: ObjectReference,
		type: 'Normal' | 'Warning',
		reason: string,
	): Task<void> {
		const { component, host } = this.#source;
		const draft = {
			metadata: { name: observed.name, namespace: observed.namespace },
			involvedObject: about,
			reason,
			message,
			source: { component, ...(host === undefined ? {} : { host }) },
			firstTimestamp: formatTime(observed.firstMs),
			lastTimestamp: formatTime(observed.lastMs),
			count: observed.count,
			type,
			eventTime: null,
			reportingComponent: component,
			reportingInstance: host ?? '',
		};
		yield* this.#client.create<CoreEvent>(EVENTS, draft as never);
	}

	*#raise(
		observed: Observed,
		message: string,
		about: ObjectReference,
		type: 'Normal' | 'Warning',
		reason: string,
	): Task<void> {
		const patch = { count: observed.count, lastTimestamp: formatTime(observed.lastMs), message };
		try {
			yield* this.#client.patch(EVENTS, observed, 'strategic', patch);
		} catch (error) {
			// The event has expired: it starts anew under the same name.
			if (!(error instanceof ApiError) || error.code !== 404) throw error;
			yield* this.#create(observed, message, about, type, reason);
		}
	}

	#send(write: () => Task<void>): void {
		this.#queue.push(write);
		if (this.#sending) return;
		this.#sending = true;
		this.#context.loop.post(() => startTask(this.#drain(), () => undefined));
	}

	*#drain(): Task<void> {
		for (let write = this.#queue.shift(); write !== undefined; write = this.#queue.shift()) {
			try {
				yield* write();
			} catch (error) {
				if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			}
		}
		this.#sending = false;
	}
}

/** Names of a source's events. */
export class EventNames {
	readonly #context: Context;
	#sequence: number;

	/** @param source those that differ in a letter start far apart. */
	constructor(context: Context, source: string) {
		this.#context = context;
		this.#sequence = fnv32a(source) % NANOSECONDS;
	}

	/**
	 * The object's name and the time in nanoseconds, hexadecimal; a counter keeps names of one millisecond apart, and
	 * each source counts from a number of its own: two may have something to say of one object at the same moment.
	 */
	next(about: string): string {
		this.#sequence = (this.#sequence + 1) % NANOSECONDS;
		const nanoseconds = BigInt(Math.floor(this.#context.loop.now())) * BigInt(NANOSECONDS) + BigInt(this.#sequence);
		return `${about}.${nanoseconds.toString(16)}`;
	}
}

export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
	const { namespace, name, uid, resourceVersion } = object.metadata;
	return {
		kind: object.kind,
		...(namespace === undefined ? {} : { namespace }),
		name,
		uid,
		apiVersion: object.apiVersion,
		resourceVersion,
		...(fieldPath === undefined ? {} : { fieldPath }),
	};
}

/** Keeps the newest REMEMBERED entries. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= REMEMBERED) return;
	const oldest = map.keys().next();
	if (!oldest.done) map.delete(oldest.value);
}
