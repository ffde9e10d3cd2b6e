import { TransportError } from '../../client/transport.ts';
import type { RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type CobraCommand, type CobraRun, noArgs } from '../cobra/cobra.ts';
import { bool, string, stringSlice } from '../flags.ts';
import { LineReader } from '../stdio.ts';
import { ADMIN_CONF, CONFIG_MAPS, clusterOf } from './cluster-client.ts';
import { announce, emptyFolder, exists, textAt } from './host-files.ts';
import { warn } from './klog-line.ts';
import { KubeadmError } from './kubeadm-error.ts';
import { stopKubelet } from './kubelet-files.ts';
import { type Phase, phaseCommand, runPhases } from './phases.ts';
import { isRoot, runChecks } from './preflight.ts';

interface ResetContext {
	readonly run: CobraRun;
	/** Whether kubeadm-config could be read. */
	readonly knowsCluster: boolean;
	readonly certificatesDir: string;
	readonly isDryRun: boolean;
}

const MANIFESTS = '/etc/kubernetes/manifests';
const ETCD_DATA = '/var/lib/etcd';
const FILES = ['admin', 'super-admin', 'kubelet', 'bootstrap-kubelet', 'controller-manager', 'scheduler'].map(
	(name) => `/etc/kubernetes/${name}.conf`,
);

/** Models cmd/kubeadm/app/cmd/reset.go newResetData. */
function* resetContext(run: CobraRun): Task<ResetContext> {
	return {
		run,
		knowsCluster: yield* readConfiguration(run),
		certificatesDir: run.text('cert-dir') || '/etc/kubernetes/pki',
		isDryRun: run.isOn('dry-run'),
	};
}

function* readConfiguration(run: CobraRun): Task<boolean> {
	const path = run.text('kubeconfig') || ADMIN_CONF;
	if (!exists(run.process, path)) return false;
	yield* announce(
		run,
		'[reset] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n[reset] Use \'kubeadm init phase upload-config kubeadm --config your-config-file\' to re-upload it.\n',
	);
	try {
		const { client } = yield* clusterOf(run, path);
		yield* client.get(CONFIG_MAPS, 'kube-system', 'kubeadm-config');
		return true;
	} catch (error) {
		const isKnown = error instanceof ApiError || error instanceof TransportError || error instanceof KubeadmError;
		if (!isKnown) throw error;
		const why = `failed to get config map: ${error.message}`;
		yield* warn(run, 'reset.go:141', `[reset] Unable to fetch the kubeadm-config ConfigMap from cluster: ${why}`);
		return false;
	}
}

const PHASES: readonly Phase<ResetContext>[] = [
	{ name: 'preflight', short: 'Run reset pre-flight checks', run: preflight },
	{ name: 'remove-etcd-member', short: 'Remove a local etcd member.', run: removeEtcd },
	{ name: 'cleanup-node', short: 'Run cleanup node.', run: cleanUp },
];

function* preflight({ run }: ResetContext): Task<void> {
	if (!run.isOn('force') && !run.isOn('dry-run')) {
		yield* warn(
			run,
			'preflight.go:56',
			"[reset] WARNING: Changes made to this host by 'kubeadm init' or 'kubeadm join' will be reverted.",
		);
		yield* announce(run, '[reset] Are you sure you want to proceed? [y/N]: ');
		const answer = yield* new LineReader(run.process, 0).next();
		if (answer === undefined) throw new KubeadmError("couldn't read from standard input: EOF");
		if (!/^y(es)?$/i.test(answer.trim())) {
			throw new KubeadmError("won't proceed; the user didn't answer (Y|y) in order to continue");
		}
	}
	yield* announce(run, '[preflight] Running pre-flight checks\n');
	yield* runChecks(run, [isRoot], run.list('ignore-preflight-errors'));
}

/** Models cmd/kubeadm/app/cmd/phases/reset/removeetcdmember.go. */
function* removeEtcd({ run, knowsCluster, isDryRun }: ResetContext): Task<void> {
	const manifest = yield* textAt(run, `${MANIFESTS}/etcd.yaml`);
	if (!knowsCluster) {
		yield* warn(run, 'removeetcdmember.go:106', '[reset] No kubeadm config, using etcd pod spec to get data directory');
	}
	const folder = /path: (\S+)\n\s+type: DirectoryOrCreate\n\s+name: etcd-data/.exec(manifest ?? '')?.[1] ?? ETCD_DATA;
	if (isDryRun) {
		yield* announce(run, `[reset] Would delete contents of the etcd data directory: ${folder}\n`);
		return;
	}
	yield* emptyFolder(run.process, folder);
	yield* announce(run, `[reset] Deleted contents of the etcd data directory: ${folder}\n`);
}

/** Models cmd/kubeadm/app/cmd/phases/reset/cleanupnode.go. */
function* cleanUp({ run, certificatesDir, isDryRun }: ResetContext): Task<void> {
	const { process } = run;
	if (isDryRun) {
		yield* announce(run, '[reset] Would stop the kubelet service\n');
		return;
	}
	yield* announce(run, '[reset] Stopping the kubelet service\n');
	yield* stopKubelet(run);
	yield* announce(run, '[reset] Unmounting mounted directories in "/var/lib/kubelet"\n');
	yield* removeContainers(process);
	const folders = [MANIFESTS, '/var/lib/kubelet', certificatesDir];
	yield* announce(run, `[reset] Deleting contents of directories: [${folders.join(' ')}]\n`);
	for (const folder of folders) yield* emptyFolder(process, folder);
	if (run.isOn('cleanup-tmp-dir')) yield* emptyFolder(process, '/etc/kubernetes/tmp');
	yield* announce(run, `[reset] Deleting files: [${FILES.join(' ')}]\n`);
	for (const file of FILES) if (exists(process, file)) process.unlink(file);
}

/** What the runtime still runs for Pods ends. Models cmd/kubeadm/app/util/runtime RemoveContainers. */
function* removeContainers(process: Process): Task<void> {
	const runtime = process.port<RuntimeService>('cri');
	if (runtime === undefined || runtime.state !== 'up') return;
	for (const { record } of runtime.containers()) {
		if (record.state === 'running') yield* runtime.stopContainer(record.id, 0);
	}
	for (const { id } of runtime.sandboxes()) {
		try {
			runtime.stopSandbox(id);
			runtime.removeSandbox(id);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
}

function* reset(run: CobraRun): Task<number> {
	const context = yield* resetContext(run);
	yield* runPhases(PHASES, context, run.list('skip-phases'));
	yield* announce(run, LEFT);
	return 0;
}

const LEFT = `
The reset process does not perform cleanup of CNI plugin configuration,
network filtering rules and kubeconfig files.

For information on how to perform this cleanup manually, please see:
    https://k8s.io/docs/reference/setup-tools/kubeadm/kubeadm-reset/

`;

const FLAGS = {
	'cert-dir': string(
		'',
		'The path to the directory where the certificates are stored. If specified, clean this directory.',
	),
	'cleanup-tmp-dir': bool(false, 'Cleanup the "/etc/kubernetes/tmp" directory'),
	config: string('', 'Path to a kubeadm configuration file.'),
	'cri-socket': string('', 'Path to the CRI socket to connect.'),
	'dry-run': bool(false, "Don't apply any changes; just output what would be done."),
	force: bool(false, 'Reset the node without prompting for confirmation.', { shorthand: 'f' }),
	'ignore-preflight-errors': stringSlice(
		"A list of checks whose errors will be shown as warnings. Example: 'IsPrivilegedUser,Swap'. Value 'all' ignores errors from all checks.",
	),
	kubeconfig: string('', 'The kubeconfig file to use when talking to the cluster.'),
	'skip-phases': stringSlice('List of phases to be skipped'),
};

export const RESET_COMMAND: CobraCommand = {
	use: 'reset',
	short: "Performs a best effort revert of changes made to this host by 'kubeadm init' or 'kubeadm join'",
	flags: FLAGS,
	args: noArgs,
	run: reset,
	subcommands: [phaseCommand('reset', PHASES, FLAGS, resetContext)],
};
