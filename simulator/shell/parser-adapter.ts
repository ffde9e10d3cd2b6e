import type * as unbash from 'unbash';
import { parse } from 'unbash';
import { brokenAssignment, parseArrayElement, parseAssignment } from './syntax/assignment-parser.ts';
import type {
	ArithmeticText,
	Assignment,
	CaseItem,
	Command,
	FunctionDefinition,
	List,
	ListItem,
	Pipeline,
	Redirect,
	SimpleCommand,
	TestExpression,
	Word,
} from './syntax/ast.ts';
import { CommandReader } from './syntax/command-reader.ts';
import { CutList } from './syntax/cut-list.ts';
import type { Dialect } from './syntax/dialect.ts';
import { cutAt, cutsWithin, type ListCut, maskLists, moved } from './syntax/list-cuts.ts';
import { maskProcesses } from './syntax/mask-processes.ts';
import { plainQuotes } from './syntax/plain-quotes.ts';
import { ShellSyntaxError } from './syntax/syntax-error.ts';
import { isSlow, literal, parseArithmeticText, parseText, parseWord } from './syntax/word-parser.ts';

/**
 * The one place that knows the npm package `unbash`: it turns the text of complete, valid commands (as `CommandReader`
 * cut them) into our own tree. Words are parsed by our own word parser, because the same texts also occur at run time.
 * @param firstLine line number of the text's first line, for `$LINENO` and messages.
 * @param posix whether the text was read in POSIX mode.
 * @param cuts the lists in it that are parsed in groups, in order.
 */
export function parseCommands(
	text: string,
	firstLine: number,
	dialect: Dialect,
	posix = false,
	cuts: readonly ListCut[] = [],
): List {
	const top = cutAt(cuts, 0);
	if (top !== undefined) {
		return new CutList(text, firstLine, top, cuts, (...group) => parseGroup(...group, dialect, posix));
	}
	const script = parse(maskProcesses(maskLists(text, cuts), dialect));
	const error = script.errors?.[0];
	if (error !== undefined && script.commands.length === 0) {
		throw new ShellSyntaxError(
			{ kind: 'unexpected', token: text.slice(error.pos).split('\n')[0] as string, expecting: '', isWord: true },
			firstLine,
			text,
		);
	}
	return new Adapter(text, firstLine, dialect, posix, cuts).list(script.commands);
}

function parseGroup(
	text: string,
	line: number,
	cuts: readonly ListCut[],
	dialect: Dialect,
	posix: boolean,
): readonly ListItem[] {
	return parseCommands(text, line, dialect, posix, cuts).items;
}

/** A here-document stands behind the function: its own, or one that begins in its last line. */
function hasDocumentBehind(node: unbash.Function, text: string): boolean {
	if (!text.includes('<<')) return false;
	for (const each of nodesOf(node)) {
		const { type, body } = each as Partial<unbash.HereDoc>;
		if (type === 'HereDoc' && body !== undefined && body.end > node.pos + text.length) return true;
	}
	return node.body.type === 'Redirected' && node.body.redirects.some((redirect) => redirect.type === 'HereDoc');
}

/** The last function with a brace body among a tree's nodes. */
function lastFunctionBody(node: object): { readonly pos: number } | undefined {
	let last: { readonly pos: number } | undefined;
	for (const each of nodesOf(node)) {
		const { type, body } = each as Partial<unbash.Function>;
		if (type === 'Function' && body?.type === 'BraceGroup' && body.pos > (last?.pos ?? -1)) last = body;
	}
	return last;
}

function nodesOf(node: object): readonly object[] {
	const nodes: object[] = [];
	const waiting: object[] = [node];
	for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
		nodes.push(each);
		for (const value of Object.values(each)) if (typeof value === 'object' && value !== null) waiting.push(value);
	}
	return nodes;
}

/** A function keeps its text until it is called: start-up files define many that never are. */
class LazyFunction implements FunctionDefinition {
	readonly type = 'function';
	readonly name: string;
	readonly line: number;
	#text: string;
	readonly #dialect: Dialect;
	readonly #posix: boolean;
	readonly #cuts: readonly ListCut[];
	#body: Command | undefined;
	#bodyLine = 0;

	constructor(name: string, line: number, text: string, dialect: Dialect, posix: boolean, cuts: readonly ListCut[]) {
		this.#posix = posix;
		this.#cuts = cuts;
		this.name = name;
		this.line = line;
		this.#text = text;
		this.#dialect = dialect;
	}

	get body(): Command {
		if (this.#body === undefined) {
			const node = parse(maskProcesses(maskLists(this.#text, this.#cuts), this.#dialect)).commands[0]?.command;
			if (node?.type !== 'Function') throw new Error('assertion failed: the text of a function is a function');
			const adapter = new Adapter(this.#text, this.line, this.#dialect, this.#posix, this.#cuts);
			this.#body = adapter.functionBody(node);
			this.#bodyLine = adapter.bodyLine(node);
			this.#text = '';
		}
		return this.#body;
	}

	get bodyLine(): number {
		// Known with the body.
		return this.body === undefined ? 0 : this.#bodyLine;
	}
}

class Adapter {
	readonly #text: string;
	readonly #dialect: Dialect;
	readonly #posix: boolean;
	readonly #firstLine: number;
	readonly #newlines: number[] = [];
	readonly #cuts: readonly ListCut[];

	constructor(text: string, firstLine: number, dialect: Dialect, posix: boolean, cuts: readonly ListCut[]) {
		this.#cuts = cuts;
		this.#text = text;
		this.#dialect = dialect;
		this.#posix = posix;
		this.#firstLine = firstLine;
		for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#newlines.push(i);
	}

	list(statements: readonly unbash.Statement[]): List {
		return { items: statements.map((statement) => this.#item(statement)) };
	}

	#item(statement: unbash.Statement): ListItem {
		const command = this.#command(statement.command);
		LINE_END.lastIndex = statement.end;
		return { command, background: statement.background === true, endsLine: LINE_END.test(this.#text) };
	}

	functionBody(node: unbash.Function): Command {
		return node.body.type === 'CompoundList' ? this.#group(node.body) : this.#command(node.body);
	}

	/** See `FunctionDefinition`. */
	bodyLine(node: unbash.Function): number {
		return this.#line((lastFunctionBody(node) ?? node).pos);
	}

	#body(list: unbash.CompoundList): List {
		const from = list.commands[0]?.pos;
		const cut = from === undefined ? undefined : cutAt(this.#cuts, from);
		if (cut !== undefined && from !== undefined) {
			const cuts = cutsWithin(this.#cuts, from, cut.end);
			const text = this.#text.slice(from, cut.end);
			return new CutList(text, this.#line(from), moved(cut, -from), cuts, (...group) =>
				parseGroup(...group, this.#dialect, this.#posix),
			);
		}
		return this.list(list.commands);
	}

	#line(position: number): number {
		let low = 0;
		let high = this.#newlines.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#newlines[middle] as number) < position) low = middle + 1;
			else high = middle;
		}
		return this.#firstLine + low;
	}

	#command(node: unbash.Statement['command'] | unbash.CommandNode): Command {
		switch (node.type) {
			case 'AndOr':
				return {
					type: 'andOr',
					line: this.#line(node.pos),
					commands: node.commands.map((command) => this.#command(command)),
					operators: [...node.operators],
				};
			case 'Pipeline':
				return this.#pipeline(node);
			case 'Command':
				return this.#simple(node);
			case 'Redirected':
				return this.#compound(node.command, this.#redirects(node.redirects));
			case 'Function': {
				const name = parseWord(node.name.text, this.#dialect).literal ?? node.name.text;
				const text = this.#text.slice(node.pos, node.end);
				if (hasDocumentBehind(node, text)) {
					const line = this.#line(node.pos);
					return { type: 'function', line, name, body: this.functionBody(node), bodyLine: this.bodyLine(node) };
				}
				return new LazyFunction(
					name,
					this.#line(node.pos),
					text,
					this.#dialect,
					this.#posix,
					cutsWithin(this.#cuts, node.pos, node.end),
				);
			}
			case 'Coproc': {
				const body = node.body;
				return {
					type: 'coproc',
					line: this.#line(node.pos),
					name: node.name?.text ?? 'COPROC',
					body: body.type === 'CompoundList' ? this.#group(body) : this.#command(body),
				};
			}
			default:
				return this.#compound(node, []);
		}
	}

	#group(body: unbash.CompoundList): Command {
		const endLine = this.#line(body.end);
		return { type: 'brace', line: this.#line(body.pos), endLine, body: this.#body(body), redirects: [] };
	}

	#pipeline(node: unbash.Pipeline): Command {
		let negated = false;
		let timed: Pipeline['timed'] = 'no';
		for (const prefix of node.prefixes) {
			if (prefix.type === 'Negation') negated = !negated;
			else timed = prefix.posix === undefined ? 'bash' : 'posix';
		}
		const commands = node.commands.map((command) => this.#command(command));
		if (commands.length === 1 && !negated && timed === 'no') return commands[0] as Command;
		return {
			type: 'pipeline',
			line: this.#line(node.pos),
			negated,
			timed,
			commands,
			withStderr: node.operators.map((operator) => operator === '|&'),
		};
	}

	#compound(node: unbash.CompoundCommand, redirects: readonly Redirect[]): Command {
		const line = this.#line(node.pos);
		const base = { line, redirects };
		switch (node.type) {
			case 'BraceGroup':
				return { type: 'brace', ...base, body: this.#body(node.body), endLine: this.#line(node.end) };
			case 'Subshell':
				return { type: 'subshell', ...base, body: this.#body(node.body), endLine: this.#line(node.end) };
			case 'If':
				return {
					type: 'if',
					...base,
					branches: [node, ...node.elif].map((branch) => ({
						test: this.#body(branch.clause),
						body: this.#body(branch.then),
					})),
					otherwise: node.else === undefined ? undefined : this.#body(node.else),
				};
			case 'While':
				return { type: node.kind, ...base, test: this.#body(node.clause), body: this.#body(node.body) };
			case 'For':
			case 'Select':
				return {
					type: node.type === 'For' ? 'for' : 'select',
					...base,
					name: plainQuotes(node.name.text, this.#dialect, this.#posix),
					words: node.wordlist?.map((word) => this.#word(word)),
					body: this.#body(node.body),
				};
			case 'ArithmeticFor':
				return this.#arithmeticFor(node, base);
			case 'Case':
				return {
					type: 'case',
					...base,
					word: this.#word(node.word),
					items: node.items.map((item) => this.#caseItem(item)),
				};
			case 'TestCommand':
				return { type: 'test', ...base, expression: this.#test(node.expression) };
			case 'ArithmeticCommand':
				return {
					type: 'arithmetic',
					...base,
					line: this.#line(node.end),
					text: parseArithmeticText(plainQuotes(node.body, this.#dialect, this.#posix), this.#dialect),
				};
		}
	}

	#arithmeticFor(node: unbash.ArithmeticFor, base: { line: number; redirects: readonly Redirect[] }): Command {
		const open = this.#text.indexOf('((', node.pos) + 2;
		const scanner = new CommandReader(this.#text, { dialect: this.#dialect, extendedGlob: true, final: true });
		const end = scanner.arithmeticEnd(open) ?? open + 2;
		const [initialize, test, update] = this.#text.slice(open, end - 2).split(';');
		const part = (text: string | undefined): ArithmeticText => {
			const plain = plainQuotes(text ?? '', this.#dialect, this.#posix).replace(/^[ \t]+/, '');
			// Where there is none, it is true.
			return parseArithmeticText(plain === '' ? '1' : plain, this.#dialect);
		};
		return {
			type: 'arithmeticFor',
			...base,
			initialize: part(initialize),
			test: part(test),
			update: part(update),
			body: this.#body(node.body),
		};
	}

	#caseItem(item: unbash.CaseItem): CaseItem {
		return {
			patterns: item.pattern.map((word) => this.#word(word)),
			body: this.#body(item.body),
			terminator: item.terminator ?? ';;',
		};
	}

	#test(node: unbash.TestExpression): TestExpression {
		switch (node.type) {
			case 'TestUnary':
				return { type: 'unary', operator: node.operator, operand: this.#word(node.operand) };
			case 'TestBinary':
				return {
					type: 'binary',
					operator: node.operator,
					left: this.#word(node.left),
					right: this.#word(node.right),
				};
			case 'TestLogical':
				return {
					type: node.operator === '&&' ? 'and' : 'or',
					operands: node.operands.map((operand) => this.#test(operand)),
				};
			case 'TestNot': {
				const operand = this.#test(node.operand);
				return node.negations.length % 2 === 1 ? { type: 'not', operand } : operand;
			}
			case 'TestGroup':
				return { type: 'paren', operand: this.#test(node.expression) };
		}
	}

	#word(node: { readonly pos: number; readonly end: number }): Word {
		return parseWord(plainQuotes(this.#text.slice(node.pos, node.end), this.#dialect, this.#posix), this.#dialect);
	}

	#simple(node: unbash.Command): SimpleCommand {
		const assignments: Assignment[] = [];
		const words: Word[] = [];
		const redirects: Redirect[] = [];
		for (const item of node.prefix) {
			if (item.type !== 'Assignment') redirects.push(this.#redirect(item));
			else if (words.length === 0 && this.#assigns(item)) assignments.push(this.#assignment(item));
			else words.push(this.#argument(item));
		}
		if (node.name !== undefined) words.push(this.#word(node.name));
		for (const item of node.suffix) {
			if (item.type === 'Word' || (item.type === 'Assignment' && !this.#assigns(item)))
				words.push(this.#argument(item));
			else if (item.type === 'Assignment') {
				const assignment = this.#assignment(item);
				const word =
					'elements' in assignment.value
						? parseWord(`${assignment.name}=`, this.#dialect)
						: parseWord(assignment.text, this.#dialect);
				words.push({ ...word, text: assignment.text, assignment, slow: assignment.slow });
			} else redirects.push(this.#redirect(item));
		}
		const slow = assignments.some((assignment) => assignment.slow) || words.some((word) => word.slow);
		return { type: 'simple', line: this.#simpleLine(node), assignments, words, redirects, slow };
	}

	/**
	 * Where bash stands when it begins a simple command: behind the first assignment or redirection, or one token behind
	 * the first word, because it looks for the `(` of a function. Models bash make_cmd.c make_bare_simple_command.
	 */
	#simpleLine(node: unbash.Command): number {
		const first = node.prefix[0];
		if (this.#dialect !== 'bash' || node.name === undefined)
			return this.#line(first === undefined ? node.pos : endOf(first));
		if (first !== undefined) return this.#line(endOf(first));
		const second = node.suffix[0];
		if (second === undefined)
			return this.#line(node.name.end + (BLANKS.exec(this.#text.slice(node.name.end))?.[0].length ?? 0));
		return this.#line('operator' in second ? second.pos : second.end);
	}

	/** Elsewhere than in bash, `name+=value` and `name[index]=value` are words. */
	#assigns({ pos, end }: unbash.Assignment): boolean {
		return this.#dialect === 'bash' || /^(?:\w|\\\n)+=/.test(this.#text.slice(pos, end));
	}

	#argument(node: { readonly pos: number; readonly end: number }): Word {
		const word = this.#word(node);
		const assignment = parseAssignment(word.text, this.#dialect);
		return assignment === undefined ? word : { ...word, assignment, slow: word.slow || assignment.slow };
	}

	#assignment(node: unbash.Assignment): Assignment {
		const written = this.#text
			.slice(node.pos, node.end)
			.replace(/^(?:\w|\\\n)+/, (name) => name.replaceAll('\\\n', ''));
		const text = plainQuotes(written, this.#dialect, this.#posix);
		if (node.value.type !== 'ArrayValue') {
			return parseAssignment(text, this.#dialect) ?? brokenAssignment(text, this.#dialect);
		}
		const texts = node.value.elements.map((element) =>
			plainQuotes(this.#text.slice(element.pos, element.end), this.#dialect, this.#posix),
		);
		const elements = texts.map((each) => parseArrayElement(each, this.#dialect));
		return {
			name: node.name,
			index: node.index === undefined ? undefined : this.#word(node.index),
			append: node.append === true,
			value: { type: 'array', elements },
			text: `${text.slice(0, text.indexOf('(', text.indexOf('=')))}(${texts.join(' ')})`,
			slow: elements.some((element) => element.value.slow || element.index?.slow === true),
		};
	}

	#redirects(nodes: readonly unbash.Redirection[]): Redirect[] {
		return nodes.map((node) => this.#redirect(node));
	}

	#redirect(node: unbash.Redirection): Redirect {
		const descriptor = node.descriptor;
		const base = {
			fd: descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined,
			variable: descriptor?.type === 'FileDescriptorVariable' ? descriptor.name : undefined,
		};
		if (node.type === 'HereDoc') {
			const target = this.#hereDocument(node);
			const delimiter = node.delimiter?.text ?? '';
			return { operator: node.operator, ...base, target, delimiter, slow: target.slow };
		}
		if (node.target === undefined) throw new Error('assertion failed: redirection without a target');
		const target = this.#word(node.target);
		return { operator: node.operator, ...base, target, delimiter: '', slow: target.slow };
	}

	#hereDocument(node: unbash.HereDoc): Word {
		const body = this.#text.slice(node.body.pos, node.body.end);
		const isBash = this.#dialect === 'bash';
		// Ended by the end of the text: its last line still is one, for bash.
		const whole = body === '' || body.endsWith('\n') || !isBash ? body : `${body}\n`;
		const raw = isBash && node.delimiter?.quoted !== true ? joinedLines(whole) : whole;
		const tabs = isBash || node.delimiter?.quoted === true ? /^\t+/gm : POSIX_TABS;
		const text = node.operator === '<<-' ? raw.replace(tabs, '') : raw;
		const parts = node.delimiter?.quoted === true ? [literal(text, true)] : parseText(text, this.#dialect, 'document');
		return { type: 'word', text, parts, slow: isSlow(parts), literal: undefined, braces: false };
	}
}

/** bash joins lines when it reads them, before it looks for tabs at their beginnings. */
function joinedLines(text: string): string {
	return text.replaceAll(/\\(.)/gs, (both, escaped: string) => (escaped === '\n' ? '' : both));
}

/** Those before a line that is joined to the one before stay. */
const POSIX_TABS = /(?<!(?<!\\)(?:\\\\)*\\\n)^\t+/gm;

/** Where the next token may begin on the same line. */
const BLANKS = /^(?:[ \t]|\\\n)*/;

/** Of a here-document only its delimiter. */
function endOf(item: unbash.Command['prefix'][number]): number {
	if (item.type === 'Assignment') return item.end;
	return (item.type === 'HereDoc' ? item.delimiter?.end : item.target?.end) ?? item.end;
}

const LINE_END = /(?:[ \t]|\\\n)*(?:#[^\n]*)?\n/y;
