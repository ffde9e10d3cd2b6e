import type { KubeObject } from '../../machinery/meta.ts';
import { conflict } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime, mustParseTime } from '../../machinery/timestamp.ts';
import type { AdmissionAttributes } from '../admission/admission.ts';
import type { ServerCore } from '../server-core.ts';
import { removeStored, updateStored } from './converted-writes.ts';
import type { ResourceStorage } from './resource-storage.ts';
import type { WriteContext } from './write-context.ts';

/** metav1.DeleteOptions, decoded. */
export interface DeleteOptions {
	readonly gracePeriodSeconds?: number;
	readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
	readonly orphanDependents?: boolean;
	readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

export interface DeleteResult {
	/** Its last state when it is gone, else as it waits for grace or finalizers. */
	readonly object: KubeObject;
	readonly deleted: boolean;
}

/**
 * Deletes an object, or begins to: with a grace period or finalizers it gets its deletionTimestamp and stays.
 * Throws ApiError. Models apiserver/pkg/registry/generic/registry Store.Delete and rest BeforeDelete.
 */
export function* deleteObject(
	core: ServerCore,
	storage: ResourceStorage,
	old: KubeObject,
	options: DeleteOptions,
	context: WriteContext,
): Task<DeleteResult> {
	checkPreconditions(storage, old, options);
	const attributes: AdmissionAttributes = {
		operation: 'DELETE',
		kind: storage.stored,
		subresource: '',
		namespace: old.metadata.namespace ?? '',
		name: old.metadata.name,
		object: undefined,
		oldObject: old,
		user: context.user,
		dryRun: context.dryRun,
		warnings: context.warnings,
		options: context,
	};
	yield* core.admission.mutate(attributes, core);
	yield* core.admission.validate(attributes, core);
	const replaced = core.hookOf(storage.stored)?.beforeDelete?.(old);
	if (replaced !== undefined) return yield* commit(core, storage, replaced, { old, deleted: false }, context);
	const finalizers = finalizersFor(storage, old, options);
	const waiting = withDeletionTimes(core, storage, old, options, finalizers);
	if (waiting === undefined) return { object: old, deleted: false };
	const grace = waiting.metadata.deletionGracePeriodSeconds ?? 0;
	const gone = grace === 0 && finalizers.length === 0;
	return yield* commit(core, storage, gone ? old : waiting, { old, deleted: gone }, context);
}

function* commit(
	core: ServerCore,
	storage: ResourceStorage,
	next: KubeObject,
	{ old, deleted }: { readonly old: KubeObject; readonly deleted: boolean },
	context: WriteContext,
): Task<DeleteResult> {
	if (context.dryRun) return { object: next, deleted };
	if (next === old && !deleted) return { object: old, deleted };
	const write = deleted ? removeStored(core, storage, old, old) : updateStored(core, storage, next, old);
	return { object: yield* write, deleted };
}

function checkPreconditions(storage: ResourceStorage, old: KubeObject, { preconditions }: DeleteOptions): void {
	const { name, uid, resourceVersion } = old.metadata;
	if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
		throw conflict(
			storage.groupResource,
			name,
			`the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
		);
	}
	if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
		throw conflict(
			storage.groupResource,
			name,
			`the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
		);
	}
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/**
 * The finalizers that the object keeps or gets so that its dependents are treated as asked.
 * Models registry/generic/registry deletionFinalizersForGarbageCollection.
 */
function finalizersFor(storage: ResourceStorage, old: KubeObject, options: DeleteOptions): readonly string[] {
	const present = old.metadata.finalizers ?? [];
	const asked =
		options.propagationPolicy ??
		(options.orphanDependents === undefined ? undefined : options.orphanDependents ? 'Orphan' : 'Background');
	const policy =
		asked ??
		(present.includes(ORPHAN)
			? 'Orphan'
			: present.includes(FOREGROUND)
				? 'Foreground'
				: (storage.stored.defaultPropagation ?? 'Background'));
	const others = present.filter((each) => each !== ORPHAN && each !== FOREGROUND);
	const wanted = policy === 'Orphan' ? [...others, ORPHAN] : policy === 'Foreground' ? [...others, FOREGROUND] : others;
	const same = wanted.length === present.length && wanted.every((each) => present.includes(each));
	return same ? present : wanted;
}

/** The object with its deletion's time and grace; undefined when a delete that is under way is not made shorter. */
function withDeletionTimes(
	core: ServerCore,
	storage: ResourceStorage,
	old: KubeObject,
	options: DeleteOptions,
	finalizers: readonly string[],
): KubeObject | undefined {
	const { metadata } = old;
	const wished = storage.stored.gracePeriodSeconds?.(old, options.gracePeriodSeconds);
	const sameFinalizers = finalizers === (metadata.finalizers ?? finalizers);
	if (metadata.deletionTimestamp === undefined) {
		const grace = wished ?? 0;
		return withMeta(old, finalizers, {
			deletionTimestamp: formatTime(core.world.loop.now() + grace * 1000),
			deletionGracePeriodSeconds: grace,
			...((metadata.generation ?? 0) > 0 ? { generation: (metadata.generation as number) + 1 } : {}),
		});
	}
	const current = metadata.deletionGracePeriodSeconds ?? 0;
	// A second delete may shorten the grace, never lengthen it.
	const shorter = wished !== undefined && options.gracePeriodSeconds !== undefined && wished < current;
	if (shorter) {
		const endsAtMs = mustParseTime(metadata.deletionTimestamp) - (current - wished) * 1000;
		return withMeta(old, finalizers, {
			deletionTimestamp: formatTime(endsAtMs),
			deletionGracePeriodSeconds: wished,
		});
	}
	if (current === 0 && finalizers.length === 0) return old;
	return sameFinalizers ? undefined : withMeta(old, finalizers, {});
}

function withMeta(old: KubeObject, finalizers: readonly string[], change: Partial<KubeObject['metadata']>): KubeObject {
	const metadata = { ...old.metadata, ...change };
	if (finalizers.length > 0) metadata.finalizers = [...finalizers];
	else delete metadata.finalizers;
	return { ...old, metadata };
}
