import { apiVersionOfResource, type Resource } from '../client/resource.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { LabelSelector } from '../machinery/selectors.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import type { Scope } from './controller.ts';
import { BY_CONTROLLER, controllerReference, orphansOf } from './ownership.ts';

/**
 * The objects that belong to `owner`: those it controls and that still match its selector, and orphans that match, which
 * it adopts; those that no longer match it releases. Models pkg/controller ControllerRefManager.
 * @param adoptable which orphans may be taken (active Pods only, for instance).
 */
export function* claim<T extends KubeObject, O extends KubeObject>(
	scope: Scope<unknown>,
	options: {
		readonly owner: O;
		readonly ownerResource: Resource<O>;
		readonly resource: Resource<T>;
		readonly selector: LabelSelector;
		readonly adoptable?: (object: T) => boolean;
	},
): Task<T[]> {
	const { owner, resource, selector } = options;
	const lister = scope.lister(resource);
	const claimed: T[] = [];
	const leaving = owner.metadata.deletionTimestamp !== undefined;
	for (const object of lister.by(BY_CONTROLLER, owner.metadata.uid)) {
		if (selector.matches(object.metadata.labels)) claimed.push(object);
		else if (!leaving) yield* release(scope, resource, object, owner);
	}
	if (leaving) return claimed;
	let mayAdopt = false;
	for (const object of lister.by(BY_CONTROLLER, orphansOf(owner.metadata.namespace ?? ''))) {
		if (!selector.matches(object.metadata.labels) || object.metadata.deletionTimestamp !== undefined) continue;
		if (options.adoptable?.(object) === false) continue;
		mayAdopt ||= yield* stillThere(scope, options.ownerResource, owner);
		if (!mayAdopt) return claimed;
		const adopted = yield* adopt(scope, options, object);
		if (adopted !== undefined) claimed.push(adopted);
	}
	return claimed;
}

/** The server's word, not the informer's: an owner being deleted must not adopt what is to be orphaned. */
function* stillThere<O extends KubeObject>(scope: Scope<unknown>, resource: Resource<O>, owner: O): Task<boolean> {
	const { namespace = '', name, uid } = owner.metadata;
	try {
		const fresh = yield* scope.client.get(resource, namespace, name);
		return fresh.metadata.uid === uid && fresh.metadata.deletionTimestamp === undefined;
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return false;
		throw error;
	}
}

function* adopt<T extends KubeObject, O extends KubeObject>(
	scope: Scope<unknown>,
	{ owner, ownerResource, resource }: { owner: O; ownerResource: Resource<O>; resource: Resource<T> },
	object: T,
): Task<T | undefined> {
	const metadata = { ownerReferences: [controllerReference(owner, ownerResource)], uid: object.metadata.uid };
	try {
		return yield* scope.client.patch(resource, object.metadata, 'strategic', { metadata });
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw error;
	}
}

function* release<T extends KubeObject>(
	scope: Scope<unknown>,
	resource: Resource<T>,
	object: T,
	owner: KubeObject,
): Task<void> {
	const gone = { $patch: 'delete', uid: owner.metadata.uid };
	const body = { metadata: { uid: object.metadata.uid, ownerReferences: [gone] } };
	try {
		yield* scope.client.patch(resource, object.metadata, 'strategic', body);
	} catch (error) {
		// Gone, or changed hands: both are what was wanted.
		if (error instanceof ApiError && (error.reason === 'NotFound' || error.reason === 'Invalid')) return;
		throw error;
	}
}

/** The owner that an object's reference names, when it is still the same one. */
export function resolveController<O extends KubeObject>(
	scope: Scope<unknown>,
	resource: Resource<O>,
	reference:
		| { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly uid: string }
		| undefined,
	namespace: string,
): O | undefined {
	if (reference === undefined || reference.kind !== resource.kind) return undefined;
	if (reference.apiVersion !== apiVersionOfResource(resource)) return undefined;
	const owner = scope.lister(resource).get(namespace, reference.name);
	return owner?.metadata.uid === reference.uid ? owner : undefined;
}
