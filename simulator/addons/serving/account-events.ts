import type { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';

const EVENTS: Resource = { group: '', version: 'v1', resource: 'events', kind: 'Event', namespaced: true };
const REMEMBERED = 1_024;
const NANOSECONDS = 1_000_000;

/** Writes events as the Pod's service account; a repetition raises the count of the first. Models client-go tools/record. */
export class AccountEvents {
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #component: string;
	readonly #known = new Map<string, { readonly name: string; count: number }>();
	#sequence: number;

	constructor(process: Process, client: ApiClient, component: string) {
		this.#process = process;
		this.#client = client;
		this.#component = component;
		this.#sequence = process.randomUint32() % NANOSECONDS;
	}

	/** What the server refuses is lost, as in life. */
	*event(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): Task<void> {
		const { namespace = 'default', name, uid } = about.metadata;
		const key = [about.kind, uid, type, reason, message].join('\0');
		const now = formatTime(this.#process.now());
		const known = this.#known.get(key);
		try {
			if (known !== undefined) {
				const patch = { count: ++known.count, lastTimestamp: now };
				yield* this.#client.patch(EVENTS, { namespace, name: known.name }, 'strategic', patch);
				return;
			}
			this.#sequence = (this.#sequence + 1) % NANOSECONDS;
			const nanoseconds = BigInt(this.#process.now()) * BigInt(NANOSECONDS) + BigInt(this.#sequence);
			const eventName = `${name}.${nanoseconds.toString(16)}`;
			if (this.#known.size >= REMEMBERED) this.#known.clear();
			this.#known.set(key, { name: eventName, count: 1 });
			yield* this.#client.create(EVENTS, this.#draft(about, namespace, eventName, type, reason, message, now));
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			this.#known.delete(key);
		}
	}

	#draft(
		about: KubeObject,
		namespace: string,
		eventName: string,
		type: string,
		reason: string,
		message: string,
		now: string,
	): never {
		const { name, uid, resourceVersion } = about.metadata;
		return {
			metadata: { name: eventName, namespace },
			involvedObject: {
				kind: about.kind,
				...(about.metadata.namespace === undefined ? {} : { namespace }),
				name,
				uid,
				apiVersion: about.apiVersion,
				resourceVersion,
			},
			reason,
			message,
			source: { component: this.#component },
			firstTimestamp: now,
			lastTimestamp: now,
			count: 1,
			type,
			eventTime: null,
			reportingComponent: this.#component,
			reportingInstance: '',
		} as never;
	}
}
