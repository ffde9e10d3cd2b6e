import type { PodInfo } from '../cache/pod-info.ts';
import type { Listers } from '../framework/listers.ts';
import { type Plugin, unschedulable } from '../framework/plugin.ts';

/** A node takes as many volumes of a CSI driver as its CSINode says. Models plugins/nodevolumelimits CSILimits. */
export const nodeVolumeLimits: Plugin = {
	name: 'NodeVolumeLimits',
	wakesOn: ['node-added', 'pod-removed', 'claim-changed'],
	filter: (pod, { listers }) => {
		const wanted = [...volumesOf(pod, listers)];
		if (wanted.length === 0) return undefined;
		return {
			check: (node) => {
				const drivers = listers.volumeLimits(node.name);
				if (drivers.size === 0) return undefined;
				const attached = new Map<string, string>();
				for (const each of node.pods.values()) {
					for (const [volume, driver] of volumesOf(each, listers)) attached.set(volume, driver);
				}
				const added = new Map<string, number>();
				for (const [volume, driver] of wanted) {
					if (!attached.has(volume)) added.set(driver, (added.get(driver) ?? 0) + 1);
				}
				for (const [driver, count] of added) {
					const limit = drivers.get(driver);
					const there = [...attached.values()].filter((each) => each === driver).length;
					if (limit !== undefined && there + count > limit) return exceeded;
				}
				return undefined;
			},
		};
	},
};

const exceeded = unschedulable('node(s) exceed max volume count');

/** Volumes of CSI drivers that a Pod mounts by claims, with their drivers. A claim without a volume yet will get one of its class. */
function volumesOf({ pod, namespace, name }: PodInfo, listers: Listers): Map<string, string> {
	const volumes = new Map<string, string>();
	for (const volume of pod.spec.volumes ?? []) {
		const claimName =
			volume.persistentVolumeClaim?.claimName ??
			(volume.ephemeral === undefined ? undefined : `${name}-${volume.name}`);
		if (claimName === undefined) continue;
		const claim = listers.claim(namespace, claimName);
		if (claim === undefined) continue;
		const bound = listers.volume(claim.spec.volumeName ?? '');
		if (bound !== undefined) {
			const csi = bound.spec.csi;
			if (csi !== undefined) volumes.set(`${csi.driver}/${csi.volumeHandle}`, csi.driver);
			continue;
		}
		const driver = listers.storageClass(claim.spec.storageClassName ?? '')?.provisioner;
		if (driver !== undefined) volumes.set(`${driver}/${namespace}/${claimName}`, driver);
	}
	return volumes;
}
