import { CelCompileError, CelCostError, CelEvaluationError } from './cel-error.ts';
import { type ASTNode, Environment, Optional, type ParseResult } from './cel-js.ts';
import { compileMessage, evaluationMessage } from './cel-messages.ts';
import { type CelType, escapeCelName } from './cel-type.ts';
import { toCelValue } from './cel-value.ts';
import { declareKubernetesLibrary, MATCHES } from './kubernetes-library.ts';

/** What evaluations may cost together; one step of one evaluation costs one. */
export class CelBudget {
	left: number;

	constructor(left: number) {
		this.left = left;
	}
}

/** Models apiserver/pkg/apis/cel PerCallLimit. */
const CALL_COST_MAX = 1_000_000;
/** The longest list, and the longest string, that may come up on the way. */
const LIST_MAX = 200_000;
const STRING_MAX = 10_000_000;

/** The optional that holds nothing, or what a value that may be absent is. */
export function optionalOf(value: unknown): unknown {
	return value === undefined ? Optional.none() : Optional.of(value);
}

interface Evaluator {
	run(ast: ASTNode, context: unknown): unknown;
}

/** What Kubernetes adds is the same everywhere: made once, then copied, never changed. */
const made: { base?: Environment } = {};

function baseEnvironment(): Environment {
	if (made.base === undefined) {
		const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
		environment.registerType('Probe', Probe);
		environment.registerConstant(PROBE, 'Probe', new Probe());
		declareKubernetesLibrary(environment);
		made.base = environment;
	}
	return made.base;
}

class Probe {}
const PROBE = 'probe__';

/**
 * Variables with their types, and the expressions that speak of them: CEL with the functions that Kubernetes adds.
 * The one place that knows the library which evaluates them.
 */
export class CelEnvironment {
	readonly #environment: Environment;
	readonly #types: { readonly [name: string]: CelType };
	readonly #meter: { left: number };
	#objects = 0;

	constructor(variables: { readonly [name: string]: CelType }) {
		this.#types = variables;
		this.#environment = baseEnvironment().clone();
		for (const [name, type] of Object.entries(variables)) this.#environment.registerVariable(name, this.#declare(type));
		this.#meter = { left: 0 };
		meter(this.#environment, this.#meter);
	}

	/** Throws CelCompileError. */
	compile(expression: string): CelProgram {
		let parsed: ParseResult;
		try {
			parsed = this.#environment.parse(expression);
		} catch (error) {
			throw new CelCompileError(compileMessage(error, expression));
		}
		const names = new Set<string>();
		visit(parsed.ast, (node) => {
			if (node.op === 'id') names.add(node.args);
			// The host's regular expressions may take for ever: RE2's may not.
			const isCall = node.op === 'rcall' || node.op === 'call';
			if (isCall && node.args[0] === 'matches') (node.args as unknown[])[0] = MATCHES;
		});
		const checked = parsed.check();
		if (!checked.valid) throw new CelCompileError(compileMessage(checked.error, expression));
		return new CelProgram(parsed, checked.type ?? 'dyn', names, this.#types, this.#meter);
	}

	/** The library's name of a type; objects get one of their own. */
	#declare(type: CelType): string {
		switch (type.kind) {
			case 'list':
				return `list<${this.#declare(type.items)}>`;
			case 'map':
				return `map<string, ${this.#declare(type.values)}>`;
			case 'optional':
				return `optional<${this.#declare(type.value)}>`;
			case 'timestamp':
				return 'google.protobuf.Timestamp';
			case 'duration':
				return 'google.protobuf.Duration';
			case 'object':
				return this.#declareObject(type, type.fields);
			default:
				return type.kind;
		}
	}

	readonly #declared = new Map<CelType, string>();

	#declareObject(type: CelType, fields: ReadonlyMap<string, CelType>): string {
		const known = this.#declared.get(type);
		if (known !== undefined) return known;
		const declared: { [name: string]: string } = {};
		for (const [name, inner] of fields) {
			const escaped = escapeCelName(name);
			if (escaped !== undefined) declared[escaped] = this.#declare(inner);
		}
		const name = `object${this.#objects++}`;
		this.#environment.registerType(name, { fields: declared });
		this.#environment.registerOperator(`${name} == ${name}`, equalValues);
		this.#declared.set(type, name);
		return name;
	}
}

/** An expression that has been checked. */
export class CelProgram {
	/** "bool", "string", "list<int>", "dyn". */
	readonly resultType: string;
	readonly #parsed: ParseResult;
	readonly #names: ReadonlySet<string>;
	readonly #types: { readonly [name: string]: CelType };
	readonly #meter: { left: number };

	constructor(
		parsed: ParseResult,
		resultType: string,
		names: ReadonlySet<string>,
		types: { readonly [name: string]: CelType },
		meter: { left: number },
	) {
		this.#parsed = parsed;
		this.resultType = resultType;
		this.#names = names;
		this.#types = types;
		this.#meter = meter;
	}

	/** Whether the expression speaks of a variable. */
	uses(name: string): boolean {
		return this.#names.has(name);
	}

	/**
	 * @param values of the variables, as JSON; optionals are undefined when there is none.
	 * Throws CelEvaluationError, or CelCostError when this or the budget is used up.
	 */
	evaluate(values: { readonly [name: string]: unknown }, budget: CelBudget): unknown {
		const context: { [name: string]: unknown } = {};
		for (const [name, type] of Object.entries(this.#types)) {
			const value = values[name];
			if (type.kind === 'optional') {
				context[name] = optionalOf(value === undefined ? undefined : toCelValue(value, type.value));
			} else context[name] = toCelValue(value, type);
		}
		const allowed = Math.min(CALL_COST_MAX, budget.left);
		this.#meter.left = allowed;
		try {
			const result: unknown = this.#parsed(context);
			if (this.#meter.left < 0) throw new CelCostError();
			return result;
		} catch (error) {
			// Alternatives swallow errors: what counts is the meter. A string too long for the host costs too much, too.
			if (this.#meter.left < 0 || error instanceof RangeError || error instanceof CelCostError)
				throw new CelCostError();
			throw new CelEvaluationError(evaluationMessage(error));
		} finally {
			budget.left -= allowed - Math.max(0, this.#meter.left);
		}
	}
}

/** Every step of an evaluation goes through the evaluator's `run`: there it is counted. */
function meter(environment: Environment, left: { left: number }): void {
	environment.registerOperator('Probe == Probe', ((_a: unknown, _b: unknown, _ast: unknown, evaluator: Evaluator) => {
		const run = evaluator.run.bind(evaluator);
		evaluator.run = (ast, context) => {
			left.left--;
			if (left.left < 0) throw new CelCostError();
			const value = run(ast, context);
			const size = Array.isArray(value)
				? value.length / LIST_MAX
				: typeof value === 'string'
					? value.length / STRING_MAX
					: 0;
			if (size <= 1) return value;
			left.left = -1;
			throw new CelCostError();
		};
		return true;
	}) as (left: unknown, right: unknown) => boolean);
	environment.evaluate(`${PROBE} == ${PROBE}`);
}

/** Visits every node of an expression once: macros lead back to where they stand. */
function visit(value: unknown, each: (node: ASTNode) => void, seen = new Set<object>()): void {
	if (typeof value !== 'object' || value === null || seen.has(value)) return;
	seen.add(value);
	if (Array.isArray(value)) for (const item of value) visit(item, each, seen);
	else if ('op' in value) {
		const node = value as ASTNode & { readonly meta: { readonly alternate?: unknown; readonly macro?: object } };
		each(node);
		visit(node.args, each, seen);
		visit(node.meta.alternate, each, seen);
		for (const inner of Object.values(node.meta.macro ?? {})) visit(inner, each, seen);
	} else if ('iterable' in value) for (const inner of Object.values(value)) visit(inner, each, seen);
}

/** Deep equality of what `toCelValue` makes. */
function equalValues(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((item, index) => equalValues(item, b[index]));
	}
	const [left, right] = [entriesOf(a), entriesOf(b)];
	if (left === undefined || right === undefined || left.size !== right.size) return false;
	return [...left].every(([key, value]) => right.has(key) && equalValues(value, right.get(key)));
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
	if (value instanceof Map) return value;
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? new Map(Object.entries(value))
		: undefined;
}
