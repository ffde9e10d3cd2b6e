import type { Pod } from '../../api/core/types/pod.ts';
import type { Condition } from '../../api/meta/types.ts';
import type { PodDisruptionBudget } from '../../api/policy/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { findCondition, withoutCondition } from '../conditions.ts';
import { type Controller, keyOf, type Scope, splitKey, watch, watchOwn } from '../controller.ts';
import { isReady, timeMs } from '../pod-state.ts';
import {
	DEPLOYMENTS,
	POD_DISRUPTION_BUDGETS,
	PODS,
	REPLICA_SETS,
	REPLICATION_CONTROLLERS,
	STATEFUL_SETS,
} from '../resources.ts';
import { ExpectationError, expectationOf } from './expected-pods.ts';

/** An eviction that has been allowed but not followed is forgotten after this. Models DeletionTimeout. */
const DELETION_TIMEOUT_MS = 2 * 60_000;
const ALLOWED = 'DisruptionAllowed';

/** How many Pods of a budget may go just now. Models pkg/controller/disruption DisruptionController. */
export const disruptionController: Controller<undefined> = {
	name: 'disruption',
	user: 'disruption-controller',
	eventSource: 'controllermanager',
	workers: 1,
	wokenBy: [POD_DISRUPTION_BUDGETS],
	watches: [
		watchOwn(POD_DISRUPTION_BUDGETS),
		watch<Pod, undefined>(PODS, ({ object }, scope) => {
			for (const budget of scope.lister(POD_DISRUPTION_BUDGETS).list(object.metadata.namespace)) {
				if (selects(budget, object)) scope.queue.add(keyOf(budget));
			}
		}),
	],
	reads: [REPLICA_SETS, DEPLOYMENTS, STATEFUL_SETS, REPLICATION_CONTROLLERS],
	reconcile: (key, scope) => reconcile(key, scope),
};

function selects(budget: PodDisruptionBudget, pod: Pod): boolean {
	return labelSelectorFrom(budget.spec.selector).matches(pod.metadata.labels);
}

function* reconcile(key: string, scope: Scope<undefined>): Task<void> {
	const { namespace, name } = splitKey(key);
	const budget = scope.lister(POD_DISRUPTION_BUDGETS).get(namespace, name);
	if (budget === undefined) return;
	const selector = labelSelectorFrom(budget.spec.selector);
	const pods = scope
		.lister(PODS)
		.list(namespace)
		.filter(({ metadata }) => selector.matches(metadata.labels));
	if (pods.length === 0) scope.event(budget, 'Normal', 'NoPods', 'No matching pods found');
	try {
		const { expected, desired, unmanaged } = expectationOf(budget, pods, scope);
		if (unmanaged !== undefined) scope.event(budget, 'Warning', 'UnmanagedPods', unmanaged);
		yield* writeCounts(budget, pods, { expected, desired }, scope);
	} catch (error) {
		if (!(error instanceof ExpectationError)) throw error;
		const message = `Failed to calculate the number of expected pods: ${error.message}`;
		scope.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', message);
		yield* forbidAll(budget, error.message, scope);
	}
}

interface Expectation {
	readonly expected: number;
	readonly desired: number;
}

/** Models updatePdbStatus. */
function* writeCounts(
	budget: PodDisruptionBudget,
	pods: readonly Pod[],
	{ expected, desired }: Expectation,
	scope: Scope<undefined>,
): Task<void> {
	const disrupted = stillDisrupted(budget, pods, scope);
	const healthy = pods.filter(
		(pod) => pod.metadata.deletionTimestamp === undefined && disrupted[pod.metadata.name] === undefined && isReady(pod),
	).length;
	const allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
	const generation = budget.metadata.generation ?? 0;
	const status = {
		...budget.status,
		currentHealthy: healthy,
		desiredHealthy: desired,
		expectedPods: expected,
		disruptionsAllowed: allowed,
		disruptedPods: disrupted,
		observedGeneration: generation,
		conditions: conditionsAs(budget, allowed > 0 ? 'SufficientPods' : 'InsufficientPods', '', scope),
	};
	if (Object.keys(disrupted).length === 0) Reflect.deleteProperty(status, 'disruptedPods');
	yield* write(budget, status, scope);
}

/** Nothing may go while nobody knows how many there should be. Models failSafe. */
function* forbidAll(budget: PodDisruptionBudget, message: string, scope: Scope<undefined>): Task<void> {
	const conditions = conditionsAs(budget, 'SyncFailed', message, scope);
	yield* write(budget, { ...budget.status, disruptionsAllowed: 0, conditions }, scope);
}

function* write(
	budget: PodDisruptionBudget,
	status: PodDisruptionBudget['status'],
	scope: Scope<undefined>,
): Task<void> {
	if (jsonEqual(budget.status, status)) return;
	yield* scope.client.update(POD_DISRUPTION_BUDGETS, { ...budget, status }, 'status');
}

/** Models pkg/apis/policy/helper UpdateDisruptionAllowedCondition. */
function conditionsAs(
	budget: PodDisruptionBudget,
	reason: 'SufficientPods' | 'InsufficientPods' | 'SyncFailed',
	message: string,
	scope: Scope<undefined>,
): Condition[] {
	const { conditions } = budget.status;
	const status = reason === 'SufficientPods' ? 'True' : 'False';
	const current = findCondition(conditions, ALLOWED);
	const lastTransitionTime = current?.status === status ? current.lastTransitionTime : scope.timestamp();
	const observedGeneration = budget.metadata.generation ?? 0;
	const condition = { type: ALLOWED, status, observedGeneration, lastTransitionTime, reason, message };
	return [...withoutCondition(conditions, ALLOWED), condition];
}

/** Pods that an eviction was allowed for and that are still there. Models buildDisruptedPodMap. */
function stillDisrupted(
	budget: PodDisruptionBudget,
	pods: readonly Pod[],
	scope: Scope<undefined>,
): { [name: string]: string } {
	const disrupted: { [name: string]: string } = Object.create(null);
	let nextMs = Number.POSITIVE_INFINITY;
	for (const [name, since] of Object.entries(budget.status.disruptedPods ?? {})) {
		const pod = pods.find((each) => each.metadata.name === name);
		if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
		const expiresMs = (timeMs(since) ?? 0) + DELETION_TIMEOUT_MS;
		if (expiresMs <= scope.nowMs()) {
			const { namespace, name: own } = budget.metadata;
			const message = `Pod was expected by PDB ${namespace}/${own} to be deleted but it wasn't`;
			scope.event(pod, 'Warning', 'NotDeleted', message);
			continue;
		}
		disrupted[name] = since;
		nextMs = Math.min(nextMs, expiresMs);
	}
	if (Number.isFinite(nextMs)) scope.queue.addAfter(keyOf(budget), nextMs - scope.nowMs());
	return disrupted;
}
