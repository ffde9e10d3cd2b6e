import { anyOf, Signal, type Task, type Wait } from '../../machinery/task.ts';
import type { NetworkFabric, Route } from '../machine-api.ts';
import type { Caller } from '../open-files/open-file.ts';
import { type Errno, SystemError } from '../process-api.ts';
import type { EchoSocket } from './echo-socket.ts';
import type { Endpoint, SocketClock } from './endpoint.ts';
import { type Inspection, joinInspected } from './inspection.ts';
import { ANY_ADDRESS, isLoopback, LOOPBACK, NetNamespace } from './net-namespace.ts';
import { tapDatagram, tapEcho, tapSegment } from './packet-taps.ts';
import type { Beyond } from './tcp-peer.ts';
import { TcpSocket } from './tcp-socket.ts';
import type { UdpSocket } from './udp-socket.ts';

/** How long an unanswered connection attempt is retried. Models net.ipv4.tcp_syn_retries = 6. */
const CONNECT_TIMEOUT_MS = 127_000;
/** How often a full backlog is asked again. */
const RETRY_MS = 1000;
/** Models net.ipv4.tcp_syn_retries. */
const SYN_RETRIES = 6;
/** Models net.ipv4.ip_default_ttl. */
const TTL = 64;

/** Finds where packets go and makes connections: the transport half of the kernel. */
export class NetworkCalls {
	readonly #clock: SocketClock;
	readonly #fabric: NetworkFabric | undefined;

	constructor(clock: SocketClock, fabric: NetworkFabric | undefined) {
		this.#clock = clock;
		this.#fabric = fabric;
	}

	/** Throws ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EINTR. */
	*connect(caller: Caller, from: NetNamespace, to: Endpoint, timeoutMs: number | undefined): Task<TcpSocket> {
		const attempt = new ConnectAttempt(this.#clock);
		const local: Endpoint = { address: this.#sourceAddress(from, to.address), port: from.ephemeralPort('tcp') };
		const stopAt = caller.now() + (timeoutMs ?? CONNECT_TIMEOUT_MS);
		this.#send(attempt, from, local, to);
		const wait = attempt.waitUntil(deadlineWait(this.#clock, stopAt - caller.now()));
		for (;;) {
			if (attempt.socket !== undefined) return attempt.socket;
			if (attempt.error !== undefined) throw new SystemError(attempt.error);
			if (caller.now() >= stopAt) {
				attempt.abandon();
				throw new SystemError('ETIMEDOUT');
			}
			yield* caller.pause(wait);
		}
	}

	/** What the listener that a connection would reach says it would answer; undefined when only a connection tells. */
	vouchedStatus(from: NetNamespace, to: Endpoint, secure: boolean, target: string): number | undefined {
		const route = this.#route('tcp', from, to, this.#sourceAddress(from, to.address));
		if (route.kind !== 'deliver') return undefined;
		const namespace = internal(route.to);
		const listener = namespace.deleted ? undefined : namespace.listenerFor(route.address, route.port);
		const vouched = listener?.vouched;
		if (vouched === undefined || vouched.answers.secure !== secure || listener?.readable()) return undefined;
		return vouched.isIdle() ? vouched.answers.status(target) : undefined;
	}

	/** Sends one datagram; nothing is known about its fate, except an ICMP error later. */
	sendTo(socket: UdpSocket, to: Endpoint, data: Uint8Array): void {
		const bytes = data.slice();
		if (socket.port === 0) socket.bind(ANY_ADDRESS, 0);
		const known = socket.flow(to);
		if (known?.socket.isOpen) {
			const datagram = { data: bytes, ...known.seenAs };
			tapDatagram(
				socket.namespace,
				'Out',
				{ address: this.#sourceAddress(socket.namespace, to.address), port: socket.port },
				to,
				bytes,
			);
			for (const { datagrams } of known.inspections ?? []) datagrams?.answer(bytes);
			this.#clock.after(known.latencyMs, () => {
				if (!known.socket.isOpen) return;
				const { namespace, port } = known.socket;
				tapDatagram(
					namespace,
					'In',
					known.seenAs,
					{ address: this.#sourceAddress(namespace, known.seenAs.address), port },
					bytes,
				);
				known.socket.receive(datagram);
			});
			return;
		}
		const source = socket.address === ANY_ADDRESS ? this.#sourceAddress(socket.namespace, to.address) : socket.address;
		const route = this.#route('udp', socket.namespace, to, source, socket.port);
		tapDatagram(socket.namespace, 'Out', { address: source, port: socket.port }, to, bytes);
		if (route.kind === 'unreachable') throw new SystemError(route.errno);
		if (route.kind === 'drop') return;
		const refusal = route.kind === 'deliver' ? answerOf(route.inspections, bytes) : undefined;
		if (refusal !== undefined) {
			this.#clock.after(0, () => socket.isOpen && socket.receive({ data: refusal, ...to }));
			return;
		}
		this.#clock.after(route.latencyMs, () => {
			if (route.kind === 'refuse' || !this.#deliver(socket, to, route, bytes)) {
				this.#clock.after(route.latencyMs, () => socket.fail('ECONNREFUSED'));
			}
		});
	}

	/** From now on the socket writes to one address, and reads only what comes from there. */
	connectUdp(socket: UdpSocket, to: Endpoint): void {
		socket.peer = { ...to, send: (data) => this.sendTo(socket, to, data) };
	}

	/** Sends one ICMP echo request; whoever has the address answers. Models net/ipv4/icmp.c icmp_echo. */
	sendEcho(socket: EchoSocket, address: string, sequence: number): void {
		const { namespace } = socket;
		const source = this.#sourceAddress(namespace, address);
		const route = this.#route('icmp', namespace, { address, port: 0 }, source, 0);
		const [request, reply] = [false, true].map((isReply) => ({ isReply, sequence })) as [Echo, Echo];
		tapEcho(namespace, 'Out', source, address, request);
		if (route.kind === 'unreachable') {
			if (route.latencyMs <= 0) throw new SystemError(route.errno);
			// The address could not be resolved: the sender's own host says so.
			const { by: from = namespace.primaryAddress } = route;
			const isNetwork = route.errno === 'ENETUNREACH' && { isNetwork: true as const };
			this.#clock.after(route.latencyMs, () =>
				socket.deliver({ sequence, kind: 'unreachable', from, ttl: TTL, ...isNetwork }),
			);
			return;
		}
		if (route.kind !== 'deliver') return;
		this.#clock.after(2 * route.latencyMs, () => {
			const target = internal(route.to);
			if (target.deleted) return;
			tapEcho(target, 'In', route.sourceAddress, route.address, request);
			tapEcho(target, 'Out', route.address, route.sourceAddress, reply);
			tapEcho(namespace, 'In', address, source, reply);
			socket.deliver({ sequence, kind: 'reply', from: address, ttl: TTL - (route.hops ?? 0) });
		});
	}

	/** False: nobody is there. */
	#deliver(sender: UdpSocket, to: Endpoint, route: Route & { kind: 'deliver' }, data: Uint8Array): boolean {
		const namespace = internal(route.to);
		if (namespace.deleted) return true;
		const receiver = namespace.udpFor(route.address, route.port);
		tapDatagram(namespace, 'In', { address: route.sourceAddress, port: sender.port }, route, data);
		if (receiver === undefined) return false;
		// The answer goes back through the same translation, as connection tracking has it.
		let source: Endpoint = { address: route.sourceAddress, port: sender.port };
		for (let port = sender.port; ; port++) {
			source = { address: route.sourceAddress, port };
			const flow = receiver.flow(source);
			if (flow === undefined || flow.socket === sender || !flow.socket.isOpen) break;
		}
		const { latencyMs, inspections } = route;
		receiver.remember(source, { socket: sender, latencyMs, seenAs: to, ...(inspections && { inspections }) });
		receiver.receive({ data, ...source });
		return true;
	}

	/** Sends a SYN. @param resent how often it was sent before, to no avail: the way may be open by now. */
	#send(attempt: ConnectAttempt, from: NetNamespace, local: Endpoint, to: Endpoint, resent = 0): void {
		const route = this.#route('tcp', from, to, local.address, resent === 0 ? local.port : undefined);
		tapSegment(from, 'Out', local, to, 'S');
		if (route.kind === 'drop') {
			if (resent === SYN_RETRIES) return;
			const delayMs = RETRY_MS * 2 ** resent;
			this.#clock.after(delayMs, () => attempt.abandoned || this.#send(attempt, from, local, to, resent + 1));
			return;
		}
		if (route.kind === 'unreachable') {
			if (route.latencyMs <= 0 && resent === 0) throw new SystemError(route.errno);
			this.#clock.after(route.latencyMs, () => attempt.fail(route.errno));
			return;
		}
		this.#clock.after(route.latencyMs, () => {
			if (attempt.abandoned) return;
			const refuse = (): void => {
				this.#clock.after(route.latencyMs, () => {
					tapSegment(from, 'In', to, local, 'R.');
					attempt.fail('ECONNREFUSED');
				});
			};
			if (route.kind === 'refuse') return refuse();
			const namespace = internal(route.to);
			if (namespace.deleted) return;
			const listener = namespace.listenerFor(route.address, route.port);
			const [caller, called] = [{ address: route.sourceAddress, port: local.port }, route];
			tapSegment(namespace, 'In', caller, called, 'S');
			if (listener === undefined) {
				tapSegment(namespace, 'Out', called, caller, 'R.');
				if (namespace.beyond === undefined) return refuse();
				return this.#sendBeyond(attempt, namespace.beyond, { from, local, to, route });
			}
			if (listener.isFull) {
				this.#clock.after(RETRY_MS, () => attempt.abandoned || this.#send(attempt, from, local, to));
				return;
			}
			const here: Endpoint = { address: route.address, port: route.port };
			const client = new TcpSocket(from, local, to, route.latencyMs, this.#clock);
			const server = new TcpSocket(
				namespace,
				here,
				{ address: route.sourceAddress, port: local.port },
				route.latencyMs,
				this.#clock,
			);
			joinThrough(route.inspections, client, server);
			tapSegment(namespace, 'Out', called, caller, 'S.');
			listener.offer(server);
			this.#clock.after(route.latencyMs, () => {
				tapSegment(from, 'In', to, local, 'S.');
				tapSegment(from, 'Out', local, to, '.');
				if (namespace.taps?.isWatched === true) {
					this.#clock.after(route.latencyMs, () => tapSegment(namespace, 'In', caller, called, '.'));
				}
				attempt.succeed(client);
			});
		});
	}

	/** The SYN goes on where this world ends. */
	#sendBeyond(
		attempt: ConnectAttempt,
		beyond: Beyond,
		{
			from,
			local,
			to,
			route: { port, sourceAddress, latencyMs },
		}: { from: NetNamespace; local: Endpoint; to: Endpoint; route: Route & { kind: 'deliver' } },
	): void {
		beyond.connect(port, { address: sourceAddress, port: local.port }, (outcome) => {
			if (typeof outcome === 'string') {
				this.#clock.after(latencyMs, () => attempt.fail(outcome));
				return;
			}
			const client = new TcpSocket(from, local, to, latencyMs, this.#clock);
			client.meet(outcome.join(client));
			this.#clock.after(latencyMs, () => attempt.succeed(client));
		});
	}

	/** @param senderPort absent: nothing is sent. */
	#route(
		protocol: 'tcp' | 'udp' | 'icmp',
		from: NetNamespace,
		to: Endpoint,
		sourceAddress: string,
		senderPort?: number,
	): Route {
		const address = to.address === ANY_ADDRESS ? LOOPBACK : to.address;
		const here = { kind: 'deliver', to: from, address, port: to.port, sourceAddress, latencyMs: 0 } as const;
		const listens =
			protocol === 'icmp'
				? from
				: protocol === 'tcp'
					? from.listenerFor(address, to.port)
					: from.udpFor(address, to.port);
		// A local listener on the loopback device needs no fabric; without one, the host's port redirection may apply.
		if (isLoopback(address) && listens !== undefined && !from.isRewired) return here;
		if (this.#fabric !== undefined) return this.#fabric.route(from, protocol, address, to.port, senderPort);
		return from.isLocal(address) ? here : { kind: 'unreachable', errno: 'ENETUNREACH', latencyMs: 0 };
	}

	#sourceAddress(from: NetNamespace, to: string): string {
		if (isLoopback(to) || to === ANY_ADDRESS) return LOOPBACK;
		if (from.isRewired) return from.links.sourceFor(to) ?? from.primaryAddress;
		return from.addresses.includes(to) ? to : from.primaryAddress;
	}
}

interface Echo {
	readonly isReply: boolean;
	readonly sequence: number;
}

/** Differs: of several proxies that read one connection only the first does. */
function joinThrough(inspections: readonly Inspection[] | undefined, client: TcpSocket, server: TcpSocket): void {
	const inspector = inspections?.find(({ stream }) => stream !== undefined)?.stream?.();
	if (inspector === undefined) TcpSocket.join(client, server);
	else joinInspected(client, server, inspector);
}

/** What a proxy says to a datagram that it does not let pass. */
function answerOf(inspections: readonly Inspection[] | undefined, data: Uint8Array): Uint8Array | undefined {
	for (const { datagrams } of inspections ?? []) {
		const answer = datagrams?.query(data);
		if (answer !== undefined) return answer;
	}
	return undefined;
}

class ConnectAttempt {
	socket: TcpSocket | undefined;
	error: Errno | undefined;
	abandoned = false;
	readonly changed: Signal;

	constructor(clock: SocketClock) {
		this.changed = new Signal(clock.post);
	}

	/** A Wait for the outcome. Withdrawn (the process is killed or interrupted), the attempt is given up. */
	waitUntil(deadline: Wait): Wait {
		return {
			arm: (wake) => {
				const disarm = anyOf([this.changed, deadline]).arm(wake);
				return () => {
					disarm();
					this.abandon();
				};
			},
		};
	}

	abandon(): void {
		this.abandoned = true;
		this.socket?.release();
		this.socket = undefined;
	}

	succeed(socket: TcpSocket): void {
		if (this.abandoned) {
			socket.release();
			return;
		}
		this.socket = socket;
		this.changed.wakeAll();
	}

	fail(error: Errno): void {
		this.error = error;
		this.changed.wakeAll();
	}
}

/** A Wait that wakes after `delayMs`; never for an endless one. */
export function deadlineWait(clock: SocketClock, delayMs: number): Wait {
	return {
		arm(wake) {
			if (!Number.isFinite(delayMs)) return () => undefined;
			const timer = clock.after(delayMs, wake);
			return () => timer.cancel();
		},
	};
}

function internal(namespace: unknown): NetNamespace {
	if (!(namespace instanceof NetNamespace)) throw new Error('assertion failed: a namespace the kernel has not made');
	return namespace;
}
