import type { Task } from '../../../machinery/task.ts';
import { evaluate } from './js-evaluate.ts';
import type { Js } from './js-interpreter.ts';
import type { Statement } from './js-syntax.ts';
import { type Completion, JsAwait, JsObject, JsPromise, type JsScope, type JsValue } from './js-values.ts';

type Run = (js: Js, scope: JsScope, statement: Statement) => Task<Completion>;

/** import and export. Differs: what is imported keeps the value that it has then. */
export function* runModuleStatement(js: Js, scope: JsScope, statement: Statement, run: Run): Task<void> {
	const exports = scope.find('exports')?.names.get('exports');
	switch (statement.t) {
		case 'import': {
			const module = yield* js.call(scope.find('%import')?.names.get('%import'), undefined, [statement.from]);
			if (module instanceof JsPromise) yield new JsAwait(module);
			const source = module instanceof JsPromise ? module.result : module;
			for (const [imported, local] of statement.names)
				scope.declare(local, yield* importedValue(js, source, imported, statement.from), true);
			return;
		}
		case 'export': {
			if (statement.declared !== undefined) yield* run(js, scope, statement.declared);
			for (const [local, exported] of statement.names) {
				const value = scope.find(local)?.names.get(local);
				if (exports instanceof JsObject) exports.properties.set(exported, value);
			}
			return;
		}
		case 'export-default': {
			const value = yield* evaluate(js, scope, statement.value);
			if (statement.name !== '') scope.declare(statement.name, value);
			if (exports instanceof JsObject) exports.properties.set('default', value);
			return;
		}
	}
	throw new Error(`assertion failed: no statement ${statement.t}`);
}

function* importedValue(js: Js, source: JsValue, name: string, from: string): Task<JsValue> {
	if (name === '*') return source;
	const isModule = source instanceof JsObject && source.hasOwn('__esModule');
	if (name === 'default') return isModule ? yield* js.get(source, 'default') : source;
	if (source instanceof JsObject && !source.hasOwn(name) && isModule) {
		throw js.error('SyntaxError', `The requested module '${from}' does not provide an export named '${name}'`);
	}
	return yield* js.get(source, name);
}
