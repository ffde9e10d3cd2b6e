import type { Service, ServicePort } from './types/service.ts';

// Models pkg/registry/core/service/strategy.go and the parts of storage/alloc.go that need no allocator. Addresses and
// node ports themselves are given by the API server, which knows what is taken.

const NONE = 'None';

/** Models SetDefaults_Service. */
export function applyServiceDefaults({ spec, status }: Service): void {
	spec.sessionAffinity ??= 'None';
	if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
	if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
		spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } };
	}
	spec.type ??= 'ClusterIP';
	for (const port of spec.ports ?? []) {
		port.protocol ??= 'TCP';
		if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port;
	}
	if (isExternallyAccessible({ spec })) spec.externalTrafficPolicy ??= 'Cluster';
	const usesIP = spec.type === 'ClusterIP' || spec.type === 'NodePort' || spec.type === 'LoadBalancer';
	if (usesIP) spec.internalTrafficPolicy ??= 'Cluster';
	if (spec.type === 'LoadBalancer') {
		spec.allocateLoadBalancerNodePorts ??= true;
		for (const ingress of status.loadBalancer?.ingress ?? []) if (ingress.ip !== undefined) ingress.ipMode ??= 'VIP';
	}
}

/** Models pkg/api/service ExternallyAccessible. */
export function isExternallyAccessible({ spec }: Pick<Service, 'spec'>): boolean {
	return (
		spec.type === 'LoadBalancer' ||
		spec.type === 'NodePort' ||
		(spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0)
	);
}

/** Needs a port of the nodes for health checks of the load balancer. Models NeedsHealthCheck. */
export function needsHealthCheckPort({ spec }: Pick<Service, 'spec'>): boolean {
	return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

/** `clusterIP: None`: no address of its own. */
export function isHeadless({ spec }: Pick<Service, 'spec'>): boolean {
	return (spec.clusterIPs?.[0] ?? spec.clusterIP) === NONE;
}

export function prepareServiceForCreate(service: Service): void {
	service.status = { loadBalancer: {} };
	normalizeClusterIPs(service, undefined);
	dropTypeDependentFields(service, undefined);
	defaultFamilies(service);
}

export function prepareServiceForUpdate(service: Service, old: Service): void {
	service.status = old.status;
	keepAllocated(service, old);
	normalizeClusterIPs(service, old);
	dropTypeDependentFields(service, old);
	defaultFamilies(service);
}

/** The old field and the first of the new ones are the same address. Models normalizeClusterIPs. */
function normalizeClusterIPs({ spec }: Service, old: Service | undefined): void {
	const first = spec.clusterIPs?.[0];
	if (old === undefined) {
		if (spec.clusterIP !== undefined && spec.clusterIPs === undefined) spec.clusterIPs = [spec.clusterIP];
		return;
	}
	const oldIP = old.spec.clusterIP;
	const sameList = JSON.stringify(spec.clusterIPs ?? []) === JSON.stringify(old.spec.clusterIPs ?? []);
	if (spec.clusterIP !== oldIP) {
		if (sameList || spec.clusterIPs === undefined) {
			if (spec.clusterIP === undefined) delete spec.clusterIPs;
			else spec.clusterIPs = [spec.clusterIP];
		}
	} else if (!sameList && spec.clusterIPs === undefined) {
		delete spec.clusterIP;
	} else if (first !== undefined && spec.clusterIP === undefined) {
		spec.clusterIP = first;
	}
}

/** What was allocated stays allocated when the client leaves it out. Models patchAllocatedValues. */
function keepAllocated({ spec }: Service, { spec: old }: Service): void {
	const hasIP = (type: string | undefined): boolean => type !== 'ExternalName';
	if (hasIP(old.type) && hasIP(spec.type) && spec.clusterIP === undefined && spec.clusterIPs === undefined) {
		if (old.clusterIP !== undefined) spec.clusterIP = old.clusterIP;
		if (old.clusterIPs !== undefined) spec.clusterIPs = old.clusterIPs;
	}
	const hasPorts = (type: string | undefined): boolean => type === 'NodePort' || type === 'LoadBalancer';
	if (hasPorts(old.type) && hasPorts(spec.type)) {
		const before = new Map((old.ports ?? []).map((port) => [portKey(port), port.nodePort]));
		const taken = new Set((spec.ports ?? []).map((port) => port.nodePort));
		for (const port of spec.ports ?? []) {
			const nodePort = before.get(portKey(port));
			if (port.nodePort === undefined && nodePort !== undefined && !taken.has(nodePort)) {
				port.nodePort = nodePort;
				taken.add(nodePort);
			}
		}
	}
	if (needsHealthCheckPort({ spec: old }) && needsHealthCheckPort({ spec }) && old.healthCheckNodePort !== undefined) {
		spec.healthCheckNodePort ??= old.healthCheckNodePort;
	}
}

function portKey(port: ServicePort): string {
	return `${port.protocol}/${port.port}`;
}

/** What the old type needed and the new one does not goes, unless the client changed it. Models dropTypeDependentFields. */
function dropTypeDependentFields({ spec }: Service, old: Service | undefined): void {
	if (old === undefined) return;
	const before = old.spec;
	const usesIP = spec.type !== 'ExternalName';
	if (!usesIP && before.type !== 'ExternalName' && same(spec.clusterIPs, before.clusterIPs)) {
		delete spec.clusterIP;
		delete spec.clusterIPs;
		delete spec.ipFamilies;
		delete spec.ipFamilyPolicy;
	}
	const usesNodePort = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
	const usedNodePort = before.type === 'NodePort' || before.type === 'LoadBalancer';
	if (usedNodePort && !usesNodePort && sameNodePorts(spec.ports, before.ports)) {
		for (const port of spec.ports ?? []) delete port.nodePort;
	}
	if (needsHealthCheckPort(old) && !needsHealthCheckPort({ spec })) {
		if (spec.healthCheckNodePort === before.healthCheckNodePort) delete spec.healthCheckNodePort;
	}
	if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
		if (spec.allocateLoadBalancerNodePorts === before.allocateLoadBalancerNodePorts) {
			delete spec.allocateLoadBalancerNodePorts;
		}
		if (spec.loadBalancerClass === before.loadBalancerClass) delete spec.loadBalancerClass;
	}
	if (isExternallyAccessible(old) && !isExternallyAccessible({ spec })) {
		if (spec.externalTrafficPolicy === before.externalTrafficPolicy) delete spec.externalTrafficPolicy;
	}
}

function same(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
	return JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
}

function sameNodePorts(now: readonly ServicePort[] | undefined, before: readonly ServicePort[] | undefined): boolean {
	const old = new Set((before ?? []).map((port) => port.nodePort));
	return (now ?? []).every((port) => port.nodePort === undefined || old.has(port.nodePort));
}

/**
 * One IPv4 family, as the cluster has one; a headless Service without a selector may stand for both.
 * Models defaultOnCreate's initIPFamilyFields for a single-stack cluster.
 */
function defaultFamilies(service: Service): void {
	const { spec } = service;
	if (spec.type === 'ExternalName') return;
	if (isHeadless(service) && Object.keys(spec.selector ?? {}).length === 0) {
		spec.ipFamilyPolicy ??= 'RequireDualStack';
		spec.ipFamilies ??= ['IPv4', 'IPv6'];
		return;
	}
	spec.ipFamilyPolicy ??= 'SingleStack';
	spec.ipFamilies ??= [familyOf(spec.clusterIPs?.[0])];
}

function familyOf(address: string | undefined): string {
	return address?.includes(':') === true ? 'IPv6' : 'IPv4';
}
