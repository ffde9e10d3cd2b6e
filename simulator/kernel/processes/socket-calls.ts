import { anyOf, type Task, type Wait } from '../../machinery/task.ts';
import type { EchoReply } from '../net/echo-reply.ts';
import { EchoSocket } from '../net/echo-socket.ts';
import { LocalListener } from '../net/local-listener.ts';
import { LocalSocket } from '../net/local-socket.ts';
import { deadlineWait } from '../net/network-calls.ts';
import { TcpListener } from '../net/tcp-listener.ts';
import { TcpSocket } from '../net/tcp-socket.ts';
import { UdpSocket } from '../net/udp-socket.ts';
import type { VouchedAnswers } from '../net/vouched-answers.ts';
import { SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';

/** The system calls about sockets and readiness; `ProcessCalls` adds the rest. */
export class SocketCalls {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		this.#self = self;
	}

	*connect(address: string, port: number, options: { timeoutMs?: number } = {}): Task<number> {
		const self = this.#self;
		yield* self.checkpoint();
		requirePort(port);
		const socket = yield* self.kernel.sockets.connect(self, self.network, { address, port }, options.timeoutMs);
		return self.files.add(socket);
	}

	listen(address: string, port: number): number {
		const self = this.#self;
		requireBindable(self, port);
		const chosen = self.network.choosePort('tcp', address, port);
		return self.files.add(new TcpListener(self.network, address, chosen, self.kernel.socketClock));
	}

	listenLocal(path: string, backlog = LOCAL_BACKLOG): number {
		const self = this.#self;
		self.charge(4);
		return self.files.add(self.kernel.localListeners.listen(self, path, backlog));
	}

	*connectLocal(path: string): Task<number> {
		const self = this.#self;
		yield* self.checkpoint();
		return self.files.add(yield* self.kernel.localListeners.connect(self, self, path));
	}

	vouch(fd: number, answers: VouchedAnswers): void {
		const self = this.#self;
		const listener = self.files.get(fd);
		if (!(listener instanceof TcpListener)) throw new SystemError('EINVAL');
		listener.vouched = { answers, isIdle: () => self.runState === 'sleeping' && self.stopSignal === undefined };
	}

	vouchedStatus(address: string, port: number, secure: boolean, target: string): number | undefined {
		const self = this.#self;
		return self.kernel.sockets.vouchedStatus(self.network, { address, port }, secure, target);
	}

	*accept(fd: number): Task<{ fd: number; address: string; port: number }> {
		const self = this.#self;
		self.charge(2);
		yield* self.checkpoint();
		const listener = self.files.get(fd);
		if (listener instanceof LocalListener) {
			return { fd: self.files.add(yield* listener.accept(self)), address: '', port: 0 };
		}
		if (!(listener instanceof TcpListener)) throw new SystemError('EINVAL');
		const socket = yield* listener.accept(self);
		return { fd: self.files.add(socket), ...socket.remote };
	}

	peerName(fd: number): { address: string; port: number } {
		const socket = this.#self.files.get(fd);
		if (socket instanceof LocalSocket) return { address: '', port: 0 };
		if (!(socket instanceof TcpSocket)) throw new SystemError('ENOTCONN');
		return { ...socket.remote };
	}

	sockName(fd: number): { address: string; port: number } {
		const socket = this.#self.files.get(fd);
		if (socket instanceof TcpSocket) return { ...socket.local };
		if (socket instanceof LocalSocket || socket instanceof LocalListener) return { address: socket.path, port: 0 };
		if (socket instanceof TcpListener || socket instanceof UdpSocket) {
			return { address: socket.address, port: socket.port };
		}
		throw new SystemError('EINVAL');
	}

	shutdown(fd: number, how: 'read' | 'write' | 'both' | 'reset'): void {
		const socket = this.#self.files.get(fd);
		if (!(socket instanceof TcpSocket || socket instanceof LocalSocket)) throw new SystemError('ENOTCONN');
		if (how === 'reset') socket.abort();
		else socket.shutdown(how);
	}

	udp(): number {
		const self = this.#self;
		return self.files.add(new UdpSocket(self.network, self.kernel.socketClock));
	}

	bindUdp(fd: number, address: string, port: number): void {
		requireBindable(this.#self, port);
		this.#udp(fd).bind(address, port);
	}

	connectUdp(fd: number, address: string, port: number): void {
		this.#self.kernel.sockets.connectUdp(this.#udp(fd), { address, port });
	}

	sendTo(fd: number, address: string, port: number, data: Uint8Array): void {
		requirePort(port);
		this.#self.charge(2 + (data.length >> 7));
		this.#self.kernel.sockets.sendTo(this.#udp(fd), { address, port }, data);
	}

	*receiveFrom(fd: number, timeoutMs: number): Task<{ data: Uint8Array; address: string; port: number } | undefined> {
		const self = this.#self;
		yield* self.checkpoint();
		const socket = this.#udp(fd);
		const wait = anyOf([socket.changed, deadlineWait(self.kernel.socketClock, timeoutMs)]);
		return yield* socket.receiveFrom(self, self.now() + timeoutMs, wait);
	}

	echoSocket(): number {
		const self = this.#self;
		requireEcho(self);
		return self.files.add(new EchoSocket(self.network, self.kernel.socketClock));
	}

	sendEcho(fd: number, address: string, sequence: number): void {
		this.#self.charge(2);
		this.#self.kernel.sockets.sendEcho(this.#echo(fd), address, sequence);
	}

	*receiveEcho(fd: number, timeoutMs: number): Task<EchoReply | undefined> {
		const self = this.#self;
		yield* self.checkpoint();
		const socket = this.#echo(fd);
		const wait = anyOf([socket.changed, deadlineWait(self.kernel.socketClock, timeoutMs)]);
		return yield* socket.receive(self, self.now() + timeoutMs, wait);
	}

	readable(fd: number): boolean {
		return this.#self.files.get(fd).readable();
	}

	/** A file that is readable already wakes its waiter at once. */
	whenReadable(fd: number): Wait {
		const file = this.#self.files.get(fd);
		const post = this.#self.kernel.loop.post;
		return {
			arm: (wake) => {
				if (!file.readable()) return file.whenReadable().arm(wake);
				let withdrawn = false;
				post(() => withdrawn || wake());
				return () => {
					withdrawn = true;
				};
			},
		};
	}

	#echo(fd: number): EchoSocket {
		const socket = this.#self.files.get(fd);
		if (!(socket instanceof EchoSocket)) throw new SystemError('EINVAL');
		return socket;
	}

	#udp(fd: number): UdpSocket {
		const socket = this.#self.files.get(fd);
		if (!(socket instanceof UdpSocket)) throw new SystemError('EINVAL');
		return socket;
	}
}

/** Models net.core.somaxconn. */
const LOCAL_BACKLOG = 4096;

function requirePort(port: number): void {
	if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new SystemError('EINVAL');
}

function requireBindable(self: KernelProcess, port: number): void {
	requirePort(port);
	if (port === 0 || port >= self.network.unprivilegedPortStart) return;
	if (!self.credentials.capabilities.has('NET_BIND_SERVICE')) throw new SystemError('EACCES');
}

/** A raw socket, or one of those that anybody of these groups may have. Models net/ipv4/ping.c ping_init_sock. */
function requireEcho({ credentials, network, kernel }: KernelProcess): void {
	if (credentials.capabilities.has('NET_RAW')) return;
	const name = 'net.ipv4.ping_group_range';
	const range = network.setting(name) ?? kernel.settings.get(name) ?? '';
	const [first = 1, last = 0] = range.split(/\s+/).map(Number);
	const groups = [credentials.gid, ...credentials.groups];
	if (!groups.some((gid) => gid >= first && gid <= last)) throw new SystemError('EPERM');
}
