import type { Kind } from '../../api/kind.ts';
import { type TypeSchema, typeSchema } from '../../api/schema/schema.ts';
import { rest, resting } from '../../machinery/rest.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import type { ApiServer } from '../api-server.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { notFoundPage, objectResponse } from '../verbs/response.ts';
import { cachedResponse } from './cached-response.ts';
import { CUSTOM_REFERENCES, customDefinitions } from './custom-openapi.ts';
import type { CachedDocument } from './discovery-cache.ts';
import type { GroupVersion } from './groups.ts';
import { openApiPaths } from './openapi-paths.ts';
import { type OpenApiDialect, reachableTypes, typeToOpenApi } from './openapi-schema.ts';
import {
	OPENAPI_V2_PROTOBUF,
	OPENAPI_V2_PROTOBUF_ASKED,
	type OpenApiV2Document,
	openApiV2ToProtobuf,
} from './openapi-v2-protobuf.ts';

/** Serves /openapi/v2, /openapi/v3 and what is under it, made from the schemas of the registered kinds. */
export function* serveOpenApi(server: ApiServer, request: ApiRequest, path: string): Task<ApiResponse> {
	// Parts of the server are answered at once.
	const pause = request.source === undefined ? undefined : rest(server.world.loop);
	if (path === '/openapi/v2') return yield* serveV2(server, request, pause);
	if (path === '/openapi/v3') return objectResponse(200, { paths: yield* v3Index(server, pause) });
	const wanted = path.slice('/openapi/v3/'.length);
	const version = groupVersions(server).find((each) => pathOf(each) === wanted);
	if (!path.startsWith('/openapi/v3/') || version === undefined) return notFoundPage();
	const document = yield* v3Document(server, version, pause);
	const response = cachedResponse(request, document, 'application/json');
	// A path with the document's hash never changes.
	if (firstValue(request, 'hash') !== document.hash) return response;
	return { ...response, headers: new Map([...response.headers, ['cache-control', 'public, immutable']]) };
}

/** JSON, or protobuf for who asks for it. Models kube-openapi's handler of v2. */
function* serveV2(server: ApiServer, request: ApiRequest, pause: Wait | undefined): Task<ApiResponse> {
	const { discovery } = server;
	const document = yield* discovery.documentInSteps('/openapi/v2', (each) => openApiV2(server, each), undefined, pause);
	for (const clause of (request.headers.get('accept') ?? '*/*').split(',')) {
		const range = (clause.split(';')[0] as string).trim();
		if (['', '*/*', 'application/*', 'application/json'].includes(range)) {
			return cachedResponse(request, document, 'application/json');
		}
		if (!OPENAPI_V2_PROTOBUF_ASKED.includes(range)) continue;
		const bytes = discovery.bytes('/openapi/v2', () => openApiV2ToProtobuf(document.body as OpenApiV2Document));
		const response = cachedResponse(request, document, OPENAPI_V2_PROTOBUF);
		if (response.status === 304) return response;
		return { status: 200, headers: response.headers, body: bytes };
	}
	return { status: 406, headers: new Map() };
}

function groupVersions(server: ApiServer): GroupVersion[] {
	return server.discovery.groups.flatMap((group) => group.versions);
}

function pathOf({ group, version }: GroupVersion): string {
	return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

function* v3Index(server: ApiServer, pause: Wait | undefined): Task<{ [path: string]: object }> {
	const index: { [path: string]: object } = {};
	for (const version of groupVersions(server)) {
		const path = pathOf(version);
		const { hash } = yield* v3Document(server, version, pause);
		index[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
	}
	return index;
}

const REF_PREFIXES = { 2: '#/definitions/', 3: '#/components/schemas/' } as const;

/** Types that requests and answers need besides the kinds' own. */
const COMMON = ['DeleteOptions', 'Patch', 'Status', 'WatchEvent', 'APIResourceList', 'APIGroup'].map(
	(name) => `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`,
);

function v3Document(server: ApiServer, version: GroupVersion, pause: Wait | undefined): Task<CachedDocument> {
	const name = `/openapi/v3/${pathOf(version)}`;
	return server.discovery.documentInSteps(name, (each) => openApiV3(server, version, each), version.kinds, pause);
}

function* openApiV3(server: ApiServer, version: GroupVersion, pause: Wait | undefined): Task<object> {
	const paths: { [path: string]: object } = {};
	for (const kind of version.kinds) Object.assign(paths, openApiPaths(kind));
	const roots = version.kinds.flatMap((kind) => [
		kind.schema,
		`${kind.schema}List`,
		...kind.subresources.flatMap((each) => (each.kind === undefined ? [] : [schemaOfKind(server, each.kind)])),
	]);
	return {
		openapi: '3.0.0',
		info: { title: 'Kubernetes', version: server.version.gitVersion },
		paths,
		components: { schemas: yield* schemasOf(server, [...roots, ...COMMON], version.kinds, 3, pause) },
	};
}

function schemaOfKind(
	server: ApiServer,
	{ group, version, kind }: { group: string; version: string; kind: string },
): string {
	const registered = server.kinds.byKind(group, version, kind);
	if (registered !== undefined) return registered.schema;
	const family = group === '' ? 'core' : (group.split('.')[0] as string);
	return `io.k8s.api.${family}.${version}.${kind}`;
}

function* openApiV2(server: ApiServer, pause: Wait | undefined): Task<OpenApiV2Document> {
	const kinds = server.kinds.all();
	const roots = kinds.flatMap((kind) => [kind.schema, `${kind.schema}List`]);
	return {
		swagger: '2.0',
		info: { title: 'Kubernetes', version: server.version.gitVersion },
		paths: {},
		definitions: yield* schemasOf(server, [...roots, ...COMMON], kinds, 2, pause),
	};
}

function* schemasOf(
	server: ApiServer,
	roots: readonly string[],
	kinds: readonly Kind[],
	version: 2 | 3,
	pause: Wait | undefined,
): Task<{ [name: string]: object }> {
	const dialect: OpenApiDialect = { refPrefix: REF_PREFIXES[version], version, descriptions: server.descriptions };
	const schemas: { [name: string]: object } = {};
	const hasCustom = kinds.some((kind) => kind.custom !== undefined);
	let made = 0;
	for (const name of reachableTypes(hasCustom ? [...roots, ...CUSTOM_REFERENCES] : roots)) {
		schemas[name] = typeToOpenApi(typeSchema(name) as TypeSchema, dialect);
		if (++made % TYPES_A_STEP === 0) yield* resting(pause);
	}
	for (const kind of kinds) {
		if (kind.custom === undefined) continue;
		yield* resting(pause);
		Object.assign(schemas, customDefinitions(kind, kind.custom, dialect));
	}
	yield* resting(pause);
	return schemas;
}

const TYPES_A_STEP = 100;
