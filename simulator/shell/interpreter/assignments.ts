import type { Task } from '../../machinery/task.ts';

import { tooManyWords } from '../expansion/brace-texts.ts';
import { writeElement } from '../expansion/element.ts';
import {
	arithmeticText,
	arithmeticTextSlowly,
	expandToText,
	expandToTextSlowly,
	expandWords,
	expandWordsSlowly,
} from '../expansion/expand.ts';
import { WORDS_MAX } from '../expansion/fields.ts';
import { evaluateIndex } from '../expansion/parameter.ts';
import { singleQuote } from '../expansion/quote.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { type AssociativeArray, IndexedArray } from '../state/shell-array.ts';
import type { Variable } from '../state/variable.ts';
import type { ArrayLiteral, Assignment, Word } from '../syntax/ast.ts';
import { expandBraces, hasBraces } from '../syntax/brace-expansion.ts';
import { withoutTildes } from '../syntax/inner-tildes.ts';
import { parseArithmeticText, parseWord } from '../syntax/word-parser.ts';
import { complainOf } from './fork.ts';

/** `name=value`, `name[i]=value`, `name=(…)`, with `+=`. Throws ShellFailure. @returns the value as xtrace shows it. */
export function assign(shell: Shell, assignment: Assignment): string {
	const { value } = assignment;
	if (value.type === 'array') throw new Error('assertion failed: array literals are assigned as tasks');
	const text = expandToText(shell, value, 'assignment');
	const subscript = assignment.index === undefined ? undefined : subscriptText(shell, assignment, assignment.index);
	put(shell, assignment, subscript, text);
	return text;
}

/** The subscript of an indexed array is an expression: single quotes do not quote in it. */
function subscriptText(shell: Shell, assignment: Assignment, index: Word): string {
	if (!isQuotedIndex(shell, assignment, index)) return expandToText(shell, index);
	return arithmeticText(shell, parseArithmeticText(index.text, shell.mode.dialect));
}

function isQuotedIndex(shell: Shell, { name }: Assignment, { text }: Word): boolean {
	return text.includes("'") && shell.variables.resolve(name).variable?.associative === undefined;
}

function* subscriptTextSlowly(shell: Shell, assignment: Assignment, index: Word): Task<string> {
	if (!isQuotedIndex(shell, assignment, index)) return yield* expandToTextSlowly(shell, index);
	return yield* arithmeticTextSlowly(shell, parseArithmeticText(index.text, shell.mode.dialect));
}

/** As a task. @param show is told the value before anything is assigned: `set -x`. */
export function* assignSlowly(
	shell: Shell,
	assignment: Assignment,
	show?: (shell: Shell, value: string) => Task<void>,
): Task<void> {
	const { value } = assignment;
	if (value.type === 'array') {
		if (show !== undefined) yield* show(shell, '(…)');
		refuseList(assignment);
		refuseElement(shell.variables.resolve(assignment.name));
		const variable = shell.variables.writable(assignment.name);
		yield* assignArray(shell, variable, value, assignment.append);
		return;
	}
	const text = yield* expandToTextSlowly(shell, value, 'assignment');
	if (show !== undefined) yield* show(shell, text);
	const { index } = assignment;
	const subscript = index === undefined ? undefined : yield* subscriptTextSlowly(shell, assignment, index);
	put(shell, assignment, subscript, text);
}

/** `a[0]=(v)`. */
export function refuseList({ name, index }: Assignment): void {
	if (index !== undefined) throw new ShellFailure(`${name}[${index.text}]: cannot assign list to array member`);
}

/** What a name reference calls an element has no elements of its own. */
function refuseElement({ name, index }: { readonly name: string; readonly index: string | undefined }): void {
	if (index !== undefined) throw new ShellFailure(`\`${name}[${index}]': not a valid identifier`);
}

function put(shell: Shell, assignment: Assignment, subscript: string | undefined, text: string): void {
	const { name, index } = assignment;
	if (subscript === '' && index !== undefined && shell.variables.resolve(name).variable?.associative !== undefined) {
		throw new ShellFailure(`${name}[${index.text}]: bad array subscript`);
	}
	assignText(shell, name, subscript, text, assignment.append, index?.text);
}

/** Assigns text that is expanded already. @param written its subscript as messages show it. */
export function assignText(
	shell: Shell,
	name: string,
	subscript: string | undefined,
	text: string,
	append: boolean,
	written?: string,
): void {
	if (subscript === undefined) {
		if (append) shell.variables.append(name, text);
		else shell.variables.set(name, text);
		return;
	}
	const target = shell.variables.resolve(name);
	refuseElement(target);
	const shown = `${name}[${written ?? subscript}]`;
	writeElement(shell, target.name, subscript, text, append, evaluateIndex, shown, written === '');
}

/**
 * Fills a variable with an array literal; an associative array stays one.
 * @param declared the argument of a declaration builtin, whose words messages show as bash has quoted them meanwhile.
 */
export function* assignArray(
	shell: Shell,
	variable: Variable,
	literal: ArrayLiteral,
	append: boolean,
	declared = false,
): Task<void> {
	const elements = yield* expandElements(shell, literal, variable.associative !== undefined);
	if (variable.dynamic?.associative === undefined) variable.dynamic = undefined;
	if (variable.associative !== undefined) {
		const array = variable.associative.toFill(append);
		array.assigned = true;
		yield* fillAssociative(shell, variable, array, elements, declared);
		if (variable.dynamic === undefined) variable.associative = array;
		return;
	}
	const array = append ? variable.makeIndexed() : new IndexedArray();
	array.assigned = true;
	// Expressions see the elements before theirs.
	if (variable.integer) variable.indexed = array;
	let next = append ? array.last + 1 : 0;
	let count = 0;
	for (const element of elements) {
		if (element.key === '@' || element.key === '*') {
			yield* complainOf(shell, `${wholeText(element)}: cannot assign to non-numeric index`);
			continue;
		}
		if (element.key === '') {
			yield* complainOf(shell, `${wholeText(element)}: bad array subscript`);
			continue;
		}
		if (element.key !== undefined) {
			next = evaluateIndex(shell, element.key);
			if (next < 0) next += array.last + 1;
			if (next < 0) {
				yield* complainOf(shell, `${wholeText(element)}: bad array subscript`);
				next = array.last + 1;
				continue;
			}
		}
		const value = shell.variables.converted(variable, array.get(next) ?? '', element.value, element.append);
		array.set(next, value);
		next++;
		if (++count % STEP_ELEMENTS === 0) yield* shell.process.tick(STEP_ELEMENTS / 4);
	}
	variable.value = undefined;
	variable.indexed = array;
}

/** So many elements are assigned without giving others their turn. */
const STEP_ELEMENTS = 1_000;

interface Element {
	readonly key: string | undefined;
	readonly append: boolean;
	readonly value: string;
	/** As written; empty for the values of an indexed array. */
	readonly text: string;
}

/** `[1]={a,b}`: the braces make words of it that have no subscript any more. */
function braced(shell: Shell, element: ArrayLiteral['elements'][number], associative: boolean): Word | undefined {
	const { index, value, append } = element;
	if (index === undefined || associative || !shell.options.set.braceexpand) return undefined;
	const text = `[${index.text}]${append ? '+=' : '='}${value.text}`;
	if (!hasBraces(text)) return undefined;
	// `${x,,}` only looks like some.
	const [first] = expandBraces(text);
	return first === text ? undefined : parseWord(text, shell.mode.dialect);
}

/** The words of an array literal, expanded. */
export function* expandElements(shell: Shell, literal: ArrayLiteral, associative: boolean): Task<Element[]> {
	const out: Element[] = [];
	for (const written of literal.elements) {
		const bare = associative || (shell.options.set.posix && written.index !== undefined);
		const element = bare ? { ...written, value: withoutTildes(written.value) } : written;
		const whole = braced(shell, element, associative);
		if (whole !== undefined) {
			for (const value of expandWords(shell, [whole])) out.push({ key: undefined, append: false, value, text: '' });
			continue;
		}
		if (element.index !== undefined) {
			const key = yield* expandToTextSlowly(shell, element.index);
			const value = yield* expandToTextSlowly(shell, element.value, 'element');
			const text = `[${element.index.text}]${element.append ? '+=' : '='}${element.value.text}`;
			out.push({ key, append: element.append, value, text });
			continue;
		}
		const words: readonly Word[] = [element.value];
		if (associative) {
			// Only keys and values in turn: among subscripts it is wrong as it stands.
			const inPairs = literal.elements[0]?.index === undefined;
			const value = inPairs ? yield* expandToTextSlowly(shell, element.value) : element.value.text;
			out.push({ key: undefined, append: false, value, text: element.value.text });
		} else {
			const values = element.value.slow ? yield* expandWordsSlowly(shell, words) : expandWords(shell, words);
			if (out.length + values.length > WORDS_MAX) throw tooManyWords(element.value);
			for (const value of values) {
				out.push({ key: undefined, append: false, value, text: '' });
				if (out.length % STEP_ELEMENTS === 0) yield* shell.process.tick(STEP_ELEMENTS / 4);
			}
		}
	}
	return out;
}

/** `([k]=v …)`, or keys and values in turn. What is wrong is said and left out. `+=` adds to what was there before. */
function* fillAssociative(
	shell: Shell,
	variable: Variable,
	array: AssociativeArray,
	elements: readonly Element[],
	declared: boolean,
): Task<void> {
	const before = (key: string): string => variable.associative?.get(key) ?? '';
	const inPairs = elements[0] !== undefined && elements[0].key === undefined;
	for (let i = 0; i < elements.length; i++) {
		const element = elements[i] as Element;
		if (inPairs) {
			const value = wholeText(elements[++i]);
			const key = wholeText(element);
			if (key === '') yield* complainOf(shell, `${declared ? "''" : element.text}: bad array subscript`);
			else array.set(key, shell.variables.convert(variable, value));
		} else if (element.key === undefined) {
			const shown = shownElement(element, declared);
			if (shell.substitutionStatus >= 0) shell.substitutionStatus = 1;
			yield* complainOf(shell, `${variable.name}: ${shown}: must use subscript when assigning associative array`);
		} else if (element.key === '') {
			yield* complainOf(shell, `${shownElement(element, declared)}: bad array subscript`);
		} else {
			const value = shell.variables.converted(variable, before(element.key), element.value, element.append);
			array.set(element.key, value);
		}
	}
}

/** An element where keys and values stand in turn: a subscript is text like any other. */
function wholeText(element: Element | undefined): string {
	if (element?.key === undefined) return element?.value ?? '';
	return `[${element.key}]${element.append ? '+=' : '='}${element.value}`;
}

/** Models bash subst.c quote_compound_array_word, expand_and_quote_assoc_word. */
function shownElement({ key, append, value, text }: Element, declared: boolean): string {
	if (!declared) return text;
	return key === undefined ? singleQuote(text) : `[${singleQuote(key)}]${append ? '+=' : '='}${singleQuote(value)}`;
}
