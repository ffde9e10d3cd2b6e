import { ExpressionParser } from './python-expressions.ts';
import { PythonLexer, PythonSyntaxError } from './python-lexer.ts';
import type { Expression, Handler, Statement } from './python-syntax.ts';

const AUGMENTED = /^(?:\*\*|\/\/|>>|<<|[-+*/%&|^@])=$/;

/** A program's statements. Throws PythonSyntaxError. */
export function parsePython(text: string): readonly Statement[] {
	return new PythonParser(new PythonLexer(text).tokens()).program();
}

class PythonParser extends ExpressionParser {
	program(): readonly Statement[] {
		const statements: Statement[] = [];
		while (this.peek().kind !== 'end') {
			if (this.peek().kind === 'indent')
				throw new PythonSyntaxError('unexpected indent', this.peek().line, 'IndentationError');
			statements.push(...this.statement());
		}
		return statements;
	}

	block(): readonly Statement[] {
		this.expect(':');
		if (this.peek().kind !== 'newline') return this.simpleLine();
		this.at++;
		if (this.peek().kind !== 'indent')
			throw new PythonSyntaxError('expected an indented block', this.peek().line, 'IndentationError');
		this.at++;
		const body: Statement[] = [];
		while (this.peek().kind !== 'dedent' && this.peek().kind !== 'end') body.push(...this.statement());
		if (this.peek().kind === 'dedent') this.at++;
		return body;
	}

	statement(): readonly Statement[] {
		const { line, text, kind } = this.peek();
		if (kind === 'operator' && text === '@') return [this.decorated()];
		if (kind !== 'name') return this.simpleLine();
		switch (text) {
			case 'if':
				this.at++;
				return [this.if(line)];
			case 'while': {
				this.at++;
				const test = this.test();
				return [{ kind: 'while', line, test, body: this.block(), otherwise: this.accept('else') ? this.block() : [] }];
			}
			case 'for': {
				this.at++;
				const target = this.targets();
				this.expect('in');
				const iterable = this.expression();
				return [
					{
						kind: 'for',
						line,
						target,
						iterable,
						body: this.block(),
						otherwise: this.accept('else') ? this.block() : [],
					},
				];
			}
			case 'def':
				return [this.function([])];
			case 'class':
				return [this.class([])];
			case 'try':
				return [this.try()];
			case 'with':
				return [this.with()];
			case 'async':
				throw new PythonSyntaxError('this simulated container does not run asynchronous Python', line);
			default:
				return this.simpleLine();
		}
	}

	decorated(): Statement {
		const decorators: Expression[] = [];
		while (this.accept('@')) {
			decorators.push(this.test());
			if (this.peek().kind === 'newline') this.at++;
		}
		return this.is('class') ? this.class(decorators) : this.function(decorators);
	}

	if(line: number): Statement {
		const test = this.test();
		const chosen = this.block();
		const elseLine = this.peek().line;
		if (this.accept('elif')) return { kind: 'if', line, test, chosen, otherwise: [this.if(elseLine)] };
		return { kind: 'if', line, test, chosen, otherwise: this.accept('else') ? this.block() : [] };
	}

	function(decorators: readonly Expression[]): Statement {
		const { line } = this.peek();
		this.expect('def');
		const name = this.name();
		this.expect('(');
		const parameters = this.parameters(')');
		this.expect(')');
		if (this.accept('->')) this.test();
		return { kind: 'function', line, name, parameters, body: this.block(), decorators };
	}

	class(decorators: readonly Expression[]): Statement {
		const { line } = this.peek();
		this.expect('class');
		const name = this.name();
		const bases: Expression[] = [];
		if (this.accept('(')) {
			for (const { value, name: keyword } of this.arguments()) if (keyword === undefined) bases.push(value);
		}
		return { kind: 'class', line, name, bases, body: this.block(), decorators };
	}

	try(): Statement {
		const { line } = this.peek();
		this.expect('try');
		const body = this.block();
		const handlers: Handler[] = [];
		while (this.accept('except')) {
			const type = this.is(':') ? undefined : this.expression();
			const name = this.accept('as') ? this.name() : undefined;
			handlers.push({ type, name, body: this.block() });
		}
		const otherwise = this.accept('else') ? this.block() : [];
		const last = this.accept('finally') ? this.block() : [];
		if (handlers.length === 0 && last.length === 0)
			throw new PythonSyntaxError("expected 'except' or 'finally' block", this.peek().line);
		return { kind: 'try', line, body, handlers, otherwise, last };
	}

	with(): Statement {
		const { line } = this.peek();
		this.expect('with');
		const items: (readonly [Expression, Expression | undefined])[] = [];
		do items.push([this.test(), this.accept('as') ? this.postfix() : undefined]);
		while (this.accept(','));
		return { kind: 'with', line, items, body: this.block() };
	}

	simpleLine(): readonly Statement[] {
		const statements = [this.simple()];
		while (this.accept(';')) {
			if (this.peek().kind === 'newline') break;
			statements.push(this.simple());
		}
		if (this.peek().kind === 'newline') this.at++;
		else if (this.peek().kind !== 'end') {
			const last = statements.at(-1);
			const isPrint = last?.kind === 'expression' && last.value.kind === 'name' && last.value.name === 'print';
			throw new PythonSyntaxError(
				isPrint ? "Missing parentheses in call to 'print'. Did you mean print(...)?" : 'invalid syntax',
				this.peek().line,
			);
		}
		return statements;
	}

	simple(): Statement {
		const { line, text, kind } = this.peek();
		if (kind === 'name') {
			switch (text) {
				case 'pass':
				case 'break':
				case 'continue':
					this.at++;
					return { kind: text, line };
				case 'return':
					this.at++;
					return { kind: 'return', line, value: this.endsExpression() ? undefined : this.expression() };
				case 'raise': {
					this.at++;
					const value = this.endsExpression() ? undefined : this.test();
					if (this.accept('from')) this.test();
					return { kind: 'raise', line, value };
				}
				case 'import':
				case 'from':
					return this.import(line);
				case 'global':
				case 'nonlocal': {
					this.at++;
					const names = [this.name()];
					while (this.accept(',')) names.push(this.name());
					return { kind: 'global', line, names };
				}
				case 'assert': {
					this.at++;
					const test = this.test();
					return { kind: 'assert', line, test, message: this.accept(',') ? this.test() : undefined };
				}
				case 'del': {
					this.at++;
					const target = this.expression();
					return { kind: 'delete', line, targets: target.kind === 'tuple' ? target.items : [target] };
				}
				default:
			}
		}
		return this.assignment(line);
	}

	import(line: number): Statement {
		const dotted = (): string => {
			let name = this.name();
			while (this.accept('.')) name += `.${this.name()}`;
			return name;
		};
		if (this.accept('import')) {
			const names: [string, string | undefined][] = [];
			do names.push([dotted(), this.accept('as') ? this.name() : undefined]);
			while (this.accept(','));
			return { kind: 'import', line, names };
		}
		this.expect('from');
		const module = dotted();
		this.expect('import');
		const isGrouped = this.accept('(');
		const names: [string, string][] = [];
		if (this.accept('*')) names.push(['*', '*']);
		else {
			do {
				if (this.is(')')) break;
				const name = this.name();
				names.push([name, this.accept('as') ? this.name() : name]);
			} while (this.accept(','));
		}
		if (isGrouped) this.expect(')');
		return { kind: 'from', line, module, names };
	}

	assignment(line: number): Statement {
		const first = this.expression();
		const { kind, text } = this.peek();
		if (kind === 'operator' && AUGMENTED.test(text)) {
			this.at++;
			return { kind: 'augmented', line, target: first, operator: text.slice(0, -1), value: this.expression() };
		}
		if (this.accept(':')) {
			this.test();
			if (!this.is('=')) return { kind: 'pass', line };
		}
		if (!this.is('=')) return { kind: 'expression', line, value: first };
		const targets = [first];
		let value = first;
		while (this.accept('=')) {
			value = this.expression();
			targets.push(value);
		}
		targets.pop();
		for (const target of targets) this.checkTarget(target, line);
		return { kind: 'assign', line, targets, value };
	}

	checkTarget(target: Expression, line: number): void {
		if (target.kind === 'tuple' || target.kind === 'list')
			for (const item of target.items) this.checkTarget(item, line);
		else if (target.kind === 'call')
			throw new PythonSyntaxError("cannot assign to function call here. Maybe you meant '==' instead of '='?", line);
		else if (target.kind === 'constant')
			throw new PythonSyntaxError("cannot assign to literal here. Maybe you meant '==' instead of '='?", line);
	}
}
