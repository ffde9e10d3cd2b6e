import type { Task } from '../../machinery/task.ts';
import { locate } from '../files/path-calls.ts';
import { TcpListener } from '../net/tcp-listener.ts';
import { TcpSocket } from '../net/tcp-socket.ts';
import { UdpSocket } from '../net/udp-socket.ts';
import type { OpenFile } from '../open-files/open-file.ts';
import type * as api from '../process-api.ts';
import { SystemError } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { ProcessCalls } from '../processes/process-calls.ts';
import { BUFFER, openFlagsText, statText, type WaitOptions, waitOptionsText, waitText } from './call-text.ts';
import type { EventSubject, Traced, Tracer } from './system-event.ts';
import { type CallDetails, Tracing } from './tracing.ts';

type Parameters = CallDetails['parameters'];

/**
 * The system calls with the kernel's tracepoints: while somebody listens, each tells of itself when it has been made. With
 * nobody there it is one look at a field. Of execve they are in `Tracing.executed`.
 */
export class TracedCalls extends ProcessCalls implements api.Process {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		super(self);
		this.#self = self;
	}

	traceCalls(tracer: Omit<Tracer, 'ownPid'>): Traced {
		const { kernel, credentials, hostPid, namespace } = this.#self;
		const { only } = tracer;
		const theirs = [...(only?.pids ?? [])].map((pid) => namespace.get(pid));
		if (theirs.some((each) => each === undefined || each.isEnded)) throw new SystemError('ESRCH');
		const pids = new Set(theirs.map((each) => each?.hostPid ?? 0));
		const may = only === undefined ? ['SYS_ADMIN', 'BPF'] : ['SYS_PTRACE'];
		const isOwn = theirs.length > 0 && theirs.every((each) => each?.credentials.uid === credentials.uid);
		if (!isOwn && !may.some((name) => credentials.capabilities.has(name))) throw new SystemError('EPERM');
		for (const pid of pids) {
			if (pid === hostPid || !this.#wants('ptrace')) continue;
			const parameters: Parameters = [
				['request', 'PTRACE_SEIZE'],
				['pid', pid],
			];
			this.#emit('ptrace', { parameters });
		}
		const own: Tracer = {
			ownPid: hostPid,
			onEvent: (event) => tracer.onEvent(event),
			wants: (name) => tracer.wants(name),
			...(only === undefined ? {} : { only: { pids, follows: only.follows } }),
		};
		kernel.tracing ??= new Tracing(kernel.tracedEvents);
		kernel.tracing.add(own);
		const stop = (): void => {
			const { tracing } = kernel;
			tracing?.remove(own);
			if (tracing?.isEmpty !== true) return;
			kernel.tracedEvents = tracing.number;
			kernel.tracing = undefined;
		};
		this.onEnd(stop);
		return { stop, post: kernel.post };
	}

	override open(path: string, flags: api.OpenFlags, mode?: number): Task<number> {
		if (!this.#wants('openat')) return super.open(path, flags, mode);
		return this.#open(path, flags, mode);
	}

	*#open(path: string, flags: api.OpenFlags, mode?: number): Task<number> {
		const before = this.#locate(path, flags.noFollow !== true);
		const parameters: Parameters = [
			['dirfd', 'AT_FDCWD'],
			['name', path],
			['flags', openFlagsText(flags)],
			...(flags.create ? [['mode', `0${(mode ?? 0o666).toString(8)}`] as const] : []),
		];
		const subject = (fd: number): EventSubject => ({
			kind: before?.isDirectory === true ? 'directory' : 'file',
			...{ fd, path: before?.path ?? this.#absolute(path), givenPath: path, flags },
			created: fd >= 0 && before?.exists !== true,
		});
		let fd: number;
		try {
			fd = yield* super.open(path, flags, mode);
		} catch (error) {
			if (error instanceof SystemError) {
				this.#emit('openat', { parameters, result: error.errno, subject: subject(-1) });
			}
			throw error;
		}
		this.#emit('openat', { parameters, result: fd, subject: subject(fd) });
		return fd;
	}

	override read(fd: number, max: number): Task<Uint8Array> {
		return this.#wants('read') ? this.#read(fd, max) : super.read(fd, max);
	}

	*#read(fd: number, max: number): Task<Uint8Array> {
		const data = yield* super.read(fd, max);
		const parameters: Parameters = [
			['fd', fd],
			['buf', textOf(data)],
			['count', max],
		];
		this.#emit('read', { parameters, result: data.length, subject: this.#subjectOf(fd) });
		return data;
	}

	override write(fd: number, data: Uint8Array): Task<void> {
		return this.#wants('write') ? this.#write(fd, data) : super.write(fd, data);
	}

	*#write(fd: number, data: Uint8Array): Task<void> {
		yield* super.write(fd, data);
		const parameters: Parameters = [
			['fd', fd],
			['buf', textOf(data)],
			['count', data.length],
		];
		this.#emit('write', { parameters, result: data.length, subject: this.#subjectOf(fd) });
	}

	override close(fd: number): void {
		const subject = this.#wants('close') ? this.#subjectOf(fd) : undefined;
		this.#made('close', [['fd', fd]], () => super.close(fd), subject);
	}

	override readdir(path: string): readonly string[] {
		return this.#made('getdents64', [['path', path]], () => super.readdir(path));
	}

	override stat(path: string): api.Stat {
		return this.#looked(path, 0, () => super.stat(path));
	}

	override lstat(path: string): api.Stat {
		return this.#looked(path, 'AT_SYMLINK_NOFOLLOW', () => super.lstat(path));
	}

	#looked(path: string, flags: string | number, call: () => api.Stat): api.Stat {
		if (!this.#wants('newfstatat')) return call();
		const parameters = (found: string): Parameters => [
			['dirfd', 'AT_FDCWD'],
			['path', path],
			['statbuf', found],
			['flags', flags],
		];
		try {
			const stat = call();
			this.#emit('newfstatat', { parameters: parameters(statText(stat)) });
			return stat;
		} catch (error) {
			if (error instanceof SystemError) {
				this.#emit('newfstatat', { parameters: parameters(BUFFER), result: error.errno });
			}
			throw error;
		}
	}

	override sleep(ms: number): Task<void> {
		return this.#wants('clock_nanosleep') ? this.#sleep(ms) : super.sleep(ms);
	}

	*#sleep(ms: number): Task<void> {
		const time = `{tv_sec=${Math.floor(ms / 1000)}, tv_nsec=${Math.floor((ms % 1000) * 1e6)}}`;
		const parameters: Parameters = [
			['clockid', 'CLOCK_REALTIME'],
			['flags', 0],
			['rqtp', time],
			['rmtp', BUFFER],
		];
		yield* super.sleep(ms);
		this.#emit('clock_nanosleep', { parameters });
	}

	override wait(pid: number, options?: WaitOptions): ReturnType<ProcessCalls['wait']> {
		return this.#wants('wait4') ? this.#wait(pid, options) : super.wait(pid, options);
	}

	*#wait(pid: number, options?: WaitOptions): ReturnType<ProcessCalls['wait']> {
		const result = yield* super.wait(pid, options);
		const parameters: Parameters = [
			['upid', pid],
			['stat_addr', result === undefined ? BUFFER : waitText(result)],
			['options', waitOptionsText(options)],
			['ru', 'NULL'],
		];
		this.#emit('wait4', { parameters, result: result?.pid ?? 0 });
		return result;
	}

	override mkdir(path: string, mode: number): void {
		const parameters: Parameters = [
			['path', path],
			['mode', octal(mode)],
		];
		this.#made('mkdir', parameters, () => super.mkdir(path, mode));
	}

	override rmdir(path: string): void {
		this.#made('rmdir', [['path', path]], () => super.rmdir(path));
	}

	override unlink(path: string): void {
		const parameters: Parameters = [
			['dirfd', 'AT_FDCWD'],
			['name', path],
			['flags', 0],
		];
		this.#made('unlinkat', parameters, () => super.unlink(path));
	}

	override rename(from: string, to: string): void {
		const parameters: Parameters = [
			['olddirfd', 'AT_FDCWD'],
			['oldpath', this.#absolute(from)],
			['newdirfd', 'AT_FDCWD'],
			['newpath', this.#absolute(to)],
			['flags', 0],
		];
		this.#made('renameat2', parameters, () => super.rename(from, to));
	}

	override link(from: string, to: string): void {
		const parameters: Parameters = [
			['olddir', 'AT_FDCWD'],
			['oldpath', this.#absolute(from)],
			['newdir', 'AT_FDCWD'],
			['newpath', this.#absolute(to)],
			['flags', 0],
		];
		this.#made('linkat', parameters, () => super.link(from, to));
	}

	override symlink(target: string, path: string): void {
		const parameters: Parameters = [
			['target', target],
			['linkdirfd', 'AT_FDCWD'],
			['linkpath', path],
		];
		this.#made('symlinkat', parameters, () => super.symlink(target, path));
	}

	override chmod(path: string, mode: number): void {
		const parameters: Parameters = [
			['dirfd', 'AT_FDCWD'],
			['filename', this.#absolute(path)],
			['mode', octal(mode)],
		];
		this.#made('fchmodat', parameters, () => super.chmod(path, mode));
	}

	override chown(path: string, uid: number, gid: number, follow = true): void {
		const parameters: Parameters = [
			['dirfd', 'AT_FDCWD'],
			['pathname', this.#absolute(path)],
			['uid', uid],
			['gid', gid],
			['flags', follow ? 0 : 'AT_SYMLINK_NOFOLLOW'],
		];
		this.#made('fchownat', parameters, () => super.chown(path, uid, gid, follow));
	}

	override chdir(path: string): void {
		this.#made('chdir', [['path', path]], () => super.chdir(path));
	}

	override chroot(path: string): void {
		this.#made('chroot', [['path', path]], () => super.chroot(path));
	}

	override mount(request: api.MountRequest): void {
		const parameters: Parameters = [
			['dev', request.source],
			['dir', request.target],
			['type', request.type],
			['flags', request.bind ? 'MS_BIND' : request.remount ? 'MS_REMOUNT' : 0],
		];
		this.#made('mount', parameters, () => super.mount(request));
	}

	override umount(path: string, lazy: boolean): void {
		const parameters: Parameters = [
			['name', path],
			['flags', lazy ? 'MNT_DETACH' : 0],
		];
		this.#made('umount2', parameters, () => super.umount(path, lazy));
	}

	override kill(pid: number, signal: api.SignalName | 0): void {
		const parameters: Parameters = [
			['pid', pid],
			['sig', signal === 0 ? 0 : `SIG${signal}`],
		];
		this.#made('kill', parameters, () => super.kill(pid, signal));
	}

	override setsid(): void {
		this.#made('setsid', [], () => super.setsid());
	}

	override setCredentials(change: Partial<api.Credentials>): void {
		const { uid, gid } = change;
		const change2 = (): void => super.setCredentials(change);
		if (uid !== undefined) this.#made('setuid', [['uid', uid]], change2);
		else if (gid !== undefined) this.#made('setgid', [['gid', gid]], change2);
		else change2();
	}

	override joinNamespaces(pid: number, kinds: readonly api.NamespaceKind[]): void {
		const parameters: Parameters = [
			['fd', 3],
			['nstype', kinds.map((kind) => CLONE_FLAGS[kind]).join('|')],
		];
		this.#made('setns', parameters, () => super.joinNamespaces(pid, kinds));
	}

	override dup2(fd: number, onto: number): void {
		const parameters: Parameters = [
			['oldfd', fd],
			['newfd', onto],
		];
		const subject = this.#wants('dup2') ? this.#subjectOf(fd) : undefined;
		this.#made('dup2', parameters, () => super.dup2(fd, onto), subject, onto);
	}

	override spawn(options: api.SpawnOptions): number {
		if (!this.#wants('clone')) return super.spawn(options);
		const pid = super.spawn(options);
		this.#emit('clone', { parameters: [['flags', 'CLONE_CHILD_SETTID|CLONE_CHILD_CLEARTID|SIGCHLD']], result: pid });
		return pid;
	}

	override connect(address: string, port: number, options?: { timeoutMs?: number }): Task<number> {
		if (!this.#wants('connect')) return super.connect(address, port, options);
		return this.#connect(address, port, options);
	}

	*#connect(address: string, port: number, options?: { timeoutMs?: number }): Task<number> {
		const remote = { address, port };
		let fd: number;
		try {
			fd = yield* super.connect(address, port, options);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const local = { address: this.#ownAddress(), port: 0 };
			const subject = { kind: 'socket', fd: -1, protocol: 'tcp', role: 'client', local, remote } as const;
			this.#emit('connect', { parameters: addressParameters(3, remote), result: error.errno, subject });
			throw error;
		}
		this.#emit('connect', { parameters: addressParameters(fd, remote), subject: this.#subjectOf(fd) });
		return fd;
	}

	override listen(address: string, port: number): number {
		if (!this.#wants('listen') && !this.#wants('bind')) return super.listen(address, port);
		const fd = super.listen(address, port);
		const subject = this.#subjectOf(fd);
		const local = { address, port: this.sockName(fd).port };
		if (this.#wants('bind')) this.#emit('bind', { parameters: addressParameters(fd, local), subject });
		if (!this.#wants('listen')) return fd;
		const parameters: Parameters = [
			['fd', fd],
			['backlog', 4096],
		];
		this.#emit('listen', { parameters, subject });
		return fd;
	}

	override accept(fd: number): ReturnType<ProcessCalls['accept']> {
		return this.#wants('accept4') ? this.#accept(fd) : super.accept(fd);
	}

	*#accept(fd: number): ReturnType<ProcessCalls['accept']> {
		const accepted = yield* super.accept(fd);
		const subject = this.#subjectOf(accepted.fd, 'server');
		this.#emit('accept4', { parameters: addressParameters(fd, accepted), result: accepted.fd, subject });
		return accepted;
	}

	override connectUdp(fd: number, address: string, port: number): void {
		const remote = { address, port };
		const connect = (): void => super.connectUdp(fd, address, port);
		if (!this.#wants('connect')) connect();
		else this.#made('connect', addressParameters(fd, remote), connect, this.#subjectOf(fd, 'client', remote));
	}

	override sendTo(fd: number, address: string, port: number, data: Uint8Array): void {
		const send = (): void => super.sendTo(fd, address, port, data);
		if (!this.#wants('sendto')) {
			send();
			return;
		}
		const remote = { address, port };
		const parameters: Parameters = [['fd', fd], ['buf', textOf(data)], ['size', data.length], ...addressOnly(remote)];
		this.#made('sendto', parameters, send, this.#subjectOf(fd, 'client', remote), data.length);
	}

	/** One that is over at once: made, and told of whether it went well or not. */
	#made<T>(name: string, parameters: Parameters, call: () => T, subject?: EventSubject, result = 0): T {
		if (!this.#wants(name)) return call();
		try {
			const value = call();
			this.#emit(name, { parameters, result, subject });
			return value;
		} catch (error) {
			if (error instanceof SystemError) this.#emit(name, { parameters, result: error.errno, subject });
			throw error;
		}
	}

	#wants(name: string): boolean {
		const { tracing } = this.#self.kernel;
		return tracing?.wants(this.#self, name) === true;
	}

	#emit(name: string, details: CallDetails): void {
		this.#self.kernel.tracing?.emit(this.#self, name, details);
	}

	#absolute(path: string): string {
		if (path.startsWith('/')) return path;
		const { cwd } = this.#self;
		return `${cwd === '/' ? '' : cwd}/${path}`;
	}

	#locate(path: string, follow: boolean): { path: string; exists: boolean; isDirectory: boolean } | undefined {
		try {
			const found = locate(this.#self, path, follow);
			return { path: found.path, exists: found.node !== undefined, isDirectory: found.node?.type === 'directory' };
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	#ownAddress(): string {
		return this.#self.network.addresses[0] ?? '127.0.0.1';
	}

	#subjectOf(fd: number, role: 'client' | 'server' = 'client', to?: { address: string; port: number }) {
		const file: OpenFile | undefined = this.#self.files.find(fd);
		if (file === undefined) return undefined;
		const socket = { kind: 'socket', fd } as const;
		if (file instanceof TcpSocket) {
			return { ...socket, protocol: 'tcp', role, local: file.local, remote: file.remote } as const;
		}
		if (file instanceof TcpListener) {
			const local = { address: file.address, port: file.port };
			return { ...socket, protocol: 'tcp', role: 'none', local, remote: undefined } as const;
		}
		if (file instanceof UdpSocket) {
			const address = file.address === '0.0.0.0' ? this.#ownAddress() : file.address;
			const local = { address, port: file.port };
			return { ...socket, protocol: 'udp', role, local, remote: to ?? file.peer } as const;
		}
		const { name, flags } = file;
		return { kind: 'file', fd, path: name, givenPath: name, flags, created: false } as const;
	}
}

const CLONE_FLAGS = { mnt: 'CLONE_NEWNS', net: 'CLONE_NEWNET', uts: 'CLONE_NEWUTS', pid: 'CLONE_NEWPID' } as const;

function octal(mode: number): string {
	return `0${mode.toString(8)}`;
}

function addressOnly({ address, port }: { address: string; port: number }): Parameters {
	return [['addr', `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${address}")}`]];
}

function addressParameters(fd: number, remote: { address: string; port: number }): Parameters {
	return [['fd', fd], ...addressOnly(remote)];
}

/** The beginning of what is read or written, one character a byte. */
function textOf(data: Uint8Array): string {
	return String.fromCharCode(...data.subarray(0, SHOWN_BYTES));
}

/** What tracers show of data. Models falco's snaplen. */
const SHOWN_BYTES = 80;
