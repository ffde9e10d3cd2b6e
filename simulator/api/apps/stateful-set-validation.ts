import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { isEmptySelector, validateLabelSelector } from '../validation/label-selector.ts';
import {
	intOrPercentValue,
	validateAtMostAll,
	validateIntOrPercent,
	validateNonNegative,
} from '../validation/numbers.ts';
import { validateAnnotations, validateLabels } from '../validation/object-meta.ts';
import { validatePodAnnotations } from '../validation/pod-annotations.ts';
import { isUsableSelector, validateLongRunning, validateSelectorMatches } from '../validation/pod-template.ts';
import type { StatefulSet, StatefulSetSpec } from './types.ts';

/**
 * Models pkg/apis/apps/validation ValidateStatefulSetSpec. Of the template only the metadata is looked at: its volumes
 * are completed by the claim templates, so that mistakes in it show when the Pods are made.
 */
export function validateStatefulSetSpec({ spec }: StatefulSet): FieldError[] {
	const errors: FieldError[] = [];
	const management = spec.podManagementPolicy ?? '';
	if (management === '') errors.push(required('spec.podManagementPolicy'));
	else if (management !== 'OrderedReady' && management !== 'Parallel') {
		errors.push(invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"));
	}
	errors.push(...validateUpdateStrategy(spec));
	errors.push(...validateRetention(spec));
	errors.push(...validateNonNegative(spec, ['replicas', 'minReadySeconds'], 'spec'));
	if ((spec.ordinals?.start ?? 0) < 0) {
		errors.push(...validateNonNegative(spec.ordinals ?? {}, ['start'], 'spec.ordinals'));
	}
	const { selector, template } = spec;
	if (selector === undefined) errors.push(required('spec.selector'));
	else {
		errors.push(...validateLabelSelector(selector, 'spec.selector'));
		if (isEmptySelector(selector)) {
			errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for statefulset'));
		}
		if (!isUsableSelector(selector)) errors.push(invalidValue('spec.selector', selector, ''));
		else if (!isEmptySelector(selector)) errors.push(...validateSelectorMatches(selector, template, 'spec.template'));
	}
	const { metadata } = template;
	errors.push(...validateLabels(metadata?.labels, 'spec.template.labels'));
	errors.push(...validateAnnotations(metadata?.annotations, 'spec.template.annotations'));
	errors.push(...validatePodAnnotations(metadata?.annotations, template.spec, 'spec.template.annotations'));
	errors.push(...validateLongRunning(template, 'StatefulSet', 'spec.template'));
	errors.push(...validateNonNegative(spec, ['revisionHistoryLimit'], 'spec'));
	return errors;
}

function validateUpdateStrategy({ updateStrategy }: StatefulSetSpec): FieldError[] {
	const path = 'spec.updateStrategy';
	const { type = '', rollingUpdate } = updateStrategy ?? {};
	const shownUpdate =
		rollingUpdate === undefined
			? null
			: { Partition: rollingUpdate.partition ?? 0, MaxUnavailable: rollingUpdate.maxUnavailable ?? null };
	if (type === '') return [required(path)];
	if (type === 'OnDelete') {
		if (rollingUpdate === undefined) return [];
		const because = "only allowed for updateStrategy 'RollingUpdate'";
		return [invalidValue(`${path}.rollingUpdate`, shownUpdate, because)];
	}
	if (type !== 'RollingUpdate') {
		const shown = { Type: type, RollingUpdate: shownUpdate };
		return [invalidValue(path, shown, "must be 'RollingUpdate' or 'OnDelete'")];
	}
	if (rollingUpdate === undefined) return [];
	const at = `${path}.rollingUpdate`;
	const errors = validateNonNegative(rollingUpdate, ['partition'], at);
	const { maxUnavailable } = rollingUpdate;
	if (maxUnavailable !== undefined) {
		errors.push(...validateIntOrPercent(maxUnavailable, `${at}.maxUnavailable`));
		if (intOrPercentValue(maxUnavailable) === 0) {
			errors.push(invalidValue(`${at}.maxUnavailable`, maxUnavailable, 'cannot be 0'));
		}
		errors.push(...validateAtMostAll(maxUnavailable, `${at}.maxUnavailable`));
	}
	return errors;
}

const RETENTIONS = ['Retain', 'Delete'];

function validateRetention({ persistentVolumeClaimRetentionPolicy: policy }: StatefulSetSpec): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of ['whenDeleted', 'whenScaled'] as const) {
		const value = policy?.[field];
		if (value !== undefined && !RETENTIONS.includes(value)) {
			errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, value, RETENTIONS));
		}
	}
	return errors;
}

const CHANGEABLE = [
	'replicas',
	'ordinals',
	'template',
	'updateStrategy',
	'revisionHistoryLimit',
	'persistentVolumeClaimRetentionPolicy',
	'minReadySeconds',
] as const;

/** Models ValidateStatefulSetUpdate. */
export function validateStatefulSetChange(set: StatefulSet, old: StatefulSet): FieldError[] {
	const withoutChangeable = ({ spec }: StatefulSet): object => {
		const rest: { [key: string]: unknown } = { ...spec };
		for (const field of CHANGEABLE) delete rest[field];
		return rest;
	};
	if (jsonEqual(withoutChangeable(set), withoutChangeable(old))) return [];
	const names = CHANGEABLE.map((field) => `'${field}'`);
	const list = `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
	return [forbiddenField('spec', `updates to statefulset spec for fields other than ${list} are forbidden`)];
}
