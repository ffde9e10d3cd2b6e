import type { StatefulSet } from '../../api/apps/types.ts';
import type { Pod, PodTemplateSpec } from '../../api/core/types/pod.ts';
import type { Draft } from '../../client/api-client.ts';
import { podFromTemplate } from '../pod-control.ts';
import { STATEFUL_SETS } from '../resources.ts';
import { REVISION_HASH } from '../revisions.ts';
import { claimName } from './claims.ts';

const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

export function podName(set: StatefulSet, ordinal: number): string {
	return `${set.metadata.name}-${ordinal}`;
}

/** −1 for a Pod that is not of this set by its name. */
export function ordinalOf(set: StatefulSet, pod: Pod): number {
	const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
	return match !== null && match[1] === set.metadata.name ? Number(match[2]) : -1;
}

/** Whether the set wants a Pod of this ordinal. Models podInOrdinalRange. */
export function isInRange(set: StatefulSet, ordinal: number): boolean {
	const first = firstOrdinal(set);
	return ordinal >= first && ordinal < first + (set.spec.replicas ?? 1);
}

export function firstOrdinal(set: StatefulSet): number {
	return set.spec.ordinals?.start ?? 0;
}

/** The Pod of an ordinal at a revision, with its name, its host name and its claims. Models newVersionedStatefulSetPod. */
export function podOf(set: StatefulSet, template: PodTemplateSpec, ordinal: number, revision: string): Draft<Pod> {
	const pod = podFromTemplate(template, set, STATEFUL_SETS);
	const name = podName(set, ordinal);
	const { generateName: _prefix, ...metadata } = pod.metadata;
	const claims = (set.spec.volumeClaimTemplates ?? []).map(({ metadata: claim }) => ({
		name: claim.name,
		persistentVolumeClaim: { claimName: claimName(set, claim.name, ordinal) },
	}));
	const claimed = new Set(claims.map((volume) => volume.name));
	const volumes = [...claims, ...(pod.spec.volumes ?? []).filter((volume) => !claimed.has(volume.name))];
	return {
		...pod,
		metadata: {
			...metadata,
			name,
			labels: {
				...metadata.labels,
				[POD_NAME_LABEL]: name,
				[POD_INDEX_LABEL]: String(ordinal),
				[REVISION_HASH]: revision,
			},
		},
		spec: {
			...pod.spec,
			hostname: name,
			...(set.spec.serviceName === undefined || set.spec.serviceName === '' ? {} : { subdomain: set.spec.serviceName }),
			...(volumes.length === 0 ? {} : { volumes }),
		},
	};
}
