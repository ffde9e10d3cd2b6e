import { expect, test } from 'vitest';
import { AUTOSCALERS, DEPLOYMENTS } from '../../../simulator/controllers/resources.ts';
import { deployment, TestCluster, type TestClusterOptions } from '../../support/cluster/test-cluster.ts';

const REQUESTS = { containers: [{ name: 'nginx', image: 'nginx', resources: { requests: { cpu: '200m' } } }] };

/** A deployment of `replicas`, ready since long, whose Pods each use `cpu()`. */
function autoscaled(
	replicas: number,
	cpu: () => string | undefined,
	{ hpa = {}, pods = REQUESTS, ...options }: TestClusterOptions & { hpa?: object; pods?: object } = {},
): TestCluster {
	const cluster = new TestCluster({
		metrics: (found) => {
			const used = cpu();
			return used === undefined ? {} : Object.fromEntries(found.map(({ metadata }) => [metadata.name, { cpu: used }]));
		},
		...options,
	});
	cluster.create(DEPLOYMENTS, deployment('web', replicas, {}, pods));
	cluster.run(600);
	cluster.create(AUTOSCALERS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: {
			scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
			minReplicas: 1,
			maxReplicas: 10,
			metrics: [
				{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
			],
			...hpa,
		},
	});
	return cluster;
}

const sizeOf = (cluster: TestCluster): number => cluster.get(DEPLOYMENTS, 'web').spec.replicas as number;

function conditionsOf(cluster: TestCluster): string[] {
	const { conditions = [] } = cluster.get(AUTOSCALERS, 'web').status;
	return conditions.map(({ type, status, reason, message }) => `${type} ${status} ${reason}: ${message}`);
}

test('usage above the target: at most doubled, to four at least, every fifteen seconds', () => {
	const cluster = autoscaled(1, () => '200m');
	cluster.run(14.9);
	expect(cluster.get(AUTOSCALERS, 'web').status).toEqual({ desiredReplicas: 0 });
	cluster.run(0.2);
	expect(cluster.get(AUTOSCALERS, 'web').status).toMatchObject({
		currentReplicas: 1,
		desiredReplicas: 2,
		currentMetrics: [
			{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 100, averageValue: '200m' } } },
		],
	});
	expect(cluster.events('HorizontalPodAutoscaler')).toEqual([
		'Normal SuccessfulRescale HorizontalPodAutoscaler/web: New size: 2; reason: cpu resource utilization (percentage of request) above target',
	]);
	expect(conditionsOf(cluster)).toEqual([
		'AbleToScale True SucceededRescale: the HPA controller was able to update the target scale to 2',
		'ScalingActive True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
		'ScalingLimited False DesiredWithinRange: the desired count is within the acceptable range',
	]);
	cluster.run(600);
	expect(sizeOf(cluster)).toBe(10);
	expect(conditionsOf(cluster)[2]).toBe(
		'ScalingLimited True TooManyReplicas: the desired replica count is more than the maximum replica count',
	);
});

test('a step up is limited to double or four', () => {
	const cluster = autoscaled(1, () => '2', { hpa: { maxReplicas: 100 } });
	const sizes: number[] = [];
	for (let pass = 0; pass < 3; pass++) {
		cluster.run(15.1);
		sizes.push(sizeOf(cluster));
	}
	// New Pods are not measured before they have been ready for a window: they count as using nothing.
	expect(sizes[0]).toBe(4);
	expect(conditionsOf(cluster)[2]).toContain('ScalingLimited True ScaleUpLimit');
});

test('usage below the target: five minutes at the highest recommendation, then smaller', () => {
	let used = '100m';
	const cluster = autoscaled(4, () => used);
	cluster.run(31);
	expect(conditionsOf(cluster)[0]).toBe('AbleToScale True ReadyForNewScale: recommended size matches current size');
	used = '10m';
	cluster.run(285);
	expect(sizeOf(cluster)).toBe(4);
	expect(conditionsOf(cluster)[0]).toBe(
		'AbleToScale True ScaleDownStabilized: recent recommendations were higher than current one, applying the highest recent recommendation',
	);
	cluster.run(30);
	expect(sizeOf(cluster)).toBe(1);
	expect(cluster.events('HorizontalPodAutoscaler')).toEqual([
		'Normal SuccessfulRescale HorizontalPodAutoscaler/web: New size: 1; reason: All metrics below target',
	]);
});

test('a behaviour: one Pod a minute down after half a minute', () => {
	let used = '100m';
	const scaleDown = { stabilizationWindowSeconds: 30, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] };
	const cluster = autoscaled(4, () => used, { hpa: { behavior: { scaleDown } } });
	cluster.run(31);
	used = '10m';
	const sizes: number[] = [];
	for (let minute = 0; minute < 4; minute++) {
		cluster.run(60);
		sizes.push(sizeOf(cluster));
	}
	expect(sizes).toEqual([3, 2, 1, 1]);
	expect(cluster.events('HorizontalPodAutoscaler')[0]).toContain('New size: 3; reason: All metrics below target');
});

test('disabled in one direction', () => {
	const cluster = autoscaled(4, () => '10m', {
		hpa: { behavior: { scaleDown: { stabilizationWindowSeconds: 0, selectPolicy: 'Disabled' } } },
	});
	cluster.run(600);
	expect(sizeOf(cluster)).toBe(4);
	expect(conditionsOf(cluster)[2]).toBe(
		'ScalingLimited True ScaleDownLimit: the desired replica count is decreasing faster than the maximum scale rate',
	);
});

const FAILED = 'failed to get cpu utilization: ';
const UNMEASURED = 'unable to get metrics for resource cpu: ';

test.each<[string, Parameters<typeof autoscaled>, string]>([
	[
		'no metrics server',
		[1, () => '1', { metrics: () => 404 }],
		`${UNMEASURED}unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`,
	],
	[
		'a metrics server that is down',
		[1, () => '1', { metrics: () => 503 }],
		`${UNMEASURED}unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)`,
	],
	['nothing measured yet', [1, () => undefined], `${UNMEASURED}no metrics returned from resource metrics API`],
	['no request', [1, () => '1', { pods: {} }], 'missing request for cpu in container nginx of Pod '],
])('%s', (_name, args, why) => {
	const cluster = autoscaled(...args);
	cluster.run(15.1);
	const pod = why.endsWith('Pod ') ? cluster.events('Pod')[0]?.replace(/^.*? Pod\/(.*?):.*$/, '$1') : '';
	const message = `${FAILED}${why}${pod}`;
	expect(conditionsOf(cluster)).toEqual([
		"AbleToScale True SucceededGetScale: the HPA controller was able to get the target's current scale",
		`ScalingActive False FailedGetResourceMetric: the HPA was unable to compute the replica count: ${message}`,
	]);
	expect(cluster.events('HorizontalPodAutoscaler')).toEqual([
		`Warning FailedGetResourceMetric HorizontalPodAutoscaler/web: ${message}`,
		`Warning FailedComputeMetricsReplicas HorizontalPodAutoscaler/web: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${message}`,
	]);
	cluster.run(15);
	expect(cluster.events('HorizontalPodAutoscaler')[0]).toContain(' x2');
	expect(sizeOf(cluster)).toBe(1);
});

test.each([
	[{ kind: 'Deployment', apiVersion: 'apps/v1', name: 'nope' }, 'deployments.apps "nope" not found'],
	[{ kind: 'Deployment', name: 'web' }, 'no matches for kind "Deployment" in group ""'],
	[
		{ kind: 'Gadget', apiVersion: 'example.com/v1', name: 'web' },
		'no matches for kind "Gadget" in group "example.com"',
	],
])('a target that is not there: %j', (scaleTargetRef, why) => {
	const cluster = autoscaled(1, () => '1', { hpa: { scaleTargetRef } });
	cluster.run(15.1);
	expect(conditionsOf(cluster)).toEqual([
		`AbleToScale False FailedGetScale: the HPA controller was unable to get the target's current scale: ${why}`,
	]);
	expect(cluster.events('HorizontalPodAutoscaler')).toEqual([
		`Warning FailedGetScale HorizontalPodAutoscaler/web: ${why}`,
	]);
});

test('sizes outside the limits, and none at all', () => {
	const cluster = autoscaled(1, () => '100m', { hpa: { minReplicas: 3 } });
	cluster.run(15.1);
	expect(cluster.events('HorizontalPodAutoscaler')).toEqual([
		'Normal SuccessfulRescale HorizontalPodAutoscaler/web: New size: 3; reason: Current number of replicas below Spec.MinReplicas',
	]);
	cluster.patch(DEPLOYMENTS, 'web', { spec: { replicas: 12 } });
	cluster.run(15);
	expect(cluster.events('HorizontalPodAutoscaler')[1]).toBe(
		'Normal SuccessfulRescale HorizontalPodAutoscaler/web: New size: 10; reason: Current number of replicas above Spec.MaxReplicas',
	);
	cluster.patch(DEPLOYMENTS, 'web', { spec: { replicas: 0 } });
	cluster.run(15);
	expect(conditionsOf(cluster)).toContain(
		'ScalingActive False ScalingDisabled: scaling is disabled since the replica count of the target is zero',
	);
	cluster.run(60);
	expect(sizeOf(cluster)).toBe(0);
});

test('two autoscalers of the same Pods stand still', () => {
	const cluster = autoscaled(1, () => '200m');
	const { spec } = cluster.get(AUTOSCALERS, 'web');
	cluster.create(AUTOSCALERS, { metadata: { name: 'also', namespace: 'default' }, spec });
	cluster.run(60);
	expect(cluster.events('HorizontalPodAutoscaler').filter((text) => text.includes('AmbiguousSelector'))).toEqual([
		expect.stringContaining(
			'pods by selector app=web are controlled by multiple HPAs: [default/also default/web]',
		) as string,
		expect.stringContaining('are controlled by multiple HPAs: [default/also default/web]') as string,
	]);
});
