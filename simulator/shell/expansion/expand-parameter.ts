import { compileGlob } from '../../machinery/glob.ts';
import { runThrough } from '../../machinery/run-through.ts';
import type { Task } from '../../machinery/task.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Variable } from '../state/variable.ts';
import type { ParameterOperation, ParameterPart, Part } from '../syntax/ast.ts';
import { decodeEscapes, decodeEscapesInSteps } from '../syntax/escapes.ts';
import { characterCount, encodeText } from '../text.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { writeElement } from './element.ts';
import {
	arrayLiteral,
	assignmentText,
	changedCase,
	compilePattern,
	removePattern,
	replacedPieces,
	slice,
	transform,
} from './operations.ts';
import {
	elementCount,
	keysOf,
	lookUpValue,
	type ParameterValue,
	type Reference,
	referenceOf,
	scalarOf,
	unbound,
} from './parameter.ts';
import { doubleQuote, quoteKey, reusable } from './quote.ts';
import { reusableInSteps } from './quote-in-steps.ts';

/** The operand texts of an expansion once they are expanded; which of them exist depends on the operation. */
export interface Operands {
	readonly index: string | undefined;
	/** Pattern of remove, replace and case; text of default's assignment or message. */
	readonly first: string;
	/** Replacement; length of a slice. */
	readonly second: string;
}

/** What to do next: put a value, or first expand the default operand into the word. */
export type Decision =
	| { readonly kind: 'value'; readonly value: ParameterValue }
	| { readonly kind: 'operand'; readonly parts: readonly Part[] }
	/** `:=`: expand to text, then call `assignDefault`. */
	| { readonly kind: 'assign'; readonly reference: Reference; readonly parts: readonly Part[] }
	/** `:?`: expand to text, then throw `missing`. */
	| {
			readonly kind: 'missing';
			readonly reference: Reference;
			readonly parts: readonly Part[];
			readonly colon: boolean;
	  };

/** Looks the parameter up and decides; operations other than defaults are `applyOperation`'s. */
export function lookUp(shell: Shell, part: ParameterPart, index: string | undefined): Decision {
	if (
		part.bad &&
		!(
			shell.isBash &&
			part.operation?.type === 'transform' &&
			isUnset(lookUpValue(shell, referenceOf(shell, part, index)))
		)
	) {
		if (part.problem !== undefined) throw new ShellFailure(part.problem);
		if (shell.mode.dialect === 'ash') throw new ShellFailure('syntax error: bad substitution', 'exit', 2);
		if (!shell.isBash) throw new ShellFailure('Bad substitution', 'exit', 2);
		const text = `${part.text}: bad substitution`;
		if (part.operation?.type !== 'transform' && !shell.options.set.posix) throw new ShellFailure(text);
		throw new ShellFailure(text, 'exit', shell.fatalStatus);
	}
	const listOfKeys = indirectList(shell, part, index);
	if (listOfKeys !== undefined) return { kind: 'value', value: listOfKeys };
	refuseUnsetPid(shell, part, index);
	const referred = part.indirect && index === undefined ? shell.variables.find(part.name) : undefined;
	if (referred?.nameref === true) return { kind: 'value', value: { kind: 'scalar', value: referred.value } };
	const reference = referenceOf(shell, part, index);
	const counts = part.length && part.index !== undefined && shell.isBash;
	if (counts && shell.options.set.nounset && isUnassigned(shell, reference.name)) {
		throw new ShellFailure(`${reference.name}: unbound variable`);
	}
	const said = shell.warnings.length;
	const value = lookUpValue(shell, reference);
	if (
		part.length &&
		part.index !== undefined &&
		said < shell.warnings.length &&
		shell.warnings.at(-1) === `${reference.name}: bad array subscript`
	) {
		shell.warnings.pop();
		throw new ShellFailure(`${part.index.text}]: bad array subscript`);
	}
	const operation = part.operation;
	if (operation?.type === 'default') return decideDefault(shell, operation, reference, value, part.quoted);
	if (shell.options.set.nounset) {
		if (value.kind === 'scalar') {
			if (value.value === undefined && !isElement(shell, part, reference) && !isOfArray(shell, operation, reference)) {
				throw unbound(shell, reference, part.text.startsWith('${'));
			}
		}
	}
	if (part.length)
		return { kind: 'value', value: { kind: 'scalar', value: String(lengthOf(shell, reference, value)) } };
	return { kind: 'value', value };
}

/** `set -u`: what refers to `$!` is wrong before there is one, whatever is to be done with it. */
function refuseUnsetPid(shell: Shell, part: ParameterPart, index: string | undefined): void {
	if (!part.indirect || index !== undefined || !shell.options.set.nounset || !shell.isBash) return;
	if (shell.lastBackgroundPid !== undefined || shell.variables.get(part.name) !== '!') return;
	shell.warnings.push('$!: unbound variable');
	throw new ShellFailure(`${part.text}: bad substitution`);
}

/** `${!a[@]}` and `${!prefix*}`. */
function indirectList(shell: Shell, part: ParameterPart, index: string | undefined): ParameterValue | undefined {
	if (!part.indirect) return undefined;
	if (part.operation?.type === 'names') {
		const names = shell.variables
			.visible()
			.filter((variable) => variable.name.startsWith(part.name) && (variable.isSet || variable.isArray))
			.map((variable) => variable.name);
		return { kind: 'list', values: names, star: part.operation.operator === '*' };
	}
	if (index === undefined || (index !== '@' && index !== '*') || part.operation !== undefined) return undefined;
	return { kind: 'list', values: keysOf(shell, part.name), star: index === '*' };
}

function isUnset(value: ParameterValue): boolean {
	return value.kind === 'scalar' ? value.value === undefined : value.values.length === 0;
}

/** An element that counts as empty though it is unset: its length, and what a name reference without braces means. */
function isElement(shell: Shell, part: ParameterPart, reference: Reference): boolean {
	if (!shell.isBash) return false;
	if (part.length && reference.index !== undefined) return true;
	const referred = reference.index === undefined && shell.variables.resolve(reference.name).index !== undefined;
	return referred && (part.length || !part.text.startsWith('${'));
}

/** `set -u`: an array that has elements has attributes, whatever its first one is. */
function isOfArray(shell: Shell, operation: ParameterOperation | undefined, { name, index }: Reference): boolean {
	if (operation?.type !== 'transform' || !/[Aa]/.test(operation.operator) || index !== undefined) return false;
	const { variable } = shell.variables.resolve(name);
	return variable?.isArray === true && variable.values().length > 0;
}

/** Whether an array has never been assigned; a variable of another kind counts as none. */
function isUnassigned(shell: Shell, name: string): boolean {
	const { variable, index } = shell.variables.resolve(name);
	if (variable === undefined || index !== undefined) return true;
	if (variable.dynamic !== undefined) return name === 'FUNCNAME' && !variable.isSet;
	return (variable.indexed ?? variable.associative)?.assigned !== true;
}

function isNull(value: ParameterValue): boolean {
	if (value.kind === 'scalar') return value.value === undefined || value.value === '';
	return value.values.length === 0 || (value.values.length === 1 && value.values[0] === '');
}

function decideDefault(
	shell: Shell,
	operation: Extract<ParameterOperation, { type: 'default' }>,
	reference: Reference,
	value: ParameterValue,
	quoted: boolean,
): Decision {
	// Elsewhere no list is unset.
	const lists = value.kind === 'list' && !shell.isBash;
	// Joined by nothing, empty values are none.
	const star = quoted && value.kind === 'list' && value.star && shell.isBash && shell.variables.get('IFS') === '';
	const none = isNull(value) || (star && value.values.every((each) => each === ''));
	const missing = operation.colon ? none : isUnset(value) && !lists;
	if (operation.operator === '+') {
		// An empty `"${a[@]+…}"` is no field at all.
		if (missing && value.kind === 'list' && !value.star) return { kind: 'value', value };
		if (missing) return { kind: 'value', value: { kind: 'scalar', value: '' } };
		return { kind: 'operand', parts: operation.operand };
	}
	if (!missing) return { kind: 'value', value };
	switch (operation.operator) {
		case '-':
			return { kind: 'operand', parts: operation.operand };
		case '=':
			return { kind: 'assign', reference, parts: operation.operand };
		case '?':
			return { kind: 'missing', reference, parts: operation.operand, colon: operation.colon };
	}
}

/** `${x:=text}`: the value as the variable's attributes have made it. */
export function assignDefault(shell: Shell, reference: Reference, text: string): string {
	// What `!` leads to has to be a plain name.
	if (reference.label.startsWith('!') && (reference.index !== undefined || !/^[A-Za-z_]/.test(reference.name))) {
		const element = reference.index === undefined ? '' : `[${reference.index}]`;
		throw new ShellFailure(`${reference.name}${element}: invalid variable name`);
	}
	if (!/^[A-Za-z_]/.test(reference.name)) {
		throw new ShellFailure(`$${reference.name}: cannot assign in this way`, 'exit');
	}
	try {
		if (reference.index === undefined) shell.variables.set(reference.name, text);
		else {
			writeElement(shell, reference.name, reference.index, text, false, (s, t) => Number(evaluateArithmetic(s, t)));
		}
		const { variable } = shell.variables.resolve(reference.name);
		const plain = variable === undefined || (!variable.integer && !/[luc]/.test(variable.flagLetters()));
		return plain ? text : (scalarOf(shell, lookUpValue(shell, reference)) ?? text);
	} catch (error) {
		if (!(error instanceof ShellFailure) || error.whole || !shell.isBash) throw error;
		if (shell.isStrict) throw new ShellFailure(error.message, 'exit', shell.fatalStatus);
		throw new ShellFailure(error.message, error.effect, shell.mode.interactive ? error.status : 2);
	}
}

/** `${x:?text}`. */
export function missing(shell: Shell, reference: Reference, text: string, colon: boolean): ShellFailure {
	if (!shell.isBash) {
		const detail = text === '' ? (colon ? 'parameter not set or null' : 'parameter not set') : text;
		return new ShellFailure(`${reference.label}: ${detail}`, 'exit', 2);
	}
	const detail = text === '' ? (colon ? 'parameter null or not set' : 'parameter not set') : text;
	return new ShellFailure(`${reference.label}: ${detail}`, 'exit', shell.fatalStatus);
}

function lengthOf(shell: Shell, reference: Reference, value: ParameterValue): number {
	if (value.kind === 'scalar') {
		// Of what a name reference calls an element bash finds no variable.
		if (reference.index === undefined && shell.variables.resolve(reference.name).index !== undefined) return 0;
		const text = value.value ?? '';
		return shell.mode.dialect === 'dash' ? encodeText(text).length : characterCount(text);
	}
	// Other shells than bash count bytes.
	if (reference.index === undefined && !shell.isBash) return encodeText(scalarOf(shell, value) ?? '').length;
	if (reference.index === undefined) return value.values.length;
	const { variable, index } = shell.variables.resolve(reference.name);
	return index === undefined ? elementCount(variable) : 0;
}

/** Applies `#`, `/`, `:`, `^`, `@` and so on to a value that was looked up. */
export function applyOperation(
	shell: Shell,
	part: ParameterPart,
	value: ParameterValue,
	operands: Operands,
	expandPrompt: (text: string) => string,
): ParameterValue {
	const operation = part.operation;
	if (operation === undefined || operation.type === 'default' || operation.type === 'names') return value;
	if (operation.type === 'slice') return applySlice(shell, part, value, operands);
	if (operation.type === 'transform') return applyTransform(shell, part, value, operands.index, expandPrompt);
	const change = changer(shell, operation, operands);
	const whole = (each: string): string => {
		const steps = change(each);
		let next = steps.next();
		while (next.done !== true) next = steps.next();
		return next.value;
	};
	if (value.kind === 'list') return { ...value, values: value.values.map(whole) };
	return value.value === undefined ? value : { kind: 'scalar', value: whole(value.value) };
}

/** What a step of a change costs. */
const CHANGE_STEPS = 60;

/** The same with others in between: values may be long. */
export function* applyOperationSlowly(
	shell: Shell,
	part: ParameterPart,
	value: ParameterValue,
	operands: Operands,
	expandPrompt: (text: string) => string,
): Task<ParameterValue> {
	const { operation } = part;
	if (operation?.type === 'transform' && 'QE'.includes(operation.operator) && !isUnset(value)) {
		const change = operation.operator === 'Q' ? reusableInSteps : decodedInSteps;
		return yield* changedSlowly(shell, value, change);
	}
	if (operation?.type !== 'replace' && operation?.type !== 'case') {
		return applyOperation(shell, part, value, operands, expandPrompt);
	}
	return yield* changedSlowly(shell, value, changer(shell, operation, operands));
}

function* decodedInSteps(text: string): Generator<undefined, string, void> {
	return (yield* decodeEscapesInSteps(text, 'ansi')).text;
}

function* changedSlowly(
	shell: Shell,
	value: ParameterValue,
	change: (text: string) => Generator<undefined, string, void>,
): Task<ParameterValue> {
	const changed: string[] = [];
	for (const each of value.kind === 'list' ? value.values : [value.value]) {
		if (each === undefined) return value;
		const steps = change(each);
		let next = steps.next();
		for (; next.done !== true; next = steps.next()) yield* shell.process.tick(CHANGE_STEPS);
		changed.push(next.value);
		if (changed.length % LIST_STEP === 0) yield* shell.process.tick(LIST_STEP);
		if (each.length > LONG_VALUE) yield* shell.process.tick(each.length >> LONG_VALUE_LOG2);
	}
	return value.kind === 'list' ? { ...value, values: changed } : { kind: 'scalar', value: changed[0] };
}

const LIST_STEP = 100;
/** A value that takes a while to be changed, and what of it takes a step. */
const LONG_VALUE = 65_536;
const LONG_VALUE_LOG2 = 8;

function changer(
	shell: Shell,
	operation: Extract<ParameterOperation, { type: 'remove' | 'replace' | 'case' }>,
	operands: Operands,
): (value: string) => Generator<undefined, string, void> {
	switch (operation.type) {
		case 'remove': {
			const glob = compilePattern(shell, operands.first, false);
			return (value) => atOnce(removePattern(value, operation.operator, glob));
		}
		case 'case': {
			const glob = operation.pattern.length === 0 ? undefined : compileGlob(operands.first, { extended: true });
			return (value) => changedCase(value, operation.operator, glob);
		}
		case 'replace': {
			const by = {
				glob: compilePattern(shell, operands.first),
				text: operands.second,
				ampersand: shell.options.shopt.patsub_replacement,
				all: operation.all,
				anchor: operation.anchor,
				withStar: compilePattern(shell, `*${operands.first}`),
				beginsWithStar: operands.first.startsWith('*'),
			};
			return (value) => replacedPieces(value, by);
		}
	}
}

function* atOnce(value: string): Generator<undefined, string, void> {
	return value;
}

function applySlice(shell: Shell, part: ParameterPart, value: ParameterValue, operands: Operands): ParameterValue {
	const operation = part.operation as Extract<ParameterOperation, { type: 'slice' }>;
	const named = `${part.name}${part.index === undefined ? '' : `[${part.index.text}]`}: `;
	if (value.kind === 'scalar' && value.value === undefined) return value;
	const name = part.indirect ? referenceOf(shell, part, operands.index).name : part.name;
	if (!shell.isBash && value.kind === 'list') {
		return applySlice(shell, part, { kind: 'scalar', value: scalarOf(shell, value) ?? '' }, operands);
	}
	const isArray = name !== '@' && name !== '*';
	if (value.kind === 'list' && value.values.length === 0 && isArray) return value;
	if (value.kind === 'list' && isArray && shell.variables.resolve(name).variable?.isArray !== true) {
		// Of a variable that is no array it is a part of the value.
		const [only] = value.values;
		const part0 = applySlice(shell, part, { kind: 'scalar', value: only }, operands);
		const text = part0 === NOTHING || part0.kind !== 'scalar' ? undefined : part0.value;
		return { ...value, values: text === undefined ? [] : [text] };
	}
	const offset = Number(evaluateArithmetic(shell, operands.first, named));
	if (isBeyond(shell, name, value, offset)) return value.kind === 'scalar' ? NOTHING : { ...value, values: [] };
	const length = operation.length === undefined ? undefined : Number(evaluateArithmetic(shell, operands.second, named));
	const label = operation.length?.text ?? '';
	if (value.kind === 'scalar') {
		return value.value === undefined ? value : { kind: 'scalar', value: slice(value.value, offset, length, label) };
	}
	return { ...value, values: sliceList(shell, name, value.values, offset, length, label) };
}

const NOTHING: ParameterValue = { kind: 'scalar', value: '' };

/** Whether nothing can come of it: then bash does not look at the length. Models subst.c verify_substring_values. */
function isBeyond(shell: Shell, name: string, value: ParameterValue, offset: number): boolean {
	let length: number;
	if (value.kind === 'scalar') length = characterCount(value.value ?? '');
	else if (name === '@' || name === '*') length = value.values.length + 1;
	else {
		const indexed = shell.variables.resolve(name).variable?.indexed;
		length = indexed === undefined ? value.values.length + 1 : indexed.last + 1;
	}
	const start = offset < 0 ? length + offset : offset;
	const isArray = value.kind === 'list' && name !== '@' && name !== '*';
	return start < 0 || (isArray ? start >= length : start > length);
}

function sliceList(
	shell: Shell,
	name: string,
	values: readonly string[],
	offset: number,
	length: number | undefined,
	label: string,
): readonly string[] {
	if (length !== undefined && length < 0) throw new ShellFailure(`${label}: substring expression < 0`);
	const take = (items: readonly string[]): readonly string[] => items.slice(0, length);
	if (name === '@' || name === '*') {
		const all = [shell.name, ...values];
		const start = offset < 0 ? all.length + offset : offset;
		return start < 0 ? [] : take(start === 0 ? all : all.slice(start));
	}
	const variable = shell.variables.resolve(name).variable;
	if (variable?.associative !== undefined) {
		// It counts from one, and takes one at least. Models bash assoc.c assoc_subrange.
		const start = Math.max(1, offset < 0 ? values.length + 1 + offset : offset) - 1;
		return values.slice(start, length === undefined ? undefined : start + Math.max(1, length));
	}
	if (variable?.indexed === undefined) {
		const start = offset < 0 ? values.length + offset : offset;
		return start < 0 ? [] : take(values.slice(start));
	}
	const start = offset < 0 ? variable.indexed.last + 1 + offset : offset;
	if (start < 0) return [];
	const indices = variable.indexed.indices();
	return take(values.filter((_, position) => (indices[position] as number) >= start));
}

function applyTransform(
	shell: Shell,
	part: ParameterPart,
	value: ParameterValue,
	index: string | undefined,
	expandPrompt: (text: string) => string,
): ParameterValue {
	const operator = (part.operation as Extract<ParameterOperation, { type: 'transform' }>).operator;
	const target = part.indirect ? referenceOf(shell, part, index) : { name: part.name, index };
	const { variable } = shell.variables.resolve(target.name);
	const whole = target.index === '@' || target.index === '*';
	const scalar = (text: string | undefined): ParameterValue => ({ kind: 'scalar', value: text });
	if (value.kind === 'list' && target.index === undefined && 'AKk'.includes(operator))
		return ofPositional(value, operator);
	switch (operator) {
		case 'a':
			if (value.kind === 'list' && value.values.length === 0 && variable?.isArray === true) {
				return { ...value, values: [variable.flagLetters()] };
			}
			if (value.kind === 'list') return { ...value, values: value.values.map(() => variable?.flagLetters() ?? '') };
			return scalar(variable?.flagLetters());
		case 'A': {
			if (variable === undefined) return scalar(undefined);
			if (!whole || !variable.isArray)
				return scalar(
					assignmentText(
						variable.name,
						variable.flagLetters(),
						value.kind === 'scalar' ? value.value : variable.scalar(),
					),
				);
			if ((variable.indexed ?? variable.associative)?.assigned !== true && variable.values().length === 0)
				return scalar(assignmentText(variable.name, variable.flagLetters(), undefined));
			const body = runThrough(arrayLiteral(variable.keys(), variable.values(), variable.associative !== undefined));
			const values = ['declare', `-${variable.flagLetters() || '-'}`, `${variable.name}=${body}`];
			return { kind: 'list', values, star: index === '*' };
		}
		case 'K':
		case 'k':
			return keyValues(variable, value, operator, whole);
		default: {
			const change = (text: string): string =>
				operator === 'P' ? expandPrompt(text) : transform(text, operator, (t) => decodeEscapes(t, 'ansi').text);
			if (value.kind === 'list') return { ...value, values: value.values.map(change) };
			return value.value === undefined ? value : scalar(change(value.value));
		}
	}
}

/** `${@@A}` is the command that sets them. */
function ofPositional(value: Extract<ParameterValue, { kind: 'list' }>, operator: string): ParameterValue {
	const quoted = value.values.map(reusable);
	if (operator !== 'A') return { ...value, values: quoted };
	return { ...value, values: quoted.length === 0 ? [] : ['set', '--', ...quoted] };
}

function keyValues(
	variable: Variable | undefined,
	value: ParameterValue,
	operator: string,
	whole: boolean,
): ParameterValue {
	const isArray = variable?.isArray === true;
	const associative = variable?.associative !== undefined;
	const keys = variable?.keys() ?? [];
	const [only] = value.kind === 'scalar' ? [value.value] : value.values;
	if (!whole || !isArray) return { kind: 'scalar', value: only === undefined ? '' : reusable(only) };
	if (value.kind === 'scalar') return value;
	if (operator === 'k') {
		return { ...value, values: keys.flatMap((key, index) => [key, value.values[index] as string]) };
	}
	const text = keys.map((key, index) => `${quoteKey(key)} ${doubleQuote(value.values[index] as string)}`);
	// An associative array's list ends in a blank.
	return { kind: 'scalar', value: associative ? text.map((each) => `${each} `).join('') : text.join(' ') };
}
