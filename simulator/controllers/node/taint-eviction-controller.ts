import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Taint } from '../../api/core/types/reference.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { tolerates } from '../../machinery/toleration.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { timeMs } from '../pod-state.ts';
import { NODES, PODS } from '../resources.ts';
import { BY_NODE } from './lifecycle-controller.ts';

interface State {
	/** Pods that are to go when their toleration ends, and since when they are. */
	readonly doomed: Map<string, number>;
}

/**
 * Evicts Pods from nodes whose NoExecute taints they do not tolerate, or no longer. The time a Pod has left is counted
 * from when the taint was added, so it does not start anew with this controller.
 * Models pkg/controller/tainteviction Controller.
 */
export const taintEvictionController: Controller<State> = {
	name: 'taint-eviction-controller',
	user: 'node-controller',
	eventSource: 'taint-eviction-controller',
	workers: 8,
	state: () => ({ doomed: new Map() }),
	watches: [
		watch<Node, State>(NODES, ({ type, object, old }, scope) => {
			if (type === 'deleted') return;
			if (evicting(object).length === 0 && (old === undefined || evicting(old).length === 0)) return;
			if (old !== undefined && old.spec.taints === object.spec.taints) return;
			for (const pod of scope.lister(PODS).by(BY_NODE, object.metadata.name)) scope.queue.add(keyOf(pod));
		}),
		watch<Pod, State>(PODS, ({ type, object, old }, scope) => {
			const key = keyOf(object);
			if (type === 'deleted') scope.state.doomed.delete(key);
			else if (old === undefined || old.spec !== object.spec) {
				const node = scope.lister(NODES).get('', object.spec.nodeName ?? '');
				if (node !== undefined && evicting(node).length > 0) scope.queue.add(key);
			}
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

function evicting(node: Node): readonly Taint[] {
	return (node.spec.taints ?? []).filter((taint) => taint.effect === 'NoExecute');
}

function* reconcile(key: string, scope: Scope<State>): Task<void> {
	const { namespace, name } = splitKey(key);
	const pod = scope.lister(PODS).get(namespace, name);
	if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) {
		scope.state.doomed.delete(key);
		return;
	}
	const node = scope.lister(NODES).get('', pod.spec.nodeName ?? '');
	const doomedAtMs = scope.state.doomed.get(key) ?? scope.nowMs();
	const leavesAtMs = node === undefined ? undefined : evictionTime(pod, evicting(node), doomedAtMs);
	if (leavesAtMs === undefined) {
		if (scope.state.doomed.delete(key)) {
			scope.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${namespace}/${name}`);
		}
		return;
	}
	if (leavesAtMs > scope.nowMs()) {
		scope.state.doomed.set(key, doomedAtMs);
		scope.queue.addAfter(key, leavesAtMs - scope.nowMs());
		return;
	}
	scope.state.doomed.delete(key);
	yield* evict(pod, scope);
}

/**
 * When a Pod has to go: undefined for never. Of several tolerations the shortest counts.
 * @param doomedAtMs when it was seen to have to go; for taints that do not say when they were added.
 */
function evictionTime(pod: Pod, taints: readonly Taint[], doomedAtMs: number): number | undefined {
	let earliest: number | undefined;
	for (const taint of taints) {
		const tolerations = (pod.spec.tolerations ?? []).filter((each) => tolerates(each, taint));
		if (tolerations.length === 0) return doomedAtMs;
		const limited = tolerations.flatMap((each) =>
			each.tolerationSeconds === undefined ? [] : [each.tolerationSeconds],
		);
		if (limited.length === 0) continue;
		const since = timeMs(taint.timeAdded) ?? doomedAtMs;
		const leavesAtMs = since + Math.max(0, Math.min(...limited)) * 1000;
		earliest = Math.min(earliest ?? leavesAtMs, leavesAtMs);
	}
	return earliest;
}

function* evict(pod: Pod, scope: Scope<State>): Task<void> {
	const { namespace, name, uid } = pod.metadata;
	scope.event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${namespace}/${name}`);
	const condition = {
		type: 'DisruptionTarget',
		status: 'True',
		reason: 'DeletionByTaintManager',
		message: 'Taint manager: deleting due to NoExecute taint',
		lastTransitionTime: scope.timestamp(),
		...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
	};
	try {
		yield* scope.client.patch(PODS, pod.metadata, 'strategic', { status: { conditions: [condition] } }, 'status');
		yield* scope.client.delete(PODS, pod.metadata, { uid });
	} catch (error) {
		if (!(error instanceof ApiError) || error.code !== 404) throw error;
	}
}
