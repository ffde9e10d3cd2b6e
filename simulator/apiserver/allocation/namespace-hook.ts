import type { Namespace } from '../../api/core/types/object.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { StorageHook } from '../registry/storage-hook.ts';
import type { ServerCore } from '../server-core.ts';

/**
 * A Namespace ends in two steps: first it is Terminating, and only when its controller has emptied it and taken the
 * finalizer from its spec it goes. Models pkg/registry/core/namespace/storage REST.Delete.
 */
export function namespaceHook(core: ServerCore): StorageHook {
	return {
		holdsDeletion: (object) => ((object as unknown as Namespace).spec.finalizers ?? []).length > 0,
		beforeDelete(object: KubeObject) {
			const namespace = object as unknown as Namespace;
			if ((namespace.spec.finalizers ?? []).length === 0) return undefined;
			if (namespace.metadata.deletionTimestamp !== undefined) return object;
			const metadata = { ...namespace.metadata, deletionTimestamp: core.world.timestamp() };
			return { ...namespace, metadata, status: { ...namespace.status, phase: 'Terminating' } } as KubeObject;
		},
	};
}
