import { splitText } from '../../../machinery/find-text.ts';
import { compileRe2, type Regexp, type RegexpMatch, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { trimEndOf } from '../../../machinery/trim-end.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { realTag } from './arithmetic.ts';
import { type Context, type Evaluator, type Handler, reading } from './evaluator.ts';
import { booleanNode } from './operate-values.ts';
import type { Expression } from './parse-expression.ts';
import { integerOf, resolveTag } from './resolve-tag.ts';
import { writeYaml } from './write-yaml.ts';
import { YamlNode, YqError } from './yaml-node.ts';

type Results = Task<readonly YamlNode[]>;

const HINT = "Hint: Most often you'll want to use '|=' over '=' for this operation";

function compile(pattern: string): Regexp {
	try {
		return compileRe2(pattern);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new YqError(`error parsing regexp: ${error.message}: \`${error.fragment}\``);
	}
}

function requireText(node: YamlNode, what: string, objects: string): void {
	if (realTag(node) !== '!!str')
		throw new YqError(`cannot ${what} with ${node.tag}, can only ${objects} strings. ${HINT}`);
}

function* changeCase(_: Evaluator, context: Context, { operation }: Expression): Results {
	return context.nodes.map((node) => {
		if (realTag(node) !== '!!str') {
			throw new YqError(`cannot change case with ${node.tag}, can only operate on strings. `);
		}
		const upper = operation.name === 'upcase';
		const result = node.placedScalar(node.tag, upper ? node.value.toUpperCase() : node.value.toLowerCase());
		result.style = node.style;
		return result;
	});
}

function* trim(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		if (realTag(node) !== '!!str') throw new YqError(`cannot trim ${node.tag}, can only operate on strings. `);
		const result = node.placedScalar(node.tag, node.value.trim());
		result.style = node.style;
		return result;
	});
}

function* toText(evaluator: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		const text =
			node.kind === 'scalar'
				? node.value
				: trimEndOf(writeYaml(node, { indent: evaluator.indent, compact: false }), '\n');
		const result = node.placedScalar('!!str', text);
		if (node.tag !== '!!str') result.style = 'double';
		return result;
	});
}

function* toNumber(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		if (node.kind !== 'scalar')
			throw new YqError(`cannot convert node at path ${node.path().join('.')} of tag ${node.tag} to number`);
		if (node.tag === '!!int' || node.tag === '!!float') return node;
		if (integerOf(node.value) !== undefined) return node.placedScalar('!!int', node.value);
		if (resolveTag(node.value) === '!!float') return node.placedScalar('!!float', node.value);
		throw new YqError(
			`cannot convert node value [${node.value}] at path ${node
				.path()
				.map(({ value }) => value)
				.join('.')} of tag ${node.tag} to number`,
		);
	});
}

function* join(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const glue = yield* evaluator.text(right, reading(context));
	return context.nodes.map((node) => {
		if (node.kind !== 'sequence') throw new YqError(`cannot join with ${node.tag}, can only join arrays of scalars`);
		return node.placedScalar('!!str', node.content.map((item) => (item.isNull ? '' : item.value)).join(glue));
	});
}

function* split(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const at = yield* evaluator.text(right, reading(context));
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		if (node.isNull) continue;
		if (realTag(node) !== '!!str') throw new YqError(`cannot split ${node.tag}, can only split strings`);
		const result = node.placed(YamlNode.collection('sequence'));
		if (node.value !== '') for (const piece of splitText(node.value, at)) result.addItem(YamlNode.text(piece));
		results.push(result);
	}
	return results;
}

function* substitute(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const pattern = compile(yield* evaluator.text(right?.left, reading(context)));
	const replacement = yield* evaluator.text(right?.right, context);
	return context.nodes.map((node) => {
		requireText(node, 'substitute', 'substitute');
		let out = '';
		let from = 0;
		for (const match of pattern.all(node.value)) {
			out += node.value.slice(from, match.start) + filled(replacement, match, pattern);
			from = match.end;
		}
		return node.placedScalar('!!str', out + node.value.slice(from));
	});
}

/** Models Go's regexp Expand. */
function filled(template: string, match: RegexpMatch, pattern: Regexp): string {
	return template.replace(
		/\$(?:\$|(\w+)|\{(\w+)\})/g,
		(whole, bare: string | undefined, braced: string | undefined) => {
			if (whole === '$$') return '$';
			const name = (bare ?? braced) as string;
			const number = /^\d+$/.test(name) ? Number(name) : pattern.groupNames.indexOf(name);
			return match.groups[number] ?? '';
		},
	);
}

interface Matching {
	readonly pattern: Regexp;
	readonly global: boolean;
}

function* matchingOf(evaluator: Evaluator, context: Context, { right }: Expression): Task<Matching> {
	const block = right?.operation.name === 'block' ? right : undefined;
	const options = block === undefined ? '' : yield* evaluator.text(block.right, context);
	if (options.includes('i')) {
		throw new YqError(`'i' is not a valid option for match. To ignore case, use an expression like match("(?i)cat")`);
	}
	const unknown = options.replaceAll('g', '');
	if (unknown !== '') {
		throw new YqError(
			`unrecognised match params '${unknown}', please see docs at https://mikefarah.gitbook.io/yq/operators/string-operators`,
		);
	}
	const pattern = compile(yield* evaluator.text(block === undefined ? right : block.left, reading(context)));
	return { pattern, global: options.includes('g') };
}

function found(node: YamlNode, { pattern, global }: Matching): readonly RegexpMatch[] {
	requireText(node, 'match', 'match');
	if (global) return pattern.all(node.value);
	const match = pattern.exec(node.value);
	return match === undefined ? [] : [match];
}

function* match(evaluator: Evaluator, context: Context, node: Expression): Results {
	const matching = yield* matchingOf(evaluator, context, node);
	return context.nodes.flatMap((own) => found(own, matching).map((each) => matchNode(own, each, matching.pattern)));
}

function matchNode(node: YamlNode, match: RegexpMatch, pattern: Regexp): YamlNode {
	const result = node.placed(YamlNode.collection('mapping'));
	describeMatch(result, node.value, match.groups[0], match.start, '');
	const captures = YamlNode.collection('sequence');
	for (let group = 1; group < match.groups.length; group++) {
		const capture = YamlNode.collection('mapping');
		const start = (match.spans[group] as readonly [number, number])[0];
		describeMatch(capture, node.value, match.groups[group], start, pattern.groupNames[group] as string);
		captures.addItem(capture);
	}
	result.addPair(YamlNode.text('captures'), captures);
	return result;
}

function describeMatch(own: YamlNode, text: string, match: string | undefined, start: number, name: string): void {
	const add = (key: string, value: YamlNode): void => {
		own.addPair(YamlNode.text(key), value);
	};
	add('string', match === undefined ? YamlNode.scalar('!!null', 'null') : YamlNode.text(match));
	const offset = start < 0 ? -1 : encodeUtf8(text.slice(0, start)).length;
	add('offset', YamlNode.scalar('!!int', String(offset)));
	add('length', YamlNode.scalar('!!int', String(encodeUtf8(match ?? '').length)));
	if (name !== '') add('name', YamlNode.text(name));
}

function* capture(evaluator: Evaluator, context: Context, node: Expression): Results {
	const matching = yield* matchingOf(evaluator, context, node);
	return context.nodes.flatMap((own) =>
		found(own, matching).map((each) => {
			const result = own.placed(YamlNode.collection('mapping'));
			for (let group = 1; group < each.groups.length; group++) {
				const text = each.groups[group];
				const value = text === undefined ? YamlNode.scalar('!!null', 'null') : YamlNode.text(text);
				result.addPair(YamlNode.text(matching.pattern.groupNames[group] as string), value);
			}
			return result;
		}),
	);
}

function* test(evaluator: Evaluator, context: Context, node: Expression): Results {
	const matching = yield* matchingOf(evaluator, context, node);
	return context.nodes.map((own) => booleanNode(own, found(own, matching).length > 0));
}

/** What works on texts. */
export const TEXT_OPERATORS: readonly (readonly [string, Handler])[] = [
	['upcase', changeCase],
	['downcase', changeCase],
	['trim', trim],
	['to_string', toText],
	['to_number', toNumber],
	['join', join],
	['split', split],
	['sub', substitute],
	['match', match],
	['capture', capture],
	['test', test],
];
