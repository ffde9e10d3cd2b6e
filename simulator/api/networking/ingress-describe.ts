import { compareUtf8 } from '../../machinery/format-json.ts';
import { ApiError, notFound } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { Service } from '../core/types/service.ts';
import { Description } from '../describing/description.ts';
import { endpointsText, slicesOf } from '../describing/endpoint-slices.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { attempt, SERVICES } from '../describing/requests.ts';
import type { DescribeContext } from '../kind.ts';
import type { Ingress, IngressBackend, IngressServiceBackend, IngressTLS } from './types.ts';

/** Models kubectl/pkg/describe IngressDescriber. */
export function* describeIngress(ingress: Ingress, world: DescribeContext): Task<string> {
	const { metadata, spec } = ingress;
	const { defaultBackend } = spec;
	const { namespace = '' } = metadata;
	const description = new Description();
	description.field('Name', metadata.name);
	describeLabels(description, 'Labels', metadata.labels);
	description.field('Namespace', namespace);
	description.field('Address', addressText(ingress));
	description.field('Ingress Class', spec.ingressClassName ?? '<none>');
	const fallback = defaultBackend === undefined ? '<default>' : yield* backendText(defaultBackend, namespace, world);
	description.field('Default backend', fallback);
	describeTls(description, spec.tls ?? []);
	description.row(0, 'Rules:');
	description.head(1, ['Host', 'Path', 'Backends']);
	const rules = (spec.rules ?? []).filter((rule) => rule.http !== undefined);
	for (const { host, http } of rules) {
		description.row(1, host || '*', '');
		for (const { path = '', backend } of http?.paths ?? []) {
			description.row(2, '', `${path} `, yield* backendText(backend, namespace, world));
		}
	}
	if (rules.length === 0) description.row(1, '*', '*', fallback);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	yield* describeEventsOf(description, ingress, world);
	return description.finish();
}

/** All addresses, sorted, each once. */
function addressText({ status }: Ingress): string {
	const addresses = (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
	return [...new Set(addresses.filter((address) => address !== ''))].sort(compareUtf8).join(',');
}

function describeTls(description: Description, tls: readonly IngressTLS[]): void {
	if (tls.length > 0) description.row(0, 'TLS:');
	for (const { hosts = [], secretName } of tls) {
		const names = hosts.join(',');
		description.row(1, secretName ? `${secretName} terminates ${names}` : `SNI routes ${names}`);
	}
}

/** "web:80 (192.168.1.4:80)", "web:80 (<error: services "web" not found>)". Models describeBackendV1. */
function* backendText({ service, resource }: IngressBackend, namespace: string, world: DescribeContext): Task<string> {
	if (service !== undefined) {
		const endpoints = yield* attempt(serviceEndpoints(service, namespace, world));
		const { number, name = '' } = service.port ?? {};
		const text = endpoints instanceof ApiError ? `<error: ${endpoints.message}>` : endpoints;
		return `${service.name}:${number || name} (${text})`;
	}
	if (resource === undefined) return '';
	return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
}

function* serviceEndpoints(
	{ name, port }: IngressServiceBackend,
	namespace: string,
	world: DescribeContext,
): Task<string> {
	const slices = yield* slicesOf(namespace, name, world);
	const service = (yield* world.get(SERVICES, namespace, name)) as Service | undefined;
	if (service === undefined) throw notFound(SERVICES, name);
	const matching = (service.spec.ports ?? []).filter((each) =>
		port?.number ? each.port === port.number : port?.name !== undefined && each.name === port.name,
	);
	return endpointsText(slices, matching.at(-1)?.name ?? '');
}
