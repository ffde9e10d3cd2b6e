import type { Task } from '../../machinery/task.ts';
import { remoteGroupItems, remoteGroups } from '../aggregation/remote-discovery.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { noMethod, notFoundPage, objectResponse, textResponse } from '../verbs/response.ts';
import { groupDiscoveryList } from './aggregated-discovery.ts';
import { cachedResponse } from './cached-response.ts';
import { type CachedDocument, makeDocument } from './discovery-cache.ts';
import type { Group } from './groups.ts';
import { serveHealth } from './health.ts';
import { ISSUER_KEYS, ISSUER_METADATA, issuerKeys, issuerMetadata } from './issuer-discovery.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy-discovery.ts';
import { metricsText } from './metrics.ts';
import { serveOpenApi } from './openapi.ts';
import { serveProfiling } from './profiling.ts';

/** Serves what is no resource: discovery, OpenAPI, version, health, metrics. */
export function* serveNonResource(server: ApiServer, request: ApiRequest): Task<ApiResponse> {
	const path = request.path.length > 1 ? request.path.replace(/\/$/, '') : request.path;
	if (path === '/') return objectResponse(200, { paths: rootPaths(server) });
	if (path === '/version') return readOnly(request, objectResponse(200, server.version));
	if (path === '/api' || path === '/apis' || path.startsWith('/api/') || path.startsWith('/apis/')) {
		return readOnly(request, serveDiscovery(server, request, path));
	}
	if (server.tokens !== undefined && path === ISSUER_METADATA) {
		return readOnly(request, issuerMetadata(server.tokens.issuer(), advertisedAddress(server)));
	}
	if (server.tokens !== undefined && path === ISSUER_KEYS) return readOnly(request, issuerKeys(server.tokens.issuer()));
	if (path.startsWith('/openapi/')) return yield* serveOpenApi(server, request, path);
	if (path === '/metrics') return textResponse(200, metricsText(server), 'text/plain; version=0.0.4; charset=utf-8');
	return serveProfiling(server, request) ?? serveHealth(server, request, path) ?? notFoundPage();
}

/** go-restful's routes are for GET alone; Go's mux takes any method. */
function readOnly(request: ApiRequest, response: ApiResponse): ApiResponse {
	return request.method === 'GET' || response.status === 404 ? response : noMethod();
}

function serveDiscovery(server: ApiServer, request: ApiRequest, path: string): ApiResponse {
	const { groups } = server.discovery;
	const core = groups.filter((group) => group.name === '');
	const named = groups.filter((group) => group.name !== '');
	if (path === '/api' || path === '/apis') {
		const version = aggregatedVersion(request);
		if (version !== undefined) {
			const listed = path === '/api' ? core : named;
			const local = server.discovery.document(`${path} ${version}`, () => groupDiscoveryList(listed, version));
			return cachedResponse(
				request,
				path === '/api' ? local : withRemoteGroups(server, local),
				`application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
			);
		}
		return objectResponse(200, path === '/api' ? apiVersions(advertisedAddress(server)) : groupList(server, named));
	}
	const [, root, first = '', second, rest] = path.split('/');
	if (rest !== undefined) return notFoundPage();
	const group = root === 'api' ? core[0] : named.find(({ name }) => name === first);
	if (group === undefined) {
		const remote = remoteGroups(server.aggregator.versions().filter((each) => each.group === first))[0];
		if (remote === undefined || second !== undefined) return notFoundPage();
		return objectResponse(200, { kind: 'APIGroup', apiVersion: 'v1', ...remote });
	}
	if (root === 'apis' && second === undefined) return objectResponse(200, apiGroup(group));
	const wanted = root === 'api' ? first : second;
	const version = group.versions.find((each) => each.version === wanted);
	return version === undefined ? notFoundPage() : objectResponse(200, apiResourceList(version));
}

function groupList(server: ApiServer, named: readonly Group[]): object {
	const list = apiGroupList(named) as { readonly groups: readonly object[] };
	if (server.aggregator.isEmpty) return list;
	return { ...list, groups: [...list.groups, ...remoteGroups(server.aggregator.versions())] };
}

/** The same document with what others serve. */
function withRemoteGroups(server: ApiServer, local: CachedDocument): CachedDocument {
	if (server.aggregator.isEmpty) return local;
	const list = local.body as { readonly items: readonly object[] };
	return makeDocument({ ...list, items: [...list.items, ...remoteGroupItems(server.aggregator.versions())] });
}

/** The version of apidiscovery.k8s.io that the client prefers to the old form. */
function aggregatedVersion(request: ApiRequest): string | undefined {
	for (const clause of (request.headers.get('accept') ?? '').split(',')) {
		const parameters = clause.split(';').map((part) => part.trim());
		if (parameters[0] !== 'application/json' && parameters[0] !== '*/*') continue;
		if (!parameters.includes('as=APIGroupDiscoveryList') || !parameters.includes('g=apidiscovery.k8s.io'))
			return undefined;
		if (parameters.includes('v=v2')) return 'v2';
		if (parameters.includes('v=v2beta1')) return 'v2beta1';
	}
	return undefined;
}

function advertisedAddress(server: ApiServer): string {
	const kind = server.kinds.byResource('', 'v1', 'endpoints');
	const endpoints = kind && server.storageOf(kind).find('default', 'kubernetes');
	const subsets = (
		endpoints as { subsets?: { addresses?: { ip: string }[]; ports?: { port: number }[] }[] } | undefined
	)?.subsets;
	const address = subsets?.[0]?.addresses?.[0]?.ip ?? '127.0.0.1';
	return `${address}:${subsets?.[0]?.ports?.[0]?.port ?? 6443}`;
}

function rootPaths(server: ApiServer): string[] {
	const paths = ['/.well-known/openid-configuration', '/api', '/api/v1', '/apis', '/apis/'];
	for (const { name, versions } of server.discovery.groups) {
		if (name === '') continue;
		paths.push(`/apis/${name}`, ...versions.map(({ version }) => `/apis/${name}/${version}`));
	}
	paths.push(
		'/healthz',
		'/livez',
		'/metrics',
		'/openapi/v2',
		'/openapi/v3',
		'/openapi/v3/',
		'/openid/v1/jwks',
		'/readyz',
		'/version',
	);
	return paths.sort();
}
