import type { PodSpec } from '../core/types/pod.ts';

/**
 * Takes what only gates allow that are off in v1.35 out of a Pod's spec, in place, before anybody looks at it:
 * ContainerStopSignals, GenericWorkload, ClusterTrustBundleProjection, PodCertificateRequest. None of it can have
 * been stored before. Models pkg/api/pod DropDisabledPodFields.
 */
export function dropDisabledFields(spec: PodSpec): void {
	delete spec.workloadRef;
	for (const containers of [spec.initContainers, spec.containers, spec.ephemeralContainers]) {
		for (const container of containers ?? []) {
			if (container.lifecycle?.stopSignal === undefined) continue;
			delete container.lifecycle.stopSignal;
			if (Object.keys(container.lifecycle).length === 0) delete container.lifecycle;
		}
	}
	for (const { projected } of spec.volumes ?? []) {
		for (const source of projected?.sources ?? []) {
			delete source.clusterTrustBundle;
			delete source.podCertificate;
		}
	}
}
