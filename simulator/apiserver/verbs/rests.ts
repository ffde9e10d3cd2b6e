import type { KubeObject } from '../../machinery/meta.ts';
import { hasManyParts, rest } from '../../machinery/rest.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import type { RequestScope } from './scope.ts';

/** Bodies that are longer are read, checked and stored in steps. */
const BODY_BYTES = 16_384;

/** Parts of the server give objects, and are answered at once. */
export function isFromWire({ request }: Pick<RequestScope, 'request'>): boolean {
	return request.body instanceof Uint8Array;
}

/**
 * For between the steps of a write; undefined where what is sent and what is there are small, or the client is a part
 * of the server.
 */
export function restOf({ core, request, kind }: RequestScope, old: KubeObject | undefined): Wait | undefined {
	const { body } = request;
	if (!(body instanceof Uint8Array)) return undefined;
	// Defaults of a large schema make a large object of a small one.
	const isLarge = body.length > BODY_BYTES || hasManyParts(old) || hasManyParts(kind.custom?.schema);
	return isLarge ? rest(core.world.loop) : undefined;
}

/** Models apiserver/pkg/endpoints/handlers MaxRetryWhenPatchConflicts. */
const RETRIES = 5;

/**
 * Writes anew what has been written by somebody else meanwhile. Models etcd3 GuaranteedUpdate.
 * @param write the whole of it, from looking up what is there.
 */
export function* againstOthers<T>({ storage, info }: RequestScope, warnings: string[], write: () => Task<T>): Task<T> {
	const warned = warnings.length;
	for (let retry = 0; ; retry++) {
		const before = storage.find(info.namespace, info.name)?.metadata.resourceVersion;
		try {
			return yield* write();
		} catch (error) {
			const isConflict = error instanceof ApiError && error.reason === 'Conflict';
			const now = storage.find(info.namespace, info.name)?.metadata.resourceVersion;
			if (!isConflict || now === before || now === undefined || retry === RETRIES) throw error;
			warnings.length = warned;
		}
	}
}
