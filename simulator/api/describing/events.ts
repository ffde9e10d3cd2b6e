import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import type { Event } from '../core/types/object.ts';
import type { DescribeContext } from '../kind.ts';
import { timeSince } from '../printing/column.ts';
import type { Description } from './description.ts';
import { attempt, EVENTS } from './requests.ts';

/** Whose events: all that is left out matches anything. */
export interface EventTarget {
	readonly name: string;
	readonly namespace: string;
	readonly kind?: string;
	readonly uid?: string;
}

export function eventTargetOf(object: KubeObject): EventTarget {
	const { name, namespace = '', uid } = object.metadata;
	return { name, namespace, kind: object.kind, uid };
}

/**
 * The last section of most descriptions, unless --show-events=false. Events that may not be read count as none.
 * Models searchEvents and DescribeEvents.
 */
export function* describeEventsOf(description: Description, object: KubeObject, world: DescribeContext): Task<void> {
	if (!world.showEvents) return;
	describeEvents(description, yield* readableEvents(eventTargetOf(object), world), world.nowMs);
}

export function* readableEvents(target: EventTarget, world: DescribeContext): Task<Event[]> {
	const events = yield* attempt(searchEvents(target, world));
	return events instanceof ApiError ? [] : events;
}

/** Throws ApiError when the server refuses the list. */
export function* searchEvents(target: EventTarget, world: DescribeContext): Task<Event[]> {
	const terms = [`involvedObject.name=${target.name}`, `involvedObject.namespace=${target.namespace}`];
	if (target.kind !== undefined) terms.push(`involvedObject.kind=${target.kind}`);
	if (target.uid !== undefined) terms.push(`involvedObject.uid=${target.uid}`);
	return (yield* world.list(EVENTS, target.namespace, { fieldSelector: terms.join(',') })) as Event[];
}

/** Differs: events of the same second keep their order, which Go's sort changes in lists of more than twelve. */
export function describeEvents(description: Description, events: readonly Event[], nowMs: number): void {
	if (events.length === 0) {
		description.field('Events', '<none>');
		return;
	}
	description.row(0, 'Events:');
	description.row(1, 'Type', 'Reason', 'Age', 'From', 'Message');
	description.row(1, '----', '------', '----', '----', '-------');
	for (const event of [...events].sort((a, b) => lastMs(a) - lastMs(b))) {
		const { fieldPath } = event.involvedObject;
		const message = (event.message ?? '').trim();
		description.row(
			1,
			event.type ?? '',
			event.reason ?? '',
			ageText(event, nowMs),
			event.source?.component || event.reportingComponent || '',
			fieldPath === undefined ? message : `${fieldPath}: ${message}`,
		);
	}
}

/** Events that only have an eventTime come first. */
function lastMs(event: Event): number {
	return event.lastTimestamp ? mustParseTime(event.lastTimestamp) : Number.MIN_SAFE_INTEGER;
}

/** "5m", "10s (x3 over 2m)". */
function ageText(event: Event, nowMs: number): string {
	const first = timeSince(event.eventTime || event.firstTimestamp, nowMs);
	if (event.series !== undefined) {
		return `${timeSince(event.series.lastObservedTime, nowMs)} (x${event.series.count ?? 0} over ${first})`;
	}
	const { count = 0 } = event;
	return count > 1 ? `${timeSince(event.lastTimestamp, nowMs)} (x${count} over ${first})` : first;
}
