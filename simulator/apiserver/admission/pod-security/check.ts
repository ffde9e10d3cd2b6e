import type { Container, SecurityContext } from '../../../api/core/types/container.ts';
import type { PodSpec } from '../../../api/core/types/pod.ts';

/** What checks look at: a Pod, or the template of one. */
export interface CheckedPod {
	readonly annotations: { readonly [key: string]: string };
	readonly spec: PodSpec;
	/** All of them: those for initialization first, ephemeral ones last. */
	readonly containers: readonly Container[];
}

export interface Violation {
	readonly reason: string;
	readonly detail: string;
}

export type CheckPod = (pod: CheckedPod) => Violation | undefined;

/** One rule of the Pod Security Standards, as it read in each version. */
export interface Check {
	readonly id: string;
	readonly versions: readonly {
		/** The minor version of Kubernetes 1 from which on it reads so. */
		readonly since: number;
		readonly check: CheckPod;
		/** Weaker rules that it stands in for. */
		readonly overrides?: readonly string[];
	}[];
}

export function checkedPod(annotations: CheckedPod['annotations'] | undefined, spec: PodSpec): CheckedPod {
	const { initContainers = [], containers = [], ephemeralContainers = [] } = spec;
	return {
		annotations: annotations ?? {},
		spec,
		containers: [...initContainers, ...containers, ...(ephemeralContainers as readonly Container[])],
	};
}

/** The names of the containers that `isBad`. */
export function badContainers(pod: CheckedPod, isBad: (container: Container) => boolean): string[] {
	return pod.containers.filter(isBad).map(({ name }) => name);
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
	return `${plural('container', names.length)} ${quoted(names)}`;
}

/** Who set something: the Pod, some containers, or both. */
export function settersText(podDid: boolean, containers: readonly string[], others: readonly string[] = []): string {
	return [...(podDid ? ['pod'] : []), ...(containers.length > 0 ? [containersText(containers)] : []), ...others].join(
		' and ',
	);
}

export function quoted(items: readonly string[]): string {
	return items.map((item) => `"${item}"`).join(', ');
}

export function plural(singular: string, count: number): string {
	return count === 1 ? singular : `${singular}s`;
}

/** Sorted, each once. */
export function distinct(items: Iterable<string>): string[] {
	return [...new Set(items)].sort();
}

/** Where a setting may stand: the Pod's own place for it, and each container's. */
export function settingOf<T>(
	pod: CheckedPod,
	read: (context: Pick<SecurityContext, SharedSetting>) => T | undefined,
): { readonly ofPod: T | undefined; readonly ofContainer: ReadonlyMap<Container, T> } {
	const ofContainer = new Map<Container, T>();
	for (const container of pod.containers) {
		const value = container.securityContext === undefined ? undefined : read(container.securityContext);
		if (value !== undefined) ofContainer.set(container, value);
	}
	const { securityContext } = pod.spec;
	return { ofPod: securityContext === undefined ? undefined : read(securityContext), ofContainer };
}

type SharedSetting =
	| 'seLinuxOptions'
	| 'windowsOptions'
	| 'runAsUser'
	| 'runAsNonRoot'
	| 'seccompProfile'
	| 'appArmorProfile';

/** In a user namespace root is nobody outside. Models relaxPolicyForUserNamespacePod. */
export function hasUserNamespace({ spec }: CheckedPod): boolean {
	return spec.hostUsers === false;
}

export function isWindows({ spec }: CheckedPod): boolean {
	return spec.os?.name === 'windows';
}
