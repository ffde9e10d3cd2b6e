import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { localQuotes } from '../gnu-command.ts';
import { COREUTILS } from './version.ts';

class ExprError extends Error {
	readonly status: number;
	constructor(message: string, status = 2) {
		super(message);
		this.status = status;
	}
}

/** Models coreutils expr: strings and integers of any size, compared as numbers when both are. */
export const expr: Command = {
	name: 'expr',
	paths: ['/usr/bin/expr'],
	size: 43_480,
	*program(process) {
		const [name = 'expr', ...args] = process.argv;
		if (args.length === 1 && (args[0] === '--help' || args[0] === '--version')) {
			yield* process.write(1, encodeLossless(args[0] === '--help' ? HELP : `expr ${COREUTILS}\n`));
			return 0;
		}
		if (args[0] === '--') args.shift();
		try {
			if (args.length === 0) {
				throw new ExprError(`missing operand\nTry '${name} --help' for more information.`);
			}
			const value = new Evaluator(args).evaluate();
			yield* process.write(1, encodeLossless(`${value}\n`));
			return /^-?0*$/.test(value) ? 1 : 0;
		} catch (error) {
			if (!(error instanceof ExprError)) throw error;
			yield* process.write(2, encodeLossless(localQuotes(`${name}: ${error.message}\n`, process.env)));
			return error.status;
		}
	},
};

const LEVELS: readonly (readonly string[])[] = [
	['|'],
	['&'],
	['<', '<=', '=', '==', '!=', '>=', '>'],
	['+', '-'],
	['*', '/', '%'],
	[':'],
];

class Evaluator {
	readonly #words: readonly string[];
	#at = 0;
	/** Of operators whose right side is not asked for. */
	#idle = 0;

	constructor(words: readonly string[]) {
		this.#words = words;
	}

	evaluate(): string {
		const value = this.#level(0);
		const rest = this.#words[this.#at];
		if (rest !== undefined) throw new ExprError(`syntax error: unexpected argument ‘${rest}’`);
		return value;
	}

	#level(level: number): string {
		const operators = LEVELS[level];
		if (operators === undefined) return this.#primary();
		let left = this.#level(level + 1);
		for (;;) {
			const operator = this.#words[this.#at];
			if (operator === undefined || !operators.includes(operator)) return left;
			this.#at++;
			left = this.#applied(operator, left, level + 1);
		}
	}

	/** What is not asked for is read, and not computed. */
	#applied(operator: string, left: string, level: number): string {
		const settled = (operator === '|' && truth(left)) || (operator === '&' && !truth(left));
		if (settled) this.#idle++;
		const right = this.#level(level);
		if (settled) this.#idle--;
		return this.#idle > 0 ? left : apply(operator, left, right);
	}

	#next(): string {
		const word = this.#words[this.#at];
		if (word === undefined) throw new ExprError(`syntax error: missing argument after ‘${this.#words[this.#at - 1]}’`);
		this.#at++;
		return word;
	}

	#primary(): string {
		const word = this.#next();
		switch (word) {
			case '(': {
				const value = this.#level(0);
				const close = this.#words[this.#at];
				if (close !== ')') {
					throw new ExprError(
						close === undefined
							? `syntax error: expecting ')' after ‘${this.#words[this.#at - 1]}’`
							: `syntax error: expecting ')' instead of ‘${close}’`,
					);
				}
				this.#at++;
				return value;
			}
			case '+':
				return this.#next();
			case 'length':
				return String([...this.#primary()].length);
			case 'match': {
				const text = this.#primary();
				return matched(text, this.#primary());
			}
			case 'index': {
				const characters = [...this.#primary()];
				const wanted = new Set(this.#primary());
				return String(characters.findIndex((char) => wanted.has(char)) + 1);
			}
			case 'substr': {
				const text = [...this.#primary()];
				const [from, length] = [this.#primary(), this.#primary()];
				if (!/^-?\d+$/.test(from) || !/^-?\d+$/.test(length)) return '';
				return Number(from) < 1 || Number(length) < 1
					? ''
					: text.slice(Number(from) - 1, Number(from) - 1 + Number(length)).join('');
			}
			case ')':
				throw new ExprError('syntax error: unexpected ‘)’');
			default:
				return word;
		}
	}
}

function isInteger(text: string): boolean {
	return /^-?\d+$/.test(text);
}

function integer(text: string): bigint {
	if (!isInteger(text)) throw new ExprError('non-integer argument');
	return BigInt(text);
}

function truth(text: string): boolean {
	return text !== '' && !/^-?0+$/.test(text);
}

function apply(operator: string, left: string, right: string): string {
	switch (operator) {
		case '|':
			return truth(left) ? left : truth(right) ? right : '0';
		case '&':
			return truth(left) && truth(right) ? left : '0';
		case '+':
			return String(integer(left) + integer(right));
		case '-':
			return String(integer(left) - integer(right));
		case '*':
			return String(integer(left) * integer(right));
		case '/':
		case '%': {
			const divisor = integer(right);
			if (divisor === 0n) throw new ExprError('division by zero');
			return String(operator === '/' ? integer(left) / divisor : integer(left) % divisor);
		}
		case ':':
			return matched(left, right);
		default:
			return compare(operator, left, right) ? '1' : '0';
	}
}

function compare(operator: string, left: string, right: string): boolean {
	const [a, b] = isInteger(left) && isInteger(right) ? [BigInt(left), BigInt(right)] : [left, right];
	switch (operator) {
		case '<':
			return a < b;
		case '<=':
			return a <= b;
		case '>':
			return a > b;
		case '>=':
			return a >= b;
		case '!=':
			return a !== b;
		default:
			return a === b;
	}
}

/** Anchored at the start: the first group, or how many characters matched. */
function matched(text: string, pattern: string): string {
	try {
		const match = compilePosix(pattern.startsWith('^') ? pattern : `^${pattern}`, 'basic').exec(text);
		if (/\\\(/.test(pattern)) return match?.groups[1] ?? '';
		return String(match === undefined ? 0 : [...text.slice(match.start, match.end)].length);
	} catch (error) {
		if (error instanceof RegexpSyntaxError) throw new ExprError(error.message);
		throw error;
	}
}

const HELP = `Usage: expr EXPRESSION
  or:  /usr/bin/expr OPTION

      --help        display this help and exit
      --version     output version information and exit

Print the value of EXPRESSION to standard output.  A blank line below
separates increasing precedence groups.  EXPRESSION may be:

  ARG1 | ARG2       ARG1 if it is neither null nor 0, otherwise ARG2

  ARG1 & ARG2       ARG1 if neither argument is null or 0, otherwise 0

  ARG1 < ARG2       ARG1 is less than ARG2
  ARG1 <= ARG2      ARG1 is less than or equal to ARG2
  ARG1 = ARG2       ARG1 is equal to ARG2
  ARG1 != ARG2      ARG1 is unequal to ARG2
  ARG1 >= ARG2      ARG1 is greater than or equal to ARG2
  ARG1 > ARG2       ARG1 is greater than ARG2

  ARG1 + ARG2       arithmetic sum of ARG1 and ARG2
  ARG1 - ARG2       arithmetic difference of ARG1 and ARG2

  ARG1 * ARG2       arithmetic product of ARG1 and ARG2
  ARG1 / ARG2       arithmetic quotient of ARG1 divided by ARG2
  ARG1 % ARG2       arithmetic remainder of ARG1 divided by ARG2

  STRING : REGEXP   anchored pattern match of REGEXP in STRING

  match STRING REGEXP        same as STRING : REGEXP
  substr STRING POS LENGTH   substring of STRING, POS counted from 1
  index STRING CHARS         index in STRING where any CHARS is found, or 0
  length STRING              length of STRING
  + TOKEN                    interpret TOKEN as a string, even if it is a
                               keyword like 'match' or an operator like '/'

  ( EXPRESSION )             value of EXPRESSION

Beware that many operators need to be escaped or quoted for shells.
Comparisons are arithmetic if both ARGs are numbers, else lexicographical.
Pattern matches return the string matched between \\( and \\) or null; if
\\( and \\) are not used, they return the number of characters matched or 0.

Exit status is 0 if EXPRESSION is neither null nor 0, 1 if EXPRESSION is null
or 0, 2 if EXPRESSION is syntactically invalid, and 3 if an error occurred.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/expr>
or available locally via: info '(coreutils) expr invocation'
`;
