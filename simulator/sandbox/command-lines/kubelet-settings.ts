import type { ParsedFlags } from '../../commands/flags.ts';
import { DEFAULT_CONFIGURATION, type KubeletConfiguration } from '../../kubelet/configuration.ts';
import { durationComplaint, formatDuration, parseDuration } from '../../machinery/duration.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import { tlsComplaint } from '../../machinery/tls/cipher-suites.ts';
import { choiceComplaints } from './kubelet-validation.ts';

export type Fields = { readonly [field: string]: unknown };

type Kind = 'int32' | 'int64' | 'bool' | 'string' | 'duration' | 'map' | 'strings';

interface Setting {
	readonly kind: Kind;
	/** Its way through the file. */
	readonly path: readonly string[];
	readonly flag?: string;
}

const setting = (kind: Kind, flag?: string, ...path: readonly string[]): Setting => ({
	kind,
	path,
	...(flag === undefined ? {} : { flag }),
});

/** Where each thing is said: in the file by its own name unless it has a path, and by a flag. */
const SETTINGS: { readonly [name in keyof KubeletConfiguration]?: Setting } = {
	address: setting('string', 'address'),
	port: setting('int32', 'port'),
	readOnlyPort: setting('int32', 'read-only-port'),
	healthzBindAddress: setting('string', 'healthz-bind-address'),
	healthzPort: setting('int32', 'healthz-port'),
	tlsCertFile: setting('string', 'tls-cert-file'),
	tlsPrivateKeyFile: setting('string', 'tls-private-key-file'),
	tlsMinVersion: setting('string', 'tls-min-version'),
	tlsCipherSuites: setting('strings', 'tls-cipher-suites'),
	serverTLSBootstrap: setting('bool', 'rotate-server-certificates'),
	cacheAuthorizedTTL: setting('duration', undefined, 'authorization', 'webhook', 'cacheAuthorizedTTL'),
	cacheUnauthorizedTTL: setting('duration', undefined, 'authorization', 'webhook', 'cacheUnauthorizedTTL'),
	protectKernelDefaults: setting('bool', 'protect-kernel-defaults'),
	nodeStatusReportFrequency: setting('duration'),
	nodeStatusUpdateFrequency: setting('duration', 'node-status-update-frequency'),
	nodeLeaseDurationSeconds: setting('int32'),
	maxPods: setting('int32', 'max-pods'),
	podsPerCore: setting('int32', 'pods-per-core'),
	systemReserved: setting('map', 'system-reserved'),
	kubeReserved: setting('map', 'kube-reserved'),
	evictionHard: setting('map', 'eviction-hard'),
	evictionSoft: setting('map', 'eviction-soft'),
	evictionSoftGracePeriod: setting('map', 'eviction-soft-grace-period'),
	evictionMaxPodGracePeriod: setting('int32', 'eviction-max-pod-grace-period'),
	evictionPressureTransitionPeriod: setting('duration', 'eviction-pressure-transition-period'),
	imageGCHighThresholdPercent: setting('int32', 'image-gc-high-threshold'),
	imageGCLowThresholdPercent: setting('int32', 'image-gc-low-threshold'),
	imageMinimumGCAge: setting('duration', 'minimum-image-ttl-duration'),
	imageMaximumGCAge: setting('duration'),
	serializeImagePulls: setting('bool', 'serialize-image-pulls'),
	maxParallelImagePulls: setting('int32'),
	allowedUnsafeSysctls: setting('strings', 'allowed-unsafe-sysctls'),
	seccompDefault: setting('bool', 'seccomp-default'),
	containerLogMaxSize: setting('string', 'container-log-max-size'),
	containerLogMaxFiles: setting('int32', 'container-log-max-files'),
	shutdownGracePeriod: setting('duration'),
	shutdownGracePeriodCriticalPods: setting('duration'),
	podPidsLimit: setting('int64'),
	maxContainerRestartPeriod: setting('duration', undefined, 'crashLoopBackOff', 'maxContainerRestartPeriod'),
	imagePullCredentialsVerificationPolicy: setting('string'),
	resolvConf: setting('string', 'resolv-conf'),
	cpuManagerPolicy: setting('string', 'cpu-manager-policy'),
	topologyManagerPolicy: setting('string', 'topology-manager-policy'),
	topologyManagerScope: setting('string'),
	swapBehavior: setting('string', undefined, 'memorySwap', 'swapBehavior'),
	hairpinMode: setting('string'),
	enforceNodeAllocatable: setting('strings', 'enforce-node-allocatable'),
	systemReservedCgroup: setting('string', 'system-reserved-cgroup'),
	kubeReservedCgroup: setting('string', 'kube-reserved-cgroup'),
	reservedSystemCPUs: setting('string', 'reserved-cpus'),
	eventBurst: setting('int32', 'event-burst'),
	eventRecordQPS: setting('int32', 'event-qps'),
	kubeAPIBurst: setting('int32', 'kube-api-burst'),
	kubeAPIQPS: setting('int32', 'kube-api-qps'),
	maxOpenFiles: setting('int64', 'max-open-files'),
	registryBurst: setting('int32', 'registry-burst'),
	registryPullQPS: setting('int32', 'registry-qps'),
	nodeStatusMaxImages: setting('int32', 'node-status-max-images'),
	oomScoreAdj: setting('int32', 'oom-score-adj'),
	containerLogMaxWorkers: setting('int32'),
	containerLogMonitorInterval: setting('duration'),
};

/** What is the same as the usual when it is none. */
const NONE_IS_USUAL: ReadonlySet<string> = new Set([
	'evictionPressureTransitionPeriod',
	'imageMinimumGCAge',
	'cacheAuthorizedTTL',
	'cacheUnauthorizedTTL',
	'port',
	'address',
	'healthzBindAddress',
	'nodeLeaseDurationSeconds',
	'cpuManagerPolicy',
	'topologyManagerPolicy',
	'topologyManagerScope',
	'hairpinMode',
	'oomScoreAdj',
	'containerLogMonitorInterval',
]);

/** What a file and the flags above it say, or why that cannot be. Models kubeletConfigFlagPrecedence and ValidateKubeletConfiguration. */
export function kubeletSettings(file: Fields, flags: ParsedFlags): KubeletConfiguration | string {
	const found: { [name: string]: unknown } = {};
	for (const [name, { kind, path, flag }] of Object.entries(SETTINGS)) {
		const given = flag !== undefined && flags.changed.has(flag) ? flags.values[flag] : undefined;
		const value = given === undefined ? valueAt(file, path.length === 0 ? [name] : path) : given;
		if (value === undefined || value === null) continue;
		const read = given === undefined ? readField(value, kind, path.join('.') || name) : readFlag(given, kind);
		if (read instanceof Complaint) return `failed to decode: ${read.text}`;
		if ((read !== 0 && read !== '') || !NONE_IS_USUAL.has(name)) found[name] = read;
	}
	if (Object.keys((found.evictionHard as object | undefined) ?? {}).length === 0) delete found.evictionHard;
	const nodeLabels = flags.changed.has('node-labels') ? pairs(String(flags.values['node-labels']), '=') : {};
	const taints = flags.changed.has('register-with-taints') ? (flags.values['register-with-taints'] as string[]) : [];
	const configuration: KubeletConfiguration = {
		...DEFAULT_CONFIGURATION,
		...found,
		nodeLabels,
		registerWithTaints: [...taints.map(taintOf), ...taintsOf(file.registerWithTaints)],
	};
	const complaints = complaintsAbout(configuration).map((each) => `invalid configuration: ${each}`);
	if (complaints.length > 0) {
		const text = complaints.length === 1 ? complaints[0] : `[${complaints.join(', ')}]`;
		// Differs: the whole configuration as Go prints it follows.
		return `failed to validate kubelet configuration, error: ${text}`;
	}
	const { tlsMinVersion: minVersion, tlsCipherSuites: suites } = configuration;
	const tls = tlsComplaint({ minVersion, suites });
	if (tls !== undefined) return `failed to construct kubelet dependencies: ${tls}`;
	const complaint = thresholdComplaint(configuration) ?? logComplaint(configuration);
	return complaint === undefined ? configuration : `failed to run Kubelet: failed to create kubelet: ${complaint}`;
}

class Complaint {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

function valueAt(file: Fields, path: readonly string[]): unknown {
	let value: unknown = file;
	for (const name of path) value = (value as Fields | null | undefined)?.[name];
	return value;
}

/** Models encoding/json into the fields' Go types. */
function readField(value: unknown, kind: Kind, name: string): unknown {
	const shape = Array.isArray(value) ? 'array' : typeof value;
	const wrong = (go: string): Complaint => {
		const text = shape === 'number' && go.startsWith('int') ? `number ${String(value)}` : shape;
		return new Complaint(
			`json: cannot unmarshal ${text} into Go struct field KubeletConfiguration.${name} of type ${go}`,
		);
	};
	switch (kind) {
		case 'int32':
		case 'int64':
			return Number.isInteger(value) ? value : wrong(kind);
		case 'bool':
			return shape === 'boolean' ? value : wrong('bool');
		case 'string':
			return shape === 'string' ? value : wrong('string');
		case 'duration': {
			if (shape !== 'string') return wrong('string');
			return parseDuration(value as string) ?? new Complaint(durationComplaint(value as string));
		}
		case 'map': {
			if (shape !== 'object') return wrong('map[string]string');
			const stray = Object.values(value as object).find((each) => typeof each !== 'string');
			if (stray === undefined) return value;
			return new Complaint(
				`json: cannot unmarshal ${typeof stray} into Go struct field KubeletConfiguration.${name} of type string`,
			);
		}
		case 'strings':
			return shape === 'array' ? (value as unknown[]).map(String) : wrong('[]string');
	}
}

function readFlag(value: unknown, kind: Kind): unknown {
	return kind === 'map' ? pairs(String(value), String(value).includes('<') ? '<' : '=') : value;
}

/** "memory=1Gi,cpu=500m", "memory.available<200Mi" */
function pairs(text: string, sign: string): { [name: string]: string } {
	const found: { [name: string]: string } = Object.create(null);
	for (const pair of text.split(',')) {
		const at = pair.indexOf(sign);
		if (at > 0) found[pair.slice(0, at).trim()] = pair.slice(at + 1).trim();
		else if (pair !== '') found[pair.trim()] = '';
	}
	return { ...found };
}

type Taint = KubeletConfiguration['registerWithTaints'][number];

/** "key=value:NoSchedule" */
function taintOf(text: string): Taint {
	const [pair = '', effect = ''] = text.split(':');
	const [key = '', value] = pair.split('=');
	return { key, ...(value === undefined || value === '' ? {} : { value }), effect };
}

function taintsOf(value: unknown): Taint[] {
	return Array.isArray(value) ? (value as Taint[]).filter((each) => typeof each?.key === 'string') : [];
}

function complaintsAbout(c: KubeletConfiguration): string[] {
	const found: string[] = [];
	const percent = (name: string, flag: string, value: number): void => {
		if (value < 0 || value > 100) found.push(`${name} (--${flag}) ${value} must be between 0 and 100, inclusive`);
	};
	percent('imageGCHighThresholdPercent', 'image-gc-high-threshold', c.imageGCHighThresholdPercent);
	percent('imageGCLowThresholdPercent', 'image-gc-low-threshold', c.imageGCLowThresholdPercent);
	if (c.imageGCLowThresholdPercent >= c.imageGCHighThresholdPercent) {
		found.push(
			`imageGCLowThresholdPercent (--image-gc-low-threshold) ${c.imageGCLowThresholdPercent} must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) ${c.imageGCHighThresholdPercent}`,
		);
	}
	const [minimum, maximum] = [c.imageMinimumGCAge, c.imageMaximumGCAge];
	if (maximum < 0) found.push(`imageMaximumGCAge ${formatDuration(maximum)} must not be negative`);
	else if (maximum > 0 && maximum <= minimum) {
		found.push(
			`imageMaximumGCAge ${formatDuration(maximum)} must be greater than imageMinimumGCAge ${formatDuration(minimum)}`,
		);
	}
	if (c.maxPods < 0) found.push(`maxPods (--max-pods) ${c.maxPods} must not be a negative number`);
	if (c.podsPerCore < 0) found.push(`podsPerCore (--pods-per-core) ${c.podsPerCore} must not be a negative number`);
	const pulls = c.maxParallelImagePulls;
	if (pulls !== undefined && pulls < 1) found.push(`maxParallelImagePulls ${pulls} must be a positive number`);
	if (c.serializeImagePulls && pulls !== undefined && pulls > 1) {
		found.push(
			'maxParallelImagePulls cannot be larger than 1 unless SerializeImagePulls (--serialize-image-pulls) is set to false',
		);
	}
	found.push(...portComplaints(c));
	const { shutdownGracePeriod: all, shutdownGracePeriodCriticalPods: critical } = c;
	if (critical > all) {
		found.push(
			`shutdownGracePeriodCriticalPods {${formatDuration(critical)}} must be <= shutdownGracePeriod {${formatDuration(all)}}`,
		);
	}
	found.push(...choiceComplaints(c));
	const restart = c.maxContainerRestartPeriod;
	if (restart < 1_000 || restart > 300_000) {
		found.push(
			`CrashLoopBackOff.MaxContainerRestartPeriod (got: ${restart / 1_000} seconds) must be set between 1s and 300s`,
		);
	}
	return found;
}

function portComplaints(c: KubeletConfiguration): string[] {
	const found: string[] = [];
	const check = (name: string, flag: string, value: number, least: number): void => {
		if (value >= least && value <= 65_535) return;
		found.push(`${name} (--${flag}) ${value} must be between ${least} and 65535, inclusive`);
	};
	check('healthzPort', 'healthz-port', c.healthzPort, 0);
	check('port', 'port', c.port, 1);
	check('readOnlyPort', 'read-only-port', c.readOnlyPort, 0);
	if (c.nodeLeaseDurationSeconds <= 0) found.push('nodeLeaseDurationSeconds must be greater than 0');
	return found;
}

const SIGNALS = /^(?:memory|allocatableMemory|nodefs|imagefs|containerfs|pid)\.(?:available|inodesFree)$/;

/** Models pkg/kubelet/eviction ParseThresholdConfig. */
function thresholdComplaint(c: KubeletConfiguration): string | undefined {
	for (const thresholds of [c.evictionHard ?? {}, c.evictionSoft]) {
		for (const [signal, value] of Object.entries(thresholds)) {
			if (!SIGNALS.test(signal)) return `unsupported eviction signal ${signal}`;
			if (parseQuantity(value.replace(/%$/, '')) === undefined) {
				return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
			}
		}
	}
	for (const signal of Object.keys(c.evictionSoft)) {
		if (c.evictionSoftGracePeriod[signal] === undefined) {
			return `grace period must be specified for the soft eviction threshold ${signal}`;
		}
	}
	return undefined;
}

/** Models pkg/kubelet/logs NewContainerLogManager. */
function logComplaint({
	containerLogMaxFiles: files,
	containerLogMaxSize: size,
}: KubeletConfiguration): string | undefined {
	const failed = 'failed to initialize container log manager';
	if (files <= 1) return `${failed}: invalid MaxFiles ${files}, must be > 1`;
	if (parseQuantity(size) !== undefined) return undefined;
	const why = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
	return `${failed}: failed to parse container log max size ${JSON.stringify(size)}: ${why}`;
}
