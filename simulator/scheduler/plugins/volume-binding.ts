import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import { matchesAnyTerm } from '../../machinery/node-selection.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { Listers } from '../framework/listers.ts';
import { type Filter, type Plugin, type Rejection, unresolvable } from '../framework/plugin.ts';

/** Set on a claim once both sides of the binding are written. */
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

/**
 * A Pod's claims must be there, bound, and their volumes reachable from the node. Models plugins/volumebinding.
 * Differs: what waits for its first consumer is not bound or provisioned for the Pod: nothing binds volumes here yet.
 */
export const volumeBinding: Plugin = {
	name: 'VolumeBinding',
	wakesOn: ['claim-changed', 'node-added', 'node-labels'],
	filter: (info, { listers }) => {
		const names = claimsOf(info);
		if (names.length === 0) return undefined;
		const claims: PersistentVolumeClaim[] = [];
		for (const { name, ephemeral } of names) {
			const claim = listers.claim(info.namespace, name);
			const reason = claim === undefined ? missing(name, ephemeral) : whyUnusable(claim);
			if (claim === undefined || reason !== undefined) return { rejectAll: unresolvable(reason ?? '') };
			claims.push(claim);
		}
		return filterFor(claims, listers);
	},
};

function claimsOf({ pod, name }: PodInfo): { name: string; ephemeral: boolean }[] {
	const claims: { name: string; ephemeral: boolean }[] = [];
	for (const volume of pod.spec.volumes ?? []) {
		const claim = volume.persistentVolumeClaim;
		if (claim !== undefined) claims.push({ name: claim.claimName, ephemeral: false });
		else if (volume.ephemeral !== undefined) claims.push({ name: `${name}-${volume.name}`, ephemeral: true });
	}
	return claims;
}

function missing(name: string, ephemeral: boolean): string {
	return ephemeral
		? `waiting for ephemeral volume controller to create the persistentvolumeclaim ${JSON.stringify(name)}`
		: `persistentvolumeclaim ${JSON.stringify(name)} not found`;
}

/** Models VolumeBinding.podHasPVCs. */
function whyUnusable({ metadata, spec, status }: PersistentVolumeClaim): string | undefined {
	const name = JSON.stringify(metadata.name);
	if (status.phase === 'Lost') {
		return `persistentvolumeclaim ${name} bound to non-existent persistentvolume ${JSON.stringify(spec.volumeName ?? '')}`;
	}
	return metadata.deletionTimestamp === undefined ? undefined : `persistentvolumeclaim ${name} is being deleted`;
}

function filterFor(claims: readonly PersistentVolumeClaim[], listers: Listers): Filter {
	const unbound = claims.filter((claim) => !isBound(claim));
	const waiting = unbound.filter((claim) => waitsForConsumer(claim, listers));
	if (waiting.length < unbound.length) {
		return { rejectAll: unresolvable('pod has unbound immediate PersistentVolumeClaims') };
	}
	const volumes = claims.filter(isBound).map(({ spec }) => listers.volume(spec.volumeName ?? ''));
	return {
		check: ({ node }: NodeInfo): Rejection | undefined => {
			if (volumes.includes(undefined)) {
				return unresolvable('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
			}
			const reachable = volumes.every((volume) => {
				const required = volume?.spec.nodeAffinity?.required;
				return required === undefined || matchesAnyTerm(required.nodeSelectorTerms, node);
			});
			const reasons: string[] = [];
			if (!reachable) reasons.push("node(s) didn't match PersistentVolume's node affinity");
			if (waiting.length > 0) reasons.push("node(s) didn't find available persistent volumes to bind");
			return reasons.length === 0 ? undefined : unresolvable(...reasons);
		},
	};
}

function isBound({ metadata, spec }: PersistentVolumeClaim): boolean {
	return (spec.volumeName ?? '') !== '' && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

/** Models component-helpers/storage/volume IsDelayBindingMode, for claims that name no volume. */
function waitsForConsumer({ spec }: PersistentVolumeClaim, listers: Listers): boolean {
	if ((spec.volumeName ?? '') !== '') return false;
	return listers.storageClass(spec.storageClassName ?? '')?.volumeBindingMode === 'WaitForFirstConsumer';
}
