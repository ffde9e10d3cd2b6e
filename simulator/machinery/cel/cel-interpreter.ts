import type { Task } from '../task.ts';
import type { CallExpr, CelExpr, ComprehensionExpr, ListExpr, MapExpr } from './cel-ast.ts';
import { callCost, LIST_COST, MAP_COST } from './cel-call-cost.ts';
import { keyOf } from './cel-compare.ts';
import { CelCostError } from './cel-error.ts';
import { CelFault, celFault } from './cel-fault.ts';
import type { CelOverload } from './cel-overload.ts';
import { isLiteralMatch, literalRegexp } from './cel-regexp.ts';
import { type CelKey, CelMap, CelOptional, CelTypeValue, CelUint, isOfType, typeNameOf } from './cel-value.ts';
import type { CheckType } from './check-type.ts';

/** Variables of loops, and those around them. */
interface Scope {
	readonly name: string;
	value: unknown;
	readonly outer: Scope | undefined;
}

/** The longest list, and the longest string, that may come up on the way. */
const LIST_MAX = 200_000;
const STRING_MAX = 10_000_000;

/** What may be spent between two pauses: a millisecond or two when patterns are compiled on the way. */
const COST_A_STEP = 1_000;

/** Whether there are loops in an expression: a memo of a pure function of immutable trees. */
const loops = new WeakMap<CelExpr, boolean>();

function hasLoops(expr: CelExpr): boolean {
	let known = loops.get(expr);
	if (known === undefined) {
		known = expr.kind === 'comprehension' || partsOf(expr).some(hasLoops);
		loops.set(expr, known);
	}
	return known;
}

function partsOf(expr: CelExpr): readonly CelExpr[] {
	switch (expr.kind) {
		case 'select':
			return [expr.operand];
		case 'call':
			return expr.target === undefined ? expr.args : [expr.target, ...expr.args];
		default:
			return [];
	}
}

/** One evaluation of a checked expression. Models cel-go interpreter. */
export class CelInterpreter {
	/** What is left to spend. */
	left: number;
	/** What was left at the last pause. */
	#pausedAt = 0;
	readonly #variables: (name: string) => unknown;
	/** Lists and maps that a loop is gathering: nobody else holds them. */
	readonly #gathered = new Set<unknown>();

	/** @param variables throws CelFault when there is none. */
	constructor(variables: (name: string) => unknown, allowed: number) {
		this.#variables = variables;
		this.left = allowed;
	}

	/** Throws CelFault, or CelCostError when too much is spent. */
	evaluate(expr: CelExpr): unknown {
		return this.#eval(expr, undefined);
	}

	/** The same with pauses in loops that take long. Throws CelFault, or CelCostError when too much is spent. */
	*evaluateInSteps(expr: CelExpr, pause: () => Task<void>): Task<unknown> {
		this.#pausedAt = this.left;
		return yield* this.#slowly(expr, undefined, pause);
	}

	/** Only what has loops in it takes long: all else is evaluated at once. */
	*#slowly(expr: CelExpr, scope: Scope | undefined, pause: () => Task<void>): Task<unknown> {
		if (!hasLoops(expr)) return this.#eval(expr, scope);
		switch (expr.kind) {
			case 'select':
				return this.#select(yield* this.#slowly(expr.operand, scope, pause), expr.field, expr.testOnly);
			case 'call':
				return yield* this.#callSlowly(expr, scope, pause);
			case 'comprehension':
				return yield* this.#loopSlowly(expr, scope, pause);
			default:
				return this.#eval(expr, scope);
		}
	}

	*#callSlowly(expr: CallExpr, scope: Scope | undefined, pause: () => Task<void>): Task<unknown> {
		const { args } = expr;
		switch (expr.name) {
			case '_&&_':
			case '_||_': {
				const decides = expr.name === '_||_';
				let fault: CelFault | undefined;
				for (const arg of args) {
					try {
						const value = yield* this.#slowly(arg, scope, pause);
						if (value === decides) return decides;
						if (typeof value !== 'boolean') fault ??= celFault('no such overload');
					} catch (error) {
						if (!(error instanceof CelFault)) throw error;
						fault ??= error;
					}
				}
				if (fault !== undefined) throw fault;
				return !decides;
			}
			case '_?_:_': {
				const condition = yield* this.#slowly(args[0] as CelExpr, scope, pause);
				if (typeof condition !== 'boolean') throw celFault('no such overload');
				return yield* this.#slowly(args[condition ? 1 : 2] as CelExpr, scope, pause);
			}
			case '@not_strictly_false':
			case '_?._':
			case '_[?_]':
				return this.#call(expr, scope);
			default: {
				const target = expr.fullName === undefined ? expr.target : undefined;
				const values: unknown[] = [];
				for (const each of args) values.push(yield* this.#slowly(each, scope, pause));
				if (target !== undefined) values.unshift(yield* this.#slowly(target, scope, pause));
				return this.#applied(expr, values);
			}
		}
	}

	*#loopSlowly(expr: ComprehensionExpr, scope: Scope | undefined, pause: () => Task<void>): Task<unknown> {
		const range = yield* this.#slowly(expr.range, scope, pause);
		const accu: Scope = { name: expr.accuVar, value: this.#eval(expr.init, scope), outer: scope };
		const gathers = typeof accu.value === 'object' && (expr.init.kind === 'list' || expr.init.kind === 'map');
		if (gathers) this.#gathered.add(accu.value);
		for (const [first, second] of this.#pairs(range, expr.iterVar2 !== undefined)) {
			let inner: Scope = { name: expr.iterVar, value: first, outer: accu };
			if (expr.iterVar2 !== undefined) inner = { name: expr.iterVar2, value: second, outer: inner };
			if (!this.#notFalse(expr.condition, inner)) break;
			accu.value = hasLoops(expr.step)
				? yield* this.#stepSlowly(expr.step, inner, pause)
				: this.#step(expr.step, inner);
			if (this.#pausedAt - this.left < COST_A_STEP) continue;
			this.#pausedAt = this.left;
			yield* pause();
		}
		if (gathers) this.#gathered.delete(accu.value);
		if (accu.value instanceof CelFault && expr.result.kind === 'ident') throw accu.value;
		return yield* this.#slowly(expr.result, accu, pause);
	}

	*#stepSlowly(expr: CelExpr, scope: Scope, pause: () => Task<void>): Task<unknown> {
		const isLogical = expr.kind === 'call' && (expr.name === '_||_' || expr.name === '_&&_');
		if (!isLogical) return yield* this.#slowly(expr, scope, pause);
		let outcome: unknown;
		try {
			outcome = yield* this.#slowly(expr.args[1] as CelExpr, scope, pause);
		} catch (error) {
			if (!(error instanceof CelFault)) throw error;
			outcome = error;
		}
		return this.#gatheredTruth(expr, scope, outcome);
	}

	#spend(cost: number): void {
		this.left -= cost;
		if (this.left < 0) throw new CelCostError();
	}

	#eval(expr: CelExpr, scope: Scope | undefined): unknown {
		switch (expr.kind) {
			case 'literal': {
				const { value } = expr;
				return typeof value === 'object' && value !== null && 'uint' in value ? new CelUint(value.uint) : value;
			}
			case 'ident':
				this.#spend(1);
				if (expr.typeValue !== undefined) return new CelTypeValue(expr.typeValue.name);
				return this.#lookUp(expr.name, scope);
			case 'select':
				if (expr.typeValue !== undefined) return new CelTypeValue(expr.typeValue.name);
				if (expr.variable !== undefined) return this.#lookUp(expr.variable, undefined);
				return this.#select(this.#eval(expr.operand, scope), expr.field, expr.testOnly);
			case 'call':
				return this.#call(expr, scope);
			case 'list':
				return this.#list(expr, scope);
			case 'map':
				return this.#map(expr, scope);
			case 'struct':
				throw new Error('assertion failed: a struct that was checked');
			case 'comprehension':
				return this.#comprehension(expr, scope);
		}
	}

	#lookUp(name: string, scope: Scope | undefined): unknown {
		for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at.value;
		return this.#variables(name);
	}

	#select(value: unknown, field: string, testOnly: boolean): unknown {
		if (value instanceof CelOptional) {
			const inner = value.value instanceof CelMap ? value.value.field(field) : undefined;
			if (testOnly) return inner !== undefined;
			return inner === undefined ? CelOptional.NONE : new CelOptional(inner);
		}
		if (!(value instanceof CelMap)) throw celFault(value === null ? `no such key: ${field}` : 'no such overload');
		if (testOnly) return value.hasField(field);
		this.#spend(1);
		const found = value.field(field);
		if (found === undefined) throw celFault(`no such key: ${field}`);
		return found;
	}

	#call(expr: CallExpr, scope: Scope | undefined): unknown {
		const { args } = expr;
		switch (expr.name) {
			case '_&&_':
				return this.#logical(expr, scope, false);
			case '_||_':
				return this.#logical(expr, scope, true);
			case '_?_:_': {
				const condition = this.#eval(args[0] as CelExpr, scope);
				if (typeof condition !== 'boolean') throw celFault('no such overload');
				return this.#eval(args[condition ? 1 : 2] as CelExpr, scope);
			}
			case '@not_strictly_false':
				this.#spend(1);
				return this.#notFalse(args[0] as CelExpr, scope);
			case '_?._':
			case '_[?_]':
				return this.#optionalIndex(expr, scope);
			default:
				return this.#apply(expr, scope);
		}
	}

	/** What one side decides, the other may fail of. */
	#logical(expr: CallExpr, scope: Scope | undefined, decides: boolean): boolean {
		let fault: CelFault | undefined;
		for (const arg of expr.args) {
			try {
				const value = this.#eval(arg, scope);
				if (value === decides) return decides;
				if (typeof value !== 'boolean') fault ??= celFault('no such overload');
			} catch (error) {
				if (!(error instanceof CelFault)) throw error;
				fault ??= error;
			}
		}
		if (fault !== undefined) throw fault;
		return !decides;
	}

	#notFalse(expr: CelExpr, scope: Scope | undefined): boolean {
		try {
			return this.#eval(expr, scope) !== false;
		} catch (error) {
			if (error instanceof CelFault) return true;
			throw error;
		}
	}

	#optionalIndex({ args }: CallExpr, scope: Scope | undefined): CelOptional {
		const whole = this.#eval(args[0] as CelExpr, scope);
		const index = this.#eval(args[1] as CelExpr, scope);
		this.#spend(1);
		const container = whole instanceof CelOptional ? whole.value : whole;
		const found = elementOf(container, index);
		return found === undefined ? CelOptional.NONE : new CelOptional(found);
	}

	#apply(expr: CallExpr, scope: Scope | undefined): unknown {
		const target = expr.fullName === undefined ? expr.target : undefined;
		const values: unknown[] = [];
		for (const each of expr.args) values.push(this.#eval(each, scope));
		if (target !== undefined) values.unshift(this.#eval(target, scope));
		return this.#applied(expr, values);
	}

	#applied(expr: CallExpr, values: readonly unknown[]): unknown {
		if (expr.name === '_[_]' && values[0] instanceof CelOptional) {
			const found = elementOf(values[0].value, values[1]);
			return found === undefined ? CelOptional.NONE : new CelOptional(found);
		}
		const overload = this.#chosen(expr, values);
		const [left, right] = values;
		if (overload.id === 'add_list' && this.#gathered.has(left)) {
			this.#spend(1);
			(left as unknown[]).push(...(right as unknown[]));
			return this.#sized(left);
		}
		const result = isLiteralMatch(expr)
			? literalRegexp(expr, right as string).test(left as string)
			: overload.call(...(values as never[]));
		this.#spend(callCost(expr.fullName ?? expr.name, overload.id, values, result));
		return this.#sized(result);
	}

	#sized(value: unknown): unknown {
		if (Array.isArray(value) ? value.length > LIST_MAX : typeof value === 'string' && value.length > STRING_MAX) {
			throw new CelCostError();
		}
		return value;
	}

	/** The overload that fits the values. */
	#chosen({ overloads = [], name, fullName }: CallExpr, values: readonly unknown[]): CelOverload {
		for (const overload of overloads) {
			if (fits(overload, values)) return overload;
		}
		if (/^[_!-]/.test(name)) throw celFault('no such overload');
		throw celFault(`no such overload: ${fullName ?? name}(${values.map(typeNameOf).join(', ')})`);
	}

	#list({ elements, optional }: ListExpr, scope: Scope | undefined): unknown[] {
		const out: unknown[] = [];
		for (const [index, element] of elements.entries()) {
			const value = this.#eval(element, scope);
			if (!optional.has(index)) out.push(value);
			else if (!(value instanceof CelOptional))
				throw celFault('cannot initialize optional list element from non-optional value');
			else if (value.value !== undefined) out.push(value.value);
		}
		this.#spend(LIST_COST);
		return out;
	}

	#map({ entries }: MapExpr, scope: Scope | undefined): CelMap {
		const out = new Map<CelKey, unknown>();
		for (const { key, value, optional } of entries) {
			const name = keyOf(this.#eval(key, scope));
			let held = this.#eval(value, scope);
			if (name === undefined) throw celFault('unsupported key type');
			if (optional) {
				if (!(held instanceof CelOptional)) throw celFault('cannot initialize optional entry from non-optional value');
				held = held.value;
				if (held === undefined) continue;
			}
			out.set(name, held);
		}
		this.#spend(MAP_COST);
		return new CelMap(out);
	}

	#comprehension(expr: ComprehensionExpr, scope: Scope | undefined): unknown {
		const range = this.#eval(expr.range, scope);
		const accu: Scope = { name: expr.accuVar, value: this.#eval(expr.init, scope), outer: scope };
		const gathers = typeof accu.value === 'object' && (expr.init.kind === 'list' || expr.init.kind === 'map');
		if (gathers) this.#gathered.add(accu.value);
		for (const [first, second] of this.#pairs(range, expr.iterVar2 !== undefined)) {
			let inner: Scope = { name: expr.iterVar, value: first, outer: accu };
			if (expr.iterVar2 !== undefined) inner = { name: expr.iterVar2, value: second, outer: inner };
			if (!this.#notFalse(expr.condition, inner)) break;
			accu.value = this.#step(expr.step, inner);
		}
		if (gathers) this.#gathered.delete(accu.value);
		if (accu.value instanceof CelFault && expr.result.kind === 'ident') throw accu.value;
		return this.#eval(expr.result, accu);
	}

	/** An error stays the result until a later round decides: `exists` is true if one is. */
	#step(expr: CelExpr, scope: Scope): unknown {
		const isLogical = expr.kind === 'call' && (expr.name === '_||_' || expr.name === '_&&_');
		if (!isLogical) return this.#eval(expr, scope);
		let outcome: unknown;
		try {
			outcome = this.#eval(expr.args[1] as CelExpr, scope);
		} catch (error) {
			if (!(error instanceof CelFault)) throw error;
			outcome = error;
		}
		return this.#gatheredTruth(expr, scope, outcome);
	}

	/** @param outcome of this round: a value or a fault. */
	#gatheredTruth({ name }: CallExpr, scope: Scope, outcome: unknown): unknown {
		const before = this.#lookUp('@result', scope);
		if (outcome instanceof CelFault) return before instanceof CelFault ? before : outcome;
		this.#spend(1);
		if (typeof outcome !== 'boolean') return before instanceof CelFault ? before : celFault('no such overload');
		return outcome === (name === '_||_') ? outcome : before;
	}

	*#pairs(range: unknown, indexed: boolean): Generator<readonly [unknown, unknown]> {
		if (Array.isArray(range)) {
			for (const [index, item] of range.entries()) yield indexed ? [BigInt(index), item] : [item, undefined];
		} else if (range instanceof CelMap) {
			for (const key of range.keys()) yield [key, indexed ? range.get(key) : undefined];
		} else throw celFault(`got '${typeNameOf(range)}', expected iterable type`);
	}
}

function fits({ args }: CelOverload, values: readonly unknown[]): boolean {
	for (let index = 0; index < args.length; index++) {
		if (!isOfType(values[index], args[index] as CheckType)) return false;
	}
	return true;
}

/** Undefined when there is none. */
function elementOf(container: unknown, index: unknown): unknown {
	if (container instanceof CelMap) {
		const key = keyOf(index);
		if (key === undefined) return undefined;
		return typeof key === 'string' && container.isObject ? container.field(key) : container.get(key);
	}
	if (!Array.isArray(container) || typeof index !== 'bigint') return undefined;
	return index < 0n ? undefined : container[Number(index)];
}
