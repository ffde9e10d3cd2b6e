import type { Value } from './random-value.ts';

const labels = { app: 'web' };
const container = {
	name: 'web',
	image: 'nginx:1.27',
	ports: [{ name: 'http', containerPort: 80 }],
	env: [{ name: 'A', value: 'b' }],
	resources: { requests: { cpu: '100m' }, limits: { cpu: '1', memory: '64Mi' } },
	readinessProbe: { httpGet: { path: '/', port: 'http' } },
	volumeMounts: [{ name: 'data', mountPath: '/data' }],
};
const podSpec = { containers: [container], volumes: [{ name: 'data', emptyDir: {} }] };
const template = { metadata: { labels }, spec: podSpec };
const metadata = { name: 'web', namespace: 'default', labels, annotations: { a: 'b' } };
const workload = { selector: { matchLabels: labels }, template };

/** Objects that the server takes as they are: what mutants are made of. The resource's path, and the object. */
export const MANIFESTS: readonly (readonly [string, Value])[] = [
	['/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec }],
	[
		'/api/v1/namespaces/default/configmaps',
		{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1', b: '2' } },
	],
	[
		'/api/v1/namespaces/default/secrets',
		{ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { a: 'dg==' } },
	],
	[
		'/api/v1/namespaces/default/services',
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata,
			spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
		},
	],
	['/api/v1/namespaces/default/serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata }],
	['/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } }],
	['/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'web' }, spec: { podCIDR: '192.168.9.0/24' } }],
	[
		'/api/v1/persistentvolumes',
		{
			apiVersion: 'v1',
			kind: 'PersistentVolume',
			metadata: { name: 'web' },
			spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
		},
	],
	[
		'/apis/apps/v1/namespaces/default/deployments',
		{ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 2, ...workload } },
	],
	[
		'/apis/apps/v1/namespaces/default/daemonsets',
		{ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: workload },
	],
	[
		'/apis/apps/v1/namespaces/default/statefulsets',
		{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { serviceName: 'web', ...workload } },
	],
	[
		'/apis/batch/v1/namespaces/default/jobs',
		{
			apiVersion: 'batch/v1',
			kind: 'Job',
			metadata,
			spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } },
		},
	],
	[
		'/apis/batch/v1/namespaces/default/cronjobs',
		{
			apiVersion: 'batch/v1',
			kind: 'CronJob',
			metadata,
			spec: {
				schedule: '*/5 * * * *',
				jobTemplate: { spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } } },
			},
		},
	],
	[
		'/apis/networking.k8s.io/v1/namespaces/default/ingresses',
		{
			apiVersion: 'networking.k8s.io/v1',
			kind: 'Ingress',
			metadata,
			spec: {
				rules: [
					{
						host: 'a.example',
						http: {
							paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
						},
					},
				],
			},
		},
	],
	[
		'/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
		{
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata,
			spec: {
				podSelector: {},
				policyTypes: ['Ingress'],
				ingress: [{ from: [{ podSelector: { matchLabels: labels } }] }],
			},
		},
	],
	[
		'/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles',
		{
			apiVersion: 'rbac.authorization.k8s.io/v1',
			kind: 'Role',
			metadata,
			rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
		},
	],
	[
		'/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
		{
			apiVersion: 'autoscaling/v2',
			kind: 'HorizontalPodAutoscaler',
			metadata,
			spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
		},
	],
	[
		'/apis/policy/v1/namespaces/default/poddisruptionbudgets',
		{
			apiVersion: 'policy/v1',
			kind: 'PodDisruptionBudget',
			metadata,
			spec: { minAvailable: 1, selector: { matchLabels: labels } },
		},
	],
	[
		'/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
		{
			apiVersion: 'apiextensions.k8s.io/v1',
			kind: 'CustomResourceDefinition',
			metadata: { name: 'widgets.example.com' },
			spec: {
				group: 'example.com',
				scope: 'Namespaced',
				names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
				versions: [
					{
						name: 'v1',
						served: true,
						storage: true,
						subresources: { status: {} },
						schema: {
							openAPIV3Schema: {
								type: 'object',
								properties: {
									spec: { type: 'object', properties: { size: { type: 'integer', minimum: 1, default: 3 } } },
									status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
								},
							},
						},
					},
				],
			},
		},
	],
	[
		'/apis/example.com/v1/namespaces/default/widgets',
		{ apiVersion: 'example.com/v1', kind: 'Widget', metadata, spec: { size: 2 } },
	],
];
