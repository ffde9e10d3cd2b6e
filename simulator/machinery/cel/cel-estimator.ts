import { ACCUMULATOR, type CallExpr, type CelExpr, type ComprehensionExpr, type SelectExpr } from './cel-ast.ts';
import { LIST_COST, MAP_COST } from './cel-call-cost.ts';
import { eitherSize, kubernetesEstimate, type SizedNode, standardEstimate } from './cel-call-estimate.ts';
import { type Estimate, fixed, NOTHING, plus, times, UNKNOWN, union } from './cel-estimate.ts';
import { type CelType, unescapeCelName } from './cel-type.ts';
import { lengthOf } from './cel-value.ts';
import { type CheckType, DYN } from './check-type.ts';

/**
 * The most that a checked expression may cost, by how large values can be.
 * Models cel-go checker/cost.go, and the sizes of apiextensions-apiserver schema/cel compilation.go.
 * @param root the type of `self`.
 */
export function estimateCel(expr: CelExpr, root: CelType): number {
	return new Estimator(root).cost(expr).max;
}

/** Where a value comes from: "self", then fields, "@items", "@values", "@keys". */
type Path = readonly string[];

interface EntrySize {
	readonly container: 'list' | 'map';
	readonly key: Estimate;
	readonly value: Estimate;
}

interface Local {
	readonly path: Path | undefined;
	readonly size: Estimate | undefined;
	readonly entry: EntrySize | undefined;
}

class Estimator {
	readonly #root: CelType;
	readonly #paths = new Map<CelExpr, Path>();
	readonly #sizes = new Map<CelExpr, Estimate>();
	readonly #entries = new Map<CelExpr, EntrySize>();
	readonly #locals = new Map<string, Local[]>();

	constructor(root: CelType) {
		this.#root = root;
	}

	cost(expr: CelExpr): Estimate {
		switch (expr.kind) {
			case 'literal':
				return NOTHING;
			case 'ident':
				this.#setPath(expr, this.#local(expr)?.path ?? (this.#local(expr) === undefined ? [expr.name] : undefined));
				return fixed(1);
			case 'select':
				return this.#select(expr);
			case 'call':
				return this.#call(expr);
			case 'list': {
				const costs = expr.elements.map((each) => this.cost(each));
				const sizes = expr.elements.map((each) => this.#sizeOrUnknown(each));
				this.#entries.set(expr, { container: 'list', key: fixed(1), value: joined(sizes) });
				return plus(...costs, fixed(LIST_COST));
			}
			case 'map': {
				const costs = expr.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]);
				const key = joined(expr.entries.map((each) => this.#sizeOrUnknown(each.key)));
				const value = joined(expr.entries.map((each) => this.#sizeOrUnknown(each.value)));
				this.#entries.set(expr, { container: 'map', key, value });
				return plus(...costs, fixed(MAP_COST));
			}
			case 'struct':
				return NOTHING;
			case 'comprehension':
				return isBinding(expr) ? this.#binding(expr) : this.#comprehension(expr);
		}
	}

	#local(expr: CelExpr): Local | undefined {
		return expr.kind === 'ident' ? this.#locals.get(expr.name)?.at(-1) : undefined;
	}

	#setPath(expr: CelExpr, path: Path | undefined): void {
		if (path !== undefined) this.#paths.set(expr, path);
	}

	#path(expr: CelExpr): Path | undefined {
		const local = this.#local(expr);
		return local === undefined ? this.#paths.get(expr) : local.path;
	}

	#under(expr: CelExpr, name: string): Path {
		return [...(this.#path(expr) ?? []), name];
	}

	#select(expr: SelectExpr): Estimate {
		const operand = this.cost(expr.operand);
		if (expr.testOnly) return operand;
		this.#paths.set(expr, this.#under(expr.operand, expr.field));
		const { kind } = expr.operand.type ?? DYN;
		return kind === 'map' || kind === 'struct' || kind === 'param' ? plus(operand, fixed(1)) : operand;
	}

	#call(expr: CallExpr): Estimate {
		const { args, overloads = [] } = expr;
		const name = expr.fullName ?? expr.name;
		const costs = args.map((each) => this.cost(each));
		if (name === 'dyn') return this.#copied(expr, args[0] as CelExpr, plus(fixed(1), ...costs));
		const target = expr.fullName === undefined ? expr.target : undefined;
		const targetCost = target === undefined ? NOTHING : this.cost(target);
		const all = target === undefined ? args : [target, ...args];
		let cost: Estimate = { min: Number.MAX_VALUE, max: 0 };
		let size: Estimate | undefined;
		for (const { id } of overloads) {
			const each = this.#overload(expr, id, all, costs);
			cost = union(cost, each.cost);
			size = eitherSize(size, each.size);
			if (id === 'index_list' || id === 'index_map') {
				const [container] = args as [CelExpr];
				size = this.#entry(container)?.value;
				this.#paths.set(expr, this.#under(container, id === 'index_list' ? '@items' : '@values'));
			}
			size ??= this.#size(expr);
		}
		if (overloads.length === 0) return NOTHING;
		if (size !== undefined) this.#sizes.set(expr, size);
		return plus(targetCost, cost);
	}

	#overload(
		expr: CallExpr,
		id: string,
		all: readonly CelExpr[],
		costs: readonly Estimate[],
	): { readonly cost: Estimate; readonly size?: Estimate | undefined } {
		const [first = NOTHING, second = NOTHING, third = NOTHING] = costs;
		if (id === 'logical_and' || id === 'logical_or') return { cost: { min: first.min, max: plus(first, second).max } };
		if (id === 'conditional') {
			const [, yes, no] = expr.args as [CelExpr, CelExpr, CelExpr];
			this.#setEntries(expr, yes, no);
			return {
				cost: plus(first, union(second, third)),
				size: union(this.#sizeOrUnknown(yes), this.#sizeOrUnknown(no)),
			};
		}
		const nodes = all.map((each) => this.#node(each));
		const found = kubernetesEstimate(expr.fullName ?? expr.name, id, nodes) ?? standardEstimate(id, nodes);
		if (id === 'add_list' || id === 'add_string' || id === 'add_bytes') {
			this.#setEntries(expr, all[0] as CelExpr, all[1] as CelExpr);
		}
		return { cost: plus(found.cost, ...costs), size: found.size };
	}

	/** What comes of two values has entries like either's. */
	#setEntries(expr: CelExpr, a: CelExpr, b: CelExpr): void {
		const [left, right] = [this.#entry(a), this.#entry(b)];
		if (left === undefined || right === undefined) return;
		const { container } = left;
		this.#entries.set(expr, { container, key: union(left.key, right.key), value: union(left.value, right.value) });
	}

	#node(expr: CelExpr): SizedNode {
		const type = expr.type ?? DYN;
		const path = this.#path(expr);
		const rooted = path === undefined || path[0] === ACCUMULATOR ? undefined : path;
		const [inner] = type.params;
		const items =
			inner === undefined
				? undefined
				: { type: inner, size: (rooted && this.#declared([...rooted, '@items'])) ?? UNKNOWN };
		return { type, expr, size: this.#size(expr), items };
	}

	#copied(to: CelExpr, from: CelExpr, cost: Estimate): Estimate {
		const size = this.#size(from);
		const entry = this.#entry(from);
		if (size !== undefined) this.#sizes.set(to, size);
		if (entry !== undefined) this.#entries.set(to, entry);
		return cost;
	}

	#sizeOrUnknown(expr: CelExpr): Estimate {
		return this.#size(expr) ?? UNKNOWN;
	}

	#size(expr: CelExpr): Estimate | undefined {
		const known = this.#sizes.get(expr) ?? literalSize(expr);
		if (known !== undefined) return known;
		const path = this.#path(expr);
		const declared = path === undefined ? undefined : this.#declared(path);
		if (declared !== undefined) {
			this.#sizes.set(expr, declared);
			return declared;
		}
		return isScalar(expr.type ?? DYN) ? fixed(1) : this.#local(expr)?.size;
	}

	#entry(expr: CelExpr): EntrySize | undefined {
		return this.#entries.get(expr) ?? this.#local(expr)?.entry;
	}

	/** How large what stands at a path can be. */
	#declared(path: Path): Estimate | undefined {
		if (path.length === 0) return undefined;
		let type: CelType | undefined = this.#root;
		for (const name of path.slice(1)) {
			if (name === '@items' || name === '@values') {
				type = type.kind === 'list' ? type.items : type.kind === 'map' ? type.values : undefined;
			} else if (name === '@keys') return type.kind === 'map' ? { min: 0, max: KEY_MAX } : undefined;
			else type = type.kind === 'object' ? type.fields.get(unescapeCelName(name)) : undefined;
			if (type === undefined) return undefined;
		}
		return { min: 0, max: type.max ?? 0 };
	}

	#push(name: string, local: Local): void {
		const stack = this.#locals.get(name);
		if (stack === undefined) this.#locals.set(name, [local]);
		else stack.push(local);
	}

	#pop(name: string): void {
		this.#locals.get(name)?.pop();
	}

	#pushValue(name: string, expr: CelExpr): void {
		this.#push(name, { path: this.#path(expr), size: this.#size(expr), entry: this.#entry(expr) });
	}

	#binding(expr: ComprehensionExpr): Estimate {
		const { range, accuVar, init, result } = expr;
		const costs = plus(this.cost(range), this.cost(init));
		this.#pushValue(accuVar, init);
		const inner = this.cost(result);
		this.#pop(accuVar);
		return this.#copied(expr, result, plus(costs, inner));
	}

	#comprehension(expr: ComprehensionExpr): Estimate {
		const { range, init, accuVar, iterVar, iterVar2 } = expr;
		const start = plus(this.cost(range), this.cost(init));
		this.#pushValue(accuVar, init);
		this.#pushIteration(expr);
		const loop = plus(this.cost(expr.condition), this.cost(expr.step));
		this.#pop(iterVar);
		if (iterVar2 !== undefined) this.#pop(iterVar2);
		const result = this.cost(expr.result);
		this.#pop(accuVar);
		const count = this.#sizeOrUnknown(range);
		if (init.kind === 'literal') {
			const size = this.#size(init);
			if (size !== undefined) this.#sizes.set(expr, size);
		} else if (init.kind === 'list' || init.kind === 'map') {
			this.#sizes.set(expr, count);
			const entry = this.#entry(expr.step);
			if (entry !== undefined) this.#entries.set(expr, entry);
		}
		return plus(start, result, times(count, loop));
	}

	#pushIteration({ range, iterVar, iterVar2 }: ComprehensionExpr): void {
		const entry = this.#entry(range);
		const isList = (entry?.container ?? range.type?.kind) === 'list';
		const key: Local = { path: this.#under(range, isList ? '@indices' : '@keys'), size: entry?.key, entry: undefined };
		const value: Local = {
			path: this.#under(range, isList ? '@items' : '@values'),
			size: entry?.value,
			entry: undefined,
		};
		if (iterVar2 !== undefined) {
			this.#push(iterVar, key);
			this.#push(iterVar2, value);
		} else this.#push(iterVar, isList ? value : key);
	}
}

/** Models apiserver/pkg/cel StringType: of keys no size is declared. */
const KEY_MAX = 0;

function isBinding({ range, condition, accuVar }: ComprehensionExpr): boolean {
	const isEmpty = range.kind === 'list' && range.elements.length === 0;
	return isEmpty && condition.kind === 'literal' && condition.value === false && accuVar !== ACCUMULATOR;
}

function joined(sizes: readonly Estimate[]): Estimate {
	const [first, ...rest] = sizes;
	return first === undefined ? NOTHING : rest.reduce(union, first);
}

function literalSize(expr: CelExpr): Estimate | undefined {
	if (expr.kind === 'list') return fixed(expr.elements.length);
	if (expr.kind === 'map') return fixed(expr.entries.length);
	if (expr.kind !== 'literal') return undefined;
	const { value } = expr;
	if (typeof value === 'string') return fixed(lengthOf(value));
	return fixed(value instanceof Uint8Array ? value.length : 1);
}

const SCALARS: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint']);

function isScalar({ kind, name, params }: CheckType): boolean {
	return SCALARS.has(kind) || (name === 'optional_type' && isScalar(params[0] as CheckType));
}
