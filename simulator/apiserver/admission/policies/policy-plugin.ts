import type {
	MatchResources,
	NamedRuleWithOperations,
	ValidatingAdmissionPolicy,
	ValidatingAdmissionPolicyBinding,
} from '../../../api/admissionregistration/types.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { rest, resting } from '../../../machinery/rest.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission.ts';
import { refusal } from '../refusal.ts';
import { admissionRequest } from '../webhooks/admission-review.ts';
import { isExempt, ruleMatches, selectorsMatch } from '../webhooks/webhook-match.ts';
import { authorizerNames } from './policy-authorizer.ts';
import { type Objection, objectionsOf } from './policy-evaluation.ts';
import { paramsOf } from './policy-params.ts';

const GROUP = 'admissionregistration.k8s.io';
const CODES: ReadonlyMap<string, number> = new Map([
	['Forbidden', 403],
	['RequestEntityTooLarge', 413],
	['Unauthorized', 401],
]);

/** Models apiserver/pkg/admission/plugin/policy/validating dispatcher.go. Differs: audit annotations go nowhere. */
export const VALIDATING_POLICIES: AdmissionPlugin = {
	name: 'ValidatingAdmissionPolicy',
	validate(attributes, core) {
		const bindings = allOf<ValidatingAdmissionPolicyBinding>(core, 'validatingadmissionpolicybindings');
		if (bindings.length === 0 || isExempt(attributes)) return undefined;
		const bound: Bound[] = [];
		for (const policy of allOf<ValidatingAdmissionPolicy>(core, 'validatingadmissionpolicies')) {
			const own = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name);
			if (own.length === 0 || !matches(policy.spec.matchConstraints, attributes, core)) continue;
			for (const binding of own) bound.push({ policy, binding });
		}
		return bound.length === 0 ? undefined : requireNoDenial(bound, attributes, core);
	},
};

interface Bound {
	readonly policy: ValidatingAdmissionPolicy;
	readonly binding: ValidatingAdmissionPolicyBinding;
}

function* requireNoDenial(bound: readonly Bound[], attributes: AdmissionAttributes, core: ServerCore): Task<void> {
	const denied: ApiError[] = [];
	for (const { policy, binding } of bound) denied.push(...(yield* applied(policy, binding, attributes, core)));
	const [first] = denied;
	if (first !== undefined) throw first;
}

function allOf<T extends KubeObject>(core: ServerCore, resource: string): T[] {
	const kind = core.kinds.byResource(GROUP, 'v1', resource);
	return kind === undefined ? [] : (core.storageOf(kind).all('') as T[]);
}

/** Models apiserver/pkg/admission/plugin/policy/matching. */
function matches(match: MatchResources | undefined, attributes: AdmissionAttributes, core: ServerCore): boolean {
	if (match === undefined) return true;
	const { resourceRules = [], excludeResourceRules = [] } = match;
	const covers = (rule: NamedRuleWithOperations): boolean => {
		const { resourceNames = [] } = rule;
		return ruleMatches(rule, attributes) && (resourceNames.length === 0 || resourceNames.includes(attributes.name));
	};
	if (!selectorsMatch(match, attributes, core) || excludeResourceRules.some(covers)) return false;
	return resourceRules.length === 0 || resourceRules.some(covers);
}

/** The denials of one binding; what it warns of is said. */
function* applied(
	policy: ValidatingAdmissionPolicy,
	binding: ValidatingAdmissionPolicyBinding,
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<ApiError[]> {
	if (!matches(binding.spec.matchResources, attributes, core)) return [];
	const names = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
	const { validationActions: actions } = binding.spec;
	const objections = yield* objectionsTo(policy, binding, attributes, core);
	return objections.flatMap((objection) => {
		if (actions.includes('Warn')) {
			attributes.warnings.push(`Validation failed for ${names}: ${objection.message}`);
		}
		if (!actions.includes('Deny')) return [];
		return [denial(attributes, `${names} denied request: ${objection.message}`, objection.reason)];
	});
}

function* objectionsTo(
	policy: ValidatingAdmissionPolicy,
	binding: ValidatingAdmissionPolicyBinding,
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<Objection[]> {
	const params = paramsOf(policy.spec, binding.spec.paramRef, attributes, core);
	if ('problem' in params) {
		if (policy.spec.failurePolicy === 'Ignore') return [];
		return [{ message: `failed to configure binding: ${params.problem}`, reason: 'Invalid' }];
	}
	const { object, oldObject, namespace } = attributes;
	const namespaces = core.kinds.byResource('', 'v1', 'namespaces');
	const known = {
		object: object ?? null,
		oldObject: oldObject ?? null,
		request: admissionRequest(attributes, ''),
		namespaceObject:
			namespaces === undefined || namespace === '' ? null : core.storageOf(namespaces).find('', namespace),
		...authorizerNames(attributes, core),
	};
	const pause = (): Task<void> => resting(rest(core.world.loop));
	const found: Objection[] = [];
	for (const each of params) {
		found.push(...(yield* objectionsOf(policy.spec, { ...known, params: each ?? null }, pause)));
	}
	return found;
}

function denial(attributes: AdmissionAttributes, message: string, reason: string): ApiError {
	const { status } = refusal(attributes, message);
	const causes = [...(status.details?.causes ?? []), { message }];
	return new ApiError({
		...status,
		reason,
		details: { ...status.details, causes },
		code: CODES.get(reason) ?? 422,
	} as ApiError['status']);
}
