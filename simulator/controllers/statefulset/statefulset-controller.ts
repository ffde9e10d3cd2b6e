import type { ControllerRevision, StatefulSet, StatefulSetStatus } from '../../api/apps/types.ts';
import type { Pod, PodTemplateSpec } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { claim, resolveController } from '../claim.ts';
import { type Controller, keyOf, type Scope, splitKey, watch, watchOwn } from '../controller.ts';
import { controllerOf } from '../ownership.ts';
import { breathe, messageOf } from '../pod-control.ts';
import { availableFromMs, hasEnded, isReady } from '../pod-state.ts';
import { CONTROLLER_REVISIONS, PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from '../resources.ts';
import { REVISION_HASH, syncHistory, trimHistory } from '../revisions.ts';
import { scaledValue } from '../scaled-value.ts';
import { ensureClaims, hasStaleClaim, ownClaims } from './claims.ts';
import { firstOrdinal, isInRange, ordinalOf, podName, podOf } from './identity.ts';

/** Until a claim that is on its way out is looked at again: nothing tells of its end. */
const CLAIM_RETRY_MS = 1_000;

/** Pods with a name and claims of their own, one after the other. Models pkg/controller/statefulset StatefulSetController. */
export const statefulSetController: Controller<undefined> = {
	name: 'statefulset',
	user: 'statefulset-controller',
	workers: 5,
	wokenBy: [STATEFUL_SETS],
	intervalMsMin: () => 10,
	reads: [CONTROLLER_REVISIONS, PERSISTENT_VOLUME_CLAIMS],
	watches: [
		watchOwn(STATEFUL_SETS),
		watch<Pod, undefined>(PODS, ({ type, object }, scope) => {
			const { namespace = '' } = object.metadata;
			const owner = resolveController(scope, STATEFUL_SETS, controllerOf(object), namespace);
			if (owner !== undefined) scope.queue.add(keyOf(owner));
			else if (type !== 'deleted' && controllerOf(object) === undefined) {
				for (const set of scope.lister(STATEFUL_SETS).list(namespace)) {
					if (labelSelectorFrom(set.spec.selector).matches(object.metadata.labels)) scope.queue.add(keyOf(set));
				}
			}
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

interface Pass {
	readonly key: string;
	readonly scope: Scope<undefined>;
	readonly set: StatefulSet;
	/** Revision names; Pods carry them as their label. */
	readonly currentRevision: string;
	readonly updateRevision: string;
	readonly currentTemplate: PodTemplateSpec;
	readonly byOrdinal: ReadonlyMap<number, Pod>;
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const set = scope.lister(STATEFUL_SETS).get(namespace, name);
	if (set === undefined) return;
	const { current: update, old } = yield* syncHistory(scope, set, STATEFUL_SETS);
	const pods = yield* claim(scope, {
		owner: set,
		ownerResource: STATEFUL_SETS,
		resource: PODS,
		selector: labelSelectorFrom(set.spec.selector),
		adoptable: (pod) => ordinalOf(set, pod) >= 0,
	});
	const current = old.find((each) => each.metadata.name === set.status.currentRevision) ?? update;
	const pass: Pass = {
		key,
		scope,
		set,
		currentRevision: current.metadata.name,
		updateRevision: update.metadata.name,
		currentTemplate: templateOf(current) ?? set.spec.template,
		byOrdinal: new Map(pods.map((pod) => [ordinalOf(set, pod), pod])),
	};
	let failure: unknown;
	if (set.metadata.deletionTimestamp === undefined) {
		try {
			yield* converge(pass);
		} catch (error) {
			messageOf(error);
			failure = error;
		}
	}
	yield* writeStatus(pass, pods);
	const inUse = new Set([pass.currentRevision, ...pods.map((pod) => pod.metadata.labels?.[REVISION_HASH] ?? '')]);
	yield* trimHistory(scope, set, old, inUse);
	if (failure !== undefined) throw failure;
}

/** A revision's content is a patch that replaces the template. */
function templateOf(revision: ControllerRevision): PodTemplateSpec | undefined {
	const { spec } = (revision.data ?? {}) as { spec?: { template?: PodTemplateSpec & { $patch?: string } } };
	if (spec?.template === undefined) return undefined;
	const { $patch: _directive, ...template } = spec.template;
	return template;
}

function isAvailable(pass: Pass, pod: Pod): boolean {
	const fromMs = availableFromMs(pod, pass.set.spec.minReadySeconds ?? 0);
	if (fromMs === undefined) return false;
	if (fromMs > pass.scope.nowMs()) pass.scope.queue.addAfter(pass.key, fromMs - pass.scope.nowMs());
	return fromMs <= pass.scope.nowMs();
}

/** Differs: in one pass no more Pods are made, as a ReplicaSet's controller has it. */
const BURST = 500;

/** One step towards the wanted Pods at the wanted revisions. Models updateStatefulSet. */
function* converge(pass: Pass): Task<void> {
	const { key, scope, set, byOrdinal } = pass;
	const isParallel = set.spec.podManagementPolicy === 'Parallel';
	const first = firstOrdinal(set);
	const end = first + (set.spec.replicas ?? 1);
	let created = 0;
	for (let ordinal = first; ordinal < end; ordinal++) {
		const pod = byOrdinal.get(ordinal);
		if (pod === undefined) yield* breathe(scope, created);
		const settled = yield* ensurePod(pass, ordinal, pod);
		if (!settled && !isParallel) return;
		if (pod === undefined && ++created >= BURST) return scope.queue.add(key);
	}
	const condemned = [...byOrdinal].filter(([ordinal]) => ordinal >= 0 && !isInRange(set, ordinal));
	condemned.sort(([a], [b]) => b - a);
	for (const [ordinal, pod] of condemned) yield* ownClaims(set, { ordinal, pod, wanted: false }, scope);
	const lowestIll = condemned.findLast(([, pod]) => !isHealthy(pass, pod))?.[1];
	for (const [, pod] of condemned) {
		if (pod.metadata.deletionTimestamp === undefined) {
			// One that does not serve waits for those below it that do not either.
			if (!isParallel && !isHealthy(pass, pod) && pod !== lowestIll) return;
			yield* deletePod(pass, pod);
		}
		if (!isParallel) return;
	}
	yield* rollOut(pass, first, end);
}

/** Serves, and is to go on serving. */
function isHealthy(pass: Pass, pod: Pod): boolean {
	return pod.status.phase === 'Running' && pod.metadata.deletionTimestamp === undefined && isAvailable(pass, pod);
}

/** @returns whether the next ordinal may be looked at. Models processReplica. */
function* ensurePod(pass: Pass, ordinal: number, pod: Pod | undefined): Task<boolean> {
	const { scope, set } = pass;
	if (pod === undefined) {
		if (hasStaleClaim(set, ordinal, podName(set, ordinal), scope)) scope.queue.addAfter(pass.key, CLAIM_RETRY_MS);
		else yield* createPod(pass, ordinal);
		return false;
	}
	if (hasEnded(pod)) {
		if (pod.metadata.deletionTimestamp === undefined) yield* deletePod(pass, pod);
		return false;
	}
	if (pod.status.phase === 'Pending') {
		const obstacle = yield* ensureClaims(set, ordinal, pod.metadata.name, scope);
		if (obstacle !== undefined) return false;
	}
	const healthy = isHealthy(pass, pod);
	const isParallel = set.spec.podManagementPolicy === 'Parallel';
	if (healthy || isParallel) yield* ownClaims(set, { ordinal, pod, wanted: true }, scope);
	return healthy;
}

/**
 * Old Pods go from the last down to the partition, as many as may be missing. One that does not serve counts as missing
 * though it is old itself: a broken one has to be deleted by hand. Models updateStatefulSetAfterInvariantEstablished.
 */
function* rollOut(pass: Pass, first: number, end: number): Task<void> {
	const { set, byOrdinal, updateRevision } = pass;
	const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
	if (type === 'OnDelete') return;
	const { maxUnavailable = 1, partition = 0 } = rollingUpdate ?? {};
	let allowed = Math.max(1, scaledValue(maxUnavailable, end - first, false));
	const inRange = [...byOrdinal].filter(([ordinal]) => ordinal >= first && ordinal < end);
	allowed -= end - first - inRange.filter(([, pod]) => isHealthy(pass, pod)).length;
	inRange.sort(([a], [b]) => b - a);
	for (const [ordinal, pod] of inRange) {
		if (allowed <= 0 || ordinal < first + partition) return;
		if (pod.metadata.deletionTimestamp !== undefined) continue;
		if (pod.metadata.labels?.[REVISION_HASH] === updateRevision) continue;
		yield* deletePod(pass, pod);
		allowed--;
	}
}

function* createPod(pass: Pass, ordinal: number): Task<void> {
	const { set, scope } = pass;
	const name = podName(set, ordinal);
	const what = `create Pod ${name} in StatefulSet ${set.metadata.name}`;
	const obstacle = yield* ensureClaims(set, ordinal, name, scope);
	if (obstacle !== undefined) {
		scope.event(set, 'Warning', 'FailedCreate', `${what} failed error: ${obstacle}`);
		scope.queue.addAfter(pass.key, CLAIM_RETRY_MS);
		return;
	}
	// Below the partition Pods keep, and get back, the old template.
	const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
	const isOld = set.spec.updateStrategy?.type !== 'OnDelete' && ordinal < firstOrdinal(set) + partition;
	const draft = isOld
		? podOf(set, pass.currentTemplate, ordinal, pass.currentRevision)
		: podOf(set, set.spec.template, ordinal, pass.updateRevision);
	let pod: Pod;
	try {
		pod = yield* scope.client.create(PODS, draft);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'AlreadyExists') throw error;
		scope.event(set, 'Warning', 'FailedCreate', `${what} failed error: ${messageOf(error)}`);
		throw error;
	}
	yield* ownClaims(set, { ordinal, pod, wanted: true }, scope);
	scope.event(set, 'Normal', 'SuccessfulCreate', `${what} successful`);
}

function* deletePod({ set, scope }: Pass, pod: Pod): Task<void> {
	const what = `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
	try {
		yield* scope.client.delete(PODS, pod.metadata, { uid: pod.metadata.uid });
	} catch (error) {
		if (error instanceof ApiError && error.code === 404) return;
		scope.event(set, 'Warning', 'FailedDelete', `${what} failed error: ${messageOf(error)}`);
		throw error;
	}
	scope.event(set, 'Normal', 'SuccessfulDelete', `${what} successful`);
}

function* writeStatus(pass: Pass, pods: readonly Pod[]): Task<void> {
	const { set, scope, currentRevision, updateRevision } = pass;
	const staying = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
	const at = (revision: string): number =>
		staying.filter((pod) => pod.metadata.labels?.[REVISION_HASH] === revision).length;
	const serving = pods.filter((pod) => pod.status.phase === 'Running' && isReady(pod));
	const ready = serving.length;
	const updated = at(updateRevision);
	const replicas = set.spec.replicas ?? 1;
	const isRolling = set.spec.updateStrategy?.type !== 'OnDelete';
	const done = isRolling && updated === replicas && ready === replicas && pods.length === replicas;
	const revision = done ? updateRevision : currentRevision;
	const { collisionCount, conditions } = set.status;
	const next: StatefulSetStatus = {
		observedGeneration: set.metadata.generation,
		replicas: pods.length,
		...(ready === 0 ? {} : { readyReplicas: ready }),
		...(at(revision) === 0 ? {} : { currentReplicas: at(revision) }),
		...(updated === 0 ? {} : { updatedReplicas: updated }),
		currentRevision: revision,
		updateRevision,
		collisionCount: collisionCount ?? 0,
		...(conditions === undefined ? {} : { conditions }),
		availableReplicas: serving.filter((pod) => isAvailable(pass, pod)).length,
	};
	if (jsonEqual(set.status, next)) return;
	yield* scope.client.update(STATEFUL_SETS, { ...set, status: next }, 'status');
}
