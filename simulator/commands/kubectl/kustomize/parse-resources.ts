import type { Json } from '../../../machinery/meta.ts';
import { isObject, type JsonObject } from '../../../machinery/patch/json-object.ts';
import { parseYamlDocumentCore } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { CommandError } from '../errors.ts';
import { Resource, textMap, textOf } from './resource.ts';

/** The resources of a file, in order; lists give their items. Models kustomize api/resource Factory.SliceFromBytes. */
export function parseResources(text: string): Resource[] {
	const waiting = documentsOf(text).filter((document) => !isEmptyNode(document));
	for (const document of waiting) checkMetadata(document);
	const resources: Resource[] = [];
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		const object = next as JsonObject;
		const kind = textOf(object.kind);
		if (!kind.endsWith('List') || object.items === undefined) {
			resources.push(new Resource(object));
			continue;
		}
		if (object.items === null) continue;
		if (!Array.isArray(object.items))
			throw new CommandError(`expected array in ${kind}/items, but found ${goType(object.items)}`);
		const items = object.items.filter((item) => !isEmptyNode(item));
		for (const item of items) checkMetadata(item);
		waiting.push(...items);
	}
	return resources;
}

/** Whether the message is that of a text that is no YAML. */
export function isMalformed(message: string): boolean {
	return message.includes('MalformedYAMLError');
}

/** As kyaml's reader: documents apart, and those of a single "List". */
function documentsOf(text: string): Json[] {
	const parts = splitDocuments(text.replaceAll('\r\n', '\n'));
	const documents: Json[] = [];
	for (const part of parts) {
		const document = parseDocument(part);
		if (document === null) continue;
		if (parts.length === 1 && isObject(document) && (document.kind === 'List' || document.kind === 'ResourceList')) {
			if (document.items !== undefined || document.functionConfig !== undefined) {
				if (Array.isArray(document.items)) documents.push(...document.items);
				continue;
			}
		}
		documents.push(document);
	}
	return documents;
}

function splitDocuments(text: string): string[] {
	const parts: string[] = [];
	let from = 0;
	for (const match of text.matchAll(/\n---.*\n/g)) {
		const after = match[0].slice(4).trim();
		if (after !== '' && !after.startsWith('#'))
			throw new CommandError(`invalid document separator: ${match[0].trim()}`);
		parts.push(`${text.slice(from, match.index)}\n`);
		from = match.index + match[0].length;
	}
	return [...parts, text.slice(from)];
}

function parseDocument(text: string): Json {
	try {
		return parseYamlDocumentCore(text);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new CommandError(`MalformedYAMLError: ${error.message}`);
	}
}

function isEmptyNode(node: Json): boolean {
	if (node === null) return true;
	return typeof node === 'object' && Object.keys(node).length === 0;
}

/** Models kyaml RNode.GetValidatedMetadata. */
export function checkMetadata(node: Json): void {
	const object = isObject(node) ? node : {};
	const metadata = isObject(object.metadata) ? object.metadata : {};
	const [apiVersion, kind, name, namespace] = [object.apiVersion, object.kind, metadata.name, metadata.namespace].map(
		textOf,
	) as [string, string, string, string];
	const [labels, annotations] = [textMap(metadata.labels), textMap(metadata.annotations)];
	const hasMaps = Object.keys(labels).length + Object.keys(annotations).length > 0;
	if (apiVersion === '' && kind === '' && name === '' && namespace === '' && !hasMaps)
		throw new CommandError('missing Resource metadata');
	const shown = `{{${apiVersion} ${kind}} {{${name} ${namespace}} ${goMap(labels)} ${goMap(annotations)}}}`;
	if (kind === '') throw new CommandError(`missing kind in object ${shown}`);
	if (!kind.endsWith('List') && name === '') throw new CommandError(`missing metadata.name in object ${shown}`);
}

function goMap(map: { readonly [key: string]: string }): string {
	const pairs = Object.keys(map)
		.sort()
		.map((key) => `${key}:${map[key]}`);
	return `map[${pairs.join(' ')}]`;
}

function goType(value: Json): string {
	if (isObject(value)) return 'map[string]interface {}';
	return typeof value === 'number' ? 'int' : typeof value === 'boolean' ? 'bool' : 'string';
}
