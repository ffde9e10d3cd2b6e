import type { Random } from '../../../machinery/random.ts';
import type { Task } from '../../../machinery/task.ts';
import { type Directive, pluginArgumentError, pluginError, zoneName } from '../corefile.ts';
import {
	type DnsForwarder,
	type DnsPlugin,
	type DnsReply,
	type DnsRequest,
	failed,
	inZone,
	type NextPlugin,
} from '../plugin.ts';

/** Models forward.go defaultTimeout: over all upstreams together. */
const DEADLINE_MS = 5_000;
/** Models proxy connect.go readTimeout. */
const READ_MS = 2_000;
const UPSTREAMS_MAX = 15;

interface Upstream {
	readonly address: string;
	readonly port: number;
}

/** Questions that are passed on to other servers. Models coredns plugin/forward. */
export class Forward implements DnsPlugin {
	readonly upstreams: readonly Upstream[];
	readonly #zone: string;
	readonly #except: readonly string[];
	readonly #policy: string;
	readonly #tcp: boolean;
	readonly #random: Random;
	readonly #ask: DnsForwarder;
	#turn = 0;

	constructor(directive: Directive, files: ReadonlyMap<string, string>, random: Random, ask: DnsForwarder) {
		const [from, ...to] = directive.args;
		if (from === undefined) throw pluginArgumentError(directive, 'forward');
		if (to.length === 0) throw pluginArgumentError(directive, from);
		this.#random = random;
		this.#ask = ask;
		this.#zone = zoneName(from);
		this.upstreams = to.flatMap((text) => upstreamsOf(text, files));
		if (this.upstreams.length > UPSTREAMS_MAX) {
			throw new Error(`plugin/forward: more than ${UPSTREAMS_MAX} TOs configured: ${this.upstreams.length}`);
		}
		let except: string[] = [];
		let policy = 'random';
		let tcp = false;
		for (const { words, line } of directive.block) {
			const [word = '', ...rest] = words;
			if (!PROPERTIES.includes(word)) throw pluginError(directive, `unknown property '${word}'`, line);
			if (rest.length === 0 && !WITHOUT_VALUE.includes(word)) throw pluginArgumentError(directive, word, line);
			if (word === 'except') except = rest.map(zoneName);
			else if (word === 'force_tcp') tcp = true;
			else if (word === 'policy') {
				policy = rest[0] as string;
				if (!['random', 'round_robin', 'sequential'].includes(policy)) {
					throw pluginError(directive, `unknown policy '${policy}'`, line);
				}
			}
		}
		this.#except = except;
		this.#policy = policy;
		this.#tcp = tcp;
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const { name } = request;
		if (!inZone(name, this.#zone) || this.#except.some((zone) => inZone(name, zone))) return yield* next.serve(request);
		const order = this.#order();
		const protocol = this.#tcp ? 'tcp' : request.client.protocol;
		let problem = 'no healthy proxies';
		let leftMs = DEADLINE_MS;
		for (let attempt = 0; leftMs > 0 && attempt < 2 * order.length; attempt++) {
			const upstream = order[attempt % order.length] as Upstream;
			const outcome = yield* this.#ask(upstream, request.query, protocol, Math.min(READ_MS, leftMs));
			if ('reply' in outcome) {
				const { code, answers, authorities, authoritative, recursionAvailable } = outcome.reply;
				return { code, answers, authorities, authoritative, recursionAvailable };
			}
			({ problem } = outcome);
			if (problem.endsWith('timeout')) leftMs -= READ_MS;
		}
		request.problems.push(problem);
		return failed('SERVFAIL');
	}

	#order(): readonly Upstream[] {
		const { length } = this.upstreams;
		if (length < 2 || this.#policy === 'sequential') return this.upstreams;
		const start = this.#policy === 'random' ? this.#random.below(length) : this.#turn++ % length;
		return [...this.upstreams.slice(start), ...this.upstreams.slice(0, start)];
	}
}

/** Models parse.HostPortOrFile. */
function upstreamsOf(text: string, files: ReadonlyMap<string, string>): Upstream[] {
	const match = /^(?:(dns|tls):\/\/)?(\d{1,3}(?:\.\d{1,3}){3})(?::(\d+))?$/.exec(text);
	if (match !== null) {
		return [{ address: match[2] as string, port: Number(match[3] ?? (match[1] === 'tls' ? 853 : 53)) }];
	}
	const file = files.get(text);
	if (file === undefined) throw new Error(`plugin/forward: not an IP address or file: "${text}"`);
	const found = [...file.matchAll(/^\s*nameserver\s+(\d{1,3}(?:\.\d{1,3}){3})\b/gm)];
	if (found.length === 0) throw new Error(`plugin/forward: no nameservers found in file: "${text}"`);
	return found.map((each) => ({ address: each[1] as string, port: 53 }));
}

const WITHOUT_VALUE = ['force_tcp', 'prefer_udp', 'tls', 'next', 'failfast_all_unhealthy_upstreams'];
const PROPERTIES = [
	...WITHOUT_VALUE,
	'except',
	'expire',
	'failover',
	'health_check',
	'max_age',
	'max_concurrent',
	'max_connect_attempts',
	'max_fails',
	'max_idle_conns',
	'policy',
	'tls_servername',
];
