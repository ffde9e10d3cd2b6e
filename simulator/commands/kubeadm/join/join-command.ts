import { encodeBase64 } from '../../../machinery/base64.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { readCertificates } from '../../../machinery/x509/certificate.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, string, stringSlice } from '../../flags.ts';
import { parseKubeconfig } from '../../kubectl/kubeconfig.ts';
import { CONFIG_MAPS, clusterOf, tried } from '../cluster-client.ts';
import {
	type Fields,
	fieldsOf,
	listOf,
	type NodeRegistration,
	nodeRegistration,
	readConfigFile,
	textOf,
} from '../configuration.ts';
import { waitForKubelet } from '../health-wait.ts';
import { announce, exists, putFile, textAt } from '../host-files.ts';
import { withFlags } from '../init/init-context.ts';
import { KubeadmError } from '../kubeadm-error.ts';
import { startKubelet, stopKubelet, writeKubeletConfiguration, writeKubeletFlags } from '../kubelet-files.ts';
import { type Phase, phaseCommand, runPhases } from '../phases.ts';
import { commonChecks, fileAvailable, folderEmpty, isRoot, runChecks } from '../preflight.ts';
import { type ConfigMap, NODES, type Node } from '../upgrade/cluster-state.ts';
import { type Discovered, discover, tokenClient } from './discovery.ts';

interface JoinContext {
	readonly run: CobraRun;
	readonly node: NodeRegistration;
	readonly endpoint: string;
	readonly token: string;
	readonly tlsToken: string;
	readonly pins: readonly string[];
	/** A kubeconfig that says where the cluster is. */
	readonly discoveryFile: string;
	readonly caPath: string;
	readonly ignored: readonly string[];
	readonly isDryRun: boolean;
	readonly isControlPlane: boolean;
	readonly hasCertificateKey: boolean;
	/** Found by the first phase that asks. */
	found: Discovered | undefined;
}

const BOOTSTRAP_CONF = '/etc/kubernetes/bootstrap-kubelet.conf';
const KUBELET_CONF = '/etc/kubernetes/kubelet.conf';
const TLS_LIMIT_MS = 300_000;

/** Throws KubeadmError. Models cmd/kubeadm/app/cmd/join.go newJoinData and validation ValidateDiscovery. */
function* joinContext(run: CobraRun): Task<JoinContext> {
	const file = yield* readConfigFile(run, run.text('config'));
	const join = file.join ?? {};
	const discovery = fieldsOf(join.discovery);
	const bootstrap = fieldsOf(discovery.bootstrapToken);
	const token = run.text('discovery-token') || run.text('token') || textOf(bootstrap.token);
	const given = run.operands[0] ?? '';
	const context: JoinContext = {
		run,
		node: withFlags(run, nodeRegistration(join.nodeRegistration, run.process.hostname)),
		endpoint: given || textOf(bootstrap.apiServerEndpoint),
		token,
		tlsToken: run.text('tls-bootstrap-token') || textOf(discovery.tlsBootstrapToken) || run.text('token') || token,
		pins: pinsOf(run, bootstrap),
		discoveryFile: run.text('discovery-file') || textOf(fieldsOf(discovery.file).kubeConfigPath),
		caPath: textOf(join.caCertPath, '/etc/kubernetes/pki/ca.crt'),
		ignored: [
			...run.list('ignore-preflight-errors'),
			...listOf(fieldsOf(join.nodeRegistration).ignorePreflightErrors).map(String),
		],
		isDryRun: run.isOn('dry-run'),
		isControlPlane: run.isOn('control-plane') || join.controlPlane !== undefined,
		hasCertificateKey: run.text('certificate-key') !== '' || textOf(fieldsOf(join.controlPlane).certificateKey) !== '',
		found: undefined,
	};
	checkDiscovery(run, context, bootstrap);
	return context;
}

function pinsOf(run: CobraRun, bootstrap: Fields): readonly string[] {
	const given = run.list('discovery-token-ca-cert-hash');
	return (given.length > 0 ? given : listOf(bootstrap.caCertHashes).map(String)).map((hash) => hash.toLowerCase());
}

/** Models validation ValidateDiscoveryBootstrapToken. */
function checkDiscovery(run: CobraRun, { discoveryFile, token, endpoint, pins }: JoinContext, bootstrap: Fields): void {
	if (discoveryFile !== '') return;
	if (token === '' && endpoint === '') {
		throw new KubeadmError('discovery: Invalid value: "": bootstrapToken or file must be set');
	}
	const problems: string[] = [];
	if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) {
		problems.push(
			`discovery.bootstrapToken.token: Invalid value: ${JSON.stringify(token)}: the bootstrap token is invalid`,
		);
	}
	const isUnsafe =
		run.isOn('discovery-token-unsafe-skip-ca-verification') || bootstrap.unsafeSkipCAVerification === true;
	if (pins.length === 0 && !isUnsafe) {
		problems.push(
			'discovery.bootstrapToken: Invalid value: "": using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to continue',
		);
	}
	if (!/^\[?[A-Za-z0-9.:-]+\]?:\d+$/.test(endpoint)) {
		problems.push(
			endpoint === ''
				? 'discovery.bootstrapToken.apiServerEndpoint: Invalid value: "": APIServerEndpoint is not set'
				: `discovery.bootstrapToken: Invalid value: ${JSON.stringify(endpoint)}: address ${endpoint}: missing port in address`,
		);
	}
	if (problems.length === 1) throw new KubeadmError(problems[0] as string);
	if (problems.length > 1) throw new KubeadmError(`[${problems.join(', ')}]`);
}

const PHASES: readonly Phase<JoinContext>[] = [
	{ name: 'preflight', short: 'Run join pre-flight checks', run: preflight },
	{ name: 'kubelet-start', short: 'Write kubelet settings, certificates and (re)start the kubelet', run: kubeletStart },
	{ name: 'kubelet-wait-bootstrap', short: 'Wait for the kubelet to bootstrap itself', run: waitForBootstrap },
];

/** Models cmd/kubeadm/app/cmd/phases/join/preflight.go and preflight RunJoinNodeChecks. */
function* preflight(context: JoinContext): Task<void> {
	const { run, node, caPath, ignored } = context;
	yield* announce(run, '[preflight] Running pre-flight checks\n');
	yield* runChecks(run, [isRoot], ignored);
	const checks = [
		folderEmpty('/etc/kubernetes/manifests'),
		fileAvailable(KUBELET_CONF),
		fileAvailable(BOOTSTRAP_CONF),
		...commonChecks(node.criSocket, node.name),
		fileAvailable(caPath),
	];
	yield* runChecks(run, checks, ignored);
	checkPins(context);
	yield* clusterFound(context);
	yield* announce(
		run,
		'[preflight] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n[preflight] Use \'kubeadm init phase upload-config kubeadm --config your-config-file\' to re-upload it.\n',
	);
	const what = 'unable to fetch the kubeadm-config ConfigMap: failed to get config map';
	const { data } = yield* configMap(context, 'kubeadm-config', what);
	if (context.isControlPlane) refuseControlPlane(context, data?.ClusterConfiguration ?? '');
}

/** Models cmd/kubeadm/app/util/pubkeypin Set.Allow. */
function checkPins({ pins }: JoinContext): void {
	const badPin = pins.find((pin) => !/^sha256:[0-9a-f]{64}$/.test(pin));
	if (badPin === undefined) return;
	const why = badPin.startsWith('sha256:')
		? 'invalid hash, expected a 32 byte SHA-256 hash, found a different length'
		: 'invalid public key hash, expected "format:value"';
	throw new KubeadmError(
		`couldn't validate the identity of the API Server: invalid discovery token CA certificate hash: ${why}`,
	);
}

/**
 * Models checkIfReadyForAdditionalControlPlane. Differs: a control plane of several members is no part of this world, so
 * that nobody gets further than this.
 */
function refuseControlPlane({ run, hasCertificateKey }: JoinContext, configuration: string): never {
	const { controlPlaneEndpoint } = (parseYamlDocument(configuration) ?? {}) as { controlPlaneEndpoint?: string };
	const missing = SHARED_FILES.filter(([, , path]) => !exists(run.process, path)).map(
		([of, what, path]) =>
			`failure loading ${of}: couldn't load the ${what} file ${path}: open ${path}: no such file or directory`,
	);
	if ((controlPlaneEndpoint ?? '') === '') throw new KubeadmError(notReady(NO_ENDPOINT));
	if (!hasCertificateKey && missing.length > 0) throw new KubeadmError(notReady(`[${missing.join(', ')}]`));
	throw new KubeadmError(notReady('this simulated world has control planes of one member only'));
}

const NO_ENDPOINT =
	"unable to add a new control plane instance to a cluster that doesn't have a stable controlPlaneEndpoint address";

const SHARED_FILES: readonly (readonly [of: string, what: string, path: string])[] = [
	['certificate for CA', 'certificate', '/etc/kubernetes/pki/ca.crt'],
	['key for service account', 'private key', '/etc/kubernetes/pki/sa.key'],
	['certificate for front-proxy CA', 'certificate', '/etc/kubernetes/pki/front-proxy-ca.crt'],
	['certificate for etcd CA', 'certificate', '/etc/kubernetes/pki/etcd/ca.crt'],
];

function notReady(why: string): string {
	return `\nOne or more conditions for hosting a new control plane instance is not satisfied.\n\n${why}\n\nPlease ensure that:\n* The cluster has a stable controlPlaneEndpoint address.\n* The certificates that must be shared among control plane instances are provided.\n\n`;
}

function* clusterFound(context: JoinContext): Task<Discovered> {
	const { run, endpoint, token, pins, discoveryFile } = context;
	context.found ??=
		discoveryFile === '' ? yield* discover(run, { endpoint, token, pins }) : yield* fromFile(run, discoveryFile);
	return context.found;
}

/** Models cmd/kubeadm/app/discovery/file. */
function* fromFile(run: CobraRun, path: string): Task<Discovered> {
	const text = yield* textAt(run, path);
	if (text === undefined)
		throw new KubeadmError(`couldn't validate the identity of the API Server: open ${path}: no such file or directory`);
	const [entry] = parseKubeconfig(text, path).clusters.values();
	if (entry === undefined)
		throw new KubeadmError("couldn't validate the identity of the API Server: no cluster in the discovery file");
	const { server, caPem } = yield* clusterOf(run, path);
	return { server, caPem };
}

function* configMap(context: JoinContext, name: string, what: string): Task<ConfigMap> {
	const client = tokenClient(context.run, yield* clusterFound(context), context.tlsToken);
	return yield* tried(what, client.get<ConfigMap>(CONFIG_MAPS, 'kube-system', name));
}

/** Models cmd/kubeadm/app/cmd/phases/join/kubelet.go. */
function* kubeletStart(context: JoinContext): Task<void> {
	const { run, node, caPath, tlsToken, isDryRun } = context;
	const found = yield* clusterFound(context);
	if (isDryRun) return;
	yield* refuseKnownNode(context, found);
	yield* putFile(run, BOOTSTRAP_CONF, bootstrapKubeconfig(found, tlsToken), 0o600);
	if (!exists(run.process, caPath)) yield* putFile(run, caPath, found.caPem, 0o644);
	yield* stopKubelet(run);
	const { data } = yield* configMap(
		context,
		'kubelet-config',
		'failed to get component configs: could not download the kubelet configuration',
	);
	yield* writeKubeletConfiguration(run, node, data?.kubelet ?? '');
	yield* writeKubeletFlags(run, node, true);
	yield* startKubelet(run);
}

function* refuseKnownNode({ run, node, tlsToken }: JoinContext, found: Discovered): Task<void> {
	const client = tokenClient(run, found, tlsToken);
	let known: Node;
	try {
		known = yield* client.get<Node>(NODES, '', node.name);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return;
		if (error instanceof ApiError)
			throw new KubeadmError(`cannot get Node ${JSON.stringify(node.name)}: ${error.message}`);
		throw error;
	}
	const isReady = known.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
	if (!isReady) return;
	throw new KubeadmError(
		`a Node with name ${JSON.stringify(node.name)} and status "Ready" already exists in the cluster. You must delete the existing Node or change the name of this new joining Node`,
	);
}

/** Models cmd/kubeadm/app/util/kubeconfig CreateWithToken. */
function bootstrapKubeconfig({ server, caPem }: Discovered, token: string): string {
	return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${encodeBase64(encodeUtf8(caPem))}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: tls-bootstrap-token-user
  name: tls-bootstrap-token-user@kubernetes
current-context: tls-bootstrap-token-user@kubernetes
kind: Config
users:
- name: tls-bootstrap-token-user
  user:
    token: ${token}
`;
}

const BOOTSTRAP_HINTS = `
Unfortunately, an error has occurred, likely caused by:
	- The kubelet is not running
	- The kubelet is unhealthy due to a misconfiguration of the node in some way (required cgroups disabled)

If you are on a systemd-powered system, you can try to troubleshoot the error with the following commands:
	- 'systemctl status kubelet'
	- 'journalctl -xeu kubelet'

`;

function* waitForBootstrap({ run, isDryRun }: JoinContext): Task<void> {
	if (isDryRun) return;
	yield* waitForKubelet(run);
	yield* announce(run, '[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap\n');
	const untilMs = run.process.now() + TLS_LIMIT_MS;
	while (!(yield* hasCertificate(run))) {
		if (run.process.now() > untilMs) {
			yield* announce(run, BOOTSTRAP_HINTS);
			throw new KubeadmError('context deadline exceeded');
		}
		yield* run.process.sleep(1_000);
	}
	run.process.unlink(BOOTSTRAP_CONF);
}

function* hasCertificate(run: CobraRun): Task<boolean> {
	if (!exists(run.process, KUBELET_CONF)) return false;
	const pem = yield* textAt(run, '/var/lib/kubelet/pki/kubelet-client-current.pem');
	return pem !== undefined && readCertificates(pem).length > 0;
}

function* join(run: CobraRun): Task<number> {
	const context = yield* joinContext(run);
	yield* runPhases(PHASES, context, run.list('skip-phases'));
	yield* announce(run, context.isDryRun ? '[dryrun] Finished dry-running successfully\n' : DONE);
	return 0;
}

const DONE = `
This node has joined the cluster:
* Certificate signing request was sent to apiserver and a response was received.
* The Kubelet was informed of the new secure connection details.

Run 'kubectl get nodes' on the control-plane to see this node join the cluster.

`;

const FLAGS = {
	config: string('', 'Path to a kubeadm configuration file.'),
	'control-plane': bool(false, 'Create a new control plane instance on this node'),
	'certificate-key': string('', 'Use this key to decrypt the certificate secrets uploaded by init.'),
	'cri-socket': string('', 'Path to the CRI socket to connect.'),
	'discovery-file': string('', 'For file-based discovery, a file or URL from which to load cluster information.'),
	'discovery-token': string(
		'',
		'For token-based discovery, the token used to validate cluster information fetched from the API server.',
	),
	'discovery-token-ca-cert-hash': stringSlice(
		'For token-based discovery, validate that the root CA public key matches this hash (format: "<type>:<value>").',
	),
	'discovery-token-unsafe-skip-ca-verification': bool(
		false,
		'For token-based discovery, allow joining without --discovery-token-ca-cert-hash pinning.',
	),
	'dry-run': bool(false, "Don't apply any changes; just output what would be done."),
	'ignore-preflight-errors': stringSlice(
		"A list of checks whose errors will be shown as warnings. Example: 'IsPrivilegedUser,Swap'. Value 'all' ignores errors from all checks.",
	),
	'node-name': string('', 'Specify the node name.'),
	'skip-phases': stringSlice('List of phases to be skipped'),
	'tls-bootstrap-token': string(
		'',
		'Specify the token used to temporarily authenticate with the Kubernetes Control Plane while joining the node.',
	),
	token: string(
		'',
		'Use this token for both discovery-token and tls-bootstrap-token when those values are not provided.',
	),
};

/** Differs: control planes do not join, there is one. */
export const JOIN_COMMAND: CobraCommand = {
	use: 'join [api-server-endpoint]',
	short: 'Run this on any machine you wish to join an existing cluster',
	flags: FLAGS,
	args: (args) => (args.length > 1 ? `accepts at most 1 arg(s), received ${args.length}` : undefined),
	run: join,
	subcommands: [phaseCommand('join', PHASES, FLAGS, joinContext)],
};
