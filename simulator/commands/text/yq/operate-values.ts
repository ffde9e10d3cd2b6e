import { includesText } from '../../../machinery/find-text.ts';
import type { Task } from '../../../machinery/task.ts';
import { divide, isEqual, modulo, multiply, ordered, rulesOf } from './arithmetic.ts';
import { differenceIn, sumIn } from './date-arithmetic.ts';
import { type Context, type Evaluator, type Handler, reading } from './evaluator.ts';
import type { Expression } from './parse-expression.ts';
import { keyMatches } from './traverse.ts';
import { isTruthy, YamlNode, YqError } from './yaml-node.ts';

type Results = Task<readonly YamlNode[]>;

export function booleanNode(owner: YamlNode | undefined, value: boolean): YamlNode {
	return (owner ?? new YamlNode()).placedScalar('!!bool', String(value));
}

const equals = (evaluator: Evaluator, context: Context, node: Expression): Results => {
	const inverted = node.operation.option === 'not';
	return evaluator.cross(
		reading(context),
		node,
		(left, right) => {
			const same =
				left === undefined || right === undefined ? (left ?? right)?.isNull !== false : sameValue(left, right);
			return booleanNode(left ?? right, same !== inverted);
		},
		{ whenEmpty: true },
	);
};

function sameValue(left: YamlNode, right: YamlNode): boolean {
	if (left.isNull) return right.isNull;
	if (left.kind === 'scalar' && right.kind === 'scalar') return keyMatches(left.value, right.value);
	return false;
}

const compare = (evaluator: Evaluator, context: Context, node: Expression): Results => {
	const { option } = node.operation;
	return evaluator.cross(
		context,
		node,
		(left, right) => {
			if (left === undefined && right === undefined) return booleanNode(undefined, option.endsWith('='));
			if (left === undefined || right === undefined) return booleanNode(left ?? right, false);
			return booleanNode(left, holds(left, right, option));
		},
		{ whenEmpty: true },
	);
};

function holds(left: YamlNode, right: YamlNode, option: string): boolean {
	if (left.kind === 'scalar' && left.isNull !== right.isNull && right.kind === 'scalar') return false;
	const order = ordered(left, right);
	if (order === 0) return option.endsWith('=');
	return option.startsWith('>') ? order > 0 : order < 0;
}

function* extreme(evaluator: Evaluator, context: Context, option: string): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const values = node.kind === 'mapping' ? [...node.pairs()].map(([, value]) => value) : node.content;
		let best = values[0];
		for (const value of values.slice(1)) {
			yield* evaluator.process.tick();
			if (holds(value, best as YamlNode, option)) best = value;
		}
		if (best !== undefined) results.push(best);
	}
	return results;
}

const logical = (evaluator: Evaluator, context: Context, node: Expression, deciding: boolean): Results =>
	evaluator.cross(reading(context), node, (left, right) => booleanNode(left ?? right, isTruthy(right)), {
		whenEmpty: true,
		early: (left) => (isTruthy(left) === deciding ? booleanNode(left, deciding) : undefined),
	});

function* not(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => booleanNode(node, !isTruthy(node)));
}

const alternative = (evaluator: Evaluator, context: Context, node: Expression): Results =>
	evaluator.cross(context, node, (left, right) => (isTruthy(left) ? left : (right ?? left)), {
		whenEmpty: true,
		early: (left) => (isTruthy(left) ? left : undefined),
	});

const contains = (evaluator: Evaluator, context: Context, node: Expression): Results =>
	evaluator.cross(reading(context), node, (left, right) => {
		if (left === undefined || right === undefined) return undefined;
		if (left.kind !== right.kind) throw new YqError(`${right.tag} cannot check contained in ${left.tag}`);
		return booleanNode(left, holdsAll(left, right));
	});

function holdsAll(left: YamlNode, right: YamlNode): boolean {
	if (left.kind === 'mapping') {
		if (right.kind !== 'mapping') return false;
		return [...right.pairs()].every(([key, value]) => {
			const found = [...left.pairs()].find(([own]) => isEqual(own, key));
			return found !== undefined && holdsAll(found[1], value);
		});
	}
	if (left.kind === 'sequence') {
		const wanted = right.kind === 'sequence' ? right.content : [right];
		return wanted.every((each) => left.content.some((own) => holdsAll(own, each)));
	}
	if (right.kind !== 'scalar' || left.tag !== right.tag) return false;
	if (left.isNull) return true;
	return left.tag === '!!str' ? includesText(left.value, right.value) : left.value === right.value;
}

/** What compares and computes. */
export const VALUE_OPERATORS: readonly (readonly [string, Handler])[] = [
	[
		'add',
		(evaluator, context, node) =>
			evaluator.cross(reading(context), node, sumIn(context), { whenEmpty: context.nodes.length > 0 }),
	],
	['subtract', (evaluator, context, node) => evaluator.cross(reading(context), node, differenceIn(context))],
	[
		'multiply',
		(evaluator, context, node) => evaluator.cross(reading(context), node, multiply(rulesOf(node.operation.option))),
	],
	['divide', (evaluator, context, node) => evaluator.cross(reading(context), node, divide)],
	['modulo', (evaluator, context, node) => evaluator.cross(reading(context), node, modulo)],
	['equals', equals],
	['compare', compare],
	['min', (evaluator, context) => extreme(evaluator, context, '<')],
	['max', (evaluator, context) => extreme(evaluator, context, '>')],
	['and', (evaluator, context, node) => logical(evaluator, context, node, false)],
	['or', (evaluator, context, node) => logical(evaluator, context, node, true)],
	['not', not],
	['alternative', alternative],
	['contains', contains],
];
