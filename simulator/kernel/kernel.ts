import type { Context } from '../machinery/context.ts';
import type { EventLoop } from '../machinery/event-loop.ts';
import type { Limits } from '../machinery/limits.ts';
import type { Random } from '../machinery/random.ts';
import type { Wait } from '../machinery/task.ts';
import { BlockDevices } from './block/block-devices.ts';
import type { BlockState } from './block/block-state.ts';
import type { SwapArea } from './block/device-views.ts';
import { DiskAccount } from './files/disk-account.ts';
import { FileSpace } from './files/file-space.ts';
import type { FileNode, Viewer } from './files/file-system.ts';
import type { FrozenFileSystems } from './files/file-system-copies.ts';
import { LayerStack, stackLayers } from './files/layer-stack.ts';
import { MountTree } from './files/mount-tree.ts';
import { NameChanges } from './files/name-changes.ts';
import { type TreeEnvironment, TreeFileSystem } from './files/tree-file-system.ts';
import type { Layer, NetworkFabric, ProgramRegistry } from './machine-api.ts';
import type { SocketClock } from './net/endpoint.ts';
import { LocalListeners } from './net/local-listeners.ts';
import type { NetNamespace } from './net/net-namespace.ts';
import { NetworkCalls } from './net/network-calls.ts';
import { PacketTaps } from './net/packet-taps.ts';
import { DeviceFile, type DeviceName } from './open-files/device-file.ts';
import { FileLocks } from './open-files/file-locks.ts';
import type { OpenFile } from './open-files/open-file.ts';
import { Pipe } from './open-files/pipe.ts';
import { GeneratedFileSystem } from './proc/generated-file-system.ts';
import type { GeneratedContent } from './proc/generated-node.ts';
import { procRoot } from './proc/proc-file-system.ts';
import { DEFAULT_SETTINGS } from './proc/proc-sysctls.ts';
import { sysRoot } from './proc/sys-file-system.ts';
import { type OpenFlags, type Process, SystemError } from './process-api.ts';
import type { KernelProcess } from './processes/kernel-process.ts';
import { PidNamespace } from './processes/pid-namespace.ts';
import { Scheduler } from './processes/scheduler.ts';
import { ConfinedCalls } from './security/confined-calls.ts';
import { LoadedProfiles, RUNTIME_PROFILE } from './security/loaded-profiles.ts';
import { KernelStandardMounts, STANDARD_DEVICES } from './standard-mounts.ts';
import { TracedCalls } from './tracing/traced-calls.ts';
import type { Tracing } from './tracing/tracing.ts';
import type { PtsTable } from './tty/pts-table.ts';
import { TerminalFile } from './tty/terminal-file.ts';

/** What a machine is, as its programs can ask. */
export interface MachineFacts {
	readonly hostname: string;
	readonly cpus: number;
	readonly memoryBytes: number;
	readonly diskBytes: number;
	readonly kernelRelease: string;
	readonly kernelVersion: string;
	readonly bootedAtMs: number;
	readonly bootId: string;
}

export interface KernelOptions {
	readonly context: Context;
	readonly facts: Omit<MachineFacts, 'bootId'>;
	readonly programs: ProgramRegistry;
	readonly fabric: NetworkFabric | undefined;
	/** The world's; of its own when absent. */
	readonly disk: DiskAccount | undefined;
	/** What the machine's disk holds from the beginning. */
	readonly installedBytes: number;
}

/** One machine's kernel: the tables that its processes, files and sockets share. */
export class Kernel implements TreeEnvironment {
	readonly loop: EventLoop;
	readonly limits: Limits;
	readonly post: (callback: () => void) => void;
	facts: MachineFacts;
	readonly programs: ProgramRegistry;
	readonly random: Random;
	readonly disk: DiskAccount;
	/** Of the machine's disk: its own files, and what containers write. */
	readonly space: FileSpace;
	endedCpuMs = 0;
	swaps: readonly SwapArea[] = [];
	/** When a process took memory the last time. */
	heldAtGrowthBytes = 0;
	/** While somebody is told of system calls. */
	tracing: Tracing | undefined;
	/** How many have been told of before. */
	tracedEvents = 0;
	readonly nameChanges = new NameChanges();
	readonly scheduler: Scheduler;
	/** The host's pid namespace: every process. */
	readonly pids = new PidNamespace(2);
	readonly ports = new Map<string, unknown>();
	#settings: Map<string, string> | undefined;
	#namedNetworks: Map<string, NetNamespace> | undefined;
	/** Who listens to its network namespaces. */
	readonly taps = new PacketTaps();
	readonly socketClock: SocketClock;
	readonly fileLocks: FileLocks;
	readonly sockets: NetworkCalls;
	/** Who listens under the name of a file. */
	readonly localListeners: LocalListeners;
	#profiles: LoadedProfiles | undefined;
	#blocks: BlockDevices | undefined;
	#proc: GeneratedFileSystem | undefined;
	#sys: GeneratedFileSystem | undefined;
	#nextDevice = FIRST_DEVICE;
	/** The first root is the host's. */
	#hasHost = false;
	#nextPipeId = 10_000;
	#nextNamespaceId = 1;

	constructor(options: KernelOptions) {
		const { loop, limits, random } = options.context;
		this.loop = loop;
		this.limits = limits;
		this.post = loop.post;
		this.random = random.stream(`machine/${options.facts.hostname}`);
		this.facts = { ...options.facts, bootId: this.random.stream('boot-id').uuid() };
		this.programs = options.programs;
		this.disk = options.disk ?? new DiskAccount(limits.diskBytes);
		this.space = new FileSpace(options.facts.diskBytes, this.disk, options.installedBytes);
		this.scheduler = new Scheduler(loop, options.facts.cpus);
		this.socketClock = {
			post: loop.post,
			after: (delayMs, callback) => loop.after(delayMs, callback),
			nextSocketId: () => this.nextPipeId(),
		};
		this.fileLocks = new FileLocks(this.socketClock.post);
		this.sockets = new NetworkCalls(this.socketClock, options.fabric);
		this.localListeners = new LocalListeners(this.socketClock);
	}

	/** Values of /proc/sys. */
	get settings(): Map<string, string> {
		this.#settings ??= new Map(DEFAULT_SETTINGS);
		return this.#settings;
	}

	now(): number {
		return this.loop.now();
	}

	get fileBytesMax(): number {
		return this.limits.fileBytes;
	}

	get pipeBytes(): number {
		return this.limits.pipeBytes;
	}

	callsFor(process: KernelProcess): Process {
		const { confinement } = process;
		const free =
			confinement === undefined ||
			(confinement.syscalls === undefined && (confinement.profile ?? RUNTIME_PROFILE) === RUNTIME_PROFILE);
		return free ? new TracedCalls(process) : new ConfinedCalls(process, confinement);
	}

	nextDevice(): number {
		return this.#nextDevice++;
	}

	nextPipeId(): number {
		return this.#nextPipeId++;
	}

	createPipe(): Pipe {
		return new Pipe(this.nextPipeId(), this.limits.pipeBytes, this.loop.post);
	}

	/** @param space where what is written takes room; the machine's disk by default. */
	createTree(
		layers: LayerStack | readonly Layer[] | undefined,
		type: string,
		source = type,
		space = this.space,
	): MountTree {
		return new MountTree(new TreeFileSystem(this, stackOf(layers), type, { space }), { source });
	}

	/** The room of a file system in memory. @param bytes half of the memory by default, as tmpfs takes. */
	memorySpace(bytes = this.facts.memoryBytes / 2): FileSpace {
		return new FileSpace(bytes, this.disk);
	}

	/** /proc of every mount namespace. */
	get proc(): GeneratedFileSystem {
		this.#proc ??= this.generatedFileSystem('proc', procRoot(this), PROC_DEVICE);
		return this.#proc;
	}

	/** Of AppArmor. */
	get profiles(): LoadedProfiles {
		this.#profiles ??= new LoadedProfiles(this);
		return this.#profiles;
	}

	/** For a namespace that a process parts into. */
	takeNamespaceId(): number {
		return this.#nextNamespaceId++;
	}

	/** Network namespaces with names, the oldest first. */
	get namedNetworks(): Map<string, NetNamespace> {
		this.#namedNetworks ??= new Map();
		return this.#namedNetworks;
	}

	/** Undefined: nobody has used any. */
	blockState(copies: FrozenFileSystems): BlockState | undefined {
		return this.#blocks?.state(copies);
	}

	get blocks(): BlockDevices {
		this.#blocks ??= new BlockDevices(this);
		return this.#blocks;
	}

	/** /sys of every mount namespace. */
	get sys(): GeneratedFileSystem {
		this.#sys ??= this.generatedFileSystem('sysfs', sysRoot(this), SYS_DEVICE);
		return this.#sys;
	}

	/** Gives a root /proc, /sys and /dev when it has none yet, as every host and container runtime does. */
	mountStandard(root: MountTree): void {
		if (root.hasStandardMounts) return;
		const standard = new KernelStandardMounts(
			this,
			this.#nextDevice,
			!this.#hasHost,
			!this.#hasHost || root.hasDevices,
		);
		this.#nextDevice += STANDARD_DEVICES;
		this.#hasHost = true;
		root.extension = standard;
		root.setStandardMounts(standard);
	}

	/** The pseudo-terminals of a mount namespace. */
	terminalsOf(root: MountTree): PtsTable {
		if (!(root.extension instanceof KernelStandardMounts)) throw new Error('assertion failed: a root without /dev');
		return root.extension.terminals;
	}

	openBlock(name: string, node: FileNode, flags: OpenFlags, path: string): OpenFile {
		return this.blocks.open(name, node, flags, path);
	}

	openDevice(name: string, node: FileNode, flags: OpenFlags, path: string, viewer: Viewer | undefined): OpenFile {
		if (name.startsWith('device ')) throw new SystemError('ENXIO');
		if (name !== 'tty') return new DeviceFile(name as DeviceName, node, this.random, flags, path);
		const terminal = viewer === undefined ? undefined : this.pids.get(viewer.hostPid)?.session.terminal;
		if (terminal === undefined) throw new SystemError('ENXIO');
		return new TerminalFile(terminal, node, flags);
	}

	timerWait(atMs: number): Wait {
		return {
			arm: (wake) => {
				const timer = this.loop.at(atMs, wake);
				return () => timer.cancel();
			},
		};
	}

	/** As after a new start: nothing has run yet. */
	reboot(): void {
		this.endedCpuMs = 0;
		this.#settings = undefined;
		this.pids.clear();
		this.#blocks?.clear();
		this.profiles.forget();
		this.swaps = [];
		this.facts = { ...this.facts, bootedAtMs: this.loop.now(), bootId: this.random.uuid() };
	}

	/** Of all processes that there have been, and of what no process shows. */
	usedCpuMs(): number {
		return this.processesCpuMs() + Math.floor((this.loop.now() - this.facts.bootedAtMs) * SYSTEM_CORES);
	}

	processesCpuMs(): number {
		let cpuMs = this.endedCpuMs;
		for (const process of this.pids.all()) if (!process.isEnded) cpuMs += process.cpuMs;
		return cpuMs;
	}

	usedMemoryBytes(): number {
		let bytes = BASE_MEMORY_BYTES;
		for (const process of this.pids.all()) if (!process.isEnded) bytes += process.ownMemoryBytes;
		return bytes;
	}

	/** The machine's own OOM killer: the largest processes go until there is room. Models mm/oom_kill.c. */
	checkMemory(): void {
		this.heldAtGrowthBytes = this.usedMemoryBytes();
		while (this.usedMemoryBytes() > this.facts.memoryBytes) {
			const victim = this.#worstOfAll();
			if (victim === undefined) return;
			if (victim.resources !== undefined) victim.resources.oomKills++;
			victim.terminateBySignal('KILL');
		}
	}

	/** Who would be missed least: the largest, as far as it may go; of equals the youngest. Models oom_badness. */
	#worstOfAll(): KernelProcess | undefined {
		let worst: KernelProcess | undefined;
		let points = Number.NEGATIVE_INFINITY;
		for (const process of this.pids.all()) {
			if (process.isEnded || process.hostPid === 1 || process.oomScoreAdj === OOM_SCORE_ADJ_MIN) continue;
			const own = process.memoryBytes + (process.oomScoreAdj / 1_000) * this.facts.memoryBytes;
			if (own >= points) [worst, points] = [process, own];
		}
		return worst;
	}

	generatedFileSystem(type: string, root: GeneratedContent, device: number): GeneratedFileSystem {
		return new GeneratedFileSystem({
			device,
			type,
			root,
			now: () => this.loop.now(),
			processOf: (viewer) => this.pids.get(viewer.hostPid),
		});
	}
}

export function stackOf(layers: LayerStack | readonly Layer[] | undefined): LayerStack {
	return layers instanceof LayerStack ? layers : stackLayers(layers ?? []);
}

/** Device numbers: the shared file systems have fixed ones. */
const PROC_DEVICE = 21;
const SYS_DEVICE = 22;
const FIRST_DEVICE = 30;

/** The OOM killer leaves it alone. */
const OOM_SCORE_ADJ_MIN = -1_000;
/** Of a core: what interrupts and kernel threads use. */
const SYSTEM_CORES = 0.008;
/** What the kernel and its caches take. */
const BASE_MEMORY_BYTES = 180 * 1024 * 1024;
