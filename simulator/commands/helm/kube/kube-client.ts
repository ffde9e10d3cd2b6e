import { formatJson } from '../../../machinery/format-json.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { createMergePatch } from '../../../machinery/patch/merge-patch.ts';
import { createThreeWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { patchSchemaOf } from '../../kubectl/built-in-kinds.ts';
import { isUserError } from '../../kubectl/errors.ts';
import type { Query } from '../../kubectl/rest-client.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { KubeSession } from './kube-session.ts';
import { type Resource, resourceKey } from './resources.ts';

const MANAGER: Query = [['fieldManager', 'helm']];

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** Several things were tried and these failed. Models hashicorp/go-multierror. */
export function multiError(messages: readonly string[]): HelmError {
	const count = messages.length === 1 ? '1 error' : `${messages.length} errors`;
	return new HelmError(`${count} occurred:\n${messages.map((each) => `\t* ${each}\n`).join('')}\n`);
}

/** Creates all of them, whatever becomes of one. @throws HelmError. Models kube.Client.Create. */
export function* createResources(kube: KubeSession, resources: readonly Resource[]): Task<void> {
	if (resources.length === 0) throw new HelmError('no objects visited');
	const failures: string[] = [];
	for (const resource of resources) {
		try {
			yield* createResource(kube, resource);
		} catch (error) {
			if (!isUserError(error)) throw error;
			failures.push(error.message);
		}
	}
	if (failures.length > 0) throw multiError(failures);
}

export function* createResource(kube: KubeSession, resource: Resource): Task<void> {
	const { mapping, namespace, object } = resource;
	yield* kube.kubectl.createObject(mapping, namespace, object, MANAGER);
}

export interface UpdateResult {
	readonly created: Resource[];
	readonly updated: Resource[];
}

/** What had been made when an update failed. */
export class UpdateFailure extends HelmError {
	readonly result: UpdateResult;
	constructor(message: string, result: UpdateResult) {
		super(message);
		this.result = result;
	}
}

/**
 * From one release's objects to the next one's: creates, patches, and deletes what is no longer wanted.
 * @throws UpdateFailure. Models kube.Client.update.
 */
export function* updateResources(
	kube: KubeSession,
	original: readonly Resource[],
	target: readonly Resource[],
	force: boolean,
): Task<UpdateResult> {
	const result: UpdateResult = { created: [], updated: [] };
	const before = new Map(original.map((each) => [resourceKey(each), each]));
	const failures: string[] = [];
	for (const resource of target) {
		const failure = yield* updateOne(kube, resource, before.get(resourceKey(resource)), force, result);
		if (failure !== undefined) failures.push(failure);
	}
	if (failures.length > 0) throw new UpdateFailure(failures.join(' && '), result);
	const wanted = new Set(target.map(resourceKey));
	for (const resource of original) if (!wanted.has(resourceKey(resource))) yield* removeOne(kube, resource);
	return result;
}

/** @returns why it could not be updated; what could not even be looked at ends the whole. */
function* updateOne(
	kube: KubeSession,
	resource: Resource,
	before: Resource | undefined,
	force: boolean,
	result: UpdateResult,
): Task<string | undefined> {
	const { mapping, name } = resource;
	const live = yield* liveObject(kube, resource, 'could not get information about the resource', result);
	if (live === undefined) {
		result.created.push(resource);
		try {
			yield* createResource(kube, resource);
		} catch (error) {
			throw new UpdateFailure(wrapError(error, 'failed to create resource').message, result);
		}
		return undefined;
	}
	if (before === undefined) {
		throw new UpdateFailure(`no ${mapping.kind} with the name ${JSON.stringify(name)} found`, result);
	}
	result.updated.push(resource);
	try {
		if (force) yield* replace(kube, resource, live);
		else yield* patch(kube, resource, before.object, live);
		return undefined;
	} catch (error) {
		if (!isUserError(error)) throw error;
		const context = force
			? 'failed to replace object'
			: `cannot patch ${JSON.stringify(name)} with kind ${mapping.kind}`;
		return `${context}: ${error.message}`;
	}
}

function* liveObject(
	kube: KubeSession,
	{ mapping, namespace, name }: Resource,
	context: string,
	result: UpdateResult,
): Task<KubeObject | undefined> {
	try {
		return yield* kube.kubectl.getObject(mapping, namespace, name);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw new UpdateFailure(wrapError(error, context).message, result);
	}
}

function* replace(kube: KubeSession, { mapping, namespace, name, object }: Resource, live: KubeObject): Task<void> {
	const { resourceVersion } = live.metadata;
	const body = { ...object, metadata: { ...object.metadata, resourceVersion } };
	yield* kube.kubectl.replaceObject(mapping, namespace, name, body, MANAGER);
}

function* patch(kube: KubeSession, resource: Resource, before: KubeObject, live: KubeObject): Task<void> {
	const { mapping, namespace, name, object } = resource;
	const [old, wanted, current] = [before, object, live] as unknown as [JsonObject, JsonObject, JsonObject];
	const schema = patchSchemaOf(mapping.group, mapping.version, mapping.kind);
	const made =
		schema === undefined ? createMergePatch(old, wanted) : createThreeWayMergePatch(old, wanted, current, schema);
	const body = formatJson(made);
	if (body === '{}') return;
	const type = schema === undefined ? 'merge' : 'strategic';
	yield* kube.kubectl.patchObject(mapping, namespace, name, { type, body }, MANAGER);
}

/** What is no longer wanted, unless it says that it wants to be kept. */
function* removeOne(kube: KubeSession, resource: Resource): Task<void> {
	const { mapping, namespace, name } = resource;
	try {
		const live = yield* kube.kubectl.getObject(mapping, namespace, name);
		if (live.metadata.annotations?.['helm.sh/resource-policy'] === 'keep') return;
		yield* deleteResource(kube, resource, 'Background');
	} catch (error) {
		if (!isUserError(error)) throw error;
	}
}

function* deleteResource(
	kube: KubeSession,
	{ mapping, namespace, name }: Resource,
	propagationPolicy: Propagation,
): Task<void> {
	const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy };
	yield* kube.kubectl.deleteObject(mapping, namespace, name, options);
}

/** Deletes all of them; what is gone is no failure. @returns what failed. Models kube.Client.Delete. */
export function* deleteResources(
	kube: KubeSession,
	resources: readonly Resource[],
	propagation: Propagation = 'Background',
): Task<string[]> {
	if (resources.length === 0) return ['object not found, skipping delete: no objects visited'];
	const failures: string[] = [];
	for (const resource of resources) {
		try {
			yield* deleteResource(kube, resource, propagation);
		} catch (error) {
			if (!isUserError(error)) throw error;
			if (!(error instanceof ApiError) || error.reason !== 'NotFound') failures.push(error.message);
		}
	}
	return failures;
}
