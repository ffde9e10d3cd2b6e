import type { FieldError } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { UserInfo } from '../request.ts';

/**
 * What a kind needs of the server's own state around its writes: addresses and ports of Services, the phases of a
 * Namespace's end. Models the begin hooks of apiserver/pkg/registry/generic/registry Store.
 */
export interface StorageHook {
	/**
	 * Called first on a new or changed object, after the mutating admission: may fill it in, in place. Throws ApiError
	 * when the writer may not.
	 * @param old undefined for a create.
	 */
	receive?(object: KubeObject, old: KubeObject | undefined, user: UserInfo): void;
	/**
	 * Called on a new or changed object before validation; fills it in, in place.
	 * @param old undefined for a create.
	 */
	beforeWrite?(object: KubeObject, old: KubeObject | undefined): FieldError[];
	/**
	 * Called first on a delete. Gives the object as it becomes instead of going (a Namespace with content), or
	 * undefined for the usual way. Throws ApiError to refuse.
	 */
	beforeDelete?(object: KubeObject): KubeObject | undefined;
	/** Called when an object has been written or removed. */
	stored?(object: KubeObject, removed: boolean): void;
	/** Whether an object that is being deleted, and has no finalizers of the usual kind, has to stay (a Namespace's spec has some). */
	holdsDeletion?(object: KubeObject): boolean;
}
