import { expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../../simulator/api/apiextensions/types.ts';
import type { Kind } from '../../../simulator/api/kind.ts';
import { KindRegistry } from '../../../simulator/api/kind-registry.ts';
import { KINDS } from '../../../simulator/api/registry.ts';
import { ApiServer } from '../../../simulator/apiserver/api-server.ts';
import { encodeBody } from '../../../simulator/apiserver/serving/encode-body.ts';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { decodeUtf8 } from '../../../simulator/machinery/utf8.ts';
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

const RULES_SCHEMA = {
	type: 'object',
	properties: {
		spec: {
			type: 'object',
			'x-kubernetes-validations': [
				{ rule: 'self.minReplicas <= self.replicas', message: 'replicas must not be below minReplicas' },
				{ rule: 'self.replicas <= self.maxReplicas', fieldPath: '.replicas', reason: 'FieldValueForbidden' },
				{
					rule: '!has(self.host) || !self.host.endsWith(".local")',
					messageExpression: '"host %s is local".format([self.host])',
				},
			],
			properties: {
				minReplicas: { type: 'integer', default: 1 },
				replicas: { type: 'integer', default: 1 },
				maxReplicas: { type: 'integer', default: 5 },
				host: { type: 'string' },
				zone: {
					type: 'string',
					'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'zone is immutable' }],
				},
				mode: {
					type: 'string',
					'x-kubernetes-validations': [
						{ rule: 'oldSelf.hasValue() || self == "new"', optionalOldSelf: true, message: 'starts as new' },
					],
				},
				ports: {
					type: 'array',
					'x-kubernetes-list-type': 'map',
					'x-kubernetes-list-map-keys': ['name'],
					items: {
						type: 'object',
						required: ['name'],
						properties: {
							name: { type: 'string' },
							port: {
								type: 'integer',
								'x-kubernetes-validations': [{ rule: 'self > 0 && self < 65536' }],
							},
						},
					},
				},
			},
		},
	},
};

const RULED = definition(
	{},
	{ schema: { openAPIV3Schema: RULES_SCHEMA }, subresources: {}, additionalPrinterColumns: [] },
);

test.each<[string, object, string]>([
	['a message', { minReplicas: 2 }, 'spec: Invalid value: replicas must not be below minReplicas'],
	['a field and a reason', { replicas: 6 }, 'spec.replicas: Forbidden: failed rule: self.replicas <= self.maxReplicas'],
	['a message expression', { host: 'a.local' }, 'spec: Invalid value: host a.local is local'],
	[
		'an item',
		{ ports: [{ name: 'a', port: 0 }] },
		'spec.ports[0].port: Invalid value: 0: failed rule: self > 0 && self < 65536',
	],
	['what may have been', { mode: 'old' }, 'spec.mode: Invalid value: "old": starts as new'],
	[
		'not the shape first',
		{ replicas: 'x', host: 'a.local' },
		'[spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string", <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]',
	],
])('rules: %s', (_, spec, message) => {
	const refused = established(RULED).ask<Refusal>('POST', CRON_TABS, cronTab(spec));
	expect(refused).toMatchObject({ code: 422, message: `CronTab.stable.example.com "mine" is invalid: ${message}` });
});

test('rules of transition are asked when there was something before', () => {
	const world = established(RULED);
	expect(world.call('POST', CRON_TABS, cronTab({ zone: 'a', mode: 'new' })).status).toBe(201);
	const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
	expect(world.ask<Refusal>('PATCH', `${CRON_TABS}/mine`, { spec: { zone: 'b' } }, merge)).toMatchObject({
		code: 422,
		message: 'CronTab.stable.example.com "mine" is invalid: spec.zone: Invalid value: "b": zone is immutable',
	});
	expect(world.call('PATCH', `${CRON_TABS}/mine`, { spec: { zone: null, mode: 'later' } }, merge).status).toBe(200);
});

test.each<[string, object, string]>([
	[
		'an unknown field',
		{ rule: 'self.nothing > 1' },
		'.rule: Invalid value: {"Rule":"self.nothing > 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:5: undefined field \'nothing\'\n | self.nothing > 1\n | ....^',
	],
	[
		'no truth value',
		{ rule: 'self.image' },
		'.rule: Invalid value: {"Rule":"self.image","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: cel expression must evaluate to a bool',
	],
	['no rule', { rule: ' ' }, '.rule: Required value: rule is not specified'],
	[
		'a reason of its own',
		{ rule: 'true', reason: 'Because' },
		'.reason: Unsupported value: "Because": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"',
	],
])('a definition with a rule that has %s is refused', (_, rule, message) => {
	const spec = { type: 'object', properties: { image: { type: 'string' } }, 'x-kubernetes-validations': [rule] };
	const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
	const refused = testServer().ask<Refusal>('POST', DEFINITIONS, definition({}, { schema, subresources: {} }));
	const path = 'spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]';
	expect(refused.message).toBe(
		`CustomResourceDefinition.apiextensions.k8s.io "crontabs.stable.example.com" is invalid: ${path}${message}`,
	);
});

test('what a new rule has against what was there before is a warning until it changes', () => {
	const item = { type: 'string', maxLength: 9 };
	const schema = (rules: object): object => ({
		openAPIV3Schema: {
			type: 'object',
			properties: {
				spec: {
					type: 'object',
					properties: {
						tags: { type: 'array', maxItems: 9, items: { ...item, ...rules } },
						image: { ...item, ...rules },
					},
				},
			},
		},
	});
	const version = { subresources: {}, additionalPrinterColumns: [] };
	const world = established(definition({}, { ...version, schema: schema({}) }));
	world.ask('POST', CRON_TABS, cronTab({ tags: ['a', 'x'], image: 'x' }));
	const rules = { 'x-kubernetes-validations': [{ rule: "self != 'x'", message: 'is no x' }] };
	const stored = world.ask<CustomResourceDefinition>('GET', `${DEFINITIONS}/crontabs.stable.example.com`);
	const { spec } = definition({}, { ...version, schema: schema(rules) }) as CustomResourceDefinition;
	expect(world.call('PUT', `${DEFINITIONS}/crontabs.stable.example.com`, { ...stored, spec }).status).toBe(200);
	const patch = (change: object): ReturnType<TestServer['call']> =>
		world.call('PATCH', `${CRON_TABS}/mine`, change, { headers: { 'content-type': 'application/merge-patch+json' } });
	const kept = patch({ metadata: { labels: { a: 'b' } } });
	expect([kept.status, kept.headers.get('warning')]).toEqual([
		200,
		['299 - "spec.image: Invalid value: \\"x\\": is no x"', '299 - "spec.tags[1]: Invalid value: \\"x\\": is no x"'],
	]);
	const changed = patch({ spec: { tags: ['x'] } });
	expect((changed.body as unknown as Refusal).message).toBe(
		'CronTab.stable.example.com "mine" is invalid: spec.tags[0]: Invalid value: "x": is no x',
	);
});

test('a rule that costs too much ends, and the request with it', () => {
	const list = {
		type: 'array',
		maxItems: 90,
		items: { type: 'integer' },
		'x-kubernetes-validations': [{ rule: 'self.all(a, self.all(b, self.all(c, a + b + c >= 0)))' }],
	};
	const schema = { openAPIV3Schema: { type: 'object', properties: { list } } };
	const world = established(definition({}, { schema, subresources: {}, additionalPrinterColumns: [] }));
	const refused = world.ask<Refusal>('POST', CRON_TABS, cronTab({}, { list: Array.from({ length: 90 }, (_, i) => i) }));
	expect(refused.message).toBe(
		`CronTab.stable.example.com "mine" is invalid: list: Invalid value: "array": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: self.all(a, self.all(b, self.all(c, a + b + c >= 0)))`,
	);
});

test('rules that may cost too much are refused with the definition', () => {
	const image = { type: 'string', 'x-kubernetes-validations': [{ rule: 'self.contains(self)' }] };
	const tags = {
		type: 'array',
		items: { type: 'string', 'x-kubernetes-validations': [{ rule: "self.matches('[a-z]{1,30}x')" }] },
	};
	const spec = { type: 'object', properties: { image, tags } };
	const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
	const version = { schema, subresources: {}, additionalPrinterColumns: [] };
	const refused = testServer().ask<Refusal>('POST', DEFINITIONS, definition({}, version));
	const path = 'spec.validation.openAPIV3Schema';
	const rule = (name: string): string =>
		`${path}.properties[spec].properties[${name}].x-kubernetes-validations[0].rule`;
	const advice =
		'exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)';
	const part = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
	expect(refused.message).toBe(
		`CustomResourceDefinition.apiextensions.k8s.io "crontabs.stable.example.com" is invalid: [${[
			`${rule('image')}: Forbidden: estimated rule cost ${advice}`,
			`${rule('tags].items').replace('items]', 'items')}: Forbidden: estimated rule cost ${advice}`,
			`${rule('tags].items').replace('items]', 'items')}: Forbidden: ${part}`,
			`${rule('image')}: Forbidden: ${part}`,
			`${path}: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema ${advice}`,
		].join(', ')}]`,
	);
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
