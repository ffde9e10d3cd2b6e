import type { Kind } from '../../api/kind.ts';
import type { FieldDescriptions } from '../../api/schema/field-descriptions.ts';
import type { KubeList, KubeObject } from '../../machinery/meta.ts';
import type { WatchEvent } from '../request.ts';
import type { OutputForm } from './accept.ts';
import { type IncludeObject, partialMetadata, tableOf } from './table.ts';

/** Everything that decides what an object looks like on its way out. */
export interface Presentation {
	readonly kind: Kind;
	readonly form: OutputForm;
	readonly include: IncludeObject;
	readonly nowMs: () => number;
	readonly descriptions: FieldDescriptions;
}

export function presentObject(object: KubeObject, { kind, form, include, nowMs, descriptions }: Presentation): object {
	switch (form.as) {
		case 'Table': {
			const { resourceVersion } = object.metadata;
			return tableOf(
				kind,
				[object],
				{ resourceVersion },
				{ version: form.version, include, nowMs: nowMs(), descriptions },
			);
		}
		case 'PartialObjectMetadata':
			return partialMetadata(object, form.version);
		default:
			return object;
	}
}

export function presentList(list: KubeList, { kind, form, include, nowMs, descriptions }: Presentation): object {
	switch (form.as) {
		case 'Table':
			return tableOf(kind, list.items, list.metadata, { version: form.version, include, nowMs: nowMs(), descriptions });
		case 'PartialObjectMetadataList':
			return {
				kind: 'PartialObjectMetadataList',
				apiVersion: `meta.k8s.io/${form.version}`,
				metadata: list.metadata,
				items: list.items.map((item) => partialMetadata(item, form.version)),
			};
		default:
			return list;
	}
}

/** The function that presents a watch's events: the columns of Tables are given once. Undefined when they go out as they are. */
export function eventPresenter(presentation: Presentation): ((event: WatchEvent) => WatchEvent) | undefined {
	if (presentation.form.as === 'object') return undefined;
	let first = true;
	return (event) => {
		if (event.type === 'ERROR') return event;
		const object =
			event.type === 'BOOKMARK' && presentation.form.as === 'Table'
				? bookmarkTable(event.object as KubeObject, presentation)
				: presentObject(event.object as KubeObject, presentation);
		if (presentation.form.as !== 'Table') return { type: event.type, object };
		const columns = first ? {} : { columnDefinitions: null };
		first = false;
		return { type: event.type, object: { ...object, ...columns } };
	};
}

/** Differs: the real server prints a row of an object that has nothing; clients look at the version only. */
function bookmarkTable({ metadata }: KubeObject, { kind, form, include, nowMs, descriptions }: Presentation): object {
	const { resourceVersion, annotations } = metadata;
	const listMeta = { resourceVersion, ...(annotations === undefined ? {} : { annotations }) };
	return tableOf(kind, [], listMeta, { version: form.version, include, nowMs: nowMs(), descriptions });
}
