import { pluginFlagErrors, pluginFlags } from '../../api/admission-plugins.ts';
import type { CertificateSigner } from '../../controllers/controller.ts';
import { startControllerManager } from '../../controllers/manager.ts';
import { runtimeService } from '../../hosts/runtime/runtime-service.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { CoreDnsPort } from '../../kubelet/images/coredns/coredns-program.ts';
import type { ComponentHandle, ComponentPort } from '../../kubelet/images/programs/component-program.ts';
import { startKubelet } from '../../kubelet/kubelet.ts';
import type { Task } from '../../machinery/task.ts';
import { startDnsServer } from '../../network/coredns/dns-server.ts';
import { startKubeProxy } from '../../network/kube-proxy.ts';
import { startPolicyAgent } from '../../network/policy/policy-agent.ts';
import { startScheduler } from '../../scheduler/scheduler.ts';
import { accessFlagErrors, accessFlags } from './access-flags.ts';
import { apiServerProgram } from './api-server-program.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { nodeFacts } from './node-facts.ts';

type Start = (args: readonly string[]) => ComponentHandle;

/**
 * What the programs of a node's containers and services run: a component lives exactly as long as the process that
 * carries it.
 */
export function provideComponents(cluster: Cluster, node: ClusterNode): void {
	let containerdRuns = false;
	node.machine.providePort(
		'cri',
		runtimeService(node.runtime, () => containerdRuns),
	);
	const ports: { readonly [name: string]: Start } = {
		kubelet: () => kubelet(cluster, node),
		containerd: () => {
			containerdRuns = true;
			return {
				stop: () => {
					containerdRuns = false;
				},
			};
		},
		etcd: () => cluster.etcdStarted(),
		'kube-apiserver': (args) => ({ ...cluster.apiServerStarted(args), serve: apiServerProgram(cluster, node) }),
		'kube-controller-manager': (args) => controllerManager(cluster, args),
		'kube-scheduler': (args) => scheduler(cluster, args),
		'kube-proxy': () => kubeProxy(cluster, node),
		'calico-node': () => policyAgent(cluster, node),
		'calico-kube-controllers': () => ({ stop: () => undefined }),
	};
	for (const [name, start] of Object.entries(ports)) {
		node.machine.providePort(`component:${name}`, { start, check: CHECKS.get(name) } satisfies ComponentPort);
	}
	const dns: CoreDnsPort = {
		start: () =>
			startDnsServer({
				context: cluster.context,
				transport: cluster.transport(serviceAccount('coredns'), 'coredns'),
				upstream: (name) => hostAddresses(cluster, name),
			}),
	};
	node.machine.providePort('component:coredns', dns);
}

/** What components find wrong with their command lines. */
const CHECKS: ReadonlyMap<string, ComponentPort['check']> = new Map([
	['kube-apiserver', (args) => [...accessFlagErrors(accessFlags(args)), ...pluginFlagErrors(pluginFlags(args))]],
]);

function kubelet(cluster: Cluster, node: ClusterNode): ComponentHandle {
	if (cluster.isAwake) return runningKubelet(cluster, node);
	let handle: ComponentHandle | undefined;
	const start = (): ComponentHandle => {
		handle = runningKubelet(cluster, node);
		return handle;
	};
	return { serve: (process) => serveWhenWoken(process, cluster, start), stop: () => handle?.stop() };
}

function* serveWhenWoken(process: Process, cluster: Cluster, start: () => ComponentHandle): Task<number> {
	yield* cluster.sleepUntilWoken(process);
	const { serve } = start();
	if (serve === undefined) throw new Error('assertion failed: a kubelet without a process');
	return yield* serve(process);
}

function runningKubelet(cluster: Cluster, node: ClusterNode): ComponentHandle {
	const { context, blueprint } = cluster;
	const { name } = node.host;
	const memory = node.kubeletMemory;
	node.kubeletMemory = undefined;
	const handle = startKubelet({
		context,
		facts: nodeFacts(blueprint.preset, node.host),
		machine: node.machine,
		transport: cluster.transport({ name: `system:node:${name}`, groups: ['system:nodes'] }, 'kubelet'),
		runtime: node.runtime,
		memory,
		dns: { address: blueprint.preset.clusterDnsAddress, domain: blueprint.preset.clusterDomain },
	});
	node.kubelet = handle;
	return {
		serve: handle.serve,
		stop() {
			handle.stop();
			if (node.kubelet === handle) node.kubelet = undefined;
		},
	};
}

function controllerManager(cluster: Cluster, args: readonly string[]): ComponentHandle {
	return startControllerManager({
		context: cluster.context,
		transportFor: (user) => cluster.transport({ name: user, groups: groupsOf(user) }, 'kube-controller-manager'),
		clusterCIDR: flagValue(args, 'cluster-cidr'),
		rootCA: cluster.blueprint.rootCaPem,
		signer: clusterSigner(cluster),
	});
}

/** The cluster's own authority. */
function clusterSigner({ blueprint, hostCalls }: Cluster): CertificateSigner {
	const { certificate, key } = blueprint.pki.ca;
	return { certificate, privateKeyPem: key.privateKeyPem, hostCalls };
}

function scheduler(cluster: Cluster, _args: readonly string[]): ComponentHandle {
	const transport = cluster.transport({ name: 'system:kube-scheduler', groups: [] }, 'kube-scheduler');
	return startScheduler({ context: cluster.context, transport });
}

function kubeProxy(cluster: Cluster, node: ClusterNode): ComponentHandle {
	const transport = cluster.transport(serviceAccount('kube-proxy'), 'kube-proxy');
	return startKubeProxy({ context: cluster.context, transport, nodeName: node.host.name, network: cluster.network });
}

function policyAgent(cluster: Cluster, node: ClusterNode): ComponentHandle {
	const transport = cluster.transport(serviceAccount('calico-node'), 'calico-node');
	return startPolicyAgent({ context: cluster.context, transport, nodeName: node.host.name, network: cluster.network });
}

function serviceAccount(name: string): { name: string; groups: string[] } {
	const user = `system:serviceaccount:kube-system:${name}`;
	return { name: user, groups: groupsOf(user) };
}

function groupsOf(user: string): string[] {
	const match = /^system:serviceaccount:([^:]+):/.exec(user);
	return match === null ? [] : ['system:serviceaccounts', `system:serviceaccounts:${match[1]}`];
}

function flagValue(args: readonly string[], name: string): string | undefined {
	return args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** The world outside the cluster knows its hosts and nothing else. */
function hostAddresses(cluster: Cluster, name: string): readonly string[] | undefined {
	const node = cluster.nodes.get(name);
	return node === undefined ? undefined : [node.host.address];
}
