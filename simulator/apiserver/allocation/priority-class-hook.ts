import type { KubeObject } from '../../machinery/meta.ts';
import { forbidden } from '../../machinery/status.ts';
import type { StorageHook } from '../registry/storage-hook.ts';

const SYSTEM_CLASSES: ReadonlySet<string> = new Set(['system-cluster-critical', 'system-node-critical']);

/** Models pkg/registry/scheduling/priorityclass/storage REST.Delete. */
export const PRIORITY_CLASS_HOOK: StorageHook = {
	beforeDelete({ metadata }: KubeObject) {
		if (!SYSTEM_CLASSES.has(metadata.name)) return undefined;
		const resource = { group: 'scheduling.k8s.io', resource: 'priorityclasses' };
		throw forbidden(resource, metadata.name, 'this is a system priority class and cannot be deleted');
	},
};
