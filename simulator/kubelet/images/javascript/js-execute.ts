import type { Task } from '../../../machinery/task.ts';
import { makeClass } from './js-classes.ts';
import { at, copyProperties, evaluate, makeFunction, named } from './js-evaluate.ts';
import type { Js } from './js-interpreter.ts';
import { iterate, type Steps } from './js-iteration.ts';
import { allKeysOf } from './js-keys.ts';
import { runModuleStatement } from './js-module-statements.ts';
import type { Expression, Pattern, Statement } from './js-syntax.ts';
import { type Completion, isTruthy, JsReturn, JsScope, JsThrow, type JsValue } from './js-values.ts';

type Kind = 'var' | 'let' | 'const';

/** Runs statements; functions are there from the beginning on. */
export function* execute(js: Js, scope: JsScope, body: readonly Statement[]): Task<Completion> {
	for (const statement of body) {
		const inner = statement.t === 'export' ? statement.declared : statement;
		if (inner?.t === 'function-declaration') scope.declare(inner.node.name, makeFunction(js, scope, inner.node));
	}
	for (const statement of body) {
		const end = yield* run(js, scope, statement);
		if (end !== undefined) return end;
	}
	return undefined;
}

function* run(js: Js, scope: JsScope, statement: Statement): Task<Completion> {
	switch (statement.t) {
		case 'expression':
			at(js, statement.line);
			yield* evaluate(js, scope, statement.value);
			return undefined;
		case 'declare':
			return yield* declare(js, scope, statement);
		case 'function-declaration':
			return undefined;
		case 'class-declaration':
			scope.declare(statement.node.name, yield* makeClass(js, scope, statement.node));
			return undefined;
		case 'return':
			at(js, statement.line);
			return {
				kind: 'return',
				value: statement.value === undefined ? undefined : yield* evaluate(js, scope, statement.value),
			};
		case 'if': {
			if (isTruthy(yield* evaluate(js, scope, statement.test))) return yield* run(js, scope, statement.yes);
			return statement.no === undefined ? undefined : yield* run(js, scope, statement.no);
		}
		case 'block': {
			const end = yield* execute(js, new JsScope(scope), statement.body);
			return end?.kind === 'break' && statement.labels.includes(end.label ?? '') ? undefined : end;
		}
		case 'for':
			return yield* loop(js, scope, statement);
		case 'for-each':
			return yield* forEach(js, scope, statement);
		case 'while':
			return yield* whileLoop(js, scope, statement);
		case 'break':
		case 'continue':
			return { kind: statement.t, label: statement.label };
		case 'throw': {
			at(js, statement.line);
			throw new JsThrow(yield* evaluate(js, scope, statement.value));
		}
		case 'try':
			return yield* attempt(js, scope, statement);
		case 'switch':
			return yield* choose(js, scope, statement);
		default:
			yield* runModuleStatement(js, scope, statement, run);
			return undefined;
	}
}

function* declare(js: Js, scope: JsScope, statement: Statement & { readonly t: 'declare' }): Task<undefined> {
	for (const { target, value: node } of statement.items) {
		at(js, statement.line);
		if (node === undefined && statement.kind === 'var') continue;
		const name = target.t === 'name' ? target.name : '';
		const value = node === undefined ? undefined : yield* named(js, scope, node, name);
		yield* bind(js, scope, target, value, statement.kind);
	}
	return undefined;
}

/** What a loop does after its body: goes on (undefined), or ends with this. */
function afterBody(end: Completion, labels: readonly string[]): { readonly end: Completion } | undefined {
	if (end === undefined) return undefined;
	const isOwn = end.kind !== 'return' && (end.label === undefined || labels.includes(end.label));
	if (!isOwn) return { end };
	return end.kind === 'break' ? { end: undefined } : undefined;
}

function* loop(js: Js, outer: JsScope, statement: Statement & { readonly t: 'for' }): Task<Completion> {
	const { first, test, step, body, labels } = statement;
	let scope = new JsScope(outer);
	if (first !== undefined) yield* run(js, scope, first);
	for (;;) {
		yield* js.tick();
		if (test !== undefined && !isTruthy(yield* evaluate(js, scope, test))) return undefined;
		const after = afterBody(yield* run(js, scope, body), labels);
		if (after !== undefined) return after.end;
		// Every round has names of its own, which functions made in it keep.
		const next = new JsScope(outer);
		for (const [name, value] of scope.names) next.names.set(name, value);
		next.constants = scope.constants;
		scope = next;
		if (step !== undefined) yield* evaluate(js, scope, step);
	}
}

function* whileLoop(js: Js, scope: JsScope, statement: Statement & { readonly t: 'while' }): Task<Completion> {
	const { test, body, isFirst, labels } = statement;
	for (let round = 0; ; round++) {
		yield* js.tick();
		if (!(isFirst && round === 0) && !isTruthy(yield* evaluate(js, scope, test))) return undefined;
		const after = afterBody(yield* run(js, scope, body), labels);
		if (after !== undefined) return after.end;
	}
}

function* forEach(js: Js, scope: JsScope, statement: Statement & { readonly t: 'for-each' }): Task<Completion> {
	const { over } = statement;
	at(js, statement.line);
	const value = yield* evaluate(js, scope, statement.value);
	let source = value;
	if (over === 'in') source = js.array(yield* allKeysOf(js, value));
	const release = js.hold(source);
	try {
		return yield* rounds(js, scope, statement, yield* iterate(js, source, over === 'await'));
	} finally {
		release();
	}
}

function* rounds(
	js: Js,
	scope: JsScope,
	{ target, kind, body, labels }: Statement & { readonly t: 'for-each' },
	steps: Steps,
): Task<Completion> {
	for (let next = yield* steps.next(); next !== undefined; next = yield* steps.next()) {
		yield* js.tick();
		const inner = new JsScope(scope);
		if (kind === undefined) yield* assign(js, inner, target, next.value);
		else yield* bind(js, inner, target, next.value, kind);
		const after = afterBody(yield* run(js, inner, body), labels);
		if (after === undefined) continue;
		yield* steps.close();
		return after.end;
	}
	return undefined;
}

function* attempt(js: Js, scope: JsScope, statement: Statement & { readonly t: 'try' }): Task<Completion> {
	const { body, parameter, handler, last } = statement;
	const depth = js.frames.length;
	let end: Completion;
	let failure: unknown;
	try {
		end = yield* execute(js, new JsScope(scope), body);
	} catch (error) {
		if (!(error instanceof JsThrow || error instanceof JsReturn)) throw error;
		js.frames.length = Math.min(js.frames.length, depth);
		if (handler === undefined || error instanceof JsReturn) failure = error;
		else {
			try {
				const inner = new JsScope(scope);
				if (parameter !== undefined) yield* bind(js, inner, parameter, error.value, 'let');
				end = yield* execute(js, inner, handler);
			} catch (second) {
				if (!(second instanceof JsThrow || second instanceof JsReturn)) throw second;
				failure = second;
			}
		}
	}
	const over = last === undefined ? undefined : yield* execute(js, new JsScope(scope), last);
	if (over !== undefined) return over;
	if (failure !== undefined) throw failure;
	return end;
}

function* choose(js: Js, outer: JsScope, statement: Statement & { readonly t: 'switch' }): Task<Completion> {
	const value = yield* evaluate(js, outer, statement.value);
	const scope = new JsScope(outer);
	let from = -1;
	for (const [index, { test }] of statement.cases.entries()) {
		if (test === undefined) continue;
		if ((yield* evaluate(js, scope, test)) !== value) continue;
		from = index;
		break;
	}
	if (from < 0) from = statement.cases.findIndex(({ test }) => test === undefined);
	if (from < 0) return undefined;
	const end = yield* execute(
		js,
		scope,
		statement.cases.slice(from).flatMap(({ body }) => body),
	);
	const isOwn = end?.kind === 'break' && (end.label === undefined || statement.labels.includes(end.label));
	return isOwn ? undefined : end;
}

/** Gives names their values; `var` goes to the function that it stands in. */
export function* bind(js: Js, scope: JsScope, pattern: Pattern, value: JsValue, kind: Kind): Task<void> {
	if (pattern.t !== 'name') {
		yield* take(js, scope, pattern, value, kind);
		return;
	}
	if (kind === 'var') (scope.find(pattern.name) ?? scope).declare(pattern.name, value);
	else scope.declare(pattern.name, value, kind === 'const');
}

export function* assign(js: Js, scope: JsScope, pattern: Pattern, value: JsValue): Task<void> {
	if (pattern.t === 'member') {
		const object = yield* evaluate(js, scope, pattern.object);
		const key = yield* js.key(yield* evaluate(js, scope, pattern.key));
		at(js, pattern.line);
		yield* js.set(object, key, value);
		return;
	}
	if (pattern.t !== 'name') {
		yield* take(js, scope, pattern, value, undefined);
		return;
	}
	const owner = scope.find(pattern.name);
	if (owner?.constants?.has(pattern.name) === true) {
		at(js, pattern.line);
		throw js.error('TypeError', 'Assignment to constant variable.');
	}
	if (owner === undefined) js.put(js.globalObject, pattern.name, value);
	else owner.names.set(pattern.name, value);
}

function* give(js: Js, scope: JsScope, pattern: Pattern, value: JsValue, kind: Kind | undefined): Task<void> {
	if (kind === undefined) yield* assign(js, scope, pattern, value);
	else yield* bind(js, scope, pattern, value, kind);
}

function* take(
	js: Js,
	scope: JsScope,
	pattern: Exclude<Pattern, { readonly t: 'name' }>,
	value: JsValue,
	kind: Kind | undefined,
): Task<void> {
	switch (pattern.t) {
		case 'member':
			yield* assign(js, scope, pattern, value);
			return;
		case 'default': {
			const name = pattern.target.t === 'name' ? pattern.target.name : '';
			const own = value === undefined ? yield* named(js, scope, pattern.value as Expression, name) : value;
			yield* give(js, scope, pattern.target, own, kind);
			return;
		}
		case 'array-pattern': {
			const steps = yield* iterate(js, value);
			for (const item of pattern.items) {
				const next = yield* steps.next();
				if (item !== undefined) yield* give(js, scope, item, next?.value, kind);
			}
			if (pattern.rest === undefined) return;
			const rest: JsValue[] = [];
			for (let next = yield* steps.next(); next !== undefined; next = yield* steps.next()) rest.push(next.value);
			yield* give(js, scope, pattern.rest, js.array(rest), kind);
			return;
		}
		case 'object-pattern': {
			if (value === undefined || value === null) {
				throw js.error('TypeError', `Cannot destructure '${String(value)}' as it is ${String(value)}.`);
			}
			const taken = new Set<string>();
			for (const { key: node, target } of pattern.properties) {
				const key = yield* js.key(yield* evaluate(js, scope, node));
				if (typeof key === 'string') taken.add(key);
				yield* give(js, scope, target, yield* js.get(value, key), kind);
			}
			if (pattern.rest === undefined) return;
			const rest = js.object();
			yield* copyProperties(js, rest, value, taken);
			yield* give(js, scope, pattern.rest, rest, kind);
		}
	}
}
