import type { EndpointAddress, EndpointSubset, Endpoints, Service } from '../../api/core/types/service.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../api/discovery/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { canonicalJson } from '../../machinery/pod-template-hash.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { controllerReference } from '../ownership.ts';
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from '../resources.ts';
import { TRIGGER_TIME } from './service-pods.ts';
import { MANAGED_BY, type PortGroup, planSlices, SERVICE_NAME } from './slice-plan.ts';

const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Of one subset. Models --mirroring-max-endpoints-per-subset. */
const SUBSET_MAX = 1_000;

/** Slices for Endpoints that somebody has written by hand. Models pkg/controller/endpointslicemirroring Controller. */
export const mirroringController: Controller<undefined> = {
	name: 'endpointslicemirroring',
	user: 'endpointslicemirroring-controller',
	workers: 1,
	watches: [
		watch<Endpoints, undefined>(ENDPOINTS, ({ type, object }, scope) => {
			const service = scope.lister(SERVICES).get(object.metadata.namespace as string, object.metadata.name);
			if (type !== 'deleted' && (!isMirrored(object) || (service !== undefined && selects(service)))) return;
			if (type === 'deleted' && mirrors(keyOf(object), scope).length === 0) return;
			scope.queue.add(keyOf(object));
		}),
		watch<Service, undefined>(SERVICES, ({ object, old }, scope) => {
			// One that selects Pods is looked at only when it has just begun to.
			if (!selects(object) || (old !== undefined && !selects(old))) scope.queue.add(keyOf(object));
		}),
		watch<EndpointSlice, undefined>(ENDPOINT_SLICES, ({ type, object, old }, scope) => {
			if (type === 'added' || object.metadata.labels?.[MANAGED_BY] !== MANAGER) return;
			if (old !== undefined && old.metadata.generation === object.metadata.generation) return;
			scope.queue.add(`${object.metadata.namespace}/${object.metadata.labels[SERVICE_NAME]}`);
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

function isMirrored({ metadata }: Endpoints): boolean {
	return metadata.labels?.[SKIP] !== 'true' && metadata.annotations?.[LEADER] === undefined;
}

function selects({ spec }: Service): boolean {
	return spec.selector !== undefined;
}

function mirrors(key: string, scope: Scope<undefined>): EndpointSlice[] {
	const { namespace, name } = splitKey(key);
	return scope
		.lister(ENDPOINT_SLICES)
		.list(namespace)
		.filter(({ metadata }) => metadata.labels?.[SERVICE_NAME] === name && metadata.labels[MANAGED_BY] === MANAGER);
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const endpoints = scope.lister(ENDPOINTS).get(namespace, name);
	const service = scope.lister(SERVICES).get(namespace, name);
	const own = mirrors(key, scope).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
	if (endpoints === undefined || !isMirrored(endpoints) || (service !== undefined && selects(service))) {
		for (const slice of own) yield* scope.client.delete(ENDPOINT_SLICES, slice.metadata);
		return;
	}
	if (service === undefined) return;
	const groups = groupsOf(endpoints);
	if (groups.size === 0) {
		for (const slice of own) yield* scope.client.delete(ENDPOINT_SLICES, slice.metadata);
		return;
	}
	const labels = { ...endpoints.metadata.labels, [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER };
	const annotations = annotationsOf(endpoints);
	const plan = planSlices(own, groups, ({ metadata }) => !jsonEqual(metadata.labels ?? {}, labels));
	for (const { ports, endpoints: listed } of plan.creations) {
		yield* scope.client.create(ENDPOINT_SLICES, {
			apiVersion: 'discovery.k8s.io/v1',
			kind: 'EndpointSlice',
			metadata: {
				generateName: `${name}-`,
				namespace,
				labels,
				annotations,
				ownerReferences: [controllerReference(endpoints, ENDPOINTS)],
			},
			addressType: 'IPv4',
			endpoints: [...listed],
			ports: [...ports],
		});
	}
	for (const { slice, ports, endpoints: listed } of plan.updates) {
		if (slice === undefined) throw new Error('assertion failed: an update of no slice');
		const metadata = { ...slice.metadata, labels, annotations };
		yield* scope.client.update(ENDPOINT_SLICES, { ...slice, metadata, endpoints: [...listed], ports: [...ports] });
	}
	for (const slice of plan.deletions) yield* scope.client.delete(ENDPOINT_SLICES, slice.metadata);
}

function annotationsOf({ metadata }: Endpoints): { [key: string]: string } {
	const { [LAST_APPLIED]: _applied, [TRIGGER_TIME]: _time, ...others } = metadata.annotations ?? {};
	return others;
}

/** Subsets with the same ports share slices. */
function groupsOf({ subsets = [] }: Endpoints): Map<string, PortGroup> {
	const groups = new Map<string, PortGroup>();
	for (const subset of subsets) {
		const ports = portsOf(subset);
		const key = canonicalJson(ports);
		let group = groups.get(key);
		if (group === undefined) {
			group = { ports, endpoints: new Map() };
			groups.set(key, group);
		}
		const ready = (subset.addresses ?? []).map((address) => endpointOf(address, true));
		const notReady = (subset.notReadyAddresses ?? []).map((address) => endpointOf(address, false));
		for (const endpoint of [...ready, ...notReady].slice(0, SUBSET_MAX)) {
			const address = endpoint.addresses[0] as string;
			// The world has one address family.
			if (!address.includes(':') && !group.endpoints.has(address)) group.endpoints.set(address, endpoint);
		}
	}
	for (const [key, { endpoints }] of groups) if (endpoints.size === 0) groups.delete(key);
	return groups;
}

function portsOf({ ports = [] }: EndpointSubset): EndpointPort[] {
	return ports.map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({
		name,
		port,
		protocol,
		...(appProtocol !== undefined && { appProtocol }),
	}));
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
	return {
		addresses: [ip],
		conditions: { ready },
		...(hostname !== undefined && hostname !== '' && { hostname }),
		...(nodeName !== undefined && { nodeName }),
		...(targetRef !== undefined && { targetRef }),
	};
}
