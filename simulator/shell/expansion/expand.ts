import type { Task } from '../../machinery/task.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { ArithmeticPart, ArithmeticText, ParameterPart, Part, Word } from '../syntax/ast.ts';
import { withoutInnerTildes } from '../syntax/inner-tildes.ts';
import { parseWord } from '../syntax/word-parser.ts';
import { evaluateArithmetic, evaluateTree } from './arithmetic.ts';
import { braceTexts, braceTextsSlowly, tooManyWords } from './brace-texts.ts';
import { asKey } from './element.ts';
import {
	applyOperation,
	applyOperationSlowly,
	assignDefault,
	type Decision,
	lookUp,
	missing,
	type Operands,
} from './expand-parameter.ts';
import { type Field, Fields, type Place, separatorsOf, WORDS_MAX } from './fields.ts';
import { formerReplacement } from './former-replacement.ts';
import type { ParameterValue } from './parameter.ts';
import { expandPath } from './path-expansion.ts';
import { isPrompt, NO_PROMPTS, promptsOf } from './prompt-values.ts';
import { paced, putChanged, putInSteps, putValue } from './put-value.ts';
import { protectedSubscript } from './quote.ts';
import { markQuoted, regexpOf } from './regexp-text.ts';
import { isLong, splitsLong } from './splits-long.ts';
import { startsField } from './starts-field.ts';
import { homeOf } from './tilde.ts';

/**
 * Expansion of words. Everything comes in two forms: a plain function for what cannot wait, and a task for what holds
 * command substitutions (`slow`). They share all the rules; only the walk over the parts is written twice.
 */

/** All words of a command, as the arguments they become. */
export function expandWords(shell: Shell, words: readonly Word[]): string[] {
	const out: string[] = [];
	for (const word of words) {
		if (word.literal !== undefined) out.push(word.literal);
		else expandWordInto(shell, word, out);
	}
	return out;
}

export function* expandWordsSlowly(shell: Shell, words: readonly Word[]): Task<string[]> {
	const out: string[] = [];
	let rested = 0;
	for (const word of words) {
		if (word.literal !== undefined) out.push(word.literal);
		else if (!word.slow && !splitsLong(shell, word)) expandWordInto(shell, word, out);
		else yield* expandWordSlowly(shell, word, out);
		if (out.length - rested < STEP_WORDS) continue;
		rested = out.length;
		yield* shell.process.tick(STEP_WORDS / 4);
	}
	return out;
}

function* expandWordSlowly(shell: Shell, word: Word, out: string[]): Task<void> {
	if (!word.braces || !shell.options.set.braceexpand) {
		yield* expandOneSlowly(shell, word, out);
		return;
	}
	let count = 0;
	for (const text of yield* braceTextsSlowly(shell, word)) {
		if (PLAIN.test(text)) out.push(text);
		else
			yield* expandOneSlowly(shell, { ...withoutInnerTildes(parseWord(text, shell.mode.dialect)), braces: false }, out);
		if (++count % STEP_WORDS === 0) yield* shell.process.tick(STEP_WORDS / 4);
	}
	if (out.length > WORDS_MAX) throw tooManyWords(word);
}

/** What starting a process costs. */
const FORK_STEPS = 100;

/** So many words are expanded without giving others their turn. */
const STEP_WORDS = 1_000;

function expandWordInto(shell: Shell, word: Word, out: string[]): void {
	if (!word.braces || !shell.options.set.braceexpand) {
		expandOne(shell, word, out);
		return;
	}
	for (const text of braceTexts(word)) {
		if (PLAIN.test(text)) out.push(text);
		else expandOne(shell, withoutInnerTildes(parseWord(text, shell.mode.dialect)), out);
	}
}

const PLAIN = /^[A-Za-z0-9_./:=+,%@-]+$/;

function expandOne(shell: Shell, word: Word, out: string[]): void {
	const fields = new Fields(separatorsOf(shell), true);
	for (const part of word.parts) expandPart(shell, part, fields);
	fields.end();
	finishFields(shell, fields.out, out);
	if (out.length > WORDS_MAX) throw tooManyWords(word);
}

function* expandOneSlowly(shell: Shell, word: Word, out: string[]): Task<void> {
	const fields = new Fields(separatorsOf(shell), true);
	yield* expandPartsSlowly(shell, word.parts, fields);
	fields.end();
	if (out.length + fields.out.length > WORDS_MAX) throw tooManyWords(word);
	for (let at = 0; at < fields.out.length; at += STEP_WORDS) {
		finishFields(shell, fields.out.slice(at, at + STEP_WORDS), out);
		if (fields.out.length > STEP_WORDS) yield* shell.process.tick(STEP_WORDS / 4);
	}
	if (out.length > WORDS_MAX) throw tooManyWords(word);
}

/** Path expansion of finished fields. */
function finishFields(shell: Shell, fields: readonly (Field | string)[], out: string[]): void {
	for (const field of fields) {
		if (typeof field === 'string') {
			out.push(field);
			continue;
		}
		if (shell.options.set.noglob) {
			out.push(field.text);
			continue;
		}
		const paths = expandPath(shell, field.pattern);
		if (paths === undefined) out.push(field.text);
		else if (paths.length > 0) for (const path of paths) out.push(path);
		else if (shell.options.shopt.failglob) throw new ShellFailure(`no match: ${field.text}`);
		else if (!shell.options.shopt.nullglob) out.push(field.text);
	}
}

/** One word without splitting and globbing: an assignment's value, a `case` word, a here-string (place: as an assignment's). */
export function expandToText(shell: Shell, word: Word, place: Place = 'word'): string {
	return word.literal ?? partsToText(shell, word.parts, place);
}

export function* expandToTextSlowly(shell: Shell, word: Word, place: Place = 'word'): Task<string> {
	return word.slow ? yield* partsToTextSlowly(shell, word.parts, place) : expandToText(shell, word, place);
}

/** The body of a here-document. */
export function* expandDocument(shell: Shell, word: Word): Task<string> {
	if (word.literal !== undefined) return word.literal;
	const fields = new Fields(separatorsOf(shell), false);
	fields.place = 'document';
	yield* expandPartsSlowly(shell, word.parts, fields);
	return fields.text;
}

/** A word that is not split, but a pattern of paths: an assignment that came of braces. */
export function* expandUnsplit(shell: Shell, word: Word): Task<string[]> {
	const fields = new Fields(separatorsOf(shell), false);
	yield* expandPartsSlowly(shell, word.parts, fields);
	fields.end();
	const out: string[] = [];
	finishFields(shell, fields.out, out);
	return out;
}

export function partsToText(shell: Shell, parts: readonly Part[], place: Place = 'word'): string {
	const only = parts[0];
	if (parts.length === 0) return '';
	if (parts.length === 1 && only?.type === 'literal') return only.value;
	const fields = new Fields(separatorsOf(shell), false);
	fields.place = place;
	for (const part of parts) expandPart(shell, part, fields);
	return fields.text;
}

export function* partsToTextSlowly(shell: Shell, parts: readonly Part[], place: Place = 'word'): Task<string> {
	const fields = new Fields(separatorsOf(shell), false);
	fields.place = place;
	yield* expandPartsSlowly(shell, parts, fields);
	return fields.text;
}

/** A pattern: what was quoted is escaped. */
export function partsToPattern(shell: Shell, parts: readonly Part[]): string {
	const fields = new Fields(separatorsOf(shell), false);
	for (const part of parts) expandPart(shell, part, fields);
	return fields.asPattern;
}

/** @param protect escapes what was quoted; undefined: only what would be special. */
export function* partsToPatternSlowly(
	shell: Shell,
	parts: readonly Part[],
	protect?: (text: string) => string,
	endsWithFirst = false,
): Task<string> {
	const fields = new Fields(separatorsOf(shell), false, protect);
	fields.endsWithFirst = endsWithFirst;
	yield* expandPartsSlowly(shell, parts, fields);
	return fields.asPattern;
}

/** The right side of `=~`: what was quoted matches itself. */
export function* partsToRegexp(shell: Shell, parts: readonly Part[]): Task<string> {
	const fields = new Fields(separatorsOf(shell), false, markQuoted);
	yield* expandPartsSlowly(shell, parts, fields);
	return regexpOf(fields.asPattern);
}

/** The text of an arithmetic expression, expanded. */
export function arithmeticText(shell: Shell, arithmetic: ArithmeticText): string {
	return arithmetic.constant ? constantText(arithmetic) : partsToText(shell, arithmetic.parts);
}

export function* arithmeticTextSlowly(shell: Shell, arithmetic: ArithmeticText): Task<string> {
	return arithmetic.slow ? yield* partsToTextSlowly(shell, arithmetic.parts) : arithmeticText(shell, arithmetic);
}

function constantText(arithmetic: ArithmeticText): string {
	let text = '';
	for (const part of arithmetic.parts) text += part.type === 'literal' ? part.value : '';
	return text;
}

/** Evaluates an arithmetic text that is not slow. */
export function evaluateText(shell: Shell, arithmetic: ArithmeticText, label = ''): number | bigint {
	if (arithmetic.compiled !== undefined) return evaluateTree(shell, arithmetic.compiled, arithmetic.text, label);
	return evaluateArithmetic(shell, arithmeticText(shell, arithmetic), label);
}

function expandPart(shell: Shell, part: Part, fields: Fields): void {
	switch (part.type) {
		case 'literal':
			fields.add(part.value, part.quoted);
			return;
		case 'quoted': {
			const outside = fields.emptyCounts;
			fields.emptyCounts = startsField(shell, part.parts);
			if (fields.emptyCounts) fields.start();
			for (const inner of part.parts) expandPart(shell, inner, fields);
			fields.emptyCounts = outside;
			return;
		}
		case 'subscript':
			fields.add(protectedSubscript(partsToText(shell, part.parts)), true);
			return;
		case 'parameter':
			expandParameter(shell, inMode(shell, part), fields);
			return;
		case 'arithmetic':
			fields.expand(
				arithmeticValue(shell, () => evaluateText(shell, part.arithmetic)),
				part.quoted,
			);
			return;
		case 'tilde':
			// POSIX knows no tildes in words that only look like assignments.
			fields.add(
				(part.inWord && shell.options.set.posix ? undefined : homeOf(shell, part.user)) ?? `~${part.user}`,
				true,
			);
			return;
		default:
			throw new Error(`assertion failed: ${part.type} is slow`);
	}
}

function* expandPartsSlowly(shell: Shell, parts: readonly Part[], fields: Fields): Task<void> {
	for (const part of parts) {
		if (!part.slow && !(fields.splits && isLong(shell, part))) expandPart(shell, part, fields);
		else yield* expandPartSlowly(shell, part, fields);
	}
}

function* expandPartSlowly(shell: Shell, part: Part, fields: Fields): Task<void> {
	switch (part.type) {
		case 'quoted': {
			const outside = fields.emptyCounts;
			fields.emptyCounts = startsField(shell, part.parts);
			if (fields.emptyCounts) fields.start();
			yield* expandPartsSlowly(shell, part.parts, fields);
			fields.emptyCounts = outside;
			return;
		}
		case 'subscript':
			fields.add(protectedSubscript(yield* partsToTextSlowly(shell, part.parts)), true);
			return;
		case 'parameter':
			yield* expandParameterSlowly(shell, inMode(shell, part), fields);
			return;
		case 'arithmetic':
			yield* expandArithmeticSlowly(shell, part, fields);
			return;
		case 'command': {
			// Other shells than bash count the lines between backquotes for themselves.
			const line = shell.isBash ? shell.line : part.backquoted ? 1 : shell.line + part.lineOffset;
			const text = yield* shell.interpreter.substitute(shell, part.source, line, part.backquoted);
			yield* paced(shell, fields.expandInSteps(text, part.quoted));
			return;
		}
		case 'process':
			fields.add(shell.interpreter.processSubstitution(shell, part.direction, part.source, shell.line), true);
			yield* shell.process.tick(FORK_STEPS);
			return;
		default:
			throw new Error(`assertion failed: ${part.type} is not slow`);
	}
}

function* expandArithmeticSlowly(shell: Shell, part: ArithmeticPart, fields: Fields): Task<void> {
	const text = yield* partsToTextSlowly(shell, part.arithmetic.parts);
	fields.expand(
		arithmeticValue(shell, () => evaluateArithmetic(shell, text)),
		part.quoted,
	);
}

/** A wrong expression ends a POSIX shell. */
function arithmeticValue(shell: Shell, evaluate: () => number | bigint): string {
	try {
		return String(evaluate());
	} catch (error) {
		if (!(error instanceof ShellFailure) || !shell.isBash || !shell.options.set.posix) throw error;
		throw new ShellFailure(error.message, 'exit', shell.fatalStatus);
	}
}

function inMode(shell: Shell, part: ParameterPart): ParameterPart {
	return part.posix !== undefined && shell.options.set.posix ? part.posix : part;
}

function expandParameter(shell: Shell, part: ParameterPart, fields: Fields): void {
	if (isSimple(part)) {
		putSimple(shell, part, fields);
		return;
	}
	const index = part.index === undefined ? undefined : subscriptText(shell, part);
	const decision = lookUp(shell, part, index);
	switch (decision.kind) {
		case 'value': {
			const { value } = decision;
			put(shell, part, value, () => (hasOperands(value) ? operandsOf(shell, part, index) : none(index)), fields);
			return;
		}
		case 'operand':
			if (part.quoted) fields.add('', true);
			for (const inner of decision.parts) if (!putLiteral(inner, part, fields)) expandPart(shell, inner, fields);
			return;
		default:
			finishDefault(shell, part, decision, partsToText(shell, decision.parts, 'assignment'), fields);
	}
}

function isSimple({ operation, index, length, indirect, bad, name }: ParameterPart): boolean {
	if (operation !== undefined || index !== undefined || length || indirect || bad) return false;
	return name !== '@' && name !== '*';
}

/** bash does not expand pattern, replacement and offset for what is unset. Models subst.c parameter_brace_patsub. */
function hasOperands(value: ParameterValue): boolean {
	return value.kind === 'list' || value.value !== undefined;
}

function none(index: string | undefined): Operands {
	return { index, first: '', second: '' };
}

/** The text of an operand is split like any expansion's. */
function putLiteral(inner: Part, part: ParameterPart, fields: Fields): boolean {
	if (inner.type !== 'literal' || inner.quoted || part.quoted) return false;
	fields.expand(inner.value, false);
	return true;
}

/** `$x`, `${x}`: by far the most frequent. */
function putSimple(shell: Shell, part: ParameterPart, fields: Fields): void {
	const decision = lookUp(shell, part, undefined);
	if (decision.kind !== 'value') throw new Error('assertion failed: a simple parameter has a value');
	putValue(decision.value, part.quoted, fields);
}

function put(shell: Shell, part: ParameterPart, value: ParameterValue, operands: () => Operands, fields: Fields): void {
	const simple = part.operation === undefined || part.operation.type === 'default';
	putChanged(part, simple ? value : applyOperation(shell, part, value, operands(), (text) => text), fields);
}

function subscriptText(shell: Shell, part: ParameterPart): string {
	const text = part.index as ArithmeticText;
	if (text.text === '@' || text.text === '*') return text.text;
	return keyOf(shell, part, partsToText(shell, subscriptParts(shell, part, text)));
}

/** An associative array has keys `@` and `*` too: what is not written so does not mean all elements. */
function keyOf(shell: Shell, part: ParameterPart, text: string): string {
	if (text !== '@' && text !== '*') return text;
	return shell.variables.resolve(part.name).variable?.associative === undefined ? text : asKey(text);
}

function subscriptParts(shell: Shell, part: ParameterPart, { parts, asKey }: ArithmeticText): readonly Part[] {
	if (asKey === undefined) return parts;
	return shell.variables.resolve(part.name).variable?.associative === undefined ? parts : asKey;
}

function operandsOf(shell: Shell, part: ParameterPart, index: string | undefined): Operands {
	const operation = part.operation;
	switch (operation?.type) {
		case 'remove':
		case 'case':
			return { index, first: partsToPattern(shell, operation.pattern), second: '' };
		case 'replace': {
			const first = partsToPattern(shell, operation.pattern);
			const former = formerReplacement(shell, operation);
			if (former !== undefined) return { index, first, second: partsToText(shell, former) };
			return { index, first, second: partsToPatternFields(shell, operation.replacement).asPattern };
		}
		case 'slice':
			return {
				index,
				first: arithmeticText(shell, operation.offset),
				second: operation.length === undefined ? '' : arithmeticText(shell, operation.length),
			};
		default:
			return { index, first: '', second: '' };
	}
}

function partsToPatternFields(shell: Shell, parts: readonly Part[]): Fields {
	const fields = new Fields(separatorsOf(shell), false, escapeReplacement);
	fields.marksEmpty = true;
	for (const part of parts) expandPart(shell, part, fields);
	return fields;
}

/** In a replacement `&` and backslashes count only where they are not quoted. */
function escapeReplacement(text: string): string {
	return text.replace(/[&\\]/g, '\\$&');
}

function* expandParameterSlowly(shell: Shell, part: ParameterPart, fields: Fields): Task<void> {
	let index: string | undefined;
	if (part.index !== undefined) {
		const { index: written } = part;
		index = written.slow
			? keyOf(shell, part, yield* partsToTextSlowly(shell, subscriptParts(shell, part, written)))
			: subscriptText(shell, part);
	}
	const decision = lookUp(shell, part, index);
	switch (decision.kind) {
		case 'value': {
			const operands = hasOperands(decision.value) ? yield* operandsOfSlowly(shell, part, index) : none(index);
			const prompts = isPrompt(part) ? yield* promptsOf(shell, decision.value) : NO_PROMPTS;
			const prompt = (text: string): string => prompts.get(text) ?? text;
			const changed = yield* applyOperationSlowly(shell, part, decision.value, operands, prompt);
			yield* paced(shell, putInSteps(part, changed, fields));
			return;
		}
		case 'operand':
			if (part.quoted) fields.add('', true);
			for (const inner of decision.parts) {
				if (!putLiteral(inner, part, fields)) yield* expandPartsSlowly(shell, [inner], fields);
			}
			return;
		default:
			finishDefault(shell, part, decision, yield* partsToTextSlowly(shell, decision.parts, 'assignment'), fields);
	}
}

function finishDefault(
	shell: Shell,
	part: ParameterPart,
	decision: Extract<Decision, { kind: 'assign' | 'missing' }>,
	text: string,
	fields: Fields,
): void {
	if (decision.kind === 'missing') throw missing(shell, decision.reference, text, decision.colon);
	fields.expand(assignDefault(shell, decision.reference, text), part.quoted);
}

function* operandsOfSlowly(shell: Shell, part: ParameterPart, index: string | undefined): Task<Operands> {
	const operation = part.operation;
	switch (operation?.type) {
		case 'remove':
		case 'case':
			return { index, first: yield* partsToPatternSlowly(shell, operation.pattern), second: '' };
		case 'replace': {
			const first = yield* partsToPatternSlowly(shell, operation.pattern);
			const former = formerReplacement(shell, operation);
			if (former !== undefined) return { index, first, second: yield* partsToTextSlowly(shell, former) };
			const fields = new Fields(separatorsOf(shell), false, escapeReplacement);
			fields.marksEmpty = true;
			yield* expandPartsSlowly(shell, operation.replacement, fields);
			return { index, first, second: fields.asPattern };
		}
		case 'slice':
			return {
				index,
				first: yield* arithmeticTextSlowly(shell, operation.offset),
				second: operation.length === undefined ? '' : yield* arithmeticTextSlowly(shell, operation.length),
			};
		default:
			return { index, first: '', second: '' };
	}
}
