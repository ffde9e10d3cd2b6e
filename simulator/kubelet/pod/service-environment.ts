import type { Service } from '../../api/core/types/service.ts';

/**
 * The variables that name a namespace's Services, and "kubernetes" of the default namespace always.
 * Models pkg/kubelet/envvars FromServices and getServiceEnvVarMap.
 */
export function serviceEnvironment(
	services: readonly Service[],
	namespace: string,
	enableServiceLinks: boolean,
): [string, string][] {
	const chosen = new Map<string, Service>();
	for (const service of services) {
		const { name, namespace: own } = service.metadata;
		if (service.spec.clusterIP === undefined || service.spec.clusterIP === '' || service.spec.clusterIP === 'None')
			continue;
		if (own === 'default' && name === 'kubernetes') {
			if (!chosen.has(name)) chosen.set(name, service);
		} else if (own === namespace && enableServiceLinks) chosen.set(name, service);
	}
	const names = [...chosen.keys()].sort();
	return names.flatMap((name) => variablesOf(chosen.get(name) as Service));
}

function variablesOf(service: Service): [string, string][] {
	const address = service.spec.clusterIP as string;
	const prefix = service.metadata.name.toUpperCase().replaceAll('-', '_');
	const ports = service.spec.ports ?? [];
	const [first] = ports;
	if (first === undefined) return [];
	const variables: [string, string][] = [
		[`${prefix}_SERVICE_HOST`, address],
		[`${prefix}_SERVICE_PORT`, String(first.port)],
	];
	for (const port of ports) {
		if (port.name !== undefined && port.name !== '') {
			variables.push([`${prefix}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`, String(port.port)]);
		}
	}
	ports.forEach((port, index) => {
		const protocol = port.protocol ?? 'TCP';
		const url = `${protocol.toLowerCase()}://${address}:${port.port}`;
		const portPrefix = `${prefix}_PORT_${port.port}_${protocol}`;
		if (index === 0) variables.push([`${prefix}_PORT`, url]);
		variables.push(
			[portPrefix, url],
			[`${portPrefix}_PROTO`, protocol.toLowerCase()],
			[`${portPrefix}_PORT`, String(port.port)],
			[`${portPrefix}_ADDR`, address],
		);
	});
	return variables;
}
