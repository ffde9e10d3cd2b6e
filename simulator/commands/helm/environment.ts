import type { Process } from '../../kernel/process-api.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { bool, type FlagTable, int, string, stringArray } from '../flags.ts';
import type { KubeSettings } from './kube/kube-session.ts';

const HISTORY_MAX = 10;

/** Where helm keeps what it knows, and how it reaches the cluster. Models helm.sh/helm/v3/pkg/cli EnvSettings. */
export interface Environment {
	readonly kube: KubeSettings;
	readonly debug: boolean;
	readonly driver: string;
	readonly repositoryConfig: string;
	readonly repositoryCache: string;
	readonly registryConfig: string;
	readonly plugins: string;
	readonly cacheHome: string;
	readonly configHome: string;
	readonly dataHome: string;
	readonly burstLimit: number;
	readonly qps: string;
}

/** Flags of every command. Their defaults come from the environment. */
export const GLOBAL_FLAGS: FlagTable = {
	'burst-limit': int(100, 'client-side default throttling limit'),
	debug: bool(false, 'enable verbose output'),
	'kube-apiserver': string('', 'the address and the port for the Kubernetes API server'),
	'kube-as-group': stringArray(
		'group to impersonate for the operation, this flag can be repeated to specify multiple groups.',
	),
	'kube-as-user': string('', 'username to impersonate for the operation'),
	'kube-ca-file': string('', 'the certificate authority file for the Kubernetes API server connection'),
	'kube-context': string('', 'name of the kubeconfig context to use'),
	'kube-insecure-skip-tls-verify': bool(
		false,
		"if true, the Kubernetes API server's certificate will not be checked for validity. This will make your HTTPS connections insecure",
	),
	'kube-tls-server-name': string(
		'',
		'server name to use for Kubernetes API server certificate validation. If it is not provided, the hostname used to contact the server is used',
	),
	'kube-token': string('', 'bearer token used for authentication'),
	kubeconfig: string('', 'path to the kubeconfig file'),
	namespace: string('', 'namespace scope for this request', { shorthand: 'n' }),
	qps: string('0', 'queries per second used when communicating with the Kubernetes API, not including bursting'),
	'registry-config': string('', 'path to the registry config file'),
	'repository-cache': string('', 'path to the directory containing cached repository indexes'),
	'repository-config': string('', 'path to the file containing repository names and URLs'),
};

function homeOf(process: Process, own: string, xdg: string, fallback: string): string {
	const { env } = process;
	const given = env.get(own);
	if (given !== undefined && given !== '') return given;
	const base = env.get(xdg);
	if (base !== undefined && base !== '') return `${base}/helm`;
	return `${env.get('HOME') ?? ''}/${fallback}/helm`;
}

export function historyMax(process: Process): number {
	const given = process.env.get('HELM_MAX_HISTORY') ?? '';
	return /^[+-]?\d+$/.test(given) ? Number(given) : HISTORY_MAX;
}

export function environmentOf({ process, flags }: CobraRun): Environment {
	const { env } = process;
	const text = (flag: string, variable: string, fallback = ''): string =>
		flags.changed.has(flag) ? (flags.values[flag] as string) : (env.get(variable) ?? fallback);
	const isOn = (flag: string, variable: string): boolean =>
		flags.changed.has(flag) ? (flags.values[flag] as boolean) : /^(1|t|true)$/i.test(env.get(variable) ?? '');
	const cacheHome = homeOf(process, 'HELM_CACHE_HOME', 'XDG_CACHE_HOME', '.cache');
	const configHome = homeOf(process, 'HELM_CONFIG_HOME', 'XDG_CONFIG_HOME', '.config');
	const dataHome = homeOf(process, 'HELM_DATA_HOME', 'XDG_DATA_HOME', '.local/share');
	const groups = (env.get('HELM_KUBEASGROUPS') ?? '').replace(/^[, ]+|[, ]+$/g, '');
	return {
		kube: {
			kubeconfig: flags.values.kubeconfig as string,
			context: text('kube-context', 'HELM_KUBECONTEXT'),
			namespace: text('namespace', 'HELM_NAMESPACE'),
			server: text('kube-apiserver', 'HELM_KUBEAPISERVER'),
			token: text('kube-token', 'HELM_KUBETOKEN'),
			caFile: text('kube-ca-file', 'HELM_KUBECAFILE'),
			asUser: text('kube-as-user', 'HELM_KUBEASUSER'),
			asGroups: flags.changed.has('kube-as-group')
				? (flags.values['kube-as-group'] as readonly string[])
				: groups === ''
					? []
					: groups.split(','),
			insecure: isOn('kube-insecure-skip-tls-verify', 'HELM_KUBEINSECURE_SKIP_TLS_VERIFY'),
			tlsServerName: text('kube-tls-server-name', 'HELM_KUBETLS_SERVER_NAME'),
		},
		debug: isOn('debug', 'HELM_DEBUG'),
		driver: env.get('HELM_DRIVER') ?? '',
		repositoryConfig: text('repository-config', 'HELM_REPOSITORY_CONFIG', `${configHome}/repositories.yaml`),
		repositoryCache: text('repository-cache', 'HELM_REPOSITORY_CACHE', `${cacheHome}/repository`),
		registryConfig: text('registry-config', 'HELM_REGISTRY_CONFIG', `${configHome}/registry/config.json`),
		plugins: env.get('HELM_PLUGINS') ?? `${dataHome}/plugins`,
		cacheHome,
		configHome,
		dataHome,
		burstLimit: flags.values['burst-limit'] as number,
		qps: Number(text('qps', 'HELM_QPS', '0')).toFixed(2),
	};
}
