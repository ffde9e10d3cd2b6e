import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { MIRROR_ANNOTATION } from '../validation/pod-annotations.ts';
import { podQosClass } from './pod-qos.ts';
import { validatePodMetadataAndSpec } from './pod-validation.ts';
import type { Container, ResourceRequirements } from './types/container.ts';
import type { Pod, PodSpec } from './types/pod.ts';

const RESIZABLE = ['cpu', 'memory'];
/** How the real server writes a path that is empty. */
const WHOLE = '[]';

/** Models pkg/apis/core/validation ValidatePodResize, of an update through the subresource. */
export function validatePodResize(pod: Pod, old: Pod): FieldError[] {
	if (old.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) {
		return [forbiddenField(WHOLE, 'static pods cannot be resized')];
	}
	if (old.spec.os?.name === 'windows') return [forbiddenField(WHOLE, 'windows pods cannot be resized')];
	const errors = [...validateObjectMetaUpdate(pod, old), ...validatePodMetadataAndSpec(pod)];
	if (podQosClass(old.spec) !== podQosClass(pod.spec)) {
		const because = 'Pod QOS Class may not change as a result of resizing';
		errors.push(invalidValue('spec', pod.status.qosClass, because));
	}
	if (!isSupported(old)) errors.push(forbiddenField('spec', 'Pod running on node without support for resize'));
	if (hasPodLevelResources(old.spec) || hasPodLevelResources(pod.spec)) {
		const because =
			'resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled';
		return [...errors, forbiddenField(WHOLE, because)];
	}
	const misplaced = (['containers', 'initContainers'] as const).flatMap((field) =>
		validateOrder(pod.spec[field] ?? [], old.spec[field] ?? [], field),
	);
	if (misplaced.length > 0) return [...errors, ...misplaced];
	errors.push(...validateKept(pod.spec, old.spec), ...validateOthers(pod.spec, old.spec));
	return errors;
}

/** Whether the node says what its containers have. Models isPodResizeRequestSupported. */
function isSupported({ status }: Pod): boolean {
	const running = status.containerStatuses?.find(({ state }) => state?.running !== undefined);
	return running === undefined || running.resources !== undefined;
}

function hasPodLevelResources({ resources }: PodSpec): boolean {
	return Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0;
}

/** Models validatePodResizeContainerOrdering. */
function validateOrder(now: readonly Container[], before: readonly Container[], field: string): FieldError[] {
	if (now.length !== before.length) {
		return [forbiddenField(`spec.${field}`, `${field} may not be added or removed on resize`)];
	}
	return now.flatMap(({ name }, index) =>
		name === before[index]?.name
			? []
			: [forbiddenField(`spec.${field}[${index}].name`, `${field} may not be renamed or reordered on resize`)],
	);
}

/** What has been asked for stays asked for, of init containers those that go on. Models validateContainerResize. */
function validateKept(spec: PodSpec, old: PodSpec): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of ['initContainers', 'containers'] as const) {
		for (const [index, { resources: now, restartPolicy }] of (spec[field] ?? []).entries()) {
			if (field === 'initContainers' && restartPolicy !== 'Always') continue;
			const before = old[field]?.[index]?.resources;
			for (const side of ['requests', 'limits'] as const) {
				const removed = Object.keys(before?.[side] ?? {}).some((name) => now?.[side]?.[name] === undefined);
				if (!removed) continue;
				errors.push(forbiddenField(`spec.${field}[${index}].resources.${side}`, `resource ${side} cannot be removed`));
			}
		}
	}
	return errors;
}

function validateOthers(spec: PodSpec, old: PodSpec): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, { resources }] of spec.containers.entries()) {
		if (jsonEqual(unresizable(resources), unresizable(old.containers[index]?.resources))) continue;
		errors.push(forbiddenField('spec', 'only cpu and memory resources are mutable'));
	}
	for (const [index, { resources, restartPolicy }] of (spec.initContainers ?? []).entries()) {
		const before = old.initContainers?.[index]?.resources;
		if (restartPolicy === 'Always') {
			if (jsonEqual(unresizable(resources), unresizable(before))) continue;
			errors.push(forbiddenField('spec', 'only cpu and memory resources for sidecar containers are mutable'));
		} else if (!jsonEqual(resources ?? {}, before ?? {})) {
			errors.push(forbiddenField('spec', 'resources for non-sidecar init containers are immutable'));
		}
	}
	return errors;
}

/** What stays when CPU and memory are left out. */
function unresizable({ requests, limits, ...rest }: ResourceRequirements = {}): object {
	return { ...rest, requests: withoutResizable(requests), limits: withoutResizable(limits) };
}

function withoutResizable(amounts: { readonly [name: string]: string } | undefined): object {
	return Object.fromEntries(Object.entries(amounts ?? {}).filter(([name]) => !RESIZABLE.includes(name)));
}
