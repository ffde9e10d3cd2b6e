import { jsonEqual } from '../../machinery/json-equal.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { PodTemplateSpec } from '../core/types/pod.ts';
import { describeWorkloadConditions } from '../describing/conditions.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import { describePodTemplate } from '../describing/pod-template.ts';
import { attempt, REPLICA_SETS } from '../describing/requests.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import type { Deployment, ReplicaSet } from './types.ts';

const HASH_LABEL = 'pod-template-hash';

/** Models kubectl/pkg/describe DeploymentDescriber. */
export function* describeDeployment(deployment: Deployment, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = deployment;
	const selector = labelSelectorFrom(spec.selector).toString();
	const replicaSets = yield* attempt(ownedReplicaSets(deployment, selector, world));
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('CreationTimestamp', timeText(metadata.creationTimestamp));
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	description.field('Selector', selector);
	description.field(
		'Replicas',
		`${spec.replicas ?? 0} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total | ` +
			`${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`,
	);
	description.field('StrategyType', spec.strategy?.type ?? '');
	description.field('MinReadySeconds', spec.minReadySeconds ?? 0);
	const rolling = spec.strategy?.rollingUpdate;
	if (rolling !== undefined) {
		const { maxUnavailable = '<nil>', maxSurge = '<nil>' } = rolling;
		description.field('RollingUpdateStrategy', `${maxUnavailable} max unavailable, ${maxSurge} max surge`);
	}
	describePodTemplate(description, spec.template);
	describeWorkloadConditions(description, status.conditions);
	if (!(replicaSets instanceof ApiError)) describeReplicaSets(description, deployment, replicaSets);
	yield* describeEventsOf(description, deployment, world);
	return description.finish();
}

/** The oldest first. */
function* ownedReplicaSets(deployment: Deployment, labelSelector: string, world: DescribeContext): Task<ReplicaSet[]> {
	const { namespace = '', uid } = deployment.metadata;
	const all = (yield* world.list(REPLICA_SETS, namespace, { labelSelector })) as ReplicaSet[];
	return all
		.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === uid))
		.sort((a, b) => compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compareNames(a, b));
}

/** The new one has the Deployment's template; all others are old, also those without Pods. */
function describeReplicaSets(description: Description, deployment: Deployment, all: readonly ReplicaSet[]): void {
	if (all.length === 0) return;
	const wanted = comparable(deployment.spec.template);
	const current = all.find((each) => jsonEqual(comparable(each.spec.template), wanted));
	const old = all.filter((each) => each !== current);
	description.field('OldReplicaSets', replicaSetsText(old));
	description.field('NewReplicaSet', replicaSetsText(current === undefined ? [] : [current]));
}

/** Without what the controller adds and what a decoder fills in. */
function comparable(template: PodTemplateSpec | undefined): unknown {
	const { labels, creationTimestamp, ...metadata } = template?.metadata ?? {};
	return { spec: template?.spec, metadata: { ...metadata, labels: { ...labels, [HASH_LABEL]: undefined } } };
}

/** "web-5d4f (3/3 replicas created)". */
function replicaSetsText(replicaSets: readonly ReplicaSet[]): string {
	return (
		replicaSets
			.map(({ metadata, spec, status }) => {
				return `${metadata.name} (${status.replicas}/${spec.replicas ?? 0} replicas created)`;
			})
			.join(', ') || '<none>'
	);
}

function compareNames(a: ReplicaSet, b: ReplicaSet): number {
	return compare(a.metadata.name, b.metadata.name);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
