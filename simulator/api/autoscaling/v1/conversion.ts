import type { KubeObject } from '../../../machinery/meta.ts';
import type {
	HorizontalPodAutoscalerBehavior,
	HPAScalingRules,
	MetricSpec,
	HorizontalPodAutoscaler as Stored,
} from '../types.ts';
import { metricFromV1, metricToV1, statusToV1 } from './metrics.ts';
import type { HorizontalPodAutoscaler } from './types.ts';

// Models pkg/apis/autoscaling/v1 conversion.go.

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
/** What the older face has no fields for. */
const METRICS = `${PREFIX}metrics`;
const STATUSES = `${PREFIX}current-metrics`;
const CONDITIONS = `${PREFIX}conditions`;
const BEHAVIOR = `${PREFIX}behavior`;
/** What is measured when nothing is said. */
const CPU_PERCENTAGE = 80;
const OWN = [METRICS, STATUSES, CONDITIONS, BEHAVIOR];

export function toStored(autoscaler: HorizontalPodAutoscaler): Stored {
	const { metadata, spec, status } = autoscaler;
	const { targetCPUUtilizationPercentage: cpu, ...kept } = spec;
	const { currentCPUUtilizationPercentage: currentCpu, ...keptStatus } = status ?? {};
	const annotations = metadata.annotations ?? {};
	const others = (listOf(annotations[METRICS]) ?? []).flatMap((each) => metricFromV1(each) ?? []);
	const wanted = cpu ?? (others.length === 0 ? CPU_PERCENTAGE : undefined);
	const metrics = [...(wanted === undefined ? [] : [cpuMetric(wanted)]), ...others];
	const behavior = behaviorOf(annotations[BEHAVIOR]);
	return {
		...autoscaler,
		apiVersion: 'autoscaling/v2',
		metadata: withoutOwn(metadata),
		spec: {
			...kept,
			metrics,
			...(behavior === undefined ? {} : { behavior }),
		},
		status: {
			...keptStatus,
			desiredReplicas: keptStatus.desiredReplicas ?? 0,
			...(currentCpu === undefined
				? {}
				: {
						currentMetrics: [
							{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: currentCpu } } },
						],
					}),
		},
	} as Stored;
}

export function fromStored(object: KubeObject): HorizontalPodAutoscaler {
	const { metadata, spec, status, ...rest } = object as Stored;
	const { metrics = [], behavior, ...kept } = spec;
	const { currentMetrics: measured, conditions = [], ...keptStatus } = status;
	// Written as null as long as there are none.
	const currentMetrics = measured ?? [];
	const cpu = metrics.find(isCpuUse)?.resource?.target.averageUtilization;
	const current = currentMetrics.find((each) => each.type === 'Resource' && each.resource?.name === 'cpu')?.resource
		?.current.averageUtilization;
	const others = metrics.filter((metric) => !isCpuUse(metric)).map(metricToV1);
	const added: { [key: string]: string } = {};
	if (others.length > 0) added[METRICS] = JSON.stringify(others);
	if (currentMetrics.length > 0) added[STATUSES] = JSON.stringify(currentMetrics.map(statusToV1));
	if (conditions.length > 0) added[CONDITIONS] = JSON.stringify(conditions);
	if (behavior !== undefined) added[BEHAVIOR] = JSON.stringify(internalBehavior(behavior));
	const hasAnnotations = metadata.annotations !== undefined || Object.keys(added).length > 0;
	return {
		...rest,
		apiVersion: 'autoscaling/v1',
		metadata: { ...metadata, ...(hasAnnotations ? { annotations: { ...metadata.annotations, ...added } } : {}) },
		spec: { ...kept, ...(cpu === undefined ? {} : { targetCPUUtilizationPercentage: cpu }) },
		status: {
			...keptStatus,
			currentReplicas: keptStatus.currentReplicas ?? 0,
			...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }),
		},
	} as HorizontalPodAutoscaler;
}

function cpuMetric(averageUtilization: number): MetricSpec {
	return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

function isCpuUse({ type, resource }: MetricSpec): boolean {
	return type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined;
}

function withoutOwn(metadata: KubeObject['metadata']): KubeObject['metadata'] {
	const { annotations, ...rest } = metadata;
	if (annotations === undefined) return metadata;
	const kept = Object.entries(annotations).filter(([key]) => !OWN.includes(key));
	return kept.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(kept) };
}

function listOf(text: string | undefined): readonly unknown[] | undefined {
	const value = jsonOf(text);
	return Array.isArray(value) ? value : undefined;
}

/** Undefined for what is no JSON. */
function jsonOf(text: string | undefined): unknown {
	if (text === undefined) return undefined;
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** As the server's own structure, which is what the annotation holds. */
function internalBehavior({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): object {
	return { ScaleUp: internalRules(scaleUp), ScaleDown: internalRules(scaleDown) };
}

function internalRules(rules: HPAScalingRules | undefined): object | null {
	if (rules === undefined) return null;
	const { stabilizationWindowSeconds = null, selectPolicy = null, policies, tolerance = null } = rules;
	return {
		StabilizationWindowSeconds: stabilizationWindowSeconds,
		SelectPolicy: selectPolicy,
		Policies:
			policies?.map(({ type, value, periodSeconds }) => ({ Type: type, Value: value, PeriodSeconds: periodSeconds })) ??
			null,
		Tolerance: tolerance,
	};
}

function behaviorOf(text: string | undefined): HorizontalPodAutoscalerBehavior | undefined {
	const value = jsonOf(text);
	if (typeof value !== 'object' || value === null) return undefined;
	const { ScaleUp, ScaleDown } = value as { ScaleUp?: unknown; ScaleDown?: unknown };
	const [scaleUp, scaleDown] = [rulesOf(ScaleUp), rulesOf(ScaleDown)];
	return { ...(scaleUp === undefined ? {} : { scaleUp }), ...(scaleDown === undefined ? {} : { scaleDown }) };
}

function rulesOf(value: unknown): HPAScalingRules | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const {
		StabilizationWindowSeconds: seconds,
		SelectPolicy: policy,
		Policies: list,
	} = value as {
		StabilizationWindowSeconds?: unknown;
		SelectPolicy?: unknown;
		Policies?: unknown;
	};
	const policies = Array.isArray(list) ? list.map((each) => policyOf(each as { [field: string]: unknown } | null)) : [];
	return {
		...(typeof seconds === 'number' ? { stabilizationWindowSeconds: seconds } : {}),
		...(typeof policy === 'string' ? { selectPolicy: policy } : {}),
		...(policies.length === 0 ? {} : { policies }),
	};
}

function policyOf(value: { readonly [field: string]: unknown } | null): {
	type: string;
	value: number;
	periodSeconds: number;
} {
	return {
		type: typeof value?.Type === 'string' ? value.Type : '',
		value: typeof value?.Value === 'number' ? value.Value : 0,
		periodSeconds: typeof value?.PeriodSeconds === 'number' ? value.PeriodSeconds : 0,
	};
}
