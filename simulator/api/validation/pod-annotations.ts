import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue } from '../../machinery/field-error.ts';
import type { AppArmorProfile, SeccompProfile } from '../core/types/container.ts';
import type { PodSpec } from '../core/types/pod.ts';
import { validateDescendingPath } from './paths.ts';
import { containersWithPaths } from './pod-containers.ts';

export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
export const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
export const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const LOCALHOST = 'localhost/';

type Annotations = { readonly [key: string]: string } | undefined;

/** Models pkg/apis/core/validation ValidatePodSpecificAnnotations. Differs: tolerations in an annotation are taken. */
export function validatePodAnnotations(annotations: Annotations, spec: PodSpec, path: string): FieldError[] {
	if (annotations === undefined) return [];
	const errors: FieldError[] = [];
	const mirror = annotations[MIRROR_ANNOTATION];
	if (mirror !== undefined && spec.nodeName === undefined) {
		errors.push(
			invalidValue(`${path}[${MIRROR_ANNOTATION}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set'),
		);
	}
	const cost = annotations[DELETION_COST];
	if (cost !== undefined && !isDeletionCost(cost)) {
		errors.push(invalidValue(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer'));
	}
	const keys = Object.keys(annotations);
	for (const key of [SECCOMP_POD, ...keys.filter((each) => each.startsWith(SECCOMP_CONTAINER))]) {
		const profile = annotations[key];
		if (profile !== undefined) errors.push(...validateSeccompName(profile, `${path}.${key}`));
	}
	for (const key of keys) {
		if (key.startsWith(APPARMOR)) errors.push(...validateAppArmorName(key, annotations[key] ?? '', spec, path));
	}
	return errors;
}

/** No plus sign, no leading zeros, 32 bits. */
function isDeletionCost(text: string): boolean {
	if (!/^(0|-?[1-9][0-9]{0,9})$/.test(text)) return false;
	const value = Number(text);
	return value >= -2147483648 && value <= 2147483647;
}

/** Models ValidateSeccompProfile. */
function validateSeccompName(profile: string, path: string): FieldError[] {
	if (SECCOMP_DEFAULTS.includes(profile) || profile === 'unconfined') return [];
	if (profile.startsWith(LOCALHOST)) return validateDescendingPath(profile.slice(LOCALHOST.length), path);
	return [invalidValue(path, profile, 'must be a valid seccomp profile')];
}

const SECCOMP_DEFAULTS = ['runtime/default', 'docker/default'];

/** Models ValidateAppArmorPodAnnotations. */
function validateAppArmorName(key: string, profile: string, spec: PodSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const name = key.slice(APPARMOR.length);
	if (!containersWithPaths(spec, '').some(([container]) => container.name === name)) {
		errors.push(invalidValue(`${path}[${key}]`, name, 'container not found'));
	}
	const known = profile === '' || profile === 'runtime/default' || profile === 'unconfined';
	if (!known && !profile.startsWith(LOCALHOST)) {
		const because = `invalid AppArmor profile name: ${JSON.stringify(profile)}`;
		errors.push(invalidValue(`${path}[${key}]`, profile, because));
	}
	return errors;
}

/**
 * Where a profile is both annotated and written in its field, they say the same.
 * Models validateSeccompAnnotationsAndFields, validateAppArmorAnnotationsAndFieldsMatchOnCreate.
 */
export function validateAnnotatedProfiles(annotations: Annotations, spec: PodSpec, path: string): FieldError[] {
	if (annotations === undefined) return [];
	const errors: FieldError[] = [];
	const seccomp = spec.securityContext?.seccompProfile;
	errors.push(...matchProfile('seccomp', annotations[SECCOMP_POD], seccomp, `${path}.securityContext.seccompProfile`));
	const containers = containersWithPaths(spec, path);
	for (const [{ name, securityContext }, at] of containers) {
		const annotated = annotations[`${SECCOMP_CONTAINER}${name}`];
		const field = `${at}.securityContext.seccompProfile`;
		errors.push(...matchProfile('seccomp', annotated, securityContext?.seccompProfile, field));
	}
	if (spec.os?.name === 'windows') return errors;
	for (const [{ name, securityContext }, at] of containers) {
		const profile = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
		const field = `${at}.securityContext.appArmorProfile`;
		errors.push(...matchProfile('apparmor', annotations[`${APPARMOR}${name}`], profile, field));
	}
	return errors;
}

function matchProfile(
	what: 'seccomp' | 'apparmor',
	annotated: string | undefined,
	profile: SeccompProfile | AppArmorProfile | undefined,
	path: string,
): FieldError[] {
	if (annotated === undefined || profile === undefined) return [];
	const otherType = [forbiddenField(`${path}.type`, `${what} type in annotation and field must match`)];
	switch (profile.type) {
		case 'Unconfined':
			return annotated === 'unconfined' ? [] : otherType;
		case 'RuntimeDefault': {
			const names = what === 'seccomp' ? SECCOMP_DEFAULTS : ['runtime/default'];
			return names.includes(annotated) ? [] : otherType;
		}
		case 'Localhost': {
			if (!annotated.startsWith(LOCALHOST)) return otherType;
			if (annotated.slice(LOCALHOST.length) === profile.localhostProfile) return [];
			return [forbiddenField(`${path}.localhostProfile`, `${what} profile in annotation and field must match`)];
		}
		default:
			return [];
	}
}

/** The field that an annotation stands for; undefined for a value that stands for none. Models ApparmorFieldForAnnotation. */
export function appArmorOfAnnotation(value: string): AppArmorProfile | undefined {
	if (value === 'unconfined') return { type: 'Unconfined' };
	if (value === 'runtime/default') return { type: 'RuntimeDefault' };
	const name = value.startsWith(LOCALHOST) ? value.slice(LOCALHOST.length) : '';
	return name === '' || name.trim() !== name ? undefined : { type: 'Localhost', localhostProfile: name };
}
