import type { APIService } from '../../api/apiregistration/types.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { ApiServer } from '../api-server.ts';
import { JsonSyntaxError, parseJson } from '../decoding/parse-json.ts';
import { authProxyHeaders, destinationOf } from './extension-server.ts';

/** The condition Available of an APIService. */
export interface Availability {
	readonly status: 'True' | 'False';
	readonly reason: string;
	readonly message: string;
	/** What it says that it serves, when it has been asked. */
	readonly resources?: readonly object[];
}

const CHECK_MS = 5_000;

/** Models kube-aggregator/pkg/controllers/status/remote AvailableConditionController.sync. */
export function* checkAvailability(server: ApiServer, apiService: APIService): Task<Availability> {
	const { namespace = '', name = '', port = 443 } = apiService.spec.service ?? {};
	const what = `service/${name} in ${JSON.stringify(namespace)}`;
	const service = stored<Service>(server, '', 'services')(namespace, name);
	if (service === undefined) return unavailable('ServiceNotFound', `${what} is not present`);
	if ((service.spec.type ?? 'ClusterIP') === 'ClusterIP') {
		const listening = (service.spec.ports ?? []).find((each) => each.port === port);
		if (listening === undefined) return unavailable('ServicePortError', `${what} is not listening on port ${port}`);
		const portName = listening.name ?? '';
		const slices = endpointSlices(server, namespace, name);
		if (slices.length === 0) return unavailable('EndpointsNotFound', `cannot find endpointslices for ${what}`);
		if (!slices.some((slice) => hasEndpoint(slice, portName))) {
			const because = `have no addresses with port name ${JSON.stringify(portName)}`;
			return unavailable('MissingEndpoints', `endpointslices for ${what} ${because}`);
		}
	}
	return yield* askForDiscovery(server, apiService);
}

function unavailable(reason: string, message: string): Availability {
	return { status: 'False', reason, message };
}

/** The server has to say what it serves, and is asked as the aggregator. */
function* askForDiscovery(server: ApiServer, apiService: APIService): Task<Availability> {
	const { group = '', version = '' } = apiService.spec;
	const path = `/apis/${group}/${version}`;
	const destination = destinationOf(server, apiService, { path, query: new Map() });
	if (destination === undefined || server.proxy === undefined) {
		return unavailable('FailedDiscoveryCheck', 'service unavailable');
	}
	const { base, target, tls, client } = destination;
	const user = { name: 'system:kube-aggregator', groups: ['system:masters'] };
	const answer = yield* server.proxy.send({
		server: base,
		method: 'GET',
		target,
		headers: [['User-Agent', 'Go-http-client/1.1'], ...authProxyHeaders(user)],
		body: undefined,
		timeoutMs: CHECK_MS,
		...(client === undefined ? {} : { client }),
		...(tls === undefined ? {} : { tls }),
	});
	const url = `${base}${path}`;
	const failed = (why: string): Availability =>
		unavailable('FailedDiscoveryCheck', `failing or missing response from ${url}: ${why}`);
	if (answer.kind === 'failed') return failed(`Get "${url}": ${answer.detail}`);
	if (answer.status < 200 || answer.status >= 300) return failed(`bad status from ${url}: ${answer.status}`);
	return { status: 'True', reason: 'Passed', message: 'all checks passed', resources: resourcesIn(answer.body) };
}

function resourcesIn(body: Uint8Array): readonly object[] {
	try {
		const { value } = parseJson(decodeUtf8(body));
		const { resources } = Object(value) as { readonly resources?: unknown };
		return Array.isArray(resources) ? resources.filter((each) => typeof each === 'object' && each !== null) : [];
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		return [];
	}
}

interface Slice {
	readonly metadata: { readonly labels?: { readonly [name: string]: string } };
	readonly endpoints: readonly { readonly conditions?: { readonly ready?: boolean } }[] | null;
	readonly ports?: readonly { readonly name?: string; readonly port?: number }[] | null;
}

function hasEndpoint({ endpoints, ports }: Slice, portName: string): boolean {
	const isReady = (endpoints ?? []).some(({ conditions }) => conditions?.ready !== false);
	return isReady && (ports ?? []).some(({ name = '', port }) => name === portName && port !== undefined);
}

function endpointSlices(server: ApiServer, namespace: string, service: string): Slice[] {
	const kind = server.kinds.byResource('discovery.k8s.io', 'v1', 'endpointslices');
	if (kind === undefined) throw new Error('assertion failed: no endpoint slices');
	const all = server.storageOf(kind).all(namespace) as unknown as Slice[];
	return all.filter(({ metadata: { labels } }) => labels?.['kubernetes.io/service-name'] === service);
}

function stored<T>(
	server: ApiServer,
	group: string,
	resource: string,
): (namespace: string, name: string) => T | undefined {
	const kind = server.kinds.byResource(group, 'v1', resource);
	if (kind === undefined) throw new Error(`assertion failed: no ${resource}`);
	return (namespace, name) => server.storageOf(kind).find(namespace, name) as T | undefined;
}
