import { expect, test } from 'vitest';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { testServer } from './test-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';

type Amounts = { readonly [name: string]: string };

function server(...limits: object[]): ReturnType<typeof testServer> {
	const made = testServer();
	for (const [index, item] of limits.entries()) {
		const range = { metadata: { name: `range-${index}` }, spec: { limits: [item] } };
		made.ask('POST', '/api/v1/namespaces/default/limitranges', range);
	}
	return made;
}

const pod = (containers: { name: string; requests?: Amounts; limits?: Amounts }[], init: object[] = []) => ({
	metadata: { name: 'web' },
	spec: {
		containers: containers.map(({ name, ...resources }) => ({ name, image: 'nginx', resources })),
		initContainers: init,
	},
});

test('containers get what they leave out, and an annotation says so', () => {
	const { ask } = server({
		type: 'Container',
		default: { memory: '512Mi', cpu: '500m' },
		defaultRequest: { cpu: '100m', memory: '256Mi' },
	});
	const made = ask<KubeObject & { spec: { containers: object[]; initContainers: object[] } }>(
		'POST',
		PODS,
		pod(
			[
				{ name: 'a' },
				{ name: 'b', requests: { cpu: '50m' }, limits: { cpu: '1' } },
				{ name: 'c', requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
			],
			[{ name: 'setup', image: 'busybox' }],
		),
	);
	expect(made.metadata.annotations).toEqual({
		'kubernetes.io/limit-ranger':
			'LimitRanger plugin set: cpu, memory request for container a; cpu, memory limit for container a; memory request for container b; memory limit for container b; cpu, memory request for init container setup; cpu, memory limit for init container setup',
	});
	const resources = (list: { resources?: object }[]): string => JSON.stringify(list.map((each) => each.resources));
	expect(resources(made.spec.containers)).toBe(
		'[{"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},{"limits":{"cpu":"1","memory":"512Mi"},"requests":{"cpu":"50m","memory":"256Mi"}},{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1","memory":"1Gi"}}]',
	);
	expect(resources(made.spec.initContainers)).toBe(
		'[{"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}}]',
	);
});

const container = { type: 'Container', min: { cpu: '100m', memory: '64Mi' }, max: { cpu: '1', memory: '1Gi' } };
const both = (cpu: string, memory: string): { requests: Amounts; limits: Amounts } => ({
	requests: { cpu, memory },
	limits: { cpu, memory },
});

test.each<[string, object, object, string | undefined]>([
	['within', container, pod([{ name: 'a', ...both('500m', '128Mi') }]), undefined],
	[
		'above both maxima',
		container,
		pod([{ name: 'a', ...both('2', '2Gi') }]),
		'[maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 1Gi, but limit is 2Gi]',
	],
	[
		'below both minima, in two containers alike',
		container,
		pod([
			{ name: 'a', ...both('50m', '32Mi') },
			{ name: 'b', ...both('50m', '64Mi') },
		]),
		'[minimum cpu usage per Container is 100m, but request is 50m, minimum memory usage per Container is 64Mi, but request is 32Mi]',
	],
	[
		'of the whole Pod',
		{ type: 'Pod', max: { cpu: '2' } },
		pod([
			{ name: 'a', ...both('1500m', '1Gi') },
			{ name: 'b', ...both('1', '1Gi') },
		]),
		'maximum cpu usage per Pod is 2, but limit is 2500m',
	],
	[
		'nothing given',
		{ type: 'Pod', min: { cpu: '100m' }, max: { memory: '1Gi' }, maxLimitRequestRatio: { cpu: '2' } },
		pod([{ name: 'a' }]),
		'[minimum cpu usage per Pod is 100m.  No request is specified, maximum memory usage per Pod is 1Gi.  No limit is specified, cpu max limit to request ratio per Pod is 2, but no request is specified or request is 0]',
	],
	[
		'ratio',
		{ type: 'Container', maxLimitRequestRatio: { memory: '1500m', cpu: '4' } },
		pod([{ name: 'a', requests: { cpu: '300m', memory: '100Mi' }, limits: { cpu: '2', memory: '160Mi' } }]),
		'[cpu max limit to request ratio per Container is 4, but provided ratio is 6.666667, memory max limit to request ratio per Container is 1500m, but provided ratio is 1.600000]',
	],
])('Pods: %s', (_, limits, body, complaint) => {
	const answer = server(limits).ask<{ message?: string }>('POST', PODS, body);
	expect(answer.message).toBe(complaint === undefined ? undefined : `pods "web" is forbidden: ${complaint}`);
});

test.each<[string, string, string | undefined]>([
	['small', '500Mi', 'minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi'],
	['right', '2Gi', undefined],
	['large', '20Gi', 'maximum storage usage per PersistentVolumeClaim is 10Gi, but request is 20Gi'],
])('claims: %s', (_, storage, complaint) => {
	const { ask } = server({ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '10Gi' } });
	const answer = ask<{ message?: string }>('POST', CLAIMS, {
		metadata: { name: 'data' },
		spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
	});
	expect(answer.message).toBe(
		complaint === undefined ? undefined : `persistentvolumeclaims "data" is forbidden: ${complaint}`,
	);
});
