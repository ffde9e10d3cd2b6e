import { ShellFailure, tooLarge, WARNED } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import {
	ArithmeticError,
	type ArithmeticNode,
	type ArithmeticTarget,
	type Integer,
	parseArithmetic,
} from '../syntax/arithmetic-parser.ts';
import { EagerArithmetic } from './eager-arithmetic.ts';
import { readElement, writeElement } from './element.ts';
import { add, divide, isTrue, operate, power, unary } from './integers.ts';
import { evaluatePosixArithmetic } from './posix-arithmetic.ts';

/**
 * Evaluates an expression that has been expanded already.
 * @param label what the error names before the expression: `((: `, `let: `, or nothing.
 * Throws ShellFailure.
 */
export function evaluateArithmetic(shell: Shell, text: string, label = ''): Integer {
	if (SMALL.test(text)) return Number(text);
	if (shell.mode.dialect === 'dash') return evaluatePosixArithmetic(shell, text);
	return evaluateTree(shell, compileArithmetic(shell, text, label), text, label);
}

/** The value of an integer variable. A wrong expression gives everything up. Models bash variables.c make_variable_value. */
export function evaluateInteger(shell: Shell, text: string): string {
	try {
		return String(evaluateArithmetic(shell, text));
	} catch (error) {
		if (error instanceof ShellFailure) error.whole = true;
		throw error;
	}
}

/** Parses; the tree may be kept by whoever has constant text. */
export function compileArithmetic(shell: Shell, text: string, label = ''): ArithmeticNode {
	boundLength(text);
	try {
		return parseArithmetic(text);
	} catch (error) {
		failEagerly(shell, error, text, label);
		throw worded(shell, error, text, label);
	}
}

/**
 * bash evaluates while it parses: what is wrong with variables before the error comes first, and assignments before it
 * are made.
 */
function failEagerly(shell: Shell, error: unknown, text: string, label: string): void {
	if (!(error instanceof ArithmeticError)) return;
	const access = {
		read: (target: ArithmeticTarget) => new Evaluation(shell, text, label).read(target),
		write: (target: ArithmeticTarget, value: Integer) => new Evaluation(shell, text, label).write(target, value),
	};
	shell.nestingDepth += EAGER_DEPTH;
	try {
		new EagerArithmetic(text, access).run();
	} catch (first) {
		throw worded(shell, first, text, label);
	} finally {
		shell.nestingDepth -= EAGER_DEPTH;
	}
}

export function evaluateTree(shell: Shell, node: ArithmeticNode, text: string, label = ''): Integer {
	if (shell.mode.dialect === 'dash') return evaluatePosixArithmetic(shell, text);
	try {
		return new Evaluation(shell, text, label).value(node);
	} catch (error) {
		throw worded(shell, error, text, label);
	}
}

/** The same complaints as dash words them. */
function posixWording(message: string): string {
	if (message === 'division by 0') return 'division by zero';
	if (message === 'syntax error: operand expected' || message === 'expression expected') return 'expecting primary';
	if (message === "missing `)'") return "expecting ')'";
	if (message === 'syntax error in expression') return 'expecting EOF';
	return message;
}

const ASH_WORDING: Readonly<Record<string, string>> = {
	'division by 0': 'divide by zero',
	'exponent less than 0': 'exponent less than 0',
};

function worded(shell: Shell, error: unknown, text: string, label: string): unknown {
	if (!(error instanceof ArithmeticError)) return error;
	if (shell.mode.dialect === 'ash') {
		const stray = error.token.startsWith(':') && error.message === 'syntax error in expression';
		const said = stray ? 'malformed ?: operator' : (ASH_WORDING[error.message] ?? 'arithmetic syntax error');
		return new ShellFailure(said, 'exit', 2);
	}
	if (shell.mode.dialect !== 'bash')
		return new ShellFailure(`arithmetic expression: ${posixWording(error.message)}: "${text}"`, 'exit', 2);
	const expression = (error.shown ?? text).replace(/^[ \t]+/, '');
	const message = `${label}${expression}: ${error.message}`;
	return new ShellFailure(`${message} (error token is "${error.token}")`);
}

/** Expressions inside the outermost one. Models bash expr.c MAX_EXPR_RECURSION_LEVEL. */
const NESTED_MAX = 255;
/** How much more of the host's stack than a tree an expression takes that is evaluated while it is read. */
const EAGER_DEPTH = 5;

/** Differs: bash reads an expression of any length. This is several times as long as its nesting allows. */
const TEXT_LENGTH = 65_536;

function boundLength(text: string): void {
	if (text.length > TEXT_LENGTH) throw tooLarge(text.length);
}

const SMALL = /^(0|[1-9]\d{0,14})$/;

class Evaluation {
	readonly #shell: Shell;
	readonly #text: string;
	/** What errors of variables' texts begin with too. */
	readonly #label: string;

	#skipping = false;

	constructor(shell: Shell, text: string, label: string) {
		this.#shell = shell;
		this.#text = text;
		this.#label = label;
	}

	value(node: ArithmeticNode): Integer {
		switch (node.type) {
			case 'number':
				return node.value;
			case 'variable':
				return this.read(node.target);
			case 'unary':
				return unary(node.operator, this.value(node.operand));
			case 'binary': {
				// A sum of thousands is as deep as it is long.
				const chain = [node];
				let first = node.left;
				for (; first.type === 'binary'; first = first.left) chain.push(first);
				let left = this.value(first);
				for (const each of chain.reverse()) left = this.#binary(each.operator, left, this.value(each.right), each.at);
				return left;
			}
			case 'logical': {
				const left = isTrue(this.value(node.left));
				if (left === (node.operator === '||')) {
					// busybox has both sides before it looks at them.
					if (this.#shell.mode.dialect === 'ash') this.value(node.right);
					else this.#skip(node.right);
					return left ? 1 : 0;
				}
				return isTrue(this.value(node.right)) ? 1 : 0;
			}
			case 'conditional': {
				const holds = isTrue(this.value(node.test));
				if (!holds) this.#skip(node.yes);
				const result = this.value(holds ? node.yes : node.no);
				if (holds) this.#skip(node.no);
				return result;
			}
			case 'assign': {
				if (node.operator === '') {
					const result = this.value(node.value);
					this.write(node.target, result);
					return result;
				}
				const target = this.#settled(node.target);
				const before = this.read(target);
				const result = this.#binary(node.operator, before, this.value(node.value), node.at);
				this.write(target, result);
				return result;
			}
			case 'step': {
				const target = this.#settled(node.target);
				const before = this.read(target);
				const after = add(before, node.delta);
				this.write(target, after);
				return node.prefix ? after : before;
			}
			case 'comma':
				this.value(node.left);
				return this.value(node.right);
		}
	}

	/**
	 * What is not evaluated. bash computes it nevertheless, with variables as 0 and without assigning, and complains of
	 * a negative exponent there.
	 */
	#skip(node: ArithmeticNode): void {
		if (!this.#text.includes('**')) return;
		const outer = this.#skipping;
		this.#skipping = true;
		this.value(node);
		this.#skipping = outer;
	}

	read(target: ArithmeticTarget): Integer {
		if (this.#skipping) return 0;
		const shell = this.#shell;
		const text =
			target.subscript === undefined ? shell.variables.get(target.name) : this.#element(target, target.subscript);
		if (text === undefined) {
			// An element that is unset counts as 0.
			if (shell.options.set.nounset && shell.isBash && isUnknown(shell, target.name))
				throw new ShellFailure(
					`${shell.variables.resolve(target.name).name}: unbound variable`,
					'exit',
					shell.fatalStatus,
				);
			return 0;
		}
		return this.#valueOf(text, target);
	}

	#element(target: ArithmeticTarget, written: string): string | undefined {
		if (written !== '') {
			const evaluate = (_: Shell, index: string): number => Number(this.#index(index, target));
			return readElement(this.#shell, target.name, this.#subscript(target), evaluate);
		}
		// It is looked for twice.
		const wrong = `${target.name}[]: bad array subscript`;
		this.#shell.warnings.push(wrong, wrong);
		return undefined;
	}

	/** What is read and written has its subscript evaluated once. */
	#settled(target: ArithmeticTarget): ArithmeticTarget {
		const { subscript, name } = target;
		if (subscript === undefined || this.#skipping || !/\+\+|--|=/.test(subscript)) return target;
		if (this.#shell.variables.resolve(name).variable?.associative !== undefined) return target;
		return { ...target, subscript: String(this.#index(this.#subscript(target), target)) };
	}

	/** A variable's text is an expression again. */
	#valueOf(text: string, target: ArithmeticTarget): Integer {
		if (text === '') return 0;
		if (text.length < 15) {
			let number = 0;
			let i = text.charCodeAt(0) === 45 && text.length > 1 ? 1 : 0;
			const start = i;
			for (; i < text.length; i++) {
				const digit = text.charCodeAt(i) - 48;
				if (digit < 0 || digit > 9 || (digit === 0 && i === start && text.length > start + 1)) break;
				number = number * 10 + digit;
			}
			if (i === text.length && text.length > 0) return start === 1 ? -number : number;
		}
		return this.#nested(text, target);
	}

	/** An error in a subscript is no longer one of the expression around it. Models bash arrayfunc.c array_expand_index. */
	#index(text: string, target: ArithmeticTarget): Integer {
		try {
			return this.#nested(this.#shell.interpreter.subscriptText(this.#shell, text, false), target, '');
		} catch (error) {
			if (error instanceof ShellFailure) error.whole = true;
			throw error;
		}
	}

	/** @param target what the text is the value or the subscript of. */
	#nested(text: string, target: ArithmeticTarget, label = this.#label): Integer {
		const shell = this.#shell;
		if (shell.nestingDepth >= NESTED_MAX) {
			throw new ArithmeticError('expression recursion level exceeded', this.#text.slice(target.at));
		}
		boundLength(text);
		shell.nestingDepth++;
		try {
			return new Evaluation(shell, text, label).value(parseArithmetic(text));
		} catch (error) {
			failEagerly(shell, error, text, label);
			throw worded(shell, error, text, label);
		} finally {
			shell.nestingDepth--;
		}
	}

	write(target: ArithmeticTarget, value: Integer): void {
		if (this.#skipping) return;
		if (target.subscript === undefined) this.#set(target.name, String(value));
		else this.#writeElement(target, this.#subscript(target), value);
	}

	/** An index before the first element is told, and the expression goes on. Models bash expr.c expr_bind_array_element. */
	/** What cannot be assigned because references lead to each other is only warned of. */
	#set(name: string, value: string): void {
		try {
			this.#shell.variables.set(name, value);
		} catch (error) {
			if (!(error instanceof ShellFailure) || error.message !== WARNED) throw error;
		}
	}

	#writeElement(target: ArithmeticTarget, subscript: string, value: Integer): void {
		if (target.subscript === '') {
			this.#shell.warnings.push(`${this.#label}\`${target.name}[]': not a valid identifier`);
			return;
		}
		let index = 0;
		try {
			const evaluate = (_: Shell, text: string): number => {
				index = Number(this.#index(text, target));
				return index;
			};
			writeElement(this.#shell, target.name, subscript, String(value), false, evaluate);
		} catch (error) {
			const isWrong = index < 0 || subscript === '';
			if (!isWrong || !(error instanceof ShellFailure) || error.whole) throw error;
			this.#shell.warnings.push(`${target.name}[${target.subscript}]: bad array subscript`);
		}
	}

	/** A key of an associative array is a word. */
	#subscript(target: ArithmeticTarget): string {
		const text = target.subscript as string;
		if (!/[$`"'\\]/.test(text)) return text;
		if (this.#shell.variables.resolve(target.name).variable?.associative === undefined) return text;
		return this.#shell.interpreter.subscriptText(this.#shell, text, true);
	}

	#binary(operator: string, left: Integer, right: Integer, at: number): Integer {
		switch (operator) {
			case '/':
			case '%':
				return this.#divide(operator, left, right, at);
			case '**':
				return this.#power(left, right, at);
			default:
				return operate(operator, left, right);
		}
	}

	#divide(operator: '/' | '%', left: Integer, right: Integer, at: number): Integer {
		if (right === 0 && this.#skipping) return left;
		if (right === 0) throw new ArithmeticError('division by 0', this.#text.slice(at));
		return divide(operator, left, right);
	}

	#power(left: Integer, right: Integer, at: number): Integer {
		if (right < 0) throw new ArithmeticError('exponent less than 0', this.#text.slice(at));
		return power(left, right);
	}
}

function isUnknown(shell: Shell, name: string): boolean {
	const { variable } = shell.variables.resolve(name);
	return variable === undefined || (!variable.isSet && (variable.indexed ?? variable.associative)?.assigned !== true);
}
