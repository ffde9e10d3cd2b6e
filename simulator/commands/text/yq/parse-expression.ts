import { type Operation, operation, type Token, tokenize } from './tokens.ts';
import { YqError } from './yaml-node.ts';

/** An operation and what it works on; an operation on one value has it on the right. */
export interface Expression {
	readonly operation: Operation;
	readonly left: Expression | undefined;
	readonly right: Expression | undefined;
}

/** Undefined: an empty expression. Throws YqError. */
export function parseExpression(text: string): Expression | undefined {
	return tree(postfix(completed(tokenize(text))));
}

const asToken = (own: Operation): Token => ({ type: 'operation', text: own.text, operation: own });
const isOperation = (token: Token | undefined, name: string): boolean =>
	token?.type === 'operation' && token.operation.name === name;

const TRAVERSE = operation('traverseArray', 2, 50);
const SHORT_PIPE = operation('pipe', 2, 45);
const EMPTY = operation('empty', 0, 50);

/** The attributes that `=` gives a value to. */
const ASSIGNABLE: ReadonlyMap<string, string> = new Map([
	['style', 'setStyle'],
	['tag', 'setTag'],
	['anchor', 'setAnchor'],
	['alias', 'setAlias'],
	['comment', 'setComment'],
]);

/** Says what the syntax leaves unsaid: ends of slices, what a path goes on from, emptiness. Models lexer.go handleToken. */
function completed(tokens: readonly Token[]): Token[] {
	const out: Token[] = [];
	for (let at = 0; at < tokens.length; at++) {
		let token = tokens[at] as Token;
		const next = tokens[at + 1];
		if (token.type === '.[') {
			out.push(asToken(operation('self', 0, 55)), asToken(TRAVERSE));
			token = { type: '[', text: '[' };
		}
		const slicing = isOperation(token, 'createMap');
		if (slicing && startsSlice(tokens, at)) {
			out.push(asToken(operation('value', 0, 50, { text: '0', value: '0', option: '!!int' })));
		}
		if (token.type === 'operation' && next?.type === 'operation' && next.operation.name === 'assign') {
			const setter = ASSIGNABLE.get(token.operation.name);
			if (setter !== undefined) {
				const { text, option } = token.operation;
				token = asToken(operation(setter, 2, 40, { text, option, relative: next.operation.relative }));
				at++;
			}
		}
		out.push(token);
		const following = tokens[at + 1];
		if (slicing && following?.type === ']') out.push(asToken(operation('length', 0, 50)));
		if ((token.type === '[' && following?.type === ']') || (token.type === '{' && following?.type === '}')) {
			out.push(asToken(EMPTY));
		}
		if (goesOn(token)) {
			if (isOperation(following, 'child') || following?.type === '.[') out.push(asToken(SHORT_PIPE));
			else if (following?.type === '[') out.push(asToken(TRAVERSE));
		}
	}
	return out;
}

function startsSlice(tokens: readonly Token[], at: number): boolean {
	const [before, earlier] = [tokens[at - 1], tokens[at - 2]];
	if (before?.type === '.[') return true;
	return before?.type === '[' && (earlier?.type === 'operation' || earlier?.type === ']' || earlier?.type === '}');
}

function goesOn(token: Token): boolean {
	if (token.type === 'operation') return token.operation.traversable;
	return token.type === ')' || token.type === ']' || token.type === '}';
}

const OPENERS = { ')': '(', ']': '[', '}': '{' } as const;

/** By precedence; of equals the right one binds first. */
function postfix(tokens: readonly Token[]): Operation[] {
	const result: Operation[] = [];
	const stack: Token[] = [{ type: '(', text: '(' }];
	for (const token of [...tokens, { type: ')', text: ')' } as Token]) {
		if (token.type === 'operation') {
			for (let top = stack.at(-1); top?.type === 'operation'; top = stack.at(-1)) {
				if (top.operation.precedence <= token.operation.precedence) break;
				stack.pop();
				result.push(top.operation);
			}
			stack.push(token);
		} else if (token.type === ')' || token.type === ']' || token.type === '}') close(token, stack, result);
		else stack.push(token);
	}
	if (stack.length > 0) {
		throw new YqError(`bad expression - probably missing close bracket on ${stack.at(-1)?.text}`);
	}
	return result;
}

const CLOSERS = { '(': ')', '[': ']', '{': '}' } as const;

function close(token: Token, stack: Token[], result: Operation[]): void {
	const opener = OPENERS[token.type as ')' | ']' | '}'];
	for (let top = stack.at(-1); top?.type !== opener; top = stack.at(-1)) {
		if (top === undefined) {
			throw new YqError(
				opener === '('
					? 'bad expression, got close brackets without matching opening bracket'
					: 'bad path expression, got close collect brackets without matching opening bracket',
			);
		}
		if (top.type !== 'operation') {
			throw new YqError(`bad expression, could not find matching \`${CLOSERS[top.type as '(' | '[' | '{']}\``);
		}
		stack.pop();
		result.push(top.operation);
	}
	stack.pop();
	if (opener === '(') return;
	result.push(operation(opener === '[' ? 'collect' : 'collectObject', opener === '[' ? 1 : 0, 50));
	if (opener === '{') result.push(SHORT_PIPE);
	const top = stack.at(-1);
	if (top?.type === 'operation' && top.operation.name === 'traverseArray') {
		stack.pop();
		result.push({ ...top.operation, option: token.text.endsWith('?') ? '?' : '' });
	}
}

function tree(operations: readonly Operation[]): Expression | undefined {
	if (operations.length === 0) return undefined;
	const stack: Expression[] = [];
	for (const each of operations) {
		let left: Expression | undefined;
		let right: Expression | undefined;
		if (each.args === 1) {
			right = stack.pop();
			if (right === undefined && each.name !== 'first') {
				throw new YqError(`'${each.text.trim()}' expects 1 arg but received none`);
			}
		} else if (each.args === 2) {
			if (stack.length < 2) throw new YqError(`'${each.text.trim()}' expects 2 args but there is ${stack.length}`);
			right = stack.pop();
			left = stack.pop();
		}
		stack.push({ operation: each, left, right });
	}
	if (stack.length !== 1) throw new YqError('bad expression, please check expression syntax');
	return stack[0];
}
