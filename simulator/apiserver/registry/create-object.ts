import type { Kind } from '../../api/kind.ts';
import { validateObjectMeta } from '../../api/validation/object-meta.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { Pace, resting } from '../../machinery/rest.ts';
import { ApiError, invalidInSteps } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { AdmissionAttributes } from '../admission/admission.ts';
import { trackUpdate } from '../managed-fields/track-update.ts';
import { ownError } from '../own-error.ts';
import type { ServerCore } from '../server-core.ts';
import { createStored, readAhead } from './converted-writes.ts';
import { inFieldOrder } from './field-order.ts';
import type { ResourceStorage } from './resource-storage.ts';
import type { WriteContext } from './write-context.ts';

/**
 * Stores a new object. Throws ApiError.
 * Models apiserver/pkg/endpoints/handlers createHandler and registry/generic/registry Store.Create.
 * @param object decoded, defaulted and in its stored form, of its own: it is changed in place.
 * @returns the object as stored (or as it would be, for a dry run).
 */
export function* createObject(
	core: ServerCore,
	storage: ResourceStorage,
	object: KubeObject,
	context: WriteContext,
	options: CreateOptions = {},
): Task<KubeObject> {
	const kind = storage.stored;
	const isVersioned = options.isPosted === true && /^0*[1-9]\d*$/.test(object.metadata.resourceVersion ?? '');
	const attributes = createAttributes(storage, object, context);
	if (options.ownsFields !== true) {
		delete object.metadata.managedFields;
		yield* trackUpdate(core, storage, object, undefined, context);
		yield* resting(context.rest);
	}
	yield* core.admission.mutate(attributes, core);
	yield* resting(context.rest);
	core.hookOf(kind)?.receive?.(object, undefined, context.user);
	const { generateName } = object.metadata;
	const generated = !object.metadata.name && generateName !== undefined && generateName !== '';
	// As Go has it: no name is an empty one, also for what looks at it before it is refused.
	object.metadata.name ??= '';
	for (let attempt = 1; ; attempt++) {
		if (generated) object.metadata.name = generatedName(generateName, core);
		fillSystemFields(object, core);
		kind.prepareForCreate?.(object, core.world);
		yield* resting(context.rest);
		const errors = yield* validated(kind, object, context);
		if (errors.length === 0) errors.push(...(core.hookOf(kind)?.beforeWrite?.(object, undefined) ?? []));
		yield* resting(context.rest);
		if (errors.length > 0) throw yield* invalidInSteps(storage.kind, object.metadata.name ?? '', errors, context.rest);
		context.warnings.push(...(kind.warnings?.(object, undefined) ?? []));
		options.authorize?.();
		yield* core.admission.validate(createAttributes(storage, object, context), core);
		yield* resting(context.rest);
		const ordered = inFieldOrder(object, storage.type);
		if (context.dryRun) {
			if (storage.find(object.metadata.namespace ?? '', object.metadata.name) === undefined) return ordered;
		}
		yield* readAhead(storage, ordered, context);
		if (isVersioned) throw ownError('resourceVersion should not be set on objects to be created');
		try {
			return yield* createStored(core, storage, ordered);
		} catch (error) {
			const again = generated && error instanceof ApiError && error.reason === 'AlreadyExists';
			if (!again || attempt >= GENERATED_NAME_ATTEMPTS) throw error;
		}
	}
}

function* validated(kind: Kind, object: KubeObject, { rest }: WriteContext): Task<FieldError[]> {
	if (rest !== undefined && kind.validateInSteps !== undefined) {
		return yield* kind.validateInSteps(object, undefined, new Pace(rest));
	}
	return kind.validate?.(object) ?? validateObjectMeta(object.metadata, kind);
}

interface CreateOptions {
	/** Who owns which field stands in the object. */
	readonly ownsFields?: boolean;
	/** The object has been sent to be created. Models apiserver/pkg/storage/etcd3 store.Create: it has no version then. */
	readonly isPosted?: boolean;
	/** Throws when the user may not create. */
	readonly authorize?: () => void;
}

/** Models apiserver/pkg/registry/rest maxNameGenerationCreateAttempts. */
const GENERATED_NAME_ATTEMPTS = 8;

function createAttributes(storage: ResourceStorage, object: KubeObject, context: WriteContext): AdmissionAttributes {
	return {
		operation: 'CREATE',
		kind: storage.stored,
		subresource: context.subresource,
		namespace: object.metadata.namespace ?? '',
		name: object.metadata.name ?? '',
		object,
		oldObject: undefined,
		user: context.user,
		dryRun: context.dryRun,
		warnings: context.warnings,
		options: context,
	};
}

/** Models apiserver/pkg/storage/names simpleNameGenerator: the base is cut so that the name fits into 63 bytes. */
function generatedName(base: string, core: ServerCore): string {
	return base.slice(0, 58) + core.world.random.suffix();
}

/** Models apiserver/pkg/registry/rest FillObjectMetaSystemFields. */
function fillSystemFields(object: KubeObject, core: ServerCore): void {
	const { metadata } = object;
	delete metadata.deletionTimestamp;
	delete metadata.deletionGracePeriodSeconds;
	delete (metadata as { resourceVersion?: string }).resourceVersion;
	metadata.creationTimestamp = core.world.timestamp();
	metadata.uid = core.world.random.uuid();
}
