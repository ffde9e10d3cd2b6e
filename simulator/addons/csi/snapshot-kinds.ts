import type { Resource } from '../../client/resource.ts';
import type { KubeObject } from '../../machinery/meta.ts';

export interface VolumeSnapshot extends KubeObject {
	readonly spec: {
		readonly volumeSnapshotClassName?: string;
		readonly source: { readonly persistentVolumeClaimName?: string; readonly volumeSnapshotContentName?: string };
	};
	readonly status?: {
		readonly boundVolumeSnapshotContentName?: string;
		readonly creationTime?: string;
		readonly readyToUse?: boolean;
		readonly restoreSize?: string;
		readonly error?: SnapshotError;
	};
}

export interface SnapshotError {
	readonly message?: string;
	readonly time?: string;
}

export interface VolumeSnapshotContent extends KubeObject {
	readonly spec: {
		readonly deletionPolicy: string;
		readonly driver: string;
		readonly source: { readonly volumeHandle?: string; readonly snapshotHandle?: string };
		readonly sourceVolumeMode?: string;
		readonly volumeSnapshotClassName?: string;
		readonly volumeSnapshotRef: {
			readonly apiVersion?: string;
			readonly kind?: string;
			readonly name?: string;
			readonly namespace?: string;
			readonly uid?: string;
			readonly resourceVersion?: string;
		};
	};
	readonly status?: {
		readonly snapshotHandle?: string;
		/** Nanoseconds. */
		readonly creationTime?: number;
		readonly readyToUse?: boolean;
		readonly restoreSize?: number;
		readonly error?: SnapshotError;
	};
}

export interface VolumeSnapshotClass extends KubeObject {
	readonly driver: string;
	readonly deletionPolicy: string;
	readonly parameters?: { readonly [key: string]: string };
}

export const SNAPSHOT_GROUP = 'snapshot.storage.k8s.io';

function kind<T extends KubeObject>(resource: string, name: string, namespaced: boolean): Resource<T> {
	return { group: SNAPSHOT_GROUP, version: 'v1', resource, kind: name, namespaced };
}

export const SNAPSHOTS = kind<VolumeSnapshot>('volumesnapshots', 'VolumeSnapshot', true);
export const CONTENTS = kind<VolumeSnapshotContent>('volumesnapshotcontents', 'VolumeSnapshotContent', false);
export const SNAPSHOT_CLASSES = kind<VolumeSnapshotClass>('volumesnapshotclasses', 'VolumeSnapshotClass', false);

/** A class that is taken where none is named. */
export const DEFAULT_CLASS = 'snapshot.storage.kubernetes.io/is-default-class';
/** Set on a content whose snapshot is going. */
export const BEING_DELETED = 'snapshot.storage.kubernetes.io/volumesnapshot-being-deleted';
export const CONTENT_FINALIZER = 'snapshot.storage.kubernetes.io/volumesnapshotcontent-bound-protection';
