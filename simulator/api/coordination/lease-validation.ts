import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported } from '../../machinery/field-error.ts';
import type { Lease } from './types.ts';

const STRATEGIES = ['OldestEmulationVersion'];

/** Models pkg/apis/coordination/validation ValidateLeaseSpec. */
export function validateLease({ spec }: Lease): FieldError[] {
	const errors: FieldError[] = [];
	const { leaseDurationSeconds: seconds, leaseTransitions: transitions, holderIdentity, strategy } = spec;
	if (seconds !== undefined && seconds <= 0) {
		errors.push(invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0'));
	}
	if (transitions !== undefined && transitions < 0) {
		errors.push(invalidValue('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'));
	}
	if (holderIdentity === '') errors.push(invalidValue('spec.holderIdentity', '', 'must not be empty'));
	if (strategy !== undefined && !strategy.includes('/') && !STRATEGIES.includes(strategy)) {
		errors.push(notSupported('spec.strategy', strategy, STRATEGIES));
	}
	if (spec.preferredHolder && !strategy) {
		errors.push(forbiddenField('spec.preferredHolder', 'may only be specified when `strategy` is defined'));
	}
	return errors;
}
