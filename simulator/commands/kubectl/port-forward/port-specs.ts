import type { Container } from '../../../api/core/types/container.ts';
import type { Pod } from '../../../api/core/types/pod.ts';
import type { Service } from '../../../api/core/types/service.ts';
import { CommandError } from '../errors.ts';

export interface ForwardedPort {
	/** 0: any that is free. */
	readonly local: number;
	readonly remote: number;
}

/** "[LOCAL:]REMOTE" as typed, cut in two. Models portforward splitPort. */
function splitPort(text: string): [local: string, remote: string] {
	const parts = text.split(':');
	return parts.length === 2 ? [parts[0] as string, parts[1] as string] : [parts[0] as string, parts[0] as string];
}

/** Ports of a Service become those of the Pod behind it. Models translateServicePortToTargetPort. */
export function translateServicePorts(specs: readonly string[], service: Service, pod: Pod): string[] {
	refuseUdp(specs, servicePorts(service), (name) => servicePortNamed(service, name));
	return specs.map((spec) => {
		let [local, remote] = splitPort(spec);
		const number = isNumber(remote) ? Number(remote) : servicePortNamed(service, remote);
		if (!isNumber(remote) && local === remote) local = String(number);
		remote = String(targetOf(service, pod, number));
		return local === remote ? remote : `${local}:${remote}`;
	});
}

/** Named ports of a Pod become numbers. Models convertPodNamedPortToNumber. */
export function translatePodPorts(specs: readonly string[], pod: Pod): string[] {
	refuseUdp(specs, podPorts(pod), (name) => podPortNamed(pod, name));
	return specs.map((spec) => {
		const [local, remote] = splitPort(spec);
		if (remote === '') throw new CommandError('remote port cannot be empty');
		const number = isNumber(remote) ? remote : String(podPortNamed(pod, remote));
		return local === remote ? number : `${local}:${number}`;
	});
}

interface ProtocolPort {
	readonly port: number;
	readonly protocol: string | undefined;
}

function servicePorts(service: Service): ProtocolPort[] {
	return (service.spec.ports ?? []).map(({ port, protocol }) => ({ port, protocol }));
}

function podPorts(pod: Pod): ProtocolPort[] {
	return pod.spec.containers.flatMap((container) =>
		(container.ports ?? []).map(({ containerPort, protocol }) => ({ port: containerPort, protocol })),
	);
}

function refuseUdp(specs: readonly string[], ports: readonly ProtocolPort[], byName: (name: string) => number): void {
	const has = (port: number, protocol: string): boolean =>
		ports.some((each) => each.port === port && each.protocol === protocol);
	for (const spec of specs) {
		const [, remote] = splitPort(spec);
		const number = isNumber(remote) ? Number(remote) : byName(remote);
		if (has(number, 'UDP') && !has(number, 'TCP'))
			throw new CommandError(`UDP protocol is not supported for ${remote}`);
	}
}

function isNumber(text: string): boolean {
	return /^[-+]?\d+$/.test(text);
}

function servicePortNamed(service: Service, name: string): number {
	const found = (service.spec.ports ?? []).find((each) => (each.name ?? '') === name);
	if (found !== undefined) return found.port;
	throw new CommandError(`Service '${service.metadata.name}' does not have a named port '${name}'`);
}

function podPortNamed(pod: Pod, name: string): number {
	const containers: readonly Container[] = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
	const found = containers.flatMap((each) => each.ports ?? []).find((each) => (each.name ?? '') === name);
	if (found !== undefined) return found.containerPort;
	throw new CommandError(`Pod '${pod.metadata.name}' does not have a named port '${name}'`);
}

function targetOf(service: Service, pod: Pod, port: number): number {
	const found = (service.spec.ports ?? []).find((each) => each.port === port);
	if (found === undefined)
		throw new CommandError(`Service ${service.metadata.name} does not have a service port ${port}`);
	if (service.spec.clusterIP === 'None') return port;
	const { targetPort } = found;
	if (typeof targetPort === 'string') return podPortNamed(pod, targetPort);
	return targetPort === undefined || targetPort === 0 ? port : targetPort;
}

/** Numbers of "8080:80", "80" and ":80". Models client-go/tools/portforward parsePorts. */
export function parseForwardedPorts(specs: readonly string[]): ForwardedPort[] {
	return specs.map((spec) => {
		const parts = spec.split(':');
		if (parts.length > 2) throw new CommandError(`invalid port format '${spec}'`);
		const [first = '', second = first] = parts;
		const local = parts.length === 2 && first === '' ? '0' : first;
		const ports = { local: parseNumber('local', local), remote: parseNumber('remote', second) };
		if (ports.remote === 0) throw new CommandError('remote port must be > 0');
		return ports;
	});
}

function parseNumber(which: 'local' | 'remote', text: string): number {
	const head = `error parsing ${which} port '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}:`;
	if (!/^\d+$/.test(text)) throw new CommandError(`${head} invalid syntax`);
	if (Number(text) > 65_535) throw new CommandError(`${head} value out of range`);
	return Number(text);
}
