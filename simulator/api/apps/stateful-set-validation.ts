import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { dns1123Label } from '../../machinery/names.ts';
import type { PodTemplateSpec } from '../core/types/pod.ts';
import { validateClaimSpec } from '../validation/claim-spec.ts';
import { isEmptySelector, validateLabelSelector } from '../validation/label-selector.ts';
import {
	intOrPercentValue,
	validateAtMostAll,
	validateIntOrPercent,
	validateNonNegative,
} from '../validation/numbers.ts';
import { validateObjectMetaUpdate } from '../validation/object-meta.ts';
import {
	isUsableSelector,
	validateLongRunning,
	validatePodTemplate,
	validateSelectorMatches,
} from '../validation/pod-template.ts';
import type { StatefulSet, StatefulSetSpec } from './types.ts';

/** What is looked at when a set is made only: sets of older servers must stay changeable. */
export function validateNewStatefulSet(set: StatefulSet): FieldError[] {
	return validateSpec(set, true);
}

/** Models pkg/apis/apps/validation ValidateStatefulSetUpdate: the template again unless it was wrong before. */
export function validateStatefulSetUpdate(set: StatefulSet, old: StatefulSet): FieldError[] {
	const checksTemplate = validateSpec(old, false).length === 0;
	return [
		...validateObjectMetaUpdate(set, old),
		...validateSpec(set, false, checksTemplate),
		...validateStatefulSetChange(set, old),
	];
}

/** Models ValidateStatefulSetSpec. */
function validateSpec({ spec }: StatefulSet, isNew: boolean, checksTemplate = true): FieldError[] {
	const errors: FieldError[] = [];
	const management = spec.podManagementPolicy ?? '';
	if (management === '') errors.push(required('spec.podManagementPolicy'));
	else if (management !== 'OrderedReady' && management !== 'Parallel') {
		errors.push(invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"));
	}
	errors.push(...validateUpdateStrategy(spec));
	errors.push(...validateRetention(spec));
	if (isNew) {
		for (const [index, claim] of (spec.volumeClaimTemplates ?? []).entries()) {
			errors.push(...validateClaimSpec(claim.spec, `spec.volumeClaimTemplates[${index}].spec`));
		}
	}
	errors.push(...validateNonNegative(spec, ['replicas', 'minReadySeconds'], 'spec'));
	errors.push(...validateNonNegative(spec.ordinals ?? {}, ['start'], 'spec.ordinals'));
	if (isNew && spec.serviceName) {
		for (const complaint of dns1123Label(spec.serviceName)) {
			errors.push(invalidValue('spec.serviceName', spec.serviceName, complaint));
		}
	}
	errors.push(...validateTemplate(spec, checksTemplate));
	return errors;
}

/** Models ValidatePodTemplateSpecForStatefulSet. */
function validateTemplate(spec: StatefulSetSpec, checksTemplate: boolean): FieldError[] {
	const { selector, template } = spec;
	const errors = validateLabelSelector(selector, 'spec.selector');
	if (selector === undefined) errors.push(required('spec.selector'));
	else if (isEmptySelector(selector)) {
		errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for statefulset'));
	}
	if (!isUsableSelector(selector)) errors.push(invalidValue('spec.selector', selector, ''));
	else {
		errors.push(...validateSelectorMatches(selector, template, 'spec.template'));
		if (checksTemplate) errors.push(...validatePodTemplate(withClaimVolumes(spec), 'spec.template'));
	}
	errors.push(...validateLongRunning(template, 'StatefulSet', 'spec.template'));
	return errors;
}

/** The volumes that Pods get of the claim templates come first and take the place of those of the same name. */
function withClaimVolumes({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
	if (volumeClaimTemplates.length === 0) return template;
	// Nothing says that a template has a name.
	const names = new Set(volumeClaimTemplates.map(({ metadata }) => metadata.name ?? ''));
	const claimed = Array.from(names, (name) => ({ name, persistentVolumeClaim: { claimName: name } }));
	const others = (template.spec.volumes ?? []).filter(({ name }) => !names.has(name));
	return { ...template, spec: { ...template.spec, volumes: [...claimed, ...others] } };
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

function validateStatefulSetChange(set: StatefulSet, old: StatefulSet): FieldError[] {
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
