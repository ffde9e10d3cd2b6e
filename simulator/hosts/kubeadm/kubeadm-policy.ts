import type { ManifestObject } from './manifest-object.ts';

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;
const JOINING = 'system:bootstrappers:kubeadm:default-node-token';

/** The administrators' group. Models cmd/kubeadm/app/phases/kubeconfig EnsureAdminClusterRoleBinding. */
export function administrators(): ManifestObject {
	return clusterBinding('kubeadm:cluster-admins', 'cluster-admin', 'kubeadm:cluster-admins');
}

/** What a node that joins may do. Models cmd/kubeadm/app/phases/bootstraptoken/node. */
export function joiningPolicy(): ManifestObject[] {
	return [
		clusterBinding('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', JOINING),
		clusterBinding(
			'kubeadm:node-autoapprove-bootstrap',
			'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
			JOINING,
		),
		clusterBinding(
			'kubeadm:node-autoapprove-certificate-rotation',
			'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
			'system:nodes',
		),
		{
			apiVersion: API_VERSION,
			kind: 'ClusterRole',
			metadata: { name: 'kubeadm:get-nodes' },
			rules: [{ verbs: ['get'], apiGroups: [''], resources: ['nodes'] }],
		},
		clusterBinding('kubeadm:get-nodes', 'kubeadm:get-nodes', JOINING),
	];
}

/** Who reads kubeadm's ConfigMaps. Models cmd/kubeadm/app/phases/{uploadconfig,kubelet,addons/proxy}. */
export function kubeletConfigReaders(): ManifestObject[] {
	return configMapReaders('kubeadm:kubelet-config', 'kube-system', 'kubelet-config', ['system:nodes', JOINING]);
}

export function kubeadmConfigReaders(): ManifestObject[] {
	return configMapReaders('kubeadm:nodes-kubeadm-config', 'kube-system', 'kubeadm-config', [JOINING, 'system:nodes']);
}

export function kubeProxyReaders(): ManifestObject[] {
	return configMapReaders('kube-proxy', 'kube-system', 'kube-proxy', [JOINING]);
}

/** Everybody may read cluster-info. Models cmd/kubeadm/app/phases/bootstraptoken/clusterinfo. */
export function clusterInfoReaders(): ManifestObject[] {
	return [
		role('kubeadm:bootstrap-signer-clusterinfo', 'kube-public', 'cluster-info'),
		binding('kubeadm:bootstrap-signer-clusterinfo', 'kube-public', [
			{ apiGroup: GROUP, kind: 'User', name: 'system:anonymous' },
		]),
	];
}

function configMapReaders(
	name: string,
	namespace: string,
	configMap: string,
	groups: readonly string[],
): ManifestObject[] {
	return [
		role(name, namespace, configMap),
		binding(
			name,
			namespace,
			groups.map((group) => ({ apiGroup: GROUP, kind: 'Group', name: group })),
		),
	];
}

function role(name: string, namespace: string, configMap: string): ManifestObject {
	return {
		apiVersion: API_VERSION,
		kind: 'Role',
		metadata: { name, namespace },
		rules: [{ verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: [configMap] }],
	};
}

function binding(name: string, namespace: string, subjects: readonly object[]): ManifestObject {
	return {
		apiVersion: API_VERSION,
		kind: 'RoleBinding',
		metadata: { name, namespace },
		subjects,
		roleRef: { apiGroup: GROUP, kind: 'Role', name },
	};
}

function clusterBinding(name: string, role: string, group: string): ManifestObject {
	return {
		apiVersion: API_VERSION,
		kind: 'ClusterRoleBinding',
		metadata: { name },
		subjects: [{ apiGroup: GROUP, kind: 'Group', name: group }],
		roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: role },
	};
}
