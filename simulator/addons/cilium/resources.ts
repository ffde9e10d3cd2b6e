import type { Namespace } from '../../api/core/types/object.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { EndpointSlice } from '../../api/discovery/types.ts';
import type { NetworkPolicy } from '../../api/networking/types.ts';
import type { Resource } from '../../client/resource.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { CiliumPolicy } from '../../network/policy/cilium/cilium-policy.ts';

const CORE = { group: '', version: 'v1' } as const;
const CILIUM = { group: 'cilium.io', version: 'v2' } as const;

export interface Node extends KubeObject {
	readonly spec: { readonly podCIDR?: string; readonly taints?: readonly Taint[] };
	readonly status: {
		readonly addresses?: readonly { readonly type: string; readonly address: string }[];
		readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
	};
}

export interface Taint {
	readonly key: string;
	readonly effect: string;
	readonly value?: string;
}

export interface CiliumNode extends KubeObject {
	readonly spec: {
		readonly addresses?: readonly { readonly type: string; readonly ip: string }[];
		readonly ipam?: { readonly podCIDRs?: readonly string[] };
		readonly encryption?: { readonly key?: number };
	};
}

export interface CiliumEndpoint extends KubeObject {
	readonly status?: EndpointStatus;
}

export interface EndpointStatus {
	readonly id: number;
	readonly identity: { readonly id: number; readonly labels: readonly string[] };
	readonly networking: { readonly addressing: readonly { readonly ipv4: string }[]; readonly node: string };
	readonly policy: { readonly [direction: string]: { readonly enforcing: boolean; readonly state: string } };
	readonly state: string;
}

export interface CiliumIdentityObject extends KubeObject {
	readonly 'security-labels': { readonly [key: string]: string };
}

export interface CidrGroup extends KubeObject {
	readonly spec: { readonly externalCIDRs?: readonly string[] };
}

export interface Secret extends KubeObject {
	readonly data?: { readonly [key: string]: string };
}

export interface ConfigMap extends KubeObject {
	readonly data?: { readonly [key: string]: string };
}

export const PODS: Resource<Pod> = { ...CORE, resource: 'pods', kind: 'Pod', namespaced: true };
export const NAMESPACES: Resource<Namespace> = {
	...CORE,
	resource: 'namespaces',
	kind: 'Namespace',
	namespaced: false,
};
export const SERVICES: Resource<Service> = { ...CORE, resource: 'services', kind: 'Service', namespaced: true };
export const NODES: Resource<Node> = { ...CORE, resource: 'nodes', kind: 'Node', namespaced: false };
export const CONFIG_MAPS: Resource<ConfigMap> = {
	...CORE,
	resource: 'configmaps',
	kind: 'ConfigMap',
	namespaced: true,
};
export const SLICES: Resource<EndpointSlice> = {
	group: 'discovery.k8s.io',
	version: 'v1',
	resource: 'endpointslices',
	kind: 'EndpointSlice',
	namespaced: true,
};
export const NETWORK_POLICIES: Resource<NetworkPolicy> = {
	group: 'networking.k8s.io',
	version: 'v1',
	resource: 'networkpolicies',
	kind: 'NetworkPolicy',
	namespaced: true,
};
export const DEFINITIONS: Resource = {
	group: 'apiextensions.k8s.io',
	version: 'v1',
	resource: 'customresourcedefinitions',
	kind: 'CustomResourceDefinition',
	namespaced: false,
};
export const CILIUM_POLICIES: Resource<CiliumPolicy> = {
	...CILIUM,
	resource: 'ciliumnetworkpolicies',
	kind: 'CiliumNetworkPolicy',
	namespaced: true,
};
export const CLUSTERWIDE_POLICIES: Resource<CiliumPolicy> = {
	...CILIUM,
	resource: 'ciliumclusterwidenetworkpolicies',
	kind: 'CiliumClusterwideNetworkPolicy',
	namespaced: false,
};
export const CILIUM_NODES: Resource<CiliumNode> = {
	...CILIUM,
	resource: 'ciliumnodes',
	kind: 'CiliumNode',
	namespaced: false,
};
export const ENDPOINTS: Resource<CiliumEndpoint> = {
	...CILIUM,
	resource: 'ciliumendpoints',
	kind: 'CiliumEndpoint',
	namespaced: true,
};
export const IDENTITIES: Resource<CiliumIdentityObject> = {
	...CILIUM,
	resource: 'ciliumidentities',
	kind: 'CiliumIdentity',
	namespaced: false,
};
export const CIDR_GROUPS: Resource<CidrGroup> = {
	...CILIUM,
	resource: 'ciliumcidrgroups',
	kind: 'CiliumCIDRGroup',
	namespaced: false,
};
