import { isExtendedResource } from '../../api/validation/resources.ts';
import type { AdmissionPlugin } from './admission.ts';
import { newPod } from './pod-attributes.ts';

/** Pods that ask for a special resource tolerate the taint of its nodes. Models plugin/pkg/admission/extendedresourcetoleration. */
export const EXTENDED_RESOURCE_TOLERATION: AdmissionPlugin = {
	name: 'ExtendedResourceToleration',
	mutate(attributes) {
		const pod = newPod(attributes);
		if (pod === undefined) return undefined;
		const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
		const names = new Set(containers.flatMap(({ resources }) => Object.keys(resources?.requests ?? {})));
		const tolerations = pod.spec.tolerations ?? [];
		const missing = [...names]
			.filter((name) => isExtendedResource(name) && !tolerations.some(({ key }) => key === name))
			.sort();
		if (missing.length === 0) return undefined;
		const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoSchedule' }));
		pod.spec.tolerations = [...tolerations, ...added];
		return undefined;
	},
};
