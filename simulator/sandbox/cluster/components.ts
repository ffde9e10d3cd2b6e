import { internetAddresses } from '../../addons/internet/internet.ts';
import type { CertificateSigner } from '../../controllers/controller.ts';
import { startControllerManager } from '../../controllers/manager.ts';
import { runtimeService } from '../../hosts/runtime/runtime-service.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { CoreDnsPort } from '../../kubelet/images/coredns/coredns-program.ts';
import type { ComponentFault } from '../../kubelet/images/programs/component-fault.ts';
import type { ComponentHandle, ComponentPort } from '../../kubelet/images/programs/component-program.ts';
import type { Task } from '../../machinery/task.ts';
import { startDnsServer } from '../../network/coredns/dns-server.ts';
import { startKubeProxy } from '../../network/kube-proxy.ts';
import { packetFilter } from '../../network/packet-rules.ts';
import { startPolicyAgent } from '../../network/policy/policy-agent.ts';
import { startScheduler } from '../../scheduler/scheduler.ts';
import { prepareAdmission } from '../command-lines/prepare-admission.ts';
import { apiServerFault } from '../command-lines/prepare-api-server.ts';
import { type ClientComponent, prepareControllerManager } from '../command-lines/prepare-clients.ts';
import { prepareEtcd } from '../command-lines/prepare-etcd.ts';
import { proxyFault } from '../command-lines/prepare-proxy.ts';
import { type PreparedScheduler, prepareScheduler } from '../command-lines/prepare-scheduler.ts';
import { etcdProgram } from '../etcd/etcd-program.ts';
import { certificateFault, etcdTrustProblem } from './api-server-certificates.ts';
import { apiServerProgram, disconnectedApiServer } from './api-server-program.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { kubeletComponent } from './kubelet-component.ts';
import { complainOfLease } from './misdirected-client.ts';

type Prepare = NonNullable<ComponentPort['prepare']>;
type Start = ComponentPort['start'];

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
	const { podCidr } = cluster.blueprint.preset;
	node.machine.providePort('packet-filter', packetFilter(cluster.network.services(node.host.name), podCidr));
	const services: { readonly [name: string]: Start } = {
		kubelet: (args) => kubeletComponent(cluster, node, args, () => containerdRuns),
		containerd: () => {
			containerdRuns = true;
			return {
				stop: () => {
					containerdRuns = false;
				},
			};
		},
		'calico-node': () => policyAgent(cluster, node),
		'calico-kube-controllers': () => ({ stop: () => undefined }),
	};
	for (const [name, start] of Object.entries(services)) {
		node.machine.providePort(`component:${name}`, { start } satisfies ComponentPort);
	}
	const programs: { readonly [name: string]: Prepare } = {
		etcd: (process, args) => etcd(cluster, process, args),
		'kube-apiserver': (process, args) => apiServer(cluster, node, process, args),
		'kube-controller-manager': (process, args) => controllerManager(cluster, process, args),
		'kube-scheduler': (process, args) => scheduler(cluster, process, args),
		'kube-proxy': (process, args) => kubeProxy(cluster, node, process, args),
	};
	for (const [name, prepare] of Object.entries(programs)) {
		node.machine.providePort(`component:${name}`, { start: unprepared, prepare } satisfies ComponentPort);
	}
	const dns: CoreDnsPort = {
		start: () =>
			startDnsServer({
				context: cluster.context,
				transport: cluster.transport(serviceAccount('coredns'), 'coredns', undefined, node.host.name),
				upstream: (name) => hostAddresses(cluster, name),
			}),
	};
	node.machine.providePort('component:coredns', dns);
}

type Prepared = ComponentFault | (() => ComponentHandle);

function unprepared(): never {
	throw new Error('assertion failed: a component of a container begins without its command line');
}

function* etcd(cluster: Cluster, process: Process, args: readonly string[]): Task<Prepared> {
	const prepared = prepareEtcd(process, args);
	if ('stage' in prepared) return prepared;
	return () => {
		cluster.etcdBegins(prepared.flags);
		return { stop: () => undefined, serve: etcdProgram(cluster, args) };
	};
}

function* apiServer(cluster: Cluster, node: ClusterNode, process: Process, args: readonly string[]): Task<Prepared> {
	const fault = apiServerFault(process, args) ?? (yield* certificateFault(cluster, process, args));
	if (fault !== undefined) return fault;
	const distrust = yield* etcdTrustProblem(cluster, node, process, args);
	if (distrust !== undefined) return () => ({ stop: () => undefined, serve: disconnectedApiServer(distrust) });
	const admission = yield* prepareAdmission(process, args);
	if ('stage' in admission) return admission;
	return () => ({
		...cluster.apiServerStarted(args, admission, process.release),
		serve: apiServerProgram(cluster, node),
	});
}

function* controllerManager(cluster: Cluster, process: Process, args: readonly string[]): Task<Prepared> {
	const client = yield* prepareControllerManager(process, args);
	return 'stage' in client ? client : () => runningControllerManager(cluster, client);
}

function runningControllerManager(cluster: Cluster, client: ClientComponent): ComponentHandle {
	const component = 'kube-controller-manager';
	const handle = startControllerManager({
		context: cluster.context,
		transportFor: (user) => cluster.transport({ name: user, groups: groupsOf(user) }, component, client.apiServer),
		clusterCIDR: client.parsed.changed.has('cluster-cidr') ? String(client.parsed.values['cluster-cidr']) : undefined,
		rootCA: cluster.blueprint.rootCaPem,
		signer: clusterSigner(cluster),
		legacyToken: (...of) => cluster.tokens.signLegacy(...of),
	});
	return withLeaseLog(cluster, component, client, handle);
}

/** A component that finds no API server where its kubeconfig leads says so. */
function withLeaseLog(
	cluster: Cluster,
	component: string,
	{ apiServer }: ClientComponent,
	handle: ComponentHandle,
): ComponentHandle {
	if (cluster.isApiServer(apiServer)) return handle;
	return { stop: () => handle.stop(), alongside: (process) => complainOfLease(process, component, apiServer) };
}

/** The cluster's own authority. */
function clusterSigner({ blueprint, hostCalls }: Cluster): CertificateSigner {
	const { certificate, key } = blueprint.pki.ca;
	return { certificate, privateKeyPem: key.privateKeyPem, hostCalls };
}

function* scheduler(cluster: Cluster, process: Process, args: readonly string[]): Task<Prepared> {
	const client = yield* prepareScheduler(process, args);
	return 'stage' in client ? client : () => runningScheduler(cluster, client);
}

function runningScheduler(cluster: Cluster, client: PreparedScheduler): ComponentHandle {
	const component = 'kube-scheduler';
	const { configuration } = client;
	const transport = cluster.transport(client.user, component, client.apiServer);
	const handle = startScheduler({ context: cluster.context, transport, configuration });
	return withLeaseLog(cluster, component, client, handle);
}

function* kubeProxy(cluster: Cluster, node: ClusterNode, process: Process, args: readonly string[]): Task<Prepared> {
	return (yield* proxyFault(process, args)) ?? (() => runningKubeProxy(cluster, node));
}

function runningKubeProxy(cluster: Cluster, node: ClusterNode): ComponentHandle {
	const transport = cluster.transport(serviceAccount('kube-proxy'), 'kube-proxy', undefined, node.host.name);
	return startKubeProxy({ context: cluster.context, transport, nodeName: node.host.name, network: cluster.network });
}

function policyAgent(cluster: Cluster, node: ClusterNode): ComponentHandle {
	const transport = cluster.transport(serviceAccount('calico-node'), 'calico-node', undefined, node.host.name);
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

/** The world outside the cluster knows its hosts and nothing else. */
function hostAddresses(cluster: Cluster, name: string): readonly string[] | undefined {
	const node = cluster.nodes.get(name);
	return node === undefined ? internetAddresses(name) : [node.host.address];
}
