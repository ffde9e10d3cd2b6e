import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { isEmptySelector, validateLabelSelector } from '../validation/label-selector.ts';
import {
	intOrPercentValue,
	validateAtMostAll,
	validateIntOrPercent,
	validateNonNegative,
} from '../validation/numbers.ts';
import { validateLongRunning, validatePodTemplate, validateSelectorMatches } from '../validation/pod-template.ts';
import type { DaemonSet, DaemonSetSpec } from './types.ts';

/** Models pkg/apis/apps/validation ValidateDaemonSetSpec. */
export function validateDaemonSetSpec({ spec }: DaemonSet): FieldError[] {
	const { selector, template } = spec;
	const errors = validateLabelSelector(selector, 'spec.selector');
	errors.push(...validateSelectorMatches(selector, template, 'spec.template'));
	if (selector !== undefined && isEmptySelector(selector)) {
		errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for daemonset'));
	}
	errors.push(...validatePodTemplate(template, 'spec.template'));
	errors.push(...validateLongRunning(template, 'DaemonSet', 'spec.template'));
	errors.push(...validateNonNegative(spec, ['minReadySeconds'], 'spec'));
	errors.push(...validateUpdateStrategy(spec));
	errors.push(...validateNonNegative(spec, ['revisionHistoryLimit'], 'spec'));
	return errors;
}

/** Models ValidateDaemonSetUpdateStrategy, ValidateRollingUpdateDaemonSet. */
function validateUpdateStrategy({ updateStrategy }: DaemonSetSpec): FieldError[] {
	const path = 'spec.updateStrategy';
	const { type = '', rollingUpdate } = updateStrategy ?? {};
	if (type === 'OnDelete') return [];
	if (type !== 'RollingUpdate') {
		const shown = {
			Type: type,
			RollingUpdate:
				rollingUpdate === undefined
					? null
					: { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 },
		};
		return [notSupported(path, shown, ['RollingUpdate', 'OnDelete'])];
	}
	if (rollingUpdate === undefined) return [required(`${path}.rollingUpdate`)];
	const at = `${path}.rollingUpdate`;
	const { maxUnavailable, maxSurge } = rollingUpdate;
	const errors = validateIntOrPercent(maxUnavailable, `${at}.maxUnavailable`);
	errors.push(...validateIntOrPercent(maxSurge, `${at}.maxSurge`));
	const hasUnavailable = intOrPercentValue(maxUnavailable) !== 0;
	const hasSurge = intOrPercentValue(maxSurge) !== 0;
	if (hasUnavailable && hasSurge) {
		errors.push(invalidValue(`${at}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
	}
	if (!hasUnavailable && !hasSurge) {
		errors.push(required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
	}
	errors.push(...validateAtMostAll(maxUnavailable, `${at}.maxUnavailable`));
	errors.push(...validateAtMostAll(maxSurge, `${at}.maxSurge`));
	return errors;
}
