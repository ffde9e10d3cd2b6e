/** Expressions and statements of Python as far as it is understood here. `line` is 1-based. */
export type Expression =
	| { readonly kind: 'constant'; readonly value: null | boolean | bigint | number | string | Uint8Array }
	| { readonly kind: 'name'; readonly name: string; readonly line: number }
	/** An f-string: texts and expressions in turn. */
	| { readonly kind: 'joined'; readonly parts: readonly (string | FormattedPart)[] }
	| { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Expression[] }
	| { readonly kind: 'dict'; readonly pairs: readonly (readonly [Expression | undefined, Expression])[] }
	| { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression; readonly line: number }
	| {
			readonly kind: 'binary';
			readonly operator: string;
			readonly left: Expression;
			readonly right: Expression;
			readonly line: number;
	  }
	| { readonly kind: 'boolean'; readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
	| {
			readonly kind: 'compare';
			readonly first: Expression;
			readonly rest: readonly (readonly [string, Expression])[];
			readonly line: number;
	  }
	| {
			readonly kind: 'conditional';
			readonly test: Expression;
			readonly chosen: Expression;
			readonly otherwise: Expression;
	  }
	| { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[]; readonly line: number }
	| { readonly kind: 'attribute'; readonly object: Expression; readonly name: string; readonly line: number }
	| { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression; readonly line: number }
	| {
			readonly kind: 'slice';
			readonly from: Expression | undefined;
			readonly to: Expression | undefined;
			readonly step: Expression | undefined;
	  }
	| { readonly kind: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression }
	| {
			readonly kind: 'comprehension';
			readonly of: 'list' | 'set' | 'dict' | 'generator';
			readonly key: Expression | undefined;
			readonly element: Expression;
			readonly clauses: readonly Clause[];
	  }
	| { readonly kind: 'starred'; readonly value: Expression }
	| { readonly kind: 'yield'; readonly value: Expression | undefined }
	| { readonly kind: 'walrus'; readonly name: string; readonly value: Expression };

export interface FormattedPart {
	readonly value: Expression;
	readonly conversion: string;
	readonly format: string;
	/** "x=" of {x=}. */
	readonly shown: string;
}

export interface Argument {
	readonly star: '' | '*' | '**';
	readonly name: string | undefined;
	readonly value: Expression;
}

export interface Clause {
	readonly target: Expression;
	readonly iterable: Expression;
	readonly conditions: readonly Expression[];
}

export interface Parameter {
	readonly name: string;
	readonly star: '' | '*' | '**';
	readonly usual: Expression | undefined;
}

export interface Handler {
	readonly type: Expression | undefined;
	readonly name: string | undefined;
	readonly body: readonly Statement[];
}

export type Statement = { readonly line: number } & (
	| { readonly kind: 'expression'; readonly value: Expression }
	| { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression }
	| { readonly kind: 'augmented'; readonly target: Expression; readonly operator: string; readonly value: Expression }
	| {
			readonly kind: 'if';
			readonly test: Expression;
			readonly chosen: readonly Statement[];
			readonly otherwise: readonly Statement[];
	  }
	| {
			readonly kind: 'while';
			readonly test: Expression;
			readonly body: readonly Statement[];
			readonly otherwise: readonly Statement[];
	  }
	| {
			readonly kind: 'for';
			readonly target: Expression;
			readonly iterable: Expression;
			readonly body: readonly Statement[];
			readonly otherwise: readonly Statement[];
	  }
	| {
			readonly kind: 'function';
			readonly name: string;
			readonly parameters: readonly Parameter[];
			readonly body: readonly Statement[];
			readonly decorators: readonly Expression[];
	  }
	| {
			readonly kind: 'class';
			readonly name: string;
			readonly bases: readonly Expression[];
			readonly body: readonly Statement[];
			readonly decorators: readonly Expression[];
	  }
	| { readonly kind: 'return'; readonly value: Expression | undefined }
	| { readonly kind: 'raise'; readonly value: Expression | undefined }
	| { readonly kind: 'import'; readonly names: readonly (readonly [module: string, as: string | undefined])[] }
	| { readonly kind: 'from'; readonly module: string; readonly names: readonly (readonly [name: string, as: string])[] }
	| {
			readonly kind: 'try';
			readonly body: readonly Statement[];
			readonly handlers: readonly Handler[];
			readonly otherwise: readonly Statement[];
			readonly last: readonly Statement[];
	  }
	| {
			readonly kind: 'with';
			readonly items: readonly (readonly [Expression, Expression | undefined])[];
			readonly body: readonly Statement[];
	  }
	| { readonly kind: 'assert'; readonly test: Expression; readonly message: Expression | undefined }
	| { readonly kind: 'delete'; readonly targets: readonly Expression[] }
	| { readonly kind: 'global'; readonly names: readonly string[] }
	| { readonly kind: 'pass' | 'break' | 'continue' }
);
