import { checkTypes, DecodeError } from '../../api/schema/check-types.ts';
import { typeSchema } from '../../api/schema/schema.ts';
import type { Json, KubeObject } from '../../machinery/meta.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import type { JsonObject } from '../../machinery/patch/json-object.ts';
import { applyJsonPatch } from '../../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../machinery/patch/merge-patch.ts';
import { PatchError } from '../../machinery/patch/patch-error.ts';
import { applyStrategicMergePatch } from '../../machinery/patch/strategic-merge.ts';
import { string } from '../flags.ts';
import { builtInKind, patchSchemaOf } from './built-in-kinds.ts';
import type { Draft } from './create/generator.ts';
import { CommandError } from './errors.ts';
import { splitApiVersion } from './resources.ts';
import { requireTyped } from './typed-form.ts';

export const OVERRIDE_FLAGS = {
	'override-type': string('merge', 'The method used to override the generated object: json, merge, or strategic.'),
	overrides: string(
		'',
		'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
	),
} as const;

/** The draft with the user's changes over it, as the Go struct that it is decoded into. Models cmdutil.Overrider. */
export function applyOverrides(
	draft: Draft,
	flags: { readonly overrides: string; readonly 'override-type': string },
): Draft {
	if (flags.overrides === '') return draft;
	const bare = JSON.parse(JSON.stringify(draft)) as JsonObject;
	try {
		return decoded(overridden(bare, flags.overrides, flags['override-type']));
	} catch (error) {
		if (error instanceof PatchError || error instanceof JsonSyntaxError || error instanceof DecodeError)
			throw new CommandError(error.message);
		throw error;
	}
}

function overridden(draft: JsonObject, text: string, type: string): Json {
	switch (type) {
		case 'json':
			return applyJsonPatch(draft as Json, parseJson(text));
		case 'merge':
			return applyMergePatch(draft as Json, readMergePatch(text));
		case 'strategic': {
			const [group, version] = splitApiVersion(String(draft.apiVersion));
			return applyStrategicMergePatch(
				draft,
				readStrategicPatch(text),
				patchSchemaOf(group, version, String(draft.kind)),
			) as Json;
		}
		default:
			throw new CommandError(`invalid override type: ${type}`);
	}
}

function readMergePatch(text: string): Json {
	try {
		const patch = parseJson(text);
		if (patch !== null && typeof patch === 'object') return patch;
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
	}
	throw new CommandError('Invalid JSON Patch');
}

function readStrategicPatch(text: string): JsonObject {
	try {
		return parseJson(text) as JsonObject;
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		throw new CommandError('invalid JSON document');
	}
}

/** Models runtime.Decode with kubectl's codecs: what the struct has no field for is gone. */
function decoded(value: Json): Draft {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		const found = Array.isArray(value) ? 'array' : typeof value;
		throw new CommandError(
			`couldn't get version/kind; json parse error: json: cannot unmarshal ${found} into Go value of type ${TYPE_META}`,
		);
	}
	const object = value as unknown as KubeObject;
	const [group, version] = splitApiVersion(String(object.apiVersion));
	const schema = typeSchema(builtInKind(group, version, object.kind)?.schema ?? '');
	if (schema === undefined) {
		const [kind, apiVersion] = [JSON.stringify(object.kind), JSON.stringify(object.apiVersion)];
		throw new CommandError(
			`no kind ${kind} is registered for version ${apiVersion} in scheme "pkg/scheme/scheme.go:28"`,
		);
	}
	checkTypes(object, schema);
	return requireTyped(object) as unknown as Draft;
}

const TYPE_META =
	'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
