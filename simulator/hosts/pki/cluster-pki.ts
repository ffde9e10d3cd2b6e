import type { HostCalls } from '../../machinery/host-calls.ts';
import { Random } from '../../machinery/random.ts';
import type { RsaKey } from '../../machinery/x509/rsa-key.ts';
import { type ClusterFacts, type HostFacts, kubernetesServiceAddress } from '../cluster-facts.ts';
import { createAuthority, issue, type KeyPair, type PkiContext } from './certificate-authority.ts';
import { KeyPool } from './key-pool.ts';

/** Every certificate and key of a kubeadm cluster. */
export interface ClusterPki {
	readonly ca: KeyPair;
	readonly frontProxyCa: KeyPair;
	readonly etcdCa: KeyPair;
	readonly serviceAccount: RsaKey;
	/** By host name; control planes only. */
	readonly controlPlanes: ReadonlyMap<string, ControlPlanePki>;
	/** By host name: the kubelet's. */
	readonly kubelets: ReadonlyMap<string, KubeletPki>;
}

export interface ControlPlanePki {
	readonly apiserver: KeyPair;
	readonly apiserverKubeletClient: KeyPair;
	readonly frontProxyClient: KeyPair;
	readonly etcdServer: KeyPair;
	readonly etcdPeer: KeyPair;
	readonly etcdHealthcheckClient: KeyPair;
	readonly apiserverEtcdClient: KeyPair;
	/** Client certificates inside kubeconfigs. */
	readonly admin: KeyPair;
	readonly superAdmin: KeyPair;
	readonly controllerManager: KeyPair;
	readonly scheduler: KeyPair;
}

export interface KubeletPki {
	readonly client: KeyPair;
	readonly serving: KeyPair;
	/** Signed the serving certificate; its key is thrown away, as the kubelet does. */
	readonly servingAuthorityPem: string;
}

/**
 * Makes the certificates that `kubeadm init` and `join` make. A pure function of the facts (the host calls are pure):
 * call it once a preset and keep the result, it takes about a millisecond a certificate.
 * Differs: the kubelets' client keys are RSA, not ECDSA.
 */
export function createClusterPki(facts: ClusterFacts, hostCalls: HostCalls): ClusterPki {
	const random = new Random(`pki/${facts.initializedAtMs}/${facts.hosts[0]?.name}`);
	const context: PkiContext = { atMs: facts.initializedAtMs, keys: new KeyPool(), random, hostCalls };
	const ca = createAuthority(context, 'kubernetes');
	const frontProxyCa = createAuthority(context, 'front-proxy-ca');
	const etcdCa = createAuthority(context, 'etcd-ca');
	const serviceAccount = context.keys.take();
	const authorities = { ca, frontProxyCa, etcdCa };
	const controlPlanes = new Map<string, ControlPlanePki>();
	const kubelets = new Map<string, KubeletPki>();
	for (const host of facts.hosts) {
		if (host.isBare === true) continue;
		if (host.role === 'control-plane') {
			controlPlanes.set(host.name, controlPlaneCertificates(context, authorities, facts, host));
		}
		kubelets.set(host.name, kubeletCertificates(context, ca, host));
	}
	return { ...authorities, serviceAccount, controlPlanes, kubelets };
}

/** Models kubeadm phases/certs/certlist.go and phases/kubeconfig. */
function controlPlaneCertificates(
	context: PkiContext,
	authorities: Pick<ClusterPki, 'ca' | 'frontProxyCa' | 'etcdCa'>,
	facts: ClusterFacts,
	host: HostFacts,
): ControlPlanePki {
	const { ca, frontProxyCa, etcdCa } = authorities;
	const service = 'kubernetes.default.svc';
	const client = (authority: KeyPair, commonName: string, organizations: readonly string[] = []): KeyPair =>
		issue(context, authority, { commonName, organizations, usages: ['clientAuth'] });
	const etcdNames = {
		commonName: host.name,
		dnsNames: [host.name, 'localhost'],
		ipAddresses: [host.address, '127.0.0.1', '::1'],
		usages: ['serverAuth', 'clientAuth'] as const,
	};
	const admins = ['kubeadm:cluster-admins'];
	return {
		apiserver: issue(context, ca, {
			commonName: 'kube-apiserver',
			dnsNames: [host.name, 'kubernetes', 'kubernetes.default', service, `${service}.${facts.clusterDomain}`],
			ipAddresses: [kubernetesServiceAddress(facts), host.address],
			usages: ['serverAuth'],
		}),
		apiserverKubeletClient: client(ca, 'kube-apiserver-kubelet-client', admins),
		frontProxyClient: client(frontProxyCa, 'front-proxy-client'),
		etcdServer: issue(context, etcdCa, etcdNames),
		etcdPeer: issue(context, etcdCa, etcdNames),
		etcdHealthcheckClient: client(etcdCa, 'kube-etcd-healthcheck-client'),
		apiserverEtcdClient: client(etcdCa, 'kube-apiserver-etcd-client'),
		admin: client(ca, 'kubernetes-admin', admins),
		superAdmin: client(ca, 'kubernetes-super-admin', ['system:masters']),
		controllerManager: client(ca, 'system:kube-controller-manager'),
		scheduler: client(ca, 'system:kube-scheduler'),
	};
}

/** The client certificate from the bootstrap, and the self-signed pair that the kubelet serves with. */
function kubeletCertificates(context: PkiContext, ca: KeyPair, host: HostFacts): KubeletPki {
	const seconds = Math.floor(context.atMs / 1000);
	const client = issue(context, ca, {
		commonName: `system:node:${host.name}`,
		organizations: ['system:nodes'],
		usages: ['clientAuth'],
	});
	const authority = createAuthority(context, `${host.name}-ca@${seconds}`);
	const serving = issue(context, authority, {
		commonName: `${host.name}@${seconds}`,
		dnsNames: [host.name],
		usages: ['serverAuth'],
	});
	return { client, serving, servingAuthorityPem: authority.certificatePem };
}
