import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimTemplate } from '../../api/core/types/volume.ts';
import type { Draft } from '../../client/api-client.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { hasEnded } from '../pod-state.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS } from '../resources.ts';

/**
 * Makes the claims that Pods' ephemeral volumes are templates of; they go with their Pod.
 * Models pkg/controller/volume/ephemeral.
 */
export const ephemeralVolumeController: Controller<undefined> = {
	name: 'ephemeral-volume',
	user: 'ephemeral-volume-controller',
	eventSource: 'ephemeral_volume',
	workers: 1,
	watches: [
		watch<Pod, undefined>(PODS, ({ type, object }, scope) => {
			if (type !== 'added' || object.metadata.deletionTimestamp !== undefined || hasEnded(object)) return;
			if (hasEphemeral(object)) scope.queue.add(keyOf(object));
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

function hasEphemeral({ spec }: Pod): boolean {
	return spec.volumes?.some(({ ephemeral }) => ephemeral !== undefined) === true;
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const pod = scope.lister(PODS).get(namespace, name);
	if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
	for (const volume of pod.spec.volumes ?? []) {
		const template = volume.ephemeral?.volumeClaimTemplate;
		if (template === undefined) continue;
		try {
			yield* scope.client.create(PERSISTENT_VOLUME_CLAIMS, claimOf(pod, volume.name, template));
		} catch (error) {
			// One of the name that is not the Pod's stays; the scheduler and the kubelet say so.
			if (!(error instanceof ApiError) || error.status.reason !== 'AlreadyExists') throw error;
		}
	}
}

function claimOf(
	{ metadata }: Pod,
	volume: string,
	template: PersistentVolumeClaimTemplate,
): Draft<PersistentVolumeClaim> {
	const { labels, annotations } = template.metadata ?? {};
	const { name, namespace, uid } = metadata;
	const owner = { apiVersion: 'v1', kind: 'Pod', name, uid, controller: true, blockOwnerDeletion: true };
	return {
		metadata: {
			name: `${name}-${volume}`,
			namespace,
			...(labels === undefined ? {} : { labels }),
			...(annotations === undefined ? {} : { annotations }),
			ownerReferences: [owner],
		},
		spec: template.spec,
	} as Draft<PersistentVolumeClaim>;
}
