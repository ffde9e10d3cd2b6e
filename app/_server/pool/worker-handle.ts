import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { SERVER_LIMITS } from '../limits.ts';
import { threadTimeMs } from '../thread-time.ts';
import { type FromWorker, fromWorkerSchema, type ToWorker, type WorkerStart } from '../worker-protocol.ts';

type Request = Extract<ToWorker, { request: number }>;
type WithoutRequest<T> = T extends unknown ? Omit<T, 'request'> : never;

export interface WorkerEvents {
	/** Everything but replies. */
	onMessage(message: Exclude<FromWorker, { type: 'reply' }>): void;
	/**
	 * The thread has died or was ended because it did not answer. `culprit`: the handle of the world that was running.
	 * Nothing of it is left; a new one has to be made.
	 */
	onDeath(reason: string, culprit: number): void;
}

export interface WorkerLimits {
	/** Ended when it answers nothing for so long, although it had a core to compute on. */
	readonly unresponsiveMs?: number | undefined;
	readonly niceness?: number;
}

/** One worker thread as the pool sees it: typed messages, questions with answers, and a watchdog. */
export class WorkerHandle {
	readonly #worker: Worker;
	readonly #events: WorkerEvents;
	readonly #watch = new Int32Array(new SharedArrayBuffer(8));
	readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
	readonly #watchdog: NodeJS.Timeout;
	readonly #unresponsiveMs: number;
	#requests = 0;
	#dead = false;

	/**
	 * @param script path of the worker's bundle.
	 * @param niceness what the thread does is less urgent than the others' work, as `nice` counts it. Linux alone has
	 * it for threads.
	 */
	constructor(script: string, events: WorkerEvents, { unresponsiveMs, niceness }: WorkerLimits = {}) {
		this.#unresponsiveMs = unresponsiveMs ?? SERVER_LIMITS.unresponsiveMs;
		this.#events = events;
		this.#worker = new Worker(script, {
			workerData: { watch: this.#watch.buffer, niceness: niceness ?? 0 } satisfies WorkerStart,
			resourceLimits: {
				maxOldGenerationSizeMb: SERVER_LIMITS.workerHeapMegabytes,
				maxYoungGenerationSizeMb: SERVER_LIMITS.workerYoungMegabytes,
			},
		});
		this.#worker.on('message', (messages: readonly unknown[]) => {
			for (const message of messages) this.#take(message);
		});
		this.#worker.on('error', (error) => this.#die(String(error.stack ?? error)));
		this.#worker.on('exit', (code) => this.#die(`exit ${code}`));
		this.#watchdog = setInterval(() => void this.#check(), this.#unresponsiveMs / 2);
		this.#watchdog.unref();
	}

	post(message: ToWorker): void {
		if (!this.#dead) this.#worker.postMessage(message);
	}

	/** Asks; the answer is checked against `schema`. Rejects when the worker says no, or dies. */
	async ask<T>(message: WithoutRequest<Request>, schema: z.ZodType<T>): Promise<T> {
		if (this.#dead) throw new Error('the worker has ended');
		const request = ++this.#requests;
		const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(request, { resolve, reject }));
		this.post({ ...message, request } as ToWorker);
		return schema.parse(await answer);
	}

	/** Ends the thread without ceremony; `onDeath` is not called. */
	async end(): Promise<void> {
		this.#bury('the server is closing');
		await this.#worker.terminate();
	}

	#take(data: unknown): void {
		if (this.#dead) return;
		const message = fromWorkerSchema.parse(data);
		if (message.type !== 'reply') {
			this.#events.onMessage(message);
			return;
		}
		const waiting = this.#waiting.get(message.request);
		this.#waiting.delete(message.request);
		if (message.ok) waiting?.resolve(message.value);
		else waiting?.reject(new Error(String(message.value)));
	}

	/**
	 * Ends the thread when it computes for too long without reading a message: a bug, for all loops of students are bounded.
	 * A busy machine that keeps it from computing is none, and it is given time, though not for ever.
	 */
	async #check(): Promise<void> {
		const request = ++this.#requests;
		let answered = false;
		this.#waiting.set(request, { resolve: () => (answered = true), reject: () => (answered = true) });
		this.post({ type: 'ping', request });
		const before = this.#computedMs();
		for (let waits = 0; waits < STARVED_WAITS; waits++) {
			await new Promise((resolve) => setTimeout(resolve, this.#unresponsiveMs).unref());
			if (answered || this.#dead) return;
			const now = this.#computedMs();
			if (now === undefined || now - (before ?? 0) > COMPUTING_SHARE * this.#unresponsiveMs) break;
		}
		this.#die(`no answer for ${this.#unresponsiveMs} ms`);
		await this.#worker.terminate();
	}

	/** The CPU time that the thread has used so far, none before it has begun; undefined where nobody knows. */
	#computedMs(): number | undefined {
		const thread = Atomics.load(this.#watch, 1);
		return thread === 0 ? 0 : threadTimeMs(thread);
	}

	#die(reason: string): void {
		if (this.#dead) return;
		const culprit = Atomics.load(this.#watch, 0);
		this.#bury(reason);
		this.#events.onDeath(reason, culprit);
	}

	#bury(reason: string): void {
		this.#dead = true;
		clearInterval(this.#watchdog);
		for (const { reject } of this.#waiting.values()) reject(new Error(`the worker has ended: ${reason}`));
		this.#waiting.clear();
	}
}

/** Of the time in which a thread must answer, what it has computed when nobody kept it from doing so. */
const COMPUTING_SHARE = 0.9;
/** How often a thread that hardly computes is given that time again. */
const STARVED_WAITS = 12;
