import type { Node } from '../api/core/types/node.ts';
import type { ConfigMap, Event, Secret } from '../api/core/types/object.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { Service, ServiceAccount } from '../api/core/types/service.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../api/core/types/volume.ts';
import type { RuntimeClass } from '../api/node/types.ts';
import type { CSIDriver, CSINode, VolumeAttachment } from '../api/storage/types.ts';
import type { Resource } from '../client/resource.ts';
import type { KubeObject } from '../machinery/meta.ts';

// What the kubelet reads and writes.

const core = <T extends KubeObject>(resource: string, kind: string, namespaced = true): Resource<T> => ({
	group: '',
	version: 'v1',
	resource,
	kind,
	namespaced,
});

export const PODS = core<Pod>('pods', 'Pod');
export const NODES = core<Node>('nodes', 'Node', false);
export const SERVICES = core<Service>('services', 'Service');
export const CONFIG_MAPS = core<ConfigMap>('configmaps', 'ConfigMap');
export const SECRETS = core<Secret>('secrets', 'Secret');
export const SERVICE_ACCOUNTS = core<ServiceAccount>('serviceaccounts', 'ServiceAccount');
export const EVENTS = core<Event>('events', 'Event');
export const CLAIMS = core<PersistentVolumeClaim>('persistentvolumeclaims', 'PersistentVolumeClaim');
export const VOLUMES = core<PersistentVolume>('persistentvolumes', 'PersistentVolume', false);

export const RUNTIME_CLASSES: Resource<RuntimeClass> = {
	group: 'node.k8s.io',
	version: 'v1',
	resource: 'runtimeclasses',
	kind: 'RuntimeClass',
	namespaced: false,
};

const storage = <T extends KubeObject>(resource: string, kind: string): Resource<T> => ({
	group: 'storage.k8s.io',
	version: 'v1',
	resource,
	kind,
	namespaced: false,
});

export const CSI_NODES = storage<CSINode>('csinodes', 'CSINode');
export const CSI_DRIVERS = storage<CSIDriver>('csidrivers', 'CSIDriver');
export const VOLUME_ATTACHMENTS = storage<VolumeAttachment>('volumeattachments', 'VolumeAttachment');

export interface Lease extends KubeObject {
	spec: {
		holderIdentity: string;
		leaseDurationSeconds: number;
		renewTime: string;
	};
}

export const LEASES: Resource<Lease> = {
	group: 'coordination.k8s.io',
	version: 'v1',
	resource: 'leases',
	kind: 'Lease',
	namespaced: true,
};
