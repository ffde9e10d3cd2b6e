import { TokenBucket } from '../token-bucket.ts';

/** Addresses remembered; beyond it those that have not asked for the longest time are forgotten. */
const ADDRESSES_MAX = 10_000;

/** A token bucket for each address. */
export class RateLimit {
	readonly #buckets = new Map<string, TokenBucket>();

	constructor(
		private readonly burst: number,
		private readonly perSecond: number,
	) {}

	take(address: string): boolean {
		const bucket = this.#buckets.get(address) ?? new TokenBucket(this.burst, this.perSecond);
		this.#buckets.delete(address);
		this.#buckets.set(address, bucket);
		for (const oldest of this.#buckets.keys()) {
			if (this.#buckets.size <= ADDRESSES_MAX) break;
			this.#buckets.delete(oldest);
		}
		return bucket.take();
	}
}
