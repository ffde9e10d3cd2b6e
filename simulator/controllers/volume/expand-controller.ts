import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../resources.ts';

/**
 * Says of claims that ask for more than they have that somebody else has to see to it: nothing that is built in can
 * grow. Models pkg/controller/volume/expand syncHandler.
 */
export const expandController: Controller<undefined> = {
	name: 'persistentvolume-expander',
	user: 'expand-controller',
	eventSource: 'volume_expand',
	workers: 1,
	wokenBy: [PERSISTENT_VOLUME_CLAIMS],
	watches: [
		watch<PersistentVolumeClaim, undefined>(PERSISTENT_VOLUME_CLAIMS, ({ type, object, old }, scope) => {
			// A claim that was only re-read has not grown.
			if (type === 'updated' && old !== undefined && compareQuantities(requestOf(object), requestOf(old)) > 0) {
				scope.queue.add(keyOf(object));
			} else if (type === 'added' && wantsMore(object)) scope.queue.add(keyOf(object));
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

function requestOf({ spec }: PersistentVolumeClaim): string {
	return spec.resources?.requests?.storage ?? '0';
}

function wantsMore(claim: PersistentVolumeClaim): boolean {
	if (claim.status.phase !== 'Bound') return false;
	return compareQuantities(requestOf(claim), claim.status.capacity?.storage ?? '0') > 0;
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const claim = scope.lister(PERSISTENT_VOLUME_CLAIMS).get(namespace, name);
	if (claim === undefined || !wantsMore(claim)) return;
	scope.event(claim, 'Normal', 'ExternalExpanding', 'waiting for an external controller to expand this PVC');
}
