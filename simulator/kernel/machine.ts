import type { Context } from '../machinery/context.ts';
import type { DiskAccount } from './files/disk-account.ts';
import { FileSpace } from './files/file-space.ts';
import type {
	CopiedMachine,
	FrozenFileSystem,
	FrozenFileSystems,
	ThawedFileSystems,
} from './files/file-system-copies.ts';
import type { LayerStack } from './files/layer-stack.ts';
import { MountTree } from './files/mount-tree.ts';
import type { TreeFileSystem } from './files/tree-file-system.ts';
import { Kernel, stackOf } from './kernel.ts';
import type {
	FileTree,
	GroupLimits,
	GroupMemory,
	KernelState,
	Layer,
	Machine,
	NetworkFabric,
	NetworkNamespace,
	ProgramRegistry,
	RunningProcess,
	StartOptions,
} from './machine-api.ts';
import { digestMachine } from './machine-digest.ts';
import { endTable } from './net/links/link-changes.ts';
import { NetNamespace } from './net/net-namespace.ts';
import { networkState, resumeNetworks } from './net/network-state.ts';
import type { NetworkView, Wiring } from './network-view.ts';
import type { ProcessInfo } from './process-api.ts';
import { processInfo } from './processes/machine-view.ts';
import { KernelResourceGroup } from './processes/resource-group.ts';
import { foreseenExitStatus, startProcess } from './start-process.ts';

/** Of namespaces that the container runtime has network plugins set up: they have files in /run/netns. */
const PLUGIN_PREFIX = 'cni-';

export interface MachineOptions {
	readonly context: Context;
	readonly hostname: string;
	/** Its root file system: a preset's stack, or a snapshot of another machine's. */
	readonly layers: LayerStack | readonly Layer[];
	readonly programs: ProgramRegistry;
	/** Absent: a machine without a network but its own. */
	readonly fabric?: NetworkFabric;
	/** Of its network namespace. */
	readonly addresses?: readonly string[];
	readonly cpus?: number;
	readonly memoryBytes?: number;
	/** Of its disk. What is really held of it is bounded by limits.diskBytes, too. */
	readonly diskBytes?: number;
	readonly kernelRelease?: string;
	readonly kernelVersion?: string;
	/** Default: now. */
	readonly bootedAtMs?: number;
	/** Of another machine, whose copy this one is. */
	readonly state?: KernelState | undefined;
	/** Shared by the machines of a world. */
	readonly disk?: DiskAccount;
}

/** A machine with an empty process table. Its init and services are started by `hosts/`. */
export function createMachine(options: MachineOptions): Machine {
	return new KernelMachine(options);
}

/** The machine that implements the contract of machine-api.ts. */
export class KernelMachine implements Machine {
	readonly hostname: string;
	readonly kernel: Kernel;
	readonly root: MountTree;
	readonly network: NetNamespace;
	/** Trees whose content belongs to this machine's state. */
	readonly trees = new Set<MountTree>();

	constructor(options: MachineOptions) {
		this.hostname = options.hostname;
		const stack = stackOf(options.layers);
		this.kernel = new Kernel({
			context: options.context,
			facts: {
				hostname: options.hostname,
				cpus: options.cpus ?? 2,
				memoryBytes: options.memoryBytes ?? 4 * 1024 ** 3,
				diskBytes: options.diskBytes ?? 40 * 1024 ** 3,
				kernelRelease: options.kernelRelease ?? '6.8.0-51-generic',
				kernelVersion: options.kernelVersion ?? '#52-Ubuntu SMP PREEMPT_DYNAMIC Thu Dec  5 13:09:44 UTC 2024',
				bootedAtMs: options.bootedAtMs ?? options.context.loop.now(),
			},
			programs: options.programs,
			fabric: options.fabric,
			disk: options.disk,
			installedBytes: stack.bytes,
		});
		this.network = new NetNamespace(options.hostname, options.addresses ?? [], 1024);
		this.network.taps = this.kernel.taps;
		this.network.wiring = () => this.#wiring(this.network);
		this.network.neighbourNamespaces = () => [...this.kernel.namedNetworks.values()];
		this.root = this.kernel.createTree(stack, 'ext4', '/dev/vda1');
		this.trees.add(this.root);
		this.kernel.mountStandard(this.root);
		if (options.state !== undefined) this.#restore(options.state);
	}

	#restore({ settings, networkSettings, swaps, network, usedCpuMs }: KernelState): void {
		this.kernel.endedCpuMs = usedCpuMs;
		for (const [name, value] of settings) this.kernel.settings.set(name, value);
		for (const [name, value] of networkSettings) this.network.settings.set(name, value);
		this.kernel.swaps = swaps;
		resumeNetworks(this.network, this.kernel.namedNetworks, network);
	}

	createNetworkNamespace(name: string, settings: readonly (readonly [string, string])[] = []): NetworkNamespace {
		const namespace = new NetNamespace(name, [], 0);
		namespace.taps = this.kernel.taps;
		namespace.host = this.network;
		namespace.wiring = () => this.#wiring(namespace);
		if (name.startsWith(PLUGIN_PREFIX)) this.kernel.namedNetworks.set(name, namespace);
		for (const [key, value] of settings) namespace.settings.set(key, value);
		return namespace;
	}

	deleteNetworkNamespace(namespace: NetworkNamespace): void {
		if (!(namespace instanceof NetNamespace)) return;
		namespace.deleted = true;
		if (this.kernel.namedNetworks.get(namespace.name) === namespace) this.kernel.namedNetworks.delete(namespace.name);
		if (namespace.isRewired) endTable(namespace.links);
	}

	#wiring({ addresses: [own] }: NetNamespace): Wiring | undefined {
		return own === undefined ? undefined : this.port<NetworkView>('network-view')?.wiring(own);
	}

	createTree(layers?: LayerStack | readonly Layer[]): MountTree {
		if (layers === undefined) return this.createMemoryTree();
		const tree = this.kernel.createTree(layers, 'overlay');
		this.trees.add(tree);
		return tree;
	}

	createMemoryTree(bytes?: number): MountTree {
		const tree = this.kernel.createTree(undefined, 'tmpfs', 'tmpfs', this.kernel.memorySpace(bytes));
		this.trees.add(tree);
		return tree;
	}

	releaseTree(tree: FileTree): void {
		if (!(tree instanceof MountTree) || !this.trees.delete(tree)) return;
		tree.leave();
		tree.fileSystem.release();
	}

	takeRoom(bytes: number): void {
		this.kernel.disk.reserved(() => this.kernel.space.charge(bytes));
	}

	get memoryBytes(): number {
		return this.kernel.facts.memoryBytes;
	}

	hasAccessProfile(name: string): boolean {
		return this.kernel.profiles.find(name) !== undefined;
	}

	createResourceGroup(name: string, limits?: GroupLimits, memory?: GroupMemory): KernelResourceGroup {
		return new KernelResourceGroup(name, limits, memory);
	}

	snapshotTree(tree: FileTree): LayerStack {
		if (!(tree instanceof MountTree)) throw new Error('assertion failed: only kernel trees have snapshots');
		return tree.fileSystem.snapshot();
	}

	kernelState(copies: FrozenFileSystems): KernelState {
		const { settings, swaps } = this.kernel;
		return {
			settings: new Map(settings),
			networkSettings: new Map(this.network.settings),
			swaps,
			network: networkState(this.network, this.kernel.namedNetworks),
			mounts: this.root.mountTable(copies),
			blocks: this.kernel.blockState(copies),
			usedCpuMs: this.kernel.processesCpuMs(),
		};
	}

	get copied(): CopiedMachine {
		return {
			disk: this.root.fileSystem,
			space: this.kernel.space,
			thaw: (frozen) => this.#thaw(frozen),
		};
	}

	#thaw({ type, stack, space }: FrozenFileSystem): TreeFileSystem {
		const { disk } = this.kernel;
		const own = space && new FileSpace(space.totalBytes, disk, space.usedBytes);
		const tree = this.kernel.createTree(stack, type, type, own);
		this.trees.add(tree);
		return tree.fileSystem;
	}

	resumeMounts({ mounts, blocks }: KernelState, copies: ThawedFileSystems): void {
		this.root.inheritMounts(mounts, copies);
		if (blocks !== undefined) this.kernel.blocks.resume(blocks, copies);
	}

	start(options: StartOptions): RunningProcess {
		return startProcess(this, options);
	}

	foreseenExitStatus(options: StartOptions): number | undefined {
		return foreseenExitStatus(this, options);
	}

	usage(): { cpuMs: number; memoryBytes: number } {
		return { cpuMs: this.kernel.usedCpuMs(), memoryBytes: this.kernel.usedMemoryBytes() };
	}

	get heldAtGrowthBytes(): number {
		return this.kernel.heldAtGrowthBytes;
	}

	get bootedAtMs(): number {
		return this.kernel.facts.bootedAtMs;
	}

	processes(): readonly ProcessInfo[] {
		return this.kernel.pids.all().map((process) => processInfo(process, this.kernel.pids));
	}

	providePort(name: string, port: unknown): void {
		this.kernel.ports.set(name, port);
	}

	port<T>(name: string): T | undefined {
		return this.kernel.ports.get(name) as T | undefined;
	}

	powerOff(): void {
		this.network.deleted = true;
		for (const process of this.kernel.pids.all()) process.terminateBySignal('KILL');
	}

	powerOn(): void {
		this.network.deleted = false;
		this.network.settings.clear();
		this.network.links.reset();
		this.kernel.namedNetworks.clear();
		this.root.unmountAll();
		this.kernel.reboot();
	}

	digest(update: (text: string) => void): void {
		digestMachine(this, update);
	}
}
