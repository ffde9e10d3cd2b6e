import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { fnv32a } from '../../../machinery/fnv.ts';
import { DEFAULT_LIMITS } from '../../../machinery/limits.ts';
import type { Regexp } from '../../../machinery/regexp.ts';
import { compilePosix, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { reasonOf } from '../../launch.ts';
import { AwkRunError, awkSprintf, splitFields } from './builtins.ts';
import { ExpressionEvaluator } from './expression-evaluator.ts';
import { AwkMainInput } from './main-input.ts';
import { AwkRecord } from './record.ts';
import { AwkStreams } from './streams.ts';
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from './syntax-tree.ts';
import type { Value } from './values.ts';
import { Cell, fromOutside, toBoolean, toNumber, toText } from './values.ts';

/** How a statement leaves the one around it. */
type Leave = 'break' | 'continue' | undefined;

class NextRecord extends Error {}
class NextFile extends Error {}

class Exit extends Error {}

class Return extends Error {
	readonly value: Value;
	constructor(value: Value) {
		super('return');
		this.value = value;
	}
}

const DEPTH_MAX = 900;

/** Runs a program over its inputs. */
export class AwkInterpreter extends ExpressionEvaluator {
	readonly process: Process;
	readonly streams: AwkStreams;
	readonly record: AwkRecord;
	readonly input: AwkMainInput;
	readonly #program: AwkProgram;
	readonly #globals = new Map<string, Cell>();
	readonly #patterns = new Map<string, Regexp>();
	readonly #active = new Set<Rule>();
	#frame: ReadonlyMap<string, Cell> | undefined;
	#depth = 0;
	#steps = 0;
	#status = 0;

	constructor(
		process: Process,
		program: AwkProgram,
		assignments: readonly (readonly [string, string])[],
		args: readonly string[],
	) {
		super();
		this.process = process;
		this.#program = program;
		this.streams = new AwkStreams(process);
		this.record = new AwkRecord(
			(text) => {
				const separator = this.text('FS');
				// With paragraphs a newline separates fields whatever FS is.
				if (this.text('RS') === '' && separator !== ' ')
					return text.split('\n').flatMap((line) => splitFields(line, separator, (source) => this.regexp(source)));
				return splitFields(text, separator, (source) => this.regexp(source));
			},
			(fields) => fields.map((field) => toText(field, this.text('CONVFMT'))).join(this.text('OFS')),
		);
		this.#defaults(args);
		for (const [name, value] of assignments) this.assign(name, fromOutside(value));
		this.input = new AwkMainInput(this);
	}

	#defaults(args: readonly string[]): void {
		const values: Readonly<Record<string, Value>> = {
			FS: ' ',
			OFS: ' ',
			ORS: '\n',
			RS: '\n',
			SUBSEP: '\x1c',
			CONVFMT: '%.6g',
			OFMT: '%.6g',
			NR: 0,
			FNR: 0,
			RSTART: 0,
			RLENGTH: -1,
			FILENAME: '',
			ARGC: args.length,
		};
		for (const [name, value] of Object.entries(values)) this.cell(name).value = value;
		args.forEach((word, at) => {
			this.cell('ARGV').array.set(String(at), fromOutside(word));
		});
		for (const [name, value] of this.process.env) this.cell('ENVIRON').array.set(name, fromOutside(value));
	}

	// Variables.

	cell(name: string): Cell {
		const local = this.#frame?.get(name);
		if (local !== undefined) return local;
		let cell = this.#globals.get(name);
		if (cell === undefined) {
			cell = new Cell();
			this.#globals.set(name, cell);
		}
		return cell;
	}

	override value(name: string): Value {
		if (name === 'NF' && this.#frame?.has('NF') !== true) return this.record.count;
		return this.cell(name).value;
	}

	override assign(name: string, value: Value): void {
		// The record at hand is split as it was to be.
		if (name === 'FS') this.record.settle();
		if (name === 'NF' && this.#frame?.has('NF') !== true) this.record.count = Math.max(0, Math.trunc(toNumber(value)));
		else this.cell(name).value = value;
	}

	text(name: string): string {
		return toText(this.#globals.get(name)?.value, '%.6g');
	}

	override regexp(source: string): Regexp {
		const known = this.#patterns.get(source);
		if (known !== undefined) return known;
		try {
			const compiled = compilePosix(
				source.replace(/\\([/"tnrfva&])/g, (_, letter: string) => ESCAPED.get(letter) ?? letter),
				'extended',
				{ malformed: true },
			);
			this.#patterns.set(source, compiled);
			return compiled;
		} catch (error) {
			if (!(error instanceof RegexpSyntaxError)) throw error;
			throw new AwkRunError(`regular expression compile failed (${error.message})\n${source}`);
		}
	}

	override *tick(steps = 1): Task<void> {
		if (++this.#steps > DEFAULT_LIMITS.expressionSteps * 100) throw new AwkRunError('too many steps');
		yield* this.process.tick(steps);
	}

	// The program.

	/** The exit status. Throws AwkRunError. */
	*run(): Task<number> {
		const { begin, rules, end, hasEnd } = this.#program;
		try {
			for (const block of begin) yield* this.#top(block);
			if (rules.length > 0 || hasEnd) {
				for (let record = yield* this.input.next(); record !== undefined; record = yield* this.input.next()) {
					this.record.set(record);
					yield* this.#rules(rules);
				}
			}
		} catch (error) {
			if (!(error instanceof Exit)) throw error;
			yield* this.#ends(end);
			yield* this.streams.closeAll();
			return this.#status;
		}
		yield* this.#ends(end);
		yield* this.streams.closeAll();
		return this.input.failed ? 2 : this.#status;
	}

	*#ends(end: readonly Statement[]): Task<void> {
		try {
			for (const block of end) yield* this.#top(block);
		} catch (error) {
			if (!(error instanceof Exit)) throw error;
		}
	}

	*#top(block: Statement): Task<void> {
		try {
			yield* this.#execute(block);
		} catch (error) {
			if (!(error instanceof NextRecord)) throw error;
		}
	}

	*#rules(rules: readonly Rule[]): Task<void> {
		try {
			for (const rule of rules) {
				if (!(yield* this.#applies(rule))) continue;
				if (rule.action === undefined) yield* this.streams.print(`${this.record.text}${this.text('ORS')}`);
				else yield* this.#execute(rule.action);
			}
		} catch (error) {
			if (error instanceof NextFile) yield* this.input.skipFile();
			else if (!(error instanceof NextRecord)) throw error;
		}
	}

	*#applies(rule: Rule): Task<boolean> {
		const { pattern, until } = rule;
		if (pattern === undefined) return true;
		if (until === undefined) return toBoolean(yield* this.evaluate(pattern));
		if (!this.#active.has(rule)) {
			if (!toBoolean(yield* this.evaluate(pattern))) return false;
			this.#active.add(rule);
		}
		if (toBoolean(yield* this.evaluate(until))) this.#active.delete(rule);
		return true;
	}

	*#execute(statement: Statement): Task<Leave> {
		yield* this.tick();
		switch (statement.type) {
			case 'block':
				for (const each of statement.body) {
					const leave = yield* this.#execute(each);
					if (leave !== undefined) return leave;
				}
				return undefined;
			case 'expression':
				yield* this.evaluate(statement.expression);
				return undefined;
			case 'print':
			case 'printf':
				yield* this.#print(statement);
				return undefined;
			case 'if':
				if (toBoolean(yield* this.evaluate(statement.condition))) return yield* this.#execute(statement.then);
				return statement.otherwise === undefined ? undefined : yield* this.#execute(statement.otherwise);
			case 'while':
			case 'do':
			case 'for':
			case 'for-in':
				yield* this.#loop(statement);
				return undefined;
			case 'break':
			case 'continue':
				return statement.type;
			default:
				yield* this.#jump(statement);
				return undefined;
		}
	}

	*#jump(statement: Statement): Task<void> {
		switch (statement.type) {
			case 'next':
				throw new NextRecord();
			case 'nextfile':
				throw new NextFile();
			case 'exit':
				if (statement.value !== undefined)
					this.#status = Math.trunc(toNumber(yield* this.evaluate(statement.value))) & 255;
				throw new Exit();
			case 'return':
				throw new Return(statement.value === undefined ? undefined : yield* this.evaluate(statement.value));
			case 'delete': {
				const { array } = this.cell(statement.array);
				if (statement.subscript === undefined) array.clear();
				else array.delete(yield* this.subscript(statement.subscript));
				return;
			}
			default:
				throw new Error(`assertion failed: no jump ${statement.type}`);
		}
	}

	*#loop(statement: Statement & { type: 'while' | 'do' | 'for' | 'for-in' }): Task<void> {
		if (statement.type === 'for-in') {
			for (const key of inHashOrder([...this.cell(statement.array).array.keys()])) {
				yield* this.store(statement.variable, fromOutside(key));
				if ((yield* this.#execute(statement.body)) === 'break') return;
			}
			return;
		}
		if (statement.type === 'for' && statement.start !== undefined) yield* this.#execute(statement.start);
		const { condition } = statement;
		for (let first = true; ; first = false) {
			const unchecked = condition === undefined || (first && statement.type === 'do');
			if (!unchecked && !toBoolean(yield* this.evaluate(condition))) return;
			if ((yield* this.#execute(statement.body)) === 'break') return;
			if (statement.type === 'for' && statement.step !== undefined) yield* this.#execute(statement.step);
			yield* this.tick();
		}
	}

	*#print(statement: Statement & { type: 'print' | 'printf' }): Task<void> {
		const { type, args, redirect } = statement;
		const values: Value[] = [];
		for (const arg of args) values.push(yield* this.evaluate(arg));
		let text: string;
		if (type === 'printf') {
			const [format, ...rest] = values;
			const source = toText(format, this.text('CONVFMT'));
			try {
				text = awkSprintf(source, rest, this.text('CONVFMT'));
			} catch (error) {
				if (error instanceof AwkRunError) throw new AwkRunError(error.message.replaceAll('sprintf(', 'printf('));
				throw error;
			}
		} else {
			const format = this.text('OFMT');
			text =
				(args.length === 0 ? this.record.text : values.map((value) => toText(value, format)).join(this.text('OFS'))) +
				this.text('ORS');
		}
		if (redirect === undefined) {
			yield* this.streams.print(text);
			return;
		}
		const name = toText(yield* this.evaluate(redirect.target), this.text('CONVFMT'));
		try {
			yield* this.streams.printTo(redirect.kind, name, text);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new AwkRunError(`cannot open "${name}" for output (${reasonOf(error)})`);
		}
	}

	override *call(name: string, args: readonly Expression[]): Task<Value> {
		const definition = this.#program.functions.get(name) as AwkFunction;
		const frame = new Map<string, Cell>();
		for (const [at, param] of definition.params.entries()) frame.set(param, yield* this.#argument(args[at]));
		for (const extra of args.slice(definition.params.length)) yield* this.evaluate(extra);
		if (++this.#depth > DEPTH_MAX) throw new AwkRunError('function call nesting is too deep');
		const before = this.#frame;
		this.#frame = frame;
		try {
			yield* this.#execute(definition.body);
			return undefined;
		} catch (error) {
			if (error instanceof Return) return error.value;
			throw error;
		} finally {
			this.#frame = before;
			this.#depth--;
		}
	}

	/** A bare name may stand for an array, also for one that comes to be only in the function. */
	*#argument(node: Expression | undefined): Task<Cell> {
		if (node?.type === 'variable' && node.name !== 'NF') {
			const cell = this.cell(node.name);
			if (cell.isArray || cell.value === undefined) return new Cell(cell);
		}
		const cell = new Cell();
		if (node !== undefined) cell.value = yield* this.evaluate(node);
		return cell;
	}
}

/**
 * The order in which mawk goes through an array: by buckets of a table of FNV-1a hashes, newest first in each.
 * Differs: there an element also comes to the front when it is used.
 */
function inHashOrder(keys: readonly string[]): string[] {
	let mask = 63;
	while (keys.length > (mask + 1) * 12) mask = mask * 2 + 1;
	return keys
		.map((key, at) => ({ key, at, bucket: fnv32a(key) & mask }))
		.sort((a, b) => a.bucket - b.bucket || b.at - a.at)
		.map(({ key }) => key);
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
	['/', '/'],
	['"', '"'],
	['t', '\t'],
	['n', '\n'],
	['r', '\r'],
	['f', '\f'],
	['v', '\v'],
	['a', '\x07'],
	['&', '&'],
]);
