import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { operatorKindObjects } from './operator-kinds.ts';

export const OPERATOR_NAMESPACE = 'tigera-operator';
export const OPERATOR_IMAGE = 'quay.io/tigera/operator';

/** "v1.36.2" of "v3.29.1". Differs: which operator comes with a release is reckoned, not looked up. */
export function operatorTag(version: string): string {
	const [, minor = '0', patch = '0'] = version.split('.');
	return `v1.${Number(minor) + 7}.${patch}`;
}

function yaml(objects: readonly object[]): string {
	return objects.map((object) => formatYaml(object as never)).join('---\n');
}

export function operatorKindsYaml(): string {
	return yaml(operatorKindObjects());
}

/** Since 3.30 the kinds are a file of their own. */
function bringsKinds(version: string): boolean {
	return Number(version.split('.')[1]) < 30;
}

/** tigera-operator.yaml. Models projectcalico/calico manifests/tigera-operator.yaml. Differs: its ClusterRole is the administrator's. */
export function tigeraOperatorYaml(version: string): string {
	const name = 'tigera-operator';
	const labels = { name, 'k8s-app': name };
	const security = { 'pod-security.kubernetes.io/enforce': 'privileged' };
	return yaml([
		{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: OPERATOR_NAMESPACE, labels: { name, ...security } } },
		...(bringsKinds(version) ? operatorKindObjects() : []),
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: OPERATOR_NAMESPACE } },
		{
			apiVersion: 'rbac.authorization.k8s.io/v1',
			kind: 'ClusterRole',
			metadata: { name },
			rules: [
				{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
				{ nonResourceURLs: ['*'], verbs: ['*'] },
			],
		},
		{
			apiVersion: 'rbac.authorization.k8s.io/v1',
			kind: 'ClusterRoleBinding',
			metadata: { name },
			roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
			subjects: [{ kind: 'ServiceAccount', name, namespace: OPERATOR_NAMESPACE }],
		},
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: { name, namespace: OPERATOR_NAMESPACE, labels: { 'k8s-app': name } },
			spec: {
				replicas: 1,
				selector: { matchLabels: { name } },
				template: {
					metadata: { labels },
					spec: {
						nodeSelector: { 'kubernetes.io/os': 'linux' },
						tolerations: [
							{ effect: 'NoExecute', operator: 'Exists' },
							{ effect: 'NoSchedule', operator: 'Exists' },
						],
						serviceAccountName: name,
						// It comes before the network that it brings.
						hostNetwork: true,
						dnsPolicy: 'ClusterFirstWithHostNet',
						terminationGracePeriodSeconds: 60,
						containers: [
							{
								name,
								image: `${OPERATOR_IMAGE}:${operatorTag(version)}`,
								imagePullPolicy: 'IfNotPresent',
								command: ['operator'],
								env: [
									{ name: 'WATCH_NAMESPACE', value: '' },
									{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
									{ name: 'OPERATOR_NAME', value: name },
									{ name: 'TIGERA_OPERATOR_INIT_IMAGE_VERSION', value: operatorTag(version) },
								],
							},
						],
					},
				},
			},
		},
	]);
}

/** custom-resources.yaml of a release. */
export function customResourcesYaml(version: string): string {
	const newer = Number(version.split('.')[1]) >= 30;
	const named = Number(version.split('.')[1]) >= 28;
	const part = (kind: string): object => ({ apiVersion: 'operator.tigera.io/v1', kind, metadata: { name: 'default' } });
	return yaml([
		{
			apiVersion: 'operator.tigera.io/v1',
			kind: 'Installation',
			metadata: { name: 'default' },
			spec: {
				calicoNetwork: {
					ipPools: [
						{
							...(named && { name: 'default-ipv4-ippool' }),
							blockSize: 26,
							cidr: '192.168.0.0/16',
							encapsulation: 'VXLANCrossSubnet',
							natOutgoing: 'Enabled',
							nodeSelector: 'all()',
						},
					],
				},
			},
		},
		{ apiVersion: 'operator.tigera.io/v1', kind: 'APIServer', metadata: { name: 'default' }, spec: {} },
		...(newer ? [part('Goldmane'), part('Whisker')] : []),
	]);
}
