import { StacklessError } from '../machinery/stackless-error.ts';
import type { Task, Wait } from '../machinery/task.ts';
import type { LoopDevice, SwapArea } from './block/device-views.ts';
import type { IsolationCalls, NamespaceKind } from './isolation-api.ts';
import type { FileTree } from './machine-api.ts';
import type { EchoReply } from './net/echo-reply.ts';
import type { NamespaceView } from './net/namespace-view.ts';
import type { VouchedAnswers } from './net/vouched-answers.ts';
import type { SignalName } from './signal-name.ts';
import type { Traced, Tracer } from './tracing/system-event.ts';

/**
 * What a program sees of its machine: the system calls. Every call either completes at once or yields
 * a Wait; failures are thrown as `SystemError` with the errno. A program is a generator function that
 * gets its process and returns its exit status; when the process is killed the generator is dropped
 * where it waits (no `finally` runs; the kernel closes its files).
 */
export interface Program {
	(process: Process): Task<number>;
	/** Set on a program that does nothing but end with this status. */
	readonly onlyExits?: number;
}

export type Errno =
	| 'EPERM'
	| 'ENOENT'
	| 'ESRCH'
	| 'EINTR'
	| 'EIO'
	| 'E2BIG'
	| 'ENOEXEC'
	| 'EBADF'
	| 'ECHILD'
	| 'EAGAIN'
	| 'ENOMEM'
	| 'EACCES'
	| 'EBUSY'
	| 'EEXIST'
	| 'EXDEV'
	| 'ENODEV'
	| 'ENOTDIR'
	| 'EISDIR'
	| 'EINVAL'
	| 'EMFILE'
	| 'ENOTTY'
	| 'ENOTBLK'
	| 'ETXTBSY'
	| 'EFBIG'
	| 'ENOSPC'
	| 'ESPIPE'
	| 'EROFS'
	| 'EPIPE'
	| 'ENAMETOOLONG'
	| 'ENOTEMPTY'
	| 'ELOOP'
	| 'EADDRINUSE'
	| 'EADDRNOTAVAIL'
	| 'ENETUNREACH'
	| 'ECONNRESET'
	| 'ENOTCONN'
	| 'ETIMEDOUT'
	| 'ECONNREFUSED'
	| 'EHOSTUNREACH'
	| 'ENOSYS'
	| 'EDQUOT'
	| 'ENODATA'
	| 'EOPNOTSUPP'
	| 'ERANGE'
	| 'ENXIO';

export type { NamespaceKind, SignalName };

export interface Credentials {
	uid: number;
	gid: number;
	groups: readonly number[];
	/** Capabilities held, without CAP_ ("NET_BIND_SERVICE"); root has them all unless a container dropped some. */
	capabilities: ReadonlySet<string>;
	/** What it and its descendants can hold at most, whatever they execute; everything when absent. */
	bounding?: ReadonlySet<string>;
	/** Executing a setuid program changes nobody. */
	noNewPrivileges?: boolean;
	/** Who executed a setuid program (sudo asks); absent when it is `uid`. */
	realUid?: number;
}

export interface Process extends IsolationCalls {
	readonly pid: number;
	readonly ppid: number;
	readonly pgid: number;
	readonly sid: number;
	readonly credentials: Credentials;
	/** argv[0] first. */
	readonly argv: readonly string[];
	/** Which release of its program the file holds, when it says ("v1.35.1"): "kubelet@v1.35.1" as an executable's program. */
	readonly release: string | undefined;
	/** The environment as it was at exec; programs copy it (the shell keeps variables of its own). */
	readonly env: ReadonlyMap<string, string>;
	cwd: string;
	umask: number;
	readonly hostname: string;
	/** Virtual milliseconds since the epoch. */
	now(): number;
	/** Seeded randomness of this process (/dev/urandom, $RANDOM). */
	randomUint32(): number;

	// Files. Paths may be relative to cwd. Descriptors 0, 1 and 2 are the standard streams.
	open(path: string, flags: OpenFlags, mode?: number): Task<number>;
	close(fd: number): void;
	/** At most `max` bytes; an empty array is the end of file. Waits while a pipe, terminal or socket is empty. */
	read(fd: number, max: number): Task<Uint8Array>;
	/** Writes all of it, waiting where a pipe is full. SIGPIPE or EPIPE when no reader is left. */
	write(fd: number, data: Uint8Array): Task<void>;
	seek(fd: number, offset: number, whence: 'set' | 'cur' | 'end'): number;
	truncate(fd: number, length: number): void;
	/** Takes room on the disk for a file up to `end`; what was not written reads as zeros. Models posix_fallocate(3). */
	allocate(fd: number, end: number): void;
	dup(fd: number): number;
	dup2(fd: number, onto: number): void;
	/** [read end, write end]. */
	pipe(): [number, number];
	setCloseOnExec(fd: number, on: boolean): void;
	fileDescriptors(): readonly number[];
	stat(path: string): Stat;
	lstat(path: string): Stat;
	fstat(fd: number): Stat;
	/** Names in the order the file system keeps them, without . and .. */
	readdir(path: string): readonly string[];
	readlink(path: string): string;
	/** Absolute path with links resolved. */
	realpath(path: string): string;
	access(path: string, want: { read?: boolean; write?: boolean; execute?: boolean }): boolean;
	mkdir(path: string, mode: number): void;
	rmdir(path: string): void;
	unlink(path: string): void;
	rename(from: string, to: string): void;
	link(from: string, to: string): void;
	symlink(target: string, path: string): void;
	mkfifo(path: string, mode: number): void;
	/** A device's node. EPERM without CAP_MKNOD. What has no driver here cannot be opened. */
	mknod(path: string, type: 'character' | 'block', mode: number, major: number, minor: number): void;
	/** The name of a local socket that nobody listens to; `listenLocal` makes its own. */
	mksocket(path: string, mode: number): void;
	chmod(path: string, mode: number): void;
	chown(path: string, uid: number, gid: number, follow?: boolean): void;
	utimes(path: string, atimeMs: number, mtimeMs: number, follow?: boolean): void;
	chdir(path: string): void;
	statfs(path: string): {
		readonly mountPoint: string;
		readonly source: string;
		readonly type: string;
		readonly totalBytes: number;
		readonly usedBytes: number;
	};

	/** EPERM without CAP_SYS_ADMIN, ENODEV for a type that the kernel does not have. */
	mount(request: MountRequest): void;
	/** EPERM, EINVAL where nothing is mounted, EBUSY. @param lazy although it is busy. */
	umount(path: string, lazy: boolean): void;
	/** Makes a file pass for a disk. EPERM without CAP_SYS_ADMIN, EBUSY, ENXIO. @returns the device. */
	attachLoop(path: string, request: LoopRequest): string;
	/** ENXIO where no file is attached. */
	detachLoop(device: string): void;
	/** EPERM, EINVAL of what was not made to be swapped to, EBUSY. */
	swapOn(path: string): void;
	swapOff(path: string): void;
	/** A directory as this process sees it, to be mounted elsewhere. Models open_tree(2). */
	openTree(path: string): DirectoryTree;

	// Processes.
	/**
	 * Starts a child. `program` runs in it directly (a subshell: same image, other generator); `exec` finds
	 * and runs a file. The child gets the descriptors listed (child fd → parent fd), by default 0, 1 and 2.
	 */
	spawn(options: SpawnOptions): number;
	/** Replaces this process's program by the file's; returns only by throwing. */
	exec(path: string, argv: readonly string[], env: ReadonlyMap<string, string>): Task<never>;
	/** Waits for a child to end or stop. `pid` −1: any. Undefined with nohang and nothing to report. ECHILD when there is none. */
	wait(
		pid: number,
		options?: { nohang?: boolean; untraced?: boolean; continued?: boolean },
	): Task<WaitResult | undefined>;
	kill(pid: number, signal: SignalName | 0): void;
	setpgid(pid: number, pgid: number): void;
	setsid(): void;
	setCredentials(change: Partial<Credentials>): void;
	/** What ps shows instead of the arguments ("nginx: worker process"). Models setproctitle(3). */
	setTitle(title: string): void;
	/** Counts processes that have come and gone: those of a script that one program stands for. */
	passPids(count: number): void;
	/** What a signal does to this process: its default, nothing, or a note that `takeSignals` hands over. */
	onSignal(signal: SignalName, disposition: 'default' | 'ignore' | 'catch'): void;
	/** What it does now. */
	dispositionOf(signal: SignalName): 'default' | 'ignore' | 'catch';
	/** Caught signals since the last call. A caught signal makes a waiting call throw EINTR. */
	takeSignals(): readonly SignalName[];
	sleep(ms: number): Task<void>;
	/** A Wait for a moment of virtual time: with `anyOf` and `block` the deadline of any other wait. */
	timer(atMs: number): Wait;
	/** A Wait for the first of regular looks that finds something: for programs that poll, at no cost while all is quiet. */
	lookEvery(periodMs: number, finds: () => boolean): Wait;
	/**
	 * Waits for this (with signals ending it by EINTR): for programs that watch several things. `isOver` is asked right
	 * before the wait is armed, when what was waited for may have come while the time slice was used up.
	 */
	block(wait: Wait, isOver?: () => boolean): Task<void>;
	/**
	 * Counts a step of pure computation (a microsecond or two), or so many; yields when the time slice is used up. Call it
	 * in every loop a user controls.
	 */
	tick(steps?: number): Task<void>;
	/** Uses the CPU for `cpuMs` (a model of heavy work): waits longer when the machine is busy or the group is throttled. */
	burnCpu(cpuMs: number): Task<void>;
	/**
	 * What the program uses on average while nobody asks anything of it, from its start on: a model of what it does all
	 * the time, which costs no events. `useMemory` says later what it holds instead.
	 */
	rest(use: { readonly cpuMillicores: number; readonly memoryBytes: number }): void;
	/** CPU time that has been used without waiting for it: small work that nobody would notice the time of. */
	chargeCpu(cpuMs: number): void;
	/**
	 * Declares how much memory the process holds now. Beyond the group's limit the OOM killer ends the whole group.
	 * @param heldBytes what of it the program really keeps, as far as users decide how much that is.
	 */
	useMemory(bytes: number, heldBytes?: number): void;
	/**
	 * Calls back when the process has ended, however it has (a `finally` does not run when it is killed): for programs
	 * that run something outside themselves, a component of the cluster.
	 */
	onEnd(callback: () => void): void;
	/** Ends the process at once, as exit(2). */
	exit(status: number): never;

	// Terminals.
	isatty(fd: number): boolean;
	ttyName(fd: number): string | undefined;
	terminalSize(fd: number): { columns: number; rows: number };
	getTerminalMode(fd: number): TerminalMode;
	setTerminalMode(fd: number, mode: TerminalMode): void;
	getForegroundGroup(fd: number): number;
	setForegroundGroup(fd: number, pgid: number): void;

	// In this process's network namespace. Addresses are IPv4 texts.
	connect(address: string, port: number, options?: { timeoutMs?: number }): Task<number>;
	/** A listening descriptor. '0.0.0.0' for every address. EADDRINUSE, EACCES below 1024 without the capability. */
	listen(address: string, port: number): number;
	accept(fd: number): Task<{ fd: number; address: string; port: number }>;
	/**
	 * A listening descriptor under the name of a file, which is made (0777 less the umask) and stays when nobody listens
	 * any more. EADDRINUSE when there is one. `accept` takes from it; its clients have no address.
	 */
	listenLocal(path: string, backlog?: number): number;
	/** ENOENT, EACCES without the right to write the file, ECONNREFUSED where nobody listens. */
	connectLocal(path: string): Task<number>;
	peerName(fd: number): { address: string; port: number };
	sockName(fd: number): { address: string; port: number };
	shutdown(fd: number, how: 'read' | 'write' | 'both' | /** As `close` with SO_LINGER of 0 s. */ 'reset'): void;
	udp(): number;
	/** Gives a UDP socket a partner for `read` and `write`. */
	connectUdp(fd: number, address: string, port: number): void;
	sendTo(fd: number, address: string, port: number, data: Uint8Array): void;
	/** Waits for a datagram; undefined when `timeoutMs` passes first. */
	receiveFrom(fd: number, timeoutMs: number): Task<{ data: Uint8Array; address: string; port: number } | undefined>;
	bindUdp(fd: number, address: string, port: number): void;
	/** A socket for ICMP echo requests. */
	echoSocket(): number;
	/** Sends one; its answer bears its number. ENETUNREACH. */
	sendEcho(fd: number, address: string, sequence: number): void;
	/** Waits for an answer; undefined when `timeoutMs` passes first. */
	receiveEcho(fd: number, timeoutMs: number): Task<EchoReply | undefined>;
	/**
	 * Says of a listener which requests it would answer how, for who only wants to know (the kubelet's probes): they are
	 * then spared a connection, the server its bytes.
	 */
	vouch(fd: number, answers: VouchedAnswers): void;
	/** The status that a GET from here is vouched to get; undefined: make a connection and ask. */
	vouchedStatus(address: string, port: number, secure: boolean, target: string): number | undefined;
	/** Whether reading would not wait. */
	readable(fd: number): boolean;
	/** A Wait for `readable(fd)`. */
	whenReadable(fd: number): Wait;

	/**
	 * Is told of system calls of other processes until this one ends or says so. EPERM without SYS_ADMIN or BPF;
	 * for some processes only, that are of somebody else, without SYS_PTRACE.
	 */
	traceCalls(tracer: Omit<Tracer, 'ownPid'>): Traced;

	/** The machine this process runs on: its process table and mounts, for ps, mount, df, /proc. */
	readonly machine: MachineView;
	/**
	 * Ports that only some programs need (the editor dialog, host calls, the container runtime). A program asks by
	 * name and its own type; undefined when this machine does not have it.
	 */
	port<T>(name: string): T | undefined;
}

/** A directory of a mount namespace. */
export interface DirectoryTree {
	readonly tree: FileTree;
	readonly path: string;
}

export interface LoopRequest {
	/** "/dev/loop3"; the first that is free when absent. */
	readonly device?: string;
	readonly readOnly?: boolean;
	/** It goes when it is unmounted. */
	readonly autoclear?: boolean;
	readonly offsetBytes?: number;
}

export interface MountRequest {
	/** A device's name, or the directory or file that a bind mount shows. */
	readonly source: string;
	readonly target: string;
	/** '' of bind mounts. */
	readonly type: string;
	readonly bind?: boolean;
	/** With what is mounted below the source. */
	readonly recursive?: boolean;
	readonly remount?: boolean;
	readonly readOnly?: boolean;
	/** The file system's own: "size=64m". */
	readonly options?: string;
	/** What is mounted, where it is no file system of this machine's. */
	readonly tree?: DirectoryTree;
}

export interface OpenFlags {
	read?: boolean;
	write?: boolean;
	append?: boolean;
	create?: boolean;
	exclusive?: boolean;
	truncate?: boolean;
	directory?: boolean;
	noFollow?: boolean;
	nonBlock?: boolean;
}

export interface Stat {
	readonly type: 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character' | 'block';
	readonly inode: number;
	/** Identity of the file system, so that (device, inode) names a file. */
	readonly device: number;
	/** Permission bits with setuid, setgid and sticky: 0o755. */
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly size: number;
	readonly links: number;
	readonly atimeMs: number;
	readonly mtimeMs: number;
	readonly ctimeMs: number;
	/** When it was made, where the file system keeps that. */
	readonly birthMs?: number;
	/** Major and minor, of a device. */
	readonly deviceNumbers?: readonly [number, number];
	/** What it takes of the disk, of a file with holes. */
	readonly allocatedBytes?: number;
	/** It has a list of access, or hands one down. */
	readonly hasAccessList?: boolean;
}

export interface SpawnOptions {
	readonly argv: readonly string[];
	readonly env: ReadonlyMap<string, string>;
	/** Runs this instead of a file. */
	readonly program?: Program;
	/** The file to execute. An absolute or cwd-relative path: PATH is the shell's business. */
	readonly path?: string;
	readonly fds?: ReadonlyMap<number, number>;
	/** Join or lead (0) a process group. */
	readonly pgid?: number;
	readonly cwd?: string;
	/** Signals reset to default in the child; a shell passes those it ignores for itself only. */
	readonly ignoredSignals?: readonly SignalName[];
	readonly newSession?: boolean;
	readonly credentials?: Credentials;
	/** The terminal that becomes the controlling one of the new session. */
	readonly controllingTerminalFd?: number;
}

export type WaitResult =
	| { readonly pid: number; readonly kind: 'exited'; readonly status: number }
	| { readonly pid: number; readonly kind: 'signaled'; readonly signal: SignalName; readonly coreDumped: boolean }
	| { readonly pid: number; readonly kind: 'stopped'; readonly signal: SignalName }
	| { readonly pid: number; readonly kind: 'continued' };

export interface TerminalMode {
	/** Line by line with erase and end-of-file keys (ICANON). */
	canonical: boolean;
	echo: boolean;
	/** Ctrl-C, Ctrl-Z and Ctrl-\ send signals (ISIG). */
	signals: boolean;
	/** Newline to carriage return and newline on output (OPOST|ONLCR). */
	postprocess: boolean;
	/** Carriage return to newline on input (ICRNL). */
	mapReturn: boolean;
	/** Ctrl-S and Ctrl-Q (IXON). */
	flowControl: boolean;
}

export interface MachineView extends NamespaceView {
	readonly hostname: string;
	readonly bootedAtMs: number;
	readonly kernelRelease: string;
	/** What a sandbox's own kernel has logged; undefined: the machine's is the process's. */
	readonly guestLog: readonly string[] | undefined;
	readonly cpus: number;
	readonly memoryBytes: number;
	readonly disk: { readonly totalBytes: number; readonly usedBytes: number };
	/** What may be swapped to, the first that was turned on first. */
	readonly swaps: readonly SwapArea[];
	/** Files that pass for disks. */
	loops(): readonly LoopDevice[];
	/** In pid order, as this process's pid namespace sees them. */
	processes(): readonly ProcessInfo[];
	mounts(): readonly {
		readonly source: string;
		readonly target: string;
		readonly type: string;
		readonly options: string;
		/** Which directory of its file system shows there. */
		readonly root: string;
	}[];
	/** Interfaces of this process's network namespace. */
	interfaces(): readonly {
		readonly name: string;
		readonly addresses: readonly string[];
		readonly mac: string;
		readonly up: boolean;
		readonly mtu: number;
	}[];
	/** Local sockets that processes here have open, the oldest first. */
	localSockets(): readonly LocalSocketInfo[];
	/** Listening and connected sockets of this process's network namespace. */
	sockets(): readonly {
		readonly protocol: 'tcp' | 'udp';
		readonly state: string;
		readonly local: string;
		readonly peer: string;
		readonly pid: number;
		/** As the links of /proc/PID/fd have it: "socket:[9]". */
		readonly name: string;
	}[];
}

export interface LocalSocketInfo {
	readonly state: 'LISTEN' | 'ESTAB';
	/** '' without a name. */
	readonly path: string;
	readonly inode: number;
	/** Of the other end; 0 for none. */
	readonly peerInode: number;
	readonly receiveQueue: number;
	readonly sendQueue: number;
	readonly holders: readonly { readonly pid: number; readonly fd: number }[];
}

export interface ProcessInfo {
	readonly pid: number;
	readonly ppid: number;
	readonly pgid: number;
	readonly sid: number;
	readonly uid: number;
	/** Its title alone where it has given itself one. */
	readonly argv: readonly string[];
	/** Base name of what was executed, as the kernel keeps it: 15 characters. */
	readonly name: string;
	/** R running, S sleeping, T stopped, Z zombie. */
	readonly state: 'R' | 'S' | 'T' | 'Z' | 'D' | 'I';
	readonly niceness: number;
	readonly tty: string | undefined;
	readonly startedAtMs: number;
	readonly cpuMs: number;
	readonly rssBytes: number;
	readonly foreground: boolean;
}

export class SystemError extends StacklessError {
	readonly errno: Errno;
	constructor(errno: Errno) {
		super('SystemError', errno);
		this.errno = errno;
	}
}
