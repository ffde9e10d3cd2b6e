import type { Task } from '../../../machinery/task.ts';
import type { Json } from './json.ts';
import type { Definition, Node } from './syntax-tree.ts';

/** What is in scope: a list that grows at its head; nothing in it changes. */
export interface Scope {
	readonly variables: VariableBinding | undefined;
	readonly functions: FunctionBinding | undefined;
}

export interface VariableBinding {
	readonly name: string;
	readonly value: Json;
	readonly next: VariableBinding | undefined;
}

export type FunctionBinding = {
	/** "map/1". */
	readonly key: string;
	readonly next: FunctionBinding | undefined;
} & (
	| { readonly kind: 'closure'; readonly node: Node; readonly scope: Scope }
	/** Sees itself and what came before it. */
	| { readonly kind: 'defined'; readonly definition: Definition; readonly variables: VariableBinding | undefined }
	/** `break $name` throws this. */
	| { readonly kind: 'label'; readonly label: Break }
);

/** Ends the `label` that made it. */
export class Break extends Error {}

/** The program asks to end at once (`halt`, `halt_error`). */
export class Halt extends Error {
	readonly status: number;
	readonly output: Json | undefined;
	constructor(status: number, output?: Json) {
		super('halt');
		this.status = status;
		this.output = output;
	}
}

/** What the program reaches outside itself. */
export interface JqHost {
	/** The next input; undefined when there is none. */
	nextInput(): Task<Json | undefined>;
	/** Text to stderr. */
	say(text: string): Task<void>;
	tick(): Task<void>;
	/** Tells how many values an array has that grows. */
	hold(values: number): void;
	now(): number;
	readonly env: Json;
	readonly inputLine: () => number;
	readonly inputFile: () => string | null;
	readonly namedArguments: Json;
	/** Depth of calls and bytes of values are bounded. */
	readonly depthMax: number;
}

export const EMPTY_SCOPE: Scope = { variables: undefined, functions: undefined };

export function withVariable(scope: Scope, name: string, value: Json): Scope {
	return { ...scope, variables: { name, value, next: scope.variables } };
}

export function define(scope: Scope, definition: Definition): Scope {
	const key = `${definition.name}/${definition.params.length}`;
	return {
		...scope,
		functions: { key, kind: 'defined', definition, variables: scope.variables, next: scope.functions },
	};
}

export function findFunction(scope: Scope, key: string): FunctionBinding | undefined {
	for (let each = scope.functions; each !== undefined; each = each.next) if (each.key === key) return each;
	return undefined;
}

export function findVariable(scope: Scope, name: string): VariableBinding | undefined {
	for (let each = scope.variables; each !== undefined; each = each.next) if (each.name === name) return each;
	return undefined;
}
