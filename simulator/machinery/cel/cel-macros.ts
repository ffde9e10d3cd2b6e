import { ACCUMULATOR, type CelExpr, call, ident, list, literal } from './cel-ast.ts';
import type { CelIssues } from './cel-issues.ts';

/** What a macro works on: where it stands, the arguments and what it is called on. */
interface Use {
	readonly at: number;
	readonly target: CelExpr;
	readonly args: readonly CelExpr[];
	readonly issues: CelIssues;
}

type Macro = (use: Use) => CelExpr | undefined;

/** By name and number of arguments. Models cel-go parser/macro.go, ext/comprehensions.go, ext/lists.go, cel/library.go. */
const MACROS: ReadonlyMap<string, Macro> = new Map<string, Macro>([
	['all/2', (use) => quantifier(use, 'all')],
	['all/3', (use) => quantifier(use, 'all')],
	['exists/2', (use) => quantifier(use, 'exists')],
	['exists/3', (use) => quantifier(use, 'exists')],
	['exists_one/2', (use) => quantifier(use, 'one')],
	['exists_one/3', (use) => quantifier(use, 'one')],
	['existsOne/2', (use) => quantifier(use, 'one')],
	['existsOne/3', (use) => quantifier(use, 'one')],
	['map/2', (use) => mapping(use, undefined, use.args[1] as CelExpr)],
	['map/3', (use) => mapping(use, use.args[1], use.args[2] as CelExpr)],
	['filter/2', (use) => mapping(use, use.args[1], use.args[0] as CelExpr)],
	['transformList/3', (use) => transformList(use, undefined, use.args[2] as CelExpr)],
	['transformList/4', (use) => transformList(use, use.args[2], use.args[3] as CelExpr)],
	['transformMap/3', (use) => transformMap(use, undefined, use.args[2] as CelExpr)],
	['transformMap/4', (use) => transformMap(use, use.args[2], use.args[3] as CelExpr)],
	['transformMapEntry/3', (use) => transformEntry(use, undefined, use.args[2] as CelExpr)],
	['transformMapEntry/4', (use) => transformEntry(use, use.args[2], use.args[3] as CelExpr)],
	['optMap/2', (use) => optional(use, true)],
	['optFlatMap/2', (use) => optional(use, false)],
	['sortBy/2', sortBy],
]);

/** A call, or what it stands for. */
export function expandMacro(
	at: number,
	name: string,
	target: CelExpr | undefined,
	args: readonly CelExpr[],
	issues: CelIssues,
): CelExpr {
	const plain: CelExpr = { kind: 'call', at, name, target, args };
	if (target === undefined)
		return name === 'has' && args.length === 1 ? presence(at, args[0] as CelExpr, issues) : plain;
	if (name === 'bind' && args.length === 3 && target.kind === 'ident' && target.name === 'cel') {
		return binding(at, args, issues) ?? plain;
	}
	const macro = MACROS.get(`${name}/${args.length}`);
	return macro?.({ at, target, args, issues }) ?? plain;
}

function presence(at: number, argument: CelExpr, issues: CelIssues): CelExpr {
	if (argument.kind === 'select') return { ...argument, at, testOnly: true };
	issues.add(argument.at, 'invalid argument to has() macro');
	return literal(at, false);
}

/** Models ext/bindings.go. */
function binding(at: number, args: readonly CelExpr[], issues: CelIssues): CelExpr | undefined {
	const [name, init, result] = args as [CelExpr, CelExpr, CelExpr];
	if (name.kind !== 'ident') {
		issues.add(name.at, 'cel.bind() variable names must be simple identifiers');
		return undefined;
	}
	return {
		...{ kind: 'comprehension', at, range: list(at), iterVar: '#unused', iterVar2: undefined, accuVar: name.name },
		...{ init, condition: literal(at, false), step: ident(at, name.name), result },
	};
}

/** The variables of a loop; undefined when they are none, which the issues tell of. */
function variables({ args, issues }: Use, count: number, complaint: string): string[] | undefined {
	const names: string[] = [];
	for (const argument of args.slice(0, count)) {
		if (argument.kind !== 'ident') {
			issues.add(argument.at, complaint);
			return undefined;
		}
		const { name } = argument;
		if (names.includes(name)) issues.add(argument.at, `duplicate variable name: ${name}`);
		else if (name === '__result__') issues.add(argument.at, 'iteration variable overwrites accumulator variable');
		names.push(name);
	}
	return names;
}

interface Loop {
	readonly names: readonly string[];
	readonly init: CelExpr;
	readonly condition?: CelExpr;
	readonly step: CelExpr;
	readonly result?: CelExpr;
}

function loop({ at, target }: Use, { names, init, condition, step, result }: Loop): CelExpr {
	const [iterVar = '', iterVar2] = names;
	return {
		...{ kind: 'comprehension', at, range: target, iterVar, iterVar2, accuVar: ACCUMULATOR, init, step },
		condition: condition ?? literal(at, true),
		result: result ?? ident(at, ACCUMULATOR),
	};
}

function quantifier(use: Use, kind: 'all' | 'exists' | 'one'): CelExpr | undefined {
	const { at, args } = use;
	const names = variables(use, args.length - 1, 'argument must be a simple name');
	if (names === undefined) return undefined;
	const test = args.at(-1) as CelExpr;
	const so = (): CelExpr => ident(at, ACCUMULATOR);
	switch (kind) {
		case 'all': {
			const condition = call(at, '@not_strictly_false', so());
			return loop(use, { names, init: literal(at, true), condition, step: call(at, '_&&_', so(), test) });
		}
		case 'exists': {
			const condition = call(at, '@not_strictly_false', call(at, '!_', so()));
			return loop(use, { names, init: literal(at, false), condition, step: call(at, '_||_', so(), test) });
		}
		default: {
			const step = call(at, '_?_:_', test, call(at, '_+_', so(), literal(at, 1n)), so());
			return loop(use, { names, init: literal(at, 0n), step, result: call(at, '_==_', so(), literal(at, 1n)) });
		}
	}
}

function filtered(at: number, filter: CelExpr | undefined, step: CelExpr): CelExpr {
	return filter === undefined ? step : call(at, '_?_:_', filter, step, ident(at, ACCUMULATOR));
}

function mapping(use: Use, filter: CelExpr | undefined, item: CelExpr): CelExpr | undefined {
	const names = variables(use, 1, 'argument is not an identifier');
	return names === undefined ? undefined : gathering(use, names, filter, item);
}

function transformList(use: Use, filter: CelExpr | undefined, item: CelExpr): CelExpr | undefined {
	const names = variables(use, 2, 'argument must be a simple name');
	return names === undefined ? undefined : gathering(use, names, filter, item);
}

function gathering(use: Use, names: readonly string[], filter: CelExpr | undefined, item: CelExpr): CelExpr {
	const { at } = use;
	const step = call(at, '_+_', ident(at, ACCUMULATOR), list(at, item));
	return loop(use, { names, init: list(at), step: filtered(at, filter, step) });
}

function transformMap(use: Use, filter: CelExpr | undefined, value: CelExpr): CelExpr | undefined {
	const { at } = use;
	const names = variables(use, 2, 'argument must be a simple name');
	if (names === undefined) return undefined;
	const step = call(at, 'cel.@mapInsert', ident(at, ACCUMULATOR), ident(at, names[0] as string), value);
	return loop(use, { names, init: { kind: 'map', at, entries: [] }, step: filtered(at, filter, step) });
}

function transformEntry(use: Use, filter: CelExpr | undefined, entries: CelExpr): CelExpr | undefined {
	const { at } = use;
	const names = variables(use, 2, 'argument must be a simple name');
	if (names === undefined) return undefined;
	const step = call(at, 'cel.@mapInsert', ident(at, ACCUMULATOR), entries);
	return loop(use, { names, init: { kind: 'map', at, entries: [] }, step: filtered(at, filter, step) });
}

/** `x.optMap(v, e)`, `x.optFlatMap(v, e)`. */
function optional({ at, target, args, issues }: Use, wraps: boolean): CelExpr | undefined {
	const [name, result] = args as [CelExpr, CelExpr];
	if (name.kind !== 'ident') {
		const macro = wraps ? 'optMap' : 'optFlatMap';
		issues.add(name.at, `${macro}() variable name must be a simple identifier`);
		return undefined;
	}
	const on = (method: string): CelExpr => ({ kind: 'call', at, name: method, target, args: [] });
	const bound = binding(at, [name, on('value'), result], issues) as CelExpr;
	const namespace = ident(at, 'optional');
	const none: CelExpr = { kind: 'call', at, name: 'none', target: namespace, args: [] };
	const some: CelExpr = { kind: 'call', at, name: 'of', target: namespace, args: [bound] };
	return call(at, '_?_:_', on('hasValue'), wraps ? some : bound, none);
}

/** `list.sortBy(v, key)`: sorts by the keys that stand beside. */
function sortBy(use: Use): CelExpr | undefined {
	const { at, target, args } = use;
	const names = variables(use, 1, 'argument must be a simple name');
	if (names === undefined) return undefined;
	const keys = gathering(use, names, undefined, args[1] as CelExpr);
	return { kind: 'call', at, name: '@sortByAssociatedKeys', target, args: [keys] };
}
