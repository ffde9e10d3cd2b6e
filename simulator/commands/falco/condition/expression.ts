/** Where something stands in a condition: the offset from 0, line and column from 1. */
export interface Position {
	readonly index: number;
	readonly line: number;
	readonly column: number;
}

/** A condition as it is written, macros by name. */
export type Expression =
	| { readonly kind: 'and' | 'or'; readonly children: readonly Expression[]; readonly at: Position }
	| { readonly kind: 'not'; readonly child: Expression; readonly at: Position }
	| { readonly kind: 'macro'; readonly name: string; readonly at: Position }
	| Check;

/** One comparison. */
export interface Check {
	readonly kind: 'check';
	readonly left: FieldOperand;
	readonly operator: string;
	/** Undefined: `exists`. */
	readonly right: RightOperand | undefined;
	readonly at: Position;
}

/** A field, "proc.aname[2]", with what is done to its value before it is compared, innermost first. */
export interface FieldOperand {
	readonly kind: 'field';
	readonly name: string;
	readonly argument: string | undefined;
	readonly transformers: readonly string[];
	readonly at: Position;
}

export type RightOperand =
	| FieldOperand
	| { readonly kind: 'values'; readonly values: readonly string[]; readonly isList: boolean; readonly at: Position };

/** The grammar does not allow it, in the parser's words. */
export class ConditionError extends Error {
	readonly at: Position;
	constructor(message: string, at: Position) {
		super(message);
		this.at = at;
	}
}
