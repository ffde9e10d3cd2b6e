import type { Deployment, ReplicaSet } from '../../api/apps/types.ts';
import type { PodTemplateSpec } from '../../api/core/types/pod.ts';
import type { Draft } from '../../client/api-client.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { podTemplateHash } from '../../machinery/pod-template-hash.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { findCondition, withCondition } from '../conditions.ts';
import { controllerReference, isControlledBy } from '../ownership.ts';
import { isNamespaceTerminating, messageOf } from '../pod-control.ts';
import { DEPLOYMENTS, REPLICA_SETS } from '../resources.ts';
import { newReplicaSetAnnotations, REVISION, revisionOf } from './annotations.ts';
import { byCreation, newReplicasFor } from './fenceposts.ts';
import { allReplicaSets, type Rollout } from './rollout.ts';
import { condition, hasProgressDeadline, writeStatus } from './status.ts';

const HASH_LABEL = 'pod-template-hash';

/** Splits a deployment's replica sets into the one of its template and the others. */
export function splitReplicaSets(
	deployment: Deployment,
	replicaSets: readonly ReplicaSet[],
): { newest: ReplicaSet | undefined; old: ReplicaSet[] } {
	const sorted = [...replicaSets].sort(byCreation);
	const newest = sorted.find((each) => isOfTemplate(each, deployment.spec.template));
	return { newest, old: sorted.filter((each) => each !== newest) };
}

/** Equal but for the hash label. Models deploymentutil.EqualIgnoreHash. */
function isOfTemplate(replicaSet: ReplicaSet, template: PodTemplateSpec): boolean {
	const own = replicaSet.spec.template;
	return (
		own !== undefined && jsonEqual(own.spec, template.spec) && jsonEqual(bareMetadata(own), bareMetadata(template))
	);
}

function bareMetadata(template: PodTemplateSpec): object {
	const { labels, ...rest } = template.metadata ?? {};
	const { [HASH_LABEL]: _hash, ...others } = labels ?? {};
	return { ...rest, labels: others };
}

/**
 * Brings the newest replica set's annotations and the deployment's revision up to date, and creates the replica set
 * when `create` says so and there is none. Models getNewReplicaSet.
 */
export function* syncRevision(rollout: Rollout, create: boolean): Task<void> {
	const revision = Math.max(0, ...rollout.old.map(revisionOf)) + 1;
	if (rollout.newest === undefined) {
		if (create) yield* createReplicaSet(rollout, revision);
		return;
	}
	const { deployment, newest, scope } = rollout;
	const annotations = newReplicaSetAnnotations(deployment, newest.metadata.annotations, revision, true);
	const minReadySeconds = deployment.spec.minReadySeconds;
	if (annotations !== undefined || (newest.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
		rollout.newest = yield* scope.client.update(REPLICA_SETS, {
			...newest,
			metadata: { ...newest.metadata, annotations: annotations ?? newest.metadata.annotations },
			spec: { ...newest.spec, minReadySeconds },
		});
		return;
	}
	const found = condition(
		rollout,
		'Progressing',
		'True',
		'FoundNewReplicaSet',
		`Found new replica set "${newest.metadata.name}"`,
	);
	const isFirst =
		hasProgressDeadline(deployment) && findCondition(deployment.status.conditions, 'Progressing') === undefined;
	// The newest one's own number counts: older ones may have been deleted since it got it.
	const changed = setRevision(rollout, newest.metadata.annotations?.[REVISION] ?? String(revision));
	if (!changed && !isFirst) return;
	const { status } = rollout.deployment;
	yield* writeStatus(rollout, isFirst ? { ...status, conditions: withCondition(status.conditions, found) } : status);
}

/** In memory only: the status update that follows carries it. */
function setRevision(rollout: Rollout, revision: string): boolean {
	const { deployment } = rollout;
	if (deployment.metadata.annotations?.[REVISION] === revision) return false;
	const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
	rollout.deployment = { ...deployment, metadata: { ...deployment.metadata, annotations } };
	return true;
}

function* createReplicaSet(rollout: Rollout, revision: number): Task<void> {
	const { scope } = rollout;
	const draft = draftReplicaSet(rollout, revision);
	const { name = '' } = draft.metadata;
	let created: ReplicaSet;
	let existed = false;
	try {
		created = yield* scope.client.create(REPLICA_SETS, draft);
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') {
			yield* reportCreateError(rollout, name, error);
			throw error;
		}
		const other = yield* scope.client.get(REPLICA_SETS, rollout.deployment.metadata.namespace ?? '', name);
		if (!isControlledBy(other, rollout.deployment) || !isOfTemplate(other, rollout.deployment.spec.template)) {
			yield* noteCollision(rollout);
			throw error;
		}
		created = other;
		existed = true;
	}
	rollout.newest = created;
	const replicas = draft.spec.replicas ?? 0;
	if (!existed && replicas > 0) {
		scope.event(
			rollout.deployment,
			'Normal',
			'ScalingReplicaSet',
			`Scaled up replica set ${name} from 0 to ${replicas}`,
		);
	}
	const changed = setRevision(rollout, String(revision));
	const { status } = rollout.deployment;
	if (!existed && hasProgressDeadline(rollout.deployment)) {
		const message = `Created new replica set "${name}"`;
		const next = condition(rollout, 'Progressing', 'True', 'NewReplicaSetCreated', message);
		yield* writeStatus(rollout, { ...status, conditions: withCondition(status.conditions, next) });
	} else if (changed) {
		yield* writeStatus(rollout, status);
	}
}

function draftReplicaSet(rollout: Rollout, revision: number): Draft<ReplicaSet> {
	const { deployment } = rollout;
	const { template, selector, minReadySeconds } = deployment.spec;
	const hash = podTemplateHash(template, deployment.status.collisionCount);
	const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
	const annotations = newReplicaSetAnnotations(deployment, undefined, revision, false);
	return {
		apiVersion: 'apps/v1',
		kind: 'ReplicaSet',
		metadata: {
			name: `${deployment.metadata.name}-${hash}`,
			...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
			labels,
			...(annotations === undefined ? {} : { annotations }),
			ownerReferences: [controllerReference(deployment, DEPLOYMENTS)],
		},
		spec: {
			replicas: newReplicasFor(deployment, allReplicaSets(rollout), 0),
			...(minReadySeconds === undefined ? {} : { minReadySeconds }),
			selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash } },
			template: { ...template, metadata: { ...template.metadata, labels } },
		},
	};
}

/** Another replica set has the name: the next try hashes differently. */
function* noteCollision(rollout: Rollout): Task<void> {
	const { status } = rollout.deployment;
	yield* writeStatus(rollout, { ...status, collisionCount: (status.collisionCount ?? 0) + 1 });
}

function* reportCreateError(rollout: Rollout, name: string, error: unknown): Task<void> {
	const message = `Failed to create new replica set "${name}": ${messageOf(error)}`;
	if (isNamespaceTerminating(error)) return;
	if (hasProgressDeadline(rollout.deployment)) {
		const { status } = rollout.deployment;
		const failed = condition(rollout, 'Progressing', 'False', 'ReplicaSetCreateError', message);
		yield* writeStatus(rollout, { ...status, conditions: withCondition(status.conditions, failed) });
	}
	rollout.scope.event(rollout.deployment, 'Warning', 'ReplicaSetCreateError', message);
}
