import { objectType } from '../../api/schema/schema.ts';
import { required } from '../../machinery/field-error.ts';
import { compareFieldsInSteps } from '../../machinery/field-set/compare-fields.ts';
import {
	type FieldsV1,
	intersectFields,
	memberPaths,
	subtractFields,
	uncoveredFields,
	unionFields,
} from '../../machinery/field-set/fields-v1.ts';
import { mergeApplied, removeFields } from '../../machinery/field-set/merge-applied.ts';
import { fieldsOf } from '../../machinery/field-set/owned-fields.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../machinery/meta.ts';
import type { JsonObject } from '../../machinery/patch/json-object.ts';
import type { PatchSchema } from '../../machinery/patch/patch-schema.ts';
import { resting } from '../../machinery/rest.ts';
import { ApiError, badRequest, invalid, notFound } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { convertRaw, type Decoding, decodeValueInSteps, readRaw, requireType } from '../decoding/decode-object.ts';
import { presentObject } from '../output/present.ts';
import { createObject } from '../registry/create-object.ts';
import { updateObject } from '../registry/update-object.ts';
import type { WriteContext } from '../registry/write-context.ts';
import { booleanOption, writeOptions } from '../request/options.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { presentationOf } from '../verbs/read.ts';
import { objectResponse, warned } from '../verbs/response.ts';
import { againstOthers, restOf } from '../verbs/rests.ts';
import type { RequestScope } from '../verbs/scope.ts';
import { matchName, matchNamespace, requireCreate } from '../verbs/write.ts';
import { emptyObject } from './empty-object.ts';
import { sortEntries } from './entries.ts';
import { SKIPPED, SKIPPED_OF_STATUS } from './skipped-fields.ts';

/**
 * PATCH with application/apply-patch+yaml: server-side apply. Throws ApiError.
 * Models apiserver/pkg/endpoints/handlers applyPatcher and structured-merge-diff/merge Updater.Apply.
 */
export function* handleApply(scope: RequestScope): Task<ApiResponse> {
	const context = writeOptions(scope.request, scope.user, 'PatchOptions', scope.info.subresource);
	return yield* warned(
		context,
		againstOthers(scope, context.warnings, () => apply(scope, context)),
	);
}

function* apply(scope: RequestScope, given: ReturnType<typeof writeOptions>): Task<ApiResponse> {
	const { core, storage, request, info, kind } = scope;
	const presentation = presentationOf(scope);
	const manager = firstValue(request, 'fieldManager') ?? '';
	if (manager === '') {
		throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
			required('fieldManager', 'is required for apply patch'),
		]);
	}
	const old = storage.find(info.namespace, info.name);
	const context = { ...given, rest: restOf(scope, old) };
	const applied = yield* appliedConfiguration(scope, context);
	yield* resting(context.rest);
	const live = (old === undefined ? emptyObject(requireType(kind)) : storage.present(old)) as unknown as JsonObject;
	const skip = info.subresource === 'status' ? SKIPPED_OF_STATUS : SKIPPED;
	const entriesBefore = old?.metadata.managedFields ?? [];
	const merged = yield* mergeWithOwners(scope, live, applied, { manager, skip, entries: entriesBefore }, context);
	yield* resting(context.rest);
	const object = yield* decodeValueInSteps(merged.value, kind, {
		validation: 'Ignore',
		warnings: [],
		rest: context.rest,
	});
	yield* resting(context.rest);
	kind.applyDefaults?.(object);
	matchNamespace(scope, object);
	matchName(object, info.name);
	const owners = { ...merged, manager, skip, entries: entriesBefore };
	object.metadata.managedFields = yield* ownersAfter(scope, live, object, owners, context);
	yield* resting(context.rest);
	if (old === undefined) {
		if (info.subresource !== '') throw notFound(storage.groupResource, info.name);
		const created = yield* createObject(core, storage, storage.accept(object), context, {
			ownsFields: true,
			authorize: () => requireCreate(scope),
		});
		return objectResponse(201, presentObject(storage.present(created), presentation), context.warnings);
	}
	const updated = yield* updateObject(core, storage, storage.accept(object), old, context, { ownsFields: true });
	yield* resting(context.rest);
	return objectResponse(200, presentObject(storage.present(updated), presentation), context.warnings);
}

/** The body as the client wrote it, checked against the type but neither ordered nor defaulted. */
function* appliedConfiguration(scope: RequestScope, { validation, warnings, rest }: Decoding): Task<JsonObject> {
	const yaml: ApiRequest = {
		...scope.request,
		headers: new Map([...scope.request.headers, ['content-type', 'application/yaml']]),
	};
	const unknown: string[] = [];
	const raw = yield* readRaw(yaml, scope.kind, rest);
	yield* resting(rest);
	const decoded = yield* convertRaw(raw, scope.kind, {
		validation: validation === 'Strict' ? 'Warn' : validation,
		warnings: unknown,
		rest,
	});
	if ((decoded.metadata.managedFields ?? []).length > 0) throw badRequest('metadata.managedFields must be nil');
	matchNamespace(scope, decoded);
	matchName(decoded, scope.info.name);
	const undeclared = unknown.flatMap((text) => /^unknown field "(.*)"$/.exec(text)?.[1] ?? []);
	if (undeclared.length > 0) throw notDeclared(scope, undeclared);
	warnings.push(...unknown);
	const value = raw.value as JsonObject;
	return { ...value, metadata: { ...(value.metadata as JsonObject), namespace: decoded.metadata.namespace ?? null } };
}

/** Models managedfields structuredMergeManager.Apply: what the schema lacks cannot be owned. */
function notDeclared(scope: RequestScope, paths: readonly string[]): ApiError {
	const { info, kind } = scope;
	const name = info.namespace === '' ? info.name : `${info.namespace}/${info.name}`;
	const what = `failed to create typed patch object (${name}; ${scope.storage.apiVersion}, Kind=${kind.kind})`;
	const lines = paths.map((path) => `.${path}: field not declared in schema`);
	const text = lines.length === 1 ? lines[0] : `errors:\n  ${lines.join('\n  ')}`;
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: `${what}: ${text}`,
		code: 500,
	});
}

interface Owners {
	readonly manager: string;
	readonly skip: ReadonlySet<string>;
	readonly entries: readonly ManagedFieldsEntry[];
}

function schemaOf(scope: RequestScope): PatchSchema {
	return { root: requireType(scope.kind), objectType: objectType as PatchSchema['objectType'] };
}

function isMine(scope: RequestScope, manager: string): (entry: ManagedFieldsEntry) => boolean {
	return (entry) =>
		entry.operation === 'Apply' &&
		entry.manager === manager &&
		(entry.subresource ?? '') === scope.info.subresource &&
		entry.apiVersion === scope.storage.apiVersion;
}

/** The configuration over the live object, without what the manager applied before and now leaves out. */
function* mergeWithOwners(
	scope: RequestScope,
	live: JsonObject,
	applied: JsonObject,
	{ manager, skip, entries }: Owners,
	{ rest }: Pick<WriteContext, 'rest'>,
): Task<{ value: JsonObject; set: FieldsV1 | undefined }> {
	const schema = schemaOf(scope);
	const mine = isMine(scope, manager);
	const set = yield* fieldsOf(applied, schema, skip, rest);
	const previous = entries.find(mine)?.fieldsV1 as FieldsV1 | undefined;
	yield* resting(rest);
	let dropped = uncoveredFields(previous, set);
	for (const entry of entries) if (!mine(entry)) dropped = uncoveredFields(dropped, entry.fieldsV1 as FieldsV1);
	yield* resting(rest);
	const value = mergeApplied(live, applied, schema);
	return { value: dropped === undefined ? value : removeFields(value, dropped, schema), set };
}

/** Who owns what afterwards. Throws the conflict with other managers' fields unless the client forces it. */
function* ownersAfter(
	scope: RequestScope,
	live: JsonObject,
	object: KubeObject,
	{ manager, skip, entries, set }: Owners & { readonly set: FieldsV1 | undefined },
	{ rest }: Pick<WriteContext, 'rest'>,
): Task<ManagedFieldsEntry[]> {
	const now = object as unknown as JsonObject;
	const { changed, removed } = yield* compareFieldsInSteps(live, now, schemaOf(scope), skip, rest);
	yield* resting(rest);
	const mine = isMine(scope, manager);
	const others = entries.filter((entry) => !mine(entry));
	if (!booleanOption(scope.request, 'force')) {
		const conflicts: Conflict[] = [];
		for (const entry of others) {
			const fields = intersectFields(intersectFields(entry.fieldsV1 as FieldsV1, changed), set);
			for (const path of memberPaths(fields)) conflicts.push({ entry, path });
			yield* resting(rest);
		}
		if (conflicts.length > 0) throw applyConflict(conflicts);
	}
	const lost = unionFields(intersectFields(changed, set), removed);
	yield* resting(rest);
	const next: ManagedFieldsEntry[] = [];
	for (const entry of others) {
		const left = subtractFields(entry.fieldsV1 as FieldsV1, lost);
		if (left !== undefined) next.push(left === entry.fieldsV1 ? entry : { ...entry, fieldsV1: left });
		yield* resting(rest);
	}
	const previous = entries.find(mine);
	if (previous !== undefined && jsonEqual(previous.fieldsV1, set)) next.push(previous);
	else if (set !== undefined) {
		next.push({
			manager,
			operation: 'Apply',
			apiVersion: scope.storage.apiVersion,
			time: scope.core.world.timestamp(),
			fieldsType: 'FieldsV1',
			fieldsV1: set,
			...(scope.info.subresource === '' ? {} : { subresource: scope.info.subresource }),
		});
	}
	return sortEntries(next);
}

interface Conflict {
	readonly entry: ManagedFieldsEntry;
	readonly path: string;
}

/** Models apimachinery/pkg/util/managedfields/internal NewConflictError. */
function applyConflict(conflicts: readonly Conflict[]): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: conflictMessage(conflicts),
		reason: 'Conflict',
		details: {
			causes: conflicts.map(({ entry, path }) => ({
				reason: 'FieldManagerConflict',
				message: `conflict with ${managerText(entry)}`,
				field: path,
			})),
		},
		code: 409,
	});
}

function conflictMessage(conflicts: readonly Conflict[]): string {
	const [only] = conflicts as [Conflict];
	if (conflicts.length === 1) {
		return `Apply failed with 1 conflict: conflict with ${managerText(only.entry)}: ${only.path}`;
	}
	const lines: string[] = [];
	for (const text of [...new Set(conflicts.map(({ entry }) => managerText(entry)))].sort()) {
		lines.push(`conflicts with ${text}:`);
		for (const { entry, path } of conflicts) if (managerText(entry) === text) lines.push(`- ${path}`);
	}
	return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function managerText({ manager, subresource, operation, apiVersion }: ManagedFieldsEntry): string {
	const name = JSON.stringify(manager);
	const through =
		subresource === undefined || subresource === '' ? name : `${name} with subresource ${JSON.stringify(subresource)}`;
	return operation === 'Update' ? `${through} using ${apiVersion}` : through;
}
