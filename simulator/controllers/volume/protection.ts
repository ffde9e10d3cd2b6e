import type { KubeObject } from '../../machinery/meta.ts';

// Models pkg/controller/volume/protectionutil.

/** It is being deleted, and only `finalizer`'s owner can say when it may go. */
export function waitsForFinalizer({ metadata }: KubeObject, finalizer: string): boolean {
	return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true;
}

/** It is from a time when the admission plugin was off. */
export function needsFinalizer({ metadata }: KubeObject, finalizer: string): boolean {
	return metadata.deletionTimestamp === undefined && metadata.finalizers?.includes(finalizer) !== true;
}

export function withFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
	const finalizers = [...(object.metadata.finalizers ?? []), finalizer];
	return { ...object, metadata: { ...object.metadata, finalizers } };
}

export function withoutFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
	const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
	return { ...object, metadata: { ...object.metadata, finalizers } };
}
