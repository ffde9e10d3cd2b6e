import type { Kind } from '../../api/kind.ts';
import { objectType } from '../../api/schema/schema.ts';
import type { Json } from '../../machinery/meta.ts';
import { isObject, type JsonObject } from '../../machinery/patch/json-object.ts';
import { applyJsonPatchInSteps } from '../../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../machinery/patch/merge-patch.ts';
import { PatchError } from '../../machinery/patch/patch-error.ts';
import type { PatchSchema } from '../../machinery/patch/patch-schema.ts';
import { applyStrategicMergePatch } from '../../machinery/patch/strategic-merge.ts';
import { rest, resting } from '../../machinery/rest.ts';
import { ApiError, badRequest, type Status, tooLarge, unsupportedMediaType } from '../../machinery/status.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { decodeValueInSteps, requireType } from '../decoding/decode-object.ts';
import { JsonSyntaxError, parseJsonInSteps } from '../decoding/parse-json.ts';
import { textOf } from '../decoding/read-body.ts';
import { handleApply } from '../managed-fields/handle-apply.ts';
import { presentObject } from '../output/present.ts';
import { type UpdateOptions, updateObject } from '../registry/update-object.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { presentationOf } from './read.ts';
import { objectResponse, warned } from './response.ts';
import { againstOthers, isFromWire, restOf } from './rests.ts';
import type { RequestScope } from './scope.ts';
import { matchName, matchNamespace } from './write.ts';

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const PATCH_TYPES: ReadonlyMap<string, PatchType> = new Map([
	['application/json-patch+json', 'json'],
	['application/merge-patch+json', 'merge'],
	['application/strategic-merge-patch+json', 'strategic'],
	['application/apply-patch+yaml', 'apply'],
]);

/** Models apiserver/pkg/endpoints/handlers maxJSONPatchOperations. */
const MAX_JSON_PATCH_OPERATIONS = 10_000;

const CUSTOM_PATCH_TYPES: readonly string[] = [
	'application/json-patch+json',
	'application/merge-patch+json',
	'application/apply-patch+yaml',
];

/** Models apiserver/pkg/endpoints/handlers PatchResource. */
export function* handlePatch(scope: RequestScope, options: UpdateOptions = {}): Task<ApiResponse> {
	const { request, info } = scope;
	const patchType = patchTypeOf(request, scope.kind);
	if (patchType === 'apply') return yield* handleApply(scope);
	const context = writeOptions(request, scope.user, 'PatchOptions', info.subresource);
	return yield* warned(
		context,
		againstOthers(scope, context.warnings, () => patchObject(scope, patchType, context, options)),
	);
}

function* patchObject(
	scope: RequestScope,
	patchType: PatchType,
	given: ReturnType<typeof writeOptions>,
	options: UpdateOptions,
): Task<ApiResponse> {
	const { core, storage, request, info } = scope;
	const presentation = presentationOf(scope);
	const old = storage.fetch(info.namespace, info.name);
	const context = { ...given, rest: restOf(scope, old) };
	const current = storage.present(old);
	const { patch, strictErrors } = yield* readPatch(request, context.rest);
	yield* resting(context.rest);
	const patched = yield* applyPatch(scope, patchType, current as unknown as Json, patch);
	yield* resting(context.rest);
	const object = yield* decodeValueInSteps(patched, scope.kind, context);
	yield* resting(context.rest);
	if (strictErrors.length > 0 && context.validation === 'Strict') {
		throw badRequest(`strict decoding error: ${strictErrors.join(', ')}`);
	}
	if (context.validation === 'Warn') context.warnings.push(...strictErrors);
	scope.kind.applyDefaults?.(object);
	matchNamespace(scope, object);
	matchName(object, info.name);
	const updated = yield* updateObject(core, storage, storage.accept(object), old, context, options);
	yield* resting(context.rest);
	return objectResponse(200, presentObject(storage.present(updated), presentation), context.warnings);
}

/** Nothing is known of how lists of custom resources merge: there is no strategic merge patch for them. */
export function patchTypeOf(request: ApiRequest, kind?: Kind): PatchType {
	const contentType = request.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
	const patchType = PATCH_TYPES.get(contentType);
	const accepted = kind?.custom === undefined ? [...PATCH_TYPES.keys()] : CUSTOM_PATCH_TYPES;
	if (patchType !== undefined && accepted.includes(contentType)) return patchType;
	throw unsupportedMediaType(
		`the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
	);
}

/** Bytes or an in-process client's object. Throws ApiError. */
export function* readPatch(
	request: ApiRequest,
	rest: Wait | undefined,
): Task<{ patch: Json; strictErrors: readonly string[] }> {
	const { body } = request;
	if (body === undefined) throw badRequest('unexpected end of JSON input');
	if (!(body instanceof Uint8Array)) return { patch: body as Json, strictErrors: [] };
	try {
		const { value, duplicates } = yield* parseJsonInSteps(yield* textOf(body, rest), rest);
		const strictErrors = duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`);
		return { patch: value as Json, strictErrors };
	} catch (error) {
		if (error instanceof JsonSyntaxError) throw badRequest(`error decoding patch: ${error.message}`);
		throw error;
	}
}

/** `current` patched; neither is mutated. Throws ApiError. */
export function* applyPatch(scope: RequestScope, patchType: PatchType, current: Json, patch: Json): Task<Json> {
	try {
		switch (patchType) {
			case 'json':
				if (Array.isArray(patch) && patch.length > MAX_JSON_PATCH_OPERATIONS) {
					throw tooLarge(
						`The allowed maximum operations in a JSON patch is ${MAX_JSON_PATCH_OPERATIONS}, got ${patch.length}`,
					);
				}
				// A short one may copy a lot.
				return yield* applyJsonPatchInSteps(
					current,
					patch,
					isFromWire(scope) ? rest(scope.core.world.loop) : undefined,
				);
			case 'merge':
				if (!isObject(patch)) throw badRequest('Invalid JSON Patch');
				return applyMergePatch(current, patch);
			default: {
				if (!isObject(patch)) throw badRequest('Invalid JSON Patch');
				const schema: PatchSchema = {
					root: requireType(scope.kind),
					objectType: objectType as PatchSchema['objectType'],
				};
				return applyStrategicMergePatch(current as JsonObject, patch, schema);
			}
		}
	} catch (error) {
		if (!(error instanceof PatchError)) throw error;
		throw error.fault === 'format' ? badRequest(error.message) : unprocessable();
	}
}

/** Models apimachinery/pkg/api/errors NewGenericServerResponse for 422. */
function unprocessable(): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: 'the server rejected our request due to an error in our request',
		reason: 'Invalid',
		details: {},
		code: 422,
	} satisfies Status);
}
