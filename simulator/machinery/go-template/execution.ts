import { compareUtf8 } from '../format-json.ts';
import { goQuote } from '../go-format.ts';
import { nothing, type Task } from '../task.ts';
import { encodeUtf8 } from '../utf8.ts';
import { checkConstant, checkValue } from './arguments.ts';
import { type FunctionEntry, FunctionError, type Parameter } from './functions.ts';
import type { ArgNode, Body, CommandNode, Pipe, TemplateNode } from './nodes.ts';
import { TemplateError } from './nodes.ts';
import type { NamedTemplate, Pause, TemplateBudget, TemplateSet } from './template-set.ts';
import { GoInt, GoObject, integerOf, isDict, isTrue, plain, printed, printValue, typeOf } from './values.ts';

const DEPTH_MAX = 1_000;

/** A value and whether its Go type is `interface {}`, as what stands in a map or a list is. */
interface Held {
	readonly value: unknown;
	readonly boxed: boolean;
}

interface Variable extends Held {
	readonly name: string;
}

/** Where a template is: what dot is and which variables there are, innermost last. */
interface Frame {
	readonly template: NamedTemplate;
	readonly name: string;
	readonly dot: Held;
	readonly variables: Variable[];
	readonly depth: number;
}

type Place = { readonly at: number; readonly source: string };
/** `undefined`: nothing was piped in. */
type Piped = Held | undefined;
type Control = 'break' | 'continue' | undefined;

const MISSING: Held = { value: undefined, boxed: false };

/** One execution of a template. Models text/template/exec.go state: errors tell of what was evaluated last. */
export class Execution {
	readonly #set: TemplateSet;
	readonly #budget: TemplateBudget;
	readonly #output: (text: string) => void;
	readonly #pause: Pause;
	readonly #start: Frame;
	#place: Place | undefined;

	constructor(set: TemplateSet, name: string, data: unknown, output: (text: string) => void) {
		this.#set = set;
		this.#budget = set.budget;
		this.#pause = set.options.pause ?? nothing;
		this.#output = output;
		this.#start = this.#frame(name, { value: data, boxed: false }, 0);
	}

	*run(): Task<void> {
		yield* this.#body(this.#start.template.body, this.#start);
	}

	#frame(name: string, dot: Held, depth: number): Frame {
		const template = this.#set.lookup(name);
		if (template === undefined) throw new Error(`assertion failed: template ${name} is there`);
		return { template, name, dot, variables: [{ name: '$', ...dot }], depth };
	}

	#fail(frame: Frame, message: string): TemplateError {
		const { parseName, text } = frame.template;
		const place = this.#place;
		if (place === undefined) return new TemplateError(`template: ${frame.name}: ${message}`);
		const before = text.slice(0, place.at);
		const line = before.split('\n').length;
		const column = encodeUtf8(before.slice(before.lastIndexOf('\n') + 1)).length;
		return new TemplateError(
			`template: ${parseName}:${line}:${column}: executing ${goQuote(frame.name)} at <${place.source}>: ${message}`,
		);
	}

	*#body(nodes: Body, frame: Frame): Task<Control> {
		for (const node of nodes) {
			const control = yield* this.#node(node, frame);
			if (control !== undefined) return control;
		}
		return undefined;
	}

	/** A step, and a pause when many have been made. */
	*#spend(frame: Frame): Task<void> {
		this.#budget.spend(frame.name, 0);
		const steps = this.#budget.due();
		if (steps > 0) yield* this.#pause(steps);
	}

	#print(text: string, frame: Frame): void {
		this.#budget.spend(frame.name, text.length);
		this.#output(text);
	}

	*#node(node: TemplateNode, frame: Frame): Task<Control> {
		switch (node.type) {
			case 'text':
				this.#print(node.text, frame);
				return undefined;
			case 'action': {
				const { value } = yield* this.#pipe(node.pipe, frame);
				if (node.pipe.declared.length === 0) this.#print(printed(value), frame);
				return undefined;
			}
			case 'if':
			case 'with':
				return yield* this.#branch(node, frame);
			case 'range':
				return yield* this.#range(node, frame);
			case 'template':
				yield* this.#template(node, frame);
				return undefined;
			default:
				return node.type;
		}
	}

	*#branch(node: Extract<TemplateNode, { type: 'if' | 'with' }>, frame: Frame): Task<Control> {
		const mark = frame.variables.length;
		const held = yield* this.#pipe(node.pipe, frame);
		let control: Control;
		if (isTrue(held.value))
			control = yield* this.#body(node.then, node.type === 'with' ? { ...frame, dot: held } : frame);
		else if (node.otherwise !== undefined) control = yield* this.#body(node.otherwise, frame);
		frame.variables.length = mark;
		return control;
	}

	*#range(node: Extract<TemplateNode, { type: 'range' }>, frame: Frame): Task<Control> {
		const mark = frame.variables.length;
		const entries = this.#entries((yield* this.#pipe(node.pipe, frame)).value, frame);
		let control: Control;
		let isEmpty = true;
		for (const [key, value] of entries) {
			isEmpty = false;
			yield* this.#spend(frame);
			const bodyMark = frame.variables.length;
			const item: Held = { value, boxed: true };
			this.#setRangeVariables(node.pipe, frame, key, item);
			control = yield* this.#body(node.then, { ...frame, dot: item });
			frame.variables.length = bodyMark;
			if (control === 'break') break;
		}
		control = undefined;
		if (isEmpty && node.otherwise !== undefined) control = yield* this.#body(node.otherwise, frame);
		frame.variables.length = mark;
		return control;
	}

	#setRangeVariables(pipe: Pipe, frame: Frame, key: unknown, item: Held): void {
		const names = pipe.declared;
		const values = names.length === 1 ? [item] : [{ value: key, boxed: false }, item];
		for (const [index, name] of names.entries()) {
			const held = values[index] as Held;
			if (pipe.assigns) this.#assign(frame, name, held);
			else frame.variables.push({ name, ...held });
		}
	}

	#entries(value: unknown, frame: Frame): Iterable<readonly [unknown, unknown]> {
		if (value === null || value === undefined) return [];
		if (Array.isArray(value)) return value.map((item, index) => [new GoInt(index), item]);
		if (isDict(value)) {
			return Object.keys(value)
				.sort(compareUtf8)
				.map((key) => [key, value[key]]);
		}
		const entries = value instanceof GoObject ? value.entries() : undefined;
		if (entries !== undefined) {
			const isList = value instanceof GoObject && value.kind === 'slice';
			return isList
				? entries.map(([, item], at) => [new GoInt(at), item])
				: [...entries].sort(([a], [b]) => compareUtf8(a, b));
		}
		const count = integerOf(value);
		if (count !== undefined) return numbersBelow(count);
		throw this.#fail(frame, `range can't iterate over ${printValue(value)}`);
	}

	*#template(node: Extract<TemplateNode, { type: 'template' }>, frame: Frame): Task<void> {
		this.#place = node;
		if (this.#set.lookup(node.name) === undefined) {
			throw this.#fail(frame, `template ${goQuote(node.name)} not defined`);
		}
		if (frame.depth >= DEPTH_MAX) throw this.#fail(frame, 'exceeded maximum template depth (100000)');
		const dot = node.pipe === undefined ? MISSING : yield* this.#pipe(node.pipe, frame);
		const inner = this.#frame(node.name, dot, frame.depth + 1);
		yield* this.#body(inner.template.body, inner);
	}

	*#pipe(pipe: Pipe, frame: Frame): Task<Held> {
		this.#place = pipe;
		let piped: Piped;
		for (const command of pipe.commands) {
			const { value } = yield* this.#command(command, frame, piped);
			// What is dug out of an interface; a nil one leaves nothing.
			piped = { value: value === null ? undefined : value, boxed: false };
		}
		const held = piped ?? MISSING;
		const { declared, assigns } = pipe;
		// A range sets its variables itself, one by one.
		if (declared.length > 0) {
			for (const name of declared) {
				if (assigns) this.#assign(frame, name, held);
				else frame.variables.push({ name, ...held });
			}
		}
		return held;
	}

	#assign(frame: Frame, name: string, held: Held): void {
		const index = frame.variables.findLastIndex((variable) => variable.name === name);
		if (index < 0) throw this.#fail(frame, `undefined variable: ${name}`);
		frame.variables[index] = { name, ...held };
	}

	*#command(command: CommandNode, frame: Frame, piped: Piped): Task<Held> {
		yield* this.#spend(frame);
		const [first, ...args] = command.args as [ArgNode, ...ArgNode[]];
		switch (first.type) {
			case 'function':
				return yield* this.#function(first, command, args, frame, piped);
			case 'field':
				this.#place = first;
				return yield* this.#fields(frame.dot, first.names, first, args, frame, piped);
			case 'chain':
				this.#place = first;
				return yield* this.#fields(
					yield* this.#argument(first.inner, frame, 'value'),
					first.names,
					first,
					args,
					frame,
					piped,
				);
			case 'variable':
				return yield* this.#variable(first, args, frame, piped);
			case 'pipe':
				this.#notAFunction(first, args, frame, piped);
				return yield* this.#pipe(first.pipe, frame);
			default:
				this.#place = first;
				this.#notAFunction(first, args, frame, piped);
				if (first.type === 'nil') throw this.#fail(frame, 'nil is not a command');
				return first.type === 'dot' ? frame.dot : { value: first.value, boxed: false };
		}
	}

	#notAFunction(first: ArgNode, args: readonly ArgNode[], frame: Frame, piped: Piped): void {
		if (args.length === 0 && piped === undefined) return;
		throw this.#fail(frame, `can't give argument to non-function ${first.source}`);
	}

	*#variable(
		node: Extract<ArgNode, { type: 'variable' }>,
		args: readonly ArgNode[],
		frame: Frame,
		piped: Piped,
	): Task<Held> {
		this.#place = node;
		const variable = frame.variables.findLast(({ name }) => name === node.name);
		if (variable === undefined) throw this.#fail(frame, `undefined variable: ${node.name}`);
		if (node.names.length > 0) return yield* this.#fields(variable, node.names, node, args, frame, piped);
		this.#notAFunction(node, args, frame, piped);
		return variable;
	}

	/** @param parameter what takes it; text/template gives fields of chains no type. */
	*#argument(node: ArgNode, frame: Frame, parameter: Parameter): Task<Held> {
		this.#place = node;
		switch (node.type) {
			case 'nil':
				if (parameter === 'string' || parameter === 'bool' || parameter === 'int' || parameter === 'float64') {
					throw this.#fail(frame, `cannot assign nil to ${parameter}`);
				}
				return { value: parameter === 'value' ? undefined : null, boxed: false };
			case 'constant':
				return { value: this.#checked(() => checkConstant(node, parameter), frame), boxed: false };
			case 'dot':
				return this.#checkedValue(frame.dot, parameter, frame);
			case 'field':
				return this.#checkedValue(yield* this.#fields(frame.dot, node.names, node, [], frame), parameter, frame);
			case 'variable':
				return this.#checkedValue(yield* this.#variable(node, [], frame, undefined), parameter, frame);
			case 'pipe':
				return this.#checkedValue(yield* this.#pipe(node.pipe, frame), parameter, frame);
			case 'chain': {
				const start = yield* this.#argument(node.inner, frame, 'value');
				return this.#checkedValue(yield* this.#fields(start, node.names, node, [], frame), parameter, frame);
			}
			case 'function':
				return this.#checkedValue(yield* this.#function(node, node, [], frame, undefined), parameter, frame);
		}
	}

	#checkedValue(held: Held, parameter: Parameter, frame: Frame): Held {
		return { value: this.#checked(() => checkValue(held.value, held.boxed, parameter), frame), boxed: held.boxed };
	}

	#checked<T>(check: () => T, frame: Frame): T {
		try {
			return check();
		} catch (error) {
			if (!(error instanceof FunctionError)) throw error;
			throw this.#fail(frame, error.message);
		}
	}

	*#fields(
		start: Held,
		names: readonly string[],
		node: ArgNode,
		args: readonly ArgNode[],
		frame: Frame,
		piped?: Piped,
	): Task<Held> {
		let held = start;
		for (const [index, name] of names.entries()) {
			const last = index === names.length - 1;
			held = yield* this.#field(held, name, node, last ? args : [], frame, last ? piped : undefined);
		}
		return held;
	}

	/** Models text/template state.evalField. */
	*#field(
		receiver: Held,
		name: string,
		node: ArgNode,
		args: readonly ArgNode[],
		frame: Frame,
		piped: Piped,
	): Task<Held> {
		const { value } = receiver;
		const { missingKey } = this.#set.options;
		if (value === undefined) {
			if (missingKey === 'error') throw this.#fail(frame, `nil data; no entry for key ${goQuote(name)}`);
			return MISSING;
		}
		const type = receiver.boxed ? 'interface {}' : typeOf(value);
		if (value === null) throw this.#fail(frame, `nil pointer evaluating interface {}.${name}`);
		if (value instanceof GoObject) return yield* this.#member(value, name, node, args, frame, piped);
		if (!isDict(value)) throw this.#fail(frame, `can't evaluate field ${name} in type ${type}`);
		if (args.length > 0 || piped !== undefined) throw this.#fail(frame, `${name} is not a method but has arguments`);
		if (Object.hasOwn(value, name)) {
			const found = value[name];
			return { value: found === undefined ? null : found, boxed: true };
		}
		if (missingKey === 'error') throw this.#fail(frame, `map has no entry for key ${goQuote(name)}`);
		return missingKey === 'zero' ? { value: null, boxed: true } : MISSING;
	}

	*#member(
		object: GoObject,
		name: string,
		node: ArgNode,
		args: readonly ArgNode[],
		frame: Frame,
		piped: Piped,
	): Task<Held> {
		const method = object.method(name);
		if (method !== undefined) {
			const values: unknown[] = [];
			for (const arg of args) values.push((yield* this.#argument(arg, frame, 'value')).value);
			if (piped !== undefined) values.push(piped.value);
			return yield* this.#call(name, node, () => method(values), false, frame);
		}
		const field = object.field(name);
		if (field === undefined) {
			if (object.entries() !== undefined) return { value: null, boxed: true };
			throw this.#fail(frame, `can't evaluate field ${name} in type ${object.typeName}`);
		}
		if (args.length > 0 || piped !== undefined) {
			throw this.#fail(frame, `${name} has arguments but cannot be invoked as function`);
		}
		return { value: field.value, boxed: false };
	}

	/** Models text/template state.evalCall. */
	*#function(
		node: Extract<ArgNode, { type: 'function' }>,
		command: Place,
		args: readonly ArgNode[],
		frame: Frame,
		piped: Piped,
	): Task<Held> {
		this.#place = node;
		const { name } = node;
		const entry = this.#set.options.functions.get(name);
		if (entry === undefined) throw this.#fail(frame, `${goQuote(name)} is not a defined function`);
		const count = args.length + (piped === undefined ? 0 : 1);
		if (count < entry.least || count > entry.most) {
			const wanted = entry.most === Number.POSITIVE_INFINITY ? `at least ${entry.least}` : `${entry.least}`;
			throw this.#fail(frame, `wrong number of args for ${name}: want ${wanted} got ${count}`);
		}
		if (name === 'and' || name === 'or') return yield* this.#shortCircuit(name, args, frame, piped);
		const values: unknown[] = [];
		for (const [index, arg] of args.entries()) {
			values.push((yield* this.#argument(arg, frame, parameterOf(entry, index))).value);
		}
		if (piped !== undefined) {
			values.push(this.#checkedValue(piped, parameterOf(entry, args.length), frame).value);
		}
		if (name === 'call') values.splice(1, 0, args[0]?.source ?? printValue(plain(values[0])));
		return yield* this.#call(name, command, () => entry.call(values), entry.waits === true, frame);
	}

	/** @param waits whether what it calls is a task. */
	*#call(name: string, place: Place, call: () => unknown, waits: boolean, frame: Frame): Task<Held> {
		try {
			const value = waits ? yield* call() as Task<unknown> : call();
			this.#budget.spendOn(frame.name, value);
			return { value, boxed: false };
		} catch (error) {
			if (!(error instanceof FunctionError || error instanceof TemplateError)) throw error;
			this.#place = place;
			throw this.#fail(frame, `error calling ${name}: ${error.message}`);
		}
	}

	*#shortCircuit(name: 'and' | 'or', args: readonly ArgNode[], frame: Frame, piped: Piped): Task<Held> {
		let held: Held = MISSING;
		for (const arg of args) {
			held = yield* this.#argument(arg, frame, 'value');
			if (isTrue(held.value) === (name === 'or')) return held;
		}
		return piped ?? held;
	}
}

function* numbersBelow(count: number): Iterable<readonly [unknown, unknown]> {
	for (let at = 0; at < count; at++) yield [new GoInt(at), new GoInt(at)];
}

function parameterOf({ parameters }: FunctionEntry, index: number): Parameter {
	if (parameters === undefined) return 'value';
	return parameters[Math.min(index, parameters.length - 1)] as Parameter;
}
