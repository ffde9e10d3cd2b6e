import type { KubeObject } from '../../../machinery/meta.ts';
import type { LabelSelectorSpec } from '../../../machinery/selectors.ts';
import { labelSelectorFrom } from '../../../machinery/selectors.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError, isUserError, messageOf } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources } from '../resources.ts';
import { filenamesOf, hasFilenames } from '../shared-flags.ts';

/** Deployments, DaemonSets and StatefulSets as far as rollouts look at them. */
export interface Workload extends KubeObject {
	readonly spec: {
		readonly replicas?: number;
		readonly paused?: boolean;
		readonly selector?: LabelSelectorSpec;
		readonly template: PodTemplate;
		readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
	};
	readonly status?: {
		readonly observedGeneration?: number;
		readonly replicas?: number;
		readonly updatedReplicas?: number;
		readonly readyReplicas?: number;
		readonly availableReplicas?: number;
		readonly currentReplicas?: number;
		readonly currentRevision?: string;
		readonly updateRevision?: string;
		readonly desiredNumberScheduled?: number;
		readonly updatedNumberScheduled?: number;
		readonly numberAvailable?: number;
		readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
	};
}

export interface PodTemplate {
	readonly metadata?: { readonly labels?: { [key: string]: string }; readonly annotations?: { [key: string]: string } };
	readonly spec?: object;
}

export interface ControllerRevision extends KubeObject {
	readonly revision: number;
	readonly data?: { readonly spec?: { readonly template?: PodTemplate } };
}

export const REVISION = 'deployment.kubernetes.io/revision';
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';
export const TEMPLATE_HASH = 'pod-template-hash';

interface RolloutFlags {
	readonly filename: readonly string[];
	readonly kustomize: string;
	readonly recursive: boolean;
	readonly selector: string;
}

/** The objects that a `rollout` command is asked for. */
export function* rolloutTargets(
	kubectl: Kubectl,
	flags: RolloutFlags,
	args: readonly string[],
): Task<{ infos: ResourceInfo[]; error: Error | undefined }> {
	if (args.length === 0 && !hasFilenames(flags)) throw new CommandError('required resource not specified');
	const { namespace, explicit } = yield* kubectl.namespace();
	return yield* collectResources(kubectl, {
		args,
		files: filenamesOf(flags),
		namespace,
		requireNamespace: explicit,
		selector: flags.selector,
		allowEmptyName: true,
		continueOnError: true,
		latest: true,
		flatten: true,
	});
}

/** A Deployment's ReplicaSets, oldest revision first. */
export function* replicaSetsOf(
	kubectl: Kubectl,
	namespace: string,
	name: string,
): Task<{ deployment: Workload; replicaSets: Workload[] }> {
	const client = yield* kubectl.client();
	let deployment: Workload;
	try {
		deployment = yield* client.get<Workload>(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
	} catch (error) {
		if (!isUserError(error)) throw error;
		throw new CommandError(`failed to retrieve deployment ${name}: ${messageOf(error)}`);
	}
	const selector = labelSelectorFrom(deployment.spec.selector).toString();
	const list = yield* client.get<{ items?: Workload[] }>(`/apis/apps/v1/namespaces/${namespace}/replicasets`, [
		['labelSelector', selector],
	]);
	const owned = (list.items ?? []).filter((each) => isControlledBy(each, deployment));
	const replicaSets = owned.map((each) => ({ ...each, kind: 'ReplicaSet', apiVersion: 'apps/v1' }));
	return { deployment, replicaSets: replicaSets.sort((a, b) => revisionOf(a) - revisionOf(b)) };
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
	return (object.metadata.ownerReferences ?? []).some(
		(each) => each.controller === true && each.uid === owner.metadata.uid,
	);
}

/** 0 when there is none. */
export function revisionOf(object: KubeObject): number {
	return Number(object.metadata.annotations?.[REVISION] ?? 0);
}

/** A DaemonSet's or StatefulSet's revisions. */
export function* controllerRevisionsOf(
	kubectl: Kubectl,
	kind: string,
	namespace: string,
	name: string,
): Task<{ owner: Workload; revisions: ControllerRevision[] }> {
	const client = yield* kubectl.client();
	const title = kind === 'StatefulSet' ? 'Statefulset' : kind;
	let owner: Workload;
	try {
		owner = yield* client.get<Workload>(`/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`);
	} catch (error) {
		if (!isUserError(error)) throw error;
		throw new CommandError(`failed to retrieve ${title} ${name}: ${messageOf(error)}`);
	}
	const selector = labelSelectorFrom(owner.spec.selector).toString();
	const list = yield* client.get<{ items?: ControllerRevision[] }>(
		`/apis/apps/v1/namespaces/${namespace}/controllerrevisions`,
		[['labelSelector', selector]],
	);
	const revisions = (list.items ?? []).filter((each) => isControlledBy(each, owner));
	return { owner, revisions: revisions.sort((a, b) => a.revision - b.revision) };
}
