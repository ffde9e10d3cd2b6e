import type { Json } from '../../machinery/meta.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import type { JsonObject } from '../../machinery/patch/json-object.ts';
import { applyJsonPatch } from '../../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../machinery/patch/merge-patch.ts';
import { PatchError } from '../../machinery/patch/patch-error.ts';
import { applyStrategicMergePatch } from '../../machinery/patch/strategic-merge.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { string } from '../flags.ts';
import { patchSchemaOf } from './built-in-kinds.ts';
import type { Draft } from './create/generator.ts';
import { CommandError } from './errors.ts';
import { splitApiVersion } from './resources.ts';

export const OVERRIDE_FLAGS = {
	'override-type': string('merge', 'The method used to override the generated object: json, merge, or strategic.'),
	overrides: string(
		'',
		'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
	),
} as const;

/** The draft with the user's changes over it. Models cmdutil.Overrider. */
export function applyOverrides(
	draft: Draft,
	flags: { readonly overrides: string; readonly 'override-type': string },
): Draft {
	if (flags.overrides === '') return draft;
	const bare = JSON.parse(JSON.stringify(draft)) as JsonObject;
	try {
		const patch = readPatch(flags.overrides);
		const [group, version] = splitApiVersion(String(draft.apiVersion));
		switch (flags['override-type']) {
			case 'json':
				return applyJsonPatch(bare as Json, patch) as unknown as Draft;
			case 'merge':
				return applyMergePatch(bare as Json, patch) as unknown as Draft;
			case 'strategic':
				return applyStrategicMergePatch(
					bare,
					patch as JsonObject,
					patchSchemaOf(group, version, String(draft.kind)),
				) as unknown as Draft;
			default:
				throw new CommandError(`invalid override type: ${flags['override-type']}`);
		}
	} catch (error) {
		if (error instanceof PatchError || error instanceof JsonSyntaxError) throw new CommandError(error.message);
		throw error;
	}
}

/** JSON, or YAML that stands for it. */
function readPatch(text: string): Json {
	try {
		return parseJson(text);
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		try {
			return parseYamlDocument(text);
		} catch (yaml) {
			if (yaml instanceof YamlError) throw new CommandError(error.message);
			throw yaml;
		}
	}
}
