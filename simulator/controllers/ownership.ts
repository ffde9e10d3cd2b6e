import type { Index } from '../client/indexer.ts';
import { apiVersionOfResource, type Resource } from '../client/resource.ts';
import type { KubeObject, OwnerReference } from '../machinery/meta.ts';

/** The owner that manages this object, if any. Models apimachinery/pkg/apis/meta/v1 GetControllerOf. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
	return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
	return controllerOf(object)?.uid === owner.metadata.uid;
}

/** The reference that makes `owner` the controller of another object. */
export function controllerReference(owner: KubeObject, resource: Resource<KubeObject>): OwnerReference {
	return {
		apiVersion: apiVersionOfResource(resource),
		kind: resource.kind,
		name: owner.metadata.name,
		uid: owner.metadata.uid,
		controller: true,
		blockOwnerDeletion: true,
	};
}

/** Files objects under the uid of their controller; those without one under `orphansOf` their namespace. */
export const BY_CONTROLLER: Index<KubeObject> = {
	name: 'controller',
	values: (object) => [controllerOf(object)?.uid ?? orphansOf(object.metadata.namespace ?? '')],
};

/** The value under which BY_CONTROLLER files a namespace's objects that have no controller. */
export function orphansOf(namespace: string): string {
	return `orphans/${namespace}`;
}
