import type { Task } from '../task.ts';
import type { CelExpr } from './cel-ast.ts';
import { checkCel } from './cel-checker.ts';
import { CelCompileError, CelCostError, CelEvaluationError } from './cel-error.ts';
import { estimateCel } from './cel-estimator.ts';
import { CelFault, celFault } from './cel-fault.ts';
import { CelInterpreter } from './cel-interpreter.ts';
import { CelIssues } from './cel-issues.ts';
import { checkLiterals } from './cel-literal-checks.ts';
import { parseCel } from './cel-parser.ts';
import type { CelType } from './cel-type.ts';
import { CelOptional, toCelValue } from './cel-value.ts';
import { type CheckType, checkTypeOf, DYN, formatType } from './check-type.ts';
import { KUBERNETES_FUNCTIONS } from './kubernetes-functions.ts';

/** What evaluations may cost together. Costs are cel-go's. */
export class CelBudget {
	left: number;

	constructor(left: number) {
		this.left = left;
	}
}

/** Models apiserver/pkg/apis/cel PerCallLimit. */
const CALL_COST_MAX = 1_000_000;

type Variables = { readonly [name: string]: CelType };

/** Variables with their types, and the expressions that speak of them: CEL with the functions that Kubernetes adds. */
export class CelEnvironment {
	readonly #types: Variables;
	readonly #checked = new Map<string, CheckType>();

	/** @param name what objects are called in messages. */
	constructor(variables: Variables, name = 'object') {
		this.#types = variables;
		const known = new Map<CelType, CheckType>();
		for (const [variable, type] of Object.entries(variables)) {
			const inner = type.kind === 'optional' ? type.value : type;
			const made = known.get(inner) ?? checkTypeOf(inner, name);
			known.set(inner, made);
			this.#checked.set(variable, inner === type ? made : checkTypeOf(type, name));
		}
	}

	/** Throws CelCompileError. */
	compile(expression: string): CelProgram {
		const issues = new CelIssues(expression);
		const expr = parseCel(expression, issues);
		if (expr !== undefined && issues.isEmpty) {
			checkCel(expr, this.#checked, KUBERNETES_FUNCTIONS, issues);
			if (issues.isEmpty) checkLiterals(expr, issues);
			if (issues.isEmpty) return new CelProgram(expr, this.#types);
		}
		throw new CelCompileError(issues.text());
	}
}

/** An expression that has been checked. */
export class CelProgram {
	/** "bool", "string", "list(int)", "dyn". */
	readonly resultType: string;
	/** The same, as the checker has it. */
	readonly type: CheckType;
	readonly #expr: CelExpr;
	readonly #types: Variables;

	constructor(expr: CelExpr, types: Variables) {
		this.#expr = expr;
		this.#types = types;
		this.type = expr.type ?? DYN;
		this.resultType = formatType(this.type);
	}

	/** Whether the expression speaks of a variable. */
	uses(name: string): boolean {
		return mentions(this.#expr, name);
	}

	/** The most that it may cost. */
	estimate(root: CelType): number {
		return estimateCel(this.#expr, root);
	}

	/**
	 * @param values of the variables, as JSON or as functions make them; optionals are undefined when there is none.
	 * Throws CelEvaluationError, or CelCostError when this or the budget is used up.
	 */
	evaluate(values: { readonly [name: string]: unknown }, budget: CelBudget): unknown {
		const { interpreter, allowed } = this.#begun(values, budget);
		try {
			return interpreter.evaluate(this.#expr);
		} catch (error) {
			throw asEvaluationError(error);
		} finally {
			budget.left -= allowed - Math.max(0, interpreter.left);
		}
	}

	/** The same, with pauses where it takes long. */
	*evaluateInSteps(
		values: { readonly [name: string]: unknown },
		budget: CelBudget,
		pause: () => Task<void>,
	): Task<unknown> {
		const { interpreter, allowed } = this.#begun(values, budget);
		try {
			return yield* interpreter.evaluateInSteps(this.#expr, pause);
		} catch (error) {
			throw asEvaluationError(error);
		} finally {
			budget.left -= allowed - Math.max(0, interpreter.left);
		}
	}

	#begun(values: { readonly [name: string]: unknown }, budget: CelBudget) {
		const seen = new Map<string, unknown>();
		const variable = (name: string): unknown => {
			const type = this.#types[name];
			if (type === undefined) throw celFault(`no such attribute(s): ${name}`);
			if (!seen.has(name)) seen.set(name, boundValue(values[name], type));
			return seen.get(name);
		};
		const allowed = Math.min(CALL_COST_MAX, budget.left);
		return { interpreter: new CelInterpreter(variable, allowed), allowed };
	}
}

function asEvaluationError(error: unknown): unknown {
	if (error instanceof CelFault) return new CelEvaluationError(error.message);
	// A text too long for the host, or a tree too deep, costs too much, too.
	return error instanceof RangeError ? new CelCostError() : error;
}

function boundValue(value: unknown, type: CelType): unknown {
	if (type.kind !== 'optional') return toCelValue(value, type);
	return value === undefined ? CelOptional.NONE : new CelOptional(toCelValue(value, type.value));
}

/** Whether a name stands in an expression for the variable, not for one of a loop. */
function mentions(expr: CelExpr, name: string): boolean {
	switch (expr.kind) {
		case 'ident':
			return expr.name === name;
		case 'select':
			return mentions(expr.operand, name);
		case 'call':
			return [...(expr.target === undefined ? [] : [expr.target]), ...expr.args].some((each) => mentions(each, name));
		case 'list':
			return expr.elements.some((each) => mentions(each, name));
		case 'map':
			return expr.entries.some(({ key, value }) => mentions(key, name) || mentions(value, name));
		case 'comprehension': {
			if (mentions(expr.range, name) || mentions(expr.init, name)) return true;
			if (expr.iterVar === name || expr.iterVar2 === name || expr.accuVar === name) return false;
			return [expr.condition, expr.step, expr.result].some((each) => mentions(each, name));
		}
		default:
			return false;
	}
}
