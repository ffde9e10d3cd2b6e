import { expect, test } from 'vitest';
import type { APIService } from '../../../simulator/api/apiregistration/types.ts';
import type { ProxyAnswer, ProxyCall } from '../../../simulator/apiserver/proxy-port.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { testServer } from './test-server.ts';

const SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices';
const NAME = 'v1beta1.metrics.k8s.io';
const ENTRY = { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] };

/** A server with an extension server that says what `answers` gives, by path. */
function withExtension(answers: ReadonlyMap<string, object>) {
	const calls: ProxyCall[] = [];
	function* send(call: ProxyCall): Task<ProxyAnswer> {
		calls.push(call);
		const body = answers.get(call.target);
		if (body === undefined) return { kind: 'failed', detail: 'dial tcp 10.96.0.9:443: connect: connection refused' };
		const headers = [['content-type', 'application/json']] as const;
		return { kind: 'answered', status: 200, headers, body: encodeUtf8(JSON.stringify(body)) };
	}
	const server = testServer(undefined, undefined, undefined, { send });
	const run = (ms: number): void => {
		server.context.loop.runUntil(server.context.loop.now() + ms);
	};
	const condition = (): string => {
		const { status } = server.ask<APIService>('GET', `${SERVICES}/${NAME}`) as unknown as APIService;
		return (status.conditions ?? []).map((each) => `${each.status} ${each.reason}: ${each.message}`).join();
	};
	return { ...server, calls, run, condition };
}

function register({ ask }: ReturnType<typeof withExtension>): void {
	ask('POST', SERVICES, {
		metadata: { name: NAME },
		spec: {
			group: 'metrics.k8s.io',
			version: 'v1beta1',
			groupPriorityMinimum: 100,
			versionPriority: 100,
			insecureSkipTLSVerify: true,
			service: { name: 'metrics', namespace: 'default' },
		},
	});
}

function backend({ ask }: ReturnType<typeof withExtension>, port: number): void {
	ask('POST', '/api/v1/namespaces/default/services', {
		metadata: { name: 'metrics' },
		spec: { clusterIP: '10.96.0.9', ports: [{ port }] },
	});
}

function endpoints({ ask }: ReturnType<typeof withExtension>, ready: boolean): void {
	ask('POST', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
		metadata: { name: 'metrics-1', labels: { 'kubernetes.io/service-name': 'metrics' } },
		addressType: 'IPv4',
		endpoints: [{ addresses: ['192.168.1.9'], conditions: { ready } }],
		ports: [{ name: '', port: 4443, protocol: 'TCP' }],
	});
}

test('an APIService says why its server is not available', () => {
	const world = withExtension(new Map());
	register(world);
	world.run(100);
	expect(world.condition()).toBe('False ServiceNotFound: service/metrics in "default" is not present');
	backend(world, 8443);
	world.run(3_000);
	expect(world.condition()).toBe('False ServicePortError: service/metrics in "default" is not listening on port 443');
	world.ask('DELETE', '/api/v1/namespaces/default/services/metrics');
	backend(world, 443);
	world.run(3_000);
	expect(world.condition()).toBe(
		'False EndpointsNotFound: cannot find endpointslices for service/metrics in "default"',
	);
	endpoints(world, false);
	world.run(3_000);
	expect(world.condition()).toBe(
		'False MissingEndpoints: endpointslices for service/metrics in "default" have no addresses with port name ""',
	);
	world.ask('DELETE', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/metrics-1');
	endpoints(world, true);
	world.run(3_000);
	const url = 'https://10.96.0.9:443/apis/metrics.k8s.io/v1beta1';
	expect(world.condition()).toBe(
		`False FailedDiscoveryCheck: failing or missing response from ${url}: Get "${url}": dial tcp 10.96.0.9:443: connect: connection refused`,
	);
	const answer = world.call('GET', '/apis/metrics.k8s.io/v1beta1/nodes');
	expect([answer.status, answer.body]).toEqual([503, 'service unavailable\n']);
});

test('what an available server serves is in discovery, and requests for it are handed on in the name of who asks', () => {
	const path = '/apis/metrics.k8s.io/v1beta1';
	const list = { kind: 'NodeMetricsList', items: [] };
	const world = withExtension(
		new Map<string, object>([
			[path, { kind: 'APIResourceList', groupVersion: 'metrics.k8s.io/v1beta1', resources: [ENTRY] }],
			[`${path}/nodes?limit=500`, list],
		]),
	);
	const before = world.ask<{ groups: unknown[] }>('GET', '/apis').groups.length;
	backend(world, 443);
	endpoints(world, true);
	register(world);
	world.run(1_000);
	expect(world.condition()).toBe('True Passed: all checks passed');
	expect(world.ask<{ groups: unknown[] }>('GET', '/apis').groups.slice(before)).toEqual([
		{
			name: 'metrics.k8s.io',
			versions: [{ groupVersion: 'metrics.k8s.io/v1beta1', version: 'v1beta1' }],
			preferredVersion: { groupVersion: 'metrics.k8s.io/v1beta1', version: 'v1beta1' },
		},
	]);
	const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
	expect(world.ask<{ items: object[] }>('GET', '/apis', undefined, { headers: { accept } }).items.at(-1)).toEqual({
		metadata: { name: 'metrics.k8s.io' },
		versions: [
			{
				version: 'v1beta1',
				resources: [
					{
						resource: 'nodes',
						responseKind: { group: 'metrics.k8s.io', version: 'v1beta1', kind: 'NodeMetrics' },
						scope: 'Cluster',
						singularResource: '',
						verbs: ['get', 'list'],
					},
				],
				freshness: 'Current',
			},
		],
	});
	const answer = world.call('GET', `${path}/nodes?limit=500`, undefined, { headers: { authorization: 'Bearer x' } });
	expect([answer.status, answer.body]).toEqual([200, encodeUtf8(JSON.stringify(list))]);
	const call = world.calls.at(-1);
	expect([call?.server, call?.client]).toEqual(['https://10.96.0.9:443', 'front-proxy']);
	expect(call?.headers.filter(([name]) => /^(X-Remote|Auth)/.test(name))).toEqual([
		['X-Remote-User', 'kubernetes-admin'],
		['X-Remote-Group', 'kubeadm:cluster-admins'],
		['X-Remote-Group', 'system:masters'],
		['X-Remote-Group', 'system:authenticated'],
	]);
	world.ask('DELETE', `${SERVICES}/${NAME}`);
	expect(world.call('GET', path).status).toBe(404);
});
