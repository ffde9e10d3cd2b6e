import type { KubeObject } from '../../machinery/meta.ts';
import { matchesAnyTerm } from '../../machinery/node-selection.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { CLASS_ANNOTATION } from './access-modes.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './types/volume.ts';

/** Set on both sides of a binding that the cluster has chosen, and that it may take back. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** Set on a claim once both sides of the binding are written. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

export interface MatchOptions {
	/** Where the Pod would run; undefined: nobody knows yet. */
	readonly node?: KubeObject;
	/** Volumes that are taken already. */
	readonly without?: ReadonlySet<string>;
	/** The claim's class waits for a Pod: without a node only a volume that names the claim will do. */
	readonly delayed?: boolean;
}

/** The class that a claim asks for or a volume is of; '' for none. */
export function storageClassOf({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string {
	return metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

/** Whether the volume names this claim, by uid where it says one. Models component-helpers/storage/volume IsVolumeBoundToClaim. */
export function isReservedFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
	const reference = spec.claimRef;
	if (reference?.name !== metadata.name || reference.namespace !== metadata.namespace) return false;
	return (reference.uid ?? '') === '' || reference.uid === metadata.uid;
}

/**
 * The smallest volume that will do for a claim, of those with the fewest access modes; before all others one that names
 * the claim. Models component-helpers/storage/volume FindMatchingVolume and persistentVolumeOrderedIndex.findByClaim.
 */
export function findMatchingVolume(
	claim: PersistentVolumeClaim,
	volumes: readonly PersistentVolume[],
	options: MatchOptions = {},
): PersistentVolume | undefined {
	const able = volumes.filter((volume) => hasModesOf(volume, claim) && couldHold(volume, claim, options));
	const reserved = able.find((volume) => isReservedFor(volume, claim));
	if (reserved !== undefined) return isReachable(reserved, options.node) ? reserved : undefined;
	if (options.delayed === true && options.node === undefined) return undefined;
	const selector = claim.spec.selector && labelSelectorFrom(claim.spec.selector);
	let best: PersistentVolume | undefined;
	for (const volume of able) {
		if (volume.status.phase !== 'Available') continue;
		if (selector !== undefined && !selector.matches(volume.metadata.labels ?? {})) continue;
		if (storageClassOf(volume) !== storageClassOf(claim) || !isReachable(volume, options.node)) continue;
		if (best === undefined || isBetter(volume, best)) best = volume;
	}
	return best;
}

function isBetter(volume: PersistentVolume, best: PersistentVolume): boolean {
	const modes = (volume.spec.accessModes?.length ?? 0) - (best.spec.accessModes?.length ?? 0);
	return modes !== 0 ? modes < 0 : compareQuantities(sizeOf(volume), sizeOf(best)) < 0;
}

function couldHold(volume: PersistentVolume, claim: PersistentVolumeClaim, { without }: MatchOptions): boolean {
	if (without?.has(volume.metadata.name) === true || volume.metadata.deletionTimestamp !== undefined) return false;
	if (volume.spec.claimRef !== undefined && !isReservedFor(volume, claim)) return false;
	if (compareQuantities(sizeOf(volume), requestOf(claim)) < 0) return false;
	if ((volume.spec.volumeAttributesClassName ?? '') !== (claim.spec.volumeAttributesClassName ?? '')) return false;
	return hasModeOf(volume, claim);
}

function isReachable({ spec }: PersistentVolume, node: KubeObject | undefined): boolean {
	const required = spec.nodeAffinity?.required;
	return node === undefined || required === undefined || matchesAnyTerm(required.nodeSelectorTerms, node);
}

/** Why a claim cannot have the volume that it names, or undefined. Models checkVolumeSatisfyClaim. */
export function whyUnsatisfied(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
	if (compareQuantities(sizeOf(volume), requestOf(claim)) < 0) return 'requested PV is too small';
	if (storageClassOf(volume) !== storageClassOf(claim)) return 'storageClassName does not match';
	if ((volume.spec.volumeAttributesClassName ?? '') !== (claim.spec.volumeAttributesClassName ?? '')) {
		return 'VolumeAttributesClassName does not match';
	}
	if (!hasModeOf(volume, claim)) return 'incompatible volumeMode';
	return hasModesOf(volume, claim) ? undefined : 'incompatible accessMode';
}

function hasModeOf(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
	return (volume.spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem');
}

function hasModesOf(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
	return (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode) === true);
}

function sizeOf({ spec }: PersistentVolume): string {
	return spec.capacity?.storage ?? '0';
}

function requestOf({ spec }: PersistentVolumeClaim): string {
	return spec.resources?.requests?.storage ?? '0';
}

/** The volume with the claim's name in it. Models component-helpers/storage/volume GetBindVolumeToClaim. */
export function volumeReservedFor(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
	const { name, namespace, uid, resourceVersion } = claim.metadata;
	const claimRef = { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion };
	const chosen = volume.spec.claimRef === undefined || !isReservedFor(volume, claim);
	const kept = volume.spec.claimRef?.uid === uid ? volume.spec.claimRef : claimRef;
	return {
		...volume,
		metadata: chosen ? withAnnotations(volume, { [BOUND_BY_CONTROLLER]: 'yes' }).metadata : volume.metadata,
		spec: { ...volume.spec, claimRef: kept },
	};
}

export function withAnnotations<T extends KubeObject>(object: T, annotations: { readonly [name: string]: string }): T {
	const { metadata } = object;
	return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } } };
}
