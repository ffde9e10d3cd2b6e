import { labelValue, qualifiedName } from './names.ts';

/** One condition of a label selector. Models apimachinery/pkg/labels Requirement. */
export interface Requirement {
	readonly key: string;
	readonly operator: SelectorOperator;
	/** Sorted, without repetition. One for the equalities, none for `exists` and `!`. */
	readonly values: readonly string[];
}

export type SelectorOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

export type Labels = { readonly [key: string]: string } | undefined;

/** `metav1.LabelSelector` as objects carry it. */
export interface LabelSelectorSpec {
	matchLabels?: { [key: string]: string };
	matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** Why a selector's text was refused, in the server's and kubectl's words. */
export class SelectorError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'SelectorError';
	}
}

/** All requirements must hold. Immutable. */
export class LabelSelector {
	/** In key order. */
	readonly requirements: readonly Requirement[];
	readonly #matchesNothing: boolean;

	constructor(requirements: readonly Requirement[], matchesNothing = false) {
		this.requirements = [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
		this.#matchesNothing = matchesNothing;
	}

	static readonly everything = new LabelSelector([]);
	static readonly nothing = new LabelSelector([], true);

	/** Selects every object. */
	get isEmpty(): boolean {
		return this.requirements.length === 0 && !this.#matchesNothing;
	}

	matches(labels: Labels): boolean {
		if (this.#matchesNothing) return false;
		for (const requirement of this.requirements) if (!requirementHolds(requirement, labels)) return false;
		return true;
	}

	toString(): string {
		return this.requirements.map(formatRequirement).join(',');
	}
}

/**
 * The selector that an object carries. Undefined selects nothing, an empty one everything. Throws
 * SelectorError for an operator or value that validation should have refused.
 * Models apimachinery/pkg/apis/meta/v1 LabelSelectorAsSelector.
 */
export function labelSelectorFrom(spec: LabelSelectorSpec | undefined): LabelSelector {
	if (spec === undefined || spec === null) return LabelSelector.nothing;
	const requirements = equalities(spec.matchLabels);
	for (const expression of spec.matchExpressions ?? []) {
		const operator = EXPRESSION_OPERATORS.get(expression.operator);
		if (operator === undefined) {
			throw new SelectorError(`${JSON.stringify(expression.operator)} is not a valid label selector operator`);
		}
		requirements.push(checkedRequirement(expression.key, operator, expression.values ?? []));
	}
	return requirements.length === 0 ? LabelSelector.everything : new LabelSelector(requirements);
}

/** The selector of a map (a Service's, a ReplicationController's): every pair must match. Undefined selects nothing. */
export function selectorFromMap(labels: Labels): LabelSelector {
	return labels === undefined ? LabelSelector.nothing : new LabelSelector(equalities(labels));
}

/** As `kubectl describe` prints it. Models apimachinery/pkg/apis/meta/v1 FormatLabelSelector. */
export function formatLabelSelector(spec: LabelSelectorSpec | undefined): string {
	if (spec === undefined) return '<none>';
	const text = labelSelectorFrom(spec).toString();
	return text === '' ? '<none>' : text;
}

/** Parses "app=web,tier in (a,b),!legacy". Throws SelectorError. Models apimachinery/pkg/labels Parse. */
export function parseLabelSelector(text: string): LabelSelector {
	const requirements = new Parser(text).parse();
	return requirements.length === 0 ? LabelSelector.everything : new LabelSelector(requirements);
}

const EXPRESSION_OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map([
	['In', 'in'],
	['NotIn', 'notin'],
	['Exists', 'exists'],
	['DoesNotExist', '!'],
]);

function equalities(labels: Labels): Requirement[] {
	return Object.entries(labels ?? {}).map(([key, value]) => ({ key, operator: '=', values: [value] }));
}

function requirementHolds({ key, operator, values }: Requirement, labels: Labels): boolean {
	const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
	switch (operator) {
		case 'in':
		case '=':
		case '==':
			return value !== undefined && values.includes(value);
		case 'notin':
		case '!=':
			return value === undefined || !values.includes(value);
		case 'exists':
			return value !== undefined;
		case '!':
			return value === undefined;
		case 'gt':
			return isInteger(value) && Number(value) > Number(values[0]);
		case 'lt':
			return isInteger(value) && Number(value) < Number(values[0]);
	}
}

function isInteger(text: string | undefined): text is string {
	return text !== undefined && /^[+-]?[0-9]+$/.test(text);
}

/** Models apimachinery/pkg/labels Requirement.String. */
function formatRequirement({ key, operator, values }: Requirement): string {
	switch (operator) {
		case 'exists':
			return key;
		case '!':
			return `!${key}`;
		case 'in':
		case 'notin':
			return `${key} ${operator} (${values.join(',')})`;
		case 'gt':
			return `${key}>${values[0]}`;
		case 'lt':
			return `${key}<${values[0]}`;
		default:
			return `${key}${operator}${values[0]}`;
	}
}

/** Models apimachinery/pkg/labels NewRequirement. Fields of errors have no parent, which Go prints as `<nil>` at the top. */
function checkedRequirement(key: string, operator: SelectorOperator, given: readonly string[]): Requirement {
	const errors = keyErrors(key);
	const values = [...new Set(given)].sort();
	if ((operator === 'in' || operator === 'notin') && values.length === 0) {
		errors.push("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
	}
	if (operator === 'gt' || operator === 'lt') {
		for (const [index, value] of values.entries()) {
			if (isInteger(value)) continue;
			const complaint = "for 'Gt', 'Lt' operators, the value must be an integer";
			errors.push(`values[${index}]: Invalid value: ${JSON.stringify(value)}: ${complaint}`);
		}
	}
	for (const [index, value] of values.entries()) {
		const complaints = labelValue(value);
		if (complaints.length === 0) continue;
		errors.push(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${complaints.join('; ')}`);
	}
	if (errors.length === 1) throw new SelectorError(errors[0] as string);
	if (errors.length > 1) throw new SelectorError(`[${errors.join(', ')}]`);
	return { key, operator, values };
}

function keyErrors(key: string): string[] {
	const complaints = qualifiedName(key);
	return complaints.length === 0 ? [] : [`<nil>: Invalid value: ${JSON.stringify(key)}: ${complaints.join('; ')}`];
}

type Token = { readonly kind: 'symbol' | 'identifier' | 'end'; readonly text: string };

const SYMBOLS = new Set(['(', ')', ',', '!', '=', '==', '>', '<', '!=']);
const BINARY_OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map([
	['in', 'in'],
	['notin', 'notin'],
	['=', '='],
	['==', '=='],
	['!=', '!='],
	['>', 'gt'],
	['<', 'lt'],
]);

class Parser {
	readonly #tokens: readonly Token[];
	#position = 0;

	constructor(text: string) {
		this.#tokens = tokensOf(text);
	}

	parse(): Requirement[] {
		const requirements: Requirement[] = [];
		for (;;) {
			const token = this.#peek();
			if (token.kind === 'end') return requirements;
			if (!startsRequirement(token)) {
				throw new SelectorError(`found '${token.text}', expected: !, identifier, or 'end of string'`);
			}
			requirements.push(this.#requirement());
			const next = this.#take();
			if (next.kind === 'end') return requirements;
			if (!isSymbol(next, ',')) throw new SelectorError(`found '${next.text}', expected: ',' or 'end of string'`);
			if (!startsRequirement(this.#peek())) {
				throw new SelectorError(`found '${this.#peek().text}', expected: identifier after ','`);
			}
		}
	}

	#requirement(): Requirement {
		try {
			let token = this.#take();
			const negated = isSymbol(token, '!');
			if (negated) token = this.#take();
			if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
			const key = token.text;
			const errors = keyErrors(key);
			if (errors.length > 0) throw new SelectorError(errors[0] as string);
			if (negated) return checkedRequirement(key, '!', []);
			if (this.#atEndOfRequirement()) return checkedRequirement(key, 'exists', []);
			const operatorToken = this.#take();
			const operator = BINARY_OPERATORS.get(operatorToken.text);
			if (operator === undefined) {
				throw new SelectorError(`found '${operatorToken.text}', expected: in, notin, =, ==, !=, gt, lt`);
			}
			const values = operator === 'in' || operator === 'notin' ? this.#valueList() : [this.#exactValue()];
			return checkedRequirement(key, operator, values);
		} catch (error) {
			if (error instanceof SelectorError) throw new SelectorError(`unable to parse requirement: ${error.message}`);
			throw error;
		}
	}

	#valueList(): string[] {
		const open = this.#take();
		if (!isSymbol(open, '(')) throw new SelectorError(`found '${open.text}' expected: '('`);
		const values: string[] = [];
		let expectsValue = true;
		for (;;) {
			const token = this.#take();
			if (isSymbol(token, ')')) {
				if (expectsValue && values.length > 0) values.push('');
				return values;
			}
			if (isSymbol(token, ',')) {
				if (expectsValue) values.push('');
				expectsValue = true;
				continue;
			}
			if (token.kind !== 'identifier') {
				throw new SelectorError(
					values.length === 0
						? `found '${token.text}', expected: ',', ')' or identifier`
						: `found '${token.text}', expected: ',' or ')'`,
				);
			}
			if (!expectsValue) throw new SelectorError(`found '${token.text}', expected: ',' or ')'`);
			values.push(token.text);
			expectsValue = false;
		}
	}

	#exactValue(): string {
		if (this.#atEndOfRequirement()) return '';
		const token = this.#take();
		if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
		return token.text;
	}

	#atEndOfRequirement(): boolean {
		return this.#peek().kind === 'end' || isSymbol(this.#peek(), ',');
	}

	#peek(): Token {
		return this.#tokens[Math.min(this.#position, this.#tokens.length - 1)] as Token;
	}

	#take(): Token {
		const token = this.#peek();
		this.#position++;
		return token;
	}
}

function startsRequirement(token: Token): boolean {
	return token.kind === 'identifier' || isSymbol(token, '!');
}

function isSymbol(token: Token, text: string): boolean {
	return token.kind === 'symbol' && token.text === text;
}

/** Symbols are the longest run of `=!(),><` that is an operator; anything else up to one of those or white space is a word. */
function tokensOf(text: string): Token[] {
	const tokens: Token[] = [];
	const special = /[=!(),><]/;
	let index = 0;
	while (index < text.length) {
		const char = text[index] as string;
		if (/\s/.test(char)) {
			index++;
		} else if (special.test(char)) {
			const two = text.slice(index, index + 2);
			const symbol = SYMBOLS.has(two) ? two : char;
			tokens.push({ kind: 'symbol', text: symbol });
			index += symbol.length;
		} else {
			let end = index + 1;
			while (end < text.length && !/[=!(),><\s]/.test(text[end] as string)) end++;
			tokens.push({ kind: 'identifier', text: text.slice(index, end) });
			index = end;
		}
	}
	tokens.push({ kind: 'end', text: '' });
	return tokens;
}

/** One condition of a field selector. */
export interface FieldRequirement {
	readonly field: string;
	readonly operator: '=' | '==' | '!=';
	readonly value: string;
}

/** Models apimachinery/pkg/fields Selector. Immutable. */
export class FieldSelector {
	readonly requirements: readonly FieldRequirement[];

	constructor(requirements: readonly FieldRequirement[]) {
		this.requirements = requirements;
	}

	static readonly everything = new FieldSelector([]);

	get isEmpty(): boolean {
		return this.requirements.length === 0;
	}

	/** @param fieldValue the object's value of a field; '' when it has none. */
	matches(fieldValue: (field: string) => string): boolean {
		return this.requirements.every(
			({ field, operator, value }) => (fieldValue(field) === value) !== (operator === '!='),
		);
	}

	/** The value a field must equal, when there is one: `metadata.name` makes a list a get, `spec.nodeName` an index look-up. */
	requiredValue(field: string): string | undefined {
		return this.requirements.find((each) => each.field === field && each.operator !== '!=')?.value;
	}

	toString(): string {
		return this.requirements
			.map(
				({ field, operator, value }) => `${field}${operator === '!=' ? '!=' : '='}${value.replace(/[\\,=]/g, '\\$&')}`,
			)
			.join(',');
	}
}

/** Parses "status.phase=Running,metadata.name!=web". Throws SelectorError. Models apimachinery/pkg/fields ParseSelector. */
export function parseFieldSelector(text: string): FieldSelector {
	const requirements: FieldRequirement[] = [];
	for (const part of splitUnescaped(text)) {
		if (part === '') continue;
		const match = /^((?:[^\\=!]|\\.|!(?!=))*)(==|=|!=)(.*)$/s.exec(part);
		if (match === null) throw new SelectorError(`invalid selector: '${text}'; can't understand '${part}'`);
		const operator = match[2] as FieldRequirement['operator'];
		requirements.push({ field: match[1] as string, operator, value: unescapeValue(match[3] as string) });
	}
	return requirements.length === 0 ? FieldSelector.everything : new FieldSelector(requirements);
}

function splitUnescaped(text: string): string[] {
	const parts: string[] = [];
	let start = 0;
	for (let index = 0; index < text.length; index++) {
		if (text[index] === '\\') index++;
		else if (text[index] === ',') {
			parts.push(text.slice(start, index));
			start = index + 1;
		}
	}
	parts.push(text.slice(start));
	return parts;
}

function unescapeValue(text: string): string {
	let out = '';
	for (let index = 0; index < text.length; index++) {
		const char = text[index] as string;
		if (char === '\\') {
			const next = text[++index];
			if (next === undefined) throw new SelectorError('invalid field selector: ends in an escape');
			if (!'\\,='.includes(next)) {
				throw new SelectorError(`invalid field selector: invalid escape sequence: \\${next} in ${text}`);
			}
			out += next;
		} else if (char === '=' || char === ',') {
			throw new SelectorError(
				`invalid field selector: unescaped character in value: ${text}: invalid character: ${char}`,
			);
		} else out += char;
	}
	return out;
}
