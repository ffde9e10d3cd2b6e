import { expect, test } from 'vitest';
import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { DEPLOYMENTS, LEASES, NODES, PODS } from '../../../simulator/controllers/resources.ts';
import { formatMicroTime } from '../../../simulator/machinery/timestamp.ts';
import { deployment, TestCluster } from '../../support/cluster/test-cluster.ts';

/** Lets time pass while these nodes' kubelets renew their leases. */
function runWith(cluster: TestCluster, alive: readonly string[], seconds: number): void {
	const namespace = 'kube-node-lease';
	for (let passed = 0; passed < seconds; passed += 10) {
		for (const name of alive) {
			const renewTime = formatMicroTime(cluster.context.loop.now());
			const known = cluster.list(LEASES, namespace).find((lease) => lease.metadata.name === name);
			const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime };
			if (known === undefined) cluster.create(LEASES, { metadata: { name, namespace }, spec });
			else cluster.do(cluster.admin.update(LEASES, { ...known, spec }));
		}
		cluster.run(Math.min(10, seconds - passed));
	}
}

function taints(cluster: TestCluster, name: string): string[] {
	return (cluster.get(NODES, name).spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
}

function placed(cluster: TestCluster): string[] {
	const pods = cluster.list<Pod>(PODS).filter((pod) => pod.metadata.deletionTimestamp === undefined);
	return pods.map((pod) => pod.spec.nodeName ?? '').sort();
}

test('a silent node becomes unknown, then its Pods are evicted, and it comes back', () => {
	const cluster = new TestCluster({ nodeMonitorGraceSeconds: 50 });
	runWith(cluster, ['node01', 'node02'], 10);
	cluster.create(DEPLOYMENTS, deployment('web', 2));
	runWith(cluster, ['node01', 'node02'], 30);
	expect(placed(cluster)).toEqual(['node01', 'node02']);
	runWith(cluster, ['node01'], 35);
	expect(taints(cluster, 'node02')).toEqual([]);
	runWith(cluster, ['node01'], 25);
	const ready = cluster.get(NODES, 'node02').status.conditions?.find((each) => each.type === 'Ready');
	expect(ready).toMatchObject({
		status: 'Unknown',
		reason: 'NodeStatusUnknown',
		message: 'Kubelet stopped posting node status.',
	});
	expect(taints(cluster, 'node02')).toEqual([
		'node.kubernetes.io/unreachable:NoSchedule',
		'node.kubernetes.io/unreachable:NoExecute',
	]);
	expect(cluster.events('Node')).toContain('Normal NodeNotReady Node/node02: Node node02 status is now: NodeNotReady');
	expect(cluster.events('Pod').filter((text) => text.includes('Node is not ready'))).toHaveLength(1);
	expect(placed(cluster)).toEqual(['node01', 'node02']);
	runWith(cluster, ['node01'], 300);
	expect(placed(cluster)).toEqual(['node01', 'node01']);
	expect(cluster.events('Pod').filter((text) => text.includes('TaintManagerEviction'))).toHaveLength(1);

	const node = cluster.get(NODES, 'node02');
	const conditions = (node.status.conditions ?? []).map((each) => ({
		...each,
		status: each.type === 'Ready' ? 'True' : 'False',
		lastHeartbeatTime: '2026-11-20T12:00:00Z',
	}));
	cluster.do(cluster.admin.update(NODES, { ...node, status: { ...node.status, conditions } }, 'status'));
	runWith(cluster, ['node01', 'node02'], 20);
	expect(taints(cluster, 'node02')).toEqual([]);
});

test('cordoning taints, and uncordoning takes the taint away', () => {
	const cluster = new TestCluster();
	cluster.run(1);
	cluster.patch(NODES, 'node01', { spec: { unschedulable: true } });
	cluster.run(1);
	expect(cluster.get(NODES, 'node01').spec.taints).toEqual([
		{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-11-20T09:00:01Z' },
	]);
	cluster.patch(NODES, 'node01', { spec: { unschedulable: null } });
	cluster.run(1);
	expect(taints(cluster, 'node01')).toEqual([]);
});

test('a NoExecute taint evicts at once what does not tolerate it, later what does for a time', () => {
	const cluster = new TestCluster({ nodes: ['node01'] });
	const patient = {
		tolerations: [{ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 }],
	};
	const pod = (name: string, spec: object): object => ({
		metadata: { name, namespace: 'default' },
		spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
	});
	cluster.run(1);
	cluster.create(PODS, pod('hasty', {}));
	cluster.create(PODS, pod('patient', patient));
	cluster.run(5);
	cluster.patch(NODES, 'node01', { spec: { taints: [{ key: 'maintenance', effect: 'NoExecute' }] } });
	cluster.run(5);
	expect(cluster.list(PODS).map(({ metadata }) => metadata.name)).toEqual(['patient']);
	cluster.run(20);
	expect(cluster.list(PODS)).toEqual([]);
	expect(cluster.events('Pod').filter((text) => text.includes('Eviction'))).toEqual([
		'Normal TaintManagerEviction Pod/hasty: Marking for deletion Pod default/hasty',
		'Normal TaintManagerEviction Pod/patient: Marking for deletion Pod default/patient',
	]);
});

test('nodes get consecutive parts of the Pod network; a freed part is used again', () => {
	const cluster = new TestCluster({ nodes: ['a', 'b', 'c'] });
	cluster.run(1);
	const cidrs = (): (string | undefined)[] => cluster.list(NODES).map(({ spec }) => spec.podCIDR);
	expect(cidrs()).toEqual(['192.168.0.0/24', '192.168.1.0/24', '192.168.2.0/24']);
	cluster.delete(NODES, 'b');
	cluster.addNode('d');
	cluster.run(1);
	expect(cidrs()).toEqual(['192.168.0.0/24', '192.168.2.0/24', '192.168.1.0/24']);
});

test('Pods of a node that is gone are removed after a while', () => {
	const cluster = new TestCluster({ nodes: ['node01'] });
	cluster.run(1);
	cluster.create(PODS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { containers: [{ name: 'c', image: 'nginx' }] },
	});
	cluster.run(5);
	cluster.delete(NODES, 'node01');
	cluster.run(30);
	expect(cluster.list(PODS)).toHaveLength(1);
	cluster.run(15);
	expect(cluster.list(PODS)).toEqual([]);
});
