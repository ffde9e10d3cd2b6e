import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import type { ClusterConfiguration, ComponentSettings } from '../kubeadm/cluster-configuration.ts';
import { type Component, type ComponentVolume, componentManifest } from './component-pod.ts';

const PKI = '/etc/kubernetes/pki';
const LOCALHOST = '127.0.0.1';

/** The manifests of /etc/kubernetes/manifests by file name, for one control plane. */
export function staticPodManifests(
	configuration: ClusterConfiguration,
	host: ControlPlaneHost,
): ReadonlyMap<string, string> {
	const { apiServer: server, controllerManager: manager, scheduler: chooser, etcd: store } = configuration;
	const components = [
		extended(etcd(configuration, host), store.local),
		extended(apiServer(configuration, host), server),
		extended(controllerManager(configuration), manager),
		extended(scheduler(configuration), chooser),
	];
	return new Map(components.map((component) => [`${component.name}.yaml`, componentManifest(component)]));
}

/** What a control plane's manifests say of the machine that it is on. */
export interface ControlPlaneHost {
	readonly name: string;
	readonly address: string;
	/** Of the API server; 6443 when absent. */
	readonly bindPort?: number;
}

/** With the administrator's own flags and folders. */
function extended(component: Component, { extraArgs = [], extraVolumes = [] }: ComponentSettings): Component {
	const own = extraVolumes.map(({ name, hostPath, mountPath, readOnly = false, pathType = '' }) => ({
		name,
		path: hostPath,
		mountPath,
		type: pathType,
		readOnly,
	}));
	const flags = { ...component.flags, ...Object.fromEntries(extraArgs.map(({ name, value }) => [name, value])) };
	return { ...component, flags, volumes: [...component.volumes, ...own] };
}

/** Models cmd/kubeadm/app/phases/etcd/local.go GetEtcdPodSpec. */
function etcd(configuration: ClusterConfiguration, host: ControlPlaneHost): Component {
	const clientUrl = `https://${host.address}:2379`;
	const peerUrl = `https://${host.address}:2380`;
	return {
		name: 'etcd',
		image: `${configuration.imageRepository}/etcd:${kubernetesRelease(configuration.kubernetesVersion).etcd}`,
		annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': clientUrl },
		flags: {
			'advertise-client-urls': clientUrl,
			'cert-file': `${PKI}/etcd/server.crt`,
			'client-cert-auth': 'true',
			'data-dir': configuration.etcd.local.dataDir,
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
			{ name: 'etcd-data', path: configuration.etcd.local.dataDir, type: 'DirectoryOrCreate', readOnly: false },
			{ name: 'etcd-certs', path: `${PKI}/etcd`, type: 'DirectoryOrCreate', readOnly: false },
		],
	};
}

/** Models cmd/kubeadm/app/phases/controlplane/manifests.go getAPIServerCommand. */
function apiServer(configuration: ClusterConfiguration, host: ControlPlaneHost): Component {
	const port = host.bindPort ?? 6443;
	return {
		name: 'kube-apiserver',
		image: `${configuration.imageRepository}/kube-apiserver:${configuration.kubernetesVersion}`,
		annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${host.address}:${port}` },
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
			'secure-port': String(port),
			'service-account-issuer': `https://kubernetes.default.svc.${configuration.networking.dnsDomain}`,
			'service-account-key-file': `${PKI}/sa.pub`,
			'service-account-signing-key-file': `${PKI}/sa.key`,
			'service-cluster-ip-range': configuration.networking.serviceSubnet,
			'tls-cert-file': `${PKI}/apiserver.crt`,
			'tls-private-key-file': `${PKI}/apiserver.key`,
		},
		probes: {
			host: host.address,
			port,
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
function controllerManager(configuration: ClusterConfiguration): Component {
	const kubeconfig = '/etc/kubernetes/controller-manager.conf';
	const { podSubnet } = configuration.networking;
	return {
		name: 'kube-controller-manager',
		image: `${configuration.imageRepository}/kube-controller-manager:${configuration.kubernetesVersion}`,
		flags: {
			...(podSubnet === undefined ? {} : { 'allocate-node-cidrs': 'true', 'cluster-cidr': podSubnet }),
			'authentication-kubeconfig': kubeconfig,
			'authorization-kubeconfig': kubeconfig,
			'bind-address': LOCALHOST,
			'client-ca-file': `${PKI}/ca.crt`,
			'cluster-name': configuration.clusterName,
			'cluster-signing-cert-file': `${PKI}/ca.crt`,
			'cluster-signing-key-file': `${PKI}/ca.key`,
			controllers: '*,bootstrapsigner,tokencleaner',
			kubeconfig,
			'leader-elect': 'true',
			'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
			'root-ca-file': `${PKI}/ca.crt`,
			'service-account-private-key-file': `${PKI}/sa.key`,
			'service-cluster-ip-range': configuration.networking.serviceSubnet,
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
function scheduler(configuration: ClusterConfiguration): Component {
	const kubeconfig = '/etc/kubernetes/scheduler.conf';
	return {
		name: 'kube-scheduler',
		image: `${configuration.imageRepository}/kube-scheduler:${configuration.kubernetesVersion}`,
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
