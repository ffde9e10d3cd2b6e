import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import type { Endpoint, EndpointSlice } from '../discovery/types.ts';
import type { DescribeContext } from '../kind.ts';
import { ENDPOINT_SLICES } from './requests.ts';

const SHOWN = 3;

/** The slices of a Service. Throws ApiError when the server refuses the list. */
export function* slicesOf(namespace: string, service: string, world: DescribeContext): Task<EndpointSlice[]> {
	const labelSelector = `kubernetes.io/service-name=${service}`;
	const slices: KubeObject[] = yield* world.list(ENDPOINT_SLICES, namespace, { labelSelector });
	return slices as EndpointSlice[];
}

/**
 * "10.0.1.2:80,10.0.1.3:80 + 1 more..." of the ready endpoints at the port of that name; "<none>" without slices.
 * Models formatEndpointSlices.
 */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
	if (slices.length === 0) return '<none>';
	const shown: string[] = [];
	let ready = 0;
	let cut = false;
	const visit = (endpoint: Endpoint, port: number | undefined): void => {
		// An endpoint that is not ready is looked at too: behind three that are, it brings "+ 0 more...".
		if (shown.length === SHOWN) cut = true;
		if (endpoint.conditions?.ready === false) return;
		ready++;
		const address = endpoint.addresses[0] as string;
		if (!cut) shown.push(port === undefined ? address : hostAndPort(address, port));
	};
	for (const slice of slices) {
		// Lists that the server writes as null when nobody gave one.
		const ports = slice.ports ?? [];
		const endpoints = slice.endpoints ?? [];
		if (ports.length === 0) for (const endpoint of endpoints) visit(endpoint, undefined);
		for (const { name = '', port = 0 } of ports) {
			if (name === portName) for (const endpoint of endpoints) visit(endpoint, port);
		}
	}
	const text = shown.join(',');
	return cut ? `${text} + ${ready - SHOWN} more...` : text;
}

function hostAndPort(host: string, port: number): string {
	return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
