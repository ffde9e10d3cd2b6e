import type { Event } from '../api/core/types/object.ts';
import type { Context } from '../machinery/context.ts';
import type { KubeObject } from '../machinery/meta.ts';
import { ApiError } from '../machinery/status.ts';
import { startTask, type Task } from '../machinery/task.ts';
import { formatMicroTime } from '../machinery/timestamp.ts';
import type { ApiClient } from './api-client.ts';
import { EventNames, referenceTo } from './event-recorder.ts';
import type { Resource } from './resource.ts';
import { TransportError } from './transport.ts';

const EVENTS: Resource<Event> = { group: '', version: 'v1', resource: 'events', kind: 'Event', namespaced: true };

/** What is said once more within this time belongs to a series. Models finishTime. */
const SERIES_MS = 360_000;
/** How often a series that goes on is written. Models refreshTime. */
const REFRESH_MS = 1_800_000;
const REMEMBERED = 4096;
/** Models scheduler and API validation NoteLengthLimit. */
const NOTE_MAX = 1024;

/** Something that is said about an object. */
export interface Remark {
	readonly about: KubeObject;
	/** Another object that has to do with it. */
	readonly related?: KubeObject;
	readonly type: 'Normal' | 'Warning';
	readonly reason: string;
	/** What was being done: "Binding". */
	readonly action: string;
	readonly note: string;
}

interface Remembered {
	readonly namespace: string;
	readonly name: string;
	readonly draft: object;
	count: number;
	lastMs: number;
	/** When its series was last written; undefined while it stands alone. */
	writtenMs: number | undefined;
}

/**
 * Writes events.k8s.io/v1 Events: the same thing said again about the same state of an object makes a series of it,
 * whatever the words. Models client-go tools/events. Differs: what a series has counted is not written when it ends; the
 * server is given what it would store, under the name of core/v1: that is half the work.
 */
export class SeriesRecorder {
	readonly #context: Context;
	readonly #client: ApiClient;
	readonly #controller: string;
	readonly #instance: string;
	readonly #names: EventNames;
	readonly #remembered = new Map<string, Remembered>();
	readonly #queue: Task<unknown>[] = [];
	#sending = false;

	/** @param host on which the reporting controller runs. */
	constructor(context: Context, client: ApiClient, controller: string, host: string) {
		this.#context = context;
		this.#client = client;
		this.#controller = controller;
		this.#instance = `${controller}-${host}`;
		this.#names = new EventNames(context, this.#instance);
	}

	/** Records without waiting; what the server refuses is lost, as in life. */
	event({ about, related, type, reason, action, note }: Remark): void {
		const regarding = referenceTo(about);
		const nowMs = this.#context.loop.now();
		const { uid, resourceVersion } = about.metadata;
		const key = [uid, resourceVersion, type, reason, action, related?.metadata.uid ?? ''].join('\0');
		const known = this.#remembered.get(key);
		if (known !== undefined && nowMs - known.lastMs <= SERIES_MS) {
			this.#continue(known, nowMs);
			return;
		}
		const namespace = regarding.namespace ?? 'default';
		const draft = {
			eventTime: formatMicroTime(nowMs),
			firstTimestamp: null,
			lastTimestamp: null,
			source: {},
			reportingComponent: this.#controller,
			reportingInstance: this.#instance,
			action,
			reason,
			involvedObject: regarding,
			...(related === undefined ? {} : { related: referenceTo(related) }),
			message: note.length <= NOTE_MAX ? note : `${note.slice(0, NOTE_MAX - 4)} ...`,
			type,
		};
		const name = this.#names.next(regarding.name ?? '');
		this.#remembered.delete(key);
		this.#remembered.set(key, { namespace, name, draft, count: 1, lastMs: nowMs, writtenMs: undefined });
		if (this.#remembered.size > REMEMBERED) {
			const oldest = this.#remembered.keys().next();
			if (!oldest.done) this.#remembered.delete(oldest.value);
		}
		this.#send(this.#client.create<Event>(EVENTS, { metadata: { namespace, name }, ...draft } as never));
	}

	#continue(known: Remembered, nowMs: number): void {
		known.count++;
		known.lastMs = nowMs;
		if (known.writtenMs !== undefined && nowMs - known.writtenMs < REFRESH_MS) return;
		known.writtenMs = nowMs;
		this.#send(this.#writeSeries(known));
	}

	*#writeSeries({ namespace, name, draft, count, lastMs }: Remembered): Task<void> {
		const series = { count, lastObservedTime: formatMicroTime(lastMs) };
		try {
			yield* this.#client.patch(EVENTS, { namespace, name }, 'strategic', { series });
		} catch (error) {
			// The event has expired: it starts anew under the same name.
			if (!(error instanceof ApiError) || error.code !== 404) throw error;
			yield* this.#client.create<Event>(EVENTS, { metadata: { namespace, name }, ...draft, series } as never);
		}
	}

	#send(write: Task<unknown>): void {
		this.#queue.push(write);
		if (this.#sending) return;
		this.#sending = true;
		this.#context.loop.post(() => startTask(this.#drain(), () => undefined));
	}

	*#drain(): Task<void> {
		for (let write = this.#queue.shift(); write !== undefined; write = this.#queue.shift()) {
			try {
				yield* write;
			} catch (error) {
				if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			}
		}
		this.#sending = false;
	}
}
