import type { Task } from '../../../machinery/task.ts';
import type { Scope } from './environment.ts';
import { withVariable } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import type { Json } from './json.ts';
import { JqError, kindOf } from './json.ts';
import { getIndex } from './paths.ts';
import type { Pattern } from './syntax-tree.ts';
import { variablesOf } from './syntax-tree.ts';

/** Binds one pattern; with several (`?//`) the next is tried when the one before fails, here or in the body. */
export function* destructure(
	evaluator: Evaluator,

	patterns: readonly Pattern[],
	value: Json,
	scope: Scope,
	body: (scope: Scope) => Task<void>,
): Task<void> {
	let base = scope;
	if (patterns.length > 1) {
		for (const name of new Set(patterns.flatMap(variablesOf))) base = withVariable(base, name, null);
	}
	for (const [at, pattern] of patterns.entries()) {
		try {
			yield* bind(evaluator, pattern, value, base, base, body);
			return;
		} catch (error) {
			if (!(error instanceof JqError) || at === patterns.length - 1) throw error;
		}
	}
}

function* bind(
	evaluator: Evaluator,
	pattern: Pattern,
	value: Json,
	outer: Scope,
	scope: Scope,
	body: (scope: Scope) => Task<void>,
): Task<void> {
	switch (pattern.type) {
		case 'variable':
			return yield* body(withVariable(scope, pattern.name, value));
		case 'array':
			return yield* bindItems(evaluator, pattern.items, 0, value, outer, scope, body);
		case 'object':
			return yield* bindEntries(evaluator, pattern.entries, 0, value, outer, scope, body);
	}
}

function* bindItems(
	evaluator: Evaluator,

	items: readonly Pattern[],
	at: number,
	value: Json,
	outer: Scope,
	scope: Scope,
	body: (scope: Scope) => Task<void>,
): Task<void> {
	const item = items[at];
	if (item === undefined) return yield* body(scope);
	yield* bind(evaluator, item, getIndex(value, at), outer, scope, (bound) =>
		bindItems(evaluator, items, at + 1, value, outer, bound, body),
	);
}

function* bindEntries(
	evaluator: Evaluator,

	entries: (Pattern & { type: 'object' })['entries'],
	at: number,
	value: Json,
	outer: Scope,
	scope: Scope,
	body: (scope: Scope) => Task<void>,
): Task<void> {
	const entry = entries[at];
	if (entry === undefined) return yield* body(scope);
	yield* evaluator.run(entry.key, scope, value, undefined, (key) => {
		if (typeof key !== 'string') throw new JqError(`Cannot index ${kindOf(value)} with ${kindOf(key)}`);
		const item = getIndex(value, key);
		const bound = entry.bind === undefined ? scope : withVariable(scope, entry.bind, item);
		const next = (inner: Scope): Task<void> => bindEntries(evaluator, entries, at + 1, value, outer, inner, body);
		return entry.value === undefined ? next(bound) : bind(evaluator, entry.value, item, outer, bound, next);
	});
}
