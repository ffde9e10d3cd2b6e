import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { type ClusterAccess, CONFIG_MAPS, clusterOf, tried } from '../cluster-client.ts';
import { KubeadmError } from '../kubeadm-error.ts';

export const PODS = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', namespaced: true } as const;
export const NODES = { group: '', version: 'v1', resource: 'nodes', kind: 'Node', namespaced: false } as const;

export interface ConfigMap extends KubeObject {
	readonly data?: { readonly [key: string]: string };
}

export interface Pod extends KubeObject {
	readonly spec: { readonly nodeName?: string; readonly containers: readonly { readonly image?: string }[] };
	readonly status?: {
		readonly phase?: string;
		readonly containerStatuses?: readonly {
			readonly ready?: boolean;
			readonly state?: { readonly running?: object };
		}[];
	};
}

export interface Node extends KubeObject {
	readonly status?: {
		readonly nodeInfo?: { readonly kubeletVersion?: string };
		readonly conditions?: readonly { readonly type: string; readonly status: string }[];
	};
}

/** What kubeadm knows of the cluster that it upgrades. */
export interface ClusterState {
	readonly access: ClusterAccess;
	/** "v1.35.0": kubeadm-config's. */
	readonly version: string;
	readonly configuration: ConfigMap;
	readonly parsed: { readonly [field: string]: unknown };
}

/** Models cmd/kubeadm/app/util/config FetchInitConfigurationFromCluster. */
export function* readCluster(run: CobraRun, kubeconfig: string, prefix: string): Task<ClusterState> {
	if (run.process.credentials.uid !== 0) {
		throw new KubeadmError(
			'error execution phase preflight: [preflight] Some fatal errors occurred:\n\t[ERROR IsPrivilegedUser]: user is not running as root\n[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`',
		);
	}
	const access = yield* clusterOf(run, kubeconfig);
	yield* run.out.write(
		`[${prefix}] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n[${prefix}] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.\n`,
	);
	const configuration = yield* tried(
		'[upgrade/init config] FATAL: failed to get config map',
		access.client.get<ConfigMap>(CONFIG_MAPS, 'kube-system', 'kubeadm-config'),
	);
	const parsed = parseYamlDocument(configuration.data?.ClusterConfiguration ?? '');
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw new KubeadmError('[upgrade/init config] FATAL: kubeadm-config holds no ClusterConfiguration');
	}
	return { access, version: String(parsed.kubernetesVersion), configuration, parsed };
}

/** By name. */
export function* nodesOf({ access }: ClusterState): Task<readonly Node[]> {
	return yield* tried("couldn't list all nodes in cluster", access.client.list<Node>(NODES));
}

/** Models phases/upgrade/health.go: all nodes that run control planes are ready. */
export function* checkHealth(state: ClusterState): Task<void> {
	const unready = (yield* nodesOf(state)).filter(
		({ metadata, status }) =>
			'node-role.kubernetes.io/control-plane' in (metadata.labels ?? {}) &&
			!status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
	);
	if (unready.length === 0) return;
	throw new KubeadmError(
		`[preflight] Some fatal errors occurred:\n\t[ERROR ControlPlaneNodesReady]: there are NotReady control-planes in the cluster: [${unready.map(({ metadata }) => metadata.name).join(' ')}]\n[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\``,
	);
}
