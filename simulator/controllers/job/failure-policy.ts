import type { Job, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';

type ContainerStatus = NonNullable<Pod['status']['containerStatuses']>[number];

/** What the policy makes of a failed Pod. */
export interface Verdict {
	/** Undefined when no rule matches: the failure counts then. */
	readonly action: string | undefined;
	/** For FailJob: why. */
	readonly message?: string;
}

/** The first rule that matches decides. Models pkg/controller/job matchPodFailurePolicy. */
export function judge({ spec }: Job, pod: Pod): Verdict {
	for (const [index, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
		const because = matchOf(rule, pod);
		if (because === undefined) continue;
		const message = `${because} matching ${rule.action} rule at index ${index}`;
		return rule.action === 'FailJob' ? { action: rule.action, message } : { action: rule.action };
	}
	return { action: undefined };
}

/** Whether a failed Pod counts against the limits. */
export function countsAgainst(job: Job, pod: Pod): boolean {
	return job.spec.podFailurePolicy === undefined || judge(job, pod).action !== 'Ignore';
}

function matchOf(rule: PodFailurePolicyRule, pod: Pod): string | undefined {
	const { namespace, name } = pod.metadata;
	if (rule.onExitCodes !== undefined) {
		const requirement = rule.onExitCodes;
		const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
		const matches = (status: ContainerStatus): boolean => exitMatches(status, requirement);
		const found = containerStatuses.find(matches) ?? initContainerStatuses.find(matches);
		const code = found?.state?.terminated?.exitCode;
		return found && `Container ${found.name} for pod ${namespace}/${name} failed with exit code ${code}`;
	}
	const patterns = rule.onPodConditions ?? [];
	const condition = pod.status.conditions?.find(({ type, status }) =>
		patterns.some((pattern) => pattern.type === type && (pattern.status ?? 'True') === status),
	);
	return condition && `Pod ${namespace}/${name} has condition ${condition.type}`;
}

/** Models getMatchingContainerFromList: exit code 0 never matches, not even NotIn. */
function exitMatches(status: ContainerStatus, requirement: PodFailurePolicyOnExitCodesRequirement): boolean {
	const code = status.state?.terminated?.exitCode;
	if (code === undefined || code === 0) return false;
	if (requirement.containerName !== undefined && requirement.containerName !== status.name) return false;
	return requirement.values.includes(code) === (requirement.operator === 'In');
}
