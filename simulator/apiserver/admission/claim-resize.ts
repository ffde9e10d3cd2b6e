import { CLASS_ANNOTATION } from '../../api/core/access-modes.ts';
import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { StorageClass } from '../../api/storage/types.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

/** Claims grow where their class says so. Models plugin/pkg/admission/storage/persistentvolume/resize. */
export const CLAIM_RESIZE: AdmissionPlugin = {
	name: 'PersistentVolumeClaimResize',
	validate(attributes, core) {
		const { kind, operation, subresource } = attributes;
		if (operation !== 'UPDATE' || kind.group !== '' || kind.plural !== 'persistentvolumeclaims') return undefined;
		if (subresource !== '') return undefined;
		const claim = attributes.object as unknown as PersistentVolumeClaim;
		const old = attributes.oldObject as unknown as PersistentVolumeClaim;
		if (compareQuantities(sizeOf(claim), sizeOf(old)) <= 0) return undefined;
		if (old.status.phase !== 'Bound') {
			throw refusal(attributes, 'Only bound persistent volume claims can be expanded');
		}
		if (!mayGrow(claim, old, core)) {
			throw refusal(
				attributes,
				'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
			);
		}
		return undefined;
	},
};

function sizeOf({ spec }: PersistentVolumeClaim): string {
	return spec.resources?.requests?.storage ?? '0';
}

function classOf({ metadata, spec }: PersistentVolumeClaim): string {
	return metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

function mayGrow(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, core: ServerCore): boolean {
	const name = classOf(claim);
	const kind = core.kinds.byResource('storage.k8s.io', 'v1', 'storageclasses');
	if (name === '' || name !== classOf(old) || kind === undefined) return false;
	return (core.storageOf(kind).find('', name) as StorageClass | undefined)?.allowVolumeExpansion === true;
}
