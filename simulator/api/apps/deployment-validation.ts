import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { isEmptySelector, validateLabelSelector } from '../validation/label-selector.ts';
import {
	intOrPercentValue,
	validateAtMostAll,
	validateIntOrPercent,
	validateNonNegative,
} from '../validation/numbers.ts';
import {
	isUsableSelector,
	validateLongRunning,
	validatePodTemplate,
	validateSelectorMatches,
} from '../validation/pod-template.ts';
import type { Deployment, DeploymentSpec } from './types.ts';

/** Models pkg/apis/apps/validation ValidateDeploymentSpec. */
export function validateDeploymentSpec({ spec }: Deployment): FieldError[] {
	const errors = validateNonNegative(spec, ['replicas'], 'spec');
	const { selector, template } = spec;
	if (selector === undefined) errors.push(required('spec.selector'));
	else {
		errors.push(...validateLabelSelector(selector, 'spec.selector'));
		if (isEmptySelector(selector)) {
			errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for deployment'));
		}
	}
	if (isUsableSelector(selector)) {
		errors.push(...validateSelectorMatches(selector, template, 'spec.template'));
		errors.push(...validatePodTemplate(template, 'spec.template'));
		errors.push(...validateLongRunning(template, 'ReplicaSet', 'spec.template'));
	} else errors.push(invalidValue('spec.selector', selector, 'invalid label selector'));
	errors.push(...validateStrategy(spec));
	errors.push(...validateNonNegative(spec, ['minReadySeconds', 'revisionHistoryLimit'], 'spec'));
	const deadline = spec.progressDeadlineSeconds;
	if (deadline !== undefined) {
		errors.push(...validateNonNegative(spec, ['progressDeadlineSeconds'], 'spec'));
		if (deadline <= (spec.minReadySeconds ?? 0)) {
			errors.push(invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
		}
	}
	return errors;
}

/** Models ValidateDeploymentStrategy, ValidateRollingUpdateDeployment. */
function validateStrategy({ strategy }: DeploymentSpec): FieldError[] {
	const path = 'spec.strategy';
	const { type = '', rollingUpdate } = strategy ?? {};
	if (type === 'Recreate') {
		if (rollingUpdate === undefined) return [];
		const because = "may not be specified when strategy `type` is 'Recreate'";
		return [forbiddenField(`${path}.rollingUpdate`, because)];
	}
	if (type !== 'RollingUpdate') {
		// The whole structure is the bad value, as the server's own types spell it.
		const shown = {
			Type: type,
			RollingUpdate:
				rollingUpdate === undefined
					? null
					: { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 },
		};
		return [notSupported(path, shown, ['Recreate', 'RollingUpdate'])];
	}
	if (rollingUpdate === undefined) {
		return [required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil')];
	}
	const at = `${path}.rollingUpdate`;
	const { maxUnavailable, maxSurge } = rollingUpdate;
	const errors = validateIntOrPercent(maxUnavailable, `${at}.maxUnavailable`);
	errors.push(...validateIntOrPercent(maxSurge, `${at}.maxSurge`));
	if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
		errors.push(invalidValue(`${at}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
	}
	errors.push(...validateAtMostAll(maxUnavailable, `${at}.maxUnavailable`));
	return errors;
}
