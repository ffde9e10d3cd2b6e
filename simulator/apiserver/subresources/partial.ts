import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { presentObject } from '../output/present.ts';
import { type UpdateOptions, updateObject } from '../registry/update-object.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { handlePatch } from '../verbs/patch.ts';
import { handleGet, presentationOf } from '../verbs/read.ts';
import { objectResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';
import { matchName, matchNamespace } from '../verbs/write.ts';
import type { SubresourceHandler } from './handler.ts';

/**
 * A subresource whose body is the whole object and that changes a part of it.
 * @param take puts what may change into a copy of the old object.
 * @param validate instead of the kind's own check of an update.
 */
export function partialSubresource(
	take: (object: KubeObject, old: KubeObject) => KubeObject,
	validate?: UpdateOptions['validate'],
): SubresourceHandler {
	const prepare: Prepare = (object, old) => {
		const { metadata } = object;
		const next = take({ ...object }, old);
		for (const key of Object.keys(object)) delete (object as unknown as Record<string, unknown>)[key];
		Object.assign(object, next, { metadata: { ...next.metadata, managedFields: metadata.managedFields } });
	};
	const options = { prepare, ...(validate === undefined ? {} : { validate }) };
	return (scope) => serve(scope, options);
}

type Prepare = (object: KubeObject, old: KubeObject) => void;

function* serve(scope: RequestScope, options: UpdateOptions): Task<ApiResponse> {
	if (scope.info.verb === 'get') return handleGet(scope);
	if (scope.info.verb === 'patch') return yield* handlePatch(scope, options);
	return yield* put(scope, options);
}

function* put(scope: RequestScope, options: UpdateOptions): Task<ApiResponse> {
	const { core, storage, request, info } = scope;
	const context = writeOptions(request, scope.user, 'UpdateOptions', info.subresource);
	const object = decodeObject(request, scope.kind, context.validation, context.warnings);
	scope.kind.applyDefaults?.(object);
	matchNamespace(scope, object);
	matchName(object, info.name);
	const old = storage.fetch(info.namespace, info.name);
	const updated = yield* updateObject(core, storage, object, old, context, options);
	return objectResponse(200, presentObject(updated, presentationOf(scope)), context.warnings);
}
