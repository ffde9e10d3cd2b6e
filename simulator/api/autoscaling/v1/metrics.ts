import { parseQuantity } from '../../../machinery/quantity.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../types.ts';

// Metrics as autoscaling/v1 writes them into annotations. Models pkg/apis/autoscaling/v1 conversion.go.

type Fields = { readonly [field: string]: unknown };

/** Without what is undefined, so that its JSON and the object are the same. */
function fields(values: Fields): Fields {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

export function metricToV1(metric: MetricSpec): Fields {
	const { type, object, pods, resource, containerResource, external } = metric;
	return fields({
		type,
		object:
			object &&
			fields({
				target: object.describedObject,
				metricName: object.metric.name,
				targetValue: object.target.value ?? '0',
				selector: object.metric.selector,
				averageValue: object.target.averageValue,
			}),
		pods:
			pods &&
			fields({
				metricName: pods.metric.name,
				targetAverageValue: pods.target.averageValue ?? '0',
				selector: pods.metric.selector,
			}),
		resource: resource && fields({ name: resource.name, ...targetToV1(resource.target) }),
		containerResource:
			containerResource &&
			fields({
				name: containerResource.name,
				...targetToV1(containerResource.target),
				container: containerResource.container,
			}),
		external:
			external &&
			fields({
				metricName: external.metric.name,
				metricSelector: external.metric.selector,
				targetValue: external.target.value,
				targetAverageValue: external.target.averageValue,
			}),
	});
}

function targetToV1({ averageUtilization, averageValue }: MetricTarget): Fields {
	return { targetAverageUtilization: averageUtilization, targetAverageValue: averageValue };
}

export function statusToV1(status: MetricStatus): Fields {
	const { type, object, pods, resource, containerResource, external } = status;
	return fields({
		type,
		object:
			object &&
			fields({
				target: object.describedObject,
				metricName: object.metric.name,
				currentValue: object.current.value ?? '0',
				selector: object.metric.selector,
				averageValue: object.current.averageValue,
			}),
		pods:
			pods &&
			fields({
				metricName: pods.metric.name,
				currentAverageValue: pods.current.averageValue ?? '0',
				selector: pods.metric.selector,
			}),
		resource: resource && fields({ name: resource.name, ...currentToV1(resource.current) }),
		containerResource:
			containerResource &&
			fields({
				name: containerResource.name,
				...currentToV1(containerResource.current),
				container: containerResource.container,
			}),
		external:
			external &&
			fields({
				metricName: external.metric.name,
				metricSelector: external.metric.selector,
				currentValue: external.current.value ?? '0',
				currentAverageValue: external.current.averageValue,
			}),
	});
}

function currentToV1({ averageUtilization, averageValue }: MetricValueStatus): Fields {
	return { currentAverageUtilization: averageUtilization, currentAverageValue: averageValue ?? '0' };
}

/** Undefined for what is no metric: people can write anything into an annotation. */
export function metricFromV1(value: unknown): MetricSpec | undefined {
	const metric = asFields(value);
	if (typeof metric?.type !== 'string') return undefined;
	const object = asFields(metric.object);
	const pods = asFields(metric.pods);
	const resource = asFields(metric.resource);
	const containerResource = asFields(metric.containerResource);
	const external = asFields(metric.external);
	return fields({
		type: metric.type,
		object: object && {
			describedObject: asFields(object.target) ?? { kind: '', name: '' },
			target: targetOf(object.averageValue === undefined ? object.targetValue : undefined, object.averageValue),
			metric: identifierOf(object.metricName, object.selector),
		},
		pods: pods && {
			metric: identifierOf(pods.metricName, pods.selector),
			target: targetOf(undefined, pods.targetAverageValue),
		},
		resource: resource && { name: textOf(resource.name), target: resourceTarget(resource) },
		containerResource: containerResource && {
			name: textOf(containerResource.name),
			target: resourceTarget(containerResource),
			container: textOf(containerResource.container),
		},
		external: external && {
			metric: identifierOf(external.metricName, external.metricSelector),
			target: targetOf(external.targetValue, external.targetAverageValue),
		},
	}) as unknown as MetricSpec;
}

function asFields(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function identifierOf(name: unknown, selector: unknown): Fields {
	return fields({ name: textOf(name), selector: asFields(selector) });
}

function targetOf(value: unknown, averageValue: unknown): Fields {
	return fields({
		type: averageValue === undefined ? 'Value' : 'AverageValue',
		value: quantityOf(value),
		averageValue: quantityOf(averageValue),
	});
}

function resourceTarget({ targetAverageUtilization: utilization, targetAverageValue }: Fields): Fields {
	if (typeof utilization !== 'number') return targetOf(undefined, targetAverageValue);
	return fields({ type: 'Utilization', averageUtilization: utilization, averageValue: quantityOf(targetAverageValue) });
}

function quantityOf(value: unknown): string | undefined {
	const text = typeof value === 'number' ? String(value) : textOf(value);
	return parseQuantity(text) === undefined ? undefined : text;
}
