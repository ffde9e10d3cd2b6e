import { SystemError } from '../../../kernel/process-api.ts';
import { formatLayout, GoTime } from '../../../machinery/sprig/go-time.ts';
import type { Task } from '../../../machinery/task.ts';
import { timeZone } from '../../../machinery/time-zones.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { trimEndOf } from '../../../machinery/trim-end.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import { realTag } from './arithmetic.ts';
import { momentOf } from './date-arithmetic.ts';
import { type Context, type Evaluator, type Handler, reading, withNodes } from './evaluator.ts';
import { decodeDocuments, decodeText, encodeNode } from './formats.ts';
import { goReason } from './go-reason.ts';
import { type Expression, parseExpression } from './parse-expression.ts';
import { readYaml } from './read-yaml.ts';
import { YamlNode, YqError } from './yaml-node.ts';

type Results = Task<readonly YamlNode[]>;

function* env(evaluator: Evaluator, _: Context, { operation }: Expression): Results {
	const value = evaluator.process.env.get(operation.value) ?? '';
	if (operation.option === 'text') return [YamlNode.text(value)];
	if (value === '') throw new YqError(`value for env variable '${operation.value}' not provided in env()`);
	return (yield* decodeText(value, 'yaml', evaluator.pause)).slice(0, 1);
}

function* envsubst(evaluator: Evaluator, context: Context, { operation }: Expression): Results {
	const variables = evaluator.process.env;
	return context.nodes.map((node) => {
		if (node.tag !== '!!str') {
			throw new YqError(
				`cannot substitute with ${node.tag}, can only substitute strings. Hint: Most often you'll want to use '|=' over '=' for this operation`,
			);
		}
		const text = node.value.replace(
			/\$(?:(\w+)|\{(\w+)(?:(:?[-=+])([^}]*))?\})/g,
			(_, bare: string | undefined, braced: string | undefined, operator = '', word = '') => {
				const name = (bare ?? braced) as string;
				const value = variables.get(name);
				if (operation.option.includes('nu') && value === undefined && operator === '') {
					throw new YqError(`variable \${${name}} not set`);
				}
				if (operation.option.includes('ne') && value === '') throw new YqError(`variable \${${name}} set but empty`);
				const isSet = value !== undefined && (value !== '' || !String(operator).startsWith(':'));
				if (operator === '') return value ?? '';
				if (String(operator).endsWith('+')) return isSet ? String(word) : '';
				return isSet ? (value as string) : String(word);
			},
		);
		return node.placedScalar('!!str', text);
	});
}

function* load(evaluator: Evaluator, context: Context, { right, operation }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		const name = (yield* evaluator.first(right, context, node))?.value;
		if (name === undefined) throw new YqError('Filename expression returned nil');
		let text: string;
		try {
			text = decodeUtf8(yield* readFile(evaluator.process, name));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new YqError(`failed to load ${name}: open ${name}: ${goReason(error)}`);
		}
		if (operation.name === 'load_str') results.push(node.placedScalar('!!str', text));
		else {
			const documents = yield* decodeDocuments(text, LOADED.get(operation.name) ?? 'yaml', evaluator.pause);
			const [only = YamlNode.scalar('!!null', '')] = documents;
			if (documents.length > 1) {
				const all = YamlNode.collection('sequence');
				all.addAll(documents);
				results.push(node.placed(all));
			} else results.push(node.placed(only));
		}
	}
	return results;
}

const LOADED: ReadonlyMap<string, string> = new Map([
	['load_props', 'props'],
	['load_base64', 'base64'],
]);

function* evaluateText(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const texts = yield* evaluator.evaluate(right, reading(context));
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		for (const { value } of texts) {
			const expression = parseExpression(value);
			for (const found of yield* evaluator.evaluate(expression, withNodes(context, [node]))) results.push(found);
		}
	}
	return results;
}

function* error(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const [message] = yield* evaluator.evaluate(right, reading(context));
	throw new YqError(message?.value ?? 'aborted');
}

/** Models operator_system.go: it is off unless a flag says otherwise. Differs: there is no such flag. */
function* system(): Results {
	throw new YqError('system operations are disabled, use --security-enable-system-operator to enable');
}

function* encode(evaluator: Evaluator, context: Context, { operation }: Expression): Results {
	const indent = Number(operation.option === '' ? evaluator.indent : operation.option);
	const { value: format } = operation;
	const form = { format, indent, unwrap: format !== 'json', separators: false, compact: false };
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		if (format === 'xml') throw new YqError('no support for xml output format');
		const text = yield* encodeNode(node, form, evaluator.pause);
		const original = evaluator.decoded.get(placeOf(node));
		const single = original !== undefined && !original.endsWith('\n') && /^[^\n]*\n$/.test(text);
		const oneLine = single || (format === 'json' && indent === 0) || format === 'csv' || format === 'tsv';
		results.push(node.placedScalar('!!str', oneLine ? trimEndOf(text, '\n') : text));
	}
	return results;
}

const placeOf = (node: YamlNode): string => `${node.root.document} ${node.key?.value}`;

function* decode(evaluator: Evaluator, context: Context, { operation }: Expression): Results {
	const results: YamlNode[] = [];
	for (const node of context.nodes) {
		evaluator.decoded.set(placeOf(node), node.value);
		const [result] = yield* decodeText(node.value, operation.value, evaluator.pause);
		if (result === undefined) throw new YqError('EOF');
		results.push(node.placed(result));
	}
	return results;
}

function* now(evaluator: Evaluator): Results {
	return [YamlNode.scalar('!!timestamp', formatTime(Math.floor(evaluator.process.now() / 1000) * 1000))];
}

function* fromUnix(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) => {
		const tag = realTag(node);
		if (tag !== '!!int' && tag !== '!!float') {
			throw new YqError(`from_unix only works on numbers, found ${node.tag} instead`);
		}
		return node.placedScalar('!!timestamp', formatTime(Math.floor(Number(node.value)) * 1000));
	});
}

function* toUnix(_: Evaluator, context: Context): Results {
	return context.nodes.map((node) =>
		node.placedScalar('!!int', String(Math.floor(momentOf(node, context.layout) / 1000))),
	);
}

function* formatDate(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const layout = yield* evaluator.text(right, reading(context));
	return context.nodes.map((node) => {
		const text = formatLayout(new GoTime(momentOf(node, context.layout)), layout);
		const [read] = readYaml(text);
		return node.placed(read === undefined || read.tag === '!!str' ? YamlNode.text(text) : read);
	});
}

function* inZone(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	const name = yield* evaluator.text(right, reading(context));
	if (timeZone(name) === undefined) throw new YqError(`could not load tz [${name}]: unknown time zone ${name}`);
	return context.nodes.map((node) =>
		node.placedScalar(node.tag, formatLayout(new GoTime(momentOf(node, context.layout), name), context.layout)),
	);
}

function* withLayout(evaluator: Evaluator, context: Context, { right }: Expression): Results {
	if (right?.operation.name !== 'block' && right?.operation.name !== 'union') {
		throw new YqError(
			'must provide a date time format string and an expression, e.g. with_dtf("Monday, 02-Jan-06 at 3:04PM MST"; <exp>)',
		);
	}
	const layout = yield* evaluator.text(right.left, reading(context));
	return yield* evaluator.evaluate(right.right, { ...context, layout });
}

/** What reaches out of the document: files, the environment, the clock, other notations. */
export const OUTSIDE_OPERATORS: readonly (readonly [string, Handler])[] = [
	['env', env],
	['envsubst', envsubst],
	['load', load],
	['load_str', load],
	['eval', evaluateText],
	['error', error],
	['system', system],
	['encode', encode],
	['decode', decode],
	['now', now],
	['from_unix', fromUnix],
	['to_unix', toUnix],
	['format_datetime', formatDate],
	['tz', inZone],
	['with_dtf', withLayout],
	['load_props', load],
	['load_base64', load],
];
