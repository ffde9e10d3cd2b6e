import type { ValidatingAdmissionPolicy } from '../api/admissionregistration/types.ts';
import type { CustomResourceDefinition } from '../api/apiextensions/types.ts';
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../api/apps/types.ts';
import type { HorizontalPodAutoscaler } from '../api/autoscaling/types.ts';
import type { CronJob, Job } from '../api/batch/types.ts';
import type { CertificateSigningRequest } from '../api/certificates/types.ts';
import type { Lease } from '../api/coordination/types.ts';
import type { Node } from '../api/core/types/node.ts';
import type { ConfigMap, Namespace, ResourceQuota, Secret } from '../api/core/types/object.ts';
import type { Pod, ReplicationController } from '../api/core/types/pod.ts';
import type { Endpoints, Service, ServiceAccount } from '../api/core/types/service.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../api/core/types/volume.ts';
import type { EndpointSlice } from '../api/discovery/types.ts';
import type { PodDisruptionBudget } from '../api/policy/types.ts';
import type { ClusterRole } from '../api/rbac/types.ts';
import type { CSIDriver, StorageClass, VolumeAttachment } from '../api/storage/types.ts';
import type { Resource } from '../client/resource.ts';
import type { KubeObject } from '../machinery/meta.ts';

function namespaced<T extends KubeObject>(group: string, resource: string, kind: string): Resource<T> {
	return { group, version: 'v1', resource, kind, namespaced: true };
}

function clusterWide<T extends KubeObject>(group: string, resource: string, kind: string): Resource<T> {
	return { group, version: 'v1', resource, kind, namespaced: false };
}

export const PODS = namespaced<Pod>('', 'pods', 'Pod');
export const REPLICATION_CONTROLLERS = namespaced<ReplicationController>(
	'',
	'replicationcontrollers',
	'ReplicationController',
);
export const SERVICES = namespaced<Service>('', 'services', 'Service');
export const ENDPOINTS = namespaced<Endpoints>('', 'endpoints', 'Endpoints');
export const CONFIG_MAPS = namespaced<ConfigMap>('', 'configmaps', 'ConfigMap');
export const SERVICE_ACCOUNTS = namespaced<ServiceAccount>('', 'serviceaccounts', 'ServiceAccount');
export const SECRETS = namespaced<Secret>('', 'secrets', 'Secret');
export const PERSISTENT_VOLUME_CLAIMS = namespaced<PersistentVolumeClaim>(
	'',
	'persistentvolumeclaims',
	'PersistentVolumeClaim',
);
export const PERSISTENT_VOLUMES = clusterWide<PersistentVolume>('', 'persistentvolumes', 'PersistentVolume');
export const VALIDATING_POLICIES = clusterWide<ValidatingAdmissionPolicy>(
	'admissionregistration.k8s.io',
	'validatingadmissionpolicies',
	'ValidatingAdmissionPolicy',
);
export const RESOURCE_QUOTAS = namespaced<ResourceQuota>('', 'resourcequotas', 'ResourceQuota');
export const NODES = clusterWide<Node>('', 'nodes', 'Node');
export const NAMESPACES = clusterWide<Namespace>('', 'namespaces', 'Namespace');
export const DEPLOYMENTS = namespaced<Deployment>('apps', 'deployments', 'Deployment');
export const REPLICA_SETS = namespaced<ReplicaSet>('apps', 'replicasets', 'ReplicaSet');
export const DAEMON_SETS = namespaced<DaemonSet>('apps', 'daemonsets', 'DaemonSet');
export const STATEFUL_SETS = namespaced<StatefulSet>('apps', 'statefulsets', 'StatefulSet');
export const CONTROLLER_REVISIONS = namespaced<ControllerRevision>('apps', 'controllerrevisions', 'ControllerRevision');
export const JOBS = namespaced<Job>('batch', 'jobs', 'Job');
export const CRON_JOBS = namespaced<CronJob>('batch', 'cronjobs', 'CronJob');
export const POD_DISRUPTION_BUDGETS = namespaced<PodDisruptionBudget>(
	'policy',
	'poddisruptionbudgets',
	'PodDisruptionBudget',
);
export const ENDPOINT_SLICES = namespaced<EndpointSlice>('discovery.k8s.io', 'endpointslices', 'EndpointSlice');
export const CUSTOM_RESOURCE_DEFINITIONS = clusterWide<CustomResourceDefinition>(
	'apiextensions.k8s.io',
	'customresourcedefinitions',
	'CustomResourceDefinition',
);
export const LEASES = namespaced<Lease>('coordination.k8s.io', 'leases', 'Lease');
export const STORAGE_CLASSES = clusterWide<StorageClass>('storage.k8s.io', 'storageclasses', 'StorageClass');
export const SIGNING_REQUESTS = clusterWide<CertificateSigningRequest>(
	'certificates.k8s.io',
	'certificatesigningrequests',
	'CertificateSigningRequest',
);
export const CLUSTER_ROLES = clusterWide<ClusterRole>('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole');
export const AUTOSCALERS: Resource<HorizontalPodAutoscaler> = {
	...namespaced<HorizontalPodAutoscaler>('autoscaling', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
	version: 'v2',
};
export const CSI_DRIVERS = clusterWide<CSIDriver>('storage.k8s.io', 'csidrivers', 'CSIDriver');
export const VOLUME_ATTACHMENTS = clusterWide<VolumeAttachment>(
	'storage.k8s.io',
	'volumeattachments',
	'VolumeAttachment',
);
