import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { IMMUTABLE } from '../validation/object-meta.ts';
import type { PriorityClass } from './types.ts';

const USER_VALUE_MAX = 1_000_000_000;
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
	['system-node-critical', 2_000_001_000],
	['system-cluster-critical', 2_000_000_000],
]);
const POLICIES = ['PreemptLowerPriority', 'Never'];

/** Models pkg/apis/scheduling/validation ValidatePriorityClass. */
export function validatePriorityClass({
	metadata,
	value = 0,
	globalDefault,
	preemptionPolicy,
}: PriorityClass): FieldError[] {
	const errors: FieldError[] = [];
	if (metadata.name.startsWith('system-')) {
		const known = SYSTEM_CLASSES.get(metadata.name);
		if (known !== value || globalDefault === true) {
			let which = `globalDefault of ${metadata.name} PriorityClass must be false`;
			if (known === undefined) which = `${metadata.name} is not a known system priority class`;
			else if (known !== value) which = `value of ${metadata.name} PriorityClass must be ${known}`;
			const because = `priority class names with 'system-' prefix are reserved for system use only. error: ${which}`;
			errors.push(forbiddenField('metadata.name', because));
		}
	} else if (value > USER_VALUE_MAX) {
		const because = `maximum allowed value of a user defined priority is ${USER_VALUE_MAX}`;
		errors.push(forbiddenField('value', because));
	}
	if (preemptionPolicy === undefined || preemptionPolicy === '') errors.push(required('preemptionPolicy'));
	else if (!POLICIES.includes(preemptionPolicy)) {
		errors.push(notSupported('preemptionPolicy', preemptionPolicy, POLICIES));
	}
	return errors;
}

/** Models ValidatePriorityClassUpdate. */
export function validatePriorityClassChange(now: PriorityClass, old: PriorityClass): FieldError[] {
	const errors: FieldError[] = [];
	if ((now.value ?? 0) !== (old.value ?? 0)) {
		errors.push(forbiddenField('value', 'may not be changed in an update.'));
	}
	if (now.preemptionPolicy !== old.preemptionPolicy) {
		errors.push(invalidValue('preemptionPolicy', now.preemptionPolicy, IMMUTABLE));
	}
	return errors;
}
