import type { Context } from '../machinery/context.ts';
import type { GroupVersionResource, KubeObject } from '../machinery/meta.ts';
import { ApiError } from '../machinery/status.ts';
import { startTask, type Task } from '../machinery/task.ts';
import { formatTime } from '../machinery/timestamp.ts';
import type { ApiClient } from './api-client.ts';
import { EventCorrelator } from './event-correlator.ts';
import { TransportError } from './transport.ts';

/** What an event is about. Models core/v1 ObjectReference. */
export interface ObjectReference {
	readonly kind: string;
	readonly namespace?: string;
	readonly name: string;
	readonly uid: string;
	readonly apiVersion: string;
	readonly resourceVersion?: string;
	/** "spec.containers{web}". */
	readonly fieldPath?: string;
}

export type EventType = 'Normal' | 'Warning';

/** A core/v1 Event on its way to the server. */
export interface RecordedEvent {
	readonly metadata: { readonly name: string; readonly namespace: string };
	readonly involvedObject: ObjectReference;
	readonly reason: string;
	readonly message: string;
	readonly source: { readonly component: string; readonly host?: string };
	readonly firstTimestamp: string;
	readonly lastTimestamp: string;
	readonly count: number;
	readonly type: EventType;
}

const EVENTS: GroupVersionResource = { group: '', version: 'v1', resource: 'events' };

/**
 * Records events as client-go's broadcaster does: the same event again raises the count of the first one, many similar
 * ones are combined, and an object that causes too many is throttled. Recording is asynchronous and never fails.
 * Models client-go/tools/record.
 */
export class EventRecorder {
	readonly #client: ApiClient;
	readonly #context: Context;
	readonly #source: RecordedEvent['source'];
	readonly #correlator: EventCorrelator;

	/** @param host the node's name, for kubelets and proxies. */
	constructor(client: ApiClient, context: Context, component: string, host?: string) {
		this.#client = client;
		this.#context = context;
		this.#source = host === undefined ? { component } : { component, host };
		this.#correlator = new EventCorrelator(() => context.loop.now());
	}

	event(about: ObjectReference | KubeObject, type: EventType, reason: string, message: string): void {
		const reference = 'metadata' in about ? referenceTo(about) : about;
		const nowMs = this.#context.loop.now();
		const timestamp = formatTime(nowMs);
		const event: RecordedEvent = {
			metadata: {
				name: `${reference.name}.${this.#uniqueTime(nowMs)}`,
				namespace: reference.namespace === undefined || reference.namespace === '' ? 'default' : reference.namespace,
			},
			involvedObject: reference,
			reason,
			message,
			source: this.#source,
			firstTimestamp: timestamp,
			lastTimestamp: timestamp,
			count: 1,
			type,
		};
		this.#context.loop.post(() => startTask(this.#record(event), () => undefined));
	}

	*#record(given: RecordedEvent): Task<void> {
		const observed = this.#correlator.correlate(given);
		if (observed === undefined) return;
		const { event, isUpdate } = observed;
		try {
			if (isUpdate && (yield* this.#patch(event))) return;
			const { metadata } = yield* this.#client.create(EVENTS, event.metadata.namespace, this.#body(event));
			this.#correlator.recorded(event, metadata.name);
		} catch (error) {
			// Events are a courtesy: one that cannot be written is lost.
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
		}
	}

	/** False when the first one has gone: then it is created anew. */
	*#patch(event: RecordedEvent): Task<boolean> {
		const { name, namespace } = event.metadata;
		const change = { count: event.count, lastTimestamp: event.lastTimestamp, message: event.message };
		try {
			yield* this.#client.patch(EVENTS, namespace, name, 'strategic', change);
			return true;
		} catch (error) {
			if (error instanceof ApiError && error.code === 404) return false;
			throw error;
		}
	}

	#body(event: RecordedEvent): object {
		return {
			kind: 'Event',
			apiVersion: 'v1',
			...event,
			reportingComponent: this.#source.component,
			reportingInstance: this.#source.host ?? '',
		};
	}

	/** Nanoseconds in hex: the world's clock has milliseconds, the rest is drawn. */
	#uniqueTime(nowMs: number): string {
		return (BigInt(nowMs) * 1_000_000n + BigInt(this.#context.random.below(1_000_000))).toString(16);
	}
}

/** A reference to an object of the API. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
	const { name, namespace, uid, resourceVersion } = object.metadata;
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
