import type { Pod } from '../../api/core/types/pod.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { approvalSubresource } from './approval.ts';
import { bindingSubresource } from './binding.ts';
import { attachSubresource, execSubresource, logSubresource, portForwardSubresource } from './connect.ts';
import { evictionSubresource } from './eviction.ts';
import { finalizeSubresource } from './finalize.ts';
import type { SubresourceHandler } from './handler.ts';
import { partialSubresource } from './partial.ts';
import { scaleSubresource } from './scale.ts';
import { statusSubresource } from './status.ts';
import { tokenSubresource } from './token.ts';

/** What serves each subresource that kinds list, by its name. */
export const SUBRESOURCES: ReadonlyMap<string, SubresourceHandler> = new Map<string, SubresourceHandler>([
	['status', statusSubresource],
	['scale', scaleSubresource],
	['binding', bindingSubresource],
	['eviction', evictionSubresource],
	['finalize', finalizeSubresource],
	['token', tokenSubresource],
	['log', logSubresource],
	['exec', execSubresource],
	['attach', attachSubresource],
	['portforward', portForwardSubresource],
	['ephemeralcontainers', partialSubresource(withEphemeralContainers)],
	['resize', partialSubresource(withResources)],
	['approval', approvalSubresource],
]);

/** Ephemeral containers are added, never changed. */
function withEphemeralContainers(object: KubeObject, old: KubeObject): KubeObject {
	const { ephemeralContainers } = (object as unknown as Pod).spec;
	const pod = old as unknown as Pod;
	const generation = (pod.metadata.generation ?? 0) + 1;
	return {
		...pod,
		metadata: { ...pod.metadata, generation },
		spec: { ...pod.spec, ephemeralContainers },
	} as KubeObject;
}

/** Resizing changes the resources of containers in place, and nothing else. */
function withResources(object: KubeObject, old: KubeObject): KubeObject {
	const wanted = new Map((object as unknown as Pod).spec.containers.map((each) => [each.name, each.resources]));
	const pod = old as unknown as Pod;
	const containers = pod.spec.containers.map((each) => ({
		...each,
		resources: wanted.get(each.name) ?? each.resources,
	}));
	return { ...pod, spec: { ...pod.spec, containers } } as KubeObject;
}
