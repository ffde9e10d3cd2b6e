import { expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../../simulator/api/apiextensions/types.ts';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { type TestServer, testServer } from './test-server.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const CRON_TABS = '/apis/stable.example.com/v1/namespaces/default/crontabs';

const SPEC_SCHEMA = {
	type: 'object',
	required: ['cronSpec'],
	properties: {
		cronSpec: { type: 'string', pattern: '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$' },
		image: { type: 'string', maxLength: 20 },
		replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
		policy: { type: 'string', enum: ['Allow', 'Forbid'] },
		port: { 'x-kubernetes-int-or-string': true },
		tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
		extra: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
		hosts: {
			type: 'array',
			minItems: 1,
			items: { type: 'object', required: ['name'], properties: { name: { type: 'string', format: 'hostname' } } },
		},
		either: {
			type: 'object',
			properties: { a: { type: 'string' }, b: { type: 'string' } },
			oneOf: [{ required: ['a'] }, { required: ['b'] }],
		},
	},
};

function definition(spec: object = {}, version: object = {}): object {
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: { name: 'crontabs.stable.example.com' },
		spec: {
			group: 'stable.example.com',
			scope: 'Namespaced',
			names: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', shortNames: ['ct'] },
			versions: [
				{
					name: 'v1',
					served: true,
					storage: true,
					schema: {
						openAPIV3Schema: {
							type: 'object',
							properties: {
								spec: SPEC_SCHEMA,
								status: {
									type: 'object',
									properties: { replicas: { type: 'integer' }, labelSelector: { type: 'string' } },
								},
							},
						},
					},
					subresources: {
						status: {},
						scale: {
							specReplicasPath: '.spec.replicas',
							statusReplicasPath: '.status.replicas',
							labelSelectorPath: '.status.labelSelector',
						},
					},
					additionalPrinterColumns: [
						{ name: 'Spec', type: 'string', description: 'The cron spec', jsonPath: '.spec.cronSpec' },
						{ name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
						{ name: 'Image', type: 'string', priority: 1, jsonPath: '.spec.image' },
						{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
					],
					...version,
				},
			],
			...spec,
		},
	};
}

const cronTab = (spec: object, more: object = {}): object => ({
	apiVersion: 'stable.example.com/v1',
	kind: 'CronTab',
	metadata: { name: 'mine' },
	spec,
	...more,
});

function established(made: object = definition()): TestServer {
	const world = testServer();
	world.ask('POST', DEFINITIONS, made);
	world.context.loop.runUntil(world.context.loop.now() + 1_000);
	return world;
}

const conditions = (object: CustomResourceDefinition): string[] =>
	(object.status.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`);

interface Refusal {
	readonly code: number;
	readonly message: string;
}

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
