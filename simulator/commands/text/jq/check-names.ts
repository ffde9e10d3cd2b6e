import { NATIVE } from './natives.ts';
import { PRELUDE } from './prelude.ts';
import { SPECIAL } from './specials.ts';
import type { CompileMessage, Definition, Node, Pattern } from './syntax-tree.ts';
import { JqCompileError, variablesOf } from './syntax-tree.ts';

interface Names {
	readonly functions: ReadonlySet<string>;
	readonly variables: ReadonlySet<string>;
	readonly labels: ReadonlySet<string>;
}

/** Every name that the program uses must be there. Throws JqCompileError. */
export function checkNames(program: Node, variables: readonly string[]): void {
	const errors: CompileMessage[] = [];
	const names: Names = {
		functions: new Set(),
		variables: new Set(['ENV', '__loc__', ...variables]),
		labels: new Set(),
	};
	visit(program, names, errors);
	if (errors.length > 0) throw new JqCompileError(errors);
}

function isBuiltin(key: string): boolean {
	return NATIVE.has(key) || SPECIAL.table.has(key) || PRELUDE.keys.has(key);
}

function withVariables(names: Names, patterns: readonly Pattern[]): Names {
	return { ...names, variables: new Set([...names.variables, ...patterns.flatMap(variablesOf)]) };
}

function withDefinition(names: Names, { name, params }: Definition): Names {
	return { ...names, functions: new Set([...names.functions, `${name}/${params.length}`]) };
}

function visitDefinition(definition: Definition, names: Names, errors: CompileMessage[]): void {
	const own = withDefinition(names, definition);
	const functions = new Set([...own.functions, ...definition.params.map((param) => `${param.replace(/^\$/, '')}/0`)]);
	const values = definition.params.filter((param) => param.startsWith('$')).map((param) => param.slice(1));
	visit(definition.body, { ...own, functions, variables: new Set([...own.variables, ...values]) }, errors);
}

function visitPattern(pattern: Pattern, names: Names, errors: CompileMessage[]): void {
	if (pattern.type === 'array') for (const item of pattern.items) visitPattern(item, names, errors);
	if (pattern.type !== 'object') return;
	for (const { key, value } of pattern.entries) {
		visit(key, names, errors);
		if (value !== undefined) visitPattern(value, names, errors);
	}
}

function visit(node: Node, names: Names, errors: CompileMessage[]): void {
	switch (node.type) {
		case 'call': {
			const key = `${node.name}/${node.args.length}`;
			if (!names.functions.has(key) && !isBuiltin(key)) errors.push({ text: `${key} is not defined`, at: node.at });
			for (const arg of node.args) visit(arg, names, errors);
			return;
		}
		case 'variable':
			if (!names.variables.has(node.name)) errors.push({ text: `$${node.name} is not defined`, at: node.at });
			return;
		case 'break':
			if (!names.labels.has(node.name)) errors.push({ text: `$*label-${node.name} is not defined`, at: node.at });
			return;
		case 'label':
			visit(node.body, { ...names, labels: new Set([...names.labels, node.name]) }, errors);
			return;
		case 'def':
			visitDefinition(node.definition, names, errors);
			visit(node.body, withDefinition(names, node.definition), errors);
			return;
		case 'as':
		case 'reduce':
		case 'foreach':
			visitBinding(node, names, errors);
			return;
		default:
			for (const child of children(node)) visit(child, names, errors);
	}
}

function visitBinding(
	node: Node & { type: 'as' | 'reduce' | 'foreach' },
	names: Names,
	errors: CompileMessage[],
): void {
	visit(node.source, names, errors);
	const bound = withVariables(names, node.patterns);
	for (const pattern of node.patterns) visitPattern(pattern, bound, errors);
	if (node.type === 'as') {
		visit(node.body, bound, errors);
		return;
	}
	visit(node.start, names, errors);
	visit(node.update, bound, errors);
	if (node.type === 'foreach' && node.extract !== undefined) visit(node.extract, bound, errors);
}

function children(node: Node): readonly Node[] {
	switch (node.type) {
		case 'string':
			return node.parts.filter((part) => typeof part !== 'string');
		case 'index':
			return [node.term, node.index];
		case 'slice':
			return [node.term, node.from, node.to].filter((each) => each !== undefined);
		case 'iterate':
			return [node.term];
		case 'array':
			return [node.body];
		case 'object':
			return node.entries.flat();
		case 'negate':
			return [node.operand];
		case 'pipe':
		case 'comma':
		case 'and':
		case 'or':
		case 'alternative':
		case 'binary':
		case 'assign':
			return [node.left, node.right];
		case 'if':
			return [node.condition, node.then, ...(node.otherwise === undefined ? [] : [node.otherwise])];
		case 'try':
			return [node.body, ...(node.handler === undefined ? [] : [node.handler])];
		default:
			return [];
	}
}
