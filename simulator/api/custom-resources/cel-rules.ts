import { CelBudget, CelEnvironment, type CelProgram } from '../../machinery/cel/cel-environment.ts';
import { CelCompileError } from '../../machinery/cel/cel-error.ts';
import type { CelType } from '../../machinery/cel/cel-type.ts';
import type { ValidationRule } from '../apiextensions/types.ts';
import { fieldPathOf } from './field-path.ts';
import type { JsonSchema } from './json-schema.ts';

/** A rule of a schema, compiled. */
export interface CompiledRule {
	readonly rule: ValidationRule;
	readonly program: CelProgram;
	readonly message: CelProgram | undefined;
	/** It compares with the value before: without one it is left out, unless it says otherwise. */
	readonly usesOldSelf: boolean;
	/** The field below that it speaks of, as messages write it. */
	readonly fieldPath: string;
}

/** Why a rule or its message expression cannot be. */
export interface RuleProblem {
	readonly field: 'rule' | 'messageExpression';
	readonly detail: string;
}

/** The real server's has the nanoseconds of the time in it. */
const SELF_TYPE = 'selfType318093571';

/** Compiles the rules of one schema. The environments are made when there is a rule. */
export class RuleCompiler {
	readonly #type: CelType;
	readonly #schema: JsonSchema;
	#plain: CelEnvironment | undefined;
	#optional: CelEnvironment | undefined;

	constructor(type: CelType, schema: JsonSchema) {
		this.#type = type;
		this.#schema = schema;
	}

	/** Models apiserver/schema/cel compileRule. */
	compile(rule: ValidationRule): CompiledRule | RuleProblem {
		const environment = this.#environment(rule.optionalOldSelf === true);
		const program = compiled(environment, rule.rule);
		if (typeof program === 'string') return { field: 'rule', detail: `compilation failed: ${program}` };
		if (program.resultType !== 'bool') {
			return { field: 'rule', detail: 'cel expression must evaluate to a bool' };
		}
		const usesOldSelf = program.uses('oldSelf');
		const found = rule.fieldPath ? fieldPathOf(rule.fieldPath, this.#schema, true) : '';
		const made = { rule, program, usesOldSelf, fieldPath: typeof found === 'string' ? '' : found.path };
		if (!rule.messageExpression) return { ...made, message: undefined };
		const message = compiled(environment, rule.messageExpression);
		const field = 'messageExpression';
		if (typeof message === 'string') return { field, detail: `messageExpression compilation failed: ${message}` };
		if (message.resultType !== 'string') {
			return { field, detail: 'messageExpression must evaluate to a string' };
		}
		return { ...made, message };
	}

	#environment(optional: boolean): CelEnvironment {
		const self = this.#type;
		if (optional) {
			this.#optional ??= new CelEnvironment({ self, oldSelf: { kind: 'optional', value: self } }, SELF_TYPE);
			return this.#optional;
		}
		this.#plain ??= new CelEnvironment({ self, oldSelf: self }, SELF_TYPE);
		return this.#plain;
	}
}

function compiled(environment: CelEnvironment, expression: string): CelProgram | string {
	try {
		return environment.compile(expression);
	} catch (error) {
		if (error instanceof CelCompileError) return error.message;
		throw error;
	}
}

/** Models apiserver/pkg/apis/cel RuntimeCELCostBudget. */
const COST_MAX = 10_000_000;

export function ruleBudget(): CelBudget {
	return new CelBudget(COST_MAX);
}

export function rulesOf(schema: JsonSchema): readonly ValidationRule[] {
	return schema['x-kubernetes-validations'] ?? [];
}
