import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain, nameIsPathSegment } from '../../machinery/names.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { RBAC_GROUP } from './subjects.ts';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, RoleBinding, Subject } from './types.ts';

// Models pkg/apis/rbac/validation.

export function validateRules(rules: readonly PolicyRule[], namespaced: boolean): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, rule] of rules.entries()) {
		const at = `rules[${index}]`;
		const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
		if (verbs.length === 0) errors.push(required(`${at}.verbs`, 'verbs must contain at least one value'));
		if (nonResourceURLs.length > 0) {
			const path = `${at}.nonResourceURLs`;
			if (namespaced) {
				const because = 'namespaced rules cannot apply to non-resource URLs';
				errors.push(invalidValue(path, nonResourceURLs, because));
			}
			if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0) {
				const because = 'rules cannot apply to both regular resources and non-resource URLs';
				errors.push(invalidValue(path, nonResourceURLs, because));
			}
			continue;
		}
		if (apiGroups.length === 0) {
			errors.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'));
		}
		if (resources.length === 0) {
			errors.push(required(`${at}.resources`, 'resource rules must supply at least one resource'));
		}
	}
	return errors;
}

export function validateClusterRole({ rules, aggregationRule }: ClusterRole): FieldError[] {
	const errors = validateRules(rules ?? [], false);
	if (aggregationRule === undefined) return errors;
	const path = 'aggregationRule.clusterRoleSelectors';
	const selectors = aggregationRule.clusterRoleSelectors ?? [];
	if (selectors.length === 0) {
		errors.push(required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
	}
	for (const [index, selector] of selectors.entries()) {
		errors.push(...validateLabelSelector(selector, `${path}[${index}]`));
	}
	return errors;
}

export function validateBinding(binding: RoleBinding | ClusterRoleBinding, namespaced: boolean): FieldError[] {
	const errors: FieldError[] = [];
	const { apiGroup, kind, name } = binding.roleRef;
	if (apiGroup !== RBAC_GROUP) errors.push(notSupported('roleRef.apiGroup', apiGroup, [RBAC_GROUP]));
	const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
	if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds));
	if (name === '') errors.push(required('roleRef.name'));
	else
		for (const complaint of nameIsPathSegment(name, false)) errors.push(invalidValue('roleRef.name', name, complaint));
	for (const [index, subject] of (binding.subjects ?? []).entries()) {
		errors.push(...validateSubject(subject, namespaced, `subjects[${index}]`));
	}
	return errors;
}

function validateSubject(subject: Subject, namespaced: boolean, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { kind, name, namespace, apiGroup = '' } = subject;
	if (name === '') errors.push(required(`${path}.name`));
	if (kind === 'ServiceAccount') {
		for (const complaint of name === '' ? [] : nameIsDnsSubdomain(name, false)) {
			errors.push(invalidValue(`${path}.name`, name, complaint));
		}
		if (apiGroup !== '') errors.push(notSupported(`${path}.apiGroup`, apiGroup, ['']));
		if (!namespaced && !namespace) errors.push(required(`${path}.namespace`));
	} else if (kind === 'User' || kind === 'Group') {
		if (apiGroup !== RBAC_GROUP) errors.push(notSupported(`${path}.apiGroup`, apiGroup, [RBAC_GROUP]));
	} else errors.push(notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
	return errors;
}

/** A binding keeps its role: the server's own structure is the bad value. */
export function validateBindingChange(
	binding: RoleBinding | ClusterRoleBinding,
	old: RoleBinding | ClusterRoleBinding,
): FieldError[] {
	if (jsonEqual(binding.roleRef, old.roleRef)) return [];
	const { apiGroup, kind, name } = binding.roleRef;
	return [invalidValue('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')];
}
