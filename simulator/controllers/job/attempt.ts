import type { Job, JobStatus } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Scope } from '../controller.ts';
import { isTerminating } from '../pod-state.ts';
import { countsAgainst } from './failure-policy.ts';
import { type IndexFailures, indexFailuresOf } from './index-failures.ts';
import { formatIndexes, parseIndexes } from './indexes.ts';
import { activeOf, hasFailed, isIndexed, validIndexOf } from './job-pods.ts';
import type { JobState } from './state.ts';
import { isTracked } from './tracking-finalizer.ts';

/** What one pass over a Job has found and done so far. */
export interface Attempt {
	readonly key: string;
	readonly job: Job;
	readonly scope: Scope<JobState>;
	readonly pods: readonly Pod[];
	readonly active: readonly Pod[];
	/** On their way out before this pass. */
	readonly terminating: readonly Pod[];
	/** Counts with those included that have ended and are not counted yet. */
	readonly succeeded: number;
	readonly failed: number;
	/** Of an indexed Job. */
	readonly succeededIndexes: ReadonlySet<number>;
	/** Of an indexed Job with backoffLimitPerIndex. */
	readonly indexFailures: IndexFailures | undefined;
	/** The status as it will be written. */
	readonly next: JobStatus;
	created: number;
	readonly deleted: Set<string>;
}

export function attemptOf(key: string, job: Job, pods: readonly Pod[], scope: Scope<JobState>): Attempt {
	const { spec, status } = job;
	const uncounted = status.uncountedTerminatedPods ?? {};
	const noted = new Set([...(uncounted.succeeded ?? []), ...(uncounted.failed ?? [])]);
	const indexed = isIndexed(job);
	const fresh = pods.filter(
		(pod) => isTracked(pod) && !noted.has(pod.metadata.uid) && (!indexed || validIndexOf(pod, job) !== undefined),
	);
	const newSucceeded = fresh.filter((pod) => pod.status.phase === 'Succeeded');
	const newFailed = fresh.filter((pod) => hasFailed(pod, job) && countsAgainst(job, pod));
	const next: JobStatus = { ...status };
	const succeededIndexes = parseIndexes(status.completedIndexes, spec.completions ?? 0);
	let indexFailures: IndexFailures | undefined;
	if (indexed) {
		for (const pod of newSucceeded) {
			const index = validIndexOf(pod, job);
			if (index !== undefined) succeededIndexes.add(index);
		}
		if (succeededIndexes.size > 0) next.completedIndexes = formatIndexes(succeededIndexes);
		else delete next.completedIndexes;
		if (spec.backoffLimitPerIndex !== undefined) {
			indexFailures = indexFailuresOf(job, pods, succeededIndexes);
			next.failedIndexes = formatIndexes(indexFailures.failed);
		}
	}
	return {
		key,
		job,
		scope,
		pods,
		active: activeOf(pods),
		terminating: pods.filter(isTerminating),
		succeeded: indexed
			? succeededIndexes.size
			: (status.succeeded ?? 0) + newSucceeded.length + (uncounted.succeeded ?? []).length,
		failed: (status.failed ?? 0) + newFailed.length + (uncounted.failed ?? []).length,
		succeededIndexes,
		indexFailures,
		next,
		created: 0,
		deleted: new Set(),
	};
}
