import type { Task } from '../../../machinery/task.ts';
import { describe, type Js } from './js-interpreter.ts';
import { iterate } from './js-iteration.ts';
import { keysOf } from './js-keys.ts';
import { binary } from './js-operators.ts';
import type { Call, Expression, FunctionNode, Member, Property } from './js-syntax.ts';
import {
	Accessor,
	isCallable,
	isTruthy,
	JsArray,
	JsAwait,
	JsFunction,
	type JsKey,
	JsObject,
	JsRegExp,
	JsReturn,
	type JsScope,
	type JsValue,
	JsYield,
	typeOf,
} from './js-values.ts';

/** What `a?.b.c` is when a is nothing: up to the end of the chain. */
class Short {}
const SHORT = new Short();

export function* evaluate(js: Js, scope: JsScope, node: Expression): Task<JsValue> {
	const value = yield* evaluateLink(js, scope, node);
	return value instanceof Short ? undefined : value;
}

function* evaluateLink(js: Js, scope: JsScope, node: Expression): Task<JsValue | Short> {
	switch (node.t) {
		case 'literal':
			return node.value;
		case 'name':
			return yield* readName(js, scope, node.name, node.line);
		case 'member':
			return (yield* member(js, scope, node)).value;
		case 'call':
			return yield* call(js, scope, node);
		case 'binary':
			return yield* bothSides(js, scope, node);
		case 'logical': {
			const left = yield* evaluate(js, scope, node.left);
			const ends =
				node.operator === '&&'
					? !isTruthy(left)
					: node.operator === '||'
						? isTruthy(left)
						: left !== undefined && left !== null;
			return ends ? left : yield* evaluate(js, scope, node.right);
		}
		case 'template':
			return yield* template(js, scope, node.texts, node.parts);
		case 'function':
			return makeFunction(js, scope, node);
		case 'object':
			return yield* makeObject(js, scope, node.properties);
		case 'array':
			return yield* makeArray(js, scope, node.items);
		case 'assign':
			return yield* assignment(js, scope, node);
		case 'choice':
			return yield* evaluate(js, scope, isTruthy(yield* evaluate(js, scope, node.test)) ? node.yes : node.no);
		case 'unary':
			return yield* unary(js, scope, node.operator, node.value);
		case 'update':
			return yield* update(js, scope, node);
		case 'new':
			return yield* make(js, scope, node);
		case 'await': {
			const promise = js.resolved(yield* evaluate(js, scope, node.value));
			yield new JsAwait(promise);
			return promise.result;
		}
		case 'this': {
			const owner = scope.call;
			if (owner?.callee?.isDerived === true && owner.self === undefined) {
				throw js.error(
					'ReferenceError',
					"Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
				);
			}
			return owner?.self;
		}
		case 'chain': {
			const value = yield* evaluateLink(js, scope, node.value);
			return value instanceof Short ? undefined : value;
		}
		default:
			return yield* seldom(js, scope, node);
	}
}

function* bothSides(js: Js, scope: JsScope, node: Expression & { readonly t: 'binary' }): Task<JsValue> {
	const left = yield* evaluate(js, scope, node.left);
	if (node.right.t === 'literal' || node.right.t === 'name') {
		return yield* binary(js, node.operator, left, yield* evaluate(js, scope, node.right));
	}
	const release = js.hold(left);
	try {
		return yield* binary(js, node.operator, left, yield* evaluate(js, scope, node.right));
	} finally {
		release();
	}
}

function* seldom(js: Js, scope: JsScope, node: Expression): Task<JsValue> {
	switch (node.t) {
		case 'sequence': {
			let last: JsValue;
			for (const item of node.items) last = yield* evaluate(js, scope, item);
			return last;
		}
		case 'regexp': {
			const regexp = new JsRegExp(js.prototype('RegExp'));
			regexp.source = node.source;
			regexp.flags = node.flags;
			regexp.hide('lastIndex', 0);
			return regexp;
		}
		case 'class':
			return yield* js.parts.makeClass(js, scope, node);
		case 'yield':
			return yield* yielded(js, scope, node);
		case 'spread':
		case 'default':
		case 'super':
			throw js.error('SyntaxError', `Unexpected ${node.t}`);
	}
	throw new Error(`assertion failed: no expression ${node.t}`);
}

function* yielded(js: Js, scope: JsScope, node: Expression & { readonly t: 'yield' }): Task<JsValue> {
	const value = node.value === undefined ? undefined : yield* evaluate(js, scope, node.value);
	if (!node.isAll) return yield* handOut(value);
	const steps = yield* iterate(js, value);
	try {
		for (let next = yield* steps.next(); next !== undefined; next = yield* steps.next()) yield* handOut(next.value);
	} catch (error) {
		if (error instanceof JsReturn) yield* steps.close();
		throw error;
	}
	return undefined;
}

function* handOut(value: JsValue): Task<JsValue> {
	const out = new JsYield(value);
	yield out;
	if (out.ending !== undefined) throw out.ending;
	return out.sent;
}

export function* readName(js: Js, scope: JsScope, name: string, line: number): Task<JsValue> {
	if (name === 'undefined') return undefined;
	if (name === 'new.target') return scope.call?.newTarget;
	const found = scope.find(name);
	if (found !== undefined) return found.names.get(name);
	if (js.globalObject.hasOwn(name)) return yield* js.get(js.globalObject, name);
	at(js, line);
	throw js.error('ReferenceError', `${name} is not defined`);
}

/** Tells where the program is. */
export function at(js: Js, line: number): void {
	const frame = js.frames[js.frames.length - 1];
	if (frame !== undefined) frame.line = line;
}

function* member(
	js: Js,
	scope: JsScope,
	node: Member,
): Task<{ readonly self: JsValue; readonly value: JsValue | Short }> {
	if (node.object.t === 'super') {
		const parent = (scope.call?.callee?.home ?? null)?.proto ?? undefined;
		const key = yield* js.key(yield* evaluate(js, scope, node.key));
		return { self: scope.call?.self, value: yield* readFrom(js, parent, key, scope.call?.self) };
	}
	const object = yield* evaluateLink(js, scope, node.object);
	if (object instanceof Short) return { self: undefined, value: SHORT };
	if (node.isOptional && (object === undefined || object === null)) return { self: undefined, value: SHORT };
	const key = node.key.t === 'literal' ? String(node.key.value) : yield* keyBeside(js, scope, node.key, object);
	at(js, node.line);
	return { self: object, value: yield* js.get(object, key) };
}

/** A key, while an object waits for it. */
function* keyBeside(js: Js, scope: JsScope, node: Expression, object: JsValue): Task<JsKey> {
	const release = js.hold(object);
	try {
		return yield* js.key(yield* evaluate(js, scope, node));
	} finally {
		release();
	}
}

/** A property of a parent, read for an object of its children. */
function* readFrom(js: Js, parent: JsObject | undefined, key: JsKey, self: JsValue): Task<JsValue> {
	for (let from: JsObject | null | undefined = parent; from != null; from = from.proto) {
		const found = from.own(key);
		if (found instanceof Accessor) return found.get === undefined ? undefined : yield* js.call(found.get, self, []);
		if (found !== undefined) return found;
	}
	return undefined;
}

function* call(js: Js, scope: JsScope, node: Call): Task<JsValue | Short> {
	if (node.callee.t === 'super') {
		return yield* js.parts.superConstruct(js, scope, yield* values(js, scope, node.args));
	}
	let self: JsValue;
	let callee: JsValue | Short;
	if (node.callee.t === 'member') ({ self, value: callee } = yield* member(js, scope, node.callee));
	else if (node.callee.t === 'chain' && node.callee.value.t === 'member') {
		({ self, value: callee } = yield* member(js, scope, node.callee.value));
	} else callee = yield* evaluateLink(js, scope, node.callee);
	if (callee instanceof Short) return SHORT;
	if (node.isOptional && (callee === undefined || callee === null)) return SHORT;
	const release = js.hold([self, callee]);
	try {
		const args = yield* values(js, scope, node.args);
		at(js, node.line);
		if (!isCallable(callee)) throw js.error('TypeError', `${sourceOf(node.callee)} is not a function`);
		return yield* js.call(callee, self, args);
	} finally {
		release();
	}
}

function* make(js: Js, scope: JsScope, node: Expression & { readonly t: 'new' }): Task<JsValue> {
	const callee = yield* evaluate(js, scope, node.callee);
	const args = yield* values(js, scope, node.args);
	at(js, node.line);
	if (!isCallable(callee)) throw js.error('TypeError', `${sourceOf(node.callee)} is not a constructor`);
	return yield* js.construct(callee, args);
}

/** An expression as messages name it. */
function sourceOf(node: Expression): string {
	switch (node.t) {
		case 'name':
			return node.name;
		case 'this':
		case 'super':
			return node.t;
		case 'member':
			return node.key.t === 'literal'
				? `${sourceOf(node.object)}.${String(node.key.value)}`
				: `${sourceOf(node.object)}[...]`;
		case 'call':
			return `${sourceOf(node.callee)}(...)`;
		case 'literal':
			return describe(node.value);
		case 'object':
			return node.properties.length === 0 ? '{}' : '{(intermediate value)}';
		default:
			return '(intermediate value)';
	}
}

export function* values(js: Js, scope: JsScope, nodes: readonly (Expression | undefined)[]): Task<JsValue[]> {
	const out: JsValue[] = [];
	if (nodes.length === 0) return out;
	const release = js.hold(out);
	try {
		for (const node of nodes) {
			if (node === undefined) out.length++;
			else if (node.t === 'spread') yield* spread(js, out, yield* evaluate(js, scope, node.value));
			else out.push(yield* evaluate(js, scope, node));
		}
		return out;
	} finally {
		release();
	}
}

function* spread(js: Js, out: JsValue[], value: JsValue): Task<void> {
	const steps = yield* iterate(js, value);
	for (let next = yield* steps.next(); next !== undefined; next = yield* steps.next()) {
		yield* js.tick();
		js.count(1);
		out.push(next.value);
	}
}

function* makeArray(js: Js, scope: JsScope, nodes: readonly (Expression | undefined)[]): Task<JsArray> {
	return js.array(yield* values(js, scope, nodes));
}

function* template(js: Js, scope: JsScope, texts: readonly string[], parts: readonly Expression[]): Task<string> {
	const out: JsValue[] = [texts[0]];
	const release = js.hold(out);
	try {
		for (const [index, part] of parts.entries()) {
			out.push(yield* js.string(yield* evaluate(js, scope, part)), texts[index + 1]);
		}
	} finally {
		release();
	}
	return js.text(out.join(''));
}

export function makeFunction(js: Js, scope: JsScope, node: FunctionNode, name = node.name): JsFunction {
	js.count(1);
	const named = name === node.name ? node : { ...node, name };
	return new JsFunction(js.prototype('Function'), named, scope);
}

/** A value under a name: a function without one takes it. */
export function* named(js: Js, scope: JsScope, node: Expression, name: string): Task<JsValue> {
	if (node.t === 'function' && node.name === '') return makeFunction(js, scope, node, name);
	if (node.t === 'class' && node.name === '') return yield* js.parts.makeClass(js, scope, { ...node, name });
	return yield* evaluate(js, scope, node);
}

function* makeObject(js: Js, scope: JsScope, properties: readonly Property[]): Task<JsObject> {
	const object = js.object();
	const release = js.hold(object);
	try {
		yield* addProperties(js, scope, object, properties);
	} finally {
		release();
	}
	return object;
}

function* addProperties(js: Js, scope: JsScope, object: JsObject, properties: readonly Property[]): Task<void> {
	for (const { kind, key: keyNode, value: node } of properties) {
		if (kind === 'spread') {
			yield* copyProperties(js, object, yield* evaluate(js, scope, node));
			continue;
		}
		const key = yield* js.key(yield* evaluate(js, scope, keyNode));
		const value = yield* named(js, scope, node, typeof key === 'string' ? key : '');
		if (value instanceof JsFunction && node.t === 'function') value.home = object;
		if (kind === 'value') js.put(object, key, value);
		else accessorOf(object, key)[kind] = value;
	}
}

export function accessorOf(object: JsObject, key: JsKey): Accessor {
	const found = object.properties.get(key);
	if (found instanceof Accessor) return found;
	const made = new Accessor();
	object.give(key, made);
	return made;
}

export function* copyProperties(
	js: Js,
	target: JsObject,
	source: JsValue,
	without: ReadonlySet<string> = new Set(),
): Task<void> {
	if (typeof source === 'string') {
		for (const [index, char] of [...source].entries()) js.put(target, String(index), char);
	}
	if (!(source instanceof JsObject)) return;
	for (const key of yield* keysOf(js, source)) {
		yield* js.tick();
		if (!without.has(key)) js.put(target, key, yield* js.get(source, key));
	}
}

function* assignment(js: Js, scope: JsScope, node: Expression & { readonly t: 'assign' }): Task<JsValue> {
	const { target, operator } = node;
	if (operator === '=') {
		const value = yield* named(js, scope, node.value, target.t === 'name' ? target.name : '');
		yield* js.parts.assign(js, scope, target, value);
		return value;
	}
	const old = yield* evaluate(js, scope, target as Expression);
	if (operator === '&&=' || operator === '||=' || operator === '??=') {
		const keeps =
			operator === '&&=' ? !isTruthy(old) : operator === '||=' ? isTruthy(old) : old !== undefined && old !== null;
		if (keeps) return old;
		const value = yield* evaluate(js, scope, node.value);
		yield* js.parts.assign(js, scope, target, value);
		return value;
	}
	const value = yield* binary(js, operator.slice(0, -1), old, yield* evaluate(js, scope, node.value));
	yield* js.parts.assign(js, scope, target, value);
	return value;
}

function* update(js: Js, scope: JsScope, node: Expression & { readonly t: 'update' }): Task<JsValue> {
	const { target, operator, isPrefix } = node;
	if (target.t !== 'name' && target.t !== 'member') throw js.error('SyntaxError', 'Invalid left-hand side expression');
	const raw = yield* evaluate(js, scope, target);
	const old = typeof raw === 'bigint' ? raw : yield* js.number(raw);
	const step = operator === '++' ? 1 : -1;
	const value = typeof old === 'bigint' ? old + BigInt(step) : old + step;
	yield* js.parts.assign(js, scope, target, value);
	return isPrefix ? value : old;
}

function* unary(js: Js, scope: JsScope, operator: string, node: Expression): Task<JsValue> {
	if (operator === 'typeof') {
		if (node.t === 'name' && scope.find(node.name) === undefined && !js.globalObject.hasOwn(node.name)) {
			return 'undefined';
		}
		return typeOf(yield* evaluate(js, scope, node));
	}
	if (operator === 'delete') {
		if (node.t !== 'member') return true;
		const object = yield* evaluate(js, scope, node.object);
		const key = yield* js.key(yield* evaluate(js, scope, node.key));
		if (object instanceof JsObject && object.integrity !== 'frozen') {
			object.properties.delete(key);
			if (object instanceof JsArray && typeof key === 'string') delete object.items[Number(key)];
		}
		return true;
	}
	const value = yield* evaluate(js, scope, node);
	if (operator === '!') return !isTruthy(value);
	if (operator === 'void') return undefined;
	const simple = yield* js.primitive(value, 'number');
	if (typeof simple === 'bigint' && operator !== '+') return operator === '-' ? -simple : ~simple;
	const number = yield* js.number(simple);
	if (operator === '-') return -number;
	return operator === '~' ? ~number : number;
}
