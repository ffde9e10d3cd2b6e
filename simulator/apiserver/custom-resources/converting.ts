import { NotConverted } from '../../api/custom-resources/not-converted.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import type { ResourceStorage } from '../registry/resource-storage.ts';
import { EVERYTHING } from '../registry/selection.ts';
import type { ApiResponse } from '../request.ts';
import type { ServerCore } from '../server-core.ts';
import type { RequestScope } from '../verbs/scope.ts';
import { askConversion } from './conversion-webhook.ts';

/**
 * Serves a request for a kind whose versions a webhook converts. Reading never waits: what it lacks it names, the
 * webhook is asked, and the request begins anew, which by then has written nothing.
 */
export function* converting(scope: RequestScope, serve: () => Task<ApiResponse>): Task<ApiResponse> {
	const { core, storage, info } = scope;
	if (COLLECTION_VERBS.has(info.verb)) {
		for (const { value } of storage.entries(info.namespace, EVERYTHING)) {
			yield* makeReadable(core, storage, value as KubeObject);
		}
	}
	for (;;) {
		try {
			return yield* serve();
		} catch (error) {
			if (!(error instanceof NotConverted)) throw error;
			yield* makeReadable(core, storage, error.object);
		}
	}
}

const COLLECTION_VERBS: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection']);

/** Asks for a stored object in the version that is served, if nobody has yet. Throws ApiError. */
export function* makeReadable(core: ServerCore, storage: ResourceStorage, object: KubeObject): Task<void> {
	const conversion = storage.kind.custom?.conversion;
	const { apiVersion } = storage;
	if (conversion === undefined || object.apiVersion === apiVersion || conversion.converted.has(object)) return;
	conversion.converted.set(object, yield* askConversion(core, conversion.webhook, object, apiVersion));
}

/** An object in the version that is served as it is to be stored. Throws ApiError. */
export function* storedForm(core: ServerCore, storage: ResourceStorage, object: KubeObject): Task<KubeObject> {
	const { custom } = storage.kind;
	if (custom?.conversion === undefined || object.apiVersion === custom.storedApiVersion) return object;
	return (
		custom.conversion.stored.get(object) ??
		(yield* askConversion(core, custom.conversion.webhook, object, custom.storedApiVersion))
	);
}
