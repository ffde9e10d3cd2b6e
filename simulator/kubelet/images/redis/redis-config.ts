import { compileGlob } from '../../../machinery/glob.ts';

/** What a server of the official image goes by when nobody says otherwise. */
const DEFAULTS: readonly (readonly [string, string])[] = [
	['appendfilename', 'appendonly.aof'],
	['appenddirname', 'appendonlydir'],
	['appendfsync', 'everysec'],
	['appendonly', 'no'],
	['bind', '* -::*'],
	['cluster-enabled', 'no'],
	['cluster-config-file', 'nodes.conf'],
	['cluster-node-timeout', '15000'],
	['daemonize', 'no'],
	['databases', '16'],
	['dbfilename', 'dump.rdb'],
	['dir', '/data'],
	['logfile', ''],
	['loglevel', 'notice'],
	['masterauth', ''],
	['maxclients', '10000'],
	['maxmemory', '0'],
	['maxmemory-policy', 'noeviction'],
	['maxmemory-samples', '5'],
	['pidfile', ''],
	['port', '6379'],
	['protected-mode', 'no'],
	['rdbcompression', 'yes'],
	['replica-read-only', 'yes'],
	['replicaof', ''],
	['requirepass', ''],
	['save', '3600 1 300 100 60 10000'],
	['slowlog-log-slower-than', '10000'],
	['slowlog-max-len', '128'],
	['stop-writes-on-bgsave-error', 'yes'],
	['supervised', 'no'],
	['tcp-backlog', '511'],
	['tcp-keepalive', '300'],
	['timeout', '0'],
	['user', ''],
];

/** Older names of the same settings. */
const ALIASES: ReadonlyMap<string, string> = new Map([
	['slaveof', 'replicaof'],
	['slave-read-only', 'replica-read-only'],
]);

/** Settings that files have and this server takes without effect. */
const ACCEPTED =
	/^(?:include|rename-command|client-output-buffer-limit|hash-|list-|set-|zset-|stream-|lazyfree-|repl-|replica-|min-replicas-|auto-aof-|aof-|rdb-|latency-|notify-|lua-|activerehashing|hz|dynamic-hz|tls-|cluster-|unixsocket|io-threads|always-show-logo|syslog-|loadmodule|acl|oom-|jemalloc|tracking|latency|crash-|proc-|set-proc|enable-|locale|hll-|active-defrag|sentinel)/;
const MEMORY = new Set(['maxmemory']);
const UNITS: ReadonlyMap<string, number> = new Map([
	['', 1],
	['b', 1],
	['k', 1e3],
	['kb', 1024],
	['m', 1e6],
	['mb', 1024 ** 2],
	['g', 1e9],
	['gb', 1024 ** 3],
]);
const POLICIES =
	/^(?:volatile-lru|volatile-lfu|volatile-random|volatile-ttl|allkeys-lru|allkeys-lfu|allkeys-random|noeviction)$/;

/** A line that the server does not understand, as it says so. */
export class RedisConfigError extends Error {}

/** A server's settings by name. Models redis src/config.c. */
export class RedisConfig {
	readonly #values = new Map(DEFAULTS);
	/** `save` of a file replaces what was there before; more lines of it add. */
	#saves = 0;

	get(name: string): string {
		const value = this.#values.get(name);
		if (value === undefined) throw new Error(`assertion failed: no setting ${name}`);
		return value;
	}

	isOn(name: string): boolean {
		return this.get(name) === 'yes';
	}

	/** Names and values of all that match, one after the other. */
	matching(pattern: string): string[] {
		const glob = compileGlob(pattern.toLowerCase());
		return [...this.#values].filter(([name]) => glob.matches(name)).flat();
	}

	/** @throws RedisConfigError */
	set(given: string, words: readonly string[]): void {
		const lower = given.toLowerCase();
		const name = ALIASES.get(lower) ?? lower;
		if (!this.#values.has(name)) {
			if (ACCEPTED.test(name)) return;
			throw new RedisConfigError('Bad directive or wrong number of arguments');
		}
		if (words.length === 0) throw new RedisConfigError('Bad directive or wrong number of arguments');
		const value = words.join(' ');
		if (name === 'save') {
			const text = value === '""' || value === '' ? '' : value;
			this.#values.set(name, this.#saves > 0 && text !== '' ? `${this.get('save')} ${text}` : text);
			this.#saves++;
			return;
		}
		this.#values.set(name, checked(name, name === 'replicaof' && /^no one$/i.test(value) ? '' : value));
	}

	/** Every line of a file. @throws RedisConfigError with the line's number and text in front. */
	read(text: string): void {
		for (const [index, line] of text.split('\n').entries()) {
			const words = wordsOf(line);
			const [name, ...rest] = words;
			if (name === undefined || name.startsWith('#')) continue;
			try {
				this.set(name, rest);
			} catch (error) {
				if (!(error instanceof RedisConfigError)) throw error;
				throw new RedisConfigError(
					`Reading the configuration file, at line ${index + 1}\n>>> '${line.trim()}'\n${error.message}`,
				);
			}
		}
	}
}

function checked(name: string, value: string): string {
	const wrong = (text: string): RedisConfigError => new RedisConfigError(text);
	if (MEMORY.has(name)) {
		const [, amount, unit = ''] = /^(\d+)([a-z]*)$/i.exec(value) ?? [];
		const factor = UNITS.get(unit.toLowerCase());
		if (amount === undefined || factor === undefined) throw wrong('argument must be a memory value');
		return String(Number(amount) * factor);
	}
	const was = DEFAULTS.find(([each]) => each === name)?.[1] ?? '';
	if ((was === 'yes' || was === 'no') && !/^(?:yes|no)$/i.test(value)) throw wrong("argument must be 'yes' or 'no'");
	if (/^\d+$/.test(was) && !/^-?\d+$/.test(value)) throw wrong("argument couldn't be parsed into an integer");
	if (name === 'maxmemory-policy' && !POLICIES.test(value)) {
		throw wrong(
			'argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction',
		);
	}
	return was === 'yes' || was === 'no' ? value.toLowerCase() : value;
}

/** Words of a line, some of them in quotes. */
export function wordsOf(line: string): string[] {
	return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g)].map(
		([, double, single, plain]) =>
			(double ?? single)?.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter) ?? plain ?? '',
	);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
