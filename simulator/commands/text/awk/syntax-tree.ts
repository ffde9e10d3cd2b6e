/** An awk program. */
export interface AwkProgram {
	readonly begin: readonly Statement[];
	readonly rules: readonly Rule[];
	readonly end: readonly Statement[];
	readonly hasEnd: boolean;
	readonly functions: ReadonlyMap<string, AwkFunction>;
}

export interface Rule {
	readonly pattern: Expression | undefined;
	/** Of a range. */
	readonly until: Expression | undefined;
	/** Undefined prints the record. */
	readonly action: Statement | undefined;
}

export interface AwkFunction {
	readonly name: string;
	readonly params: readonly string[];
	readonly body: Statement;
}

export type Statement =
	| { readonly type: 'block'; readonly body: readonly Statement[] }
	| { readonly type: 'expression'; readonly expression: Expression }
	| { readonly type: 'print' | 'printf'; readonly args: readonly Expression[]; readonly redirect: Redirect | undefined }
	| {
			readonly type: 'if';
			readonly condition: Expression;
			readonly then: Statement;
			readonly otherwise: Statement | undefined;
	  }
	| { readonly type: 'while'; readonly condition: Expression; readonly body: Statement }
	| { readonly type: 'do'; readonly condition: Expression; readonly body: Statement }
	| {
			readonly type: 'for';
			readonly start: Statement | undefined;
			readonly condition: Expression | undefined;
			readonly step: Statement | undefined;
			readonly body: Statement;
	  }
	| { readonly type: 'for-in'; readonly variable: Expression; readonly array: string; readonly body: Statement }
	| { readonly type: 'break' | 'continue' | 'next' | 'nextfile' }
	| { readonly type: 'exit' | 'return'; readonly value: Expression | undefined }
	| { readonly type: 'delete'; readonly array: string; readonly subscript: readonly Expression[] | undefined };

export interface Redirect {
	readonly kind: '>' | '>>' | '|';
	readonly target: Expression;
}

export type Expression =
	| { readonly type: 'number'; readonly value: number }
	| { readonly type: 'string'; readonly value: string }
	| { readonly type: 'regex'; readonly source: string }
	| { readonly type: 'variable'; readonly name: string }
	| { readonly type: 'element'; readonly array: string; readonly subscript: readonly Expression[] }
	| { readonly type: 'field'; readonly index: Expression }
	| { readonly type: 'assign'; readonly operator: string; readonly target: Expression; readonly value: Expression }
	| {
			readonly type: 'conditional';
			readonly condition: Expression;
			readonly then: Expression;
			readonly otherwise: Expression;
	  }
	| { readonly type: 'and' | 'or' | 'concat'; readonly left: Expression; readonly right: Expression }
	| { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
	| { readonly type: 'match'; readonly negated: boolean; readonly left: Expression; readonly right: Expression }
	| { readonly type: 'in'; readonly subscript: readonly Expression[]; readonly array: string }
	| { readonly type: 'unary'; readonly operator: '-' | '+' | '!'; readonly operand: Expression }
	| { readonly type: 'increment'; readonly by: 1 | -1; readonly prefix: boolean; readonly target: Expression }
	| { readonly type: 'grouping'; readonly items: readonly Expression[] }
	| { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
	| { readonly type: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
	| {
			readonly type: 'getline';
			readonly source: 'main' | 'file' | 'command';
			readonly from: Expression | undefined;
			readonly target: Expression | undefined;
	  };

/** "line 1: syntax error at or near }": goes after the program's name. */
export class AwkSyntaxError extends Error {}
