import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { nameIsPathSegment } from '../../machinery/names.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import type { MatchResources, NamedRuleWithOperations, RuleWithOperations } from './types.ts';

// Models pkg/apis/admissionregistration/validation: what webhooks and policies have in common.

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];
const MATCH_POLICIES = ['Equivalent', 'Exact'];
const FAILURE_POLICIES = ['Fail', 'Ignore'];

export function validateFailurePolicy(policy: string | undefined, path: string): FieldError[] {
	if (policy === undefined || FAILURE_POLICIES.includes(policy)) return [];
	return [notSupported(path, policy, FAILURE_POLICIES)];
}

export function validateMatchPolicy(policy: string | undefined, path: string): FieldError[] {
	if (policy === undefined || MATCH_POLICIES.includes(policy)) return [];
	return [notSupported(path, policy, MATCH_POLICIES)];
}

/** Models validateMatchResources. */
export function validateMatchResources(match: MatchResources, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { matchPolicy, namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = [] } = match;
	if (matchPolicy === undefined) errors.push(required(`${path}.matchPolicy`));
	errors.push(...validateMatchPolicy(matchPolicy, `${path}.matchPolicy`));
	for (const [field, selector] of Object.entries({ namespaceSelector, objectSelector })) {
		if (selector === undefined) errors.push(required(`${path}.${field}`));
		errors.push(...validateLabelSelector(selector, `${path}.${field}`));
	}
	for (const [field, rules] of Object.entries({ resourceRules, excludeResourceRules })) {
		for (const [index, rule] of rules.entries()) errors.push(...validateNamedRule(rule, `${path}.${field}[${index}]`));
	}
	return errors;
}

/** Models validateNamedRuleWithOperations. */
function validateNamedRule(rule: NamedRuleWithOperations, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const names = new Set<string>();
	for (const [index, name] of (rule.resourceNames ?? []).entries()) {
		const at = `${path}.resourceNames[${index}]`;
		for (const complaint of nameIsPathSegment(name, false)) errors.push(invalidValue(at, name, complaint));
		if (names.has(name)) errors.push(duplicate(at, name));
		names.add(name);
	}
	return [...errors, ...validateRule(rule, path)];
}

/** Models validateRuleWithOperations. */
export function validateRule(rule: RuleWithOperations, path: string): FieldError[] {
	const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
	const errors = validateSome(operations, `${path}.operations`, 'operations');
	for (const [index, operation] of operations.entries()) {
		if (OPERATIONS.includes(operation)) continue;
		errors.push(notSupported(`${path}.operations[${index}]`, operation, OPERATIONS));
	}
	errors.push(...validateSome(apiGroups, `${path}.apiGroups`, 'API groups'));
	errors.push(...validateSome(apiVersions, `${path}.apiVersions`, 'API versions'));
	for (const [index, version] of apiVersions.entries()) {
		if (version === '') errors.push(required(`${path}.apiVersions[${index}]`));
	}
	errors.push(...validateResources(resources, `${path}.resources`));
	if (scope !== undefined && !SCOPES.includes(scope)) errors.push(notSupported(`${path}.scope`, scope, SCOPES));
	return errors;
}

function validateSome(values: readonly string[], path: string, what: string): FieldError[] {
	if (values.length === 0) return [required(path)];
	if (values.length === 1 || !values.includes('*')) return [];
	return [invalidValue(path, values, `if '*' is present, must not specify other ${what}`)];
}

/** Models validateResources: what a wildcard covers may not be named beside it. */
function validateResources(resources: readonly string[], path: string): FieldError[] {
	const errors = resources.length === 0 ? [required(path)] : [];
	const allOf = new Set<string>();
	const anysOwn = new Set<string>();
	let bare = false;
	for (const [index, resource] of resources.entries()) {
		const at = `${path}[${index}]`;
		if (resource === '') {
			errors.push(required(at));
			continue;
		}
		const slash = resource.indexOf('/');
		if (slash < 0) {
			bare = resource !== '*';
			continue;
		}
		const [name, sub] = [resource.slice(0, slash), resource.slice(slash + 1)];
		if (allOf.has(name)) {
			errors.push(invalidValue(at, resource, `if '${name}/*' is present, must not specify ${resource}`));
		}
		if (anysOwn.has(sub)) {
			errors.push(invalidValue(at, resource, `if '*/${sub}' is present, must not specify ${resource}`));
		}
		if (sub === '*') allOf.add(name);
		if (name === '*') anysOwn.add(sub);
	}
	if (resources.length > 1 && resources.includes('*/*')) {
		errors.push(invalidValue(path, resources, "if '*/*' is present, must not specify other resources"));
	}
	if (resources.includes('*') && bare) {
		const because = "if '*' is present, must not specify other resources without subresources";
		errors.push(invalidValue(path, resources, because));
	}
	return errors;
}
