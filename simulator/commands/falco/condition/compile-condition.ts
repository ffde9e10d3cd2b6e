import { compileGlob } from '../../../machinery/glob.ts';
import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { EventView, Field, Value } from '../fields/field.ts';
import { findField } from '../fields/registry.ts';
import { isEventType } from '../fields/system-call-names.ts';
import { type Check, ConditionError, type Expression, type FieldOperand, type Position } from './expression.ts';
import { addressMatches, compareValues, parseNumber, pathMatches } from './value-comparisons.ts';

export type Predicate = (view: EventView) => boolean;

/** How a macro's name is told; undefined: there is none. */
export type MacroPredicates = (name: string) => Predicate | undefined;

/** What a whole set of rules may cost. */
export class ConditionBudget {
	#checks = CHECKS_MAX;
	#patterns = PATTERNS_MAX;

	spendCheck(operator: string, at: Position): void {
		this.#checks--;
		if (/^(i?glob|regex|icontains)$/.test(operator)) this.#patterns--;
		if (this.#checks < 0 || this.#patterns < 0) throw new ConditionError('rules are too large for this machine', at);
	}
}

/** Limits of the simulation: what one event may cost. */
const CHECKS_MAX = 20_000;
const PATTERNS_MAX = 400;

/** Throws ConditionError in the words of libsinsp. Models libsinsp filter.cpp sinsp_filter_compiler. */
export function compileCondition(expression: Expression, macros: MacroPredicates, budget: ConditionBudget): Predicate {
	switch (expression.kind) {
		case 'and': {
			const all = expression.children.map((child) => compileCondition(child, macros, budget));
			return (view) => all.every((each) => each(view));
		}
		case 'or': {
			const any = expression.children.map((child) => compileCondition(child, macros, budget));
			return (view) => any.some((each) => each(view));
		}
		case 'not': {
			const child = compileCondition(expression.child, macros, budget);
			return (view) => !child(view);
		}
		case 'macro': {
			const macro = macros(expression.name);
			if (macro === undefined)
				throw new ConditionError(`Undefined macro '${expression.name}' used in filter.`, expression.at);
			return macro;
		}
		case 'check':
			budget.spendCheck(expression.operator, expression.at);
			return compileCheck(expression);
	}
}

/** The last answer is kept: rules that share a macro ask it of the same event. */
export function remembered(predicate: Predicate): Predicate {
	let last: EventView | undefined;
	let answer = false;
	return (view) => {
		if (last !== view) {
			answer = predicate(view);
			last = view;
		}
		return answer;
	};
}

export interface CompiledField {
	readonly field: Field;
	readonly type: Field['type'];
	readonly extract: (view: EventView) => Value;
}

export function compileField(operand: FieldOperand): CompiledField {
	const { name, argument, transformers, at } = operand;
	const found = findField(name, argument);
	const full = argument === undefined ? name : `${name}[${argument}]`;
	if (found === undefined) throw new ConditionError(`filter_check called with nonexistent field ${full}`, at);
	const { field } = found;
	const read = (view: EventView): Value => field.extract(view, found.argument);
	if (transformers.length === 0) return { field, type: field.type, extract: read };
	const steps = transformers.map((transformer) => {
		const change = TRANSFORMS.get(transformer) as (value: string) => string | number | undefined;
		return (value: Value): Value => {
			if (value === undefined) return undefined;
			if (typeof value !== 'object') return change(String(value));
			return transformer === 'len' ? value.length : value.map((each) => String(change(each)));
		};
	});
	const type = transformers.includes('len') ? 'UINT64' : field.type;
	return { field, type, extract: (view) => steps.reduce((value, step) => step(value), read(view)) };
}

const TRANSFORMS: ReadonlyMap<string, (value: string) => string | number | undefined> = new Map<
	string,
	(value: string) => string | number | undefined
>([
	['tolower', (value) => value.toLowerCase()],
	['toupper', (value) => value.toUpperCase()],
	['basename', (value) => value.slice(value.lastIndexOf('/') + 1)],
	['len', (value) => value.length],
	['b64', () => undefined],
]);

function compileCheck({ left, operator, right, at }: Check): Predicate {
	const compiled = compileField(left);
	const { extract, field, type } = compiled;
	requireComparable(type, operator, at);
	if (right === undefined) return (view) => extract(view) !== undefined;
	if (right.kind === 'field') return compareFields(compiled, operator, compileField(right));
	if (field.name === 'evt.type.is') return () => false;
	for (const value of right.values) validate(field, type, operator, value, right.at);
	const matches = matcher(type, operator, right.values, right.at);
	// Of a connection's two ends, neither may be equal.
	const isNegative = operator === '!=' && field.name.startsWith('fd.');
	return (view) => {
		const value = extract(view);
		if (value === undefined) return false;
		if (typeof value !== 'object') return matches(value);
		return isNegative ? value.every(matches) : value.some(matches);
	};
}

function compareFields({ extract, type }: CompiledField, operator: string, other: CompiledField): Predicate {
	return (view) => {
		const [one, two] = [extract(view), other.extract(view)];
		if (one === undefined || two === undefined) return false;
		const values = typeof two === 'object' ? two : [String(two)];
		const singles = typeof one === 'object' ? one : [one];
		return singles.some((each) => simpleMatch(type, operator, each, values));
	};
}

/** Of two fields only what needs no preparation. */
function simpleMatch(type: Field['type'], operator: string, value: Single, others: readonly string[]): boolean {
	const [first = ''] = others;
	switch (operator) {
		case 'in':
		case 'intersects':
			return others.includes(String(value));
		case 'contains':
			return String(value).includes(first);
		case 'startswith':
			return String(value).startsWith(first);
		case 'endswith':
			return String(value).endsWith(first);
		case 'pmatch':
			return pathMatches(String(value), others);
		default:
			return compareValues(type, operator, value, first);
	}
}

type Single = string | number | bigint | boolean;

function matcher(
	type: Field['type'],
	operator: string,
	values: readonly string[],
	at: Position,
): (value: Single) => boolean {
	const [first = ''] = values;
	const isAddress = type === 'IPADDR' || type === 'IPNET';
	switch (operator) {
		case 'in':
		case 'intersects': {
			if (isAddress) return (value) => values.some((each) => addressMatches(String(value), each));
			if (type !== 'CHARBUF') return (value) => values.some((each) => compareValues(type, '=', value, each));
			const set = new Set(values);
			return (value) => set.has(String(value));
		}
		case 'pmatch':
			return (value) => pathMatches(String(value), values);
		case 'contains':
			return (value) => String(value).includes(first);
		case 'icontains': {
			const wanted = first.toLowerCase();
			return (value) => String(value).toLowerCase().includes(wanted);
		}
		case 'startswith':
			return (value) => String(value).startsWith(first);
		case 'endswith':
			return (value) => String(value).endsWith(first);
		case 'glob':
		case 'iglob': {
			const glob = compileGlob(first, { ignoreCase: operator === 'iglob' });
			return (value) => glob.matches(String(value));
		}
		case 'regex': {
			const regexp = compilePattern(first, at);
			return (value) => regexp.test(String(value));
		}
		default:
			if (isAddress) {
				const isEqual = operator !== '!=';
				return (value) => addressMatches(String(value), first) === isEqual;
			}
			return (value) => compareValues(type, operator, value, first);
	}
}

function compilePattern(pattern: string, at: Position) {
	try {
		return compileRe2(`^(?:${pattern})$`);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new ConditionError(`invalid regex pattern: ${error.message}: ${error.fragment || pattern}`, at);
	}
}

function validate({ name }: Field, type: Field['type'], operator: string, value: string, at: Position): void {
	if (name === 'evt.type' || name === 'syscall.type') {
		if (/^(=|==|!=|in|intersects)$/.test(operator) && !isEventType(value)) {
			throw new ConditionError(`unknown event type ${value}`, at);
		}
		return;
	}
	if (type === 'BOOL' && !/^(true|false|0|1)$/i.test(value)) {
		throw new ConditionError(`filter error: unrecognized boolean value ${value}`, at);
	}
	const isNumeric = type !== 'CHARBUF' && type !== 'BOOL' && type !== 'IPADDR' && type !== 'IPNET';
	if (isNumeric && parseNumber(value) === undefined) {
		throw new ConditionError(`${value} is not a valid number`, at);
	}
}

const EQUALITY = ['=', '==', '!=', 'in', 'intersects', 'exists'];
const ORDER = ['<', '<=', '>', '>='];

function requireComparable(type: Field['type'], operator: string, at: Position): void {
	if (type === 'CHARBUF' && !operator.startsWith('b')) return;
	const isAddress = type === 'IPADDR' || type === 'IPNET';
	const allowed = type === 'BOOL' || isAddress ? EQUALITY : type === 'CHARBUF' ? [] : [...EQUALITY, ...ORDER];
	if (allowed.includes(operator)) return;
	const kind = type === 'CHARBUF' ? 'string' : isAddress ? 'IP' : 'numeric';
	const what = isAddress ? 'ip address and network' : kind;
	throw new ConditionError(`filter error: '${operator}' operator not supported for ${what} filters`, at);
}
