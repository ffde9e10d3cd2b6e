import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { compareNodes, isEqual, nicePath } from './arithmetic.ts';
import { type Context, type Evaluator, type Handler, reading, withNodes } from './evaluator.ts';
import { booleanNode } from './operate-values.ts';
import type { Expression } from './parse-expression.ts';
import { integerOf } from './resolve-tag.ts';
import { traverseIndices } from './traverse.ts';
import { writeYaml } from './write-yaml.ts';
import { isTruthy, YamlNode, YqError } from './yaml-node.ts';

type Results = Task<readonly YamlNode[]>;

function* isSelected(
	evaluator: Evaluator,
	context: Context,
	condition: Expression | undefined,
	node: YamlNode,
): Task<boolean> {
	const found = yield* evaluator.evaluate(condition, { ...context, nodes: [node], readOnly: true });
	return found.some(isTruthy);
}

function* select(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) if (yield* isSelected(evaluator, context, right, node)) results.push(node);
	return results;
}

const children = (node: YamlNode): YamlNode[] => traverseIndices(node, [], { readOnly: true });

function* map(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const own = node.placed(YamlNode.collection('sequence'));
		own.style = node.kind === 'sequence' ? node.style : '';
		for (const found of yield* evaluator.evaluate(right, withNodes(context, children(node)))) own.addItem(found);
		results.push(own);
	}
	return results;
}

function* mapValues(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	for (const node of context.nodes) {
		for (const child of [...children(node)].reverse()) {
			const [found] = yield* evaluator.evaluate(right, withNodes(context, [child]));
			if (found !== undefined) child.updateFrom(found, { keepAnchor: true });
		}
	}
	return context.nodes;
}

function* filter(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const own = node.placed(YamlNode.collection('sequence'));
		for (const child of children(node)) if (yield* isSelected(evaluator, context, right, child)) own.addItem(child);
		results.push(own);
	}
	return results;
}

function* first(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		if (right === undefined) {
			if (node.content[0] !== undefined) results.push(node.content[0]);
			continue;
		}
		for (const child of children(node)) {
			if (!(yield* isSelected(evaluator, context, right, child))) continue;
			results.push(child);
			break;
		}
	}
	return results;
}

function* length(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => node.placedScalar('!!int', String(lengthOf(node))));
}

function lengthOf(node: YamlNode): number {
	if (node.kind === 'mapping') return node.content.length / 2;
	if (node.kind === 'sequence') return node.content.length;
	// Of a text it counts bytes.
	return node.isNull ? 0 : encodeUtf8(node.value).length;
}

function* keys(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		const result = YamlNode.collection('sequence');
		if (node.kind === 'mapping') for (const [key] of node.pairs()) result.addItem(key);
		else if (node.kind === 'sequence') {
			for (const at of node.content.keys()) result.addItem(YamlNode.scalar('!!int', String(at)));
		} else throw new YqError(`cannot get keys of ${node.tag}, keys only works for maps and arrays`);
		return result;
	});
}

function* has(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const [wanted] = yield* evaluator.evaluate(right, reading(context));
	const name = wanted?.value ?? 'null';
	return context.nodes.map((node) => {
		if (node.kind === 'mapping')
			return booleanNode(
				node,
				[...node.pairs()].some(([key]) => key.value === name),
			);
		const index = node.kind === 'sequence' && wanted?.tag === '!!int' ? Number(name) : -1;
		return booleanNode(node, index >= 0 && index < node.content.length);
	});
}

const withComments = (node: YamlNode, result: YamlNode): YamlNode => {
	result.leading = node.leading;
	result.head = node.head;
	result.line = node.line;
	result.foot = node.foot;
	return node.placed(result);
};

function entriesOf(node: YamlNode): YamlNode | undefined {
	if (node.kind !== 'mapping' && node.kind !== 'sequence') {
		if (node.isNull) return undefined;
		throw new YqError(`${node.tag} has no keys`);
	}
	const result = withComments(node, YamlNode.collection('sequence'));
	const pairs: readonly (readonly [YamlNode, YamlNode])[] =
		node.kind === 'mapping'
			? [...node.pairs()]
			: node.content.map((item, at) => [YamlNode.scalar('!!int', String(at)), item] as const);
	for (const [key, value] of pairs) {
		const entry = YamlNode.collection('mapping');
		entry.addPair(YamlNode.text('key'), key);
		entry.addPair(YamlNode.text('value'), value);
		result.addItem(entry);
	}
	return result;
}

function* toEntries(_: Evaluator, context: Context): Results {
	return context.nodes.map(entriesOf).filter((node) => node !== undefined);
}

function fromEntriesOf(node: YamlNode): YamlNode {
	if (node.kind !== 'sequence') throw new YqError('from entries only runs against arrays');
	const result = node.copy(false);
	result.kind = 'mapping';
	result.tag = '!!map';
	for (const [at, entry] of node.content.entries()) {
		const [key, value] = [entry.get('key'), entry.get('value')];
		if (key === undefined) throw new YqError(`expected to find one 'key' entry but found 0 in position ${at}`);
		if (value === undefined) throw new YqError(`expected to find one 'value' entry but found 0 in position ${at}`);
		result.addPair(key, value);
	}
	return result;
}

function* fromEntries(_: Evaluator, context: Context): Results {
	return context.nodes.map(fromEntriesOf);
}

function* withEntries(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const entries = entriesOf(node);
		if (entries === undefined) continue;
		const changed = YamlNode.collection('sequence');
		for (const entry of entries.content) {
			for (const found of yield* evaluator.evaluate(right, withNodes(context, [entry]))) changed.addItem(found);
		}
		const result = fromEntriesOf(changed);
		result.leading = node.leading;
		result.head = node.head;
		result.foot = node.foot;
		results.push(result);
	}
	return results;
}

function* sortBy(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		if (node.kind === 'scalar' || node.kind === 'alias') {
			throw new YqError(`node at path [${nicePath(node)}] is not an array or map (it's a ${node.tag})`);
		}
		const values = node.kind === 'mapping' ? [...node.pairs()].map(([, value]) => value) : node.content;
		const decorated: { value: YamlNode; by: readonly YamlNode[] }[] = [];
		for (const value of values) {
			const by = yield* evaluator.evaluate(right, { ...context, nodes: [value], readOnly: true });
			decorated.push({ value, by });
		}
		decorated.sort((a, b) => {
			for (let at = 0; at < Math.min(a.by.length, b.by.length); at++) {
				const order = compareNodes(a.by[at] as YamlNode, b.by[at] as YamlNode);
				if (order !== 0) return order;
			}
			return a.by.length - b.by.length;
		});
		const result = node.copy(false);
		for (const { value } of decorated) {
			if (node.kind === 'mapping') result.addPair(value.key as YamlNode, value);
			else result.addItem(value);
		}
		results.push(result);
	}
	return results;
}

function* sortKeys(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	for (const node of context.nodes) {
		for (const found of yield* evaluator.evaluate(right, { ...context, nodes: [node], readOnly: true })) {
			if (found.kind !== 'mapping') continue;
			const pairs = [...found.pairs()].sort(([a], [b]) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
			found.content = pairs.flat();
		}
	}
	return context.nodes;
}

function* reverse(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		if (node.kind !== 'sequence') {
			throw new YqError(`node at path [${nicePath(node)}] is not an array (it's a ${node.tag})`);
		}
		const result = node.copy(false);
		result.addAll([...node.content].reverse());
		return result;
	});
}

function* shuffle(evaluator: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		if (node.kind !== 'sequence') {
			throw new YqError(`node at path [${nicePath(node)}] is not an array (it's a ${node.tag})`);
		}
		const items = [...node.content];
		for (let at = items.length - 1; at > 0; at--) {
			const other = evaluator.process.randomUint32() % (at + 1);
			[items[at], items[other]] = [items[other] as YamlNode, items[at] as YamlNode];
		}
		const result = node.copy(false);
		result.addAll(items);
		return result;
	});
}

/** By what the expression finds of each: a scalar's text, or all of what is no scalar. */
function* grouped(
	evaluator: Evaluator,
	context: Context,
	node: YamlNode,
	by: Expression | undefined,
): Task<YamlNode[][]> {
	const groups = new Map<string, YamlNode[]>();
	for (const child of node.content) {
		const found = by === undefined ? child : yield* evaluator.first(by, context, child);
		const key =
			found === undefined
				? 'null'
				: found.kind === 'scalar'
					? found.value
					: writeYaml(found, { indent: 2, compact: false });
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [child]);
		else group.push(child);
	}
	return [...groups.values()];
}

function* groupBy(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		if (node.kind !== 'sequence') throw new YqError('only arrays are supported for group by');
		const result = node.placed(YamlNode.collection('sequence'));
		for (const group of yield* grouped(evaluator, context, node, right)) {
			const inner = YamlNode.collection('sequence');
			inner.addAll(group);
			result.addItem(inner);
		}
		results.push(result);
	}
	return results;
}

function* unique(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		if (node.kind !== 'sequence') throw new YqError('only arrays are supported for unique');
		const result = withComments(node, YamlNode.collection('sequence'));
		result.style = node.style;
		for (const [one] of yield* grouped(evaluator, context, node, right)) result.addItem(one as YamlNode);
		results.push(result);
	}
	return results;
}

function* flatten(_: Evaluator, context: Context, { operation }: Expression): Results {
	const depth = operation.option === '' ? -1 : Number(operation.option);
	for (const node of context.nodes) {
		if (node.kind !== 'sequence') throw new YqError('only arrays are supported for flatten');
		const items = flat(node, depth);
		node.content = [];
		node.addAll(items);
	}
	return context.nodes;
}

function flat(node: YamlNode, depth: number): YamlNode[] {
	return node.content.flatMap((item) => (item.kind === 'sequence' && depth !== 0 ? flat(item, depth - 1) : [item]));
}

function* anyOrAll(evaluator: Evaluator, context: Context, { right }: Expression, name: 'any' | 'all'): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		if (node.kind !== 'sequence') throw new YqError(`${name} only supports arrays, was ${node.tag}`);
		let found = false;
		for (const item of node.content) {
			const value = right === undefined ? item : yield* evaluator.first(right, context, item);
			if (value !== undefined && isTruthy(value) === (name === 'any')) found = true;
		}
		results.push(booleanNode(node, found === (name === 'any')));
	}
	return results;
}

function* pick(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const [wanted] = yield* evaluator.evaluate(right, context);
	return context.nodes.map((node) => {
		const result = node.copy(false);
		for (const name of wanted?.content ?? []) {
			if (node.kind === 'mapping') {
				const pair = [...node.pairs()].find(([key]) => isEqual(key, name));
				if (pair !== undefined) result.addPair(pair[0], pair[1]);
			} else if (node.kind === 'sequence') {
				const index = integerOf(name.value);
				if (index === undefined) throw new YqError(`cannot index array with ${name.value}`);
				const item = node.content[Number(index)];
				if (item !== undefined) result.addItem(item);
			} else throw new YqError(`cannot pick indices from type ${node.tag} (${nicePath(node)})`);
		}
		return result;
	});
}

function* omit(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const [unwanted] = yield* evaluator.evaluate(right, context);
	const names = unwanted?.content ?? [];
	if (names.length === 0) return context.nodes;
	return context.nodes.map((node) => {
		const result = node.copy(false);
		if (node.kind === 'mapping') {
			for (const [key, value] of node.pairs())
				if (!names.some((name) => isEqual(name, key))) result.addPair(key, value);
		} else {
			result.addAll(node.content.filter((_, at) => !names.some((name) => name.value === String(at))));
		}
		return result;
	});
}

function* pivot(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		if (node.tag !== '!!seq') throw new YqError(`cannot pivot node of type ${node.tag}`);
		const tags = new Set(node.content.map(({ tag }) => tag));
		if (tags.size > 1) {
			const [one, other] = tags;
			throw new YqError(`sequence contains elements of ${one} and ${other} types`);
		}
		return node.content[0]?.kind === 'mapping' ? pivotMaps(node) : pivotSequences(node);
	});
}

function pivotSequences(node: YamlNode): YamlNode {
	const result = YamlNode.collection('sequence');
	const width = Math.max(0, ...node.content.map(({ content }) => content.length));
	for (let column = 0; column < width; column++) {
		const row = YamlNode.collection('sequence');
		for (const each of node.content) row.addItem(each.content[column] ?? YamlNode.scalar('!!null', ''));
		result.addItem(row);
	}
	return result;
}

function pivotMaps(node: YamlNode): YamlNode {
	const result = YamlNode.collection('mapping');
	const names = new Set(node.content.flatMap((each) => [...each.pairs()].map(([key]) => key.value)));
	for (const name of names) {
		const row = YamlNode.collection('sequence');
		for (const each of node.content) row.addItem(each.get(name) ?? YamlNode.scalar('!!null', ''));
		result.addPair(YamlNode.text(name), row);
	}
	return result;
}

function* arrayToMap(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		const result = YamlNode.collection('mapping');
		for (const [at, item] of node.content.entries()) {
			if (!item.isNull) result.addPair(YamlNode.scalar('!!int', String(at)), item);
		}
		return result;
	});
}

/** What works on maps and arrays. */
export const COLLECTION_OPERATORS: readonly (readonly [string, Handler])[] = [
	['select', select],
	['map', map],
	['map_values', mapValues],
	['filter', filter],
	['first', first],
	['length', length],
	['keys', keys],
	['has', has],
	['to_entries', toEntries],
	['from_entries', fromEntries],
	['with_entries', withEntries],
	['sort', sortBy],
	['sort_by', sortBy],
	['sort_keys', sortKeys],
	['reverse', reverse],
	['shuffle', shuffle],
	['group_by', groupBy],
	['unique', unique],
	['unique_by', unique],
	['flatten', flatten],
	['any', (evaluator, context, node) => anyOrAll(evaluator, context, node, 'any')],
	['any_c', (evaluator, context, node) => anyOrAll(evaluator, context, node, 'any')],
	['all', (evaluator, context, node) => anyOrAll(evaluator, context, node, 'all')],
	['all_c', (evaluator, context, node) => anyOrAll(evaluator, context, node, 'all')],
	['pick', pick],
	['omit', omit],
	['pivot', pivot],
	['array_to_map', arrayToMap],
];
