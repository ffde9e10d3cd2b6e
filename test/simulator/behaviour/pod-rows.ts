import type { ContainerState, ContainerStatus } from '../../../simulator/api/core/types/container.ts';
import { PODS } from '../../../simulator/controllers/resources.ts';
import type { KubeletConfiguration } from '../../../simulator/kubelet/configuration.ts';
import { EVENTS } from '../../support/cluster/test-cluster.ts';
import { NodeCluster } from '../kubelet/test-node.ts';

/** A Pod on a node, what happens to it, and what is seen of it then. */
export interface Row {
	readonly cause: string;
	/** Of upstream v1.35, below pkg/kubelet unless it says otherwise. */
	readonly source: string;
	readonly before?: (cluster: NodeCluster) => void;
	/** Of its container "app"; a word list is what a shell runs. */
	readonly app?: object | string;
	readonly spec?: object;
	/** Virtual seconds until it is looked at. */
	readonly after: number;
	/** What is then done, and again seconds until it is looked at. */
	readonly next?: (cluster: NodeCluster) => void;
	readonly nextAfter?: number;
	readonly seen: Partial<Seen>;
	readonly configuration?: Partial<KubeletConfiguration>;
}

export interface Seen {
	readonly phase: string;
	/** "Evicted: The node was …" */
	readonly failure: string;
	/** "running", "waiting CrashLoopBackOff: back-off …", "terminated 137 OOMKilled". */
	readonly app: string;
	/** Of the instance before. */
	readonly last: string;
	/** Of init and ephemeral containers and of those beside app, by name. */
	readonly others: { readonly [name: string]: string };
	readonly ready: boolean;
	readonly restarts: number;
	/** Conditions that are not True. */
	readonly not: readonly string[];
	/** Conditions that come and go, with their reason. */
	readonly conditions: readonly string[];
	/** "Warning BackOff: …", in order, of those that the row names by their reason. */
	readonly events: readonly string[];
	readonly log: string;
	readonly previous: string;
	/** It is no more. */
	readonly gone: boolean;
}

export function run(row: Row): Partial<Seen> {
	const cluster = new NodeCluster(['node01'], {
		scheduler: false,
		controllers: ['serviceaccount', 'node-ipam-controller'],
		...(row.configuration === undefined ? {} : { configuration: row.configuration }),
	});
	row.before?.(cluster);
	const app = typeof row.app === 'string' ? { command: ['sh', '-c', row.app] } : row.app;
	cluster.pod('web', app ?? { command: ['sleep', 'infinity'] }, row.spec);
	cluster.run(row.after);
	row.next?.(cluster);
	cluster.run(row.nextAfter ?? 0);
	return look(cluster, row.seen);
}

function look(cluster: NodeCluster, wanted: Partial<Seen>): Partial<Seen> {
	const pod = cluster.find('web');
	if (pod === undefined) return { gone: true, ...(wanted.events && { events: events(cluster, wanted.events) }) };
	const { status } = pod;
	const all = [
		...(status.initContainerStatuses ?? []),
		...(status.containerStatuses ?? []),
		...(status.ephemeralContainerStatuses ?? []),
	];
	const app = all.find(({ name }) => name === 'app');
	const others = all.filter(({ name }) => name !== 'app').map((each) => [each.name, shown(each.state)] as const);
	const full: Seen = {
		gone: false,
		phase: status.phase ?? '',
		failure: status.reason === undefined ? '' : `${status.reason}: ${status.message}`,
		app: shown(app?.state),
		last: shown(app?.lastState),
		others: Object.fromEntries(others),
		ready: app?.ready === true,
		restarts: (app as ContainerStatus | undefined)?.restartCount ?? 0,
		not: (status.conditions ?? []).filter((each) => each.status !== 'True').map(({ type }) => type),
		conditions: (status.conditions ?? [])
			.filter(({ type }) => /^(PodResize|Disruption)/.test(type))
			.map(({ type, reason }) => (reason === undefined ? type : `${type} ${reason}`)),
		events: wanted.events === undefined ? [] : events(cluster, wanted.events),
		log: wanted.log === undefined ? '' : cluster.logs('web'),
		previous: wanted.previous === undefined ? '' : cluster.logs('web', 'app', { previous: true }),
	};
	return Object.fromEntries(Object.entries(full).filter(([key]) => key in wanted));
}

function shown(state: ContainerState | undefined): string {
	if (state?.running !== undefined) return 'running';
	if (state?.waiting !== undefined) return `waiting ${text(state.waiting.reason, state.waiting.message)}`;
	if (state?.terminated === undefined) return '';
	const { exitCode, reason, message } = state.terminated;
	return `terminated ${exitCode} ${text(reason, message)}`;
}

function text(reason = '', message?: string): string {
	return (message === undefined ? reason : `${reason}: ${message}`).replaceAll(UID, '(UID)');
}

const UID = /\([0-9a-f]{8}-[0-9a-f-]{27}\)/g;

/** Events with the reasons that are expected. */
function events(cluster: NodeCluster, wanted: readonly string[]): string[] {
	const reasons = new Set(wanted.map((each) => each.split(/[ :]/)[1]));
	return cluster
		.list(EVENTS)
		.filter(({ reason, involvedObject }) => reasons.has(reason) && involvedObject.name === 'web')
		.map(({ type, reason, message, count = 1 }) => {
			const times = count > 1 ? ` x${count}` : '';
			return `${type} ${reason}: ${message}${times}`.replaceAll(UID, '(UID)');
		});
}

export function resize(cluster: NodeCluster, resources: object): void {
	const body = { spec: { containers: [{ name: 'app', resources }] } };
	cluster.do(cluster.admin.patch(PODS, { name: 'web', namespace: 'default' }, 'strategic', body, 'resize'));
}
