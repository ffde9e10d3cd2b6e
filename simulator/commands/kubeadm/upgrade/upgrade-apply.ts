import { kubernetesRelease } from '../../../machinery/kubernetes-releases.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { LineReader } from '../../stdio.ts';
import { ADMIN_CONF, CONFIG_MAPS, tried } from '../cluster-client.ts';
import { announce } from '../host-files.ts';
import { controlPlaneImages, pullImages } from '../images.ts';
import { KubeadmError } from '../kubeadm-error.ts';
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

/** Models cmd/kubeadm/app/cmd/upgrade/apply.go and phases/upgrade/apply. */
export function* apply(run: CobraRun): Task<number> {
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
	yield* announce(run, '[upgrade/preflight] Running preflight checks\n[upgrade] Running cluster health checks\n');
	yield* checkHealth(state);
	yield* announce(run, `[upgrade/preflight] You have chosen to upgrade the cluster version to "${version}"\n`);
	yield* enforcePolicies(run, state, version);
	if (!run.isOn('yes') && !run.isOn('force')) yield* confirm(run);
	yield* announce(
		run,
		"[upgrade/preflight] Pulling images required for setting up a Kubernetes cluster\n[upgrade/preflight] This might take a minute or two, depending on the speed of your internet connection\n[upgrade/preflight] You can also perform this action beforehand using 'kubeadm config images pull'\n",
	);
	yield* pullImages(run, controlPlaneImages(version, run.process.release));
	yield* announce(
		run,
		`[upgrade/control-plane] Upgrading your static Pod-hosted control plane to version "${version}" (timeout: 5m0s)...\n`,
	);
	yield* upgradeStaticPods(run, state, version);
	yield* announce(run, '[upgrade/control-plane] The control plane instance for this node was successfully upgraded!\n');
	yield* uploadConfiguration(run, state, version);
	yield* announce(run, '[upgrade/kubeconfig] The kubeconfig files for this node were successfully upgraded!\n');
	yield* upgradeKubeletConfiguration(run, state);
	yield* announce(run, BOOTSTRAP_TOKENS);
	yield* upgradeAddons(run, state, version);
	yield* announce(
		run,
		`\n[upgrade] SUCCESS! A control plane node of your cluster was upgraded to "${version}".\n\n[upgrade] Now please proceed with upgrading the rest of the nodes by following the right order.\n`,
	);
	return 0;
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
			`error execution phase preflight: [upgrade/version] FATAL: the --version argument is invalid due to these fatal errors:\n\n${lines(fatal)}\nPlease fix the misalignments highlighted above and try upgrading again`,
		);
	}
	if (skippable.length === 0) return;
	if (!run.isOn('force')) {
		throw new KubeadmError(
			`error execution phase preflight: [upgrade/version] FATAL: the --version argument is invalid due to these errors:\n\n${lines(skippable)}\nCan be bypassed if you pass the --force flag`,
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
			? "error execution phase preflight: couldn't read from standard input: EOF"
			: "error execution phase preflight: won't proceed; the user didn't answer (Y|y) in order to continue",
	);
}

function* uploadConfiguration(run: CobraRun, { access, configuration }: ClusterState, version: string): Task<void> {
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
		'error execution phase upload-config: error uploading the kubeadm ClusterConfiguration',
		access.client.patch(CONFIG_MAPS, of, 'merge', { data: { ClusterConfiguration: text } }),
	);
	yield* announce(
		run,
		'[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster\n',
	);
}

/** Models phases/addons: what is not there is not brought back, but images are this release's. */
function* upgradeAddons(run: CobraRun, { access }: ClusterState, version: string): Task<void> {
	const images = controlPlaneImages(version, run.process.release);
	const image = (name: string): string => images.find((each) => each.includes(`/${name}:`)) as string;
	const patch = (name: string): object => ({
		spec: { template: { spec: { containers: [{ name, image: image(name) }] } } },
	});
	const coreDns = { namespace: 'kube-system', name: 'coredns' };
	yield* tried(
		'error execution phase addon/coredns: unable to patch the CoreDNS deployment',
		access.client.patch(DEPLOYMENTS, coreDns, 'strategic', patch('coredns')),
	);
	yield* announce(run, '[addons] Applied essential addon: CoreDNS\n');
	const proxy = { namespace: 'kube-system', name: 'kube-proxy' };
	yield* tried(
		'error execution phase addon/kube-proxy: unable to patch the kube-proxy daemonset',
		access.client.patch(DAEMON_SETS, proxy, 'strategic', patch('kube-proxy')),
	);
	yield* announce(run, '[addons] Applied essential addon: kube-proxy\n');
}

const BOOTSTRAP_TOKENS = `[bootstrap-token] Configured RBAC rules to allow Node Bootstrap tokens to get nodes
[bootstrap-token] Configured RBAC rules to allow Node Bootstrap tokens to post CSRs in order for nodes to get long term certificate credentials
[bootstrap-token] Configured RBAC rules to allow the csrapprover controller automatically approve CSRs from a Node Bootstrap Token
[bootstrap-token] Configured RBAC rules to allow certificate rotation for all node client certificates in the cluster
`;
