import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { presentObject } from '../output/present.ts';
import { updateObject } from '../registry/update-object.ts';
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
 */
export function partialSubresource(take: (object: KubeObject, old: KubeObject) => KubeObject): SubresourceHandler {
	const prepare: Prepare = (object, old) => {
		const { metadata } = object;
		const next = take({ ...object }, old);
		for (const key of Object.keys(object)) delete (object as unknown as Record<string, unknown>)[key];
		Object.assign(object, next, { metadata: { ...next.metadata, managedFields: metadata.managedFields } });
	};
	return (scope) => serve(scope, prepare);
}

type Prepare = (object: KubeObject, old: KubeObject) => void;

function* serve(scope: RequestScope, prepare: Prepare): Task<ApiResponse> {
	if (scope.info.verb === 'get') return handleGet(scope);
	if (scope.info.verb === 'patch') return yield* handlePatch(scope, { prepare });
	return yield* put(scope, prepare);
}

function* put(scope: RequestScope, prepare: Prepare): Task<ApiResponse> {
	const { core, storage, request, info } = scope;
	const context = writeOptions(request, scope.user, 'UpdateOptions', info.subresource);
	const object = decodeObject(request, scope.kind, context.validation, context.warnings);
	scope.kind.applyDefaults?.(object);
	matchNamespace(scope, object);
	matchName(object, info.name);
	const old = storage.fetch(info.namespace, info.name);
	const updated = yield* updateObject(core, storage, object, old, context, { prepare });
	return objectResponse(200, presentObject(updated, presentationOf(scope)), context.warnings);
}
