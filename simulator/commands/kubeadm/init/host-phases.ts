import { kubeletConfigMap } from '../../../hosts/kubeadm/cluster-info.ts';
import { staticPodManifests } from '../../../hosts/manifests/static-pods.ts';
import { kubernetesRelease } from '../../../machinery/kubernetes-releases.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { fieldsOf } from '../configuration.ts';
import { waitForControlPlane, waitForKubelet } from '../health-wait.ts';
import { announce, makeFolders, putFile } from '../host-files.ts';
import { controlPlaneImages, pullImages } from '../images.ts';
import { startKubelet, stopKubelet, writeKubeletConfiguration, writeKubeletFlags } from '../kubelet-files.ts';
import type { Phase } from '../phases.ts';
import {
	commonChecks,
	fileAvailable,
	folderEmpty,
	INIT_CHECKS,
	isRoot,
	notNewer,
	portOpen,
	runChecks,
} from '../preflight.ts';
import type { InitContext } from './init-context.ts';

const MANIFESTS = '/etc/kubernetes/manifests';
const COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

export const PREFLIGHT_PHASE: Phase<InitContext> = {
	name: 'preflight',
	short: 'Run pre-flight checks',
	run: preflight,
};

/** Models cmd/kubeadm/app/cmd/phases/init/preflight.go and preflight RunInitNodeChecks. */
function* preflight(context: InitContext): Task<void> {
	const { run, configuration, node, bindPort, ignored, isDryRun } = context;
	yield* announce(run, '[preflight] Running pre-flight checks\n');
	yield* runChecks(run, [isRoot], ignored);
	const files = [...COMPONENTS, 'etcd'].map((name) => fileAvailable(`${MANIFESTS}/${name}.yaml`));
	const checks = [
		...INIT_CHECKS,
		notNewer(configuration.kubernetesVersion, kubernetesRelease(run.process.release).version),
		portOpen(bindPort),
		portOpen(10_259),
		portOpen(10_257),
		...files,
		...commonChecks(node.criSocket, node.name),
		portOpen(2379),
		portOpen(2380),
		folderEmpty(configuration.etcd.local.dataDir),
	];
	yield* runChecks(run, checks, ignored);
	if (isDryRun) {
		yield* announce(run, "[preflight] Would pull the required images (like 'kubeadm config images pull')\n");
		return;
	}
	yield* announce(run, PULLING);
	yield* pullImages(
		run,
		controlPlaneImages(configuration.kubernetesVersion, run.process.release, configuration.imageRepository),
	);
}

const PULLING = `[preflight] Pulling images required for setting up a Kubernetes cluster
[preflight] This might take a minute or two, depending on the speed of your internet connection
[preflight] You can also perform this action beforehand using 'kubeadm config images pull'
`;

function* writeManifest(context: InitContext, name: string): Task<void> {
	const { run, configuration, node, address, bindPort, isDryRun } = context;
	const text = staticPodManifests(configuration, { name: node.name, address, bindPort }).get(`${name}.yaml`);
	if (text === undefined) throw new Error(`assertion failed: no manifest ${name}`);
	if (isDryRun) return;
	if (name === 'etcd') makeFolders(run.process, configuration.etcd.local.dataDir, 0o700);
	yield* putFile(run, `${MANIFESTS}/${name}.yaml`, text, 0o600);
}

/** Models cmd/kubeadm/app/cmd/phases/init/etcd.go. */
export const ETCD_PHASE: Phase<InitContext> = {
	name: 'etcd',
	short: 'Generate static Pod manifest file for local etcd',
	parts: [
		{
			name: 'local',
			short: 'Generate the static Pod manifest file for a local, single-node local etcd instance',
			run: localEtcd,
		},
	],
};

function* localEtcd(context: InitContext): Task<void> {
	yield* announce(context.run, `[etcd] Creating static Pod manifest for local etcd in "${MANIFESTS}"\n`);
	yield* writeManifest(context, 'etcd');
}

/** Models cmd/kubeadm/app/cmd/phases/init/controlplane.go. */
export const CONTROL_PLANE_PHASE: Phase<InitContext> = {
	name: 'control-plane',
	short: 'Generate all static Pod manifest files necessary to establish the control plane',
	run: ({ run }) => run.out.write(`[control-plane] Using manifest folder "${MANIFESTS}"\n`),
	parts: COMPONENTS.map((name): Phase<InitContext> => {
		return {
			name: name.replace('kube-', ''),
			short: `Generates the ${name} static Pod manifest`,
			run: (context) => componentManifest(context, name),
		};
	}),
};

function* componentManifest(context: InitContext, name: string): Task<void> {
	yield* announce(context.run, `[control-plane] Creating static Pod manifest for ${JSON.stringify(name)}\n`);
	yield* writeManifest(context, name);
}

export const KUBELET_START_PHASE: Phase<InitContext> = {
	name: 'kubelet-start',
	short: 'Write kubelet settings and (re)start the kubelet',
	run: kubeletStart,
};

/** Models cmd/kubeadm/app/cmd/phases/init/kubelet.go. */
function* kubeletStart(context: InitContext): Task<void> {
	const { run, node, isDryRun } = context;
	if (isDryRun) return;
	yield* stopKubelet(run);
	yield* writeKubeletFlags(run, node, false);
	yield* writeKubeletConfiguration(run, node, kubeletText(context));
	yield* startKubelet(run);
}

/** The cluster's kubelet configuration: kubeadm's own, and what the administrator says of it. */
export function kubeletText({ configuration, kubelet }: Pick<InitContext, 'configuration' | 'kubelet'>): string {
	const usual = (kubeletConfigMap(configuration).data as { readonly kubelet: string }).kubelet;
	if (Object.keys(kubelet).length === 0) return usual;
	const merged = { ...fieldsOf(parseYamlDocument(usual)), ...kubelet };
	return formatYaml(Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1))));
}

export const WAIT_PHASE: Phase<InitContext> = {
	name: 'wait-control-plane',
	short: 'Wait for the control plane to start',
	run: waitUntilUp,
};

/** Models cmd/kubeadm/app/cmd/phases/init/waitcontrolplane.go. */
function* waitUntilUp({ run, address, bindPort, isDryRun }: InitContext): Task<void> {
	if (isDryRun) return;
	yield* announce(
		run,
		`[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from directory "${MANIFESTS}"\n`,
	);
	yield* waitForKubelet(run);
	yield* waitForControlPlane(run, address, bindPort);
}
