import { ROOT_CREDENTIALS } from '../kernel/capabilities.ts';
import { createMachine } from '../kernel/machine.ts';
import { type Process, SystemError } from '../kernel/process-api.ts';
import { processDuplex } from '../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../kernel/serving/task-group.ts';
import { decodeBase64 } from '../machinery/base64.ts';
import { type ByteDuplex, ConnectionError } from '../machinery/http/byte-duplex.ts';
import { Signal, type Task } from '../machinery/task.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { TrafficAnswer, TrafficSignal } from './world-api.ts';

/** Bytes that the client has not read yet, before no more is read for it. */
const WINDOW_BYTES = 262_144;
/** Connections at a time. */
const OPEN_MAX = 256;
/** What the cluster's network calls the place that they come from. */
const PLACE = 'outside';

/**
 * Clients that are no part of the cluster and connect to its hosts' ports: each signal is an entry of the journal. On the
 * cluster's network they are one more machine, with an address that none of its own has.
 */
export class OutsideClients {
	readonly #cluster: Cluster;
	readonly #tell: (connection: string, answer: TrafficAnswer) => void;
	readonly #clients = new Map<string, Client>();
	#place: Place | undefined;

	/** @param tell lets a client know what comes of it. */
	constructor(cluster: Cluster, tell: (connection: string, answer: TrafficAnswer) => void) {
		this.#cluster = cluster;
		this.#tell = tell;
	}

	/** Signals of a connection that is gone meanwhile are lost. */
	take(connection: string, signal: TrafficSignal): void {
		if (signal.act === 'connect') this.#connect(connection, signal);
		else this.#clients.get(connection)?.take(signal);
	}

	#connect(connection: string, { host, port, source }: Extract<TrafficSignal, { act: 'connect' }>): void {
		const tell = (answer: TrafficAnswer): void => this.#tell(connection, answer);
		if (this.#clients.size >= OPEN_MAX) {
			tell({ kind: 'failed', errno: 'ECONNREFUSED' });
			return;
		}
		const place = this.#at(source);
		const client = new Client(new Signal(this.#cluster.context.loop.post), tell);
		this.#clients.set(connection, client);
		const { address } = this.#cluster.node(host).host;
		place.group.add(client.run(place, address, port, () => this.#clients.delete(connection)));
	}

	/** The machine that they are on, made when the first one comes. */
	#at(address: string): Place {
		if (this.#place !== undefined) return this.#place;
		const { context, network: fabric } = this.#cluster;
		const machine = createMachine({
			...{ context, fabric, hostname: PLACE, layers: [], programs: new Map(), addresses: [address] },
		});
		fabric.addHost(PLACE, machine.network);
		const place: Place = { group: new TaskGroup(), process: undefined };
		machine.start({
			argv: [PLACE],
			env: new Map(),
			cwd: '/',
			credentials: ROOT_CREDENTIALS,
			stdin: 'null',
			onOutput: () => undefined,
			onExit: () => undefined,
			program: (process) => {
				place.process = process;
				return place.group.run(process, () => 0);
			},
			init: true,
		});
		this.#place = place;
		return place;
	}
}

interface Place {
	/** Its only one; there from its first turn on. */
	process: Process | undefined;
	/** What that does, which begins no earlier. */
	readonly group: TaskGroup;
}

class Client {
	readonly #changed: Signal;
	readonly #tell: (answer: TrafficAnswer) => void;
	readonly #toSend: Uint8Array[] = [];
	/** Given to the client, and not read by it yet. */
	#untaken = 0;
	#ended = false;
	#cut = false;
	#halves = 2;

	constructor(changed: Signal, tell: (answer: TrafficAnswer) => void) {
		this.#changed = changed;
		this.#tell = tell;
	}

	take(signal: Exclude<TrafficSignal, { act: 'connect' }>): void {
		if (signal.act === 'send') {
			this.#toSend.push(signal.base64 === true ? decodeBase64(signal.data) : encodeUtf8(signal.data));
		} else if (signal.act === 'taken') this.#untaken -= signal.bytes;
		else if (signal.act === 'end') this.#ended = true;
		else this.#cut = true;
		this.#changed.wakeAll();
	}

	*run({ process, group }: Place, address: string, port: number, onOver: () => void): Task<void> {
		if (process === undefined) throw new Error('assertion failed: a task runs in its process');
		let fd: number;
		try {
			fd = yield* process.connect(address, port);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.#tell({ kind: 'failed', errno: error.errno });
			onOver();
			return;
		}
		this.#tell({ kind: 'accepted' });
		const duplex = processDuplex(process, fd);
		const over = (): void => {
			if (--this.#halves > 0) return;
			duplex.close();
			onOver();
		};
		group.add(this.#half(this.#write(duplex), over));
		yield* this.#half(this.#read(duplex), over);
	}

	/** One direction, to its end. */
	*#half(direction: Task<void>, over: () => void): Task<void> {
		try {
			yield* direction;
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
			if (!this.#cut) this.#tell({ kind: 'cut' });
			this.#cut = true;
			this.#changed.wakeAll();
		}
		over();
	}

	*#read(duplex: ByteDuplex): Task<void> {
		for (;;) {
			while (this.#untaken >= WINDOW_BYTES && !this.#cut) yield this.#changed;
			const data = yield* duplex.read();
			if (this.#cut) return;
			if (data.length === 0) break;
			this.#untaken += data.length;
			this.#tell({ kind: 'data', data });
		}
		this.#tell({ kind: 'end' });
	}

	*#write(duplex: ByteDuplex): Task<void> {
		for (;;) {
			const data = this.#toSend.shift();
			if (this.#cut || (data === undefined && this.#ended)) break;
			if (data === undefined) {
				yield this.#changed;
				continue;
			}
			yield* duplex.write(data);
			this.#tell({ kind: 'taken', bytes: data.length });
		}
		duplex.closeWrite();
	}
}
