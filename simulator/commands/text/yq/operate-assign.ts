import type { Task } from '../../../machinery/task.ts';
import { multiply, rulesOf } from './arithmetic.ts';
import { differenceIn, sumIn } from './date-arithmetic.ts';
import { type Calculation, type Context, type Evaluator, type Handler, reading, withNodes } from './evaluator.ts';
import type { Expression } from './parse-expression.ts';
import { traverseIndices } from './traverse.ts';
import { type AssignRules, type NodeStyle, type YamlNode, YqError } from './yaml-node.ts';

type Results = Task<readonly YamlNode[]>;

function* assign(evaluator: Evaluator, context: Context, node: Expression): Results {
	const rules: AssignRules = { keepAnchor: true, clobberTags: node.operation.option.includes('c') };
	const targets = yield* evaluator.evaluate(node.left, context);
	if (!node.operation.relative) {
		yield* evaluator.cross(reading(context), node, (left, right) => {
			left?.updateFrom(right as YamlNode, rules);
			return left;
		});
		return context.nodes;
	}
	// Children first: `.. |= [.]` wraps them before what holds them.
	for (const target of [...targets].reverse()) {
		const [found] = yield* evaluator.evaluate(node.right, withNodes(context, [target]));
		if (found !== undefined) target.updateFrom(found, rules);
	}
	return context.nodes;
}

/** `+=` and its like: each target becomes what is computed of it. */
function* compound(evaluator: Evaluator, context: Context, node: Expression, calculate: Calculation): Results {
	const clobberTags = node.operation.name === 'multiplyAssign' && node.operation.option.includes('c');
	for (const target of yield* evaluator.evaluate(node.left, context)) {
		const before = target.copy();
		for (const document of context.nodes) {
			for (const value of yield* evaluator.evaluate(node.right, { ...context, nodes: [document], readOnly: true })) {
				const result = calculate(before, value);
				if (result !== undefined) target.updateFrom(result, { clobberTags });
			}
		}
	}
	return context.nodes;
}

/** Gives an attribute to what the left side finds; the right side gives it, once or for each. */
function* setAttribute(
	evaluator: Evaluator,
	context: Context,
	{ left, right, operation }: Expression,
	set: (node: YamlNode, text: string) => void,
): Results {
	const common = operation.relative ? '' : yield* evaluator.text(right, context);
	for (const node of yield* evaluator.evaluate(left, context)) {
		set(node, operation.relative ? ((yield* evaluator.first(right, context, node))?.value ?? '') : common);
	}
	return context.nodes;
}

const STYLES: ReadonlySet<string> = new Set(['', 'tagged', 'double', 'single', 'literal', 'folded', 'flow']);

function setStyle(node: YamlNode, text: string): void {
	if (!STYLES.has(text)) throw new YqError(`unknown style ${text}`);
	node.style = text as NodeStyle;
}

function setAlias(node: YamlNode, text: string): void {
	if (text === '') return;
	node.kind = 'alias';
	node.value = text;
	node.content = [];
	node.alias = findAnchor(node.root, text);
}

function findAnchor(node: YamlNode, name: string): YamlNode | undefined {
	if (node.anchor === name) return node;
	for (const child of node.content) {
		const found = findAnchor(child, name);
		if (found !== undefined) return found;
	}
	return undefined;
}

function setComment(kind: string): (node: YamlNode, text: string) => void {
	return (node, text) => {
		const comment =
			text === ''
				? ''
				: text
						.split('\n')
						.map((line) => (line.startsWith('#') ? line : `# ${line}`))
						.join('\n');
		if (kind === 'line' || kind === 'all') node.line = comment;
		if (kind === 'head' || kind === 'all') {
			node.head = comment;
			node.leading = '';
		}
		if (kind === 'foot' || kind === 'all') node.foot = comment;
	};
}

function* del(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	let nodes = context.nodes;
	const doomed = yield* evaluator.evaluate(right, reading(context));
	for (const node of [...doomed].reverse()) {
		const { parent } = node;
		if (parent === undefined) {
			nodes = nodes.filter((each) => each !== node);
			continue;
		}
		removeChild(parent, node);
	}
	return nodes;
}

function removeChild(parent: YamlNode, node: YamlNode): void {
	if (parent.kind === 'mapping') {
		const name = (node.isKey ? node : node.key)?.value;
		parent.content = [...parent.pairs()].filter(([key]) => key.value !== name).flat();
		return;
	}
	const index = Number(node.key?.value);
	parent.content = parent.content.filter((_, at) => at !== index);
	for (const [at, item] of parent.content.entries()) if (item.key !== undefined) item.key.value = String(at);
}

function* withOperator(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	if (right?.operation.name !== 'block') throw new YqError('with must be given a block (;), got no block instead');
	for (const node of yield* evaluator.evaluate(right.left, context)) {
		yield* evaluator.evaluate(right.right, withNodes(context, [node]));
	}
	return context.nodes;
}

function* setPath(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	if (right?.operation.name !== 'block') throw new YqError('SETPATH must be given a block (;), got no block instead');
	const [path] = yield* evaluator.evaluate(right.left, reading(context));
	const steps = pathOf('SETPATH', path);
	for (const node of context.nodes) {
		const value = yield* evaluator.first(right.right, context, node);
		if (value === undefined) throw new YqError('SETPATH: expected single value on RHS but found 0');
		for (const target of follow(node, steps, false)) target.updateFrom(value, {});
	}
	return context.nodes;
}

function* delPaths(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const [paths] = yield* evaluator.evaluate(right, reading(context));
	if (paths?.kind !== 'sequence') {
		throw new YqError(`DELPATHS: expected a sequence of sequences, but found ${paths?.tag}`);
	}
	for (const [at, path] of paths.content.entries()) {
		if (path.kind !== 'sequence') {
			throw new YqError(
				`DELPATHS: expected entry [${at}] to be a sequence, but its a ${path.tag}. Note that delpaths takes an array of path arrays, e.g. [["a", "b"]]`,
			);
		}
		const steps = pathOf('DELPATHS', path);
		for (const node of context.nodes) {
			for (const target of follow(node, steps, true)) if (target.parent) removeChild(target.parent, target);
		}
	}
	return context.nodes;
}

function pathOf(name: string, node: YamlNode | undefined): readonly YamlNode[] {
	if (node?.kind !== 'sequence') throw new YqError(`${name}: expected path array, but got ${node?.tag} instead`);
	return node.content;
}

function follow(node: YamlNode, steps: readonly YamlNode[], readOnly: boolean): YamlNode[] {
	let nodes = [node];
	for (const step of steps) nodes = nodes.flatMap((each) => traverseIndices(each, [step], { readOnly }));
	return nodes;
}

/** What changes nodes. */
export const ASSIGN_OPERATORS: readonly (readonly [string, Handler])[] = [
	['assign', assign],
	['addAssign', (evaluator, context, node) => compound(evaluator, context, node, sumIn(context))],
	['subtractAssign', (evaluator, context, node) => compound(evaluator, context, node, differenceIn(context))],
	[
		'multiplyAssign',
		(evaluator, context, node) => compound(evaluator, context, node, multiply(rulesOf(node.operation.option))),
	],
	['setStyle', (evaluator, context, node) => setAttribute(evaluator, context, node, setStyle)],
	[
		'setTag',
		(evaluator, context, node) =>
			setAttribute(evaluator, context, node, (target, text) => {
				target.tag = text;
			}),
	],
	[
		'setAnchor',
		(evaluator, context, node) =>
			setAttribute(evaluator, context, node, (target, text) => {
				target.anchor = text;
			}),
	],
	['setAlias', (evaluator, context, node) => setAttribute(evaluator, context, node, setAlias)],
	[
		'setComment',
		(evaluator, context, node) => setAttribute(evaluator, context, node, setComment(node.operation.option)),
	],
	['del', del],
	['with', withOperator],
	['set_path', setPath],
	['del_paths', delPaths],
];
