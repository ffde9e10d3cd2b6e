import { FunctionError } from '../../../machinery/go-template/functions.ts';
import { isDict } from '../../../machinery/go-template/values.ts';
import { JsonSyntaxError, parseJson } from '../../../machinery/parse-json.ts';
import { type Definition, define, defineWaiting, newDict } from '../../../machinery/sprig/define.ts';
import { goValue, jsonText, plainJson, yamlText } from '../../../machinery/sprig/plain-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { jsonKind, readLongYaml } from '../chart/read-yaml.ts';
import { HelmError } from '../helm-error.ts';
import { formatToml } from './format-toml.ts';
import { parseToml, TomlError } from './parse-toml.ts';
import { prettyYaml } from './pretty-yaml.ts';

/** What stands round the message of `required` and `fail`, so that the message alone is shown. */
export const WARN = { start: 'HELM_ERR_START', end: 'HELM_ERR_END' } as const;

/** Functions that Helm adds to sprig's. Models helm.sh/helm/v3/pkg/engine funcMap. @param lint nothing fails on purpose. */
export function helmFunctions(
	lint: boolean,
	lookup: (...words: string[]) => Task<unknown>,
	pause: (nodes: number) => Task<void>,
): readonly Definition[] {
	const refuse = (message: string): string => {
		if (lint) return '';
		throw new FunctionError(`${WARN.start}${message}${WARN.end}`);
	};
	return [
		define('toYaml', ['any'], (value: unknown) => yamlText(value)),
		define('mustToYaml', ['any'], (value: unknown) => yamlText(value)),
		define('toYamlPretty', ['any'], (value: unknown) => prettyYaml(plainJson(value))),
		define('toJson', ['any'], (value: unknown) => jsonText(value)),
		define('mustToJson', ['any'], (value: unknown) => jsonText(value)),
		define('toToml', ['any'], (value: unknown) => formatToml(value)),
		define('fromToml', ['string'], (text: string) => tomlOf(text)),
		defineWaiting('fromYaml', ['string'], (text: string) => mapOf(readLongYaml(text, pause))),
		defineWaiting('fromYamlArray', ['string'], (text: string) => listOf(readLongYaml(text, pause))),
		defineWaiting('fromJson', ['string'], (text: string) => mapOf(jsonOf(text), '')),
		defineWaiting('fromJsonArray', ['string'], (text: string) => listOf(jsonOf(text), '')),
		define('required', ['string', 'any'], (message: string, value: unknown) =>
			value === null || value === '' ? refuse(message) : value,
		),
		define('fail', ['string'], (message: string) => refuse(message)),
		defineWaiting('lookup', ['string', 'string', 'string', 'string'], lookup),
	];
}

function* jsonOf(text: string): Task<unknown> {
	return parseJson(text);
}

function* decode(read: Task<unknown>): Task<unknown> {
	try {
		return goValue(yield* read);
	} catch (error) {
		if (error instanceof HelmError || error instanceof JsonSyntaxError) return new Failure(error.message);
		throw error;
	}
}

class Failure {
	readonly message: string;
	constructor(message: string) {
		this.message = message;
	}
}

/** What sigs.k8s.io/yaml says before the words of its JSON decoder. */
const YAML_DECODER = 'error unmarshaling JSON: while decoding JSON: ';

function* mapOf(read: Task<unknown>, decoder = YAML_DECODER): Task<unknown> {
	const value = yield* decode(read);
	if (value === null) return newDict();
	if (isDict(value) && !(value instanceof Failure)) return value;
	const out = newDict();
	out.Error =
		value instanceof Failure
			? value.message
			: `${decoder}json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`;
	return out;
}

function* listOf(read: Task<unknown>, decoder = YAML_DECODER): Task<unknown> {
	const value = yield* decode(read);
	if (value === null) return [];
	if (Array.isArray(value)) return value;
	if (value instanceof Failure) return [value.message];
	return [`${decoder}json: cannot unmarshal ${jsonKind(value)} into Go value of type []interface {}`];
}

function tomlOf(text: string): unknown {
	try {
		return parseToml(text);
	} catch (error) {
		if (!(error instanceof TomlError)) throw error;
		const out = newDict();
		out.Error = error.message;
		return out;
	}
}
