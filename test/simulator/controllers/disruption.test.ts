import { expect, test } from 'vitest';
import {
	POD_DISRUPTION_BUDGETS as BUDGETS,
	DEPLOYMENTS,
	JOBS,
	PODS,
} from '../../../simulator/controllers/resources.ts';
import { TestCluster, template } from '../../support/cluster/test-cluster.ts';

function withPods(replicas: number, options: object = {}): TestCluster {
	const cluster = new TestCluster(options);
	cluster.create(DEPLOYMENTS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template('web') },
	});
	cluster.run(5);
	return cluster;
}

function budgetOf(cluster: TestCluster, spec: object): object {
	cluster.create(BUDGETS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
	});
	cluster.run(1);
	const { conditions, ...counts } = cluster.get(BUDGETS, 'web').status;
	return { ...counts, condition: conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`) };
}

test.each([
	['minAvailable', 2, { expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 1 }],
	['minAvailable', '50%', { expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 1 }],
	['minAvailable', 3, { expectedPods: 3, desiredHealthy: 3, disruptionsAllowed: 0 }],
	['maxUnavailable', 1, { expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 1 }],
	['maxUnavailable', '30%', { expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 1 }],
	['maxUnavailable', 0, { expectedPods: 3, desiredHealthy: 3, disruptionsAllowed: 0 }],
])('%s %s of three', (field, value, counts) => {
	const { disruptionsAllowed } = counts;
	expect(budgetOf(withPods(3), { [field]: value })).toEqual({
		...counts,
		currentHealthy: 3,
		observedGeneration: 1,
		condition: [`DisruptionAllowed ${disruptionsAllowed > 0 ? 'True SufficientPods' : 'False InsufficientPods'}`],
	});
});

test('an eviction counts from the moment it is allowed, and the next is refused', () => {
	const cluster = withPods(3, { kubelet: { stopMs: 5_000 } });
	budgetOf(cluster, { minAvailable: 2 });
	const evict = (pod: string): unknown => {
		const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace: 'default' } };
		return cluster.do(cluster.admin.post(PODS, { namespace: 'default', name: pod }, 'eviction', body));
	};
	const [first = '', second = ''] = cluster.list(PODS).map(({ metadata }) => metadata.name);
	evict(first);
	expect(() => evict(second)).toThrow("Cannot evict pod as it would violate the pod's disruption budget.");
	cluster.run(0.001);
	expect(cluster.get(BUDGETS, 'web').status).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 });
	cluster.run(10);
	expect(cluster.get(BUDGETS, 'web').status).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 });
});

test('Pods that nobody controls, and none at all', () => {
	const cluster = new TestCluster();
	expect(budgetOf(cluster, { maxUnavailable: 1 })).toMatchObject({ expectedPods: 0, disruptionsAllowed: 0 });
	expect(cluster.events('PodDisruptionBudget')).toEqual([
		'Normal NoPods PodDisruptionBudget/web: No matching pods found x2',
	]);
	const metadata = { name: 'alone', namespace: 'default', labels: { app: 'web' } };
	cluster.create(PODS, { metadata, spec: { containers: [{ name: 'web', image: 'nginx' }] } });
	cluster.run(0.001);
	expect(
		cluster
			.events('PodDisruptionBudget')
			.at(-1)
			?.replace(/ x\d+$/, ''),
	).toBe(
		'Warning UnmanagedPods PodDisruptionBudget/web: Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.',
	);
});

test('a Job that has ended is deleted when its time is over', () => {
	const cluster = new TestCluster({ kubelet: { outcome: () => ({ phase: 'Succeeded', afterMs: 2_000 }) } });
	const spec = {
		ttlSecondsAfterFinished: 30,
		template: { spec: { ...template('once').spec, restartPolicy: 'Never' } },
	};
	cluster.create(JOBS, { metadata: { name: 'once', namespace: 'default' }, spec });
	cluster.run(30);
	expect(cluster.get(JOBS, 'once').status.conditions?.at(-1)).toMatchObject({ type: 'Complete', status: 'True' });
	cluster.run(10);
	expect(cluster.list(JOBS)).toEqual([]);
	expect(cluster.list(PODS)).toEqual([]);
});
