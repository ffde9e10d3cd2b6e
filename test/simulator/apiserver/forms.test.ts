import { expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../simulator/apiserver/request.ts';
import { encodeBase64Url } from '../../../simulator/machinery/base64.ts';
import type { KubeList } from '../../../simulator/machinery/meta.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { testServer } from './test-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const failure = (code: number, reason: string, message: string, details?: object) => ({
	kind: 'Status',
	apiVersion: 'v1',
	metadata: {},
	status: 'Failure',
	message,
	reason,
	...(details === undefined ? {} : { details }),
	code,
});
const NO_METHOD = failure(
	405,
	'MethodNotAllowed',
	'the server does not allow this method on the requested resource',
	{},
);
const NO_ROUTE = failure(404, 'NotFound', 'the server could not find the requested resource', {});
const NO_PAGE = '404 page not found\n';

test.each<[ApiRequest['method'], string, ApiResponse['status'], unknown]>([
	['POST', '/api/v1/namespaces/default', 405, NO_METHOD],
	['PATCH', '/api/v1/nodes', 405, NO_METHOD],
	['HEAD', MAPS, 405, NO_METHOD],
	['OPTIONS', MAPS, 405, NO_METHOD],
	['POST', '/api/v1/pods', 405, NO_METHOD],
	['POST', '/version', 405, NO_METHOD],
	['HEAD', '/apis', 405, NO_METHOD],
	['DELETE', '/apis/apps/v1', 405, NO_METHOD],
	['GET', '/api/v1/shelves', 404, NO_ROUTE],
	['GET', '/api/v1/namespaces/default/nodes', 404, NO_ROUTE],
	['GET', `${MAPS}/a/status`, 404, NO_ROUTE],
	['GET', '/apis/shop.example/v1/shelves', 404, NO_PAGE],
	['POST', '/apis/shop.example', 404, NO_PAGE],
	['POST', '/nowhere', 404, NO_PAGE],
	['POST', '/healthz', 200, 'ok'],
])('%s %s is answered by %i', (method, path, status, body) => {
	const { call } = testServer();
	const answer = call(method, path, method === 'PATCH' || method === 'POST' ? {} : undefined);
	expect({ status: answer.status, body: answer.body }).toEqual({ status, body });
});

test('health checks: one alone, some excluded, and those that do not exist', () => {
	const { call } = testServer();
	expect(call('GET', '/livez/etcd').body).toBe('ok');
	expect(call('GET', '/livez/nothing').body).toBe(NO_PAGE);
	const lines = String(call('GET', '/readyz?verbose&exclude=etcd&exclude=x&exclude=a').body).split('\n');
	expect([...lines.slice(0, 4), ...lines.slice(-4)]).toEqual([
		'[+]ping ok',
		'[+]log ok',
		'[+]etcd excluded: ok',
		'[+]etcd-readiness ok',
		'[+]shutdown ok',
		'warn: some health checks cannot be excluded: no matches for "a", "x"',
		'readyz check passed',
		'',
	]);
});

const token = (value: unknown) => encodeBase64Url(encodeUtf8(JSON.stringify(value)));

test.each<[string, string, string]>([
	['no base64', 'a.b', 'invalid continue token: continue key is not valid: illegal base64 data at input byte 1'],
	['too short', 'abcde', 'invalid continue token: continue key is not valid: illegal base64 data at input byte 4'],
	[
		'no JSON',
		encodeBase64Url(encodeUtf8('{')),
		'invalid continue token: continue key is not valid: unexpected end of JSON input',
	],
	[
		'another version',
		token({ v: 'v2' }),
		'invalid continue token: continue key is not valid: server does not recognize this encoded version v2',
	],
	[
		'no version of the store',
		token({ v: 'meta.k8s.io/v1', start: 'a' }),
		'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
	],
	[
		'no key',
		token({ v: 'meta.k8s.io/v1', rv: 2 }),
		'invalid continue token: continue key is not valid: encoded start key empty (version meta.k8s.io/v1)',
	],
	[
		'out of the collection',
		token({ v: 'meta.k8s.io/v1', rv: 2, start: '../secrets/a' }),
		'invalid continue token: continue key is not valid: ../secrets/a',
	],
])('a continue token: %s', (_name, text, message) => {
	const { ask } = testServer();
	expect(ask('GET', `${MAPS}?limit=1&continue=${text}`)).toEqual(failure(400, 'BadRequest', message));
});

test('pages: not with a version besides, and not of the cache', () => {
	const { ask } = testServer();
	for (const name of ['a', 'b', 'c']) ask('POST', MAPS, { metadata: { name } });
	const names = (query: string) => ask<KubeList>('GET', `${MAPS}?${query}`).items.map(({ metadata }) => metadata.name);
	const { metadata } = ask<KubeList>('GET', `${MAPS}?limit=1`);
	expect(names(`limit=1&continue=${metadata.continue}`)).toEqual(['b']);
	expect(names(`limit=1&continue=${metadata.continue}&resourceVersion=0`)).toEqual(['b']);
	expect(ask('GET', `${MAPS}?limit=1&continue=${metadata.continue}&resourceVersion=4`)).toEqual(
		failure(400, 'BadRequest', 'specifying resource version is not allowed when using continue'),
	);
	expect(names('limit=1&resourceVersion=0')).toEqual(['a', 'b', 'c']);
});

test('bookmarks are objects that have nothing but a version, in Tables no rows', () => {
	const world = testServer();
	const bookmarkOf = (path: string, accept = 'application/json') => {
		const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
		const { stream } = world.call('GET', `${path}?${query}`, undefined, { headers: { accept } });
		return stream?.next();
	};
	const metadata = { resourceVersion: '3', annotations: { 'k8s.io/initial-events-end': 'true' } };
	expect(bookmarkOf('/api/v1/pods')).toEqual({
		type: 'BOOKMARK',
		object: { kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers: [] }, status: {} },
	});
	const { object } = bookmarkOf('/api/v1/pods', TABLE) as { object: { columnDefinitions: readonly object[] } };
	expect({ ...object, columnDefinitions: object.columnDefinitions.length }).toEqual({
		kind: 'Table',
		apiVersion: 'meta.k8s.io/v1',
		metadata,
		columnDefinitions: 9,
		rows: [],
	});
});

test('a deleted collection looks as it is asked for', () => {
	const { ask } = testServer();
	for (const name of ['a', 'b']) ask('POST', MAPS, { metadata: { name, labels: { x: 'y' } } });
	const partial = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
	const { kind, items } = ask<KubeList>('DELETE', `${MAPS}?labelSelector=x&dryRun=All`, undefined, {
		headers: { accept: partial },
	});
	expect([kind, ...items.map((item) => [item.kind, item.metadata.name])]).toEqual([
		'PartialObjectMetadataList',
		['PartialObjectMetadata', 'a'],
		['PartialObjectMetadata', 'b'],
	]);
	expect(ask<KubeList>('GET', `${MAPS}?labelSelector=x`).items.length).toBe(2);
});
