import type { Resource } from '../../client/resource.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { calicoObjects } from './manifest.ts';

export interface InstalledPart {
	readonly resource: Resource;
	readonly object: KubeObject;
}

const RESOURCES: { readonly [kind: string]: Resource } = {
	Namespace: { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', namespaced: false },
	ServiceAccount: { group: '', version: 'v1', resource: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true },
	ClusterRole: rbac('clusterroles', 'ClusterRole'),
	ClusterRoleBinding: rbac('clusterrolebindings', 'ClusterRoleBinding'),
	DaemonSet: { group: 'apps', version: 'v1', resource: 'daemonsets', kind: 'DaemonSet', namespaced: true },
	Deployment: { group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', namespaced: true },
	Service: { group: '', version: 'v1', resource: 'services', kind: 'Service', namespaced: true },
	IPPool: {
		group: 'crd.projectcalico.org',
		version: 'v1',
		resource: 'ippools',
		kind: 'IPPool',
		namespaced: false,
	},
};

function rbac(resource: string, kind: string): Resource {
	return { group: 'rbac.authorization.k8s.io', version: 'v1', resource, kind, namespaced: false };
}

/**
 * What the operator makes of an Installation or of an APIServer. Differs: no CSI driver, no Goldmane and no Whisker; the
 * API server of Calico runs and serves nothing.
 */
export function installedParts(
	part: 'network' | 'apiserver',
	version: string,
	cidr: string | undefined,
): readonly InstalledPart[] {
	const objects = part === 'network' ? networkObjects(version, cidr) : apiServerObjects(version);
	return objects.map((object) => ({
		resource: RESOURCES[(object as KubeObject).kind] as Resource,
		object: object as KubeObject,
	}));
}

const PRIVILEGED = { 'pod-security.kubernetes.io/enforce': 'privileged' };

function namespace(name: string): object {
	return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { name, ...PRIVILEGED } } };
}

function networkObjects(version: string, cidr: string | undefined): readonly object[] {
	const system = 'calico-system';
	// The same parts as calico.yaml's, in a namespace of their own.
	const moved = calicoObjects(cidr, version)
		.filter(({ kind }) => kind !== 'ConfigMap')
		.map((object) => JSON.parse(JSON.stringify(object).replaceAll('"kube-system"', JSON.stringify(system))) as object);
	return [
		namespace(system),
		...moved,
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'calico-typha', namespace: system } },
		deployment(system, 'calico-typha', `docker.io/calico/typha:${version}`, 2, { hostNetwork: true }),
		...(cidr === undefined ? [] : [pool(cidr)]),
	];
}

function pool(cidr: string): object {
	return {
		apiVersion: 'crd.projectcalico.org/v1',
		kind: 'IPPool',
		metadata: { name: 'default-ipv4-ippool' },
		spec: {
			blockSize: 26,
			cidr,
			ipipMode: 'Never',
			natOutgoing: true,
			nodeSelector: 'all()',
			vxlanMode: 'CrossSubnet',
		},
	};
}

function apiServerObjects(version: string): readonly object[] {
	const name = 'calico-apiserver';
	return [
		namespace(name),
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: name } },
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: { name: 'calico-api', namespace: name },
			spec: {
				ports: [{ name: 'apiserver', port: 443, protocol: 'TCP', targetPort: 5443 }],
				selector: { apiserver: 'true' },
			},
		},
		deployment(name, name, `docker.io/calico/apiserver:${version}`, 2, {}, { apiserver: 'true' }),
	];
}

function deployment(
	space: string,
	name: string,
	image: string,
	replicas: number,
	more: object,
	labels: object = {},
): object {
	const selector = { 'k8s-app': name };
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { name, namespace: space, labels: selector },
		spec: {
			replicas,
			selector: { matchLabels: selector },
			template: {
				metadata: { labels: { ...selector, ...labels } },
				spec: {
					nodeSelector: { 'kubernetes.io/os': 'linux' },
					tolerations: [
						{ key: 'CriticalAddonsOnly', operator: 'Exists' },
						{ effect: 'NoSchedule', operator: 'Exists' },
						{ effect: 'NoExecute', operator: 'Exists' },
					],
					serviceAccountName: name,
					priorityClassName: 'system-cluster-critical',
					containers: [{ name, image, imagePullPolicy: 'IfNotPresent' }],
					...more,
				},
			},
		},
	};
}
