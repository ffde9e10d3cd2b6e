import type { Namespace } from '../api/core/types/object.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { Service } from '../api/core/types/service.ts';
import type { EndpointSlice } from '../api/discovery/types.ts';
import type { NetworkPolicy } from '../api/networking/types.ts';
import type { Index } from '../client/indexer.ts';
import type { Resource } from '../client/resource.ts';

// What the network's components watch.

export const SERVICES: Resource<Service> = {
	group: '',
	version: 'v1',
	resource: 'services',
	kind: 'Service',
	namespaced: true,
};
export const PODS: Resource<Pod> = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', namespaced: true };
export const NAMESPACES: Resource<Namespace> = {
	group: '',
	version: 'v1',
	resource: 'namespaces',
	kind: 'Namespace',
	namespaced: false,
};
export const NODES: Resource = { group: '', version: 'v1', resource: 'nodes', kind: 'Node', namespaced: false };
export const ENDPOINT_SLICES: Resource<EndpointSlice> = {
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

/** "namespace/service" of the Service a slice belongs to. */
export const SLICES_BY_SERVICE: Index<EndpointSlice> = {
	name: 'by-service',
	values: (slice) => {
		const service = slice.metadata.labels?.['kubernetes.io/service-name'];
		return service === undefined ? [] : [`${slice.metadata.namespace}/${service}`];
	},
};
