import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, forbiddenField, invalidValue, notFoundValue } from '../../machinery/field-error.ts';
import type { Container, EphemeralContainer } from '../core/types/container.ts';
import type { PodSpec } from '../core/types/pod.ts';
import type { PodFacts } from './container.ts';
import { validateContainerCommon } from './container.ts';

const NOT_ALLOWED = [
	'ports',
	'resources',
	'resizePolicy',
	'restartPolicy',
	'restartPolicyRules',
	'livenessProbe',
	'readinessProbe',
	'startupProbe',
	'lifecycle',
] as const;

/** Models pkg/apis/core/validation validateEphemeralContainers. */
export function validateEphemeralContainers(spec: PodSpec, pod: PodFacts, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name));
	const names = new Set(others);
	for (const [index, container] of (spec.ephemeralContainers ?? []).entries()) {
		const at = `${path}[${index}]`;
		errors.push(...validateContainerCommon(container as Container, pod, at));
		errors.push(...validateImageSpaces(container, at));
		if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
		names.add(container.name);
		const target = container.targetContainerName;
		if (target !== undefined && !others.has(target)) {
			errors.push(notFoundValue(`${at}.targetContainerName`, target));
		}
		for (const field of NOT_ALLOWED) {
			const value = container[field];
			if (value === undefined || (field === 'resources' && Object.keys(value).length === 0)) continue;
			errors.push(forbiddenField(`${at}.${field}`, 'cannot be set for an Ephemeral Container'));
		}
		for (const [mountIndex, mount] of (container.volumeMounts ?? []).entries()) {
			for (const field of ['subPath', 'subPathExpr'] as const) {
				if (mount[field] === undefined) continue;
				errors.push(
					forbiddenField(`${at}.volumeMounts[${mountIndex}].${field}`, 'cannot be set for an Ephemeral Container'),
				);
			}
		}
	}
	return errors;
}

/** Models validateContainerOnlyForPod. */
export function validateImageSpaces({ image = '' }: Container | EphemeralContainer, path: string): FieldError[] {
	if (image.trim() === image) return [];
	return [invalidValue(`${path}.image`, image, 'must not have leading or trailing whitespace')];
}
