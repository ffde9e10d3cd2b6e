import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { DEFAULT_PRIORITY_LEVELS } from './default-configuration.ts';
import type {
	ExemptPriorityLevelConfiguration,
	LimitedPriorityLevelConfiguration,
	LimitResponse,
	PriorityLevelConfiguration,
	QueuingConfiguration,
} from './types.ts';

// Models pkg/apis/flowcontrol/validation.

const QUEUES_MAX = 10_000_000;
/** Models apiserver/pkg/util/shufflesharding MaxHashBits. */
const HASH_BITS_MAX = 60;

/** Models ValidatePriorityLevelConfigurationSpec, and what of the server's own levels is fixed. */
export function validatePriorityLevelSpec({ metadata, spec }: PriorityLevelConfiguration): FieldError[] {
	const errors: FieldError[] = [];
	const { name } = metadata;
	const { type, limited, exempt } = spec;
	if ((name === 'exempt') !== (type === 'Exempt')) {
		errors.push(invalidValue('spec.type', type, "type must be 'Exempt' if and only if name is 'exempt'"));
	}
	if (type === 'Exempt') {
		if (limited !== undefined) {
			errors.push(forbiddenField('spec.limited', 'must be nil if the type is not Limited'));
		}
		if (exempt !== undefined) errors.push(...validateShares(exempt, 'spec.exempt'));
	} else if (type === 'Limited') {
		if (exempt !== undefined) errors.push(forbiddenField('spec.exempt', 'must be nil if the type is Limited'));
		if (limited === undefined) errors.push(required('spec.limited', 'must not be empty when type is Limited'));
		else errors.push(...validateLimited(limited, 'spec.limited'));
	} else errors.push(notSupported('spec.type', type, ['Exempt', 'Limited']));
	// Differs: the values are the object's own JSON; the real server prints its own structure.
	if (name === 'catch-all' && !jsonEqual(spec, DEFAULT_PRIORITY_LEVELS.get(name))) {
		errors.push(invalidValue('spec', spec, "spec of 'catch-all' must equal the fixed value"));
	}
	if (name === 'exempt' && !jsonEqual({ ...spec, exempt: undefined }, { type: 'Exempt', exempt: undefined })) {
		const because = "spec of 'exempt' except the 'spec.exempt' field must equal the fixed value";
		errors.push(invalidValue('spec', spec, because));
	}
	return errors;
}

/** Models ValidateExemptPriorityLevelConfiguration. */
function validateShares(
	{ nominalConcurrencyShares: shares, lendablePercent: lendable }: ExemptPriorityLevelConfiguration,
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	if (shares !== undefined && shares < 0) {
		errors.push(invalidValue(`${path}.nominalConcurrencyShares`, shares, 'must be a non-negative integer'));
	}
	return [...errors, ...validateLendable(lendable, path)];
}

function validateLendable(lendable: number | undefined, path: string): FieldError[] {
	if (lendable === undefined || (lendable >= 0 && lendable <= 100)) return [];
	return [invalidValue(`${path}.lendablePercent`, lendable, 'must be between 0 and 100, inclusive')];
}

/** Models ValidateLimitedPriorityLevelConfiguration. */
function validateLimited(limited: LimitedPriorityLevelConfiguration, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { nominalConcurrencyShares: shares = 0, limitResponse, lendablePercent, borrowingLimitPercent } = limited;
	if (shares < 0) {
		errors.push(invalidValue(`${path}.nominalConcurrencyShares`, shares, 'must be a non-negative integer'));
	}
	errors.push(...validateLimitResponse(limitResponse ?? { type: '' }, `${path}.limitResponse`));
	errors.push(...validateLendable(lendablePercent, path));
	if (borrowingLimitPercent !== undefined && borrowingLimitPercent < 0) {
		const because = 'if specified, must be a non-negative integer';
		errors.push(invalidValue(`${path}.borrowingLimitPercent`, borrowingLimitPercent, because));
	}
	return errors;
}

function validateLimitResponse({ type = '', queuing }: LimitResponse, path: string): FieldError[] {
	const at = `${path}.queuing`;
	if (type === 'Reject') {
		if (queuing === undefined) return [];
		return [forbiddenField(at, 'must be nil if limited.limitResponse.type is not Limited')];
	}
	if (type !== 'Queue') return [notSupported(`${path}.type`, type, ['Queue', 'Reject'])];
	if (queuing !== undefined) return validateQueuing(queuing, at);
	return [required(at, 'must not be empty if limited.limitResponse.type is Limited')];
}

/** Models ValidatePriorityLevelQueuingConfiguration. */
function validateQueuing(queuing: QueuingConfiguration, path: string): FieldError[] {
	const { queues = 0, handSize = 0, queueLengthLimit = 0 } = queuing;
	const errors: FieldError[] = [];
	if (queueLengthLimit <= 0) {
		errors.push(invalidValue(`${path}.queueLengthLimit`, queueLengthLimit, 'must be positive'));
	}
	if (queues <= 0) errors.push(invalidValue(`${path}.queues`, queues, 'must be positive'));
	else if (queues > QUEUES_MAX) {
		errors.push(invalidValue(`${path}.queues`, queues, `must not be greater than ${QUEUES_MAX}`));
	}
	const at = `${path}.handSize`;
	if (handSize <= 0) errors.push(invalidValue(at, handSize, 'must be positive'));
	else if (handSize > queues) {
		errors.push(invalidValue(at, handSize, `should not be greater than queues (${queues})`));
	} else if (Math.ceil(Math.log2(queues) * handSize) > HASH_BITS_MAX) {
		const because = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${HASH_BITS_MAX}`;
		errors.push(invalidValue(at, handSize, because));
	}
	return errors;
}
