import { PolicyExpressions } from '../../../api/admissionregistration/policy-expressions.ts';
import type { MutatingWebhook } from '../../../api/admissionregistration/types.ts';
import type { CelProgram } from '../../../machinery/cel/cel-environment.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes } from '../admission.ts';
import { type ExpressionNames, evaluated, expressionBudget, expressionError } from '../policies/evaluate-expression.ts';
import { authorizerNames } from '../policies/policy-authorizer.ts';
import { refusal } from '../refusal.ts';
import { admissionRequest } from './admission-review.ts';

/** Compiled once for each version of a webhook. */
const compiledConditions = new WeakMap<MutatingWebhook, readonly (CelProgram | string)[]>();

/**
 * Whether all of a webhook's conditions hold. Throws ApiError when that cannot be found out and its policy is to fail.
 * Models apiserver/pkg/admission/plugin/webhook/matchconditions.
 */
export function conditionsHold(webhook: MutatingWebhook, attributes: AdmissionAttributes, core: ServerCore): boolean {
	const { matchConditions = [] } = webhook;
	if (matchConditions.length === 0) return true;
	const names: ExpressionNames = {
		object: attributes.object ?? null,
		oldObject: attributes.oldObject ?? null,
		request: admissionRequest(attributes, core.world.random.uuid()),
		namespaceObject: null,
		...authorizerNames(attributes, core),
	};
	const budget = expressionBudget();
	for (const [index, program] of compiledOf(webhook).entries()) {
		const result = evaluated(program, names, budget);
		if ('problem' in result) {
			if (webhook.failurePolicy === 'Ignore') return false;
			throw refusal(attributes, expressionError(matchConditions[index]?.expression ?? '', result.problem));
		}
		if (result.value !== true) return false;
	}
	return true;
}

function compiledOf(webhook: MutatingWebhook): readonly (CelProgram | string)[] {
	const known = compiledConditions.get(webhook);
	if (known !== undefined) return known;
	const expressions = new PolicyExpressions({});
	const compiled = (webhook.matchConditions ?? []).map(({ expression }) =>
		expressions.compile(expression, 'bool', false),
	);
	compiledConditions.set(webhook, compiled);
	return compiled;
}
