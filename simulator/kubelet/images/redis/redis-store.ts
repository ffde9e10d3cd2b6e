import { COLLECTION_COMMANDS } from './redis-collections.ts';
import { bulk, commandTable, integer, KEY_COMMANDS, list, OK } from './redis-commands.ts';
import { type RedisConfig, RedisConfigError } from './redis-config.ts';
import { RedisKeys, WrongType } from './redis-keys.ts';
import type { Reply } from './resp.ts';

/** One client's state. */
export interface RedisSession {
	isAuthenticated: boolean;
	database: number;
	/** Commands since MULTI. */
	queue: (readonly string[])[] | undefined;
	/** A replica's port, as it has said. */
	replicaPort: string;
	/** It is the server's own: its master, or a file that is read. */
	readonly isTrusted: boolean;
}

/** What a command comes to, besides its answer. */
export interface Outcome {
	readonly reply: Reply;
	/** Commands that have changed something, for files and replicas; none: nothing has. */
	readonly changes: readonly (readonly string[])[];
	/** What the program has to do about it. */
	readonly wish?: 'save' | 'background save' | 'shutdown' | 'synchronise' | 'replicate' | 'rewrite';
}

export interface ReplicationState {
	/** Undefined: it is a master. */
	readonly master: { readonly host: string; readonly port: number; readonly isUp: boolean } | undefined;
	readonly replicas: readonly { readonly address: string; readonly port: string }[];
}

const COMMANDS = commandTable([...KEY_COMMANDS, ...COLLECTION_COMMANDS]);
const BASE_BYTES = 1_045_000;
const WRONG_TYPE: Reply = { kind: 'error', text: 'WRONGTYPE Operation against a key holding the wrong kind of value' };
const error = (text: string): Reply => ({ kind: 'error', text });
const only = (reply: Reply): Outcome => ({ reply, changes: [] });

/** The databases of one server and what clients may do with them. */
export class RedisStore {
	readonly config: RedisConfig;
	readonly #now: () => number;
	readonly #version: string;
	readonly #databases = new Map<number, RedisKeys>();
	readonly #startedAtMs: number;
	readonly #replication: () => ReplicationState;
	/** Changes since the last save. */
	unsaved = 0;
	#commands = 0;

	constructor(now: () => number, version: string, config: RedisConfig, replication: () => ReplicationState) {
		this.#now = now;
		this.#version = version;
		this.config = config;
		this.#startedAtMs = now();
		this.#replication = replication;
	}

	connect(isTrusted = false): RedisSession {
		return {
			isAuthenticated: isTrusted || this.config.get('requirepass') === '',
			database: 0,
			queue: undefined,
			replicaPort: '0',
			isTrusted,
		};
	}

	/** Commands that make a server hold what this one holds. */
	dump(): string[][] {
		return [...this.#databases]
			.filter(([, keys]) => keys.names().length > 0)
			.flatMap(([number, keys]) => [['SELECT', String(number)], ...keys.commands()]);
	}

	clear(): void {
		for (const keys of this.#databases.values()) keys.clear();
	}

	execute(session: RedisSession, words: readonly string[]): Outcome {
		const name = (words[0] ?? '').toUpperCase();
		const args = words.slice(1);
		this.#commands++;
		if (name === 'AUTH') return only(this.#authenticate(session, args));
		if (name === 'QUIT') return only(OK);
		if (!session.isAuthenticated && name !== 'HELLO') return only(error('NOAUTH Authentication required.'));
		if (session.queue !== undefined && name !== 'EXEC' && name !== 'DISCARD') {
			session.queue.push(words);
			return only({ kind: 'simple', text: 'QUEUED' });
		}
		return this.#administer(session, name, args) ?? this.#run(session, name, words);
	}

	#run(session: RedisSession, name: string, words: readonly string[]): Outcome {
		const args = words.slice(1);
		const command = COMMANDS.get(name);
		if (command === undefined) {
			return only(
				error(
					`ERR unknown command '${words[0]}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}`,
				),
			);
		}
		const { arity, run, writes } = command;
		if (arity >= 0 ? args.length !== arity : args.length < -arity - 1)
			return only(error(`ERR wrong number of arguments for '${name.toLowerCase()}' command`));
		if (writes && !session.isTrusted) {
			if (this.#replication().master !== undefined && this.config.isOn('replica-read-only'))
				return only(error("READONLY You can't write against a read only replica."));
			if (!this.#makesRoom()) return only(error("OOM command not allowed when used memory > 'maxmemory'."));
		}
		const keys = this.#keys(session.database);
		try {
			const reply = run(keys, args);
			if (!writes || reply.kind === 'error') return only(reply);
			this.unsaved++;
			const change = session.database === 0 ? [words] : [['SELECT', String(session.database)], words, ['SELECT', '0']];
			return { reply, changes: change };
		} catch (thrown) {
			if (!(thrown instanceof WrongType)) throw thrown;
			return only(WRONG_TYPE);
		}
	}

	#keys(number: number): RedisKeys {
		let keys = this.#databases.get(number);
		if (keys === undefined) {
			keys = new RedisKeys(this.#now);
			this.#databases.set(number, keys);
		}
		return keys;
	}

	#usedBytes(): number {
		return [...this.#databases.values()].reduce((sum, keys) => sum + keys.bytes, BASE_BYTES);
	}

	/** Models src/evict.c performEvictions. Differs: the oldest keys go, whatever the policy says of which. */
	#makesRoom(): boolean {
		const most = Number(this.config.get('maxmemory'));
		if (most === 0 || this.#usedBytes() <= most) return true;
		const policy = this.config.get('maxmemory-policy');
		if (policy === 'noeviction') return false;
		for (const keys of this.#databases.values()) {
			for (const key of keys.names()) {
				if (policy.startsWith('volatile') && keys.expiry(key) === Number.POSITIVE_INFINITY) continue;
				keys.delete(key);
				if (this.#usedBytes() <= most) return true;
			}
		}
		return false;
	}

	#authenticate(session: RedisSession, args: readonly string[]): Reply {
		const password = this.config.get('requirepass');
		if (password === '') {
			return error(
				'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
			);
		}
		const user = args.length > 1 ? args[0] : 'default';
		if (args.at(-1) !== password || user !== 'default')
			return error('WRONGPASS invalid username-password pair or user is disabled.');
		session.isAuthenticated = true;
		return OK;
	}

	/** What is about the server and its clients, not about keys. */
	#administer(session: RedisSession, name: string, args: readonly string[]): Outcome | undefined {
		const [first = '', second] = args;
		switch (name) {
			case 'PING':
				return only(first === '' ? { kind: 'simple', text: 'PONG' } : bulk(first));
			case 'ECHO':
				return only(bulk(first));
			case 'SELECT':
				if (!/^\d+$/.test(first) || Number(first) >= Number(this.config.get('databases')))
					return only(error('ERR DB index is out of range'));
				session.database = Number(first);
				return only(OK);
			case 'FLUSHALL':
				this.clear();
				this.unsaved++;
				return { reply: OK, changes: [['FLUSHALL']] };
			case 'CONFIG':
				return this.#configure(args);
			case 'INFO':
				return only(bulk(this.#info(first.toLowerCase())));
			case 'ROLE':
				return only(this.#role());
			case 'TIME':
				return only(list([String(Math.floor(this.#now() / 1_000)), String((this.#now() % 1_000) * 1_000)]));
			case 'COMMAND':
				return only(first.toUpperCase() === 'COUNT' ? integer(COMMANDS.size) : list([]));
			case 'CLIENT':
				return only(
					/^(?:LIST|INFO)$/i.test(first)
						? bulk('id=1 addr=127.0.0.1:0 name= db=0 cmd=client\n')
						: /^ID$/i.test(first)
							? integer(1)
							: OK,
				);
			case 'SAVE':
				return { reply: OK, changes: [], wish: 'save' };
			case 'BGSAVE':
				return { reply: { kind: 'simple', text: 'Background saving started' }, changes: [], wish: 'background save' };
			case 'BGREWRITEAOF':
				return {
					reply: { kind: 'simple', text: 'Background append only file rewriting started' },
					changes: [],
					wish: 'rewrite',
				};
			case 'LASTSAVE':
				return only(integer(Math.floor(this.#startedAtMs / 1_000)));
			case 'SHUTDOWN':
				return { reply: OK, changes: [], wish: 'shutdown' };
			case 'REPLCONF':
				if (/^listening-port$/i.test(first)) session.replicaPort = second ?? '0';
				return only(OK);
			case 'PSYNC':
			case 'SYNC':
				return { reply: OK, changes: [], wish: 'synchronise' };
			case 'REPLICAOF':
			case 'SLAVEOF':
				this.config.set('replicaof', args);
				return { reply: OK, changes: [], wish: 'replicate' };
			case 'CLUSTER':
				return only(error('ERR This instance has cluster support disabled'));
			case 'MULTI':
				session.queue = [];
				return only(OK);
			case 'DISCARD':
				session.queue = undefined;
				return only(OK);
			case 'EXEC':
				return this.#executeQueue(session);
			default:
				return undefined;
		}
	}

	#executeQueue(session: RedisSession): Outcome {
		const { queue } = session;
		if (queue === undefined) return only(error('ERR EXEC without MULTI'));
		session.queue = undefined;
		const outcomes = queue.map((words) => this.execute(session, words));
		return {
			reply: { kind: 'array', items: outcomes.map(({ reply }) => reply) },
			changes: outcomes.flatMap(({ changes }) => changes),
		};
	}

	#configure([verb = '', ...rest]: readonly string[]): Outcome {
		switch (verb.toUpperCase()) {
			case 'GET':
				return only(list(rest.flatMap((pattern) => this.config.matching(pattern))));
			case 'SET': {
				const [name = '', ...values] = rest;
				if (this.config.matching(name).length === 0)
					return only(error(`ERR Unknown option or number of arguments for CONFIG SET - '${name}'`));
				try {
					this.config.set(name, values);
					return only(OK);
				} catch (thrown) {
					if (!(thrown instanceof RedisConfigError)) throw thrown;
					return only(error(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${thrown.message}`));
				}
			}
			case 'REWRITE':
				return only(error('ERR The server is running without a config file'));
			case 'RESETSTAT':
				return only(OK);
			default:
				return only(error(`ERR unknown subcommand '${verb}'. Try CONFIG HELP.`));
		}
	}

	#role(): Reply {
		const { master, replicas } = this.#replication();
		if (master === undefined) {
			const items = replicas.map(({ address, port }) => list([address, port, '0']));
			return { kind: 'array', items: [bulk('master'), integer(0), { kind: 'array', items }] };
		}
		const { host, port, isUp } = master;
		return {
			kind: 'array',
			items: [bulk('slave'), bulk(host), integer(port), bulk(isUp ? 'connected' : 'connect'), integer(0)],
		};
	}

	#info(section: string): string {
		const used = this.#usedBytes();
		const seconds = Math.floor((this.#now() - this.#startedAtMs) / 1_000);
		const { master, replicas } = this.#replication();
		const sections: readonly (readonly [string, readonly string[]])[] = [
			[
				'Server',
				[
					`redis_version:${this.#version}`,
					'redis_mode:standalone',
					'os:Linux 6.8.0-51-generic x86_64',
					'arch_bits:64',
					'process_id:1',
					`tcp_port:${this.config.get('port')}`,
					`uptime_in_seconds:${seconds}`,
					`uptime_in_days:${Math.floor(seconds / 86_400)}`,
				],
			],
			['Clients', ['connected_clients:1', `maxclients:${this.config.get('maxclients')}`, 'blocked_clients:0']],
			[
				'Memory',
				[
					`used_memory:${used}`,
					`used_memory_human:${(used / 1024 ** 2).toFixed(2)}M`,
					`maxmemory:${this.config.get('maxmemory')}`,
					`maxmemory_policy:${this.config.get('maxmemory-policy')}`,
				],
			],
			[
				'Persistence',
				[
					'loading:0',
					`rdb_changes_since_last_save:${this.unsaved}`,
					'rdb_last_bgsave_status:ok',
					`aof_enabled:${this.config.isOn('appendonly') ? 1 : 0}`,
				],
			],
			['Stats', [`total_commands_processed:${this.#commands}`]],
			[
				'Replication',
				master === undefined
					? [
							'role:master',
							`connected_slaves:${replicas.length}`,
							...replicas.map(
								({ address, port }, index) => `slave${index}:ip=${address},port=${port},state=online,offset=0,lag=0`,
							),
						]
					: [
							'role:slave',
							`master_host:${master.host}`,
							`master_port:${master.port}`,
							`master_link_status:${master.isUp ? 'up' : 'down'}`,
							'slave_read_only:1',
							'connected_slaves:0',
						],
			],
			['CPU', ['used_cpu_sys:0.100000', 'used_cpu_user:0.100000']],
			['Cluster', ['cluster_enabled:0']],
			[
				'Keyspace',
				[...this.#databases]
					.filter(([, keys]) => keys.names().length > 0)
					.map(([number, keys]) => `db${number}:keys=${keys.names().length},expires=${keys.expiring()},avg_ttl=0`),
			],
		];
		return sections
			.filter(([name]) => /^(?:|all|default|everything)$/.test(section) || name.toLowerCase() === section)
			.map(([name, lines]) => `# ${name}\r\n${lines.map((line) => `${line}\r\n`).join('')}`)
			.join('\r\n');
	}
}
