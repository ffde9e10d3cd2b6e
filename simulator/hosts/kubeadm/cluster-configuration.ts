import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { ClusterFacts } from '../cluster-facts.ts';

/** A flag that the administrator adds to a component's. */
export interface ExtraArgument {
	readonly name: string;
	readonly value: string;
}

export interface ExtraVolume {
	readonly name: string;
	readonly hostPath: string;
	readonly mountPath: string;
	readonly readOnly?: boolean;
	readonly pathType?: string;
}

export interface ComponentSettings {
	readonly extraArgs?: readonly ExtraArgument[];
	readonly extraVolumes?: readonly ExtraVolume[];
}

/** How a cluster is made, as kubeadm-config keeps it. Models cmd/kubeadm/app/apis/kubeadm/v1beta4 ClusterConfiguration. */
export interface ClusterConfiguration {
	readonly kubernetesVersion: string;
	/** "k8scp:6443". */
	readonly controlPlaneEndpoint?: string;
	readonly clusterName: string;
	readonly certificatesDir: string;
	readonly imageRepository: string;
	readonly apiServer: ComponentSettings & { readonly certSANs?: readonly string[] };
	readonly controllerManager: ComponentSettings;
	readonly scheduler: ComponentSettings;
	readonly etcd: {
		readonly local: {
			readonly dataDir: string;
			readonly extraArgs?: readonly ExtraArgument[];
			readonly serverCertSANs?: readonly string[];
			readonly peerCertSANs?: readonly string[];
		};
	};
	readonly networking: {
		readonly dnsDomain: string;
		/** Absent: nodes get no ranges of addresses for Pods. */
		readonly podSubnet?: string;
		readonly serviceSubnet: string;
	};
}

/** With kubeadm's defaults. Models v1beta4 SetDefaults_ClusterConfiguration. */
export function defaultClusterConfiguration(kubernetesVersion: string): ClusterConfiguration {
	return {
		kubernetesVersion,
		clusterName: 'kubernetes',
		certificatesDir: '/etc/kubernetes/pki',
		imageRepository: 'registry.k8s.io',
		apiServer: {},
		controllerManager: {},
		scheduler: {},
		etcd: { local: { dataDir: '/var/lib/etcd' } },
		networking: { dnsDomain: 'cluster.local', serviceSubnet: '10.96.0.0/12' },
	};
}

export function configurationOf(facts: Omit<ClusterFacts, 'initializedAtMs' | 'hosts'>): ClusterConfiguration {
	return {
		...defaultClusterConfiguration(facts.kubernetesVersion),
		networking: { dnsDomain: facts.clusterDomain, podSubnet: facts.podCidr, serviceSubnet: facts.serviceCidr },
	};
}

/** As kubeadm writes it: fields by name. */
export function clusterConfigurationText(configuration: ClusterConfiguration): string {
	return formatYaml(clusterConfigurationObject(configuration));
}

export function clusterConfigurationObject(configuration: ClusterConfiguration): {
	readonly [field: string]: unknown;
} {
	return {
		...sorted(configuration.apiServer, 'apiServer'),
		apiVersion: 'kubeadm.k8s.io/v1beta4',
		caCertificateValidityPeriod: '87600h0m0s',
		certificateValidityPeriod: '8760h0m0s',
		certificatesDir: configuration.certificatesDir,
		clusterName: configuration.clusterName,
		...(configuration.controlPlaneEndpoint ? { controlPlaneEndpoint: configuration.controlPlaneEndpoint } : {}),
		...sorted(configuration.controllerManager, 'controllerManager'),
		dns: {},
		encryptionAlgorithm: 'RSA-2048',
		etcd: configuration.etcd,
		imageRepository: configuration.imageRepository,
		kind: 'ClusterConfiguration',
		kubernetesVersion: configuration.kubernetesVersion,
		networking: configuration.networking,
		proxy: {},
		...sorted(configuration.scheduler, 'scheduler'),
	};
}

function sorted(settings: object, name: string): { readonly [field: string]: unknown } {
	const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
	return { [name]: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The n-th address of a range: the first is the Service "kubernetes", the tenth the cluster's DNS. */
export function addressIn(cidr: string, index: number): string {
	const [a = 0, b = 0, c = 0, d = 0] = (cidr.split('/')[0] as string).split('.').map(Number);
	const value = ((a << 24) | (b << 16) | (c << 8) | d) + index;
	return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}

export function clusterDnsAddress({ networking }: ClusterConfiguration): string {
	return addressIn(networking.serviceSubnet, 10);
}

/** Where clients reach the API server: "https://172.30.1.2:6443". */
export function apiServerUrl({ controlPlaneEndpoint }: ClusterConfiguration, address: string, port = 6443): string {
	if (controlPlaneEndpoint === undefined || controlPlaneEndpoint === '') return `https://${address}:${port}`;
	return `https://${/:\d+$/.test(controlPlaneEndpoint) ? controlPlaneEndpoint : `${controlPlaneEndpoint}:${port}`}`;
}
