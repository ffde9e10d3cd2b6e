import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import type { ClusterFacts, HostFacts } from '../cluster-facts.ts';
import { type Component, type ComponentVolume, componentManifest } from './component-pod.ts';

const PKI = '/etc/kubernetes/pki';
const REGISTRY = 'registry.k8s.io';
const LOCALHOST = '127.0.0.1';

/** The manifests of /etc/kubernetes/manifests by file name, for one control plane. */
export function staticPodManifests(facts: ClusterFacts, host: HostFacts): ReadonlyMap<string, string> {
	const components = [etcd(facts, host), apiServer(facts, host), controllerManager(facts), scheduler(facts)];
	return new Map(components.map((component) => [`${component.name}.yaml`, componentManifest(component)]));
}

/** Models cmd/kubeadm/app/phases/etcd/local.go GetEtcdPodSpec. */
function etcd(facts: ClusterFacts, host: HostFacts): Component {
	const clientUrl = `https://${host.address}:2379`;
	const peerUrl = `https://${host.address}:2380`;
	return {
		name: 'etcd',
		image: `${REGISTRY}/etcd:${kubernetesRelease(facts.kubernetesVersion).etcd}`,
		annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': clientUrl },
		flags: {
			'advertise-client-urls': clientUrl,
			'cert-file': `${PKI}/etcd/server.crt`,
			'client-cert-auth': 'true',
			'data-dir': '/var/lib/etcd',
			'feature-gates': 'InitialCorruptCheck=true',
			'initial-advertise-peer-urls': peerUrl,
			'initial-cluster': `${host.name}=${peerUrl}`,
			'key-file': `${PKI}/etcd/server.key`,
			'listen-client-urls': `https://${LOCALHOST}:2379,${clientUrl}`,
			'listen-metrics-urls': `http://${LOCALHOST}:2381`,
			'listen-peer-urls': peerUrl,
			name: host.name,
			'peer-cert-file': `${PKI}/etcd/peer.crt`,
			'peer-client-cert-auth': 'true',
			'peer-key-file': `${PKI}/etcd/peer.key`,
			'peer-trusted-ca-file': `${PKI}/etcd/ca.crt`,
			'snapshot-count': '10000',
			'trusted-ca-file': `${PKI}/etcd/ca.crt`,
			'watch-progress-notify-interval': '5s',
		},
		probes: {
			host: LOCALHOST,
			port: 2381,
			scheme: 'HTTP',
			liveness: '/livez',
			readiness: '/readyz',
			startup: '/readyz',
		},
		requests: { cpu: '100m', memory: '100Mi' },
		volumes: [
			{ name: 'etcd-data', path: '/var/lib/etcd', type: 'DirectoryOrCreate', readOnly: false },
			{ name: 'etcd-certs', path: `${PKI}/etcd`, type: 'DirectoryOrCreate', readOnly: false },
		],
	};
}

/** Models cmd/kubeadm/app/phases/controlplane/manifests.go getAPIServerCommand. */
function apiServer(facts: ClusterFacts, host: HostFacts): Component {
	return {
		name: 'kube-apiserver',
		image: `${REGISTRY}/kube-apiserver:${facts.kubernetesVersion}`,
		annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${host.address}:6443` },
		flags: {
			'advertise-address': host.address,
			'allow-privileged': 'true',
			'authorization-mode': 'Node,RBAC',
			'client-ca-file': `${PKI}/ca.crt`,
			'enable-admission-plugins': 'NodeRestriction',
			'enable-bootstrap-token-auth': 'true',
			'etcd-cafile': `${PKI}/etcd/ca.crt`,
			'etcd-certfile': `${PKI}/apiserver-etcd-client.crt`,
			'etcd-keyfile': `${PKI}/apiserver-etcd-client.key`,
			'etcd-servers': `https://${LOCALHOST}:2379`,
			'kubelet-client-certificate': `${PKI}/apiserver-kubelet-client.crt`,
			'kubelet-client-key': `${PKI}/apiserver-kubelet-client.key`,
			'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
			'proxy-client-cert-file': `${PKI}/front-proxy-client.crt`,
			'proxy-client-key-file': `${PKI}/front-proxy-client.key`,
			'requestheader-allowed-names': 'front-proxy-client',
			'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
			'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
			'requestheader-group-headers': 'X-Remote-Group',
			'requestheader-username-headers': 'X-Remote-User',
			'secure-port': '6443',
			'service-account-issuer': `https://kubernetes.default.svc.${facts.clusterDomain}`,
			'service-account-key-file': `${PKI}/sa.pub`,
			'service-account-signing-key-file': `${PKI}/sa.key`,
			'service-cluster-ip-range': facts.serviceCidr,
			'tls-cert-file': `${PKI}/apiserver.crt`,
			'tls-private-key-file': `${PKI}/apiserver.key`,
		},
		probes: {
			host: host.address,
			port: 6443,
			scheme: 'HTTPS',
			liveness: '/livez',
			readiness: '/readyz',
			startup: '/livez',
		},
		requests: { cpu: '250m' },
		volumes: [...certificateVolumes()],
	};
}

/** Models getControllerManagerCommand. */
function controllerManager(facts: ClusterFacts): Component {
	const kubeconfig = '/etc/kubernetes/controller-manager.conf';
	return {
		name: 'kube-controller-manager',
		image: `${REGISTRY}/kube-controller-manager:${facts.kubernetesVersion}`,
		flags: {
			'allocate-node-cidrs': 'true',
			'authentication-kubeconfig': kubeconfig,
			'authorization-kubeconfig': kubeconfig,
			'bind-address': LOCALHOST,
			'client-ca-file': `${PKI}/ca.crt`,
			'cluster-cidr': facts.podCidr,
			'cluster-name': 'kubernetes',
			'cluster-signing-cert-file': `${PKI}/ca.crt`,
			'cluster-signing-key-file': `${PKI}/ca.key`,
			controllers: '*,bootstrapsigner,tokencleaner',
			kubeconfig,
			'leader-elect': 'true',
			'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
			'root-ca-file': `${PKI}/ca.crt`,
			'service-account-private-key-file': `${PKI}/sa.key`,
			'service-cluster-ip-range': facts.serviceCidr,
			'use-service-account-credentials': 'true',
		},
		probes: { host: LOCALHOST, port: 10_257, scheme: 'HTTPS', liveness: '/healthz', startup: '/healthz' },
		requests: { cpu: '200m' },
		volumes: [
			...certificateVolumes(),
			{
				name: 'flexvolume-dir',
				path: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec',
				type: 'DirectoryOrCreate',
				readOnly: false,
			},
			{ name: 'kubeconfig', path: kubeconfig, type: 'FileOrCreate', readOnly: true },
		],
	};
}

/** Models getSchedulerCommand. */
function scheduler(facts: ClusterFacts): Component {
	const kubeconfig = '/etc/kubernetes/scheduler.conf';
	return {
		name: 'kube-scheduler',
		image: `${REGISTRY}/kube-scheduler:${facts.kubernetesVersion}`,
		flags: {
			'authentication-kubeconfig': kubeconfig,
			'authorization-kubeconfig': kubeconfig,
			'bind-address': LOCALHOST,
			kubeconfig,
			'leader-elect': 'true',
		},
		probes: {
			host: LOCALHOST,
			port: 10_259,
			scheme: 'HTTPS',
			liveness: '/livez',
			readiness: '/readyz',
			startup: '/livez',
		},
		requests: { cpu: '100m' },
		volumes: [{ name: 'kubeconfig', path: kubeconfig, type: 'FileOrCreate', readOnly: true }],
	};
}

/** Certificates of the cluster, and those of the host's distribution where Ubuntu keeps them. */
function certificateVolumes(): readonly ComponentVolume[] {
	const mount = (name: string, path: string): ComponentVolume => ({
		name,
		path,
		type: 'DirectoryOrCreate',
		readOnly: true,
	});
	return [
		mount('ca-certs', '/etc/ssl/certs'),
		mount('etc-ca-certificates', '/etc/ca-certificates'),
		mount('k8s-certs', PKI),
		mount('usr-local-share-ca-certificates', '/usr/local/share/ca-certificates'),
		mount('usr-share-ca-certificates', '/usr/share/ca-certificates'),
	];
}
