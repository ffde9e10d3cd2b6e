import { lookEvery } from '../../machinery/delay.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { deviceName } from '../files/device-numbers.ts';
import {
	access,
	changeDirectory,
	locateNode,
	openPath,
	readDirectory,
	readLink,
	statOf,
	statPath,
} from '../files/path-calls.ts';
import {
	changeMode,
	changeOwner,
	changeTimes,
	hardLink,
	makeNode,
	removeDirectory,
	rename,
	unlink,
} from '../files/path-changes.ts';
import { waitForOtherEnd } from '../open-files/fifo-open.ts';
import { PipeFile } from '../open-files/pipe.ts';
import type * as api from '../process-api.ts';
import { SystemError } from '../process-api.ts';
import { checkArguments, lookUpExecutable } from './executable-lookup.ts';
import { IsolationCalls } from './isolation-calls.ts';
import type { KernelProcess } from './kernel-process.ts';
import { exitProcess, waitForChild } from './lifecycle.ts';
import { attachLoopCall, detachLoopCall } from './loop-calls.ts';
import { MachineViewOf } from './machine-view.ts';
import { mountCall, unmountCall, usageOf } from './mount-calls.ts';
import { kill, setCredentials, setDisposition, takeSignals } from './signal-calls.ts';
import { executedCredentials, joinGroup, spawn, startSession } from './spawn.ts';
import { swapOffCall, swapOnCall } from './swap-calls.ts';
import * as terminalCalls from './terminal-calls.ts';
import { CpuWait, ProcessEnded } from './waits.ts';

/** CPU steps of system calls, besides what they move: about what Linux takes for them, `sliceSteps` a millisecond. */
const CALL_STEPS = 1;
const TRANSFER_STEPS = 2;
const FORK_STEPS = 400;
const EXEC_STEPS = 400;

/** The system calls as a program makes them: each checks, does its part here or in the module it names, and accounts. */
export class ProcessCalls extends IsolationCalls implements Omit<api.Process, 'traceCalls'> {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		super(self);
		this.#self = self;
	}

	get pid(): number {
		return this.#self.namespacePid;
	}
	get ppid(): number {
		return this.#self.parent?.pidIn(this.#self.namespace) ?? 0;
	}
	get pgid(): number {
		return this.#self.groupIdIn(this.#self.namespace);
	}
	get sid(): number {
		return this.#self.sessionIdIn(this.#self.namespace);
	}
	get credentials(): api.Credentials {
		return this.#self.credentials;
	}
	get argv(): readonly string[] {
		return this.#self.argv;
	}
	get release(): string | undefined {
		return this.#self.release;
	}
	get env(): ReadonlyMap<string, string> {
		return this.#self.env;
	}
	get cwd(): string {
		return this.#self.cwd;
	}
	set cwd(path: string) {
		this.#self.cwd = path;
	}
	get umask(): number {
		return this.#self.umask;
	}
	set umask(mask: number) {
		this.#self.umask = mask & 0o777;
	}
	get hostname(): string {
		return this.#self.uts.hostname;
	}
	get machine(): api.MachineView {
		return new MachineViewOf(this.#self);
	}

	now(): number {
		return this.#self.kernel.loop.now();
	}

	randomUint32(): number {
		return this.#self.kernel.random.uint32();
	}

	*open(path: string, flags: api.OpenFlags, mode = 0o666): Task<number> {
		this.#self.charge(2);
		yield* this.#self.checkpoint();
		const file = openPath(this.#self, path, flags, mode);
		const fd = this.#self.files.add(file);
		if (!(file instanceof PipeFile) || !file.isNamed) return fd;
		try {
			yield* waitForOtherEnd(this.#self, file);
		} catch (error) {
			if (error instanceof SystemError) this.#self.files.close(fd);
			throw error;
		}
		return fd;
	}

	close(fd: number): void {
		this.#self.charge(CALL_STEPS);
		this.#self.requireAlive();
		this.#self.files.close(fd);
	}

	*read(fd: number, max: number): Task<Uint8Array> {
		this.#self.charge(TRANSFER_STEPS);
		yield* this.#self.checkpoint();
		const file = this.#self.files.get(fd);
		if (!file.flags.read) throw new SystemError('EBADF');
		const data = yield* file.read(this.#self, max);
		yield* this.#self.checkpoint();
		return data;
	}

	*write(fd: number, data: Uint8Array): Task<void> {
		this.#self.charge(TRANSFER_STEPS);
		yield* this.#self.checkpoint();
		const file = this.#self.files.get(fd);
		if (!file.flags.write) throw new SystemError('EBADF');
		yield* file.write(this.#self, data);
		yield* this.#self.checkpoint();
	}

	seek(fd: number, offset: number, whence: 'set' | 'cur' | 'end'): number {
		return this.#self.files.get(fd).seek(offset, whence);
	}

	truncate(fd: number, length: number): void {
		const file = this.#self.files.get(fd);
		if (!file.flags.write || length < 0) throw new SystemError('EINVAL');
		file.truncate(length);
	}

	allocate(fd: number, end: number): void {
		const file = this.#self.files.get(fd);
		if (!file.flags.write) throw new SystemError('EBADF');
		file.allocate(end);
	}

	mount(request: api.MountRequest): void {
		mountCall(this.#self, request);
	}

	umount(path: string, lazy: boolean): void {
		unmountCall(this.#self, path, lazy);
	}

	attachLoop(path: string, request: api.LoopRequest): string {
		return attachLoopCall(this.#self, path, request);
	}

	detachLoop(device: string): void {
		detachLoopCall(this.#self, device);
	}

	swapOn(path: string): void {
		swapOnCall(this.#self, path);
	}

	swapOff(path: string): void {
		swapOffCall(this.#self, path);
	}

	openTree(path: string): api.DirectoryTree {
		const found = locateNode(this.#self, path);
		if (found.node.type !== 'directory') throw new SystemError('ENOTDIR');
		return { tree: this.#self.root, path: found.path };
	}

	dup(fd: number): number {
		this.#self.charge(CALL_STEPS);
		return this.#self.files.add(this.#self.files.get(fd).retain());
	}

	dup2(fd: number, onto: number): void {
		this.#self.charge(CALL_STEPS);
		const file = this.#self.files.get(fd);
		if (fd !== onto) this.#self.files.put(onto, file.retain());
	}

	pipe(): [number, number] {
		this.#self.charge(4 * CALL_STEPS);
		const pipe = this.#self.kernel.createPipe();
		const read = this.#self.files.add(new PipeFile(pipe, { read: true }));
		return [read, this.#self.files.add(new PipeFile(pipe, { write: true }))];
	}

	setCloseOnExec(fd: number, on: boolean): void {
		this.#self.files.setCloseOnExec(fd, on);
	}

	fileDescriptors(): readonly number[] {
		this.#self.charge(2 * CALL_STEPS);
		return this.#self.files.numbers();
	}

	stat(path: string): api.Stat {
		return statPath(this.#self, path, true);
	}

	lstat(path: string): api.Stat {
		return statPath(this.#self, path, false);
	}

	fstat(fd: number): api.Stat {
		this.#self.charge(CALL_STEPS);
		const status = this.#self.files.get(fd).status();
		return statOf(status.node, status.device, status.size, status.links);
	}

	readdir(path: string): readonly string[] {
		return readDirectory(this.#self, path);
	}

	readlink(path: string): string {
		return readLink(this.#self, path);
	}

	realpath(path: string): string {
		return locateNode(this.#self, path).path;
	}

	access(path: string, want: { read?: boolean; write?: boolean; execute?: boolean }): boolean {
		return access(this.#self, path, want);
	}

	mkdir(path: string, mode: number): void {
		makeNode(this.#self, path, 'directory', mode);
	}

	rmdir(path: string): void {
		removeDirectory(this.#self, path);
	}

	unlink(path: string): void {
		unlink(this.#self, path);
	}

	rename(from: string, to: string): void {
		rename(this.#self, from, to);
	}

	link(from: string, to: string): void {
		hardLink(this.#self, from, to);
	}

	symlink(target: string, path: string): void {
		makeNode(this.#self, path, 'symlink', 0o777, target);
	}

	mkfifo(path: string, mode: number): void {
		makeNode(this.#self, path, 'fifo', mode);
	}

	mknod(path: string, type: 'character' | 'block', mode: number, major: number, minor: number): void {
		if (!this.#self.credentials.capabilities.has('MKNOD')) throw new SystemError('EPERM');
		makeNode(this.#self, path, type, mode, deviceName(type, major, minor));
	}

	mksocket(path: string, mode: number): void {
		makeNode(this.#self, path, 'socket', mode);
	}

	chmod(path: string, mode: number): void {
		changeMode(this.#self, path, mode);
	}

	chown(path: string, uid: number, gid: number, follow = true): void {
		changeOwner(this.#self, path, uid, gid, follow);
	}

	utimes(path: string, atimeMs: number, mtimeMs: number, follow = true): void {
		changeTimes(this.#self, path, atimeMs, mtimeMs, follow);
	}

	chdir(path: string): void {
		this.#self.cwd = changeDirectory(this.#self, path);
	}

	statfs(path: string): ReturnType<api.Process['statfs']> {
		const { mount } = locateNode(this.#self, path);
		return { mountPoint: mount.path, source: mount.source, type: mount.type, ...usageOf(mount, this.#self.kernel) };
	}

	spawn(options: api.SpawnOptions): number {
		this.#self.requireAlive();
		this.#self.charge(FORK_STEPS);
		return spawn(this.#self, options);
	}

	*exec(path: string, argv: readonly string[], env: ReadonlyMap<string, string>): Task<never> {
		const self = this.#self;
		self.charge(EXEC_STEPS);
		yield* self.checkpoint();
		checkArguments(argv, env);
		const executable = lookUpExecutable(self, self.kernel.programs, path, argv);
		self.argv = executable.argv;
		self.release = executable.release;
		self.executable = executable.file;
		self.title = undefined;
		self.env = env;
		self.credentials = executedCredentials(self.credentials, executable);
		self.files.closeForExec();
		self.caught = [];
		for (const [signal, disposition] of [...(self.dispositions ?? [])]) {
			if (disposition === 'catch') self.dispositions?.delete(signal);
		}
		self.replacement = executable.program;
		self.kernel.tracing?.executed(self);
		// The scheduler drops this generator here and starts the new program's.
		yield new CpuWait(this.#self, 0);
		throw new ProcessEnded();
	}

	wait(
		pid: number,
		options: { nohang?: boolean; untraced?: boolean; continued?: boolean } = {},
	): Task<api.WaitResult | undefined> {
		return waitForChild(this.#self, pid, options);
	}

	kill(pid: number, signal: api.SignalName | 0): void {
		kill(this.#self, pid, signal);
	}

	setpgid(pid: number, pgid: number): void {
		const self = this.#self;
		const target = pid === 0 ? self : self.namespace.get(pid);
		if (target === undefined || (target !== self && target.parent !== self)) throw new SystemError('ESRCH');
		if (target.session !== self.session) throw new SystemError('EPERM');
		joinGroup(target, pgid);
	}

	setsid(): void {
		if (this.#self.group.hostId === this.#self.hostPid) throw new SystemError('EPERM');
		startSession(this.#self);
	}

	setCredentials(change: Partial<api.Credentials>): void {
		setCredentials(this.#self, change);
	}

	setTitle(title: string): void {
		this.#self.title = title;
	}

	passPids(count: number): void {
		this.#self.namespace.pass(count);
	}

	onSignal(signal: api.SignalName, disposition: 'default' | 'ignore' | 'catch'): void {
		setDisposition(this.#self, signal, disposition);
	}

	dispositionOf(signal: api.SignalName): 'default' | 'ignore' | 'catch' {
		return this.#self.dispositions?.get(signal) ?? 'default';
	}

	takeSignals(): readonly api.SignalName[] {
		return takeSignals(this.#self);
	}

	*sleep(ms: number): Task<void> {
		const self = this.#self;
		yield* self.checkpoint();
		const until = self.kernel.loop.now() + Math.max(0, Math.ceil(ms));
		while (self.kernel.loop.now() < until) yield* self.pause(self.kernel.timerWait(until));
	}

	timer(atMs: number): Wait {
		return this.#self.kernel.timerWait(atMs);
	}

	lookEvery(periodMs: number, finds: () => boolean): Wait {
		return lookEvery(this.#self.kernel.loop, periodMs, finds);
	}

	*block(wait: Wait, isOver?: () => boolean): Task<void> {
		const self = this.#self;
		yield* self.checkpoint();
		if (isOver?.() === true) return;
		yield* self.pause(wait);
		if (!self.interruptPending) return;
		self.interruptPending = false;
		throw new SystemError('EINTR');
	}

	*tick(steps = 1): Task<void> {
		const self = this.#self;
		self.sliceSteps += steps;
		if (self.sliceSteps >= self.kernel.limits.sliceSteps || self.stopSignal !== undefined) yield* self.checkpoint();
	}

	*burnCpu(cpuMs: number): Task<void> {
		for (let left = cpuMs; left > 0; left -= BURN_MS_MAX) {
			yield new CpuWait(this.#self, Math.min(left, BURN_MS_MAX));
			yield* this.#self.checkpoint();
		}
	}

	rest({ cpuMillicores, memoryBytes }: { readonly cpuMillicores: number; readonly memoryBytes: number }): void {
		this.#self.restingMillicores = cpuMillicores;
		this.#hold(memoryBytes);
	}

	chargeCpu(cpuMs: number): void {
		this.#self.burntMs += cpuMs;
	}

	useMemory(bytes: number, heldBytes = 0): void {
		if (heldBytes > this.#self.kernel.limits.heldMemoryBytes) this.#self.terminateBySignal('KILL');
		this.#hold(bytes);
	}

	#hold(bytes: number): void {
		this.#self.memoryBytes = bytes;
		if (bytes > this.#self.kernel.limits.processMemoryBytes) this.#self.terminateBySignal('KILL');
		this.#self.resources?.checkMemory();
		this.#self.kernel.checkMemory();
		this.#self.requireAlive();
	}

	onEnd(callback: () => void): void {
		this.#self.requireAlive();
		this.#self.endCallbacks ??= [];
		this.#self.endCallbacks.push(callback);
	}

	exit(status: number): never {
		exitProcess(this.#self, status);
		throw new ProcessEnded();
	}

	isatty(fd: number): boolean {
		return this.#self.files.find(fd)?.terminal !== undefined;
	}

	ttyName(fd: number): string | undefined {
		return this.#self.files.find(fd)?.terminal?.name;
	}

	terminalSize(fd: number): { columns: number; rows: number } {
		const { columns, rows } = terminalCalls.terminalOf(this.#self, fd);
		return { columns, rows };
	}

	getTerminalMode(fd: number): api.TerminalMode {
		return terminalCalls.terminalOf(this.#self, fd).mode;
	}

	setTerminalMode(fd: number, mode: api.TerminalMode): void {
		terminalCalls.setTerminalMode(this.#self, fd, mode);
	}

	getForegroundGroup(fd: number): number {
		return terminalCalls.getForegroundGroup(this.#self, fd);
	}

	setForegroundGroup(fd: number, pgid: number): void {
		terminalCalls.setForegroundGroup(this.#self, fd, pgid);
	}

	port<T>(name: string): T | undefined {
		const own = this.#self.ports?.get(name) ?? this.#self.resources?.port(name);
		return (own ?? this.#self.kernel.ports.get(name)) as T | undefined;
	}
}

/** CPU time asked for at once by `burnCpu`: others on the same CPU get in between. */
const BURN_MS_MAX = 50;
