import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { Index } from '../../client/indexer.ts';
import type { Change } from '../../client/informer.ts';
import { selectorFromMap } from '../../machinery/selectors.ts';
import { findCondition } from '../conditions.ts';
import { keyOf, type Scope } from '../controller.ts';
import { hasEnded, isReady } from '../pod-state.ts';
import { PODS, SERVICES } from '../resources.ts';

/** Files Pods under each of their labels with their namespace, so that a Service finds its Pods without looking at all. */
export const BY_LABEL: Index<Pod> = {
	name: 'label',
	values: ({ metadata }) =>
		Object.entries(metadata.labels ?? {}).map(([key, value]) => labelValue(metadata.namespace ?? '', key, value)),
};

function labelValue(namespace: string, key: string, value: string): string {
	return `${namespace}/${key}=${value}`;
}

/** The Pods a Service selects, in the order they came. Looks only at those that have its rarest label. */
export function podsOf(service: Service, scope: Scope<unknown>): readonly Pod[] {
	const { selector } = service.spec;
	const { namespace = '' } = service.metadata;
	const lister = scope.lister(PODS);
	const pairs = Object.entries(selector ?? {});
	if (selector === undefined) return [];
	if (pairs.length === 0) return lister.list(namespace);
	let candidates: readonly Pod[] | undefined;
	for (const [key, value] of pairs) {
		const found = lister.by(BY_LABEL, labelValue(namespace, key, value));
		if (candidates === undefined || found.length < candidates.length) candidates = found;
	}
	const matcher = selectorFromMap(selector);
	return (candidates ?? []).filter((pod) => matcher.matches(pod.metadata.labels));
}

/** Services to look at again after a Pod has changed. Models endpointslice/util GetServicesToUpdateOnPodChange. */
export function servicesToUpdate({ type, object, old }: Change<Pod>, scope: Scope<unknown>): readonly string[] {
	const labelsChanged = old !== undefined && !sameLabels(old, object);
	if (type === 'updated' && old !== undefined && !labelsChanged && !endpointChanged(old, object)) return [];
	const keys: string[] = [];
	for (const service of scope.lister(SERVICES).list(object.metadata.namespace)) {
		const { selector } = service.spec;
		if (selector === undefined) continue;
		const now = selects(selector, object);
		if (now || (labelsChanged && selects(selector, old))) keys.push(keyOf(service));
	}
	return keys;
}

/** Every pair must match; no pairs select nothing here, since there is nothing to keep up to date. */
function selects(selector: { readonly [key: string]: string }, { metadata: { labels } }: Pod): boolean {
	let pairs = 0;
	for (const key in selector) {
		if (labels?.[key] !== selector[key]) return false;
		pairs++;
	}
	return pairs > 0;
}

function sameLabels(a: Pod, b: Pod): boolean {
	if (a.metadata.labels === b.metadata.labels) return true;
	const left = Object.entries(a.metadata.labels ?? {});
	const right = b.metadata.labels ?? {};
	return left.length === Object.keys(right).length && left.every(([key, value]) => right[key] === value);
}

/** Models endpointslice/util podEndpointsChanged. */
function endpointChanged(a: Pod, b: Pod): boolean {
	return (
		a.metadata.deletionTimestamp !== b.metadata.deletionTimestamp ||
		isReady(a) !== isReady(b) ||
		hasEnded(a) !== hasEnded(b) ||
		a.status.podIP !== b.status.podIP ||
		a.spec.nodeName !== b.spec.nodeName ||
		a.spec.hostname !== b.spec.hostname ||
		a.spec.subdomain !== b.spec.subdomain
	);
}

/** The number a Service's port has on a Pod; undefined when the Pod has no port of that name. Models pkg/api/v1/pod FindPort. */
export function targetPortOn(
	pod: Pod,
	port: { targetPort?: number | string; protocol?: string; port: number },
): number | undefined {
	const { targetPort } = port;
	if (typeof targetPort === 'number') return targetPort;
	if (targetPort === undefined) return port.port;
	const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
	for (const container of [...pod.spec.containers, ...sidecars]) {
		for (const each of container.ports ?? []) {
			if (each.name === targetPort && (each.protocol ?? 'TCP') === (port.protocol ?? 'TCP')) return each.containerPort;
		}
	}
	return undefined;
}

export function isHeadless(service: Service): boolean {
	return service.spec.clusterIP === 'None' || service.spec.clusterIP === undefined || service.spec.clusterIP === '';
}

/** The name DNS gives a Pod of a headless Service. Models endpointslice/util ShouldSetHostname. */
export function hostnameFor(pod: Pod, service: Service): string | undefined {
	const { hostname, subdomain } = pod.spec;
	if (hostname === undefined || hostname === '' || subdomain !== service.metadata.name) return undefined;
	return pod.metadata.namespace === service.metadata.namespace ? hostname : undefined;
}

/**
 * What was the first of the changes that a pass reacts to: the time written as last-change-trigger-time.
 * Models endpointslice/util TriggerTimeTracker.
 */
export class TriggerTimes {
	readonly #services = new Map<string, { readonly service: string; readonly pods: ReadonlyMap<string, string> }>();

	/** RFC 3339; undefined when nothing has changed since the last call. Times of one form compare as text. */
	compute(service: Service, pods: readonly Pod[]): string | undefined {
		const key = keyOf(service);
		const before = this.#services.get(key);
		let first: string | undefined;
		const note = (time: string, last: string | undefined): void => {
			if (last !== undefined && time <= last) return;
			if (first === undefined || time < first) first = time;
		};
		const times = new Map<string, string>();
		for (const pod of pods) {
			const time = findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime;
			if (time === undefined) continue;
			note(time, before?.pods.get(pod.metadata.uid));
			times.set(pod.metadata.uid, time);
		}
		const created = service.metadata.creationTimestamp;
		note(created, before?.service);
		this.#services.set(key, { service: created, pods: times });
		return first;
	}

	forget(key: string): void {
		this.#services.delete(key);
	}
}

export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';
