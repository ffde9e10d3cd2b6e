import type { Pod } from '../../api/core/types/pod.ts';
import { milliValue } from '../../machinery/quantity.ts';
import { parseLabelSelector } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { findCondition } from '../conditions.ts';
import type { Scope } from '../controller.ts';
import { timeMs } from '../pod-state.ts';
import { PODS } from '../resources.ts';
import { type Measured, MetricsError, type PodMetric, podMetrics } from './pod-metrics.ts';

/** --horizontal-pod-autoscaler-cpu-initialization-period and -initial-readiness-delay, by default. */
const CPU_INITIALIZATION_MS = 5 * 60_000;
const INITIAL_READINESS_MS = 30_000;

/** How far usage may be from its target before anything is done: parts of one. */
export interface Tolerances {
	readonly up: number;
	readonly down: number;
}

export interface Proposal {
	readonly replicas: number;
	/** Percent of what the Pods request; only where that is the target. */
	readonly utilization?: number;
	/** Usage a Pod, in thousandths. */
	readonly averageMilli: number;
}

type Metrics = Map<string, PodMetric>;
type Ratio = Omit<Proposal, 'replicas'> & { readonly ratio: number };

/** @param target percent of what is requested. Throws MetricsError. Models GetResourceReplicas. */
export function* replicasForUtilization<S>(
	scope: Scope<S>,
	measured: Measured,
	target: number,
	{ current, tolerances }: { readonly current: number; readonly tolerances: Tolerances },
): Task<Proposal> {
	const metrics = yield* metricsOf(scope, measured);
	const pods = podsOf(scope, measured);
	const groups = groupPods(pods, metrics, measured.resource, scope.nowMs());
	withoutMetrics(metrics, groups);
	const requests = new Map(pods.map((pod) => [pod.metadata.name, requestOf(pod, measured)]));
	if (metrics.size === 0) throw unready();
	return propose({
		metrics,
		groups,
		current,
		tolerances,
		ratioOf: (usage) => utilizationRatio(usage, requests, target),
		// When there is less to do, a Pod that nobody has measured counts as one that uses all it may.
		missingUse: (pod) => ((requests.get(pod) as number) * Math.max(100, target)) / 100,
	});
}

/** @param target thousandths a Pod. Throws MetricsError. Models GetRawResourceReplicas. */
export function* replicasForAverage<S>(
	scope: Scope<S>,
	measured: Measured,
	target: number,
	{ current, tolerances }: { readonly current: number; readonly tolerances: Tolerances },
): Task<Proposal> {
	const metrics = yield* metricsOf(scope, measured);
	const groups = groupPods(podsOf(scope, measured), metrics, measured.resource, scope.nowMs());
	withoutMetrics(metrics, groups);
	if (metrics.size === 0) throw unready();
	const ratioOf = (usage: Metrics): Ratio => {
		const averageMilli = Math.trunc(total(usage) / usage.size);
		return { ratio: averageMilli / target, averageMilli };
	};
	return propose({
		metrics,
		groups,
		current,
		tolerances,
		ratioOf,
		missingUse: () => target,
	});
}

function* metricsOf<S>(scope: Scope<S>, measured: Measured): Task<Metrics> {
	try {
		return yield* podMetrics(scope, measured);
	} catch (error) {
		if (!(error instanceof MetricsError)) throw error;
		throw new MetricsError(`unable to get metrics for resource ${measured.resource}: ${error.message}`);
	}
}

function podsOf<S>(scope: Scope<S>, { namespace, selector }: Measured): readonly Pod[] {
	const labels = parseLabelSelector(selector);
	const pods = scope
		.lister(PODS)
		.list(namespace)
		.filter(({ metadata }) => labels.matches(metadata.labels));
	if (pods.length === 0) throw new MetricsError('no pods returned by selector while calculating replica count');
	return pods;
}

function unready(): MetricsError {
	return new MetricsError('did not receive metrics for targeted pods (pods might be unready)');
}

interface Groups {
	readonly ready: number;
	readonly ignored: ReadonlySet<string>;
	readonly unready: ReadonlySet<string>;
	readonly missing: ReadonlySet<string>;
}

/** Which Pods count, and which are only beginning. Models groupPods. */
function groupPods(pods: readonly Pod[], metrics: Metrics, resource: string, nowMs: number): Groups {
	const ignored = new Set<string>();
	const beginning = new Set<string>();
	const missing = new Set<string>();
	let ready = 0;
	for (const pod of pods) {
		const { name, deletionTimestamp } = pod.metadata;
		const metric = metrics.get(name);
		if (deletionTimestamp !== undefined || pod.status.phase === 'Failed') ignored.add(name);
		else if (pod.status.phase === 'Pending') beginning.add(name);
		else if (metric === undefined) missing.add(name);
		else if (resource === 'cpu' && isBeginning(pod, metric, nowMs)) beginning.add(name);
		else ready++;
	}
	return { ready, ignored, unready: beginning, missing };
}

/** What a Pod uses while it starts says nothing of its load. */
function isBeginning(pod: Pod, metric: PodMetric, nowMs: number): boolean {
	const condition = findCondition(pod.status.conditions, 'Ready');
	const startedMs = timeMs(pod.status.startTime);
	if (condition === undefined || startedMs === undefined) return true;
	const sinceMs = timeMs(condition.lastTransitionTime) ?? 0;
	if (startedMs + CPU_INITIALIZATION_MS > nowMs) {
		return condition.status === 'False' || metric.timestampMs < sinceMs + metric.windowMs;
	}
	return condition.status === 'False' && startedMs + INITIAL_READINESS_MS > sinceMs;
}

function withoutMetrics(metrics: Metrics, { ignored, unready }: Groups): void {
	for (const pod of ignored) metrics.delete(pod);
	for (const pod of unready) metrics.delete(pod);
}

/** Thousandths. Models calculatePodRequests. */
function requestOf({ metadata, spec }: Pod, { resource, container }: Measured): number {
	const whole = container === undefined ? spec.resources?.requests?.[resource] : undefined;
	if (whole !== undefined) return milliValue(whole);
	const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
	let sum = 0;
	for (const { name, resources } of [...spec.containers, ...sidecars]) {
		if (container !== undefined && container !== name) continue;
		const request = resources?.requests?.[resource];
		if (request === undefined) {
			throw new MetricsError(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`);
		}
		sum += milliValue(request);
	}
	return sum;
}

/** Models metrics.GetResourceUtilizationRatio. */
function utilizationRatio(metrics: Metrics, requests: ReadonlyMap<string, number>, target: number): Ratio {
	let requested = 0;
	let used = 0;
	let pods = 0;
	for (const [pod, { value }] of metrics) {
		const request = requests.get(pod);
		if (request === undefined) continue;
		used += value;
		requested += request;
		pods++;
	}
	if (requested === 0) throw new MetricsError('no metrics returned matched known pods');
	const utilization = Math.trunc((used * 100) / requested);
	return { ratio: utilization / target, utilization, averageMilli: Math.trunc(used / pods) };
}

function total(metrics: Metrics): number {
	let sum = 0;
	for (const { value } of metrics.values()) sum += value;
	return sum;
}

interface Proposing {
	readonly metrics: Metrics;
	readonly groups: Groups;
	readonly current: number;
	readonly tolerances: Tolerances;
	ratioOf(metrics: Metrics): Ratio;
	/** Thousandths for a Pod without a metric, when usage is below its target. */
	missingUse(pod: string): number;
}

/**
 * Usage decides the direction; then Pods that are not measured or not ready are counted against it, so that they can
 * stop a change but never turn it round.
 */
function propose({ metrics, groups, current, tolerances, ratioOf, missingUse }: Proposing): Proposal {
	const { ratio, ...usage } = ratioOf(metrics);
	const isWithin = (value: number): boolean => 1 - tolerances.down <= value && value <= 1 + tolerances.up;
	const rebalances = groups.unready.size > 0 && ratio > 1;
	if (!rebalances && groups.missing.size === 0) {
		return { ...usage, replicas: isWithin(ratio) ? current : Math.ceil(ratio * groups.ready) };
	}
	const all = new Map(metrics);
	const assume = (pod: string, value: number): void => void all.set(pod, { value, timestampMs: 0, windowMs: 0 });
	if (ratio !== 1) for (const pod of groups.missing) assume(pod, ratio < 1 ? missingUse(pod) : 0);
	if (rebalances) for (const pod of groups.unready) assume(pod, 0);
	const again = ratioOf(all).ratio;
	const turned = (ratio < 1 && again > 1) || (ratio > 1 && again < 1);
	if (isWithin(again) || turned) return { ...usage, replicas: current };
	const replicas = Math.ceil(again * all.size);
	const against = (again < 1 && replicas > current) || (again > 1 && replicas < current);
	return { ...usage, replicas: against ? current : replicas };
}
