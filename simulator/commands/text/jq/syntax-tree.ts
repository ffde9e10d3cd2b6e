import type { LiteralNumber } from './literal-number.ts';

/** A jq program. */
export type Node =
	| { readonly type: 'identity' | 'recurse' | 'empty-array' }
	| { readonly type: 'literal'; readonly value: null | boolean | number | LiteralNumber | string }
	| { readonly type: 'string'; readonly format: string | undefined; readonly parts: readonly (string | Node)[] }
	| { readonly type: 'format'; readonly name: string }
	| { readonly type: 'index'; readonly term: Node; readonly index: Node }
	| { readonly type: 'slice'; readonly term: Node; readonly from: Node | undefined; readonly to: Node | undefined }
	| { readonly type: 'iterate'; readonly term: Node }
	| { readonly type: 'array'; readonly body: Node }
	| { readonly type: 'object'; readonly entries: readonly (readonly [key: Node, value: Node])[] }
	| { readonly type: 'negate'; readonly operand: Node }
	| { readonly type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative'; readonly left: Node; readonly right: Node }
	| { readonly type: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
	/** `=`, `|=`, `+=`, `//=` … */
	| { readonly type: 'assign'; readonly operator: string; readonly left: Node; readonly right: Node }
	| { readonly type: 'if'; readonly condition: Node; readonly then: Node; readonly otherwise: Node | undefined }
	| { readonly type: 'try'; readonly body: Node; readonly handler: Node | undefined }
	| {
			readonly type: 'reduce';
			readonly source: Node;
			readonly patterns: readonly Pattern[];
			readonly start: Node;
			readonly update: Node;
	  }
	| {
			readonly type: 'foreach';
			readonly source: Node;
			readonly patterns: readonly Pattern[];
			readonly start: Node;
			readonly update: Node;
			readonly extract: Node | undefined;
	  }
	| { readonly type: 'def'; readonly definition: Definition; readonly body: Node }
	| { readonly type: 'call'; readonly name: string; readonly args: readonly Node[]; readonly at: number }
	| { readonly type: 'variable'; readonly name: string; readonly line: number; readonly at: number }
	| { readonly type: 'as'; readonly source: Node; readonly patterns: readonly Pattern[]; readonly body: Node }
	| { readonly type: 'label'; readonly name: string; readonly body: Node }
	| { readonly type: 'break'; readonly name: string; readonly at: number };

export interface Definition {
	readonly name: string;
	/** With "$" when the argument is a value. */
	readonly params: readonly string[];
	readonly body: Node;
}

/** What `as` takes a value apart with. */
export type Pattern =
	| { readonly type: 'variable'; readonly name: string }
	| { readonly type: 'array'; readonly items: readonly Pattern[] }
	| {
			readonly type: 'object';
			readonly entries: readonly {
				readonly key: Node;
				readonly bind: string | undefined;
				readonly value: Pattern | undefined;
			}[];
	  };

export interface CompileMessage {
	readonly text: string;
	/** Where in the program. */
	readonly at: number;
}

/** The program cannot be read, or names what is not there: one or more lines for "jq: error: ". */
export class JqCompileError extends Error {
	readonly errors: readonly CompileMessage[];
	constructor(errors: readonly CompileMessage[]) {
		super(errors.map(({ text }) => text).join('\n'));
		this.errors = errors;
	}
}

export function variablesOf(pattern: Pattern): string[] {
	switch (pattern.type) {
		case 'variable':
			return [pattern.name];
		case 'array':
			return pattern.items.flatMap(variablesOf);
		case 'object':
			return pattern.entries.flatMap(({ bind, value }) => [
				...(bind === undefined ? [] : [bind]),
				...(value === undefined ? [] : variablesOf(value)),
			]);
	}
}
