import { FlagError, HelpRequested, type ParsedFlags, parseFlags } from '../../commands/flags.ts';
import type { RuntimeState } from '../../hosts/runtime/runtime-service.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { KubeletConfiguration } from '../../kubelet/configuration.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import type { AccessChoice } from '../../kubelet/server/kubelet-access.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { certificatesIn } from '../cluster/api-server-files.ts';
import { type ClientConfig, readClientConfig } from './client-config.ts';
import { componentFlags, GLOBAL_FLAGS } from './flag-table.ts';
import { cpuPolicyComplaint } from './kubelet-cpu-manager.ts';
import { readKubeletFile, withDropIns } from './kubelet-file.ts';
import { type Fields, kubeletSettings } from './kubelet-settings.ts';
import { unreadable } from './named-files.ts';

/** What a kubelet goes by: its flags, and the files that they name. */
export interface KubeletSettings {
	/** Where its kubeconfig leads to, and who it is there. */
	readonly apiServer: ClientConfig;
	/** Who asks for its certificate first: it has none. */
	readonly bootstrap: ClientConfig | undefined;
	/** It asks for its next certificate by itself. */
	readonly rotatesCertificates: boolean;
	/** Absent: the usual one. */
	readonly staticPodPath: string | undefined;
	readonly clusterDns: string | undefined;
	readonly clusterDomain: string | undefined;
	readonly configuration: KubeletConfiguration;
	readonly access: AccessChoice;
	/** What its Node is called. */
	readonly nodeName: string;
}

/** Models cmd/kubelet/app/options KubeletFlags and KubeletConfiguration's flags. */
const FLAGS = componentFlags('kubelet', false, GLOBAL_FLAGS, {
	string: `bootstrap-kubeconfig cert-dir cloud-config cloud-provider config config-dir container-runtime-endpoint
		hostname-override image-service-endpoint kubeconfig node-ip pod-infra-container-image provider-id root-dir
		runtime-cgroups cgroup-driver cgroup-root client-ca-file cluster-domain authorization-mode pod-cidr pod-manifest-path
		read-only-port resolv-conf seccomp-profile static-pod-path system-cgroups system-reserved-cgroup tls-cert-file
		tls-private-key-file tls-min-version topology-manager-policy volume-plugin-dir kubelet-cgroups manifest-url
		cpu-manager-policy memory-manager-policy kube-reserved-cgroup lock-file experimental-mounter-path`,
	bool: `anonymous-auth authentication-token-webhook contention-profiling enable-controller-attach-detach enable-debugging-handlers
		enable-server exit-on-lock-contention fail-swap-on make-iptables-util-chains node-status-report protect-kernel-defaults
		register-node rotate-certificates rotate-server-certificates runonce seccomp-default serialize-image-pulls
		local-storage-capacity-isolation cgroups-per-qos keep-terminated-pod-volumes windows-service`,
	int: `port healthz-port event-burst image-gc-high-threshold image-gc-low-threshold kube-api-burst max-open-files max-pods
		maximum-dead-containers maximum-dead-containers-per-container oom-score-adj pods-per-core registry-burst
		iptables-drop-bit iptables-masquerade-bit container-log-max-files node-status-max-images`,
	float: 'event-qps kube-api-qps registry-qps',
	duration: `authentication-token-webhook-cache-ttl authorization-webhook-cache-authorized-ttl
		authorization-webhook-cache-unauthorized-ttl cpu-cfs-quota-period eviction-pressure-transition-period
		file-check-frequency http-check-frequency minimum-image-ttl-duration node-status-update-frequency
		runtime-request-timeout streaming-connection-idle-timeout sync-frequency volume-stats-agg-period`,
	ip: 'address healthz-bind-address',
	slice: 'allowed-unsafe-sysctls cluster-dns enforce-node-allocatable register-with-taints tls-cipher-suites',
	custom: `eviction-hard eviction-minimum-reclaim eviction-soft eviction-soft-grace-period kube-reserved node-labels
		qos-reserved reserved-cpus reserved-memory system-reserved container-log-max-size cpu-cfs-quota eviction-max-pod-grace-period`,
});

const SOCKETS: ReadonlySet<string> = new Set([
	'/run/containerd/containerd.sock',
	'/var/run/containerd/containerd.sock',
]);

/**
 * What a kubelet finds on its command line, or the reason why it ends.
 * Models cmd/kubelet/app/server.go NewKubeletCommand, run and RunKubelet, in their order.
 */
export function* prepareKubelet(
	process: Process,
	args: readonly string[],
	runtime: () => RuntimeState,
): Task<KubeletSettings | string> {
	const flags = readFlags(args);
	if (typeof flags === 'string') return flags;
	const text = (name: string): string => String(flags.values[name]);
	const file = yield* readKubeletFile(process, text('config'));
	if (typeof file === 'string') return file;
	const config = yield* withDropIns(process, file, text('config-dir'));
	if (typeof config === 'string') return config;
	const configuration = kubeletSettings(config, flags);
	if (typeof configuration === 'string') return configuration;
	const ca = textAt(config, 'authentication', 'x509', 'clientCAFile') ?? '';
	const noCa = unreadable(process, ca);
	if (noCa !== undefined) {
		return `failed to construct kubelet dependencies: unable to load client CA file ${ca}: ${noCa}`;
	}
	const client = yield* clientOf(process, text('kubeconfig'), text('bootstrap-kubeconfig'));
	if (typeof client === 'string') return `failed to run Kubelet: ${client}`;
	const mode = text('authorization-mode') || textAt(config, 'authorization', 'mode') || 'Webhook';
	if (!AUTHORIZATION_MODES.includes(mode)) return `failed to run Kubelet: unknown authorization mode ${mode}`;
	const endpoint =
		text('container-runtime-endpoint') ||
		(textAt(config, 'containerRuntimeEndpoint') ?? 'unix:///run/containerd/containerd.sock');
	const failsOnSwap = flags.changed.has('fail-swap-on') ? flags.values['fail-swap-on'] : (config.failSwapOn ?? true);
	if (failsOnSwap !== false && process.machine.swaps.length > 0) return `failed to run Kubelet: ${SWAP_IS_ON}`;
	const noRuntime = runtimeError(endpoint, runtime());
	if (noRuntime !== undefined) return `failed to run Kubelet: ${noRuntime}`;
	const cpus = cpuPolicyComplaint(configuration);
	if (cpus !== undefined) return `failed to run Kubelet: ${cpus}`;
	const [clusterDns] = Array.isArray(config.clusterDNS) ? (config.clusterDNS as unknown[]) : [];
	return {
		apiServer: client.own,
		bootstrap: client.bootstrap,
		rotatesCertificates: config.rotateCertificates === true || flags.values['rotate-certificates'] === true,
		staticPodPath: textAt(config, 'staticPodPath'),
		clusterDns: typeof clusterDns === 'string' ? clusterDns : undefined,
		clusterDomain: textAt(config, 'clusterDomain'),
		configuration,
		access: accessChoice(config, flags, mode),
		nodeName: (text('hostname-override').trim() || process.hostname).toLowerCase(),
	};
}

/** Flags go before the file. */
function accessChoice(config: Fields, { values, changed }: ParsedFlags, mode: string): AccessChoice {
	const { anonymous, webhook, x509 } = (config.authentication ?? {}) as { readonly [part: string]: Fields | undefined };
	const flag = (name: string, otherwise: unknown): unknown => (changed.has(name) ? values[name] : otherwise);
	return {
		anonymous: flag('anonymous-auth', anonymous?.enabled) === true,
		webhook: flag('authentication-token-webhook', webhook?.enabled) !== false,
		clientCaFile: String(flag('client-ca-file', x509?.clientCAFile) ?? ''),
		mode: mode === 'AlwaysAllow' ? 'AlwaysAllow' : 'Webhook',
	};
}

/** Models cmd/kubelet/app/auth.go BuildAuthz. */
const AUTHORIZATION_MODES: readonly string[] = ['AlwaysAllow', 'Webhook'];

/** Models pkg/kubelet/cm NewContainerManager. */
const SWAP_IS_ON = 'running with swap on is not supported, please disable swap or set --fail-swap-on flag to false';

function readFlags(args: readonly string[]): ParsedFlags | string {
	try {
		const parsed = parseFlags(FLAGS.table, args);
		const [stray] = parsed.args;
		return stray === undefined ? parsed : `unknown command ${stray}`;
	} catch (error) {
		if (error instanceof HelpRequested) return 'help requested';
		if (!(error instanceof FlagError)) throw error;
		return `failed to parse kubelet flag: ${error.message}`;
	}
}

function textAt(fields: Fields, ...path: readonly string[]): string | undefined {
	let value: unknown = fields;
	for (const name of path) value = (value as Fields | null | undefined)?.[name];
	return typeof value === 'string' ? value : undefined;
}

interface KubeletClient {
	readonly own: ClientConfig;
	readonly bootstrap: ClientConfig | undefined;
}

/**
 * A kubeconfig that cannot be used is made anew with the bootstrap one, which kubeadm takes away.
 * Models pkg/kubelet/certificate/bootstrap LoadClientConfig.
 */
function* clientOf(process: Process, path: string, bootstrapPath: string): Task<KubeletClient | string> {
	const own = yield* readClientConfig(process, path);
	if (bootstrapPath === '') return typeof own === 'string' ? own : { own, bootstrap: undefined };
	if (typeof own !== 'string' && isStillValid(own, process.now())) return { own, bootstrap: undefined };
	if (typeof own !== 'string') yield* tellExpired(process, path, own);
	else if (unreadable(process, path) === undefined) {
		yield* tell(process, `unable to load existing bootstrap client config read from ${path}: ${own}`);
	}
	const failed = 'unable to load bootstrap kubeconfig';
	const missing = unreadable(process, bootstrapPath);
	if (missing !== undefined) return `${failed}: ${missing.replace(/^open/, 'stat')}`;
	const bootstrap = yield* readClientConfig(process, bootstrapPath);
	if (typeof bootstrap === 'string') return `${failed}: ${bootstrap}`;
	return { own: { ...bootstrap, token: undefined }, bootstrap };
}

function* tellExpired(process: Process, path: string, { certificatePem }: ClientConfig): Task<void> {
	const nowMs = process.now();
	const expired = certificatesIn(certificatePem ?? '').find(({ notAfterMs }) => notAfterMs <= nowMs);
	if (expired === undefined) return;
	const ended = `${formatTime(expired.notAfterMs).replace('T', ' ').replace('Z', '')} +0000 UTC`;
	const reason = `part of the existing bootstrap client certificate in ${path} is expired: ${ended}`;
	yield* tell(process, reason);
}

/** Models apimachinery/pkg/util/runtime HandleError. */
function tell(process: Process, reason: string): Task<unknown> {
	const text = `"Unhandled Error" err=${JSON.stringify(reason)} logger="UnhandledError"`;
	return process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'E', 'bootstrap.go:265', text)));
}

/** Models isClientConfigStillValid. */
function isStillValid({ certificatePem, token }: ClientConfig, nowMs: number): boolean {
	if (certificatePem === undefined) return token !== undefined;
	const certificates = certificatesIn(certificatePem);
	return certificates.length > 0 && certificates.every(({ notAfterMs }) => notAfterMs > nowMs);
}

/** Models cri-client/pkg remoteRuntimeService.validateServiceConnection. */
function runtimeError(endpoint: string, state: RuntimeState): string | undefined {
	const path = endpoint.replace(/^unix:\/\//, '');
	const isThere = SOCKETS.has(path);
	if (isThere && state === 'up') return undefined;
	const asked = `validate service connection: validate CRI v1 runtime API for endpoint ${JSON.stringify(endpoint)}: rpc error: code =`;
	if (isThere && state === 'without-cri')
		return `${asked} Unimplemented desc = unknown service runtime.v1.RuntimeService`;
	const reason = isThere ? 'connection refused' : 'no such file or directory';
	const dialled = `"transport: Error while dialing: dial unix ${path}: connect: ${reason}"`;
	return `${asked} Unavailable desc = connection error: desc = ${dialled}`;
}
