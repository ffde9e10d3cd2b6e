import { expect, test } from 'vitest';
import type { WebhookAnswer, WebhookCall } from '../../../simulator/apiserver/ports.ts';
import type { ApiResponse } from '../../../simulator/apiserver/request.ts';
import { delay } from '../../../simulator/machinery/delay.ts';
import { startTask, type Task } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { ADMIN, type TestServer, testServer } from './test-server.ts';

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';
const MAPS = '/api/v1/namespaces/default/configmaps';

interface Review {
	readonly apiVersion: string;
	readonly request: { readonly uid: string; readonly [field: string]: unknown };
}
type Answer = (review: Review) => WebhookAnswer;

function response(review: Review, fields: object): WebhookAnswer {
	const body = {
		kind: 'AdmissionReview',
		apiVersion: review.apiVersion,
		response: { uid: review.request.uid, ...fields },
	};
	return { kind: 'answered', status: 200, body };
}

interface Hooked extends TestServer {
	readonly calls: WebhookCall[];
}

/** A server with one webhook for everything that is done to ConfigMaps, that answers so. */
function hooked(kind: 'mutating' | 'validating', answer: Answer, webhook: object = {}): Hooked {
	const calls: WebhookCall[] = [];
	const server = testServer(undefined, {
		*post(call): Task<WebhookAnswer> {
			calls.push(call);
			return answer(call.body as unknown as Review);
		},
	});
	server.ask('POST', '/api/v1/namespaces/default/services', {
		metadata: { name: 'hook' },
		spec: { clusterIP: '10.96.0.9', ports: [{ port: 443 }] },
	});
	server.ask('POST', `${REGISTRATION}/${kind}webhookconfigurations`, {
		metadata: { name: 'hook' },
		webhooks: [
			{
				name: 'maps.example.com',
				admissionReviewVersions: ['v1'],
				sideEffects: 'None',
				clientConfig: { service: { name: 'hook', namespace: 'default', path: '/check' } },
				rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
				...webhook,
			},
		],
	});
	return { ...server, calls };
}

const map = { metadata: { name: 'm' }, data: { a: '1' } };

test('a webhook is asked with what is about to happen', () => {
	const { ask, calls } = hooked('validating', (review) => response(review, { allowed: true }));
	expect(ask<{ data: object }>('POST', MAPS, map).data).toEqual({ a: '1' });
	const [{ body, ...call }] = calls as [WebhookCall];
	expect(call).toEqual({
		server: 'https://10.96.0.9:443',
		serverName: 'hook.default.svc',
		userAgent: 'kube-apiserver-admission',
		path: '/check',
		query: [['timeout', '10s']],
		timeoutMs: 10_000,
	});
	const { uid, object, userInfo, ...request } = (body as Review).request;
	expect([typeof uid, (object as typeof map).data, (userInfo as { username: string }).username]).toEqual([
		'string',
		{ a: '1' },
		'kubernetes-admin',
	]);
	expect(request).toEqual({
		kind: { group: '', version: 'v1', kind: 'ConfigMap' },
		resource: { group: '', version: 'v1', resource: 'configmaps' },
		requestKind: { group: '', version: 'v1', kind: 'ConfigMap' },
		requestResource: { group: '', version: 'v1', resource: 'configmaps' },
		name: 'm',
		namespace: 'default',
		operation: 'CREATE',
		oldObject: null,
		dryRun: false,
		options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
	});
	ask('PUT', `${MAPS}/m?fieldManager=me&fieldValidation=Strict`, { ...map, data: { a: '2' } });
	ask('DELETE', `${MAPS}/m`, { propagationPolicy: 'Background' });
	const options = { apiVersion: 'meta.k8s.io/v1' };
	expect(calls.slice(1).map((each) => (each.body as Review).request.options)).toEqual([
		{ ...options, kind: 'UpdateOptions', fieldManager: 'me', fieldValidation: 'Strict' },
		{ ...options, kind: 'DeleteOptions', propagationPolicy: 'Background' },
	]);
	ask('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 's' } });
	expect(calls.map((each) => (each.body as Review).request.operation)).toEqual(['CREATE', 'UPDATE', 'DELETE']);
});

const POST = 'failed to call webhook: Post "https://hook.default.svc:443/check?timeout=10s"';
const INTERNAL = 'Internal error occurred: failed calling webhook "maps.example.com": ';

test.each<readonly [string, Answer, readonly [number, string]]>([
	[
		'denied',
		(review) => response(review, { allowed: false, status: { message: 'no maps', code: 403 } }),
		[403, 'admission webhook "maps.example.com" denied the request: no maps'],
	],
	[
		'denied without a word',
		(review) => response(review, { allowed: false }),
		[400, 'admission webhook "maps.example.com" denied the request without explanation'],
	],
	[
		'nobody there',
		() => ({ kind: 'failed', detail: 'dial tcp 10.96.0.9:443: connect: connection refused' }),
		[500, `${INTERNAL}${POST}: dial tcp 10.96.0.9:443: connect: connection refused`],
	],
	[
		'no such page',
		() => ({ kind: 'answered', status: 404, body: '404 page not found' }),
		[500, `${INTERNAL}failed to call webhook: the server could not find the requested resource`],
	],
	[
		'broken',
		() => ({ kind: 'answered', status: 500, body: 'panic\n' }),
		[
			500,
			`${INTERNAL}failed to call webhook: an error on the server ("panic") has prevented the request from succeeding`,
		],
	],
	[
		'an answer to something else',
		() => ({ kind: 'answered', status: 200, body: { hello: 'world' } }),
		[
			500,
			`${INTERNAL}received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind=`,
		],
	],
])('%s', (_, answer, expected) => {
	const { ask } = hooked('validating', answer);
	const { code, message } = ask<{ code: number; message: string }>('POST', MAPS, map);
	expect([code, message]).toEqual(expected);
});

test('who is not there is passed over when that is the policy', () => {
	const { ask } = hooked('validating', () => ({ kind: 'failed', detail: 'EOF' }), { failurePolicy: 'Ignore' });
	expect(ask<{ data: object }>('POST', MAPS, map).data).toEqual({ a: '1' });
});

test('a Service that is not there, or has no such port', () => {
	const service = { name: 'nothing', namespace: 'default', path: '/check' };
	const message = (webhook: object): string =>
		hooked('validating', (review) => response(review, { allowed: true }), webhook).ask<{ message: string }>(
			'POST',
			MAPS,
			map,
		).message;
	expect(message({ clientConfig: { service } })).toBe(
		`${INTERNAL}failed to call webhook: Post "https://nothing.default.svc:443/check?timeout=10s": service "nothing" not found`,
	);
	expect(message({ clientConfig: { service: { ...service, name: 'hook', port: 8443 } }, timeoutSeconds: 3 })).toBe(
		`${INTERNAL}failed to call webhook: Post "https://hook.default.svc:8443/check?timeout=3s": no service port 8443 found for service "hook"`,
	);
});

test('what a webhook changes and says', () => {
	const patch = btoa(JSON.stringify([{ op: 'add', path: '/metadata/labels', value: { seen: 'yes' } }]));
	const { ask, call } = hooked('mutating', (review) =>
		response(review, { allowed: true, patchType: 'JSONPatch', patch, warnings: ['maps are old-fashioned'] }),
	);
	const made = call('POST', MAPS, map);
	expect(made.headers.get('warning')).toEqual(['299 - "maps are old-fashioned"']);
	expect(ask<{ metadata: { labels: object } }>('GET', `${MAPS}/m`).metadata.labels).toEqual({ seen: 'yes' });
});

test('selectors choose namespaces and objects; webhooks have no say about webhooks', () => {
	const never: Answer = (review) => response(review, { allowed: false });
	const elsewhere = { matchLabels: { 'kubernetes.io/metadata.name': 'elsewhere' } };
	const marked = { matchLabels: { checked: 'yes' } };
	const first = hooked('validating', never, { namespaceSelector: elsewhere });
	expect(first.ask<{ data?: object }>('POST', MAPS, map).data).toEqual({ a: '1' });
	const second = hooked('validating', never, { objectSelector: marked });
	expect(second.ask<{ data?: object }>('POST', MAPS, map).data).toEqual({ a: '1' });
	const labelled = { metadata: { name: 'n', labels: { checked: 'yes' } } };
	expect(second.ask<{ code: number }>('POST', MAPS, labelled).code).toBe(400);
	const rules = [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'] }];
	const third = hooked('validating', never, { rules });
	expect(third.ask<{ status: string }>('DELETE', `${REGISTRATION}/validatingwebhookconfigurations/hook`).status).toBe(
		'Success',
	);
});

test('a webhook may say of what it wants to hear', () => {
	const conditions = (expression: string): object => ({ matchConditions: [{ name: 'c', expression }] });
	const never: Answer = (review) => response(review, { allowed: false });
	const chosen = hooked('validating', never, conditions('object.data.a == "2"'));
	expect(chosen.ask<{ data?: object }>('POST', MAPS, map).data).toEqual({ a: '1' });
	expect(chosen.ask<{ code: number }>('PUT', `${MAPS}/m`, { ...map, data: { a: '2' } }).code).toBe(400);
	const broken = hooked('validating', never, conditions('object.data.c == "2"'));
	expect(broken.ask<{ message: string }>('POST', MAPS, map).message).toBe(
		'configmaps "m" is forbidden: expression \'object.data.c == "2"\' resulted in error: no such key: c',
	);
});

test('validating webhooks are asked all at once', () => {
	const asked: string[] = [];
	const { context, server, ask } = testServer(undefined, {
		*post(call): Task<WebhookAnswer> {
			asked.push(call.path);
			const review = call.body as unknown as Review;
			yield delay(context.loop, call.path === '/slow' ? 5_000 : 1_000);
			return response(review, { allowed: false, status: { message: call.path, code: 403 } });
		},
	});
	const webhook = (name: string): object => ({
		name: `${name}.example.com`,
		admissionReviewVersions: ['v1'],
		sideEffects: 'None',
		clientConfig: { url: `https://hook.example.com/${name}` },
		rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
	});
	ask('POST', `${REGISTRATION}/validatingwebhookconfigurations`, {
		metadata: { name: 'hooks' },
		webhooks: [webhook('slow'), webhook('fast')],
	});
	const startedAt = context.loop.now();
	let answer: ApiResponse | undefined;
	const request = { method: 'POST', path: MAPS, query: new Map(), headers: new Map(), peer: ADMIN } as const;
	startTask(server.handle({ ...request, body: encodeUtf8(JSON.stringify(map)) }), (result) => {
		answer = result;
	});
	expect([asked, answer]).toEqual([['/slow', '/fast'], undefined]);
	context.loop.runUntil(startedAt + 4_999);
	expect(answer).toBeUndefined();
	context.loop.runUntil(startedAt + 5_000);
	expect(answer?.body).toMatchObject({ message: 'admission webhook "fast.example.com" denied the request: /fast' });
});

test.each([
	['POST', MAPS, 'application/json'],
	['PATCH', `${MAPS}/m?fieldManager=me`, 'application/apply-patch+yaml'],
] as const)('%s: a refusal carries what was warned of', (method, path, type) => {
	const { call } = hooked('validating', (review) => response(review, { allowed: false, warnings: ['careful'] }));
	const body = { apiVersion: 'v1', kind: 'ConfigMap', ...map };
	const { status, headers } = call(method, path, body, { headers: { 'content-type': type } });
	expect([status, headers.get('warning')]).toEqual([400, ['299 - "careful"']]);
});
