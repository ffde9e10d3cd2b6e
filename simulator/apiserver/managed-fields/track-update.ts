import { objectType } from '../../api/schema/schema.ts';
import { compareFieldsInSteps } from '../../machinery/field-set/compare-fields.ts';
import { type FieldsV1, LEAF, subtractFields, unionFields } from '../../machinery/field-set/fields-v1.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../machinery/meta.ts';
import type { JsonObject } from '../../machinery/patch/json-object.ts';
import type { PatchSchema } from '../../machinery/patch/patch-schema.ts';
import { resting } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
import type { ResourceStorage } from '../registry/resource-storage.ts';
import type { WriteContext } from '../registry/write-context.ts';
import type { ServerCore } from '../server-core.ts';
import { emptyObject } from './empty-object.ts';
import { sortEntries } from './entries.ts';
import { SKIPPED, SKIPPED_OF_STATUS } from './skipped-fields.ts';

/**
 * Records in `object.metadata.managedFields` who has changed what: the writer gets the fields that differ from `old`,
 * everybody else loses them. Changes `object` in place.
 * Models apimachinery/pkg/util/managedfields FieldManager.Update.
 * @param old undefined for a create.
 */
export function* trackUpdate(
	core: ServerCore,
	storage: ResourceStorage,
	object: KubeObject,
	old: KubeObject | undefined,
	context: WriteContext,
): Task<void> {
	// A client may write managedFields itself; components send back what they have read.
	const given = object.metadata.managedFields ?? [];
	const entries = given.length > 0 ? given : (old?.metadata.managedFields ?? []);
	const before = (old ?? emptyObject(storage.type)) as unknown as JsonObject;
	const skip = context.subresource === 'status' ? SKIPPED_OF_STATUS : SKIPPED;
	const schema: PatchSchema = { root: storage.type, objectType: objectType as PatchSchema['objectType'] };
	const after = object as unknown as JsonObject;
	const { changed, removed } = yield* compareFieldsInSteps(before, after, schema, skip, context.rest);
	yield* resting(context.rest);
	if (changed === undefined && removed === undefined) {
		if (entries.length > 0) object.metadata.managedFields = entries;
		else delete object.metadata.managedFields;
		return;
	}
	const mine = (entry: ManagedFieldsEntry): boolean =>
		entry.manager === context.fieldManager &&
		entry.operation === 'Update' &&
		entry.apiVersion === storage.apiVersion &&
		(entry.subresource ?? '') === context.subresource;
	const lost = unionFields(changed, removed);
	const next: ManagedFieldsEntry[] = [];
	for (const entry of entries) {
		if (mine(entry)) continue;
		const left = subtractFields(entry.fieldsV1 as FieldsV1, lost);
		if (left !== undefined) next.push(left === entry.fieldsV1 ? entry : { ...entry, fieldsV1: left });
		yield* resting(context.rest);
	}
	const previous = entries.find(mine);
	const owned = unionFields(subtractFields(previous?.fieldsV1 as FieldsV1 | undefined, removed), changed);
	if (owned !== undefined && owned !== LEAF) {
		next.push({
			manager: context.fieldManager,
			operation: 'Update',
			apiVersion: storage.apiVersion,
			time: core.world.timestamp(),
			fieldsType: 'FieldsV1',
			fieldsV1: owned,
			...(context.subresource === '' ? {} : { subresource: context.subresource }),
		});
	}
	object.metadata.managedFields = sortEntries(next);
}
