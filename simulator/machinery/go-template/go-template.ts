import { compareUtf8 } from '../format-json.ts';
import { goQuote } from '../go-format.ts';
import { FUNCTIONS, FunctionError, isTrue, plain, printed } from './functions.ts';
import type { ArgNode, Body, CommandNode, Pipe, TemplateNode } from './nodes.ts';
import { FloatConstant, TemplateError } from './nodes.ts';
import type { ParsedTemplate } from './parse.ts';
import { parseGoTemplate } from './parse.ts';

const STEPS_MAX = 5_000_000;
const OUTPUT_MAX = 64 * 1024 * 1024;
const DEPTH_MAX = 1_000;

/** A Go template over JSON values, with text/template's functions and kubectl's `exists` and `base64decode`. */
export class GoTemplate {
	readonly #name: string;
	readonly #text: string;
	readonly #parsed: ParsedTemplate;
	readonly #missingKeyIsError: boolean;

	/** @param name stands in messages ("output" in kubectl). @throws TemplateError */
	constructor(name: string, text: string, options: { readonly missingKeyIsError?: boolean } = {}) {
		this.#name = name;
		this.#text = text;
		this.#parsed = parseGoTemplate(name, text, new Set(FUNCTIONS.keys()));
		this.#missingKeyIsError = options.missingKeyIsError === true;
	}

	/** What it prints; on an error, what it had printed before comes with the error. */
	execute(data: unknown): { output: string; error: TemplateError | undefined } {
		const run = new Run(this.#name, this.#text, this.#parsed, this.#missingKeyIsError);
		try {
			run.body(this.#parsed.body, { dot: data, variables: [['$', data]], depth: 0 });
		} catch (error) {
			if (!(error instanceof TemplateError)) throw error;
			return { output: run.output, error };
		}
		return { output: run.output, error: undefined };
	}
}

interface Frame {
	readonly dot: unknown;
	/** Innermost last. */
	readonly variables: [string, unknown][];
	readonly depth: number;
}

class LoopControl extends Error {
	readonly kind: 'break' | 'continue';
	constructor(kind: 'break' | 'continue') {
		super(kind);
		this.kind = kind;
	}
}

class Run {
	readonly #name: string;
	readonly #text: string;
	readonly #parsed: ParsedTemplate;
	readonly #missingKeyIsError: boolean;
	output = '';
	#steps = 0;

	constructor(name: string, text: string, parsed: ParsedTemplate, missingKeyIsError: boolean) {
		this.#name = name;
		this.#text = text;
		this.#parsed = parsed;
		this.#missingKeyIsError = missingKeyIsError;
	}

	body(nodes: Body, frame: Frame): void {
		for (const node of nodes) this.#node(node, frame);
	}

	#fail(at: number, source: string, message: string): TemplateError {
		const before = this.#text.slice(0, at);
		const line = before.split('\n').length;
		const column = at - (before.lastIndexOf('\n') + 1);
		return new TemplateError(
			`template: ${this.#name}:${line}:${column}: executing ${goQuote(this.#name)} at <${source}>: ${message}`,
		);
	}

	#node(node: TemplateNode, frame: Frame): void {
		if (++this.#steps > STEPS_MAX || this.output.length > OUTPUT_MAX) {
			throw new TemplateError(`template: ${this.#name}: execution takes too long`);
		}
		switch (node.type) {
			case 'text':
				this.output += node.text;
				return;
			case 'action': {
				const value = this.#pipe(node.pipe, frame);
				if (node.pipe.declared.length === 0) this.output += value === null ? '<no value>' : printed(value);
				return;
			}
			case 'if':
			case 'with':
				this.#branch(node, frame);
				return;
			case 'range':
				this.#range(node, frame);
				return;
			case 'template':
				this.#template(node, frame);
				return;
			default:
				throw new LoopControl(node.type);
		}
	}

	#branch(node: Extract<TemplateNode, { type: 'if' | 'with' }>, frame: Frame): void {
		const mark = frame.variables.length;
		const value = this.#pipe(node.pipe, frame);
		if (isTrue(value)) this.body(node.then, node.type === 'with' ? { ...frame, dot: value } : frame);
		else if (node.otherwise !== undefined) this.body(node.otherwise, frame);
		frame.variables.length = mark;
	}

	#range(node: Extract<TemplateNode, { type: 'range' }>, frame: Frame): void {
		const mark = frame.variables.length;
		const value = plain(this.#pipe(node.pipe, frame));
		const entries = this.#entries(value, node.pipe);
		for (const [key, item] of entries) {
			const inner: Frame = { ...frame, dot: item };
			const bodyMark = frame.variables.length;
			this.#setRangeVariables(node.pipe, frame, key, item);
			try {
				this.body(node.then, inner);
			} catch (error) {
				if (!(error instanceof LoopControl)) throw error;
				if (error.kind === 'break') {
					frame.variables.length = bodyMark;
					break;
				}
			}
			frame.variables.length = bodyMark;
		}
		if (entries.length === 0 && node.otherwise !== undefined) this.body(node.otherwise, frame);
		frame.variables.length = mark;
	}

	#setRangeVariables(pipe: Pipe, frame: Frame, key: unknown, item: unknown): void {
		const names = pipe.declared;
		const values = names.length === 1 ? [item] : [key, item];
		for (const [index, name] of names.entries()) {
			if (pipe.assigns) this.#assign(frame, name, values[index]);
			else frame.variables.push([name, values[index]]);
		}
	}

	#entries(value: unknown, pipe: Pipe): [unknown, unknown][] {
		if (value === null || value === undefined) return [];
		if (Array.isArray(value)) return value.map((item, index) => [index, item]);
		if (typeof value === 'object') {
			const fields = value as { readonly [key: string]: unknown };
			return Object.keys(fields)
				.sort(compareUtf8)
				.map((key) => [key, fields[key]]);
		}
		if (typeof value === 'number' && Number.isInteger(value)) {
			return Array.from({ length: Math.min(Math.max(value, 0), STEPS_MAX) }, (_, index) => [index, index]);
		}
		throw this.#fail(
			pipe.commands.at(-1)?.args[0]?.at ?? pipe.at,
			pipe.source,
			`range can't iterate over ${printed(value)}`,
		);
	}

	#template(node: Extract<TemplateNode, { type: 'template' }>, frame: Frame): void {
		const body = this.#parsed.named.get(node.name);
		if (body === undefined) throw this.#fail(node.at, node.source, `template ${goQuote(node.name)} not defined`);
		if (frame.depth >= DEPTH_MAX) throw this.#fail(node.at, node.source, 'exceeded maximum template depth (100000)');
		const dot = node.pipe === undefined ? undefined : this.#pipe(node.pipe, frame);
		this.body(body, { dot, variables: [['$', dot]], depth: frame.depth + 1 });
	}

	#pipe(pipe: Pipe, frame: Frame): unknown {
		let value: unknown;
		for (const [index, command] of pipe.commands.entries()) {
			value = this.#command(command, frame, index === 0 ? [] : [value]);
		}
		if (pipe.declared.length === 1 || (pipe.declared.length > 0 && pipe.assigns)) {
			const name = pipe.declared[0] as string;
			if (pipe.assigns) this.#assign(frame, name, value, pipe.commands.at(-1));
			else frame.variables.push([name, value]);
		}
		return value;
	}

	#assign(frame: Frame, name: string, value: unknown, command?: CommandNode): void {
		for (let i = frame.variables.length - 1; i >= 0; i--) {
			const variable = frame.variables[i] as [string, unknown];
			if (variable[0] === name) {
				variable[1] = value;
				return;
			}
		}
		throw this.#fail(command?.at ?? 0, command?.source ?? name, `undefined variable: ${name}`);
	}

	#command(command: CommandNode, frame: Frame, piped: readonly unknown[]): unknown {
		const [first, ...rest] = command.args as [ArgNode, ...ArgNode[]];
		if (first.type === 'function') return this.#call(first, rest, command, frame, piped);
		if (first.type === 'nil') throw this.#fail(first.at, first.source, 'nil is not a command');
		if (rest.length > 0 || piped.length > 0) {
			const last = 'names' in first ? first.names.at(-1) : undefined;
			if (last !== undefined) {
				this.#argument(first, frame, true);
				throw this.#fail(first.at, first.source, `${last} is not a method but has arguments`);
			}
			throw this.#fail(first.at, first.source, `can't give argument to non-function ${first.source}`);
		}
		return this.#argument(first, frame);
	}

	#argument(node: ArgNode, frame: Frame, exceptLast = false): unknown {
		switch (node.type) {
			case 'dot':
				return frame.dot;
			case 'nil':
				return null;
			case 'constant':
				return node.value;
			case 'field':
				return this.#fields(frame.dot, exceptLast ? node.names.slice(0, -1) : node.names, node);
			case 'variable': {
				const variable = frame.variables.findLast(([name]) => name === node.name);
				if (variable === undefined) throw this.#fail(node.at, node.source, `undefined variable: ${node.name}`);
				return this.#fields(variable[1], exceptLast ? node.names.slice(0, -1) : node.names, node);
			}
			case 'pipe':
				return this.#pipe(node.pipe, frame);
			case 'chain':
				return this.#fields(this.#argument(node.inner, frame), exceptLast ? node.names.slice(0, -1) : node.names, node);
			case 'function':
				return this.#call(node, [], { args: [node], at: node.at, source: node.source }, frame, []);
		}
	}

	#fields(start: unknown, names: readonly string[], node: ArgNode): unknown {
		let value = start;
		for (const name of names) {
			if (value === null || value === undefined) {
				// A missing value has no fields, but asking for them gives a missing value again.
				value = undefined;
				continue;
			}
			if (typeof value !== 'object' || Array.isArray(value) || value instanceof FloatConstant) {
				throw this.#fail(node.at, node.source, `can't evaluate field ${name} in type interface {}`);
			}
			const fields = value as { readonly [key: string]: unknown };
			if (!Object.hasOwn(fields, name) && this.#missingKeyIsError) {
				throw this.#fail(node.at, node.source, `map has no entry for key ${goQuote(name)}`);
			}
			value = Object.hasOwn(fields, name) ? fields[name] : undefined;
		}
		return value;
	}

	#call(
		node: Extract<ArgNode, { type: 'function' }>,
		args: readonly ArgNode[],
		command: CommandNode,
		frame: Frame,
		piped: readonly unknown[],
	): unknown {
		const entry = FUNCTIONS.get(node.name);
		if (entry === undefined) throw this.#fail(node.at, node.source, `${goQuote(node.name)} is not a defined function`);
		const count = args.length + piped.length;
		if (count < entry.least || count > entry.most) {
			const wanted = entry.most === Number.POSITIVE_INFINITY ? `at least ${entry.least}` : `${entry.least}`;
			throw this.#fail(node.at, node.source, `wrong number of args for ${node.name}: want ${wanted} got ${count}`);
		}
		if (node.name === 'and' || node.name === 'or') return this.#shortCircuit(node.name, args, frame, piped);
		const values = [...args.map((arg) => this.#argument(arg, frame)), ...piped];
		if (node.name === 'call') values.splice(1, 0, args[0]?.source ?? printed(values[0]));
		try {
			return entry.call(values);
		} catch (error) {
			if (!(error instanceof FunctionError)) throw error;
			throw this.#fail(node.at, command.source, `error calling ${node.name}: ${error.message}`);
		}
	}

	#shortCircuit(name: 'and' | 'or', args: readonly ArgNode[], frame: Frame, piped: readonly unknown[]): unknown {
		let value: unknown;
		for (const arg of args) {
			value = this.#argument(arg, frame);
			if (isTrue(value) === (name === 'or')) return value;
		}
		return piped.length > 0 ? piped[0] : value;
	}
}
