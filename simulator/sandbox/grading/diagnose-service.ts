import type { KubeObject } from '../../machinery/meta.ts';
import type { Evidence } from '../world-api.ts';
import type { ClusterReader } from './cluster-reader.ts';
import type { PodLike } from './diagnose-pod.ts';
import { diagnosePod, isReady } from './diagnose-pod.ts';
import { evidence } from './evidence.ts';

interface ServiceLike extends KubeObject {
	readonly spec: {
		readonly type?: string;
		readonly selector?: { readonly [key: string]: string };
		readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
	};
}

/** Why nothing answers behind a Service: selector → Pods → readiness → ports. Empty when there is no fault to see. */
export function diagnoseService(reader: ClusterReader, object: KubeObject): Evidence[] {
	const service = object as ServiceLike;
	const { name } = service.metadata;
	const namespace = service.metadata.namespace ?? '';
	if (service.spec.type === 'ExternalName') return [];
	const selector = Object.entries(service.spec.selector ?? {});
	if (selector.length === 0) return [evidence('service-without-selector', { service: name }, service)];
	const pods = reader.list('v1', 'Pod', namespace) as readonly PodLike[];
	const chosen = pods.filter((pod) => selector.every(([key, value]) => pod.metadata.labels?.[key] === value));
	const text = selector.map(([key, value]) => `${key}=${value}`).join(',');
	if (chosen.length === 0) {
		const chain = [evidence('selector-matches-nothing', { service: name, selector: text }, service)];
		const near = nearestMiss(selector, pods);
		return near === undefined ? chain : [...chain, near];
	}
	if (!chosen.some(isReady)) {
		const sick = chosen.map((pod) => diagnosePod(reader, pod)).find((links) => links.length > 0) ?? [];
		return [evidence('no-endpoints', { service: name, pods: chosen.length }, service), ...sick];
	}
	return service.spec.ports?.flatMap((port) => diagnosePort(service, port, chosen)) ?? [];
}

/** The Pod that lacks least of a selector, and the first pair in which it differs; nothing when all are strangers to it. */
function nearestMiss(selector: readonly (readonly [string, string])[], pods: readonly PodLike[]): Evidence | undefined {
	let nearest: { readonly pod: PodLike; readonly matching: number; readonly known: number } | undefined;
	for (const pod of pods) {
		const labels = pod.metadata.labels ?? {};
		const matching = selector.filter(([key, value]) => labels[key] === value).length;
		const known = selector.filter(([key]) => labels[key] !== undefined).length;
		if (known === 0) continue;
		const isNearer = nearest === undefined || matching > nearest.matching;
		if (isNearer || (matching === nearest?.matching && known > nearest.known)) nearest = { pod, matching, known };
	}
	if (nearest === undefined) return undefined;
	const { pod } = nearest;
	const labels = pod.metadata.labels ?? {};
	const differing = selector.find(([key, value]) => labels[key] !== undefined && labels[key] !== value);
	const [key, expected] = differing ?? selector.find(([key]) => labels[key] === undefined) ?? ['', ''];
	const actual = labels[key];
	return actual === undefined
		? evidence('label-missing', { pod: pod.metadata.name, key, expected }, pod)
		: evidence('label-differs', { pod: pod.metadata.name, key, expected, actual }, pod);
}

function diagnosePort(
	service: ServiceLike,
	port: { readonly port: number; readonly targetPort?: number | string },
	pods: readonly PodLike[],
): Evidence[] {
	const target = port.targetPort ?? port.port;
	const declared = pods.flatMap((pod) => pod.spec.containers.flatMap((container) => container.ports ?? []));
	const known = declared.some((each) =>
		typeof target === 'string' ? each.name === target : each.containerPort === target,
	);
	if (known || declared.length === 0) return [];
	const ports = [...new Set(declared.map((each) => each.containerPort))].join(', ');
	return [
		evidence(
			'port-not-listening',
			{ service: service.metadata.name, port: port.port, target, declared: ports },
			service,
		),
	];
}
