import type { ArithmeticText, ParameterOperation, ParameterPart, Part } from './ast.ts';
import type { Dialect } from './dialect.ts';

/** The word parser's own functions, handed in because words and parameters nest in each other. */
export interface TextParsers {
	text(text: string, dialect: Dialect, context: 'word' | 'quoted' | 'operand'): readonly Part[];
	arithmetic(text: string, dialect: Dialect): ArithmeticText;
}

/** Parses `${…}`, braces included. What bash calls a bad substitution comes back with `bad` set. */
export function parseBracedParameter(
	text: string,
	quoted: boolean,
	dialect: Dialect,
	parsers: TextParsers,
): ParameterPart {
	const inner = text.slice(2, -1);
	const part = partOf(text, splitHead(inner), quoted, dialect, parsers);
	if (dialect !== 'bash' || !/^![#?]/.test(inner)) return part;
	const posix = partOf(
		text,
		{ length: false, indirect: false, name: '!', rest: inner.slice(1) },
		quoted,
		dialect,
		parsers,
	);
	return { ...part, posix, slow: part.slow || posix.slow };
}

function partOf(text: string, head: Head, quoted: boolean, dialect: Dialect, parsers: TextParsers): ParameterPart {
	const bad: ParameterPart = {
		type: 'parameter',
		text,
		name: '',
		length: false,
		indirect: false,
		index: undefined,
		operation: undefined,
		quoted,
		slow: false,
		bad: true,
	};
	const { length, indirect, name, rest } = head;
	if (name === '' || (indirect && dialect !== 'bash')) return bad;
	const subscript = splitSubscript(rest, dialect);
	if (subscript === undefined || subscript.index === '') return bad;
	const operation = parseOperation(subscript.rest, indirect, quoted, dialect, parsers);
	if (operation === 'bad' || (length && operation !== undefined)) return bad;
	const index = subscript.index === undefined ? undefined : subscriptOf(subscript.index, dialect, parsers);
	const isList = !length && (name === '@' || name === '*' || subscript.index === '@' || subscript.index === '*');
	const slow = isList || index?.slow === true || (operation !== undefined && operationIsSlow(operation));
	// busybox cuts and replaces, and no more.
	const foreign = dialect === 'ash' && operation !== undefined && !ASH_OPERATIONS.has(operation.type);
	const unknown = foreign || (operation?.type === 'transform' && !/^[UuLQEPAKak]$/.test(operation.operator));
	return { ...bad, name, length, indirect, index, operation, slow, bad: unknown };
}

const ASH_OPERATIONS: ReadonlySet<string> = new Set(['default', 'remove', 'replace', 'slice']);

function subscriptOf(text: string, dialect: Dialect, parsers: TextParsers): ArithmeticText {
	const index = parsers.arithmetic(text, dialect);
	return /['\\]/.test(text) ? { ...index, asKey: parsers.text(text, dialect, 'word') } : index;
}

/** What `${` begins with. */
interface Head {
	readonly length: boolean;
	readonly indirect: boolean;
	/** Empty when there is none. */
	readonly name: string;
	readonly rest: string;
}

function splitHead(inner: string): Head {
	const found = (prefix: string): { name: string; rest: string } | undefined => {
		const match = /^([A-Za-z_]\w*|\d+|[@*#?$!-])/.exec(inner.slice(prefix.length));
		if (match === null) return undefined;
		return { name: match[0], rest: inner.slice(prefix.length + match[0].length) };
	};
	if (inner[0] === '#' && inner.length > 1) {
		const after = found('#');
		// `${#-}` counts `$-`, but `${#-x}` is a default for `$#`.
		if (after !== undefined && (after.rest === '' || after.rest[0] === '[')) {
			return { length: true, indirect: false, ...after };
		}
	}
	if (inner[0] === '!' && inner.length > 1) {
		const after = found('!');
		if (after !== undefined && /^[\w@*#?$]/.test(after.name)) return { length: false, indirect: true, ...after };
	}
	return { length: false, indirect: false, ...(found('') ?? { name: '', rest: '' }) };
}

function splitSubscript(rest: string, dialect: Dialect): { index: string | undefined; rest: string } | undefined {
	if (rest[0] !== '[' || dialect !== 'bash') return { index: undefined, rest };
	let depth = 0;
	for (let i = 0; i < rest.length; i++) {
		const c = rest[i];
		if (c === '[') depth++;
		else if (c === ']' && --depth === 0) return { index: rest.slice(1, i), rest: rest.slice(i + 1) };
		else if (c === '\\') i++;
		else if (c === "'" || c === '"') {
			const end = rest.indexOf(c, i + 1);
			if (end > 0) i = end;
		}
	}
	return undefined;
}

function parseOperation(
	rest: string,
	indirect: boolean,
	quoted: boolean,
	dialect: Dialect,
	parsers: TextParsers,
): ParameterOperation | undefined | 'bad' {
	if (rest === '') return undefined;
	if (indirect && (rest === '@' || rest === '*')) return { type: 'names', operator: rest };
	const standard = /^(:?)([-=+?])/.exec(rest);
	if (standard !== null) {
		const operand = parsers.text(rest.slice(standard[0].length), dialect, quoted ? 'operand' : 'word');
		return {
			type: 'default',
			operator: standard[2] as '-' | '=' | '+' | '?',
			colon: standard[1] === ':',
			operand,
		};
	}
	const remove = /^(##?|%%?)/.exec(rest);
	if (remove !== null) {
		const pattern = parsers.text(rest.slice(remove[0].length), dialect, 'word');
		return { type: 'remove', operator: remove[0] as '#' | '##' | '%' | '%%', pattern };
	}
	if (dialect === 'dash') return 'bad';
	switch (rest[0]) {
		case '/':
			return parseReplace(rest, quoted, dialect, parsers);
		case ':':
			if (rest === ':') return 'bad';
			return parseSlice(rest.slice(1), dialect, parsers);
		case '^':
		case ',':
		case '~': {
			const operator = rest[1] === rest[0] ? rest.slice(0, 2) : rest.slice(0, 1);
			const pattern = parsers.text(rest.slice(operator.length), dialect, 'word');
			return { type: 'case', operator: operator as '^', pattern };
		}
		case '@':
			return { type: 'transform', operator: rest.slice(1) };
		default:
			return 'bad';
	}
}

function parseReplace(rest: string, quoted: boolean, dialect: Dialect, parsers: TextParsers): ParameterOperation {
	let body = rest.slice(1);
	let all = false;
	let anchor: '' | '#' | '%' = '';
	if (body[0] === '/') {
		all = true;
		body = body.slice(1);
	} else if ((body[0] === '#' || body[0] === '%') && body.length > 1 && dialect === 'bash') {
		anchor = body[0];
		body = body.slice(1);
	}
	const slash = findTop(body, '/', body[0] === '/' && anchor === '' ? 1 : 0);
	const patternText = slash < 0 ? body : body.slice(0, slash);
	const replacementText = slash < 0 ? '' : body.slice(slash + 1);
	return {
		type: 'replace',
		all,
		anchor,
		pattern: parsers.text(patternText, dialect, 'word'),
		replacement: parsers.text(replacementText, dialect, 'word'),
		formerReplacement:
			quoted && /['"\\~]/.test(replacementText) ? parsers.text(replacementText, dialect, 'quoted') : undefined,
		hasReplacement: slash >= 0,
	};
}

function parseSlice(body: string, dialect: Dialect, parsers: TextParsers): ParameterOperation {
	const colon = findTop(body, ':', 0);
	return {
		type: 'slice',
		offset: parsers.arithmetic(colon < 0 ? body : body.slice(0, colon), dialect),
		length: colon < 0 ? undefined : parsers.arithmetic(body.slice(colon + 1), dialect),
	};
}

/** Index of the first `wanted` outside quotes, parentheses and nested expansions (and, for `:`, outside `?:`). */
function findTop(text: string, wanted: string, from: number): number {
	let depth = 0;
	let questions = 0;
	for (let i = from; i < text.length; i++) {
		const c = text[i] as string;
		if (c === '\\') i++;
		else if (c === "'" || c === '"') {
			const end = text.indexOf(c, i + 1);
			if (end > 0) i = end;
		} else if (opens(c, text[i - 1] ?? ' ', wanted, depth)) depth++;
		else if (c === ')' || c === '}' || (c === ']' && wanted === ':')) depth -= depth > 0 || wanted === ':' ? 1 : 0;
		else if (depth > 0) continue;
		else if (wanted === ':' && c === '?') questions++;
		else if (c === wanted && questions-- <= 0) return i;
	}
	return -1;
}

/** A slash between the parentheses of an extended pattern ends the pattern. */
function opens(c: string, before: string, wanted: string, depth: number): boolean {
	if (wanted === '/') return (c === '(' && (depth > 0 || !/[@?*+!]/.test(before))) || c === '{';
	return c === '(' || c === '{' || c === '[';
}

function operationIsSlow(operation: ParameterOperation): boolean {
	const slow = (parts: readonly Part[]): boolean => parts.some((part) => part.slow);
	switch (operation.type) {
		case 'default':
			return slow(operation.operand);
		case 'remove':
			return slow(operation.pattern);
		case 'case':
			return operation.operator.length === 2 || slow(operation.pattern);
		case 'replace':
			// It may take long.
			return (
				operation.all ||
				slow(operation.pattern) ||
				slow(operation.replacement) ||
				slow(operation.formerReplacement ?? [])
			);
		case 'slice':
			return operation.offset.slow || operation.length?.slow === true;
		case 'transform':
			// What a prompt holds is expanded too; the others may take long.
			return 'PQE'.includes(operation.operator);
		default:
			return false;
	}
}
