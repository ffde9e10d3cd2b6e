import type { Node } from '../../api/core/types/node.ts';
import type { Namespace } from '../../api/core/types/object.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { EndpointSlice } from '../../api/discovery/types.ts';
import type { Resource } from '../../client/resource.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { IpAddressPool, L2Advertisement } from './pools.ts';

const METALLB = { group: 'metallb.io', version: 'v1beta1', namespaced: true } as const;
const CORE = { group: '', version: 'v1' } as const;

export const POOLS: Resource<IpAddressPool> = { ...METALLB, resource: 'ipaddresspools', kind: 'IPAddressPool' };
export const L2_ADVERTISEMENTS: Resource<L2Advertisement> = {
	...METALLB,
	resource: 'l2advertisements',
	kind: 'L2Advertisement',
};
export const SERVICES: Resource<Service> = { ...CORE, resource: 'services', kind: 'Service', namespaced: true };
export const NAMESPACES: Resource<Namespace> = {
	...CORE,
	resource: 'namespaces',
	kind: 'Namespace',
	namespaced: false,
};
export const NODES: Resource<Node> = { ...CORE, resource: 'nodes', kind: 'Node', namespaced: false };
export const SLICES: Resource<EndpointSlice> = {
	group: 'discovery.k8s.io',
	version: 'v1',
	resource: 'endpointslices',
	kind: 'EndpointSlice',
	namespaced: true,
};
export const WEBHOOKS: Resource<KubeObject & { webhooks: { name: string }[] }> = {
	group: 'admissionregistration.k8s.io',
	version: 'v1',
	resource: 'validatingwebhookconfigurations',
	kind: 'ValidatingWebhookConfiguration',
	namespaced: false,
};
export const SECRETS: Resource = { ...CORE, resource: 'secrets', kind: 'Secret', namespaced: true };

export const NAMESPACE = 'metallb-system';
