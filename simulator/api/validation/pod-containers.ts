import type { Container, EphemeralContainer } from '../core/types/container.ts';
import type { PodSpec } from '../core/types/pod.ts';

export type ContainerAt = readonly [container: Container | EphemeralContainer, path: string];

/** Every container of a Pod with its path, in the server's order. Models pkg/apis/core/pods VisitContainersWithPath. */
export function containersWithPaths(spec: PodSpec, path: string): readonly ContainerAt[] {
	return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((field) =>
		(spec[field] ?? []).map((container, index): ContainerAt => [container, `${path}.${field}[${index}]`]),
	);
}
