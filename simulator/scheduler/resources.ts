import type { ReplicaSet, StatefulSet } from '../api/apps/types.ts';
import type { Node } from '../api/core/types/node.ts';
import type { Namespace } from '../api/core/types/object.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { Service } from '../api/core/types/service.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../api/core/types/volume.ts';
import type { PodDisruptionBudget } from '../api/policy/types.ts';
import type { CSINode, StorageClass } from '../api/storage/types.ts';
import type { Resource } from '../client/resource.ts';
import type { KubeObject } from '../machinery/meta.ts';

function resource<T extends KubeObject>(group: string, plural: string, kind: string, namespaced = true): Resource<T> {
	return { group, version: 'v1', resource: plural, kind, namespaced };
}

/** What the scheduler watches. */
export const PODS = resource<Pod>('', 'pods', 'Pod');
export const NODES = resource<Node>('', 'nodes', 'Node', false);
export const NAMESPACES = resource<Namespace>('', 'namespaces', 'Namespace', false);
export const SERVICES = resource<Service>('', 'services', 'Service');
export const REPLICA_SETS = resource<ReplicaSet>('apps', 'replicasets', 'ReplicaSet');
export const STATEFUL_SETS = resource<StatefulSet>('apps', 'statefulsets', 'StatefulSet');
export const POD_DISRUPTION_BUDGETS = resource<PodDisruptionBudget>(
	'policy',
	'poddisruptionbudgets',
	'PodDisruptionBudget',
);
export const CLAIMS = resource<PersistentVolumeClaim>('', 'persistentvolumeclaims', 'PersistentVolumeClaim');
export const VOLUMES = resource<PersistentVolume>('', 'persistentvolumes', 'PersistentVolume', false);
export const STORAGE_CLASSES = resource<StorageClass>('storage.k8s.io', 'storageclasses', 'StorageClass', false);
export const CSI_NODES = resource<CSINode>('storage.k8s.io', 'csinodes', 'CSINode', false);
