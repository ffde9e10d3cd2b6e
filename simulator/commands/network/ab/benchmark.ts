import { errorMessage } from '../../../kernel/error-message.ts';
import { type Errno, type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { anyOf, type Task, type Wait } from '../../../machinery/task.ts';
import { decodeLossless, encodeUtf8 } from '../../../machinery/utf8.ts';
import { HeldMemory } from '../../stdio.ts';
import { Exit, type UnixRun } from '../../unix-command.ts';
import { openTls } from '../http-connection.ts';
import type { AbOptions } from './options.ts';

/** Of one request, in ms since its connection was begun. */
export interface Sample {
	readonly startedMs: number;
	readonly connectMs: number;
	readonly waitMs: number;
	readonly totalMs: number;
}

/** What all requests come to. */
export class Tally {
	readonly samples: Sample[] = [];
	done = 0;
	good = 0;
	bad = 0;
	badConnects = 0;
	badReceives = 0;
	badLengths = 0;
	exceptions = 0;
	badWrites = 0;
	otherStatus = 0;
	keptAlive = 0;
	receivedBytes = 0;
	bodyBytes = 0;
	sentBytes = 0;
	documentBytes = 0;
	server = '';
	tls = '';
	startedMs = 0;
	endedMs = 0;
}

interface Connection {
	readonly duplex: ByteDuplex;
	startedMs: number;
	connectedMs: number;
	firstByteMs: number | undefined;
	head: string;
	hasHead: boolean;
	/** Of the body that the head promises; undefined: until the end. */
	length: number | undefined;
	bodyBytes: number;
	staysOpen: boolean;
}

const BAD_CONNECTS_MAX = 10;
const HEAD_CHARS_MAX = 8_192;
const SAMPLE_BYTES = 64;
const ERRNO_NUMBERS: ReadonlyMap<Errno, number> = new Map([
	['EADDRNOTAVAIL', 99],
	['ENETUNREACH', 101],
	['ECONNRESET', 104],
	['ETIMEDOUT', 110],
	['ECONNREFUSED', 111],
	['EHOSTUNREACH', 113],
	['EMFILE', 24],
]);

/**
 * Sends requests, so many at a time, until all are answered. Models support/ab.c test. Differs: connections are made
 * one after the other.
 */
export class Benchmark {
	readonly tally = new Tally();
	readonly #run: UnixRun;
	readonly #process: Process;
	readonly #options: AbOptions;
	readonly #address: string;
	readonly #port: number;
	readonly #request: Uint8Array;
	/** How many answers there are between two words of progress; 0 for none. */
	readonly #beat: number;
	readonly #open: Connection[] = [];
	readonly #memory: HeldMemory;
	#begun = 0;

	constructor(
		run: UnixRun,
		options: AbOptions,
		target: { address: string; port: number; request: Uint8Array; beat: number },
	) {
		this.#run = run;
		this.#process = run.process;
		this.#options = options;
		this.#address = target.address;
		this.#port = target.port;
		this.#request = target.request;
		this.#beat = target.beat;
		this.#memory = new HeldMemory(run.process);
	}

	/** Throws Exit of what cannot be gone on from, SystemError EINTR when it is interrupted. */
	*start(): Task<void> {
		const { tally } = this;
		const { concurrency, requests, limitMs, timeoutMs } = this.#options;
		tally.startedMs = this.#now();
		const untilMs = tally.startedMs + limitMs;
		for (let count = 0; count < concurrency; count++) yield* this.#connect();
		while (tally.done < requests && this.#now() < untilMs) {
			yield* this.#process.tick(1 + this.#open.length / 20);
			const ready = this.#open.filter(({ duplex }) => duplex.hasData());
			for (const each of ready) yield* this.#receive(each);
			if (ready.length === 0) yield* this.#wait(Math.min(untilMs, this.#now() + timeoutMs), untilMs);
		}
		this.end();
	}

	end(): void {
		this.tally.endedMs = this.#now();
	}

	#now(): number {
		return this.#process.now();
	}

	*#wait(deadlineMs: number, untilMs: number): Task<void> {
		const process = this.#process;
		const waits: Wait[] = this.#open.map(({ duplex }) => duplex.readable);
		waits.push(process.timer(deadlineMs));
		const isReady = (): boolean => this.#open.some(({ duplex }) => duplex.hasData());
		yield* process.block(anyOf(waits), isReady);
		if (isReady() || this.#now() < deadlineMs || this.#now() >= untilMs) return;
		yield* this.#fail('apr_pollset_poll', 'The timeout specified has expired', 70_007);
	}

	/** Ends the run with a failure of a call. */
	*#fail(call: string, reason: string, code: number): Task<never> {
		const total = this.tally.done > 0 ? `Total of ${this.tally.done} requests completed\n` : '';
		yield* this.#run.say(`${call}: ${reason} (${code})\n`);
		yield* this.#run.out.write(total);
		throw new Exit(code & 255);
	}

	*#connect(): Task<void> {
		const { tally } = this;
		if (this.#begun >= this.#options.requests) return;
		this.#begun++;
		const startedMs = this.#now();
		try {
			const fd = yield* this.#process.connect(this.#address, this.#port, { timeoutMs: this.#options.timeoutMs });
			const plain = processDuplex(this.#process, fd);
			const duplex = this.#options.url.scheme === 'https' ? yield* this.#secured(plain) : plain;
			if (duplex === undefined) return;
			yield* this.#send(duplex, startedMs);
		} catch (error) {
			if (error instanceof ConnectionError) {
				tally.badWrites++;
				yield* this.#next();
				return;
			}
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			yield* this.#refused(error.errno, startedMs);
		}
	}

	/** Undefined when the handshake has failed. */
	*#secured(plain: ByteDuplex): Task<ByteDuplex | undefined> {
		const outcome = yield* openTls(this.#process, plain, {
			host: this.#options.url.host,
			insecure: true,
			authorities: '',
		});
		if (outcome.kind === 'open') {
			const version = outcome.version >= 13 ? 'TLSv1.3' : 'TLSv1.2';
			this.tally.tls = `${version},${outcome.cipher ?? 'TLS_AES_256_GCM_SHA384'},2048,256`;
			return outcome.duplex;
		}
		yield* this.#run.say('SSL handshake failed (1).\n');
		plain.close();
		this.tally.exceptions++;
		this.tally.bad++;
		yield* this.#next(this.#now());
		return undefined;
	}

	*#refused(errno: Errno, startedMs: number): Task<void> {
		const { tally } = this;
		if (this.#options.goesOn) {
			tally.badReceives++;
			tally.exceptions++;
			tally.bad += 2;
			yield* this.#next(startedMs);
			return;
		}
		if (errno === 'ETIMEDOUT') yield* this.#fail('apr_pollset_poll', 'The timeout specified has expired', 70_007);
		yield* this.#fail('apr_socket_recv', errorMessage(errno), ERRNO_NUMBERS.get(errno) ?? 1);
	}

	/** One that came to nothing is over; the next begins. */
	*#next(startedMs?: number): Task<void> {
		if (startedMs !== undefined) {
			const totalMs = this.#now() - startedMs;
			yield* this.#count({ startedMs, connectMs: totalMs, waitMs: 0, totalMs });
		} else if (++this.tally.badConnects > BAD_CONNECTS_MAX) {
			yield* this.#run.say('\nTest aborted after 10 failures\n\n');
			yield* this.#fail('apr_socket_connect()', 'Broken pipe', 32);
		}
		yield* this.#process.tick();
		yield* this.#connect();
	}

	*#send(duplex: ByteDuplex, startedMs: number): Task<void> {
		const connectedMs = this.#now();
		yield* duplex.write(this.#request);
		this.tally.sentBytes += this.#request.length;
		this.#open.push({
			...{ duplex, startedMs, connectedMs, firstByteMs: undefined, head: '', hasHead: false },
			...{ length: undefined, bodyBytes: 0, staysOpen: false },
		});
	}

	*#receive(connection: Connection): Task<void> {
		let data: Uint8Array;
		try {
			data = yield* connection.duplex.read();
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
			if (!this.#options.goesOn) yield* this.#fail('apr_socket_recv', 'Connection reset by peer', 104);
			this.tally.badReceives++;
			this.tally.bad++;
			data = new Uint8Array(0);
		}
		if (data.length === 0) {
			yield* this.#finish(connection, true);
			return;
		}
		connection.firstByteMs ??= this.#now();
		this.tally.receivedBytes += data.length;
		if (connection.hasHead) this.#body(connection, data.length);
		else yield* this.#head(connection, data);
		if (connection.staysOpen && connection.bodyBytes >= (connection.length ?? Number.POSITIVE_INFINITY)) {
			yield* this.#finish(connection, false);
		}
	}

	#body(connection: Connection, bytes: number): void {
		connection.bodyBytes += bytes;
		this.tally.bodyBytes += bytes;
	}

	*#head(connection: Connection, data: Uint8Array): Task<void> {
		connection.head += decodeLossless(data);
		const end = connection.head.indexOf('\r\n\r\n');
		if (end < 0) {
			if (connection.head.length > HEAD_CHARS_MAX) connection.hasHead = true;
			return;
		}
		const { tally } = this;
		connection.hasHead = true;
		const head = connection.head.slice(0, end);
		const { verbosity } = this.#options;
		if (verbosity >= 2) yield* this.#run.out.write(`LOG: header received:\n${connection.head}\n`);
		const status = /^HTTP\/\d\.\d (\d+)/.exec(head)?.[1] ?? '500';
		if (tally.good === 0) tally.server = /^Server: *([^\r]*)/im.exec(head)?.[1] ?? '';
		if (!status.startsWith('2')) {
			tally.otherStatus++;
			if (verbosity >= 2) yield* this.#run.out.write(`WARNING: Response code not 2xx (${status})\n`);
		} else if (verbosity >= 3) yield* this.#run.out.write(`LOG: Response code = ${status}\n`);
		const length = /^Content-Length: *(\d+)/im.exec(head)?.[1];
		if (this.#options.keepAlive && /keep-alive/i.test(head) && (length !== undefined || this.#options.isHead)) {
			connection.staysOpen = true;
			connection.length = this.#options.isHead ? 0 : Number(length);
		}
		this.#body(connection, encodedLength(connection.head.slice(end + 4)));
		connection.head = '';
	}

	*#finish(connection: Connection, isClosed: boolean): Task<void> {
		const { tally } = this;
		const { firstByteMs, bodyBytes } = connection;
		if (isClosed && firstByteMs === undefined) {
			tally.exceptions++;
			tally.bad++;
		} else {
			tally.good++;
			if (!isClosed) tally.keptAlive++;
			if (tally.good === 1) tally.documentBytes = bodyBytes;
			else if (bodyBytes !== tally.documentBytes && !this.#options.anyLength) {
				tally.bad++;
				tally.badLengths++;
			}
		}
		const { startedMs, connectedMs } = connection;
		const now = this.#now();
		yield* this.#count({
			startedMs,
			connectMs: connectedMs - startedMs,
			waitMs: (firstByteMs ?? now) - connectedMs,
			totalMs: now - startedMs,
		});
		this.#open.splice(this.#open.indexOf(connection), 1);
		if (isClosed) {
			connection.duplex.close();
			yield* this.#connect();
			return;
		}
		if (this.#begun >= this.#options.requests) {
			connection.duplex.close();
			return;
		}
		this.#begun++;
		yield* this.#send(connection.duplex, now);
	}

	*#count(sample: Sample): Task<void> {
		const { tally } = this;
		if (tally.done >= this.#options.requests) return;
		tally.samples.push(sample);
		tally.done++;
		this.#memory.hold(tally.done * SAMPLE_BYTES);
		if (this.#beat > 0 && tally.done % this.#beat === 0) {
			yield* this.#run.say(`Completed ${tally.done} requests\n`);
		}
	}
}

/** Of what was decoded losslessly. */
function encodedLength(text: string): number {
	return encodeUtf8(text).length;
}
