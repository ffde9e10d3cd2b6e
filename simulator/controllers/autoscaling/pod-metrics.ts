import type { Resource } from '../../client/resource.ts';
import { TransportError } from '../../client/transport.ts';
import { parseDuration } from '../../machinery/duration.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { milliValue } from '../../machinery/quantity.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { Scope } from '../controller.ts';
import { timeMs } from '../pod-state.ts';

/** What a metrics server says of a Pod (metrics.k8s.io/v1beta1). */
interface PodMetrics extends KubeObject {
	readonly timestamp: string;
	/** A duration: "15.2s". */
	readonly window: string;
	readonly containers: readonly { readonly name: string; readonly usage: { readonly [resource: string]: string } }[];
}

const POD_METRICS: Resource<PodMetrics> = {
	group: 'metrics.k8s.io',
	version: 'v1beta1',
	resource: 'pods',
	kind: 'PodMetrics',
	namespaced: true,
};

export interface PodMetric {
	/** Thousandths of the resource's unit. */
	readonly value: number;
	readonly timestampMs: number;
	readonly windowMs: number;
}

/** What is measured: a resource of whole Pods, or of one container in each. */
export interface Measured {
	readonly namespace: string;
	/** Of the Pods' labels. */
	readonly selector: string;
	/** "cpu", "memory". */
	readonly resource: string;
	readonly container: string | undefined;
}

/** Why no number of replicas can be told; the message is what the autoscaler's conditions and events say. */
export class MetricsError extends Error {}

/** By the Pod's name. Throws MetricsError. Models pkg/controller/podautoscaler/metrics GetResourceMetric. */
export function* podMetrics<S>(scope: Scope<S>, measured: Measured): Task<Map<string, PodMetric>> {
	const items = yield* listMetrics(scope, measured);
	if (items.length === 0) throw new MetricsError('no metrics returned from resource metrics API');
	const found = new Map<string, PodMetric>();
	for (const item of items) {
		const { resource, container } = measured;
		const containers =
			container === undefined ? item.containers : item.containers.filter(({ name }) => name === container);
		if (container !== undefined && containers.length === 0) {
			throw new MetricsError(
				`container ${container} not present in metrics for pod ${item.metadata.namespace}/${item.metadata.name}`,
			);
		}
		// A Pod of which a container is not measured yet does not count as measured.
		if (containers.some(({ usage }) => usage[resource] === undefined)) continue;
		found.set(item.metadata.name, {
			value: containers.reduce((sum, { usage }) => sum + milliValue(usage[resource] as string), 0),
			timestampMs: timeMs(item.timestamp) ?? 0,
			windowMs: parseDuration(item.window) ?? 0,
		});
	}
	return found;
}

function* listMetrics<S>(scope: Scope<S>, { namespace, selector }: Measured): Task<readonly PodMetrics[]> {
	try {
		return yield* scope.client.list(POD_METRICS, namespace, { labelSelector: selector });
	} catch (error) {
		if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
		throw new MetricsError(`unable to fetch metrics from resource metrics API: ${error.message}`);
	}
}
