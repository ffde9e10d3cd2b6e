import { kubernetesRelease } from '../../../machinery/kubernetes-releases.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import type { FlagTable } from '../../flags.ts';
import { LineReader } from '../../stdio.ts';
import { ADMIN_CONF, CONFIG_MAPS, tried } from '../cluster-client.ts';
import { announce } from '../host-files.ts';
import { controlPlaneImages, pullImages } from '../images.ts';
import { CONFIGURED } from '../init/cluster-phases.ts';
import { KubeadmError } from '../kubeadm-error.ts';
import { type Phase, phaseCommand, runPhases } from '../phases.ts';
import { type ClusterState, checkHealth, nodesOf, readCluster } from './cluster-state.ts';
import { upgradeKubeletConfiguration } from './node-configuration.ts';
import { upgradeStaticPods } from './static-pods.ts';
import { versionProblems } from './version-policy.ts';

const DAEMON_SETS = {
	group: 'apps',
	version: 'v1',
	resource: 'daemonsets',
	kind: 'DaemonSet',
	namespaced: true,
} as const;
const DEPLOYMENTS = {
	group: 'apps',
	version: 'v1',
	resource: 'deployments',
	kind: 'Deployment',
	namespaced: true,
} as const;

interface ApplyContext {
	readonly run: CobraRun;
	readonly state: ClusterState;
	/** The one to upgrade to. */
	readonly version: string;
	readonly isDryRun: boolean;
}

/** Throws KubeadmError. Models cmd/kubeadm/app/cmd/upgrade/apply.go newApplyData. */
function* applyContext(run: CobraRun): Task<ApplyContext> {
	const [given] = run.operands;
	if (given === undefined) {
		throw new KubeadmError('missing one or more required arguments. Required arguments: [version]');
	}
	const version = given.startsWith('v') ? given : `v${given}`;
	if (!/^v\d+\.\d+\.\d+/.test(version)) {
		throw new KubeadmError(
			`couldn't parse kubernetes version "${given}": version should be in the form of v<major>.<minor>.<patch>`,
		);
	}
	const state = yield* readCluster(run, run.text('kubeconfig') || ADMIN_CONF, 'upgrade');
	return { run, state, version, isDryRun: run.isOn('dry-run') };
}

function phase(name: string, short: string, run: (context: ApplyContext) => Task<void>): Phase<ApplyContext> {
	return { name, short, run };
}

/** Models cmd/kubeadm/app/cmd/upgrade/apply.go newCmdApply. */
const PHASES: readonly Phase<ApplyContext>[] = [
	phase('preflight', 'Run preflight checks before upgrade', preflight),
	phase('control-plane', 'Upgrade the control plane', controlPlane),
	{
		name: 'upload-config',
		short: 'Upload the kubeadm and kubelet configurations to ConfigMaps',
		parts: [phase('kubeadm', 'Upload the kubeadm ClusterConfiguration to a ConfigMap', uploadConfiguration)],
	},
	phase('kubeconfig', 'Upgrade kubeconfig files for this node', kubeconfigs),
	phase('kubelet-config', 'Upgrade the kubelet configuration for this node', kubeletConfiguration),
	phase('bootstrap-token', 'Configures bootstrap token and cluster-info RBAC rules', bootstrapTokens),
	{
		name: 'addon',
		short: 'Upgrade the default kubeadm addons',
		parts: [
			phase('coredns', 'Upgrade the CoreDNS addon', upgradeCoreDns),
			phase('kube-proxy', 'Upgrade the kube-proxy addon', upgradeKubeProxy),
		],
	},
];

function* apply(run: CobraRun): Task<number> {
	const context = yield* applyContext(run);
	yield* runPhases(PHASES, context, run.list('skip-phases'));
	yield* announce(run, context.isDryRun ? DRY_RUN_DONE : successOf(context.version));
	return 0;
}

const DRY_RUN_DONE = '[upgrade/successful] Finished dryrunning successfully!\n';

function successOf(version: string): string {
	return `\n[upgrade] SUCCESS! A control plane node of your cluster was upgraded to "${version}".\n\n[upgrade] Now please proceed with upgrading the rest of the nodes by following the right order.\n`;
}

export function applyCommand(flags: FlagTable): CobraCommand {
	return {
		use: 'apply [version]',
		short: 'Upgrade your Kubernetes cluster to the specified version',
		flags,
		run: apply,
		subcommands: [phaseCommand('apply', PHASES, flags, applyContext)],
	};
}

function* preflight({ run, state, version, isDryRun }: ApplyContext): Task<void> {
	yield* announce(run, '[upgrade/preflight] Running preflight checks\n[upgrade] Running cluster health checks\n');
	yield* checkHealth(state);
	yield* announce(run, `[upgrade/preflight] You have chosen to upgrade the cluster version to "${version}"\n`);
	yield* enforcePolicies(run, state, version);
	if (!run.isOn('yes') && !run.isOn('force') && !isDryRun) yield* confirm(run);
	if (isDryRun) {
		yield* announce(run, "[dryrun] Would pull the required images (like 'kubeadm config images pull')\n");
		return;
	}
	yield* announce(
		run,
		"[upgrade/preflight] Pulling images required for setting up a Kubernetes cluster\n[upgrade/preflight] This might take a minute or two, depending on the speed of your internet connection\n[upgrade/preflight] You can also perform this action beforehand using 'kubeadm config images pull'\n",
	);
	yield* pullImages(run, controlPlaneImages(version, run.process.release));
}

function* controlPlane({ run, state, version, isDryRun }: ApplyContext): Task<void> {
	if (isDryRun) {
		yield* announce(run, `[dryrun] Would upgrade your static Pod-hosted control plane to version "${version}"\n`);
		return;
	}
	yield* announce(
		run,
		`[upgrade/control-plane] Upgrading your static Pod-hosted control plane to version "${version}" (timeout: 5m0s)...\n`,
	);
	yield* upgradeStaticPods(run, state, version);
	yield* announce(run, '[upgrade/control-plane] The control plane instance for this node was successfully upgraded!\n');
}

function* kubeconfigs({ run, isDryRun }: ApplyContext): Task<void> {
	if (isDryRun) return;
	yield* announce(run, '[upgrade/kubeconfig] The kubeconfig files for this node were successfully upgraded!\n');
}

function* kubeletConfiguration({ run, state, isDryRun }: ApplyContext): Task<void> {
	if (isDryRun) yield* announce(run, '[dryrun] Would write the kubelet configuration of this node\n');
	else yield* upgradeKubeletConfiguration(run, state);
}

function* bootstrapTokens({ run, isDryRun }: ApplyContext): Task<void> {
	if (!isDryRun) yield* announce(run, CONFIGURED);
}

function* enforcePolicies(run: CobraRun, state: ClusterState, version: string): Task<void> {
	const own = kubernetesRelease(run.process.release).version;
	yield* announce(
		run,
		`[upgrade/versions] Cluster version: ${state.version.slice(1)}\n[upgrade/versions] kubeadm version: ${own}\n`,
	);
	const kubelets = (yield* nodesOf(state)).map(({ status }) => status?.nodeInfo?.kubeletVersion ?? '');
	const { fatal, skippable } = versionProblems(version, { cluster: state.version, kubeadm: own, kubelets });
	const lines = (problems: readonly string[]): string => problems.map((text) => `\t- ${text}\n`).join('');
	if (fatal.length > 0) {
		throw new KubeadmError(
			`[upgrade/version] FATAL: the --version argument is invalid due to these fatal errors:\n\n${lines(fatal)}\nPlease fix the misalignments highlighted above and try upgrading again`,
		);
	}
	if (skippable.length === 0) return;
	if (!run.isOn('force')) {
		throw new KubeadmError(
			`[upgrade/version] FATAL: the --version argument is invalid due to these errors:\n\n${lines(skippable)}\nCan be bypassed if you pass the --force flag`,
		);
	}
	yield* announce(
		run,
		`[upgrade/version] Found ${skippable.length} potential version compatibility errors but skipping since the --force flag is set: \n\n${lines(skippable)}`,
	);
}

/** Models cmd/kubeadm/app/util InteractivelyConfirmAction. */
function* confirm(run: CobraRun): Task<void> {
	yield* announce(run, '[upgrade] Are you sure you want to proceed? [y/N]: ');
	const answer = yield* new LineReader(run.process, 0).next();
	if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return;
	throw new KubeadmError(
		answer === undefined
			? "couldn't read from standard input: EOF"
			: "won't proceed; the user didn't answer (Y|y) in order to continue",
	);
}

function* uploadConfiguration({ run, state: { access, configuration }, version, isDryRun }: ApplyContext): Task<void> {
	if (isDryRun) return;
	yield* announce(
		run,
		'[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace\n',
	);
	const text = (configuration.data?.ClusterConfiguration ?? '').replace(
		/^kubernetesVersion: .*$/m,
		`kubernetesVersion: ${version}`,
	);
	const of = { namespace: 'kube-system', name: 'kubeadm-config' };
	yield* tried(
		'error uploading the kubeadm ClusterConfiguration',
		access.client.patch(CONFIG_MAPS, of, 'merge', { data: { ClusterConfiguration: text } }),
	);
	yield* announce(
		run,
		'[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster\n',
	);
}

/** Models phases/addons: what is not there is not brought back, but images are this release's. */
function* patchImage(
	{ run, state: { access }, version, isDryRun }: ApplyContext,
	resource: typeof DAEMON_SETS | typeof DEPLOYMENTS,
	name: string,
	failed: string,
): Task<boolean> {
	if (isDryRun) return false;
	const image = controlPlaneImages(version, run.process.release).find((each) => each.includes(`/${name}:`)) as string;
	const change = { spec: { template: { spec: { containers: [{ name, image }] } } } };
	yield* tried(failed, access.client.patch(resource, { namespace: 'kube-system', name }, 'strategic', change));
	return true;
}

function* upgradeCoreDns(context: ApplyContext): Task<void> {
	const failed = 'unable to patch the CoreDNS deployment';
	if (!(yield* patchImage(context, DEPLOYMENTS, 'coredns', failed))) return;
	yield* announce(context.run, '[addons] Applied essential addon: CoreDNS\n');
}

function* upgradeKubeProxy(context: ApplyContext): Task<void> {
	const failed = 'unable to patch the kube-proxy daemonset';
	if (!(yield* patchImage(context, DAEMON_SETS, 'kube-proxy', failed))) return;
	yield* announce(context.run, '[addons] Applied essential addon: kube-proxy\n');
}
