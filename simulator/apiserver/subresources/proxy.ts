import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import { formatQuery, pathEscape } from '../../machinery/http/url.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { badRequest, serviceUnavailable } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiResponse } from '../request.ts';
import type { RequestScope } from '../verbs/scope.ts';
import { type Destination, forward } from './forward.ts';
import type { SubresourceHandler } from './handler.ts';
import { kubeletPort, nodeAddress } from './node-address.ts';
import { splitSchemeNamePort } from './scheme-name-port.ts';

/**
 * pods|services|nodes/NAME/proxy/PATH: the request is handed on to what the name stands for.
 * Models pkg/registry/core/*'s rest.ProxyREST. Differs: connections are not upgraded.
 */
export const proxySubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const { info, request } = scope;
	const { base, client } = locationOf(scope, server);
	const closesWithSlash = request.path.endsWith('/');
	if (info.rest === '' && !closesWithSlash && (request.method === 'GET' || request.method === 'HEAD')) {
		return { status: 301, headers: new Map([['location', `${pathEscape(request.path)}/${queryOf(scope)}`]]) };
	}
	const path = `/${info.rest}${closesWithSlash && info.rest !== '' ? '/' : ''}`;
	const prefix = request.path.slice(0, request.path.length - (info.rest === '' && !closesWithSlash ? 0 : path.length));
	return yield* forward(server, request, {
		base,
		target: `${pathEscape(path)}${queryOf(scope)}`,
		prefix,
		...(client === undefined ? {} : { client }),
	});
};

function queryOf({ request: { query } }: RequestScope): string {
	if (query.size === 0) return '';
	return `?${formatQuery([...query].flatMap(([name, values]) => values.map((value) => [name, value] as const)))}`;
}

/** Where the request goes to: "http://192.168.1.5:80". Throws ApiError. */
function locationOf(scope: RequestScope, server: ApiServer): Pick<Destination, 'base' | 'client'> {
	switch (scope.kind.plural) {
		case 'pods':
			return { base: podLocation(scope) };
		case 'services':
			return { base: serviceLocation(scope, server) };
		default:
			return nodeLocation(scope);
	}
}

/** Models pkg/registry/core/pod ResourceLocation. */
function podLocation({ info, storage }: RequestScope): string {
	const id = splitSchemeNamePort(info.name);
	if (id === undefined) throw badRequest(`invalid pod request ${JSON.stringify(info.name)}`);
	const pod = storage.fetch(info.namespace, id.name) as unknown as Pod;
	const declared = pod.spec.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;
	const port = id.port === '' ? (declared ?? '') : id.port;
	const address = pod.status.podIP ?? '';
	if (address === '' || address.startsWith('127.')) throw badRequest('address not allowed');
	return `${id.scheme === '' ? 'http' : id.scheme}://${address}${port === '' ? '' : `:${port}`}`;
}

/** Models pkg/registry/core/service/storage REST.ResourceLocation. */
function serviceLocation({ info, storage }: RequestScope, server: ApiServer): string {
	const id = splitSchemeNamePort(info.name);
	if (id === undefined) throw badRequest(`invalid service request ${JSON.stringify(info.name)}`);
	const service = storage.fetch(info.namespace, id.name) as unknown as Service;
	let portName = id.port;
	if (/^\d+$/.test(id.port)) {
		const declared = (service.spec.ports ?? []).find(({ port }) => port === Number(id.port));
		if (declared === undefined) {
			throw serviceUnavailable(`no service port ${Number(id.port)} found for service ${JSON.stringify(id.name)}`);
		}
		portName = declared.name ?? '';
	}
	const subsets = endpointsOf(server, info.namespace, id.name).subsets ?? [];
	if (subsets.length === 0) throw noEndpoints(id.name);
	for (const { addresses = [], ports = [] } of subsets) {
		const port = ports.find(({ name = '' }) => name === portName);
		if (port === undefined || addresses.length === 0) continue;
		const { ip } = addresses[server.world.random.below(addresses.length)] as { readonly ip: string };
		return `${id.scheme === '' ? 'http' : id.scheme}://${ip}:${port.port}`;
	}
	throw noEndpoints(info.name);
}

interface Endpoints {
	readonly subsets?: readonly {
		readonly addresses?: readonly { readonly ip: string }[];
		readonly ports?: readonly { readonly name?: string; readonly port: number }[];
	}[];
}

function endpointsOf(server: ApiServer, namespace: string, name: string): Endpoints {
	const kind = server.kinds.byResource('', 'v1', 'endpoints');
	if (kind === undefined) throw new Error('assertion failed: no endpoints');
	return server.storageOf(kind).fetch(namespace, name) as KubeObject as Endpoints;
}

function noEndpoints(id: string): Error {
	return serviceUnavailable(`no endpoints available for service ${JSON.stringify(id)}`);
}

/** Models pkg/registry/core/node ResourceLocation. */
function nodeLocation({ info, storage }: RequestScope): Pick<Destination, 'base' | 'client'> {
	const id = splitSchemeNamePort(info.name);
	if (id === undefined) throw badRequest(`invalid node request ${JSON.stringify(info.name)}`);
	const node = storage.fetch('', id.name) as unknown as Node;
	const address = nodeAddress(node);
	const port = String(kubeletPort(node));
	if (id.port === '' || id.port === port) {
		return { base: `https://${address}:${port}`, client: 'kubelet' };
	}
	if (address.startsWith('127.')) throw badRequest('address not allowed');
	return { base: `${id.scheme === '' ? 'http' : id.scheme}://${address}:${id.port}` };
}
