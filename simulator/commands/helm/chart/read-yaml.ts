import { isDict } from '../../../machinery/go-template/values.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { goValue } from '../../../machinery/sprig/plain-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlDocument, parseYamlInSteps } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { HelmError } from '../helm-error.ts';

/** The first document as plain JSON. @throws HelmError in the words of sigs.k8s.io/yaml. */
export function readYaml(text: string): unknown {
	try {
		return parseYamlDocument(text);
	} catch (error) {
		throw unreadable(error);
	}
}

/** The same of a text that may be long. @param pause called after so many nodes. */
export function* readLongYaml(text: string, pause: (nodes: number) => Task<void>): Task<unknown> {
	try {
		return yield* parseYamlInSteps(text, pause);
	} catch (error) {
		throw unreadable(error);
	}
}

function unreadable(error: unknown): unknown {
	return error instanceof YamlError ? new HelmError(`error converting YAML to JSON: ${error.message}`) : error;
}

/** How many members are taken between two pauses. */
const KEYS_AT_ONCE = 512;

/** A map of values; empty for an empty document. @param pause called after so many nodes. @throws HelmError */
export function* readValues(text: string, pause: (nodes: number) => Task<void>): Task<Dict> {
	const json = yield* readLongYaml(text, pause);
	if (json === null) return newDict();
	if (!isDict(json)) {
		throw new HelmError(
			`error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(json)} into Go value of type map[string]interface {}`,
		);
	}
	const values = newDict();
	for (const [index, key] of Object.keys(json).entries()) {
		if (index % KEYS_AT_ONCE === KEYS_AT_ONCE - 1) yield* pause(KEYS_AT_ONCE);
		values[key] = goValue(json[key]);
	}
	return values;
}

/** What Go's encoding/json calls a value. */
export function jsonKind(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'string') return 'string';
	if (typeof value === 'boolean') return 'bool';
	return isDict(value) ? 'object' : 'number';
}
