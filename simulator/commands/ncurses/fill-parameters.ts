/**
 * A capability with its parameters put in: a small machine with a stack runs what stands behind percent signs.
 * Models terminfo(5), "Parameterized Strings".
 */
export function fillParameters(text: string, given: readonly number[]): string {
	const parameters = Array.from({ length: 9 }, (_, index) => given[index] ?? 0);
	const stack: number[] = [];
	const pop = (): number => stack.pop() ?? 0;
	let out = '';
	for (let at = 0; at < text.length; ) {
		const [piece, directive = ''] = DIRECTIVE.exec(text.slice(at)) ?? [text[at] as string];
		at += piece.length;
		if (directive === '') out += piece === '%%' ? '%' : piece;
		else if (directive === 'i') for (const index of [0, 1]) parameters[index] = (parameters[index] ?? 0) + 1;
		else if (directive.startsWith('p')) stack.push(parameters[Number(directive.slice(1)) - 1] ?? 0);
		else if (directive.startsWith('{')) stack.push(Number(directive.slice(1, -1)));
		else if (directive === 'c') out += String.fromCharCode(pop() & 255);
		else if (directive === 't') at = pop() === 0 ? pastBranch(text, at, true) : at;
		else if (directive === 'e') at = pastBranch(text, at, false);
		else if (/[dxXo]$/.test(directive)) out += formatted(directive, pop());
		else if (directive === '!') stack.push(pop() === 0 ? 1 : 0);
		else if (directive === '~') stack.push(~pop());
		else if (directive !== '?' && directive !== ';') {
			const right = pop();
			stack.push(calculated(directive, pop(), right));
		}
	}
	return out;
}

/** How many parameters a capability takes. */
export function parameterCount(text: string): number {
	return Math.max(0, ...[...text.matchAll(/%p([1-9])/g)].map(([, digit]) => Number(digit)));
}

const DIRECTIVE = /^%(?:%|(i|p[1-9]|\{\d+\}|[cte?;!~+\-*/m&|^=<>AO]|:?[-+# ]?\d*(?:\.\d+)?[dxXo]))/;

/** Behind the `%e` (when asked for) or the `%;` that belongs here. */
function pastBranch(text: string, from: number, orElse: boolean): number {
	let depth = 0;
	for (let at = text.indexOf('%', from); at >= 0; at = text.indexOf('%', at + 2)) {
		const next = text[at + 1];
		if (next === '?') depth++;
		else if (next === ';' && depth-- === 0) return at + 2;
		else if (next === 'e' && depth === 0 && orElse) return at + 2;
	}
	return text.length;
}

function formatted(directive: string, value: number): string {
	const [, flag = '', width = '', precision = '', kind = 'd'] =
		/^:?([-+# ]?)(\d*)(?:\.(\d+))?([dxXo])$/.exec(directive) ?? [];
	const digits = kind === 'd' ? String(value) : (value >>> 0).toString(kind === 'o' ? 8 : 16);
	const cased = (kind === 'X' ? digits.toUpperCase() : digits).padStart(Number(precision), '0');
	const size = Number(width);
	return flag === '-' ? cased.padEnd(size) : cased.padStart(size, width.startsWith('0') ? '0' : ' ');
}

function calculated(operator: string, left: number, right: number): number {
	switch (operator) {
		case '+':
			return left + right;
		case '-':
			return left - right;
		case '*':
			return left * right;
		case '/':
			return right === 0 ? 0 : Math.trunc(left / right);
		case 'm':
			return right === 0 ? 0 : left % right;
		case '&':
			return left & right;
		case '|':
			return left | right;
		case '^':
			return left ^ right;
		case '=':
			return left === right ? 1 : 0;
		case '<':
			return left < right ? 1 : 0;
		case '>':
			return left > right ? 1 : 0;
		case 'A':
			return left !== 0 && right !== 0 ? 1 : 0;
		default:
			return left !== 0 || right !== 0 ? 1 : 0;
	}
}
