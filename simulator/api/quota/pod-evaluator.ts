import type { KubeObject } from '../../machinery/meta.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { podQosClass } from '../core/pod-qos.ts';
import type { Container, ResourceRequirements } from '../core/types/container.ts';
import type { ScopedResourceSelectorRequirement } from '../core/types/object.ts';
import type { Pod } from '../core/types/pod.ts';
import { podLimits, podRequests } from '../describing/pod-resources.ts';
import { isExtendedResource } from '../validation/resources.ts';
import { type Amounts, addAmounts } from './amounts.ts';
import { type QuotaEvaluator, scopeMatches } from './evaluator.ts';

const NAMES: ReadonlySet<string> = new Set([
	'count/pods',
	'pods',
	'cpu',
	'memory',
	'ephemeral-storage',
	'requests.cpu',
	'requests.memory',
	'requests.ephemeral-storage',
	'limits.cpu',
	'limits.memory',
	'limits.ephemeral-storage',
]);
const NATIVE_REQUEST = /^requests\.(?:storage|(?:[^/]*\.)?kubernetes\.io\/.*)$/;
const HUGEPAGES = 'hugepages-';

/** Models pkg/quota/v1/evaluator/core podEvaluator. */
export const POD_EVALUATOR: QuotaEvaluator = {
	handles: (operation, subresource) =>
		subresource === '' ? operation === 'CREATE' : subresource === 'resize' && operation === 'UPDATE',
	counts: (name) =>
		NAMES.has(name) ||
		name.startsWith(HUGEPAGES) ||
		name.startsWith(`requests.${HUGEPAGES}`) ||
		(name.startsWith('requests.') && name.includes('/') && !NATIVE_REQUEST.test(name)),
	usage: (object, nowMs) => podUsage(object as unknown as Pod, nowMs),
	inScope: (scope, object) => isInScope(scope, object as unknown as Pod),
	lacks: (names, object) => missingAmounts(names, object as unknown as Pod),
};

function podUsage(pod: Pod, nowMs: number): Amounts {
	const count = { 'count/pods': '1' };
	if (!podCounts(pod, nowMs)) return count;
	const requests = { ...Object.fromEntries(podRequests(pod)), ...pod.spec.resources?.requests };
	const limits = { ...Object.fromEntries(podLimits(pod)), ...pod.spec.resources?.limits };
	return addAmounts(count, computeUsage(requests, limits));
}

/** Pods that have ended, or whose time to end is over, use nothing any more. Models QuotaV1Pod. */
export function podCounts({ metadata, status }: Pod, nowMs: number): boolean {
	if (status.phase === 'Failed' || status.phase === 'Succeeded') return false;
	const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
	if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
	return nowMs <= mustParseTime(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

/** Models podComputeUsageHelper. */
function computeUsage(requests: Amounts, limits: Amounts): Amounts {
	const usage: { [name: string]: string } = { pods: '1' };
	for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
		const request = requests[name];
		const limit = limits[name];
		if (request !== undefined) {
			usage[name] = request;
			usage[`requests.${name}`] = request;
		}
		if (limit !== undefined) usage[`limits.${name}`] = limit;
	}
	for (const [name, request] of Object.entries(requests)) {
		if (name.startsWith(HUGEPAGES)) usage[name] = request;
		if (name.startsWith(HUGEPAGES) || isExtendedResource(name)) usage[`requests.${name}`] = request;
	}
	return usage;
}

const DEMANDED: ReadonlySet<string> = new Set([
	'cpu',
	'memory',
	'requests.cpu',
	'requests.memory',
	'limits.cpu',
	'limits.memory',
]);

/** Where CPU or memory are counted every container must give them. Models podEvaluator.Constraints. */
function missingAmounts(names: readonly string[], { spec }: Pod): string | undefined {
	if (spec.resources?.requests !== undefined || spec.resources?.limits !== undefined) return undefined;
	const demanded = names.filter((name) => DEMANDED.has(name)).sort();
	if (demanded.length === 0) return undefined;
	const containers = [...spec.containers, ...(spec.initContainers ?? [])];
	const missing = demanded.flatMap((name) => {
		const without = containers.filter((container) => !gives(container, name)).map((container) => container.name);
		return without.length === 0 ? [] : [`${name} for: ${[...new Set(without)].sort().join(',')}`];
	});
	return missing.length === 0 ? undefined : `must specify ${missing.join('; ')}`;
}

function gives({ resources }: Container, name: string): boolean {
	const { requests = {}, limits = {} }: ResourceRequirements = resources ?? {};
	return computeUsage(requests, limits)[name] !== undefined;
}

/** Models podMatchesScopeFunc. */
function isInScope(scope: ScopedResourceSelectorRequirement, { spec }: Pod): boolean {
	switch (scope.scopeName) {
		case 'Terminating':
			return spec.activeDeadlineSeconds !== undefined;
		case 'NotTerminating':
			return spec.activeDeadlineSeconds === undefined;
		case 'BestEffort':
			return podQosClass(spec) === 'BestEffort';
		case 'NotBestEffort':
			return podQosClass(spec) !== 'BestEffort';
		case 'PriorityClass':
			return scopeMatches(scope, spec.priorityClassName ?? '');
		case 'CrossNamespacePodAffinity':
			return looksElsewhere(spec);
		default:
			return false;
	}
}

/** Whether an affinity names Pods of other namespaces. Models usesCrossNamespacePodAffinity. */
function looksElsewhere({ affinity }: Pod['spec']): boolean {
	const groups = [affinity?.podAffinity, affinity?.podAntiAffinity];
	return groups.some((group) => {
		const required = group?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
		const preferred = group?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
		return [...required, ...preferred.map((each) => each.podAffinityTerm)].some(
			({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
		);
	});
}

/** Whether a change of a Pod gives quota back. */
export function podHasEnded(pod: KubeObject, old: KubeObject, nowMs: number): boolean {
	return podCounts(old as unknown as Pod, nowMs) && !podCounts(pod as unknown as Pod, nowMs);
}
