import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported } from '../../machinery/field-error.ts';
import { ownValue } from '../../machinery/own-value.ts';
import { addQuantities, compareQuantities } from '../../machinery/quantity.ts';
import type { Container } from '../core/types/container.ts';
import type { PodSpec } from '../core/types/pod.ts';
import { validateResourceName, validateResourceRequirements } from './resources.ts';

/** Resources of the Pod as a whole. Models pkg/apis/core/validation validatePodResources. */
export function validatePodLevelResources(spec: PodSpec, claimNames: ReadonlySet<string>, path: string): FieldError[] {
	const { resources } = spec;
	if (resources === undefined) return [];
	if (spec.os?.name === 'windows') return [forbiddenField(path, 'may not be set for a windows pod')];
	const errors: FieldError[] = [];
	if (resources.claims !== undefined) {
		errors.push(forbiddenField(`${path}.claims`, 'claims may not be set for Resources at pod-level'));
	}
	errors.push(...validateResourceRequirements(resources, { claimNames, validateName }, path));
	for (const [name, total] of aggregateRequests(spec)) {
		const request = ownValue(resources.requests, name);
		if (request === undefined || compareQuantities(total, request) <= 0) continue;
		const because = `must be greater than or equal to aggregate container requests of ${total}`;
		errors.push(invalidValue(`${path}.requests[${name}]`, request, because));
	}
	for (const [name, total] of aggregate(spec, 'limits')) {
		const limit = name.startsWith('hugepages-') ? ownValue(resources.limits, name) : undefined;
		if (limit === undefined || compareQuantities(total, limit) <= 0) continue;
		const because = `must be greater than or equal to aggregate container limits of ${total}`;
		errors.push(invalidValue(`${path}.limits[${name}]`, limit, because));
	}
	for (const [index, container] of (spec.containers ?? []).entries()) {
		for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
			const podLimit = ownValue(resources.limits, name);
			if (podLimit === undefined || compareQuantities(limit, podLimit) <= 0) continue;
			const at = `${path}.containers[${index}][${name}].limits`;
			errors.push(invalidValue(at, limit, `must be less than or equal to pod limits of ${podLimit}`));
		}
	}
	return errors;
}

function validateName(name: string, path: string): FieldError[] {
	const errors = validateResourceName(name, path);
	if (errors.length > 0) return errors;
	return isPodLevel(name) ? [] : [notSupported(path, name, ['cpu', 'hugepages-', 'memory'])];
}

/** Models component-helpers/resource IsSupportedPodLevelResource. */
export function isPodLevel(name: string): boolean {
	return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/**
 * What the containers ask for at most at the same time: all main containers and sidecars, or one init container with
 * the sidecars before it. Models component-helpers/resource AggregateContainerRequests.
 */
export function aggregateRequests(spec: PodSpec): ReadonlyMap<string, string> {
	return aggregate(spec, 'requests');
}

/** Models AggregateContainerRequests, AggregateContainerLimits. */
export function aggregate(spec: PodSpec, side: 'requests' | 'limits'): ReadonlyMap<string, string> {
	const total = new Map<string, string>();
	const add = (totals: Map<string, string>, { resources }: Container): void => {
		for (const [name, amount] of Object.entries(resources?.[side] ?? {})) {
			const before = totals.get(name);
			totals.set(name, before === undefined ? amount : addQuantities(before, amount));
		}
	};
	for (const container of spec.containers ?? []) add(total, container);
	const sidecars = new Map<string, string>();
	const peak = new Map<string, string>();
	for (const container of spec.initContainers ?? []) {
		const now = new Map(sidecars);
		if (container.restartPolicy === 'Always') {
			add(total, container);
			add(sidecars, container);
			for (const [name, amount] of sidecars) now.set(name, amount);
		} else add(now, container);
		raise(peak, now);
	}
	raise(total, peak);
	return total;
}

function raise(totals: Map<string, string>, floor: ReadonlyMap<string, string>): void {
	for (const [name, amount] of floor) {
		const before = totals.get(name);
		if (before === undefined || compareQuantities(amount, before) > 0) totals.set(name, amount);
	}
}
