import { singleQuote } from '../expansion/quote.ts';
import { parseCommands } from '../parser-adapter.ts';
import type { AndOr, Command, List, Redirect, SimpleCommand, TestExpression } from './ast.ts';
import { unquoteDelimiter } from './here-document-reader.ts';
import { replaceSubstitutions } from './replace-substitutions.ts';
import { EndOfInput } from './scanner.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/** A command as `jobs` and messages show it. Models bash print_cmd.c make_command_string. */
export function printCommand(command: Command): string {
	return new Printer(false).command(command);
}

/** Commands as a substitution keeps them. Models bash parse.y parse_comsub. */
export function printList(list: List): string {
	return new Printer(false, 1).list(list);
}

/** A word, or several, as shown. @param arithmetic whether it is an expression. */
export function shownText(text: string, arithmetic = false): string {
	return new Printer(false).text(text, arithmetic);
}

/** What BASH_COMMAND is: with the here-documents. */
export function printWithDocuments(command: Command): string {
	return new Printer(false).withDocuments(command);
}

/** A function as `declare -f` and `type` show it. Models bash print_cmd.c named_function_string. */
export function printFunction(name: string, body: Command): string {
	return `${name} () \n${new Printer(true).functionBody(body)}`;
}

const TEXT_MAX = 10_000;
const DEPTH_MAX = 8;

/** One that is quoted in any way is shown in single quotes. */
function shownDelimiter(delimiter: string): string {
	return /["'\\]/.test(delimiter) ? singleQuote(unquoteDelimiter(delimiter)) : delimiter;
}

class Printer {
	/** Inside a function definition every statement has a line of its own. */
	#lines: boolean;
	#indent = 0;
	#documents: Redirect[] = [];
	/** In how many lists and pipelines: the documents of what stands in one wait for what follows it. Models print_cmd.c printing_connection. */
	#connections = 0;
	/** A here-document was written last, so bash leaves out a semicolon. Models print_cmd.c was_heredoc. */
	#afterDocument = false;

	/** In how many substitutions it stands. */
	readonly #depth: number;

	constructor(lines: boolean, depth = 0) {
		this.#lines = lines;
		this.#depth = depth;
	}

	/** bash keeps the commands of a substitution as it prints them. Models bash parse.y parse_comsub. */
	text(text: string, arithmetic = false): string {
		// Differs: what is longer or deeper stays as it was written.
		if (!/[$<>]\(/.test(text) || text.length > TEXT_MAX || this.#depth >= DEPTH_MAX) return text;
		try {
			return replaceSubstitutions(text, arithmetic, (source) => {
				if (source.trim() === '') return '';
				const printed = new Printer(false, this.#depth + 1).list(parseCommands(source, 1, 'bash'));
				return printed.startsWith('(') ? ` ${printed}` : printed;
			});
		} catch (error) {
			if (error instanceof EndOfInput || error instanceof ShellSyntaxError) return text;
			throw error;
		}
	}

	functionBody(body: Command): string {
		const inner =
			body.type === 'brace' ? body.body : { items: [{ command: bare(body), background: false, endsLine: false }] };
		this.#indent += 4;
		const text = this.#enclosed(inner);
		this.#indent -= 4;
		this.#afterDocument = false;
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
		// Differs: a very long one stays as it was written.
		if (list.groups !== undefined) return list.groups.text.replace(/[ \t;]*$/, '');
		const { items } = list;
		const [only] = items;
		if (items.length === 1 && only?.background === false) return this.command(only.command);
		this.#connections++;
		let out = '';
		items.forEach((item, index) => {
			out += this.command(item.command);
			const last = index === items.length - 1;
			if (item.background) {
				// It ends what the one before has begun.
				if (items[index - 1]?.background === true) out += this.#takeDocuments();
				out += this.#connector(' &') + (last ? '' : ' ');
			}
			if (!item.background && !last) out += this.#separator(index === 0, this.#depth > 0 && item.endsLine);
		});
		this.#connections--;
		return out + this.#takeDocuments();
	}

	/** What stands between two words, and its documents. */
	#enclosed(list: List): string {
		return this.list(list) + this.#takeDocuments();
	}

	/** Between two commands of a list. Of the first the documents are written here, of the others before. */
	#separator(first: boolean, endsLine: boolean): string {
		const documents = this.#takeDocuments();
		const wroteBefore = this.#afterDocument && (documents === '' || !first);
		const mark = documents !== '' || this.#afterDocument ? '' : endsLine ? '\n' : ';';
		if (wroteBefore) this.#afterDocument = false;
		const line = this.#lines || (endsLine && mark === '');
		return `${documents}${mark}${line ? `\n${this.#lines ? this.#pad() : ''}` : endsLine ? '' : ' '}`;
	}

	/** An operator, with the documents of what stands before it. */
	#connector(operator: string): string {
		const documents = this.#takeDocuments();
		return documents === '' ? operator : `${operator}${documents} `;
	}

	#takeDocuments(): string {
		const documents = this.#documents;
		if (documents.length === 0) return '';
		this.#documents = [];
		this.#afterDocument = true;
		return `\n${documents.map(({ target, delimiter }) => `${target.text}${unquoteDelimiter(delimiter)}\n`).join('')}`;
	}

	/** A list inside a compound command: indented, with a semicolon at its end. */
	#block(list: List): string {
		this.#indent += 4;
		const text = `${this.#pad()}${this.#enclosed(list)}`;
		this.#indent -= 4;
		return `${text}${/[&\n]$/.test(text) ? '' : ';'}\n${this.#pad()}`;
	}

	#condition(text: string): string {
		return /[&\n]$/.test(text) ? text : `${text};`;
	}

	command(command: Command): string {
		switch (command.type) {
			case 'simple':
				return this.#simple(command);
			case 'pipeline': {
				let out = command.timed === 'no' ? '' : command.timed === 'posix' ? 'time -p ' : 'time ';
				if (command.negated) out += '! ';
				this.#connections += command.commands.length > 1 ? 1 : 0;
				command.commands.forEach((each, index) => {
					if (index > 0) out += `${this.#connector(command.withStderr[index - 1] === true ? ' 2>&1 |' : ' |')} `;
					out += this.command(each);
				});
				this.#connections -= command.commands.length > 1 ? 1 : 0;
				return out + (command.commands.length > 1 ? this.#takeDocuments() : '');
			}
			case 'andOr':
				return this.#andOr(command);
			case 'function':
				return `function ${command.name} () \n${this.#pad()}${this.#definition(command.body)}`;
			case 'coproc':
				return `coproc ${command.name} ${this.command(command.body)}`;
			default:
				return this.#compound(command) + this.#redirects(command.redirects);
		}
	}

	/** Each operator makes one command of all that stands before it, at whose end the documents are. */
	#andOr({ commands, operators }: AndOr): string {
		this.#connections++;
		let out = '';
		commands.forEach((each, index) => {
			if (index > 0) out += this.#connector(` ${operators[index - 1]} `);
			out += this.command(each) + (index > 0 ? this.#takeDocuments() : '');
		});
		this.#connections--;
		return out;
	}

	#compound(command: Exclude<Command, { type: 'simple' | 'pipeline' | 'andOr' | 'function' | 'coproc' }>): string {
		switch (command.type) {
			case 'brace':
				if (!this.#lines) return `{ ${this.#enclosed(command.body)}; }`;
				return `{ \n${this.#block(command.body).replace(/;(\n *)$/, '$1')}}`;
			case 'subshell':
				return `( ${this.#enclosed(command.body)} )`;
			case 'if':
				return this.#if(command, 0);
			case 'for':
			case 'select': {
				const words = command.words?.map((word) => this.text(word.text)).join(' ') ?? '"$@"';
				return `${command.type} ${command.name} in ${words};\n${this.#pad()}do\n${this.#block(command.body)}done`;
			}
			case 'arithmeticFor': {
				const head = [command.initialize, command.test, command.update]
					.map(({ text }) => this.text(text, true))
					.join('; ');
				return `for ((${head}))\n${this.#pad()}do\n${this.#block(command.body)}done`;
			}
			case 'while':
			case 'until':
				return `${command.type} ${this.#condition(this.#enclosed(command.test))} do\n${this.#block(command.body)}done`;
			case 'case':
				return this.#case(command);
			case 'test':
				return `[[ ${this.#test(command.expression)} ]]`;
			case 'arithmetic':
				return `((${this.text(command.text.text, true)}))`;
		}
	}

	#if(command: Extract<Command, { type: 'if' }>, from: number): string {
		const branch = command.branches[from];
		if (branch === undefined) throw new Error('assertion failed: an if without branches');
		let out = `if ${this.#condition(this.list(branch.test))} then\n${this.#block(branch.body)}`;
		if (from + 1 < command.branches.length) {
			this.#indent += 4;
			const inner = `${this.#pad()}${this.#if(command, from + 1)}`;
			this.#indent -= 4;
			out += `else\n${inner};\n${this.#pad()}`;
		} else if (command.otherwise !== undefined) out += `else\n${this.#block(command.otherwise)}`;
		return `${out}fi`;
	}

	#case(command: Extract<Command, { type: 'case' }>): string {
		let out = `case ${this.text(command.word.text)} in `;
		this.#indent += 4;
		for (const item of command.items) {
			out += `\n${this.#pad()}${item.patterns.map((pattern) => this.text(pattern.text)).join(' | ')})\n`;
			this.#indent += 4;
			if (item.body.groups !== undefined || item.body.items.length > 0)
				out += `${this.#pad()}${this.#enclosed(item.body)}`;
			this.#indent -= 4;
			out += `\n${this.#pad()}${item.terminator}`;
		}
		this.#indent -= 4;
		return `${out}\n${this.#pad()}esac`;
	}

	#test(expression: TestExpression): string {
		switch (expression.type) {
			case 'unary':
				return `${expression.operator} ${this.text(expression.operand.text)}`;
			case 'binary':
				return `${this.text(expression.left.text)} ${expression.operator} ${this.text(expression.right.text)}`;
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
			...command.assignments.map((assignment) => this.text(assignment.text)),
			...command.words.map((word) => this.text(word.text)),
		];
		return (words.join(' ') + this.#redirects(command.redirects)).trimStart();
	}

	#redirects(redirects: readonly Redirect[]): string {
		if (redirects.length > 0) this.#afterDocument = false;
		const text = redirects.map((redirect) => ` ${this.#redirect(redirect)}`).join('');
		return this.#connections > 0 ? text : text + this.#takeDocuments();
	}

	#redirect(each: Redirect): string {
		const { operator } = each;
		const target = this.text(each.target.text);
		const input = operator.startsWith('<');
		// bash takes `<>` for an output here.
		const isUsual = (each.fd ?? (input ? 0 : 1)) === (input && operator !== '<>' ? 0 : 1);
		const written = isUsual || /^&>/.test(operator) ? '' : String(each.fd ?? 0);
		const fd = each.variable === undefined ? written : `{${each.variable}}`;
		switch (operator) {
			case '<<':
			case '<<-':
				this.#documents.push(each);
				return `${fd}${operator}${shownDelimiter(each.delimiter)}`;
			case '<&':
			case '>&': {
				// Of descriptors that are named, not computed, both are shown.
				const usual = fd === '' && /-$|^\d+$/.test(target) ? (input ? '0' : '1') : fd;
				return target === '-' ? `${usual}>&-` : `${usual}${operator}${target}`;
			}
			default:
				return `${fd}${operator} ${target}`;
		}
	}
}

/** The command without its redirections, which the function prints after the braces. */
function bare(command: Command): Command {
	return 'redirects' in command && command.type !== 'simple' ? { ...command, redirects: [] } : command;
}
