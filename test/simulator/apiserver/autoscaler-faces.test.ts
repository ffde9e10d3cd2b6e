import { expect, test } from 'vitest';
import { testServer } from './test-server.ts';

const V1 = '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers';
const V2 = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const scaleTargetRef = { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' };

interface Autoscaler {
	readonly apiVersion: string;
	readonly metadata: { readonly annotations?: { readonly [key: string]: string } };
	readonly spec: object;
	readonly status: object;
}

test('what v1 says is there in v2, and the other way round', () => {
	const { ask } = testServer();
	const made = ask<Autoscaler>('POST', V1, {
		metadata: { name: 'web', annotations: { note: 'mine' } },
		spec: { scaleTargetRef, maxReplicas: 5, targetCPUUtilizationPercentage: 60 },
	});
	const spec = { scaleTargetRef, minReplicas: 1, maxReplicas: 5 };
	expect([made.apiVersion, made.spec, made.status]).toEqual([
		'autoscaling/v1',
		{ ...spec, targetCPUUtilizationPercentage: 60 },
		{ currentReplicas: 0, desiredReplicas: 0 },
	]);
	const newer = ask<Autoscaler>('GET', `${V2}/web`);
	expect([newer.apiVersion, newer.metadata.annotations, newer.spec]).toEqual([
		'autoscaling/v2',
		{ note: 'mine' },
		{
			...spec,
			metrics: [
				{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
			],
		},
	]);
});

test('the CPU is measured when nothing is said', () => {
	const { ask } = testServer();
	const made = ask<Autoscaler>('POST', V1, { metadata: { name: 'web' }, spec: { scaleTargetRef, maxReplicas: 5 } });
	expect(made.spec).toEqual({ scaleTargetRef, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 80 });
});

test('what v1 has no fields for is kept in annotations', () => {
	const { ask } = testServer();
	const metrics = [
		{ type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } },
		{
			type: 'Pods',
			pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } },
		},
	];
	const behavior = {
		scaleUp: {
			stabilizationWindowSeconds: 0,
			selectPolicy: 'Max',
			policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }],
		},
		scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
	};
	const made = ask<Autoscaler>('POST', V2, {
		metadata: { name: 'web' },
		spec: { scaleTargetRef, maxReplicas: 5, metrics, behavior: { scaleUp: { policies: behavior.scaleUp.policies } } },
	});
	const older = ask<Autoscaler>('GET', `${V1}/web`);
	expect(older.spec).toEqual({ scaleTargetRef, minReplicas: 1, maxReplicas: 5 });
	expect(older.metadata.annotations).toEqual({
		'autoscaling.alpha.kubernetes.io/metrics':
			'[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"100Mi"}},{"type":"Pods","pods":{"metricName":"requests","targetAverageValue":"10"}}]',
		'autoscaling.alpha.kubernetes.io/behavior':
			'{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Max","Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null}}',
	});
	ask('PUT', `${V1}/web`, { ...older, spec: { ...older.spec, maxReplicas: 7 } });
	const again = ask<Autoscaler>('GET', `${V2}/web`);
	expect([again.metadata.annotations, again.spec]).toEqual([undefined, { ...made.spec, maxReplicas: 7 }]);
});
