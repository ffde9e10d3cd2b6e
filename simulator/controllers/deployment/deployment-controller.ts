import type { Deployment, ReplicaSet } from '../../api/apps/types.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { claim, resolveController } from '../claim.ts';
import { findCondition, withCondition } from '../conditions.ts';
import { type Controller, keyOf, splitKey, watch, watchOwn } from '../controller.ts';
import { controllerOf } from '../ownership.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../resources.ts';
import { splitReplicaSets, syncRevision } from './replica-sets.ts';
import type { DeploymentScope, Rollout } from './rollout.ts';
import { cleanUpHistory, isScalingEvent, scale } from './scaling.ts';
import { condition, hasProgressDeadline, syncStatus, writeStatus } from './status.ts';
import { rollRecreate, rollRolling } from './strategies.ts';

/** Models pkg/controller/deployment DeploymentController. */
export const deploymentController: Controller<undefined> = {
	name: 'deployment',
	user: 'deployment-controller',
	workers: 5,
	watches: [
		watchOwn(DEPLOYMENTS),
		watch<ReplicaSet, undefined>(REPLICA_SETS, ({ object, old }, scope) => {
			for (const key of new Set([...keysFor(object, scope), ...(old === undefined ? [] : keysFor(old, scope))])) {
				scope.queue.add(key);
			}
		}),
		watch(PODS, ({ type, object }, scope) => {
			// A recreating deployment waits for the last of its old Pods.
			if (type !== 'deleted') return;
			const { namespace = '' } = object.metadata;
			const replicaSet = resolveController(scope, REPLICA_SETS, controllerOf(object), namespace);
			if (replicaSet === undefined) return;
			const owner = resolveController(scope, DEPLOYMENTS, controllerOf(replicaSet), namespace);
			if (owner?.spec.strategy?.type === 'Recreate') scope.queue.add(keyOf(owner));
		}),
	],
	reconcile: (key, scope) => reconcile(key, scope),
};

/** The owner of a replica set; for an orphan every deployment that would take it. */
function keysFor(replicaSet: ReplicaSet, scope: DeploymentScope): string[] {
	const { namespace = '' } = replicaSet.metadata;
	const reference = controllerOf(replicaSet);
	if (reference !== undefined) {
		const owner = resolveController(scope, DEPLOYMENTS, reference, namespace);
		return owner === undefined ? [] : [keyOf(owner)];
	}
	const takers = scope
		.lister(DEPLOYMENTS)
		.list(namespace)
		.filter((deployment) => {
			const selector = labelSelectorFrom(deployment.spec.selector);
			return !selector.isEmpty && selector.matches(replicaSet.metadata.labels);
		});
	return takers.map(keyOf);
}

function* reconcile(key: string, scope: DeploymentScope): Task<void> {
	const { namespace, name } = splitKey(key);
	const deployment = scope.lister(DEPLOYMENTS).get(namespace, name);
	if (deployment === undefined) return;
	const selector = labelSelectorFrom(deployment.spec.selector);
	if (selector.isEmpty) {
		yield* refuseEverything(deployment, scope);
		return;
	}
	const replicaSets = yield* claim(scope, {
		owner: deployment,
		ownerResource: DEPLOYMENTS,
		resource: REPLICA_SETS,
		selector,
	});
	const rollout: Rollout = { scope, deployment, ...splitReplicaSets(deployment, replicaSets) };
	if (deployment.metadata.deletionTimestamp !== undefined) {
		yield* syncRevision(rollout, false);
		yield* syncStatus(rollout);
		return;
	}
	yield* notePause(rollout);
	if (deployment.spec.paused === true || isScalingEvent(rollout)) {
		yield* syncRevision(rollout, false);
		yield* scale(rollout);
		if (deployment.spec.paused === true) yield* cleanUpHistory(rollout);
		yield* syncStatus(rollout);
		return;
	}
	yield* deployment.spec.strategy?.type === 'Recreate' ? rollRecreate(rollout) : rollRolling(rollout);
}

function* refuseEverything(deployment: Deployment, scope: DeploymentScope): Task<void> {
	const message = 'This deployment is selecting all pods. A non-empty selector is required.';
	scope.event(deployment, 'Warning', 'SelectingAll', message);
	const { generation = 0 } = deployment.metadata;
	if ((deployment.status.observedGeneration ?? 0) >= generation) return;
	const rollout: Rollout = { scope, deployment, newest: undefined, old: [] };
	yield* writeStatus(rollout, { ...deployment.status, observedGeneration: generation });
}

/** So that the time a deployment was paused is not held against its progress. Models checkPausedConditions. */
function* notePause(rollout: Rollout): Task<void> {
	const { deployment } = rollout;
	if (!hasProgressDeadline(deployment)) return;
	const current = findCondition(deployment.status.conditions, 'Progressing');
	if (current?.reason === 'ProgressDeadlineExceeded') return;
	const paused = deployment.spec.paused === true;
	if (paused === (current?.reason === 'DeploymentPaused')) return;
	const next = paused
		? condition(rollout, 'Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused')
		: condition(rollout, 'Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
	const { status } = deployment;
	yield* writeStatus(rollout, { ...status, conditions: withCondition(status.conditions, next) });
}
