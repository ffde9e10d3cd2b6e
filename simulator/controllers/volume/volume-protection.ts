import type { PersistentVolume } from '../../api/core/types/volume.ts';
import { type Controller, keyOf, watch } from '../controller.ts';
import { PERSISTENT_VOLUMES } from '../resources.ts';
import { needsFinalizer, waitsForFinalizer, withFinalizer, withoutFinalizer } from './protection.ts';

const FINALIZER = 'kubernetes.io/pv-protection';

/** Lets a deleted volume go once no claim is bound to it. Models pkg/controller/volume/pvprotection. */
export const volumeProtectionController: Controller<undefined> = {
	name: 'persistentvolume-protection',
	user: 'pv-protection-controller',
	workers: 1,
	wokenBy: [PERSISTENT_VOLUMES],
	watches: [
		watch<PersistentVolume, undefined>(PERSISTENT_VOLUMES, ({ type, object }, scope) => {
			if (type !== 'deleted' && (needsFinalizer(object, FINALIZER) || waitsForFinalizer(object, FINALIZER))) {
				scope.queue.add(keyOf(object));
			}
		}),
	],
	reconcile: function* (name, scope) {
		const volume = scope.lister(PERSISTENT_VOLUMES).get('', name);
		if (volume === undefined) return;
		if (waitsForFinalizer(volume, FINALIZER)) {
			if (volume.status.phase === 'Bound') return;
			yield* scope.client.update(PERSISTENT_VOLUMES, withoutFinalizer(volume, FINALIZER));
		} else if (needsFinalizer(volume, FINALIZER)) {
			yield* scope.client.update(PERSISTENT_VOLUMES, withFinalizer(volume, FINALIZER));
		}
	},
};
