import { compileGlob } from '../../../machinery/glob.ts';
import type { Reply } from './resp.ts';

/** One client's state. */
export interface RedisSession {
	authenticated: boolean;
}

type Value = string | string[] | Map<string, string>;

interface Entry {
	value: Value;
	expiresAtMs: number | undefined;
}

/** Keys that one server holds at most. */
const KEYS_MAX = 100_000;

/** Stands for a value of another kind than the command works on. */
const WRONG = Symbol('wrong type');

const OK: Reply = { kind: 'simple', text: 'OK' };
const NIL: Reply = { kind: 'nil' };
const WRONG_TYPE: Reply = { kind: 'error', text: 'WRONGTYPE Operation against a key holding the wrong kind of value' };
const NOT_INTEGER: Reply = { kind: 'error', text: 'ERR value is not an integer or out of range' };
const integer = (value: number): Reply => ({ kind: 'integer', value });
const bulk = (text: string | undefined): Reply => (text === undefined ? NIL : { kind: 'bulk', text });
const list = (texts: readonly string[]): Reply => ({ kind: 'array', items: texts.map((text) => bulk(text)) });

/** Arity: that many arguments; below zero, at least one less than its amount. */
type Handler = (args: readonly string[]) => Reply;

/** The keys of one server and the commands on them. */
export class RedisStore {
	readonly #now: () => number;
	readonly #password: string | undefined;
	readonly #version: string;
	readonly #entries = new Map<string, Entry>();
	readonly #commands: ReadonlyMap<string, readonly [arity: number, run: Handler]>;

	constructor(now: () => number, password: string | undefined, version: string) {
		this.#now = now;
		this.#password = password;
		this.#version = version;
		this.#commands = new Map([
			...this.#stringCommands(),
			...this.#counterCommands(),
			...this.#keyCommands(),
			...this.#serverCommands(),
			...this.#listCommands(),
			...this.#hashCommands(),
		]);
	}

	connect(): RedisSession {
		return { authenticated: this.#password === undefined };
	}

	execute(session: RedisSession, words: readonly string[]): Reply {
		const name = (words[0] ?? '').toUpperCase();
		const args = words.slice(1);
		if (name === 'AUTH') return this.#authenticate(session, args);
		if (name === 'QUIT') return OK;
		if (!session.authenticated) return { kind: 'error', text: 'NOAUTH Authentication required.' };
		const command = this.#commands.get(name);
		if (command === undefined) {
			const shown = args.map((arg) => `'${arg}' `).join('');
			return { kind: 'error', text: `ERR unknown command '${words[0]}', with args beginning with: ${shown}` };
		}
		const [arity, run] = command;
		if (arity >= 0 ? args.length !== arity : args.length < -arity - 1) {
			return { kind: 'error', text: `ERR wrong number of arguments for '${name.toLowerCase()}' command` };
		}
		return run(args);
	}

	#authenticate(session: RedisSession, args: readonly string[]): Reply {
		if (this.#password === undefined) {
			return {
				kind: 'error',
				text: 'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
			};
		}
		if (args.at(-1) !== this.#password)
			return { kind: 'error', text: 'WRONGPASS invalid username-password pair or user is disabled.' };
		session.authenticated = true;
		return OK;
	}

	#stringCommands(): [string, readonly [number, Handler]][] {
		return [
			['PING', [-1, ([text]) => (text === undefined ? { kind: 'simple', text: 'PONG' } : bulk(text))]],
			['ECHO', [1, ([text]) => bulk(text)]],
			['SET', [-3, (args) => this.#set(args)]],
			['GET', [1, ([key = '']) => asReply(this.#string(key))]],
			['GETSET', [2, ([key = '', value = '']) => this.#replace(key, value)]],
			[
				'SETNX',
				[2, ([key = '', value = '']) => integer(this.#entry(key) === undefined && this.#put(key, value) ? 1 : 0)],
			],
			['APPEND', [2, ([key = '', text = '']) => this.#append(key, text)]],
			[
				'STRLEN',
				[
					1,
					([key = '']) => {
						const value = this.#string(key);
						return value === WRONG ? WRONG_TYPE : integer(value?.length ?? 0);
					},
				],
			],
			[
				'MGET',
				[
					-2,
					(keys) => ({
						kind: 'array',
						items: keys.map((key) => {
							const value = this.#string(key);
							return value === WRONG ? NIL : bulk(value);
						}),
					}),
				],
			],
			[
				'MSET',
				[
					-3,
					(args) => {
						for (let i = 0; i + 1 < args.length; i += 2) this.#put(args[i] as string, args[i + 1] as string);
						return OK;
					},
				],
			],
		];
	}

	#counterCommands(): [string, readonly [number, Handler]][] {
		const add = (key: string, by: number): Reply => {
			const old = this.#string(key);
			if (old === WRONG) return WRONG_TYPE;
			if (old !== undefined && !/^-?\d{1,15}$/.test(old)) return NOT_INTEGER;
			const value = Number(old ?? '0') + by;
			this.#put(key, String(value), this.#entries.get(key)?.expiresAtMs);
			return integer(value);
		};
		return [
			['INCR', [1, ([key = '']) => add(key, 1)]],
			['DECR', [1, ([key = '']) => add(key, -1)]],
			['INCRBY', [2, ([key = '', by = '']) => (/^-?\d+$/.test(by) ? add(key, Number(by)) : NOT_INTEGER)]],
			['DECRBY', [2, ([key = '', by = '']) => (/^-?\d+$/.test(by) ? add(key, -Number(by)) : NOT_INTEGER)]],
		];
	}

	#keyCommands(): [string, readonly [number, Handler]][] {
		const expire = (key: string, ms: number): Reply => {
			const entry = this.#entry(key);
			if (entry === undefined) return integer(0);
			entry.expiresAtMs = this.#now() + ms;
			return integer(1);
		};
		return [
			[
				'DEL',
				[
					-2,
					(keys) => integer(keys.filter((key) => this.#entry(key) !== undefined && this.#entries.delete(key)).length),
				],
			],
			['EXISTS', [-2, (keys) => integer(keys.filter((key) => this.#entry(key) !== undefined).length)]],
			[
				'EXPIRE',
				[
					2,
					([key = '', seconds = '']) => (/^-?\d+$/.test(seconds) ? expire(key, Number(seconds) * 1_000) : NOT_INTEGER),
				],
			],
			[
				'TTL',
				[
					1,
					([key = '']) => {
						const entry = this.#entry(key);
						return integer(
							entry === undefined
								? -2
								: entry.expiresAtMs === undefined
									? -1
									: Math.ceil((entry.expiresAtMs - this.#now()) / 1_000),
						);
					},
				],
			],
			[
				'PERSIST',
				[
					1,
					([key = '']) => {
						const entry = this.#entry(key);
						const had = entry?.expiresAtMs !== undefined;
						if (entry !== undefined) entry.expiresAtMs = undefined;
						return integer(had ? 1 : 0);
					},
				],
			],
			[
				'TYPE',
				[
					1,
					([key = '']) => {
						const value = this.#entry(key)?.value;
						return {
							kind: 'simple',
							text:
								value === undefined
									? 'none'
									: typeof value === 'string'
										? 'string'
										: Array.isArray(value)
											? 'list'
											: 'hash',
						};
					},
				],
			],
		];
	}

	#serverCommands(): [string, readonly [number, Handler]][] {
		return [
			[
				'KEYS',
				[
					1,
					([pattern = '*']) => {
						const glob = compileGlob(pattern);
						return list([...this.#entries.keys()].filter((key) => this.#entry(key) !== undefined && glob.matches(key)));
					},
				],
			],
			['DBSIZE', [0, () => integer([...this.#entries.keys()].filter((key) => this.#entry(key) !== undefined).length)]],
			[
				'FLUSHALL',
				[
					-1,
					() => {
						this.#entries.clear();
						return OK;
					},
				],
			],
			[
				'FLUSHDB',
				[
					-1,
					() => {
						this.#entries.clear();
						return OK;
					},
				],
			],
			['SELECT', [1, () => OK]],
			['COMMAND', [-1, () => list([])]],
			['CLIENT', [-2, () => OK]],
			[
				'INFO',
				[
					-1,
					() =>
						bulk(
							`# Server\r\nredis_version:${this.#version}\r\nredis_mode:standalone\r\ntcp_port:6379\r\n\r\n# Keyspace\r\n${this.#entries.size === 0 ? '' : `db0:keys=${this.#entries.size},expires=0,avg_ttl=0\r\n`}`,
						),
				],
			],
		];
	}

	#listCommands(): [string, readonly [number, Handler]][] {
		const push =
			(left: boolean): Handler =>
			([key = '', ...values]) => {
				const items = this.#list(key);
				if (items === WRONG) return WRONG_TYPE;
				const next = left ? [...[...values].reverse(), ...items] : [...items, ...values];
				this.#put(key, next, this.#entries.get(key)?.expiresAtMs);
				return integer(next.length);
			};
		const pop =
			(left: boolean): Handler =>
			([key = '']) => {
				const items = this.#list(key);
				if (items === WRONG) return WRONG_TYPE;
				const taken = left ? items[0] : items.at(-1);
				const rest = left ? items.slice(1) : items.slice(0, -1);
				if (rest.length === 0) this.#entries.delete(key);
				else this.#put(key, rest, this.#entries.get(key)?.expiresAtMs);
				return bulk(taken);
			};
		return [
			['LPUSH', [-3, push(true)]],
			['RPUSH', [-3, push(false)]],
			['LPOP', [1, pop(true)]],
			['RPOP', [1, pop(false)]],
			[
				'LLEN',
				[
					1,
					([key = '']) => {
						const items = this.#list(key);
						return items === WRONG ? WRONG_TYPE : integer(items.length);
					},
				],
			],
			[
				'LRANGE',
				[
					3,
					([key = '', from = '0', to = '-1']) => {
						const items = this.#list(key);
						if (items === WRONG) return WRONG_TYPE;
						const last = Number(to);
						return list(items.slice(Number(from), last === -1 ? undefined : last + 1));
					},
				],
			],
		];
	}

	#hashCommands(): [string, readonly [number, Handler]][] {
		return [
			['HSET', [-4, ([key = '', ...pairs]) => this.#hashSet(key, pairs)]],
			[
				'HGET',
				[
					2,
					([key = '', field = '']) => {
						const hash = this.#hash(key);
						return hash === WRONG ? WRONG_TYPE : bulk(hash.get(field));
					},
				],
			],
			[
				'HGETALL',
				[
					1,
					([key = '']) => {
						const hash = this.#hash(key);
						return hash === WRONG ? WRONG_TYPE : list([...hash].flat());
					},
				],
			],
			[
				'HDEL',
				[
					-3,
					([key = '', ...fields]) => {
						const hash = this.#hash(key);
						return hash === WRONG ? WRONG_TYPE : integer(fields.filter((field) => hash.delete(field)).length);
					},
				],
			],
		];
	}

	#set(args: readonly string[]): Reply {
		const [key = '', value = '', ...options] = args;
		let expiresAtMs: number | undefined;
		for (let i = 0; i < options.length; i++) {
			const option = (options[i] as string).toUpperCase();
			const present = this.#entry(key) !== undefined;
			if (option === 'NX' && present) return NIL;
			if (option === 'XX' && !present) return NIL;
			if (option === 'EX' || option === 'PX') {
				const amount = Number(options[++i]);
				if (!Number.isInteger(amount) || amount <= 0) return NOT_INTEGER;
				expiresAtMs = this.#now() + amount * (option === 'EX' ? 1_000 : 1);
			} else if (option !== 'NX' && option !== 'XX') return { kind: 'error', text: 'ERR syntax error' };
		}
		if (!this.#put(key, value, expiresAtMs))
			return { kind: 'error', text: "OOM command not allowed when used memory > 'maxmemory'." };
		return OK;
	}

	#replace(key: string, value: string): Reply {
		const old = asReply(this.#string(key));
		if (old.kind !== 'error') this.#put(key, value);
		return old;
	}

	#append(key: string, text: string): Reply {
		const old = this.#string(key);
		if (old === WRONG) return WRONG_TYPE;
		const value = (old ?? '') + text;
		this.#put(key, value, this.#entries.get(key)?.expiresAtMs);
		return integer(value.length);
	}

	#hashSet(key: string, pairs: readonly string[]): Reply {
		const hash = this.#hash(key);
		if (hash === WRONG) return WRONG_TYPE;
		let added = 0;
		for (let i = 0; i + 1 < pairs.length; i += 2) {
			if (!hash.has(pairs[i] as string)) added++;
			hash.set(pairs[i] as string, pairs[i + 1] as string);
		}
		this.#put(key, hash, this.#entries.get(key)?.expiresAtMs);
		return integer(added);
	}

	#put(key: string, value: Value, expiresAtMs?: number): boolean {
		if (!this.#entries.has(key) && this.#entries.size >= KEYS_MAX) return false;
		this.#entries.set(key, { value, expiresAtMs });
		return true;
	}

	#entry(key: string): Entry | undefined {
		const entry = this.#entries.get(key);
		if (entry?.expiresAtMs === undefined || entry.expiresAtMs > this.#now()) return entry;
		this.#entries.delete(key);
		return undefined;
	}

	#string(key: string): string | typeof WRONG | undefined {
		const value = this.#entry(key)?.value;
		return value === undefined || typeof value === 'string' ? value : WRONG;
	}

	#list(key: string): readonly string[] | typeof WRONG {
		const value = this.#entry(key)?.value ?? [];
		return Array.isArray(value) ? value : WRONG;
	}

	#hash(key: string): Map<string, string> | typeof WRONG {
		const value = this.#entry(key)?.value ?? new Map<string, string>();
		return value instanceof Map ? value : WRONG;
	}
}

function asReply(value: string | typeof WRONG | undefined): Reply {
	return value === WRONG ? WRONG_TYPE : bulk(value);
}
