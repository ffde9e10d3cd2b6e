import { clusterConfigurationObject, defaultClusterConfiguration } from '../../hosts/kubeadm/cluster-configuration.ts';
import { kubeletConfigMap } from '../../hosts/kubeadm/cluster-info.ts';
import { kubeProxyObjects } from '../../hosts/kubeadm/kube-proxy.ts';
import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import type { Task } from '../../machinery/task.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { type CobraCommand, type CobraRun, noArgs } from '../cobra/cobra.ts';
import { string, stringSlice } from '../flags.ts';
import {
	CRI_SOCKET,
	documentsOf,
	extraArguments,
	type Fields,
	fieldsOf,
	GROUP,
	readClusterConfiguration,
	readConfigFile,
	textOf,
} from './configuration.ts';
import { putFile, textAt } from './host-files.ts';
import { KubeadmError } from './kubeadm-error.ts';

const API_VERSION = `${GROUP}/v1beta4`;
const TOKEN = 'abcdef.0123456789abcdef';

const TIMEOUTS = {
	controlPlaneComponentHealthCheck: '4m0s',
	discovery: '5m0s',
	etcdAPICall: '2m0s',
	kubeletHealthCheck: '4m0s',
	kubernetesAPICall: '1m0s',
	tlsBootstrap: '5m0s',
	upgradeManifests: '5m0s',
};

function registration(name: string): Fields {
	return { criSocket: CRI_SOCKET, imagePullPolicy: 'IfNotPresent', imagePullSerial: true, name, taints: null };
}

/** Models cmd/kubeadm/app/cmd/config.go getDefaultInitConfigBytes. */
function initDefaults(run: CobraRun): Fields[] {
	const init = {
		apiVersion: API_VERSION,
		bootstrapTokens: [
			{
				groups: ['system:bootstrappers:kubeadm:default-node-token'],
				token: TOKEN,
				ttl: '24h0m0s',
				usages: ['signing', 'authentication'],
			},
		],
		kind: 'InitConfiguration',
		localAPIEndpoint: { advertiseAddress: '1.2.3.4', bindPort: 6443 },
		nodeRegistration: registration('node'),
		timeouts: TIMEOUTS,
	};
	const { version } = kubernetesRelease(run.process.release);
	const cluster = clusterConfigurationObject(defaultClusterConfiguration(version.slice(1)));
	return [init, cluster];
}

/** Models getDefaultNodeConfigBytes. */
function joinDefaults(run: CobraRun): Fields[] {
	return [
		{
			apiVersion: API_VERSION,
			caCertPath: '/etc/kubernetes/pki/ca.crt',
			discovery: {
				bootstrapToken: { apiServerEndpoint: 'kube-apiserver:6443', token: TOKEN, unsafeSkipCAVerification: true },
				tlsBootstrapToken: TOKEN,
			},
			kind: 'JoinConfiguration',
			nodeRegistration: registration(run.process.hostname),
			timeouts: TIMEOUTS,
		},
	];
}

function resetDefaults(): Fields[] {
	return [
		{
			apiVersion: API_VERSION,
			certificatesDir: '/etc/kubernetes/pki',
			criSocket: CRI_SOCKET,
			kind: 'ResetConfiguration',
			timeouts: TIMEOUTS,
		},
	];
}

function upgradeDefaults(): Fields[] {
	const common = {
		certificateRenewal: true,
		etcdUpgrade: true,
		imagePullPolicy: 'IfNotPresent',
		imagePullSerial: true,
	};
	return [
		{
			apiVersion: API_VERSION,
			apply: common,
			diff: {},
			kind: 'UpgradeConfiguration',
			node: common,
			plan: { etcdUpgrade: true },
			timeouts: TIMEOUTS,
		},
	];
}

function documentsText(documents: readonly Fields[]): string {
	return documents.map((each) => formatYaml(each)).join('---\n');
}

/** Models getDefaultComponentConfigBytes. */
function componentText(name: string): string {
	const configuration = defaultClusterConfiguration('v1.35.0');
	if (name === 'KubeletConfiguration') return textOf(fieldsOf(kubeletConfigMap(configuration).data).kubelet);
	const map = kubeProxyObjects(configuration, '1.2.3.4').find(({ kind }) => kind === 'ConfigMap');
	return textOf(fieldsOf(map?.data)['config.conf']);
}

const COMPONENTS = ['KubeletConfiguration', 'KubeProxyConfiguration'];

function printing(documents: (run: CobraRun) => Fields[]): (run: CobraRun) => Task<number> {
	return (run) => print(run, documents(run));
}

function* print(run: CobraRun, documents: readonly Fields[]): Task<number> {
	yield* run.out.write(documentsText(documents));
	const asked = run.list('component-configs');
	const unknown = asked.find((name) => !COMPONENTS.includes(name));
	if (unknown !== undefined) {
		throw new KubeadmError(`component "${unknown}" doesn't exist, or is not supported by kubeadm`);
	}
	for (const name of asked) yield* run.out.write(`---\n${componentText(name)}`);
	return 0;
}

/** Models newCmdConfigValidate. */
function* validate(run: CobraRun): Task<number> {
	const path = run.text('config');
	if (path === '') throw new KubeadmError('required flag(s) "config" not set');
	yield* readConfigFile(run, path);
	const text = (yield* textAt(run, path)) ?? '';
	const problems = documentsOf(text, path).flatMap(unknownFields);
	if (problems.length > 0) throw new KubeadmError(problems[0] as string);
	yield* run.out.write('ok\n');
	return 0;
}

/** First fields that each kind knows. Models strict decoding of cmd/kubeadm/app/apis/kubeadm/v1beta4. */
const KNOWN: { readonly [kind: string]: readonly string[] } = {
	InitConfiguration: words(
		'bootstrapTokens certificateKey dryRun localAPIEndpoint nodeRegistration patches skipPhases timeouts',
	),
	ClusterConfiguration: words(
		'apiServer caCertificateValidityPeriod certificateValidityPeriod certificatesDir clusterName controlPlaneEndpoint controllerManager dns encryptionAlgorithm etcd featureGates imageRepository kubernetesVersion networking proxy scheduler',
	),
	JoinConfiguration: words('caCertPath controlPlane discovery dryRun nodeRegistration patches skipPhases timeouts'),
};

function words(text: string): readonly string[] {
	return ['apiVersion', 'kind', ...text.split(' ')];
}

function unknownFields(document: Fields): string[] {
	const kind = textOf(document.kind);
	const known = KNOWN[kind];
	if (known === undefined || !textOf(document.apiVersion).startsWith(GROUP)) return [];
	const unknown = Object.keys(document).find((field) => !known.includes(field));
	if (unknown === undefined) return [];
	return [
		`error unmarshaling configuration schema.GroupVersionKind{Group:"${GROUP}", Version:${JSON.stringify(textOf(document.apiVersion).split('/')[1])}, Kind:${JSON.stringify(kind)}}: strict decoding error: unknown field ${JSON.stringify(unknown)}`,
	];
}

/** Models newCmdConfigMigrate. */
function* migrate(run: CobraRun): Task<number> {
	const path = run.text('old-config');
	if (path === '') throw new KubeadmError('the --old-config flag is mandatory');
	const file = yield* readConfigFile(run, path);
	const documents: Fields[] = [];
	if (file.cluster !== undefined || file.init !== undefined) {
		documents.push({ ...initOf(run, file.init ?? {}) });
		documents.push(clusterConfigurationObject(readClusterConfiguration(file.cluster ?? {}, run.process.release)));
	}
	if (file.join !== undefined) documents.push(newer(file.join, { timeouts: TIMEOUTS }));
	if (documents.length === 0)
		throw new KubeadmError(
			`no InitConfiguration or JoinConfiguration kind was found in the YAML file ${JSON.stringify(path)}`,
		);
	const target = run.text('new-config');
	if (target === '') yield* run.out.write(documentsText(documents));
	else yield* putFile(run, target, documentsText(documents), 0o644);
	return 0;
}

function initOf(run: CobraRun, init: Fields): Fields {
	const [defaults = {}] = initDefaults(run);
	return newer({ ...defaults, ...init }, {});
}

/** Arguments of the kubelet are a list now. */
function newer(old: Fields, more: Fields): Fields {
	const node = fieldsOf(old.nodeRegistration);
	const merged: Fields = {
		...more,
		...old,
		apiVersion: API_VERSION,
		nodeRegistration: {
			...registration(textOf(node.name, 'node')),
			...node,
			...(node.kubeletExtraArgs === undefined ? {} : { kubeletExtraArgs: extraArguments(node.kubeletExtraArgs) }),
		},
	};
	return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const PRINT_FLAGS = {
	'component-configs': stringSlice(
		'A comma-separated list for component config API objects to print the default values for. Available values: [KubeProxyConfiguration KubeletConfiguration]. If this flag is not set, no component configs will be printed.',
	),
};

function printCommand(what: string, documents: (run: CobraRun) => Fields[]): CobraCommand {
	return {
		use: `${what}-defaults`,
		short: `Print default ${what} configuration, that can be used for 'kubeadm ${what}'`,
		flags: PRINT_FLAGS,
		args: noArgs,
		run: printing(documents),
	};
}

const KUBECONFIG = {
	kubeconfig: string('/etc/kubernetes/admin.conf', 'The kubeconfig file to use when talking to the cluster.'),
};

/** Subcommands of "config" besides those of images. */
export const CONFIG_COMMANDS: readonly CobraCommand[] = [
	{
		use: 'migrate',
		short:
			'Read an older version of the kubeadm configuration API types from a file, and output the similar config object for the newer version',
		flags: {
			...KUBECONFIG,
			'new-config': string('', 'Path to the resulting equivalent kubeadm config file using the new API version.'),
			'old-config': string(
				'',
				'Path to the kubeadm config file that is using an old API version and should be converted.',
			),
		},
		args: noArgs,
		run: migrate,
	},
	{
		use: 'print',
		short: 'Print configuration',
		subcommands: [
			printCommand('init', initDefaults),
			printCommand('join', joinDefaults),
			printCommand('reset', resetDefaults),
			printCommand('upgrade', upgradeDefaults),
		],
	},
	{
		use: 'validate',
		short: 'Read a file containing the kubeadm configuration API and report any errors',
		flags: { ...KUBECONFIG, config: string('', 'Path to a kubeadm configuration file.') },
		args: noArgs,
		run: validate,
	},
];
