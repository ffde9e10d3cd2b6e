import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import type { PodSpec } from '../core/types/pod.ts';

export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** Models pkg/apis/core/validation ValidatePodSpecificAnnotations. Differs: the old seccomp and AppArmor keys are taken. */
export function validatePodAnnotations(
	annotations: { [key: string]: string } | undefined,
	spec: PodSpec,
	path: string,
): FieldError[] {
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
	return errors;
}

/** No plus sign, no leading zeros, 32 bits. */
function isDeletionCost(text: string): boolean {
	if (!/^(0|-?[1-9][0-9]{0,9})$/.test(text)) return false;
	const value = Number(text);
	return value >= -2147483648 && value <= 2147483647;
}
