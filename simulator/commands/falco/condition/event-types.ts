import { TRACED_CALLS } from '../fields/event-categories.ts';
import type { Expression } from './expression.ts';

/** Conditions of macros by their names. */
export type MacroExpressions = (name: string) => Expression | undefined;

const ALL: ReadonlySet<string> = new Set(TRACED_CALLS);

interface Both {
	/** Events for which it can hold, and for which it can fail. */
	readonly whenTrue: ReadonlySet<string>;
	readonly whenFalse: ReadonlySet<string>;
}

const ANY: Both = { whenTrue: ALL, whenFalse: ALL };

/** The system calls that a condition can hold for. Models libsinsp filter/ppm_codes.cpp. */
export function eventTypesOf(expression: Expression, macros: MacroExpressions): ReadonlySet<string> {
	const known = new Map<string, Both>();
	const both = (each: Expression): Both => {
		switch (each.kind) {
			case 'and':
				return joined(each.children.map(both), 'and');
			case 'or':
				return joined(each.children.map(both), 'or');
			case 'not': {
				const { whenTrue, whenFalse } = both(each.child);
				return { whenTrue: whenFalse, whenFalse: whenTrue };
			}
			case 'macro': {
				const before = known.get(each.name);
				if (before !== undefined) return before;
				known.set(each.name, ANY);
				const macro = macros(each.name);
				const found = macro === undefined ? ANY : both(macro);
				known.set(each.name, found);
				return found;
			}
			case 'check': {
				const { left, operator, right } = each;
				if (left.name !== 'evt.type' && left.name !== 'syscall.type') return ANY;
				if (right?.kind !== 'values' || !/^(=|==|!=|in|intersects)$/.test(operator)) return ANY;
				const named = new Set(right.values.filter((value) => ALL.has(value)));
				const others = new Set([...ALL].filter((value) => !named.has(value)));
				return operator === '!=' ? { whenTrue: others, whenFalse: named } : { whenTrue: named, whenFalse: others };
			}
		}
	};
	return both(expression).whenTrue;
}

function joined(parts: readonly Both[], how: 'and' | 'or'): Both {
	const first = parts[0] ?? ANY;
	return parts
		.slice(1)
		.reduce(
			(total, part) =>
				how === 'and'
					? { whenTrue: common(total.whenTrue, part.whenTrue), whenFalse: union(total.whenFalse, part.whenFalse) }
					: { whenTrue: union(total.whenTrue, part.whenTrue), whenFalse: common(total.whenFalse, part.whenFalse) },
			first,
		);
}

function common(one: ReadonlySet<string>, two: ReadonlySet<string>): ReadonlySet<string> {
	return one === two ? one : new Set([...one].filter((each) => two.has(each)));
}

function union(one: ReadonlySet<string>, two: ReadonlySet<string>): ReadonlySet<string> {
	return one === two ? one : new Set([...one, ...two]);
}
