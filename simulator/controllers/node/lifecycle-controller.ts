import type { Node, NodeCondition } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Taint } from '../../api/core/types/reference.ts';
import type { Index } from '../../client/indexer.ts';
import type { BeatTimer } from '../../machinery/beat.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { parseTime } from '../../machinery/timestamp.ts';
import { findCondition } from '../conditions.ts';
import { type Controller, type Scope, watch } from '../controller.ts';
import { isReady } from '../pod-state.ts';
import { LEASES, NODES, PODS } from '../resources.ts';
import { LIFECYCLE_TAINTS, wantedTaints } from './taints.ts';

interface State {
	readonly heard: Map<string, Heard>;
	readonly registered: Set<string>;
	monitor: BeatTimer | undefined;
}

/** What a node said last (a renewed lease or a new status), and when that was noticed. */
interface Heard {
	readonly renewTime: string | undefined;
	readonly heartbeat: string | undefined;
	readonly atMs: number;
}

/** --node-monitor-period */
const MONITOR_MS = 5_000;

const LEASE_NAMESPACE = 'kube-node-lease';
/** Conditions that a silent kubelet cannot vouch for. */
const MONITORED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Files Pods under the node they are on. */
export const BY_NODE: Index<Pod> = {
	name: 'node',
	values: ({ spec }) => (spec.nodeName === undefined || spec.nodeName === '' ? [] : [spec.nodeName]),
};

/**
 * Notices nodes that have fallen silent, taints nodes by their conditions, and marks the Pods of lost nodes not ready.
 * Models pkg/controller/nodelifecycle Controller. Differs: no zones, no limit on how many nodes are tainted at a time.
 */
export const nodeLifecycleController: Controller<State> = {
	name: 'node-lifecycle-controller',
	user: 'node-controller',
	workers: 1,
	reads: [PODS, LEASES],
	state: () => ({ heard: new Map(), registered: new Set(), monitor: undefined }),
	watches: [
		watch<Node, State>(NODES, ({ type, object }, scope) => {
			const { name } = object.metadata;
			if (type === 'deleted') {
				scope.state.heard.delete(name);
				scope.state.registered.delete(name);
				tell(scope, object, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
				return;
			}
			if (!scope.state.registered.has(name)) {
				scope.state.registered.add(name);
				// What is there when a manager goes on has been told before.
				if (!scope.options.goesOn || scope.state.monitor !== undefined)
					tell(scope, object, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
			}
			scope.queue.add(name);
		}),
	],
	onStart(scope) {
		listen(scope);
		scope.state.monitor = scope.context.loop.every(MONITOR_MS, {
			run: () => monitor(scope),
			steadyUntil: () => nextSilence(scope),
		});
	},
	onStop(scope) {
		scope.state.monitor?.cancel();
	},
	reconcile: (name, scope) => reconcile(name, scope),
};

function listen(scope: Scope<State>): void {
	for (const node of scope.lister(NODES).list()) listenTo(node, scope);
}

/** Notes whether a node has said something since the last look. */
function listenTo(node: Node, scope: Scope<State>): void {
	const { name } = node.metadata;
	const nowMs = scope.nowMs();
	const renewTime = scope.lister(LEASES).get(LEASE_NAMESPACE, name)?.spec?.renewTime;
	const heartbeat = findCondition(node.status.conditions, 'Ready')?.lastHeartbeatTime;
	const before = scope.state.heard.get(name);
	if (before !== undefined && before.renewTime === renewTime && before.heartbeat === heartbeat) return;
	// Looks at which nothing could be found out may have been left out.
	const saidMs = Math.max(parseTime(renewTime ?? '') ?? 0, parseTime(heartbeat ?? '') ?? 0);
	const isKnown = before !== undefined && saidMs > before.atMs && saidMs <= nowMs;
	const atMs = isKnown ? nowMs - Math.floor((nowMs - saidMs) / MONITOR_MS) * MONITOR_MS : nowMs;
	scope.state.heard.set(name, { renewTime, heartbeat, atMs });
}

/** Models monitorNodeHealth. Whether all is as it was. */
function monitor(scope: Scope<State>): boolean {
	listen(scope);
	let isWell = true;
	for (const [name, { atMs }] of scope.state.heard) {
		if (isGivenUp(name, scope) || scope.nowMs() < atMs + graceMs(scope)) continue;
		scope.queue.add(name);
		isWell = false;
	}
	return isWell;
}

/** When a node of which nothing is heard any more would be given up. */
function nextSilence(scope: Scope<State>): number {
	let untilMs = Number.POSITIVE_INFINITY;
	for (const [name, { atMs }] of scope.state.heard) {
		if (!isGivenUp(name, scope) && !scope.options.isBeating(name)) untilMs = Math.min(untilMs, atMs + graceMs(scope));
	}
	return untilMs;
}

function isGivenUp(name: string, scope: Scope<State>): boolean {
	const conditions = scope.lister(NODES).get('', name)?.status.conditions ?? [];
	return MONITORED.every((type) => findCondition(conditions, type)?.status === 'Unknown');
}

function graceMs(scope: Scope<State>): number {
	return scope.options.nodeMonitorGraceSeconds * 1_000;
}

function* reconcile(name: string, scope: Scope<State>): Task<void> {
	let node = scope.lister(NODES).get('', name);
	if (node === undefined) return;
	listenTo(node, scope);
	const heardAtMs = scope.state.heard.get(name)?.atMs ?? scope.nowMs();
	if (scope.nowMs() >= heardAtMs + graceMs(scope)) node = yield* markUnknown(node, scope);
	yield* syncTaints(node, scope);
	const ready = findCondition(node.status.conditions, 'Ready');
	if (ready !== undefined && ready.status !== 'True') yield* markPodsNotReady(name, scope);
}

/** Models tryUpdateNodeHealth: what the kubelet said last no longer holds. */
function* markUnknown(node: Node, scope: Scope<State>): Task<Node> {
	const now = scope.timestamp();
	const wasReady = findCondition(node.status.conditions, 'Ready')?.status === 'True';
	const unknown = (type: string): NodeCondition => {
		const current = findCondition(node.status.conditions, type);
		if (current === undefined) {
			return {
				type,
				status: 'Unknown',
				lastHeartbeatTime: node.metadata.creationTimestamp,
				lastTransitionTime: now,
				reason: 'NodeStatusNeverUpdated',
				message: 'Kubelet never posted node status.',
			};
		}
		if (current.status === 'Unknown') return current;
		return {
			...current,
			status: 'Unknown',
			lastTransitionTime: now,
			reason: 'NodeStatusUnknown',
			message: 'Kubelet stopped posting node status.',
		};
	};
	const current = node.status.conditions ?? [];
	const conditions = [
		...current.map((each) => (MONITORED.includes(each.type) ? unknown(each.type) : each)),
		...MONITORED.filter((type) => findCondition(current, type) === undefined).map(unknown),
	];
	if (conditions.length === current.length && conditions.every((each, index) => each === current[index])) return node;
	const updated = yield* scope.client.update(NODES, { ...node, status: { ...node.status, conditions } }, 'status');
	if (wasReady) {
		const { name } = node.metadata;
		tell(scope, node, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
	}
	return updated;
}

function* syncTaints(node: Node, scope: Scope<State>): Task<void> {
	const current = node.spec.taints ?? [];
	const wanted = wantedTaints(node);
	const isSame = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;
	const missing = wanted.filter((each) => !current.some((other) => isSame(each, other)));
	const kept = current.filter(
		(each) => !LIFECYCLE_TAINTS.some((other) => isSame(each, other)) || wanted.some((other) => isSame(each, other)),
	);
	if (missing.length === 0 && kept.length === current.length) return;
	const added = missing.map((each) => ({ ...each, timeAdded: scope.timestamp() }));
	const taints = [...kept, ...added];
	const metadata = { resourceVersion: node.metadata.resourceVersion };
	yield* scope.client.patch(NODES, node.metadata, 'merge', {
		metadata,
		spec: { taints: taints.length === 0 ? null : taints },
	});
}

/** Models pkg/controller/util/node MarkPodsNotReady: endpoints must not send traffic there. */
function* markPodsNotReady(nodeName: string, scope: Scope<State>): Task<void> {
	for (const pod of scope.lister(PODS).by(BY_NODE, nodeName)) {
		if (!isReady(pod)) continue;
		const condition = {
			...findCondition(pod.status.conditions, 'Ready'),
			status: 'False',
			lastTransitionTime: scope.timestamp(),
		};
		scope.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
		try {
			yield* scope.client.patch(PODS, pod.metadata, 'strategic', { status: { conditions: [condition] } }, 'status');
		} catch (error) {
			if (!(error instanceof ApiError) || error.code !== 404) throw error;
		}
	}
}

function tell(scope: Scope<State>, node: Node, reason: string, message: string): void {
	scope.event(node, 'Normal', reason, message);
}
