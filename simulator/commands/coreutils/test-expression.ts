import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';

/** What `test` cannot make sense of, without its name. */
export class TestError extends Error {}

const UNARY = /^-[bcdefghkLNnOprSstuwxGz]$/;
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

/** The expression of test(1). Models POSIX: up to four words the number of words decides, then the grammar. */
export class TestExpression {
	readonly #process: Process;
	readonly #words: readonly string[];
	#at = 0;

	constructor(process: Process, words: readonly string[]) {
		this.#process = process;
		this.#words = words;
	}

	evaluate(): boolean {
		const [a = '', b = '', c = '', d = ''] = this.#words;
		switch (this.#words.length) {
			case 0:
				return false;
			case 1:
				return a !== '';
			case 2:
				return this.#two(a, b);
			case 3:
				return this.#three(a, b, c);
			case 4:
				if (a === '!') return !this.#three(b, c, d);
				if (a === '(' && d === ')') return this.#two(b, c);
				return this.#full();
			default:
				return this.#full();
		}
	}

	#two(a: string, b: string): boolean {
		if (a === '!') return b === '';
		if (UNARY.test(a)) return this.#unary(a, b);
		throw new TestError(/^-[a-zA-Z]$/.test(a) ? `‘${a}’: unary operator expected` : `missing argument after ‘${b}’`);
	}

	#three(a: string, b: string, c: string): boolean {
		if (BINARY.has(b)) return this.#binary(a, b, c);
		if (a === '!') return !this.#two(b, c);
		if (a === '(' && c === ')') return b !== '';
		if (b === '-a') return a !== '' && c !== '';
		if (b === '-o') return a !== '' || c !== '';
		throw new TestError(`‘${b}’: binary operator expected`);
	}

	#full(): boolean {
		const value = this.#or();
		const rest = this.#words[this.#at];
		if (rest !== undefined) throw new TestError(`extra argument ‘${rest}’`);
		return value;
	}

	#or(): boolean {
		let value = this.#and();
		while (this.#words[this.#at] === '-o') {
			this.#at++;
			const right = this.#and();
			value ||= right;
		}
		return value;
	}

	#and(): boolean {
		let value = this.#term();
		while (this.#words[this.#at] === '-a') {
			this.#at++;
			const right = this.#term();
			value &&= right;
		}
		return value;
	}

	#term(): boolean {
		const [word, operator, right] = this.#words.slice(this.#at, this.#at + 3);
		if (word === undefined) throw new TestError(`missing argument after ‘${this.#words.at(-1)}’`);
		if (word === '!') {
			this.#at++;
			return !this.#term();
		}
		if (operator !== undefined && BINARY.has(operator) && right !== undefined) {
			this.#at += 3;
			return this.#binary(word, operator, right);
		}
		if (word === '(') {
			this.#at++;
			const value = this.#or();
			if (this.#words[this.#at] !== ')') {
				const found = this.#words[this.#at];
				throw new TestError(found === undefined ? '‘)’ expected' : `‘)’ expected, found ${found}`);
			}
			this.#at++;
			return value;
		}
		if (UNARY.test(word) && operator !== undefined) {
			this.#at += 2;
			return this.#unary(word, operator);
		}
		this.#at++;
		return word !== '';
	}

	#stat(path: string, follow = true): Stat | undefined {
		try {
			return follow ? this.#process.stat(path) : this.#process.lstat(path);
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	#unary(operator: string, operand: string): boolean {
		const process = this.#process;
		const stat = (): Stat | undefined => this.#stat(operand);
		const type = TYPES.get(operator);
		if (type !== undefined) return stat()?.type === type;
		const bit = MODE_BITS.get(operator);
		if (bit !== undefined) return ((stat()?.mode ?? 0) & bit) !== 0;
		switch (operator) {
			case '-z':
				return operand === '';
			case '-n':
				return operand !== '';
			case '-t': {
				const fd = Number(integer(operand));
				return process.fileDescriptors().includes(fd) && process.isatty(fd);
			}
			case '-h':
			case '-L':
				return this.#stat(operand, false)?.type === 'symlink';
			case '-s':
				return (stat()?.size ?? 0) > 0;
			case '-r':
				return stat() !== undefined && process.access(operand, { read: true });
			case '-w':
				return stat() !== undefined && process.access(operand, { write: true });
			case '-x':
				return stat() !== undefined && process.access(operand, { execute: true });
			case '-O':
				return stat()?.uid === process.credentials.uid;
			case '-G':
				return stat()?.gid === process.credentials.gid;
			case '-N': {
				const found = stat();
				return found !== undefined && found.mtimeMs > found.atimeMs;
			}
			default:
				return stat() !== undefined;
		}
	}

	#binary(left: string, operator: string, right: string): boolean {
		switch (operator) {
			case '=':
			case '==':
				return left === right;
			case '!=':
				return left !== right;
			case '<':
				return left < right;
			case '>':
				return left > right;
			case '-nt':
			case '-ot':
			case '-ef':
				return this.#files(left, operator, right);
			default:
				return compare(operator, integer(left), integer(right));
		}
	}

	#files(left: string, operator: string, right: string): boolean {
		const [a, b] = [this.#stat(left), this.#stat(right)];
		if (operator === '-ef') return a !== undefined && b !== undefined && a.device === b.device && a.inode === b.inode;
		const [newer, older] = operator === '-nt' ? [a, b] : [b, a];
		return newer !== undefined && (older === undefined || newer.mtimeMs > older.mtimeMs);
	}
}

const TYPES: ReadonlyMap<string, Stat['type']> = new Map<string, Stat['type']>([
	['-f', 'file'],
	['-d', 'directory'],
	['-b', 'block'],
	['-c', 'character'],
	['-p', 'fifo'],
	['-S', 'socket'],
]);

const MODE_BITS: ReadonlyMap<string, number> = new Map([
	['-u', 0o4000],
	['-g', 0o2000],
	['-k', 0o1000],
]);

function integer(text: string): bigint {
	if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new TestError(`invalid integer ‘${text}’`);
	return BigInt(text.trim().replace(/^\+/, ''));
}

function compare(operator: string, left: bigint, right: bigint): boolean {
	switch (operator) {
		case '-eq':
			return left === right;
		case '-ne':
			return left !== right;
		case '-lt':
			return left < right;
		case '-le':
			return left <= right;
		case '-gt':
			return left > right;
		default:
			return left >= right;
	}
}
