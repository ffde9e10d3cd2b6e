import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod, PodSpec } from '../../api/core/types/pod.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';

// Small questions about Pods that several parts of the kubelet ask.

export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
export const SOURCE_ANNOTATION = 'kubernetes.io/config.source';
export const HASH_ANNOTATION = 'kubernetes.io/config.hash';
export const SEEN_ANNOTATION = 'kubernetes.io/config.seen';

/** A Pod from a file of the node, as the kubelet runs it. */
export function isStaticPod(pod: Pod): boolean {
	return pod.metadata.annotations?.[SOURCE_ANNOTATION] === 'file' && !isMirrorPod(pod);
}

/** The API object that shows a static Pod. */
export function isMirrorPod(pod: Pod): boolean {
	return pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
}

/** "web_default(7c9e…)": how messages name a Pod. */
export function formatPod(pod: Pod): string {
	return `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
}

/** An init container that keeps running: a sidecar. */
export function isSidecar(container: Container): boolean {
	return container.restartPolicy === 'Always';
}

/** Whether a container that ended with `exitCode` is started again. Models podutil.ContainerShouldRestart. */
export function shouldRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
	if (container.restartPolicy !== undefined) {
		for (const rule of container.restartPolicyRules ?? []) {
			const values = rule.exitCodes?.values ?? [];
			const matches = rule.exitCodes?.operator === 'NotIn' ? !values.includes(exitCode) : values.includes(exitCode);
			if (rule.exitCodes !== undefined && matches && rule.action === 'Restart') return true;
		}
	}
	switch (container.restartPolicy ?? spec.restartPolicy) {
		case 'Never':
			return false;
		case 'OnFailure':
			return exitCode !== 0;
		default:
			return true;
	}
}

/** Init containers, containers and ephemeral containers, in the order they appear. */
export function allContainers(spec: PodSpec): readonly (Container | EphemeralContainer)[] {
	return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}

export function findContainer(spec: PodSpec, name: string): Container | EphemeralContainer | undefined {
	return allContainers(spec).find((container) => container.name === name);
}

/** The newest record of a container. @param records newest first. */
export function latestOf(records: readonly ContainerRecord[], name: string): ContainerRecord | undefined {
	return records.find((record) => record.config.name === name);
}

/** What a container's definition is compared by; a change of it means another container. */
export function containerHash(container: Pick<Container, 'name' | 'image'>): string {
	return `${container.name}|${container.image}`;
}

/** Path of a container in its Pod, as events carry it: "spec.containers{web}". */
export function containerFieldPath(spec: PodSpec, name: string): string {
	if (spec.initContainers?.some((each) => each.name === name)) return `spec.initContainers{${name}}`;
	if (spec.ephemeralContainers?.some((each) => each.name === name)) return `spec.ephemeralContainers{${name}}`;
	return `spec.containers{${name}}`;
}

/** The newest container of a name in a Pod; undefined when there is none. */
export function containerIdOf(
	runtime: Pick<ContainerRuntime, 'containersOf'>,
	states: Iterable<{ readonly pod: Pod }>,
	[namespace, name, container]: readonly [namespace: string, pod: string, container: string],
): string | undefined {
	for (const { pod } of states) {
		const { metadata } = pod;
		if (metadata.namespace !== namespace || metadata.name !== name) continue;
		return runtime.containersOf(metadata.uid).find(({ config }) => config.name === container)?.id;
	}
	return undefined;
}
