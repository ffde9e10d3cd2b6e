import { expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../../simulator/api/apiextensions/types.ts';
import { CRON_TABS, cronTab, DEFINITIONS, definition, established, type Refusal, RULED } from './cron-tabs.ts';
import { type TestServer, testServer } from './test-server.ts';

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
