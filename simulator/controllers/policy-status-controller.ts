import { PolicyExpressions } from '../api/admissionregistration/policy-expressions.ts';
import { celObjectType } from '../api/admissionregistration/policy-types.ts';
import type {
	ExpressionWarning,
	ValidatingAdmissionPolicy,
	ValidatingAdmissionPolicySpec,
} from '../api/admissionregistration/types.ts';
import type { Kind } from '../api/kind.ts';
import { KINDS } from '../api/registry.ts';
import { typeSchema } from '../api/schema/schema.ts';
import { apiVersionOf } from '../machinery/meta.ts';
import type { Task } from '../machinery/task.ts';
import { type Controller, type Scope, watch } from './controller.ts';
import { VALIDATING_POLICIES } from './resources.ts';

/**
 * Says of a policy what its expressions get wrong about the kinds that it names.
 * Models pkg/controller/validatingadmissionpolicystatus.
 */
export const policyStatusController: Controller<undefined> = {
	name: 'validatingadmissionpolicy-status',
	user: 'validatingadmissionpolicy-status-controller',
	workers: 5,
	wokenBy: [VALIDATING_POLICIES],
	watches: [
		watch<ValidatingAdmissionPolicy, undefined>(VALIDATING_POLICIES, ({ type, object }, scope) => {
			if (type !== 'deleted') scope.queue.add(object.metadata.name);
		}),
	],
	reconcile: (name, scope) => reconcile(name, scope),
};

function* reconcile(name: string, scope: Scope<undefined>): Task<void> {
	const policy = scope.lister(VALIDATING_POLICIES).get('', name);
	if (policy === undefined) return;
	const { generation = 0 } = policy.metadata;
	if ((policy.status?.observedGeneration ?? -1) >= generation) return;
	const warnings = expressionWarnings(policy.spec);
	const typeChecking = warnings.length === 0 ? {} : { expressionWarnings: warnings };
	const status = { ...policy.status, observedGeneration: generation, typeChecking };
	yield* scope.client.update(VALIDATING_POLICIES, { ...policy, status }, 'status');
}

/** Models apiserver/pkg/admission/plugin/policy/validating TypeChecker.Check. Differs: custom resources and parameters have no types. */
function expressionWarnings(spec: ValidatingAdmissionPolicySpec): ExpressionWarning[] {
	const kinds = kindsOf(spec);
	if (kinds.length === 0) return [];
	return (spec.validations ?? []).flatMap(({ expression, messageExpression = '' }, index) => {
		const at = `spec.validations[${index}]`;
		const found: ExpressionWarning[] = [];
		for (const [field, text] of [
			['expression', expression],
			['messageExpression', messageExpression],
		] as const) {
			const warning = text === '' ? '' : kinds.flatMap((kind) => complaint(spec, kind, text)).join('\n');
			if (warning !== '') found.push({ fieldRef: `${at}.${field}`, warning });
		}
		return found;
	});
}

function complaint(spec: ValidatingAdmissionPolicySpec, kind: Kind, expression: string): string[] {
	const schema = typeSchema(kind.schema);
	if (schema === undefined) return [];
	const compiled = new PolicyExpressions(spec, celObjectType(schema)).compile(expression, 'any', true);
	if (typeof compiled !== 'string') return [];
	return [`${shownKind(kind)}: ${compiled}\n`];
}

/** As Go prints it: "apps/v1, Kind=Deployment". */
function shownKind({ group, version, kind }: Kind): string {
	const apiVersion = apiVersionOf(group, version);
	return `${group === '' ? `/${apiVersion}` : apiVersion}, Kind=${kind}`;
}

const KINDS_MAX = 10;

/** What a policy names outright, by group, version and kind. Models typesToCheck. */
function kindsOf({ matchConstraints }: ValidatingAdmissionPolicySpec): Kind[] {
	const found = new Set<Kind>();
	for (const { apiGroups = [], apiVersions = [], resources = [] } of matchConstraints?.resourceRules ?? []) {
		if (apiGroups.includes('*') || apiVersions.includes('*')) continue;
		if (resources.some((each) => each.includes('*') || each.includes('/'))) continue;
		for (const kind of KINDS) {
			const { group, version, plural } = kind;
			if (apiGroups.includes(group) && apiVersions.includes(version) && resources.includes(plural)) found.add(kind);
		}
	}
	return [...found].sort((a, b) => (shownKind(a) < shownKind(b) ? -1 : 1)).slice(0, KINDS_MAX);
}
