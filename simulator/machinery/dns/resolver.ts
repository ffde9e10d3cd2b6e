import type { Task } from '../task.ts';
import { type DnsMessage, nameProblem, type RecordType } from './dns-message.ts';

/** What /etc/resolv.conf says. Models resolv.conf(5) with glibc's limits. */
export interface ResolverConfig {
	readonly nameservers: readonly string[];
	readonly search: readonly string[];
	readonly ndots: number;
	readonly timeoutSeconds: number;
	readonly attempts: number;
}

const NAMESERVERS_MAX = 3;
/** Differs: so much of resolv.conf is looked at. */
const LINES_MAX = 2_000;
const WORDS_MAX = 256;

export function parseResolvConf(text: string): ResolverConfig {
	const nameservers: string[] = [];
	let search: string[] = [];
	let ndots = 1;
	let timeoutSeconds = 5;
	let attempts = 2;
	for (const line of text.split('\n', LINES_MAX)) {
		const [keyword, ...values] = line.trim().split(/\s+/, WORDS_MAX);
		if (keyword === 'nameserver' && values[0] !== undefined && nameservers.length < NAMESERVERS_MAX) {
			nameservers.push(values[0]);
		} else if (keyword === 'search' || keyword === 'domain') search = values;
		else if (keyword === 'options') {
			for (const option of values) {
				const [name, value] = option.split(':');
				if (name === 'ndots') ndots = Math.min(Number(value) || 0, 15);
				else if (name === 'timeout') timeoutSeconds = Math.min(Number(value) || 5, 30);
				else if (name === 'attempts') attempts = Math.min(Number(value) || 2, 5);
			}
		}
	}
	if (nameservers.length === 0) nameservers.push('127.0.0.1');
	return { nameservers, search, ndots, timeoutSeconds, attempts };
}

/** Addresses that /etc/hosts gives a name, in order. */
export function lookupHosts(text: string, name: string): string[] {
	const wanted = name.replace(/\.$/, '').toLowerCase();
	const addresses: string[] = [];
	for (const line of text.split('\n')) {
		const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (address !== undefined && names.some((each) => each.toLowerCase() === wanted)) addresses.push(address);
	}
	return addresses;
}

/** The names to ask for, in order: a name with fewer dots than ndots is tried under the search path first. */
export function searchNames(name: string, config: ResolverConfig): string[] {
	if (name.endsWith('.')) return [name.slice(0, -1)];
	const dots = name.split('.').length - 1;
	const searched = config.search.map((domain) => `${name}.${domain.replace(/\.$/, '')}`);
	return dots >= config.ndots ? [name, ...searched] : [...searched, name];
}

/**
 * Sends one question to one server and gives its answer; undefined when none came in time.
 * Programs do it over UDP (and TCP when the answer is truncated) in their own network namespace.
 */
export type DnsExchange = (
	server: string,
	name: string,
	type: RecordType,
	timeoutMs: number,
) => Task<DnsMessage | undefined>;

export type Resolution =
	| { readonly kind: 'found'; readonly addresses: readonly string[]; readonly canonicalName: string }
	/** No such name (or no address of the type). */
	| { readonly kind: 'not-found' }
	/** Servers refused or failed: "Temporary failure in name resolution". */
	| { readonly kind: 'failed' }
	/** No server answered. */
	| { readonly kind: 'timeout' };

/**
 * A name's IPv4 addresses, as getaddrinfo finds them: literal addresses, /etc/hosts, then DNS with the search path.
 * @param files the texts of /etc/hosts and /etc/resolv.conf; '' where there is none.
 */
export function* resolveName(
	name: string,
	files: { readonly hosts: string; readonly resolvConf: string },
	exchange: DnsExchange,
): Task<Resolution> {
	if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return { kind: 'found', addresses: [name], canonicalName: name };
	const listed = lookupHosts(files.hosts, name).filter((address) => !address.includes(':'));
	if (listed.length > 0) return { kind: 'found', addresses: listed, canonicalName: name };
	const config = parseResolvConf(files.resolvConf);
	let worst: Resolution = { kind: 'not-found' };
	for (const candidate of searchNames(name, config)) {
		// A name that DNS cannot carry is not found.
		if (nameProblem(candidate) !== undefined) continue;
		const answer = yield* askServers(candidate, 'A', config, exchange);
		if (answer === 'timeout') return { kind: 'timeout' };
		if (answer.code === 'NOERROR') {
			const addresses = answer.answers.filter((record) => record.type === 'A').map((record) => record.data);
			if (addresses.length > 0) return { kind: 'found', addresses, canonicalName: canonicalName(answer, candidate) };
		} else if (answer.code !== 'NXDOMAIN') worst = { kind: 'failed' };
	}
	return worst;
}

/** Asks the servers in turn, as often as the configuration allows. */
export function* askServers(
	name: string,
	type: RecordType,
	config: ResolverConfig,
	exchange: DnsExchange,
): Task<DnsMessage | 'timeout'> {
	let failed: DnsMessage | undefined;
	for (let attempt = 0; attempt < config.attempts; attempt++) {
		for (const server of config.nameservers) {
			const answer = yield* exchange(server, name, type, config.timeoutSeconds * 1_000);
			if (answer === undefined) continue;
			if (answer.code === 'NOERROR' || answer.code === 'NXDOMAIN') return answer;
			failed = answer;
		}
		if (failed !== undefined) return failed;
	}
	return 'timeout';
}

function canonicalName(answer: DnsMessage, asked: string): string {
	let name = asked;
	for (const record of answer.answers) {
		if (record.type === 'CNAME' && record.name.toLowerCase() === name.toLowerCase()) name = record.data;
	}
	return name;
}
