import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { reasonOf } from '../launch.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import * as decimal from './decimal.ts';
import { type Decimal, whole, ZERO } from './decimal.ts';

type Value = Decimal | string;

const VERSION = `dc (GNU bc 1.07.1) 1.4.1

Copyright 1994, 1997, 1998, 2000, 2001, 2003-2006, 2008, 2010, 2012-2017 Free Software Foundation, Inc.
This is free software; see the source for copying conditions.  There is NO
warranty; not even for MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE,
to the extent permitted by law.
`;
const HELP = `Usage: dc [OPTION] [file ...]
  -e, --expression=EXPR    evaluate expression
  -f, --file=FILE          evaluate contents of file
  -h, --help               display this help and exit
  -V, --version            output version information and exit

`;

export const dc = unixCommand({
	name: 'dc',
	paths: ['/usr/bin/dc'],
	size: 55_328,
	*main(run) {
		const machine = new DcMachine(run);
		let asked = false;
		const files: string[] = [];
		for (let at = 0; at < run.args.length; at++) {
			const word = run.args[at] as string;
			if (word === '-h' || word === '--help' || word === '-V' || word === '--version') {
				yield* run.out.write(word === '-h' || word === '--help' ? HELP : VERSION);
				return 0;
			}
			const match = /^(?:-([ef])(.*)|--(expression|file)=(.*))$/s.exec(word);
			if (match === null) {
				if (word.startsWith('-') && word !== '-') {
					throw new Exit(1, `dc: invalid option -- '${word.slice(1, 2)}'\n${HELP}`);
				}
				files.push(word);
				continue;
			}
			const inline = match[4] ?? match[2] ?? '';
			const value = inline !== '' || match[4] !== undefined ? inline : (run.args[++at] ?? '');
			asked = true;
			if (match[1] === 'e' || match[3] === 'expression') yield* machine.execute(value);
			else yield* machine.execute(yield* source(run, value));
		}
		for (const file of files) yield* machine.execute(yield* source(run, file));
		if (!asked && files.length === 0) yield* machine.execute(decodeUtf8(yield* readAll(run.process, 0)));
		return 0;
	},
});

function* source(run: UnixRun, name: string): Task<string> {
	try {
		return decodeUtf8(name === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, name));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `dc: Could not open file ${name}: ${reasonOf(error)}\n`);
	}
}

const DEPTH_MAX = 1_000;
/** Differs: the real one takes any. */
const OUTPUT_BASE_MAX = 999_999_999;
/** What an operation on long numbers counts as. */
const OPERATION_STEPS = 20;
const STACK_MAX = 100_000;

class Quit extends Error {
	levels: number;
	constructor(levels: number) {
		super();
		this.levels = levels;
	}
}

/** Models GNU dc eval.c. Differs: no arrays, no `!` commands. */
class DcMachine {
	readonly #run: UnixRun;
	readonly #stack: Value[] = [];
	readonly #registers = new Map<string, Value[]>();
	#scale = 0;
	#inputBase = 10;
	#outputBase = 10;
	#depth = 0;

	constructor(run: UnixRun) {
		this.#run = run;
	}

	*execute(text: string): Task<void> {
		try {
			yield* this.#evaluate(text);
		} catch (error) {
			if (!(error instanceof Quit)) throw error;
			throw new Exit(0);
		}
	}

	/** Between two operations on numbers that may be long. */
	readonly #pause = (): Task<void> => this.#run.process.tick(OPERATION_STEPS);

	*#complain(text: string): Task<void> {
		yield* this.#run.say(`dc: ${text}\n`);
	}

	*#evaluate(text: string): Task<void> {
		if (++this.#depth > DEPTH_MAX) throw new Exit(1, 'dc: recursion too deep\n');
		let at = 0;
		while (at < text.length) {
			yield* this.#run.process.tick();
			const number = /^_?(?:[0-9A-F]+\.?[0-9A-F]*|\.[0-9A-F]+)/.exec(text.slice(at, at + 5_000))?.[0];
			if (number !== undefined) {
				const value = decimal.parseDecimal(number.replace('_', ''), this.#inputBase);
				this.#push(number.startsWith('_') ? decimal.negate(value) : value);
				at += number.length;
				continue;
			}
			const letter = text[at++] as string;
			if (letter === '[') {
				const end = closing(text, at);
				this.#push(text.slice(at, end));
				at = end + 1;
			} else if (letter === '#') at = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
			else if ('slSL'.includes(letter)) yield* this.#register(letter, text[at++] ?? '\0');
			else if ('<>=!'.includes(letter)) {
				const operator = letter === '!' ? letter + (text[at++] ?? '') : letter;
				yield* this.#conditional(operator, text[at++] ?? '\0');
			} else yield* this.#command(letter);
		}
		this.#depth--;
	}

	#push(value: Value): void {
		if (this.#stack.length >= STACK_MAX) throw new Exit(1, 'dc: out of memory\n');
		this.#stack.push(value);
	}

	*#pop(): Task<Value | undefined> {
		const value = this.#stack.pop();
		if (value === undefined) yield* this.#complain('stack empty');
		return value;
	}

	*#number(): Task<Decimal | undefined> {
		const value = yield* this.#pop();
		if (typeof value !== 'string') return value;
		yield* this.#complain('non-numeric value');
		return undefined;
	}

	*#register(letter: string, name: string): Task<void> {
		const own = this.#registers.get(name) ?? [];
		this.#registers.set(name, own);
		if (letter === 's' || letter === 'S') {
			const value = yield* this.#pop();
			if (value === undefined) return;
			if (letter === 's') own.pop();
			own.push(value);
		} else if (letter === 'l') this.#push(own.at(-1) ?? ZERO);
		else {
			const value = own.pop();
			if (value === undefined)
				yield* this.#complain(`stack register '${name}' (0${name.charCodeAt(0).toString(8)}) is empty`);
			else this.#push(value);
		}
	}

	*#conditional(operator: string, name: string): Task<void> {
		const first = yield* this.#number();
		const second = first === undefined ? undefined : yield* this.#number();
		if (first === undefined || second === undefined) return;
		const order = decimal.compare(first, second);
		const holds: Readonly<Record<string, boolean>> = {
			'<': order < 0,
			'>': order > 0,
			'=': order === 0,
			'!<': order >= 0,
			'!>': order <= 0,
			'!=': order !== 0,
		};
		if (!holds[operator]) return;
		const value = this.#registers.get(name)?.at(-1) ?? ZERO;
		if (typeof value === 'string') yield* this.#evaluate(value);
		else this.#push(value);
	}

	*#command(letter: string): Task<void> {
		if (/\s/.test(letter)) return;
		if ('+-*/%^~|v'.includes(letter)) yield* this.#arithmetic(letter);
		else if ('pnPf'.includes(letter)) yield* this.#print(letter);
		else if ('dcrRz'.includes(letter)) yield* this.#shuffle(letter);
		else if ('ikoIKO'.includes(letter)) yield* this.#parameter(letter);
		else if ('xqQaZX?'.includes(letter)) yield* this.#other(letter);
		else {
			const code = letter.charCodeAt(0).toString(8).padStart(3, '0');
			// The program's name goes to one stream, the rest to the other.
			yield* this.#run.say('dc: ');
			yield* this.#run.out.write(
				/[!-~]/.test(letter) ? `'${letter}' (0${code}) unimplemented\n` : `0${code} unimplemented\n`,
			);
		}
	}

	*#arithmetic(letter: string): Task<void> {
		const needed = letter === 'v' ? 1 : letter === '|' ? 3 : 2;
		if (this.#stack.length < needed) return yield* this.#complain('stack empty');
		const operands = this.#stack.slice(-needed);
		if (operands.some((value) => typeof value === 'string')) return yield* this.#complain('non-numeric value');
		const [a = ZERO, b = ZERO, c = ZERO] = operands as Decimal[];
		const results = yield* this.#computed(letter, a, b, c);
		if (typeof results === 'string') return yield* this.#complain(results);
		if (results.some(decimal.isTooLong)) return yield* this.#complain('number too long');
		this.#stack.splice(-needed, needed, ...results);
	}

	/** The results, or what is wrong. */
	*#computed(letter: string, a: Decimal, b: Decimal, c: Decimal): Task<readonly Decimal[] | string> {
		const scale = this.#scale;
		switch (letter) {
			case '+':
				return [decimal.add(a, b)];
			case '-':
				return [decimal.subtract(a, b)];
			case '*':
				return [decimal.multiply(a, b, scale)];
			case '/': {
				const quotient = decimal.divide(a, b, scale);
				return quotient === undefined ? 'divide by zero' : [quotient];
			}
			case '%': {
				const rest = decimal.modulo(a, b, scale);
				return rest === undefined ? 'remainder by zero' : [rest];
			}
			case '~': {
				const quotient = decimal.divide(a, b, scale);
				return quotient === undefined ? 'divide by zero' : [quotient, decimal.modulo(a, b, scale) as Decimal];
			}
			case '^': {
				if (a.digits === 0n && b.digits < 0n) return 'divide by zero';
				return [decimal.power(a, decimal.rescaled(b, 0).digits, scale) ?? ZERO];
			}
			case 'v': {
				const root = yield* decimal.squareRoot(a, scale, this.#pause);
				return root === undefined ? 'square root of negative number' : [root];
			}
		}
		return yield* this.#modularPower(a, b, c);
	}

	*#modularPower(base: Decimal, exponent: Decimal, modulus: Decimal): Task<readonly Decimal[] | string> {
		const [b, e, m] = [base, exponent, modulus].map((each) => decimal.rescaled(each, 0).digits) as [
			bigint,
			bigint,
			bigint,
		];
		if (m === 0n) return 'remainder by zero';
		if (e < 0n) return 'negative exponent';
		let result = 1n;
		let factor = b % m;
		for (let rest = e; rest > 0n; rest >>= 1n) {
			yield* this.#pause();
			if (rest & 1n) result = (result * factor) % m;
			factor = (factor * factor) % m;
		}
		return [whole(result % m)];
	}

	*#shown(value: Value): Task<string> {
		if (typeof value === 'string') return value;
		return yield* decimal.formatDecimal(value, this.#outputBase, this.#pause);
	}

	*#print(letter: string): Task<void> {
		const { out } = this.#run;
		if (letter === 'f') {
			for (const value of [...this.#stack].reverse()) yield* out.write(`${yield* this.#shown(value)}\n`);
			return;
		}
		if (letter === 'p') {
			const top = this.#stack.at(-1);
			if (top === undefined) yield* this.#complain('stack empty');
			else yield* out.write(`${yield* this.#shown(top)}\n`);
			return;
		}
		const value = yield* this.#pop();
		if (value === undefined) return;
		if (letter === 'n' || typeof value === 'string') return yield* out.write(yield* this.#shown(value));
		// P writes a number's bytes.
		const hex = decimal.rescaled(value, 0).digits.toString(16).replace('-', '');
		const bytes = (hex.length % 2 === 0 ? hex : `0${hex}`).match(/../g) ?? [];
		yield* out.writeBytes(Uint8Array.from(bytes, (each) => Number.parseInt(each, 16)));
	}

	*#shuffle(letter: string): Task<void> {
		if (letter === 'c') this.#stack.length = 0;
		else if (letter === 'z') this.#push(whole(this.#stack.length));
		else if (letter === 'd') {
			const top = this.#stack.at(-1);
			if (top === undefined) yield* this.#complain('stack empty');
			else this.#push(top);
		} else if (letter === 'r') {
			if (this.#stack.length < 2) return yield* this.#complain('stack empty');
			const [a, b] = this.#stack.splice(-2) as [Value, Value];
			this.#stack.push(b, a);
		} else {
			const count = yield* this.#number();
			if (count === undefined) return;
			const size = Number(decimal.rescaled(count, 0).digits);
			const part = this.#stack.splice(-Math.min(Math.abs(size), this.#stack.length));
			const turned = size > 0 ? [...part.slice(1), ...part.slice(0, 1)] : [...part.slice(-1), ...part.slice(0, -1)];
			this.#stack.push(...turned);
		}
	}

	*#parameter(letter: string): Task<void> {
		if (letter === 'I') return this.#push(whole(this.#inputBase));
		if (letter === 'O') return this.#push(whole(this.#outputBase));
		if (letter === 'K') return this.#push(whole(this.#scale));
		const value = yield* this.#number();
		if (value === undefined) return;
		const number = Number(decimal.rescaled(value, 0).digits);
		if (letter === 'k') {
			if (number < 0) return yield* this.#complain('scale must be a nonnegative integer');
			this.#scale = Math.min(number, 10_000);
		} else if (letter === 'i') {
			if (number < 2 || number > 16) {
				return yield* this.#complain('input base must be a number between 2 and 16 (inclusive)');
			}
			this.#inputBase = number;
		} else if (number < 2) yield* this.#complain('output base must be a number greater than 1');
		else this.#outputBase = Math.min(number, OUTPUT_BASE_MAX);
	}

	*#other(letter: string): Task<void> {
		if (letter === 'q') throw new Quit(2);
		if (letter === '?')
			return yield* this.#evaluate(decodeUtf8(yield* readAll(this.#run.process, 0)).split('\n')[0] as string);
		const value = yield* this.#pop();
		if (value === undefined) return;
		if (letter === 'x') {
			if (typeof value === 'string') yield* this.#evaluate(value);
			else this.#push(value);
		} else if (letter === 'Z') {
			this.#push(whole(typeof value === 'string' ? value.length : decimal.lengthOf(value)));
		} else if (letter === 'X') this.#push(whole(typeof value === 'string' ? 0 : value.scale));
		else if (letter === 'a') {
			this.#push(
				typeof value === 'string'
					? value.slice(0, 1)
					: String.fromCharCode(Number(decimal.rescaled(value, 0).digits & 255n)),
			);
		} else throw new Quit(Number((value as Decimal).digits));
	}
}

function closing(text: string, from: number): number {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		if (text[at] === '[') depth++;
		else if (text[at] === ']' && depth-- === 0) return at;
	}
	return text.length;
}
