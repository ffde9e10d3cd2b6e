import type { ControllerRevision, StatefulSet, StatefulSetStatus } from '../../api/apps/types.ts';
import type { Pod, PodTemplateSpec } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { claim, resolveController } from '../claim.ts';
import { type Controller, keyOf, type Scope, splitKey, watch, watchOwn } from '../controller.ts';
import { controllerOf } from '../ownership.ts';
import { messageOf } from '../pod-control.ts';
import { availableFromMs, hasEnded, isReady } from '../pod-state.ts';
import { CONTROLLER_REVISIONS, PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from '../resources.ts';
import { REVISION_HASH, syncHistory, trimHistory } from '../revisions.ts';
import { claimsOf, firstOrdinal, ordinalOf, podName, podOf } from './identity.ts';

/**
 * Pods with a name and claims of their own, one after the other. Models pkg/controller/statefulset StatefulSetController.
 * Differs: claims are kept whatever persistentVolumeClaimRetentionPolicy says; maxUnavailable is 1.
 */
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

/** One step towards the wanted Pods at the wanted revisions. Models updateStatefulSet. */
function* converge(pass: Pass): Task<void> {
	const { set, byOrdinal } = pass;
	const isParallel = set.spec.podManagementPolicy === 'Parallel';
	const first = firstOrdinal(set);
	const end = first + (set.spec.replicas ?? 1);
	for (let ordinal = first; ordinal < end; ordinal++) {
		const pod = byOrdinal.get(ordinal);
		const settled = yield* ensurePod(pass, ordinal, pod);
		if (!settled && !isParallel) return;
	}
	const condemned = [...byOrdinal.entries()].filter(([ordinal]) => ordinal < first || ordinal >= end);
	condemned.sort(([a], [b]) => b - a);
	for (const [ordinal, pod] of condemned) {
		if (pod.metadata.deletionTimestamp !== undefined) {
			if (!isParallel) return;
			continue;
		}
		const lower = [...byOrdinal.entries()].some(([other, each]) => other < ordinal && !isAvailable(pass, each));
		// A Pod that serves is not taken away while one before it does not.
		if (!isParallel && isReady(pod) && lower) return;
		yield* deletePod(pass, pod);
		if (!isParallel) return;
	}
	if (condemned.length === 0) yield* rollOut(pass, first, end);
}

/** @returns whether the next ordinal may be looked at. */
function* ensurePod(pass: Pass, ordinal: number, pod: Pod | undefined): Task<boolean> {
	if (pod === undefined) {
		yield* createPod(pass, ordinal);
		return false;
	}
	if (hasEnded(pod) && pod.metadata.deletionTimestamp === undefined) {
		const what = `StatefulSet ${keyOf(pass.set)} is recreating ${pod.status.phase?.toLowerCase()} Pod ${pod.metadata.name}`;
		pass.scope.event(pass.set, 'Warning', `Recreating${pod.status.phase}Pod`, what);
		yield* deletePod(pass, pod);
		return false;
	}
	if (pod.metadata.deletionTimestamp !== undefined) return false;
	yield* ensureClaims(pass, ordinal);
	return isAvailable(pass, pod);
}

/** Old Pods go from the last to the partition, each when all after it serve. Models the rolling part of updateStatefulSet. */
function* rollOut(pass: Pass, first: number, end: number): Task<void> {
	const { set, byOrdinal, updateRevision } = pass;
	if (set.spec.updateStrategy?.type === 'OnDelete') return;
	const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
	for (let ordinal = end - 1; ordinal >= first + Math.max(0, partition - first); ordinal--) {
		const pod = byOrdinal.get(ordinal);
		if (pod === undefined) return;
		const isOld = pod.metadata.labels?.[REVISION_HASH] !== updateRevision;
		if (isOld && pod.metadata.deletionTimestamp === undefined) {
			yield* deletePod(pass, pod);
			return;
		}
		if (!isAvailable(pass, pod)) return;
	}
}

function* createPod(pass: Pass, ordinal: number): Task<void> {
	const { set, scope } = pass;
	yield* ensureClaims(pass, ordinal);
	// Below the partition Pods keep, and get back, the old template.
	const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
	const isOld = set.spec.updateStrategy?.type !== 'OnDelete' && ordinal < partition;
	const draft = isOld
		? podOf(set, pass.currentTemplate, ordinal, pass.currentRevision)
		: podOf(set, set.spec.template, ordinal, pass.updateRevision);
	const name = podName(set, ordinal);
	const what = `create Pod ${name} in StatefulSet ${set.metadata.name}`;
	try {
		yield* scope.client.create(PODS, draft);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'AlreadyExists') throw error;
		scope.event(set, 'Warning', 'FailedCreate', `${what} failed error: ${messageOf(error)}`);
		throw error;
	}
	scope.event(set, 'Normal', 'SuccessfulCreate', `${what} successful`);
}

function* ensureClaims({ set, scope }: Pass, ordinal: number): Task<void> {
	for (const draft of claimsOf(set, ordinal)) {
		const { namespace = '', name = '' } = draft.metadata;
		if (scope.lister(PERSISTENT_VOLUME_CLAIMS).get(namespace, name) !== undefined) continue;
		const what = `create Claim ${name} Pod ${podName(set, ordinal)} in StatefulSet ${set.metadata.name}`;
		try {
			yield* scope.client.create(PERSISTENT_VOLUME_CLAIMS, draft);
		} catch (error) {
			if (error instanceof ApiError && error.reason === 'AlreadyExists') continue;
			scope.event(set, 'Warning', 'FailedCreate', `${what} failed error: ${messageOf(error)}`);
			throw error;
		}
		scope.event(set, 'Normal', 'SuccessfulCreate', `${what} success`);
	}
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
	const alive = pods.filter((pod) => !hasEnded(pod));
	const running = alive.filter((pod) => pod.metadata.deletionTimestamp === undefined);
	const at = (revision: string): number =>
		running.filter((pod) => pod.metadata.labels?.[REVISION_HASH] === revision).length;
	const ready = alive.filter(isReady).length;
	const updated = at(updateRevision);
	const replicas = set.spec.replicas ?? 1;
	const done = updated === replicas && ready === replicas && alive.length === replicas;
	const revision = done ? updateRevision : currentRevision;
	const { collisionCount, conditions } = set.status;
	const next: StatefulSetStatus = {
		observedGeneration: set.metadata.generation,
		replicas: alive.length,
		...(ready === 0 ? {} : { readyReplicas: ready }),
		...(at(revision) === 0 ? {} : { currentReplicas: at(revision) }),
		...(updated === 0 ? {} : { updatedReplicas: updated }),
		currentRevision: revision,
		updateRevision,
		collisionCount: collisionCount ?? 0,
		...(conditions === undefined ? {} : { conditions }),
		availableReplicas: running.filter((pod) => isAvailable(pass, pod)).length,
	};
	if (jsonEqual(set.status, next)) return;
	yield* scope.client.update(STATEFUL_SETS, { ...set, status: next }, 'status');
}
