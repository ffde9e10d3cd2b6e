import type { Pod } from '../../api/core/types/pod.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { Scope } from '../controller.ts';
import { PODS } from '../resources.ts';

/** Keeps a Pod until its Job has counted it. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';

export function isTracked(pod: Pod): boolean {
	return (pod.metadata.finalizers ?? []).includes(TRACKING_FINALIZER);
}

export function* removeTracking(pod: Pod, scope: Scope<unknown>): Task<void> {
	try {
		yield* scope.client.patch(PODS, pod.metadata, 'strategic', {
			metadata: { uid: pod.metadata.uid, '$deleteFromPrimitiveList/finalizers': [TRACKING_FINALIZER] },
		});
	} catch (error) {
		if (!(error instanceof ApiError) || (error.code !== 404 && error.reason !== 'Conflict')) throw error;
	}
}
