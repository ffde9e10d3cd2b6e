import { formatJson } from '../format-json.ts';
import { GoFloat, GoInt, GoObject, isDict } from '../go-template/values.ts';
import { formatYaml } from '../yaml/format-yaml.ts';
import { type Dict, newDict } from './define.ts';

/** A template's value as JSON has it: numbers without their Go types. */
export function plainJson(value: unknown): unknown {
	if (value === undefined) return null;
	if (value instanceof GoInt || value instanceof GoFloat) return value.value;
	if (value instanceof GoObject) return plainJson(value.toJson());
	if (Array.isArray(value)) return value.map(plainJson);
	if (!isDict(value)) return value;
	const out = newDict();
	for (const key of Object.keys(value)) out[key] = plainJson(value[key]);
	return out;
}

/** JSON as templates get it: every number a float64. Models encoding/json into interface{}. */
export function goValue(json: unknown): unknown {
	if (typeof json === 'number') return new GoFloat(json);
	if (Array.isArray(json)) return json.map(goValue);
	if (json === null || typeof json !== 'object') return json;
	const out: Dict = newDict();
	for (const [key, value] of Object.entries(json)) out[key] = goValue(value);
	return out;
}

/** Without the newline at its end. */
export function yamlText(value: unknown): string {
	return formatYaml(plainJson(value)).replace(/\n$/, '');
}

/** @param escapesHtml Go's encoder writes `<` as an escape unless told not to. */
export function jsonText(value: unknown, indent?: string, escapesHtml = true): string {
	const text = formatJson(plainJson(value), indent === undefined ? {} : { indent });
	if (escapesHtml) return text;
	return text
		.replace(/\\u003c/g, '<')
		.replace(/\\u003e/g, '>')
		.replace(/\\u0026/g, '&');
}
