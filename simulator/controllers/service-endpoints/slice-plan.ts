import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../api/discovery/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { canonicalJson } from '../../machinery/pod-template-hash.ts';
import { hasEnded, isReady } from '../pod-state.ts';
import { hostnameFor, isHeadless, targetPortOn } from './service-pods.ts';

/** Models --max-endpoints-per-slice. */
const SLICE_SIZE_MAX = 100;

/** Endpoints that have the same ports share slices. */
export interface PortGroup {
	readonly ports: readonly EndpointPort[];
	/** By address. */
	readonly endpoints: Map<string, Endpoint>;
}

/** What the slices of a Service should hold, by port set. Models endpointslice reconciler's desired state. */
export function desiredGroups(
	service: Service,
	pods: readonly Pod[],
	nodeOf: (name: string) => Node | undefined,
): Map<string, PortGroup> {
	const groups = new Map<string, PortGroup>();
	const groupOf = portGrouping(service, groups);
	for (const pod of pods) {
		const address = pod.status.podIP;
		if (hasEnded(pod) || address === undefined || address === '') continue;
		const { nodeName } = pod.spec;
		const node = nodeName === undefined ? undefined : nodeOf(nodeName);
		if (nodeName !== undefined && node === undefined && service.spec.publishNotReadyAddresses !== true) continue;
		groupOf(pod).endpoints.set(address, endpointOf(service, pod, address, node));
	}
	addHints(service, groups);
	return groups;
}

/**
 * Where each endpoint is preferred, if the Service asks for that and every ready one says where it is. Models
 * endpointslice trafficdist ReconcileHintsForSlices.
 */
function addHints({ spec: { trafficDistribution } }: Service, groups: ReadonlyMap<string, PortGroup>): void {
	const nodes = trafficDistribution === 'PreferSameNode';
	const zones = nodes || trafficDistribution === 'PreferClose' || trafficDistribution === 'PreferSameZone';
	if (!zones) return;
	for (const { endpoints } of groups.values()) {
		for (const [address, endpoint] of endpoints) {
			const { zone, nodeName, conditions } = endpoint;
			if (conditions?.ready !== true) continue;
			const hints = {
				...(zone !== undefined && { forZones: [{ name: zone }] }),
				...(nodes && nodeName !== undefined && { forNodes: [{ name: nodeName }] }),
			};
			if (Object.keys(hints).length > 0) endpoints.set(address, { ...endpoint, hints });
		}
	}
}

/** Only ports given by name can differ from Pod to Pod. */
function portGrouping(service: Service, groups: Map<string, PortGroup>): (pod: Pod) => PortGroup {
	const named = (service.spec.ports ?? []).some((port) => typeof port.targetPort === 'string');
	let common: PortGroup | undefined;
	return (pod) => {
		if (common !== undefined && !named) return common;
		const ports = portsOf(service, pod);
		const key = canonicalJson(ports);
		common = groups.get(key);
		if (common === undefined) {
			common = { ports, endpoints: new Map() };
			groups.set(key, common);
		}
		return common;
	};
}

function portsOf(service: Service, pod: Pod): EndpointPort[] {
	const ports: EndpointPort[] = [];
	for (const port of service.spec.ports ?? []) {
		const number = targetPortOn(pod, port);
		if (number === undefined) continue;
		ports.push({
			name: port.name ?? '',
			port: number,
			protocol: port.protocol ?? 'TCP',
			...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
		});
	}
	return ports;
}

function endpointOf(service: Service, pod: Pod, address: string, node: Node | undefined): Endpoint {
	const serving = isReady(pod);
	const terminating = pod.metadata.deletionTimestamp !== undefined;
	const hostname = hostnameFor(pod, service);
	const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
	return {
		addresses: [address],
		conditions: {
			// Terminating Pods are never ready, for the sake of clients that know only this condition.
			ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating),
			serving,
			terminating,
		},
		...(hostname === undefined ? {} : { hostname }),
		targetRef: {
			kind: 'Pod',
			namespace: pod.metadata.namespace,
			name: pod.metadata.name,
			uid: pod.metadata.uid,
		},
		...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
		...(zone === undefined ? {} : { zone }),
	};
}

/** A slice's new content, and the slice it replaces. */
export interface SliceChange {
	readonly slice: EndpointSlice | undefined;
	readonly ports: readonly EndpointPort[];
	readonly endpoints: readonly Endpoint[];
}

export interface SlicePlan {
	readonly creations: readonly SliceChange[];
	readonly updates: readonly SliceChange[];
	readonly deletions: readonly EndpointSlice[];
}

/**
 * The least changes to the existing slices: endpoints stay where they are, gaps are filled before slices are added.
 * A Service without endpoints keeps one empty slice. Models endpointslice reconciler reconcileByAddressType and finalize.
 * @param outdated a slice whose labels no longer say what they should.
 */
export function planSlices(
	existing: readonly EndpointSlice[],
	groups: ReadonlyMap<string, PortGroup>,
	outdated: (slice: EndpointSlice) => boolean,
): SlicePlan {
	const creations: SliceChange[] = [];
	const updates: SliceChange[] = [];
	const deletions: EndpointSlice[] = [];
	const byPorts = new Map<string, EndpointSlice[]>();
	for (const slice of existing) {
		const key = canonicalJson(slice.ports ?? []);
		if (!groups.has(key)) deletions.push(slice);
		else byPorts.set(key, [...(byPorts.get(key) ?? []), slice]);
	}
	for (const [key, group] of groups) {
		planGroup(byPorts.get(key) ?? [], group, outdated, { creations, updates, deletions });
	}
	if (deletions.length === existing.length && creations.length === 0) {
		const [only] = deletions;
		const isPlaceholder = only !== undefined && (only.endpoints ?? []).length === 0 && (only.ports ?? []).length === 0;
		if (deletions.length === 1 && isPlaceholder && !outdated(only)) deletions.length = 0;
		else creations.push({ slice: undefined, ports: [], endpoints: [] });
	}
	// Rather than delete one and create another, change the one that is there.
	while (creations.length > 0 && deletions.length > 0) {
		const slice = deletions.shift();
		const { ports, endpoints } = creations.shift() as SliceChange;
		updates.push({ slice, ports, endpoints });
	}
	return { creations, updates, deletions };
}

function planGroup(
	slices: readonly EndpointSlice[],
	group: PortGroup,
	outdated: (slice: EndpointSlice) => boolean,
	out: { creations: SliceChange[]; updates: SliceChange[]; deletions: EndpointSlice[] },
): void {
	const unplaced = new Map(group.endpoints);
	const drafts = slices.map((slice) => {
		let changed = outdated(slice);
		const endpoints: Endpoint[] = [];
		for (const current of slice.endpoints ?? []) {
			const address = current.addresses[0] ?? '';
			const wanted = unplaced.get(address);
			if (wanted === undefined || wanted.targetRef?.uid !== current.targetRef?.uid) {
				changed = true;
				continue;
			}
			unplaced.delete(address);
			if (!jsonEqual(current, wanted)) changed = true;
			endpoints.push(wanted);
		}
		return { slice, endpoints, changed };
	});
	const left = [...unplaced.values()];
	for (const draft of drafts) {
		// Slices that are written anyway are filled first; the others only when that spares a new slice.
		if (!draft.changed || draft.endpoints.length === 0) continue;
		draft.endpoints.push(...left.splice(0, SLICE_SIZE_MAX - draft.endpoints.length));
	}
	if (left.length > 0 && left.length < SLICE_SIZE_MAX) {
		const fitting = drafts.find((draft) => !draft.changed && draft.endpoints.length + left.length <= SLICE_SIZE_MAX);
		if (fitting !== undefined) {
			fitting.endpoints.push(...left.splice(0));
			fitting.changed = true;
		}
	}
	for (const { slice, endpoints, changed } of drafts) {
		if (endpoints.length === 0) out.deletions.push(slice);
		else if (changed) out.updates.push({ slice, ports: group.ports, endpoints });
	}
	while (left.length > 0) {
		out.creations.push({ slice: undefined, ports: group.ports, endpoints: left.splice(0, SLICE_SIZE_MAX) });
	}
}

export function isSelecting(service: Service): boolean {
	return service.spec.selector !== undefined && service.spec.type !== 'ExternalName';
}

/** Labels of a Service's slices. Models endpointslice setEndpointSliceLabels. */
export function sliceLabels(service: Service): { [key: string]: string } {
	const labels: { [key: string]: string } = {};
	for (const [key, value] of Object.entries(service.metadata.labels ?? {})) {
		if (!RESERVED.has(key)) labels[key] = value;
	}
	if (isHeadless(service)) labels['service.kubernetes.io/headless'] = '';
	labels[SERVICE_NAME] = service.metadata.name;
	labels[MANAGED_BY] = MANAGER;
	return labels;
}

export const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const MANAGER = 'endpointslice-controller.k8s.io';
const RESERVED: ReadonlySet<string> = new Set([SERVICE_NAME, MANAGED_BY, 'service.kubernetes.io/headless']);
