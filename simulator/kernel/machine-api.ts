import type { LazyText } from '../machinery/lazy-text.ts';
import type { Task } from '../machinery/task.ts';
import type { BlockState } from './block/block-state.ts';
import type { SwapArea } from './block/device-views.ts';
import type { NodeType } from './files/file-system.ts';
import type { CopiedMachine, FrozenFileSystems, ThawedFileSystems } from './files/file-system-copies.ts';
import type { LayerStack } from './files/layer-stack.ts';
import type { MountTable } from './files/mount-table.ts';
import type { FilterTables } from './net/filter-tables.ts';
import type { Inspection } from './net/inspection.ts';
import type { LinkTable } from './net/links/link-table.ts';
import type { NetworkState } from './net/network-state.ts';
import type { Beyond } from './net/tcp-peer.ts';
import type { Wiring } from './network-view.ts';
import type { Credentials, Process, ProcessInfo, Program, SignalName, WaitResult } from './process-api.ts';
import type { BandwidthCounters } from './processes/cpu-bandwidth.ts';
import type { Confinement } from './security/confinement.ts';

/**
 * What the layers above build machines and containers with. `kernel/machine.ts` implements `Machine`;
 * a world has one a host, and containers are process trees on their node's machine.
 */
export interface Machine {
	readonly hostname: string;
	/** The host's own network namespace. */
	readonly network: NetworkNamespace;
	/** The host's root file system. */
	readonly root: FileTree;
	/** @param settings of /proc/sys, those of the namespace that are not the usual: ["net.core.somaxconn", "1024"]. */
	createNetworkNamespace(name: string, settings?: readonly (readonly [string, string])[]): NetworkNamespace;
	deleteNetworkNamespace(namespace: NetworkNamespace): void;
	/**
	 * Starts a process tree with its own mounts (and pid namespace, unless it shares one). Throws SystemError
	 * (ENOENT, EACCES) when argv[0] cannot be found or executed, as the container runtime reports it.
	 */
	start(options: StartOptions): RunningProcess;
	/** The status that a process would end with, when ending is all its program does and nothing keeps it from starting. */
	foreseenExitStatus(options: StartOptions): number | undefined;
	/** Host-wide process table, pid order. */
	processes(): readonly ProcessInfo[];
	/** What all processes there have been have used, and what is held now, with the system's own share. */
	usage(): { readonly cpuMs: number; readonly memoryBytes: number };
	/** All memory that was held when a process took some the last time. */
	readonly heldAtGrowthBytes: number;
	readonly bootedAtMs: number;
	/** Makes a port available to programs by `process.port(name)`. */
	providePort(name: string, port: unknown): void;
	/** What was provided by this name. */
	port<T>(name: string): T | undefined;
	/** A writable tree over immutable layers (an image's, a snapshot's; none: an empty tmpfs-like tree), billed to this world's disk. */
	createTree(layers?: LayerStack | readonly Layer[]): FileTree;
	/** A tmpfs. @param bytes its size; half of the machine's memory by default. */
	createMemoryTree(bytes?: number): FileTree;
	readonly memoryBytes: number;
	/** Whether AppArmor has loaded a profile of this name. */
	hasAccessProfile(name: string): boolean;
	/** Gives back the disk space of a tree that nobody mounts any more (a removed container's). */
	releaseTree(tree: FileTree): void;
	/** Room on its disk that no file of its trees shows (an image's blobs); a negative amount gives back. */
	takeRoom(bytes: number): void;
	/** @param memory of the one that this is a copy of. */
	createResourceGroup(name: string, limits?: GroupLimits, memory?: GroupMemory): ResourceGroup;
	/** A file's content as another machine's copy starts from it: immutable, shared, O(changed files). */
	snapshotTree(tree: FileTree): LayerStack;
	/** What the running kernel has been told and no file says; another machine's copy starts from it. */
	kernelState(copies: FrozenFileSystems): KernelState;
	/** Its part in a copy of several machines. */
	readonly copied: CopiedMachine;
	/** Mounts what was mounted on the machine that this one is a copy of. */
	resumeMounts(state: KernelState, copies: ThawedFileSystems): void;
	/** Every live process ends at once and the network is gone: the power is cut. */
	powerOff(): void;
	/** The machine is there again, with its files and without a process; it has booted now. */
	powerOn(): void;
	/** Feeds the machine's whole state, in a defined order, to a hash. */
	digest(update: (text: string) => void): void;
}

/** Values of /proc/sys, with what is loaded into the kernel, those of the host's network, and what may be swapped to. Immutable. */
export interface KernelState {
	readonly settings: ReadonlyMap<string, string>;
	readonly networkSettings: ReadonlyMap<string, string>;
	readonly swaps: readonly SwapArea[];
	/** Undefined: nobody has changed anything by hand. */
	readonly network: NetworkState | undefined;
	readonly mounts: MountTable;
	readonly blocks: BlockState | undefined;
	/** CPU time of all processes that there have been. */
	readonly usedCpuMs: number;
}

export interface StartOptions {
	readonly argv: readonly string[];
	readonly env: ReadonlyMap<string, string>;
	readonly cwd: string;
	readonly credentials: Credentials;
	/** Root of its mount namespace. The host's own root when absent. */
	readonly root?: FileTree;
	readonly network?: NetworkNamespace;
	readonly hostname?: string;
	/** Join the pid namespace of this process (exec into a container, shared process namespace). */
	readonly joinPidNamespaceOf?: RunningProcess;
	/** New pid namespace: the process is pid 1 there. Default true when `root` is given. */
	readonly newPidNamespace?: boolean;
	readonly stdin: 'null' | 'pipe' | 'terminal';
	/** With 'terminal', stdout and stderr are the terminal's. */
	readonly terminalSize?: { columns: number; rows: number };
	/** Called with what the process writes (stderr never with a terminal). */
	readonly onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void;
	readonly onExit: (result: WaitResult) => void;
	/** Runs this instead of the file that argv[0] names (login shells are files; only tests and hosts use it). */
	readonly program?: Program;
	/** Search PATH of `env` for argv[0] when it has no slash. */
	readonly searchPath?: boolean;
	/** The process tree is billed to this group: CPU, memory, the OOM killer, the process limit. */
	readonly group?: ResourceGroup;
	/** Of the process tree: −1000 to 1000. Default: as its group has it. */
	readonly oomScoreAdj?: number | undefined;
	/** Ports of this process tree only; they come before the machine's. */
	readonly ports?: ReadonlyMap<string, unknown>;
	/** What confines it and its descendants. */
	readonly confinement?: Confinement;
	/** Umask of the first process. Default 0o022. */
	readonly umask?: number;
	/** The file to execute when it is not the one that argv[0] names (a login shell's "-bash"). */
	readonly path?: string;
	/** The host's init: pid 1. */
	readonly init?: boolean;
	/** Comes before its program: what a copy of a process waits for that had nothing to do at the time. */
	readonly idle?: (process: Process) => Task<void>;
}

export interface RunningProcess {
	readonly pid: number;
	readonly process: Process;
	/** Bytes for stdin or typed at the terminal. Returns false when the buffer is full: wait for `onDrain`. */
	write(data: Uint8Array): boolean;
	onDrain(callback: () => void): void;
	closeStdin(): void;
	resize(columns: number, rows: number): void;
	/** To the process itself. */
	signal(signal: SignalName): void;
	/** SIGKILL to the whole pid namespace. */
	killAll(): void;
	readonly exited: WaitResult | undefined;
	/** The pid in the host's pid namespace. */
	readonly hostPid: number;
	/** The other end of the terminal goes away (the window is closed, the connection drops): SIGHUP, then end of file. */
	hangup(): void;
}

/** What a control group may use; undefined: no limit. */
export interface GroupLimits {
	readonly memoryLimitBytes?: number | undefined;
	readonly cpuLimitMillicores?: number | undefined;
	/** Its part of the CPU when others want it too. Differs: it is told, and nothing else follows from it. */
	readonly cpuShares?: number | undefined;
	readonly processLimit?: number | undefined;
	/** How soon its processes are ended when the machine runs out of memory. */
	readonly oomScoreAdj?: number | undefined;
}

/** What a copy of a group, on a copied machine, goes on with. */
export interface GroupMemory {
	readonly cpuMs: number;
	readonly bandwidth: BandwidthCounters;
	readonly kept: ReadonlyMap<string, unknown>;
}

export interface ResourceGroup {
	readonly name: string;
	/** Undefined: no limit. */
	memoryLimitBytes: number | undefined;
	cpuLimitMillicores: number | undefined;
	cpuShares: number;
	/** Undefined: the machine's own limit only. */
	processLimit: number | undefined;
	usage(): { readonly cpuMs: number; readonly memoryBytes: number; readonly processes: number };
	/** Of 100 ms each: those in which it ran with a quota, and those in which that was used up. */
	cpuPeriods(): BandwidthCounters;
	/** How often the OOM killer ended this group's processes (each then reports SIGKILL: exit code 137). */
	readonly oomKills: number;
	memory(): GroupMemory;
	/** SIGKILL to every process of the group. */
	killAll(): void;
}

/** A mountable tree with copy-on-write: immutable layers below, one writable layer above. */
export interface FileTree {
	/** Reads without a process: absolute path; undefined when absent or not a regular file. */
	readFile(path: string): Uint8Array | undefined;
	/** Creates missing parents (root, 0755). Replaces the content and keeps the inode. */
	writeFile(
		path: string,
		data: Uint8Array | string | LazyText,
		attributes?: { mode?: number; uid?: number; gid?: number; mtimeMs?: number },
	): void;
	/** A file of zeros that takes so much room. Throws SystemError ENOSPC. */
	allocate(path: string, bytes: number): void;
	mkdir(path: string, attributes?: { mode?: number; uid?: number; gid?: number }): void;
	symlink(target: string, path: string): void;
	remove(path: string): void;
	list(path: string): readonly string[] | undefined;
	/** What is there; undefined when nothing is. Links are followed. */
	typeOf(path: string): NodeType | undefined;
	/** Mounts another tree (or one directory or file of it) here. */
	mount(
		path: string,
		tree: FileTree,
		options?: {
			readOnly?: boolean;
			subPath?: string;
			source?: string;
			type?: string;
			/** As the mount table tells them, besides "rw". */
			options?: string;
			/** What is mounted below comes along; it does unless said otherwise. */
			recursive?: boolean;
			/** What is mounted below is read only as well. */
			recursiveReadOnly?: boolean;
		},
	): void;
	unmount(path: string): void;
	/**
	 * What is mounted below `source.path` from now on is mounted below `path` too, and with `both` the other way round as
	 * well; until this tree is released. Models MS_SLAVE and MS_SHARED.
	 */
	followMounts(path: string, source: { readonly tree: FileTree; readonly path: string }, both: boolean): void;
	/** Its /dev has the machine's devices: said before anything runs in it. */
	showDevices(): void;
	/** Whether something is mounted at this path. */
	isMounted(path: string): boolean;
	/**
	 * Everything mounted below this tree's root, for a copy of it.
	 * @param copies of this machine and those that are copied with it.
	 */
	mountTable(copies: FrozenFileSystems): MountTable;
	/** Mounts what a table says. This tree has nothing mounted below its root. */
	inheritMounts(table: MountTable, copies: ThawedFileSystems): void;
	/** Told of every change below `path` (a kubelet watching its manifests). Returns the function that stops it. */
	watch(path: string, onChange: (path: string) => void): () => void;
	/** Bytes its writable layer holds. */
	writtenBytes(): number;
	/** Bytes of a file, or of all files below a directory; 0 when absent. */
	bytesBelow(path: string): number;
	/** The number of the next file that is made in its writable layer. */
	readonly nextInode: number;
	/** So many files have been made and removed again. */
	skipInodes(count: number): void;
	/** Of the disk that the tree lies on. */
	diskUsage(): { readonly totalBytes: number; readonly usedBytes: number };
}

/** One immutable layer of an image or of a host's installation, shared by all worlds of a process. */
export interface Layer {
	/** By absolute path without trailing slash ("/etc/passwd"). Missing parents are root's, 0755. */
	readonly entries: ReadonlyMap<string, LayerEntry>;
	/** Modification time of its files, virtual milliseconds since the epoch. Default 2025-10-01. */
	readonly mtimeMs?: number;
	/** What it takes on a disk in life, where the world holds only some of its files. */
	readonly bytes?: number;
}

export type LayerEntry =
	| { readonly type: 'directory'; readonly mode: number; readonly uid?: number; readonly gid?: number }
	| { readonly type: 'symlink'; readonly target: string }
	/** Text or bytes; or an executable: the kernel runs `program` from the program registry. */
	| {
			readonly type: 'file';
			readonly mode: number;
			readonly uid?: number;
			readonly gid?: number;
			readonly content: string | Uint8Array;
	  }
	| { readonly type: 'executable'; readonly mode: number; readonly program: string; readonly size: number }
	/** Hides what lower layers hold. */
	| { readonly type: 'whiteout' };

/** A network namespace: addresses, listening sockets, connections. */
export interface NetworkNamespace {
	readonly name: string;
	/** 127.0.0.1 is always there. */
	addresses: string[];
	/** Free for the network layer: which Pod or host this is. */
	readonly labels: Map<string, string>;
	/** Its packet filter; `hasFilters`: there is something in it. */
	readonly filters: FilterTables;
	readonly hasFilters: boolean;
	/** Its devices, addresses and routes; `isRewired`: they are no longer as it was wired. */
	readonly links: LinkTable;
	readonly isRewired: boolean;
	onRewired?: (() => void) | undefined;
	/** What wires it; absent: nobody knows. */
	wiring?: (() => Wiring | undefined) | undefined;
	/** The machine's own namespace; absent: this is it. */
	readonly host?: NetworkNamespace | undefined;
	/** Of a machine's own: the others that there are on it. */
	neighbourNamespaces?: (() => readonly NetworkNamespace[]) | undefined;
	/** What is set here of a name of /proc/sys; undefined: the usual. */
	setting(name: string): string | undefined;
	/** What answers at ports where nobody listens here. */
	beyond?: Beyond | undefined;
	isListening(protocol: 'tcp' | 'udp', address: string, port: number): boolean;
}

/** Implemented by `network/`: where a packet sent from a namespace to an address ends up. ICMP has no ports (0). */
export interface NetworkFabric {
	/** @param senderPort of what is really sent; absent for who only asks where it would go. */
	route(
		from: NetworkNamespace,
		protocol: 'tcp' | 'udp' | 'icmp',
		address: string,
		port: number,
		senderPort?: number,
	): Route;
}

export type Route =
	/** Delivered; `to` decides whether somebody listens there. The receiver sees `sourceAddress`. */
	| {
			readonly kind: 'deliver';
			readonly to: NetworkNamespace;
			readonly address: string;
			readonly port: number;
			readonly sourceAddress: string;
			readonly latencyMs: number;
			/** Routers on the way; none when absent. */
			readonly hops?: number;
			/** Proxies on the way, the sender's first. */
			readonly inspections?: readonly Inspection[];
	  }
	/** Answered with a reset: connection refused. */
	| { readonly kind: 'refuse'; readonly latencyMs: number }
	/** Silently lost: the sender times out. */
	| { readonly kind: 'drop' }
	/** At once, or when somebody on the way has said so. */
	| {
			readonly kind: 'unreachable';
			readonly errno: 'EHOSTUNREACH' | 'ENETUNREACH' | 'EACCES' | 'EINVAL';
			/** The router that says so; absent: the sender's own host. */
			readonly by?: string;
			readonly latencyMs: number;
	  };

/** Programs by the name that executables carry. Built once from registries; shared by all worlds of a process. */
export type ProgramRegistry = ReadonlyMap<string, Program>;

/** What `process.port('power')` gives: the machine's own switch. Both return before anything has happened. */
export interface PowerSwitch {
	off(): void;
	restart(): void;
}

/** What `process.port('shutdown-delay')` gives: who wants a machine's orderly end to wait, as systemd's inhibitor locks do. */
export interface ShutdownDelay {
	/** The machine is to go down; `done` is called when it may. */
	prepare(done: () => void): void;
}
