import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { EndpointSlice } from '../../api/discovery/types.ts';
import type { Index } from '../../client/indexer.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { controllerReference } from '../ownership.ts';
import { ENDPOINT_SLICES, NODES, PODS, SERVICES } from '../resources.ts';
import { podsOf, servicesToUpdate, TRIGGER_TIME, TriggerTimes } from './service-pods.ts';
import {
	desiredGroups,
	isSelecting,
	MANAGED_BY,
	MANAGER,
	planSlices,
	SERVICE_NAME,
	type SliceChange,
	sliceLabels,
} from './slice-plan.ts';

interface State {
	readonly triggers: TriggerTimes;
}

const BY_SERVICE: Index<EndpointSlice> = {
	name: 'service',
	values: ({ metadata }) => {
		const service = metadata.labels?.[SERVICE_NAME];
		return service === undefined ? [] : [`${metadata.namespace}/${service}`];
	},
};

/** Models pkg/controller/endpointslice Controller. */
export const endpointSliceController: Controller<State> = {
	name: 'endpointslice',
	user: 'endpointslice-controller',
	workers: 5,
	state: () => ({ triggers: new TriggerTimes() }),
	intervalMsMin: intervalMs,
	watches: [
		watch<Service, State>(SERVICES, ({ type, object }, scope) => {
			if (type === 'deleted') scope.state.triggers.forget(keyOf(object));
			scope.queue.add(keyOf(object));
		}),
		watch<Pod, State>(PODS, (change, scope) => {
			for (const key of servicesToUpdate(change, scope)) scope.queue.add(key);
		}),
		watch<EndpointSlice, State>(ENDPOINT_SLICES, ({ type, object, old }, scope) => {
			// Somebody else's hand on our slices is undone.
			if (type === 'added' || object.metadata.labels?.[MANAGED_BY] !== MANAGER) return;
			if (old !== undefined && old.metadata.generation === object.metadata.generation && sameMarks(old, object)) return;
			const service = object.metadata.labels[SERVICE_NAME];
			if (service !== undefined) scope.queue.add(`${object.metadata.namespace}/${service}`);
		}),
		watch<Node, State>(NODES, ({ type }, scope) => {
			// Endpoints on a node that was not known yet were left out.
			if (type === 'added') for (const service of scope.lister(SERVICES).list()) scope.queue.add(keyOf(service));
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

/** Larger Services take longer to look at: more events share a pass. */
export function intervalMs(key: string, scope: Scope<unknown>): number {
	const slices = scope.lister(ENDPOINT_SLICES).by(BY_SERVICE, key);
	const endpoints = slices.reduce((sum, slice) => sum + (slice.endpoints ?? []).length, 0);
	return Math.max(20, endpoints / 4);
}

function sameMarks(a: EndpointSlice, b: EndpointSlice): boolean {
	return jsonEqual(a.metadata.labels, b.metadata.labels);
}

function* reconcile(key: string, scope: Scope<State>): Task<void> {
	const { namespace, name } = splitKey(key);
	const service = scope.lister(SERVICES).get(namespace, name);
	// Slices of a deleted Service go with their owner.
	if (service === undefined || service.metadata.deletionTimestamp !== undefined || !isSelecting(service)) return;
	const pods = podsOf(service, scope);
	const triggeredAt = scope.state.triggers.compute(service, pods);
	const nodes = new Map(
		scope
			.lister(NODES)
			.list()
			.map((node) => [node.metadata.name, node]),
	);
	const groups = desiredGroups(service, pods, (nodeName) => nodes.get(nodeName));
	const labels = sliceLabels(service);
	const existing = scope.lister(ENDPOINT_SLICES).by(BY_SERVICE, key);
	const own = existing.filter(
		(slice) => slice.metadata.labels?.[MANAGED_BY] === MANAGER && slice.metadata.deletionTimestamp === undefined,
	);
	const plan = planSlices(own, groups, (slice) => !jsonEqual(slice.metadata.labels ?? {}, labels));
	for (const change of plan.creations) yield* create(service, change, labels, triggeredAt, scope);
	for (const change of plan.updates) yield* update(change, labels, triggeredAt, scope);
	for (const slice of plan.deletions) yield* scope.client.delete(ENDPOINT_SLICES, slice.metadata);
}

function* create(
	service: Service,
	{ ports, endpoints }: SliceChange,
	labels: { [key: string]: string },
	triggeredAt: string | undefined,
	scope: Scope<State>,
): Task<void> {
	const { namespace, name } = service.metadata;
	yield* scope.client.create(ENDPOINT_SLICES, {
		apiVersion: 'discovery.k8s.io/v1',
		kind: 'EndpointSlice',
		metadata: {
			generateName: `${name}-`,
			namespace,
			labels,
			...(triggeredAt === undefined ? {} : { annotations: { [TRIGGER_TIME]: triggeredAt } }),
			ownerReferences: [controllerReference(service, SERVICES)],
		},
		addressType: 'IPv4',
		endpoints: [...endpoints],
		ports: [...ports],
	});
}

function* update(
	{ slice, ports, endpoints }: SliceChange,
	labels: { [key: string]: string },
	triggeredAt: string | undefined,
	scope: Scope<State>,
): Task<void> {
	if (slice === undefined) throw new Error('assertion failed: an update of no slice');
	const { [TRIGGER_TIME]: _before, ...others } = slice.metadata.annotations ?? {};
	const annotations = triggeredAt === undefined ? others : { ...others, [TRIGGER_TIME]: triggeredAt };
	yield* scope.client.update(ENDPOINT_SLICES, {
		...slice,
		metadata: { ...slice.metadata, labels, annotations },
		endpoints: [...endpoints],
		ports: [...ports],
	});
}
