import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../../machinery/names.ts';
import type {
	FlowSchema,
	NonResourcePolicyRule,
	PolicyRulesWithSubjects,
	ResourcePolicyRule,
	ServiceAccountSubject,
	Subject,
} from './types.ts';

// Models pkg/apis/flowcontrol/validation.

const PRECEDENCE_MAX = 10_000;
const METHODS = ['ByNamespace', 'ByUser'];
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

/** Models ValidateFlowSchemaSpec. */
export function validateFlowSchemaSpec({ metadata, spec }: FlowSchema): FieldError[] {
	const errors: FieldError[] = [];
	const precedence = spec.matchingPrecedence ?? 0;
	const at = 'spec.matchingPrecedence';
	if (precedence <= 0) errors.push(invalidValue(at, precedence, 'must be a positive value'));
	if (precedence > PRECEDENCE_MAX) {
		errors.push(invalidValue(at, precedence, `must not be greater than ${PRECEDENCE_MAX}`));
	}
	if (precedence === 1 && metadata.name !== 'exempt') {
		errors.push(invalidValue(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
	}
	const method = spec.distinguisherMethod;
	if (method !== undefined && !METHODS.includes(method.type)) {
		errors.push(notSupported('spec.distinguisherMethod.type', { Type: method.type }, METHODS));
	}
	const level = spec.priorityLevelConfiguration.name;
	const levelPath = 'spec.priorityLevelConfiguration.name';
	if (level === '') errors.push(required(levelPath, 'must reference a priority level'));
	for (const complaint of level === '' ? [] : nameIsDnsSubdomain(level, false)) {
		errors.push(invalidValue(levelPath, level, complaint));
	}
	for (const [index, rule] of (spec.rules ?? []).entries()) errors.push(...validateRule(rule, `spec.rules[${index}]`));
	return errors;
}

/** Conditions of schemas and of levels. Models ValidateFlowSchemaStatus, ValidatePriorityLevelConfigurationStatus. */
export function validateConditions(conditions: readonly { readonly type?: string }[] | undefined): FieldError[] {
	const errors: FieldError[] = [];
	const types = new Set<string>();
	for (const [index, { type = '' }] of (conditions ?? []).entries()) {
		const path = `status.conditions[${index}].type`;
		if (types.has(type)) errors.push(duplicate(path, type));
		types.add(type);
		if (type === '') errors.push(required(path, 'must not be empty'));
	}
	return errors;
}

function validateRule(rule: PolicyRulesWithSubjects, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { subjects, resourceRules = [], nonResourceRules = [] } = rule;
	if (subjects.length === 0) errors.push(required(`${path}.subjects`, 'subjects must contain at least one value'));
	for (const [index, subject] of subjects.entries()) {
		errors.push(...validateSubject(subject, `${path}.subjects[${index}]`));
	}
	if (resourceRules.length + nonResourceRules.length === 0) {
		errors.push(required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
	}
	for (const [index, each] of resourceRules.entries()) {
		errors.push(...validateResourceRule(each, `${path}.resourceRules[${index}]`));
	}
	for (const [index, each] of nonResourceRules.entries()) {
		errors.push(...validateNonResourceRule(each, `${path}.nonResourceRules[${index}]`));
	}
	return errors;
}

/** Kinds of subjects, each with the field that describes it; the fields in the order in which the server forbids them. */
const SUBJECTS = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const;
type SubjectKind = keyof typeof SUBJECTS;

function validateSubject(subject: Subject, path: string): FieldError[] {
	const kinds = Object.keys(SUBJECTS) as SubjectKind[];
	const kind = kinds.find((each) => each === subject.kind);
	if (kind === undefined) return [notSupported(`${path}.kind`, subject.kind, [...kinds].sort())];
	const own = SUBJECTS[kind];
	const described = subject[own];
	const errors: FieldError[] = [];
	if (described === undefined) {
		errors.push(required(`${path}.${own}`, `${own} is required when subject kind is '${kind}'`));
	} else {
		if (described.name === '') errors.push(required(`${path}.${own}.name`));
		if (kind === 'ServiceAccount')
			errors.push(...validateAccount(described as ServiceAccountSubject, `${path}.${own}`));
	}
	for (const other of kinds) {
		const field = SUBJECTS[other];
		if (other === kind || subject[field] === undefined) continue;
		errors.push(forbiddenField(`${path}.${field}`, `${field} is forbidden when subject kind is not '${other}'`));
	}
	return errors;
}

function validateAccount({ name, namespace }: ServiceAccountSubject, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const complaint of name === '' || name === '*' ? [] : nameIsDnsSubdomain(name, false)) {
		errors.push(invalidValue(`${path}.name`, name, complaint));
	}
	if (namespace === '') {
		errors.push(required(`${path}.namespace`, 'must specify namespace for service account'));
		return errors;
	}
	for (const complaint of nameIsDnsLabel(namespace, false)) {
		errors.push(invalidValue(`${path}.namespace`, namespace, complaint));
	}
	return errors;
}

function validateVerbs(verbs: readonly string[], path: string): FieldError[] {
	if (verbs.length === 0) return [required(path, 'verbs must contain at least one value')];
	if (verbs.includes('*')) return onlyWildcard(verbs, path, 'verbs');
	return verbs.every((verb) => VERBS.includes(verb)) ? [] : [notSupported(path, [...verbs], VERBS)];
}

function onlyWildcard(values: readonly string[], path: string, what: string): FieldError[] {
	if (values.length < 2 || !values.includes('*')) return [];
	return [invalidValue(path, values, `if '*' is present, must not specify other ${what}`)];
}

/** Models ValidateFlowSchemaResourcePolicyRule. */
function validateResourceRule(rule: ResourcePolicyRule, path: string): FieldError[] {
	const { verbs, apiGroups, resources, clusterScope = false } = rule;
	// Written as null where there are none.
	const namespaces = rule.namespaces ?? [];
	const errors = validateVerbs(verbs, `${path}.verbs`);
	if (apiGroups.length === 0) {
		errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
	}
	errors.push(...onlyWildcard(apiGroups, `${path}.apiGroups`, 'api groups'));
	if (resources.length === 0) {
		errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
	}
	errors.push(...onlyWildcard(resources, `${path}.resources`, 'resources'));
	if (namespaces.length === 0 && !clusterScope) {
		const because = 'resource rules that are not cluster scoped must supply at least one namespace';
		errors.push(required(`${path}.namespaces`, because));
	}
	if (namespaces.includes('*')) return [...errors, ...onlyWildcard(namespaces, `${path}.namespaces`, 'namespaces')];
	for (const [index, namespace] of namespaces.entries()) {
		for (const complaint of nameIsDnsLabel(namespace, false)) {
			const because = `each member of this list must be '*' or a DNS-1123 label; ${complaint}`;
			errors.push(invalidValue(`${path}.namespaces[${index}]`, namespace, because));
		}
	}
	return errors;
}

/** Models ValidateFlowSchemaNonResourcePolicyRule. */
function validateNonResourceRule({ verbs, nonResourceURLs }: NonResourcePolicyRule, path: string): FieldError[] {
	const errors = validateVerbs(verbs, `${path}.verbs`);
	const at = `${path}.nonResourceURLs`;
	if (nonResourceURLs.length === 0) {
		errors.push(required(at, 'nonResourceURLs must contain at least one value'));
	}
	if (nonResourceURLs.includes('*')) return [...errors, ...onlyWildcard(nonResourceURLs, at, 'non-resource URLs')];
	for (const [index, url] of nonResourceURLs.entries()) {
		const complaint = urlComplaint(url);
		if (complaint !== undefined) errors.push(invalidValue(`${at}[${index}]`, url, complaint));
	}
	return errors;
}

/** Models ValidateNonResourceURLPath. */
function urlComplaint(url: string): string | undefined {
	if (url === '') return 'must not be empty';
	if (!url.startsWith('/')) return 'must start with slash';
	if (url.includes(' ')) return 'must not contain white-space';
	if (url.includes('//')) return 'must not contain double slash';
	const star = url.indexOf('*');
	return star < 0 || (star === url.length - 1 && url.endsWith('/*'))
		? undefined
		: 'wildcard can only do suffix matching';
}
