import { expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../../simulator/api/apiextensions/types.ts';
import type { Kind } from '../../../simulator/api/kind.ts';
import { KindRegistry } from '../../../simulator/api/kind-registry.ts';
import { KINDS } from '../../../simulator/api/registry.ts';
import { ApiServer } from '../../../simulator/apiserver/api-server.ts';
import { encodeBody } from '../../../simulator/apiserver/serving/encode-body.ts';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { decodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import {
	CRON_TABS,
	conditions,
	cronTab,
	DEFINITIONS,
	definition,
	established,
	type Refusal,
	RULED,
} from './cron-tabs.ts';
import { testServer } from './test-server.ts';

test('a definition is established, and then its kind is served', () => {
	const world = testServer();
	const made = world.ask<CustomResourceDefinition & KubeObject>('POST', DEFINITIONS, definition());
	expect(made.status).toEqual({ acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: ['v1'] });
	expect(made.spec.names.listKind).toBe('CronTabList');
	expect(made.spec.conversion).toEqual({ strategy: 'None' });
	expect(world.call('GET', CRON_TABS).status).toBe(404);
	world.context.loop.runUntil(world.context.loop.now() + 5);
	const named = world.ask<CustomResourceDefinition>('GET', `${DEFINITIONS}/crontabs.stable.example.com`);
	expect(conditions(named)).toEqual(['NamesAccepted=True NoConflicts', 'Established=False Installing']);
	world.context.loop.runUntil(world.context.loop.now() + 1_000);
	const done = world.ask<CustomResourceDefinition>('GET', `${DEFINITIONS}/crontabs.stable.example.com`);
	expect(conditions(done)).toEqual(['NamesAccepted=True NoConflicts', 'Established=True InitialNamesAccepted']);
	expect(done.status.acceptedNames).toEqual(done.spec.names);
	expect(world.ask('GET', CRON_TABS)).toEqual({
		apiVersion: 'stable.example.com/v1',
		items: [],
		kind: 'CronTabList',
		metadata: { continue: '', resourceVersion: expect.any(String) },
	});
});

test('instances are pruned, defaulted, kept in the order of their keys', () => {
	const world = established();
	const made = world.call(
		'POST',
		`${CRON_TABS}?fieldManager=me`,
		cronTab(
			{ image: 'x', cronSpec: '* * * * */5', unknown: 1, extra: { any: { thing: 1 } } },
			{ status: { replicas: 3 } },
		),
	);
	expect(made.status).toBe(201);
	expect(made.headers.get('warning')).toEqual(['299 - "unknown field \\"spec.unknown\\""']);
	expect(Object.keys(made.body as object)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
	expect((made.body as { spec: object }).spec).toEqual({
		cronSpec: '* * * * */5',
		extra: { any: { thing: 1 } },
		image: 'x',
		replicas: 1,
	});
});

test.each<[string, object, string]>([
	['a required field', {}, 'spec.cronSpec: Required value'],
	[
		'a type',
		{ cronSpec: '* * * * *', replicas: 'two' },
		'[spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string", .spec.replicas: Invalid value: 0: .spec.replicas accessor error: two is of the type string, expected int64]',
	],
	[
		'a maximum',
		{ cronSpec: '* * * * *', replicas: 11 },
		'spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10',
	],
	[
		'a pattern',
		{ cronSpec: 'daily' },
		`spec.cronSpec: Invalid value: "daily": spec.cronSpec in body should match '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$'`,
	],
	[
		'an enum',
		{ cronSpec: '* * * * *', policy: 'No' },
		'spec.policy: Unsupported value: "No": supported values: "Allow", "Forbid"',
	],
	['a length', { cronSpec: '* * * * *', image: 'a'.repeat(21) }, 'spec.image: Too long: may not be more than 20 bytes'],
	[
		'a number of items',
		{ cronSpec: '* * * * *', hosts: [] },
		'spec.hosts: Invalid value: 0: spec.hosts in body should have at least 1 items',
	],
	[
		'a format, and an item',
		{ cronSpec: '* * * * *', hosts: [{ name: 'a b' }, {}] },
		'[spec.hosts[0].name: Invalid value: "a b": spec.hosts[0].name in body must be of type hostname: "a b", spec.hosts[1].name: Required value]',
	],
	['a set', { cronSpec: '* * * * *', tags: ['a', 'b', 'a'] }, 'spec.tags[2]: Duplicate value: "a"'],
	[
		'int or string',
		{ cronSpec: '* * * * *', port: true },
		'spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
	],
	[
		'one of',
		{ cronSpec: '* * * * *', either: {} },
		'[<nil>: Invalid value: "": "spec.either" must validate one and only one schema (oneOf). Found none valid, spec.either.a: Required value]',
	],
])('refuses what breaks %s', (_, spec, message) => {
	const refused = established().ask<Refusal>('POST', CRON_TABS, cronTab(spec));
	expect(refused).toMatchObject({ code: 422, message: `CronTab.stable.example.com "mine" is invalid: ${message}` });
});

test('strict, warn and ignore', () => {
	const world = established();
	const body = cronTab({ cronSpec: '* * * * *', b: 1, a: { c: 2 } });
	expect(world.ask<Refusal>('POST', `${CRON_TABS}?fieldValidation=Strict`, body)).toMatchObject({
		code: 400,
		message:
			'CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: unknown field "spec.a", unknown field "spec.b"',
	});
	expect(world.call('POST', `${CRON_TABS}?fieldValidation=Ignore`, body).headers.get('warning')).toBeUndefined();
});

test('a definition goes with its instances', () => {
	const world = established();
	world.ask('POST', CRON_TABS, cronTab({ cronSpec: '* * * * *' }));
	world.ask(
		'POST',
		CRON_TABS,
		cronTab({ cronSpec: '* * * * *' }, { metadata: { name: 'held', finalizers: ['a.b/c'] } }),
	);
	const one = `${DEFINITIONS}/crontabs.stable.example.com`;
	const going = world.ask<CustomResourceDefinition>('DELETE', one);
	expect(going.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
	expect(conditions(going).at(-1)).toBe('Terminating=True InstanceDeletionPending');
	world.context.loop.runUntil(world.context.loop.now() + 1_000);
	expect(conditions(world.ask<CustomResourceDefinition>('GET', one)).at(-1)).toBe(
		'Terminating=True InstanceDeletionInProgress',
	);
	expect(world.ask<{ items: KubeObject[] }>('GET', CRON_TABS).items.map(({ metadata }) => metadata.name)).toEqual([
		'held',
	]);
	expect(world.call('PATCH', `${CRON_TABS}/held`, { metadata: { finalizers: null } }, MERGE).status).toBe(200);
	world.context.loop.runUntil(world.context.loop.now() + 6_000);
	expect(world.call('GET', one).status).toBe(404);
	expect(world.call('GET', CRON_TABS).status).toBe(404);
});

const MERGE = { headers: { 'content-type': 'application/merge-patch+json' } };

test('names that others of the group have are refused until they are free', () => {
	const world = established();
	const other = definition({
		names: { plural: 'tabs', singular: 'tab', kind: 'Tab', shortNames: ['ct'] },
	}) as CustomResourceDefinition;
	world.ask('POST', DEFINITIONS, { ...other, metadata: { name: 'tabs.stable.example.com' } });
	world.context.loop.runUntil(world.context.loop.now() + 1_000);
	const path = `${DEFINITIONS}/tabs.stable.example.com`;
	const refused = world.ask<CustomResourceDefinition>('GET', path);
	expect(refused.status.conditions?.map(({ message }) => message)).toEqual([
		'"ct" is already in use',
		'not all names are accepted',
	]);
	world.ask('DELETE', `${DEFINITIONS}/crontabs.stable.example.com`);
	world.context.loop.runUntil(world.context.loop.now() + 1_000);
	expect(conditions(world.ask<CustomResourceDefinition>('GET', path))).toEqual([
		'NamesAccepted=True NoConflicts',
		'Established=True InitialNamesAccepted',
	]);
});

test('strategic merge patches are refused, the others merge', () => {
	const world = established();
	world.ask('POST', CRON_TABS, cronTab({ cronSpec: '* * * * *', image: 'a' }));
	const strategic = { headers: { 'content-type': 'application/strategic-merge-patch+json' } };
	expect(world.ask<Refusal>('PATCH', `${CRON_TABS}/mine`, { spec: { image: 'b' } }, strategic)).toMatchObject({
		code: 415,
		message:
			'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
	});
	const patched = world.ask<KubeObject & { spec: object }>(
		'PATCH',
		`${CRON_TABS}/mine`,
		{ spec: { image: null } },
		MERGE,
	);
	expect([patched.spec, patched.metadata.generation]).toEqual([{ cronSpec: '* * * * *', replicas: 1 }, 2]);
	const scaled = world.ask<{ spec: object }>('PATCH', `${CRON_TABS}/mine/scale`, { spec: { replicas: 4 } }, MERGE);
	expect(scaled.spec).toEqual({ replicas: 4 });
});

test('lists say the kind of their items', () => {
	const world = established();
	world.ask('POST', CRON_TABS, cronTab({ cronSpec: '* * * * *' }));
	const { body } = world.call('GET', CRON_TABS);
	const text = decodeUtf8(encodeBody(body as object, 'compact'));
	expect(text).toMatch(
		/^\{"apiVersion":"stable.example.com\/v1","items":\[\{"apiVersion":.*"kind":"CronTab",.*\}\],"kind":"CronTabList",/,
	);
	expect(JSON.parse(text)).toEqual(body);
});

test('owners of fields: not of names, of items by their keys', () => {
	const world = established(RULED);
	const apply = (manager: string, spec: object): KubeObject & { spec: object } =>
		world.ask('PATCH', `${CRON_TABS}/mine?fieldManager=${manager}`, cronTab(spec), {
			headers: { 'content-type': 'application/apply-patch+yaml' },
		});
	apply('one', { maxReplicas: 3, ports: [{ name: 'a', port: 1 }] });
	const both = apply('two', { ports: [{ name: 'b', port: 2 }] });
	expect(both.spec).toEqual({
		maxReplicas: 3,
		minReplicas: 1,
		ports: [
			{ name: 'a', port: 1 },
			{ name: 'b', port: 2 },
		],
		replicas: 1,
	});
	expect(both.metadata.managedFields?.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
		[
			'one',
			{ 'f:spec': { 'f:maxReplicas': {}, 'f:ports': { 'k:{"name":"a"}': { '.': {}, 'f:name': {}, 'f:port': {} } } } },
		],
		['two', { 'f:spec': { 'f:ports': { 'k:{"name":"b"}': { '.': {}, 'f:name': {}, 'f:port': {} } } } }],
	]);
	expect(apply('one', { maxReplicas: 3 }).spec).toMatchObject({ ports: [{ name: 'b', port: 2 }] });
	const made = world.ask<KubeObject>(
		'POST',
		`${CRON_TABS}?fieldManager=me`,
		cronTab({}, { metadata: { name: 'other' } }),
	);
	expect(made.metadata.managedFields?.map(({ fieldsV1 }) => fieldsV1)).toEqual([
		{ 'f:spec': { '.': {}, 'f:maxReplicas': {}, 'f:minReplicas': {}, 'f:replicas': {} } },
	]);
});

test('a server that starts on a store serves what is defined there', () => {
	const world = established();
	world.ask('POST', CRON_TABS, cronTab({ cronSpec: '* * * * *' }));
	world.server.stop();
	const kinds = new KindRegistry(KINDS);
	const { context, store } = world;
	const services = { clusterIPs: '10.96.0.0/12', nodePorts: { from: 30_000, to: 32_767 } };
	const server = new ApiServer({ context, store, kinds, version: world.server.version, services });
	const kind = kinds.byResource('stable.example.com', 'v1', 'crontabs');
	expect(kind?.custom?.listKind).toBe('CronTabList');
	expect(
		server
			.storageOf(kind as Kind)
			.all('')
			.map(({ metadata }) => metadata.name),
	).toEqual(['mine']);
	expect(world.server.kinds.byResource('stable.example.com', 'v1', 'crontabs')).not.toBe(kind);
});
