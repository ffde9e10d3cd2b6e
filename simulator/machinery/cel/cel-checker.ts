import type { CallExpr, CelExpr, ComprehensionExpr, IdentExpr, ListExpr, MapExpr, SelectExpr } from './cel-ast.ts';
import type { CelIssues } from './cel-issues.ts';
import type { CelFunctions, CelOverload } from './cel-overload.ts';
import { isDynOrError, mostGeneral, Substitution } from './cel-substitution.ts';
import { TYPE_NAMES } from './cel-type-names.ts';
import {
	BOOL,
	BYTES,
	type CheckType,
	DOUBLE,
	DYN,
	ERROR,
	formatType,
	INT,
	listOf,
	mapOf,
	NULL,
	optionalTypeOf,
	STRING,
	sameType,
	typeOfType,
	typeParam,
	UINT,
} from './check-type.ts';

/** Gives every node of an expression its type; the issues tell of what does not fit. Models cel-go checker. */
export function checkCel(
	expr: CelExpr,
	variables: ReadonlyMap<string, CheckType>,
	functions: CelFunctions,
	issues: CelIssues,
): void {
	const checker = new Checker(variables, functions, issues);
	checker.check(expr);
	checker.finish();
}

/** A variable of a loop, and those around it. */
interface Scope {
	readonly name: string;
	readonly type: CheckType;
	readonly outer: Scope | undefined;
}

class Checker {
	readonly #variables: ReadonlyMap<string, CheckType>;
	readonly #functions: CelFunctions;
	readonly #issues: CelIssues;
	readonly #seen: CelExpr[] = [];
	#scope: Scope | undefined;
	#known = new Substitution();
	#params = 0;

	constructor(variables: ReadonlyMap<string, CheckType>, functions: CelFunctions, issues: CelIssues) {
		this.#variables = variables;
		this.#functions = functions;
		this.#issues = issues;
	}

	/** What parameters stand for is known now. */
	finish(): void {
		for (const expr of this.#seen) expr.type = this.#known.apply(expr.type ?? DYN, 'dyn');
	}

	check(expr: CelExpr): CheckType {
		const type = this.#typeOf(expr);
		expr.type = type;
		this.#seen.push(expr);
		return type;
	}

	#typeOf(expr: CelExpr): CheckType {
		switch (expr.kind) {
			case 'literal':
				return literalType(expr.value);
			case 'ident':
				return this.#ident(expr);
			case 'select':
				return this.#select(expr);
			case 'call':
				return this.#call(expr);
			case 'list':
				return this.#list(expr);
			case 'map':
				return this.#map(expr);
			case 'struct':
				this.#undeclared(expr.at, expr.name);
				return ERROR;
			case 'comprehension':
				return this.#comprehension(expr);
		}
	}

	#undeclared(at: number, name: string): void {
		this.#issues.add(at, `undeclared reference to '${name}' (in container '')`);
	}

	#assign(to: CheckType, from: CheckType): boolean {
		const next = this.#known.assign(to, from);
		if (next !== undefined) this.#known = next;
		return next !== undefined;
	}

	#mismatch(at: number, expected: CheckType, found: CheckType): void {
		this.#issues.add(at, `expected type '${formatType(expected)}' but found '${formatType(found)}'`);
	}

	#lookUp(name: string): CheckType | undefined {
		for (let scope = this.#scope; scope !== undefined; scope = scope.outer) {
			if (scope.name === name) return scope.type;
		}
		return this.#variables.get(name);
	}

	#ident(expr: IdentExpr): CheckType {
		const type = this.#lookUp(expr.name);
		if (type !== undefined) return type;
		const named = TYPE_NAMES.get(expr.name);
		if (named !== undefined) {
			expr.typeValue = named;
			return typeOfType(named);
		}
		this.#undeclared(expr.at, expr.name);
		return ERROR;
	}

	#select(expr: SelectExpr): CheckType {
		const full = expr.testOnly ? '' : (dotted(expr) ?? '');
		const variable = this.#variables.get(full);
		if (variable !== undefined) {
			expr.variable = full;
			return variable;
		}
		const named = TYPE_NAMES.get(full);
		if (named !== undefined) {
			expr.typeValue = named;
			return typeOfType(named);
		}
		const type = this.#field(expr.at, expr.operand, expr.field, false);
		return expr.testOnly ? BOOL : this.#known.apply(type, 'keep');
	}

	#field(at: number, operand: CelExpr, field: string, optional: boolean): CheckType {
		const whole = this.#known.apply(this.check(operand), 'keep');
		const isOptional = whole.name === 'optional_type';
		const target = isOptional ? (whole.params[0] as CheckType) : whole;
		let type: CheckType = DYN;
		if (target.kind === 'map') type = target.params[1] as CheckType;
		else if (target.kind === 'struct') {
			type = target.fields?.get(field) ?? ERROR;
			if (type === ERROR) this.#issues.add(at, `undefined field '${field}'`);
		} else if (target.kind === 'param') this.#assign(DYN, target);
		else if (!isDynOrError(target)) {
			this.#issues.add(at, `type '${formatType(target)}' does not support field selection`);
		}
		return isOptional || optional ? optionalTypeOf(type) : type;
	}

	#call(expr: CallExpr): CheckType {
		if (expr.name === '_?._') return this.#optionalField(expr);
		const args = expr.args.map((each) => this.check(each));
		const { target, name, at } = expr;
		const prefix = target === undefined ? undefined : dotted(target);
		const full = this.#functions.get(`${prefix}.${name}`);
		if (prefix !== undefined && full !== undefined && this.#lookUp(prefix) === undefined) {
			expr.fullName = `${prefix}.${name}`;
			return this.#resolve(expr, expr.fullName, full, args, false);
		}
		const types = target === undefined ? args : [this.check(target), ...args];
		const overloads = this.#functions.get(name);
		if (overloads !== undefined) return this.#resolve(expr, name, overloads, types, target !== undefined);
		this.#undeclared(at, name);
		return ERROR;
	}

	/** `x.?field`: also on a list or a map, whose values then are optional. */
	#optionalField(expr: CallExpr): CheckType {
		const [operand, field] = expr.args as [CelExpr, CelExpr];
		const name = field.kind === 'literal' ? String(field.value) : '';
		expr.overloads = this.#functions.get('_?._') ?? [];
		field.type = STRING;
		return this.#known.apply(this.#field(expr.at, operand, name, true), 'keep');
	}

	#resolve(
		expr: CallExpr,
		name: string,
		overloads: readonly CelOverload[],
		types: readonly CheckType[],
		isMember: boolean,
	): CheckType {
		if (name === '_&&_' || name === '_||_') return this.#logical(expr, overloads, types);
		const found: CelOverload[] = [];
		let result: CheckType | undefined;
		for (const overload of overloads) {
			if (overload.isMember !== isMember) continue;
			const fresh = this.#instance(overload);
			const next = this.#known.assignAll(types, fresh.args);
			if (next === undefined) continue;
			this.#known = next;
			found.push(overload);
			const given = next.apply(fresh.result, 'keep');
			if (result === undefined) result = given;
			else if (result.kind !== 'dyn' && !sameType(given, result)) result = DYN;
		}
		expr.overloads = found;
		if (result !== undefined) return result;
		const shown = types.map((each) => formatType(this.#known.apply(each, 'dyn')));
		const on = isMember ? `${shown.shift()}.` : '';
		const applied = `${on}(${shown.join(', ')})`;
		this.#issues.add(expr.at, `found no matching overload for '${name}' applied to '${applied}'`);
		return ERROR;
	}

	#logical(expr: CallExpr, overloads: readonly CelOverload[], types: readonly CheckType[]): CheckType {
		let fits = true;
		for (const [index, type] of types.entries()) {
			if (this.#assign(type, BOOL)) continue;
			this.#mismatch(expr.args[index]?.at ?? expr.at, BOOL, type);
			fits = false;
		}
		expr.overloads = overloads;
		return fits ? BOOL : ERROR;
	}

	/** An overload whose type parameters are this call's own. */
	#instance({ args, result, params }: CelOverload): { args: CheckType[]; result: CheckType } {
		if (params.length === 0) return { args: [...args], result };
		const fresh = new Substitution(new Map(params.map((name) => [name, this.#param()])));
		return { args: args.map((each) => fresh.apply(each, 'keep')), result: fresh.apply(result, 'keep') };
	}

	#param(): CheckType {
		return typeParam(`_var${this.#params++}`);
	}

	#list({ elements, optional }: ListExpr): CheckType {
		let items: CheckType | undefined;
		for (const [index, element] of elements.entries()) {
			let type = this.check(element);
			if (optional.has(index)) type = this.#unwrapped(element, type);
			items = this.#join(element, items, type);
		}
		return listOf(items ?? this.#param());
	}

	#unwrapped(expr: CelExpr, type: CheckType): CheckType {
		if (type.name === 'optional_type') return type.params[0] as CheckType;
		if (type.kind !== 'dyn') this.#mismatch(expr.at, optionalTypeOf(type), type);
		return type;
	}

	#map({ entries }: MapExpr): CheckType {
		let keys: CheckType | undefined;
		let values: CheckType | undefined;
		for (const { key, value, optional } of entries) {
			keys = this.#join(key, keys, this.check(key));
			const type = this.check(value);
			values = this.#join(value, values, optional ? this.#unwrapped(value, type) : type);
		}
		return mapOf(keys ?? this.#param(), values ?? this.#param());
	}

	/** Lists and maps are of one kind of thing. */
	#join(expr: CelExpr, before: CheckType | undefined, type: CheckType): CheckType {
		if (before === undefined) return type;
		if (this.#assign(before, type)) return mostGeneral(before, type);
		this.#mismatch(expr.at, before, type);
		return ERROR;
	}

	#comprehension(expr: ComprehensionExpr): CheckType {
		const range = this.#known.apply(this.check(expr.range), 'keep');
		const accu = this.check(expr.init);
		const outer = this.#scope;
		const scope: Scope = { name: expr.accuVar, type: accu, outer };
		const [first, second] = this.#rangeTypes(expr, range);
		this.#scope = { name: expr.iterVar, type: first, outer: scope };
		if (expr.iterVar2 !== undefined) this.#scope = { name: expr.iterVar2, type: second, outer: this.#scope };
		const condition = this.check(expr.condition);
		if (!this.#assign(BOOL, condition)) this.#mismatch(expr.condition.at, BOOL, condition);
		const step = this.check(expr.step);
		if (!this.#assign(accu, step)) this.#mismatch(expr.step.at, accu, step);
		this.#scope = scope;
		const result = this.check(expr.result);
		this.#scope = outer;
		return this.#known.apply(result, 'keep');
	}

	#rangeTypes({ range, iterVar2 }: ComprehensionExpr, type: CheckType): [CheckType, CheckType] {
		const [first = DYN, second = DYN] = type.params;
		switch (type.kind) {
			case 'list':
				return iterVar2 === undefined ? [first, first] : [INT, first];
			case 'map':
				return [first, second];
			case 'dyn':
			case 'error':
			case 'param':
				this.#assign(DYN, type);
				return [DYN, DYN];
			default: {
				const text = `expression of type '${formatType(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`;
				this.#issues.add(range.at, text);
				return [ERROR, ERROR];
			}
		}
	}
}

function literalType(value: unknown): CheckType {
	if (value === null) return NULL;
	if (value instanceof Uint8Array) return BYTES;
	switch (typeof value) {
		case 'boolean':
			return BOOL;
		case 'bigint':
			return INT;
		case 'number':
			return DOUBLE;
		case 'string':
			return STRING;
		default:
			return UINT;
	}
}

/** "a.b.c" when that is all an expression is. */
function dotted(expr: CelExpr): string | undefined {
	if (expr.kind === 'ident') return expr.name;
	if (expr.kind !== 'select' || expr.testOnly) return undefined;
	const operand = dotted(expr.operand);
	return operand === undefined ? undefined : `${operand}.${expr.field}`;
}
