import type { GroupVersionResource, KubeList, KubeObject } from '../machinery/meta.ts';
import type { Task } from '../machinery/task.ts';
import { resourcePath } from './resource-path.ts';
import { responseError } from './response-error.ts';
import type { ClientRequest, ClientResponse, ClientStream, Transport } from './transport.ts';

export interface ListQuery {
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
	readonly limit?: number;
	readonly continue?: string;
	readonly resourceVersion?: string;
}

export interface WatchQuery extends ListQuery {
	readonly allowWatchBookmarks?: boolean;
	readonly timeoutSeconds?: number;
}

export interface WriteQuery {
	readonly fieldManager?: string;
	readonly dryRun?: boolean;
	readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
	/** Server-side apply only. */
	readonly force?: boolean;
	readonly subresource?: string;
}

export interface DeleteQuery {
	readonly gracePeriodSeconds?: number;
	readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
	readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
	readonly dryRun?: boolean;
}

export type PatchKind = 'json' | 'merge' | 'strategic' | 'apply';

const PATCH_TYPES: Readonly<Record<PatchKind, string>> = {
	json: 'application/json-patch+json',
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
	apply: 'application/apply-patch+yaml',
};

/**
 * Objects over a transport. Every call throws ApiError for what the server refuses and TransportError when it cannot
 * be reached. What comes back may be shared with the server: it must not be mutated.
 */
export class ApiClient {
	readonly transport: Transport;

	constructor(transport: Transport) {
		this.transport = transport;
	}

	*get<T extends KubeObject = KubeObject>(gvr: GroupVersionResource, namespace: string, name: string): Task<T> {
		return (yield* this.request({ method: 'GET', path: resourcePath(gvr, namespace, name) })) as T;
	}

	/** @param namespace '' for all namespaces or a cluster-scoped resource. */
	*list<T extends KubeObject = KubeObject>(
		gvr: GroupVersionResource,
		namespace: string,
		query: ListQuery = {},
	): Task<KubeList<T>> {
		const path = resourcePath(gvr, namespace);
		return (yield* this.request({ method: 'GET', path, query: pairs(query) })) as KubeList<T>;
	}

	*watch(gvr: GroupVersionResource, namespace: string, query: WatchQuery = {}): Task<ClientStream> {
		const path = resourcePath(gvr, namespace);
		const all: [string, string][] = [...pairs(query), ['watch', 'true']];
		const response = yield* this.#send({ method: 'GET', path, query: all, stream: true });
		if (response.stream === undefined) throw responseError(response);
		return response.stream;
	}

	*create<T extends KubeObject = KubeObject>(
		gvr: GroupVersionResource,
		namespace: string,
		object: object,
		query: WriteQuery = {},
	): Task<T> {
		const path = resourcePath(gvr, namespace);
		return (yield* this.request({ method: 'POST', path, query: writePairs(query), body: object })) as T;
	}

	/** POST of a subresource of one object: binding, eviction, token. */
	*createSubresource(
		gvr: GroupVersionResource,
		namespace: string,
		name: string,
		subresource: string,
		object: object,
	): Task<unknown> {
		const path = resourcePath(gvr, namespace, name, subresource);
		return yield* this.request({ method: 'POST', path, body: object });
	}

	*update<T extends KubeObject>(gvr: GroupVersionResource, object: T, query: WriteQuery = {}): Task<T> {
		const { name, namespace = '' } = object.metadata;
		const path = resourcePath(gvr, namespace, name, query.subresource);
		return (yield* this.request({ method: 'PUT', path, query: writePairs(query), body: object })) as T;
	}

	*updateStatus<T extends KubeObject>(gvr: GroupVersionResource, object: T): Task<T> {
		return yield* this.update(gvr, object, { subresource: 'status' });
	}

	*patch<T extends KubeObject = KubeObject>(
		gvr: GroupVersionResource,
		namespace: string,
		name: string,
		kind: PatchKind,
		patch: object,
		query: WriteQuery = {},
	): Task<T> {
		return (yield* this.request({
			method: 'PATCH',
			path: resourcePath(gvr, namespace, name, query.subresource),
			query: writePairs(query),
			headers: { 'content-type': PATCH_TYPES[kind] },
			body: patch,
		})) as T;
	}

	/** @returns the object as it waits, or a Status. */
	*delete(gvr: GroupVersionResource, namespace: string, name: string, query: DeleteQuery = {}): Task<unknown> {
		const { dryRun, ...options } = query;
		return yield* this.request({
			method: 'DELETE',
			path: resourcePath(gvr, namespace, name),
			query: dryRun === true ? [['dryRun', 'All']] : [],
			...(Object.keys(options).length === 0 ? {} : { body: { kind: 'DeleteOptions', apiVersion: 'v1', ...options } }),
		});
	}

	*deleteCollection(
		gvr: GroupVersionResource,
		namespace: string,
		selectors: ListQuery = {},
		query: DeleteQuery = {},
	): Task<unknown> {
		const { dryRun: _, ...options } = query;
		return yield* this.request({
			method: 'DELETE',
			path: resourcePath(gvr, namespace),
			query: pairs(selectors),
			...(Object.keys(options).length === 0 ? {} : { body: { kind: 'DeleteOptions', apiVersion: 'v1', ...options } }),
		});
	}

	/** Any request; gives the body of a good answer. */
	*request(request: ClientRequest): Task<unknown> {
		return (yield* this.#send(request)).body;
	}

	*#send(request: ClientRequest): Task<ClientResponse> {
		const response = yield* this.transport.request(request);
		if (response.status >= 400) throw responseError(response);
		return response;
	}
}

function pairs(query: WatchQuery): [string, string][] {
	const out: [string, string][] = [];
	for (const [key, value] of Object.entries(query)) {
		if (value !== undefined && value !== '') out.push([key, String(value)]);
	}
	return out;
}

function writePairs(query: WriteQuery): [string, string][] {
	const out: [string, string][] = [];
	if (query.dryRun === true) out.push(['dryRun', 'All']);
	if (query.fieldManager !== undefined) out.push(['fieldManager', query.fieldManager]);
	if (query.fieldValidation !== undefined) out.push(['fieldValidation', query.fieldValidation]);
	if (query.force === true) out.push(['force', 'true']);
	return out;
}
