import { CLASS_ANNOTATION } from '../../api/core/access-modes.ts';
import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import { isDefaultStorageClass } from '../../api/storage/storage-class.ts';
import type { StorageClass } from '../../api/storage/types.ts';
import type { AdmissionPlugin } from './admission.ts';
import { newestFirst } from './newest-first.ts';

/** Claims that name no class get the default one. Models plugin/pkg/admission/storage/storageclass/setdefault. */
export const DEFAULT_STORAGE_CLASS: AdmissionPlugin = {
	name: 'DefaultStorageClass',
	mutate({ kind, operation, subresource, object }, core) {
		if (operation !== 'CREATE' || kind.group !== '' || kind.plural !== 'persistentvolumeclaims') return undefined;
		if (subresource !== '') return undefined;
		const claim = object as unknown as PersistentVolumeClaim;
		// "" asks for no class.
		if (claim.spec.storageClassName !== undefined || claim.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) {
			return undefined;
		}
		const classes = core.kinds.byResource('storage.k8s.io', 'v1', 'storageclasses');
		if (classes === undefined) return undefined;
		const [chosen] = newestFirst((core.storageOf(classes).all('') as StorageClass[]).filter(isDefaultStorageClass));
		if (chosen !== undefined) claim.spec.storageClassName = chosen.metadata.name;
		return undefined;
	},
};
