import type { Task } from '../../../machinery/task.ts';
import { assign, binary, evaluate, truth, usualValues } from './python-evaluate.ts';
import type { Flow, Python } from './python-interpreter.ts';
import type { Handler, Statement } from './python-syntax.ts';
import {
	isTrue,
	PyClass,
	PyDict,
	PyError,
	PyFunction,
	PyList,
	PyModule,
	PyObject,
	PyScope,
	PyTuple,
	type PyValue,
} from './python-values.ts';

/** Statements one after the other, until one of them leaves. */
export function* execute(python: Python, scope: PyScope, body: readonly Statement[]): Task<Flow> {
	for (const statement of body) {
		python.line = statement.line;
		yield* python.process.tick();
		const flow = yield* one(python, scope, statement);
		if (flow !== undefined) return flow;
	}
	return undefined;
}

function* one(python: Python, scope: PyScope, statement: Statement): Task<Flow> {
	switch (statement.kind) {
		case 'expression':
			yield* evaluate(python, scope, statement.value);
			return undefined;
		case 'assign': {
			const value = yield* evaluate(python, scope, statement.value);
			for (const target of statement.targets) yield* assign(python, scope, target, value);
			return undefined;
		}
		case 'augmented': {
			const old = yield* evaluate(python, scope, statement.target);
			const value = yield* evaluate(python, scope, statement.value);
			if (old instanceof PyList && statement.operator === '+') {
				old.items.push(...(yield* python.listOf(value)));
				return undefined;
			}
			yield* assign(python, scope, statement.target, yield* binary(python, statement.operator, old, value));
			return undefined;
		}
		case 'if': {
			const isThen = yield* truth(python, yield* evaluate(python, scope, statement.test));
			return yield* execute(python, scope, isThen ? statement.chosen : statement.otherwise);
		}
		case 'while':
			return yield* whileLoop(python, scope, statement);
		case 'for':
			return yield* forLoop(python, scope, statement);
		case 'function': {
			const { name, parameters, body } = statement;
			const made = new PyFunction(
				name,
				parameters,
				yield* usualValues(python, scope, parameters),
				body,
				scope,
				yields(body),
			);
			scope.assign(name, yield* decorated(python, scope, statement.decorators, made));
			return undefined;
		}
		case 'class':
			scope.assign(
				statement.name,
				yield* decorated(python, scope, statement.decorators, yield* classOf(python, scope, statement)),
			);
			return undefined;
		default:
			return yield* leave(python, scope, statement);
	}
}

/** Statements that leave, import or look after others. */
function* leave(python: Python, scope: PyScope, statement: Statement): Task<Flow> {
	switch (statement.kind) {
		case 'return':
			return { returned: statement.value === undefined ? null : yield* evaluate(python, scope, statement.value) };
		case 'raise':
			throw yield* raised(
				python,
				statement.value === undefined ? undefined : yield* evaluate(python, scope, statement.value),
			);
		case 'import':
			for (const [name, as] of statement.names) {
				const module = importModule(python, name);
				scope.assign(
					as ?? (name.split('.')[0] as string),
					as === undefined ? importModule(python, name.split('.')[0] as string) : module,
				);
			}
			return undefined;
		case 'from':
			importNames(python, scope, statement);
			return undefined;
		case 'try':
			return yield* tryAll(python, scope, statement);
		case 'with':
			return yield* withAll(python, scope, statement, 0);
		case 'assert':
			if (yield* truth(python, yield* evaluate(python, scope, statement.test))) return undefined;
			throw python.error(
				'AssertionError',
				...(statement.message === undefined ? [] : [yield* evaluate(python, scope, statement.message)]),
			);
		case 'delete':
			for (const target of statement.targets) yield* remove(python, scope, target);
			return undefined;
		case 'global':
			for (const name of statement.names) scope.foreign.add(name);
			return undefined;
		case 'pass':
			return undefined;
		case 'break':
		case 'continue':
			return statement.kind;
		default:
			throw new Error(`assertion failed: statement ${statement.kind}`);
	}
}

function* whileLoop(
	python: Python,
	scope: PyScope,
	{ test, body, otherwise }: Extract<Statement, { kind: 'while' }>,
): Task<Flow> {
	while (yield* truth(python, yield* evaluate(python, scope, test))) {
		yield* python.process.tick();
		const flow = yield* execute(python, scope, body);
		if (flow === 'break') return undefined;
		if (typeof flow === 'object') return flow;
	}
	return yield* execute(python, scope, otherwise);
}

function* forLoop(
	python: Python,
	scope: PyScope,
	{ target, iterable, body, otherwise }: Extract<Statement, { kind: 'for' }>,
): Task<Flow> {
	const iterator = yield* python.iterate(yield* evaluate(python, scope, iterable));
	for (;;) {
		const item = yield* iterator.next(python);
		if (item === undefined) return yield* execute(python, scope, otherwise);
		yield* python.process.tick();
		yield* assign(python, scope, target, item);
		const flow = yield* execute(python, scope, body);
		if (flow === 'break') return undefined;
		if (typeof flow === 'object') return flow;
	}
}

function* decorated(
	python: Python,
	scope: PyScope,
	decorators: readonly Parameters<typeof evaluate>[2][],
	value: PyValue,
): Task<PyValue> {
	let made = value;
	for (const decorator of [...decorators].reverse())
		made = yield* python.call(yield* evaluate(python, scope, decorator), [made]);
	return made;
}

function* classOf(
	python: Python,
	scope: PyScope,
	{ name, bases, body }: Extract<Statement, { kind: 'class' }>,
): Task<PyClass> {
	const parents: PyClass[] = [];
	for (const base of bases) {
		const value = yield* evaluate(python, scope, base);
		if (value instanceof PyClass) parents.push(value);
	}
	const inside = new PyScope('class', scope);
	// Methods find it by this name, for super().
	const around = new PyScope('function', scope);
	const made = new PyClass(name, parents, inside.names);
	around.names.set('__class__', made);
	yield* execute(python, inside, body);
	for (const [key, value] of inside.names) {
		if (value instanceof PyFunction)
			inside.names.set(
				key,
				new PyFunction(value.name, value.parameters, value.usual, value.body, around, value.isGenerator),
			);
	}
	return made;
}

/** Whether a body has a yield of its own. */
function yields(body: readonly Statement[]): boolean {
	return JSON.stringify(body, (key, value: unknown) => {
		if (typeof value === 'bigint') return 0;
		const kind = (value as { kind?: string } | null)?.kind;
		return key !== '' && (kind === 'function' || kind === 'class' || kind === 'lambda') ? undefined : value;
	}).includes('"kind":"yield"');
}

function* raised(python: Python, value: PyValue | undefined): Task<PyError> {
	if (value === undefined)
		return python.handling.at(-1) ?? python.error('RuntimeError', 'No active exception to reraise');
	const object = value instanceof PyClass ? yield* python.call(value, []) : value;
	if (object instanceof PyObject && object.type.isA(python.errors.get('BaseException') as PyClass))
		return new PyError(object);
	return python.error('TypeError', 'exceptions must derive from BaseException');
}

export function importModule(python: Python, name: string): PyModule {
	const known = python.modules.get(name);
	if (known !== undefined) return known;
	const attributes = python.parts.module(python, name);
	if (attributes === undefined) throw python.error('ModuleNotFoundError', `No module named '${name}'`);
	const [parent] = name.split('.');
	if (parent !== undefined && parent !== name) importModule(python, parent);
	const module = new PyModule(name, new Map(attributes));
	python.modules.set(name, module);
	return module;
}

function importNames(python: Python, scope: PyScope, { module, names }: Extract<Statement, { kind: 'from' }>): void {
	const found = importModule(python, module);
	for (const [name, as] of names) {
		if (name === '*') {
			for (const [each, value] of found.attributes) if (!each.startsWith('_')) scope.assign(each, value);
			continue;
		}
		const value = found.attributes.get(name);
		if (value !== undefined) scope.assign(as, value);
		else if (python.parts.module(python, `${module}.${name}`) !== undefined)
			scope.assign(as, importModule(python, `${module}.${name}`));
		else throw python.error('ImportError', `cannot import name '${name}' from '${module}'`);
	}
}

function* tryAll(
	python: Python,
	scope: PyScope,
	{ body, handlers, otherwise, last }: Extract<Statement, { kind: 'try' }>,
): Task<Flow> {
	let flow: Flow;
	try {
		try {
			flow = yield* execute(python, scope, body);
			flow ??= yield* execute(python, scope, otherwise);
		} catch (error) {
			if (!(error instanceof PyError)) throw error;
			const handler = yield* handlerFor(python, scope, handlers, error);
			if (handler === undefined) throw error;
			if (handler.name !== undefined) scope.assign(handler.name, error.value);
			python.handling.push(error);
			try {
				flow = yield* execute(python, scope, handler.body);
			} finally {
				python.handling.pop();
			}
		}
	} catch (error) {
		if (!(error instanceof PyError)) throw error;
		const leaving = yield* execute(python, scope, last);
		if (leaving !== undefined) return leaving;
		throw error;
	}
	return (yield* execute(python, scope, last)) ?? flow;
}

function* handlerFor(
	python: Python,
	scope: PyScope,
	handlers: readonly Handler[],
	error: PyError,
): Task<Handler | undefined> {
	for (const handler of handlers) {
		if (handler.type === undefined) return handler;
		const wanted = yield* evaluate(python, scope, handler.type);
		const types = wanted instanceof PyTuple ? wanted.items : [wanted];
		if (types.some((type) => type instanceof PyClass && error.value.type.isA(type))) return handler;
	}
	return undefined;
}

function* withAll(
	python: Python,
	scope: PyScope,
	statement: Extract<Statement, { kind: 'with' }>,
	at: number,
): Task<Flow> {
	const item = statement.items[at];
	if (item === undefined) return yield* execute(python, scope, statement.body);
	const manager = yield* evaluate(python, scope, item[0]);
	const entered = yield* python.call(yield* python.attribute(manager, '__enter__'), []);
	if (item[1] !== undefined) yield* assign(python, scope, item[1], entered);
	let flow: Flow;
	try {
		flow = yield* withAll(python, scope, statement, at + 1);
	} catch (error) {
		if (!(error instanceof PyError)) throw error;
		const isHandled = yield* python.call(yield* python.attribute(manager, '__exit__'), [
			error.value.type,
			error.value,
			null,
		]);
		if (!isTrue(isHandled)) throw error;
		return undefined;
	}
	yield* python.call(yield* python.attribute(manager, '__exit__'), [null, null, null]);
	return flow;
}

function* remove(python: Python, scope: PyScope, target: Parameters<typeof evaluate>[2]): Task<void> {
	if (target.kind === 'name') {
		if (!scope.names.delete(target.name)) throw python.error('NameError', `name '${target.name}' is not defined`);
	} else if (target.kind === 'subscript') {
		const object = yield* evaluate(python, scope, target.object);
		const index = yield* evaluate(python, scope, target.index);
		if (object instanceof PyDict) {
			if (!object.delete(index)) throw python.error('KeyError', index);
		} else if (object instanceof PyList) object.items.splice(Number(index), 1);
	} else if (target.kind === 'attribute') {
		const object = yield* evaluate(python, scope, target.object);
		if (object instanceof PyObject) object.attributes.delete(target.name);
	}
}
