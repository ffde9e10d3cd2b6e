import type { Json } from '../../../machinery/meta.ts';
import { JsonSyntaxError, parseJson } from '../../../machinery/parse-json.ts';
import { copyJson, isObject, type JsonObject } from '../../../machinery/patch/json-object.ts';
import { applyJsonPatch, decodeJsonPatch, type JsonPatchOperation } from '../../../machinery/patch/json-patch.ts';
import { PatchError } from '../../../machinery/patch/patch-error.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { patchSchemaOf } from '../built-in-kinds.ts';
import { CommandError } from '../errors.ts';
import type { Patch, Selector } from './kustomization-file.ts';
import type { Loader } from './loader.ts';
import { parseResources } from './parse-resources.ts';
import type { Resource } from './resource.ts';
import { formatId, splitApiVersion } from './resource-id.ts';
import type { ResourceList } from './resource-list.ts';
import { mergeStrategically } from './strategic-merge.ts';
import type { Transformer } from './transformers.ts';

/** The `patches` field: each is a strategic merge or a JSON patch, whichever its text can be. Models PatchTransformer. */
export function* patcher(loader: Loader, patch: Patch): Task<Transformer> {
	const config = formatYaml(patch);
	const inline = (patch.patch ?? '').trim();
	const path = patch.path ?? '';
	if (inline === '' && path === '') throw new CommandError(`must specify one of patch and path in\n${config}`);
	if (inline !== '' && path !== '') throw new CommandError(`patch and path can't be set at the same time\n${config}`);
	const text = inline === '' ? yield* loadPatch(loader, path) : inline;
	const source = inline === '' ? `[path: ${JSON.stringify(path)}]` : `[patch: ${JSON.stringify(text)}]`;
	const merges = attempt(() => parseResources(text));
	const operations = attempt(() => parseJsonPatch(text));
	if (merges !== undefined && operations !== undefined && merges.length > 0 && operations.length > 0)
		throw new CommandError(`illegally qualifies as both an SM and JSON patch: ${source}`);
	if (merges === undefined && operations === undefined)
		throw new CommandError(`unable to parse SM or JSON patch from ${source}`);
	const { target, options = {} } = patch;
	if (merges !== undefined && merges.length > 0) return strategicPatcher(merges, { target, options, source });
	return jsonPatcher(operations ?? [], target, `must specify a target for JSON patch ${source}`);
}

function* loadPatch(loader: Loader, path: string): Task<string> {
	try {
		return yield* loader.load(path);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`failed to get the patch file from path(${path}): ${error.message}`);
	}
}

function attempt<T>(parse: () => T): T | undefined {
	try {
		return parse();
	} catch (error) {
		if (error instanceof CommandError) return undefined;
		throw error;
	}
}

interface StrategicOptions {
	readonly target: Selector | undefined;
	readonly options: { readonly [option: string]: boolean };
	readonly source: string;
}

function strategicPatcher(patches: readonly Resource[], { target, options, source }: StrategicOptions): Transformer {
	if (target === undefined) {
		return (list) => {
			for (const patch of patches) mergeInto(targetOf(list, patch), patch, options);
		};
	}
	return (list) => {
		if (patches.length > 1) {
			throw new CommandError(
				`Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source}`,
			);
		}
		for (const resource of list.select(target)) mergeInto(resource, patches[0] as Resource, options);
		list.dropEmpty();
	};
}

function targetOf(list: ResourceList, patch: Resource): Resource {
	const id = patch.originalId();
	try {
		return list.byId(id);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(
			`no resource matches strategic merge patch ${JSON.stringify(formatId(id))}: ${error.message}`,
		);
	}
}

/** Name, namespace and kind stay what they are unless the patch's options say otherwise. Models Resource.ApplySmPatch. */
function mergeInto(resource: Resource, patch: Resource, options: { readonly [option: string]: boolean }): void {
	if (resource.object === undefined) return;
	const { name, namespace, kind, apiVersion } = resource;
	if (options.allowNameChange === true || options.allowKindChange === true) resource.storePreviousId();
	const { group, version } = splitApiVersion(apiVersion);
	const content = { ...(copyJson(patch.object as JsonObject) as JsonObject), apiVersion };
	resource.object = mergeStrategicallyOf(resource.object, content, group, version, kind);
	if (resource.object === undefined || resource.isEmpty) return;
	if (options.allowKindChange !== true) resource.object.kind = kind;
	const metadata = resource.ownMetadata();
	if (options.allowNameChange !== true) metadata.name = name;
	if (namespace === '') delete metadata.namespace;
	else metadata.namespace = namespace;
}

function mergeStrategicallyOf(
	object: JsonObject,
	patch: JsonObject,
	group: string,
	version: string,
	kind: string,
): JsonObject | undefined {
	return mergeStrategically(object, patch, patchSchemaOf(group, version, kind));
}

/** `patchesStrategicMerge`: each entry is a path or the patch itself. Models PatchStrategicMergeTransformer. */
export function* legacyStrategicPatcher(loader: Loader, entries: readonly string[]): Task<Transformer> {
	const patches: Resource[] = [];
	for (const entry of entries) {
		const inline = attempt(() => parseResources(entry));
		patches.push(...(inline ?? (yield* loadResources(loader, entry))));
	}
	if (patches.length === 0) throw new CommandError(`patch appears to be empty; files=[${entries.join(' ')}], Patch=`);
	return (list) => {
		for (const patch of patches) {
			mergeInto(list.byId(patch.originalId()), patch, {});
			list.dropEmpty();
		}
	};
}

function* loadResources(loader: Loader, path: string): Task<Resource[]> {
	const text = yield* loader.load(path);
	try {
		return parseResources(text);
	} catch (error) {
		if (!(error instanceof CommandError) || !error.message.includes('MalformedYAMLError')) throw error;
		throw new CommandError(`${error.message} in File: ${path}`);
	}
}

/** `patchesJson6902`. Models PatchJson6902Transformer. */
export function* legacyJsonPatcher(loader: Loader, { target, path = '', patch = '' }: Patch): Task<Transformer> {
	if ((target?.name ?? '') === '') throw new CommandError('must specify the target name');
	if (path === '' && patch === '') throw new CommandError('empty file path and empty jsonOp');
	if (path !== '' && patch !== '') throw new CommandError('must specify a file path or jsonOp, not both');
	const text = path === '' ? patch : yield* loader.load(path);
	if (text === '') throw new CommandError(`patch file '${path}' empty seems to be empty`);
	const operations = decodedPatch(text);
	if (operations.length === 0) throw new CommandError(`patch appears to be empty; file=${path}, JsonOp=${text}`);
	return jsonPatcher(operations, target, '');
}

function decodedPatch(text: string): readonly JsonPatchOperation[] {
	try {
		return parseJsonPatch(text);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`decoding ${text}: ${error.message}`);
	}
}

/** A text that begins as JSON has to be JSON. */
function parseJsonPatch(text: string): readonly JsonPatchOperation[] {
	if (text === '') throw new CommandError('empty json patch operations');
	let parsed: Json;
	try {
		parsed = text.startsWith('[') ? parseJson(text) : parseYamlDocument(text);
	} catch (error) {
		if (!(error instanceof YamlError) && !(error instanceof JsonSyntaxError)) throw error;
		throw new CommandError(error.message);
	}
	return asCommandError(() => decodeJsonPatch(parsed));
}

function asCommandError<T>(step: () => T): T {
	try {
		return step();
	} catch (error) {
		if (error instanceof PatchError) throw new CommandError(error.message);
		throw error;
	}
}

function jsonPatcher(
	operations: readonly JsonPatchOperation[],
	target: Selector | undefined,
	untargeted: string,
): Transformer {
	return (list) => {
		if (target === undefined) throw new CommandError(untargeted);
		for (const resource of list.select(target)) {
			resource.storePreviousId();
			const patched = asCommandError(() => applyJsonPatch(resource.object ?? null, operations as Json));
			resource.object = isObject(patched) ? patched : undefined;
		}
	};
}
