import { type JsonFields, sortedCopy, sortedCopyInSteps } from '../../api/custom-resources/json-schema.ts';
import type { CustomKind } from '../../api/kind.ts';
import { checkTypes, DecodeError } from '../../api/schema/check-types.ts';
import { roundTrip } from '../../api/schema/round-trip.ts';
import { typeSchema } from '../../api/schema/schema.ts';
import type { Json, KubeObject } from '../../machinery/meta.ts';
import { Pace } from '../../machinery/rest.ts';
import type { Task, Wait } from '../../machinery/task.ts';

/**
 * A custom resource as the server takes it in: metadata as of any object, the rest pruned and defaulted by its schema.
 * A fresh object. Throws DecodeError for metadata of wrong types.
 * Models apiextensions-apiserver/pkg/apiserver schemaCoercingDecoder and unstructuredDefaulter.
 * Differs: the metadata of embedded resources stays as it is.
 */
export function* readCustom(value: object, custom: CustomKind, rest: Wait | undefined): Task<ReadCustom> {
	const pace = rest === undefined ? undefined : new Pace(rest);
	const object = yield* copyOf(value as JsonFields, pace);
	const given = object.metadata ?? {};
	const unknown = readMetadata(given).map((path) => `metadata.${path}`);
	const metadata = sortedCopy(roundTrip(given as object, metaType()) as Json) as JsonFields;
	if (metadata.creationTimestamp === null) delete metadata.creationTimestamp;
	object.metadata = metadata;
	const dropped = yield* custom.complete(object, pace);
	return { object: object as unknown as KubeObject, unknown: [...unknown, ...dropped] };
}

interface ReadCustom {
	readonly object: KubeObject;
	readonly unknown: readonly string[];
}

function* copyOf(value: JsonFields, pace: Pace | undefined): Task<JsonFields> {
	return (pace === undefined ? sortedCopy(value) : yield* sortedCopyInSteps(value, pace)) as JsonFields;
}

function metaType(): NonNullable<ReturnType<typeof typeSchema>> {
	const type = typeSchema('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
	if (type === undefined) throw new Error('assertion failed: no schema of ObjectMeta');
	return type;
}

function readMetadata(given: Json): string[] {
	try {
		if (typeof given === 'object' && given !== null && !Array.isArray(given)) return checkTypes(given, metaType());
		const found = Array.isArray(given) ? 'array' : typeof given === 'boolean' ? 'bool' : typeof given;
		throw new DecodeError(`json: cannot unmarshal ${found} into Go value of type v1.ObjectMeta`);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		throw new DecodeError(`metadata: Invalid value: ${JSON.stringify(given)}: ${error.message}`);
	}
}
