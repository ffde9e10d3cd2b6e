import type { Job } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { finishTimeMs } from './backoff.ts';
import { countsAgainst, judge } from './failure-policy.ts';
import { parseIndexes } from './indexes.ts';
import { activeOf, hasFailed, validIndexOf } from './job-pods.ts';
import { isTracked } from './tracking-finalizer.ts';

/** Failures of an index before this Pod; each Pod hands them on to the one that replaces it. */
const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** How a Job whose indexes fail for themselves (backoffLimitPerIndex) stands. */
export interface IndexFailures {
	/** Those that have failed for good. */
	readonly failed: ReadonlySet<number>;
	/** The last failed Pod of each index that waits for the next one: it is kept until then, for its counts. */
	readonly waiting: ReadonlyMap<number, Pod>;
}

function countIn(pod: Pod, annotation: string): number {
	const text = pod.metadata.annotations?.[annotation] ?? '';
	return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** All failures of the index before this Pod. Models getIndexAbsoluteFailureCount. */
export function failuresBefore(pod: Pod): number {
	return countIn(pod, FAILURES) + countIn(pod, IGNORED_FAILURES);
}

/** Models calculateFailedIndexes and getPodsWithDelayedDeletionPerIndex. */
export function indexFailuresOf(job: Job, pods: readonly Pod[], succeeded: ReadonlySet<number>): IndexFailures {
	const failed = parseIndexes(job.status.failedIndexes, job.spec.completions ?? 0);
	const fresh = pods.filter((pod) => isTracked(pod) && hasFailed(pod, job));
	for (const pod of fresh) {
		const index = validIndexOf(pod, job);
		if (index !== undefined && endsIndex(job, pod)) failed.add(index);
	}
	const active = new Set(activeOf(pods).map((pod) => validIndexOf(pod, job)));
	const waiting = new Map<number, Pod>();
	for (const pod of fresh) {
		const index = validIndexOf(pod, job);
		if (index === undefined || succeeded.has(index) || failed.has(index) || active.has(index)) continue;
		const other = waiting.get(index);
		const isLater =
			other === undefined || (failuresBefore(other) <= failuresBefore(pod) && finishTimeMs(pod) >= finishTimeMs(other));
		if (isLater) waiting.set(index, pod);
	}
	return { failed, waiting };
}

/** Models isIndexFailed. */
function endsIndex(job: Job, pod: Pod): boolean {
	const { action } = judge(job, pod);
	if (action === 'FailIndex') return true;
	return action !== 'Ignore' && countIn(pod, FAILURES) >= (job.spec.backoffLimitPerIndex ?? 0);
}

/** What the next Pod of an index says of its failures. Models addIndexFailureCountAnnotation. */
export function failureAnnotations(job: Job, replaced: Pod | undefined): { [key: string]: string } {
	if (replaced === undefined) return { [FAILURES]: '0' };
	const counts = countsAgainst(job, replaced);
	const failures = countIn(replaced, FAILURES) + (counts ? 1 : 0);
	const ignored = countIn(replaced, IGNORED_FAILURES) + (counts ? 0 : 1);
	return { [FAILURES]: String(failures), ...(ignored === 0 ? {} : { [IGNORED_FAILURES]: String(ignored) }) };
}
