import type { AdmissionPlugin } from './admission.ts';

const FINALIZERS: ReadonlyMap<string, string> = new Map([
	['persistentvolumeclaims', 'kubernetes.io/pvc-protection'],
	['persistentvolumes', 'kubernetes.io/pv-protection'],
]);

/**
 * Claims and volumes wait with their end until nobody uses them; their controllers let them go.
 * Models plugin/pkg/admission/storage/storageobjectinuseprotection.
 */
export const STORAGE_IN_USE: AdmissionPlugin = {
	name: 'StorageObjectInUseProtection',
	mutate({ kind, operation, subresource, object }) {
		if (operation !== 'CREATE' || subresource !== '' || kind.group !== '' || object === undefined) return undefined;
		const finalizer = FINALIZERS.get(kind.plural);
		if (finalizer === undefined) return undefined;
		const present = object.metadata.finalizers ?? [];
		if (!present.includes(finalizer)) object.metadata.finalizers = [...present, finalizer];
		return undefined;
	},
};
