import { invalidValue, notSupported } from '../../machinery/field-error.ts';
import type { KubeList, KubeObject } from '../../machinery/meta.ts';
import { invalid, type Status } from '../../machinery/status.ts';
import { runToCompletion, type Task } from '../../machinery/task.ts';
import { type BodyKind, decodeValue, readRaw } from '../decoding/decode-object.ts';
import { presentList, presentObject } from '../output/present.ts';
import { type DeleteOptions, deleteObject } from '../registry/delete-object.ts';
import type { WriteContext } from '../registry/write-context.ts';
import { integerOption, writeOptions } from '../request/options.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { listObjects, presentationOf } from './read.ts';
import { objectResponse } from './response.ts';
import type { RequestScope } from './scope.ts';

/** Models apiserver/pkg/endpoints/handlers DeleteResource. */
export function* handleDelete(scope: RequestScope): Task<ApiResponse> {
	const { core, storage, info } = scope;
	const presentation = presentationOf(scope);
	const { options, context } = deleteOptions(scope);
	const old = storage.fetch(info.namespace, info.name);
	const { object, deleted } = yield* deleteObject(core, storage, old, options, context);
	if (deleted && storage.stored.deleteReturnsObject !== true) {
		return objectResponse(200, deletedStatus(scope, object), context.warnings);
	}
	return objectResponse(200, presentObject(storage.present(object), presentation), context.warnings);
}

/** Models apiserver/pkg/endpoints/handlers DeleteCollection: one after the other, and a list of what they were. */
export function* handleDeleteCollection(scope: RequestScope): Task<ApiResponse> {
	const { core, storage } = scope;
	const presentation = presentationOf(scope);
	const { options, context } = deleteOptions(scope);
	const list = listObjects(scope, scope.request);
	const items: KubeObject[] = [];
	for (const { metadata } of list.items) {
		const old = storage.find(metadata.namespace ?? '', metadata.name);
		if (old === undefined) continue;
		const { object } = yield* deleteObject(core, storage, old, options, context);
		items.push(storage.present(object));
	}
	const answer: KubeList = { ...list, items };
	return objectResponse(200, presentList(answer, presentation), context.warnings);
}

const DELETE_OPTIONS: BodyKind = {
	group: 'meta.k8s.io',
	version: 'v1',
	kind: 'DeleteOptions',
	schema: 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
};

function deleteOptions(scope: RequestScope): { options: DeleteOptions; context: WriteContext } {
	const { request, user } = scope;
	const context = writeOptions(request, user, 'DeleteOptions', '');
	const body = hasBody(request) ? optionsInBody(request, context.warnings) : optionsInQuery(request);
	const dryRun = context.dryRun || (body.dryRun ?? []).includes('All');
	checkOptions(body);
	return { options: body, context: { ...context, dryRun, deleteOptions: body } };
}

interface BodyOptions extends DeleteOptions {
	readonly dryRun?: readonly string[];
}

function hasBody(request: ApiRequest): boolean {
	return request.body !== undefined && !(request.body instanceof Uint8Array && request.body.length === 0);
}

function optionsInBody(request: ApiRequest, warnings: string[]): BodyOptions {
	if (!(request.body instanceof Uint8Array)) return request.body as BodyOptions;
	// Clients name DeleteOptions of any group's version; its shape is always the same.
	const { value } = runToCompletion(readRaw(request, DELETE_OPTIONS));
	const named = { ...(value as object), kind: DELETE_OPTIONS.kind, apiVersion: 'meta.k8s.io/v1' };
	return decodeValue(named, DELETE_OPTIONS, 'Ignore', warnings) as unknown as BodyOptions;
}

function optionsInQuery(request: ApiRequest): BodyOptions {
	const gracePeriodSeconds = integerOption(request, 'gracePeriodSeconds');
	const propagationPolicy = firstValue(request, 'propagationPolicy');
	const orphanDependents = firstValue(request, 'orphanDependents');
	return {
		...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
		...(propagationPolicy === undefined
			? {}
			: { propagationPolicy: propagationPolicy as NonNullable<DeleteOptions['propagationPolicy']> }),
		...(orphanDependents === undefined ? {} : { orphanDependents: orphanDependents === 'true' }),
	};
}

/** Models apimachinery/pkg/apis/meta/v1/validation ValidateDeleteOptions. */
function checkOptions(options: DeleteOptions): void {
	const { propagationPolicy, orphanDependents } = options;
	const kind = { group: 'meta.k8s.io', kind: 'DeleteOptions' };
	if (propagationPolicy !== undefined && orphanDependents !== undefined) {
		const detail = 'orphanDependents and deletionPropagation cannot be both set';
		throw invalid(kind, '', [invalidValue('propagationPolicy', propagationPolicy, detail)]);
	}
	if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
		throw invalid(kind, '', [notSupported('propagationPolicy', propagationPolicy, [...POLICIES, 'nil'])]);
	}
}

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan'];

function deletedStatus(scope: RequestScope, object: KubeObject): Status {
	const { kind } = scope;
	return {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Success',
		details: {
			name: object.metadata.name,
			...(kind.group === '' ? {} : { group: kind.group }),
			kind: kind.plural,
			uid: object.metadata.uid,
		},
	} as Status;
}
