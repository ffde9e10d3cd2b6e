import type { FieldSpec } from './kustomization-file.ts';

/** Where objects name objects of one kind. Models builtinpluginconsts nameReferenceFieldSpecs. */
export interface NameReference {
	readonly kind?: string;
	readonly version?: string;
	readonly group?: string;
	readonly fieldSpecs: readonly FieldSpec[];
}

/** Where each kind keeps its Pods' specification. */
const POD_SPECS = new Map([
	['Pod', 'spec'],
	['PodTemplate', 'template/spec'],
	['Deployment', 'spec/template/spec'],
	['ReplicaSet', 'spec/template/spec'],
	['DaemonSet', 'spec/template/spec'],
	['StatefulSet', 'spec/template/spec'],
	['ReplicationController', 'spec/template/spec'],
	['Job', 'spec/template/spec'],
	['CronJob', 'spec/jobTemplate/spec/template/spec'],
]);
const WITH_DATA = ['Pod', 'PodTemplate', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob'];
const WITH_OBJECTS = ['Pod', 'StatefulSet', 'Deployment', 'ReplicationController', 'CronJob', 'Job', 'DaemonSet'];

function inPods(kinds: readonly string[], paths: readonly string[]): FieldSpec[] {
	return kinds.flatMap((kind) => paths.map((path) => ({ path: `${POD_SPECS.get(kind)}/${path}`, kind })));
}

function at(kind: string, paths: readonly string[], group?: string): FieldSpec[] {
	return paths.map((path) => ({ path, kind, ...(group === undefined ? {} : { group }) }));
}

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const HPA_TARGET = at('HorizontalPodAutoscaler', ['spec/scaleTargetRef/name']);
const RESOURCE_NAMES = [...at('Role', ['rules/resourceNames']), ...at('ClusterRole', ['rules/resourceNames'])];
const annotations = (...names: readonly string[]): string[] => names.map((name) => `metadata/annotations/${name}`);

export const NAME_REFERENCES: readonly NameReference[] = [
	...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
		kind,
		fieldSpecs: HPA_TARGET,
	})),
	{
		kind: 'ConfigMap',
		version: 'v1',
		fieldSpecs: [
			...inPods(WITH_DATA, [
				'volumes/configMap/name',
				'containers/env/valueFrom/configMapKeyRef/name',
				'initContainers/env/valueFrom/configMapKeyRef/name',
				'containers/envFrom/configMapRef/name',
				'initContainers/envFrom/configMapRef/name',
				'volumes/projected/sources/configMap/name',
			]),
			...at('Node', ['spec/configSource/configMap']),
			...RESOURCE_NAMES,
			...at('Ingress', annotations('nginx.ingress.kubernetes.io\\/fastcgi-params-configmap')),
		],
	},
	{
		kind: 'Secret',
		version: 'v1',
		fieldSpecs: [
			...inPods(WITH_DATA, [
				'volumes/secret/secretName',
				'containers/env/valueFrom/secretKeyRef/name',
				'initContainers/env/valueFrom/secretKeyRef/name',
				'containers/envFrom/secretRef/name',
				'initContainers/envFrom/secretRef/name',
				'imagePullSecrets/name',
				'volumes/projected/sources/secret/name',
			]),
			...at('Ingress', [
				'spec/tls/secretName',
				...annotations(
					'ingress.kubernetes.io\\/auth-secret',
					'nginx.ingress.kubernetes.io\\/auth-secret',
					'nginx.ingress.kubernetes.io\\/auth-tls-secret',
				),
			]),
			...at('ServiceAccount', ['imagePullSecrets/name']),
			...at('StorageClass', [
				'parameters/secretName',
				'parameters/adminSecretName',
				'parameters/userSecretName',
				'parameters/secretRef',
			]),
			...RESOURCE_NAMES,
			...at('Service', ['spec/template/spec/containers/env/valueFrom/secretKeyRef/name'], 'serving.knative.dev'),
			...at('PersistentVolume', ['spec/azureFile/secretName']),
		],
	},
	{
		kind: 'Service',
		version: 'v1',
		fieldSpecs: [
			...at('StatefulSet', ['spec/serviceName'], 'apps'),
			...at('Ingress', [
				'spec/rules/http/paths/backend/serviceName',
				'spec/backend/serviceName',
				'spec/rules/http/paths/backend/service/name',
				'spec/defaultBackend/service/name',
			]),
			...at('APIService', ['spec/service/name'], 'apiregistration.k8s.io'),
			...at('ValidatingWebhookConfiguration', ['webhooks/clientConfig/service'], ADMISSION),
			...at('MutatingWebhookConfiguration', ['webhooks/clientConfig/service'], ADMISSION),
		],
	},
	{ kind: 'Role', group: RBAC, fieldSpecs: at('RoleBinding', ['roleRef/name'], RBAC) },
	{
		kind: 'ClusterRole',
		group: RBAC,
		fieldSpecs: [...at('RoleBinding', ['roleRef/name'], RBAC), ...at('ClusterRoleBinding', ['roleRef/name'], RBAC)],
	},
	{
		kind: 'ServiceAccount',
		version: 'v1',
		fieldSpecs: [
			...at('RoleBinding', ['subjects'], RBAC),
			...at('ClusterRoleBinding', ['subjects'], RBAC),
			...inPods(WITH_OBJECTS, ['serviceAccountName']),
		],
	},
	{
		kind: 'PersistentVolumeClaim',
		version: 'v1',
		fieldSpecs: inPods(WITH_OBJECTS, ['volumes/persistentVolumeClaim/claimName']),
	},
	{
		kind: 'PersistentVolume',
		version: 'v1',
		fieldSpecs: [...at('PersistentVolumeClaim', ['spec/volumeName']), ...at('ClusterRole', ['rules/resourceNames'])],
	},
	{
		kind: 'StorageClass',
		version: 'v1',
		group: 'storage.k8s.io',
		fieldSpecs: [
			...at('PersistentVolume', ['spec/storageClassName']),
			...at('PersistentVolumeClaim', ['spec/storageClassName']),
			...at('StatefulSet', ['spec/volumeClaimTemplates/spec/storageClassName']),
		],
	},
	{
		kind: 'PriorityClass',
		version: 'v1',
		group: 'scheduling.k8s.io',
		fieldSpecs: inPods(WITH_OBJECTS, ['priorityClassName']),
	},
	{
		kind: 'IngressClass',
		version: 'v1',
		// The version is part of the group upstream, so this reference is never followed.
		group: 'networking.k8s.io/v1',
		fieldSpecs: at('Ingress', ['spec/ingressClassName']),
	},
	{
		kind: 'ValidatingAdmissionPolicy',
		group: ADMISSION,
		fieldSpecs: at('ValidatingAdmissionPolicyBinding', ['spec/policyName'], ADMISSION),
	},
];
