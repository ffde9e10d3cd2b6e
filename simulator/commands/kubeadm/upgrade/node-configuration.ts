import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { CONFIG_MAPS, tried } from '../cluster-client.ts';
import { announce, putFile, textAt } from '../host-files.ts';
import type { ClusterState, ConfigMap } from './cluster-state.ts';

const PATH = '/var/lib/kubelet/config.yaml';
/** What is this node's own: the way to its container runtime. */
const INSTANCE_PATH = '/var/lib/kubelet/instance-config.yaml';

/** This node's kubelet gets the cluster's configuration. Models phases/upgrade/postupgrade.go WriteKubeletConfigFiles. */
export function* upgradeKubeletConfiguration(run: CobraRun, { access }: ClusterState): Task<void> {
	const map = yield* tried(
		'could not fetch the kubelet configuration',
		access.client.get<ConfigMap>(CONFIG_MAPS, 'kube-system', 'kubelet-config'),
	);
	const digits = Array.from({ length: 10 }, () => run.process.randomUint32() % 10).join('');
	const backup = `/etc/kubernetes/tmp/kubeadm-kubelet-config-${formatTime(run.process.now()).replace(/[:T]/g, '-').replace('Z', '')}-${digits}`;
	const old = yield* textAt(run, PATH);
	if (old !== undefined) {
		yield* announce(run, `[upgrade] Backing up kubelet config file to ${backup}/config.yaml\n`);
		yield* putFile(run, `${backup}/config.yaml`, old, 0o644);
	}
	yield* announce(
		run,
		`[patches] Applied patch of type "application/strategic-merge-patch+json" to target "kubeletconfiguration"\n[kubelet-start] Writing kubelet configuration to file "${PATH}"\n`,
	);
	const endpoint = /^containerRuntimeEndpoint: .*$/m;
	const own = endpoint.exec((yield* textAt(run, INSTANCE_PATH)) ?? '')?.[0];
	const text = map.data?.kubelet ?? '';
	yield* putFile(run, PATH, own === undefined ? text : text.replace(endpoint, () => own), 0o644);
	yield* announce(run, '[upgrade/kubelet-config] The kubelet configuration for this node was successfully upgraded!\n');
}
