import type { ClusterConfiguration } from '../../../hosts/kubeadm/cluster-configuration.ts';
import type { KeyPair, PkiContext } from '../../../hosts/pki/certificate-authority.ts';
import { newRsaKey } from '../../../hosts/pki/new-rsa-key.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { parseDuration } from '../../../machinery/duration.ts';
import type { HostCalls } from '../../../machinery/host-calls.ts';
import { kubernetesRelease } from '../../../machinery/kubernetes-releases.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import {
	type BootstrapTokenSettings,
	type ConfigFile,
	type Fields,
	fieldsOf,
	listOf,
	type NodeRegistration,
	nodeRegistration,
	normalVersion,
	readClusterConfiguration,
	readConfigFile,
	textOf,
} from '../configuration.ts';
import { KubeadmError } from '../kubeadm-error.ts';
import { newToken } from '../token-commands.ts';

/** All that the phases of `kubeadm init` go by. */
export interface InitContext {
	readonly run: CobraRun;
	readonly configuration: ClusterConfiguration;
	readonly node: NodeRegistration;
	/** Where this machine's API server is reached. */
	readonly address: string;
	readonly bindPort: number;
	readonly tokens: readonly BootstrapTokenSettings[];
	/** Of a --config file: what the administrator says of kubelets. */
	readonly kubelet: Fields;
	readonly ignored: readonly string[];
	readonly isDryRun: boolean;
	readonly pki: PkiContext;
	/** Hides uploaded certificates: 32 bytes in hexadecimal. */
	readonly certificateKey: string;
	/** Authorities that this run has made: a dry run leaves none on the disk. */
	readonly made: Map<string, KeyPair>;
}

const DAY_MS = 86_400_000;

/** Throws KubeadmError. Models cmd/kubeadm/app/cmd/init.go newInitData and util/config LoadOrDefaultInitConfiguration. */
export function* initContext(run: CobraRun): Task<InitContext> {
	const mixed = mixedFlags(run);
	if (mixed !== undefined) throw new KubeadmError(mixed);
	const file = yield* readConfigFile(run, run.text('config'));
	const init = file.init ?? {};
	const endpoint = fieldsOf(init.localAPIEndpoint);
	const node = withFlags(run, nodeRegistration(init.nodeRegistration, run.process.hostname));
	const address =
		run.text('apiserver-advertise-address') || textOf(endpoint.advertiseAddress) || ownAddress(run.process);
	const port = Number(textOf(endpoint.bindPort, '6443'));
	const configuration = clusterConfiguration(run, file);
	checkVersion(configuration.kubernetesVersion, run.process.release);
	checkConfiguration(configuration, address);
	return {
		run,
		configuration,
		node,
		address,
		bindPort: run.flags.changed.has('apiserver-bind-port') ? run.number('apiserver-bind-port') : port,
		tokens: tokensOf(run, init),
		kubelet: file.kubelet ?? {},
		ignored: [...run.list('ignore-preflight-errors'), ...node.ignorePreflightErrors],
		isDryRun: run.isOn('dry-run'),
		pki: pkiContext(run.process),
		certificateKey: run.text('certificate-key') || textOf(init.certificateKey) || randomHex(run.process, 32),
		made: new Map(),
	};
}

export function pkiContext(process: Process): PkiContext {
	const hostCalls = process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: a host without host calls');
	return {
		atMs: Math.floor(process.now() / 1000) * 1000,
		keys: { take: () => newRsaKey(() => process.randomUint32()) },
		random: { bytes: (length) => Uint8Array.from({ length }, () => process.randomUint32() & 0xff) },
		hostCalls,
	};
}

/** Flags that a file takes the place of. Models validation ValidateMixedArguments. */
function mixedFlags(run: CobraRun): string | undefined {
	if (run.text('config') === '') return undefined;
	const mixed = [...run.flags.changed].filter((name) => !MAY_BE_MIXED.has(name)).sort();
	return mixed.length === 0 ? undefined : `can not mix '--config' with arguments [${mixed.join(' ')}]`;
}

const MAY_BE_MIXED = new Set([
	'config',
	'ignore-preflight-errors',
	'dry-run',
	'skip-phases',
	'upload-certs',
	'skip-token-print',
	'skip-certificate-key-print',
	'certificate-key',
	'node-name',
	'cri-socket',
	'kubeconfig',
	'kubeconfig-dir',
	'v',
	'rootfs',
	'token',
	'token-ttl',
]);

function clusterConfiguration(run: CobraRun, file: ConfigFile): ClusterConfiguration {
	const read = readClusterConfiguration(file.cluster ?? {}, run.process.release);
	const given = (flag: string, otherwise: string): string => run.text(flag) || otherwise;
	const { networking } = read;
	const podSubnet = run.text('pod-network-cidr') || networking.podSubnet;
	const endpoint = run.text('control-plane-endpoint') || read.controlPlaneEndpoint;
	const sans = run.list('apiserver-cert-extra-sans');
	return {
		...read,
		kubernetesVersion: normalVersion(run.text('kubernetes-version'), read.kubernetesVersion),
		...(endpoint === undefined ? {} : { controlPlaneEndpoint: endpoint }),
		certificatesDir: given('cert-dir', read.certificatesDir),
		imageRepository: given('image-repository', read.imageRepository),
		apiServer: sans.length === 0 ? read.apiServer : { ...read.apiServer, certSANs: sans },
		networking: {
			dnsDomain: given('service-dns-domain', networking.dnsDomain),
			...(podSubnet === undefined ? {} : { podSubnet }),
			serviceSubnet: given('service-cidr', networking.serviceSubnet),
		},
	};
}

/** kubeadm makes clusters of its own minor release and the one before. Models util/config NormalizeKubernetesVersion. */
function checkVersion(version: string, release: string | undefined): void {
	const [, major = '1', minor = '0'] = /^v(\d+)\.(\d+)/.exec(kubernetesRelease(release).version) ?? [];
	if (Number(version.split('.')[1]) >= Number(minor) - 1) return;
	throw new KubeadmError(
		`this version of kubeadm only supports deploying clusters with the control plane version >= ${major}.${Number(minor) - 1}.0. Current version: ${version}`,
	);
}

/** Models validation ValidateInitConfiguration, as far as addresses go. */
function checkConfiguration({ networking, controlPlaneEndpoint }: ClusterConfiguration, address: string): void {
	const problems: string[] = [];
	if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) {
		problems.push(`localAPIEndpoint: Invalid value: ${JSON.stringify(address)}: ip address is not valid`);
	}
	for (const [field, subnet] of [
		['networking.serviceSubnet', networking.serviceSubnet],
		['networking.podSubnet', networking.podSubnet],
	] as const) {
		if (subnet === undefined || /^\d+\.\d+\.\d+\.\d+\/(?:[12]?\d|3[0-2])$/.test(subnet)) continue;
		problems.push(`${field}: Invalid value: ${JSON.stringify(subnet)}: couldn't parse subnet`);
	}
	if (controlPlaneEndpoint !== undefined && !/^[A-Za-z0-9.-]+(:\d+)?$/.test(controlPlaneEndpoint)) {
		problems.push(
			`controlPlaneEndpoint: Invalid value: ${JSON.stringify(controlPlaneEndpoint)}: hostport ${controlPlaneEndpoint}: host '${controlPlaneEndpoint}' must be a valid IP address or a valid RFC-1123 DNS subdomain`,
		);
	}
	if (problems.length === 1) throw new KubeadmError(problems[0] as string);
	if (problems.length > 1) throw new KubeadmError(`[${problems.join(', ')}]`);
}

/** Of the interface with the default route. */
export function ownAddress({ machine }: Process): string {
	const own = machine.interfaces().find(({ name, addresses }) => /^(eth|ens|enp)/.test(name) && addresses.length > 0);
	return (own?.addresses[0] ?? '').replace(/\/.*/, '');
}

export function withFlags(run: CobraRun, node: NodeRegistration): NodeRegistration {
	return {
		...node,
		name: (run.text('node-name') || node.name).toLowerCase(),
		criSocket: run.text('cri-socket') || node.criSocket,
	};
}

function tokensOf(run: CobraRun, init: Fields): readonly BootstrapTokenSettings[] {
	const flagTtl = run.number('token-ttl');
	const listed = listOf(init.bootstrapTokens).map(fieldsOf);
	const [first = {}] = listed;
	return [first, ...listed.slice(1)].map((each, index) => {
		const token = (index === 0 && run.text('token')) || textOf(each.token) || newToken(run);
		if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) {
			throw new KubeadmError(
				`the bootstrap token ${JSON.stringify(token)} was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`,
			);
		}
		const ttlMs = parseDuration(textOf(each.ttl)) ?? (index === 0 ? flagTtl : DAY_MS);
		return { token, ttlMs, description: textOf(each.description) };
	});
}

export function randomHex(process: Process, length: number): string {
	return Array.from({ length }, () => (process.randomUint32() & 0xff).toString(16).padStart(2, '0')).join('');
}
