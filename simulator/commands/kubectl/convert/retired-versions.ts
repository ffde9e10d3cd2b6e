import type { Json, KubeObject } from '../../../machinery/meta.ts';

// What kubectl-convert knows of versions that no server has any more: each is brought to the one that came after it.

type Fields = { [field: string]: Json };
type Change = (object: Fields) => void;

export interface Retired {
	readonly apiVersion: string;
	readonly to: string;
	readonly kind: string;
	/** Brings the object, its own already, to what `to` has: older defaults, fields that moved. */
	readonly change: Change;
}

const MAX_INT32 = 2_147_483_647;
const nothing: Change = () => {};

/** The older version of an object's kind; undefined when none of that name ever was. */
export function retiredVersion({ apiVersion, kind }: KubeObject): Retired | undefined {
	return RETIRED.find((each) => each.apiVersion === apiVersion && each.kind === kind);
}

/** A field that is an object; made where it is none. */
function fieldsOf(owner: Fields, name: string): Fields {
	const value = owner[name];
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
	const made: Fields = {};
	owner[name] = made;
	return made;
}

function listOf(owner: Fields, name: string): readonly Fields[] {
	const value = owner[name];
	if (!Array.isArray(value)) return [];
	return value.filter((each): each is Fields => typeof each === 'object' && each !== null && !Array.isArray(each));
}

/** The labels of the template are the selector's and the object's own. Models apps/v1beta1 SetDefaults_*. */
function labelsFromTemplate(object: Fields): void {
	const labels = fieldsOf(fieldsOf(fieldsOf(object, 'spec'), 'template'), 'metadata').labels;
	if (labels === undefined || labels === null) return;
	const spec = fieldsOf(object, 'spec');
	spec.selector ??= { matchLabels: labels };
	const metadata = fieldsOf(object, 'metadata');
	if (Object.keys((metadata.labels ?? {}) as object).length === 0) metadata.labels = labels;
}

function annotate(object: Fields, name: string, value: string): void {
	fieldsOf(fieldsOf(object, 'metadata'), 'annotations')[name] = value;
}

/** Where `kubectl rollout undo` once asked the server to do it. Models Convert_apps_Deployment_To_v1_Deployment. */
function rollbackTo(object: Fields): void {
	const spec = fieldsOf(object, 'spec');
	const wanted = spec.rollbackTo;
	delete spec.rollbackTo;
	if (typeof wanted !== 'object' || wanted === null) return;
	const { revision } = wanted as Fields;
	annotate(object, 'deprecated.deployment.rollback.to', String(typeof revision === 'number' ? revision : 0));
}

function rollingUpdate(object: Fields, maxUnavailable: Json, maxSurge: Json): void {
	const strategy = fieldsOf(fieldsOf(object, 'spec'), 'strategy');
	strategy.type ??= 'RollingUpdate';
	if (strategy.type !== 'RollingUpdate') return;
	const parameters = fieldsOf(strategy, 'rollingUpdate');
	parameters.maxUnavailable ??= maxUnavailable;
	parameters.maxSurge ??= maxSurge;
}

/** Models pkg/apis/extensions/v1beta1 SetDefaults_Deployment: nothing was given up, all was kept. */
function extensionsDeployment(object: Fields): void {
	labelsFromTemplate(object);
	rollingUpdate(object, 1, 1);
	const spec = fieldsOf(object, 'spec');
	spec.progressDeadlineSeconds ??= MAX_INT32;
	spec.revisionHistoryLimit ??= MAX_INT32;
	rollbackTo(object);
}

/** Models pkg/apis/apps/v1beta1 SetDefaults_Deployment. */
function appsDeployment(object: Fields): void {
	labelsFromTemplate(object);
	fieldsOf(object, 'spec').revisionHistoryLimit ??= 2;
	rollbackTo(object);
}

/** Models pkg/apis/apps/v1beta1 SetDefaults_StatefulSet. */
function statefulSet(object: Fields): void {
	labelsFromTemplate(object);
	fieldsOf(fieldsOf(object, 'spec'), 'updateStrategy').type ??= 'OnDelete';
}

/** Models Convert_apps_DaemonSet_To_v1_DaemonSet. */
function templateGeneration(object: Fields): void {
	const { templateGeneration: generation } = fieldsOf(object, 'spec');
	delete fieldsOf(object, 'spec').templateGeneration;
	annotate(object, 'deprecated.daemonset.template.generation', String(generation ?? 0));
}

/** Models pkg/apis/extensions/v1beta1 SetDefaults_DaemonSet. */
function extensionsDaemonSet(object: Fields): void {
	labelsFromTemplate(object);
	fieldsOf(fieldsOf(object, 'spec'), 'updateStrategy').type ??= 'OnDelete';
	templateGeneration(object);
}

/** Models Convert_v1beta1_IngressBackend_To_networking_IngressBackend. */
function backend(owner: Fields, from: string, to: string): void {
	const { [from]: value } = owner;
	delete owner[from];
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
	const { serviceName, servicePort, ...rest } = value;
	const service =
		serviceName === undefined && servicePort === undefined
			? undefined
			: {
					name: serviceName ?? '',
					port: typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort ?? '' },
				};
	owner[to] = { ...rest, ...(service === undefined ? {} : { service }) } as Json;
}

function ingress(object: Fields): void {
	const spec = fieldsOf(object, 'spec');
	backend(spec, 'backend', 'defaultBackend');
	for (const rule of listOf(spec, 'rules')) {
		for (const path of rule.http === undefined ? [] : listOf(fieldsOf(rule, 'http'), 'paths')) {
			path.pathType ??= 'ImplementationSpecific';
			backend(path, 'backend', 'backend');
		}
	}
}

/** Fields of autoscaling/v2beta1's metrics, and whose target they became. */
const TARGETS: readonly (readonly [field: string, of: string, type: string, to: string])[] = [
	['targetAverageUtilization', 'resource', 'Utilization', 'averageUtilization'],
	['targetAverageValue', 'resource', 'AverageValue', 'averageValue'],
	['targetAverageUtilization', 'containerResource', 'Utilization', 'averageUtilization'],
	['targetAverageValue', 'containerResource', 'AverageValue', 'averageValue'],
	['targetAverageValue', 'pods', 'AverageValue', 'averageValue'],
	['targetValue', 'object', 'Value', 'value'],
	['averageValue', 'object', 'AverageValue', 'averageValue'],
	['targetValue', 'external', 'Value', 'value'],
	['targetAverageValue', 'external', 'AverageValue', 'averageValue'],
];

/** Models pkg/apis/autoscaling/v2beta1 conversion.go. */
function autoscaler(object: Fields): void {
	for (const metric of listOf(fieldsOf(object, 'spec'), 'metrics')) {
		for (const [field, of, type, to] of TARGETS) {
			const source = metric[of] as Fields | undefined;
			const value = source?.[field];
			if (source === undefined || value === undefined) continue;
			delete source[field];
			source.target = { type, [to]: value };
		}
		for (const of of ['pods', 'object', 'external']) renameMetric(metric, of);
	}
}

function renameMetric(metric: Fields, of: string): void {
	const source = metric[of] as Fields | undefined;
	if (source === undefined) return;
	const { metricName, metricSelector, selector, target, ...rest } = source;
	const wanted = metricSelector ?? selector;
	const described = of === 'object' && target !== undefined && (target as Fields).kind !== undefined;
	metric[of] = {
		...rest,
		...(described ? { describedObject: target } : {}),
		...(metricName === undefined ? {} : { metric: { name: metricName, ...(wanted ? { selector: wanted } : {}) } }),
		...(described || target === undefined ? {} : { target }),
	} as Json;
}

/** Models pkg/apis/admissionregistration/v1beta1 SetDefaults_*Webhook. */
function webhooks(object: Fields): void {
	for (const webhook of listOf(object, 'webhooks')) {
		webhook.failurePolicy ??= 'Ignore';
		webhook.matchPolicy ??= 'Exact';
		webhook.sideEffects ??= 'Unknown';
		webhook.timeoutSeconds ??= 30;
		webhook.admissionReviewVersions ??= ['v1beta1'];
	}
}

/** Kinds whose versions differ in their names only. */
const RENAMED: readonly (readonly [apiVersion: string, to: string, kinds: string])[] = [
	['batch/v1beta1', 'batch/v1', 'CronJob'],
	['batch/v2alpha1', 'batch/v1', 'CronJob'],
	['policy/v1beta1', 'policy/v1', 'PodDisruptionBudget'],
	['autoscaling/v2beta2', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
	['apps/v1beta2', 'apps/v1', 'Deployment ReplicaSet StatefulSet ControllerRevision'],
	['apps/v1beta1', 'apps/v1', 'ControllerRevision'],
	['extensions/v1beta1', 'networking.k8s.io/v1', 'NetworkPolicy'],
	['networking.k8s.io/v1beta1', 'networking.k8s.io/v1', 'IngressClass'],
	...['v1alpha1', 'v1beta1'].map(
		(version) =>
			[
				`rbac.authorization.k8s.io/${version}`,
				'rbac.authorization.k8s.io/v1',
				'Role RoleBinding ClusterRole ClusterRoleBinding',
			] as const,
	),
	['scheduling.k8s.io/v1alpha1', 'scheduling.k8s.io/v1', 'PriorityClass'],
	['scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1', 'PriorityClass'],
	['storage.k8s.io/v1beta1', 'storage.k8s.io/v1', 'StorageClass VolumeAttachment CSIDriver CSINode CSIStorageCapacity'],
	['coordination.k8s.io/v1beta1', 'coordination.k8s.io/v1', 'Lease'],
	['discovery.k8s.io/v1beta1', 'discovery.k8s.io/v1', 'EndpointSlice'],
	['events.k8s.io/v1beta1', 'events.k8s.io/v1', 'Event'],
	['certificates.k8s.io/v1beta1', 'certificates.k8s.io/v1', 'CertificateSigningRequest'],
	['node.k8s.io/v1beta1', 'node.k8s.io/v1', 'RuntimeClass'],
];

const RETIRED: readonly Retired[] = [
	{ apiVersion: 'extensions/v1beta1', to: 'apps/v1', kind: 'Deployment', change: extensionsDeployment },
	{ apiVersion: 'extensions/v1beta1', to: 'apps/v1', kind: 'DaemonSet', change: extensionsDaemonSet },
	{ apiVersion: 'extensions/v1beta1', to: 'apps/v1', kind: 'ReplicaSet', change: labelsFromTemplate },
	{ apiVersion: 'extensions/v1beta1', to: 'networking.k8s.io/v1', kind: 'Ingress', change: ingress },
	{ apiVersion: 'networking.k8s.io/v1beta1', to: 'networking.k8s.io/v1', kind: 'Ingress', change: ingress },
	{ apiVersion: 'apps/v1beta1', to: 'apps/v1', kind: 'Deployment', change: appsDeployment },
	{ apiVersion: 'apps/v1beta1', to: 'apps/v1', kind: 'StatefulSet', change: statefulSet },
	{ apiVersion: 'apps/v1beta2', to: 'apps/v1', kind: 'DaemonSet', change: templateGeneration },
	{ apiVersion: 'autoscaling/v2beta1', to: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', change: autoscaler },
	...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map((kind) => ({
		apiVersion: 'admissionregistration.k8s.io/v1beta1',
		to: 'admissionregistration.k8s.io/v1',
		kind,
		change: webhooks,
	})),
	...RENAMED.flatMap(([apiVersion, to, kinds]) =>
		kinds.split(' ').map((kind) => ({ apiVersion, to, kind, change: nothing })),
	),
];
