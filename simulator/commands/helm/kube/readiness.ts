import { jsonEqual } from '../../../machinery/json-equal.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { HelmError } from '../helm-error.ts';
import type { KubeSession } from './kube-session.ts';
import type { Resource } from './resources.ts';

interface Condition {
	readonly type: string;
	readonly status: string;
}

/** What is looked at of any kind. */
interface Live extends KubeObject {
	readonly spec?: {
		readonly [field: string]: unknown;
		readonly replicas?: number;
		readonly paused?: boolean;
		readonly template?: Template;
		readonly backoffLimit?: number;
		readonly completions?: number;
		readonly type?: string;
		readonly clusterIP?: string;
		readonly externalIPs?: readonly string[];
		readonly strategy?: RollingStrategy;
		readonly updateStrategy?: RollingStrategy;
		readonly selector?: { readonly matchLabels?: { readonly [name: string]: string } };
	};
	readonly status?: {
		readonly [field: string]: unknown;
		readonly observedGeneration?: number;
		readonly readyReplicas?: number;
		readonly updatedReplicas?: number;
		readonly phase?: string;
		readonly failed?: number;
		readonly succeeded?: number;
		readonly conditions?: readonly Condition[];
		readonly loadBalancer?: { readonly ingress?: readonly unknown[] };
		readonly updatedNumberScheduled?: number;
		readonly desiredNumberScheduled?: number;
		readonly numberReady?: number;
		readonly currentRevision?: string;
		readonly updateRevision?: string;
	};
}

interface Template {
	readonly metadata?: { readonly labels?: { readonly [name: string]: string } };
}

interface RollingStrategy {
	readonly type?: string;
	readonly rollingUpdate?: {
		readonly maxUnavailable?: number | string;
		readonly maxSurge?: number | string;
		readonly partition?: number;
	};
}

const KINDS = new Set([
	'Pod',
	'Job',
	'Deployment',
	'PersistentVolumeClaim',
	'Service',
	'DaemonSet',
	'CustomResourceDefinition',
	'StatefulSet',
	'ReplicationController',
	'ReplicaSet',
]);

/** Whether it has become what it should. @throws HelmError, ApiError. Models helm.sh/helm/v3/pkg/kube ReadyChecker.IsReady. */
export function* isReady(kube: KubeSession, resource: Resource, withJobs: boolean): Task<boolean> {
	const { mapping, namespace, name } = resource;
	if (!KINDS.has(mapping.kind) || (mapping.kind === 'Job' && !withJobs)) return true;
	const live = (yield* kube.kubectl.getObject(mapping, namespace, name)) as Live;
	switch (mapping.kind) {
		case 'Pod':
			return hasCondition(live, 'Ready');
		case 'Job':
			return jobReady(live);
		case 'Deployment':
			return yield* deploymentReady(kube, live);
		case 'PersistentVolumeClaim':
			return live.status?.phase === 'Bound';
		case 'Service':
			return serviceReady(live);
		case 'DaemonSet':
			return daemonSetReady(live);
		case 'CustomResourceDefinition':
			return hasCondition(live, 'Established') || hasCondition(live, 'NamesAccepted', 'False');
		case 'StatefulSet':
			return statefulSetReady(live);
		default:
			return isObserved(live) && (yield* podsReady(kube, live));
	}
}

function hasCondition(live: Live, type: string, status = 'True'): boolean {
	return (live.status?.conditions ?? []).some((each) => each.type === type && each.status === status);
}

function isObserved({ metadata, status }: Live): boolean {
	return (status?.observedGeneration ?? 0) === (metadata.generation ?? 0);
}

function jobReady({ metadata, spec, status }: Live): boolean {
	if ((status?.failed ?? 0) > (spec?.backoffLimit ?? 6)) {
		throw new HelmError(`job is failed: ${metadata.namespace}/${metadata.name}`);
	}
	return spec?.completions === undefined || (status?.succeeded ?? 0) >= spec.completions;
}

function serviceReady({ spec, status }: Live): boolean {
	if (spec?.type === 'ExternalName') return true;
	if ((spec?.clusterIP ?? '') === '') return false;
	if (spec?.type !== 'LoadBalancer' || (spec.externalIPs ?? []).length > 0) return true;
	return status?.loadBalancer?.ingress !== undefined;
}

function* deploymentReady(kube: KubeSession, live: Live): Task<boolean> {
	const { metadata, spec } = live;
	if (spec?.paused === true) return true;
	const path = `/apis/apps/v1/namespaces/${metadata.namespace}/replicasets`;
	const { items } = yield* kube.get<{ items: readonly Live[] }>(path, []);
	const newest = items.find(
		(each) =>
			(each.metadata.ownerReferences ?? []).some(({ uid }) => uid === metadata.uid) &&
			jsonEqual(unhashed(each.spec?.template), unhashed(spec?.template)),
	);
	if (newest === undefined || !isObserved(newest) || !isObserved(live)) return false;
	return (newest.status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1) - maxUnavailable(live);
}

/** A Pod template as the Deployment has it. Models deploymentutil.EqualIgnoreHash. */
function unhashed(template: Template | undefined): Template | undefined {
	if (template?.metadata?.labels === undefined) return template;
	const { 'pod-template-hash': _hash, ...labels } = template.metadata.labels;
	return { ...template, metadata: { ...template.metadata, labels } };
}

/** Models deploymentutil.MaxUnavailable. */
function maxUnavailable({ spec }: Live): number {
	const replicas = spec?.replicas ?? 1;
	const rolling = spec?.strategy?.rollingUpdate;
	if (spec?.strategy?.type === 'Recreate' || replicas === 0) return 0;
	const surge = scaled(rolling?.maxSurge ?? '25%', replicas, true);
	const unavailable = scaled(rolling?.maxUnavailable ?? '25%', replicas, false);
	return Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, replicas);
}

function scaled(value: number | string, total: number, up: boolean): number {
	if (typeof value === 'number') return value;
	const share = (Number.parseInt(value, 10) * total) / 100;
	return up ? Math.ceil(share) : Math.floor(share);
}

function daemonSetReady(live: Live): boolean {
	const { spec, status } = live;
	if (!isObserved(live)) return false;
	if (spec?.updateStrategy?.type !== 'RollingUpdate') return true;
	const desired = status?.desiredNumberScheduled ?? 0;
	if ((status?.updatedNumberScheduled ?? 0) !== desired) return false;
	const unavailable = scaled(spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1, desired, true);
	return (status?.numberReady ?? 0) >= desired - unavailable;
}

function statefulSetReady(live: Live): boolean {
	const { spec, status } = live;
	if (!isObserved(live)) return false;
	if (spec?.updateStrategy?.type !== 'RollingUpdate') return true;
	const partition = spec.updateStrategy.rollingUpdate?.partition ?? 0;
	const replicas = spec.replicas ?? 1;
	if ((status?.updatedReplicas ?? 0) < replicas - partition) return false;
	if ((status?.readyReplicas ?? 0) !== replicas) return false;
	return partition !== 0 || status?.currentRevision === status?.updateRevision;
}

function* podsReady(kube: KubeSession, live: Live): Task<boolean> {
	const selector = live.spec?.selector as { matchLabels?: object } | undefined;
	const labels = Object.entries(selector?.matchLabels ?? selector ?? {});
	const query = [['labelSelector', labels.map(([name, value]) => `${name}=${value}`).join(',')]] as const;
	const path = `/api/v1/namespaces/${live.metadata.namespace}/pods`;
	const { items } = yield* kube.get<{ items: readonly Live[] }>(path, query);
	return items.every((pod) => hasCondition(pod, 'Ready'));
}
