import type { Task } from '../../../machinery/task.ts';
import { type CobraCommand, type CobraRun, noArgs } from '../../cobra/cobra.ts';
import type { FlagTable } from '../../flags.ts';
import { ADMIN_CONF } from '../cluster-client.ts';
import { announce, textAt } from '../host-files.ts';
import { controlPlaneImages, pullImages } from '../images.ts';
import { type Phase, phaseCommand, runPhases } from '../phases.ts';
import { type ClusterState, readCluster } from './cluster-state.ts';
import { upgradeKubeletConfiguration } from './node-configuration.ts';
import { upgradeStaticPods } from './static-pods.ts';

interface NodeContext {
	readonly run: CobraRun;
	readonly state: ClusterState;
	readonly isControlPlane: boolean;
	readonly isDryRun: boolean;
}

function* nodeContext(run: CobraRun): Task<NodeContext> {
	const isControlPlane = (yield* textAt(run, '/etc/kubernetes/manifests/kube-apiserver.yaml')) !== undefined;
	const kubeconfig = isControlPlane ? ADMIN_CONF : '/etc/kubernetes/kubelet.conf';
	const state = yield* readCluster(run, run.text('kubeconfig') || kubeconfig, 'upgrade');
	return { run, state, isControlPlane, isDryRun: run.isOn('dry-run') };
}

/** Models cmd/kubeadm/app/cmd/upgrade/node.go newCmdNode and phases/upgrade/node. */
const PHASES: readonly Phase<NodeContext>[] = [
	{ name: 'preflight', short: 'Run upgrade node pre-flight checks', run: preflight },
	{
		name: 'control-plane',
		short: 'Upgrade the control plane instance deployed on this node, if any',
		run: controlPlane,
	},
	{ name: 'kubeconfig', short: 'Upgrade kubeconfig files for this node', run: kubeconfigs },
	{ name: 'kubelet-config', short: 'Upgrade the kubelet configuration for this node', run: kubeletConfiguration },
	{
		name: 'addon',
		short: 'Upgrade the default kubeadm addons',
		parts: ['coredns', 'kube-proxy'].map((name): Phase<NodeContext> => {
			return { name, short: `Upgrade the ${name} addon`, run: (context) => addon(context, name) };
		}),
	},
];

function* preflight({ run, state, isControlPlane, isDryRun }: NodeContext): Task<void> {
	yield* announce(run, '[upgrade/preflight] Running pre-flight checks\n');
	if (!isControlPlane) {
		yield* announce(run, '[upgrade/preflight] Skipping prepull. Not a control plane node.\n');
		return;
	}
	if (isDryRun) return;
	yield* announce(
		run,
		"[upgrade/preflight] Pulling images required for setting up a Kubernetes cluster\n[upgrade/preflight] This might take a minute or two, depending on the speed of your internet connection\n[upgrade/preflight] You can also perform this action beforehand using 'kubeadm config images pull'\n",
	);
	yield* pullImages(run, controlPlaneImages(state.version, run.process.release));
}

function* controlPlane({ run, state, isControlPlane, isDryRun }: NodeContext): Task<void> {
	if (!isControlPlane) {
		yield* announce(run, '[upgrade/control-plane] Skipping phase. Not a control plane node.\n');
		return;
	}
	if (isDryRun) {
		yield* announce(run, `[dryrun] Would upgrade your static Pod-hosted control plane to version "${state.version}"\n`);
		return;
	}
	yield* announce(
		run,
		`[upgrade/control-plane] Upgrading your Static Pod-hosted control plane instance to version "${state.version}"...\n`,
	);
	yield* upgradeStaticPods(run, state, state.version);
	yield* announce(run, '[upgrade/control-plane] The control plane instance for this node was successfully upgraded!\n');
}

function* kubeconfigs({ run, isControlPlane, isDryRun }: NodeContext): Task<void> {
	if (isDryRun && isControlPlane) return;
	const text = isControlPlane
		? 'The kubeconfig files for this node were successfully upgraded!'
		: 'Skipping phase. Not a control plane node.';
	yield* announce(run, `[upgrade/kubeconfig] ${text}\n`);
}

function* kubeletConfiguration({ run, state, isDryRun }: NodeContext): Task<void> {
	if (isDryRun) yield* announce(run, '[dryrun] Would write the kubelet configuration of this node\n');
	else yield* upgradeKubeletConfiguration(run, state);
}

function* addon({ run, isControlPlane }: NodeContext, name: string): Task<void> {
	if (isControlPlane) return;
	yield* announce(run, `[upgrade/addon] Skipping the addon/${name} phase. Not a control plane node.\n`);
}

function* node(run: CobraRun): Task<number> {
	yield* runPhases(PHASES, yield* nodeContext(run), run.list('skip-phases'));
	return 0;
}

export function nodeCommand(flags: FlagTable): CobraCommand {
	return {
		use: 'node',
		short: 'Upgrade commands for a node in the cluster',
		flags,
		args: noArgs,
		run: node,
		subcommands: [phaseCommand('node', PHASES, flags, nodeContext)],
	};
}
