import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume } from '../../api/core/types/volume.ts';
import type { Draft } from '../../client/api-client.ts';
import { wholeValue } from '../../machinery/quantity.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { keyOf, type Scope } from '../controller.ts';
import { PODS } from '../resources.ts';

/** 'working': it is looked at again when its Pod changes. */
export type RecycleOutcome = 'working' | 'done' | { readonly problem: string };

const NAMESPACE = 'default';
const PREFIX = 'recycler-for-';
const SCRUB = 'test -e /scrub && find /scrub -mindepth 1 -delete && test -z "$(ls -A /scrub)" || exit 1';
const GIB = 1024 ** 3;

/** Models findRecyclablePlugin: hostPath and nfs. */
export function isRecyclable({ spec }: PersistentVolume): boolean {
	return spec.hostPath !== undefined || spec.nfs !== undefined;
}

/** The volume that a Pod scrubs; undefined of any other Pod. */
export function recycledBy({ metadata }: Pod): string | undefined {
	if (metadata.namespace !== NAMESPACE || !metadata.name.startsWith(PREFIX)) return undefined;
	return metadata.name.slice(PREFIX.length);
}

/**
 * Scrubs a volume by a Pod, one step at a time: a manager that starts anew goes on with the Pod that is there.
 * Models pkg/volume/util/recyclerclient internalRecycleVolumeByWatchingPodUntilCompletion.
 * Differs: of the Pod's own events only how it ended is told of the volume.
 */
export function* recycleStep(volume: PersistentVolume, scope: Scope<undefined>): Task<RecycleOutcome> {
	const name = PREFIX + volume.metadata.name;
	const pod = scope.lister(PODS).get(NAMESPACE, name);
	if (pod === undefined) {
		try {
			yield* scope.client.create(PODS, recyclerPod(volume, name));
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.status.reason !== 'AlreadyExists') {
				return { problem: `unexpected error creating recycler pod:  ${error.message}` };
			}
		}
		return 'working';
	}
	const { phase, message } = pod.status;
	if (phase !== 'Succeeded' && phase !== 'Failed') return 'working';
	if (pod.metadata.deletionTimestamp === undefined) {
		yield* scope.client.delete(PODS, { namespace: NAMESPACE, name });
	}
	if (phase === 'Succeeded') return 'done';
	const why = message === undefined || message === '' ? 'pod failed, pod.Status.Message unknown' : message;
	scope.queue.add(keyOf(volume));
	return { problem: `Recycler failed: ${why}` };
}

/** Models NewPersistentVolumeRecyclerPodTemplate, with what hostPath and nfs put into it. */
function recyclerPod({ spec }: PersistentVolume, name: string): Draft<Pod> {
	const gib = Math.floor(wholeValue(spec.capacity?.storage ?? '0') / GIB);
	const seconds = spec.nfs === undefined ? Math.max(60, 30 * gib) : Math.max(300, 30 * gib);
	const source =
		spec.nfs === undefined
			? { hostPath: { path: spec.hostPath?.path ?? '' } }
			: { nfs: { server: spec.nfs.server, path: spec.nfs.path } };
	return {
		metadata: { name, namespace: NAMESPACE },
		spec: {
			activeDeadlineSeconds: seconds,
			restartPolicy: 'Never',
			volumes: [{ name: 'vol', ...source }],
			containers: [
				{
					name: 'pv-recycler',
					image: 'registry.k8s.io/build-image/debian-base:bookworm-v1.0.6',
					command: ['/bin/sh'],
					args: ['-c', SCRUB],
					volumeMounts: [{ name: 'vol', mountPath: '/scrub' }],
				},
			],
		},
	} as Draft<Pod>;
}
