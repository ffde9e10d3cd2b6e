import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import type { MountTree } from '../files/mount-tree.ts';
import type { Kernel } from '../kernel.ts';
import type { NetNamespace } from '../net/net-namespace.ts';
import type { Caller } from '../open-files/open-file.ts';
import {
	type Credentials,
	type Process,
	type Program,
	type SignalName,
	SystemError,
	type WaitResult,
} from '../process-api.ts';
import { limitOf, type ResourceLimits } from '../resource-limits.ts';
import type { Confinement } from '../security/confinement.ts';
import type { Terminal } from '../tty/terminal.ts';
import { DescriptorTable } from './descriptor-table.ts';
import { endProcess } from './lifecycle.ts';
import type { PidNamespace } from './pid-namespace.ts';
import { ProcessGroup, Session } from './process-group.ts';
import type { KernelResourceGroup } from './resource-group.ts';
import { deliverSignal } from './signal-delivery.ts';
import { CpuWait, ProcessEnded } from './waits.ts';

/** What a process is born with. */
export interface ProcessInit {
	readonly kernel: Kernel;
	readonly parent: KernelProcess | undefined;
	readonly namespace: PidNamespace;
	/** Leads a session of its own instead of joining its parent's group. */
	readonly newSession?: boolean;
	/** Given only to the host's init. */
	readonly hostPid?: number;
	readonly argv: readonly string[];
	readonly env: ReadonlyMap<string, string>;
	readonly cwd: string;
	readonly umask: number;
	readonly credentials: Credentials;
	readonly root: MountTree;
	readonly network: NetNamespace;
	readonly uts: UtsNamespace;
	readonly resources: KernelResourceGroup | undefined;
	/** Absent: as its group has it. */
	readonly oomScoreAdj?: number | undefined;
	readonly ports: ReadonlyMap<string, unknown> | undefined;
	readonly confinement: Confinement | undefined;
}

export interface UtsNamespace {
	hostname: string;
}

/** Resident memory of a program that does not say. */
const DEFAULT_MEMORY_BYTES = 3_500_000;
/** What of it no other process has, too. */
const DEFAULT_OWN_BYTES = 400_000;

/** The kernel's own record of a process. Programs see it through `calls`. */
export class KernelProcess implements Caller {
	readonly kernel: Kernel;
	readonly hostPid: number;
	readonly namespace: PidNamespace;
	readonly namespacePid: number;
	/** What its program sees of it. */
	readonly calls: Process;
	readonly startedAtMs: number;
	parent: KernelProcess | undefined;
	#children: Set<KernelProcess> | undefined;
	group: ProcessGroup;
	argv: readonly string[];
	title: string | undefined;
	/** Of the program file that it executes. */
	release: string | undefined;
	/** That file's path; undefined: there is none. */
	executable: string | undefined;
	env: ReadonlyMap<string, string>;
	cwd: string;
	umask: number;
	/** −20 to 19. */
	niceness = 0;
	credentials: Credentials;
	root: MountTree;
	network: NetNamespace;
	uts: UtsNamespace;
	/** Where its children's numbers come from, when it has joined another one's. */
	childNamespace: PidNamespace | undefined;
	/** What it may use at most, where that is not what everybody may. */
	limits: ResourceLimits | undefined;
	/** Numbers of namespaces that it or who came before it has parted into, by kind. */
	namespaceIds: ReadonlyMap<string, number> | undefined;
	readonly resources: KernelResourceGroup | undefined;
	/** −1000 to 1000: how much sooner the OOM killer takes it than another; −1000: never. */
	oomScoreAdj: number;
	readonly ports: ReadonlyMap<string, unknown> | undefined;
	readonly confinement: Confinement | undefined;
	readonly files: DescriptorTable;
	memoryBytes = DEFAULT_MEMORY_BYTES;

	// Scheduling: see scheduler.ts.
	generator: Task<number> | undefined;
	/** What exec has put in this program's place. */
	replacement: Program | undefined;
	runState: 'ready' | 'running' | 'sleeping' | 'slice' = 'ready';
	disarm: (() => void) | undefined;
	/** Distinguishes the wait armed now from earlier ones. */
	waitToken = 0;
	resumePending = false;
	/** Steps since the last slice, and all of them. */
	sliceSteps = 0;
	burntMs = 0;
	/** The piece of it that is not over yet. */
	#burning: { readonly cpuMs: number; readonly fromMs: number; readonly untilMs: number } | undefined;
	restingMillicores = 0;

	// Signals: see signal-delivery.ts.
	dispositions: Map<SignalName, 'ignore' | 'catch'> | undefined;
	caught: readonly SignalName[] = NO_SIGNALS;
	interruptPending = false;
	stopSignal: SignalName | undefined;

	// For the parent's wait: see lifecycle.ts.
	result: WaitResult | undefined;
	stopReport: SignalName | undefined;
	continueReport = false;
	#childChanged: Signal | undefined;
	/** What its program wants to be told at its end. */
	endCallbacks: (() => void)[] | undefined;
	/** Who started it from outside the machine; such a process has no zombie. */
	onExit: ((result: WaitResult) => void) | undefined;

	constructor(init: ProcessInit) {
		const { kernel, namespace } = init;
		this.kernel = kernel;
		this.namespace = namespace;
		this.hostPid = init.hostPid ?? kernel.pids.allocate();
		this.namespacePid = namespace === kernel.pids ? this.hostPid : namespace.allocate();
		this.parent = init.parent;
		this.argv = init.argv;
		this.env = init.env;
		this.cwd = init.cwd;
		this.umask = init.umask;
		this.credentials = init.credentials;
		this.root = init.root;
		this.network = init.network;
		this.uts = init.uts;
		this.resources = init.resources;
		this.oomScoreAdj = init.oomScoreAdj ?? init.resources?.oomScoreAdj ?? 0;
		this.ports = init.ports;
		this.confinement = init.confinement;
		this.startedAtMs = kernel.loop.now();
		this.files = new DescriptorTable(kernel.limits.openFiles);
		this.calls = kernel.callsFor(this);
		const inherited = init.newSession ? undefined : init.parent?.group;
		this.group = inherited ?? new ProcessGroup(this, new Session(this));
		this.group.members.add(this);
		kernel.pids.add(this.hostPid, this);
		if (namespace !== kernel.pids) namespace.add(this.namespacePid, this);
		init.parent?.addChild(this);
		init.resources?.members.add(this);
	}

	/** What it does not share with others: a program that has asked for nothing has little but the pages of its file. */
	get ownMemoryBytes(): number {
		return this.memoryBytes === DEFAULT_MEMORY_BYTES ? DEFAULT_OWN_BYTES : this.memoryBytes;
	}

	get isEnded(): boolean {
		return this.result !== undefined;
	}

	/** Pid 1 of its namespace: signals it does not handle pass it by, and its end is everybody's. */
	get isNamespaceInit(): boolean {
		return this.namespacePid === 1;
	}

	get session(): Session {
		return this.group.session;
	}

	get viewer(): this {
		return this;
	}

	get fileBytesMax(): number {
		return limitOf(this.limits, 'fsize').soft;
	}

	/** Whose processes /proc shows it: of whom it was mounted for. */
	get shownProcesses(): PidNamespace {
		return (this.root.shownProcesses as PidNamespace | undefined) ?? this.namespace;
	}

	/** What it has worked, and what it has used while it rested. */
	get cpuMs(): number {
		const burntMs = this.burntMs - this.#aheadMs();
		if (this.restingMillicores === 0) return burntMs;
		return burntMs + Math.floor(((this.kernel.loop.now() - this.startedAtMs) * this.restingMillicores) / 1000);
	}

	/** It has the CPU for so long, with what the quota of its group lets pass in between. */
	burns(cpuMs: number, fromMs: number, untilMs: number): void {
		this.burntMs += cpuMs;
		this.#burning = untilMs > this.now() ? { cpuMs, fromMs, untilMs } : undefined;
	}

	/** What of the piece that it burns it has still to get. */
	#aheadMs(): number {
		if (this.#burning === undefined) return 0;
		const { cpuMs, fromMs, untilMs } = this.#burning;
		const now = this.now();
		if (now < untilMs) return Math.ceil((cpuMs * Math.min(untilMs - now, untilMs - fromMs)) / (untilMs - fromMs));
		this.#burning = undefined;
		return 0;
	}

	/** At its end: what it has not had yet it never gets. */
	settleCpu(): void {
		this.burntMs = this.cpuMs;
		this.#burning = undefined;
		this.restingMillicores = 0;
	}

	reserveCpu(cpuMs: number): number {
		return this.kernel.scheduler.reserve(this, cpuMs);
	}

	/** In the order they were born or adopted. */
	get children(): readonly KernelProcess[] {
		return [...(this.#children ?? [])];
	}

	addChild(child: KernelProcess): void {
		this.#children ??= new Set();
		this.#children.add(child);
	}

	removeChild(child: KernelProcess): void {
		this.#children?.delete(child);
	}

	get childChanged(): Signal {
		this.#childChanged ??= new Signal(this.kernel.loop.post);
		return this.#childChanged;
	}

	wakeWaiters(): void {
		this.#childChanged?.wakeAll();
	}

	/** This process's number as `namespace` sees it; 0 when it does not. */
	pidIn(namespace: PidNamespace): number {
		if (namespace === this.kernel.pids) return this.hostPid;
		return namespace === this.namespace ? this.namespacePid : 0;
	}

	groupIdIn(namespace: PidNamespace): number {
		return namespace === this.kernel.pids ? this.group.hostId : this.group.namespaceId;
	}

	sessionIdIn(namespace: PidNamespace): number {
		return namespace === this.kernel.pids ? this.session.hostId : this.session.namespaceId;
	}

	moveToGroup(group: ProcessGroup): void {
		this.group.members.delete(this);
		this.group = group;
		group.members.add(this);
	}

	now(): number {
		return this.kernel.loop.now();
	}

	/** Sends a signal from the kernel (terminals, timers, the world outside). */
	signal(signal: SignalName): void {
		deliverSignal(this, signal, 'kernel');
	}

	terminateBySignal(signal: SignalName, coreDumped = false): void {
		if (this.isEnded) return;
		endProcess(this, { pid: this.namespacePid, kind: 'signaled', signal, coreDumped });
	}

	raise(signal: SignalName): void {
		deliverSignal(this, signal, 'kernel');
		this.requireAlive();
	}

	/** After something that may have ended this very process: does not return when it did. */
	requireAlive(): void {
		if (this.isEnded) throw new ProcessEnded();
	}

	charge(steps: number): void {
		this.sliceSteps += steps;
	}

	/** Lets others run when the slice is used up; holds a process that has stopped itself. */
	*checkpoint(): Task<void> {
		this.requireAlive();
		const slice = this.kernel.limits.sliceSteps;
		while (this.sliceSteps >= slice) {
			const slices = Math.min(BURST_SLICES_MAX, Math.floor(this.sliceSteps / slice));
			this.sliceSteps -= slices * slice;
			yield new CpuWait(this, slices);
		}
		while (this.stopSignal !== undefined) yield new CpuWait(this, 1);
	}

	*pause(wait: Wait): Task<void> {
		this.requireAlive();
		if (this.interruptPending) {
			this.interruptPending = false;
			throw new SystemError('EINTR');
		}
		yield wait;
	}

	*awaitForeground(terminal: Terminal, signal: 'TTIN' | 'TTOU'): Task<void> {
		while (this.isBackgroundOf(terminal)) {
			const disposition = this.dispositions?.get(signal);
			if (disposition === 'ignore' || this.group.isOrphaned()) throw new SystemError('EIO');
			this.group.signal(signal);
			this.requireAlive();
			if (disposition === 'catch') throw new SystemError('EINTR');
			yield* this.checkpoint();
		}
	}

	isBackgroundOf(terminal: Terminal): boolean {
		if (this.session.terminal !== terminal || terminal.hungUp) return false;
		return terminal.foreground !== undefined && terminal.foreground !== this.group;
	}
}

/** CPU time that is waited for at once when one call has moved very many bytes. */
const BURST_SLICES_MAX = 10;

export const NO_SIGNALS: readonly SignalName[] = [];
