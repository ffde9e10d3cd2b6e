import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain, qualifiedName, rangeComplaint } from '../../machinery/names.ts';
import { ownValue } from '../../machinery/own-value.ts';
import { validateImageSpaces } from '../validation/ephemeral-containers.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import {
	APPARMOR,
	MIRROR_ANNOTATION,
	validateAnnotatedProfiles,
	validatePodAnnotations,
} from '../validation/pod-annotations.ts';
import { validatePodSpec } from '../validation/pod-spec.ts';
import { validateTolerations } from '../validation/scheduling.ts';
import { validateGatedChanges } from './gated-pod-changes.ts';
import { ephemeralContainerDiff, podSpecDiff } from './pod-spec-diff.ts';
import type { Container, ContainerStatus } from './types/container.ts';
import type { Pod, PodSpec } from './types/pod.ts';
import type { Toleration } from './types/reference.ts';

// Models pkg/apis/core/validation ValidatePodCreate, ValidatePodUpdate, ValidatePodStatusUpdate.

const META = { namespaced: true, validateName: nameIsDnsSubdomain };
const INT32_MAX = 2147483647;

export function validatePod(pod: Pod): FieldError[] {
	const errors = validatePodMetadataAndSpec(pod);
	if ((pod.spec.ephemeralContainers ?? []).length > 0) {
		errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'));
	}
	if (pod.spec.nodeName !== undefined && (pod.spec.schedulingGates ?? []).length > 0) {
		errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
	}
	errors.push(...validateAnnotatedProfiles(pod.metadata.annotations, pod.spec, 'spec'));
	return errors;
}

/** Models validatePodMetadataAndSpec. */
export function validatePodMetadataAndSpec({ metadata, spec }: Pod): FieldError[] {
	const errors = validateObjectMeta(metadata, META);
	errors.push(...validatePodAnnotations(metadata.annotations, spec, 'metadata.annotations'));
	errors.push(...validatePodSpec(spec, metadata.name, 'spec'));
	if (spec.serviceAccountName === undefined) {
		for (const [index, volume] of (spec.volumes ?? []).entries()) {
			for (const [sourceIndex, source] of (volume.projected?.sources ?? []).entries()) {
				if (source.serviceAccountToken === undefined) continue;
				const at = `spec.volumes[${index}].projected.sources[${sourceIndex}].serviceAccountToken`;
				errors.push(forbiddenField(at, 'must not be specified when serviceAccountName is not set'));
			}
		}
	}
	for (const field of ['containers', 'initContainers'] as const) {
		for (const [index, container] of (spec[field] ?? []).entries()) {
			errors.push(...validateImageSpaces(container, `spec.${field}[${index}]`));
		}
	}
	return errors;
}

/** What a Pod's owner may still change. Models updatablePodSpecFields. */
const UPDATABLE = [
	'`spec.containers[*].image`',
	'`spec.initContainers[*].image`',
	'`spec.activeDeadlineSeconds`',
	'`spec.tolerations` (only additions to existing tolerations)',
	'`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
	const errors = [...validateObjectMetaUpdate(pod, old), ...validatePodMetadataAndSpec(pod)];
	errors.push(...validateAnnotationChanges(pod, old));
	for (const field of ['containers', 'initContainers'] as const) {
		const path = `spec.${field}`;
		const now = pod.spec[field] ?? [];
		if (now.length !== (old.spec[field] ?? []).length) {
			return [...errors, forbiddenField(path, 'pod updates may not add or remove containers')];
		}
		for (const [index, container] of now.entries()) {
			if (!container.image) errors.push(required(`${path}[${index}].image`));
			errors.push(...validateImageSpaces(container, `${path}[${index}]`));
		}
	}
	const deadlineErrors = validateDeadlineChange(pod.spec, old.spec);
	errors.push(...deadlineErrors);
	if (deadlineErrors.length > 0 && pod.spec.activeDeadlineSeconds !== undefined) return errors;
	errors.push(...validateAddedTolerations(pod.spec.tolerations ?? [], old.spec.tolerations ?? []));
	errors.push(...validateRemovedGates(pod.spec, old.spec));
	if (jsonEqual(pod.spec, old.spec)) return errors;
	if ((old.spec.schedulingGates ?? []).length > 0) errors.push(...validateGatedChanges(pod.spec, old.spec));
	const rest = withoutUpdatable(pod.spec, old.spec);
	if (!jsonEqual(rest, old.spec)) {
		const because = `pod updates may not change fields other than ${UPDATABLE}\n${podSpecDiff(old.spec, rest)}`;
		errors.push(forbiddenField('spec', because));
	}
	return errors;
}

/** `spec` with the old values of all that may change. */
function withoutUpdatable(spec: PodSpec, old: PodSpec): PodSpec {
	const withOldImages = (now: Container[], before: readonly Container[]): Container[] =>
		now.map((container, index) => withField(container, 'image', before[index]?.image));
	let rest: PodSpec = { ...spec, containers: withOldImages(spec.containers, old.containers) };
	if (spec.initContainers !== undefined) {
		rest.initContainers = withOldImages(spec.initContainers, old.initContainers ?? []);
	}
	rest = withField(rest, 'activeDeadlineSeconds', old.activeDeadlineSeconds);
	rest = withField(rest, 'schedulingGates', old.schedulingGates);
	rest = withField(rest, 'tolerations', old.tolerations);
	if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1) {
		rest = withField(rest, 'terminationGracePeriodSeconds', old.terminationGracePeriodSeconds);
	}
	if ((old.schedulingGates ?? []).length > 0) {
		// Where a gated Pod may run can still be narrowed.
		rest = withField(rest, 'nodeSelector', old.nodeSelector);
		const affinity = { ...rest.affinity };
		if (old.affinity?.nodeAffinity === undefined) delete affinity.nodeAffinity;
		else affinity.nodeAffinity = old.affinity.nodeAffinity;
		rest = withField(rest, 'affinity', Object.keys(affinity).length === 0 ? old.affinity : affinity);
	}
	return rest;
}

function withField<T extends object, K extends keyof T>(object: T, field: K, value: T[K] | undefined): T {
	const copy = { ...object };
	if (value === undefined) delete copy[field];
	else copy[field] = value;
	return copy;
}

function validateAnnotationChanges(pod: Pod, old: Pod): FieldError[] {
	const now = pod.metadata.annotations ?? {};
	const before = old.metadata.annotations ?? {};
	const errors: FieldError[] = [];
	const forbid = (key: string, act: string): void => {
		const what = key === MIRROR_ANNOTATION ? 'mirror pod annotation' : 'AppArmor annotations';
		if (key !== MIRROR_ANNOTATION && !key.startsWith(APPARMOR)) return;
		errors.push(forbiddenField(`metadata.annotations[${key}]`, `may not ${act} ${what}`));
	};
	for (const key of Object.keys(before)) if (ownValue(now, key) !== before[key]) forbid(key, 'remove or update');
	for (const key of Object.keys(now)) if (!Object.hasOwn(before, key)) forbid(key, 'add');
	return errors;
}

function validateDeadlineChange(spec: PodSpec, old: PodSpec): FieldError[] {
	const path = 'spec.activeDeadlineSeconds';
	const { activeDeadlineSeconds: now } = spec;
	const { activeDeadlineSeconds: before } = old;
	if (now === undefined) {
		return before === undefined
			? []
			: [invalidValue(path, null, 'must not update from a positive integer to nil value')];
	}
	if (now < 0 || now > INT32_MAX) return [invalidValue(path, now, rangeComplaint(0, INT32_MAX))];
	if (before !== undefined && before < now) {
		return [invalidValue(path, now, 'must be less than or equal to previous value')];
	}
	return [];
}

/** Models validateOnlyAddedTolerations. */
function validateAddedTolerations(now: readonly Toleration[], before: readonly Toleration[]): FieldError[] {
	const without = ({ tolerationSeconds: _, ...rest }: Toleration): object => rest;
	const kept = before.every((old) => now.some((each) => jsonEqual(without(each), without(old))));
	if (!kept) {
		const because = 'existing toleration can not be modified except its tolerationSeconds';
		return [forbiddenField('spec.tolerations', because)];
	}
	return validateTolerations(now, 'spec.tolerations');
}

/** Models validateOnlyDeletedSchedulingGates. */
function validateRemovedGates(spec: PodSpec, old: PodSpec): FieldError[] {
	const before = new Set((old.schedulingGates ?? []).map(({ name }) => name));
	const errors: FieldError[] = [];
	for (const [index, { name }] of (spec.schedulingGates ?? []).entries()) {
		if (before.has(name)) continue;
		const because = `only deletion is allowed, but found new scheduling gate '${name}'`;
		errors.push(forbiddenField(`spec.schedulingGates[${index}].name`, because));
	}
	return errors;
}

const SYSTEM_CONDITIONS = new Set(['PodScheduled', 'Ready', 'Initialized']);

export function validatePodStatusUpdate(pod: Pod, old: Pod): FieldError[] {
	const errors = [...validateObjectMetaUpdate(pod, old), ...validateAnnotationChanges(pod, old)];
	for (const [index, { type, observedGeneration }] of (pod.status.conditions ?? []).entries()) {
		const at = `status.conditions[${index}]`;
		if ((observedGeneration ?? 0) < 0) {
			const because = 'must be a non-negative integer';
			errors.push(invalidValue(`${at}.observedGeneration`, observedGeneration, because));
		}
		if (SYSTEM_CONDITIONS.has(type)) continue;
		for (const complaint of qualifiedName(type)) errors.push(invalidValue(`${at}.Type`, type, complaint));
	}
	for (const field of ['containerStatuses', 'initContainerStatuses'] as const) {
		errors.push(...validateTransitions(pod, old, field));
	}
	if (pod.spec.nodeName === undefined && pod.status.nominatedNodeName !== undefined) {
		for (const complaint of nameIsDnsSubdomain(pod.status.nominatedNodeName, false)) {
			errors.push(invalidValue('status.nominatedNodeName', pod.status.nominatedNodeName, complaint));
		}
	}
	return errors;
}

/** What has ended for good may not run again. Models ValidateContainerStateTransition. */
function validateTransitions(pod: Pod, old: Pod, field: 'containerStatuses' | 'initContainerStatuses'): FieldError[] {
	const { spec } = pod;
	if (spec.restartPolicy === 'Always') return [];
	const containers = field === 'containerStatuses' ? spec.containers : (spec.initContainers ?? []);
	const errors: FieldError[] = [];
	for (const [index, before] of (old.status[field] ?? []).entries()) {
		const exitCode = before.state?.terminated?.exitCode;
		if (exitCode === undefined) continue;
		const container = containers.find(({ name }) => name === before.name);
		if (mayRestart(container, spec, exitCode)) continue;
		const now: ContainerStatus | undefined = pod.status[field]?.find(({ name }) => name === before.name);
		if (now === undefined || now.state?.terminated !== undefined) continue;
		errors.push(forbiddenField(`status.${field}[${index}].state`, 'may not be transitioned to non-terminated state'));
	}
	return errors;
}

/** Models pkg/api/v1/pod ContainerShouldRestart. */
function mayRestart(container: Container | undefined, spec: PodSpec, exitCode: number): boolean {
	for (const { action, exitCodes } of container?.restartPolicyRules ?? []) {
		const listed = exitCodes?.values?.includes(exitCode) === true;
		if (action === 'Restart' && (exitCodes?.operator === 'In' ? listed : !listed)) return true;
	}
	const policy = container?.restartPolicy ?? spec.restartPolicy;
	return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/** Models ValidatePodEphemeralContainersUpdate, of an update through the subresource. */
export function validateEphemeralContainersUpdate(pod: Pod, old: Pod): FieldError[] {
	if (old.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) {
		return [forbiddenField('[]', 'static pods do not support ephemeral containers')];
	}
	const errors = [...validateObjectMetaUpdate(pod, old), ...validatePodMetadataAndSpec(pod)];
	errors.push(...validateAnnotationChanges(pod, old));
	const now = new Map((pod.spec.ephemeralContainers ?? []).map((container) => [container.name, container]));
	for (const before of old.spec.ephemeralContainers ?? []) {
		const after = now.get(before.name);
		const subject = `existing ephemeral containers ${JSON.stringify(before.name)}`;
		if (after === undefined) {
			errors.push(forbiddenField('spec.ephemeralContainers', `${subject} may not be removed\n`));
		} else if (!jsonEqual(before, after)) {
			const because = `${subject} may not be changed\n${ephemeralContainerDiff(before, after)}`;
			errors.push(forbiddenField('spec.ephemeralContainers', because));
		}
	}
	return errors;
}
