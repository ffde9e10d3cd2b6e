import { type TypeSchema, typeSchema } from '../../api/schema/schema.ts';
import type { KubeObject } from '../../machinery/meta.ts';

/**
 * A shallow copy whose fields, and those of its metadata, stand in the order in which the real server writes them:
 * the server has set some of them since the object was decoded.
 */
export function inFieldOrder(object: KubeObject, type: TypeSchema): KubeObject {
	const ordered = orderedCopy(object as unknown as Fields, type);
	const metaType = typeSchema('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
	if (metaType === undefined) throw new Error('assertion failed: no schema of ObjectMeta');
	const metadata = orderedCopy(object.metadata as unknown as Fields, metaType);
	// Nobody keeps where an object was once found. Models apiserver/pkg/storage APIObjectVersioner.PrepareObjectForStorage.
	delete metadata.selfLink;
	ordered.metadata = metadata;
	return ordered as unknown as KubeObject;
}

/** Custom resources are written as Go writes maps: with sorted keys. */
export function customFieldOrder(object: KubeObject): KubeObject {
	const sorted = sortedFields(object as unknown as Fields);
	sorted.metadata = sortedFields(object.metadata as unknown as Fields);
	return sorted as unknown as KubeObject;
}

function sortedFields(object: Fields): Fields {
	return Object.fromEntries(
		Object.keys(object)
			.sort()
			.map((key) => [key, object[key]]),
	);
}

type Fields = { [key: string]: unknown };

function orderedCopy(object: Fields, type: TypeSchema): Fields {
	const out: Fields = {};
	for (const name of type.fields.keys()) if (object[name] !== undefined) out[name] = object[name];
	if (!type.preserveUnknown) return out;
	for (const name of Object.keys(object)) if (!type.fields.has(name)) out[name] = object[name];
	return out;
}
