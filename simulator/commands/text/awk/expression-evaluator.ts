import type { Process } from '../../../kernel/process-api.ts';
import { characterCount } from '../../../machinery/characters.ts';
import { indexOfText } from '../../../machinery/find-text.ts';
import type { Regexp } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { AwkRunError, awkMktime, awkSprintf, awkStrftime, awkSubstr, eachField, gensub, replaced } from './builtins.ts';
import type { AwkMainInput } from './main-input.ts';
import type { AwkRecord } from './record.ts';
import type { AwkStreams } from './streams.ts';
import type { Expression } from './syntax-tree.ts';
import type { Cell, Value } from './values.ts';
import { compareValues, fromOutside, toBoolean, toNumber, toText } from './values.ts';

/** Texts from here on are told to the kernel, which ends who holds too much. */
const HEAVY_LENGTH = 65_536;
const OWN_BYTES = 3_000_000;
/** What it takes to put together so much text, and to find a match. */
const HEAVY_STEPS = 50;
const MATCH_STEPS = 8;

/** Values of expressions; statements and functions are the interpreter's. */
export abstract class ExpressionEvaluator {
	abstract readonly process: Process;
	abstract readonly record: AwkRecord;
	abstract readonly streams: AwkStreams;
	abstract readonly input: AwkMainInput;
	#random: number | undefined;
	#seed: Value = 0;

	abstract cell(name: string): Cell;
	abstract value(name: string): Value;
	abstract assign(name: string, value: Value): void;
	abstract text(name: string): string;
	abstract regexp(source: string): Regexp;
	abstract tick(steps?: number): Task<void>;
	abstract call(name: string, args: readonly Expression[]): Task<Value>;

	*evaluate(node: Expression): Task<Value> {
		switch (node.type) {
			case 'number':
			case 'string':
				return node.value;
			case 'regex':
				return this.regexp(node.source).test(this.record.text) ? 1 : 0;
			case 'variable':
				return this.value(node.name);
			case 'element': {
				const { array } = this.cell(node.array);
				const key = yield* this.subscript(node.subscript);
				// Looking makes the element.
				if (!array.has(key)) array.set(key, undefined);
				return array.get(key);
			}
			case 'field':
				return this.record.get(yield* this.#fieldIndex(node.index));
			case 'grouping':
				return yield* this.#grouping(node.items);
			case 'assign':
				return yield* this.#assign(node);
			case 'increment':
				return yield* this.#increment(node);
			case 'call':
				yield* this.tick();
				return yield* this.call(node.name, node.args);
			case 'builtin':
				return yield* this.#builtin(node.name, node.args);
			case 'getline':
				return yield* this.#getline(node);
			default:
				return yield* this.#operator(node);
		}
	}

	*#operator(node: Expression): Task<Value> {
		switch (node.type) {
			case 'conditional':
				return yield* this.evaluate(toBoolean(yield* this.evaluate(node.condition)) ? node.then : node.otherwise);
			case 'and':
				return toBoolean(yield* this.evaluate(node.left)) && toBoolean(yield* this.evaluate(node.right)) ? 1 : 0;
			case 'or':
				return toBoolean(yield* this.evaluate(node.left)) || toBoolean(yield* this.evaluate(node.right)) ? 1 : 0;
			case 'concat': {
				const left = yield* this.string(node.left);
				return yield* this.#made(left + (yield* this.string(node.right)));
			}
			case 'binary': {
				const left = yield* this.evaluate(node.left);
				return this.#binary(node.operator, left, yield* this.evaluate(node.right));
			}
			case 'match': {
				const text = yield* this.string(node.left);
				const found = (yield* this.#pattern(node.right)).test(text);
				return found !== node.negated ? 1 : 0;
			}
			case 'in':
				return this.cell(node.array).array.has(yield* this.subscript(node.subscript)) ? 1 : 0;
			case 'unary': {
				const operand = yield* this.evaluate(node.operand);
				if (node.operator === '!') return toBoolean(operand) ? 0 : 1;
				return node.operator === '-' ? -toNumber(operand) : toNumber(operand);
			}
			default:
				throw new Error(`assertion failed: no operator ${node.type}`);
		}
	}

	*string(node: Expression): Task<string> {
		return toText(yield* this.evaluate(node), this.text('CONVFMT'));
	}

	*subscript(nodes: readonly Expression[]): Task<string> {
		const parts: string[] = [];
		for (const node of nodes) parts.push(yield* this.string(node));
		return parts.join(this.text('SUBSEP'));
	}

	*#grouping(items: readonly Expression[]): Task<Value> {
		const [only] = items;
		if (items.length === 1 && only !== undefined) return yield* this.evaluate(only);
		return yield* this.subscript(items);
	}

	*#fieldIndex(node: Expression): Task<number> {
		const index = Math.trunc(toNumber(yield* this.evaluate(node)));
		if (index < 0) throw new AwkRunError(`negative field index $${index}`);
		return index;
	}

	/** A regular expression as it stands, or a text that is one. */
	*#pattern(node: Expression): Task<Regexp> {
		return this.regexp(node.type === 'regex' ? node.source : yield* this.string(node));
	}

	#binary(operator: string, left: Value, right: Value): Value {
		switch (operator) {
			case '<':
			case '<=':
			case '==':
			case '!=':
			case '>':
			case '>=':
				return holds(operator, compareValues(left, right, this.text('CONVFMT'))) ? 1 : 0;
			default:
				return arithmetic(operator, toNumber(left), toNumber(right));
		}
	}

	/** Stores into a variable, an element or a field. */
	*store(target: Expression, value: Value): Task<void> {
		if (target.type === 'variable') this.assign(target.name, value);
		else if (target.type === 'element') {
			const key = yield* this.subscript(target.subscript);
			this.cell(target.array).array.set(key, value);
		} else if (target.type === 'field') {
			const index = yield* this.#fieldIndex(target.index);
			if (index === 0) this.record.set(toText(value, this.text('CONVFMT')), typeof value === 'string');
			else this.record.setField(index, value);
		}
	}

	/** A place with its subscript or field computed: once, though it is read and written. */
	*#settled(target: Expression): Task<Expression> {
		if (target.type === 'element' && !target.subscript.every(isPlain)) {
			const value = yield* this.subscript(target.subscript);
			return { type: 'element', array: target.array, subscript: [{ type: 'string', value }] };
		}
		if (target.type === 'field' && !isPlain(target.index)) {
			return { type: 'field', index: { type: 'number', value: yield* this.#fieldIndex(target.index) } };
		}
		return target;
	}

	*#assign(node: Expression & { type: 'assign' }): Task<Value> {
		const target = yield* this.#settled(node.target);
		let value = yield* this.evaluate(node.value);
		if (node.operator !== '')
			value = arithmetic(node.operator, toNumber(yield* this.evaluate(target)), toNumber(value));
		yield* this.store(target, value);
		return value;
	}

	*#increment(node: Expression & { type: 'increment' }): Task<Value> {
		const target = yield* this.#settled(node.target);
		const before = toNumber(yield* this.evaluate(target));
		yield* this.store(target, before + node.by);
		return node.prefix ? before + node.by : before;
	}

	*#getline(node: Expression & { type: 'getline' }): Task<Value> {
		let record: string | undefined;
		if (node.source === 'main') record = yield* this.input.next();
		else {
			const name = yield* this.string(node.from as Expression);
			const reader =
				node.source === 'file' ? yield* this.streams.fileReader(name) : yield* this.streams.commandReader(name);
			if (reader === undefined) return -1;
			record = yield* this.input.read(reader);
			if (record !== undefined && node.source === 'command') this.assign('NR', toNumber(this.value('NR')) + 1);
		}
		if (record === undefined) return 0;
		if (node.target === undefined) this.record.set(record);
		else yield* this.store(node.target, fromOutside(record));
		return 1;
	}

	*#builtin(name: string, args: readonly Expression[]): Task<Value> {
		switch (name) {
			case 'length':
				return yield* this.#length(args[0]);
			case 'split':
				return yield* this.#split(args);
			case 'sub':
			case 'gsub':
				return yield* this.#substitute(args, name === 'gsub');
			case 'match': {
				const text = yield* this.string(args[0] as Expression);
				const match = (yield* this.#pattern(args[1] as Expression)).exec(text);
				const start = match === undefined ? 0 : characterCount(text.slice(0, match.start)) + 1;
				this.assign('RSTART', start);
				this.assign('RLENGTH', match === undefined ? -1 : characterCount(text.slice(match.start, match.end)));
				return start;
			}
			case 'gensub': {
				const pattern = yield* this.#pattern(args[0] as Expression);
				const replacement = yield* this.string(args[1] as Expression);
				const how = yield* this.string(args[2] as Expression);
				return gensub(
					args[3] === undefined ? this.record.text : yield* this.string(args[3]),
					pattern,
					replacement,
					how,
				);
			}
			default: {
				const values: Value[] = [];
				for (const arg of args) values.push(yield* this.evaluate(arg));
				return yield* this.#plain(name, values);
			}
		}
	}

	*#length(node: Expression | undefined): Task<Value> {
		if (node === undefined) return characterCount(this.record.text);
		if (node.type === 'variable' && this.cell(node.name).isArray) return this.cell(node.name).array.size;
		return characterCount(yield* this.string(node));
	}

	*#split(args: readonly Expression[]): Task<Value> {
		const [textNode, arrayNode, separatorNode] = args;
		const text = yield* this.string(textNode as Expression);
		if (arrayNode?.type !== 'variable') throw new Error('assertion failed: split needs an array');
		const regex = separatorNode?.type === 'regex' ? separatorNode.source : undefined;
		const separator = separatorNode === undefined ? this.text('FS') : (regex ?? (yield* this.string(separatorNode)));
		// A regular expression of one character is still one, except the blank of FS.
		const source = regex !== undefined && regex.length === 1 ? `(${regex === ' ' ? '[ ]' : regex})` : separator;
		const { array } = this.cell(arrayNode.name);
		array.clear();
		let count = 0;
		for (const piece of eachField(text, source, (each) => this.regexp(each))) {
			array.set(String(++count), fromOutside(piece));
			yield* this.tick();
		}
		return count;
	}

	*#substitute(args: readonly Expression[], all: boolean): Task<Value> {
		const [
			patternNode,
			replacementNode,
			target = { type: 'field', index: { type: 'number', value: 0 } } as Expression,
		] = args;
		const pattern = yield* this.#pattern(patternNode as Expression);
		const replacement = yield* this.string(replacementNode as Expression);
		const text = yield* this.string(target);
		let [out, from, count] = ['', 0, 0];
		for (const match of pattern.each(text)) {
			out += text.slice(from, match.start) + replaced(replacement, text.slice(match.start, match.end));
			from = match.end;
			count++;
			if (!all) break;
			yield* this.tick(MATCH_STEPS);
		}
		if (count > 0) yield* this.store(target, yield* this.#made(out + text.slice(from)));
		return count;
	}

	/** A text that was put together: one that weighs takes memory and time. */
	*#made(text: string): Task<string> {
		if (text.length < HEAVY_LENGTH) return text;
		// biome-ignore lint/correctness/useHookAtTopLevel: a system call, no hook of React's
		this.process.useMemory(OWN_BYTES + 4 * text.length, 4 * text.length);
		for (let done = 0; done < text.length; done += HEAVY_LENGTH) yield* this.tick(HEAVY_STEPS);
		return text;
	}

	*#plain(name: string, values: readonly Value[]): Task<Value> {
		const format = this.text('CONVFMT');
		const text = (at: number): string => toText(values[at], format);
		const number = (at: number): number => toNumber(values[at]);
		switch (name) {
			case 'substr':
				return awkSubstr(text(0), number(1), values.length > 2 ? number(2) : undefined);
			case 'index': {
				const at = indexOfText(text(0), text(1));
				return at < 0 ? 0 : text(1) === '' ? 0 : characterCount(text(0).slice(0, at)) + 1;
			}
			case 'sprintf':
				return yield* this.#made(awkSprintf(text(0), values.slice(1), format));
			case 'tolower':
				return text(0).toLowerCase();
			case 'toupper':
				return text(0).toUpperCase();
			case 'system':
				return yield* this.streams.system(text(0));
			case 'close':
				return yield* this.streams.close(text(0));
			case 'fflush':
				yield* this.streams.flushAll();
				return 0;
			case 'strftime':
				return awkStrftime(
					values.length > 0 ? text(0) : undefined,
					values.length > 1 ? number(1) : Math.floor(this.process.now() / 1000),
				);
			case 'systime':
				return Math.floor(this.process.now() / 1000);
			case 'mktime':
				return awkMktime(text(0));
			default:
				return this.#mathematics(name, number, values.length);
		}
	}

	#mathematics(name: string, number: (at: number) => number, count: number): Value {
		switch (name) {
			case 'sin':
				return Math.sin(number(0));
			case 'cos':
				return Math.cos(number(0));
			case 'atan2':
				return Math.atan2(number(0), number(1));
			case 'exp':
				return Math.exp(number(0));
			case 'log':
				return Math.log(number(0));
			case 'sqrt':
				return Math.sqrt(number(0));
			case 'int':
				return Math.trunc(number(0));
			case 'rand':
				return this.#nextRandom();
			case 'srand': {
				const before = this.#seed;
				this.#seed = count > 0 ? number(0) : Math.floor(this.process.now() / 1000);
				this.#random = Math.trunc(toNumber(this.#seed)) >>> 0;
				return before;
			}
			default:
				throw new Error(`assertion failed: no function ${name}`);
		}
	}

	/** After srand the same numbers come again: a linear congruential generator. */
	#nextRandom(): number {
		if (this.#random === undefined) return this.process.randomUint32() / 2 ** 32;
		this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
		return this.#random / 2 ** 32;
	}
}

function holds(operator: string, order: number): boolean {
	switch (operator) {
		case '<':
			return order < 0;
		case '<=':
			return order <= 0;
		case '==':
			return order === 0;
		case '!=':
			return order !== 0;
		case '>':
			return order > 0;
		default:
			return order >= 0;
	}
}

function arithmetic(operator: string, a: number, b: number): number {
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			return a / b;
		case '%':
			return a % b;
		default:
			return a ** b;
	}
}

/** Computing it changes nothing, and gives the same again. */
function isPlain({ type }: Expression): boolean {
	return type === 'variable' || type === 'number' || type === 'string';
}
