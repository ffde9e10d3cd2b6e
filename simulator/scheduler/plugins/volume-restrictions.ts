import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Cluster, type Plugin, unschedulable } from '../framework/plugin.ts';

/** One Pod of the whole cluster may use a claim of mode ReadWriteOncePod. Models plugins/volumerestrictions. */
export const volumeRestrictions: Plugin = {
	name: 'VolumeRestrictions',
	wakesOn: ['pod-removed', 'claim-changed'],
	filter: (pod, cluster) => {
		const exclusive = claimNames(pod).filter((name) => isExclusive(cluster.listers.claim(pod.namespace, name)));
		if (exclusive.length === 0) return undefined;
		const taken = exclusive.some((name) => isUsed(name, pod.namespace, cluster));
		return { check: () => (taken ? conflict : undefined) };
	},
};

const conflict = unschedulable(
	'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
);

function claimNames({ pod }: PodInfo): string[] {
	return (pod.spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
}

function isExclusive(claim: PersistentVolumeClaim | undefined): boolean {
	return claim?.spec.accessModes?.includes('ReadWriteOncePod') === true;
}

function isUsed(claim: string, namespace: string, { cache }: Cluster): boolean {
	for (const node of cache.nodes.values()) {
		for (const each of node.pods.values()) {
			if (each.namespace === namespace && claimNames(each).includes(claim)) return true;
		}
	}
	return false;
}
