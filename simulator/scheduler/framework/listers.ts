import type { Namespace } from '../../api/core/types/object.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { PodDisruptionBudget } from '../../api/policy/types.ts';
import type { StorageClass } from '../../api/storage/types.ts';
import type { LabelSelector } from '../../machinery/selectors.ts';

/** What plugins look up besides nodes and Pods; filled from informers. */
export interface Listers {
	namespaceLabels(namespace: string): { readonly [key: string]: string } | undefined;
	namespaces(): readonly Namespace[];
	services(namespace: string): readonly Service[];
	/** The selector of the ReplicaSet or StatefulSet that controls a Pod. */
	controllerSelector(pod: Pod): LabelSelector | undefined;
	disruptionBudgets(namespace: string): readonly PodDisruptionBudget[];
	claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
	volume(name: string): PersistentVolume | undefined;
	volumes(): readonly PersistentVolume[];
	/** How many volumes of a CSI driver a node takes, by driver; none for drivers without a limit. */
	volumeLimits(node: string): ReadonlyMap<string, number>;
	storageClass(name: string): StorageClass | undefined;
}
