import type { ReplicaSetStatus } from '../../api/apps/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { selectorFromMap } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { findCondition, withCondition, withoutCondition } from '../conditions.ts';
import type { Scope } from '../controller.ts';
import { messageOf } from '../pod-control.ts';
import { availableFromMs, isReady } from '../pod-state.ts';
import type { Replicated, ReplicatedKind } from './replicated.ts';

export interface Counted {
	readonly status: ReplicaSetStatus;
	/** When the next ready Pod will count as available; undefined when none will by waiting. */
	readonly nextAvailableMs: number | undefined;
}

/** Models pkg/controller/replicaset calculateStatus. */
export function calculateStatus(
	replicaSet: Replicated,
	pods: { readonly active: readonly Pod[]; readonly terminating: number | undefined },
	failure: unknown,
	scope: Scope<unknown>,
): Counted {
	const { spec } = replicaSet;
	const minReadySeconds = spec.minReadySeconds ?? 0;
	const templateLabels = selectorFromMap(spec.template?.metadata?.labels ?? {});
	let fullyLabeled = 0;
	let ready = 0;
	let available = 0;
	let nextAvailableMs: number | undefined;
	const nowMs = scope.nowMs();
	for (const pod of pods.active) {
		if (templateLabels.matches(pod.metadata.labels)) fullyLabeled++;
		if (!isReady(pod)) continue;
		ready++;
		const fromMs = availableFromMs(pod, minReadySeconds) ?? Number.POSITIVE_INFINITY;
		if (fromMs <= nowMs) available++;
		else nextAvailableMs = Math.min(nextAvailableMs ?? fromMs, fromMs);
	}
	return {
		status: {
			replicas: pods.active.length,
			fullyLabeledReplicas: fullyLabeled,
			readyReplicas: ready,
			availableReplicas: available,
			...(pods.terminating === undefined ? {} : { terminatingReplicas: pods.terminating }),
			observedGeneration: replicaSet.metadata.generation,
			conditions: conditionsAfter(replicaSet, pods.active.length, failure, scope),
		},
		nextAvailableMs,
	};
}

function conditionsAfter(
	{ spec, status }: Replicated,
	count: number,
	failure: unknown,
	scope: Scope<unknown>,
): ReplicaSetStatus['conditions'] {
	if (failure === undefined) return withoutCondition(status.conditions, 'ReplicaFailure');
	if (findCondition(status.conditions, 'ReplicaFailure') !== undefined) return status.conditions;
	return withCondition(status.conditions, {
		type: 'ReplicaFailure',
		status: 'True',
		lastTransitionTime: scope.timestamp(),
		reason: count < (spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
		message: messageOf(failure),
	});
}

/** Writes the status when it says something new; on a conflict once more on the latest version. Models updateReplicaSetStatus. */
export function* writeStatus(
	{ resource }: ReplicatedKind,
	replicaSet: Replicated,
	next: ReplicaSetStatus,
	scope: Scope<unknown>,
): Task<void> {
	if (sameStatus(replicaSet.status, next)) return;
	try {
		yield* scope.client.update(resource, { ...replicaSet, status: next }, 'status');
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'Conflict') throw error;
		const { namespace = '', name } = replicaSet.metadata;
		const latest = yield* scope.client.get(resource, namespace, name);
		yield* scope.client.update(resource, { ...latest, status: next }, 'status');
	}
}

function sameStatus(a: ReplicaSetStatus, b: ReplicaSetStatus): boolean {
	return (
		a.replicas === b.replicas &&
		(a.fullyLabeledReplicas ?? 0) === (b.fullyLabeledReplicas ?? 0) &&
		(a.readyReplicas ?? 0) === (b.readyReplicas ?? 0) &&
		(a.availableReplicas ?? 0) === (b.availableReplicas ?? 0) &&
		a.terminatingReplicas === b.terminatingReplicas &&
		a.observedGeneration === b.observedGeneration &&
		jsonEqual(a.conditions ?? [], b.conditions ?? [])
	);
}
