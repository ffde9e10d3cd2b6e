import { encodeBase64 } from '../../machinery/base64.ts';
import type { EventLoop, Timer } from '../../machinery/event-loop.ts';
import type { Random } from '../../machinery/random.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

interface Lease {
	/** 63 bits, decimal. */
	readonly id: string;
	readonly seconds: number;
	endsAtMs: number;
	timer: Timer;
	readonly keys: Set<string>;
}

type Reply = { readonly [key: string]: unknown };

/** Leases of an etcd: each with its time, and the keys that go with it. Models server/lease lessor. */
export class Leases {
	readonly #loop: EventLoop;
	readonly #random: Random;
	readonly #onEnd: (id: string) => void;
	readonly #leases = new Map<string, Lease>();
	readonly #leaseOf = new Map<string, Lease>();

	/** @param onEnd a lease's time is over. */
	constructor(loop: EventLoop, random: Random, onEnd: (id: string) => void) {
		this.#loop = loop;
		this.#random = random;
		this.#onEnd = onEnd;
	}

	has(id: string): boolean {
		return this.#leases.has(id);
	}

	grant(asked: string, seconds: number): Reply {
		const [high, low] = [this.#random.uint32() >>> 1, this.#random.uint32()];
		const id = asked === '0' ? ((BigInt(high) << 32n) | BigInt(low)).toString() : asked;
		const lease: Lease = { id, seconds, endsAtMs: 0, timer: this.#timer(id, seconds), keys: new Set() };
		lease.endsAtMs = this.#loop.now() + seconds * 1000;
		this.#leases.set(id, lease);
		return { ID: id, TTL: String(seconds) };
	}

	#timer(id: string, seconds: number): Timer {
		return this.#loop.after(seconds * 1000, () => this.#onEnd(id));
	}

	/** @returns the keys that went with it. */
	revoke(id: string): readonly string[] {
		const lease = this.#leases.get(id);
		if (lease === undefined) return [];
		lease.timer.cancel();
		this.#leases.delete(id);
		const keys = [...lease.keys].sort();
		for (const key of keys) this.#leaseOf.delete(key);
		return keys;
	}

	keepAlive(id: string): Reply {
		const lease = this.#leases.get(id);
		if (lease === undefined) return { ID: id };
		lease.timer.cancel();
		lease.timer = this.#timer(id, lease.seconds);
		lease.endsAtMs = this.#loop.now() + lease.seconds * 1000;
		return { ID: id, TTL: String(lease.seconds) };
	}

	timeToLive(id: string, withKeys: boolean): Reply {
		const lease = this.#leases.get(id);
		if (lease === undefined) return { ID: id, TTL: '-1' };
		const left = Math.floor((lease.endsAtMs - this.#loop.now()) / 1000);
		return {
			ID: id,
			TTL: String(left),
			grantedTTL: String(lease.seconds),
			...(withKeys ? { keys: [...lease.keys].sort().map((key) => encodeBase64(encodeUtf8(key))) } : {}),
		};
	}

	list(): Reply {
		return { leases: [...this.#leases.keys()].sort().map((id) => ({ ID: id })) };
	}

	attach(key: string, id: string): void {
		const lease = this.#leases.get(id);
		if (lease === undefined) return;
		lease.keys.add(key);
		this.#leaseOf.set(key, lease);
	}

	detach(key: string): void {
		this.#leaseOf.get(key)?.keys.delete(key);
		this.#leaseOf.delete(key);
	}

	/** The field of a key that goes with a lease. */
	of(key: string): Reply {
		const lease = this.#leaseOf.get(key);
		return lease === undefined ? {} : { lease: lease.id };
	}
}
