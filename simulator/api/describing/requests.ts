import type { GroupVersionResource } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';

/** What describers ask for besides the object itself. */
export const EVENTS: GroupVersionResource = { group: '', version: 'v1', resource: 'events' };
export const PODS: GroupVersionResource = { group: '', version: 'v1', resource: 'pods' };
export const SERVICES: GroupVersionResource = { group: '', version: 'v1', resource: 'services' };
export const RESOURCE_QUOTAS: GroupVersionResource = { group: '', version: 'v1', resource: 'resourcequotas' };
export const LIMIT_RANGES: GroupVersionResource = { group: '', version: 'v1', resource: 'limitranges' };
export const REPLICA_SETS: GroupVersionResource = { group: 'apps', version: 'v1', resource: 'replicasets' };
export const LEASES: GroupVersionResource = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' };
export const ENDPOINT_SLICES: GroupVersionResource = {
	group: 'discovery.k8s.io',
	version: 'v1',
	resource: 'endpointslices',
};

/** The result of a request, or the server's refusal where the description goes on without it. */
export function* attempt<T>(request: Task<T>): Task<T | ApiError> {
	try {
		return yield* request;
	} catch (error) {
		if (error instanceof ApiError) return error;
		throw error;
	}
}
