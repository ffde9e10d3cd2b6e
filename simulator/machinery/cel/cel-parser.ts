import { type CelExpr, call, ident, literal, type MapEntry } from './cel-ast.ts';
import type { CelIssues } from './cel-issues.ts';
import { celTokens, TOKEN_KINDS, type Token } from './cel-lexer.ts';
import { literalOf } from './cel-literal.ts';
import { expandMacro } from './cel-macros.ts';
import { RESERVED_NAMES } from './cel-type.ts';

/** Models cel-go parser: how deep an expression may be nested, how often it is tried to go on after an error. */
const DEPTH_MAX = 250;
const RECOVERIES_MAX = 30;
const SIZE_MAX = 100_000;

const STARTS = ['[', '{', '(', '.', '-', '!', 'true', 'false', 'null', 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT'].concat([
	'STRING',
	'BYTES',
	'IDENTIFIER',
]);
const CALC: readonly (readonly string[])[] = [
	['==', '!=', '<', '<=', '>', '>=', 'in'],
	['+', '-'],
	['*', '/', '%'],
];
/** What may come after an operand; with what closes the brackets around it, where reading goes on after an error. */
const FOLLOWS: readonly string[] = ['&&', '||', '[', '.', ...CALC.flat(), '?', '<EOF>'];

/** What is wrong has been told: the rule that reads it gives up. */
class Unreadable {}

/** The tree of an expression; undefined when it has none, which the issues tell of. Models cel-go parser. */
export function parseCel(source: string, issues: CelIssues): CelExpr | undefined {
	const size = [...source].length;
	if (size > SIZE_MAX) {
		issues.add(-1, `expression code point size exceeds limit: size: ${size}, limit ${SIZE_MAX}`);
		return undefined;
	}
	return new Parser(source, issues).parse();
}

class Parser {
	readonly #tokens: readonly Token[];
	readonly #issues: CelIssues;
	readonly #source: string;
	#at = 0;
	#depth = 0;
	#recoveries = 0;
	/** Nothing more is told until something has been understood again. */
	#recovering = false;
	/** What closes the brackets around. */
	readonly #closers: string[] = [];

	constructor(source: string, issues: CelIssues) {
		this.#source = source;
		this.#issues = issues;
		this.#tokens = celTokens(source, issues);
	}

	parse(): CelExpr | undefined {
		try {
			const expr = this.#expr();
			this.#expect('<EOF>');
			return expr;
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			return undefined;
		}
	}

	#token(ahead = 0): Token {
		return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
	}

	#take(): Token {
		const token = this.#token();
		this.#at++;
		this.#recovering = false;
		return token;
	}

	#accept(kind: string): Token | undefined {
		return this.#token().kind === kind ? this.#take() : undefined;
	}

	#tell(at: number, text: string): void {
		if (!this.#recovering) this.#issues.add(at, `Syntax error: ${text}`);
		this.#recovering = true;
		if (++this.#recoveries <= RECOVERIES_MAX) return;
		this.#issues.add(at, `Syntax error: error recovery attempt limit exceeded: ${RECOVERIES_MAX}`);
		throw new Unreadable();
	}

	/** Models antlr's DefaultErrorStrategy: a token too many is left out, one that is missing is thought of. */
	#expect(kind: string): Token {
		const token = this.#token();
		if (token.kind === kind) return this.#take();
		if (this.#token(1).kind === kind && token.kind !== '<EOF>') {
			this.#tell(token.at, `extraneous input '${token.text}' expecting ${shown([kind])}`);
			this.#at++;
			return this.#take();
		}
		if (/^[)\]}]$/.test(kind) && (FOLLOWS.includes(token.kind) || this.#closers.slice(0, -1).includes(token.kind))) {
			this.#tell(token.at, `missing ${shown([kind])} at '${token.text}'`);
			return token;
		}
		this.#tell(token.at, `mismatched input '${token.text}' expecting ${shown([kind])}`);
		throw new Unreadable();
	}

	/** Tells that something else was wanted; goes on where the next token fits, else gives up. */
	#wanted(kinds: readonly string[]): void {
		const token = this.#token();
		if (kinds.includes(this.#token(1).kind) && token.kind !== '<EOF>') {
			this.#tell(token.at, `extraneous input '${token.text}' expecting ${shown(kinds)}`);
			this.#at++;
			return;
		}
		this.#tell(token.at, `mismatched input '${token.text}' expecting ${shown(kinds)}`);
		this.#skip();
		throw new Unreadable();
	}

	/** Goes on where an operand may have ended. */
	#skip(): void {
		while (!FOLLOWS.includes(this.#token().kind) && !this.#closers.includes(this.#token().kind)) {
			if (this.#token().kind === '<EOF>') return;
			this.#at++;
		}
	}

	#expr(): CelExpr {
		if (++this.#depth > DEPTH_MAX) {
			this.#issues.add(-1, `expression recursion limit exceeded: ${DEPTH_MAX}`);
			throw new Unreadable();
		}
		const condition = this.#logical('||', '_||_', () => this.#logical('&&', '_&&_', () => this.#binary(0)));
		const question = this.#accept('?');
		let expr = condition;
		if (question !== undefined) {
			this.#closers.push(':');
			const yes = this.#logical('||', '_||_', () => this.#logical('&&', '_&&_', () => this.#binary(0)));
			this.#expect(':');
			this.#closers.pop();
			expr = call(question.at, '_?_:_', condition, yes, this.#expr());
		}
		this.#depth--;
		return expr;
	}

	/** Long chains are balanced. */
	#logical(operator: string, name: string, inner: () => CelExpr): CelExpr {
		const terms = [inner()];
		const ops: number[] = [];
		for (let op = this.#accept(operator); op !== undefined; op = this.#accept(operator)) {
			ops.push(op.at);
			terms.push(inner());
		}
		return balanced(name, terms, ops, 0, terms.length - 1);
	}

	#binary(level: number): CelExpr {
		const operators = CALC[level];
		if (operators === undefined) return this.#operand();
		let left = this.#binary(level + 1);
		while (operators.includes(this.#token().kind)) {
			const operator = this.#take();
			left = call(operator.at, operator.kind === 'in' ? '@in' : `_${operator.kind}_`, left, this.#binary(level + 1));
		}
		return left;
	}

	/** An operand that cannot be read is left out, and reading goes on after it. */
	#operand(): CelExpr {
		const depth = this.#closers.length;
		try {
			return this.#unary();
		} catch (error) {
			if (!(error instanceof Unreadable) || this.#depth > DEPTH_MAX || this.#recoveries > RECOVERIES_MAX) throw error;
			this.#closers.length = depth;
			this.#skip();
			return literal(this.#token().at, null);
		}
	}

	#unary(): CelExpr {
		const first = this.#token();
		if (first.kind === '-' && /^NUM_(INT|FLOAT)$/.test(this.#token(1).kind)) return this.#member();
		if (first.kind !== '!' && first.kind !== '-') return this.#member();
		let times = 0;
		while (this.#token().kind === first.kind && !/^NUM_(INT|FLOAT)$/.test(times > 0 ? '' : this.#token(1).kind)) {
			this.#take();
			times++;
		}
		if (first.kind === '-' && !STARTS.includes(this.#token().kind)) this.#noAlternative(first);
		const operand = this.#member();
		return times % 2 === 0 ? operand : call(first.at, `${first.kind}_`, operand);
	}

	#noAlternative(from: Token): never {
		const token = this.#token();
		const text = this.#source.slice(from.at, token.at + (token.kind === '<EOF>' ? 0 : token.text.length));
		this.#tell(token.at, `no viable alternative at input '${text.replace(/\s/g, '')}'`);
		this.#skip();
		throw new Unreadable();
	}

	#member(): CelExpr {
		let expr = this.#primary();
		for (;;) {
			const dot = this.#accept('.');
			if (dot !== undefined) expr = this.#selection(expr, dot);
			else {
				const bracket = this.#accept('[');
				if (bracket === undefined) return expr;
				const optional = this.#accept('?') !== undefined;
				this.#closers.push(']');
				const index = this.#expr();
				this.#expect(']');
				this.#closers.pop();
				expr = call(bracket.at, optional ? '_[?_]' : '_[_]', expr, index);
			}
		}
	}

	#selection(operand: CelExpr, dot: Token): CelExpr {
		const optional = this.#accept('?') !== undefined;
		const name = this.#accept('IDENTIFIER') ?? this.#accept('ESC_IDENTIFIER');
		if (name === undefined) this.#noAlternative(dot);
		if (name.kind === 'ESC_IDENTIFIER') this.#issues.add(dot.at, "unsupported syntax: '`'");
		if (optional) return call(dot.at, '_?._', operand, literal(name.at, name.text));
		const paren = this.#accept('(');
		if (paren === undefined) return { kind: 'select', at: dot.at, operand, field: name.text, testOnly: false };
		return expandMacro(paren.at, name.text, operand, this.#args(), this.#issues);
	}

	#args(): CelExpr[] {
		this.#closers.push(')', ',');
		const args: CelExpr[] = [];
		if (this.#token().kind !== ')' && !STARTS.includes(this.#token().kind)) this.#wanted([')', ...STARTS]);
		if (this.#token().kind !== ')') {
			do args.push(this.#expr());
			while (this.#accept(',') !== undefined);
		}
		this.#expect(')');
		this.#closers.length -= 2;
		return args;
	}

	#primary(): CelExpr {
		if (!STARTS.includes(this.#token().kind)) this.#wanted(STARTS);
		const token = this.#take();
		switch (token.kind) {
			case '(': {
				this.#closers.push(')');
				const inner = this.#expr();
				this.#expect(')');
				this.#closers.pop();
				return inner;
			}
			case '[':
				return this.#list(token);
			case '{':
				return this.#map(token);
			case '.':
			case 'IDENTIFIER':
				return this.#name(token);
			case '-': {
				const number = this.#take();
				return literalOf({ ...number, at: token.at, text: `-${number.text}` }, this.#issues);
			}
			default:
				return literalOf(token, this.#issues);
		}
	}

	#name(first: Token): CelExpr {
		const leading = first.kind === '.';
		if (leading && this.#token().kind !== 'IDENTIFIER') this.#noAlternative(first);
		const name = leading ? this.#take() : first;
		if (this.#isStruct()) return this.#struct(name.text);
		if (RESERVED_NAMES.has(name.text)) this.#issues.add(name.at, `reserved identifier: ${name.text}`);
		const paren = this.#accept('(');
		if (paren === undefined) return ident(name.at, name.text);
		return expandMacro(paren.at, name.text, undefined, this.#args(), this.#issues);
	}

	/** Whether a name, in dots perhaps, is followed by a brace. */
	#isStruct(): boolean {
		let ahead = 0;
		while (this.#token(ahead).kind === '.' && this.#token(ahead + 1).kind === 'IDENTIFIER') ahead += 2;
		return this.#token(ahead).kind === '{';
	}

	#struct(first: string): CelExpr {
		let name = first;
		while (this.#accept('.') !== undefined) name += `.${this.#take().text}`;
		const brace = this.#expect('{');
		this.#closers.push('}', ',');
		while (this.#token().kind !== '}') {
			this.#accept('?');
			if (!/^(ESC_)?IDENTIFIER$/.test(this.#token().kind))
				this.#wanted(['}', ',', '?', 'IDENTIFIER', 'ESC_IDENTIFIER']);
			this.#take();
			this.#expect(':');
			this.#expr();
			if (this.#accept(',') === undefined) break;
		}
		this.#expect('}');
		this.#closers.length -= 2;
		return { kind: 'struct', at: brace.at, name };
	}

	#list(open: Token): CelExpr {
		const elements: CelExpr[] = [];
		const optional = new Set<number>();
		this.#closers.push(']', ',');
		while (this.#token().kind !== ']' && this.#token().kind !== ',') {
			if (this.#accept('?') !== undefined) optional.add(elements.length);
			else if (!STARTS.includes(this.#token().kind)) this.#wanted(['[', ']', ',', '?', ...STARTS]);
			elements.push(this.#expr());
			if (this.#token().kind !== ',' || this.#token(1).kind === ']') break;
			this.#take();
		}
		this.#accept(',');
		this.#expect(']');
		this.#closers.length -= 2;
		return { kind: 'list', at: open.at, elements, optional };
	}

	#map(open: Token): CelExpr {
		const entries: MapEntry[] = [];
		this.#closers.push('}', ',', ':');
		while (this.#token().kind !== '}' && this.#token().kind !== ',') {
			const optional = this.#accept('?') !== undefined;
			if (!optional && !STARTS.includes(this.#token().kind)) this.#wanted(['}', ',', '?', ...STARTS]);
			const key = this.#expr();
			this.#expect(':');
			entries.push({ key, value: this.#expr(), optional });
			if (this.#token().kind !== ',' || this.#token(1).kind === '}') break;
			this.#take();
		}
		this.#accept(',');
		this.#expect('}');
		this.#closers.length -= 3;
		return { kind: 'map', at: open.at, entries };
	}
}

/** Models cel-go parser/helper.go exprBalancer. */
function balanced(name: string, terms: readonly CelExpr[], ops: readonly number[], low: number, high: number): CelExpr {
	if (low === high) return terms[low] as CelExpr;
	const middle = Math.floor((low + high - 1) / 2);
	return call(
		ops[middle] as number,
		name,
		balanced(name, terms, ops, low, middle),
		balanced(name, terms, ops, middle + 1, high),
	);
}

/** Kinds of tokens as messages list them. */
function shown(kinds: readonly string[]): string {
	const names = [...new Set(kinds)]
		.sort((a, b) => TOKEN_KINDS.indexOf(a) - TOKEN_KINDS.indexOf(b))
		.map((kind) => (/^[A-Z<]/.test(kind) && kind !== '<' ? kind : `'${kind}'`));
	return names.length === 1 ? (names[0] as string) : `{${names.join(', ')}}`;
}
