import { kubernetesRelease } from '../../../machinery/kubernetes-releases.ts';
import { TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { ADMIN_CONF } from '../cluster-client.ts';
import { KUBEADM_TABLE } from '../token-commands.ts';
import { type ClusterState, checkHealth, nodesOf, readCluster } from './cluster-state.ts';
import { isOlder, newestOf } from './version-policy.ts';

const RULE = '_____________________________________________________________________\n';

/** Models cmd/kubeadm/app/cmd/upgrade/plan.go. */
export function* plan(run: CobraRun): Task<number> {
	const { out, process } = run;
	yield* out.write('[preflight] Running pre-flight checks.\n');
	const state = yield* readCluster(run, run.text('kubeconfig') || ADMIN_CONF, 'upgrade/config');
	yield* out.write('[upgrade] Running cluster health checks\n');
	yield* checkHealth(state);
	const own = kubernetesRelease(process.release).version;
	const [given] = run.operands;
	const series = state.version.replace(/\.\d+$/, '');
	const stable = given ?? newestOf(own.replace(/\.\d+$/, '')) ?? own;
	const patch = given ?? newestOf(series) ?? state.version;
	yield* out.write(
		`[upgrade] Fetching available versions to upgrade to\n[upgrade/versions] Cluster version: ${state.version.slice(1)}\n[upgrade/versions] kubeadm version: ${own}\n[upgrade/versions] Target version: ${stable}\n[upgrade/versions] Latest version in the ${series} series: ${patch}\n\n`,
	);
	const targets: (readonly [string, string])[] = [];
	if (isOlder(state.version, patch)) targets.push([`latest version in the ${series} series`, patch]);
	if (isOlder(patch, stable)) targets.push(['latest stable version', stable]);
	if (targets.length === 0) {
		yield* out.write("Awesome, you're up-to-date! Enjoy!\n\n");
	}
	for (const [label, target] of targets) yield* tellTarget(run, state, label, target, own);
	yield* out.write(CONFIGS);
	return 0;
}

function* tellTarget(run: CobraRun, state: ClusterState, label: string, target: string, own: string): Task<void> {
	const { out, process } = run;
	const nodes = yield* nodesOf(state);
	const kubelets = nodes.map(({ metadata, status }) => [
		'kubelet',
		metadata.name,
		status?.nodeInfo?.kubeletVersion ?? '',
		target,
	]);
	const stale = kubelets.filter(([, , current]) => current !== target);
	if (stale.length > 0) {
		yield* out.write(
			`Components that must be upgraded manually after you have upgraded the control plane with 'kubeadm upgrade apply':\n${table(kubelets)}\n`,
		);
	}
	const host = process.hostname;
	const [before, after] = [kubernetesRelease(state.version), kubernetesRelease(target)];
	const rows = [
		...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => [
			name,
			host,
			state.version,
			target,
		]),
		['kube-proxy', '', state.version.slice(1), target],
		['CoreDNS', '', before.coreDns, after.coreDns],
		['etcd', host, before.etcd, after.etcd],
	];
	yield* out.write(
		`Upgrade to the ${label}:\n\n${table(rows)}\nYou can now apply the upgrade by executing the following command:\n\n\tkubeadm upgrade apply ${target}\n\n`,
	);
	if (isOlder(own, target)) {
		yield* out.write(`Note: Before you can perform this upgrade, you have to update kubeadm to ${target}.\n\n`);
	}
	yield* out.write(`${RULE}\n`);
}

function table(rows: readonly (readonly string[])[]): string {
	const writer = new TabWriter(KUBEADM_TABLE);
	for (const row of [['COMPONENT', 'NODE', 'CURRENT', 'TARGET'], ...rows]) writer.write(`${row.join('\t')}\n`);
	return writer.flush();
}

const CONFIGS = `
The table below shows the current state of component configs as understood by this version of kubeadm.
Configs that have a "yes" mark in the "MANUAL UPGRADE REQUIRED" column require manual config upgrade or
resetting to kubeadm defaults before a successful upgrade can be performed. The version to manually
upgrade to is denoted in the "PREFERRED VERSION" column.

API GROUP                 CURRENT VERSION   PREFERRED VERSION   MANUAL UPGRADE REQUIRED
kubeproxy.config.k8s.io   v1alpha1          v1alpha1            no
kubelet.config.k8s.io     v1beta1           v1beta1             no
${RULE}
`;
