import { CLASS_ANNOTATION } from '../../api/core/access-modes.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import {
	BIND_COMPLETED,
	BOUND_BY_CONTROLLER,
	findMatchingVolume,
	isReservedFor,
	storageClassOf,
	volumeReservedFor,
	whyUnsatisfied,
	withAnnotations,
} from '../../api/core/volume-matching.ts';
import { isDefaultStorageClass } from '../../api/storage/storage-class.ts';
import type { StorageClass } from '../../api/storage/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { Task } from '../../machinery/task.ts';
import { keyOf, type Scope } from '../controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS, STORAGE_CLASSES } from '../resources.ts';
import { provisionerOf } from './provisioners.ts';
import { writePhase } from './volume-sync.ts';

/** How often the real controller looks at everything again. Models pvClaimBinderSyncPeriod. */
const RESYNC_MS = 15_000;
const PROVISIONER_ANNOTATIONS = [
	'volume.beta.kubernetes.io/storage-provisioner',
	'volume.kubernetes.io/storage-provisioner',
];
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

type Binding = Scope<undefined>;

/** Models PersistentVolumeController.syncClaim. */
export function* syncClaim(claim: PersistentVolumeClaim, scope: Binding): Task<void> {
	if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) yield* syncBound(claim, scope);
	else if ((claim.spec.volumeName ?? '') === '') yield* syncUnbound(claim, scope);
	else yield* syncNamed(claim, scope);
}

/** A claim that takes what it gets. */
function* syncUnbound(claim: PersistentVolumeClaim, scope: Binding): Task<void> {
	const delayed = isDelayed(claim, scope);
	const volume = findMatchingVolume(claim, scope.lister(PERSISTENT_VOLUMES).list(), { delayed });
	if (volume !== undefined) {
		yield* bind(volume, claim, scope);
		return;
	}
	const defaulted = withDefaultClass(claim, scope);
	if (defaulted !== undefined) {
		// The change brings it here again.
		yield* scope.client.update(PERSISTENT_VOLUME_CLAIMS, defaulted);
		return;
	}
	let waiting = claim;
	if (delayed && claim.metadata.annotations?.[SELECTED_NODE] === undefined) tellDelay(claim, scope);
	else if (storageClassOf(claim) !== '') waiting = yield* provision(claim, scope);
	else {
		const message = 'no persistent volumes available for this claim and no storage class is set';
		scope.event(claim, 'Normal', 'FailedBinding', message);
	}
	yield* writePending(waiting, scope);
}

/** A claim that named no class gets the default one, also when there is none before later. Models assignDefaultStorageClass. */
function withDefaultClass(claim: PersistentVolumeClaim, scope: Binding): PersistentVolumeClaim | undefined {
	const { metadata, spec } = claim;
	if (spec.storageClassName !== undefined || metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return undefined;
	const [newest] = scope.lister(STORAGE_CLASSES).list().filter(isDefaultStorageClass).sort(byAge);
	return newest && { ...claim, spec: { ...spec, storageClassName: newest.metadata.name } };
}

/** The newest first; of one age by name. Models pkg/volume/util GetDefaultClass. */
function byAge(a: StorageClass, b: StorageClass): number {
	const [first, second] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
	if (first !== second) return first > second ? -1 : 1;
	return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** Models emitEventForUnboundDelayBindingClaim. */
function tellDelay(claim: PersistentVolumeClaim, scope: Binding): void {
	const pods = scope
		.lister(PODS)
		.list(claim.metadata.namespace)
		.filter((pod) => usesClaim(pod, claim.metadata.name) && pod.spec.nodeName === undefined);
	if (pods.length === 0) {
		const message = 'waiting for first consumer to be created before binding';
		scope.event(claim, 'Normal', 'WaitForFirstConsumer', message);
		return;
	}
	const names = pods.map(({ metadata }) => metadata.name).join(',');
	scope.event(claim, 'Normal', 'WaitForPodScheduled', `waiting for pod ${names} to be scheduled`);
}

function usesClaim({ metadata, spec }: Pod, name: string): boolean {
	return (spec.volumes ?? []).some(
		(volume) =>
			volume.persistentVolumeClaim?.claimName === name ||
			(volume.ephemeral !== undefined && `${metadata.name}-${volume.name}` === name),
	);
}

/** Leaves it to who provisions for the class. Models provisionClaim. */
function* provision(claim: PersistentVolumeClaim, scope: Binding): Task<PersistentVolumeClaim> {
	const name = storageClassOf(claim);
	const storageClass = scope.lister(STORAGE_CLASSES).get('', name);
	if (storageClass === undefined) {
		const message = `storageclass.storage.k8s.io ${JSON.stringify(name)} not found`;
		scope.event(claim, 'Warning', 'ProvisioningFailed', message);
		return claim;
	}
	const provisioner = provisionerOf(storageClass.provisioner);
	if (provisioner === undefined) {
		const message = `no volume plugin matched name: ${storageClass.provisioner}`;
		scope.event(claim, 'Warning', 'ProvisioningFailed', message);
		return claim;
	}
	if (PROVISIONER_ANNOTATIONS.some((key) => claim.metadata.annotations?.[key] !== provisioner)) {
		const annotations = Object.fromEntries(PROVISIONER_ANNOTATIONS.map((key) => [key, provisioner]));
		// The change brings it here again.
		return yield* scope.client.update(PERSISTENT_VOLUME_CLAIMS, withAnnotations(claim, annotations));
	}
	scope.event(
		claim,
		'Normal',
		'ExternalProvisioning',
		`Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
	);
	return claim;
}

/** A claim that names the volume it wants. */
function* syncNamed(claim: PersistentVolumeClaim, scope: Binding): Task<void> {
	const name = claim.spec.volumeName ?? '';
	const volume = scope.lister(PERSISTENT_VOLUMES).get('', name);
	if (volume !== undefined && volume.spec.claimRef === undefined) {
		const problem = whyUnsatisfied(volume, claim);
		if (problem === undefined) {
			yield* bind(volume, claim, scope);
			return;
		}
		const message = `Cannot bind to requested volume ${JSON.stringify(name)}: ${problem}`;
		scope.event(claim, 'Warning', 'VolumeMismatch', message);
	} else if (volume !== undefined && isReservedFor(volume, claim)) {
		yield* bind(volume, claim, scope);
		return;
	} else if (volume !== undefined && claim.metadata.annotations?.[BOUND_BY_CONTROLLER] === undefined) {
		const { namespace, name: other } = volume.spec.claimRef ?? {};
		const message = `volume ${JSON.stringify(name)} already bound to a different claim.`;
		if (namespace !== undefined && other !== undefined) scope.event(claim, 'Warning', 'FailedBinding', message);
	}
	yield* writePending(claim, scope);
}

/** A claim that has had its volume: is it still there, and still its? Models syncBoundClaim. */
function* syncBound(claim: PersistentVolumeClaim, scope: Binding): Task<void> {
	const name = claim.spec.volumeName ?? '';
	const volume = scope.lister(PERSISTENT_VOLUMES).get('', name);
	if (name === '') {
		yield* writeLost(claim, scope, [
			'ClaimLost',
			'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
		]);
	} else if (volume === undefined) {
		yield* writeLost(claim, scope, [
			'ClaimLost',
			'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
		]);
	} else if (volume.spec.claimRef === undefined || volume.spec.claimRef.uid === claim.metadata.uid) {
		yield* bind(volume, claim, scope);
	} else {
		yield* writeLost(claim, scope, [
			'ClaimMisbound',
			'Two claims are bound to the same volume, this one is bound incorrectly',
		]);
	}
}

/** Writes what is still missing of a binding: each step may be the first after a crash. Models bind. */
function* bind(volume: PersistentVolume, claim: PersistentVolumeClaim, scope: Binding): Task<void> {
	const reserved = volumeReservedFor(volume, claim);
	let bound = volume;
	if (!jsonEqual(reserved, volume)) bound = yield* scope.client.update(PERSISTENT_VOLUMES, reserved);
	yield* writePhase(bound, scope, 'Bound');
	const wanted = claimBoundTo(claim, bound);
	const written = wanted === claim ? claim : yield* scope.client.update(PERSISTENT_VOLUME_CLAIMS, wanted);
	const { accessModes, capacity, volumeAttributesClassName } = bound.spec;
	const status = {
		...written.status,
		phase: 'Bound',
		accessModes: [...(accessModes ?? [])],
		capacity: written.status.phase === 'Bound' ? written.status.capacity : { storage: capacity?.storage ?? '0' },
		...(volumeAttributesClassName === undefined ? {} : { currentVolumeAttributesClassName: volumeAttributesClassName }),
	};
	yield* writeStatus(written, status, scope);
}

function claimBoundTo(claim: PersistentVolumeClaim, { metadata }: PersistentVolume): PersistentVolumeClaim {
	const chosen = claim.spec.volumeName !== metadata.name;
	if (!chosen && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return claim;
	const annotations = { [BIND_COMPLETED]: 'yes', ...(chosen ? { [BOUND_BY_CONTROLLER]: 'yes' } : {}) };
	return withAnnotations({ ...claim, spec: { ...claim.spec, volumeName: metadata.name } }, annotations);
}

/** Pending until the next look at it. */
function* writePending(claim: PersistentVolumeClaim, scope: Binding): Task<void> {
	scope.queue.addAfter(keyOf(claim), RESYNC_MS);
	yield* writeStatus(claim, { phase: 'Pending' }, scope);
}

/** Lost until the next look at it: its volume may come back. */
function* writeLost(
	claim: PersistentVolumeClaim,
	scope: Binding,
	[reason, message]: readonly [string, string],
): Task<void> {
	scope.queue.addAfter(keyOf(claim), RESYNC_MS);
	if (claim.status.phase === 'Lost') return;
	yield* writeStatus(claim, { phase: 'Lost' }, scope);
	scope.event(claim, 'Warning', reason, message);
}

function* writeStatus(
	claim: PersistentVolumeClaim,
	status: PersistentVolumeClaim['status'],
	scope: Binding,
): Task<void> {
	if (jsonEqual(claim.status, status)) return;
	yield* scope.client.update(PERSISTENT_VOLUME_CLAIMS, { ...claim, status }, 'status');
}

/** Models component-helpers/storage/volume IsDelayBindingMode. */
function isDelayed(claim: PersistentVolumeClaim, scope: Binding): boolean {
	const storageClass = scope.lister(STORAGE_CLASSES).get('', storageClassOf(claim));
	return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}
