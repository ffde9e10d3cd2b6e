/** A place that holds a value. */
export type Place =
	| { readonly kind: 'variable'; readonly name: string }
	| { readonly kind: 'element'; readonly name: string; readonly index: Expression }
	| { readonly kind: 'special'; readonly name: 'scale' | 'ibase' | 'obase' | 'last' };

export type Argument = Expression | { readonly kind: 'array'; readonly name: string };

export type Expression =
	| Place
	| { readonly kind: 'number'; readonly text: string }
	| { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
	| { readonly kind: 'negate' | 'not' | 'group'; readonly operand: Expression }
	| { readonly kind: 'assign'; readonly operator: string; readonly place: Place; readonly value: Expression }
	| { readonly kind: 'step'; readonly by: 1 | -1; readonly prefix: boolean; readonly place: Place }
	| { readonly kind: 'call'; readonly name: string; readonly args: readonly Argument[] };

export type Statement =
	| { readonly kind: 'expression'; readonly value: Expression }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'print'; readonly items: readonly (Expression | string)[] }
	| { readonly kind: 'block'; readonly body: readonly Statement[] }
	| {
			readonly kind: 'if';
			readonly test: Expression;
			readonly then: Statement;
			readonly otherwise: Statement | undefined;
	  }
	| { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
	| {
			readonly kind: 'for';
			readonly start: Expression | undefined;
			readonly test: Expression | undefined;
			readonly step: Expression | undefined;
			readonly body: Statement;
	  }
	| { readonly kind: 'return'; readonly value: Expression | undefined }
	| { readonly kind: 'break' | 'continue' | 'quit' | 'halt' | 'nothing' };

export interface BcFunction {
	readonly name: string;
	/** "a" or "a[]". */
	readonly parameters: readonly string[];
	readonly locals: readonly string[];
	readonly body: readonly Statement[];
}

export class BcSyntaxError extends Error {
	readonly line: number;
	constructor(line: number, message = 'syntax error') {
		super(message);
		this.line = line;
	}
}
