import type { AuditOptions } from '../../apiserver/audit/audit-trail.ts';
import { defaultElection } from '../../client/leader-election.ts';
import { startControllerManager } from '../../controllers/manager.ts';
import { CONTROLLERS } from '../../controllers/registry.ts';
import { type RuntimeState, runtimeService } from '../../hosts/runtime/runtime-service.ts';
import { runtimeHandlers, WITHOUT_CRI } from '../../hosts/systemd/containerd-program.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { CoreDnsPort } from '../../kubelet/images/coredns/coredns-program.ts';
import type { ComponentFault } from '../../kubelet/images/programs/component-fault.ts';
import type { ComponentHandle, ComponentPort } from '../../kubelet/images/programs/component-program.ts';
import { networkPlugins } from '../../kubelet/runtime/network-plugin.ts';
import type { Task } from '../../machinery/task.ts';
import { startDnsServer } from '../../network/coredns/dns-server.ts';
import { startKubeProxy } from '../../network/kube-proxy.ts';
import { packetFilter } from '../../network/packet-rules.ts';
import type { PodNetworkPort } from '../../network/pod-network-port.ts';
import { startPolicyAgent } from '../../network/policy/policy-agent.ts';
import { startRouteKeeper } from '../../network/route-keeper.ts';
import { networkView } from '../../network/wiring.ts';
import { startScheduler } from '../../scheduler/scheduler.ts';
import type { AuditBackend } from '../audit/audit-backend.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { AuditWebhook } from '../audit/audit-webhook.ts';
import { electionOf } from '../command-lines/election-flags.ts';
import { isControllerEnabled } from '../command-lines/enabled-controllers.ts';
import { prepareAccess } from '../command-lines/prepare-access.ts';
import { prepareAdmission } from '../command-lines/prepare-admission.ts';
import { apiServerFault } from '../command-lines/prepare-api-server.ts';
import { type AuditSettings, prepareAudit } from '../command-lines/prepare-audit.ts';
import { type PreparedControllerManager, prepareControllerManager } from '../command-lines/prepare-clients.ts';
import { prepareEncryption } from '../command-lines/prepare-encryption.ts';
import { prepareEtcd } from '../command-lines/prepare-etcd.ts';
import { type PreparedScheduler, prepareScheduler } from '../command-lines/prepare-scheduler.ts';
import { etcdProgram } from '../etcd/etcd-program.ts';
import { certificateFault, etcdDistrust } from './api-server-certificates.ts';
import { apiServerProgram } from './api-server-program.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { ComponentClient } from './component-client.ts';
import { type ElectedComponent, electedComponent } from './elected-component.ts';
import { kubeProxy } from './kube-proxy-component.ts';
import { kubeletComponent } from './kubelet-component.ts';

type Prepare = NonNullable<ComponentPort['prepare']>;
type Start = ComponentPort['start'];

/**
 * What the programs of a node's containers and services run: a component lives exactly as long as the process that
 * carries it.
 */
export function provideComponents(cluster: Cluster, node: ClusterNode): void {
	let containerd: RuntimeState = 'down';
	let downSinceMs = cluster.context.loop.now();
	node.machine.providePort(
		'cri',
		runtimeService(node.runtime, cluster.blueprint.catalog, () => containerd),
	);
	const { podCidr } = cluster.blueprint.preset;
	const proxied = cluster.network.services(node.host.name);
	const filter = packetFilter(proxied, podCidr, node.host.address);
	node.machine.providePort('packet-filter', filter);
	const { filters } = node.machine.network;
	filters.generated = (table) => filter.table(table);
	filters.prepareGenerated = (table) => filter.prepare(table);
	// Rules that were thrown away are written again when the proxy starts anew.
	filters.onGeneratedFlushed = (table) => {
		if (table === 'nat') proxied.isFlushed = true;
	};
	filters.onGeneratedRestored = () => {
		proxied.isFlushed = false;
	};
	const podPort = podNetwork(cluster, node);
	node.machine.providePort('pod-network', podPort);
	const about = {
		plugin: () => networkPlugins(node.machine)?.[0]?.type ?? 'calico',
		isEncrypted: () => podPort.isEncrypted,
	};
	node.machine.providePort('network-view', networkView(cluster.network, node.host.name, about));
	const services: { readonly [name: string]: Start } = {
		kubelet: (args) =>
			kubeletComponent(cluster, node, args, {
				state: () => containerd,
				downSinceMs: () => (containerd === 'up' ? undefined : downSinceMs),
			}),
		containerd: (args) => {
			containerd = args.includes(WITHOUT_CRI) ? 'without-cri' : 'up';
			node.runtime.handlers = runtimeHandlers(args);
			return {
				stop: () => {
					containerd = 'down';
					downSinceMs = cluster.context.loop.now();
				},
			};
		},
		'calico-node': (args) => policyAgent(cluster, node, args),
		'calico-kube-controllers': () => ({ stop: () => undefined }),
	};
	for (const [name, start] of Object.entries(services)) {
		node.machine.providePort(`component:${name}`, { start } satisfies ComponentPort);
	}
	const programs: { readonly [name: string]: Prepare } = {
		etcd: (process, args) => etcd(cluster, process, args),
		'kube-apiserver': (process, args) => apiServer(cluster, node, process, args),
		'kube-controller-manager': (process, args) => controllerManager(cluster, node, process, args),
		'kube-scheduler': (process, args) => scheduler(cluster, node, process, args),
		'kube-proxy': (process, args) => kubeProxy(cluster, node, process, args),
	};
	for (const [name, prepare] of Object.entries(programs)) {
		node.machine.providePort(`component:${name}`, { start: unprepared, prepare } satisfies ComponentPort);
	}
	const dns: CoreDnsPort = {
		start: () =>
			startDnsServer({
				context: cluster.context,
				transport: cluster.transport(serviceAccount('coredns'), 'coredns', node.host.name),
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
		cluster.controlPlane.etcdBegins(prepared.flags);
		return { stop: () => undefined, serve: etcdProgram(cluster, args) };
	};
}

function* apiServer(cluster: Cluster, node: ClusterNode, process: Process, args: readonly string[]): Task<Prepared> {
	const fault = apiServerFault(process, args) ?? (yield* certificateFault(cluster, process, args));
	if (fault !== undefined) return fault;
	const etcdProblem = yield* etcdDistrust(cluster, process, args);
	const encryption = yield* prepareEncryption(process, args);
	if (encryption !== undefined && 'stage' in encryption) return encryption;
	const access = yield* prepareAccess(process, args);
	if ('stage' in access) return access;
	const admission = yield* prepareAdmission(process, args);
	if ('stage' in admission) return admission;
	const settings = yield* prepareAudit(process, args);
	if (settings !== undefined && 'stage' in settings) return settings;
	return () => {
		const { release } = process;
		const backends = auditBackends(cluster, settings);
		const write: AuditOptions['write'] = (event) => {
			for (const backend of backends) backend.add(event);
		};
		const audit = settings && { policy: settings.policy, address: node.host.address, write };
		return {
			...cluster.controlPlane.apiServerStarted({
				...access,
				node,
				args,
				admission,
				audit,
				encryption,
				release,
				etcdProblem,
			}),
			serve: apiServerProgram(cluster, backends, encryption),
		};
	};
}

function auditBackends(cluster: Cluster, settings: AuditSettings | undefined): AuditBackend[] {
	const { context, webhooks } = cluster;
	const backends: AuditBackend[] = [];
	if (settings?.log !== undefined) backends.push(new AuditLog(settings.log, context.loop));
	if (settings?.webhook !== undefined) backends.push(new AuditWebhook(settings.webhook, webhooks, context));
	return backends;
}

function* controllerManager(
	cluster: Cluster,
	node: ClusterNode,
	process: Process,
	args: readonly string[],
): Task<Prepared> {
	const settings = yield* prepareControllerManager(process, args);
	if ('stage' in settings) return settings;
	const client = new ComponentClient(cluster, node, settings.apiServer);
	return () => runningControllerManager(cluster, settings, client);
}

function runningControllerManager(
	cluster: Cluster,
	{ parsed, rootCA, signer }: PreparedControllerManager,
	client: ComponentClient,
): ComponentHandle {
	const component = 'kube-controller-manager';
	const { hostCalls } = cluster;
	const asked = parsed.values.controllers as readonly string[];
	const isEnabled = (name: string): boolean => isControllerEnabled(name, asked);
	const start: ElectedComponent['start'] = (_host, _log, goesOn) =>
		startControllerManager({
			context: cluster.context,
			controllers: CONTROLLERS.map(({ name }) => name).filter(isEnabled),
			goesOn,
			// The manager's accounts have tokens that it asks for itself.
			transportFor: (name) =>
				cluster.clientTransport(client, component, name === MANAGER ? undefined : { name, groups: groupsOf(name) }),
			clusterCIDR: parsed.changed.has('cluster-cidr') ? String(parsed.values['cluster-cidr']) : undefined,
			rootCA,
			...(signer === undefined ? {} : { signer: { ...signer, hostCalls } }),
			legacyToken: (...of) => cluster.tokens.signLegacy(...of),
			isBeating: (name) => cluster.nodes.get(name)?.kubelet?.isBeating ?? false,
		});
	return electedComponent(cluster, {
		component,
		election: electionOf(parsed, component, defaultElection(component)),
		client,
		source: component,
		start,
		started: startedControllers(isEnabled),
		lost: ['controllermanager.go:343', '"leaderelection lost"'],
		releases: false,
	});
}

/** The first lines of its log once it leads. */
function startedControllers(isEnabled: (name: string) => boolean): NonNullable<ElectedComponent['started']> {
	const named = ['serviceaccount-token', 'deployment', 'replicaset', 'node-lifecycle'].filter(isEnabled);
	return [
		...named.map(
			(name) => ['controllermanager.go:781', `"Started controller" controller="${name}-controller"`] as const,
		),
		['shared_informer.go:377', '"Caches are synced"'],
	];
}

const MANAGER = 'system:kube-controller-manager';

function* scheduler(cluster: Cluster, node: ClusterNode, process: Process, args: readonly string[]): Task<Prepared> {
	const settings = yield* prepareScheduler(process, args);
	if ('stage' in settings) return settings;
	const client = new ComponentClient(cluster, node, settings.apiServer, settings.user);
	return () => runningScheduler(cluster, settings, client);
}

function runningScheduler(
	cluster: Cluster,
	{ configuration, parsed }: PreparedScheduler,
	client: ComponentClient,
): ComponentHandle {
	const component = 'kube-scheduler';
	const transport = cluster.clientTransport(client, component);
	return electedComponent(cluster, {
		component,
		election: electionOf(parsed, component, configuration.election),
		client,
		source: configuration.profiles[0]?.schedulerName ?? component,
		start: (host, log) =>
			startScheduler({ context: cluster.context, transport, host, log, configuration, records: cluster.decisions }),
		lost: ['server.go:322', '"Leaderelection lost"'],
		releases: true,
	});
}

function podNetwork(cluster: Cluster, node: ClusterNode): PodNetworkPort {
	const { network, context } = cluster;
	const { name: nodeName, address } = node.host;
	return {
		nodeName,
		address,
		setPolicies: (decider) => network.setPolicies(nodeName, decider, { lasts: true }),
		setRange: (plugin, cidr) => node.runtime.addresses.setPluginRange(plugin, cidr),
		setServing: (plugin, isServing) => {
			node.runtime.addresses.setServing(plugin, isServing);
			// What wires the node does so whenever it begins.
			if (isServing) node.machine.network.links.wireAnew();
		},
		startServiceProxy: ({ namespace, name }) => {
			const transport = cluster.transport(serviceAccount(name, namespace), name, nodeName);
			return startKubeProxy({ context, transport, nodeName, network });
		},
		connections: () => network.connections(),
		isEncrypted: false,
		agent: undefined,
	};
}

/** @param args the namespace of its Pod. */
function policyAgent(cluster: Cluster, node: ClusterNode, [namespace]: readonly string[]): ComponentHandle {
	// Nodes that got no range from the controller manager take blocks of Calico's own pool.
	const index = [...cluster.nodes.values()].indexOf(node);
	if (node.runtime.podCidr === undefined) node.runtime.setPodCidr(`192.168.${index}.0/24`);
	const account = serviceAccount('calico-node', namespace);
	const transport = cluster.transport(account, 'calico-node', node.host.name);
	const { context, network } = cluster;
	const agent = startPolicyAgent({ context, transport, nodeName: node.host.name, network });
	const keeper = startRouteKeeper(context, node.machine.network);
	return {
		stop: () => {
			agent.stop();
			keeper.stop();
		},
	};
}

function serviceAccount(name: string, namespace = 'kube-system'): { name: string; groups: string[] } {
	const user = `system:serviceaccount:${namespace}:${name}`;
	return { name: user, groups: groupsOf(user) };
}

function groupsOf(user: string): string[] {
	const match = /^system:serviceaccount:([^:]+):/.exec(user);
	return match === null ? [] : ['system:serviceaccounts', `system:serviceaccounts:${match[1]}`];
}
