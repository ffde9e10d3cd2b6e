/** One certificate that kubeadm made on a control plane, and how it speaks of it. */
export interface ManagedCertificate {
	/** As `kubeadm certs` lists it. */
	readonly name: string;
	readonly longName: string;
	/** Path below /etc/kubernetes without ".crt"; of a kubeconfig with its name. */
	readonly path: string;
	readonly isKubeconfig: boolean;
	readonly authority: string;
}

export interface ManagedAuthority {
	readonly name: string;
	/** Below /etc/kubernetes/pki, without ".crt". */
	readonly path: string;
}

/** Models cmd/kubeadm/app/phases/certs/certlist.go and certs/renewal NewManager: by name. */
export const CERTIFICATES: readonly ManagedCertificate[] = [
	kubeconfig('admin.conf', 'certificate embedded in the kubeconfig file for the admin to use and for kubeadm itself'),
	certificate('apiserver', 'apiserver', 'ca', 'certificate for serving the Kubernetes API'),
	certificate(
		'apiserver-etcd-client',
		'apiserver-etcd-client',
		'etcd-ca',
		'certificate the apiserver uses to access etcd',
	),
	certificate(
		'apiserver-kubelet-client',
		'apiserver-kubelet-client',
		'ca',
		'certificate for the API server to connect to kubelet',
	),
	kubeconfig(
		'controller-manager.conf',
		'certificate embedded in the kubeconfig file for the controller manager to use',
	),
	certificate(
		'etcd-healthcheck-client',
		'etcd/healthcheck-client',
		'etcd-ca',
		'certificate for liveness probes to healthcheck etcd',
	),
	certificate('etcd-peer', 'etcd/peer', 'etcd-ca', 'certificate for etcd nodes to communicate with each other'),
	certificate('etcd-server', 'etcd/server', 'etcd-ca', 'certificate for serving etcd'),
	certificate('front-proxy-client', 'front-proxy-client', 'front-proxy-ca', 'certificate for the front proxy client'),
	kubeconfig('scheduler.conf', 'certificate embedded in the kubeconfig file for the scheduler manager to use'),
	kubeconfig('super-admin.conf', 'certificate embedded in the kubeconfig file for the super-admin'),
];

export const AUTHORITIES: readonly ManagedAuthority[] = [
	{ name: 'ca', path: 'ca' },
	{ name: 'etcd-ca', path: 'etcd/ca' },
	{ name: 'front-proxy-ca', path: 'front-proxy-ca' },
];

function certificate(name: string, path: string, authority: string, longName: string): ManagedCertificate {
	return { name, longName, path, isKubeconfig: false, authority };
}

function kubeconfig(name: string, longName: string): ManagedCertificate {
	return { name, longName, path: name, isKubeconfig: true, authority: 'ca' };
}
