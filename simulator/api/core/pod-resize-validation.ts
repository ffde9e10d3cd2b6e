import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { MIRROR_ANNOTATION } from '../validation/pod-annotations.ts';
import { podQosClass } from './pod-qos.ts';
import { validatePodMetadataAndSpec } from './pod-validation.ts';
import type { Container, ResourceRequirements } from './types/container.ts';
import type { Pod } from './types/pod.ts';

const RESIZABLE = ['cpu', 'memory'];

/** Models pkg/apis/core/validation ValidatePodResize, of an update through the subresource. */
export function validatePodResize(pod: Pod, old: Pod): FieldError[] {
	if (old.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined)
		return [forbiddenField('', 'static pods cannot be resized')];
	const errors = [...validateObjectMetaUpdate(pod, old), ...validatePodMetadataAndSpec(pod)];
	if (podQosClass(old.spec) !== podQosClass(pod.spec)) {
		const because = 'Pod QOS Class may not change as a result of resizing';
		errors.push(invalidValue('spec', pod.status.qosClass, because));
	}
	const lists = [
		{ field: 'containers', now: pod.spec.containers, before: old.spec.containers },
		{ field: 'initContainers', now: pod.spec.initContainers ?? [], before: old.spec.initContainers ?? [] },
	] as const;
	const misplaced = lists.flatMap(({ field, now, before }) => validateOrder(now, before, `spec.${field}`));
	if (misplaced.length > 0) return [...errors, ...misplaced];
	let others = false;
	for (const { field, now, before } of lists) {
		for (const [index, container] of now.entries()) {
			const { resources: wanted = {} } = container;
			const { resources: given = {} } = before[index] as Container;
			errors.push(...validateRemovals(wanted, given, `spec.${field}[${index}].resources`));
			others ||= !jsonEqual(unresizable(wanted), unresizable(given));
		}
	}
	if (others) errors.push(forbiddenField('spec', 'only cpu and memory resources are mutable'));
	return errors;
}

function validateOrder(now: readonly Container[], before: readonly Container[], path: string): FieldError[] {
	if (now.length !== before.length) return [forbiddenField('spec', 'containers may not be added or removed on resize')];
	return now.flatMap(({ name }, index) =>
		name === before[index]?.name
			? []
			: [forbiddenField(`${path}[${index}].name`, 'containers may not be renamed or reordered on resize')],
	);
}

function validateRemovals(now: ResourceRequirements, before: ResourceRequirements, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of ['requests', 'limits'] as const) {
		const removed = RESIZABLE.some((name) => before[field]?.[name] !== undefined && now[field]?.[name] === undefined);
		if (removed) errors.push(forbiddenField(`${path}.${field}`, `resource ${field} cannot be removed`));
	}
	return errors;
}

/** What stays when CPU and memory are left out. */
function unresizable({ requests, limits, ...rest }: ResourceRequirements): object {
	return { ...rest, requests: withoutResizable(requests), limits: withoutResizable(limits) };
}

function withoutResizable(amounts: { readonly [name: string]: string } | undefined): object {
	return Object.fromEntries(Object.entries(amounts ?? {}).filter(([name]) => !RESIZABLE.includes(name)));
}
