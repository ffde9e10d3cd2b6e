import { expect, test } from 'vitest';
import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import {
	CRON_JOBS,
	DAEMON_SETS,
	DEPLOYMENTS,
	JOBS,
	NODES,
	PODS,
	REPLICATION_CONTROLLERS,
	STATEFUL_SETS,
} from '../../../simulator/controllers/resources.ts';
import { deployment, TestCluster, template } from '../../support/cluster/test-cluster.ts';

const meta = (name: string): object => ({ name, namespace: 'default' });

function podNames(cluster: TestCluster): string[] {
	return cluster.list<Pod>(PODS).map((pod) => pod.metadata.name);
}

test('a daemon set runs one Pod on every node it fits, also on new ones', () => {
	const cluster = new TestCluster({ nodes: ['node01', 'node02'] });
	cluster.create(DAEMON_SETS, {
		metadata: meta('agent'),
		spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent') },
	});
	cluster.run(3);
	const nodes = (): (string | undefined)[] =>
		cluster
			.list<Pod>(PODS)
			.map((pod) => pod.spec.nodeName)
			.sort();
	expect(nodes()).toEqual(['node01', 'node02']);
	cluster.addNode('node03');
	cluster.run(3);
	expect(nodes()).toEqual(['node01', 'node02', 'node03']);
	expect(cluster.get(DAEMON_SETS, 'agent').status).toEqual({
		currentNumberScheduled: 3,
		numberMisscheduled: 0,
		desiredNumberScheduled: 3,
		numberReady: 3,
		observedGeneration: 1,
		updatedNumberScheduled: 3,
		numberAvailable: 3,
	});
	cluster.patch(NODES, 'node03', { spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoExecute' }] } });
	cluster.run(3);
	expect(nodes()).toEqual(['node01', 'node02']);
	cluster.patch(DAEMON_SETS, 'agent', {
		spec: { template: { spec: { containers: [{ name: 'nginx', image: 'nginx:2' }] } } },
	});
	cluster.run(1);
	expect(cluster.list<Pod>(PODS).filter((pod) => pod.metadata.deletionTimestamp !== undefined)).toHaveLength(0);
	cluster.run(10);
	expect(cluster.list<Pod>(PODS).map((pod) => pod.spec.containers[0]?.image)).toEqual(['nginx:2', 'nginx:2']);
});

function job(spec: object): object {
	const podTemplate = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } };
	return { metadata: meta('pi'), spec: { template: podTemplate, ...spec } };
}

test('a job runs to its completions', () => {
	const cluster = new TestCluster({ kubelet: { outcome: () => ({ phase: 'Succeeded', afterMs: 2000 }) } });
	cluster.create(JOBS, job({ completions: 3, parallelism: 2 }));
	cluster.run(2);
	expect(cluster.get(JOBS, 'pi').status).toMatchObject({ active: 2, ready: 2 });
	cluster.run(15);
	const { status } = cluster.get(JOBS, 'pi');
	expect(status).toMatchObject({ succeeded: 3, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
	expect(status.conditions?.map((each) => `${each.type}=${each.status} ${each.reason}: ${each.message}`)).toEqual([
		'SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods',
		'Complete=True CompletionsReached: Reached expected number of succeeded pods',
	]);
	expect(status.active).toBeUndefined();
	expect(cluster.list<Pod>(PODS).flatMap((pod) => pod.metadata.finalizers ?? [])).toEqual([]);
	const events = cluster.events('Job').map((text) => text.replace(/pi-\w+$/, 'POD'));
	expect(events).toEqual([
		'Normal SuccessfulCreate Job/pi: Created pod: POD',
		'Normal SuccessfulCreate Job/pi: Created pod: POD',
		'Normal SuccessfulCreate Job/pi: Created pod: POD',
		'Normal Completed Job/pi: Job completed',
	]);
});

test('a job that keeps failing backs off and gives up', () => {
	const cluster = new TestCluster({ kubelet: { outcome: () => ({ phase: 'Failed', afterMs: 1000 }) } });
	cluster.create(JOBS, job({ backoffLimit: 2 }));
	cluster.run(10);
	expect(cluster.get(JOBS, 'pi').status).toMatchObject({ failed: 1 });
	cluster.run(10);
	expect(cluster.get(JOBS, 'pi').status).toMatchObject({ failed: 2 });
	cluster.run(40);
	const { status } = cluster.get(JOBS, 'pi');
	expect(status.failed).toBe(3);
	expect(status.conditions?.map((each) => `${each.type}: ${each.reason} ${each.message}`)).toEqual([
		'FailureTarget: BackoffLimitExceeded Job has reached the specified backoff limit',
		'Failed: BackoffLimitExceeded Job has reached the specified backoff limit',
	]);
	expect(podNames(cluster)).toHaveLength(3);
});

test('an indexed job gives each Pod its index', () => {
	const cluster = new TestCluster({ kubelet: { outcome: () => ({ phase: 'Succeeded', afterMs: 1000 }) } });
	cluster.create(JOBS, job({ completions: 3, parallelism: 3, completionMode: 'Indexed' }));
	cluster.run(10);
	expect(cluster.get(JOBS, 'pi').status).toMatchObject({ succeeded: 3, completedIndexes: '0-2' });
	expect(podNames(cluster).map((name) => name.slice(0, 5))).toEqual(['pi-0-', 'pi-1-', 'pi-2-']);
	expect(cluster.list<Pod>(PODS).map((pod) => pod.spec.hostname)).toEqual(['pi-0', 'pi-1', 'pi-2']);
});

test('deleting a job takes its Pods, finalizers and all', () => {
	const cluster = new TestCluster();
	cluster.create(JOBS, job({}));
	cluster.run(3);
	cluster.delete(JOBS, 'pi', { propagationPolicy: 'Background' });
	cluster.run(5);
	expect(podNames(cluster)).toEqual([]);
});

test('a cron job starts a job a minute and keeps the last three', () => {
	const cluster = new TestCluster({ kubelet: { outcome: () => ({ phase: 'Succeeded', afterMs: 1000 }) } });
	const jobTemplate = {
		spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'b' }] } } },
	};
	cluster.create(CRON_JOBS, { metadata: meta('hello'), spec: { schedule: '* * * * *', jobTemplate } });
	cluster.run(59);
	expect(cluster.list(JOBS)).toEqual([]);
	cluster.run(10);
	expect(cluster.list(JOBS).map(({ metadata }) => metadata.name)).toEqual(['hello-29919421']);
	expect(cluster.list(JOBS)[0]?.metadata.annotations).toEqual({
		'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-20T09:01:00Z',
	});
	cluster.run(600);
	expect(cluster.list(JOBS)).toHaveLength(3);
	expect(cluster.get(CRON_JOBS, 'hello').status).toEqual({
		lastScheduleTime: '2026-11-20T09:11:00Z',
		lastSuccessfulTime: '2026-11-20T09:11:02Z',
	});
	expect(cluster.events('CronJob').slice(0, 3)).toEqual([
		'Normal SuccessfulCreate CronJob/hello: Created job hello-29919421',
		'Normal SawCompletedJob CronJob/hello: Saw completed job: hello-29919421, condition: Complete',
		'Normal SuccessfulCreate CronJob/hello: Created job hello-29919422',
	]);
});

function statefulSet(replicas: number, spec: object = {}): object {
	return {
		metadata: meta('db'),
		spec: { serviceName: 'db', replicas, selector: { matchLabels: { app: 'db' } }, template: template('db'), ...spec },
	};
}

test('a stateful set starts and stops its Pods one by one, and rolls from the last', () => {
	const cluster = new TestCluster();
	cluster.create(STATEFUL_SETS, statefulSet(3));
	cluster.run(1.5);
	expect(podNames(cluster)).toEqual(['db-0', 'db-1']);
	cluster.run(5);
	expect(podNames(cluster)).toEqual(['db-0', 'db-1', 'db-2']);
	expect(cluster.get(PODS, 'db-1').spec).toMatchObject({ hostname: 'db-1', subdomain: 'db' });
	const { updateRevision } = cluster.get(STATEFUL_SETS, 'db').status;
	expect(cluster.get(STATEFUL_SETS, 'db').status).toEqual({
		observedGeneration: 1,
		replicas: 3,
		readyReplicas: 3,
		currentReplicas: 3,
		updatedReplicas: 3,
		currentRevision: updateRevision,
		updateRevision,
		collisionCount: 0,
		availableReplicas: 3,
	});
	const containers = [{ name: 'nginx', image: 'nginx:2' }];
	cluster.patch(STATEFUL_SETS, 'db', { spec: { template: { spec: { containers } } } });
	cluster.run(1.7);
	const images = (): (string | undefined)[] => cluster.list<Pod>(PODS).map((pod) => pod.spec.containers[0]?.image);
	expect(images()).toEqual(['nginx:1.25', 'nginx:1.25', 'nginx:2']);
	cluster.run(10);
	expect(images()).toEqual(['nginx:2', 'nginx:2', 'nginx:2']);
	cluster.patch(STATEFUL_SETS, 'db', { spec: { replicas: 1 } });
	cluster.run(0.7);
	expect(podNames(cluster)).toEqual(['db-0', 'db-1']);
	cluster.run(5);
	expect(podNames(cluster)).toEqual(['db-0']);
	expect(cluster.events('StatefulSet').slice(0, 2)).toEqual([
		'Normal SuccessfulCreate StatefulSet/db: create Pod db-0 in StatefulSet db successful x2',
		'Normal SuccessfulCreate StatefulSet/db: create Pod db-1 in StatefulSet db successful x2',
	]);
});

test('a partition keeps the Pods below it at the old revision', () => {
	const cluster = new TestCluster();
	const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
	cluster.create(STATEFUL_SETS, statefulSet(2, { updateStrategy }));
	cluster.run(5);
	const containers = [{ name: 'nginx', image: 'nginx:2' }];
	cluster.patch(STATEFUL_SETS, 'db', { spec: { template: { spec: { containers } } } });
	cluster.run(10);
	cluster.delete(PODS, 'db-0');
	cluster.run(5);
	const images = cluster.list<Pod>(PODS).map((pod) => pod.spec.containers[0]?.image);
	expect(images).toEqual(['nginx:1.25', 'nginx:2']);
});

test('everything goes on after the components were stopped and started in the middle of it', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 10));
	cluster.run(0.001);
	cluster.stopControllers();
	cluster.scheduler?.stop();
	const before = podNames(cluster).length;
	cluster.run(60);
	expect(podNames(cluster)).toHaveLength(before);
	cluster.startControllers();
	cluster.startScheduler();
	cluster.run(5);
	expect(cluster.get(DEPLOYMENTS, 'web').status).toMatchObject({ replicas: 10, availableReplicas: 10 });
	const containers = [{ name: 'nginx', image: 'nginx:2' }];
	cluster.patch(DEPLOYMENTS, 'web', { spec: { template: { spec: { containers } } } });
	for (let times = 0; times < 10; times++) {
		cluster.run(0.4);
		cluster.stopControllers();
		cluster.scheduler?.stop();
		cluster.startControllers();
		cluster.startScheduler();
	}
	cluster.run(20);
	expect(cluster.get(DEPLOYMENTS, 'web').status).toMatchObject({
		replicas: 10,
		updatedReplicas: 10,
		availableReplicas: 10,
	});
	expect(podNames(cluster)).toHaveLength(10);
});

test('an idle cluster does nothing', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 3));
	cluster.run(1000);
	const revision = cluster.server.store.revision;
	const before = cluster.context.loop.size;
	cluster.run(3600);
	expect(cluster.server.store.revision).toBe(revision);
	expect(cluster.context.loop.size).toBeLessThanOrEqual(before);
});

test('a replication controller keeps as many Pods as it should, adopts and lets go', () => {
	const cluster = new TestCluster({ nodes: ['node01'] });
	cluster.create(PODS, { metadata: { ...meta('orphan'), labels: { app: 'web' } }, spec: template('web').spec });
	cluster.create(REPLICATION_CONTROLLERS, {
		metadata: meta('web'),
		spec: { replicas: 3, selector: { app: 'web' }, template: template('web') },
	});
	cluster.run(3);
	expect(podNames(cluster)).toHaveLength(3);
	expect(podNames(cluster)).toContain('orphan');
	expect(cluster.get(REPLICATION_CONTROLLERS, 'web').status).toEqual({
		replicas: 3,
		fullyLabeledReplicas: 3,
		readyReplicas: 3,
		availableReplicas: 3,
		observedGeneration: 1,
	});
	cluster.patch(PODS, 'orphan', { metadata: { labels: { app: 'other' } } });
	cluster.patch(REPLICATION_CONTROLLERS, 'web', { spec: { replicas: 1 } });
	cluster.run(10);
	expect(cluster.get(PODS, 'orphan').metadata.ownerReferences).toBeUndefined();
	expect(podNames(cluster).filter((name) => name.startsWith('web-'))).toHaveLength(1);
	const { resourceVersion } = cluster.get(REPLICATION_CONTROLLERS, 'web').metadata;
	cluster.run(60);
	expect(cluster.get(REPLICATION_CONTROLLERS, 'web').metadata.resourceVersion).toBe(resourceVersion);
});
