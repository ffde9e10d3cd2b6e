/** Keys that one server holds at most. */
const KEYS_MAX = 100_000;
/** What a key takes besides its text. */
const KEY_BYTES = 64;

export type SortedSet = Map<string, number>;
export type RedisValue =
	| { readonly type: 'string'; readonly text: string }
	| { readonly type: 'list'; readonly items: readonly string[] }
	| { readonly type: 'hash'; readonly fields: ReadonlyMap<string, string> }
	| { readonly type: 'set'; readonly members: ReadonlySet<string> }
	| { readonly type: 'zset'; readonly scores: ReadonlyMap<string, number> };

interface Entry {
	readonly value: RedisValue;
	readonly expiresAtMs: number | undefined;
	readonly bytes: number;
}

/** A command came to a key of another kind than it works on. */
export class WrongType extends Error {}

/** One database of a server. Values are never changed in place. */
export class RedisKeys {
	readonly #now: () => number;
	readonly #entries = new Map<string, Entry>();
	#bytes = 0;

	constructor(now: () => number) {
		this.#now = now;
	}

	get bytes(): number {
		return this.#bytes;
	}

	now(): number {
		return this.#now();
	}

	find(key: string): RedisValue | undefined {
		return this.#entry(key)?.value;
	}

	/** Throws WrongType. */
	of<T extends RedisValue['type']>(type: T, key: string): Extract<RedisValue, { type: T }> | undefined {
		const value = this.find(key);
		if (value !== undefined && value.type !== type) throw new WrongType();
		return value as Extract<RedisValue, { type: T }> | undefined;
	}

	/** Keeps when it expires, unless that is said. An empty collection is no key. @returns false when there is no room. */
	put(key: string, value: RedisValue, expiresAtMs: number | undefined | 'keep' = 'keep'): boolean {
		const old = this.#entry(key);
		if (old === undefined && this.#entries.size >= KEYS_MAX) return false;
		if (isEmpty(value)) {
			this.delete(key);
			return true;
		}
		const bytes = KEY_BYTES + key.length + sizeOf(value);
		this.#bytes += bytes - (old?.bytes ?? 0);
		this.#entries.set(key, { value, bytes, expiresAtMs: expiresAtMs === 'keep' ? old?.expiresAtMs : expiresAtMs });
		return true;
	}

	delete(key: string): boolean {
		const entry = this.#entry(key);
		if (entry === undefined) return false;
		this.#bytes -= entry.bytes;
		return this.#entries.delete(key);
	}

	clear(): void {
		this.#entries.clear();
		this.#bytes = 0;
	}

	/** Undefined: there is no such key; Infinity: it stays. */
	expiry(key: string): number | undefined {
		const entry = this.#entry(key);
		return entry === undefined ? undefined : (entry.expiresAtMs ?? Number.POSITIVE_INFINITY);
	}

	expireAt(key: string, atMs: number | undefined): boolean {
		const entry = this.#entry(key);
		if (entry === undefined) return false;
		this.#entries.set(key, { ...entry, expiresAtMs: atMs });
		return true;
	}

	names(): string[] {
		return [...this.#entries.keys()].filter((key) => this.#entry(key) !== undefined);
	}

	/** How many keys will expire. */
	expiring(): number {
		return [...this.#entries.values()].filter(({ expiresAtMs }) => expiresAtMs !== undefined).length;
	}

	/** Commands that make it as it is. */
	commands(): string[][] {
		return this.names().flatMap((key) => {
			const { value, expiresAtMs } = this.#entries.get(key) as Entry;
			const made = commandOf(key, value);
			return expiresAtMs === undefined ? [made] : [made, ['PEXPIREAT', key, String(expiresAtMs)]];
		});
	}

	#entry(key: string): Entry | undefined {
		const entry = this.#entries.get(key);
		if (entry?.expiresAtMs === undefined || entry.expiresAtMs > this.#now()) return entry;
		this.#bytes -= entry.bytes;
		this.#entries.delete(key);
		return undefined;
	}
}

function commandOf(key: string, value: RedisValue): string[] {
	switch (value.type) {
		case 'string':
			return ['SET', key, value.text];
		case 'list':
			return ['RPUSH', key, ...value.items];
		case 'hash':
			return ['HSET', key, ...[...value.fields].flat()];
		case 'set':
			return ['SADD', key, ...value.members];
		case 'zset':
			return ['ZADD', key, ...[...value.scores].flatMap(([member, score]) => [String(score), member])];
	}
}

function isEmpty(value: RedisValue): boolean {
	switch (value.type) {
		case 'string':
			return false;
		case 'list':
			return value.items.length === 0;
		case 'hash':
			return value.fields.size === 0;
		case 'set':
			return value.members.size === 0;
		case 'zset':
			return value.scores.size === 0;
	}
}

function sizeOf(value: RedisValue): number {
	const total = (texts: Iterable<string>): number => {
		let sum = 0;
		for (const text of texts) sum += text.length + 8;
		return sum;
	};
	switch (value.type) {
		case 'string':
			return value.text.length;
		case 'list':
			return total(value.items);
		case 'hash':
			return total(value.fields.keys()) + total(value.fields.values());
		case 'set':
			return total(value.members);
		case 'zset':
			return total(value.scores.keys()) + 8 * value.scores.size;
	}
}
