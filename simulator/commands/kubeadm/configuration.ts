import {
	type ClusterConfiguration,
	type ComponentSettings,
	defaultClusterConfiguration,
	type ExtraArgument,
} from '../../hosts/kubeadm/cluster-configuration.ts';
import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import type { Task } from '../../machinery/task.ts';
import { parseYaml } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { textAt } from './host-files.ts';
import { warn } from './klog-line.ts';
import { KubeadmError } from './kubeadm-error.ts';

export type Fields = { readonly [field: string]: unknown };

export const GROUP = 'kubeadm.k8s.io';
/** Those that this release reads. */
const VERSIONS = ['v1beta4', 'v1beta3'];
const KINDS = [
	'InitConfiguration',
	'ClusterConfiguration',
	'JoinConfiguration',
	'ResetConfiguration',
	'UpgradeConfiguration',
];

/** How the node presents itself. Models v1beta4 NodeRegistrationOptions. */
export interface NodeRegistration {
	readonly name: string;
	readonly criSocket: string;
	/** Undefined: a control plane's usual taint. */
	readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[] | undefined;
	readonly kubeletExtraArgs: readonly ExtraArgument[];
	readonly ignorePreflightErrors: readonly string[];
}

export interface BootstrapTokenSettings {
	readonly token: string;
	readonly ttlMs: number;
	readonly description: string;
}

/** The documents of a --config file, by kind. */
export interface ConfigFile {
	readonly init: Fields | undefined;
	readonly cluster: Fields | undefined;
	readonly join: Fields | undefined;
	/** Of the kubelet: a KubeletConfiguration. */
	readonly kubelet: Fields | undefined;
	readonly proxy: Fields | undefined;
}

export function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function textOf(value: unknown, fallback = ''): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback;
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Throws KubeadmError. Models cmd/kubeadm/app/util/config LoadInitConfigurationFromFile and its kin. */
export function* readConfigFile(run: CobraRun, path: string): Task<ConfigFile> {
	const none: ConfigFile = {
		init: undefined,
		cluster: undefined,
		join: undefined,
		kubelet: undefined,
		proxy: undefined,
	};
	if (path === '') return none;
	const text = yield* textAt(run, path);
	if (text === undefined) {
		throw new KubeadmError(
			`unable to read config from ${JSON.stringify(path)} : open ${path}: no such file or directory`,
		);
	}
	const byKind = new Map<string, Fields>();
	for (const document of documentsOf(text, path)) {
		const [group = '', version = ''] = textOf(document.apiVersion).split('/');
		const kind = textOf(document.kind);
		if (group === GROUP) {
			checkVersion(group, version, kind);
			if (version !== VERSIONS[0])
				yield* warn(
					run,
					'common.go:101',
					`your configuration file uses a deprecated API spec: "${GROUP}/${version}" (kind: ${JSON.stringify(kind)}). ${MIGRATE}`,
				);
		}
		byKind.set(kind, document);
	}
	return {
		init: byKind.get('InitConfiguration'),
		cluster: byKind.get('ClusterConfiguration'),
		join: byKind.get('JoinConfiguration'),
		kubelet: byKind.get('KubeletConfiguration'),
		proxy: byKind.get('KubeProxyConfiguration'),
	};
}

const MIGRATE =
	"Please use 'kubeadm config migrate --old-config old-config-file --new-config new-config-file', which will write the new, similar spec using a newer API version.";

export function documentsOf(text: string, path: string): readonly Fields[] {
	try {
		return parseYaml(text)
			.filter((each) => each !== null)
			.map(fieldsOf);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new KubeadmError(`error unmarshaling configuration ${path}: ${error.message}`);
	}
}

/** Models validateSupportedVersion and strict decoding's first step. */
function checkVersion(group: string, version: string, kind: string): void {
	if (['v1alpha1', 'v1alpha2', 'v1alpha3', 'v1beta1', 'v1beta2'].includes(version)) {
		throw new KubeadmError(
			`your configuration file uses an old API spec: "${group}/${version}" (kind: ${JSON.stringify(kind)}). Please use kubeadm v${OLD_READERS[version] ?? '1.22'} instead and run 'kubeadm config migrate --old-config old-config-file --new-config new-config-file', which will write the new, similar spec using a newer API version.`,
		);
	}
	if (!VERSIONS.includes(version) || !KINDS.includes(kind)) {
		throw new KubeadmError(
			`no kind ${JSON.stringify(kind)} is registered for version "${group}/${version}" in scheme "k8s.io/kubernetes/cmd/kubeadm/app/apis/kubeadm/scheme/scheme.go:30"`,
		);
	}
}

/** Which kubeadm could still read them. */
const OLD_READERS: { readonly [version: string]: string } = {
	v1alpha1: '1.11',
	v1alpha2: '1.12',
	v1alpha3: '1.14',
	v1beta1: '1.15',
	v1beta2: '1.22',
};

/** Arguments are a list since v1beta4, a map before. */
export function extraArguments(value: unknown): readonly ExtraArgument[] {
	if (Array.isArray(value)) {
		return value.map(fieldsOf).map((each) => ({ name: textOf(each.name), value: argumentText(each.value) }));
	}
	return Object.entries(fieldsOf(value)).map(([name, each]) => ({ name, value: argumentText(each) }));
}

function argumentText(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}

function componentOf(value: unknown): ComponentSettings {
	const { extraArgs, extraVolumes } = fieldsOf(value);
	return {
		...(extraArgs === undefined ? {} : { extraArgs: extraArguments(extraArgs) }),
		...(extraVolumes === undefined ? {} : { extraVolumes: listOf(extraVolumes) as never }),
	};
}

/** With defaults where nothing is said. */
export function readClusterConfiguration(given: Fields, release?: string): ClusterConfiguration {
	const own = kubernetesRelease(release).version;
	const usual = defaultClusterConfiguration(own);
	const { networking, etcd } = usual;
	const network = fieldsOf(given.networking);
	const local = fieldsOf(fieldsOf(given.etcd).local);
	const apiServer = fieldsOf(given.apiServer);
	const sans = (list: unknown): readonly string[] | undefined =>
		list === undefined ? undefined : listOf(list).map(String);
	const endpoint = textOf(given.controlPlaneEndpoint);
	const podSubnet = textOf(network.podSubnet) || networking.podSubnet;
	const serverSans = sans(local.serverCertSANs);
	const peerSans = sans(local.peerCertSANs);
	const certSANs = sans(apiServer.certSANs);
	return {
		kubernetesVersion: normalVersion(textOf(given.kubernetesVersion), own),
		...(endpoint === '' ? {} : { controlPlaneEndpoint: endpoint }),
		clusterName: textOf(given.clusterName) || usual.clusterName,
		certificatesDir: textOf(given.certificatesDir) || usual.certificatesDir,
		imageRepository: textOf(given.imageRepository) || usual.imageRepository,
		apiServer: { ...componentOf(apiServer), ...(certSANs === undefined ? {} : { certSANs }) },
		controllerManager: componentOf(given.controllerManager),
		scheduler: componentOf(given.scheduler),
		etcd: {
			local: {
				dataDir: textOf(local.dataDir) || etcd.local.dataDir,
				...(local.extraArgs === undefined ? {} : { extraArgs: extraArguments(local.extraArgs) }),
				...(serverSans === undefined ? {} : { serverCertSANs: serverSans }),
				...(peerSans === undefined ? {} : { peerCertSANs: peerSans }),
			},
		},
		networking: {
			dnsDomain: textOf(network.dnsDomain) || networking.dnsDomain,
			...(podSubnet === undefined ? {} : { podSubnet }),
			serviceSubnet: textOf(network.serviceSubnet) || networking.serviceSubnet,
		},
	};
}

/** "v1.35.0" of "1.35.0", "v1.35.0", "stable-1". Models cmd/kubeadm/app/util KubernetesReleaseVersion. */
export function normalVersion(given: string, own: string): string {
	if (given === '' || /^(stable|latest)(-1)?$/.test(given)) return own;
	if (/^v?\d+\.\d+\.\d+(-[\w.]+)?$/.test(given)) return `v${given.replace(/^v/, '')}`;
	const minor = /^(?:stable|latest)-(\d+\.\d+)$/.exec(given)?.[1];
	if (minor !== undefined && own.startsWith(`v${minor}.`)) return own;
	throw new KubeadmError(
		`version ${JSON.stringify(given)} doesn't match patterns for neither semantic version nor labels (stable, latest, ...)`,
	);
}

export function nodeRegistration(given: unknown, hostname: string): NodeRegistration {
	const fields = fieldsOf(given);
	return {
		name: (textOf(fields.name) || hostname).toLowerCase(),
		criSocket: textOf(fields.criSocket) || CRI_SOCKET,
		taints: fields.taints === undefined || fields.taints === null ? undefined : (listOf(fields.taints) as never),
		kubeletExtraArgs: extraArguments(fields.kubeletExtraArgs),
		ignorePreflightErrors: listOf(fields.ignorePreflightErrors).map(String),
	};
}

export const CRI_SOCKET = 'unix:///var/run/containerd/containerd.sock';
