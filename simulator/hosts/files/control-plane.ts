import type { Layer } from '../../kernel/machine-api.ts';
import { publicKeyPem } from '../../machinery/x509/rsa-key.ts';
import { type ClusterFacts, controlPlaneEndpoint, type HostFacts } from '../cluster-facts.ts';
import { configurationOf } from '../kubeadm/cluster-configuration.ts';
import { staticPodManifests } from '../manifests/static-pods.ts';
import type { KeyPair } from '../pki/certificate-authority.ts';
import type { ClusterPki, ControlPlanePki } from '../pki/cluster-pki.ts';
import { kubeconfigText } from '../pki/kubeconfig-text.ts';
import { ordinaryUser } from './base-system.ts';
import { addKeyPair } from './kubernetes-node.ts';
import { LayerEntries } from './layer-entries.ts';

/** What `kubeadm init` adds on a control plane: certificates, kubeconfigs, static Pods. */
export function controlPlaneLayer(facts: ClusterFacts, host: HostFacts, pki: ClusterPki): Layer {
	const own = pki.controlPlanes.get(host.name);
	if (own === undefined) throw new Error(`assertion failed: no certificates for ${host.name}`);
	const entries = new LayerEntries();
	addCertificates(entries, pki, own);
	const kubeconfig = (user: string, pair: KeyPair): string =>
		kubeconfigText({
			server: controlPlaneEndpoint(facts),
			caPem: pki.ca.certificatePem,
			user,
			credentials: { certificatePem: pair.certificatePem, keyPem: pair.key.privateKeyPem },
		});
	const admin = kubeconfig('kubernetes-admin', own.admin);
	const users: readonly (readonly [string, string])[] = [
		['admin', admin],
		['super-admin', kubeconfig('kubernetes-super-admin', own.superAdmin)],
		['controller-manager', kubeconfig('system:kube-controller-manager', own.controllerManager)],
		['scheduler', kubeconfig('system:kube-scheduler', own.scheduler)],
	];
	for (const [name, text] of users) entries.file(`/etc/kubernetes/${name}.conf`, text, 0o600);
	for (const [name, text] of staticPodManifests(configurationOf(facts), host)) {
		entries.file(`/etc/kubernetes/manifests/${name}`, text, 0o600);
	}
	entries.directory('/etc/kubernetes/manifests', 0o775).directory('/var/lib/etcd', 0o700);
	// The administrator's own copy, as kubeadm tells them to make.
	entries.file('/root/.kube/config', admin, 0o600);
	const { name, ...owner } = ordinaryUser(facts);
	entries.directory(`/home/${name}/.kube`, 0o755, owner);
	entries.file(`/home/${name}/.kube/config`, admin, 0o600, owner);
	return entries.layer(facts.initializedAtMs);
}

function addCertificates(entries: LayerEntries, pki: ClusterPki, own: ControlPlanePki): void {
	const folder = '/etc/kubernetes/pki';
	const pairs: readonly (readonly [string, KeyPair])[] = [
		['ca', pki.ca],
		['apiserver', own.apiserver],
		['apiserver-kubelet-client', own.apiserverKubeletClient],
		['apiserver-etcd-client', own.apiserverEtcdClient],
		['front-proxy-ca', pki.frontProxyCa],
		['front-proxy-client', own.frontProxyClient],
		['etcd/ca', pki.etcdCa],
		['etcd/server', own.etcdServer],
		['etcd/peer', own.etcdPeer],
		['etcd/healthcheck-client', own.etcdHealthcheckClient],
	];
	for (const [name, pair] of pairs) addKeyPair(entries, `${folder}/${name}`, pair);
	entries.file(`${folder}/sa.key`, pki.serviceAccount.privateKeyPem, 0o600);
	entries.file(`${folder}/sa.pub`, publicKeyPem(pki.serviceAccount.publicKeySpki), 0o600);
}
