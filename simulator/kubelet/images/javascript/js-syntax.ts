// What the parser makes of a program. Lines count from 1.

export type Expression =
	| { readonly t: 'literal'; readonly value: undefined | null | boolean | number | string | bigint }
	| { readonly t: 'template'; readonly texts: readonly string[]; readonly parts: readonly Expression[] }
	| { readonly t: 'regexp'; readonly source: string; readonly flags: string }
	| { readonly t: 'name'; readonly name: string; readonly line: number }
	| { readonly t: 'this' }
	| { readonly t: 'super' }
	| { readonly t: 'array'; readonly items: readonly (Expression | undefined)[] }
	| { readonly t: 'object'; readonly properties: readonly Property[] }
	| FunctionNode
	| ClassNode
	| Member
	| Call
	| { readonly t: 'new'; readonly callee: Expression; readonly args: readonly Expression[]; readonly line: number }
	| { readonly t: 'chain'; readonly value: Expression }
	| { readonly t: 'unary'; readonly operator: string; readonly value: Expression }
	| { readonly t: 'update'; readonly operator: '++' | '--'; readonly isPrefix: boolean; readonly target: Expression }
	| { readonly t: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
	| { readonly t: 'logical'; readonly operator: string; readonly left: Expression; readonly right: Expression }
	| { readonly t: 'assign'; readonly operator: string; readonly target: Pattern; readonly value: Expression }
	| {
			readonly t: 'choice';
			readonly test: Expression;
			readonly yes: Expression;
			readonly no: Expression;
	  }
	| { readonly t: 'sequence'; readonly items: readonly Expression[] }
	| { readonly t: 'spread'; readonly value: Expression }
	| { readonly t: 'await'; readonly value: Expression }
	| { readonly t: 'yield'; readonly value: Expression | undefined; readonly isAll: boolean }
	/** `{ a = 1 }` before it is known to be a pattern. */
	| { readonly t: 'default'; readonly target: Pattern; readonly value: Expression };

export interface Member {
	readonly t: 'member';
	readonly object: Expression;
	readonly key: Expression;
	readonly isOptional: boolean;
	readonly line: number;
}

export interface Call {
	readonly t: 'call';
	readonly callee: Expression;
	readonly args: readonly Expression[];
	readonly isOptional: boolean;
	readonly line: number;
}

export interface Property {
	readonly kind: 'value' | 'get' | 'set' | 'spread';
	readonly key: Expression;
	readonly value: Expression;
}

export interface FunctionNode {
	readonly t: 'function';
	readonly name: string;
	readonly parameters: readonly Pattern[];
	readonly rest: Pattern | undefined;
	readonly body: readonly Statement[];
	readonly isArrow: boolean;
	readonly isAsync: boolean;
	readonly isGenerator: boolean;
	/** Names of `var` and of functions in it, which are there from its beginning on. */
	readonly variables: readonly string[];
}

export interface ClassNode {
	readonly t: 'class';
	readonly name: string;
	readonly parent: Expression | undefined;
	readonly members: readonly ClassMember[];
}

export interface ClassMember {
	readonly kind: 'method' | 'get' | 'set' | 'field' | 'static';
	readonly isStatic: boolean;
	readonly key: Expression;
	readonly value: Expression | undefined;
	readonly body?: readonly Statement[];
}

export type Pattern =
	| { readonly t: 'name'; readonly name: string; readonly line: number }
	| Member
	| {
			readonly t: 'array-pattern';
			readonly items: readonly (Pattern | undefined)[];
			readonly rest: Pattern | undefined;
	  }
	| {
			readonly t: 'object-pattern';
			readonly properties: readonly { readonly key: Expression; readonly target: Pattern }[];
			readonly rest: Pattern | undefined;
	  }
	| { readonly t: 'default'; readonly target: Pattern; readonly value: Expression };

export type Statement =
	| { readonly t: 'expression'; readonly value: Expression; readonly line: number }
	| {
			readonly t: 'declare';
			readonly kind: 'var' | 'let' | 'const';
			readonly items: readonly { readonly target: Pattern; readonly value: Expression | undefined }[];
			readonly line: number;
	  }
	| { readonly t: 'function-declaration'; readonly node: FunctionNode }
	| { readonly t: 'class-declaration'; readonly node: ClassNode }
	| { readonly t: 'return'; readonly value: Expression | undefined; readonly line: number }
	| { readonly t: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
	| {
			readonly t: 'for';
			readonly first: Statement | undefined;
			readonly test: Expression | undefined;
			readonly step: Expression | undefined;
			readonly body: Statement;
			readonly labels: readonly string[];
	  }
	| {
			readonly t: 'for-each';
			readonly kind: 'var' | 'let' | 'const' | undefined;
			readonly target: Pattern;
			readonly over: 'in' | 'of' | 'await';
			readonly value: Expression;
			readonly body: Statement;
			readonly labels: readonly string[];
			readonly line: number;
	  }
	| {
			readonly t: 'while';
			readonly test: Expression;
			readonly body: Statement;
			readonly isFirst: boolean;
			readonly labels: readonly string[];
	  }
	| { readonly t: 'break' | 'continue'; readonly label: string | undefined }
	| { readonly t: 'throw'; readonly value: Expression; readonly line: number }
	| {
			readonly t: 'try';
			readonly body: readonly Statement[];
			readonly parameter: Pattern | undefined;
			readonly handler: readonly Statement[] | undefined;
			readonly last: readonly Statement[] | undefined;
	  }
	| {
			readonly t: 'switch';
			readonly value: Expression;
			readonly cases: readonly { readonly test: Expression | undefined; readonly body: readonly Statement[] }[];
			readonly labels: readonly string[];
	  }
	| { readonly t: 'block'; readonly body: readonly Statement[]; readonly labels: readonly string[] }
	| {
			readonly t: 'import';
			readonly from: string;
			readonly names: readonly (readonly [imported: string, local: string])[];
	  }
	| {
			readonly t: 'export';
			readonly names: readonly (readonly [local: string, exported: string])[];
			readonly declared?: Statement;
	  }
	| { readonly t: 'export-default'; readonly value: Expression; readonly name: string };
