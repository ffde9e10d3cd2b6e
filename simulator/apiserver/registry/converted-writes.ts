import type { KubeObject } from '../../machinery/meta.ts';
import { Pace, resting } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
import { weighInSteps } from '../../store/weight.ts';
import { makeReadable, storedForm } from '../custom-resources/converting.ts';
import type { ServerCore } from '../server-core.ts';
import type { ResourceStorage } from './resource-storage.ts';
import type { WriteContext } from './write-context.ts';

/** `ResourceStorage.create` for kinds whose versions a webhook may convert: there and, for the answer, back. */
export function* createStored(core: ServerCore, storage: ResourceStorage, object: KubeObject): Task<KubeObject> {
	if (storage.kind.custom?.conversion === undefined) return storage.create(object);
	const created = storage.create(yield* storedForm(core, storage, object));
	yield* makeReadable(core, storage, created);
	return created;
}

/** `ResourceStorage.update`, likewise. */
export function* updateStored(
	core: ServerCore,
	storage: ResourceStorage,
	object: KubeObject,
	old: KubeObject,
): Task<KubeObject> {
	if (storage.kind.custom?.conversion === undefined) return storage.update(object, old);
	const updated = storage.update(yield* storedForm(core, storage, object), old);
	yield* makeReadable(core, storage, updated);
	return updated;
}

/** `ResourceStorage.remove`, likewise. */
export function* removeStored(
	core: ServerCore,
	storage: ResourceStorage,
	old: KubeObject,
	last: KubeObject,
): Task<KubeObject> {
	if (storage.kind.custom?.conversion === undefined) return storage.remove(old, last);
	const removed = storage.remove(old, yield* storedForm(core, storage, last));
	yield* makeReadable(core, storage, removed);
	return removed;
}

/**
 * What is large is weighed before it is stored, and a custom resource is read by its schema: whoever watches is told of
 * it at once.
 */
export function* readAhead(storage: ResourceStorage, object: KubeObject, { rest }: WriteContext): Task<void> {
	if (rest === undefined) return;
	const { metadata, ...others } = object;
	const pace = new Pace(rest);
	for (const part of [...Object.values(others), ...Object.values(metadata)]) yield* weighInSteps(part, pace);
	const { custom } = storage.kind;
	if (custom === undefined) return;
	yield* custom.readInSteps(object, new Pace(rest));
	yield* resting(rest);
}
