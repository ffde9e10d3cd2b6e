import type { Json } from '../../../machinery/meta.ts';
import { isObject } from '../../../machinery/patch/json-object.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { CommandError } from '../errors.ts';
import { DEFAULT_FIELD_SPECS, FIELD_SPEC_LISTS, type FieldSpecs, mergeSpecs } from './field-specs.ts';
import type { FieldSpec } from './kustomization-file.ts';
import type { Loader } from './loader.ts';
import type { NameReference } from './name-reference-specs.ts';
import { textOf } from './resource.ts';

/** The `configurations` field: files that tell transformers of more fields. Models builtinconfig.MakeTransformerConfig. */
export function* loadFieldSpecs(loader: Loader, paths: readonly string[]): Task<FieldSpecs> {
	let specs = DEFAULT_FIELD_SPECS;
	for (const path of paths) specs = mergeSpecs(specs, parseFieldSpecs(yield* loader.load(path)));
	return specs;
}

function parseFieldSpecs(text: string): Partial<FieldSpecs> {
	let parsed: Json;
	try {
		parsed = parseYamlDocument(text);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new CommandError(`error converting YAML to JSON: ${error.message}`);
	}
	if (!isObject(parsed)) return {};
	const out: { -readonly [list in keyof FieldSpecs]?: FieldSpecs[list] } = {};
	for (const list of FIELD_SPEC_LISTS) out[list] = fieldSpecs(parsed[list]);
	const references = parsed.nameReference;
	if (Array.isArray(references)) out.nameReference = references.filter(isObject).map(nameReference);
	return out;
}

function nameReference(value: { readonly [field: string]: Json }): NameReference {
	return { ...kindOf(value), fieldSpecs: fieldSpecs(value.fieldSpecs) };
}

function fieldSpecs(value: Json | undefined): FieldSpec[] {
	if (!Array.isArray(value)) return [];
	return value
		.filter(isObject)
		.map((each) => ({ ...kindOf(each), path: textOf(each.path), ...(each.create === true ? { create: true } : {}) }));
}

function kindOf(value: { readonly [field: string]: Json }): { group?: string; version?: string; kind?: string } {
	const out: { group?: string; version?: string; kind?: string } = {};
	for (const field of ['group', 'version', 'kind'] as const) {
		const text = textOf(value[field]);
		if (text !== '') out[field] = text;
	}
	return out;
}
