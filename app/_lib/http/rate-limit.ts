import { TokenBucket } from '../token-bucket.ts';

/** Keys remembered; beyond it those that have not asked for the longest time are forgotten. */
const KEYS_MAX = 10_000;

/** A token bucket for each key: an address, or an account. */
export class RateLimit {
	readonly #buckets = new Map<string, TokenBucket>();

	constructor(
		private readonly burst: number,
		private readonly perSecond: number,
	) {}

	take(key: string): boolean {
		return this.#bucket(key).take();
	}

	/** Seconds until `take` would succeed; 0: now. */
	waitSeconds(key: string): number {
		return this.#bucket(key).waitSeconds();
	}

	/** As if the key had never asked. */
	forgive(key: string): void {
		this.#buckets.delete(key);
	}

	#bucket(key: string): TokenBucket {
		const bucket = this.#buckets.get(key) ?? new TokenBucket(this.burst, this.perSecond);
		this.#buckets.delete(key);
		this.#buckets.set(key, bucket);
		for (const oldest of this.#buckets.keys()) {
			if (this.#buckets.size <= KEYS_MAX) break;
			this.#buckets.delete(oldest);
		}
		return bucket;
	}
}
