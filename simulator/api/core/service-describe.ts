import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { endpointsText, slicesOf } from '../describing/endpoint-slices.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import { attempt } from '../describing/requests.ts';
import type { EndpointSlice } from '../discovery/types.ts';
import type { DescribeContext } from '../kind.ts';
import { labelsText } from '../printing/pod-template-columns.ts';
import type { LoadBalancerIngress, Service, ServicePort } from './types/service.ts';

/** Models kubectl/pkg/describe ServiceDescriber. */
export function* describeService(service: Service, world: DescribeContext): Task<string> {
	const { metadata, spec } = service;
	const slices = yield* attempt(slicesOf(metadata.namespace ?? '', metadata.name, world));
	const description = new Description();
	describeHead(description, metadata, true);
	description.field('Selector', labelsText(spec.selector));
	description.field('Type', spec.type ?? '');
	describeAddresses(description, service);
	for (const port of spec.ports ?? []) describePort(description, port, slices instanceof ApiError ? [] : slices);
	describePolicies(description, service);
	yield* describeEventsOf(description, service, world);
	return description.finish();
}

function describeAddresses(description: Description, { spec, status }: Service): void {
	if (spec.ipFamilyPolicy !== undefined) description.field('IP Family Policy', spec.ipFamilyPolicy);
	description.field('IP Families', spec.ipFamilies?.join(',') || '<none>');
	description.field('IP', spec.clusterIP ?? '');
	description.field('IPs', (spec.clusterIPs ?? []).length === 0 ? '<none>' : (spec.clusterIPs ?? []).join(','));
	const { externalIPs = [] } = spec;
	if (externalIPs.length > 0) description.field('External IPs', externalIPs.join(','));
	if (spec.loadBalancerIP) description.field('Desired LoadBalancer IP', spec.loadBalancerIP);
	if (spec.externalName) description.field('External Name', spec.externalName);
	const ingress = status.loadBalancer?.ingress ?? [];
	if (ingress.length > 0) description.field('LoadBalancer Ingress', ingress.map(ingressText).join(', '));
}

/** "172.30.1.10 (VIP)". */
function ingressText({ ip, ipMode, hostname = '' }: LoadBalancerIngress): string {
	if (!ip) return hostname;
	return ipMode === undefined ? ip : `${ip} (${ipMode})`;
}

function describePort(description: Description, port: ServicePort, slices: readonly EndpointSlice[]): void {
	const name = port.name || '<unset>';
	const { protocol = '', targetPort = 0, nodePort = 0 } = port;
	description.row(0, 'Port:', name, `${port.port}/${protocol}`);
	description.field('TargetPort', `${targetPort}/${protocol}`);
	if (nodePort !== 0) description.row(0, 'NodePort:', name, `${nodePort}/${protocol}`);
	description.field('Endpoints', endpointsText(slices, port.name ?? ''));
}

function describePolicies(description: Description, { spec }: Service): void {
	description.field('Session Affinity', spec.sessionAffinity ?? '');
	if (spec.externalTrafficPolicy) description.field('External Traffic Policy', spec.externalTrafficPolicy);
	if (spec.internalTrafficPolicy !== undefined) {
		description.field('Internal Traffic Policy', spec.internalTrafficPolicy);
	}
	if (spec.healthCheckNodePort) description.field('HealthCheck NodePort', spec.healthCheckNodePort);
	const { loadBalancerSourceRanges = [] } = spec;
	if (loadBalancerSourceRanges.length > 0) {
		description.field('LoadBalancer Source Ranges', loadBalancerSourceRanges.join(','));
	}
	if (spec.trafficDistribution !== undefined) description.field('Traffic Distribution', spec.trafficDistribution);
}
