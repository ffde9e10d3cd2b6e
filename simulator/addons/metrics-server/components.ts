import { formatYaml } from '../../machinery/yaml/format-yaml.ts';

export const IMAGE = 'registry.k8s.io/metrics-server/metrics-server';
const NAME = 'metrics-server';
const NAMESPACE = 'kube-system';
const RBAC = 'rbac.authorization.k8s.io/v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const LABELS = { 'k8s-app': NAME };
const SUBJECTS = [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }];

function clusterRole(name: string, labels: object, rules: readonly object[]): object {
	return { apiVersion: RBAC, kind: 'ClusterRole', metadata: { labels, name }, rules };
}

function clusterBinding(name: string, role: string): object {
	return {
		apiVersion: RBAC,
		kind: 'ClusterRoleBinding',
		metadata: { labels: LABELS, name },
		roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role },
		subjects: SUBJECTS,
	};
}

function probe(path: string): object {
	return { failureThreshold: 3, httpGet: { path, port: 'https', scheme: 'HTTPS' }, periodSeconds: 10 };
}

/** Models kubernetes-sigs/metrics-server manifests/base/deployment.yaml: its port has moved. */
function deployment(version: string, isDoubled: boolean): object {
	const port = Number(version.split('.')[1]) < 7 ? 4443 : 10_250;
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { labels: LABELS, name: NAME, namespace: NAMESPACE },
		spec: {
			...(isDoubled && { replicas: 2 }),
			selector: { matchLabels: LABELS },
			strategy: { rollingUpdate: { maxUnavailable: isDoubled ? 1 : 0 } },
			template: {
				metadata: { labels: LABELS },
				spec: {
					...(isDoubled && {
						affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [APART] } },
					}),
					containers: [
						{
							args: [
								'--cert-dir=/tmp',
								`--secure-port=${port}`,
								'--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
								'--kubelet-use-node-status-port',
								'--metric-resolution=15s',
							],
							image: `${IMAGE}:${version}`,
							imagePullPolicy: 'IfNotPresent',
							livenessProbe: probe('/livez'),
							name: NAME,
							ports: [{ containerPort: port, name: 'https', protocol: 'TCP' }],
							readinessProbe: { ...probe('/readyz'), initialDelaySeconds: 20 },
							resources: { requests: { cpu: '100m', memory: '200Mi' } },
							securityContext: {
								allowPrivilegeEscalation: false,
								capabilities: { drop: ['ALL'] },
								readOnlyRootFilesystem: true,
								runAsNonRoot: true,
								runAsUser: 1000,
								seccompProfile: { type: 'RuntimeDefault' },
							},
							volumeMounts: [{ mountPath: '/tmp', name: 'tmp-dir' }],
						},
					],
					nodeSelector: { 'kubernetes.io/os': 'linux' },
					priorityClassName: 'system-cluster-critical',
					serviceAccountName: NAME,
					volumes: [{ emptyDir: {}, name: 'tmp-dir' }],
				},
			},
		},
	};
}

const APART = {
	labelSelector: { matchLabels: LABELS },
	namespaces: [NAMESPACE],
	topologyKey: 'kubernetes.io/hostname',
};

const BUDGET = {
	apiVersion: 'policy/v1',
	kind: 'PodDisruptionBudget',
	metadata: { labels: LABELS, name: NAME, namespace: NAMESPACE },
	spec: { minAvailable: 1, selector: { matchLabels: LABELS } },
};

/** What the release's components.yaml makes of a cluster. @param isDoubled of its high-availability manifest. */
export function componentsYaml(version: string, isDoubled: boolean): string {
	const metrics = { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] };
	const aggregated = ['admin', 'edit', 'view'].map((role) => [`${RBAC_GROUP}/aggregate-to-${role}`, 'true']);
	const objects: readonly object[] = [
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { labels: LABELS, name: NAME, namespace: NAMESPACE } },
		clusterRole('system:aggregated-metrics-reader', { ...LABELS, ...Object.fromEntries(aggregated) }, [metrics]),
		clusterRole('system:metrics-server', LABELS, [
			{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
			{ apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
		]),
		{
			apiVersion: RBAC,
			kind: 'RoleBinding',
			metadata: { labels: LABELS, name: 'metrics-server-auth-reader', namespace: NAMESPACE },
			roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
			subjects: SUBJECTS,
		},
		clusterBinding('metrics-server:system:auth-delegator', 'system:auth-delegator'),
		clusterBinding('system:metrics-server', 'system:metrics-server'),
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: { labels: LABELS, name: NAME, namespace: NAMESPACE },
			spec: {
				ports: [{ appProtocol: 'https', name: 'https', port: 443, protocol: 'TCP', targetPort: 'https' }],
				selector: LABELS,
			},
		},
		deployment(version, isDoubled),
		...(isDoubled ? [BUDGET] : []),
		{
			apiVersion: 'apiregistration.k8s.io/v1',
			kind: 'APIService',
			metadata: { labels: LABELS, name: 'v1beta1.metrics.k8s.io' },
			spec: {
				group: 'metrics.k8s.io',
				groupPriorityMinimum: 100,
				insecureSkipTLSVerify: true,
				service: { name: NAME, namespace: NAMESPACE },
				version: 'v1beta1',
				versionPriority: 100,
			},
		},
	];
	return objects.map((object) => formatYaml(object as never)).join('---\n');
}
