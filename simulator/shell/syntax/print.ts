import type { Command, List, Redirect, SimpleCommand, TestExpression } from './ast.ts';

/** A command as `jobs` and messages show it. Models bash print_cmd.c make_command_string. */
export function printCommand(command: Command): string {
	return new Printer(false).command(command);
}

/** Commands as a substitution keeps them. Models bash parse.y parse_comsub. */
export function printList(list: List): string {
	return new Printer(false).list(list);
}

/** What BASH_COMMAND is: with the here-documents. */
export function printWithDocuments(command: Command): string {
	return new Printer(false).withDocuments(command);
}

/** A function as `declare -f` and `type` show it. Models bash print_cmd.c named_function_string. */
export function printFunction(name: string, body: Command): string {
	return `${name} () \n${new Printer(true).functionBody(body)}`;
}

class Printer {
	/** Inside a function definition every statement has a line of its own. */
	#lines: boolean;
	#indent = 0;
	#documents: Redirect[] = [];

	constructor(lines: boolean) {
		this.#lines = lines;
	}

	functionBody(body: Command): string {
		const inner = body.type === 'brace' ? body.body : { items: [{ command: bare(body), background: false }] };
		this.#indent += 4;
		const text = this.list(inner);
		this.#indent -= 4;
		const redirects = 'redirects' in body ? this.#redirects(body.redirects) : '';
		return `{ \n${this.#pad(4)}${text}\n${this.#pad()}}${redirects}`;
	}

	/** A function's statements have lines of their own wherever it stands. */
	#definition(body: Command): string {
		const outside = this.#lines;
		this.#lines = true;
		const text = this.functionBody(body);
		this.#lines = outside;
		return text;
	}

	withDocuments(command: Command): string {
		return this.command(command) + this.#takeDocuments();
	}

	#pad(extra = 0): string {
		return ' '.repeat(this.#indent + extra);
	}

	list(list: List): string {
		let out = '';
		list.items.forEach((item, index) => {
			out += this.command(item.command);
			const last = index === list.items.length - 1;
			const documents = this.#takeDocuments();
			if (item.background) out += last ? ' &' : ' & ';
			else if (documents !== '') out += last ? documents : `${documents}\n${this.#pad()}`;
			else if (!last) out += this.#lines ? `;\n${this.#pad()}` : '; ';
		});
		return out;
	}

	#takeDocuments(): string {
		const documents = this.#documents;
		this.#documents = [];
		return documents
			.map((document) => `\n${document.target.text}${document.delimiter.replace(/['"\\]/g, '')}\n`)
			.join('');
	}

	/** A list inside a compound command: indented, with a semicolon at its end. */
	#block(list: List): string {
		this.#indent += 4;
		const text = `${this.#pad()}${this.list(list)}`;
		this.#indent -= 4;
		return `${text}${/[&\n]$/.test(text) ? '' : ';'}\n${this.#pad()}`;
	}

	command(command: Command): string {
		switch (command.type) {
			case 'simple':
				return this.#simple(command);
			case 'pipeline': {
				let out = command.timed === 'no' ? '' : command.timed === 'posix' ? 'time -p ' : 'time ';
				if (command.negated) out += '! ';
				command.commands.forEach((each, index) => {
					if (index > 0) out += command.withStderr[index - 1] === true ? ' 2>&1 | ' : ' | ';
					out += this.command(each);
				});
				return out;
			}
			case 'andOr':
				return command.commands.reduce(
					(out, each, index) =>
						index === 0 ? this.command(each) : `${out} ${command.operators[index - 1]} ${this.command(each)}`,
					'',
				);
			case 'function':
				return `function ${command.name} () \n${this.#pad()}${this.#definition(command.body)}`;
			case 'coproc':
				return `coproc ${command.name} ${this.command(command.body)}`;
			default:
				return this.#compound(command) + this.#redirects(command.redirects);
		}
	}

	#compound(command: Exclude<Command, { type: 'simple' | 'pipeline' | 'andOr' | 'function' | 'coproc' }>): string {
		switch (command.type) {
			case 'brace':
				if (!this.#lines) return `{ ${this.list(command.body)}; }`;
				return `{ \n${this.#block(command.body).replace(/;(\n *)$/, '$1')}}`;
			case 'subshell':
				return `( ${this.list(command.body)} )`;
			case 'if':
				return this.#if(command, 0);
			case 'for':
			case 'select': {
				const words = command.words?.map((word) => word.text).join(' ') ?? '"$@"';
				return `${command.type} ${command.name} in ${words};\n${this.#pad()}do\n${this.#block(command.body)}done`;
			}
			case 'arithmeticFor': {
				const head = `${command.initialize.text}; ${command.test.text}; ${command.update.text}`;
				return `for ((${head}))\n${this.#pad()}do\n${this.#block(command.body)}done`;
			}
			case 'while':
			case 'until':
				return `${command.type} ${this.list(command.test)}; do\n${this.#block(command.body)}done`;
			case 'case':
				return this.#case(command);
			case 'test':
				return `[[ ${this.#test(command.expression)} ]]`;
			case 'arithmetic':
				return `((${command.text.text}))`;
		}
	}

	#if(command: Extract<Command, { type: 'if' }>, from: number): string {
		const branch = command.branches[from];
		if (branch === undefined) throw new Error('assertion failed: an if without branches');
		let out = `if ${this.list(branch.test)}; then\n${this.#block(branch.body)}`;
		if (from + 1 < command.branches.length) {
			this.#indent += 4;
			const inner = `${this.#pad()}${this.#if(command, from + 1)}`;
			this.#indent -= 4;
			out += `else\n${inner};\n${this.#pad()}`;
		} else if (command.otherwise !== undefined) out += `else\n${this.#block(command.otherwise)}`;
		return `${out}fi`;
	}

	#case(command: Extract<Command, { type: 'case' }>): string {
		let out = `case ${command.word.text} in `;
		this.#indent += 4;
		for (const item of command.items) {
			out += `\n${this.#pad()}${item.patterns.map((pattern) => pattern.text).join(' | ')})\n`;
			this.#indent += 4;
			if (item.body.items.length > 0) out += `${this.#pad()}${this.list(item.body)}`;
			this.#indent -= 4;
			out += `\n${this.#pad()}${item.terminator}`;
		}
		this.#indent -= 4;
		return `${out}\n${this.#pad()}esac`;
	}

	#test(expression: TestExpression): string {
		switch (expression.type) {
			case 'unary':
				return `${expression.operator} ${expression.operand.text}`;
			case 'binary':
				return `${expression.left.text} ${expression.operator} ${expression.right.text}`;
			case 'and':
				return expression.operands.map((operand) => this.#test(operand)).join(' && ');
			case 'or':
				return expression.operands.map((operand) => this.#test(operand)).join(' || ');
			case 'not':
				return `! ${this.#test(expression.operand)}`;
			case 'paren':
				return `( ${this.#test(expression.operand)} )`;
		}
	}

	#simple(command: SimpleCommand): string {
		const words = [
			...command.assignments.map((assignment) => assignment.text),
			...command.words.map((word) => word.text),
		];
		return (words.join(' ') + this.#redirects(command.redirects)).trimStart();
	}

	#redirects(redirects: readonly Redirect[]): string {
		return redirects.map((redirect) => ` ${this.#redirect(redirect)}`).join('');
	}

	#redirect(each: Redirect): string {
		const target = each.target.text;
		const fd = each.variable === undefined ? (each.fd === undefined ? '' : String(each.fd)) : `{${each.variable}}`;
		switch (each.operator) {
			case '<<':
			case '<<-':
				this.#documents.push(each);
				return `${fd}${each.operator}${each.delimiter}`;
			case '<&':
			case '>&': {
				const shown = fd === '' ? (each.operator === '<&' ? '0' : '1') : fd;
				if (target === '-') return `${shown}>&-`;
				return `${shown}${each.operator}${target}`;
			}
			default:
				return `${fd}${each.operator} ${target}`;
		}
	}
}

/** The command without its redirections, which the function prints after the braces. */
function bare(command: Command): Command {
	return 'redirects' in command && command.type !== 'simple' ? { ...command, redirects: [] } : command;
}
