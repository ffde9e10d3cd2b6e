import type { MacroExpressions } from '../condition/event-types.ts';
import type { Expression, Position } from '../condition/expression.ts';
import { findField } from '../fields/registry.ts';
import type { WarningCode } from './load-result.ts';

const LATENCY = 'field is not available due to the drop of enter events.';
const DEPRECATED: ReadonlyMap<string, string> = new Map([
	[
		'evt.dir',
		"due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates to false. The rule expression can be simplified by removing the condition on 'evt.dir'",
	],
	['evt.latency', LATENCY],
	['evt.latency.s', LATENCY],
	['evt.latency.ns', LATENCY],
	['evt.latency.human', LATENCY],
]);

export function deprecatedFieldsOf(names: readonly string[]): readonly string[] {
	return names.filter((name) => DEPRECATED.has(name));
}

type Warn = (code: WarningCode, message: string, at?: Position) => void;

/** Says what is odd about a rule's condition. Models engine/filter_warning_resolver.cpp and libsinsp's compiler. */
export function warnOfValues(expression: Expression, macros: MacroExpressions, warn: Warn): void {
	const deprecated = new Set<string>();
	const seen = new Set<string>();
	const visit = (each: Expression): void => {
		switch (each.kind) {
			case 'and':
			case 'or':
				for (const child of each.children) visit(child);
				return;
			case 'not':
				visit(each.child);
				return;
			case 'macro': {
				if (seen.has(each.name)) return;
				seen.add(each.name);
				const macro = macros(each.name);
				if (macro !== undefined) visit(macro);
				return;
			}
			case 'check': {
				if (DEPRECATED.has(each.left.name)) deprecated.add(each.left.name);
				if (each.right?.kind !== 'values') return;
				for (const value of each.right.values) {
					const bare = value.replace(/\s+/g, '');
					if (!bare.includes('.') || findField(bare, undefined) === undefined) continue;
					const message = `'${value}' may be a valid field misused as a const string value`;
					warn('LOAD_COMPILE_CONDITION', message, each.right.at);
				}
			}
		}
	};
	visit(expression);
	for (const field of deprecated) warn('LOAD_DEPRECATED_ITEM', DEPRECATED.get(field) ?? '');
}
