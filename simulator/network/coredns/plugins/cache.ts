import type { Context } from '../../../machinery/context.ts';
import type { Task } from '../../../machinery/task.ts';
import { type Directive, pluginArgumentError, pluginError, zoneName } from '../corefile.ts';
import { type DnsPlugin, type DnsReply, type DnsRequest, inZone, type NextPlugin } from '../plugin.ts';

const SUCCESS_TTL_SECONDS = 3600;
const DENIAL_TTL_SECONDS = 1800;
const SERVFAIL_TTL_SECONDS = 5;
const MIN_TTL_SECONDS = 5;
/** Models cache.go defaultCap. */
const ENTRIES_MAX = 9_984;

interface Entry {
	readonly reply: DnsReply;
	readonly atMs: number;
	readonly ttlSeconds: number;
}

/** Answers remembered until their time is over. Models coredns plugin/cache. */
export class Cache implements DnsPlugin {
	readonly #context: Context;
	readonly #zones: readonly string[];
	readonly #successTtl: number;
	readonly #denialTtl: number;
	readonly #noSuccess: readonly string[];
	readonly #noDenial: readonly string[];
	readonly #entries = new Map<string, Entry>();

	constructor(directive: Directive, zones: readonly string[], context: Context) {
		this.#context = context;
		const args = [...directive.args];
		const ttl = /^\d+$/.test(args[0] ?? '') ? Number(args.shift()) : undefined;
		if (ttl === 0) throw pluginError(directive, `cache TTL can not be zero or negative: ${ttl}`);
		this.#zones = args.length > 0 ? args.map(zoneName) : zones;
		let success = ttl ?? SUCCESS_TTL_SECONDS;
		let denial = Math.min(ttl ?? DENIAL_TTL_SECONDS, ttl ?? DENIAL_TTL_SECONDS);
		const disabled = { success: [] as string[], denial: [] as string[] };
		for (const { words, line } of directive.block) {
			const [word = '', first, second] = words;
			if (word === 'success' || word === 'denial') {
				if (first === undefined) throw pluginArgumentError(directive, word, line);
				if (!/^\d+$/.test(first)) {
					throw pluginError(directive, `strconv.Atoi: parsing "${first}": invalid syntax`, line);
				}
				if (second !== undefined && word === 'success') success = Number(second);
				if (second !== undefined && word === 'denial') denial = Number(second);
			} else if (word === 'disable') {
				if (first !== 'success' && first !== 'denial') {
					throw pluginError(directive, `cache type for disable must be "success" or "denial"`, line);
				}
				disabled[first] = words.length > 2 ? words.slice(2).map(zoneName) : [...this.#zones];
			} else if (!['prefetch', 'serve_stale', 'servfail', 'keepttl'].includes(word)) {
				throw pluginArgumentError(directive, words.at(-1) ?? word, line);
			}
		}
		this.#successTtl = success;
		this.#denialTtl = denial;
		this.#noSuccess = disabled.success;
		this.#noDenial = disabled.denial;
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const { name, type } = request;
		if (!this.#zones.some((zone) => inZone(name, zone))) return yield* next.serve(request);
		const key = `${name} ${type}`;
		const nowMs = this.#context.loop.now();
		const known = this.#entries.get(key);
		if (known !== undefined) {
			const left = known.ttlSeconds - Math.floor((nowMs - known.atMs) / 1000);
			if (left > 0) return aged(known.reply, left);
			this.#entries.delete(key);
		}
		const reply = yield* next.serve(request);
		const ttlSeconds = this.#keeps(name, reply);
		if (ttlSeconds === undefined || ttlSeconds <= 0) return reply;
		if (this.#entries.size >= ENTRIES_MAX) this.#entries.clear();
		this.#entries.set(key, { reply, atMs: nowMs, ttlSeconds });
		return withTtl(reply, ttlSeconds);
	}

	/** For how long; undefined: not at all. */
	#keeps(name: string, reply: DnsReply): number | undefined {
		if (reply.silent || reply.code === 'REFUSED') return undefined;
		if (reply.code === 'SERVFAIL') return SERVFAIL_TTL_SECONDS;
		const denied = reply.code === 'NXDOMAIN' || reply.answers.length === 0;
		const off = denied ? this.#noDenial : this.#noSuccess;
		if (off.some((zone) => inZone(name, zone))) return undefined;
		const records = denied ? reply.authorities : reply.answers;
		const least = Math.min(...records.map(({ ttlSeconds }) => ttlSeconds), denied ? this.#denialTtl : this.#successTtl);
		return records.length === 0 ? MIN_TTL_SECONDS : Math.max(least, Math.min(MIN_TTL_SECONDS, least));
	}
}

function withTtl(reply: DnsReply, ttlSeconds: number): DnsReply {
	return {
		...reply,
		answers: reply.answers.map((record) => ({ ...record, ttlSeconds })),
		authorities: reply.authorities.map((record) => ({ ...record, ttlSeconds })),
	};
}

/** Models cache item.go toMsg: what comes out of the cache says that it is authoritative. */
function aged(reply: DnsReply, ttlSeconds: number): DnsReply {
	return { ...withTtl(reply, ttlSeconds), authoritative: true };
}
