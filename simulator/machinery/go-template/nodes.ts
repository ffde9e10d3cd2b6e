/** A template that cannot be read or executed; the message is text/template's whole one. */
export class TemplateError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'TemplateError';
	}
}

/** `at` is an offset in the template, for messages. */
export type TemplateNode =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'action'; readonly pipe: Pipe; readonly at: number }
	| {
			readonly type: 'if' | 'with';
			readonly pipe: Pipe;
			readonly then: Body;
			readonly otherwise: Body | undefined;
			readonly at: number;
	  }
	| {
			readonly type: 'range';
			readonly pipe: Pipe;
			readonly then: Body;
			readonly otherwise: Body | undefined;
			readonly at: number;
	  }
	| {
			readonly type: 'template';
			readonly name: string;
			readonly pipe: Pipe | undefined;
			readonly at: number;
			readonly source: string;
	  }
	| { readonly type: 'break' | 'continue'; readonly at: number };

export type Body = readonly TemplateNode[];

export interface Pipe {
	readonly declared: readonly string[];
	/** `=` instead of `:=`. */
	readonly assigns: boolean;
	readonly commands: readonly CommandNode[];
	readonly at: number;
	readonly source: string;
}

export interface CommandNode {
	readonly args: readonly ArgNode[];
	readonly at: number;
	readonly source: string;
}

export type ArgNode =
	| { readonly type: 'dot'; readonly at: number; readonly source: string }
	| { readonly type: 'nil'; readonly at: number; readonly source: string }
	| { readonly type: 'constant'; readonly value: unknown; readonly at: number; readonly source: string }
	| { readonly type: 'field'; readonly names: readonly string[]; readonly at: number; readonly source: string }
	| {
			readonly type: 'variable';
			readonly name: string;
			readonly names: readonly string[];
			readonly at: number;
			readonly source: string;
	  }
	| { readonly type: 'function'; readonly name: string; readonly at: number; readonly source: string }
	| { readonly type: 'pipe'; readonly pipe: Pipe; readonly at: number; readonly source: string }
	| {
			readonly type: 'chain';
			readonly inner: ArgNode;
			readonly names: readonly string[];
			readonly at: number;
			readonly source: string;
	  };
