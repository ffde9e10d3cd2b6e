import type { Task } from '../../../machinery/task.ts';
import type { Context, Evaluator, Handler } from './evaluator.ts';
import { printedLeading } from './leading-content.ts';
import { booleanNode } from './operate-values.ts';
import type { Expression } from './parse-expression.ts';
import { YamlNode, YqError } from './yaml-node.ts';

type Results = Task<readonly YamlNode[]>;

/** An operator that says one thing of each node. */
const attribute =
	(tag: string, read: (node: YamlNode) => string): Handler =>
	(_, context) =>
		said(context, tag, read);

function* said(context: Context, tag: string, read: (node: YamlNode) => string): Results {
	return context.nodes.map((node) => node.placedScalar(tag, read(node)));
}

function* path(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		const result = node.placed(YamlNode.collection('sequence'));
		for (const key of node.path()) {
			const step = YamlNode.scalar(key.tag === '!!int' && !key.isKey ? '!!int' : '!!str', key.value);
			result.addItem(step);
		}
		return result;
	});
}

function* key(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => node.key).filter((node) => node !== undefined);
}

function* isKey(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => booleanNode(node, node.isKey));
}

function* parent(_: Evaluator, context: Context, { operation }: Expression): Results {
	const level = operation.option === '' ? 1 : Number(operation.option);
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const chain = [node, ...parentsOf(node)];
		const found = chain[level < 0 ? Math.max(chain.length + level, 0) : level];
		if (found !== undefined) results.push(found);
	}
	return results;
}

function parentsOf(node: YamlNode): YamlNode[] {
	const parents: YamlNode[] = [];
	for (let each = node.parent; each !== undefined; each = each.parent) parents.push(each);
	return parents;
}

function* root(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => node.root);
}

function* parents(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		const result = YamlNode.collection('sequence');
		result.addAll(parentsOf(node));
		return result;
	});
}

function* splitDocuments(_: Evaluator, context: Context): Results {
	for (const [at, node] of context.nodes.entries()) {
		node.parent = undefined;
		node.document = at;
	}
	return context.nodes;
}

function* comment(_: Evaluator, context: Context, { operation }: Expression): Results {
	return context.nodes.map((node) => {
		const leading = printedLeading(node.leading, false).replace(/\n$/, '');
		const head = leading === '' ? node.head : leading;
		const text = operation.option === 'line' ? node.line : operation.option === 'head' ? head : node.foot.trim();
		return node.placedScalar('!!str', text.replace(/^# /, '').replaceAll('\n# ', '\n'));
	});
}

function* explode(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	for (const node of context.nodes) {
		for (const found of yield* evaluator.evaluate(right, { ...context, nodes: [node] })) exploded(found);
	}
	return context.nodes;
}

/** Aliases become what they stand for, merged maps part of those that they are merged into. */
export function exploded(node: YamlNode, depth = 0): void {
	if (depth > 1_000) throw new YqError('alias cycle detected');
	node.anchor = '';
	if (node.kind === 'alias') {
		const target = node.target;
		node.alias = undefined;
		node.kind = target.kind;
		node.style = target.style;
		node.tag = target.tag;
		node.value = target.value;
		node.content = [];
		node.addAll(target.content);
		for (const child of node.content) exploded(child, depth + 1);
		return;
	}
	if (node.kind === 'mapping' && [...node.pairs()].some(([own]) => own.value === '<<')) explodeMerges(node, depth);
	for (const child of node.content) exploded(child, depth + 1);
}

/** Models operator_anchors_aliases.go reconstructAliasedMap: what is merged in overrides what stands before it. */
function explodeMerges(node: YamlNode, depth: number): void {
	const { content } = node;
	const result: [YamlNode, YamlNode][] = [];
	const put = (own: YamlNode, value: YamlNode, from: number): void => {
		const same = result.find(([each]) => each.value === own.value);
		if (same !== undefined) {
			same[1] = value;
			return;
		}
		for (let at = from + 2; at < content.length; at += 2) if (content[at]?.value === own.value) return;
		result.push([own, value]);
	};
	for (let at = 0; at + 1 < content.length; at += 2) {
		const [own, value] = [content[at] as YamlNode, content[at + 1] as YamlNode];
		if (own.value !== '<<') {
			put(own, value, at);
			continue;
		}
		if (value.kind !== 'sequence') mergePairs(value.target, at, depth, put);
		else
			for (let item = value.content.length - 1; item >= 0; item--)
				mergePairs((value.content[item] as YamlNode).target, item, depth, put);
	}
	node.content = [];
	for (const [own, value] of result) node.addPair(own, value);
}

function mergePairs(
	target: YamlNode,
	from: number,
	depth: number,
	put: (key: YamlNode, value: YamlNode, from: number) => void,
): void {
	if (target.kind !== 'mapping') {
		throw new YqError(
			`can only use merge anchors with maps (!!map) or sequences (!!seq) of maps, but got sequence containing ${target.tag}`,
		);
	}
	const copy = target.copy();
	exploded(copy, depth + 1);
	for (const [inner, item] of copy.pairs()) put(inner, item, from);
}

/** What a node is, and where. */
export const NODE_OPERATORS: readonly (readonly [string, Handler])[] = [
	['tag', attribute('!!str', (node) => node.tag)],
	['kind', attribute('!!str', (node) => KINDS[node.kind])],
	['style', attribute('!!str', (node) => node.style)],
	['anchor', attribute('!!str', (node) => node.anchor)],
	['alias', attribute('!!str', (node) => node.value)],
	['line', attribute('!!int', (node) => String(node.lineNumber))],
	['column', attribute('!!int', (node) => String(node.column))],
	['document_index', attribute('!!int', (node) => String(node.root.document))],
	['filename', attribute('!!str', (node) => node.root.fileName)],
	['file_index', attribute('!!int', (node) => String(node.root.fileIndex))],
	['comment', comment],
	['path', path],
	['key', key],
	['is_key', isKey],
	['parent', parent],
	['root', root],
	['parents', parents],
	['split_doc', splitDocuments],
	['explode', explode],
];

const KINDS = { scalar: 'scalar', mapping: 'map', sequence: 'seq', alias: 'alias' } as const;
