import type { Service, ServicePort } from '../../api/core/types/service.ts';
import type { EndpointSlice } from '../../api/discovery/types.ts';
import type { ObjectCache } from './object-cache.ts';

export interface Address {
	/** Or a name, for a Service that stands for one. */
	readonly host: string;
	readonly port: number;
}

/** What is ready behind a Service's port. Undefined: there is no such Service. */
export function endpointsOf(
	services: Pick<ObjectCache<Service>, 'get'>,
	slices: Pick<ObjectCache<EndpointSlice>, 'list'>,
	namespace: string,
	name: string,
	port: string,
): readonly Address[] | undefined {
	const service = services.get(namespace, name);
	if (service === undefined) return undefined;
	const { type, externalName = '', ports = [] } = service.spec;
	if (type === 'ExternalName') {
		const number = Number(ports.find((each) => isMeant(each, port))?.targetPort ?? port);
		return Number.isInteger(number) && number > 0 ? [{ host: externalName, port: number }] : [];
	}
	const meant = ports.find((each) => isMeant(each, port));
	if (meant === undefined) return [];
	return readyAddresses(slices.list(namespace), name, meant.name ?? '');
}

/** Models internal/ingress/controller getEndpointsFromSlices. */
export function readyAddresses(
	slices: readonly EndpointSlice[],
	service: string,
	portName: string,
): readonly Address[] {
	const found = new Map<string, Address>();
	for (const slice of slices) {
		if (slice.metadata.labels?.['kubernetes.io/service-name'] !== service) continue;
		const port = slice.ports?.find((each) => (each.name ?? '') === portName)?.port;
		if (port === undefined) continue;
		for (const { addresses, conditions } of slice.endpoints ?? []) {
			if (conditions?.ready === false) continue;
			for (const host of addresses) found.set(`${host}:${port}`, { host, port });
		}
	}
	return [...found.values()].sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port));
}

/** By number, by name, or by what it leads to. */
function isMeant({ port, name, targetPort }: ServicePort, meant: string): boolean {
	return String(port) === meant || name === meant || String(targetPort ?? '') === meant;
}
