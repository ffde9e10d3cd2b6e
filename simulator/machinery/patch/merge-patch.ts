import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject, ownValue, setOwn } from './json-object.ts';

/** RFC 7386. Shares what the patch does not touch with `target`; mutates neither. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
	if (!isObject(patch)) return patch;
	const out: JsonObject = isObject(target) ? { ...target } : {};
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) delete out[key];
		else setOwn(out, key, applyMergePatch(ownValue(out, key), value));
	}
	return out;
}

/** The merge patch that turns `original` into `modified`; {} when they are equal. */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
	const patch: JsonObject = {};
	for (const [key, value] of Object.entries(modified)) {
		const before = ownValue(original, key);
		if (isObject(before) && isObject(value)) {
			const inner = createMergePatch(before, value);
			if (Object.keys(inner).length > 0) setOwn(patch, key, inner);
		} else if (before === undefined || !jsonEqual(before, value)) setOwn(patch, key, value);
	}
	for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) setOwn(patch, key, null);
	return patch;
}

/**
 * What `kubectl apply` sends for kinds without merge keys (custom resources): additions and changes from `current`
 * to `modified`, deletions from `original` (the last applied configuration) to `modified`.
 * Models apimachinery/pkg/util/jsonmergepatch CreateThreeWayJSONMergePatch.
 */
export function createThreeWayJsonMergePatch(
	original: JsonObject,
	modified: JsonObject,
	current: JsonObject,
): JsonObject {
	const additions = keepNulls(createMergePatch(current, modified), false);
	const deletions = keepNulls(createMergePatch(original, modified), true);
	return combine(deletions, additions);
}

/** Either only the nulls of a patch (with the objects around them) or all but them. */
function keepNulls(patch: JsonObject, nulls: boolean): JsonObject {
	const out: JsonObject = {};
	for (const [key, value] of Object.entries(patch)) {
		if (isObject(value)) {
			const inner = keepNulls(value, nulls);
			if (Object.keys(inner).length > 0 || (!nulls && Object.keys(value).length === 0)) setOwn(out, key, inner);
		} else if ((value === null) === nulls) setOwn(out, key, value);
	}
	return out;
}

function combine(base: JsonObject, over: JsonObject): JsonObject {
	const out: JsonObject = { ...base };
	for (const [key, value] of Object.entries(over)) {
		const below = ownValue(out, key);
		setOwn(out, key, isObject(below) && isObject(value) ? combine(below, value) : value);
	}
	return out;
}
