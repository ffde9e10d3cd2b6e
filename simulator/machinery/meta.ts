/** The parts every API object has. Objects are plain JSON values; once stored they are never mutated (copy on write). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface TypeMeta {
	apiVersion: string;
	kind: string;
}

export interface OwnerReference {
	apiVersion: string;
	kind: string;
	name: string;
	uid: string;
	controller?: boolean;
	blockOwnerDeletion?: boolean;
}

export interface ManagedFieldsEntry {
	manager?: string;
	operation?: 'Apply' | 'Update';
	apiVersion?: string;
	time?: string;
	fieldsType?: 'FieldsV1';
	fieldsV1?: { [key: string]: Json };
	subresource?: string;
}

export interface ObjectMeta {
	name: string;
	generateName?: string;
	namespace?: string;
	uid: string;
	resourceVersion: string;
	generation?: number;
	/** RFC 3339 in UTC, whole seconds ("2026-11-20T09:00:00Z"). */
	creationTimestamp: string;
	deletionTimestamp?: string;
	deletionGracePeriodSeconds?: number;
	labels?: { [key: string]: string };
	annotations?: { [key: string]: string };
	ownerReferences?: OwnerReference[];
	finalizers?: string[];
	managedFields?: ManagedFieldsEntry[];
}

/** Any object of the API. Concrete kinds extend it in `api/` with their spec and status. */
export interface KubeObject extends TypeMeta {
	metadata: ObjectMeta;
}

export interface ListMeta {
	resourceVersion: string;
	continue?: string;
	remainingItemCount?: number;
}

export interface KubeList<T extends KubeObject = KubeObject> extends TypeMeta {
	metadata: ListMeta;
	items: T[];
}

export interface GroupVersionResource {
	/** '' for the core group. */
	readonly group: string;
	readonly version: string;
	/** Plural, lower case: "pods". */
	readonly resource: string;
}

export function apiVersionOf(group: string, version: string): string {
	return group === '' ? version : `${group}/${version}`;
}
