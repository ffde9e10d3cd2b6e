import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { dns1123Label, dns1123Subdomain, portNumber, qualifiedName } from '../../machinery/names.ts';
import { PROTOCOLS } from '../validation/container.ts';
import { validateCidr, validateEndpointIp, validateIp } from '../validation/ip-address.ts';
import { IMMUTABLE, validateLabels } from '../validation/object-meta.ts';
import { validatePort } from '../validation/probes.ts';
import { validateAddresses, validateAddressesChange } from './service-addresses.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheckPort } from './service-strategy.ts';
import type { Service, ServicePort } from './types/service.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const AFFINITIES = ['ClientIP', 'None'];
const TRAFFIC_POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const TIMEOUT_SECONDS_MAX = 86400;

/** Models pkg/apis/core/validation validateService. */
export function validateServiceSpec(service: Service): FieldError[] {
	const { spec } = service;
	const errors = validateTopologyAnnotations(service);
	const ports = spec.ports ?? [];
	if (ports.length === 0 && !isHeadless(service) && spec.type !== 'ExternalName') {
		errors.push(required('spec.ports'));
	}
	errors.push(...validateType(service));
	const names = new Set<string>();
	for (const [index, port] of ports.entries()) {
		errors.push(...validateServicePort(port, ports.length > 1, names, `spec.ports[${index}]`));
	}
	errors.push(...validateLabels(spec.selector, 'spec.selector'));
	errors.push(...validateAffinity(service));
	errors.push(...validateAddresses(service));
	for (const [index, ip] of (spec.externalIPs ?? []).entries()) {
		const at = `spec.externalIPs[${index}]`;
		const malformed = validateIp(ip, at);
		errors.push(...(malformed.length > 0 ? malformed : validateEndpointIp(ip, at)));
	}
	if (spec.type === undefined) errors.push(required('spec.type'));
	else if (!TYPES.includes(spec.type)) errors.push(notSupported('spec.type', spec.type, TYPES));
	errors.push(...validatePortsTogether(service));
	errors.push(...validateLoadBalancer(service));
	errors.push(...validateTraffic(service));
	return errors;
}

export const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
export const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

function validateTopologyAnnotations({ metadata: { annotations = {} } }: Service): FieldError[] {
	const { [TOPOLOGY_HINTS]: hints, [TOPOLOGY_MODE]: mode } = annotations;
	if (hints === undefined || mode === undefined || hints === mode) return [];
	const because = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
	return [invalidValue(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, because)];
}

function validateType(service: Service): FieldError[] {
	const { spec } = service;
	if (spec.type === 'LoadBalancer' || spec.type === 'NodePort') {
		if (!isHeadless(service)) return [];
		return [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`)];
	}
	if (spec.type !== 'ExternalName') return [];
	const errors: FieldError[] = [];
	for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const) {
		const value = spec[field];
		if (value === undefined || value.length === 0) continue;
		errors.push(forbiddenField(`spec.${field}`, 'may not be set for ExternalName services'));
	}
	const name = (spec.externalName ?? '').replace(/\.$/, '');
	if (name === '') errors.push(required('spec.externalName'));
	else for (const complaint of dns1123Subdomain(name)) errors.push(invalidValue('spec.externalName', name, complaint));
	return errors;
}

/** Models validateServicePort. */
function validateServicePort(port: ServicePort, needsName: boolean, names: Set<string>, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (port.name === undefined) {
		if (needsName) errors.push(required(`${path}.name`));
	} else {
		for (const complaint of dns1123Label(port.name)) errors.push(invalidValue(`${path}.name`, port.name, complaint));
		if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
		names.add(port.name);
	}
	for (const complaint of portNumber(port.port)) errors.push(invalidValue(`${path}.port`, port.port, complaint));
	if (!port.protocol) errors.push(required(`${path}.protocol`));
	else if (!PROTOCOLS.includes(port.protocol)) {
		errors.push(notSupported(`${path}.protocol`, port.protocol, PROTOCOLS));
	}
	errors.push(...validatePort(port.targetPort ?? 0, `${path}.targetPort`));
	if (port.appProtocol !== undefined) {
		for (const complaint of qualifiedName(port.appProtocol)) {
			errors.push(invalidValue(`${path}.appProtocol`, port.appProtocol, complaint));
		}
	}
	return errors;
}

function validatePortsTogether({ spec }: Service): FieldError[] {
	const errors: FieldError[] = [];
	const ports = spec.ports ?? [];
	const nodePorts = new Set<string>();
	const numbers = new Set<string>();
	if (spec.type === 'ClusterIP') {
		for (const [index, { nodePort }] of ports.entries()) {
			if (!nodePort) continue;
			const because = "may not be used when `type` is 'ClusterIP'";
			errors.push(forbiddenField(`spec.ports[${index}].nodePort`, because));
		}
	}
	for (const [index, { protocol, nodePort }] of ports.entries()) {
		if (!nodePort) continue;
		const key = `${protocol}/${nodePort}`;
		if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
		nodePorts.add(key);
	}
	for (const [index, { protocol, port }] of ports.entries()) {
		const key = `${protocol}/${port}`;
		if (numbers.has(key)) {
			// The server's own structure, with nothing but the two set.
			const shown = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
			errors.push(duplicate(`spec.ports[${index}]`, shown));
		}
		numbers.add(key);
	}
	return errors;
}

function validateAffinity({ spec }: Service): FieldError[] {
	const errors: FieldError[] = [];
	const affinity = spec.sessionAffinity ?? '';
	if (affinity === '') errors.push(required('spec.sessionAffinity'));
	else if (!AFFINITIES.includes(affinity)) errors.push(notSupported('spec.sessionAffinity', affinity, AFFINITIES));
	const path = 'spec.sessionAffinityConfig';
	const config = spec.sessionAffinityConfig;
	if (affinity === 'None' && config !== undefined) {
		errors.push(forbiddenField(path, 'must not be set when session affinity is None'));
	}
	if (affinity !== 'ClientIP') return errors;
	const seconds = config?.clientIP?.timeoutSeconds;
	const missing =
		config === undefined
			? path
			: config.clientIP === undefined
				? `${path}.clientIP`
				: `${path}.clientIP.timeoutSeconds`;
	if (seconds === undefined) errors.push(required(missing, 'when session affinity type is ClientIP'));
	else if (seconds <= 0 || seconds > TIMEOUT_SECONDS_MAX) {
		const because = `must be greater than 0 and less than ${TIMEOUT_SECONDS_MAX}`;
		errors.push(invalidValue(`${path}.clientIP.timeoutSeconds`, seconds, because));
	}
	return errors;
}

function validateLoadBalancer(service: Service): FieldError[] {
	const { spec } = service;
	const errors: FieldError[] = [];
	const only = "may only be used when `type` is 'LoadBalancer'";
	const isBalancer = spec.type === 'LoadBalancer';
	const ranges = spec.loadBalancerSourceRanges ?? [];
	// The real server writes this field's name with a capital letter.
	const path = 'spec.LoadBalancerSourceRanges';
	if (ranges.length > 0 && !isBalancer) errors.push(forbiddenField(path, only));
	for (const [index, range] of ranges.entries()) errors.push(...validateCidr(range.trim(), `${path}[${index}]`));
	if (ranges.length === 0) errors.push(...validateRangesAnnotation(service, isBalancer));
	if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalancer) {
		errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', only));
	}
	const name = spec.loadBalancerClass;
	if (name !== undefined) {
		if (!isBalancer) errors.push(forbiddenField('spec.loadBalancerClass', only));
		else {
			for (const complaint of qualifiedName(name)) errors.push(invalidValue('spec.loadBalancerClass', name, complaint));
		}
	}
	return errors;
}

const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Where the ranges were written before they had a field. */
function validateRangesAnnotation({ metadata }: Service, isBalancer: boolean): FieldError[] {
	const ranges = metadata.annotations?.[RANGES];
	if (ranges === undefined) return [];
	const path = `metadata.annotations[${RANGES}]`;
	const errors = isBalancer ? [] : [forbiddenField(path, "may only be used when `type` is 'LoadBalancer'")];
	if (ranges.trim() === '') return errors;
	return [...errors, ...ranges.split(',').flatMap((range) => validateCidr(range.trim(), path))];
}

/** Models validateServiceExternalTrafficPolicy, …InternalTrafficFieldsValue, …TrafficDistribution. */
function validateTraffic(service: Service): FieldError[] {
	const { spec } = service;
	const errors: FieldError[] = [];
	const external = spec.externalTrafficPolicy;
	if (!isExternallyAccessible(service)) {
		if (external !== undefined) {
			const because = 'may only be set for externally-accessible services';
			errors.push(invalidValue('spec.externalTrafficPolicy', external, because));
		}
	} else if (external === undefined) errors.push(required('spec.externalTrafficPolicy'));
	else if (!TRAFFIC_POLICIES.includes(external)) {
		errors.push(notSupported('spec.externalTrafficPolicy', external, TRAFFIC_POLICIES));
	}
	const checkPort = spec.healthCheckNodePort;
	if (!needsHealthCheckPort(service) && checkPort !== undefined) {
		const because = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
		errors.push(invalidValue('spec.healthCheckNodePort', checkPort, because));
	}
	const internal = spec.internalTrafficPolicy;
	if (internal === undefined) {
		if (TYPES.includes(spec.type ?? '') && spec.type !== 'ExternalName') {
			errors.push(required('spec.internalTrafficPolicy'));
		}
	} else if (!TRAFFIC_POLICIES.includes(internal)) {
		errors.push(notSupported('spec.internalTrafficPolicy', internal, TRAFFIC_POLICIES));
	}
	const distribution = spec.trafficDistribution;
	if (distribution !== undefined && !DISTRIBUTIONS.includes(distribution)) {
		errors.push(notSupported('spec.trafficDistribution', distribution, DISTRIBUTIONS));
	}
	return errors;
}

/** Models ValidateServiceUpdate's comparisons. */
export function validateServiceChange(service: Service, old: Service): FieldError[] {
	const errors = validateAddressesChange(service, old);
	const { spec } = service;
	if (spec.type === 'LoadBalancer' && old.spec.type === 'LoadBalancer') {
		if (!jsonEqual(spec.loadBalancerClass, old.spec.loadBalancerClass)) {
			errors.push(invalidValue('spec.loadBalancerClass', spec.loadBalancerClass, 'may not change once set'));
		}
	}
	if (needsHealthCheckPort(service) && needsHealthCheckPort(old)) {
		if (spec.healthCheckNodePort !== old.spec.healthCheckNodePort) {
			errors.push(forbiddenField('spec.healthCheckNodePort', IMMUTABLE));
		}
	}
	return errors;
}
