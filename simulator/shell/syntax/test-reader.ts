import { GrammarReader } from './grammar-reader.ts';
import { EndOfInput } from './scanner.ts';

/** Reads `[[ … ]]`, whose tokens and complaints are its own. Models bash parse.y parse_cond_command. */
export abstract class TestReader extends GrammarReader {
	protected testCommand(): void {
		const outside = this.extendedGlob;
		this.extendedGlob = true;
		this.reread();
		this.#testOr();
		this.extendedGlob = outside;
		const close = this.peek();
		if (close.kind === 'word' && close.text === ']]') {
			this.next();
			return;
		}
		if (close.kind === 'end') throw new EndOfInput("]]'", close.start);
		throw this.problem({ kind: 'message', text: 'syntax error in conditional expression' }, close.start);
	}

	#testOr(): void {
		for (;;) {
			this.#testTerm();
			this.skipNewlines();
			if (!this.isOperator('&&') && !this.isOperator('||')) return;
			this.next();
		}
	}

	#testTerm(): void {
		this.assignmentsAllowed = false;
		this.skipNewlines();
		const token = this.peek();
		if (token.kind === 'end') throw new EndOfInput('', token.start);
		if (this.isOperator('(')) {
			this.next();
			this.#testOr();
			if (!this.isOperator(')')) this.#testProblem("unexpected token `%', expected `)'", "expected `)'");
			this.next();
			return;
		}
		if (token.kind !== 'word') this.#testProblem("unexpected token `%' in conditional command", '');
		if (token.text === ']]') return;
		this.next();
		if (token.text === '!') this.#testTerm();
		else if (/^-[a-zA-Z]$/.test(token.text) && this.#testIsUnary()) this.#testOperand('unary');
		else this.#testBinary();
	}

	/** `-f` alone before `]]`, `&&` or a binary operator is a string. */
	#testIsUnary(): boolean {
		const token = this.peek();
		if (token.kind === 'operator') return false;
		return !(token.kind === 'word' && BINARY_TESTS.has(token.text) && token.text.length > 1);
	}

	#testBinary(): void {
		const operator = this.peek();
		if (operator.kind === 'operator' && /^(\)|&&|\|\|)$/.test(operator.text)) return;
		if (operator.kind === 'word' && operator.text === ']]') return;
		const isBinary = BINARY_TESTS.has(operator.text) && (operator.kind === 'word' || /^[<>]$/.test(operator.text));
		if (!isBinary) {
			this.#testProblem(
				"unexpected token `%', conditional binary operator expected",
				'conditional binary operator expected',
			);
		}
		this.next();
		if (operator.text === '=~') this.#skipRegexp();
		else this.#testOperand('binary');
	}

	#testOperand(kind: 'unary' | 'binary'): void {
		const token = this.peek();
		if (token.kind !== 'word' || token.text === ']]') {
			const what = `unexpected argument \`%' to conditional ${kind} operator`;
			throw this.problem({ kind: 'message', text: what.replace('%', token.text) }, token.start);
		}
		this.next();
	}

	/** The right side of `=~`: parentheses and bars are ordinary, blanks are allowed inside parentheses. */
	#skipRegexp(): void {
		this.reread();
		let i = this.at;
		while (this.source[i] === ' ' || this.source[i] === '\t') i++;
		let depth = 0;
		for (; i < this.source.length; ) {
			const c = this.source[i] as string;
			if (c === '\n' || (depth === 0 && (c === ' ' || c === '\t'))) break;
			if (c === '(') depth++;
			if (c === ')' && depth-- === 0) break;
			if (c === '\\') i += 2;
			else if (c === "'") i = this.skipSingleQuotes(i + 1);
			else if (c === '"') i = this.skipDoubleQuotes(i + 1);
			else if (c === '$') i = this.skipDollar(i, false);
			else if (c === '`') i = this.skipBackquotes(i + 1);
			else i++;
		}
		this.at = i;
		this.reread();
	}

	#testProblem(withToken: string, bare: string): never {
		const token = this.peek();
		if (token.kind === 'end' && !this.final) throw new EndOfInput('', token.start);
		const showsToken = token.kind !== 'word' || bare === "expected `)'" || bare === '';
		const text = token.kind === 'end' ? 'newline' : token.text;
		const problem = this.problem(
			{ kind: 'message', text: showsToken ? withToken.replace('%', text) : bare },
			token.start,
		);
		if (this.source.slice(token.start).trim() === '') problem.status = 2;
		throw problem;
	}
}

const BINARY_TESTS = new Set([
	'=',
	'==',
	'!=',
	'=~',
	'<',
	'>',
	'-eq',
	'-ne',
	'-lt',
	'-le',
	'-gt',
	'-ge',
	'-nt',
	'-ot',
	'-ef',
]);
