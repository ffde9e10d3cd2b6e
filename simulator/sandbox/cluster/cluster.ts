import { createInternet, isInternetAddress } from '../../addons/internet/internet.ts';
import { PAGES } from '../../addons/registry.ts';
import type { KindRegistry } from '../../api/kind-registry.ts';
import type { KubeletPort } from '../../apiserver/ports.ts';
import type { UserInfo } from '../../apiserver/request.ts';
import { Candidates } from '../../client/leader-election.ts';
import type { Transport } from '../../client/transport.ts';
import { dockerApi } from '../../commands/docker/engine-api.ts';
import { bootHost } from '../../hosts/boot-host.ts';
import type { ContainerEngines } from '../../hosts/containers/container-engines.ts';
import type { EngineSnapshot } from '../../hosts/containers/engine-snapshot.ts';
import { loadSettings } from '../../hosts/load-settings.ts';
import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { ServicesMemory } from '../../hosts/systemd/service-status.ts';
import { DiskAccount } from '../../kernel/files/disk-account.ts';
import { type FrozenFileSystem, FrozenFileSystems, ThawedFileSystems } from '../../kernel/files/file-system-copies.ts';
import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import { createMachine } from '../../kernel/machine.ts';
import type { KernelState, Machine, NetworkNamespace, PowerSwitch, ShutdownDelay } from '../../kernel/machine-api.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SHARED_DIRECTORIES, SharedDirectories } from '../../kernel/serving/nfs.ts';
import type { KubeletHandle } from '../../kubelet/kubelet.ts';
import type { KubeletMemory } from '../../kubelet/kubelet-memory.ts';
import type { ContainerRecord } from '../../kubelet/runtime/container-record.ts';
import { ContainerRuntime } from '../../kubelet/runtime/container-runtime.ts';
import { networkPlugins } from '../../kubelet/runtime/network-plugin.ts';
import type { RuntimeSnapshot } from '../../kubelet/runtime/runtime-snapshot.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { ClusterNetwork } from '../../network/cluster-network.ts';
import { SchedulingRecords } from '../../scheduler/framework/record.ts';
import type { StoreSnapshot } from '../../store/store.ts';
import { Store } from '../../store/store.ts';
import { EtcdDisks, type EtcdDisksSnapshot } from '../etcd/etcd-disks.ts';
import type { PresetHost } from '../presets/preset.ts';
import { ApiEndpoint } from './api-endpoint.ts';
import type { Blueprint } from './blueprint.ts';
import type { ComponentClient } from './component-client.ts';
import { ComponentHealth } from './component-health.ts';
import { provideComponents } from './components.ts';
import { containerEngines } from './container-engines.ts';
import { ControlPlane } from './control-plane.ts';
import { kubeletPort } from './kubelet-port.ts';
import { ProxyCaller } from './proxy-caller.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';
import { WebhookCaller } from './webhook-caller.ts';

export interface ClusterNode {
	readonly host: PresetHost;
	readonly machine: Machine;
	readonly runtime: ContainerRuntime;
	/** Docker's and podman's: none before somebody uses it. */
	readonly engines: ContainerEngines;
	services: ServiceManager;
	/** What its kubelet calls the Node. */
	nodeName: string;
	/** How often it was switched on again. */
	boots: number;
	/** While the kubelet's service runs. */
	kubelet: KubeletHandle | undefined;
	/** Of the kubelet that this node's first one goes on for; taken by it. */
	kubeletMemory: KubeletMemory | undefined;
}

/** All that a copy of a quiet cluster starts from. Immutable and shared. */
export interface ClusterSnapshot {
	readonly atMs: number;
	readonly store: StoreSnapshot;
	readonly etcdDisks: EtcdDisksSnapshot;
	readonly nodes: ReadonlyMap<string, NodeSnapshot>;
	/** Of all nodes. */
	readonly fileSystems: readonly FrozenFileSystem[];
}

interface NodeSnapshot {
	readonly root: LayerStack;
	readonly kernel: KernelState;
	readonly runtime: RuntimeSnapshot;
	readonly engines: readonly EngineSnapshot[];
	readonly services: ServicesMemory;
	readonly kubelet: KubeletMemory | undefined;
}

export interface ClusterOptions {
	readonly context: Context;
	readonly blueprint: Blueprint;
	readonly hostCalls: HostCalls;
	/** Of the process: results of pure functions. */
	readonly memo: Memo;
	/** Absent: the machines are switched on for the first time. */
	readonly snapshot?: ClusterSnapshot;
}

/**
 * A whole cluster: machines on a network, and on them, started by their kubelets and containers, the components.
 * Here they are given to each other; none of them knows another but through the API, files and sockets.
 */
export class Cluster {
	readonly context: Context;
	readonly blueprint: Blueprint;
	readonly hostCalls: HostCalls;
	readonly memo: Memo;
	readonly store: Store;
	/** Which data directory of etcd's is in the store, and what others hold. */
	readonly etcdDisks: EtcdDisks;
	readonly kinds: KindRegistry;
	readonly network: ClusterNetwork;
	readonly api: ApiEndpoint;
	/** Of all hosts together. */
	readonly disk: DiskAccount;
	readonly tokens: ServiceAccountTokens;
	readonly controlPlane: ControlPlane;
	/** Its machines are switched on for the first time: it copies nothing. */
	readonly isFirst: boolean;
	/** In the preset's order. */
	readonly nodes = new Map<string, ClusterNode>();
	/** What the API server finds out about the other components. */
	readonly health: ComponentHealth;
	/** The API server's way to admission webhooks. */
	readonly webhooks = new WebhookCaller();
	/** Its way to Pods, Services and extension servers. */
	readonly proxy: ProxyCaller;
	/** What schedulers have decided of late. */
	readonly decisions = new SchedulingRecords();
	/** For the components' Leases. */
	readonly candidates: Candidates;
	/** Hosts that have power. */
	readonly #powered: Set<string>;
	readonly #sharedDirectories = new SharedDirectories();
	readonly #woken: Signal;
	#awake: boolean;
	#wokenAtMs: number;

	constructor(options: ClusterOptions) {
		const { context, blueprint, hostCalls, snapshot } = options;
		this.context = context;
		this.blueprint = blueprint;
		this.kinds = blueprint.kinds.copy();
		this.hostCalls = hostCalls;
		this.memo = options.memo;
		this.store = new Store(context.limits);
		if (snapshot !== undefined) this.store.restore(snapshot.store);
		this.etcdDisks = new EtcdDisks(this.store, context.limits, snapshot?.etcdDisks, () =>
			this.controlPlane.etcdChanged(),
		);
		this.network = new ClusterNetwork(context, (address) => this.#internet(address));
		this.api = new ApiEndpoint(context.loop);
		this.candidates = new Candidates(context.loop.post);
		this.isFirst = snapshot === undefined;
		const isNew = this.isFirst && blueprint.preset.objects.length > 0;
		this.controlPlane = new ControlPlane(this, !isNew);
		this.tokens = new ServiceAccountTokens(
			{ ...context, hostCalls },
			() => this.controlPlane.tokenKeys,
			(...what) => this.#find(...what),
		);
		this.disk = new DiskAccount(context.limits.diskBytes);
		for (const host of blueprint.preset.hosts) this.#addNode(host, snapshot);
		this.#powered = new Set(this.nodes.keys());
		this.health = new ComponentHealth(this);
		this.proxy = new ProxyCaller(context.limits.objectBytes * 2);
		this.#awake = snapshot === undefined;
		this.#wokenAtMs = context.loop.now();
		this.#woken = new Signal(context.loop.post);
		const whenReady = (boot: () => void): void => {
			if (snapshot === undefined) boot();
			else context.loop.after(SERVICES_AFTER_MS, boot);
		};
		const machines = [...this.nodes.values()].map(({ machine }) => machine.copied);
		const copies = snapshot && new ThawedFileSystems(machines, snapshot.fileSystems);
		for (const node of this.nodes.values()) {
			const restored = snapshot?.nodes.get(node.host.name);
			if (restored !== undefined && copies !== undefined) node.machine.resumeMounts(restored.kernel, copies);
			node.services = bootHost(context, node.machine, blueprint.hosts, whenReady, restored?.services);
			if (restored !== undefined && copies !== undefined) {
				node.runtime.restore(restored.runtime, copies, (record) => this.#idleOf(record));
				node.engines.restore(restored.engines, copies);
			}
		}
	}

	/**
	 * Nobody has asked anything of a copied cluster before, and it was quiet: its components go on from here. Until then
	 * they cost nothing.
	 */
	wake(): void {
		if (this.#awake) return;
		this.#awake = true;
		this.#woken.wakeAll();
		this.#wokenAtMs = this.context.loop.now();
	}

	get isAwake(): boolean {
		return this.#awake;
	}

	/** Virtual ms; when it was made, unless it has slept since. */
	get wokenAtMs(): number {
		return this.#wokenAtMs;
	}

	/** For a process that has nothing to do before. */
	*sleepUntilWoken(process: Process): Task<void> {
		while (!this.#awake) yield* process.block(this.#woken, () => this.#awake);
		yield* process.sleep(COMPONENTS_AFTER_MS);
	}

	/** The same for what is one task of a process among others. */
	*awakened(): Task<void> {
		if (this.#awake) return;
		while (!this.#awake) yield this.#woken;
		yield delay(this.context.loop, COMPONENTS_AFTER_MS);
	}

	/** The API is there from the first moment; the other components' containers sleep until somebody needs them. */
	#idleOf(record: ContainerRecord): ((process: Process) => Task<void>) | undefined {
		return API_CONTAINERS.has(record.config.name) ? undefined : (process) => this.sleepUntilWoken(process);
	}

	/** The host where things happen when none is named. */
	get firstNode(): ClusterNode {
		return this.nodes.values().next().value as ClusterNode;
	}

	/** Throws RangeError for a host that there is not. */
	node(name: string | undefined): ClusterNode {
		if (name === undefined) return this.firstNode;
		const node = this.nodes.get(name);
		if (node === undefined) throw new RangeError(`no host "${name}"`);
		return node;
	}

	/**
	 * A component's way to the API server.
	 * @param user another than the client's own.
	 */
	clientTransport(client: ComponentClient, component: string, user?: UserInfo): Transport {
		const { name } = client.node.host;
		return this.api.clientTransport(client, component, () => this.#isCut(name), user);
	}

	/** The way of what a Pod's account does on a host. */
	transport(user: UserInfo, component: string, from: string): Transport {
		return this.api.transport(user, component, () => this.#isCut(from));
	}

	/** Whom a bearer token proves. */
	verifyToken(token: string): UserInfo | undefined {
		return this.api.server === undefined ? undefined : this.tokens.verify(token, []).user;
	}

	/** The address of a host that a node's files or the preset's network name; the name itself when nobody knows it. */
	resolve(name: string, { machine }: ClusterNode): string {
		if (/^[\d.]+$/.test(name) || name === 'localhost') return name;
		const hosts = decodeUtf8(machine.root.readFile('/etc/hosts') ?? new Uint8Array(0));
		for (const line of hosts.split('\n')) {
			const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
			if (address !== undefined && !address.includes(':') && names.includes(name)) return address;
		}
		return this.nodes.get(name)?.host.address ?? name;
	}

	#isCut(host: string): boolean {
		const server = (this.controlPlane.node ?? this.firstNode).host.name;
		if (host !== server && (!this.network.isUp(host) || !this.network.isUp(server))) return true;
		return !this.network.isOpen(host, server, SECURE_PORT);
	}

	/** The machine loses its power: what runs there has ended, and its files stay. */
	powerOff(host: string): void {
		const node = this.node(host);
		if (!this.#powered.delete(host)) return;
		this.network.setUp(host, false);
		node.services.powerLost();
		node.runtime.powerLost();
		node.machine.powerOff();
		node.machine.network.filters.reset();
	}

	/** As `poweroff` does it: those who want the machine's end to wait are waited for. */
	shutDown(host: string): void {
		const { off } = this.#powerSwitch(host);
		const delay = this.node(host).machine.port<ShutdownDelay>('shutdown-delay');
		if (delay === undefined) off();
		else delay.prepare(off);
	}

	/** For those who switch their own machine off or restart it: when they have ended. */
	#powerSwitch(host: string): PowerSwitch {
		const { loop } = this.context;
		return {
			off: () => loop.post(() => this.powerOff(host)),
			restart: () =>
				loop.post(() => {
					this.powerOff(host);
					loop.after(OFF_MS, () => this.powerOn(host));
				}),
		};
	}

	powerOn(host: string): void {
		const node = this.node(host);
		if (this.#powered.has(host)) return;
		this.#powered.add(host);
		node.machine.powerOn();
		node.boots++;
		this.network.setUp(host, true);
		const { loop } = this.context;
		node.services = bootHost(this.context, node.machine, this.blueprint.hosts, (boot) =>
			loop.after(BOOT_MS, () => {
				loadSettings(node.machine);
				boot();
			}),
		);
	}

	/** Whether somebody looks for an API server where kubeadm has them listen, or at the Service that stands for them. */
	isApiServer({ host, port }: { readonly host: string; readonly port: number }): boolean {
		if (port === SERVICE_PORT) return host === SERVICE_ADDRESS;
		return port === SECURE_PORT && this.#isControlPlane(host);
	}

	#isControlPlane(host: string): boolean {
		if (host === 'localhost' || host === '127.0.0.1') return true;
		if (this.controlPlane.node?.host.address === host) return true;
		return [...this.nodes.values()].some(
			({ host: { name, address, role } }) => role === 'control-plane' && (host === name || host === address),
		);
	}

	/** What another world with the same cluster starts from. Only a quiet cluster may be taken. */
	snapshot(): ClusterSnapshot {
		const copies = new FrozenFileSystems([...this.nodes.values()].map(({ machine }) => machine.copied));
		const nodes = [...this.nodes].map(([name, { machine, runtime, engines, services, kubelet }], number) => {
			const memory = {
				root: copies.stackOf(number),
				kernel: machine.kernelState(copies),
				runtime: runtime.snapshot(copies),
				engines: engines.snapshot(copies),
				services: services.memory(),
				kubelet: kubelet?.memory(),
			};
			return [name, memory] as const;
		});
		const etcdDisks = this.etcdDisks.snapshot();
		const atMs = this.context.loop.now();
		return { atMs, store: this.store.snapshot(), etcdDisks, nodes: new Map(nodes), fileSystems: copies.list };
	}

	/** Feeds the whole state to a hash, in a defined order. */
	digest(update: (text: string) => void): void {
		update(`${this.context.loop.now()} ${this.store.revision}\n`);
		for (const entry of this.store.list('').entries)
			update(`${entry.key} ${entry.modRevision} ${JSON.stringify(entry.value)}\n`);
		for (const node of this.nodes.values()) node.machine.digest(update);
	}

	/** The API server's way to the kubelets. */
	kubeletPort(): KubeletPort {
		return kubeletPort({
			client: () => this.controlPlane.kubeletClient(),
			find: (host) => {
				const node = [...this.nodes.values()].find((each) => each.host.address === host || each.host.name === host);
				if (node === undefined) return undefined;
				const { server, door } = node.kubelet ?? {};
				const { name } = node.host;
				const from = (this.controlPlane.node ?? this.firstNode).host.name;
				const isCut = from !== name && !(this.network.isUp(name) && this.network.isUp(from));
				return { server, door, isCut, isFiltered: !this.network.isOpen(from, name, door?.port ?? KUBELET_PORT) };
			},
		});
	}

	#internet(address: string): NetworkNamespace | undefined {
		if (!isInternetAddress(address)) return undefined;
		const { context, network: fabric, hostCalls, memo } = this;
		return createInternet({ context, fabric, pages: PAGES, hostCalls, memo }).network;
	}

	#addNode(host: PresetHost, snapshot: ClusterSnapshot | undefined): void {
		const { context, blueprint, network, disk } = this;
		const machine = createMachine({
			context,
			hostname: host.name,
			layers: snapshot?.nodes.get(host.name)?.root ?? blueprint.stackOf(host.name),
			programs: blueprint.programs,
			fabric: network,
			addresses: [host.address],
			cpus: host.cpus,
			memoryBytes: host.memoryBytes,
			diskBytes: host.diskBytes,
			bootedAtMs: blueprint.preset.bootedAtMs,
			state: snapshot?.nodes.get(host.name)?.kernel,
			disk,
		});
		network.addHost(host.name, machine.network);
		const runtime: ContainerRuntime = new ContainerRuntime({
			context,
			machine,
			catalog: blueprint.catalog,
			network: {
				setRange: (cidr) => network.setPodRange(host.name, cidr),
				attach: (namespace) => network.attach(host.name, namespace, networkPlugins(machine)?.[0]?.type),
				detach: (namespace) => network.detach(namespace),
			},
		});
		const node: ClusterNode = {
			host,
			machine,
			runtime,
			engines: containerEngines(this, machine),
			services: undefined as never,
			boots: 0,
			kubelet: undefined,
			nodeName: host.name,
			kubeletMemory: snapshot?.nodes.get(host.name)?.kubelet,
		};
		this.nodes.set(host.name, node);
		machine.providePort('host-calls', this.hostCalls);
		machine.providePort('memo', this.memo);
		machine.providePort('container-engines', node.engines);
		machine.providePort('docker-api', dockerApi);
		machine.providePort(SHARED_DIRECTORIES, this.#sharedDirectories);
		machine.providePort('power', this.#powerSwitch(host.name));
		machine.providePort('etcd-disks', this.etcdDisks);
		provideComponents(this, node);
	}

	#find(kind: string, namespace: string, name: string): KubeObject | undefined {
		const found = this.kinds.byKind('', 'v1', kind);
		const storage = found === undefined ? undefined : this.api.server?.storageOf(found);
		return storage?.find(namespace, name);
	}
}

/** A copied host's services find what runs already; whoever waits for a prompt need not wait for that. */
const SERVICES_AFTER_MS = 200;

/** Until a machine that restarts has its firmware behind it. */
const OFF_MS = 6_000;
/** From the power to the first service. */
const BOOT_MS = 12_000;

/** Whoever has woken a cluster need not wait for its components either. */
const COMPONENTS_AFTER_MS = 20;

/** kubeadm's --secure-port. */
const SECURE_PORT = 6443;
const KUBELET_PORT = 10_250;
/** Of the Service "kubernetes". */
const SERVICE_PORT = 443;
const SERVICE_ADDRESS = '10.96.0.1';

const API_CONTAINERS: ReadonlySet<string> = new Set(['etcd', 'kube-apiserver']);
