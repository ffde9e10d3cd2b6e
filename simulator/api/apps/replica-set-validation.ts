import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required } from '../../machinery/field-error.ts';
import { isEmptySelector, validateLabelSelector } from '../validation/label-selector.ts';
import { validateNonNegative } from '../validation/numbers.ts';
import { validateObjectMetaUpdate } from '../validation/object-meta.ts';
import {
	isUsableSelector,
	validateLongRunning,
	validatePodTemplate,
	validateSelectorMatches,
} from '../validation/pod-template.ts';
import type { ReplicaSet } from './types.ts';

/** Models pkg/apis/apps/validation ValidateReplicaSetSpec. */
export function validateReplicaSetSpec({ spec }: ReplicaSet): FieldError[] {
	const errors = validateNonNegative(spec, ['replicas', 'minReadySeconds'], 'spec');
	const { selector, template } = spec;
	if (selector === undefined) errors.push(required('spec.selector'));
	else {
		errors.push(...validateLabelSelector(selector, 'spec.selector'));
		if (isEmptySelector(selector)) {
			errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for deployment'));
		}
		if (!isUsableSelector(selector)) {
			errors.push(invalidValue('spec.selector', selector, 'invalid label selector'));
			return errors;
		}
	}
	if (template === undefined) return [...errors, required('spec.template')];
	errors.push(...validateSelectorMatches(selector, template, 'spec.template'));
	errors.push(...validatePodTemplate(template, 'spec.template'));
	errors.push(...validateLongRunning(template, 'ReplicaSet', 'spec.template'));
	return errors;
}

/** Models ValidateReplicaSetStatus. */
export function validateReplicaSetStatusUpdate(set: ReplicaSet, old: ReplicaSet): FieldError[] {
	const { status } = set;
	const errors = validateObjectMetaUpdate(set, old);
	const fields = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const;
	errors.push(...validateNonNegative(status, [...fields, 'observedGeneration'], 'status'));
	const total = status.replicas ?? 0;
	for (const field of fields.slice(1)) {
		const value = status[field] ?? 0;
		if (value > total) errors.push(invalidValue(`status.${field}`, value, 'cannot be greater than status.replicas'));
	}
	if ((status.availableReplicas ?? 0) > (status.readyReplicas ?? 0)) {
		const because = 'cannot be greater than readyReplicas';
		errors.push(invalidValue('status.availableReplicas', status.availableReplicas, because));
	}
	return errors;
}
