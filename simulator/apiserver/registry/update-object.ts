import { validateObjectMetaUpdate } from '../../api/validation/object-meta.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { jsonEqualInSteps } from '../../machinery/json-equal.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { Pace, resting } from '../../machinery/rest.ts';
import { conflict, invalid, invalidInSteps, optimisticLock } from '../../machinery/status.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import type { AdmissionAttributes } from '../admission/admission.ts';
import { trackUpdate } from '../managed-fields/track-update.ts';
import type { ServerCore } from '../server-core.ts';
import { readAhead, removeStored, updateStored } from './converted-writes.ts';
import { inFieldOrder } from './field-order.ts';
import type { ResourceStorage } from './resource-storage.ts';
import type { WriteContext } from './write-context.ts';

export interface UpdateOptions {
	/** Sets managedFields itself (server-side apply). */
	readonly ownsFields?: boolean;
	/** Runs instead of the kind's strategy for a subresource that changes a part only (scale, binding). */
	readonly prepare?: (object: KubeObject, old: KubeObject) => void;
	/** Runs instead of the kind's own check of an update. */
	readonly validate?: (object: KubeObject, old: KubeObject) => FieldError[];
}

/**
 * Stores a new version of an object. Throws ApiError.
 * Models apiserver/pkg/registry/generic/registry Store.Update and rest BeforeUpdate.
 * @param object decoded, defaulted and in its stored form, of its own: it is changed in place.
 * @param old the current version.
 * @returns the object as stored; the current version when nothing has changed.
 */
export function* updateObject(
	core: ServerCore,
	storage: ResourceStorage,
	object: KubeObject,
	old: KubeObject,
	context: WriteContext,
	options: UpdateOptions = {},
): Task<KubeObject> {
	checkVersion(storage, object, old);
	if (options.ownsFields !== true) yield* trackUpdate(core, storage, object, old, context);
	yield* resting(context.rest);
	yield* core.admission.mutate(updateAttributes(storage, object, old, context), core);
	yield* resting(context.rest);
	core.hookOf(storage.stored)?.receive?.(object, old, context.user);
	restoreSystemFields(object, old);
	const errors = yield* prepareAndValidate(core, storage, object, old, context, options);
	if (errors.length > 0) throw yield* invalidInSteps(storage.kind, old.metadata.name, errors, context.rest);
	yield* resting(context.rest);
	yield* core.admission.validate(updateAttributes(storage, object, old, context), core);
	yield* resting(context.rest);
	const ordered = inFieldOrder(object, storage.type);
	if ((yield* sameButForTimes(ordered, old, context.rest)) && !storage.isStale(old)) return old;
	yield* resting(context.rest);
	if (context.dryRun) return ordered;
	yield* readAhead(storage, ordered, context);
	const held = core.hookOf(storage.stored)?.holdsDeletion?.(ordered) === true;
	return finishesDeletion(ordered, old) && !held
		? yield* removeStored(core, storage, old, ordered)
		: yield* updateStored(core, storage, ordered, old);
}

function* prepareAndValidate(
	core: ServerCore,
	storage: ResourceStorage,
	object: KubeObject,
	old: KubeObject,
	context: WriteContext,
	options: UpdateOptions,
): Task<FieldError[]> {
	const kind = storage.stored;
	const isStatus = context.subresource === 'status';
	if (options.prepare !== undefined) options.prepare(object, old);
	else if (isStatus) kind.prepareForStatusUpdate?.(object, old);
	else kind.prepareForUpdate?.(object, old, core.world);
	const validate = options.validate ?? (isStatus ? kind.validateStatusUpdate : kind.validateUpdate);
	const inSteps = validate === kind.validateUpdate && context.rest !== undefined ? kind.validateInSteps : undefined;
	const errors =
		inSteps === undefined
			? (validate?.(object, old) ?? validateObjectMetaUpdate(object, old))
			: yield* inSteps(object, old, new Pace(context.rest));
	if (!isStatus && errors.length === 0) errors.push(...(core.hookOf(kind)?.beforeWrite?.(object, old) ?? []));
	if (errors.length === 0 && !isStatus) context.warnings.push(...(kind.warnings?.(object, old) ?? []));
	return errors;
}

/** The optimistic lock: a resourceVersion that is given must be the current one. */
function checkVersion(storage: ResourceStorage, object: KubeObject, old: KubeObject): void {
	const given = object.metadata.resourceVersion;
	if (given === undefined || given === '' || given === '0') {
		if (storage.stored.allowUnconditionalUpdate === false) {
			throw invalid(storage.kind, old.metadata.name, [
				invalidValue('metadata.resourceVersion', 0n, 'must be specified for an update'),
			]);
		}
		object.metadata.resourceVersion = old.metadata.resourceVersion;
	} else if (given !== old.metadata.resourceVersion) {
		if (!/^\d+$/.test(given)) {
			throw invalid(storage.kind, old.metadata.name, [
				invalidValue(
					'metadata.resourceVersion',
					given,
					`strconv.ParseUint: parsing ${JSON.stringify(given)}: invalid syntax`,
				),
			]);
		}
		throw optimisticLock(storage.groupResource, old.metadata.name);
	}
	const { uid } = object.metadata;
	if (uid !== undefined && uid !== '' && uid !== old.metadata.uid) {
		throw conflict(
			storage.groupResource,
			old.metadata.name,
			`Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
		);
	}
}

/** What an update leaves out of metadata is meant to stay; what the server owns stays whatever it says. */
function restoreSystemFields(object: KubeObject, old: KubeObject): void {
	const { metadata } = object;
	const before = old.metadata;
	metadata.uid = metadata.uid || before.uid;
	metadata.creationTimestamp = before.creationTimestamp;
	if (before.generation === undefined) delete metadata.generation;
	else metadata.generation = before.generation;
	if (before.deletionTimestamp === undefined) {
		delete metadata.deletionTimestamp;
		delete metadata.deletionGracePeriodSeconds;
	} else {
		metadata.deletionTimestamp = before.deletionTimestamp;
		if (before.deletionGracePeriodSeconds !== undefined) {
			metadata.deletionGracePeriodSeconds = before.deletionGracePeriodSeconds;
		}
	}
}

/** The last finalizer has gone and no grace is left. Models registry/generic/registry ShouldDeleteDuringUpdate. */
function finishesDeletion(object: KubeObject, old: KubeObject): boolean {
	const { deletionTimestamp, finalizers } = object.metadata;
	if (deletionTimestamp === undefined || (finalizers !== undefined && finalizers.length > 0)) return false;
	return (old.metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

/** Nothing but the times of managedFields differs: the real server does not write then. */
function* sameButForTimes(object: KubeObject, old: KubeObject, rest: Wait | undefined): Task<boolean> {
	const pause = (): Task<void> => resting(rest);
	const { metadata, ...others } = object;
	const { metadata: before, ...othersBefore } = old;
	if (!(yield* jsonEqualInSteps(others, othersBefore, pause))) return false;
	const { managedFields, ...meta } = metadata;
	const { managedFields: fieldsBefore, ...metaBefore } = before;
	if (!(yield* jsonEqualInSteps(meta, metaBefore, pause))) return false;
	if (managedFields === fieldsBefore) return true;
	const untimed = (list: typeof managedFields): unknown => list?.map((entry) => ({ ...entry, time: undefined }));
	return yield* jsonEqualInSteps(untimed(managedFields), untimed(fieldsBefore), pause);
}

function updateAttributes(
	storage: ResourceStorage,
	object: KubeObject,
	old: KubeObject,
	context: WriteContext,
): AdmissionAttributes {
	return {
		operation: 'UPDATE',
		kind: storage.stored,
		subresource: context.subresource,
		namespace: old.metadata.namespace ?? '',
		name: old.metadata.name,
		object,
		oldObject: old,
		user: context.user,
		dryRun: context.dryRun,
		warnings: context.warnings,
		options: context,
	};
}
