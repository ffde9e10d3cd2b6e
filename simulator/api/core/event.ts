import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { fieldDoc, NAME_COLUMN, textColumn, timeSince } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateEvent } from './event-validation.ts';
import type { Event } from './types/object.ts';

const TYPE = 'io.k8s.api.core.v1.Event';

/** Models pkg/printers/internalversion printEvent. */
export const EVENT_COLUMNS: readonly Column<Event>[] = [
	textColumn({ name: 'Last Seen', description: fieldDoc(TYPE, 'lastTimestamp'), value: lastSeen }),
	textColumn({ name: 'Type', description: fieldDoc(TYPE, 'type'), value: ({ type }) => type ?? '' }),
	textColumn({ name: 'Reason', description: fieldDoc(TYPE, 'reason'), value: ({ reason }) => reason ?? '' }),
	textColumn({ name: 'Object', description: fieldDoc(TYPE, 'involvedObject'), value: objectText }),
	textColumn({
		name: 'Subobject',
		description: fieldDoc('io.k8s.api.core.v1.ObjectReference', 'fieldPath'),
		value: ({ involvedObject }) => involvedObject.fieldPath ?? '',
		wide: true,
	}),
	textColumn({ name: 'Source', description: fieldDoc(TYPE, 'source'), value: sourceText, wide: true }),
	textColumn({
		name: 'Message',
		description: fieldDoc(TYPE, 'message'),
		value: ({ message }) => (message ?? '').trim(),
	}),
	textColumn({ name: 'First Seen', description: fieldDoc(TYPE, 'firstTimestamp'), value: firstSeen, wide: true }),
	textColumn({
		name: 'Count',
		description: fieldDoc(TYPE, 'count'),
		value: ({ series, count }) => (series === undefined ? count || 1 : (series.count ?? 0)),
		wide: true,
	}),
	{ ...NAME_COLUMN, priority: 1 },
];

function lastSeen(event: Event, nowMs: number): string {
	if (event.series !== undefined) return timeSince(event.series.lastObservedTime, nowMs);
	return event.lastTimestamp ? timeSince(event.lastTimestamp, nowMs) : firstSeen(event, nowMs);
}

function firstSeen(event: Event, nowMs: number): string {
	return timeSince(event.firstTimestamp || event.eventTime, nowMs);
}

/** "pod/web-5d4f". */
function objectText({ involvedObject }: Event): string {
	const kind = (involvedObject.kind ?? '').toLowerCase();
	return involvedObject.name === undefined ? kind : `${kind}/${involvedObject.name}`;
}

/** "kubelet, node01". Models formatEventSource. */
function sourceText({ source, reportingComponent, reportingInstance }: Event): string {
	const component = source?.component || reportingComponent || '';
	const instance = source?.host || reportingInstance || '';
	return instance === '' ? component : `${component}, ${instance}`;
}

/** Models pkg/registry/core/event/strategy.go. */
export const EVENT = defineKind<Event>({
	group: '',
	version: 'v1',
	kind: 'Event',
	plural: 'events',
	singular: 'event',
	shortNames: ['ev'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'events',
	allowCreateOnUpdate: true,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<Event>({ meta: { namespaced: true, validateName: nameIsDnsSubdomain }, content: validateEvent }),
	selectableFields: (event) => ({
		'involvedObject.kind': event.involvedObject.kind ?? '',
		'involvedObject.namespace': event.involvedObject.namespace ?? '',
		'involvedObject.name': event.involvedObject.name ?? '',
		'involvedObject.uid': event.involvedObject.uid ?? '',
		'involvedObject.apiVersion': event.involvedObject.apiVersion ?? '',
		'involvedObject.resourceVersion': event.involvedObject.resourceVersion ?? '',
		'involvedObject.fieldPath': event.involvedObject.fieldPath ?? '',
		reason: event.reason ?? '',
		reportingComponent: event.reportingComponent ?? '',
		source: event.source?.component || event.reportingComponent || '',
		type: event.type ?? '',
	}),
	columns: EVENT_COLUMNS,
});
