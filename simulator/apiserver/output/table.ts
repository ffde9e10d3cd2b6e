import type { Column, Kind } from '../../api/kind.ts';
import type { FieldDescriptions } from '../../api/schema/field-descriptions.ts';
import type { KubeObject, ListMeta } from '../../machinery/meta.ts';
import { badRequest } from '../../machinery/status.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiRequest } from '../request.ts';
import { columnDescription } from './column-description.ts';

export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** A metav1.Table: what `kubectl get` prints. Models apiserver/pkg/registry/rest TableConvertor. */
export interface Table {
	kind: 'Table';
	apiVersion: string;
	metadata: Partial<ListMeta>;
	/** Null in all but the first event of a watch. */
	columnDefinitions: readonly object[] | null;
	rows: readonly { cells: readonly (string | number | boolean)[]; object: object | null }[];
}

export function includeObjectOf(request: ApiRequest): IncludeObject {
	const value = firstValue(request, 'includeObject') ?? '';
	if (value === '' || value === 'Metadata') return 'Metadata';
	if (value === 'None' || value === 'Object') return value;
	throw badRequest(`unrecognized includeObject value: ${JSON.stringify(value)}`);
}

/** @param version of meta.k8s.io that the client asked for. */
export function tableOf(
	kind: Kind,
	objects: readonly KubeObject[],
	metadata: Partial<ListMeta>,
	options: {
		readonly version: string;
		readonly include: IncludeObject;
		readonly nowMs: number;
		readonly descriptions: FieldDescriptions;
	},
): Table {
	const { columns, tableOrder } = kind;
	const listed = tableOrder === undefined ? objects : [...objects].sort(tableOrder);
	return {
		kind: 'Table',
		apiVersion: `meta.k8s.io/${options.version}`,
		metadata,
		columnDefinitions: columns.map((column) => columnDefinition(column, options.descriptions)),
		rows: listed.map((object) => ({
			cells: columns.map((column) => column.value(object, options.nowMs)),
			object: includedObject(object, options.include, options.version),
		})),
	};
}

export function partialMetadata(object: KubeObject, version: string): object {
	return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}

function columnDefinition(
	{ name, type, format, description, priority }: Column,
	descriptions: FieldDescriptions,
): object {
	return { name, type, format: format ?? '', description: columnDescription(description, descriptions), priority };
}

function includedObject(object: KubeObject, include: IncludeObject, version: string): object | null {
	if (include === 'None') return null;
	return include === 'Object' ? object : partialMetadata(object, version);
}
