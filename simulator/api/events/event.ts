import type { KubeObject } from '../../machinery/meta.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { EVENT, EVENT_COLUMNS } from '../core/event.ts';
import type { Event as CoreEvent } from '../core/types/object.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import type { Event } from './types.ts';

/**
 * The newer face of events: the same objects as core/v1's, with other names for the fields.
 * Models pkg/apis/events/v1 conversion.go.
 */
export const EVENTS_EVENT = defineKind<Event>({
	group: 'events.k8s.io',
	version: 'v1',
	kind: 'Event',
	plural: 'events',
	singular: 'event',
	shortNames: ['ev'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.events.v1.Event',
	storagePrefix: EVENT.storagePrefix,
	storedAs: { group: '', version: 'v1', kind: 'Event', toStored: toCore, fromStored: fromCore },
	subresources: [],
	validateName: nameIsDnsSubdomain,
	selectableFields: (event) => {
		const { regarding } = event;
		return {
			'regarding.kind': regarding?.kind ?? '',
			'regarding.namespace': regarding?.namespace ?? '',
			'regarding.name': regarding?.name ?? '',
			'regarding.uid': regarding?.uid ?? '',
			'regarding.apiVersion': regarding?.apiVersion ?? '',
			'regarding.resourceVersion': regarding?.resourceVersion ?? '',
			'regarding.fieldPath': regarding?.fieldPath ?? '',
			reason: event.reason ?? '',
			reportingController: event.reportingController ?? '',
			type: event.type ?? '',
		};
	},
	columns: EVENT_COLUMNS.map(
		(column): Column<Event> => ({ ...column, value: (event, nowMs) => column.value(toCore(event), nowMs) }),
	),
});

function toCore(event: Event): CoreEvent {
	const { regarding, note, deprecatedSource, deprecatedFirstTimestamp, deprecatedLastTimestamp, ...rest } = event;
	const { deprecatedCount, reportingController, reportingInstance, ...kept } = rest;
	return {
		...kept,
		apiVersion: 'v1',
		involvedObject: regarding ?? {},
		...(note === undefined ? {} : { message: note }),
		source: deprecatedSource ?? {},
		...times(deprecatedFirstTimestamp, deprecatedLastTimestamp),
		...(deprecatedCount === undefined ? {} : { count: deprecatedCount }),
		reportingComponent: reportingController ?? '',
		reportingInstance: reportingInstance ?? '',
	};
}

/** What is not there is there as null. */
function times(
	first: string | undefined,
	last: string | undefined,
): Pick<CoreEvent, 'firstTimestamp' | 'lastTimestamp'> {
	return { firstTimestamp: (first ?? null) as string, lastTimestamp: (last ?? null) as string };
}

function fromCore(object: KubeObject): Event {
	const { involvedObject, message, source, firstTimestamp, lastTimestamp, ...rest } = object as CoreEvent;
	const { count, reportingComponent, reportingInstance, eventTime, series, ...kept } = rest;
	return {
		...kept,
		apiVersion: 'events.k8s.io/v1',
		eventTime: eventTime as string,
		regarding: involvedObject,
		...(series === undefined ? {} : { series: series as NonNullable<Event['series']> }),
		...(message === undefined ? {} : { note: message }),
		...(source === undefined ? {} : { deprecatedSource: source }),
		...(firstTimestamp === undefined ? {} : { deprecatedFirstTimestamp: firstTimestamp }),
		...(lastTimestamp === undefined ? {} : { deprecatedLastTimestamp: lastTimestamp }),
		...(count === undefined ? {} : { deprecatedCount: count }),
		...(reportingComponent ? { reportingController: reportingComponent } : {}),
		...(reportingInstance ? { reportingInstance } : {}),
	};
}
