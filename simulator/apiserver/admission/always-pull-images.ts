import type { Container } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';

/** Nobody starts an image without the right to pull it. Models plugin/pkg/admission/alwayspullimages. */
export const ALWAYS_PULL_IMAGES: AdmissionPlugin = {
	name: 'AlwaysPullImages',
	mutate(attributes) {
		if (!bringsImages(attributes)) return undefined;
		for (const container of containersOf(attributes.object as unknown as Pod)) container.imagePullPolicy = 'Always';
		return undefined;
	},
};

function bringsImages({ kind, operation, subresource, object, oldObject }: AdmissionAttributes): boolean {
	if (kind.group !== '' || kind.plural !== 'pods' || subresource !== '') return false;
	if (operation === 'CREATE') return true;
	if (operation !== 'UPDATE') return false;
	const before = new Set(containersOf(oldObject as unknown as Pod).map(({ image }) => image));
	return containersOf(object as unknown as Pod).some(({ image }) => !before.has(image));
}

function containersOf({ spec }: Pod): Container[] {
	const { initContainers = [], containers = [], ephemeralContainers = [] } = spec;
	return [...initContainers, ...containers, ...(ephemeralContainers as Container[])];
}
