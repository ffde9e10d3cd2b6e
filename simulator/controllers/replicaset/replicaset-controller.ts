import type { Pod } from '../../api/core/types/pod.ts';
import type { Change } from '../../client/informer.ts';
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
import { PODS, REPLICATION_CONTROLLERS } from '../resources.ts';
import { inDeletionOrder } from './deletion-order.ts';
import type { Replicated, ReplicatedKind } from './replicated.ts';
import { REPLICA_SET_KIND, REPLICATION_CONTROLLER_KIND } from './replicated.ts';
import { calculateStatus, writeStatus } from './status.ts';

interface State {
	readonly kind: ReplicatedKind;
	readonly expectations: Expectations;
}

/** Pods created or deleted in one pass at most. Models pkg/controller/replicaset BurstReplicas. */
const BURST = 500;

/** Models pkg/controller/replicaset ReplicaSetController. */
export const replicaSetController: Controller<State> = {
	...controllerOfKind(REPLICA_SET_KIND),
	name: 'replicaset',
	user: 'replicaset-controller',
};

/** Models pkg/controller/replication ReplicationManager. Few worlds have one: it starts with the first. */
export const replicationController: Controller<State> = {
	...controllerOfKind(REPLICATION_CONTROLLER_KIND),
	name: 'replicationcontroller',
	user: 'replication-controller',
	eventSource: 'replication-controller',
	wokenBy: [REPLICATION_CONTROLLERS],
};

function controllerOfKind(kind: ReplicatedKind): Omit<Controller<State>, 'name' | 'user'> {
	return {
		workers: 5,
		state: ({ context }) => ({ kind, expectations: new Expectations(context.loop) }),
		// A pass looks at all Pods of the set: the larger it is, the more events share one.
		intervalMsMin: (key, scope) => {
			const { namespace, name } = splitKey(key);
			const replicas = scope.lister(kind.resource).get(namespace, name)?.status.replicas ?? 0;
			return Math.min(Math.max(10, replicas), 1_000);
		},
		watches: [
			watch<Replicated, State>(kind.resource, ({ type, object }, scope) => {
				if (type === 'deleted') scope.state.expectations.forget(keyOf(object));
				scope.queue.add(keyOf(object));
			}),
			watch<Pod, State>(PODS, onPod),
		],
		reconcile: (key, scope) => reconcile(key, scope),
	};
}

function onPod({ type, object, old }: Change<Pod>, scope: Scope<State>): void {
	const { namespace = '' } = object.metadata;
	const owner = resolveController(scope, scope.state.kind.resource, controllerOf(object), namespace);
	if (old !== undefined && controllerOf(old)?.uid !== controllerOf(object)?.uid) {
		const before = resolveController(scope, scope.state.kind.resource, controllerOf(old), namespace);
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
	const { kind } = scope.state;
	for (const replicaSet of scope.lister(kind.resource).list(pod.metadata.namespace)) {
		const selector = kind.selectorOf(replicaSet);
		if (!selector.isEmpty && selector.matches(pod.metadata.labels)) scope.queue.add(keyOf(replicaSet));
	}
}

function* reconcile(key: string, scope: Scope<State>): Task<void> {
	const { namespace, name } = splitKey(key);
	const { kind } = scope.state;
	const replicaSet = scope.lister(kind.resource).get(namespace, name);
	if (replicaSet === undefined) {
		scope.state.expectations.forget(key);
		return;
	}
	const needsSync = scope.state.expectations.satisfied(key);
	const pods = yield* claim(scope, {
		owner: replicaSet,
		ownerResource: kind.resource,
		resource: PODS,
		selector: kind.selectorOf(replicaSet),
		adoptable: (pod) => !hasEnded(pod),
	});
	const active = pods.filter(isActive);
	let failure: unknown;
	if (needsSync && replicaSet.metadata.deletionTimestamp === undefined) {
		failure = yield* manageReplicas(key, replicaSet, active, scope);
	}
	const terminating = kind.countsTerminating ? pods.filter(isTerminating).length : undefined;
	const { status, nextAvailableMs } = calculateStatus(replicaSet, { active, terminating }, failure, scope);
	yield* writeStatus(kind, replicaSet, status, scope);
	if (failure !== undefined) throw failure;
	if (nextAvailableMs !== undefined) scope.queue.addAfter(key, nextAvailableMs - scope.nowMs());
}

/** Creates or deletes what is missing or too many. @returns the first error of the cluster. */
function* manageReplicas(
	key: string,
	replicaSet: Replicated,
	active: readonly Pod[],
	scope: Scope<State>,
): Task<unknown> {
	const diff = active.length - (replicaSet.spec.replicas ?? 1);
	if (diff < 0) return yield* createReplicas(key, replicaSet, Math.min(-diff, BURST), scope);
	if (diff > 0) return yield* deleteReplicas(key, replicaSet, active, Math.min(diff, BURST), scope);
	return undefined;
}

function* createReplicas(key: string, replicaSet: Replicated, count: number, scope: Scope<State>): Task<unknown> {
	const { expectations } = scope.state;
	const { template } = replicaSet.spec;
	if (template === undefined) throw new Error('assertion failed: a replica set without a template');
	expectations.expect(key, count);
	const pod = podFromTemplate(template, replicaSet, scope.state.kind.resource);
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
	replicaSet: Replicated,
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
	replicaSet: Replicated,
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
	replicaSet: Replicated,
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
function relatedPods(replicaSet: Replicated, scope: Scope<State>): readonly Pod[] {
	const owner = controllerOf(replicaSet);
	const { resource } = scope.state.kind;
	const siblings = owner === undefined ? [replicaSet] : scope.lister(resource).by(BY_CONTROLLER, owner.uid);
	return siblings.flatMap((each) => [...scope.lister(PODS).by(BY_CONTROLLER, each.metadata.uid)]);
}
