import type { FlagSpec, FlagTable } from '../../commands/flags.ts';

/** Names of flags by the kind of their values, separated by spaces. */
export interface FlagNames {
	readonly bool?: string;
	readonly string?: string;
	readonly int?: string;
	readonly float?: string;
	readonly duration?: string;
	readonly ip?: string;
	/** Lists separated by commas. */
	readonly slice?: string;
	/** Every occurrence is one value. */
	readonly array?: string;
	/** Read by the component itself, later. */
	readonly custom?: string;
}

const KINDS: { readonly [K in keyof FlagNames]-?: Omit<FlagSpec, 'usage'> } = {
	bool: { kind: 'bool', default: false, bare: 'true' },
	string: { kind: 'string', default: '' },
	int: { kind: 'int', default: 0 },
	float: { kind: 'custom', default: '' },
	duration: { kind: 'duration', default: 0 },
	ip: { kind: 'custom', default: '' },
	slice: { kind: 'stringSlice', default: [] },
	array: { kind: 'stringArray', default: [] },
	custom: { kind: 'custom', default: '' },
};

export interface ComponentFlags {
	/** The name of the program. */
	readonly program: string;
	readonly table: FlagTable;
	readonly ips: ReadonlySet<string>;
	readonly floats: ReadonlySet<string>;
	/** Whether how the program is used is told with what is wrong with a flag. */
	readonly showsUsage: boolean;
}

/** @param groups later ones may repeat names of earlier ones. */
export function componentFlags(program: string, showsUsage: boolean, ...groups: readonly FlagNames[]): ComponentFlags {
	const table: { [name: string]: FlagSpec } = {};
	const ips = new Set<string>();
	const floats = new Set<string>();
	for (const group of groups) {
		for (const [kind, names] of Object.entries(group) as [keyof FlagNames, string][]) {
			for (const name of names.split(/\s+/).filter((each) => each !== '')) {
				table[name] = { ...KINDS[kind], usage: '', ...EXTRAS.get(name) };
				if (kind === 'ip') ips.add(name);
				if (kind === 'float') floats.add(name);
			}
		}
	}
	return { program, table, ips, floats, showsUsage };
}

/** Models component-base version/verflag, logs/api/v1 and klog. */
const EXTRAS: ReadonlyMap<string, Partial<FlagSpec>> = new Map<string, Partial<FlagSpec>>([
	['version', { bare: 'true' }],
	['v', { shorthand: 'v' }],
]);

/** Of every component. Models component-base globalflag and logs. */
export const GLOBAL_FLAGS: FlagNames = {
	bool: 'log-json-split-stream log-text-split-stream',
	string: 'logging-format show-hidden-metrics-for-version allow-metric-labels-manifest',
	duration: 'log-flush-frequency',
	slice: 'disabled-metrics',
	custom: 'version v vmodule feature-gates log-json-info-buffer-size log-text-info-buffer-size allow-metric-labels',
};

/** Models apiserver/pkg/server/options SecureServingOptions. */
export const SERVING_FLAGS: FlagNames = {
	ip: 'bind-address',
	int: 'secure-port http2-max-streams-per-connection',
	bool: 'disable-http2-serving permit-address-sharing permit-port-sharing',
	string: 'cert-dir tls-cert-file tls-private-key-file tls-min-version',
	slice: 'tls-cipher-suites tls-curve-preferences',
	custom: 'tls-sni-cert-key',
};

/** Models apiserver/pkg/server/options RequestHeaderAuthenticationOptions and ClientCertAuthenticationOptions. */
export const CLIENT_FLAGS: FlagNames = {
	string: 'client-ca-file requestheader-client-ca-file',
	slice:
		'requestheader-allowed-names requestheader-extra-headers-prefix requestheader-group-headers requestheader-uid-headers requestheader-username-headers',
};

/** Models apiserver/pkg/server/options DelegatingAuthenticationOptions and DelegatingAuthorizationOptions. */
export const DELEGATION_FLAGS: FlagNames = {
	bool: 'authentication-skip-lookup authentication-tolerate-lookup-failure',
	string: 'authentication-kubeconfig authorization-kubeconfig',
	slice: 'authorization-always-allow-paths',
	duration:
		'authentication-token-webhook-cache-ttl authorization-webhook-cache-authorized-ttl authorization-webhook-cache-unauthorized-ttl',
};

/** Models component-base config/options BindLeaderElectionFlags and the client's connection. */
export const CLIENT_CONNECTION_FLAGS: FlagNames = {
	bool: 'leader-elect profiling contention-profiling',
	string:
		'kubeconfig master kube-api-content-type leader-elect-resource-lock leader-elect-resource-name leader-elect-resource-namespace',
	duration: 'leader-elect-lease-duration leader-elect-renew-deadline leader-elect-retry-period',
	int: 'kube-api-burst',
	float: 'kube-api-qps',
	custom: 'emulated-version min-compatibility-version',
};
