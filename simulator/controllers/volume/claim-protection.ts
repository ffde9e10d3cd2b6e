import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { hasEnded } from '../pod-state.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS } from '../resources.ts';
import { needsFinalizer, waitsForFinalizer, withFinalizer, withoutFinalizer } from './protection.ts';

const FINALIZER = 'kubernetes.io/pvc-protection';

/** Lets a deleted claim go once no Pod uses it. Models pkg/controller/volume/pvcprotection. */
export const claimProtectionController: Controller<undefined> = {
	name: 'persistentvolumeclaim-protection',
	user: 'pvc-protection-controller',
	workers: 1,
	wokenBy: [PERSISTENT_VOLUME_CLAIMS],
	watches: [
		watch<PersistentVolumeClaim, undefined>(PERSISTENT_VOLUME_CLAIMS, ({ type, object }, scope) => {
			if (type !== 'deleted' && (needsFinalizer(object, FINALIZER) || waitsForFinalizer(object, FINALIZER))) {
				scope.queue.add(keyOf(object));
			}
		}),
		watch<Pod, undefined>(PODS, ({ type, object }, scope) => {
			if (type !== 'deleted' && !hasEnded(object) && object.spec.nodeName) return;
			for (const name of claimsOf(object)) scope.queue.add(`${object.metadata.namespace}/${name}`);
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const claim = scope.lister(PERSISTENT_VOLUME_CLAIMS).get(namespace, name);
	if (claim === undefined) return;
	if (waitsForFinalizer(claim, FINALIZER)) {
		const pods = yield* scope.client.list(PODS, namespace);
		if (!pods.some((pod) => uses(pod, claim))) {
			yield* scope.client.update(PERSISTENT_VOLUME_CLAIMS, withoutFinalizer(claim, FINALIZER));
		}
	} else if (needsFinalizer(claim, FINALIZER)) {
		yield* scope.client.update(PERSISTENT_VOLUME_CLAIMS, withFinalizer(claim, FINALIZER));
	}
}

function claimsOf({ metadata, spec }: Pod): string[] {
	return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
		if (persistentVolumeClaim !== undefined) return [persistentVolumeClaim.claimName];
		return ephemeral === undefined ? [] : [`${metadata.name}-${name}`];
	});
}

/** Pods that no node has yet do not count. Models podUsesPVC. */
function uses(pod: Pod, claim: PersistentVolumeClaim): boolean {
	if (!pod.spec.nodeName) return false;
	const { name } = claim.metadata;
	return (pod.spec.volumes ?? []).some((volume) => {
		if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName === name;
		if (volume.ephemeral === undefined || isShutDown(pod)) return false;
		return `${pod.metadata.name}-${volume.name}` === name && isOwnedBy(claim, pod);
	});
}

/** The kubelet is done with it. Models podIsShutDown. */
function isShutDown({ metadata }: Pod): boolean {
	return metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0;
}

function isOwnedBy({ metadata }: KubeObject, pod: Pod): boolean {
	return metadata.ownerReferences?.some(({ uid }) => uid === pod.metadata.uid) === true;
}
