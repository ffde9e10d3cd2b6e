import { isDict } from '../../../machinery/go-template/values.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { goValue } from '../../../machinery/sprig/plain-json.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { HelmError } from '../helm-error.ts';

/** The first document as plain JSON. @throws HelmError in the words of sigs.k8s.io/yaml. */
export function readYaml(text: string): unknown {
	try {
		return parseYamlDocument(text);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new HelmError(`error converting YAML to JSON: ${error.message}`);
	}
}

/** A map of values; empty for an empty document. @throws HelmError */
export function readValues(text: string): Dict {
	const value = goValue(readYaml(text));
	if (value === null) return newDict();
	if (isDict(value)) return value;
	throw new HelmError(
		`error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`,
	);
}

/** What Go's encoding/json calls a value. */
export function jsonKind(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'string') return 'string';
	if (typeof value === 'boolean') return 'bool';
	return isDict(value) ? 'object' : 'number';
}
