import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget } from '../../api/autoscaling/types.ts';
import { milliQuantityOf, milliValue } from '../../machinery/quantity.ts';
import type { LabelSelectorSpec } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import type { Scope } from '../controller.ts';
import { goText } from '../go-text.ts';
import { type Measured, MetricsError } from './pod-metrics.ts';
import { type Proposal, replicasForAverage, replicasForUtilization, type Tolerances } from './replica-calculator.ts';

/** --horizontal-pod-autoscaler-tolerance, by default. */
const TOLERANCE = 0.1;

export interface MetricProposal {
	readonly replicas: number;
	/** What the proposal goes by, for people. */
	readonly name: string;
	readonly status: MetricStatus;
}

/** What one metric cannot say: reason and message of the condition ScalingActive and of an event. */
export class MetricFailure extends Error {
	readonly reason: string;
	/** As it is told of the autoscaler as a whole. */
	readonly summary: string;

	constructor(reason: string, message: string, summary: string) {
		super(message);
		this.reason = reason;
		this.summary = summary;
	}
}

/**
 * Throws MetricFailure. Models computeReplicasForMetric.
 * Differs: no world has an adapter for custom or external metrics, so these always fail as without one.
 */
export function* proposeFor<S>(
	scope: Scope<S>,
	autoscaler: HorizontalPodAutoscaler,
	spec: MetricSpec,
	{ current, selector }: { readonly current: number; readonly selector: string },
): Task<MetricProposal> {
	const { namespace = '' } = autoscaler.metadata;
	const { resource: whole, containerResource: part } = spec;
	const tolerances = tolerancesOf(autoscaler);
	if (whole !== undefined) {
		const measured: Measured = { namespace, selector, resource: whole.name, container: undefined };
		const proposal = yield* resourceProposal(scope, measured, whole.target, { current, tolerances }, RESOURCE);
		const status: MetricStatus = { type: 'Resource', resource: { name: whole.name, current: proposal.current } };
		return { replicas: proposal.replicas, name: resourceName(whole.name, whole.target), status };
	}
	if (part !== undefined) {
		const measured: Measured = { namespace, selector, resource: part.name, container: part.container };
		const proposal = yield* resourceProposal(scope, measured, part.target, { current, tolerances }, CONTAINER_RESOURCE);
		const { name, container } = part;
		return {
			replicas: proposal.replicas,
			name: resourceName(name, part.target),
			status: { type: 'ContainerResource', containerResource: { name, container, current: proposal.current } },
		};
	}
	throw withoutAdapter(spec, namespace);
}

function tolerancesOf({ spec }: HorizontalPodAutoscaler): Tolerances {
	const of = (tolerance: string | undefined): number =>
		tolerance === undefined ? TOLERANCE : milliValue(tolerance) / 1000;
	return { up: of(spec.behavior?.scaleUp?.tolerance), down: of(spec.behavior?.scaleDown?.tolerance) };
}

function resourceName(resource: string, target: MetricTarget): string {
	return target.averageValue === undefined
		? `${resource} resource utilization (percentage of request)`
		: `${resource} resource`;
}

interface ResourceSource {
	readonly reason: string;
	readonly summary: (resource: string) => string;
	readonly source: string;
}

const RESOURCE: ResourceSource = {
	reason: 'FailedGetResourceMetric',
	summary: (resource) => `failed to get ${resource} resource metric value`,
	source: 'resource',
};
const CONTAINER_RESOURCE: ResourceSource = {
	reason: 'FailedGetContainerResourceMetric',
	summary: (resource) => `failed to get ${resource} container metric value`,
	source: 'container resource',
};

function* resourceProposal<S>(
	scope: Scope<S>,
	measured: Measured,
	{ averageValue, averageUtilization }: MetricTarget,
	how: { readonly current: number; readonly tolerances: Tolerances },
	{ reason, summary, source }: ResourceSource,
): Task<{ replicas: number; current: { averageUtilization?: number; averageValue: string } }> {
	try {
		if (averageValue === undefined && averageUtilization === undefined) {
			throw new MetricsError(
				`invalid ${source} metric source: neither an average utilization target nor an average value (usage) target was set`,
			);
		}
		const proposal: Proposal =
			averageValue === undefined
				? yield* replicasForUtilization(scope, measured, averageUtilization as number, how)
				: yield* replicasForAverage(scope, measured, milliValue(averageValue), how);
		const { replicas, utilization, averageMilli } = proposal;
		return {
			replicas,
			current: {
				...(utilization !== undefined && { averageUtilization: utilization }),
				averageValue: milliQuantityOf(averageMilli),
			},
		};
	} catch (error) {
		if (!(error instanceof MetricsError)) throw error;
		const what = averageValue === undefined ? 'utilization' : 'usage';
		const message = `failed to get ${measured.resource} ${what}: ${error.message}`;
		throw new MetricFailure(reason, message, `${summary(measured.resource)}: ${message}`);
	}
}

const NO_CUSTOM_METRICS =
	'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

function withoutAdapter({ type, pods, object, external }: MetricSpec, namespace: string): MetricFailure {
	if (pods !== undefined) {
		const message = `unable to get metric ${pods.metric.name}: ${NO_CUSTOM_METRICS}`;
		return new MetricFailure('FailedGetPodsMetric', message, `failed to get pods metric value: ${message}`);
	}
	if (object !== undefined) {
		const { kind, name } = object.describedObject;
		const unable = `unable to get metric ${object.metric.name}: ${kind} on ${namespace} ${name}/${NO_CUSTOM_METRICS}`;
		const message =
			object.target.type === 'AverageValue' ? `failed to get ${object.metric.name} object metric: ${unable}` : unable;
		return new MetricFailure('FailedGetObjectMetric', message, `failed to get object metric value: ${message}`);
	}
	if (external !== undefined) {
		const { name, selector } = external.metric;
		const unable = `unable to get external metric ${namespace}/${name}/${goText(selector as LabelSelectorSpec)}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
		const summary = `failed to get ${name} external metric value: failed to get ${name} external metric: ${unable}`;
		return new MetricFailure('FailedGetExternalMetric', unable, summary);
	}
	const message = `unknown metric source type ${JSON.stringify(type)}`;
	return new MetricFailure('InvalidMetricSourceType', message, message);
}
