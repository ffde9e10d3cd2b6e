import type { Job } from '../../api/batch/types.ts';
import { findCondition } from '../conditions.ts';
import { type Controller, keyOf, splitKey, watch } from '../controller.ts';
import { timeMs } from '../pod-state.ts';
import { JOBS } from '../resources.ts';

/** Deletes Jobs that have ended, when their time is over. Models pkg/controller/ttlafterfinished. */
export const ttlController: Controller<undefined> = {
	name: 'ttl-after-finished',
	user: 'ttl-after-finished-controller',
	workers: 1,
	wokenBy: [JOBS],
	watches: [
		watch<Job, undefined>(JOBS, ({ type, object }, scope) => {
			if (type !== 'deleted' && expiryMs(object) !== undefined) scope.queue.add(keyOf(object));
		}),
	],
	reconcile: function* (key, scope) {
		const { namespace, name } = splitKey(key);
		const job = scope.lister(JOBS).get(namespace, name);
		const expiresMs = job === undefined ? undefined : expiryMs(job);
		if (job === undefined || expiresMs === undefined) return;
		const leftMs = expiresMs - scope.nowMs();
		if (leftMs > 0) {
			scope.queue.addAfter(key, leftMs);
			return;
		}
		const { uid, resourceVersion } = job.metadata;
		yield* scope.client.delete(JOBS, { namespace, name }, { propagationPolicy: 'Foreground', uid, resourceVersion });
	},
};

/** Undefined while it runs, and for one that stays. */
function expiryMs({ metadata, spec, status }: Job): number | undefined {
	if (spec.ttlSecondsAfterFinished === undefined || metadata.deletionTimestamp !== undefined) return undefined;
	for (const type of ['Complete', 'Failed']) {
		const condition = findCondition(status.conditions, type);
		const finishedMs = timeMs(condition?.lastTransitionTime);
		if (condition?.status === 'True' && finishedMs !== undefined) {
			return finishedMs + spec.ttlSecondsAfterFinished * 1000;
		}
	}
	return undefined;
}
