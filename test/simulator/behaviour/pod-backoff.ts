import type { Row } from './pod-rows.ts';

/** How long a container that fails waits before it begins again, and what is to be seen meanwhile. */
export const BACKOFF_ROWS: readonly Row[] = [
	{ cause: 'back-off: 10 s', source: 'kuberuntime doBackOff', app: 'exit 1', after: 20, seen: { restarts: 2 } },
	{
		cause: 'back-off: 20 s, and told only when it is over',
		source: 'pod_workers.go completeWork; kubelet/container MinBackoffExpiration',
		app: 'exit 1',
		after: 60,
		seen: { restarts: 3, app: 'terminated 1 Error', last: 'terminated 1 Error' },
	},
	{
		cause: 'back-off: 40 s and 80 s',
		source: 'kuberuntime doBackOff',
		app: 'exit 1',
		after: 200,
		seen: { restarts: 5, app: 'terminated 1 Error' },
	},
	{
		cause: 'back-off: a Pod is looked at every 60 to 90 s, and then says that it waits',
		source: 'pod_workers.go completeWork',
		app: 'exit 1',
		after: 290,
		seen: {
			restarts: 5,
			app: 'waiting CrashLoopBackOff: back-off 2m40s restarting failed container=app pod=web_default(UID)',
		},
	},
	{
		cause: 'a container that runs for a while before it fails: Error, and not that it waits',
		source: 'pleg/generic.go; pod_workers.go completeWork',
		app: 'sleep 4; exit 1',
		after: 17,
		seen: { restarts: 1, app: 'terminated 1 Error', last: 'terminated 1 Error' },
	},
	{
		cause: 'back-off: never more than 5 min',
		source: 'kubelet.go MaxCrashLoopBackOff',
		app: 'exit 1',
		after: 1_400,
		seen: {
			app: 'waiting CrashLoopBackOff: back-off 5m0s restarting failed container=app pod=web_default(UID)',
			restarts: 9,
		},
	},
	{
		cause: 'back-off is forgotten after ten minutes of running',
		source: 'client-go/util/flowcontrol Backoff.hasExpired',
		app: 'sleep 700; exit 1',
		after: 1_412,
		seen: { app: 'running', restarts: 2 },
	},
	{
		cause: 'a container that a liveness probe ends is started at once, twice',
		source: 'kuberuntime doBackOff: by the instances that had ended before the sync',
		app: {
			command: ['sh', '-c', 'sleep 1000'],
			livenessProbe: {
				exec: { command: ['sh', '-c', 'exit 1'] },
				periodSeconds: 12,
				failureThreshold: 1,
				terminationGracePeriodSeconds: 1,
			},
		},
		after: 36,
		seen: { app: 'running', last: 'terminated 137 Error', restarts: 2 },
	},
	{
		cause: 'BackOff is told',
		source: 'kuberuntime doBackOff',
		app: 'exit 1',
		after: 8,
		seen: { events: ['Warning BackOff: Back-off restarting failed container app in pod web_default(UID) x2'] },
	},
];
