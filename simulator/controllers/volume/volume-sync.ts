import type { PersistentVolume } from '../../api/core/types/volume.ts';
import { BOUND_BY_CONTROLLER } from '../../api/core/volume-matching.ts';
import type { Task } from '../../machinery/task.ts';
import type { Scope } from '../controller.ts';
import { keyOf } from '../controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from '../resources.ts';
import { isRecyclable, type RecycleOutcome, recycleStep } from './recycler.ts';

const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/** Models PersistentVolumeController.syncVolume. */
export function* syncVolume(volume: PersistentVolume, scope: Scope<undefined>): Task<void> {
	const reference = volume.spec.claimRef;
	if (reference === undefined || (reference.uid ?? '') === '') {
		yield* writePhase(volume, scope, 'Available');
		return;
	}
	const claim = scope.lister(PERSISTENT_VOLUME_CLAIMS).get(reference.namespace ?? '', reference.name ?? '');
	if (claim === undefined || claim.metadata.uid !== reference.uid) {
		// A claim of the same name that came after the one it was bound to is not its claim.
		yield* release(volume, scope);
		return;
	}
	if ((claim.spec.volumeName ?? '') === '') scope.queue.add(keyOf(claim));
	else if (claim.spec.volumeName === volume.metadata.name) yield* writePhase(volume, scope, 'Bound');
	else yield* letGo(volume, scope);
}

/** The claim has another volume. Models the last branch of syncVolume. */
function* letGo(volume: PersistentVolume, scope: Scope<undefined>): Task<void> {
	const provisioned = volume.metadata.annotations?.[PROVISIONED_BY] !== undefined;
	if (provisioned && volume.spec.persistentVolumeReclaimPolicy === 'Delete') {
		yield* release(volume, scope);
		return;
	}
	const { [BOUND_BY_CONTROLLER]: chosen, ...annotations } = volume.metadata.annotations ?? {};
	const { claimRef, ...spec } = volume.spec;
	// What the user has written stays written, without the uid of the claim.
	const kept = chosen === undefined && claimRef !== undefined ? { claimRef: { ...claimRef, uid: '' } } : {};
	const metadata = { ...volume.metadata, annotations };
	const freed = yield* scope.client.update(PERSISTENT_VOLUMES, { ...volume, metadata, spec: { ...spec, ...kept } });
	yield* writePhase(freed, scope, 'Available');
}

/** Its claim is gone: what then becomes of it is its policy's. Models reclaimVolume. */
function* release(volume: PersistentVolume, scope: Scope<undefined>): Task<void> {
	const { phase } = volume.status;
	if (phase === 'Failed') return;
	const released = phase === 'Released' ? volume : yield* writePhase(volume, scope, 'Released');
	if (released.spec.persistentVolumeReclaimPolicy === 'Recycle') {
		yield* recycle(released, scope);
		return;
	}
	if (released.spec.persistentVolumeReclaimPolicy !== 'Delete') return;
	// Whoever has provisioned it deletes it.
	if (released.metadata.annotations?.[PROVISIONED_BY] !== undefined) return;
	const problem = whyNotDeleted(released);
	if (problem === undefined) {
		yield* scope.client.delete(PERSISTENT_VOLUMES, { namespace: '', name: released.metadata.name });
		return;
	}
	yield* writePhase(released, scope, 'Failed', problem);
	scope.event(released, 'Warning', 'VolumeFailedDelete', problem);
}

/** Models recycleVolumeOperation. */
function* recycle(volume: PersistentVolume, scope: Scope<undefined>): Task<void> {
	let outcome: RecycleOutcome;
	if (isRecyclable(volume)) outcome = yield* recycleStep(volume, scope);
	else {
		const name = JSON.stringify(volume.metadata.name);
		outcome = {
			problem: `error getting recycler volume plugin for volume ${name}: no recyclable volume plugin matched`,
		};
	}
	if (outcome === 'working') return;
	if (outcome !== 'done') {
		yield* writePhase(volume, scope, 'Failed', outcome.problem);
		scope.event(volume, 'Warning', 'VolumeFailedRecycle', outcome.problem);
		return;
	}
	scope.event(volume, 'Normal', 'VolumeRecycled', 'Volume recycled');
	const { [BOUND_BY_CONTROLLER]: chosen, ...annotations } = volume.metadata.annotations ?? {};
	const { claimRef, ...spec } = volume.spec;
	const kept = chosen === undefined && claimRef !== undefined ? { claimRef: { ...claimRef, uid: '' } } : {};
	const metadata = { ...volume.metadata, annotations };
	const freed = yield* scope.client.update(PERSISTENT_VOLUMES, { ...volume, metadata, spec: { ...spec, ...kept } });
	yield* writePhase(freed, scope, 'Available');
}

/** Only paths that nobody else needs are deleted by the controller manager itself. Models pkg/volume/hostpath newDeleter. */
function whyNotDeleted({ metadata, spec }: PersistentVolume): string | undefined {
	if (spec.hostPath === undefined) {
		return `error getting deleter volume plugin for volume ${JSON.stringify(metadata.name)}: no deletable volume plugin matched`;
	}
	if (/^\/tmp\/.+/.test(spec.hostPath.path)) return undefined;
	return `host_path deleter only supports /tmp/.+ but received provided ${spec.hostPath.path}`;
}

/** @returns the volume as it is then. */
export function* writePhase(
	volume: PersistentVolume,
	scope: Scope<undefined>,
	phase: string,
	message?: string,
): Task<PersistentVolume> {
	if (volume.status.phase === phase) return volume;
	const status = { phase, ...(message === undefined ? {} : { message }), lastPhaseTransitionTime: scope.timestamp() };
	return yield* scope.client.update(PERSISTENT_VOLUMES, { ...volume, status }, 'status');
}
