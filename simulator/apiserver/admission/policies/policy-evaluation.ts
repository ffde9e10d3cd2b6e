import { PolicyExpressions } from '../../../api/admissionregistration/policy-expressions.ts';
import type { ValidatingAdmissionPolicySpec, Validation } from '../../../api/admissionregistration/types.ts';
import type { CelProgram } from '../../../machinery/cel/cel-environment.ts';
import type { Task } from '../../../machinery/task.ts';
import { type ExpressionNames, evaluatedInSteps, expressionBudget, expressionError } from './evaluate-expression.ts';

/** What a policy has against a request. */
export interface Objection {
	readonly message: string;
	readonly reason: string;
}

interface Compiled {
	readonly conditions: readonly (CelProgram | string)[];
	readonly variables: readonly { readonly name: string; readonly program: CelProgram | string }[];
	readonly validations: readonly {
		readonly validation: Validation;
		readonly program: CelProgram | string;
		readonly message: CelProgram | string | undefined;
	}[];
}

/** Compiled once for each version of a policy: its spec never changes. */
const compiledPolicies = new WeakMap<ValidatingAdmissionPolicySpec, Compiled>();

/**
 * Evaluates a policy with what its expressions may speak of.
 * Models apiserver/pkg/admission/plugin/policy/validating validator.go.
 */
export function* objectionsOf(
	spec: ValidatingAdmissionPolicySpec,
	names: ExpressionNames,
	pause: () => Task<void>,
): Task<Objection[]> {
	const { conditions, variables, validations } = compiledOf(spec);
	const budget = expressionBudget();
	const onError = (message: string): Objection[] =>
		spec.failurePolicy === 'Ignore' ? [] : [{ message, reason: 'Invalid' }];
	for (const [index, program] of conditions.entries()) {
		const result = yield* evaluatedInSteps(program, names, budget, pause);
		const { expression = '' } = spec.matchConditions?.[index] ?? {};
		if ('problem' in result) return onError(expressionError(expression, result.problem));
		if (result.value !== true) return [];
	}
	const values: { [name: string]: unknown } = {};
	for (const { name, program } of variables) {
		const result = yield* evaluatedInSteps(program, { ...names, variables: values }, budget, pause);
		// Whoever speaks of one that failed finds that it is not there.
		if ('value' in result) values[name] = result.value;
	}
	const all = { ...names, variables: values };
	const objections: Objection[] = [];
	for (const { validation, program, message } of validations) {
		const result = yield* evaluatedInSteps(program, all, budget, pause);
		if ('problem' in result) {
			objections.push(...onError(expressionError(validation.expression, result.problem)));
			continue;
		}
		if (result.value === true) continue;
		const said = message === undefined ? undefined : yield* evaluatedInSteps(message, all, budget, pause);
		const text = said !== undefined && 'value' in said && typeof said.value === 'string' ? said.value.trim() : '';
		const plain = validation.message?.trim() || `failed expression: ${validation.expression.trim()}`;
		objections.push({ message: text || plain, reason: validation.reason ?? 'Invalid' });
	}
	return objections;
}

function compiledOf(spec: ValidatingAdmissionPolicySpec): Compiled {
	const known = compiledPolicies.get(spec);
	if (known !== undefined) return known;
	const expressions = new PolicyExpressions(spec);
	const compiled: Compiled = {
		conditions: (spec.matchConditions ?? []).map(({ expression }) => expressions.compile(expression, 'bool', false)),
		variables: (spec.variables ?? []).map(({ name }, index) => ({ name, program: expressions.variable(index) })),
		validations: (spec.validations ?? []).map((validation) => ({
			validation,
			program: expressions.compile(validation.expression, 'bool', true),
			message: validation.messageExpression
				? expressions.compile(validation.messageExpression, 'string', true)
				: undefined,
		})),
	};
	compiledPolicies.set(spec, compiled);
	return compiled;
}
