import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { TransportError } from '../../client/transport.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { matchesAnyTerm } from '../../machinery/node-selection.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { CLAIMS, NODES, VOLUMES } from '../resources.ts';
import { VolumeError } from './volume-error.ts';

/**
 * The volume that a Pod's claim is bound to. Throws VolumeError.
 * @param owned the claim is of an ephemeral volume: it has to be the Pod's own.
 * Models desired_state_of_world_populator createVolumeSpec, getPVCExtractPV.
 */
export function* volumeOfClaim(client: ApiClient, pod: Pod, claimName: string, owned: boolean): Task<PersistentVolume> {
	const namespace = pod.metadata.namespace ?? '';
	const which = `${namespace}/${claimName}`;
	const failed = (why: string): VolumeError => new VolumeError(`error processing PVC ${which}: ${why}`, 'unprocessed');
	let claim: PersistentVolumeClaim;
	try {
		claim = yield* client.get(CLAIMS, namespace, claimName);
	} catch (error) {
		throw failed(`failed to fetch PVC from API server: ${apiProblem(error)}`);
	}
	const owner = claim.metadata.ownerReferences?.find(({ controller }) => controller === true);
	if (owned && owner?.uid !== pod.metadata.uid) {
		const text = `PVC ${which} was not created for pod ${namespace}/${pod.metadata.name} (pod is not owner)`;
		throw new VolumeError(text, 'unprocessed');
	}
	if (claim.metadata.deletionTimestamp !== undefined) throw failed('PVC is being deleted');
	const { volumeName = '' } = claim.spec;
	if (claim.status.phase !== 'Bound' || volumeName === '') throw failed('PVC is not bound');
	try {
		return yield* client.get(VOLUMES, '', volumeName);
	} catch (error) {
		const why = apiProblem(error);
		throw failed(`failed to fetch PV ${JSON.stringify(volumeName)} from API server: ${why}`);
	}
}

/** Throws VolumeError when containers use it for what it is not. Models desired_state_of_world_populator createVolumeSpec. */
export function checkVolumeMode({ spec }: Pod, name: string, volume: PersistentVolume): void {
	const mode = volume.spec.volumeMode ?? 'Filesystem';
	const containers = [...spec.containers, ...(spec.initContainers ?? [])];
	const uses = (list: readonly { readonly name: string }[] | undefined): boolean =>
		list?.some((each) => each.name === name) === true;
	const wrong =
		mode === 'Filesystem'
			? containers.some(({ volumeDevices }) => uses(volumeDevices)) && 'volumeDevices'
			: containers.some(({ volumeMounts }) => uses(volumeMounts)) && 'volumeMounts';
	if (wrong === false) return;
	throw new VolumeError(`volume ${name} has volumeMode ${mode}, but is specified in ${wrong}`, 'unprocessed');
}

/** Passes on what is no answer of the API server. */
function apiProblem(error: unknown): string {
	if (error instanceof ApiError || error instanceof TransportError) return error.message;
	throw error;
}

/** Throws VolumeError on a node that the volume is not for. Models operationexecutor checkNodeAffinity. */
export function* checkNodeAffinity(client: ApiClient, pod: Pod, { spec }: PersistentVolume): Task<void> {
	const required = spec.nodeAffinity?.required;
	if (required === undefined) return;
	let node: KubeObject;
	try {
		node = yield* client.get(NODES, '', pod.spec.nodeName ?? '');
	} catch (error) {
		throw new VolumeError(apiProblem(error), 'NodeAffinity');
	}
	if (!matchesAnyTerm(required.nodeSelectorTerms, node)) {
		throw new VolumeError('no matching NodeSelectorTerms', 'NodeAffinity');
	}
}
