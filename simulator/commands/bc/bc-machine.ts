import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { MATH_ARITY, MATH_FUNCTIONS, type MathFunction } from './bc-math.ts';
import type { Argument, BcFunction, Expression, Place, Statement } from './bc-syntax.ts';
import * as decimal from './decimal.ts';
import { type Decimal, ONE, whole, ZERO } from './decimal.ts';

/** "Runtime error (func=…, adr=…): text": the line being executed ends, the program goes on. */
export class BcRuntimeError extends Error {
	readonly inFunction: string;
	readonly address: number;
	constructor(message: string, inFunction: string, address: number) {
		super(message);
		this.inFunction = inFunction;
		this.address = address;
	}
}

export class BcHalt extends Error {}

type Flow = 'next' | 'break' | 'continue' | { readonly value: Decimal };
type Elements = Map<number, Decimal>;

interface Frame {
	readonly name: string;
	readonly variables: Map<string, Decimal>;
	readonly arrays: Map<string, Elements>;
}

const SCALE_MAX = 10_000;
const TOO_LONG = 'number too long';
/** Of the Bessel function that is asked for. */
const BESSEL_ORDER_MAX = 1_000n;
/** What an operation on long numbers counts as. */
const OPERATION_STEPS = 20;
const CALLS_MAX = 400;
const ELEMENTS_MAX = 100_000;

/** Executes what the parser reads. */
export class BcMachine {
	readonly #process: Process;
	readonly #write: (text: string) => Task<void>;
	readonly #warn: (text: string) => Task<void>;
	readonly #readLine: () => Task<string>;
	readonly functions = new Map<string, BcFunction>();
	readonly #frames: Frame[] = [{ name: '(main)', variables: new Map(), arrays: new Map() }];
	#special = { scale: 0, ibase: 10, obase: 10, last: ZERO };
	#column = 0;
	#mathematics = false;
	readonly #lineLength: number;

	constructor(
		process: Process,
		write: (text: string) => Task<void>,
		warn: (text: string) => Task<void>,
		readLine: () => Task<string>,
	) {
		this.#process = process;
		this.#write = write;
		this.#warn = warn;
		this.#readLine = readLine;
		const length = Number(process.env.get('BC_LINE_LENGTH') ?? '70');
		this.#lineLength = length === 0 ? 0 : length < 3 ? 70 : length;
	}

	/** What `-l` does. */
	enableMathematics(): void {
		this.#mathematics = true;
		this.#special.scale = 20;
	}

	/** The bases that numbers are read and written in. */
	get inputBase(): number {
		return this.#special.ibase;
	}

	*run(statements: readonly Statement[]): Task<void> {
		for (const statement of statements) yield* this.#execute(statement);
	}

	get #frame(): Frame {
		return this.#frames[this.#frames.length - 1] as Frame;
	}

	/** Between two operations on numbers that may be long. */
	readonly #pause = (): Task<void> => this.#process.tick(OPERATION_STEPS);

	#fail(message: string, address = 0): never {
		const { name } = this.#frame;
		this.#frames.length = 1;
		throw new BcRuntimeError(message, name, address);
	}

	*#execute(statement: Statement): Task<Flow> {
		yield* this.#process.tick();
		switch (statement.kind) {
			case 'expression':
				yield* this.#show(statement.value);
				return 'next';
			case 'text':
				yield* this.#out(statement.text);
				return 'next';
			case 'print':
				for (const item of statement.items) yield* this.#print(item);
				return 'next';
			case 'block':
				return yield* this.#block(statement.body);
			case 'if': {
				const branch = isZero(yield* this.#value(statement.test)) ? statement.otherwise : statement.then;
				return branch === undefined ? 'next' : yield* this.#execute(branch);
			}
			case 'while':
			case 'for':
				return yield* this.#loop(statement);
			case 'return':
				return { value: statement.value === undefined ? ZERO : yield* this.#value(statement.value) };
			case 'break':
			case 'continue':
				return statement.kind;
			case 'quit':
			case 'halt':
				throw new BcHalt();
			case 'nothing':
				return 'next';
		}
	}

	*#block(body: readonly Statement[]): Task<Flow> {
		for (const statement of body) {
			const flow = yield* this.#execute(statement);
			if (flow !== 'next') return flow;
		}
		return 'next';
	}

	*#loop(loop: Statement & { kind: 'while' | 'for' }): Task<Flow> {
		if (loop.kind === 'for' && loop.start !== undefined) yield* this.#value(loop.start);
		for (;;) {
			if (loop.test !== undefined && isZero(yield* this.#value(loop.test))) return 'next';
			const flow = yield* this.#execute(loop.body);
			if (flow === 'break') return 'next';
			if (typeof flow === 'object') return flow;
			if (loop.kind === 'for' && loop.step !== undefined) yield* this.#value(loop.step);
		}
	}

	/** The value of a statement is printed, unless it is an assignment. */
	*#show(expression: Expression): Task<void> {
		const value = yield* this.#value(expression);
		if (expression.kind === 'assign') return;
		this.#special.last = value;
		yield* this.#out(`${yield* decimal.formatDecimal(value, this.#special.obase, this.#pause)}\n`);
	}

	*#print(item: Expression | string): Task<void> {
		if (typeof item === 'string') {
			yield* this.#out(item.replace(/\\([abfnqrt"\\])/g, (_, letter: string) => PRINT_ESCAPES[letter] as string));
			return;
		}
		const value = yield* this.#value(item);
		this.#special.last = value;
		yield* this.#out(yield* decimal.formatDecimal(value, this.#special.obase, this.#pause));
	}

	/** Long numbers go on in the next line behind a backslash. */
	*#out(text: string): Task<void> {
		if (this.#lineLength === 0) {
			yield* this.#write(text);
			return;
		}
		let out = '';
		for (const char of text) {
			if (char === '\n') this.#column = 0;
			else if (++this.#column === this.#lineLength - 1) {
				out += '\\\n';
				this.#column = 1;
			}
			out += char;
		}
		yield* this.#write(out);
	}

	*#value(expression: Expression): Task<Decimal> {
		yield* this.#process.tick();
		switch (expression.kind) {
			case 'number':
				if (expression.text.length > decimal.DIGITS_MAX) this.#fail(TOO_LONG);
				return decimal.parseDecimal(expression.text, this.#special.ibase);
			case 'group':
				return yield* this.#value(expression.operand);
			case 'variable':
			case 'element':
			case 'special':
				return yield* this.#load(expression);
			case 'negate':
				return decimal.negate(yield* this.#value(expression.operand));
			case 'not':
				return isZero(yield* this.#value(expression.operand)) ? ONE : ZERO;
			case 'binary':
				return yield* this.#binary(expression);
			case 'assign': {
				let value = yield* this.#value(expression.value);
				if (expression.operator !== '') {
					value = this.#compute(expression.operator, yield* this.#load(expression.place), value, codeSize(expression));
				}
				return yield* this.#store(expression.place, value, codeSize(expression.value) + 2);
			}
			case 'step': {
				const before = yield* this.#load(expression.place);
				const after = yield* this.#store(expression.place, decimal.add(before, whole(expression.by)));
				return expression.prefix ? after : before;
			}
			case 'call':
				return yield* this.#call(expression.name, expression.args);
		}
	}

	*#binary(expression: Expression & { kind: 'binary' }): Task<Decimal> {
		const { operator } = expression;
		const left = yield* this.#value(expression.left);
		const right = yield* this.#value(expression.right);
		return this.#compute(operator, left, right, codeSize(expression));
	}

	#compute(operator: string, left: Decimal, right: Decimal, address: number): Decimal {
		const result = this.#computed(operator, left, right, address);
		return decimal.isTooLong(result) ? this.#fail(TOO_LONG) : result;
	}

	#computed(operator: string, left: Decimal, right: Decimal, address: number): Decimal {
		const { scale } = this.#special;
		switch (operator) {
			case '+':
				return decimal.add(left, right);
			case '-':
				return decimal.subtract(left, right);
			case '*':
				return decimal.multiply(left, right, scale);
			case '/':
				return decimal.divide(left, right, scale) ?? this.#fail('Divide by zero', address);
			case '%':
				return decimal.modulo(left, right, scale) ?? this.#fail('Modulo by zero', address);
			case '^':
				return this.#power(left, right, address);
			case '&&':
				return !isZero(left) && !isZero(right) ? ONE : ZERO;
			case '||':
				return !isZero(left) || !isZero(right) ? ONE : ZERO;
		}
		const order = decimal.compare(left, right);
		const holds = {
			'==': order === 0,
			'!=': order !== 0,
			'<': order < 0,
			'>': order > 0,
			'<=': order <= 0,
			'>=': order >= 0,
		};
		return holds[operator as keyof typeof holds] ? ONE : ZERO;
	}

	#power(base: Decimal, exponent: Decimal, address: number): Decimal {
		if (isZero(base) && exponent.digits < 0n) this.#fail('Divide by zero', address);
		const result = decimal.power(base, decimal.rescaled(exponent, 0).digits, this.#special.scale);
		return result ?? this.#fail('exponent too large in raise', address);
	}

	*#load(place: Place): Task<Decimal> {
		if (place.kind === 'special') {
			const value = this.#special[place.name];
			return typeof value === 'number' ? whole(value) : value;
		}
		if (place.kind === 'variable') return this.#frameOf(place.name).variables.get(place.name) ?? ZERO;
		const index = yield* this.#index(place.index, place.name);
		return this.#elements(place.name).get(index) ?? ZERO;
	}

	*#store(place: Place, value: Decimal, address = 0): Task<Decimal> {
		if (place.kind === 'variable') this.#frameOf(place.name).variables.set(place.name, value);
		else if (place.kind === 'element') {
			const index = yield* this.#index(place.index, place.name);
			const elements = this.#elements(place.name);
			if (elements.size >= ELEMENTS_MAX) this.#fail('Array too large');
			elements.set(index, value);
		} else yield* this.#storeSpecial(place.name, value, address);
		return value;
	}

	*#storeSpecial(name: 'scale' | 'ibase' | 'obase' | 'last', value: Decimal, address: number): Task<void> {
		if (name === 'last') {
			this.#special.last = value;
			return;
		}
		const number = Number(decimal.rescaled(value, 0).digits);
		const [low, high] = { scale: [0, SCALE_MAX], ibase: [2, 36], obase: [2, 999_999_999] }[name] as [number, number];
		if (number < low) {
			yield* this.#warning(name === 'scale' ? 'negative scale, set to 0' : `${name} too small, set to 2`, address);
			this.#special[name] = low;
		} else if (number > high) {
			yield* this.#warning(`${name} too large, set to ${high}`, address);
			this.#special[name] = high;
		} else this.#special[name] = number;
	}

	*#warning(text: string, address: number): Task<void> {
		yield* this.#warn(`Runtime warning (func=${this.#frame.name}, adr=${address}): ${text}\n`);
	}

	*#index(expression: Expression, name: string): Task<number> {
		const value = Number(decimal.rescaled(yield* this.#value(expression), 0).digits);
		if (value < 0 || value > 16_777_215) this.#fail(`Array ${name} subscript out of bounds.`);
		return value;
	}

	/** Variables are those of the innermost call that has declared them. */
	#frameOf(name: string): Frame {
		return this.#frames.findLast(({ variables }) => variables.has(name)) ?? (this.#frames[0] as Frame);
	}

	#elements(name: string): Elements {
		const frame = this.#frames.findLast(({ arrays }) => arrays.has(name)) ?? (this.#frames[0] as Frame);
		const found = frame.arrays.get(name) ?? new Map<number, Decimal>();
		frame.arrays.set(name, found);
		return found;
	}

	*#call(name: string, args: readonly Argument[]): Task<Decimal> {
		if (name === 'length' || name === 'sqrt' || name === 'scale' || name === 'read') {
			return yield* this.#builtIn(name, args[0] as Expression | undefined);
		}
		const called = this.functions.get(name);
		if (called === undefined && this.#mathematics && MATH_FUNCTIONS.has(name))
			return yield* this.#calculate(name, args);
		if (called === undefined) this.#fail(`Function ${name} not defined.`, sizeOf(args) + 2);
		if (called.parameters.length !== args.length) this.#fail('Parameter number mismatch');
		if (this.#frames.length > CALLS_MAX) this.#fail('Stack error.');
		const frame: Frame = { name, variables: new Map(), arrays: new Map() };
		for (const [at, parameter] of called.parameters.entries())
			yield* this.#pass(frame, parameter, args[at] as Argument);
		for (const local of called.locals) {
			if (local.endsWith('[]')) frame.arrays.set(local.slice(0, -2), new Map());
			else frame.variables.set(local, ZERO);
		}
		this.#frames.push(frame);
		const flow = yield* this.#block(called.body);
		this.#frames.pop();
		return typeof flow === 'object' ? flow.value : ZERO;
	}

	*#calculate(name: string, args: readonly Argument[]): Task<Decimal> {
		const values: Decimal[] = [];
		for (const argument of args) {
			if (argument.kind === 'array') this.#fail('Parameter type mismatch');
			else values.push(yield* this.#value(argument));
		}
		if (values.length !== MATH_ARITY.get(name)) this.#fail('Parameter number mismatch');
		const [x = ZERO] = values;
		// Differs: of numbers that long the real one takes minutes.
		if (decimal.lengthOf(x) > 500 || this.#special.scale > 2_000) this.#fail(TOO_LONG);
		if (name === 'e' && x.digits > decimal.pow10(x.scale + 4)) this.#fail(TOO_LONG);
		if (name === 'j' && (x.digits > BESSEL_ORDER_MAX || x.digits < -BESSEL_ORDER_MAX)) this.#fail(TOO_LONG);
		const compute = MATH_FUNCTIONS.get(name) as MathFunction;
		return yield* compute(values, this.#special.scale, this.#pause);
	}

	*#pass(frame: Frame, parameter: string, argument: Argument): Task<void> {
		if (parameter.endsWith('[]')) {
			if (argument.kind !== 'array') this.#fail('Parameter type mismatch');
			else frame.arrays.set(parameter.slice(0, -2), new Map(this.#elements(argument.name)));
		} else if (argument.kind === 'array') this.#fail('Parameter type mismatch');
		else frame.variables.set(parameter, yield* this.#value(argument));
	}

	*#builtIn(name: string, argument: Expression | undefined): Task<Decimal> {
		if (argument === undefined) {
			const line = (yield* this.#readLine()).trim();
			if (line.length > decimal.DIGITS_MAX) this.#fail(TOO_LONG);
			const sign = line.startsWith('-');
			const read = decimal.parseDecimal(line.replace(/^-/, '').replace(/[^0-9A-F.].*$/s, ''), this.#special.ibase);
			return sign ? decimal.negate(read) : read;
		}
		const value = yield* this.#value(argument);
		if (name === 'length') return whole(decimal.lengthOf(value));
		if (name === 'scale') return whole(value.scale);
		return (
			(yield* decimal.squareRoot(value, this.#special.scale, this.#pause)) ??
			this.#fail('Square root of a negative number', codeSize(argument) + 2)
		);
	}
}

const PRINT_ESCAPES: Readonly<Record<string, string>> = {
	a: '\x07',
	b: '\b',
	f: '\f',
	n: '\n',
	q: '"',
	r: '\r',
	t: '\t',
	'"': '"',
	'\\': '\\',
};

function isZero({ digits }: Decimal): boolean {
	return digits === 0n;
}

function sizeOf(args: readonly Argument[]): number {
	return args.reduce((sum, each) => sum + (each.kind === 'array' ? 2 : codeSize(each)), 0);
}

/** Bytes that GNU bc compiles an expression to: errors name the address behind the operation. */
function codeSize(expression: Expression): number {
	switch (expression.kind) {
		case 'number':
			return expression.text === '0' || expression.text === '1' ? 1 : expression.text.length + 2;
		case 'variable':
			return 2;
		case 'special':
			return 2;
		case 'group':
			return codeSize(expression.operand);
		case 'negate':
		case 'not':
			return codeSize(expression.operand) + 1;
		case 'binary':
			return codeSize(expression.left) + codeSize(expression.right) + 1;
		case 'assign':
			return codeSize(expression.value) + (expression.operator === '' ? 3 : 5);
		case 'element':
			return codeSize(expression.index) + 2;
		case 'step':
			return 4;
		case 'call':
			return 3;
	}
}
