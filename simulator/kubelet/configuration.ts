/** What of a KubeletConfiguration and of the flags above it this kubelet goes by; times in milliseconds. */
export interface KubeletConfiguration {
	/** Where its own port listens. */
	readonly address: string;
	readonly port: number;
	/** For those who show nothing of themselves; 0: none. */
	readonly readOnlyPort: number;
	readonly healthzBindAddress: string;
	/** 0: none. */
	readonly healthzPort: number;
	/** '': its own. */
	readonly tlsCertFile: string;
	readonly tlsPrivateKeyFile: string;
	/** "VersionTLS12"; '': the same. */
	readonly tlsMinVersion: string;
	/** None: Go's own. */
	readonly tlsCipherSuites: readonly string[];
	/** It asks the API for its serving certificate. */
	readonly serverTLSBootstrap: boolean;
	/** How long what the API has said of who may is believed. */
	readonly cacheAuthorizedTTL: number;
	readonly cacheUnauthorizedTTL: number;
	readonly protectKernelDefaults: boolean;
	/** How often a status is written in which nothing has changed; 0: as nodeStatusUpdateFrequency has it, if it is set. */
	readonly nodeStatusReportFrequency: number;
	/** 0: ten seconds. */
	readonly nodeStatusUpdateFrequency: number;
	readonly nodeLeaseDurationSeconds: number;
	readonly maxPods: number;
	/** 0: as many as maxPods allows. */
	readonly podsPerCore: number;
	readonly systemReserved: Quantities;
	readonly kubeReserved: Quantities;
	readonly evictionHard: Quantities | undefined;
	readonly evictionSoft: Quantities;
	readonly evictionSoftGracePeriod: Quantities;
	/** Seconds; 0: a Pod has the grace that it asks for. */
	readonly evictionMaxPodGracePeriod: number;
	readonly evictionPressureTransitionPeriod: number;
	readonly imageGCHighThresholdPercent: number;
	readonly imageGCLowThresholdPercent: number;
	readonly imageMinimumGCAge: number;
	/** 0: an image that nobody uses stays while there is room. */
	readonly imageMaximumGCAge: number;
	readonly serializeImagePulls: boolean;
	readonly maxParallelImagePulls: number | undefined;
	readonly allowedUnsafeSysctls: readonly string[];
	readonly seccompDefault: boolean;
	readonly containerLogMaxSize: string;
	readonly containerLogMaxFiles: number;
	readonly shutdownGracePeriod: number;
	readonly shutdownGracePeriodCriticalPods: number;
	readonly podPidsLimit: number;
	/** Longest wait before a container is started again. */
	readonly maxContainerRestartPeriod: number;
	readonly imagePullCredentialsVerificationPolicy: string;
	/** Where the node's own resolvers are said; '': Pods get none of them. */
	readonly resolvConf: string;
	readonly cpuManagerPolicy: string;
	readonly reservedSystemCPUs: string;
	readonly topologyManagerPolicy: string;
	readonly topologyManagerScope: string;
	readonly swapBehavior: string;
	readonly hairpinMode: string;
	readonly enforceNodeAllocatable: readonly string[];
	readonly systemReservedCgroup: string;
	readonly kubeReservedCgroup: string;
	readonly eventBurst: number;
	readonly eventRecordQPS: number;
	readonly kubeAPIBurst: number;
	readonly kubeAPIQPS: number;
	readonly maxOpenFiles: number;
	readonly registryBurst: number;
	readonly registryPullQPS: number;
	readonly nodeStatusMaxImages: number;
	readonly oomScoreAdj: number;
	readonly containerLogMaxWorkers: number;
	readonly containerLogMonitorInterval: number;
	/** What the Node is registered with besides its own; from flags. */
	readonly nodeLabels: { readonly [key: string]: string };
	readonly registerWithTaints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

type Quantities = { readonly [name: string]: string };

/** Models pkg/kubelet/apis/config/v1beta1 SetDefaults_KubeletConfiguration. */
export const DEFAULT_CONFIGURATION: KubeletConfiguration = {
	address: '0.0.0.0',
	port: 10_250,
	readOnlyPort: 0,
	healthzBindAddress: '127.0.0.1',
	healthzPort: 10_248,
	tlsCertFile: '',
	tlsPrivateKeyFile: '',
	tlsMinVersion: '',
	tlsCipherSuites: [],
	serverTLSBootstrap: false,
	cacheAuthorizedTTL: 300_000,
	cacheUnauthorizedTTL: 30_000,
	protectKernelDefaults: false,
	nodeStatusReportFrequency: 0,
	nodeStatusUpdateFrequency: 0,
	nodeLeaseDurationSeconds: 40,
	maxPods: 110,
	podsPerCore: 0,
	systemReserved: {},
	kubeReserved: {},
	evictionHard: undefined,
	evictionSoft: {},
	evictionSoftGracePeriod: {},
	evictionMaxPodGracePeriod: 0,
	evictionPressureTransitionPeriod: 300_000,
	imageGCHighThresholdPercent: 85,
	imageGCLowThresholdPercent: 80,
	imageMinimumGCAge: 120_000,
	imageMaximumGCAge: 0,
	serializeImagePulls: true,
	maxParallelImagePulls: undefined,
	allowedUnsafeSysctls: [],
	seccompDefault: false,
	containerLogMaxSize: '10Mi',
	containerLogMaxFiles: 5,
	shutdownGracePeriod: 0,
	shutdownGracePeriodCriticalPods: 0,
	podPidsLimit: -1,
	maxContainerRestartPeriod: 300_000,
	imagePullCredentialsVerificationPolicy: 'NeverVerifyPreloadedImages',
	resolvConf: '/etc/resolv.conf',
	cpuManagerPolicy: 'none',
	reservedSystemCPUs: '',
	topologyManagerPolicy: 'none',
	topologyManagerScope: 'container',
	swapBehavior: '',
	hairpinMode: 'promiscuous-bridge',
	enforceNodeAllocatable: ['pods'],
	systemReservedCgroup: '',
	kubeReservedCgroup: '',
	eventBurst: 100,
	eventRecordQPS: 50,
	kubeAPIBurst: 100,
	kubeAPIQPS: 50,
	maxOpenFiles: 1_000_000,
	registryBurst: 10,
	registryPullQPS: 5,
	nodeStatusMaxImages: 50,
	oomScoreAdj: -999,
	containerLogMaxWorkers: 1,
	containerLogMonitorInterval: 10_000,
	nodeLabels: {},
	registerWithTaints: [],
};
