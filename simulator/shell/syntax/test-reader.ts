import { byteText } from '../text.ts';
import { GrammarReader } from './grammar-reader.ts';
import { EndOfInput } from './scanner.ts';
import { ShellSyntaxError, type SyntaxProblem } from './syntax-error.ts';
import type { Token } from './tokenizer.ts';

/** Reads `[[ … ]]`, whose tokens and complaints are its own. Models bash parse.y parse_cond_command. */
export abstract class TestReader extends GrammarReader {
	protected testCommand(): void {
		const outside = this.extendedGlob;
		const start = this.at;
		this.extendedGlob = true;
		this.reread();
		const missing = "unexpected EOF while looking for `]]'";
		const close = this.#unended(
			() => {
				this.#testOr();
				this.extendedGlob = outside;
				return this.peek();
			},
			missing,
			start,
		);
		if (close.kind === 'word' && close.text === ']]') {
			this.next();
			return;
		}
		if (close.kind === 'end') {
			if (!this.final) throw new EndOfInput('', close.start);
			const problem = this.problem({ kind: 'message', text: missing }, start);
			throw Object.assign(problem, { status: 2 });
		}
		this.#wrong('syntax error in conditional expression', ": unexpected token `%'", false, start);
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
		const token = this.#unended(
			() => {
				this.skipNewlines();
				return this.peek();
			},
			`unexpected token \`${byteText(0xff)}' in conditional command`,
		);
		if (token.kind === 'end') throw new EndOfInput('', token.start);
		if (this.isOperator('(')) {
			this.next();
			this.#group();
			return;
		}
		if (token.kind === 'descriptor') this.#wrong('unexpected token 284 in conditional command');
		if (token.kind !== 'word') this.#wrong('', "unexpected token `%' in conditional command");
		// bash gives up without a word.
		if (token.text === ']]') this.#wrong('');
		this.next();
		if (token.text === '!') this.#testTerm();
		else if (UNARY_TEST.test(token.text)) this.#testOperand('unary');
		else {
			if (/^-[a-zA-Z]$/.test(token.text)) this.#escape(token);
			this.#testBinary();
		}
	}

	/** `( … )`: what is wrong inside is wrong of the group too. */
	#group(): void {
		const line = this.lineAt(this.at);
		try {
			this.#testOr();
		} catch (error) {
			if (!(error instanceof ShellSyntaxError)) throw error;
			const problem = withGroup(error.problem, line);
			throw Object.assign(new ShellSyntaxError(problem, error.line, error.lineText), { status: error.status });
		}
		if (!this.isOperator(')')) this.#wrong("expected `)'", "unexpected token `%', expected `)'");
		this.next();
	}

	#testBinary(): void {
		const expected = 'conditional binary operator expected';
		const operator = this.#unended(() => this.peek(), expected);
		if (operator.kind === 'operator' && /^(\)|&&|\|\|)$/.test(operator.text)) return;
		if (operator.kind === 'word' && operator.text === ']]') return;
		const isBinary = BINARY_TESTS.has(operator.text) && (operator.kind === 'word' || /^[<>]$/.test(operator.text));
		if (!isBinary) this.#wrong(expected, `unexpected token \`%', ${expected}`);
		this.next();
		if (operator.text === '=~' && !ENDS_TEST.test(this.source.slice(operator.end, operator.end + 200))) {
			this.#unended(() => this.#skipRegexp(), noArgument('binary'));
		} else this.#testOperand('binary');
	}

	#testOperand(kind: 'unary' | 'binary'): void {
		const token = this.#unended(() => this.peek(), noArgument(kind));
		if (token.kind !== 'word' || token.text === ']]') {
			this.#wrong('', `unexpected argument \`%' to conditional ${kind} operator`, true);
		}
		this.next();
		if (kind === 'unary' && BINARY_TESTS.has(token.text)) this.#escape(token);
	}

	/** Of a word that does not end there is more to say: of where the text does, or of `start`. */
	#unended<T>(read: () => T, text: string, start?: number): T {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof EndOfInput) || error.looking === '' || !this.final) throw error;
			const end = this.lineAt(this.source.length) + (this.source.endsWith('\n') ? 0 : 1);
			const more = [{ line: start === undefined ? end : this.lineAt(start), text }];
			const problem = { kind: 'unterminated', looking: error.looking, expecting: '', more } as const;
			throw this.problem(problem, error.start);
		}
	}

	/** A word that a parser of expressions might take for an operator. */
	#escape(token: Token): void {
		this.escapeWord(token);
		this.next();
	}

	/** The right side of `=~`: parentheses and bars are ordinary, blanks are allowed inside parentheses. */
	#skipRegexp(): void {
		this.reread();
		let i = this.at;
		const [blanks] = /^(?:[ \t]|\\\n)*/.exec(this.source.slice(i)) as RegExpExecArray;
		i += blanks.length;
		for (; i < this.source.length; ) {
			const c = this.source[i] as string;
			if (ENDS_REGEXP.has(c) && !/^[<>]\(/.test(this.source.slice(i, i + 2))) break;
			if (c === '\\') i += 2;
			else if (c === '(') i = this.skipBalanced(i + 1, '(', ')');
			else if (c === "'") i = this.skipSingleQuotes(i + 1);
			else if (c === '"') i = this.skipDoubleQuotes(i + 1);
			else if (c === '$') i = this.skipDollar(i, false);
			else if (c === '`') i = this.skipBackquotes(i + 1);
			else i++;
		}
		this.at = i;
		this.reread();
	}

	/** @param named said instead of, or behind, `text` where the token here has a name: words have none, but for `]]` where `close`. @param start of what it is said. */
	#wrong(text: string, named = '', close = false, start?: number): never {
		const token = this.peek();
		if (token.kind === 'end' && !this.final) throw new EndOfInput('', token.start);
		const hasName = token.kind === 'operator' || token.kind === 'end' || token.kind === 'newline';
		const name = token.kind === 'end' ? 'newline' : token.text;
		const isNamed = named !== '' && (hasName || token.text === ']]' || (close && token.kind === 'word'));
		const shown = isNamed ? `${named.startsWith(':') ? text : ''}${named.replace('%', name)}` : text;
		const problem = this.problem({ kind: 'message', text: shown }, start ?? token.start);
		if (this.source.slice(token.start).trim() === '') problem.status = 2;
		throw problem;
	}
}

function noArgument(kind: 'unary' | 'binary'): string {
	return `unexpected argument to conditional ${kind} operator`;
}

function withGroup(problem: SyntaxProblem, line: number): SyntaxProblem {
	const text = "expected `)'";
	if (problem.kind === 'unterminated' && problem.more !== undefined) {
		return { ...problem, more: [...problem.more, { line, text }] };
	}
	if (problem.kind !== 'message') return problem;
	return { ...problem, text: problem.text === '' ? text : `${problem.text}\n${text}` };
}

const ENDS_REGEXP: ReadonlySet<string> = new Set([' ', '\t', '\n', '<', '>', '&', ';', ')']);

/** Nothing behind `=~`. */
const ENDS_TEST = /^[ \t]*\]\](?=[\s;&|)]|$)/;

/** Models bash test.c test_unop. */
const UNARY_TEST = /^-[a-hknoprstuvwxzGLNORS]$/;

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
