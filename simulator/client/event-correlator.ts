import type { RecordedEvent } from './event-recorder.ts';

/** Models client-go/tools/record: defaults of the correlator. */
const CACHE_ENTRIES_MAX = 4_096;
const AGGREGATE_EVENTS_MAX = 10;
const AGGREGATE_INTERVAL_MS = 600_000;
const SPAM_BURST = 25;
const SPAM_TOKENS_PER_MS = 1 / 300_000;

interface Observation {
	count: number;
	firstTimestamp: string;
	name: string;
}

interface Aggregate {
	readonly messages: Set<string>;
	lastMs: number;
}

interface Bucket {
	tokens: number;
	atMs: number;
}

/** Decides what an event becomes: a new one, a higher count of an old one, or nothing. */
export class EventCorrelator {
	readonly #now: () => number;
	readonly #observed = new Map<string, Observation>();
	readonly #aggregates = new Map<string, Aggregate>();
	readonly #buckets = new Map<string, Bucket>();

	constructor(now: () => number) {
		this.#now = now;
	}

	/** Undefined: the source has spoken too often of this object. */
	correlate(given: RecordedEvent): { event: RecordedEvent; isUpdate: boolean } | undefined {
		const { event, key } = this.#aggregated(given);
		const known = this.#observed.get(key);
		const observation: Observation =
			known === undefined
				? { count: 1, firstTimestamp: event.firstTimestamp, name: event.metadata.name }
				: { ...known, count: known.count + 1 };
		remember(this.#observed, key, observation);
		if (!this.#hasToken(given)) return undefined;
		const { count, firstTimestamp, name } = observation;
		return {
			event: { ...event, count, firstTimestamp, metadata: { ...event.metadata, name } },
			isUpdate: count > 1,
		};
	}

	/** The name under which the server has stored it. */
	recorded(event: RecordedEvent, name: string): void {
		const key = this.#keyIn(event);
		const observation = this.#observed.get(key);
		if (observation !== undefined) remember(this.#observed, key, { ...observation, name });
	}

	/** More than ten different messages of one kind in ten minutes become one. */
	#aggregated(event: RecordedEvent): { event: RecordedEvent; key: string } {
		const aggregateKey = keyWithoutMessage(event);
		const nowMs = this.#now();
		let aggregate = this.#aggregates.get(aggregateKey);
		if (aggregate === undefined || nowMs - aggregate.lastMs > AGGREGATE_INTERVAL_MS) {
			aggregate = { messages: new Set(), lastMs: nowMs };
		}
		aggregate.messages.add(event.message);
		aggregate.lastMs = nowMs;
		remember(this.#aggregates, aggregateKey, aggregate);
		if (aggregate.messages.size < AGGREGATE_EVENTS_MAX) return { event, key: keyWithMessage(event) };
		aggregate.messages.delete(aggregate.messages.values().next().value as string);
		return { event: { ...event, message: COMBINED + event.message }, key: aggregateKey };
	}

	#keyIn(event: RecordedEvent): string {
		return event.message.startsWith(COMBINED) ? keyWithoutMessage(event) : keyWithMessage(event);
	}

	#hasToken(event: RecordedEvent): boolean {
		const key = spamKey(event);
		const nowMs = this.#now();
		const bucket = this.#buckets.get(key) ?? { tokens: SPAM_BURST, atMs: nowMs };
		const tokens = Math.min(SPAM_BURST, bucket.tokens + (nowMs - bucket.atMs) * SPAM_TOKENS_PER_MS);
		const allowed = tokens >= 1;
		remember(this.#buckets, key, { tokens: allowed ? tokens - 1 : tokens, atMs: nowMs });
		return allowed;
	}
}

const COMBINED = '(combined from similar events): ';

function spamKey({ source, involvedObject: about }: RecordedEvent): string {
	return [source.component, source.host, about.kind, about.namespace, about.name, about.uid, about.apiVersion].join(
		'\0',
	);
}

function keyWithoutMessage(event: RecordedEvent): string {
	return [spamKey(event), event.involvedObject.fieldPath, event.type, event.reason].join('\0');
}

function keyWithMessage(event: RecordedEvent): string {
	return `${keyWithoutMessage(event)}\0${event.message}`;
}

/** Sets, as the youngest entry; the oldest goes when there are too many. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= CACHE_ENTRIES_MAX) return;
	map.delete(map.keys().next().value as string);
}
