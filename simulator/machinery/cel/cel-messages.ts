import type { ASTNode, SourceRange } from './cel-js.ts';

interface LibraryError {
	readonly code?: string;
	readonly summary?: string;
	readonly range?: SourceRange;
	readonly node?: ASTNode;
}

/**
 * What cel-go says of an expression that does not compile, with the place. The commonest mistakes word for word.
 * Differs: the texts of syntax errors but for an expression that ends too early.
 */
export function compileMessage(error: unknown, expression: string): string {
	if (!(error instanceof Error)) throw error;
	const { code, summary = error.message, range, node } = error as LibraryError;
	const start = range?.start ?? 0;
	switch (code) {
		case 'unknown_variable': {
			const name = summary.replace(/^Unknown variable: /, '');
			return issue(expression, start, `undeclared reference to '${name}' (in container '')`);
		}
		case 'no_such_key': {
			const name = summary.replace(/^No such key: /, '');
			return issue(expression, dotBefore(expression, start), `undefined field '${name}'`);
		}
		case 'no_such_overload':
			return issue(expression, operatorOf(expression, node, start), overloadText(summary));
		case 'no_matching_overload':
			return issue(expression, callOf(expression, start), callText(summary));
		case 'unexpected_token':
			if (summary.includes('EOF')) return issue(expression, expression.length, UNEXPECTED_END);
			break;
		default:
	}
	return issue(expression, start, code?.includes('token') === true ? `Syntax error: ${summary}` : summary);
}

const UNEXPECTED_END =
	"Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

/** Models cel-go common Error.ToDisplayString. */
function issue(expression: string, offset: number, text: string): string {
	const before = expression.slice(0, offset).split('\n');
	const column = (before.at(-1) as string).length;
	const line = expression.split('\n')[before.length - 1] ?? '';
	return `ERROR: <input>:${before.length}:${column + 1}: ${text}\n | ${line}\n | ${'.'.repeat(column)}^`;
}

/** A selection is told of where its dot stands. */
function dotBefore(expression: string, start: number): number {
	const dot = expression.lastIndexOf('.', start);
	return dot < 0 ? start : dot;
}

/** An operation is told of where its operator stands: after its first operand. */
function operatorOf(expression: string, node: ASTNode | undefined, start: number): number {
	const first = Array.isArray(node?.args) ? (node.args[0] as Partial<ASTNode> | undefined) : undefined;
	const end = first?.end;
	if (typeof end !== 'number') return start;
	const space = /^\s*/.exec(expression.slice(end))?.[0].length ?? 0;
	return end + space;
}

/** A call is told of where its parenthesis stands. */
function callOf(expression: string, start: number): number {
	const paren = expression.indexOf('(', start);
	return paren < 0 ? start : paren;
}

function overloadText(summary: string): string {
	const match = /^no such overload: (.+?) (==|!=|<=|>=|<|>|\+|-|\*|\/|%|in|&&|\|\|) (.+)$/.exec(summary);
	if (match === null) return summary;
	const [, left = '', operator, right = ''] = match;
	const name = operator === 'in' ? '@in' : `_${operator}_`;
	return `found no matching overload for '${name}' applied to '(${typeText(left)}, ${typeText(right)})'`;
}

function callText(summary: string): string {
	const match = /^found no matching overload for '(?:(.+)\.)?(\w+)\((.*)\)'$/.exec(summary);
	if (match === null) return summary;
	const [, receiver, name, parameters = ''] = match;
	const on = receiver === undefined ? '' : `${typeText(receiver)}.`;
	return `found no matching overload for '${name}' applied to '${on}(${typeText(parameters)})'`;
}

/** The library's names of types as cel-go writes them. */
function typeText(type: string): string {
	return type
		.replaceAll('<', '(')
		.replaceAll('>', ')')
		.replaceAll('google.protobuf.', '')
		.replace(/\bobject\d+\b/g, 'object');
}

/** What cel-go says of an evaluation that fails. */
export function evaluationMessage(error: unknown): string {
	if (!(error instanceof Error)) throw error;
	const { code, summary } = error as LibraryError;
	if (code === undefined || summary === undefined) throw error;
	const missing = /^No such key: (.*)$/.exec(summary);
	const range = /index (-?\d+) >= size/.exec(summary);
	if (range !== null) return `index out of bounds: ${range[1]}`;
	if (missing !== null) return `no such key: ${missing[1]}`;
	if (code === 'modulo_by_zero') return 'modulus by zero';
	return summary.replace(/^integer overflow: .*$/, 'integer overflow');
}
