import type { DnsRecord, ResponseCode } from '../../../machinery/dns/dns-message.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ZoneListers } from '../cluster-zone.ts';
import { ClusterZone } from '../cluster-zone.ts';
import { type Directive, pluginArgumentError, pluginError, zoneName } from '../corefile.ts';
import {
	addressOfReverse,
	authoritative,
	type DnsPlugin,
	type DnsReply,
	type DnsRequest,
	fallsThrough,
	inZone,
	type NextPlugin,
	renamed,
} from '../plugin.ts';

const ALIASES_MAX = 8;

interface Settings {
	ttlSeconds: number;
	pods: 'disabled' | 'insecure' | 'verified';
	fallthrough: readonly string[] | undefined;
	endpointPodNames: boolean;
	endpoints: boolean;
	ignoreEmpty: boolean;
	namespaces: readonly string[] | undefined;
}

/** The names of the cluster. Models coredns plugin/kubernetes. */
export class Kubernetes implements DnsPlugin {
	readonly #zones: readonly string[];
	readonly #settings: Settings;
	readonly #cluster: ClusterZone;
	/** Asks the whole block anew, for what an alias points at. */
	readonly #upstream: NextPlugin;
	#depth = 0;

	constructor(directive: Directive, zones: readonly string[], listers: ZoneListers, upstream: NextPlugin) {
		this.#zones = (directive.args.length > 0 ? directive.args : zones).map(zoneName);
		this.#settings = settingsOf(directive);
		const domain = this.#zones.find((zone) => !zone.endsWith('.arpa')) ?? 'cluster.local';
		this.#cluster = new ClusterZone(listers, { domain, ...this.#settings });
		this.#upstream = upstream;
	}

	get needsPods(): boolean {
		return this.#settings.pods === 'verified';
	}

	/** For `autopath @kubernetes`: where a Pod with this address looks names up. */
	searchPath(address: string): readonly string[] | undefined {
		return this.#cluster.searchPath(address);
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const { name, typeName } = request;
		const zone = this.#zones.filter((each) => inZone(name, each)).sort((a, b) => b.length - a.length)[0];
		if (zone === undefined) return yield* next.serve(request);
		const { ttlSeconds, fallthrough } = this.#settings;
		if (zone.endsWith('.arpa')) {
			const address = addressOfReverse(name);
			const hosts = address === undefined ? [] : this.#cluster.reverse(address);
			if (hosts.length > 0 && typeName === 'PTR') {
				return authoritative(hosts.map((data): DnsRecord => ({ name, type: 'PTR', ttlSeconds, data })));
			}
			if (hosts.length === 0 && fallsThrough(fallthrough, name)) return yield* next.serve(request);
			return negative(zone, hosts.length === 0 ? 'NXDOMAIN' : 'NOERROR', ttlSeconds);
		}
		if (name === zone && typeName === 'SOA') return authoritative([soa(zone, ttlSeconds)]);
		const answer = this.#cluster.lookup(name, typeName ?? 'ANY');
		if (answer.kind === 'records') return authoritative(answer.records);
		if (answer.kind === 'alias') return yield* this.#alias(request, answer.record);
		if (answer.kind === 'no-name' && fallsThrough(fallthrough, name)) return yield* next.serve(request);
		return negative(zone, answer.kind === 'no-name' ? 'NXDOMAIN' : 'NOERROR', ttlSeconds);
	}

	*#alias(request: DnsRequest, record: DnsRecord): Task<DnsReply> {
		if ((request.typeName !== 'A' && request.typeName !== 'AAAA') || this.#depth >= ALIASES_MAX) {
			return authoritative([record]);
		}
		this.#depth++;
		try {
			const target = yield* this.#upstream.serve(renamed(request, record.data));
			return authoritative([record, ...target.answers]);
		} finally {
			this.#depth--;
		}
	}
}

function negative(zone: string, code: ResponseCode, ttlSeconds: number): DnsReply {
	return { ...authoritative([]), code, authorities: [soa(zone, ttlSeconds)] };
}

function soa(zone: string, ttlSeconds: number): DnsRecord {
	return {
		name: zone,
		type: 'SOA',
		ttlSeconds,
		data: `ns.dns.${zone} hostmaster.${zone} 1 7200 1800 86400 ${ttlSeconds}`,
	};
}

function settingsOf(directive: Directive): Settings {
	const settings: Settings = {
		ttlSeconds: 5,
		pods: 'disabled',
		fallthrough: undefined,
		endpointPodNames: false,
		endpoints: true,
		ignoreEmpty: false,
		namespaces: undefined,
	};
	for (const { words, line } of directive.block) {
		const [word = '', ...rest] = words;
		const [first] = rest;
		if (!PROPERTIES.includes(word)) throw pluginError(directive, `unknown property '${word}'`, line);
		if (WITH_VALUE.includes(word) && first === undefined) throw pluginArgumentError(directive, word, line);
		if (word === 'fallthrough') settings.fallthrough = rest.map(zoneName);
		else if (word === 'endpoint_pod_names') {
			if (first !== undefined) throw pluginArgumentError(directive, first, line);
			settings.endpointPodNames = true;
		} else if (word === 'noendpoints') settings.endpoints = false;
		else if (word === 'namespaces') settings.namespaces = rest;
		else if (word === 'ignore') {
			if (first !== 'empty_service') {
				throw pluginError(directive, `unable to parse ignore value: '${first}'`, line);
			}
			settings.ignoreEmpty = true;
		} else if (word === 'ttl') {
			const ttl = Number(first);
			if (!/^-?\d+$/.test(first as string)) {
				throw pluginError(directive, `strconv.Atoi: parsing "${first}": invalid syntax`, line);
			}
			if (ttl < 0 || ttl > 3600) throw pluginError(directive, `ttl must be in range [0, 3600]: ${ttl}`, line);
			settings.ttlSeconds = ttl;
		} else if (word === 'pods') {
			if (first !== 'disabled' && first !== 'insecure' && first !== 'verified') {
				throw pluginError(
					directive,
					`wrong value for pods: ${first},  options are 'disabled', 'insecure', or 'verified'`,
					line,
				);
			}
			settings.pods = first;
		}
	}
	return settings;
}

const WITH_VALUE = ['pods', 'ttl', 'namespaces', 'ignore', 'labels', 'endpoint', 'kubeconfig', 'namespace_labels'];
const PROPERTIES = [
	...WITH_VALUE,
	'endpoint_pod_names',
	'noendpoints',
	'fallthrough',
	'tls',
	'multicluster',
	'startup_timeout',
	'apiserver_qps',
	'apiserver_burst',
	'apiserver_max_inflight',
];
