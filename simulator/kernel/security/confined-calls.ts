import type { Task } from '../../machinery/task.ts';
import { locate } from '../files/path-calls.ts';
import type { VouchedAnswers } from '../net/vouched-answers.ts';
import type * as api from '../process-api.ts';
import { SystemError } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { TracedCalls } from '../tracing/traced-calls.ts';
import type { Confinement } from './confinement.ts';

/**
 * The system calls of a process that is confined: each is looked at before it is made. Others have `TracedCalls`, so
 * that nobody else pays for it. Models kernel/seccomp.c and security/apparmor/lsm.c.
 */
export class ConfinedCalls extends TracedCalls {
	readonly #process: KernelProcess;
	readonly #confinement: Confinement;

	constructor(process: KernelProcess, confinement: Confinement) {
		super(process);
		this.#process = process;
		this.#confinement = confinement;
	}

	override *open(path: string, flags: api.OpenFlags, mode?: number): Task<number> {
		this.#call('openat');
		const wanted = `${flags.read ? 'r' : ''}${flags.write || flags.truncate || flags.create ? 'w' : ''}`;
		this.#file(path, flags.append && !flags.truncate ? wanted.replace('w', 'a') : wanted);
		return yield* super.open(path, flags, mode);
	}

	override *read(fd: number, max: number): Task<Uint8Array> {
		this.#call('read');
		return yield* super.read(fd, max);
	}

	override *write(fd: number, data: Uint8Array): Task<void> {
		this.#call('write');
		return yield* super.write(fd, data);
	}

	override stat(path: string): api.Stat {
		this.#call('newfstatat');
		return super.stat(path);
	}

	override readdir(path: string): readonly string[] {
		this.#call('getdents64');
		this.#file(path, 'r');
		return super.readdir(path);
	}

	override mkdir(path: string, mode: number): void {
		this.#call('mkdir', 'mkdirat');
		this.#file(`${path}/`, 'w');
		super.mkdir(path, mode);
	}

	override rmdir(path: string): void {
		this.#call('rmdir', 'unlinkat');
		this.#file(path, 'w');
		super.rmdir(path);
	}

	override unlink(path: string): void {
		this.#call('unlink', 'unlinkat');
		this.#file(path, 'w', false);
		super.unlink(path);
	}

	override rename(from: string, to: string): void {
		this.#call('rename', 'renameat', 'renameat2');
		this.#file(from, 'rw', false);
		this.#file(to, 'w', false);
		super.rename(from, to);
	}

	override link(from: string, to: string): void {
		this.#call('link', 'linkat');
		this.#file(to, 'l', false);
		super.link(from, to);
	}

	override symlink(target: string, path: string): void {
		this.#call('symlink', 'symlinkat');
		this.#file(path, 'w', false);
		super.symlink(target, path);
	}

	override mkfifo(path: string, mode: number): void {
		this.#call('mknod', 'mknodat');
		this.#file(path, 'w');
		super.mkfifo(path, mode);
	}

	override mknod(path: string, type: 'character' | 'block', mode: number, major: number, minor: number): void {
		this.#call('mknod', 'mknodat');
		this.#file(path, 'w');
		super.mknod(path, type, mode, major, minor);
	}

	override chmod(path: string, mode: number): void {
		this.#call('chmod', 'fchmodat');
		this.#file(path, 'w');
		super.chmod(path, mode);
	}

	override chown(path: string, uid: number, gid: number, follow = true): void {
		this.#call('chown', 'fchownat');
		this.#file(path, 'w', follow);
		super.chown(path, uid, gid, follow);
	}

	override utimes(path: string, atimeMs: number, mtimeMs: number, follow = true): void {
		this.#call('utimensat');
		this.#file(path, 'w', follow);
		super.utimes(path, atimeMs, mtimeMs, follow);
	}

	override chdir(path: string): void {
		this.#call('chdir');
		super.chdir(path);
	}

	override spawn(options: api.SpawnOptions): number {
		this.#call('clone', 'clone3', 'fork', 'vfork');
		if (options.path !== undefined) {
			this.#call('execve');
			this.#file(options.path, 'x');
		}
		return super.spawn(options);
	}

	override *exec(path: string, argv: readonly string[], env: ReadonlyMap<string, string>): Task<never> {
		this.#call('execve');
		this.#file(path, 'x');
		return yield* super.exec(path, argv, env);
	}

	override kill(pid: number, signal: api.SignalName | 0): void {
		this.#call('kill');
		super.kill(pid, signal);
	}

	override setsid(): void {
		this.#call('setsid');
		super.setsid();
	}

	override setCredentials(change: Partial<api.Credentials>): void {
		if (change.uid !== undefined) this.#call('setuid');
		if (change.gid !== undefined) this.#call('setgid');
		super.setCredentials(change);
	}

	override *connect(address: string, port: number, options?: { timeoutMs?: number }): Task<number> {
		this.#socket('stream', 'tcp');
		this.#call('connect');
		return yield* super.connect(address, port, options);
	}

	override listen(address: string, port: number): number {
		this.#socket('stream', 'tcp');
		this.#call('bind');
		this.#call('listen');
		return super.listen(address, port);
	}

	override listenLocal(path: string, backlog?: number): number {
		for (const call of ['socket', 'bind', 'listen']) this.#call(call);
		this.#file(path, 'w');
		return super.listenLocal(path, backlog);
	}

	override *connectLocal(path: string): Task<number> {
		for (const call of ['socket', 'connect']) this.#call(call);
		this.#file(path, 'rw');
		return yield* super.connectLocal(path);
	}

	override vouch(fd: number, answers: VouchedAnswers): void {
		super.vouch(fd, answers);
	}

	override *accept(fd: number): Task<{ fd: number; address: string; port: number }> {
		this.#call('accept', 'accept4');
		return yield* super.accept(fd);
	}

	override udp(): number {
		this.#socket('dgram', 'udp');
		return super.udp();
	}

	override bindUdp(fd: number, address: string, port: number): void {
		this.#call('bind');
		super.bindUdp(fd, address, port);
	}

	override connectUdp(fd: number, address: string, port: number): void {
		this.#call('connect');
		super.connectUdp(fd, address, port);
	}

	override sendTo(fd: number, address: string, port: number, data: Uint8Array): void {
		this.#call('sendto', 'sendmsg');
		super.sendTo(fd, address, port, data);
	}

	override echoSocket(): number {
		this.#socket('raw', 'icmp');
		return super.echoSocket();
	}

	#socket(type: string, protocol: string): void {
		this.#call('socket');
		const matcher = this.#matcher();
		if (matcher !== undefined && !matcher.mayUseNetwork('inet', type, protocol)) throw new SystemError('EACCES');
	}

	#matcher(): ReturnType<KernelProcess['kernel']['profiles']['find']> {
		const { profile } = this.#confinement;
		return profile === undefined ? undefined : this.#process.kernel.profiles.find(profile);
	}

	/** @param names which do the same: a program takes the one that it may make. */
	#call(...names: readonly string[]): void {
		const filter = this.#confinement.syscalls;
		if (filter === undefined) return;
		const verdicts = names.map((name) => filter.verdict(name));
		if (verdicts.includes('allow')) return;
		const [verdict] = verdicts;
		if (verdict === 'kill') {
			this.#process.terminateBySignal('SYS', true);
			this.#process.requireAlive();
		}
		throw new SystemError(verdict as api.Errno);
	}

	#file(path: string, permissions: string, follow = true): void {
		const matcher = this.#matcher();
		if (matcher === undefined) return;
		const found = locate(this.#process, path.replace(/(?<=.)\/+$/, ''), follow);
		const isDirectory = found.node?.type === 'directory' || (found.node === undefined && path.endsWith('/'));
		const named = isDirectory && found.path !== '/' ? `${found.path}/` : found.path;
		if (!matcher.mayUseFile(named, permissions)) throw new SystemError('EACCES');
	}
}
