import { genericStatus } from '../machinery/generic-status.ts';
import type { KubeList, KubeObject, ObjectMeta } from '../machinery/meta.ts';
import type { Status } from '../machinery/status.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import type { Resource } from './resource.ts';
import { aboutPath, apiVersionOfResource, pathOf } from './resource.ts';
import type { ClientRequest, ClientResponse, Transport } from './transport.ts';

/** An object about to be created: kind and apiVersion may be left to the client, the server completes the rest. */
export type Draft<T extends KubeObject> = Omit<T, 'metadata' | 'status' | 'apiVersion' | 'kind'> & {
	metadata: Partial<ObjectMeta>;
	status?: unknown;
	apiVersion?: string;
	kind?: string;
};

export interface ObjectName {
	readonly namespace?: string;
	readonly name: string;
}

export interface DeleteOptions {
	readonly uid?: string;
	readonly resourceVersion?: string;
	readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
	readonly gracePeriodSeconds?: number;
}

export interface ListOptions {
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
	readonly resourceVersion?: string;
}

export type PatchType = 'merge' | 'strategic' | 'json' | 'apply';

const PATCH_MEDIA_TYPES: { readonly [T in PatchType]: string } = {
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
	json: 'application/json-patch+json',
	apply: 'application/apply-patch+yaml',
};

/**
 * Requests for typed objects, as one user. What the server refuses is thrown as ApiError, a broken way as
 * TransportError. Objects that come back are shared with the server's store and caches: never change one.
 */
export class ApiClient {
	readonly transport: Transport;
	/** The same object for all plain requests: transports know it again. */
	readonly #headers: { readonly 'user-agent': string };

	/** @param userAgent the writer's name in managedFields ("kube-controller-manager"). */
	constructor(transport: Transport, userAgent: string) {
		this.transport = transport;
		this.#headers = { 'user-agent': userAgent };
	}

	/** `write` changes nothing but times of one object: see `Transport.repeat`. */
	repeat<T>(write: Task<T>, skipped?: { readonly times: number; readonly writes: number }): Task<T> {
		return this.transport.repeat?.(write, skipped) ?? write;
	}

	*get<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string, subresource = ''): Task<T> {
		return yield* this.#send<T>({ method: 'GET', path: pathOf(resource, namespace, name, subresource) });
	}

	*list<T extends KubeObject>(resource: Resource<T>, namespace = '', options: ListOptions = {}): Task<readonly T[]> {
		return (yield* this.listPage(resource, namespace, options)).items;
	}

	*listPage<T extends KubeObject>(resource: Resource<T>, namespace: string, options: ListOptions): Task<KubeList<T>> {
		return yield* this.#send<KubeList<T>>({
			method: 'GET',
			path: pathOf(resource, namespace),
			query: queryOf(options),
		});
	}

	*create<T extends KubeObject>(resource: Resource<T>, draft: Draft<T>): Task<T> {
		const body = { apiVersion: apiVersionOfResource(resource), kind: resource.kind, ...draft };
		const namespace = draft.metadata.namespace ?? '';
		return yield* this.#send<T>({ method: 'POST', path: pathOf(resource, namespace), body });
	}

	*update<T extends KubeObject>(resource: Resource<T>, object: T, subresource = ''): Task<T> {
		const { namespace, name } = object.metadata;
		const path = pathOf(resource, namespace ?? '', name, subresource);
		return yield* this.#send<T>({ method: 'PUT', path, body: object });
	}

	*patch<T extends KubeObject>(
		resource: Resource<T>,
		of: ObjectName,
		type: PatchType,
		body: object,
		subresource = '',
	): Task<T> {
		const path = pathOf(resource, of.namespace ?? '', of.name, subresource);
		return yield* this.#send<T>({ method: 'PATCH', path, body, headers: { 'content-type': PATCH_MEDIA_TYPES[type] } });
	}

	*delete<T extends KubeObject>(resource: Resource<T>, of: ObjectName, options: DeleteOptions = {}): Task<void> {
		const { uid, resourceVersion, ...rest } = options;
		const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
		const body = {
			apiVersion: 'v1',
			kind: 'DeleteOptions',
			...rest,
			...(Object.keys(preconditions).length > 0 && { preconditions }),
		};
		yield* this.#send({ method: 'DELETE', path: pathOf(resource, of.namespace ?? '', of.name), body });
	}

	*deleteCollection<T extends KubeObject>(resource: Resource<T>, namespace: string): Task<void> {
		yield* this.#send({ method: 'DELETE', path: pathOf(resource, namespace) });
	}

	/** POST to a subresource ("binding", "eviction", "token"); returns what the server answers. */
	*post<R = unknown>(resource: Resource, of: ObjectName, subresource: string, body: object): Task<R> {
		return yield* this.#send<R>({
			method: 'POST',
			path: pathOf(resource, of.namespace ?? '', of.name, subresource),
			body,
		});
	}

	/** Starts a watch; the response has a stream. Throws ApiError when refused. */
	*watch(resource: Resource, namespace: string, options: ListOptions): Task<ClientResponse> {
		const query = [...queryOf(options), ['watch', 'true'] as const, ['allowWatchBookmarks', 'true'] as const];
		const response = yield* this.transport.request(
			this.#named({ method: 'GET', path: pathOf(resource, namespace), query, stream: true }),
		);
		if (response.status >= 400) throw errorOf('GET', pathOf(resource, namespace), response);
		return response;
	}

	*#send<R>(request: ClientRequest): Task<R> {
		const response = yield* this.transport.request(this.#named(request));
		if (response.status >= 400) throw errorOf(request.method, request.path, response);
		return response.body as R;
	}

	#named(request: ClientRequest): ClientRequest {
		const headers = request.headers === undefined ? this.#headers : { ...this.#headers, ...request.headers };
		return { ...request, headers };
	}
}

function queryOf(options: ListOptions): (readonly [string, string])[] {
	return Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** The Status that a refused request carries, or that its code stands for. */
function errorOf(method: string, path: string, { status, body }: ClientResponse): ApiError {
	if (typeof body === 'object' && body !== null && (body as Partial<Status>).kind === 'Status') {
		return new ApiError(body as Status);
	}
	const text = typeof body === 'string' ? body : '';
	return new ApiError(genericStatus({ code: status, method, text, about: aboutPath(path) }));
}
