import type { FieldError } from '../../machinery/field-error.ts';
import {
	duplicate,
	FieldError as FieldErrorClass,
	forbiddenField,
	invalidValue,
	notSupported,
	required,
} from '../../machinery/field-error.ts';
import { dns1123Label, labelValue, nameIsDnsSubdomain } from '../../machinery/names.ts';
import type { Affinity, NodeAffinity, PodAffinityTerm, TopologySpreadConstraint } from '../core/types/container.ts';
import type {
	NodeSelector,
	NodeSelectorRequirement,
	NodeSelectorTerm,
	Taint,
	Toleration,
} from '../core/types/reference.ts';
import type { LabelSelector } from '../meta/types.ts';
import { validateLabelName, validateLabelSelector } from './label-selector.ts';

// Models pkg/apis/core/validation validateAffinity, ValidateTolerations, validateTopologySpreadConstraints, validateNodeTaints.

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTolerations(tolerations: readonly Toleration[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, toleration] of tolerations.entries()) {
		const at = `${path}[${index}]`;
		const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
		if (key !== '') errors.push(...validateLabelName(key, `${at}.key`));
		if (key === '' && operator !== 'Exists') {
			errors.push(
				invalidValue(
					`${at}.operator`,
					operator,
					'operator must be Exists when `key` is empty, which means "match all values and all keys"',
				),
			);
		}
		if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
			errors.push(invalidValue(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
		}
		if (operator === 'Equal' || operator === '') {
			const complaints = labelValue(value);
			if (complaints.length > 0) errors.push(invalidValue(`${at}.operator`, value, complaints.join(';')));
		} else if (operator === 'Exists') {
			if (value !== '') {
				errors.push(invalidValue(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"));
			}
		} else errors.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']));
		if (effect !== '' && !EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, EFFECTS));
	}
	return errors;
}

export function validateTaints(taints: readonly Taint[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, taint] of taints.entries()) {
		const at = `${path}[${index}]`;
		errors.push(...validateLabelName(taint.key, `${at}.key`));
		const complaints = labelValue(taint.value ?? '');
		if (complaints.length > 0) errors.push(invalidValue(`${at}.value`, taint.value, complaints.join(';')));
		if (taint.effect === '') errors.push(required(`${at}.effect`));
		else if (!EFFECTS.includes(taint.effect)) errors.push(notSupported(`${at}.effect`, taint.effect, EFFECTS));
		const key = `${taint.effect}/${taint.key}`;
		if (seen.has(key)) {
			const shown = {
				Key: taint.key,
				Value: taint.value ?? '',
				Effect: taint.effect,
				TimeAdded: taint.timeAdded ?? null,
			};
			errors.push(
				new FieldErrorClass('FieldValueDuplicate', at, shown, 'taints must be unique by key and effect pair'),
			);
		}
		seen.add(key);
	}
	return errors;
}

export function validateAffinity(affinity: Affinity | undefined, path: string): FieldError[] {
	if (affinity === undefined) return [];
	const errors: FieldError[] = [];
	if (affinity.nodeAffinity !== undefined) {
		errors.push(...validateNodeAffinity(affinity.nodeAffinity, `${path}.nodeAffinity`));
	}
	for (const field of ['podAffinity', 'podAntiAffinity'] as const) {
		const at = `${path}.${field}`;
		const terms = affinity[field]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
		for (const [index, term] of terms.entries()) {
			errors.push(...validatePodTerm(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`));
		}
		const preferred = affinity[field]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
		for (const [index, { weight, podAffinityTerm }] of preferred.entries()) {
			const termPath = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
			errors.push(...validateWeight(weight, termPath));
			errors.push(...validatePodTerm(podAffinityTerm, `${termPath}.podAffinityTerm`));
		}
	}
	return errors;
}

function validateWeight(weight: number, path: string): FieldError[] {
	return weight > 0 && weight <= 100 ? [] : [invalidValue(`${path}.weight`, weight, 'must be in the range 1-100')];
}

function validateNodeAffinity(affinity: NodeAffinity, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { requiredDuringSchedulingIgnoredDuringExecution: needed } = affinity;
	if (needed !== undefined) {
		errors.push(...validateNodeSelector(needed, `${path}.requiredDuringSchedulingIgnoredDuringExecution`));
	}
	const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
	for (const [index, { weight, preference }] of preferred.entries()) {
		const at = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
		errors.push(...validateWeight(weight, at));
		errors.push(...validateNodeTerm(preference, false, `${at}.preference`));
	}
	return errors;
}

/** Models ValidateNodeSelector. */
export function validateNodeSelector(selector: NodeSelector, path: string): FieldError[] {
	const at = `${path}.nodeSelectorTerms`;
	const terms = selector.nodeSelectorTerms ?? [];
	if (terms.length === 0) return [required(at, 'must have at least one node selector term')];
	return terms.flatMap((term, index) => validateNodeTerm(term, true, `${at}[${index}]`));
}

function validateNodeTerm(term: NodeSelectorTerm, checkValues: boolean, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, requirement] of (term.matchExpressions ?? []).entries()) {
		const at = `${path}.matchExpressions[${index}]`;
		errors.push(...validateNodeRequirement(requirement, at));
		for (const [valueIndex, value] of (checkValues ? (requirement.values ?? []) : []).entries()) {
			for (const complaint of labelValue(value)) {
				errors.push(invalidValue(`${at}.values[${valueIndex}]`, value, complaint));
			}
		}
	}
	for (const [index, requirement] of (term.matchFields ?? []).entries()) {
		errors.push(...validateNodeField(requirement, `${path}.matchFields[${index}]`));
	}
	return errors;
}

function validateNodeRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (operator === 'In' || operator === 'NotIn') {
		if (values.length === 0) {
			errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
		}
	} else if (operator === 'Exists' || operator === 'DoesNotExist') {
		if (values.length > 0) {
			errors.push(
				forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
			);
		}
	} else if (operator === 'Gt' || operator === 'Lt') {
		if (values.length !== 1) {
			errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
		}
	} else errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
	errors.push(...validateLabelName(key, `${path}.key`));
	return errors;
}

/** Models ValidateNodeFieldSelectorRequirement. */
function validateNodeField({ key, operator, values = [] }: NodeSelectorRequirement, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (operator !== 'In' && operator !== 'NotIn') {
		errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
	} else if (values.length !== 1) {
		errors.push(
			required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"),
		);
	}
	if (key !== 'metadata.name') {
		errors.push(invalidValue(`${path}.key`, key, 'not a valid field selector key'));
		return errors;
	}
	for (const [index, value] of values.entries()) {
		for (const complaint of nameIsDnsSubdomain(value, false)) {
			errors.push(invalidValue(`${path}.values[${index}]`, value, complaint));
		}
	}
	return errors;
}

function validatePodTerm(term: PodAffinityTerm, path: string): FieldError[] {
	const errors = validateLabelSelector(term.labelSelector, `${path}.labelSelector`);
	errors.push(...validateLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`));
	for (const namespace of term.namespaces ?? []) {
		for (const complaint of dns1123Label(namespace)) {
			errors.push(invalidValue(`${path}.namespace`, namespace, complaint));
		}
	}
	errors.push(...validateLabelKeys(term, path));
	if (term.topologyKey === '') errors.push(required(`${path}.topologyKey`, 'can not be empty'));
	errors.push(...validateLabelName(term.topologyKey, `${path}.topologyKey`));
	return errors;
}

interface WithLabelKeys {
	readonly matchLabelKeys?: string[];
	readonly mismatchLabelKeys?: string[];
	readonly labelSelector?: LabelSelector;
}

/** Models ValidateMatchLabelKeysAndMismatchLabelKeys. */
function validateLabelKeys(term: WithLabelKeys, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
	for (const [field, keys] of Object.entries({ matchLabelKeys, mismatchLabelKeys })) {
		if (keys.length === 0) continue;
		if (labelSelector === undefined) {
			errors.push(forbiddenField(`${path}.${field}`, 'must not be specified when labelSelector is not set'));
			continue;
		}
		for (const [index, key] of keys.entries()) errors.push(...validateLabelName(key, `${path}.${field}[${index}]`));
	}
	const selected = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
	for (const { key } of labelSelector?.matchExpressions ?? []) {
		const index = matchLabelKeys.indexOf(key);
		if (index >= 0 && selected.has(key)) {
			errors.push(invalidValue(`${path}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'));
		}
		selected.add(key);
	}
	for (const [index, key] of matchLabelKeys.entries()) {
		if (mismatchLabelKeys.includes(key)) {
			errors.push(
				invalidValue(`${path}.matchLabelKeys[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'),
			);
		}
	}
	return errors;
}

const WHEN_UNSATISFIABLE = ['DoNotSchedule', 'ScheduleAnyway'];
const NODE_POLICIES = ['Honor', 'Ignore'];

export function validateSpreadConstraints(
	constraints: readonly TopologySpreadConstraint[],
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, constraint] of constraints.entries()) {
		const at = `${path}[${index}]`;
		const { maxSkew, topologyKey, whenUnsatisfiable: action, minDomains } = constraint;
		if (maxSkew <= 0) errors.push(invalidValue(`${at}.maxSkew`, maxSkew, 'must be greater than zero'));
		if (topologyKey === '') errors.push(required(`${at}.topologyKey`, 'can not be empty'));
		if (!WHEN_UNSATISFIABLE.includes(action)) {
			errors.push(notSupported(`${at}.whenUnsatisfiable`, action, WHEN_UNSATISFIABLE));
		}
		const again = constraints
			.slice(index + 1)
			.some((each) => each.topologyKey === topologyKey && each.whenUnsatisfiable === action);
		if (again) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`));
		if (minDomains !== undefined) {
			if (minDomains <= 0) errors.push(invalidValue(`${at}.minDomains`, minDomains, 'must be greater than zero'));
			if (action !== 'DoNotSchedule') {
				const because = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
				errors.push(invalidValue(`${at}.minDomains`, minDomains, because));
			}
		}
		for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
			const policy = constraint[field];
			if (policy !== undefined && !NODE_POLICIES.includes(policy)) {
				errors.push(notSupported(`${at}.${field}`, policy, NODE_POLICIES));
			}
		}
		errors.push(...validateLabelKeys(constraint, at));
		errors.push(...validateLabelSelector(constraint.labelSelector, `${at}.labelSelector`));
	}
	return errors;
}
