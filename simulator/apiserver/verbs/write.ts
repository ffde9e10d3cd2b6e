import { roundTrip } from '../../api/schema/round-trip.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { resting } from '../../machinery/rest.ts';
import { badRequest, forbidden, notFound, routeWithoutMethod } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { forbiddenBy } from '../authorization/forbidden.ts';
import { decodeInSteps } from '../decoding/decode-object.ts';
import { presentObject } from '../output/present.ts';
import { createObject } from '../registry/create-object.ts';
import { updateObject } from '../registry/update-object.ts';
import type { WriteContext } from '../registry/write-context.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { presentationOf } from './read.ts';
import { objectResponse, warned } from './response.ts';
import { againstOthers, restOf } from './rests.ts';
import type { RequestScope } from './scope.ts';

/** POST of a collection. Models apiserver/pkg/endpoints/handlers createHandler. */
export function* handleCreate(scope: RequestScope): Task<ApiResponse> {
	const context = { ...writeOptions(scope.request, scope.user, 'CreateOptions', ''), rest: restOf(scope, undefined) };
	return yield* warned(context, create(scope, context));
}

type Context = ReturnType<typeof writeOptions> & Pick<WriteContext, 'rest'>;

function* create(scope: RequestScope, context: Context): Task<ApiResponse> {
	const { core, storage, info } = scope;
	const presentation = presentationOf(scope);
	const object = yield* decodeFor(scope, context);
	matchNamespace(scope, object);
	checkNamespaceName(scope, info.namespace);
	if (scope.kind.custom?.isTerminating === true) {
		const because = 'create not allowed while custom resource definition is terminating';
		throw forbidden(storage.groupResource, object.metadata.name ?? '', because);
	}
	const created = yield* createObject(core, storage, storage.accept(object), context, { isPosted: true });
	yield* resting(context.rest);
	return objectResponse(201, presentObject(storage.present(created), presentation), context.warnings);
}

/** PUT of an object, or of its status. Models apiserver/pkg/endpoints/handlers UpdateResource. */
export function* handleUpdate(scope: RequestScope): Task<ApiResponse> {
	const context = writeOptions(scope.request, scope.user, 'UpdateOptions', scope.info.subresource);
	return yield* warned(
		context,
		againstOthers(scope, context.warnings, () => update(scope, context)),
	);
}

function* update(scope: RequestScope, given: Context): Task<ApiResponse> {
	const { core, storage, info } = scope;
	const presentation = presentationOf(scope);
	const old = storage.find(info.namespace, info.name);
	const context = { ...given, rest: restOf(scope, old) };
	const object = yield* decodeUpdate(scope, old, context);
	matchNamespace(scope, object);
	matchName(object, info.name);
	if (old === undefined) {
		if (storage.stored.allowCreateOnUpdate !== true || info.subresource !== '') {
			throw notFound(storage.groupResource, info.name);
		}
		const created = yield* createObject(core, storage, storage.accept(object), context, {
			authorize: () => requireCreate(scope),
		});
		return objectResponse(201, presentObject(storage.present(created), presentation), context.warnings);
	}
	const updated = yield* updateObject(core, storage, storage.accept(object), old, context);
	yield* resting(context.rest);
	return objectResponse(200, presentObject(storage.present(updated), presentation), context.warnings);
}

/** Who puts or applies what there is not creates it. Models apiserver/pkg/endpoints/handlers withAuthorization. */
export function requireCreate({ core, user, info }: RequestScope): void {
	const attributes = { ...info, user, verb: 'create' };
	const { decision, reason } = core.decide(attributes);
	if (decision !== 'allow') throw forbiddenBy(attributes, reason);
}

/** The request's object with defaults, fresh. */
function* decodeFor(scope: RequestScope, context: Context): Task<KubeObject> {
	const object = yield* decodeInSteps(scope.request, scope.kind, context);
	yield* resting(context.rest);
	scope.kind.applyDefaults?.(object);
	return object;
}

function* decodeUpdate(scope: RequestScope, old: KubeObject | undefined, context: Context): Task<KubeObject> {
	const { body } = scope.request;
	const isStatus = scope.info.subresource === 'status';
	const direct = isStatus && scope.kind.storedAs === undefined && old !== undefined && isPlain(body);
	if (!direct) return yield* decodeFor(scope, context);
	// A component's status update changes nothing else: the rest need not be copied.
	const { kind, apiVersion, metadata: given, status } = body as KubeObject & { status?: unknown };
	const { managedFields: _, ...metadata } = given;
	const partial = roundTrip({ kind, apiVersion, metadata, status }, scope.storage.type) as KubeObject;
	return {
		...old,
		metadata: partial.metadata,
		status: (partial as typeof partial & { status: unknown }).status,
	} as KubeObject;
}

function isPlain(body: unknown): boolean {
	return typeof body === 'object' && body !== null && !(body instanceof Uint8Array);
}

/** Models apiserver/pkg/registry/rest EnsureObjectNamespaceMatchesRequestNamespace. */
export function matchNamespace(scope: RequestScope, object: KubeObject): void {
	const { namespace } = scope.info;
	const given = object.metadata.namespace ?? '';
	if (!scope.kind.namespaced) {
		if (given === '') delete object.metadata.namespace;
		return;
	}
	if (given === '') object.metadata.namespace = namespace;
	else if (given !== namespace) {
		throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
	}
}

export function matchName(object: KubeObject, name: string): void {
	const given = object.metadata.name;
	if (given === undefined || given === '') throw badRequest('resource name may not be empty');
	if (given !== name) {
		throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
	}
}

/** POST needs a namespace where the kind lives in one. */
function checkNamespaceName(scope: RequestScope, namespace: string): void {
	if (!scope.kind.namespaced || namespace !== '') return;
	throw routeWithoutMethod();
}
