import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import { isReservedFor } from '../../api/core/volume-matching.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS, STORAGE_CLASSES } from '../resources.ts';
import { syncClaim } from './claim-sync.ts';
import { recycledBy } from './recycler.ts';
import { syncVolume } from './volume-sync.ts';

/**
 * Finds volumes for claims, and says what became of both. Keys with a slash are claims, the others volumes.
 * Models pkg/controller/volume/persistentvolume PersistentVolumeController.
 * Differs: nobody inside provisions.
 */
export const volumeBinderController: Controller<undefined> = {
	name: 'persistentvolume-binder',
	user: 'persistent-volume-binder',
	eventSource: 'persistentvolume-controller',
	workers: 1,
	wokenBy: [PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS],
	watches: [
		watch<PersistentVolume, undefined>(PERSISTENT_VOLUMES, ({ type, object }, scope) => {
			if (type !== 'deleted') scope.queue.add(keyOf(object));
			// Its claim has to hear that it has lost it.
			const claim = object.spec.claimRef;
			if (type === 'deleted' && claim !== undefined) scope.queue.add(`${claim.namespace}/${claim.name}`);
		}),
		watch<PersistentVolumeClaim, undefined>(PERSISTENT_VOLUME_CLAIMS, ({ type, object }, scope) => {
			if (type !== 'deleted') scope.queue.add(keyOf(object));
			else for (const volume of volumesOf(object, scope)) scope.queue.add(keyOf(volume));
		}),
		watch<Pod, undefined>(PODS, ({ object }, scope) => {
			const volume = recycledBy(object);
			if (volume !== undefined) scope.queue.add(volume);
		}),
	],
	reads: [STORAGE_CLASSES],
	reconcile: (key, scope) => reconcile(key, scope),
};

function volumesOf(claim: PersistentVolumeClaim, scope: Scope<undefined>): readonly PersistentVolume[] {
	const named = scope.lister(PERSISTENT_VOLUMES).get('', claim.spec.volumeName ?? '');
	return named !== undefined && isReservedFor(named, claim) ? [named] : [];
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	if (namespace === '') {
		const volume = scope.lister(PERSISTENT_VOLUMES).get('', name);
		if (volume !== undefined) yield* syncVolume(volume, scope);
		return;
	}
	const claim = scope.lister(PERSISTENT_VOLUME_CLAIMS).get(namespace, name);
	if (claim !== undefined) yield* syncClaim(claim, scope);
}
