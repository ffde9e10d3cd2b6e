import { isHeadless, needsHealthCheckPort } from '../../api/core/service-strategy.ts';
import type { Service, ServicePort } from '../../api/core/types/service.ts';
import { type FieldError, invalidValue } from '../../machinery/field-error.ts';
import { internalError } from '../../machinery/status.ts';
import type { StorageHook } from '../registry/storage-hook.ts';
import type { ServerCore } from '../server-core.ts';
import { formatIpv4, type Ipv4Range, parseIpv4, parseRange } from './ipv4.ts';
import { isHeldByOthers, keepServiceAddresses } from './service-addresses.ts';

export interface ServiceRanges {
	/** "10.96.0.0/12". */
	readonly clusterIPs: string;
	/** Both included. */
	readonly nodePorts: { readonly from: number; readonly to: number };
}

/**
 * Gives Services their cluster addresses and node ports. What is taken is read off the Services that there are, so
 * nothing has to be released or repaired. Models pkg/registry/core/service/storage Allocators.
 */
export function serviceHook(core: ServerCore, ranges: ServiceRanges): StorageHook {
	const range = parseRange(ranges.clusterIPs);
	return {
		beforeWrite(object, old) {
			const service = object as unknown as Service;
			const taken = takenBy(core, old?.metadata.uid);
			const errors = allocateAddress(core, service, range, taken.addresses);
			if (errors.length > 0) return errors;
			return allocateNodePorts(core, service, ranges.nodePorts, taken.ports);
		},
		stored: (object, removed) => keepServiceAddresses(core, object as unknown as Service, removed),
	};
}

interface Taken {
	readonly addresses: ReadonlySet<string>;
	readonly ports: Set<number>;
}

function takenBy(core: ServerCore, except: string | undefined): Taken {
	const addresses = new Set<string>();
	const ports = new Set<number>();
	const kind = core.kinds.byResource('', 'v1', 'services');
	const services = kind === undefined ? [] : core.storageOf(kind).all('');
	for (const { metadata, spec } of services as unknown as Service[]) {
		if (metadata.uid === except) continue;
		for (const address of spec.clusterIPs ?? []) addresses.add(address);
		for (const { nodePort } of spec.ports ?? []) if (nodePort !== undefined && nodePort !== 0) ports.add(nodePort);
		if (spec.healthCheckNodePort !== undefined) ports.add(spec.healthCheckNodePort);
	}
	return { addresses, ports };
}

function allocateAddress(
	core: ServerCore,
	service: Service,
	range: Ipv4Range,
	taken: ReadonlySet<string>,
): FieldError[] {
	const { spec } = service;
	if (spec.type === 'ExternalName' || isHeadless(service)) return [];
	const wanted = spec.clusterIPs?.[0] ?? spec.clusterIP;
	if (wanted === undefined || wanted === '') {
		const address = freeAddress(core, range, taken, service);
		if (address === undefined) throw internalError('failed to allocate a serviceIP: range is full');
		spec.clusterIP = address;
		spec.clusterIPs = [address];
		return [];
	}
	spec.clusterIP = wanted;
	spec.clusterIPs ??= [wanted];
	const value = parseIpv4(wanted);
	if (value === undefined) return [];
	// Neither the network's own address nor the last one is given out.
	const inRange = value > range.first && value < range.first + range.size - 1;
	if (inRange && !taken.has(wanted) && !isHeldByOthers(core, wanted, service)) return [];
	const complaint = inRange
		? 'provided IP is already allocated'
		: `the provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${range.text}`;
	const detail = `failed to allocate IP ${wanted}: ${complaint}`;
	return [invalidValue('spec.clusterIPs', spec.clusterIPs, detail)];
}

/**
 * A free address at random: the lower part of the range is left for addresses that people choose.
 * Models pkg/registry/core/service/ipallocator's range offset.
 */
function freeAddress(
	core: ServerCore,
	range: Ipv4Range,
	taken: ReadonlySet<string>,
	service: Service,
): string | undefined {
	const usable = range.size - 2;
	const reserved = range.size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(range.size / 16)), 256);
	const upper = usable - reserved;
	const start = core.world.random.below(upper);
	for (let i = 0; i < upper; i++) {
		const address = formatIpv4(range.first + 1 + reserved + ((start + i) % upper));
		if (!taken.has(address) && !isHeldByOthers(core, address, service)) return address;
	}
	for (let i = 0; i < reserved; i++) {
		const address = formatIpv4(range.first + 1 + i);
		if (!taken.has(address) && !isHeldByOthers(core, address, service)) return address;
	}
	return undefined;
}

type PortRange = ServiceRanges['nodePorts'];

function allocateNodePorts(core: ServerCore, service: Service, range: PortRange, taken: Set<number>): FieldError[] {
	const { spec } = service;
	const balances = spec.type === 'LoadBalancer';
	if (spec.type !== 'NodePort' && !balances) return [];
	const errors: FieldError[] = [];
	const own = new Map<number, string[]>();
	const automatic = !balances || spec.allocateLoadBalancerNodePorts !== false;
	for (const [index, port] of (spec.ports ?? []).entries()) {
		if (port.nodePort !== undefined && port.nodePort !== 0) {
			const error = claimPort(port, index, range, taken, own);
			if (error !== undefined) errors.push(error);
		} else if (automatic) {
			port.nodePort = sharedPort(spec.ports ?? [], port, own) ?? freePort(core, range, taken, own);
			own.set(port.nodePort, [...(own.get(port.nodePort) ?? []), port.protocol ?? 'TCP']);
		}
	}
	if (needsHealthCheckPort(service) && (spec.healthCheckNodePort ?? 0) === 0) {
		spec.healthCheckNodePort = freePort(core, range, taken, own);
	}
	return errors;
}

function claimPort(
	port: ServicePort,
	index: number,
	range: PortRange,
	taken: ReadonlySet<number>,
	own: Map<number, string[]>,
): FieldError | undefined {
	const number = port.nodePort as number;
	const protocols = own.get(number) ?? [];
	const protocol = port.protocol ?? 'TCP';
	const field = `spec.ports[${index}].nodePort`;
	if (number < range.from || number > range.to) {
		const detail = `provided port is not in the valid range. The range of valid ports is ${range.from}-${range.to}`;
		return invalidValue(field, number, detail);
	}
	if (taken.has(number) || protocols.includes(protocol)) {
		return invalidValue(field, number, 'provided port is already allocated');
	}
	own.set(number, [...protocols, protocol]);
	return undefined;
}

/** Ports of one number and different protocols get one node port. */
function sharedPort(
	ports: readonly ServicePort[],
	port: ServicePort,
	own: ReadonlyMap<number, string[]>,
): number | undefined {
	const twin = ports.find((each) => each !== port && each.port === port.port && (each.nodePort ?? 0) !== 0);
	if (twin?.nodePort === undefined) return undefined;
	return own.get(twin.nodePort)?.includes(port.protocol ?? 'TCP') === true ? undefined : twin.nodePort;
}

/** Models pkg/registry/core/service/portallocator: the lower part of the range is left for ports that people choose. */
function freePort(
	core: ServerCore,
	range: PortRange,
	taken: ReadonlySet<number>,
	own: ReadonlyMap<number, unknown>,
): number {
	const size = range.to - range.from + 1;
	const reserved = size < 32 ? 0 : Math.min(Math.max(16, Math.floor(size / 32)), 128);
	const upper = size - reserved;
	const start = core.world.random.below(upper);
	for (let i = 0; i < size; i++) {
		const offset = i < upper ? reserved + ((start + i) % upper) : i - upper;
		const port = range.from + offset;
		if (!taken.has(port) && !own.has(port)) return port;
	}
	throw internalError('failed to allocate a nodePort: range is full');
}
