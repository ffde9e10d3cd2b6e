import { expect, test } from 'vitest';
import type { WebhookAnswer, WebhookCall } from '../../../simulator/apiserver/ports.ts';
import type { ApiStream, WatchEvent } from '../../../simulator/apiserver/request.ts';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { DEFINITIONS, definition } from './cron-tabs.ts';
import { type TestServer, testServer } from './test-server.ts';

interface Tab extends KubeObject {
	readonly hostPort?: string;
	readonly host?: string;
	readonly port?: string;
}

interface Review {
	readonly apiVersion: string;
	readonly request: { readonly uid: string; readonly desiredAPIVersion: string; readonly objects: readonly Tab[] };
}

const VERSION = {
	served: true,
	schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
};

const CONVERSION = {
	strategy: 'Webhook',
	webhook: {
		conversionReviewVersions: ['v1', 'v1beta1'],
		clientConfig: { service: { namespace: 'default', name: 'hook', path: '/crdconvert' } },
	},
};

/** The example of the documentation: v1beta1 has "host:port" in one field, v1 has two. */
function converted(tab: Tab, apiVersion: string): Tab {
	const { hostPort, host, port, ...rest } = tab;
	if (apiVersion.endsWith('/v1')) {
		const [first = '', second = ''] = (hostPort ?? '').split(':');
		return { ...rest, apiVersion, host: first, port: second };
	}
	return { ...rest, apiVersion, hostPort: `${host}:${port}` };
}

function success({ apiVersion, request }: Review): WebhookAnswer {
	const convertedObjects = request.objects.map((each) => converted(each, request.desiredAPIVersion));
	return answered(apiVersion, { uid: request.uid, result: { status: 'Success' }, convertedObjects });
}

function answered(apiVersion: string, response: object): WebhookAnswer {
	return { kind: 'answered', status: 200, body: { kind: 'ConversionReview', apiVersion, response } };
}

interface Converting extends TestServer {
	readonly calls: WebhookCall[];
	answer: (review: Review) => WebhookAnswer;
}

/** CronTabs that are stored as v1beta1 and served as v1, too. */
function converting(): Converting {
	const calls: WebhookCall[] = [];
	const world: Converting = {
		...testServer(undefined, {
			*post(call): Task<WebhookAnswer> {
				calls.push(call);
				return world.answer(call.body as Review);
			},
		}),
		calls,
		answer: success,
	};
	world.ask('POST', '/api/v1/namespaces/default/services', {
		metadata: { name: 'hook' },
		spec: { clusterIP: '10.96.0.9', ports: [{ port: 443 }] },
	});
	const versions = [
		{ ...VERSION, name: 'v1beta1', storage: true },
		{ ...VERSION, name: 'v1', storage: false },
	];
	world.ask('POST', DEFINITIONS, definition({ versions, conversion: CONVERSION }));
	world.context.loop.runUntil(world.context.loop.now() + 1_000);
	return world;
}

const tabs = (version: string): string => `/apis/stable.example.com/${version}/namespaces/default/crontabs`;
const tab = (version: string, fields: object): object => ({
	apiVersion: `stable.example.com/${version}`,
	kind: 'CronTab',
	metadata: { name: 'mine' },
	...fields,
});
const shown = ({ apiVersion, hostPort, host, port }: Tab): unknown => [apiVersion.slice(19), hostPort ?? [host, port]];

test('objects are read in the version that is asked for, and stored in the storage version', () => {
	const { ask, calls, store } = converting();
	ask('POST', tabs('v1beta1'), tab('v1beta1', { hostPort: 'a:1' }));
	expect(calls).toHaveLength(0);
	expect(shown(ask<Tab>('GET', `${tabs('v1')}/mine`))).toEqual(['v1', ['a', '1']]);
	const [{ body, ...call }] = calls as [WebhookCall];
	expect(call).toEqual({
		server: 'https://10.96.0.9:443',
		serverName: 'hook.default.svc',
		path: '/crdconvert',
		query: [['timeout', '30s']],
		timeoutMs: 30_000,
	});
	const { request, ...review } = body as Review & { kind: string };
	expect(review).toEqual({ kind: 'ConversionReview', apiVersion: 'apiextensions.k8s.io/v1' });
	expect([request.desiredAPIVersion, request.objects.map(shown)]).toEqual([
		'stable.example.com/v1',
		[['v1beta1', 'a:1']],
	]);
	const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
	expect(shown(ask<Tab>('PATCH', `${tabs('v1')}/mine`, { host: 'b' }, merge))).toEqual(['v1', ['b', '1']]);
	expect(shown(ask<Tab>('GET', `${tabs('v1beta1')}/mine`))).toEqual(['v1beta1', 'b:1']);
	const made = ask<Tab>('POST', tabs('v1'), tab('v1', { metadata: { name: 'other' }, host: 'c', port: '3' }));
	expect(shown(made)).toEqual(['v1', ['c', '3']]);
	expect(ask<{ items: Tab[] }>('GET', tabs('v1')).items.map(shown)).toEqual([
		['v1', ['b', '1']],
		['v1', ['c', '3']],
	]);
	expect(ask<{ status: string }>('DELETE', `${tabs('v1')}/mine`).status).toBe('Success');
	const { entries } = store.list('/registry/stable.example.com/crontabs/');
	expect(entries.map(({ value }) => shown(value as Tab))).toEqual([['v1beta1', 'c:3']]);
});

test('a watch tells of changes in its version, in order', () => {
	const { ask, call } = converting();
	ask('POST', tabs('v1beta1'), tab('v1beta1', { hostPort: 'a:1' }));
	const stream = call('GET', `${tabs('v1')}?watch=true`).stream as ApiStream;
	ask('POST', tabs('v1beta1'), tab('v1beta1', { metadata: { name: 'other' }, hostPort: 'b:2' }));
	ask('DELETE', `${tabs('v1beta1')}/mine`);
	const heard: unknown[] = [];
	for (let event = stream.next(); event !== undefined && event !== 'end'; event = stream.next()) {
		const { type, object } = event as WatchEvent;
		heard.push([type, shown(object as Tab)]);
	}
	expect(heard).toEqual([
		['ADDED', ['v1', ['a', '1']]],
		['ADDED', ['v1', ['b', '2']]],
		['DELETED', ['v1', ['a', '1']]],
	]);
});

const FROM = 'stable.example.com/v1beta1, Kind=CronTab';

test.each<readonly [string, (review: Review) => WebhookAnswer, string]>([
	[
		'nobody there',
		() => ({ kind: 'failed', detail: 'dial tcp 10.96.0.9:443: connect: connection refused' }),
		`conversion webhook for ${FROM} failed: Post "https://hook.default.svc:443/crdconvert?timeout=30s": dial tcp 10.96.0.9:443: connect: connection refused`,
	],
	[
		'no such page',
		() => ({ kind: 'answered', status: 404, body: '404 page not found' }),
		`conversion webhook for ${FROM} failed: the server could not find the requested resource`,
	],
	[
		'it does not know how',
		({ apiVersion, request: { uid } }) =>
			answered(apiVersion, { uid, result: { status: 'Failed', message: 'hostPort could not be parsed' } }),
		`conversion webhook for ${FROM} failed: hostPort could not be parsed`,
	],
	[
		'it does not say why',
		({ apiVersion, request: { uid } }) => answered(apiVersion, { uid, result: {} }),
		`conversion webhook for ${FROM} failed: response.result.status was '', not 'Success'`,
	],
	[
		'an answer to something else',
		({ apiVersion }) => answered(apiVersion, { uid: 'x', result: { status: 'Success' } }),
		`conversion webhook for ${FROM} failed: expected response.uid="UID", got "x"`,
	],
	[
		'no objects',
		({ apiVersion, request: { uid } }) => answered(apiVersion, { uid, result: { status: 'Success' } }),
		`conversion for ${FROM} returned 0 objects, expected 1`,
	],
	[
		'another object',
		({ apiVersion, request }) =>
			answered(apiVersion, {
				uid: request.uid,
				result: { status: 'Success' },
				convertedObjects: request.objects.map((each) => ({
					...converted(each, request.desiredAPIVersion),
					metadata: { ...each.metadata, name: 'yours' },
				})),
			}),
		`conversion for ${FROM} returned invalid converted object at index 1: must have the same name: mine != yours`,
	],
	[
		'the same version',
		({ apiVersion, request: { uid, objects } }) =>
			answered(apiVersion, { uid, result: { status: 'Success' }, convertedObjects: objects }),
		`conversion for ${FROM} returned invalid converted object at index 1: invalid groupVersion (expected stable.example.com/v1, received stable.example.com/v1beta1)`,
	],
])('%s', (_, answer, expected) => {
	const world = converting();
	world.ask('POST', tabs('v1beta1'), tab('v1beta1', { hostPort: 'a:1' }));
	world.answer = answer;
	for (const path of [`${tabs('v1')}/mine`, tabs('v1')]) {
		const { code, message, ...rest } = world.ask<{ code: number; message: string; reason?: string }>('GET', path);
		expect([code, message.replace(/uid="[^"]{36}"/, 'uid="UID"'), rest.reason]).toEqual([500, expected, undefined]);
	}
	expect(shown(world.ask<Tab>('GET', `${tabs('v1beta1')}/mine`))).toEqual(['v1beta1', 'a:1']);
});
