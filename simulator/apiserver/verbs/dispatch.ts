import { ApiError, methodNotAllowed } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { ApiServer } from '../api-server.ts';
import { converting } from '../custom-resources/converting.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse, UserInfo } from '../request.ts';
import { handleReview } from '../reviews/handle-review.ts';
import { admitConnection } from '../subresources/admit-connection.ts';
import { bindingSubresource } from '../subresources/binding.ts';
import { SUBRESOURCES } from '../subresources/registry.ts';
import { handleComponentStatuses, isFoundOut } from './component-statuses.ts';
import { handleDelete, handleDeleteCollection } from './delete.ts';
import { handlePatch } from './patch.ts';
import { handleGet, handleList } from './read.ts';
import { noMethod, noRoute, notFoundPage, statusResponse, withWarning } from './response.ts';
import type { RequestScope } from './scope.ts';
import { handleWatch } from './watch.ts';
import { handleCreate, handleUpdate } from './write.ts';

/** Finds what serves an authorized request for a resource. */
export function* serveResource(
	server: ApiServer,
	request: ApiRequest,
	info: RequestInfo,
	user: UserInfo,
): Task<ApiResponse> {
	const kind = server.kinds.byResource(info.apiGroup, info.apiVersion, info.resource);
	if (kind === undefined) return hasRoutes(server, info) ? noRoute() : notFoundPage();
	const isNamespaceItself = info.resource === 'namespaces';
	if (!kind.namespaced && info.namespace !== '' && !isNamespaceItself) return noRoute();
	const scoped = isNamespaceItself ? { ...info, namespace: '' } : info;
	const scope: RequestScope = { core: server, request, info: scoped, user, kind, storage: server.storageOf(kind) };
	if (kind.deprecation === undefined) return yield* serveScope(server, scope);
	noteDeprecated(server, info);
	return withWarning(yield* serveOrRefuse(server, scope), kind.deprecation);
}

/** Models apiserver/pkg/endpoints/metrics RecordDeprecation. */
function noteDeprecated({ deprecated }: ApiServer, info: RequestInfo): void {
	const { apiGroup, apiVersion, resource, subresource } = info;
	deprecated.set([apiGroup, apiVersion, resource, subresource].join('/'), {
		apiGroup,
		apiVersion,
		resource,
		subresource,
	});
}

/** Refusals are answers: a deprecated kind's carry the warning like any other. Models endpoints AddWarningsHandler. */
function* serveOrRefuse(server: ApiServer, scope: RequestScope): Task<ApiResponse> {
	try {
		return yield* serveScope(server, scope);
	} catch (error) {
		if (error instanceof ApiError) return statusResponse(error.status);
		throw error;
	}
}

function serveScope(server: ApiServer, scope: RequestScope): Task<ApiResponse> {
	return scope.kind.custom?.conversion === undefined
		? serveStored(server, scope)
		: converting(scope, () => serveStored(server, scope));
}

function* serveStored(server: ApiServer, scope: RequestScope): Task<ApiResponse> {
	const { info, kind } = scope;
	if (scope.request.method === 'HEAD' && info.subresource !== 'proxy') return noMethod();
	if (info.subresource !== '') return yield* serveSubresource(server, scope);
	if (!(kind.verbs as readonly string[]).includes(info.verb)) return noMethod();
	// A collection is posted to, an object is put, patched and deleted.
	if (ITEM_VERBS.has(info.verb) ? info.name === '' : info.verb === 'create' && info.name !== '') return noMethod();
	if (kind.namespaced && info.namespace === '' && !COLLECTION_VERBS.has(info.verb)) return noMethod();
	if (isFoundOut(scope)) return yield* handleComponentStatuses(scope, server.components);
	switch (info.verb) {
		case 'get':
			return handleGet(scope);
		case 'list':
			return handleList(scope);
		case 'watch':
			return handleWatch(scope);
		case 'create':
			if (isBinding(scope)) return yield* bindingSubresource(scope);
			return handleReview(scope, server) ?? (yield* handleCreate(scope));
		case 'update':
			return yield* handleUpdate(scope);
		case 'patch':
			return yield* handlePatch(scope);
		case 'delete':
			return yield* handleDelete(scope);
		case 'deletecollection':
			return yield* handleDeleteCollection(scope);
		default:
			throw methodNotAllowed({ group: kind.group, resource: kind.plural }, info.verb);
	}
}

/** Bindings are not stored: they are the Pod's. */
function isBinding({ kind }: RequestScope): boolean {
	return kind.group === '' && kind.plural === 'bindings';
}

const ITEM_VERBS = new Set(['update', 'patch', 'delete']);

/** What may be asked across all namespaces. */
const COLLECTION_VERBS = new Set(['list', 'watch', 'deletecollection']);

function* serveSubresource(server: ApiServer, scope: RequestScope): Task<ApiResponse> {
	const { info, kind } = scope;
	const subresource = kind.subresources.find((each) => each.name === info.subresource);
	if (subresource === undefined || info.name === '') return noRoute();
	if (!(subresource.verbs as readonly string[]).includes(info.verb)) return noMethod();
	const handler = SUBRESOURCES.get(info.subresource);
	if (handler === undefined) return noRoute();
	yield* admitConnection(scope);
	return yield* handler(scope, server);
}

/** Whether built-in kinds are served below this group and version: what is wrong there is told by a Status. */
function hasRoutes(server: ApiServer, { apiGroup, apiVersion }: RequestInfo): boolean {
	return server.kinds
		.all()
		.some(({ group, version, custom }) => group === apiGroup && version === apiVersion && custom === undefined);
}
