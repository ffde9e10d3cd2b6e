import type { ReplicaSet } from '../../api/apps/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Change } from '../../client/informer.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { claim, resolveController } from '../claim.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { Expectations } from '../expectations.ts';
import { BY_CONTROLLER, controllerOf } from '../ownership.ts';
import {
	breathe,
	createPod,
	deletePod,
	isNamespaceTerminating,
	messageOf,
	podFromTemplate,
	slowStart,
} from '../pod-control.ts';
import { hasEnded, isActive, isTerminating } from '../pod-state.ts';
import { PODS, REPLICA_SETS } from '../resources.ts';
import { inDeletionOrder } from './deletion-order.ts';
import { calculateStatus, writeStatus } from './status.ts';

interface State {
	readonly expectations: Expectations;
}

/** Pods created or deleted in one pass at most. Models pkg/controller/replicaset BurstReplicas. */
const BURST = 500;

/** Models pkg/controller/replicaset ReplicaSetController. */
export const replicaSetController: Controller<State> = {
	name: 'replicaset',
	user: 'replicaset-controller',
	workers: 5,
	state: ({ context }) => ({ expectations: new Expectations(context.loop) }),
	// A pass looks at all Pods of the set: the larger it is, the more events share one.
	intervalMsMin: (key, scope) => {
		const { namespace, name } = splitKey(key);
		const replicas = scope.lister(REPLICA_SETS).get(namespace, name)?.status.replicas ?? 0;
		return Math.min(Math.max(10, replicas), 1_000);
	},
	watches: [
		watch<ReplicaSet, State>(REPLICA_SETS, ({ type, object }, scope) => {
			if (type === 'deleted') scope.state.expectations.forget(keyOf(object));
			scope.queue.add(keyOf(object));
		}),
		watch<Pod, State>(PODS, onPod),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

function onPod({ type, object, old }: Change<Pod>, scope: Scope<State>): void {
	const { namespace = '' } = object.metadata;
	const owner = resolveController(scope, REPLICA_SETS, controllerOf(object), namespace);
	if (old !== undefined && controllerOf(old)?.uid !== controllerOf(object)?.uid) {
		const before = resolveController(scope, REPLICA_SETS, controllerOf(old), namespace);
		if (before !== undefined) scope.queue.add(keyOf(before));
	}
	if (owner === undefined) {
		if (type !== 'deleted' && controllerOf(object) === undefined) wakeAdopters(object, old, scope);
		return;
	}
	const key = keyOf(owner);
	if (type === 'deleted' || object.metadata.deletionTimestamp !== undefined) {
		scope.state.expectations.deletionSeen(key, object.metadata.uid);
	} else if (type === 'added') {
		scope.state.expectations.creationSeen(key);
	}
	scope.queue.add(key);
}

function wakeAdopters(pod: Pod, old: Pod | undefined, scope: Scope<State>): void {
	if (old !== undefined && old.metadata.labels === pod.metadata.labels && controllerOf(old) === undefined) return;
	for (const replicaSet of scope.lister(REPLICA_SETS).list(pod.metadata.namespace)) {
		const selector = labelSelectorFrom(replicaSet.spec.selector);
		if (!selector.isEmpty && selector.matches(pod.metadata.labels)) scope.queue.add(keyOf(replicaSet));
	}
}

function* reconcile(key: string, scope: Scope<State>): Task<void> {
	const { namespace, name } = splitKey(key);
	const replicaSet = scope.lister(REPLICA_SETS).get(namespace, name);
	if (replicaSet === undefined) {
		scope.state.expectations.forget(key);
		return;
	}
	const needsSync = scope.state.expectations.satisfied(key);
	const pods = yield* claim(scope, {
		owner: replicaSet,
		ownerResource: REPLICA_SETS,
		resource: PODS,
		selector: labelSelectorFrom(replicaSet.spec.selector),
		adoptable: (pod) => !hasEnded(pod),
	});
	const active = pods.filter(isActive);
	let failure: unknown;
	if (needsSync && replicaSet.metadata.deletionTimestamp === undefined) {
		failure = yield* manageReplicas(key, replicaSet, active, scope);
	}
	const terminating = pods.filter(isTerminating).length;
	const { status, nextAvailableMs } = calculateStatus(replicaSet, { active, terminating }, failure, scope);
	yield* writeStatus(replicaSet, status, scope);
	if (failure !== undefined) throw failure;
	if (nextAvailableMs !== undefined) scope.queue.addAfter(key, nextAvailableMs - scope.nowMs());
}

/** Creates or deletes what is missing or too many. @returns the first error of the cluster. */
function* manageReplicas(
	key: string,
	replicaSet: ReplicaSet,
	active: readonly Pod[],
	scope: Scope<State>,
): Task<unknown> {
	const diff = active.length - (replicaSet.spec.replicas ?? 1);
	if (diff < 0) return yield* createReplicas(key, replicaSet, Math.min(-diff, BURST), scope);
	if (diff > 0) return yield* deleteReplicas(key, replicaSet, active, Math.min(diff, BURST), scope);
	return undefined;
}

function* createReplicas(key: string, replicaSet: ReplicaSet, count: number, scope: Scope<State>): Task<unknown> {
	const { expectations } = scope.state;
	const { template } = replicaSet.spec;
	if (template === undefined) throw new Error('assertion failed: a replica set without a template');
	expectations.expect(key, count);
	const pod = podFromTemplate(template, replicaSet, REPLICA_SETS);
	let ignored = 0;
	// A namespace that is going: neither an error nor a Pod will come of trying again.
	const onIgnored = (): void => {
		expectations.creationSeen(key);
		ignored++;
	};
	const { succeeded, error } = yield* slowStart(scope, count, () =>
		createUnlessEnding(scope, replicaSet, pod, onIgnored),
	);
	const missing = count - succeeded;
	if (missing > 0) expectations.creationSeen(key, missing);
	return ignored === count ? undefined : error;
}

function* createUnlessEnding(
	scope: Scope<State>,
	replicaSet: ReplicaSet,
	pod: Parameters<typeof createPod>[2],
	onIgnored: () => void,
): Task<void> {
	try {
		yield* createPod(scope, replicaSet, pod);
	} catch (failure) {
		if (!isNamespaceTerminating(failure)) throw failure;
		onIgnored();
	}
}

function* deleteReplicas(
	key: string,
	replicaSet: ReplicaSet,
	active: readonly Pod[],
	count: number,
	scope: Scope<State>,
): Task<unknown> {
	const { expectations } = scope.state;
	const doomed = choosePods(replicaSet, active, count, scope);
	const doomedUids = doomed.map((pod) => pod.metadata.uid);
	expectations.expect(key, 0, doomedUids);
	let failure: unknown;
	for (const [index, pod] of doomed.entries()) {
		yield* breathe(scope, index);
		try {
			yield* deletePod(scope, replicaSet, pod);
		} catch (error) {
			messageOf(error);
			expectations.deletionSeen(key, pod.metadata.uid);
			if (!(error instanceof ApiError && error.reason === 'NotFound')) failure ??= error;
		}
	}
	return failure;
}

/** Models getPodsToDelete. */
function choosePods(
	replicaSet: ReplicaSet,
	active: readonly Pod[],
	count: number,
	scope: Scope<State>,
): readonly Pod[] {
	if (count >= active.length) return active;
	const perNode = new Map<string, number>();
	for (const pod of relatedPods(replicaSet, scope)) {
		const { nodeName } = pod.spec;
		if (nodeName !== undefined && isActive(pod)) perNode.set(nodeName, (perNode.get(nodeName) ?? 0) + 1);
	}
	const rank = (pod: Pod): number => (pod.spec.nodeName === undefined ? 0 : (perNode.get(pod.spec.nodeName) ?? 0));
	return inDeletionOrder(active, rank, scope.nowMs()).slice(0, count);
}

/** Pods of all replica sets of the same owner. Models getIndirectlyRelatedPods. */
function relatedPods(replicaSet: ReplicaSet, scope: Scope<State>): readonly Pod[] {
	const owner = controllerOf(replicaSet);
	const siblings = owner === undefined ? [replicaSet] : scope.lister(REPLICA_SETS).by(BY_CONTROLLER, owner.uid);
	return siblings.flatMap((each) => [...scope.lister(PODS).by(BY_CONTROLLER, each.metadata.uid)]);
}
