import type { StatefulSet } from '../../api/apps/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { Draft } from '../../client/api-client.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { OwnerReference } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { Scope } from '../controller.ts';
import { controllerReference } from '../ownership.ts';
import { messageOf } from '../pod-control.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from '../resources.ts';

export function claimName(set: StatefulSet, template: string, ordinal: number): string {
	return `${template}-${set.metadata.name}-${ordinal}`;
}

/** The claims a Pod of this ordinal mounts, as they are created when absent. */
function claimsOf(set: StatefulSet, ordinal: number): Draft<PersistentVolumeClaim>[] {
	return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => ({
		metadata: {
			name: claimName(set, metadata.name, ordinal),
			namespace: set.metadata.namespace,
			labels: { ...metadata.labels, ...set.spec.selector.matchLabels },
			...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
		},
		spec,
	}));
}

function existing(set: StatefulSet, ordinal: number, scope: Scope<unknown>): PersistentVolumeClaim[] {
	const { namespace = '' } = set.metadata;
	return (set.spec.volumeClaimTemplates ?? []).flatMap(({ metadata }) => {
		const claim = scope.lister(PERSISTENT_VOLUME_CLAIMS).get(namespace, claimName(set, metadata.name, ordinal));
		return claim === undefined ? [] : [claim];
	});
}

/** Creates those that are not there. @returns what stands in the way, if anything. Models createPersistentVolumeClaims. */
export function* ensureClaims(
	set: StatefulSet,
	ordinal: number,
	podName: string,
	scope: Scope<unknown>,
): Task<string | undefined> {
	for (const draft of claimsOf(set, ordinal)) {
		const { namespace = '', name = '' } = draft.metadata;
		const known = scope.lister(PERSISTENT_VOLUME_CLAIMS).get(namespace, name);
		if (known?.metadata.deletionTimestamp !== undefined) return `pvc ${name} is to be deleted`;
		if (known !== undefined) continue;
		const what = `create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name}`;
		try {
			yield* scope.client.create(PERSISTENT_VOLUME_CLAIMS, draft);
		} catch (error) {
			if (error instanceof ApiError && error.reason === 'AlreadyExists') continue;
			scope.event(set, 'Warning', 'FailedCreate', `${what} failed error: ${messageOf(error)}`);
			throw error;
		}
		scope.event(set, 'Normal', 'SuccessfulCreate', `${what} success`);
	}
	return undefined;
}

/** Whether a claim still belongs to a Pod of this name that is gone: it will go too. Models PodClaimIsStale. */
export function hasStaleClaim(set: StatefulSet, ordinal: number, podName: string, scope: Scope<unknown>): boolean {
	return existing(set, ordinal, scope).some(({ metadata }) =>
		metadata.ownerReferences?.some((owner) => owner.kind === 'Pod' && owner.name === podName),
	);
}

/**
 * Whose death is the claims' too, by persistentVolumeClaimRetentionPolicy: the set's, the Pod's that is scaled away, or
 * nobody's. Models updateClaimOwnerRefForSetAndPod.
 */
export function* ownClaims(
	set: StatefulSet,
	{ ordinal, pod, wanted }: { readonly ordinal: number; readonly pod: Pod; readonly wanted: boolean },
	scope: Scope<unknown>,
): Task<void> {
	const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
	const ofPod = whenScaled === 'Delete' && !wanted;
	const ofSet = whenDeleted === 'Delete' && !ofPod;
	for (const claim of existing(set, ordinal, scope)) {
		const others = (claim.metadata.ownerReferences ?? []).filter(
			({ uid }) => uid !== set.metadata.uid && uid !== pod.metadata.uid,
		);
		const owners: OwnerReference[] = [...others];
		if (ofSet) owners.push(controllerReference(set, STATEFUL_SETS));
		if (ofPod) owners.push(controllerReference(pod, PODS));
		if (jsonEqual(claim.metadata.ownerReferences ?? [], owners)) continue;
		yield* scope.client.update(PERSISTENT_VOLUME_CLAIMS, {
			...claim,
			metadata: { ...claim.metadata, ownerReferences: owners },
		});
	}
}
