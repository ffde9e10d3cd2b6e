import type { Task } from '../../../machinery/task.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { ADMIN_CONF } from '../cluster-client.ts';
import { announce, textAt } from '../host-files.ts';
import { controlPlaneImages, pullImages } from '../images.ts';
import { readCluster } from './cluster-state.ts';
import { upgradeKubeletConfiguration } from './node-configuration.ts';
import { upgradeStaticPods } from './static-pods.ts';

/** Models cmd/kubeadm/app/cmd/upgrade/node.go and phases/upgrade/node. */
export function* node(run: CobraRun): Task<number> {
	const isControlPlane = (yield* textAt(run, '/etc/kubernetes/manifests/kube-apiserver.yaml')) !== undefined;
	const kubeconfig = isControlPlane ? ADMIN_CONF : '/etc/kubernetes/kubelet.conf';
	const state = yield* readCluster(run, run.text('kubeconfig') || kubeconfig, 'upgrade');
	yield* announce(run, '[upgrade/preflight] Running pre-flight checks\n');
	if (isControlPlane) {
		yield* announce(
			run,
			"[upgrade/preflight] Pulling images required for setting up a Kubernetes cluster\n[upgrade/preflight] This might take a minute or two, depending on the speed of your internet connection\n[upgrade/preflight] You can also perform this action beforehand using 'kubeadm config images pull'\n",
		);
		yield* pullImages(run, controlPlaneImages(state.version, run.process.release));
		yield* announce(run, '[upgrade/control-plane] Upgrading your Static Pod-hosted control plane instance to version ');
		yield* announce(run, `"${state.version}"...\n`);
		yield* upgradeStaticPods(run, state, state.version);
		yield* announce(
			run,
			'[upgrade/control-plane] The control plane instance for this node was successfully upgraded!\n[upgrade/kubeconfig] The kubeconfig files for this node were successfully upgraded!\n',
		);
	} else {
		yield* announce(
			run,
			'[upgrade/preflight] Skipping prepull. Not a control plane node.\n[upgrade/control-plane] Skipping phase. Not a control plane node.\n[upgrade/kubeconfig] Skipping phase. Not a control plane node.\n',
		);
	}
	yield* upgradeKubeletConfiguration(run, state);
	if (!isControlPlane) {
		yield* announce(
			run,
			'[upgrade/addon] Skipping the addon/coredns phase. Not a control plane node.\n[upgrade/addon] Skipping the addon/kube-proxy phase. Not a control plane node.\n',
		);
	}
	return 0;
}
