import type { CelOverload } from './cel-overload.ts';
import type { CheckType } from './check-type.ts';

/** What stands for itself in an expression: bigint is an int, a number a double. */
export type CelConstant = null | boolean | bigint | number | string | Uint8Array | { readonly uint: bigint };

interface Node {
	/** Where errors about it point: an operation's operator, a call's parenthesis. */
	readonly at: number;
	/** What the checker found out. */
	type?: CheckType;
}

export interface LiteralExpr extends Node {
	readonly kind: 'literal';
	readonly value: CelConstant;
}

export interface IdentExpr extends Node {
	readonly kind: 'ident';
	readonly name: string;
	/** The value of a name that is a type's. */
	typeValue?: CheckType;
}

export interface SelectExpr extends Node {
	readonly kind: 'select';
	readonly operand: CelExpr;
	readonly field: string;
	/** `has(…)`. */
	readonly testOnly: boolean;
	/** The name of a type in dots. */
	typeValue?: CheckType;
	/** The name of a variable in dots. */
	variable?: string;
}

export interface CallExpr extends Node {
	readonly kind: 'call';
	readonly name: string;
	readonly target: CelExpr | undefined;
	readonly args: readonly CelExpr[];
	/** Those that may be meant; the first is the likeliest. */
	overloads?: readonly CelOverload[];
	/** `ip.isCanonical(…)`: what looks like a target is part of the name. */
	fullName?: string;
}

export interface ListExpr extends Node {
	readonly kind: 'list';
	readonly elements: readonly CelExpr[];
	readonly optional: ReadonlySet<number>;
}

export interface MapEntry {
	readonly key: CelExpr;
	readonly value: CelExpr;
	readonly optional: boolean;
}

export interface MapExpr extends Node {
	readonly kind: 'map';
	readonly entries: readonly MapEntry[];
}

/** `Type{field: value}`: Kubernetes has no type that may be made so. */
export interface StructExpr extends Node {
	readonly kind: 'struct';
	readonly name: string;
}

/** What the macros that loop come to. */
export interface ComprehensionExpr extends Node {
	readonly kind: 'comprehension';
	readonly range: CelExpr;
	readonly iterVar: string;
	readonly iterVar2: string | undefined;
	readonly accuVar: string;
	readonly init: CelExpr;
	readonly condition: CelExpr;
	readonly step: CelExpr;
	readonly result: CelExpr;
}

export type CelExpr =
	| LiteralExpr
	| IdentExpr
	| SelectExpr
	| CallExpr
	| ListExpr
	| MapExpr
	| StructExpr
	| ComprehensionExpr;

/** The name of what a loop gathers; nobody can write it. */
export const ACCUMULATOR = '@result';

export function literal(at: number, value: CelConstant): LiteralExpr {
	return { kind: 'literal', at, value };
}

export function ident(at: number, name: string): IdentExpr {
	return { kind: 'ident', at, name };
}

export function call(at: number, name: string, ...args: readonly CelExpr[]): CallExpr {
	return { kind: 'call', at, name, target: undefined, args };
}

export function list(at: number, ...elements: readonly CelExpr[]): ListExpr {
	return { kind: 'list', at, elements, optional: NONE };
}

const NONE: ReadonlySet<number> = new Set();
