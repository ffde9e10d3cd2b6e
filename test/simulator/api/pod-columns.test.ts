import { expect, test } from 'vitest';
import { POD_COLUMNS } from '../../../simulator/api/core/pod-columns.ts';
import type { Pod, PodStatus } from '../../../simulator/api/core/types/pod.ts';
import { NOW_MS } from './prepare.ts';

const RUNNING = { running: { startedAt: '2026-11-20T08:00:00Z' } };
const container = (state: object, more: object = {}): object => ({
	name: 'a',
	image: 'a',
	imageID: '',
	ready: false,
	restartCount: 0,
	state,
	...more,
});

function row(status: object, spec: object = {}, metadata: object = {}): string {
	const pod = {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: { name: 'web', creationTimestamp: '2026-11-20T08:00:00Z', ...metadata },
		spec: { containers: [{ name: 'a' }], ...spec },
		status: status as PodStatus,
	} as unknown as Pod;
	return POD_COLUMNS.map((column) => column.value(pod, NOW_MS)).join('|');
}

test.each([
	['pending', row({ phase: 'Pending' }), 'web|0/1|Pending|0|60m|<none>|<none>|<none>|<none>'],
	[
		'running, restarted',
		row(
			{
				phase: 'Running',
				podIPs: [{ ip: '192.168.1.7' }],
				containerStatuses: [
					container(RUNNING, {
						ready: true,
						restartCount: 3,
						lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-20T08:59:50Z' } },
					}),
				],
			},
			{ nodeName: 'node01' },
		),
		'web|1/1|Running|3 (10s ago)|60m|192.168.1.7|node01|<none>|<none>',
	],
	[
		'crash loop',
		row({
			phase: 'Running',
			containerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 2 })],
		}),
		'web|0/1|CrashLoopBackOff|2|60m|<none>|<none>|<none>|<none>',
	],
	[
		'completed',
		row({ phase: 'Succeeded', containerStatuses: [container({ terminated: { exitCode: 0, reason: 'Completed' } })] }),
		'web|0/1|Completed|0|60m|<none>|<none>|<none>|<none>',
	],
	[
		'killed without a reason',
		row({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 137, signal: 9 } })] }),
		'web|0/1|Signal:9|0|60m|<none>|<none>|<none>|<none>',
	],
	[
		'initializing',
		row(
			{
				phase: 'Pending',
				initContainerStatuses: [
					container({ terminated: { exitCode: 0 } }, { name: 'i' }),
					container(RUNNING, { name: 'j' }),
				],
				containerStatuses: [container({ waiting: { reason: 'PodInitializing' } })],
			},
			{ initContainers: [{ name: 'i' }, { name: 'j' }] },
		),
		'web|0/1|Init:1/2|0|60m|<none>|<none>|<none>|<none>',
	],
	[
		'a sidecar beside the container',
		row(
			{
				phase: 'Running',
				initContainerStatuses: [container(RUNNING, { name: 'i', ready: true, started: true })],
				containerStatuses: [container(RUNNING, { ready: true })],
				conditions: [{ type: 'Initialized', status: 'True' }],
			},
			{ initContainers: [{ name: 'i', restartPolicy: 'Always' }] },
		),
		'web|2/2|Running|0|60m|<none>|<none>|<none>|<none>',
	],
	[
		'being deleted',
		row(
			{ phase: 'Running', containerStatuses: [container(RUNNING, { ready: true })] },
			{},
			{ deletionTimestamp: '2026-11-20T09:00:30Z' },
		),
		'web|1/1|Terminating|0|60m|<none>|<none>|<none>|<none>',
	],
	[
		'evicted',
		row({ phase: 'Failed', reason: 'Evicted' }, {}, { deletionTimestamp: '2026-11-20T09:00:30Z' }),
		'web|0/1|Evicted|0|60m|<none>|<none>|<none>|<none>',
	],
	[
		'gated',
		row({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
		'web|0/1|SchedulingGated|0|60m|<none>|<none>|<none>|<none>',
	],
])('%s', (_, actual, expected) => expect(actual).toBe(expected));
