import type { Namespace } from '../../api/core/types/object.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { conflict } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { objectResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';

/**
 * PUT of namespaces/NAME/finalize: takes finalizers from the spec; the last one's going ends the Namespace.
 * Models pkg/registry/core/namespace/storage FinalizeREST.
 */
export function* finalizeSubresource(scope: RequestScope): Task<ApiResponse> {
	const { storage, info, request } = scope;
	const context = writeOptions(request, scope.user, 'UpdateOptions', info.subresource);
	const given = decodeObject(request, scope.kind, context.validation, context.warnings) as unknown as Namespace;
	const old = storage.fetch('', info.name) as unknown as Namespace;
	const version = given.metadata.resourceVersion;
	if (version !== undefined && version !== '' && version !== old.metadata.resourceVersion) {
		throw conflict(
			storage.groupResource,
			info.name,
			'the object has been modified; please apply your changes to the latest version and try again',
		);
	}
	const { finalizers: _, ...spec } = old.spec;
	const left = given.spec?.finalizers ?? [];
	const next = { ...old, spec: left.length === 0 ? spec : { ...spec, finalizers: left } } as KubeObject;
	if (context.dryRun) return objectResponse(200, next);
	const done =
		left.length === 0 && old.metadata.deletionTimestamp !== undefined && (old.metadata.finalizers ?? []).length === 0;
	const stored = done ? storage.remove(old as KubeObject, next) : storage.update(next, old as KubeObject);
	return objectResponse(200, stored);
}
