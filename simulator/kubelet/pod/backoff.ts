import type { KubeletConfiguration } from '../configuration.ts';

interface BackoffEntry {
	delayMs: number;
	updatedMs: number;
}

/** The waits in force, by what waits. */
export type BackoffMemory = ReadonlyMap<string, Readonly<BackoffEntry>>;

/**
 * Waits that double with each failure and are forgotten after twice the longest. Models client-go
 * util/flowcontrol Backoff.
 */
export class Backoff {
	readonly #entries = new Map<string, BackoffEntry>();
	readonly #firstMs: number;
	readonly #maxMs: number;

	constructor(firstMs = 10_000, maxMs = 300_000, memory: BackoffMemory = new Map()) {
		this.#firstMs = firstMs;
		this.#maxMs = maxMs;
		for (const [key, entry] of memory) this.#entries.set(key, { ...entry });
	}

	/** Of containers that end. Models newCrashLoopBackOff. */
	static ofRestarts({ maxContainerRestartPeriod: maxMs }: KubeletConfiguration, memory?: BackoffMemory): Backoff {
		return new Backoff(Math.min(10_000, maxMs), maxMs, memory);
	}

	memory(): BackoffMemory {
		return new Map([...this.#entries].map(([key, entry]) => [key, { ...entry }]));
	}

	/** The wait in force, 0 when there is none. */
	get(key: string): number {
		return this.#entries.get(key)?.delayMs ?? 0;
	}

	/** Notes another failure at `nowMs`. */
	next(key: string, nowMs: number): void {
		const entry = this.#entries.get(key);
		if (entry === undefined || this.#expired(entry, nowMs)) {
			this.#entries.set(key, { delayMs: this.#firstMs, updatedMs: nowMs });
			return;
		}
		entry.delayMs = Math.min(entry.delayMs * 2, this.#maxMs);
		entry.updatedMs = nowMs;
	}

	/** Whether what failed at `eventMs` has to wait at `nowMs`. */
	isInBackoffSince(key: string, eventMs: number, nowMs: number): boolean {
		const entry = this.#entries.get(key);
		if (entry === undefined || this.#expired(entry, eventMs)) return false;
		return nowMs - eventMs < entry.delayMs;
	}

	/** Whether the wait since the last failure noted here is not over at `nowMs`. */
	isInBackoff(key: string, nowMs: number): boolean {
		const entry = this.#entries.get(key);
		if (entry === undefined || this.#expired(entry, nowMs)) return false;
		return nowMs - entry.updatedMs < entry.delayMs;
	}

	/** Drops what starts with `prefix`: a Pod that is gone. */
	forget(prefix: string): void {
		for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
	}

	#expired(entry: BackoffEntry, nowMs: number): boolean {
		return nowMs - entry.updatedMs > this.#maxMs * 2;
	}
}
