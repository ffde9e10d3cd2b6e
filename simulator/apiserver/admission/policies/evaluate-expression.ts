import { CelBudget, type CelProgram } from '../../../machinery/cel/cel-environment.ts';
import { CelCostError, CelEvaluationError } from '../../../machinery/cel/cel-error.ts';
import type { Task } from '../../../machinery/task.ts';

/** Models apiserver/pkg/apis/cel RuntimeCELCostBudget. */
const COST_MAX = 10_000_000;

/** What an expression may speak of. */
export type ExpressionNames = { readonly [name: string]: unknown };

/** Of one policy, or of one webhook's conditions. */
export function expressionBudget(): CelBudget {
	return new CelBudget(COST_MAX);
}

/** @param program or why there is none. */
export function evaluated(
	program: CelProgram | string,
	names: ExpressionNames,
	budget: CelBudget,
): { readonly value: unknown } | { readonly problem: string } {
	if (typeof program === 'string') return { problem: program };
	try {
		return { value: program.evaluate(names, budget) };
	} catch (error) {
		if (error instanceof CelEvaluationError || error instanceof CelCostError) return { problem: error.message };
		throw error;
	}
}

/** The same, with pauses where it takes long. */
export function* evaluatedInSteps(
	program: CelProgram | string,
	names: ExpressionNames,
	budget: CelBudget,
	pause: () => Task<void>,
): Task<ReturnType<typeof evaluated>> {
	if (typeof program === 'string') return { problem: program };
	try {
		return { value: yield* program.evaluateInSteps(names, budget, pause) };
	} catch (error) {
		if (error instanceof CelEvaluationError || error instanceof CelCostError) return { problem: error.message };
		throw error;
	}
}

export function expressionError(expression: string, problem: string): string {
	return `expression '${expression}' resulted in error: ${problem}`;
}
