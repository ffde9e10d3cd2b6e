import type { CustomResourceDefinition } from '../../../simulator/api/apiextensions/types.ts';
import { type TestServer, testServer } from './test-server.ts';

export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
export const CRON_TABS = '/apis/stable.example.com/v1/namespaces/default/crontabs';

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

export function definition(spec: object = {}, version: object = {}): object {
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

export const cronTab = (spec: object, more: object = {}): object => ({
	apiVersion: 'stable.example.com/v1',
	kind: 'CronTab',
	metadata: { name: 'mine' },
	spec,
	...more,
});

export function established(made: object = definition()): TestServer {
	const world = testServer();
	world.ask('POST', DEFINITIONS, made);
	world.context.loop.runUntil(world.context.loop.now() + 1_000);
	return world;
}

export const conditions = (object: CustomResourceDefinition): string[] =>
	(object.status.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`);

export interface Refusal {
	readonly code: number;
	readonly message: string;
}

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

/** A definition with rules. */
export const RULED = definition(
	{},
	{ schema: { openAPIV3Schema: RULES_SCHEMA }, subresources: {}, additionalPrinterColumns: [] },
);
