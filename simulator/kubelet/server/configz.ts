import type { Json } from '../../machinery/meta.ts';
import { isObject, type JsonObject } from '../../machinery/patch/json-object.ts';

/**
 * What a KubeletConfiguration leaves out, in the order of its fields; `null`: shown as the file has it, if it does.
 * Models pkg/kubelet/apis/config/v1beta1/defaults.go SetDefaults_KubeletConfiguration (v1.35).
 */
const DEFAULTS: readonly (readonly [string, Json])[] = [
	['enableServer', true],
	['staticPodPath', null],
	['podLogsDir', '/var/log/pods'],
	['syncFrequency', '1m0s'],
	['fileCheckFrequency', '20s'],
	['httpCheckFrequency', '20s'],
	['address', '0.0.0.0'],
	['port', 10_250],
	['readOnlyPort', null],
	['tlsCertFile', '/var/lib/kubelet/pki/kubelet.crt'],
	['tlsPrivateKeyFile', '/var/lib/kubelet/pki/kubelet.key'],
	['rotateCertificates', null],
	['serverTLSBootstrap', null],
	['authentication', { x509: {}, webhook: { enabled: true, cacheTTL: '2m0s' }, anonymous: { enabled: false } }],
	['authorization', { mode: 'Webhook', webhook: { cacheAuthorizedTTL: '5m0s', cacheUnauthorizedTTL: '30s' } }],
	['registryPullQPS', 5],
	['registryBurst', 10],
	['eventRecordQPS', 50],
	['eventBurst', 100],
	['enableDebuggingHandlers', true],
	['healthzPort', 10_248],
	['healthzBindAddress', '127.0.0.1'],
	['oomScoreAdj', -999],
	['clusterDomain', null],
	['clusterDNS', null],
	['streamingConnectionIdleTimeout', '4h0m0s'],
	['nodeStatusUpdateFrequency', '10s'],
	['nodeStatusReportFrequency', '5m0s'],
	['nodeLeaseDurationSeconds', 40],
	['imageMinimumGCAge', '2m0s'],
	['imageMaximumGCAge', '0s'],
	['imageGCHighThresholdPercent', 85],
	['imageGCLowThresholdPercent', 80],
	['volumeStatsAggPeriod', '1m0s'],
	['cgroupsPerQOS', true],
	['cgroupDriver', 'cgroupfs'],
	['cpuManagerPolicy', 'none'],
	['cpuManagerReconcilePeriod', '10s'],
	['memoryManagerPolicy', 'None'],
	['topologyManagerPolicy', 'none'],
	['topologyManagerScope', 'container'],
	['runtimeRequestTimeout', '2m0s'],
	['hairpinMode', 'promiscuous-bridge'],
	['maxPods', 110],
	['podPidsLimit', -1],
	['resolvConf', '/etc/resolv.conf'],
	['cpuCFSQuota', true],
	['cpuCFSQuotaPeriod', '100ms'],
	['nodeStatusMaxImages', 50],
	['maxOpenFiles', 1_000_000],
	['contentType', 'application/vnd.kubernetes.protobuf'],
	['kubeAPIQPS', 50],
	['kubeAPIBurst', 100],
	['serializeImagePulls', true],
	[
		'evictionHard',
		{
			'imagefs.available': '15%',
			'imagefs.inodesFree': '5%',
			'memory.available': '100Mi',
			'nodefs.available': '10%',
			'nodefs.inodesFree': '5%',
		},
	],
	['evictionPressureTransitionPeriod', '5m0s'],
	['mergeDefaultEvictionSettings', false],
	['enableControllerAttachDetach', true],
	['makeIPTablesUtilChains', true],
	['iptablesMasqueradeBit', 14],
	['iptablesDropBit', 15],
	['failSwapOn', true],
	['memorySwap', {}],
	['containerLogMaxSize', '10Mi'],
	['containerLogMaxFiles', 5],
	['containerLogMaxWorkers', 1],
	['containerLogMonitorInterval', '10s'],
	['configMapAndSecretChangeDetectionStrategy', 'Watch'],
	['enforceNodeAllocatable', ['pods']],
	['volumePluginDir', '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/'],
	[
		'logging',
		{
			format: 'text',
			flushFrequency: '5s',
			verbosity: 0,
			options: { text: { infoBufferSize: '0' }, json: { infoBufferSize: '0' } },
		},
	],
	['enableSystemLogHandler', true],
	['enableSystemLogQuery', false],
	['shutdownGracePeriod', '0s'],
	['shutdownGracePeriodCriticalPods', '0s'],
	['crashLoopBackOff', {}],
	['enableProfilingHandler', true],
	['enableDebugFlagsHandler', true],
	['seccompDefault', false],
	['memoryThrottlingFactor', 0.9],
	['registerNode', true],
	['localStorageCapacityIsolation', true],
	['containerRuntimeEndpoint', 'unix:///run/containerd/containerd.sock'],
	['failCgroupV1', true],
];

/** The configuration in force, every field of it: what the file says, else the default. */
export function inForce(file: JsonObject): JsonObject {
	const { kind: _kind, apiVersion: _apiVersion, ...given } = file;
	const out: { [field: string]: Json } = {};
	for (const [field, usual] of DEFAULTS) {
		const value = filled(given[field], usual);
		if (value !== null) out[field] = value;
	}
	for (const [field, value] of Object.entries(given)) if (!(field in out)) out[field] = value;
	return out;
}

/** A zero of the file stands for the default, where its type has no other way to say "not set". */
function filled(value: Json | undefined, usual: Json): Json {
	const zero = value === '0s' || value === '' || (value === 0 && typeof usual === 'string');
	if (value === undefined || value === null || (zero && usual !== null)) return usual;
	// Thresholds of eviction are taken as a whole.
	if (!isObject(value) || !isObject(usual) || 'memory.available' in usual) return value;
	const keys = [...Object.keys(usual), ...Object.keys(value).filter((key) => !(key in usual))];
	return Object.fromEntries(keys.map((key) => [key, filled(value[key], usual[key] ?? null)]));
}
