import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { dns1123Label, nameIsPathSegment } from '../../machinery/names.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import { nonNegative } from '../validation/object-meta.ts';
import { validateContainerResourceName } from '../validation/resources.ts';
import type {
	CrossVersionObjectReference,
	HorizontalPodAutoscaler,
	HPAScalingRules,
	MetricIdentifier,
	MetricSpec,
	MetricTarget,
} from './types.ts';

// Models pkg/apis/autoscaling/validation.

export function validateAutoscaler({ spec }: HorizontalPodAutoscaler): FieldError[] {
	const errors: FieldError[] = [];
	const { minReplicas, maxReplicas } = spec;
	if (minReplicas !== undefined && minReplicas < 1) {
		errors.push(invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
	}
	if (maxReplicas < 1) errors.push(invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
	if (minReplicas !== undefined && maxReplicas < minReplicas) {
		const because = 'must be greater than or equal to `minReplicas`';
		errors.push(invalidValue('spec.maxReplicas', maxReplicas, because));
	}
	errors.push(...validateReference(spec.scaleTargetRef, 'spec.scaleTargetRef'));
	for (const [index, metric] of (spec.metrics ?? []).entries()) {
		errors.push(...validateMetric(metric, `spec.metrics[${index}]`));
	}
	for (const direction of ['scaleUp', 'scaleDown'] as const) {
		const rules = spec.behavior?.[direction];
		if (rules !== undefined) errors.push(...validateRules(rules, `spec.behavior.${direction}`));
	}
	return errors;
}

function validateReference({ kind, name }: CrossVersionObjectReference, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const [field, value] of Object.entries({ kind, name })) {
		if (value === '') errors.push(required(`${path}.${field}`));
		for (const complaint of nameIsPathSegment(value, false)) {
			errors.push(invalidValue(`${path}.${field}`, value, complaint));
		}
	}
	return errors;
}

/** Type to the field that must describe it; in the order in which the server looks at the fields. */
const SOURCES = {
	Object: 'object',
	External: 'external',
	Pods: 'pods',
	Resource: 'resource',
	ContainerResource: 'containerResource',
} as const;
const SOURCE_TYPES = Object.keys(SOURCES).sort();

function validateMetric(metric: MetricSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (metric.type === '') errors.push(required(`${path}.type`, 'must specify a metric source type'));
	const expected = (SOURCES as { readonly [type: string]: keyof MetricSpec })[metric.type];
	if (expected === undefined) errors.push(notSupported(`${path}.type`, metric.type, SOURCE_TYPES));
	const present = Object.values(SOURCES).filter((field) => metric[field] !== undefined);
	const [first] = present;
	if (first !== undefined) errors.push(...validateSource(metric, first, `${path}.${first}`));
	if (expected === undefined) errors.push(notSupported(`${path}.type`, metric.type, SOURCE_TYPES));
	else if (metric[expected] === undefined) {
		errors.push(required(`${path}.${expected}`, 'must populate information for the given metric source'));
	}
	if (present.length === 1) return errors;
	for (const field of present.filter((each) => each !== expected).sort()) {
		errors.push(forbiddenField(`${path}.${field}`, 'must populate the given metric source only'));
	}
	return errors;
}

function validateSource(
	metric: MetricSpec,
	source: (typeof SOURCES)[keyof typeof SOURCES],
	path: string,
): FieldError[] {
	const { object, external, pods, resource, containerResource } = metric;
	const at = `${path}.target`;
	if (source === 'object' && object !== undefined) {
		return [
			...validateReference(object.describedObject, `${path}.describedObject`),
			...validateIdentifier(object.metric, `${path}.metric`),
			...validateTarget(object.target, at),
			...(hasAmount(object.target)
				? []
				: [required(`${at}.averageValue`, 'must set either a target value or averageValue')]),
		];
	}
	if (source === 'external' && external !== undefined) {
		const { target } = external;
		const both = target.value !== undefined && target.averageValue !== undefined;
		return [
			...validateIdentifier(external.metric, `${path}.metric`),
			...validateTarget(target, at),
			...(hasAmount(target)
				? []
				: [required(`${at}.averageValue`, 'must set either a target value for metric or a per-pod target')]),
			...(both
				? [forbiddenField(`${at}.value`, 'may not set both a target value for metric and a per-pod target')]
				: []),
		];
	}
	if (source === 'pods' && pods !== undefined) {
		return [
			...validateIdentifier(pods.metric, `${path}.metric`),
			...validateTarget(pods.target, at),
			...(pods.target.averageValue === undefined
				? [required(`${at}.averageValue`, 'must specify a positive target averageValue')]
				: []),
		];
	}
	const named = resource ?? containerResource;
	if (named === undefined) return [];
	const errors: FieldError[] = [];
	if (named.name === '') errors.push(required(`${path}.name`, 'must specify a resource name'));
	if (source === 'containerResource' && containerResource !== undefined) {
		if (named.name !== '') errors.push(...validateContainerResourceName(named.name, `${path}.name`));
		const { container } = containerResource;
		if (container === '') errors.push(required(`${path}.container`, 'must specify a container'));
		for (const complaint of container === '' ? [] : dns1123Label(container)) {
			errors.push(invalidValue(`${path}.container`, container, complaint));
		}
	}
	return [...errors, ...validateResourceTarget(named.target, at)];
}

function hasAmount({ value, averageValue }: MetricTarget): boolean {
	return value !== undefined || averageValue !== undefined;
}

function validateResourceTarget(target: MetricTarget, path: string): FieldError[] {
	const errors = validateTarget(target, path);
	const { averageUtilization, averageValue } = target;
	if (averageUtilization === undefined && averageValue === undefined) {
		const because = 'must set either a target raw value or a target utilization';
		errors.push(required(`${path}.averageUtilization`, because));
	}
	if (averageUtilization !== undefined && averageValue !== undefined) {
		const because = 'may not set both a target raw value and a target utilization';
		errors.push(forbiddenField(`${path}.averageValue`, because));
	}
	return errors;
}

function validateTarget(target: MetricTarget, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (target.type === '') errors.push(required(`${path}.type`, 'must specify a metric target type'));
	if (!['Utilization', 'Value', 'AverageValue'].includes(target.type)) {
		errors.push(invalidValue(`${path}.type`, target.type, 'must be either Utilization, Value, or AverageValue'));
	}
	for (const field of ['value', 'averageValue'] as const) {
		const amount = target[field];
		if (amount !== undefined && compareQuantities(amount, '0') <= 0) {
			errors.push(invalidValue(`${path}.${field}`, amount, 'must be positive'));
		}
	}
	if (target.averageUtilization !== undefined && target.averageUtilization < 1) {
		errors.push(invalidValue(`${path}.averageUtilization`, target.averageUtilization, 'must be greater than 0'));
	}
	return errors;
}

function validateIdentifier({ name }: MetricIdentifier, path: string): FieldError[] {
	if (name === '') return [required(`${path}.name`, 'must specify a metric name')];
	return nameIsPathSegment(name, false).map((complaint) => invalidValue(`${path}.name`, name, complaint));
}

const WINDOW_SECONDS_MAX = 3600;
const PERIOD_SECONDS_MAX = 1800;

function validateRules(rules: HPAScalingRules, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
	if (window !== undefined && window < 0) {
		const because = 'must be greater than or equal to zero';
		errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, window, because));
	}
	if (window !== undefined && window > WINDOW_SECONDS_MAX) {
		const because = `must be less than or equal to ${WINDOW_SECONDS_MAX}`;
		errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, window, because));
	}
	const selections = ['Disabled', 'Max', 'Min'];
	if (selectPolicy !== undefined && !selections.includes(selectPolicy)) {
		errors.push(notSupported(`${path}.selectPolicy`, selectPolicy, selections));
	}
	if (policies.length === 0) errors.push(required(`${path}.policies`, 'must specify at least one Policy'));
	for (const [index, { type, value, periodSeconds }] of policies.entries()) {
		const at = `${path}.policies[${index}]`;
		const types = ['Percent', 'Pods'];
		if (!types.includes(type)) errors.push(notSupported(`${at}.type`, type, types));
		if (value <= 0) errors.push(invalidValue(`${at}.value`, value, 'must be greater than zero'));
		if (periodSeconds <= 0) {
			errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero'));
		}
		if (periodSeconds > PERIOD_SECONDS_MAX) {
			const because = `must be less than or equal to ${PERIOD_SECONDS_MAX}`;
			errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, because));
		}
	}
	if (tolerance !== undefined && compareQuantities(tolerance, '0') < 0) {
		errors.push(nonNegative(`${path}.tolerance`, tolerance));
	}
	return errors;
}
