import { expect, test } from 'vitest';
import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { DEPLOYMENTS, NODES, PODS } from '../../../simulator/controllers/resources.ts';
import { CLAIMS, VOLUMES } from '../../../simulator/scheduler/resources.ts';
import { deployment, PRIORITY_CLASSES, TestCluster } from '../../support/cluster/test-cluster.ts';

const CONTROL_PLANE = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

/** One tainted control plane and two workers of two CPUs. */
function kubeadm(kubelet: object = {}): TestCluster {
	const allocatable = { cpu: '2', memory: '4Gi', pods: '110' };
	const cluster = new TestCluster({
		nodes: ['controlplane', 'node01', 'node02'],
		node: (name) => ({
			...(name === 'controlplane' ? { spec: { taints: [CONTROL_PLANE] } } : {}),
			status: { allocatable, capacity: allocatable },
		}),
		kubelet,
	});
	cluster.run(1);
	return cluster;
}

function createPod(cluster: TestCluster, name: string, spec: object = {}, metadata: object = {}): void {
	cluster.create(PODS, {
		metadata: { name, namespace: 'default', ...metadata },
		spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
	});
	cluster.run(0.1);
}

function cpu(amount: string): object {
	return { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: amount } } }] };
}

function nodeOf(cluster: TestCluster, name: string): string | undefined {
	return cluster.get(PODS, name).spec.nodeName;
}

/** Why the scheduler says a Pod is pending. */
function why(cluster: TestCluster, name: string): string | undefined {
	const condition = cluster.get(PODS, name).status.conditions?.find((each) => each.type === 'PodScheduled');
	const [event] = cluster.events('Pod').filter((text) => text.startsWith(`Warning FailedScheduling Pod/${name}: `));
	expect(event).toBe(`Warning FailedScheduling Pod/${name}: ${condition?.message}`);
	expect(condition).toMatchObject({ status: 'False', reason: 'Unschedulable' });
	return condition?.message;
}

const PREEMPTION = 'no new claims to deallocate, preemption: 0/3 nodes are available:';

test.each([
	[
		'more than any node has',
		cpu('3'),
		`0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ${PREEMPTION} 3 Preemption is not helpful for scheduling.`,
	],
	[
		'a label no node has',
		{ nodeSelector: { disk: 'ssd' } },
		`0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. ${PREEMPTION} 3 Preemption is not helpful for scheduling.`,
	],
])('%s: the reasons of all nodes are told', (_, spec, message) => {
	const cluster = kubeadm();
	createPod(cluster, 'web', spec);
	expect(why(cluster, 'web')).toBe(message);
});

test('more than is free: no Pods of lower priority to preempt', () => {
	const cluster = kubeadm();
	createPod(cluster, 'a', cpu('1500m'));
	createPod(cluster, 'b', cpu('1500m'));
	createPod(cluster, 'c', cpu('1'));
	expect(why(cluster, 'c')).toBe(
		`0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ${PREEMPTION} 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`,
	);
	// Room appears: the Pod is placed once its backoff has passed.
	cluster.delete(PODS, 'a');
	cluster.run(5);
	expect(nodeOf(cluster, 'c')).toBe('node01');
});

test('no nodes at all', () => {
	const cluster = new TestCluster({ nodes: [] });
	createPod(cluster, 'web');
	expect(why(cluster, 'web')).toBe('no nodes available to schedule pods');
	cluster.addNode('node01');
	cluster.run(5);
	expect(nodeOf(cluster, 'web')).toBe('node01');
});

test('cordoned nodes and tolerated taints', () => {
	const cluster = kubeadm();
	cluster.patch(NODES, 'node01', { spec: { unschedulable: true } });
	cluster.patch(NODES, 'node02', { spec: { unschedulable: true } });
	cluster.run(1);
	createPod(cluster, 'web');
	expect(why(cluster, 'web')).toBe(
		`0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) were unschedulable. ${PREEMPTION} 3 Preemption is not helpful for scheduling.`,
	);
	createPod(cluster, 'tolerant', { tolerations: [{ ...CONTROL_PLANE, operator: 'Exists' }] });
	expect(nodeOf(cluster, 'tolerant')).toBe('controlplane');
	cluster.patch(NODES, 'node02', { spec: { unschedulable: null } });
	cluster.run(15);
	expect(nodeOf(cluster, 'web')).toBe('node02');
});

test('replicas spread over the nodes', () => {
	const cluster = kubeadm();
	cluster.create(DEPLOYMENTS, deployment('web', 8));
	cluster.run(5);
	const nodes = cluster
		.list<Pod>(PODS)
		.map((pod) => pod.spec.nodeName)
		.sort();
	expect(nodes).toEqual([...Array(4).fill('node01'), ...Array(4).fill('node02')]);
});

test('anti-affinity keeps replicas apart, affinity brings them together', () => {
	const cluster = kubeadm();
	const term = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };
	const apart = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
	cluster.create(DEPLOYMENTS, deployment('web', 3, {}, { affinity: apart }));
	cluster.run(5);
	const pending = cluster.list<Pod>(PODS).filter((pod) => pod.spec.nodeName === undefined);
	expect(pending).toHaveLength(1);
	expect(why(cluster, pending[0]?.metadata.name ?? '')).toBe(
		`0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod anti-affinity rules. ${PREEMPTION} 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`,
	);
	const together = {
		podAffinity: {
			requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, labelSelector: { matchLabels: { app: 'db' } } }],
		},
	};
	createPod(cluster, 'client', { affinity: together });
	expect(why(cluster, 'client')).toContain("2 node(s) didn't match pod affinity rules");
	createPod(cluster, 'db', { nodeSelector: { 'kubernetes.io/hostname': 'node02' } }, { labels: { app: 'db' } });
	cluster.run(15);
	expect(nodeOf(cluster, 'client')).toBe('node02');
});

test('hard topology spreading', () => {
	const cluster = kubeadm();
	const constraint = {
		maxSkew: 1,
		topologyKey: 'kubernetes.io/hostname',
		whenUnsatisfiable: 'DoNotSchedule',
		labelSelector: { matchLabels: { app: 'web' } },
		nodeTaintsPolicy: 'Honor',
	};
	cluster.patch(NODES, 'node02', { spec: { unschedulable: true } });
	cluster.run(1);
	cluster.create(
		DEPLOYMENTS,
		deployment('web', 3, {}, { topologySpreadConstraints: [{ ...constraint, nodeTaintsPolicy: 'Ignore' }] }),
	);
	cluster.run(3);
	const pending = cluster.list<Pod>(PODS).filter((pod) => pod.spec.nodeName === undefined);
	expect(pending).toHaveLength(2);
	expect(why(cluster, pending[0]?.metadata.name ?? '')).toBe(
		`0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ${PREEMPTION} 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.`,
	);
});

test('a more important Pod preempts the least important of others', () => {
	const cluster = kubeadm();
	for (const [name, value] of [
		['low', 10],
		['mid', 100],
		['high', 1000],
	] as const) {
		cluster.create(PRIORITY_CLASSES, { metadata: { name }, value });
	}
	createPod(cluster, 'low', { ...cpu('1500m'), priorityClassName: 'low' });
	createPod(cluster, 'mid', { ...cpu('1500m'), priorityClassName: 'mid' });
	createPod(cluster, 'high', { ...cpu('1500m'), priorityClassName: 'high' });
	const [low, high] = [cluster.get(PODS, 'low'), cluster.get(PODS, 'high')];
	expect(low.metadata.deletionTimestamp).toBeDefined();
	expect(low.status.conditions?.find((each) => each.type === 'DisruptionTarget')).toMatchObject({
		reason: 'PreemptionByScheduler',
		message: 'default-scheduler: preempting to accommodate a higher priority pod',
	});
	expect(high.status.nominatedNodeName).toBe(low.spec.nodeName);
	expect(why(cluster, 'high')).toBe('0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.');
	expect(cluster.events('Pod')).toContain(
		`Normal Preempted Pod/low: Preempted by pod ${high.metadata.uid} on node ${low.spec.nodeName}`,
	);
	cluster.run(5);
	expect(nodeOf(cluster, 'high')).toBe(low.spec.nodeName);
	expect(cluster.list<Pod>(PODS).map((pod) => pod.metadata.name)).toEqual(['high', 'mid']);
});

test('scheduling gates keep a Pod out until they are gone', () => {
	const cluster = kubeadm();
	createPod(cluster, 'gated', { schedulingGates: [{ name: 'example.com/wait' }] });
	cluster.run(10);
	expect(nodeOf(cluster, 'gated')).toBeUndefined();
	cluster.patch(PODS, 'gated', { spec: { schedulingGates: null } });
	cluster.run(1);
	expect(nodeOf(cluster, 'gated')).toMatch(/^node0/);
});

test('host ports are given once a node', () => {
	const cluster = kubeadm();
	const spec = { containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80, hostPort: 80 }] }] };
	for (const name of ['a', 'b', 'c']) createPod(cluster, name, spec);
	expect(why(cluster, 'c')).toContain("2 node(s) didn't have free ports for the requested pod ports");
});

test("other schedulers' Pods are left alone, and the record says why a node was chosen", () => {
	const cluster = kubeadm();
	createPod(cluster, 'other', { schedulerName: 'mine' });
	expect(nodeOf(cluster, 'other')).toBeUndefined();
	createPod(cluster, 'web', cpu('500m'));
	const record = cluster.scheduler?.records.get(cluster.get(PODS, 'web').metadata.uid);
	expect(record).toMatchObject({
		pod: { namespace: 'default', name: 'web' },
		node: nodeOf(cluster, 'web'),
		rejected: [{ node: 'controlplane', plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] }],
		scheduler: 'default-scheduler',
		unseen: 0,
		weights: { NodeResourcesFit: 1, TaintToleration: 3 },
		message: undefined,
		preemption: undefined,
	});
	expect(record?.scores.map(({ node }) => node).sort()).toEqual(['node01', 'node02']);
	const [best, other] = record?.scores ?? [];
	expect(best?.total).toBe(Object.values(best?.byPlugin ?? {}).reduce((sum, each) => sum + each, 0));
	expect(best?.total).toBeGreaterThanOrEqual(other?.total ?? 0);
});

test('the record of a Pod that fits nowhere: what every plugin and preemption said', () => {
	const cluster = kubeadm();
	createPod(cluster, 'big', cpu('100'));
	const record = cluster.scheduler?.records.get(cluster.get(PODS, 'big').metadata.uid);
	expect(record).toMatchObject({
		node: undefined,
		scores: [],
		rejected: [
			{ node: 'controlplane', plugin: 'TaintToleration' },
			{ node: 'node01', plugin: 'NodeResourcesFit', reasons: ['Insufficient cpu'] },
			{ node: 'node02', plugin: 'NodeResourcesFit', reasons: ['Insufficient cpu'] },
		],
		message: why(cluster, 'big'),
		preemption: { node: undefined, victims: [], rejected: [] },
	});
	for (let i = 0; i < 600; i++) createPod(cluster, `p${i}`, cpu('100'));
	expect(cluster.scheduler?.records.all()).toHaveLength(500);
});

test('the same seed chooses the same nodes', () => {
	const choices = (seed: string): string => {
		const cluster = new TestCluster({ nodes: ['a', 'b', 'c', 'd'], seed });
		cluster.create(DEPLOYMENTS, deployment('web', 6));
		cluster.run(5);
		return cluster
			.list<Pod>(PODS)
			.map((pod) => pod.spec.nodeName)
			.join(' ');
	};
	expect(choices('one')).toBe(choices('one'));
	const others = ['two', 'three', 'four', 'five'].map(choices);
	expect(new Set(others).size).toBeGreaterThan(1);
});

test('claims: absent, unbound, bound, and with a volume that only some nodes reach', () => {
	const cluster = kubeadm();
	const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
	createPod(cluster, 'web', { volumes });
	expect(why(cluster, 'web')).toBe('0/3 nodes are available: persistentvolumeclaim "data" not found. not found');

	const resources = { requests: { storage: '1Gi' } };
	const spec = { accessModes: ['ReadWriteOnce'], resources, storageClassName: 'manual' };
	cluster.create(CLAIMS, { metadata: { name: 'data', namespace: 'default' }, spec });
	cluster.run(15);
	const unbound = '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
	expect(cluster.get(PODS, 'web').status.conditions?.[0]?.message).toBe(unbound);

	const affinity = {
		nodeAffinity: {
			required: {
				nodeSelectorTerms: [
					{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node02'] }] },
				],
			},
		},
	};
	cluster.create(VOLUMES, {
		metadata: { name: 'disk' },
		spec: {
			capacity: { storage: '1Gi' },
			accessModes: ['ReadWriteOnce'],
			local: { path: '/mnt' },
			storageClassName: 'manual',
			...affinity,
		},
	});
	cluster.patch(CLAIMS, 'data', {
		metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
		spec: { volumeName: 'disk' },
	});
	cluster.run(15);
	expect(nodeOf(cluster, 'web')).toBe('node02');
	cluster.patch(NODES, 'node02', { spec: { unschedulable: true } });
	cluster.run(1);
	createPod(cluster, 'other', { volumes });
	expect(why(cluster, 'other')).toBe(
		`0/3 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ${PREEMPTION} 3 Preemption is not helpful for scheduling.`,
	);
});
