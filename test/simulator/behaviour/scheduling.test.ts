import { describe, expect, test } from 'vitest';
import type { Event } from '../../../simulator/api/core/types/object.ts';
import { NODES, PODS } from '../../../simulator/controllers/resources.ts';
import { parseYamlDocument } from '../../../simulator/machinery/yaml/parse-yaml.ts';
import { ConfigurationError } from '../../../simulator/scheduler/configuration/fields.ts';
import { type SchedulerConfiguration, schedulerConfiguration } from '../../../simulator/scheduler/configuration.ts';
import { EVENTS, type TestCluster } from '../../support/cluster/test-cluster.ts';
import { asks, fill, kubeadm, place, type Row, WEB } from './scheduling-cluster.ts';
import { CONFIGURED_ROWS, REFUSALS } from './scheduling-configuration.ts';
import { NODE_ROWS } from './scheduling-nodes.ts';
import { PREEMPTION_ROWS } from './scheduling-preemption.ts';
import { OTHER_ROWS } from './scheduling-rest.ts';

test.each([...NODE_ROWS, ...OTHER_ROWS].map((row) => [row.cause, row] as const))('%s', (_, row) => {
	prove(row, kubeadm());
});

describe('a scheduler that goes by a file', () => {
	const read = (text: string): SchedulerConfiguration => {
		const file = `apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n${text}\n`;
		return schedulerConfiguration(parseYamlDocument(file), file);
	};

	test.each(CONFIGURED_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
		prove(row, kubeadm(read(row.configuration)));
	});

	test.each(REFUSALS)('%s', (text, texts) => {
		let told: readonly string[] = [];
		try {
			read(text);
		} catch (error) {
			if (error instanceof ConfigurationError) told = error.texts;
		}
		expect(told).toEqual(texts);
	});
});

test.each(PREEMPTION_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
	const cluster = kubeadm(undefined, 3_000);
	row.before(cluster);
	place(cluster, 'web', row.pod, WEB);
	cluster.run(row.seconds);
	expect(row.seen(cluster)).toEqual(row.told);
});

function prove(row: Row, cluster: TestCluster): void {
	row.before?.(cluster);
	place(cluster, 'web', row.pod, row.labels);
	if (row.on !== undefined) expect([row.on].flat()).toContain(cluster.get(PODS, 'web').spec.nodeName);
	expect(events(cluster)).toEqual(row.why === undefined ? [] : [`0/3 nodes are available: ${row.why}.${tail(row)}`]);
	if (row.next === undefined) return;
	const [change, seconds, node] = row.next;
	expect(cluster.get(PODS, 'web').spec.nodeName).toBeUndefined();
	change(cluster);
	cluster.run(seconds);
	const { nodeName } = cluster.get(PODS, 'web').spec;
	if (node === 'any') expect(['node01', 'node02']).toContain(nodeName);
	else expect(nodeName).toBe(node);
}

function tail({ preemption, why }: Row): string {
	if (preemption === undefined || preemption === '' || why === undefined) return '';
	if (preemption === 'not found') return ' not found';
	const found = preemption.startsWith('not eligible') ? preemption : `0/3 nodes are available: ${preemption}.`;
	return ` no new claims to deallocate, preemption: ${found}`;
}

function events(cluster: TestCluster): string[] {
	return cluster
		.list(EVENTS)
		.filter(({ reason, involvedObject }) => reason === 'FailedScheduling' && involvedObject.name === 'web')
		.map(({ message }) => message ?? '');
}

/** When it was looked at, in seconds after it came: the queue's backoff doubles from 1 s to 10 s. */
test('what changes brings it round no sooner than its backoff', () => {
	// Models backend/queue backoff_queue.go: podInitialBackoffDuration 1 s, podMaxBackoffDuration 10 s.
	const cluster = kubeadm();
	fill(cluster);
	place(cluster, 'web', asks({ cpu: '1' }));
	const seen: number[] = [];
	let last = lookedAt(cluster);
	for (let tenth = 0; tenth < 400; tenth++) {
		// A change that may help comes all the time and never does.
		cluster.patch(NODES, 'node01', { metadata: { labels: { tick: String(tenth) } } });
		const allocatable = { cpu: '2', memory: `${4000 + tenth}Mi`, pods: '5' };
		cluster.patch(NODES, 'node01', { status: { allocatable } }, 'status');
		cluster.run(0.1);
		if (lookedAt(cluster) === last) continue;
		last = lookedAt(cluster);
		seen.push(Math.round(tenth / 10));
	}
	expect(seen).toEqual([1, 3, 7, 15, 25, 35]);
});

test('left alone, it is tried again after five minutes', () => {
	// Models backend/queue DefaultPodMaxInUnschedulablePodsDuration.
	const cluster = kubeadm();
	place(cluster, 'web', { nodeSelector: { disk: 'ssd' } });
	const first = lookedAt(cluster);
	cluster.run(290);
	expect(lookedAt(cluster)).toBe(first);
	cluster.run(45);
	expect(lookedAt(cluster)).toBeGreaterThanOrEqual(first + 300_000);
	// The first event was of a Pod that did not say yet why it waits; what follows is one series.
	cluster.run(330);
	const told = cluster.list<Event>(EVENTS).filter(({ reason }) => reason === 'FailedScheduling');
	expect(
		told.map(({ series, action, reportingInstance, source }) => [series?.count, action, reportingInstance, source]),
	).toEqual([
		[undefined, 'Scheduling', 'default-scheduler-controlplane', {}],
		[2, 'Scheduling', 'default-scheduler-controlplane', {}],
	]);
});

/** When the scheduler last looked at the Pod "web". */
function lookedAt(cluster: TestCluster): number {
	return cluster.scheduler?.records.get(cluster.get(PODS, 'web').metadata.uid)?.atMs ?? 0;
}
