import { goQuote } from '../../machinery/go-format.ts';
import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import type {
	HorizontalPodAutoscaler,
	HPAScalingRules,
	MetricSpec,
	MetricStatus,
	MetricTarget,
	MetricValueStatus,
} from './types.ts';

const UNKNOWN = '<unknown>';
const NIL = '<nil>';

/** Models kubectl/pkg/describe HorizontalPodAutoscalerDescriber. */
export function* describeHorizontalPodAutoscaler(
	autoscaler: HorizontalPodAutoscaler,
	world: DescribeContext,
): Task<string> {
	const { metadata, spec, status } = autoscaler;
	const description = new Description();
	describeHead(description, metadata, true);
	description.field('CreationTimestamp', timeText(metadata.creationTimestamp));
	description.field('Reference', `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
	description.field('Metrics', '( current / target )');
	(spec.metrics ?? []).forEach((metric, index) => {
		description.row(1, metricText(metric, status.currentMetrics?.[index]));
	});
	description.field('Min replicas', spec.minReplicas ?? '<unset>');
	description.field('Max replicas', spec.maxReplicas);
	if (spec.behavior !== undefined) {
		description.row(0, 'Behavior:');
		describeBehavior(description, 'Scale Up', spec.behavior.scaleUp);
		describeBehavior(description, 'Scale Down', spec.behavior.scaleDown);
	}
	const { currentReplicas = 0, desiredReplicas, conditions = [] } = status;
	description.field(`${spec.scaleTargetRef.kind} pods`, `${currentReplicas} current / ${desiredReplicas} desired`);
	if (conditions.length > 0) {
		description.row(0, 'Conditions:');
		description.head(1, ['Type', 'Status', 'Reason', 'Message']);
	}
	for (const { type, status: value, reason = '', message = '' } of conditions) {
		description.row(1, type, value, reason, message);
	}
	yield* describeEventsOf(description, autoscaler, world);
	return description.finish();
}

/** What is measured, a tab, the current value and the target. */
function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
	const { type, external, pods, object, resource, containerResource } = spec;
	if (type === 'External' && external !== undefined) {
		const { metric, target } = external;
		if (target.averageValue !== undefined) {
			const current = status?.external?.current.averageValue ?? UNKNOWN;
			return `${goQuote(metric.name)} (target average value):\t${current} / ${target.averageValue}`;
		}
		return `${goQuote(metric.name)} (target value):\t${valueText(status?.external?.current)} / ${target.value ?? NIL}`;
	}
	if (type === 'Pods' && pods !== undefined) {
		const current = averageText(status?.pods?.current);
		return `${goQuote(pods.metric.name)} on pods:\t${current} / ${pods.target.averageValue ?? NIL}`;
	}
	if (type === 'Object' && object !== undefined) {
		const { metric, target, describedObject } = object;
		const what = `"${metric.name}" on ${describedObject.kind}/${describedObject.name}`;
		const current = status?.object?.current;
		return target.type === 'AverageValue'
			? `${what} (target average value):\t${averageText(current)} / ${target.averageValue ?? NIL}`
			: `${what} (target value):\t${valueText(current)} / ${target.value ?? NIL}`;
	}
	if (type === 'Resource' && resource !== undefined) {
		return `resource ${resource.name} on pods${usageText(resource.target, status?.resource?.current)}`;
	}
	if (type === 'ContainerResource' && containerResource !== undefined) {
		const { name, container, target } = containerResource;
		const current = status?.containerResource?.current;
		return `resource ${name} of container "${container}" on pods${usageText(target, current)}`;
	}
	return `<unknown metric type ${goQuote(type)}>`;
}

function averageText(current: MetricValueStatus | undefined): string {
	return current === undefined ? UNKNOWN : (current.averageValue ?? NIL);
}

function valueText(current: MetricValueStatus | undefined): string {
	return current === undefined ? UNKNOWN : (current.value ?? NIL);
}

function usageText(target: MetricTarget, current: MetricValueStatus | undefined): string {
	if (target.averageValue !== undefined) return `:\t${averageText(current)} / ${target.averageValue}`;
	const utilization = current?.averageUtilization;
	const now = utilization === undefined ? UNKNOWN : `${utilization}% (${averageText(current)})`;
	const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
	return `  (as a percentage of request):\t${now} / ${wanted}`;
}

function describeBehavior(description: Description, direction: string, rules: HPAScalingRules | undefined): void {
	if (rules === undefined) return;
	description.row(1, `${direction}:`);
	const { stabilizationWindowSeconds, selectPolicy = 'Max', policies = [] } = rules;
	if (stabilizationWindowSeconds !== undefined) {
		description.row(2, `Stabilization Window: ${stabilizationWindowSeconds} seconds`);
	}
	if (policies.length === 0) return;
	description.row(2, `Select Policy: ${selectPolicy}`);
	description.row(2, 'Policies:');
	for (const { type, value, periodSeconds } of policies) {
		description.row(3, `- Type: ${type}`, `Value: ${value}`, `Period: ${periodSeconds} seconds`);
	}
}
