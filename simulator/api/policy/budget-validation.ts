import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported } from '../../machinery/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateAtMostAll, validateIntOrPercent } from '../validation/numbers.ts';
import type { PodDisruptionBudget } from './types.ts';

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** Models pkg/apis/policy/validation ValidatePodDisruptionBudgetSpec. */
export function validateBudget({ spec }: PodDisruptionBudget): FieldError[] {
	const errors: FieldError[] = [];
	const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy } = spec;
	if (minAvailable !== undefined && maxUnavailable !== undefined) {
		// The server's own structure is the bad value.
		const shown = {
			MinAvailable: minAvailable,
			Selector: spec.selector ?? null,
			MaxUnavailable: maxUnavailable,
			UnhealthyPodEvictionPolicy: policy ?? null,
		};
		errors.push(invalidValue('spec', shown, 'minAvailable and maxUnavailable cannot be both set'));
	}
	for (const [field, value] of Object.entries({ minAvailable, maxUnavailable })) {
		errors.push(...validateIntOrPercent(value, `spec.${field}`), ...validateAtMostAll(value, `spec.${field}`));
	}
	errors.push(...validateLabelSelector(spec.selector, 'spec.selector'));
	if (policy !== undefined && !POLICIES.includes(policy)) {
		errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES));
	}
	return errors;
}
