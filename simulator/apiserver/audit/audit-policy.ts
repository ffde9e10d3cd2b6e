import {
	aggregateMessage,
	type FieldError,
	invalidValue,
	notSupported,
	required,
} from '../../machinery/field-error.ts';
import { SettingsError } from '../admission/settings/settings-error.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { UserInfo } from '../request.ts';

const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;

export type AuditLevel = (typeof LEVELS)[number];
export type AuditStage = (typeof STAGES)[number];

interface GroupResources {
	readonly group?: string;
	readonly resources?: readonly string[];
	readonly resourceNames?: readonly string[];
}

interface AuditRule {
	readonly level: AuditLevel;
	readonly users?: readonly string[];
	readonly userGroups?: readonly string[];
	readonly verbs?: readonly string[];
	readonly resources?: readonly GroupResources[];
	readonly namespaces?: readonly string[];
	readonly nonResourceURLs?: readonly string[];
	readonly omitStages?: readonly AuditStage[];
	readonly omitManagedFields?: boolean;
}

/** What is to be told of which requests. Models apiserver/pkg/apis/audit Policy. */
export interface AuditPolicy {
	readonly rules: readonly AuditRule[];
	readonly omitStages?: readonly AuditStage[];
	readonly omitManagedFields?: boolean;
}

/** What is told of one request. */
export interface AuditScope {
	readonly level: AuditLevel;
	readonly omitStages: readonly AuditStage[];
	readonly omitManagedFields: boolean;
}

/** A policy from a file's document. Throws SettingsError. Models apiserver/pkg/audit/policy LoadPolicyFromBytes. */
export function readAuditPolicy(document: unknown): AuditPolicy {
	const fields = (typeof document === 'object' && document !== null ? document : {}) as { [key: string]: unknown };
	const { kind = '', apiVersion = '' } = fields;
	if (kind === '')
		throw new SettingsError(`failed decoding: Object 'Kind' is missing in '${JSON.stringify(document)}'`);
	if (kind !== 'Policy' || apiVersion !== 'audit.k8s.io/v1') {
		const quoted = [kind, apiVersion].map((each) => JSON.stringify(each));
		const scheme = 'in scheme "k8s.io/apiserver/pkg/audit/scheme.go:35"';
		throw new SettingsError(`failed decoding: no kind ${quoted[0]} is registered for version ${quoted[1]} ${scheme}`);
	}
	const policy: AuditPolicy = { ...fields, rules: (fields.rules ?? []) as readonly AuditRule[] };
	const errors = validatePolicy(policy);
	if (errors.length > 0) throw new SettingsError(aggregateMessage(errors));
	if (policy.rules.length === 0) throw new SettingsError('loaded illegal policy with 0 rules');
	return policy;
}

/** Models apiserver/pkg/apis/audit/validation ValidatePolicy. */
function validatePolicy({ rules, omitStages }: AuditPolicy): FieldError[] {
	const errors = validateStages(omitStages, 'omitStages');
	for (const [index, rule] of rules.entries()) {
		const path = `rules[${index}]`;
		const level: string = rule?.level ?? '';
		if (level === '') errors.push(required(`${path}.level`));
		else if (!(LEVELS as readonly string[]).includes(level)) {
			errors.push(notSupported(`${path}.level`, level, LEVELS));
		}
		if (rule?.nonResourceURLs !== undefined && (rule.resources ?? rule.namespaces) !== undefined) {
			const because = 'rules cannot apply to both regular resources and non-resource URLs';
			errors.push(invalidValue(`${path}.nonResourceURLs`, rule.nonResourceURLs, because));
		}
		for (const [at, { resources = [], resourceNames = [] }] of (rule?.resources ?? []).entries()) {
			if (resourceNames.length === 0 || resources.length > 0) continue;
			const because = 'using resourceNames requires at least one resource';
			errors.push(invalidValue(`${path}.resources[${at}].resourceNames`, resourceNames, because));
		}
		errors.push(...validateStages(rule?.omitStages, `${path}.omitStages`));
	}
	return errors;
}

function validateStages(stages: readonly string[] = [], path: string): FieldError[] {
	return stages.flatMap((stage, index) =>
		(STAGES as readonly string[]).includes(stage)
			? []
			: [invalidValue(`${path}[${index}]`, stage, `allowed stages are ${STAGES.join(',')}`)],
	);
}

/** The first rule that a request is meant by says. Models apiserver/pkg/audit/policy policyRuleEvaluator. */
export function auditScope(policy: AuditPolicy, user: UserInfo, info: RequestInfo): AuditScope {
	const rule = policy.rules.find((each) => isMeant(each, user, info));
	return {
		level: rule?.level ?? 'None',
		omitStages: [...(policy.omitStages ?? []), ...(rule?.omitStages ?? [])],
		omitManagedFields: rule?.omitManagedFields ?? policy.omitManagedFields ?? false,
	};
}

function isMeant(rule: AuditRule, user: UserInfo, info: RequestInfo): boolean {
	const { users = [], userGroups = [], verbs = [], resources = [], namespaces = [], nonResourceURLs = [] } = rule;
	if (users.length > 0 && !users.includes(user.name)) return false;
	if (userGroups.length > 0 && !userGroups.some((group) => user.groups.includes(group))) return false;
	if (verbs.length > 0 && !verbs.includes(info.verb)) return false;
	if (namespaces.length > 0 || resources.length > 0) {
		if (!info.isResourceRequest) return false;
		if (namespaces.length > 0 && !namespaces.includes(info.namespace)) return false;
		return resources.length === 0 || resources.some((each) => holds(each, info));
	}
	if (nonResourceURLs.length === 0) return true;
	return !info.isResourceRequest && nonResourceURLs.some((pattern) => matchesPath(pattern, info.path));
}

function holds({ group = '', resources = [], resourceNames = [] }: GroupResources, info: RequestInfo): boolean {
	if (group !== info.apiGroup) return false;
	if (resources.length === 0) return true;
	if (resourceNames.length > 0 && !resourceNames.includes(info.name)) return false;
	const { resource, subresource } = info;
	const combined = subresource === '' ? resource : `${resource}/${subresource}`;
	return resources.some(
		(each) =>
			each === combined ||
			each === '*' ||
			each === `${resource}/*` ||
			(each.startsWith('*/') && subresource !== '' && each.slice(2) === subresource),
	);
}

function matchesPath(pattern: string, path: string): boolean {
	return pattern === '*' || (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern);
}
