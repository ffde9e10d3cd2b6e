import type { CelBudget, CelProgram } from '../../machinery/cel/cel-environment.ts';
import { CelCostError, CelEvaluationError } from '../../machinery/cel/cel-error.ts';
import {
	duplicate,
	type FieldError,
	forbiddenField,
	invalidValue,
	OMITTED,
	required,
} from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { Json } from '../../machinery/meta.ts';
import type { Pace } from '../../machinery/rest.ts';
import { runToCompletion, type Task } from '../../machinery/task.ts';
import type { ValidationRule } from '../apiextensions/types.ts';
import { type CompiledRule, RuleCompiler, ruleBudget, rulesOf } from './cel-rules.ts';
import { celDeclarationOf } from './cel-types.ts';
import {
	isEmbedded,
	isPlainObject,
	itemsOf,
	type JsonFields,
	type JsonSchema,
	propertyOf,
	valuesOf,
} from './json-schema.ts';
import { oldItems } from './schema-validator.ts';

/**
 * What the rules (x-kubernetes-validations) of a schema have against an object, and against what it was before.
 * Models apiextensions-apiserver/pkg/apiserver/schema/cel Validator.
 * @param warnings what rules have against values that have not changed is added to them.
 */
export function validateRules(value: Json, schema: JsonSchema, old?: Json, warnings: string[] = []): FieldError[] {
	return rulesAgainst(nodeOf(schema, true), value, old, '', warnings);
}

/** The same of what may be large, and of expressions with long loops. */
export function* validateRulesInSteps(
	value: Json,
	schema: JsonSchema,
	old: Json | undefined,
	warnings: string[],
	pace: Pace,
): Task<FieldError[]> {
	const node = nodeOf(schema, true);
	if (node === undefined) return [];
	const run = new Run(warnings, pace);
	yield* run.visit(node, value, old, '', undefined);
	return run.errors;
}

/**
 * What the rules of a part of a schema have against a default of it. Rules that compare are asked twice: as if it had
 * been there before, and as if it had not.
 */
export function validateDefaultByRules(value: Json, schema: JsonSchema, isRoot: boolean, path: string): FieldError[] {
	const node = nodeOf(schema, isRoot || isEmbedded(schema));
	const errors = rulesAgainst(node, value, value, path);
	return errors.length > 0 ? errors : rulesAgainst(node, value, undefined, path);
}

function rulesAgainst(
	node: RuleNode | undefined,
	value: Json,
	old: Json | undefined,
	path: string,
	warnings: string[] = [],
): FieldError[] {
	if (node === undefined) return [];
	const run = new Run(warnings, undefined);
	runToCompletion(run.visit(node, value, old, path, undefined));
	return run.errors;
}

/** A value and what it was before: of what is in it, what cannot be found again has changed if it has. */
class Correlated {
	readonly #value: Json;
	readonly #old: Json;
	#isSame: boolean | undefined;

	constructor(value: Json, old: Json) {
		this.#value = value;
		this.#old = old;
	}

	get isSame(): boolean {
		this.#isSame ??= jsonEqual(this.#value, this.#old);
		return this.#isSame;
	}
}

/** Whether a schema has any. */
export function hasRules(schema: JsonSchema): boolean {
	return nodeOf(schema, true) !== undefined;
}

/** The rules of a schema and of what is in it. */
interface RuleNode {
	readonly schema: JsonSchema;
	readonly rules: readonly CompiledRule[];
	readonly items: RuleNode | undefined;
	readonly values: RuleNode | undefined;
	readonly properties: ReadonlyMap<string, RuleNode>;
}

/** Compiled once a schema: a memo of a pure function of immutable schemas. */
const nodes = new WeakMap<JsonSchema, { readonly node: RuleNode | undefined }>();

function nodeOf(schema: JsonSchema, isRoot: boolean): RuleNode | undefined {
	let known = nodes.get(schema);
	if (known === undefined) {
		known = { node: buildNode(schema, isRoot) };
		nodes.set(schema, known);
	}
	return known.node;
}

function buildNode(schema: JsonSchema, isRoot: boolean): RuleNode | undefined {
	const items = itemsOf(schema);
	const values = valuesOf(schema);
	const properties = new Map<string, RuleNode>();
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		const inner = nodeOf(property, isEmbedded(property));
		if (inner !== undefined) properties.set(name, inner);
	}
	const node: RuleNode = {
		schema,
		rules: compiledRules(schema, isRoot),
		items: items === undefined ? undefined : nodeOf(items, isEmbedded(items)),
		values: values === undefined ? undefined : nodeOf(values, isEmbedded(values)),
		properties,
	};
	const isEmpty = node.rules.length + properties.size === 0 && node.items === undefined && node.values === undefined;
	return isEmpty ? undefined : node;
}

function compiledRules(schema: JsonSchema, isRoot: boolean): CompiledRule[] {
	const rules = rulesOf(schema);
	const declaration = rules.length === 0 ? undefined : celDeclarationOf(schema, isRoot);
	if (declaration === undefined) return [];
	const compiler = new RuleCompiler(declaration.type, schema);
	return rules.flatMap((rule) => {
		const compiled = compiler.compile(rule);
		return 'program' in compiled ? [compiled] : [];
	});
}

const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

class Run {
	readonly errors: FieldError[] = [];
	readonly #budget: CelBudget = ruleBudget();
	readonly #warnings: string[];
	readonly #pace: Pace | undefined;
	#over = false;

	/** @param pace undefined for what is evaluated at once. */
	constructor(warnings: string[], pace: Pace | undefined) {
		this.#warnings = warnings;
		this.#pace = pace;
	}

	/** @param around the nearest value around it that was there before. */
	*visit(node: RuleNode, value: Json, old: Json | undefined, path: string, around: Correlated | undefined): Task<void> {
		if (value === null || this.#over) return;
		const nearest = old === undefined ? around : new Correlated(value, old);
		for (const rule of node.rules) {
			if (!this.#over) yield* this.#check(rule, node.schema, value, old ?? undefined, path, nearest);
		}
		if (Array.isArray(value)) yield* this.#list(node, value, old, path, nearest);
		else if (isPlainObject(value)) yield* this.#object(node, value, old, path, nearest);
	}

	*#list(
		{ items, schema }: RuleNode,
		value: Json[],
		old: Json | undefined,
		path: string,
		nearest: Correlated | undefined,
	): Task<void> {
		if (items === undefined) return;
		const before = oldItems(value, schema, old);
		for (const [index, item] of value.entries()) {
			yield* this.visit(items, item, before?.[index], `${path}[${index}]`, nearest);
		}
	}

	*#object(
		{ properties, values, schema }: RuleNode,
		value: JsonFields,
		old: Json | undefined,
		path: string,
		nearest: Correlated | undefined,
	): Task<void> {
		for (const key of Object.keys(value).sort()) {
			const before = isPlainObject(old) && Object.hasOwn(old, key) ? old[key] : undefined;
			const property = properties.get(key);
			const inner = value[key] as Json;
			if (property !== undefined)
				yield* this.visit(property, inner, before, path === '' ? key : `${path}.${key}`, nearest);
			else if (values !== undefined && propertyOf(schema, key) === undefined) {
				yield* this.visit(values, inner, before, `${path}[${key}]`, nearest);
			}
		}
	}

	*#check(
		compiled: CompiledRule,
		schema: JsonSchema,
		value: Json,
		old: Json | undefined,
		path: string,
		nearest: Correlated | undefined,
	): Task<void> {
		const { rule, program, usesOldSelf, fieldPath } = compiled;
		if (usesOldSelf && old === undefined && rule.optionalOldSelf !== true) return;
		const holds = yield* this.#evaluate(program, rule, schema, value, old, path);
		if (holds !== false) return;
		const at = [path, fieldPath].filter((each) => each !== '').join('.');
		const detail = yield* this.#message(compiled, schema, value, old, path);
		if (detail === undefined) return;
		const shown = schema.type === 'object' || schema.type === 'array' ? OMITTED : value;
		const error = errorFor(rule, at === '' ? '<nil>' : at, shown, detail);
		// What was wrong before and has not changed is let be.
		const isOld = !usesOldSelf && nearest?.isSame === true;
		if (isOld) this.#warnings.push(error.message());
		else this.errors.push(error);
	}

	*#result(program: CelProgram, values: { readonly [name: string]: unknown }): Task<unknown> {
		const pace = this.#pace;
		if (pace === undefined) return program.evaluate(values, this.#budget);
		yield* pace.spend(VALUES_A_RULE);
		return yield* program.evaluateInSteps(values, this.#budget, () => pace.spend(Number.POSITIVE_INFINITY));
	}

	/** What the rule says; undefined when it could not say anything, which is an error already. */
	*#evaluate(
		program: CelProgram,
		rule: ValidationRule,
		schema: JsonSchema,
		self: Json,
		oldSelf: Json | undefined,
		path: string,
	): Task<unknown> {
		const refuse = (detail: string): void => {
			this.errors.push(invalidValue(path === '' ? '<nil>' : path, schema.type ?? '', detail));
		};
		if (this.#budget.left <= 0) {
			this.#over = true;
			refuse(OUT_OF_BUDGET);
			return undefined;
		}
		const text = (rule.message ?? '').trim() || rule.rule.trim();
		try {
			return yield* this.#result(program, { self, oldSelf });
		} catch (error) {
			if (error instanceof CelCostError) {
				this.#over = true;
				const detail = `'${error.message}': no further validation rules will be run due to call cost exceeds limit for rule: ${text}`;
				refuse(this.#budget.left <= 0 ? OUT_OF_BUDGET : detail);
			} else if (error instanceof CelEvaluationError) {
				const overload = error.message.startsWith('no such overload');
				refuse(
					overload
						? `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${text}`
						: `${error.message} evaluating rule: ${text}`,
				);
			} else throw error;
			return undefined;
		}
	}

	/** Models evalMessageExpression: an expression that fails leaves the message that stands beside it. */
	*#message(
		{ rule, message }: CompiledRule,
		schema: JsonSchema,
		self: Json,
		oldSelf: Json | undefined,
		path: string,
	): Task<string | undefined> {
		const fixed = (rule.message ?? '') === '' ? `failed rule: ${rule.rule.trim()}` : (rule.message as string).trim();
		if (message === undefined) return fixed;
		try {
			const text = yield* this.#result(message, { self, oldSelf });
			const trimmed = typeof text === 'string' ? text.trim() : '';
			const usable = trimmed !== '' && trimmed.length <= MESSAGE_MAX && !trimmed.includes('\n');
			return usable ? trimmed : fixed;
		} catch (error) {
			if (error instanceof CelEvaluationError) return fixed;
			if (!(error instanceof CelCostError)) throw error;
			this.#over = true;
			const detail = `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${JSON.stringify(rule.messageExpression)}`;
			this.errors.push(invalidValue(path === '' ? '<nil>' : path, schema.type ?? '', detail));
			return undefined;
		}
	}
}

/** To evaluate a short one takes as long as to copy so many. */
const VALUES_A_RULE = 40;

/** Models apiserver/pkg/apis/cel MaxEvaluatedMessageExpressionSizeBytes. */
const MESSAGE_MAX = 5_120;

function errorFor({ reason }: ValidationRule, path: string, value: unknown, detail: string): FieldError {
	switch (reason) {
		case 'FieldValueForbidden':
			return forbiddenField(path, detail);
		case 'FieldValueRequired':
			return required(path, detail);
		case 'FieldValueDuplicate':
			return duplicate(path, value);
		default:
			return invalidValue(path, value, detail);
	}
}
