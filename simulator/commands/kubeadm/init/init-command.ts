import { apiServerUrl } from '../../../hosts/kubeadm/cluster-configuration.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { readCertificates } from '../../../machinery/x509/certificate.ts';
import { type CobraCommand, type CobraRun, noArgs } from '../../cobra/cobra.ts';
import { bool, duration, int, string, stringSlice } from '../../flags.ts';
import { announce, textAt } from '../host-files.ts';
import { type Phase, phaseCommand, runPhases } from '../phases.ts';
import { CERTIFICATE_PHASE } from './certificate-phases.ts';
import {
	ADDON_PHASE,
	BOOTSTRAP_TOKEN_PHASE,
	FINALIZE_PHASE,
	MARK_PHASE,
	UPLOAD_CERTS_PHASE,
	UPLOAD_CONFIG_PHASE,
} from './cluster-phases.ts';
import { CONTROL_PLANE_PHASE, ETCD_PHASE, KUBELET_START_PHASE, PREFLIGHT_PHASE, WAIT_PHASE } from './host-phases.ts';
import { type InitContext, initContext } from './init-context.ts';
import { KUBECONFIG_PHASE } from './kubeconfig-phase.ts';

const SHOW_JOIN: Phase<InitContext> = {
	name: 'show-join-command',
	short: 'Show the join command for control-plane and worker node',
	run: showJoinCommand,
};

/** Models cmd/kubeadm/app/cmd/init.go newCmdInit. */
const PHASES: readonly Phase<InitContext>[] = [
	PREFLIGHT_PHASE,
	CERTIFICATE_PHASE,
	KUBECONFIG_PHASE,
	ETCD_PHASE,
	CONTROL_PLANE_PHASE,
	KUBELET_START_PHASE,
	WAIT_PHASE,
	UPLOAD_CONFIG_PHASE,
	UPLOAD_CERTS_PHASE,
	MARK_PHASE,
	BOOTSTRAP_TOKEN_PHASE,
	FINALIZE_PHASE,
	ADDON_PHASE,
	SHOW_JOIN,
];

function* init(run: CobraRun): Task<number> {
	const context = yield* initContext(run);
	yield* announce(run, `[init] Using Kubernetes version: ${context.configuration.kubernetesVersion}\n`);
	yield* runPhases(PHASES, context, run.list('skip-phases'));
	return 0;
}

/** Models cmd/kubeadm/app/cmd/phases/init/showjoincommand.go. */
function* showJoinCommand(context: InitContext): Task<void> {
	const { run, configuration, address, bindPort, tokens, isDryRun } = context;
	if (isDryRun) {
		yield* announce(run, '[dryrun] Finished dry-running successfully. Above are the resources that would be created\n');
		return;
	}
	const caPem = (yield* textAt(run, `${configuration.certificatesDir}/ca.crt`)) ?? '';
	const hashes = readCertificates(caPem).map(
		(ca) => `--discovery-token-ca-cert-hash sha256:${sha256Hex(ca.publicKeySpki)}`,
	);
	const endpoint = apiServerUrl(configuration, address, bindPort).replace('https://', '');
	const token = run.isOn('skip-token-print') ? '<value withheld>' : tokens[0]?.token;
	const others =
		configuration.controlPlaneEndpoint === undefined
			? ''
			: otherControlPlanes(context, `${endpoint} --token ${token}`, hashes);
	yield* announce(
		run,
		`${SUCCESS}${others}Then you can join any number of worker nodes by running the following on each as root:\n\nkubeadm join ${endpoint} --token ${token} \\\n\t${hashes.join(' \\\n\t')} \n`,
	);
}

/** How other control planes would join. */
function otherControlPlanes({ run, certificateKey }: InitContext, where: string, hashes: readonly string[]): string {
	const command = `  kubeadm join ${where} \\\n\t${hashes.join(' \\\n\t')} \\\n\t--control-plane`;
	if (!run.isOn('upload-certs')) {
		return `You can now join any number of control-plane nodes by copying certificate authorities\nand service account keys on each node and then running the following as root:\n\n${command} \n\n`;
	}
	return `You can now join any number of control-plane nodes running the following command on each as root:\n\n${command} --certificate-key ${certificateKey}\n\nPlease note that the certificate-key gives access to cluster sensitive data, keep it secret!\nAs a safeguard, uploaded-certs will be deleted in two hours; If necessary, you can use\n"kubeadm init phase upload-certs --upload-certs" to reload certs afterward.\n\n`;
}

const SUCCESS = `
Your Kubernetes control-plane has initialized successfully!

To start using your cluster, you need to run the following as a regular user:

  mkdir -p $HOME/.kube
  sudo cp -i /etc/kubernetes/admin.conf $HOME/.kube/config
  sudo chown $(id -u):$(id -g) $HOME/.kube/config

Alternatively, if you are the root user, you can run:

  export KUBECONFIG=/etc/kubernetes/admin.conf

You should now deploy a pod network to the cluster.
Run "kubectl apply -f [podnetwork].yaml" with one of the options listed at:
  https://kubernetes.io/docs/concepts/cluster-administration/addons/

`;

const FLAGS = {
	'apiserver-advertise-address': string(
		'',
		"The IP address the API Server will advertise it's listening on. If not set the default network interface will be used.",
	),
	'apiserver-bind-port': int(6443, 'Port for the API Server to bind to.'),
	'apiserver-cert-extra-sans': stringSlice(
		'Optional extra Subject Alternative Names (SANs) to use for the API Server serving certificate. Can be both IP addresses and DNS names.',
	),
	'cert-dir': string('', 'The path where to save and store the certificates.'),
	'certificate-key': string('', 'Key used to encrypt the control-plane certificates in the kubeadm-certs Secret.'),
	config: string('', 'Path to a kubeadm configuration file.'),
	'control-plane-endpoint': string('', 'Specify a stable IP address or DNS name for the control plane.'),
	'cri-socket': string('', 'Path to the CRI socket to connect.'),
	'dry-run': bool(false, "Don't apply any changes; just output what would be done."),
	'ignore-preflight-errors': stringSlice(
		"A list of checks whose errors will be shown as warnings. Example: 'IsPrivilegedUser,Swap'. Value 'all' ignores errors from all checks.",
	),
	'image-repository': string('', 'Choose a container registry to pull control plane images from'),
	kubeconfig: string('', 'The kubeconfig file to use when talking to the cluster.'),
	'kubernetes-version': string('', 'Choose a specific Kubernetes version for the control plane.'),
	'node-name': string('', 'Specify the node name.'),
	'pod-network-cidr': string(
		'',
		'Specify range of IP addresses for the pod network. If set, the control plane will automatically allocate CIDRs for every node.',
	),
	'service-cidr': string('', 'Use alternative range of IP address for service VIPs.'),
	'service-dns-domain': string('', 'Use alternative domain for services, e.g. "myorg.internal".'),
	'skip-certificate-key-print': bool(false, "Don't print the key used to encrypt the control-plane certificates."),
	'skip-phases': stringSlice('List of phases to be skipped'),
	'skip-token-print': bool(false, "Skip printing of the default bootstrap token generated by 'kubeadm init'."),
	token: string('', 'The token to use for establishing bidirectional trust between nodes and control-plane nodes.'),
	'token-ttl': duration(86_400_000, 'The duration before the token is automatically deleted (e.g. 1s, 2m, 3h).'),
	'upload-certs': bool(false, 'Upload control-plane certificates to the kubeadm-certs Secret.'),
};

export const INIT_COMMAND: CobraCommand = {
	use: 'init',
	short: 'Run this command in order to set up the Kubernetes control plane',
	flags: FLAGS,
	args: noArgs,
	run: init,
	subcommands: [phaseCommand('init', PHASES, FLAGS, initContext)],
};
