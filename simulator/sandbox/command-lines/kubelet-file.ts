import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { durationComplaint, parseDuration } from '../../machinery/duration.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Json } from '../../machinery/meta.ts';
import { isObject, type JsonObject } from '../../machinery/patch/json-object.ts';
import { applyMergePatch } from '../../machinery/patch/merge-patch.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { unreadable } from './named-files.ts';

const DROP_IN = '.conf';

/** A KubeletConfiguration's file, or why it cannot be used. Models pkg/kubelet/kubeletconfig/configfiles fsLoader.Load. */
export function* readKubeletFile(process: Process, path: string): Task<JsonObject | string> {
	if (path === '') return {};
	const failed = `failed to load kubelet config file, path: ${path}, error: failed to load Kubelet config file ${path}, error`;
	const fields = yield* load(process, path);
	return typeof fields === 'string' ? `${failed} ${fields}` : fields;
}

/**
 * What files of a directory say besides, each over those before it. Models cmd/kubelet/app mergeKubeletConfigurations.
 * @returns why they cannot be used.
 */
export function* withDropIns(process: Process, file: JsonObject, directory: string): Task<JsonObject | string> {
	if (directory === '') return file;
	const failed = `failed to merge kubelet configs: failed to walk through kubelet dropin directory ${JSON.stringify(directory)}:`;
	const problem = unreadable(process, directory);
	if (problem?.startsWith('open') === true) return `${failed} ${problem.replace(/^open/, 'lstat')}`;
	let merged: Json = file;
	for (const path of filesBelow(process, directory)) {
		if (!path.endsWith(DROP_IN)) continue;
		const loaded = yield* load(process, path, DROPPED_KIND);
		if (typeof loaded === 'string')
			return `${failed} failed to load kubelet dropin file, path: ${path}, error: ${loaded}`;
		merged = applyMergePatch(merged, loaded);
	}
	return isObject(merged) ? merged : file;
}

/** In the order of names, as filepath.WalkDir goes. */
function filesBelow(process: Process, path: string): string[] {
	if (process.stat(path).type !== 'directory') return [path];
	return [...process.readdir(path)].sort().flatMap((name) => filesBelow(process, `${path}/${name}`));
}

const DROPPED_KIND = 'drop-in';

function* load(process: Process, path: string, as: 'file' | typeof DROPPED_KIND = 'file'): Task<JsonObject | string> {
	const unread = `failed to read kubelet config file ${JSON.stringify(path)}`;
	const problem = unreadable(process, path);
	if (problem !== undefined) return `${unread}, error: ${problem}`;
	try {
		const text = decodeUtf8(yield* readWholeFile(process, path));
		const memo = process.port<Memo>('memo');
		const read = (): string => JSON.stringify(parseYamlDocument(text) ?? {});
		const fields = JSON.parse(memo === undefined ? read() : memo.of('yaml.json', text, read)) as JsonObject;
		const complaint = kindComplaint(fields) ?? typeComplaint(fields);
		if (complaint !== undefined) return as === 'file' ? `failed to decode: ${complaint}` : complaint;
		return fields;
	} catch (error) {
		if (error instanceof YamlError) return error.message;
		if (error instanceof SystemError) return unread;
		throw error;
	}
}

/** Models pkg/kubelet/kubeletconfig/util/codec DecodeKubeletConfiguration. */
function kindComplaint(fields: JsonObject): string | undefined {
	const { kind, apiVersion } = fields;
	const missing = (what: string): string => `Object '${what}' is missing in '${JSON.stringify(fields)}'`;
	if (typeof kind !== 'string' || kind === '') return missing('Kind');
	if (typeof apiVersion !== 'string' || apiVersion === '') return missing('apiVersion');
	if (kind === 'KubeletConfiguration' && apiVersion === 'kubelet.config.k8s.io/v1beta1') return undefined;
	const scheme = '"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme/scheme.go:33"';
	return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme ${scheme}`;
}

type Kind = 'bool' | 'string' | 'int32' | 'int64' | 'float64' | 'duration' | '[]string' | 'map[string]string';

/** Types of the fields in Go, where one is not what it looks like. Models pkg/kubelet/apis/config/v1beta1 types.go. */
const FIELDS: { readonly [kind in Kind]: string } = {
	bool: `enableServer rotateCertificates serverTLSBootstrap enableDebuggingHandlers enableContentionProfiling cgroupsPerQOS
		runOnce cpuCFSQuota serializeImagePulls enableControllerAttachDetach protectKernelDefaults makeIPTablesUtilChains
		failSwapOn enableSystemLogHandler enableSystemLogQuery enableProfilingHandler enableDebugFlagsHandler seccompDefault
		registerNode localStorageCapacityIsolation failCgroupV1 mergeDefaultEvictionSettings`,
	string: `staticPodPath podLogsDir staticPodURL address tlsCertFile tlsPrivateKeyFile tlsMinVersion healthzBindAddress
		clusterDomain kubeletCgroups systemCgroups cgroupRoot cgroupDriver cpuManagerPolicy memoryManagerPolicy
		topologyManagerPolicy topologyManagerScope hairpinMode podCIDR resolvConf contentType containerLogMaxSize
		configMapAndSecretChangeDetectionStrategy systemReservedCgroup kubeReservedCgroup showHiddenMetricsForVersion
		reservedSystemCPUs providerID volumePluginDir containerRuntimeEndpoint imageServiceEndpoint
		imagePullCredentialsVerificationPolicy singleProcessOOMKill`,
	int32: `port readOnlyPort registryPullQPS registryBurst eventRecordQPS eventBurst healthzPort oomScoreAdj
		nodeLeaseDurationSeconds imageGCHighThresholdPercent imageGCLowThresholdPercent maxPods nodeStatusMaxImages kubeAPIQPS
		kubeAPIBurst evictionMaxPodGracePeriod podsPerCore iptablesMasqueradeBit iptablesDropBit containerLogMaxFiles
		containerLogMaxWorkers maxParallelImagePulls`,
	int64: 'podPidsLimit maxOpenFiles',
	float64: 'memoryThrottlingFactor',
	duration: `syncFrequency fileCheckFrequency httpCheckFrequency streamingConnectionIdleTimeout nodeStatusUpdateFrequency
		nodeStatusReportFrequency imageMinimumGCAge imageMaximumGCAge volumeStatsAggPeriod cpuManagerReconcilePeriod
		runtimeRequestTimeout cpuCFSQuotaPeriod evictionPressureTransitionPeriod containerLogMonitorInterval shutdownGracePeriod
		shutdownGracePeriodCriticalPods`,
	'[]string':
		'tlsCipherSuites clusterDNS allowedUnsafeSysctls enforceNodeAllocatable preloadedImagesVerificationAllowlist',
	'map[string]string': `cpuManagerPolicyOptions topologyManagerPolicyOptions qosReserved evictionHard evictionSoft
		evictionSoftGracePeriod evictionMinimumReclaim systemReserved kubeReserved staticPodURLHeader`,
};

/** By the path to it: the struct that it is a field of, and its kind. */
const NESTED: ReadonlyMap<string, readonly [struct: string, kind: Kind]> = new Map([
	['authentication.anonymous.enabled', ['KubeletAnonymousAuthentication', 'bool']],
	['authentication.webhook.cacheTTL', ['KubeletWebhookAuthentication', 'duration']],
	['authentication.webhook.enabled', ['KubeletWebhookAuthentication', 'bool']],
	['authentication.x509.clientCAFile', ['KubeletX509Authentication', 'string']],
	['authorization.mode', ['KubeletAuthorization', 'string']],
	['authorization.webhook.cacheAuthorizedTTL', ['KubeletWebhookAuthorization', 'duration']],
	['authorization.webhook.cacheUnauthorizedTTL', ['KubeletWebhookAuthorization', 'duration']],
	['memorySwap.swapBehavior', ['MemorySwapConfiguration', 'string']],
]);

const KINDS: ReadonlyMap<string, readonly [struct: string, kind: Kind]> = new Map([
	...Object.entries(FIELDS).flatMap(([kind, names]) =>
		names
			.trim()
			.split(/\s+/)
			.map((name) => [name, ['KubeletConfiguration', kind as Kind]] as const),
	),
	...NESTED,
]);

/** The first field whose type is another one than its value's, in the order of names. Models encoding/json. */
function typeComplaint(fields: JsonObject, above = ''): string | undefined {
	for (const name of Object.keys(fields).sort()) {
		const path = above + name;
		const value = fields[name] as Json;
		if (value === null) continue;
		const known = KINDS.get(path);
		const complaint =
			known !== undefined
				? wrongType(value, known[1], `${known[0]}.${path}`)
				: isObject(value)
					? typeComplaint(value, `${path}.`)
					: undefined;
		if (complaint !== undefined) return complaint;
	}
	return undefined;
}

function wrongType(value: Json, kind: Kind, field: string): string | undefined {
	const shape = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
	const wrong = (go: string, what: string = shape): string =>
		`json: cannot unmarshal ${what} into Go struct field ${field} of type ${go}`;
	switch (kind) {
		case 'bool':
		case 'string':
			return shape === kind ? undefined : wrong(kind);
		case 'int32':
		case 'int64':
			if (Number.isInteger(value)) return undefined;
			return wrong(kind, shape === 'number' ? `number ${String(value)}` : shape);
		case 'float64':
			return shape === 'number' ? undefined : wrong(kind);
		case 'duration':
			if (typeof value !== 'string') return `json: cannot unmarshal ${shape} into Go value of type string`;
			return parseDuration(value) === undefined ? durationComplaint(value) : undefined;
		case '[]string': {
			if (!Array.isArray(value)) return wrong(kind);
			const stray = value.find((each) => typeof each !== 'string');
			return stray === undefined ? undefined : wrong('string', typeof stray === 'boolean' ? 'bool' : typeof stray);
		}
		case 'map[string]string': {
			if (!isObject(value)) return wrong(kind);
			const stray = Object.values(value).find((each) => typeof each !== 'string');
			return stray === undefined ? undefined : wrong('string', typeof stray === 'boolean' ? 'bool' : typeof stray);
		}
	}
}
