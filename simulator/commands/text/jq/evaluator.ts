import type { Task } from '../../../machinery/task.ts';
import { nothing } from '../../../machinery/task.ts';
import { binary } from './arithmetic.ts';
import { destructure } from './destructure.ts';
import type { FunctionBinding, JqHost, Scope } from './environment.ts';
import { Break, define, findFunction, findVariable, withVariable } from './environment.ts';
import { formatValue } from './formats.ts';
import { Guard } from './guard.ts';
import type { Json } from './json.ts';
import { computed, described, isTrue, JqError } from './json.ts';
import { applyNative, NATIVE } from './natives.ts';
import type { Emit, Path } from './output-path.ts';
import { checked, extended, invalidPath, iterate, made } from './output-path.ts';
import { entriesOf, getIndex, getPath, sliceKey, updatePath } from './paths.ts';
import { PRELUDE } from './prelude.ts';
import { SPECIAL } from './specials.ts';
import type { Node } from './syntax-tree.ts';

/** What `reduce` and `foreach` carry on. */
interface State {
	value: Json;
	path: Path;
}

/** Values of an array whose size the kernel is not told. */
const HELD_AT_ONCE = 65_536;

/**
 * Runs programs. Outputs go to a callback one by one, which models jq's backtracking: what stands behind a pipe runs
 * to its end for each output before the next is made, and `limit` and `break` leave by an exception.
 */
export class Evaluator {
	readonly host: JqHost;
	#depth = 0;

	constructor(host: JqHost) {
		this.host = host;
	}

	/** Every output of `node` for one input. */
	*outputs(node: Node, scope: Scope, value: Json): Task<Json[]> {
		const out: Json[] = [];
		yield* this.run(node, scope, value, undefined, (each) => {
			out.push(each);
			if (out.length % HELD_AT_ONCE === 0) this.host.hold(out.length);
			return nothing();
		});
		if (out.length >= HELD_AT_ONCE) this.host.hold(0);
		return out;
	}

	*run(node: Node, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		if (++this.#depth > this.host.depthMax) {
			this.#depth = 0;
			throw new JqError('stack overflow');
		}
		try {
			yield* this.host.tick();
			yield* this.#dispatch(node, scope, value, path, emit);
		} finally {
			this.#depth--;
		}
	}

	*#dispatch(node: Node, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		switch (node.type) {
			case 'identity':
				return yield* emit(value, path);
			case 'literal':
				return yield* emit(node.value, made(path));
			case 'empty-array':
				return yield* emit([], made(path));
			case 'recurse':
				return yield* this.recurse(value, path, emit);
			case 'pipe':
				return yield* this.run(node.left, scope, value, path, (each, at) =>
					this.run(node.right, scope, each, at, emit),
				);
			case 'comma':
				yield* this.run(node.left, scope, value, path, emit);
				return yield* this.run(node.right, scope, value, path, emit);
			case 'index':
				return yield* this.#index(node.term, node.index, scope, value, path, emit);
			case 'slice':
				return yield* this.#slice(node, scope, value, path, emit);
			case 'iterate': {
				return yield* this.run(node.term, scope, value, path, (each, at) => iterate(each, at, emit));
			}
			case 'call':
				return yield* this.#call(node, scope, value, path, emit);
			case 'variable':
				return yield* emit(this.#variable(node.name, node.line, scope), made(path));
			case 'if':
			case 'and':
			case 'or':
			case 'alternative':
			case 'try':
			case 'label':
			case 'break':
				return yield* this.#control(node, scope, value, path, emit);
			case 'as':
			case 'reduce':
			case 'foreach':
			case 'def':
				return yield* this.#binding(node, scope, value, path, emit);
			default:
				return yield* this.#construct(node, scope, value, path, emit);
		}
	}

	/** What makes new values: no path leads to them. */
	*#construct(node: Node, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		const at = made(path);
		switch (node.type) {
			case 'array':
				return yield* emit(yield* this.outputs(node.body, scope, value), at);
			case 'object':
				return yield* this.#object(node.entries, 0, new Map(), scope, value, (object) => emit(object, at));
			case 'string':
				return yield* this.#interpolate(node.parts, node.parts.length - 1, '', node.format, scope, value, (text) =>
					emit(text, at),
				);
			case 'format':
				return yield* emit(formatValue(node.name, value), at);
			case 'negate':
				return yield* this.run(node.operand, scope, value, undefined, (each) => {
					const number = computed(each);
					if (typeof number !== 'number') throw new JqError(`${described(each)} cannot be negated`);
					return emit(-number, at);
				});
			case 'binary':
				// The right side is the outer loop.
				return yield* this.run(node.right, scope, value, undefined, (right) =>
					this.run(node.left, scope, value, undefined, (left) => emit(binary(node.operator, left, right), at)),
				);
			case 'assign':
				return yield* this.#assign(node, scope, value, (each) => emit(each, at));
			default:
				throw new Error(`assertion failed: no construction ${node.type}`);
		}
	}

	*#control(node: Node, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		switch (node.type) {
			case 'if':
				return yield* this.run(node.condition, scope, value, undefined, (condition) => {
					const chosen = isTrue(condition) ? node.then : node.otherwise;
					return chosen === undefined ? emit(value, path) : this.run(chosen, scope, value, path, emit);
				});
			case 'and':
			case 'or':
				return yield* this.run(node.left, scope, value, undefined, (left) => {
					if (isTrue(left) === (node.type === 'or')) return emit(node.type === 'or', made(path));
					return this.run(node.right, scope, value, undefined, (right) => emit(isTrue(right), made(path)));
				});
			case 'alternative':
				return yield* this.#alternative(node.left, node.right, scope, value, path, emit);
			case 'try':
				return yield* this.#try(node.body, node.handler, scope, value, path, emit);
			case 'label': {
				const label = new Break('break');
				const functions: FunctionBinding = { key: `*label*${node.name}`, kind: 'label', label, next: scope.functions };
				try {
					yield* this.run(node.body, { ...scope, functions }, value, path, emit);
				} catch (error) {
					if (error !== label) throw error;
				}
				return;
			}
			case 'break': {
				const found = findFunction(scope, `*label*${node.name}`);
				if (found?.kind !== 'label') throw new Error('assertion failed: labels were checked');
				throw found.label;
			}
			default:
				throw new Error(`assertion failed: no control ${node.type}`);
		}
	}

	*#alternative(left: Node, right: Node, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		let any = false;
		yield* this.run(left, scope, value, path, (each, at) => {
			if (!isTrue(each)) return nothing();
			any = true;
			return emit(each, at);
		});
		if (!any) yield* this.run(right, scope, value, path, emit);
	}

	*#try(body: Node, handler: Node | undefined, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		const inner = new Guard();
		try {
			yield* this.run(body, scope, value, path, (each, at) => inner.pass(emit, each, at));
		} catch (error) {
			if (!(error instanceof JqError)) {
				inner.rethrow(error);
				return;
			}
			if (handler !== undefined) yield* this.run(handler, scope, error.value, made(path), emit);
		}
	}

	*#index(term: Node, index: Node, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		yield* this.run(term, scope, value, path, (each, at) => {
			const found = (key: Json): Task<void> => emit(getIndex(checked(each, at, key), key), extended(at, key));
			return index.type === 'literal' ? found(index.value) : this.run(index, scope, value, undefined, found);
		});
	}

	*#slice(node: Node & { type: 'slice' }, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		const NULL: Node = { type: 'literal', value: null };
		yield* this.run(node.term, scope, value, path, (each, at) =>
			this.run(node.to ?? NULL, scope, value, undefined, (to) =>
				this.run(node.from ?? NULL, scope, value, undefined, (from) => {
					const key = sliceKey(from, to);
					return emit(each === null ? null : getIndex(checked(each, at, key), key), extended(at, key));
				}),
			),
		);
	}

	*recurse(value: Json, path: Path, emit: Emit): Task<void> {
		yield* emit(value, path);
		for (const [key, item] of entriesOf(value)) {
			yield* this.host.tick();
			yield* this.recurse(item, extended(path, key), emit);
		}
	}

	#variable(name: string, line: number, scope: Scope): Json {
		if (name === 'ENV') return findVariable(scope, name)?.value ?? this.host.env;
		if (name === '__loc__') {
			return new Map<string, Json>([
				['file', '<top-level>'],
				['line', line],
			]);
		}
		const found = findVariable(scope, name);
		if (found === undefined) throw new Error(`assertion failed: $${name} was checked`);
		return found.value;
	}

	*#object(
		entries: readonly (readonly [Node, Node])[],
		at: number,
		object: ReadonlyMap<string, Json>,
		scope: Scope,
		value: Json,
		emit: (object: Json) => Task<void>,
	): Task<void> {
		const entry = entries[at];
		if (entry === undefined) return yield* emit(object);
		const [keyNode, valueNode] = entry;
		yield* this.run(keyNode, scope, value, undefined, (key) => {
			if (typeof key !== 'string') throw new JqError(`Cannot use ${described(key)} as object key`);
			// {"a b"} and {@base64 "x"} take the value at the key just made.
			const source: Node =
				valueNode.type === 'index' && valueNode.index === keyNode
					? { ...valueNode, index: { type: 'literal', value: key } }
					: valueNode;
			return this.run(source, scope, value, undefined, (item) =>
				this.#object(entries, at + 1, new Map([...object, [key, item]]), scope, value, emit),
			);
		});
	}

	*#interpolate(
		parts: readonly (string | Node)[],
		at: number,
		text: string,
		format: string | undefined,
		scope: Scope,
		value: Json,
		emit: (text: string) => Task<void>,
	): Task<void> {
		const part = parts[at];
		if (part === undefined) return yield* emit(text);
		if (typeof part === 'string')
			return yield* this.#interpolate(parts, at - 1, part + text, format, scope, value, emit);
		// The last part changes slowest.
		yield* this.run(part, scope, value, undefined, (each) =>
			this.#interpolate(parts, at - 1, formatValue(format ?? '@text', each) + text, format, scope, value, emit),
		);
	}

	*#assign(node: Node & { type: 'assign' }, scope: Scope, value: Json, emit: (value: Json) => Task<void>): Task<void> {
		const { operator, left, right } = node;
		if (operator === '|=') return yield* emit(yield* this.#update(left, right, scope, value));
		// The right side sees the whole input, once for each of its outputs.
		yield* this.run(right, scope, value, undefined, (operand) =>
			this.#assignOne(left, operator, operand, scope, value, emit),
		);
	}

	*#assignOne(
		left: Node,
		operator: string,
		operand: Json,
		scope: Scope,
		value: Json,
		emit: (value: Json) => Task<void>,
	): Task<void> {
		let result = value;
		for (const path of yield* this.paths(left, scope, value)) {
			yield* this.host.tick();
			result = updatePath(result, path, (old) => {
				if (operator === '=') return operand;
				if (operator === '//=') return isTrue(old) ? old : operand;
				return binary(operator.slice(0, -1), old, operand);
			});
		}
		yield* emit(result);
	}

	/** `|=`: the first output of the right side replaces the value; without one it is deleted. */
	*#update(left: Node, right: Node, scope: Scope, value: Json): Task<Json> {
		let result = value;
		const deleted: Json[] = [];
		for (const path of yield* this.paths(left, scope, value)) {
			const outputs = yield* this.firstOutput(right, scope, getPath(result, path));
			if (outputs === undefined) deleted.push(path);
			else result = updatePath(result, path, () => outputs);
		}
		return deleted.length === 0 ? result : SPECIAL.deletePaths(result, deleted);
	}

	/** Undefined when there is none. */
	*firstOutput(node: Node, scope: Scope, value: Json): Task<Json | undefined> {
		const done = new Break('first');
		let first: Json | undefined;
		try {
			yield* this.run(node, scope, value, undefined, (each) => {
				first = each;
				throw done;
			});
		} catch (error) {
			if (error !== done) throw error;
		}
		return first;
	}

	/** Where the outputs of a path expression stand. */
	*paths(node: Node, scope: Scope, value: Json): Task<(readonly Json[])[]> {
		const out: (readonly Json[])[] = [];
		yield* this.run(node, scope, value, [], (each, path) => {
			if (path === 'none' || path === undefined) throw invalidPath(each);
			out.push(path);
			return nothing();
		});
		return out;
	}

	*#binding(node: Node, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		switch (node.type) {
			case 'def':
				return yield* this.run(node.body, define(scope, node.definition), value, path, emit);
			case 'as':
				return yield* this.run(node.source, scope, value, undefined, (each) =>
					destructure(this, node.patterns, each, scope, (bound) => this.run(node.body, bound, value, path, emit)),
				);
			case 'reduce':
				return yield* this.run(node.start, scope, value, path, (start, startPath) =>
					this.#reduce(node, { value: start, path: startPath }, scope, value, path, emit),
				);
			case 'foreach':
				return yield* this.run(node.start, scope, value, path, (start, startPath) =>
					this.#foreach(node, { value: start, path: startPath }, scope, value, emit),
				);
			default:
				throw new Error(`assertion failed: no binding ${node.type}`);
		}
	}

	*#reduce(
		node: Node & { type: 'reduce' },
		state: State,
		scope: Scope,
		value: Json,
		path: Path,
		emit: Emit,
	): Task<void> {
		yield* this.run(node.source, scope, value, undefined, (each) =>
			destructure(this, node.patterns, each, scope, (bound) => this.#reduceOne(node.update, state, bound, path)),
		);
		yield* emit(state.value, state.path);
	}

	/** The last output of the update is the new state; without one it becomes null. */
	*#reduceOne(update: Node, state: State, scope: Scope, path: Path): Task<void> {
		let last: State = { value: null, path: made(path) };
		yield* this.run(update, scope, state.value, state.path, (next, nextPath) => {
			last = { value: next, path: nextPath };
			return nothing();
		});
		Object.assign(state, last);
	}

	#foreach(node: Node & { type: 'foreach' }, state: State, scope: Scope, value: Json, emit: Emit): Task<void> {
		const { update, extract } = node;
		return this.run(node.source, scope, value, undefined, (each) =>
			destructure(this, node.patterns, each, scope, (bound) =>
				this.run(update, bound, state.value, state.path, (next, nextPath) => {
					Object.assign(state, { value: next, path: nextPath });
					return extract === undefined ? emit(next, nextPath) : this.run(extract, bound, next, nextPath, emit);
				}),
			),
		);
	}

	*#call(node: Node & { type: 'call' }, scope: Scope, value: Json, path: Path, emit: Emit): Task<void> {
		const key = `${node.name}/${node.args.length}`;
		const found = findFunction(scope, key);
		if (found !== undefined) return yield* this.#apply(found, node.args, scope, value, path, emit);
		const special = SPECIAL.table.get(key);
		if (special !== undefined) return yield* special({ evaluator: this, scope, value, path, emit, args: node.args });
		const native = NATIVE.get(key);
		if (native !== undefined) {
			const at = made(path);
			return yield* this.cartesian(node.args, scope, value, [], (args) =>
				emit(applyNative(key, native, value, args, this.host), at),
			);
		}
		const defined = findFunction(PRELUDE.scope, key);
		if (defined === undefined) throw new Error(`assertion failed: ${key} was checked`);
		yield* this.#apply(defined, node.args, scope, value, path, emit);
	}

	/** Every combination of the arguments' outputs; the first argument changes fastest. */
	*cartesian(
		args: readonly Node[],
		scope: Scope,
		value: Json,
		given: readonly Json[],
		body: (args: readonly Json[]) => Task<void>,
	): Task<void> {
		const last = args.at(-1);
		if (last === undefined) return yield* body(given);
		yield* this.run(last, scope, value, undefined, (each) =>
			this.cartesian(args.slice(0, -1), scope, value, [each, ...given], body),
		);
	}

	*#apply(
		found: FunctionBinding,
		args: readonly Node[],
		scope: Scope,
		value: Json,
		path: Path,
		emit: Emit,
	): Task<void> {
		if (found.kind === 'label') throw new Error('assertion failed: a label is no function');
		if (found.kind === 'closure') return yield* this.run(found.node, found.scope, value, path, emit);
		const { definition } = found;
		const inner: Scope = { variables: found.variables, functions: found };
		yield* this.#bindParams(definition.params, args, 0, scope, inner, value, (bound) =>
			this.run(definition.body, bound, value, path, emit),
		);
	}

	*#bindParams(
		params: readonly string[],
		args: readonly Node[],
		at: number,
		scope: Scope,
		inner: Scope,
		value: Json,
		body: (scope: Scope) => Task<void>,
	): Task<void> {
		const param = params[at];
		if (param === undefined) return yield* body(inner);
		const node = args[at] as Node;
		if (!param.startsWith('$')) {
			const functions: FunctionBinding = { key: `${param}/0`, kind: 'closure', node, scope, next: inner.functions };
			return yield* this.#bindParams(params, args, at + 1, scope, { ...inner, functions }, value, body);
		}
		const name = param.slice(1);
		yield* this.run(node, scope, value, undefined, (each) => {
			const bound = withVariable(inner, name, each);
			const constant: Node = { type: 'variable', name, line: 1, at: 0 };
			const functions: FunctionBinding = {
				key: `${name}/0`,
				kind: 'closure',
				node: constant,
				scope: bound,
				next: bound.functions,
			};
			return this.#bindParams(params, args, at + 1, scope, { ...bound, functions }, value, body);
		});
	}
}
