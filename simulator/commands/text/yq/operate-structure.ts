import type { Task } from '../../../machinery/task.ts';
import { type Context, type Evaluator, type Handler, isTogether, reading, withNodes } from './evaluator.ts';
import { merged } from './merge.ts';
import { type Expression, parseExpression } from './parse-expression.ts';
import { integerOf } from './resolve-tag.ts';
import { descend, traverseIndices, traverseKey } from './traverse.ts';
import { writeYaml } from './write-yaml.ts';
import { YamlNode, YqError } from './yaml-node.ts';

type Results = Task<readonly YamlNode[]>;

function* self(_: Evaluator, context: Context): Results {
	return context.nodes;
}

function* empty(): Results {
	return [];
}

function* child(_: Evaluator, context: Context, { operation }: Expression): Results {
	const rules = { readOnly: context.readOnly, optional: operation.option === '?' };
	return context.nodes.flatMap((node) => traverseKey(node, operation.value, rules));
}

function* traverseArray(evaluator: Evaluator, context: Context, { left, right, operation }: Expression): Results {
	const nodes = yield* evaluator.evaluate(left, context);
	const slice = right?.right?.operation.name === 'createMap' ? right.right : undefined;
	if (slice !== undefined) return yield* sliced(evaluator, context, nodes, slice);
	const [indices] = yield* evaluator.evaluate(right, reading(context));
	const rules = { readOnly: context.readOnly, optional: operation.option === '?' };
	return nodes.flatMap((node) => traverseIndices(node, indices?.content ?? [], rules));
}

function* sliced(evaluator: Evaluator, context: Context, nodes: readonly YamlNode[], slice: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of nodes) {
		const own = node.target;
		const from = yield* sliceNumber(evaluator, context, own, slice.left);
		const to = yield* sliceNumber(evaluator, context, own, slice.right);
		if (own.kind === 'scalar' && own.tag === '!!str') {
			const letters = [...own.value];
			const text = letters.slice(clamped(from, letters.length), clamped(to, letters.length)).join('');
			results.push(own.placedScalar('!!str', text));
			continue;
		}
		const result = own.placed(YamlNode.collection('sequence'));
		result.addAll(own.content.slice(clamped(from, own.content.length), clamped(to, own.content.length)));
		results.push(result);
	}
	return results;
}

function* sliceNumber(
	evaluator: Evaluator,
	context: Context,
	node: YamlNode,
	side: Expression | undefined,
): Task<number> {
	const found = yield* evaluator.evaluate(side, { ...context, nodes: [node], readOnly: true });
	if (found.length !== 1) throw new YqError(`expected to find 1 number, got ${found.length} instead`);
	const integer = integerOf(found[0]?.value ?? '');
	if (integer === undefined)
		throw new YqError(`strconv.ParseInt: parsing ${JSON.stringify(found[0]?.value)}: invalid syntax`);
	return Number(integer);
}

function clamped(index: number, length: number): number {
	return Math.min(Math.max(index < 0 ? length + index : index, 0), length);
}

function* pipe(evaluator: Evaluator, context: Context, node: Expression): Results {
	if (node.left?.operation.name === 'bind') return yield* bound(evaluator, context, node);
	const left = yield* evaluator.evaluate(node.left, context);
	return yield* evaluator.evaluate(node.right, withNodes(context, left));
}

/** `exp as $x | …`: once for each value. */
function* bound(evaluator: Evaluator, context: Context, node: Expression): Results {
	if (isTogether(context)) return yield* boundOnce(evaluator, context, node);
	const results: YamlNode[] = [];
	for (const each of context.nodes) {
		for (const result of yield* boundOnce(evaluator, withNodes(context, [each]), node)) results.push(result);
	}
	return results;
}

function* boundOnce(evaluator: Evaluator, context: Context, node: Expression): Results {
	const binding = node.left as Expression;
	const values = yield* evaluator.evaluate(binding.left, reading(context));
	if (binding.right?.operation.name !== 'variable') {
		throw new YqError("RHS of 'as' operator must be a variable name e.g. $foo");
	}
	const results: YamlNode[] = [];
	for (const value of values) {
		const variables = new Map(context.variables);
		variables.set(binding.right.operation.value, [binding.operation.option === 'ref' ? value : value.copy()]);
		for (const result of yield* evaluator.evaluate(node.right, { ...context, variables })) results.push(result);
	}
	return results;
}

function* bind(): Results {
	throw new YqError('must use variable with a pipe, e.g. `exp as $x | ...`');
}

function* variable(_: Evaluator, context: Context, { operation }: Expression): Results {
	return context.variables.get(operation.value) ?? [];
}

function* reduce(evaluator: Evaluator, context: Context, { left, right }: Expression): Results {
	if (left?.operation.name !== 'bind') {
		throw new YqError(`reduce must be given a variables assignment, got ${left?.operation.name} instead`);
	}
	if (right?.operation.name !== 'block') {
		throw new YqError(`reduce must be given a block, got ${right?.operation.name} instead`);
	}
	const values = yield* evaluator.evaluate(left.left, context);
	let nodes = yield* evaluator.evaluate(right.left, context);
	for (const value of values) {
		const variables = new Map(context.variables);
		variables.set(left.right?.operation.value ?? '', [value]);
		nodes = yield* evaluator.evaluate(right.right, { ...context, nodes, variables });
	}
	return nodes;
}

function* union(evaluator: Evaluator, context: Context, { left, right }: Expression): Results {
	const first = yield* evaluator.evaluate(left, context);
	const second = yield* evaluator.evaluate(right, context);
	// Two assignments both give back what they were given.
	return first === second ? first : [...first, ...second];
}

function* value(_: Evaluator, context: Context, { operation }: Expression): Results {
	const make = (): YamlNode => YamlNode.scalar(operation.option, operation.value);
	return context.nodes.length === 0 ? [make()] : context.nodes.map(make);
}

function* text(evaluator: Evaluator, context: Context, { operation }: Expression): Results {
	if (!operation.value.includes('\\(')) {
		const make = (): YamlNode => YamlNode.scalar('!!str', operation.value.replaceAll('\\\\', '\\'));
		return context.nodes.length === 0 ? [make()] : context.nodes.map(make);
	}
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const filled = yield* interpolated(evaluator, withNodes(context, [node]), operation.value);
		results.push(YamlNode.scalar('!!str', filled));
	}
	return results;
}

/** `"\(exp)"`. Models operator_strings.go interpolate. */
function* interpolated(evaluator: Evaluator, context: Context, source: string): Task<string> {
	let out = '';
	for (let at = 0; at < source.length; at++) {
		if (source[at] !== '\\') {
			out += source[at];
			continue;
		}
		if (source[at + 1] === '\\') {
			out += '\\';
			at++;
		} else if (source[at + 1] === '(') {
			const end = closing(source, at + 2);
			if (end < 0) return source;
			const found = yield* evaluator.evaluate(parseExpression(source.slice(at + 2, end)), context);
			const first = found[0];
			if (first?.kind === 'scalar') out += first.value;
			else if (first !== undefined) out += writeYaml(first, { indent: 2, compact: false }).replace(/\n$/, '');
			at = end;
		} else out += '\\';
	}
	return out;
}

function closing(source: string, from: number): number {
	let depth = 0;
	for (let at = from; at < source.length; at++) {
		if (source[at] === '(') depth++;
		else if (source[at] === ')' && depth-- === 0) return at;
	}
	return -1;
}

function* recurse(_: Evaluator, context: Context, { operation }: Expression): Results {
	return context.nodes.flatMap((node) => descend(node, operation.option === 'keys'));
}

function* collect(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	if (context.nodes.length === 0) return [YamlNode.collection('sequence')];
	if (isTogether(context)) {
		const all = YamlNode.collection('sequence');
		for (const node of context.nodes) {
			for (const result of yield* evaluator.evaluate(right, withNodes(context, [node]))) all.addItem(result);
		}
		return [all];
	}
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const own = node.placed(YamlNode.collection('sequence'));
		for (const result of yield* evaluator.evaluate(right, withNodes(context, [node]))) own.addItem(result);
		results.push(own);
	}
	return results;
}

/** `k: v`: for each document a sequence of maps of one pair, for `collectObject` to combine. */
function* createMap(evaluator: Evaluator, context: Context, node: Expression): Results {
	const all = YamlNode.collection('sequence');
	for (const own of context.nodes.length === 0 ? [undefined] : context.nodes) {
		const pairs = yield* evaluator.cross(withNodes(context, own === undefined ? [] : [own]), node, (key, item) => {
			const pair = YamlNode.collection('mapping');
			pair.addPair(key as YamlNode, item as YamlNode);
			if (own !== undefined) pair.document = own.root.document;
			return pair;
		});
		const inner = YamlNode.collection('sequence');
		inner.style = 'flow';
		for (const pair of pairs) inner.addItem(pair);
		all.addItem(inner);
	}
	return [all];
}

function* collectObject(_: Evaluator, context: Context): Results {
	const first = context.nodes[0];
	if (first === undefined) return [YamlNode.collection('mapping')];
	const results: YamlNode[] = [];
	for (let at = 0; at < first.content.length; at++) {
		let sum: YamlNode[] | undefined;
		for (const node of context.nodes) {
			const column = node.content[at];
			if (column === undefined) {
				throw new YqError(
					'CollectObject: mismatching node sizes; are you creating a map with mismatching key value pairs?',
				);
			}
			const added = [...column.content];
			sum = sum === undefined ? added : sum.flatMap((one) => added.map((other) => merged(one, other, {})));
		}
		for (const node of sum ?? []) {
			const copy = node.copy();
			copy.parent = undefined;
			copy.key = undefined;
			results.push(copy);
		}
	}
	return results;
}

/** What expressions are built of. */
export const STRUCTURE_OPERATORS: readonly (readonly [string, Handler])[] = [
	['self', self],
	['empty', empty],
	['block', empty],
	['child', child],
	['traverseArray', traverseArray],
	['pipe', pipe],
	['bind', bind],
	['variable', variable],
	['ireduce', reduce],
	['union', union],
	['value', value],
	['text', text],
	['descend', recurse],
	['collect', collect],
	['createMap', createMap],
	['collectObject', collectObject],
];
