import type { Task } from '../../../machinery/task.ts';
import { accessorOf, evaluate, makeFunction } from './js-evaluate.ts';
import type { Js } from './js-interpreter.ts';
import type { ClassMember, ClassNode, FunctionNode } from './js-syntax.ts';
import { isCallable, type JsFunction, type JsKey, JsObject, JsScope, type JsValue } from './js-values.ts';

const NO_CONSTRUCTOR: FunctionNode = {
	t: 'function',
	name: '',
	parameters: [],
	rest: undefined,
	body: [],
	isArrow: false,
	isAsync: false,
	isGenerator: false,
	variables: [],
};

/** A derived class without a constructor hands all that it is given to its parent's. */
const DERIVED: FunctionNode = {
	...NO_CONSTRUCTOR,
	body: [
		{
			t: 'expression',
			line: 0,
			value: {
				t: 'call',
				callee: { t: 'super' },
				args: [{ t: 'spread', value: { t: 'name', name: 'arguments', line: 0 } }],
				isOptional: false,
				line: 0,
			},
		},
	],
};

export function* makeClass(js: Js, outer: JsScope, node: ClassNode): Task<JsFunction> {
	const scope = new JsScope(outer);
	const parent = node.parent === undefined ? undefined : yield* evaluate(js, scope, node.parent);
	if (node.parent !== undefined && parent !== null && !isCallable(parent)) {
		throw js.error('TypeError', `Class extends value ${String(parent)} is not a constructor or null`);
	}
	const own = node.members.find(
		({ kind, isStatic, key }) => kind === 'method' && !isStatic && key.t === 'literal' && key.value === 'constructor',
	);
	const isDerived = isCallable(parent);
	const code = (own?.value as FunctionNode | undefined) ?? (isDerived ? DERIVED : NO_CONSTRUCTOR);
	const type = makeFunction(js, scope, { ...code, name: node.name });
	type.isClass = true;
	type.isDerived = isDerived;
	const parentPrototype = isCallable(parent) ? yield* js.get(parent, 'prototype') : js.prototype('Object');
	const prototype = new JsObject(parentPrototype instanceof JsObject ? parentPrototype : null);
	prototype.hide('constructor', type);
	type.hide('prototype', prototype);
	type.home = prototype;
	if (isCallable(parent)) type.proto = parent;
	if (node.name !== '') scope.declare(node.name, type);
	const fields: { member: ClassMember; key: JsKey }[] = [];
	for (const member of node.members) {
		if (member === own) continue;
		yield* addMember(js, scope, { type, prototype, fields }, member);
	}
	type.fields = fields;
	return type;
}

interface Made {
	readonly type: JsFunction;
	readonly prototype: JsObject;
	readonly fields: { member: ClassMember; key: JsKey }[];
}

function* addMember(js: Js, scope: JsScope, { type, prototype, fields }: Made, member: ClassMember): Task<void> {
	const target = member.isStatic ? type : prototype;
	if (member.kind === 'static') {
		const file = scope.call?.file ?? '';
		const inner = new JsScope(scope, { self: type, callee: type, args: [], newTarget: undefined, file });
		yield* js.parts.execute(js, inner, member.body ?? []);
		return;
	}
	const key = yield* js.key(yield* evaluate(js, scope, member.key));
	if (member.kind === 'field') {
		if (!member.isStatic) fields.push({ member, key });
		else type.properties.set(key, yield* fieldValue(js, scope, type, type, member));
		return;
	}
	const method = makeFunction(js, scope, member.value as FunctionNode);
	method.home = target;
	if (member.kind === 'method') target.hide(key, method);
	else {
		accessorOf(target, key)[member.kind] = method;
		target.hidden ??= new Set();
		target.hidden.add(key);
	}
}

function* fieldValue(js: Js, scope: JsScope, type: JsFunction, self: JsObject, { value }: ClassMember): Task<JsValue> {
	if (value === undefined) return undefined;
	const file = scope.call?.file ?? '';
	return yield* evaluate(js, new JsScope(scope, { self, callee: type, args: [], newTarget: undefined, file }), value);
}

/** Gives a new object the fields that its class declares. */
export function* makeFields(js: Js, type: JsFunction, self: JsObject): Task<void> {
	for (const { member, key } of type.fields ?? []) {
		self.properties.set(key, yield* fieldValue(js, type.scope, type, self, member));
	}
}

/** `super(…)`: the parent makes the object. */
export function* superConstruct(js: Js, scope: JsScope, args: readonly JsValue[]): Task<JsValue> {
	const { call } = scope;
	const type = call?.callee;
	if (call === undefined || type === undefined || call.newTarget === undefined) {
		throw js.error('SyntaxError', "'super' keyword unexpected here");
	}
	const self = yield* js.construct(type.proto, args, call.newTarget);
	call.self = self;
	yield* makeFields(js, type, self as JsObject);
	return self;
}
