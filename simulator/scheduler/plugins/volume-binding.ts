import type { TopologySelectorTerm } from '../../api/core/types/reference.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import {
	BIND_COMPLETED,
	findMatchingVolume,
	storageClassOf,
	volumeReservedFor,
	withAnnotations,
} from '../../api/core/volume-matching.ts';
import { delay } from '../../machinery/delay.ts';
import { matchesAnyTerm } from '../../machinery/node-selection.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { Task } from '../../machinery/task.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { Listers } from '../framework/listers.ts';
import {
	type Binder,
	type Filter,
	type Plugin,
	PreBindError,
	type Rejection,
	unresolvable,
} from '../framework/plugin.ts';
import { CLAIMS, VOLUMES } from '../resources.ts';

/** Which node a volume is to be made for. */
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** In a class whose volumes are made by hand. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
const LOOK_AGAIN_MS = 1_000;

/**
 * A Pod's claims must be there, bound, and their volumes reachable from the node; what waits for its first consumer gets
 * a volume that the node reaches. Models plugins/volumebinding.
 */
export function volumeBindingWithin(limitMs: number): Plugin {
	return {
		name: 'VolumeBinding',
		wakesOn: ['claim-changed', 'node-added', 'node-labels'],
		filter: (info, { listers }) => {
			const names = claimsOf(info);
			if (names.length === 0) return undefined;
			const claims: PersistentVolumeClaim[] = [];
			for (const { name, ephemeral } of names) {
				const claim = listers.claim(info.namespace, name);
				const reason =
					claim === undefined ? missing(name, ephemeral) : (ephemeral && whyForeign(claim, info)) || whyUnusable(claim);
				if (claim === undefined || reason !== undefined) return { rejectAll: unresolvable(reason ?? '') };
				claims.push(claim);
			}
			return filterFor(claims, listers);
		},
		preBind: (info, { node }, { listers }, by) => {
			const claims = claimsOf(info).flatMap(({ name }) => listers.claim(info.namespace, name) ?? []);
			const unbound = claims.filter((claim) => !isBound(claim));
			if (unbound.length === 0) return undefined;
			return bindVolumes(unbound, volumesFor(unbound, node, listers), {
				...{ listers, by, limitMs },
				nodeName: node.metadata.name,
			});
		},
	};
}

/** Models bindTimeoutSeconds of the default configuration. */
export const volumeBinding = volumeBindingWithin(600_000);

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

/** Models component-helpers/storage/ephemeral VolumeIsForPod. */
function whyForeign({ metadata }: PersistentVolumeClaim, { pod, namespace, name }: PodInfo): string | undefined {
	const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
	if (owner?.uid === pod.metadata.uid) return undefined;
	return `PVC ${namespace}/${metadata.name} was not created for pod ${namespace}/${name} (pod is not owner)`;
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
			if (waiting.length > 0 && volumesFor(waiting, node, listers) === undefined)
				reasons.push("node(s) didn't find available persistent volumes to bind");
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

/** What each claim would get on a node: a volume, or 'made' when somebody is to make one. */
type Choice = ReadonlyMap<PersistentVolumeClaim, PersistentVolume | 'made'>;

/** Undefined: the node will not do. Models findMatchingVolumes and checkVolumeProvisions. */
function volumesFor(
	claims: readonly PersistentVolumeClaim[],
	node: NodeInfo['node'],
	listers: Listers,
): Choice | undefined {
	const chosen = new Map<PersistentVolumeClaim, PersistentVolume | 'made'>();
	const taken = new Set<string>();
	for (const claim of [...claims].sort(bySize)) {
		const selected = claim.metadata.annotations?.[SELECTED_NODE];
		if (selected !== undefined && selected !== node.metadata.name) return undefined;
		const volume = findMatchingVolume(claim, listers.volumes(), { node, without: taken });
		if (volume === undefined && !isMadeFor(claim, node, listers)) return undefined;
		if (volume !== undefined) taken.add(volume.metadata.name);
		chosen.set(claim, volume ?? 'made');
	}
	return chosen;
}

function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
	return compareQuantities(a.spec.resources?.requests?.storage ?? '0', b.spec.resources?.requests?.storage ?? '0');
}

function isMadeFor(claim: PersistentVolumeClaim, node: NodeInfo['node'], listers: Listers): boolean {
	const { provisioner = '', allowedTopologies = [] } = listers.storageClass(storageClassOf(claim)) ?? {};
	return provisioner !== '' && provisioner !== NO_PROVISIONER && isAllowed(allowedTopologies, node);
}

/** Models component-helpers/scheduling/corev1 MatchTopologySelectorTerms: no term allows every node, an empty one none. */
function isAllowed(terms: readonly TopologySelectorTerm[], { metadata: { labels = {} } }: NodeInfo['node']): boolean {
	if (terms.length === 0) return true;
	return terms.some(({ matchLabelExpressions = [] }) => {
		const isMet = matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));
		return matchLabelExpressions.length > 0 && isMet;
	});
}

/** Reserves the volumes, then waits until the controller has bound the claims to them. Models BindPodVolumes. */
function* bindVolumes(
	claims: readonly PersistentVolumeClaim[],
	choice: Choice | undefined,
	{
		listers,
		by,
		limitMs,
		nodeName,
	}: { readonly listers: Listers; readonly by: Binder; readonly limitMs: number; readonly nodeName: string },
): Task<void> {
	for (const [claim, volume] of choice ?? []) {
		if (volume !== 'made') yield* by.client.update(VOLUMES, volumeReservedFor(volume, claim));
		else if (claim.metadata.annotations?.[SELECTED_NODE] === undefined) {
			yield* by.client.update(CLAIMS, withAnnotations(claim, { [SELECTED_NODE]: nodeName }));
		}
	}
	const untilMs = by.loop.now() + limitMs;
	const done = (claim: PersistentVolumeClaim): boolean =>
		isSettled(claim, { listers, nodeName, isMade: choice?.get(claim) === 'made' });
	do {
		yield delay(by.loop, LOOK_AGAIN_MS);
		if (by.loop.now() > untilMs) throw new PreBindError('binding volumes: context deadline exceeded');
	} while (!claims.every(done));
}

/** Whether the claim is bound by now; throws when nobody will make its volume any more. Models checkBindings. */
function isSettled(
	{ metadata: { namespace = '', name } }: PersistentVolumeClaim,
	{ listers, nodeName, isMade }: { readonly listers: Listers; readonly nodeName: string; readonly isMade: boolean },
): boolean {
	const claim = listers.claim(namespace, name);
	if (claim !== undefined && isBound(claim)) return true;
	if (!isMade) return false;
	if (claim === undefined) {
		const missing = `could not find v1.PersistentVolumeClaim ${JSON.stringify(`${namespace}/${name}`)}`;
		throw new PreBindError(`binding volumes: failed to check provisioning pvc: ${missing}`);
	}
	const { annotations } = claim.metadata;
	if (annotations === undefined) {
		throw new PreBindError(`binding volumes: selectedNode annotation reset for PVC ${JSON.stringify(name)}`);
	}
	// Taken away by a provisioner that failed, or the claim is another one of the same name.
	if (annotations[SELECTED_NODE] !== nodeName) {
		throw new PreBindError(`binding volumes: provisioning failed for PVC ${JSON.stringify(name)}`);
	}
	return false;
}
