import type { DaemonSet, DaemonSetStatus } from '../../api/apps/types.ts';
import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Change } from '../../client/informer.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { claim, resolveController } from '../claim.ts';
import { type Controller, keyOf, type Scope, splitKey, watch, watchOwn } from '../controller.ts';
import { Expectations } from '../expectations.ts';
import { controllerOf } from '../ownership.ts';
import { createPod, deletePod, messageOf, slowStart } from '../pod-control.ts';
import { availableFromMs, hasEnded, isReady } from '../pod-state.ts';
import { CONTROLLER_REVISIONS, DAEMON_SETS, NODES, PODS } from '../resources.ts';
import { type History, REVISION_HASH, revisionHash, syncHistory, trimHistory } from '../revisions.ts';
import { type DaemonSetState, isAvailable, isUpdated, type Pass } from './pass.ts';
import { daemonFor, fitOn, targetNode } from './placement.ts';
import { planUpdate } from './rolling-update.ts';

const BURST = 250;
const FAILURE_BACKOFF_MS = 1_000;
const FAILURE_BACKOFF_MS_MAX = 900_000;

/** Models pkg/controller/daemon DaemonSetsController. */
export const daemonSetController: Controller<DaemonSetState> = {
	name: 'daemonset',
	user: 'daemon-set-controller',
	eventSource: 'daemonset-controller',
	workers: 2,
	state: ({ context }) => ({ expectations: new Expectations(context.loop), failureBackoff: new Map() }),
	intervalMsMin: () => 10,
	reads: [CONTROLLER_REVISIONS],
	watches: [
		watchOwn(DAEMON_SETS),
		watch<Pod, DaemonSetState>(PODS, onPod),
		watch<Node, DaemonSetState>(NODES, ({ type, object, old }, scope) => {
			for (const set of scope.lister(DAEMON_SETS).list()) {
				const before = old === undefined ? undefined : fitOn(set, old);
				const now = type === 'deleted' ? undefined : fitOn(set, object);
				if (before?.shouldRun !== now?.shouldRun || before?.mayStay !== now?.mayStay) scope.queue.add(keyOf(set));
			}
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

function onPod({ type, object }: Change<Pod>, scope: Scope<DaemonSetState>): void {
	const { namespace = '', uid } = object.metadata;
	const owner = resolveController(scope, DAEMON_SETS, controllerOf(object), namespace);
	if (owner === undefined) {
		if (type === 'deleted' || controllerOf(object) !== undefined) return;
		for (const set of scope.lister(DAEMON_SETS).list(namespace)) {
			if (labelSelectorFrom(set.spec.selector).matches(object.metadata.labels)) scope.queue.add(keyOf(set));
		}
		return;
	}
	const key = keyOf(owner);
	if (type === 'deleted' || object.metadata.deletionTimestamp !== undefined) {
		scope.state.expectations.deletionSeen(key, uid);
	} else if (type === 'added') scope.state.expectations.creationSeen(key);
	scope.queue.add(key);
}

function* reconcile(key: string, scope: Scope<DaemonSetState>): Task<void> {
	const { namespace, name } = splitKey(key);
	const set = scope.lister(DAEMON_SETS).get(namespace, name);
	if (set === undefined) {
		scope.state.expectations.forget(key);
		return;
	}
	if (set.metadata.deletionTimestamp !== undefined) return;
	const history = yield* syncHistory(scope, set, DAEMON_SETS);
	const pods = yield* claim(scope, {
		owner: set,
		ownerResource: DAEMON_SETS,
		resource: PODS,
		selector: labelSelectorFrom(set.spec.selector),
	});
	const pass: Pass = {
		key,
		scope,
		set,
		nodes: scope.lister(NODES).list(),
		byNode: groupByNode(pods),
		hash: revisionHash(history.current),
	};
	let failure: unknown;
	if (scope.state.expectations.satisfied(key)) failure = yield* manage(pass, pods);
	if (failure === undefined && scope.state.expectations.satisfied(key)) failure = yield* update(pass);
	yield* trim(pass, history, pods);
	yield* writeStatus(pass);
	if (failure !== undefined) throw failure;
}

function groupByNode(pods: readonly Pod[]): Map<string, Pod[]> {
	const byNode = new Map<string, Pod[]>();
	const oldestFirst = [...pods].sort((a, b) =>
		a.metadata.creationTimestamp < b.metadata.creationTimestamp
			? -1
			: a.metadata.creationTimestamp > b.metadata.creationTimestamp
				? 1
				: 0,
	);
	for (const pod of oldestFirst) {
		const node = targetNode(pod);
		if (node === undefined) continue;
		byNode.set(node, [...(byNode.get(node) ?? []), pod]);
	}
	return byNode;
}

/** One daemon on each node that should have one, none elsewhere. Models podsShouldBeOnNode and manage. */
function* manage(pass: Pass, pods: readonly Pod[]): Task<unknown> {
	const creations: string[] = [];
	const deletions: Pod[] = [];
	const known = new Set<string>();
	for (const node of pass.nodes) {
		const { name } = node.metadata;
		known.add(name);
		const here = pass.byNode.get(name) ?? [];
		const fit = fitOn(pass.set, node);
		if (fit.shouldRun && here.length === 0) creations.push(name);
		else if (!fit.mayStay) deletions.push(...here.filter((pod) => pod.metadata.deletionTimestamp === undefined));
		else deletions.push(...surplus(pass, name, here));
	}
	// Not yet placed, and meant for a node that is gone: nobody else will clean these up.
	for (const pod of pods) {
		const node = targetNode(pod);
		const unplaced = pod.spec.nodeName === undefined || pod.spec.nodeName === '';
		const gone = node !== undefined && !known.has(node);
		if (unplaced && gone && pod.metadata.deletionTimestamp === undefined) deletions.push(pod);
	}
	return yield* change(pass, deletions, creations);
}

/** Daemons of a node that have ended, and all but the oldest of those that run. */
function surplus(pass: Pass, nodeName: string, here: readonly Pod[]): Pod[] {
	const { scope, set } = pass;
	const out: Pod[] = [];
	const running: Pod[] = [];
	for (const pod of here) {
		if (pod.metadata.deletionTimestamp !== undefined) continue;
		const what = `daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${nodeName}`;
		if (pod.status.phase === 'Failed') {
			if (isBackingOff(pass, nodeName)) continue;
			scope.event(set, 'Warning', 'FailedDaemonPod', `Found failed ${what}, will try to kill it`);
			out.push(pod);
		} else if (pod.status.phase === 'Succeeded') {
			scope.event(set, 'Normal', 'SucceededDaemonPod', `Found succeeded ${what}, will try to delete it`);
			out.push(pod);
		} else running.push(pod);
	}
	const surging = (set.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0) !== 0;
	const groups = surging
		? [running.filter((pod) => isUpdated(pass, pod)), running.filter((pod) => !isUpdated(pass, pod))]
		: [running];
	for (const group of groups) out.push(...group.slice(1));
	return out;
}

/** A daemon that fails at once must not be replaced at once, over and over. Models failedPodsBackoff. */
function isBackingOff(pass: Pass, nodeName: string): boolean {
	const { failureBackoff } = pass.scope.state;
	const key = `${pass.set.metadata.uid}/${nodeName}`;
	const nowMs = pass.scope.nowMs();
	const before = failureBackoff.get(key);
	if (before !== undefined && before.untilMs > nowMs) {
		pass.scope.queue.addAfter(pass.key, before.untilMs - nowMs);
		return true;
	}
	const quiet = before === undefined || nowMs - before.untilMs > 2 * FAILURE_BACKOFF_MS_MAX;
	const delayMs = quiet ? FAILURE_BACKOFF_MS : Math.min(before.delayMs * 2, FAILURE_BACKOFF_MS_MAX);
	failureBackoff.set(key, { untilMs: nowMs + delayMs, delayMs });
	return false;
}

function* update(pass: Pass): Task<unknown> {
	if (pass.set.spec.updateStrategy?.type === 'OnDelete') return undefined;
	const { deletions, creations } = planUpdate(pass);
	return yield* change(pass, deletions, creations);
}

function* change(pass: Pass, deletions: readonly Pod[], creations: readonly string[]): Task<unknown> {
	const { expectations } = pass.scope.state;
	const doomed = deletions.slice(0, BURST);
	const wanted = creations.slice(0, BURST);
	if (doomed.length === 0 && wanted.length === 0) return undefined;
	const doomedUids = doomed.map((pod) => pod.metadata.uid);
	expectations.expect(pass.key, wanted.length, doomedUids);
	const nodes = wanted.values();
	const { succeeded, error } = yield* slowStart(pass.scope, wanted.length, () => {
		const node = nodes.next();
		if (node.done) throw new Error('assertion failed: more daemons than nodes');
		return createPod(pass.scope, pass.set, daemonFor(pass.set, node.value, pass.hash));
	});
	expectations.creationSeen(pass.key, wanted.length - succeeded);
	let failure = error;
	for (const pod of doomed) {
		try {
			yield* deletePod(pass.scope, pass.set, pod);
		} catch (refused) {
			messageOf(refused);
			expectations.deletionSeen(pass.key, pod.metadata.uid);
			failure ??= refused;
		}
	}
	return failure;
}

function* trim(pass: Pass, { old }: History, pods: readonly Pod[]): Task<void> {
	const inUse = new Set(pods.map((pod) => pod.metadata.labels?.[REVISION_HASH] ?? ''));
	yield* trimHistory(pass.scope, pass.set, old, inUse);
}

/** Models updateDaemonSetStatus. */
function* writeStatus(pass: Pass): Task<void> {
	const { set, scope } = pass;
	const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
	let nextAvailableMs = Number.POSITIVE_INFINITY;
	for (const node of pass.nodes) {
		const here = pass.byNode.get(node.metadata.name) ?? [];
		if (!fitOn(set, node).shouldRun) {
			if (here.some((pod) => !hasEnded(pod))) counts.misscheduled++;
			continue;
		}
		counts.desired++;
		const [pod] = here;
		if (pod === undefined) continue;
		counts.current++;
		if (isReady(pod)) {
			counts.ready++;
			if (isAvailable(pass, pod)) counts.available++;
			else nextAvailableMs = Math.min(nextAvailableMs, availableFromMs(pod, set.spec.minReadySeconds ?? 0) ?? Infinity);
		}
		if (isUpdated(pass, pod)) counts.updated++;
	}
	const { collisionCount, conditions } = set.status;
	const unavailable = counts.desired - counts.available;
	const next: DaemonSetStatus = {
		currentNumberScheduled: counts.current,
		numberMisscheduled: counts.misscheduled,
		desiredNumberScheduled: counts.desired,
		numberReady: counts.ready,
		observedGeneration: set.metadata.generation,
		...(counts.updated === 0 ? {} : { updatedNumberScheduled: counts.updated }),
		...(counts.available === 0 ? {} : { numberAvailable: counts.available }),
		...(unavailable === 0 ? {} : { numberUnavailable: unavailable }),
		...(collisionCount === undefined ? {} : { collisionCount }),
		...(conditions === undefined ? {} : { conditions }),
	};
	if (!jsonEqual(set.status, next))
		yield* scope.client.update(DAEMON_SETS, { ...set, status: next } as DaemonSet, 'status');
	if (nextAvailableMs !== Number.POSITIVE_INFINITY) scope.queue.addAfter(pass.key, nextAvailableMs - scope.nowMs());
}
