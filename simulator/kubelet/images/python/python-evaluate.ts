import type { Task } from '../../../machinery/task.ts';
import { formatted } from './python-format.ts';
import { type Python, PyYield } from './python-interpreter.ts';
import { binaryOf, contains, order } from './python-operators.ts';
import type { Clause, Expression, FormattedPart, Parameter } from './python-syntax.ts';
import {
	equals,
	isTrue,
	numberOf,
	PyBig,
	PyClass,
	PyDict,
	PyFunction,
	PyIterator,
	PyList,
	PyModule,
	PyObject,
	PyScope,
	PySet,
	PySlice,
	PyTuple,
	type PyValue,
	typeName,
} from './python-values.ts';

/** An expression's value. */
export function* evaluate(python: Python, scope: PyScope, expression: Expression): Task<PyValue> {
	switch (expression.kind) {
		case 'constant':
			return expression.value;
		case 'name':
			return nameOf(python, scope, expression.name);
		case 'joined':
			return yield* joined(python, scope, expression.parts);
		case 'list':
			return new PyList(yield* itemsOf(python, scope, expression.items));
		case 'tuple':
			return new PyTuple(yield* itemsOf(python, scope, expression.items));
		case 'set':
			return new PySet(yield* itemsOf(python, scope, expression.items));
		case 'dict':
			return yield* dictOf(python, scope, expression.pairs);
		case 'unary':
			return yield* unary(python, expression.operator, yield* evaluate(python, scope, expression.operand));
		case 'binary': {
			const left = yield* evaluate(python, scope, expression.left);
			const right = yield* evaluate(python, scope, expression.right);
			return yield* binary(python, expression.operator, left, right);
		}
		case 'boolean': {
			const left = yield* evaluate(python, scope, expression.left);
			if ((yield* truth(python, left)) === (expression.operator === 'or')) return left;
			return yield* evaluate(python, scope, expression.right);
		}
		case 'compare':
			return yield* compareAll(python, scope, expression);
		case 'conditional': {
			const isThen = yield* truth(python, yield* evaluate(python, scope, expression.test));
			return yield* evaluate(python, scope, isThen ? expression.chosen : expression.otherwise);
		}
		case 'call':
			return yield* call(python, scope, expression);
		case 'attribute':
			return yield* python.attribute(yield* evaluate(python, scope, expression.object), expression.name);
		case 'subscript': {
			const object = yield* evaluate(python, scope, expression.object);
			return yield* itemOf(python, object, yield* evaluate(python, scope, expression.index));
		}
		case 'slice':
			return new PySlice(
				expression.from === undefined ? null : yield* evaluate(python, scope, expression.from),
				expression.to === undefined ? null : yield* evaluate(python, scope, expression.to),
				expression.step === undefined ? null : yield* evaluate(python, scope, expression.step),
			);
		case 'lambda': {
			const { line } = python;
			const body = [{ kind: 'return', value: expression.body, line } as const];
			return new PyFunction(
				'<lambda>',
				expression.parameters,
				yield* usualValues(python, scope, expression.parameters),
				body,
				scope,
				false,
			);
		}
		case 'comprehension':
			return yield* comprehension(python, scope, expression);
		case 'starred':
			throw python.error('SyntaxError', "can't use starred expression here");
		case 'yield': {
			yield new PyYield(expression.value === undefined ? null : yield* evaluate(python, scope, expression.value));
			return null;
		}
		case 'walrus': {
			const value = yield* evaluate(python, scope, expression.value);
			scope.assign(expression.name, value);
			return value;
		}
	}
}

function nameOf(python: Python, scope: PyScope, name: string): PyValue {
	// None is null here: only undefined is a name that nobody has given.
	const own = scope.find(name);
	const value = own === undefined ? (python.parts.builtins.get(name) ?? python.errors.get(name)) : own;
	if (value === undefined) throw python.error('NameError', `name '${name}' is not defined`);
	return value;
}

/** Values that parameters have when nobody gives one. */
export function* usualValues(
	python: Python,
	scope: PyScope,
	parameters: readonly Parameter[],
): Task<Map<string, PyValue>> {
	const values = new Map<string, PyValue>();
	for (const { name, usual } of parameters)
		if (usual !== undefined) values.set(name, yield* evaluate(python, scope, usual));
	return values;
}

export function* truth(python: Python, value: PyValue): Task<boolean> {
	if (value instanceof PyObject) {
		const method = value.type.find('__bool__') ?? value.type.find('__len__');
		if (method !== undefined) return isTrue(yield* python.call(method, [value]));
	}
	return isTrue(value);
}

function* itemsOf(python: Python, scope: PyScope, items: readonly Expression[]): Task<PyValue[]> {
	const values: PyValue[] = [];
	for (const item of items) {
		if (item.kind === 'starred') values.push(...(yield* python.listOf(yield* evaluate(python, scope, item.value))));
		else values.push(yield* evaluate(python, scope, item));
	}
	return values;
}

function* dictOf(
	python: Python,
	scope: PyScope,
	pairs: readonly (readonly [Expression | undefined, Expression])[],
): Task<PyDict> {
	const dict = new PyDict();
	for (const [key, value] of pairs) {
		const given = key === undefined ? undefined : yield* evaluate(python, scope, key);
		const item = yield* evaluate(python, scope, value);
		if (given !== undefined) dict.set(hashable(python, given), item);
		else if (item instanceof PyDict) for (const [name, each] of item.entries.values()) dict.set(name, each);
	}
	return dict;
}

function hashable(python: Python, key: PyValue): PyValue {
	if (key instanceof PyList || key instanceof PyDict || key instanceof PySet)
		throw python.error('TypeError', `unhashable type: '${typeName(key)}'`);
	return key;
}

function* joined(python: Python, scope: PyScope, parts: readonly (string | FormattedPart)[]): Task<string> {
	let text = '';
	for (const part of parts) {
		if (typeof part === 'string') text += part;
		else {
			const value = yield* evaluate(python, scope, part.value);
			const shown =
				part.conversion === 'r'
					? yield* python.repr(value)
					: part.conversion === 's'
						? yield* python.str(value)
						: value;
			text += part.shown + (yield* formatValue(python, shown, part.format));
		}
	}
	return text;
}

/** format(value, spec). */
export function* formatValue(python: Python, value: PyValue, spec: string): Task<string> {
	if (spec === '') return yield* python.str(value);
	if (value instanceof PyObject) {
		const method = value.type.find('__format__') ?? value.type.find('strftime');
		if (method !== undefined) return String(yield* python.call(method, [value, spec]));
	}
	const plain = numberOf(value) ?? (typeof value === 'string' ? value : yield* python.str(value));
	const text = formatted(plain, spec);
	if (text === undefined)
		throw python.error('ValueError', `Invalid format specifier '${spec}' for object of type '${typeName(value)}'`);
	return text;
}

const METHODS: Readonly<Record<string, string>> = {
	'+': '__add__',
	'-': '__sub__',
	'*': '__mul__',
	'/': '__truediv__',
	'//': '__floordiv__',
	'%': '__mod__',
	'==': '__eq__',
	'<': '__lt__',
	'<=': '__le__',
	'>': '__gt__',
	'>=': '__ge__',
	in: '__contains__',
};

export function* binary(python: Python, operator: string, left: PyValue, right: PyValue): Task<PyValue> {
	if (left instanceof PyObject) {
		const method = left.type.find(METHODS[operator] ?? '');
		if (method !== undefined) return yield* python.call(method, [left, right]);
	}
	return yield* binaryOf(python, operator, left, right);
}

function* unary(python: Python, operator: string, value: PyValue): Task<PyValue> {
	if (operator === 'not') return !(yield* truth(python, value));
	const number = numberOf(value);
	if (number === undefined)
		throw python.error('TypeError', `bad operand type for unary ${operator}: '${typeName(value)}'`);
	if (operator === '~') return typeof number === 'bigint' ? ~number : null;
	return operator === '-' ? -number : number;
}

function* compareAll(
	python: Python,
	scope: PyScope,
	{ first, rest }: Extract<Expression, { kind: 'compare' }>,
): Task<PyValue> {
	let left = yield* evaluate(python, scope, first);
	for (const [operator, expression] of rest) {
		const right = yield* evaluate(python, scope, expression);
		if (!(yield* compare(python, operator, left, right))) return false;
		left = right;
	}
	return true;
}

function* compare(python: Python, operator: string, left: PyValue, right: PyValue): Task<boolean> {
	switch (operator) {
		case 'is':
			return left === right;
		case 'is not':
			return left !== right;
		case '!=':
			return !(yield* compare(python, '==', left, right));
		case 'in':
		case 'not in': {
			const method = right instanceof PyObject ? right.type.find('__contains__') : undefined;
			const found =
				method === undefined ? yield* contains(python, right, left) : isTrue(yield* python.call(method, [right, left]));
			const isIn = found ?? (yield* python.listOf(right)).some((item) => equals(item, left));
			return isIn === (operator === 'in');
		}
		default:
	}
	if (left instanceof PyObject) {
		const method = left.type.find(METHODS[operator] ?? '');
		if (method !== undefined) return isTrue(yield* python.call(method, [left, right]));
	}
	if (operator === '==') return equals(left, right);
	const sign = order(python, operator, left, right);
	return operator === '<' ? sign < 0 : operator === '<=' ? sign <= 0 : operator === '>' ? sign > 0 : sign >= 0;
}

function* call(
	python: Python,
	scope: PyScope,
	{ callee, args, line }: Extract<Expression, { kind: 'call' }>,
): Task<PyValue> {
	const target = yield* evaluate(python, scope, callee);
	const values: PyValue[] = [];
	const named = new Map<string, PyValue>();
	for (const { star, name, value } of args) {
		const given = yield* evaluate(python, scope, value);
		if (star === '*') values.push(...(yield* python.listOf(given)));
		else if (star === '**') {
			if (given instanceof PyDict) for (const [key, item] of given.entries.values()) named.set(String(key), item);
		} else if (name === undefined) values.push(given);
		else named.set(name, given);
	}
	python.line = line;
	// super() and locals() are about where they are written.
	if (callee.kind === 'name' && callee.name === 'super' && values.length === 0) return superOf(python, scope);
	if (callee.kind === 'name' && (callee.name === 'locals' || callee.name === 'globals'))
		return PyDict.of(callee.name === 'locals' ? scope.names : python.main.names);
	return yield* python.call(target, values, named);
}

/** A view of self as its class's base sees it. */
function superOf(python: Python, scope: PyScope): PyValue {
	const self = [...scope.names.values()][0];
	const owner = scope.find('__class__');
	if (!(self instanceof PyObject) || owner === undefined) throw python.error('RuntimeError', 'super(): no arguments');
	const base = (owner as PyObject['type']).bases[0] ?? self.type;
	const view = new PyObject(base);
	for (const [name, value] of self.attributes) view.attributes.set(name, value);
	view.native = self;
	return view;
}

function* comprehension(
	python: Python,
	outer: PyScope,
	{ of, key, element, clauses }: Extract<Expression, { kind: 'comprehension' }>,
): Task<PyValue> {
	const scope = new PyScope('function', outer);
	if (of === 'generator') {
		const body = generate(python, scope, element, clauses, 0);
		return new PyIterator(() => nextOf(body));
	}
	const items: PyValue[] = [];
	const dict = new PyDict();
	const body = generate(
		python,
		scope,
		key === undefined ? element : { kind: 'tuple', items: [key, element] },
		clauses,
		0,
	);
	for (;;) {
		const item = yield* nextOf(body);
		if (item === undefined) break;
		if (of === 'dict' && item instanceof PyTuple) dict.set(item.items[0] as PyValue, item.items[1] as PyValue);
		else items.push(item);
	}
	return of === 'dict' ? dict : of === 'set' ? new PySet(items) : new PyList(items);
}

function* nextOf(body: Task<void>): Task<PyValue | undefined> {
	for (;;) {
		const step = body.next();
		if (step.done) return undefined;
		if (step.value instanceof PyYield) return step.value.value;
		yield step.value;
	}
}

function* generate(
	python: Python,
	scope: PyScope,
	element: Expression,
	clauses: readonly Clause[],
	at: number,
): Task<void> {
	const clause = clauses[at];
	if (clause === undefined) {
		yield new PyYield(yield* evaluate(python, scope, element));
		return;
	}
	const iterator = yield* python.iterate(yield* evaluate(python, scope, clause.iterable));
	for (;;) {
		const item = yield* iterator.next(python);
		if (item === undefined) return;
		yield* python.process.tick();
		yield* assign(python, scope, clause.target, item);
		let isWanted = true;
		for (const condition of clause.conditions)
			isWanted &&= yield* truth(python, yield* evaluate(python, scope, condition));
		if (isWanted) yield* generate(python, scope, element, clauses, at + 1);
	}
}

/** `target = value`. */
export function* assign(python: Python, scope: PyScope, target: Expression, value: PyValue): Task<void> {
	switch (target.kind) {
		case 'name':
			scope.assign(target.name, value);
			return;
		case 'attribute': {
			const object = yield* evaluate(python, scope, target.object);
			setAttribute(python, object, target.name, value);
			return;
		}
		case 'subscript':
			yield* setItem(
				python,
				yield* evaluate(python, scope, target.object),
				yield* evaluate(python, scope, target.index),
				value,
			);
			return;
		case 'tuple':
		case 'list':
			yield* unpack(python, scope, target.items, yield* python.listOf(value));
			return;
		default:
			throw python.error('SyntaxError', 'cannot assign to expression');
	}
}

export function setAttribute(python: Python, object: PyValue, name: string, value: PyValue): void {
	if (object instanceof PyClass && object.isFixed)
		throw python.error('TypeError', `cannot set '${name}' attribute of immutable type '${object.name}'`);
	const isOpen =
		object instanceof PyObject ||
		object instanceof PyClass ||
		object instanceof PyModule ||
		object instanceof PyFunction;
	if (!isOpen) throw python.error('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`);
	object.attributes.set(name, value);
	// What super() shows of an object is the object.
	if (object instanceof PyObject && object.native instanceof PyObject) object.native.attributes.set(name, value);
}

function* unpack(python: Python, scope: PyScope, targets: readonly Expression[], values: PyValue[]): Task<void> {
	const star = targets.findIndex((each) => each.kind === 'starred');
	const rest = values.length - targets.length + 1;
	if (star < 0 ? values.length !== targets.length : rest < 0) {
		throw python.error(
			'ValueError',
			values.length > targets.length
				? `too many values to unpack (expected ${targets.length})`
				: `not enough values to unpack (expected ${targets.length}, got ${values.length})`,
		);
	}
	let at = 0;
	for (const target of targets) {
		if (target.kind === 'starred') {
			yield* assign(python, scope, target.value, new PyList(values.slice(at, at + rest)));
			at += rest;
		} else yield* assign(python, scope, target, values[at++] as PyValue);
	}
}

function* setItem(python: Python, object: PyValue, index: PyValue, value: PyValue): Task<void> {
	if (object instanceof PyDict) object.set(hashable(python, index), value);
	else if (object instanceof PyList && typeof index === 'bigint') {
		const at = Number(index) < 0 ? object.items.length + Number(index) : Number(index);
		if (at < 0 || at >= object.items.length) throw python.error('IndexError', 'list assignment index out of range');
		object.items[at] = value;
	} else if (object instanceof PyObject && object.type.find('__setitem__') !== undefined)
		yield* python.call(object.type.find('__setitem__') as PyValue, [object, index, value]);
	else if (!(object instanceof PyBig))
		throw python.error('TypeError', `'${typeName(object)}' object does not support item assignment`);
}

/** `object[index]`. */
export function* itemOf(python: Python, object: PyValue, index: PyValue): Task<PyValue> {
	if (object instanceof PyDict) {
		const value = object.get(hashable(python, index));
		if (value === undefined) throw python.error('KeyError', index);
		return value;
	}
	if (object instanceof PyObject) {
		const method = object.type.find('__getitem__');
		if (method !== undefined) return yield* python.call(method, [object, index]);
	}
	const sequence =
		typeof object === 'string'
			? [...object]
			: object instanceof PyList || object instanceof PyTuple
				? object.items
				: object instanceof Uint8Array
					? Array.from(object, BigInt)
					: undefined;
	if (sequence === undefined) throw python.error('TypeError', `'${typeName(object)}' object is not subscriptable`);
	if (index instanceof PySlice) return sliced(object, sequence, index);
	if (typeof index !== 'bigint' && typeof index !== 'boolean')
		throw python.error('TypeError', `${typeName(object)} indices must be integers or slices, not ${typeName(index)}`);
	const value = sequence.at(Number(index));
	if (value === undefined || Number(index) < -sequence.length)
		throw python.error('IndexError', `${typeof object === 'string' ? 'string' : typeName(object)} index out of range`);
	return value;
}

function sliced(object: PyValue, sequence: readonly PyValue[], { from, to, step }: PySlice): PyValue {
	const by = step === null ? 1 : Number(step);
	const edge = (value: PyValue, usual: number): number => {
		if (value === null) return usual;
		const at = Number(value) < 0 ? sequence.length + Number(value) : Number(value);
		return Math.min(Math.max(at, by > 0 ? 0 : -1), by > 0 ? sequence.length : sequence.length - 1);
	};
	const [first, last] =
		by > 0 ? [edge(from, 0), edge(to, sequence.length)] : [edge(from, sequence.length - 1), edge(to, -1)];
	const items: PyValue[] = [];
	for (let at = first; by > 0 ? at < last : at > last; at += by) items.push(sequence[at] as PyValue);
	if (typeof object === 'string') return items.join('');
	if (object instanceof Uint8Array) return Uint8Array.from(items, Number);
	return object instanceof PyTuple ? new PyTuple(items) : new PyList(items);
}
