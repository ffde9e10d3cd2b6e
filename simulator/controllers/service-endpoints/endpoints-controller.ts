import type { Pod } from '../../api/core/types/pod.ts';
import type {
	EndpointAddress,
	EndpointPort,
	EndpointSubset,
	Endpoints,
	Service,
} from '../../api/core/types/service.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { canonicalJson } from '../../machinery/pod-template-hash.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { hasEnded, isReady } from '../pod-state.ts';
import { ENDPOINTS, PODS, SERVICES } from '../resources.ts';
import {
	HEADLESS_LABEL,
	hostnameFor,
	isHeadless,
	podsOf,
	servicesToUpdate,
	TRIGGER_TIME,
	TriggerTimes,
	targetPortOn,
} from './service-pods.ts';
import { isSelecting } from './slice-plan.ts';

interface State {
	readonly triggers: TriggerTimes;
}

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
/** Addresses of one Endpoints object; beyond it the object is truncated. Models maxCapacity. */
const CAPACITY = 1_000;

/** The older form of what EndpointSlices say. Models pkg/controller/endpoint Controller. */
export const endpointsController: Controller<State> = {
	name: 'endpoints',
	user: 'endpoint-controller',
	workers: 5,
	state: () => ({ triggers: new TriggerTimes() }),
	intervalMsMin: (key, scope) => {
		const { namespace, name } = splitKey(key);
		const subsets = scope.lister(ENDPOINTS).get(namespace, name)?.subsets ?? [];
		const size = subsets.reduce(
			(sum, subset) => sum + (subset.addresses ?? []).length + (subset.notReadyAddresses ?? []).length,
			0,
		);
		return Math.max(20, size / 4);
	},
	watches: [
		watch<Service, State>(SERVICES, ({ type, object }, scope) => {
			if (type === 'deleted') scope.state.triggers.forget(keyOf(object));
			scope.queue.add(keyOf(object));
		}),
		watch<Pod, State>(PODS, (change, scope) => {
			for (const key of servicesToUpdate(change, scope)) scope.queue.add(key);
		}),
		watch<Endpoints, State>(ENDPOINTS, ({ type, object }, scope) => {
			if (type === 'deleted') scope.queue.add(keyOf(object));
		}),
	],
	onStart: (scope) => {
		// Endpoints whose Service went while nobody watched.
		for (const endpoints of scope.lister(ENDPOINTS).list()) scope.queue.add(keyOf(endpoints));
	},
	reconcile: (key, scope) => reconcile(key, scope),
};

function* reconcile(key: string, scope: Scope<State>): Task<void> {
	const { namespace, name } = splitKey(key);
	const service = scope.lister(SERVICES).get(namespace, name);
	const current = scope.lister(ENDPOINTS).get(namespace, name);
	if (service === undefined) {
		if (current?.metadata.labels?.[MANAGED_BY] === 'endpoint-controller') yield* deleteQuietly(current, scope);
		return;
	}
	if (!isSelecting(service)) return;
	const pods = podsOf(service, scope);
	const triggeredAt = scope.state.triggers.compute(service, pods);
	const { subsets, truncated } = truncate(subsetsOf(service, pods));
	const labels = labelsOf(service);
	if (
		current !== undefined &&
		jsonEqual(current.subsets ?? [], subsets) &&
		jsonEqual(current.metadata.labels ?? {}, labels) &&
		(current.metadata.annotations?.[OVER_CAPACITY] !== undefined) === truncated
	) {
		return;
	}
	const { [TRIGGER_TIME]: _before, [OVER_CAPACITY]: _over, ...others } = current?.metadata.annotations ?? {};
	const annotations: { [key: string]: string } = { ...others };
	if (triggeredAt !== undefined) annotations[TRIGGER_TIME] = triggeredAt;
	if (truncated) annotations[OVER_CAPACITY] = 'truncated';
	if (current === undefined) {
		const metadata = { name, namespace, labels, annotations };
		yield* scope.client.create(ENDPOINTS, { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets });
		return;
	}
	yield* scope.client.update(ENDPOINTS, {
		...current,
		metadata: { ...current.metadata, labels, annotations },
		subsets,
	});
}

function* deleteQuietly(endpoints: Endpoints, scope: Scope<State>): Task<void> {
	try {
		yield* scope.client.delete(ENDPOINTS, endpoints.metadata);
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
	}
}

function labelsOf(service: Service): { [key: string]: string } {
	const { [HEADLESS_LABEL]: _headless, ...labels } = service.metadata.labels ?? {};
	return {
		...labels,
		[MANAGED_BY]: 'endpoint-controller',
		...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
	};
}

/** One subset for each set of ports, addresses in order. Models pkg/api/v1/endpoints RepackSubsets. */
function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
	const groups = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>();
	const named = (service.spec.ports ?? []).some((port) => typeof port.targetPort === 'string');
	let ports: EndpointPort[] | undefined;
	let key = '';
	for (const pod of pods) {
		const address = addressOf(service, pod);
		if (address === undefined) continue;
		// Only ports given by name can differ from Pod to Pod.
		if (ports === undefined || named) {
			ports = portsOn(service, pod);
			key = canonicalJson(ports);
		}
		if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue;
		let group = groups.get(key);
		if (group === undefined) {
			group = { ports, ready: [], notReady: [] };
			groups.set(key, group);
		}
		(isReady(pod) || service.spec.publishNotReadyAddresses === true ? group.ready : group.notReady).push(address);
	}
	const byIp = (a: EndpointAddress, b: EndpointAddress): number => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0);
	return [...groups.keys()].sort().map((key) => {
		const { ports, ready, notReady } = groups.get(key) as NonNullable<ReturnType<typeof groups.get>>;
		return {
			...(ready.length === 0 ? {} : { addresses: ready.sort(byIp) }),
			...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byIp) }),
			...(ports.length === 0 ? {} : { ports }),
		};
	});
}

function addressOf(service: Service, pod: Pod): EndpointAddress | undefined {
	const { podIP } = pod.status;
	if (podIP === undefined || podIP === '' || hasEnded(pod)) return undefined;
	const leaving = pod.metadata.deletionTimestamp !== undefined;
	if (leaving && service.spec.publishNotReadyAddresses !== true) return undefined;
	const hostname = hostnameFor(pod, service);
	return {
		ip: podIP,
		...(hostname === undefined ? {} : { hostname }),
		...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
		targetRef: {
			kind: 'Pod',
			namespace: pod.metadata.namespace,
			name: pod.metadata.name,
			uid: pod.metadata.uid,
		},
	};
}

function portsOn(service: Service, pod: Pod): EndpointPort[] {
	const ports: EndpointPort[] = [];
	for (const port of service.spec.ports ?? []) {
		const number = targetPortOn(pod, port);
		if (number === undefined) continue;
		ports.push({
			...(port.name === undefined || port.name === '' ? {} : { name: port.name }),
			port: number,
			protocol: port.protocol ?? 'TCP',
			...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
		});
	}
	return ports;
}

/** Ready addresses are kept before others. Models truncateEndpoints. */
function truncate(subsets: EndpointSubset[]): { subsets: EndpointSubset[]; truncated: boolean } {
	const count = (of: 'addresses' | 'notReadyAddresses'): number =>
		subsets.reduce((sum, subset) => sum + (subset[of] ?? []).length, 0);
	if (count('addresses') + count('notReadyAddresses') <= CAPACITY) return { subsets, truncated: false };
	let left = CAPACITY;
	const kept = subsets.map((subset) => ({ ...subset }));
	for (const part of ['addresses', 'notReadyAddresses'] as const) {
		for (const subset of kept) {
			const slice = (subset[part] ?? []).slice(0, left);
			left -= slice.length;
			if (slice.length === 0) delete subset[part];
			else subset[part] = slice;
		}
	}
	const nonEmpty = kept.filter((subset) => subset.addresses !== undefined || subset.notReadyAddresses !== undefined);
	return { subsets: nonEmpty, truncated: true };
}
