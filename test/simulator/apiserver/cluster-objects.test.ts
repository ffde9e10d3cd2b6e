import { expect, test } from 'vitest';
import { KINDS } from '../../../simulator/api/registry.ts';
import { localApiServices } from '../../../simulator/apiserver/discovery/api-services.ts';
import { testServer } from './test-server.ts';

const SERVICES = '/api/v1/namespaces/default/services';
const ADDRESSES = '/apis/networking.k8s.io/v1/ipaddresses';
const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1';

interface Named {
	readonly metadata: { readonly name: string };
}

function names({ items }: { readonly items: readonly Named[] }): string[] {
	return items.map(({ metadata }) => metadata.name);
}

test('a Service holds its address as long as it is there', () => {
	const { ask, call } = testServer();
	const ports = [{ port: 80 }];
	ask('POST', SERVICES, { metadata: { name: 'web' }, spec: { clusterIP: '10.96.0.77', ports } });
	const address = ask<{ metadata: { labels: object }; spec: object }>('GET', `${ADDRESSES}/10.96.0.77`);
	expect([address.metadata.labels, address.spec]).toEqual([
		{ 'ipaddress.kubernetes.io/ip-family': 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
		{ parentRef: { resource: 'services', namespace: 'default', name: 'web' } },
	]);
	ask('POST', SERVICES, { metadata: { name: 'headless' }, spec: { clusterIP: 'None', ports } });
	ask('POST', `${SERVICES}?dryRun=All`, { metadata: { name: 'dry' }, spec: { ports } });
	expect(names(ask('GET', ADDRESSES))).toEqual(['10.96.0.77']);
	call('DELETE', `${SERVICES}/web`);
	expect(names(ask('GET', ADDRESSES))).toEqual([]);
});

test('an address that something else holds is not given out', () => {
	const { ask } = testServer();
	const parentRef = { group: 'example.com', resource: 'gateways', name: 'edge' };
	ask('POST', ADDRESSES, { metadata: { name: '10.96.0.77' }, spec: { parentRef } });
	const refused = ask<{ message: string }>('POST', SERVICES, {
		metadata: { name: 'web' },
		spec: { clusterIP: '10.96.0.77', ports: [{ port: 80 }] },
	});
	expect(refused.message).toBe(
		'Service "web" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.77"]: failed to allocate IP 10.96.0.77: provided IP is already allocated',
	);
});

test('a schema says whether its level is there; schemas are listed as they are matched', () => {
	const { ask } = testServer();
	const level = { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } };
	ask('POST', `${FLOW}/prioritylevelconfigurations`, { metadata: { name: 'low' }, spec: level });
	const schema = (name: string, levelName: string, matchingPrecedence: number): unknown =>
		ask('POST', `${FLOW}/flowschemas`, {
			metadata: { name },
			spec: { priorityLevelConfiguration: { name: levelName }, matchingPrecedence },
		});
	schema('a', 'low', 300);
	schema('b', 'none', 200);
	const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
	const table = ask<{ rows: { cells: unknown[] }[] }>('GET', `${FLOW}/flowschemas`, undefined, { headers: { accept } });
	expect(table.rows.map(({ cells }) => cells)).toEqual([
		['b', 'none', 200, '<none>', '0s', 'True'],
		['a', 'low', 300, '<none>', '0s', 'False'],
	]);
	const { status } = ask<{ status: { conditions: { message: string }[] } }>('GET', `${FLOW}/flowschemas/b`);
	expect(status.conditions[0]?.message).toBe(
		'This FlowSchema references the PriorityLevelConfiguration object named "none" but there is no such object',
	);
});

test('what the server serves itself is available at once', () => {
	const { ask } = testServer();
	const path = '/apis/apiregistration.k8s.io/v1/apiservices';
	for (const service of localApiServices(KINDS)) ask('POST', path, service);
	const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
	const table = ask<{ rows: { cells: unknown[] }[] }>('GET', path, undefined, { headers: { accept } });
	expect(table.rows.map(({ cells }) => cells).slice(0, 2)).toEqual([
		['v1.', 'Local', 'True', '0s'],
		['v1.admissionregistration.k8s.io', 'Local', 'True', '0s'],
	]);
	expect(table.rows.map(({ cells }) => cells[0])).toContain('v2.autoscaling');
	const remote = ask<{ status: object }>('POST', path, {
		metadata: { name: 'v1beta1.metrics.k8s.io' },
		spec: {
			group: 'metrics.k8s.io',
			version: 'v1beta1',
			groupPriorityMinimum: 100,
			versionPriority: 100,
			service: { namespace: 'kube-system', name: 'metrics-server' },
		},
	});
	expect(remote.status).toEqual({});
});

test('a Pod is bound by the older way, too', () => {
	const { ask } = testServer();
	ask('POST', '/api/v1/namespaces/default/pods', {
		metadata: { name: 'web' },
		spec: { containers: [{ name: 'web', image: 'nginx' }] },
	});
	const binding = { metadata: { name: 'web' }, target: { kind: 'Node', name: 'node01' } };
	expect(ask<{ status: string }>('POST', '/api/v1/namespaces/default/bindings', binding).status).toBe('Success');
	const pod = ask<{ spec: { nodeName: string } }>('GET', '/api/v1/namespaces/default/pods/web');
	expect(pod.spec.nodeName).toBe('node01');
});
