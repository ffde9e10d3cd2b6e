import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported } from '../../machinery/field-error.ts';
import { labelSelectorFrom, SelectorError } from '../../machinery/selectors.ts';
import type { PodTemplateSpec } from '../core/types/pod.ts';
import type { LabelSelector } from '../meta/types.ts';
import { validateAnnotations, validateLabels } from './object-meta.ts';
import { validateAnnotatedProfiles, validatePodAnnotations } from './pod-annotations.ts';
import { validatePodSpec } from './pod-spec.ts';

/** Models pkg/apis/core/validation ValidatePodTemplateSpec. */
export function validatePodTemplate({ metadata, spec }: PodTemplateSpec, path: string): FieldError[] {
	const errors = validateLabels(metadata?.labels, `${path}.labels`);
	errors.push(...validateAnnotations(metadata?.annotations, `${path}.annotations`));
	errors.push(...validatePodAnnotations(metadata?.annotations, spec, `${path}.annotations`));
	errors.push(...validatePodSpec(spec, undefined, `${path}.spec`));
	errors.push(...validateAnnotatedProfiles(metadata?.annotations, spec, `${path}.spec`));
	if ((spec.ephemeralContainers ?? []).length > 0) {
		errors.push(forbiddenField(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
	}
	return errors;
}

/**
 * The labels of the template must be what the selector looks for: no selector looks for nothing at all.
 * A selector that says nothing takes everything, and one that cannot be worked with is somebody else's complaint.
 */
export function validateSelectorMatches(
	selector: LabelSelector | undefined,
	template: PodTemplateSpec | undefined,
	path: string,
): FieldError[] {
	if (!isUsableSelector(selector)) return [];
	const labels = template?.metadata?.labels;
	if (labelSelectorFrom(selector).matches(labels)) return [];
	return [invalidValue(`${path}.metadata.labels`, labels ?? null, '`selector` does not match template `labels`')];
}

/** Whether a selector's operators and values can be worked with at all. */
export function isUsableSelector(selector: LabelSelector | undefined): boolean {
	try {
		labelSelectorFrom(selector);
		return true;
	} catch (error) {
		if (error instanceof SelectorError) return false;
		throw error;
	}
}

/** Of workloads whose Pods must go on. @param owner as the message calls it ("ReplicaSet"). */
export function validateLongRunning(template: PodTemplateSpec, owner: string, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { restartPolicy, activeDeadlineSeconds } = template.spec;
	if (restartPolicy !== 'Always') {
		errors.push(notSupported(`${path}.spec.restartPolicy`, restartPolicy ?? '', ['Always']));
	}
	if (activeDeadlineSeconds !== undefined) {
		errors.push(
			forbiddenField(`${path}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${owner} is not Supported`),
		);
	}
	return errors;
}
