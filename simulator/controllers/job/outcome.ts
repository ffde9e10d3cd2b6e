import type { JobCondition } from '../../api/batch/types.ts';
import { findCondition } from '../conditions.ts';
import { timeMs } from '../pod-state.ts';
import type { Attempt } from './attempt.ts';
import { judge } from './failure-policy.ts';
import { hasFailed, isIndexed, restartsOf } from './job-pods.ts';
import { metSuccessRule } from './success-policy.ts';

/** The condition with which the Job ends before all is done, if it does: it failed, or has succeeded by its policy. */
export function earlyEnd(attempt: Attempt): JobCondition | undefined {
	return decidedBefore(attempt) ?? failureOf(attempt) ?? indexFailureOf(attempt) ?? successByPolicy(attempt);
}

/** Said in an earlier pass, while Pods were on their way out. */
function decidedBefore(attempt: Attempt): JobCondition | undefined {
	const { conditions } = attempt.job.status;
	for (const [interim, final] of [
		['SuccessCriteriaMet', 'Complete'],
		['FailureTarget', 'Failed'],
	] as const) {
		const decided = findCondition(conditions, interim);
		if (decided?.status === 'True') return conditionOf(attempt, final, decided.reason ?? '', decided.message ?? '');
	}
	return undefined;
}

function failureOf(attempt: Attempt): JobCondition | undefined {
	const { job, failed, pods, scope } = attempt;
	const { activeDeadlineSeconds, backoffLimit = 6, podFailurePolicy, suspend, template } = job.spec;
	if (podFailurePolicy !== undefined) {
		for (const pod of pods) {
			const message = hasFailed(pod, job) ? judge(job, pod).message : undefined;
			if (message !== undefined) return conditionOf(attempt, 'Failed', 'PodFailurePolicy', message);
		}
	}
	const restarts = template.spec.restartPolicy === 'OnFailure' ? restartsOf(pods) : 0;
	if (failed > backoffLimit || (restarts > 0 && restarts >= backoffLimit)) {
		return conditionOf(attempt, 'Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
	}
	const startedMs = timeMs(job.status.startTime);
	if (activeDeadlineSeconds === undefined || startedMs === undefined || suspend === true) return undefined;
	if (scope.nowMs() < startedMs + activeDeadlineSeconds * 1000) return undefined;
	return conditionOf(attempt, 'Failed', 'DeadlineExceeded', 'Job was active longer than specified deadline');
}

function indexFailureOf(attempt: Attempt): JobCondition | undefined {
	const { indexFailures, job, succeededIndexes } = attempt;
	const { completions = 0, maxFailedIndexes } = job.spec;
	const count = indexFailures?.failed.size ?? 0;
	if (maxFailedIndexes !== undefined && count > maxFailedIndexes) {
		const message = 'Job has exceeded the specified maximal number of failed indexes';
		return conditionOf(attempt, 'Failed', 'MaxFailedIndexesExceeded', message);
	}
	if (count === 0 || count + succeededIndexes.size < completions) return undefined;
	return conditionOf(attempt, 'Failed', 'FailedIndexes', 'Job has failed indexes');
}

function successByPolicy(attempt: Attempt): JobCondition | undefined {
	const { job, succeededIndexes } = attempt;
	const message = isIndexed(job) ? metSuccessRule(job, succeededIndexes) : undefined;
	return message === undefined ? undefined : conditionOf(attempt, 'Complete', 'SuccessPolicy', message);
}

/** The condition with which it ends because it is done. */
export function completion(attempt: Attempt): JobCondition | undefined {
	const { job, succeeded, active, created, deleted } = attempt;
	const running = active.length - deleted.size + created;
	const { completions } = job.spec;
	const done = completions === undefined ? succeeded > 0 && running === 0 : succeeded >= completions && running === 0;
	if (!done) return undefined;
	return conditionOf(attempt, 'Complete', 'CompletionsReached', 'Reached expected number of succeeded pods');
}

export function conditionOf(
	{ scope }: Attempt,
	type: string,
	reason: string,
	message: string,
	status = 'True',
): JobCondition {
	const now = scope.timestamp();
	return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** In its predecessor's place, when it says anything new. Models ensureJobConditionStatus. */
export function withJobCondition(
	conditions: readonly JobCondition[] | undefined,
	condition: JobCondition,
): JobCondition[] {
	const list = [...(conditions ?? [])];
	const at = list.findIndex((each) => each.type === condition.type);
	const current = list[at];
	if (current === undefined) list.push(condition);
	else if (
		current.status !== condition.status ||
		current.reason !== condition.reason ||
		current.message !== condition.message
	) {
		list[at] = condition;
	}
	return list;
}
