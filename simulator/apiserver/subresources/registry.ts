import { validatePodResize } from '../../api/core/pod-resize-validation.ts';
import { validateEphemeralContainersUpdate } from '../../api/core/pod-validation.ts';
import type { Container } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { approvalSubresource } from './approval.ts';
import { bindingSubresource } from './binding.ts';
import { attachSubresource, execSubresource, logSubresource, portForwardSubresource } from './connect.ts';
import { evictionSubresource } from './eviction.ts';
import { finalizeSubresource } from './finalize.ts';
import type { SubresourceHandler } from './handler.ts';
import { partialSubresource } from './partial.ts';
import { proxySubresource } from './proxy.ts';
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
	['ephemeralcontainers', partialSubresource(withEphemeralContainers, forPods(validateEphemeralContainersUpdate))],
	['resize', partialSubresource(withResources, forPods(validatePodResize))],
	['approval', approvalSubresource],
	['proxy', proxySubresource],
]);

function forPods(
	validate: (pod: Pod, old: Pod) => FieldError[],
): (object: KubeObject, old: KubeObject) => FieldError[] {
	return (object, old) => validate(object as unknown as Pod, old as unknown as Pod);
}

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
	const wanted = object as unknown as Pod;
	const pod = old as unknown as Pod;
	const { initContainers } = wanted.spec;
	const spec = {
		...pod.spec,
		containers: resized(wanted.spec.containers, pod.spec.containers),
		...(initContainers === undefined ? {} : { initContainers: resized(initContainers, pod.spec.initContainers ?? []) }),
	};
	const generation = (pod.metadata.generation ?? 0) + (jsonEqual(spec, pod.spec) ? 0 : 1);
	return { ...pod, metadata: { ...pod.metadata, generation }, spec } as KubeObject;
}

/** In the order that is wanted: another one than before is refused later. */
function resized(wanted: readonly Container[], before: readonly Container[]): Container[] {
	return wanted.map((each) => {
		const old = before.find(({ name }) => name === each.name) ?? each;
		const { resources, resizePolicy } = each;
		return {
			...old,
			...(resources === undefined ? {} : { resources }),
			...(resizePolicy === undefined ? {} : { resizePolicy }),
		};
	});
}
