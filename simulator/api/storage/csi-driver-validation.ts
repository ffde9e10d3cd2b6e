import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import type { CSIDriver, TokenRequest } from './types.ts';

const GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLE_MODES = ['Persistent', 'Ephemeral'];
const UPDATE_PERIOD_SECONDS_MIN = 10;

/** Models pkg/apis/storage/validation ValidateCSIDriver. */
export function validateCsiDriver({ spec }: CSIDriver): FieldError[] {
	const errors: FieldError[] = [];
	// The path is the server's: the field is called attachRequired.
	if (spec.attachRequired === undefined) errors.push(required('spec.attachedRequired'));
	if (spec.podInfoOnMount === undefined) errors.push(required('spec.podInfoOnMount'));
	if (spec.storageCapacity === undefined) errors.push(required('spec.storageCapacity'));
	if (spec.fsGroupPolicy !== undefined && !GROUP_POLICIES.includes(spec.fsGroupPolicy)) {
		errors.push(notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy, GROUP_POLICIES));
	}
	errors.push(...validateTokenRequests(spec.tokenRequests ?? [], 'spec.tokenRequests'));
	for (const mode of spec.volumeLifecycleModes ?? []) {
		if (!LIFECYCLE_MODES.includes(mode)) {
			errors.push(notSupported('spec.volumeLifecycleModes', mode, LIFECYCLE_MODES));
		}
	}
	if (spec.seLinuxMount === undefined) errors.push(required('spec.seLinuxMount'));
	const period = spec.nodeAllocatableUpdatePeriodSeconds;
	if (period !== undefined && period < UPDATE_PERIOD_SECONDS_MIN) {
		const because = `must be greater than or equal to ${UPDATE_PERIOD_SECONDS_MIN} seconds`;
		errors.push(invalidValue('spec.nodeAllocatableUpdatePeriodSeconds', period, because));
	}
	return errors;
}

/** Models validateTokenRequests. */
function validateTokenRequests(requests: readonly TokenRequest[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	const audiences = new Set<string>();
	for (const [index, { audience, expirationSeconds }] of requests.entries()) {
		if (audiences.has(audience)) {
			errors.push(duplicate(`${path}[${index}].audience`, audience));
			continue;
		}
		audiences.add(audience);
		if (expirationSeconds === undefined) continue;
		const at = `${path}[${index}].expirationSeconds`;
		if (expirationSeconds < 600) {
			errors.push(invalidValue(at, expirationSeconds, 'may not specify a duration less than 10 minutes'));
		}
		if (expirationSeconds > 2 ** 32) {
			errors.push(invalidValue(at, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
		}
	}
	return errors;
}

/** Models ValidateCSIDriverUpdate. */
export function validateCsiDriverChange({ spec }: CSIDriver, { spec: old }: CSIDriver): FieldError[] {
	return [
		...validateImmutable(spec.attachRequired, old.attachRequired, 'spec.attachedRequired'),
		...validateImmutable(spec.volumeLifecycleModes, old.volumeLifecycleModes, 'spec.volumeLifecycleModes'),
	];
}
