import { ApiClient } from '../../client/api-client.ts';
import { InformerFactory } from '../../client/informer.ts';
import type { Transport } from '../../client/transport.ts';
import type { Context } from '../../machinery/context.ts';
import type { DnsMessage, DnsRecord, RecordType, ResponseCode } from '../../machinery/dns/dns-message.ts';
import { recordTypeName } from '../../machinery/dns/dns-message.ts';
import type { Random } from '../../machinery/random.ts';
import { ENDPOINT_SLICES, NAMESPACES, SERVICES } from '../resources.ts';
import type { ZoneListers } from './cluster-zone.ts';
import { ClusterZone } from './cluster-zone.ts';
import type { Directive, ServerBlock } from './corefile.ts';
import { parseCorefile } from './corefile.ts';
import { rewriteName } from './rewrite.ts';

export interface DnsServerOptions {
	readonly context: Context;
	/** As the service account that the Pod runs under. */
	readonly transport: Transport;
	/** What lies behind `forward`: the addresses of a name outside the cluster, undefined when there is none. */
	readonly upstream: (name: string) => readonly string[] | undefined;
}

/** What the program in CoreDNS's container works with: the server's mind, without its sockets. */
export interface DnsServer {
	/** Reads the Corefile. Throws CorefileError; the old configuration stays in force. */
	configure(corefile: string): void;
	/** Ports it has to listen on. */
	ports(): readonly number[];
	/** Whether a directive stands in some block ("log", "health"). */
	has(directive: string): boolean;
	/** The kubernetes plugin has read the cluster. */
	ready(): boolean;
	answer(query: DnsMessage, port: number): DnsMessage;
	stop(): void;
}

type Partial = {
	readonly code: ResponseCode;
	readonly answers: readonly DnsRecord[];
	readonly authorities: readonly DnsRecord[];
	readonly authoritative: boolean;
};

const ALIASES_MAX = 8;

export function startDnsServer(options: DnsServerOptions): DnsServer {
	const factory = new InformerFactory(options.context, new ApiClient(options.transport, 'coredns'));
	const services = factory.for(SERVICES);
	const slices = factory.for(ENDPOINT_SLICES);
	const namespaces = factory.for(NAMESPACES);
	let synced = false;
	factory.start(() => {
		synced = true;
	});
	const answering = new Answering({ services, slices, namespaces }, options);
	return {
		configure: (corefile) => answering.configure(parseCorefile(corefile)),
		ports: () => answering.ports(),
		has: (directive) => answering.has(directive),
		ready: () => synced,
		answer: (query, port) => answering.answer(query, port),
		stop: () => factory.stop(),
	};
}

class Answering {
	readonly #listers: ZoneListers;
	readonly #upstream: DnsServerOptions['upstream'];
	readonly #random: Random;
	#blocks: readonly ServerBlock[] = [];

	constructor(listers: ZoneListers, options: DnsServerOptions) {
		this.#listers = listers;
		this.#upstream = options.upstream;
		this.#random = options.context.random.stream('coredns');
	}

	configure(blocks: readonly ServerBlock[]): void {
		this.#blocks = blocks;
	}

	ports(): readonly number[] {
		return [...new Set(this.#blocks.map((block) => block.port))];
	}

	has(directive: string): boolean {
		return this.#blocks.some((block) => block.directives.some((each) => each.name === directive));
	}

	answer(query: DnsMessage, port: number): DnsMessage {
		const [question] = query.questions;
		const type = question === undefined ? undefined : recordTypeName(question.type);
		const reply = (partial: Partial): DnsMessage => ({
			...query,
			response: true,
			recursionAvailable: true,
			truncated: false,
			additionals: [],
			...partial,
		});
		if (question === undefined) return reply({ code: 'FORMERR', answers: [], authorities: [], authoritative: false });
		const block = this.#blockFor(question.name.toLowerCase(), port);
		if (block === undefined) return reply({ code: 'REFUSED', answers: [], authorities: [], authoritative: false });
		const found = this.#resolve(block, question.name, type, 0);
		return reply({ ...found, answers: this.#balanced(block, found.answers) });
	}

	/** The block with the longest zone that holds the name. */
	#blockFor(name: string, port: number): ServerBlock | undefined {
		let best: { block: ServerBlock; length: number } | undefined;
		for (const block of this.#blocks) {
			if (block.port !== port) continue;
			for (const zone of block.zones) {
				if (inZone(name, zone) && (best === undefined || zone.length > best.length))
					best = { block, length: zone.length };
			}
		}
		return best?.block;
	}

	#resolve(block: ServerBlock, asked: string, type: RecordType | undefined, depth: number): Partial {
		const rewritten = rewriteName(block.directives, asked.toLowerCase());
		const name = rewritten.name;
		// Plugins answer in CoreDNS's own order, whatever the file's: hosts, then kubernetes, then forward.
		for (const plugin of ['hosts', 'template', 'kubernetes', 'forward'] as const) {
			for (const directive of block.directives.filter((each) => each.name === plugin)) {
				const found = this.#ask(block, directive, name, type, depth);
				if (found !== undefined) return rewritten.restore(found, asked);
			}
		}
		return { code: 'SERVFAIL', answers: [], authorities: [], authoritative: false };
	}

	#ask(
		block: ServerBlock,
		directive: Directive,
		name: string,
		type: RecordType | undefined,
		depth: number,
	): Partial | undefined {
		switch (directive.name) {
			case 'hosts':
				return hostsAnswer(directive, name, type);
			case 'kubernetes':
				return this.#kubernetes(block, directive, name, type, depth);
			case 'forward':
				return this.#forward(directive, name, type);
			default:
				return undefined;
		}
	}

	#kubernetes(
		block: ServerBlock,
		directive: Directive,
		name: string,
		type: RecordType | undefined,
		depth: number,
	): Partial | undefined {
		const zones = (directive.args.length > 0 ? directive.args : block.zones).map((zone) =>
			zone.toLowerCase().replace(/\.$/, ''),
		);
		const zone = zones.filter((each) => inZone(name, each)).sort((a, b) => b.length - a.length)[0];
		if (zone === undefined) return undefined;
		const property = (key: string): readonly string[] | undefined =>
			directive.block.find(([each]) => each === key)?.slice(1);
		const ttlSeconds = Number(property('ttl')?.[0] ?? 5);
		const pods = (property('pods')?.[0] ?? 'disabled') as 'disabled' | 'insecure' | 'verified';
		const domain = zones.find((each) => !each.endsWith('.arpa')) ?? 'cluster.local';
		const cluster = new ClusterZone(this.#listers, { domain, ttlSeconds, pods });
		const fallsThrough = (): boolean => {
			const set = property('fallthrough');
			return set !== undefined && (set.length === 0 || set.some((each) => inZone(name, each.replace(/\.$/, ''))));
		};
		const negative = (code: ResponseCode): Partial | undefined => {
			if (code === 'NXDOMAIN' && fallsThrough()) return undefined;
			return { code, answers: [], authorities: [soa(zone, ttlSeconds)], authoritative: true };
		};
		if (zone.endsWith('.arpa')) {
			const host = cluster.reverse(addressOf(name));
			if (host === undefined) return negative('NXDOMAIN');
			if (type !== 'PTR') return negative('NOERROR');
			return positive([{ name, type: 'PTR', ttlSeconds, data: host }]);
		}
		if (type === undefined) return negative('NOERROR');
		const answer = cluster.lookup(name, type);
		if (answer.kind === 'records') return positive(answer.records);
		if (answer.kind === 'alias') {
			if (type !== 'A' || depth >= ALIASES_MAX) return positive([answer.record]);
			const target = this.#resolve(block, answer.record.data, type, depth + 1);
			return positive([answer.record, ...target.answers]);
		}
		return negative(answer.kind === 'no-name' ? 'NXDOMAIN' : 'NOERROR');
	}

	#forward(directive: Directive, name: string, type: RecordType | undefined): Partial | undefined {
		const [zone = '.'] = directive.args;
		if (!inZone(name, zone.replace(/\.$/, ''))) return undefined;
		const addresses = this.#upstream(name);
		if (addresses === undefined) return { code: 'NXDOMAIN', answers: [], authorities: [], authoritative: false };
		const answers =
			type === 'A' ? addresses.map((data): DnsRecord => ({ name, type: 'A', ttlSeconds: 300, data })) : [];
		return { code: 'NOERROR', answers, authorities: [], authoritative: false };
	}

	/** loadbalance: addresses in another order each time. */
	#balanced(block: ServerBlock, answers: readonly DnsRecord[]): readonly DnsRecord[] {
		if (!block.directives.some((each) => each.name === 'loadbalance')) return answers;
		const addresses = answers.filter((record) => record.type === 'A');
		if (addresses.length < 2) return answers;
		const start = this.#random.below(addresses.length);
		const turned = [...addresses.slice(start), ...addresses.slice(0, start)];
		return [...answers.filter((record) => record.type !== 'A'), ...turned];
	}
}

function hostsAnswer(directive: Directive, name: string, type: RecordType | undefined): Partial | undefined {
	const addresses = directive.block.filter(
		([address, ...names]) => /^[\d.]+$/.test(address ?? '') && names.some((each) => each.toLowerCase() === name),
	);
	if (addresses.length === 0) {
		const fallthrough = directive.block.find(([key]) => key === 'fallthrough');
		const falls =
			fallthrough !== undefined &&
			(fallthrough.length === 1 || fallthrough.slice(1).some((zone) => inZone(name, zone.replace(/\.$/, ''))));
		return falls ? undefined : { code: 'NXDOMAIN', answers: [], authorities: [], authoritative: true };
	}
	return positive(
		type === 'A'
			? addresses.map(([data]): DnsRecord => ({ name, type: 'A', ttlSeconds: 3600, data: data as string }))
			: [],
	);
}

function positive(answers: readonly DnsRecord[]): Partial {
	return { code: 'NOERROR', answers, authorities: [], authoritative: true };
}

function soa(zone: string, ttlSeconds: number): DnsRecord {
	return {
		name: zone,
		type: 'SOA',
		ttlSeconds,
		data: `ns.dns.${zone} hostmaster.${zone} 1 7200 1800 86400 ${ttlSeconds}`,
	};
}

function inZone(name: string, zone: string): boolean {
	return zone === '' || name === zone || name.endsWith(`.${zone}`);
}

/** "4.3.2.1.in-addr.arpa" is 1.2.3.4. */
function addressOf(name: string): string {
	return name
		.replace(/\.in-addr\.arpa$/, '')
		.split('.')
		.reverse()
		.join('.');
}
