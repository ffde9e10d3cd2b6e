import type { DnsRecord } from '../../../machinery/dns/dns-message.ts';
import { contains } from '../../../machinery/ipv4.ts';
import type { Random } from '../../../machinery/random.ts';
import type { Task } from '../../../machinery/task.ts';
import { type BlockLine, type Directive, pluginArgumentError, pluginError, zoneName } from '../corefile.ts';
import {
	addressOfReverse,
	authoritative,
	type DnsPlugin,
	type DnsReply,
	type DnsRequest,
	failed,
	fallsThrough,
	inZone,
	type NextPlugin,
} from '../plugin.ts';
import { parseRecord, parseZoneFile, RecordError } from './records.ts';

const HOSTS_TTL_SECONDS = 3600;
const ALIASES_MAX = 8;

/** Names of a hosts file and of the directive itself. Models coredns plugin/hosts. */
export class Hosts implements DnsPlugin {
	readonly #zones: readonly string[];
	readonly #fallthrough: readonly string[] | undefined;
	readonly #ttlSeconds: number;
	readonly #reverse: boolean;
	/** Those that are not read yet. */
	#lines: readonly string[];
	readonly #byName = new Map<string, string[]>();
	readonly #byAddress = new Map<string, string[]>();

	constructor(directive: Directive, zones: readonly string[], files: ReadonlyMap<string, string>) {
		const [path = '/etc/hosts', ...own] = directive.args;
		this.#zones = own.length > 0 ? own.map(zoneName) : zones;
		let ttl = HOSTS_TTL_SECONDS;
		let reverse = true;
		let fallthrough: string[] | undefined;
		const inline: string[] = [];
		for (const { words, line } of directive.block) {
			const [word = '', ...rest] = words;
			if (word === 'fallthrough') fallthrough = rest.map(zoneName);
			else if (word === 'no_reverse') reverse = false;
			else if (word === 'reload') continue;
			else if (word === 'ttl') {
				ttl = Number(rest[0]);
				if (rest.length !== 1) throw pluginArgumentError(directive, rest.at(-1) ?? word, line);
				if (!(ttl > 0 && ttl <= 65_535)) throw pluginError(directive, 'ttl provided is invalid', line);
			} else if (fallthrough === undefined) inline.push(words.join(' '));
			else throw pluginError(directive, `unknown property '${word}'`, line);
		}
		this.#ttlSeconds = ttl;
		this.#reverse = reverse;
		this.#fallthrough = fallthrough;
		this.#lines = [...(files.get(path) ?? '').split('\n'), ...inline];
	}

	*prepare(pause: () => Task<void>): Task<void> {
		for (const [index, line] of this.#lines.entries()) {
			this.#add(line);
			if (index % LINES_A_STEP === LINES_A_STEP - 1) yield* pause();
		}
		this.#lines = [];
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const { name, typeName } = request;
		if (typeName === 'PTR') {
			const address = addressOfReverse(name);
			const names = address === undefined ? undefined : this.#byAddress.get(address);
			if (names === undefined) return yield* next.serve(request);
			return authoritative(names.map((data) => ({ name, type: 'PTR', ttlSeconds: this.#ttlSeconds, data })));
		}
		if (!this.#zones.some((zone) => inZone(name, zone))) return yield* next.serve(request);
		const addresses = this.#byName.get(name);
		if (addresses !== undefined) {
			const wanted = typeName === 'A' ? addresses : [];
			return authoritative(wanted.map((data) => ({ name, type: 'A', ttlSeconds: this.#ttlSeconds, data })));
		}
		return fallsThrough(this.#fallthrough, name) ? yield* next.serve(request) : failed('SERVFAIL');
	}

	#add(line: string): void {
		const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return;
		for (const name of names.map((each) => each.toLowerCase().replace(/\.$/, ''))) {
			append(this.#byName, name, address);
			if (this.#reverse) append(this.#byAddress, address, name);
		}
	}
}

/** Reading so many takes about a millisecond. */
const LINES_A_STEP = 500;

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [item]);
	else list.push(item);
}

/** A zone out of a file. Models coredns plugin/file. Differs: no wildcards within names, DNAMEs and delegation. */
export class ZoneFile implements DnsPlugin {
	readonly #zones: readonly string[];
	readonly #path: string;
	/** While it is not read. */
	#text: string | undefined;
	readonly #records = new Map<string, DnsRecord[]>();
	readonly #fallthrough: readonly string[] | undefined;

	constructor(directive: Directive, zones: readonly string[], files: ReadonlyMap<string, string>) {
		const [path, ...own] = directive.args;
		if (path === undefined) throw pluginArgumentError(directive, 'file');
		this.#zones = own.length > 0 ? own.map(zoneName) : zones;
		this.#fallthrough = directive.block
			.find(({ words }) => words[0] === 'fallthrough')
			?.words.slice(1)
			.map(zoneName);
		this.#path = path;
		this.#text = files.get(path);
	}

	*prepare(pause: () => Task<void>): Task<void> {
		const text = this.#text;
		// Models file setup.go: a file that is not there is tried again, its zone fails until then.
		if (text === undefined) return;
		this.#text = undefined;
		try {
			for (const zone of this.#zones) {
				for (const record of yield* parseZoneFile(text, zone, pause)) append(this.#records, record.name, record);
				yield* pause();
			}
		} catch (error) {
			if (!(error instanceof RecordError)) throw error;
			throw new Error(`plugin/file: file "${this.#path}": dns: ${error.message}`);
		}
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const zone = this.#zones.filter((each) => inZone(request.name, each)).sort((a, b) => b.length - a.length)[0];
		if (zone === undefined) return yield* next.serve(request);
		if (this.#records.size === 0) return failed('SERVFAIL');
		const answers: DnsRecord[] = [];
		let { name } = request;
		for (let depth = 0; depth < ALIASES_MAX; depth++) {
			const records = this.#records.get(name) ?? this.#wildcard(name, zone);
			if (records === undefined) break;
			const asked = records.filter(({ type }) => type === request.typeName);
			const alias = records.find(({ type }) => type === 'CNAME');
			answers.push(...(asked.length > 0 || alias === undefined ? asked : [alias]));
			if (asked.length > 0 || alias === undefined) break;
			name = alias.data.toLowerCase();
		}
		if (answers.length > 0) return authoritative(answers);
		const exists = [...this.#records.keys()].some((each) => inZone(each, request.name));
		if (!exists && fallsThrough(this.#fallthrough, request.name)) return yield* next.serve(request);
		const soa = (this.#records.get(zone) ?? []).filter(({ type }) => type === 'SOA');
		const known = exists || this.#wildcard(request.name, zone) !== undefined;
		return { ...authoritative([]), code: known ? 'NOERROR' : 'NXDOMAIN', authorities: soa };
	}

	#wildcard(name: string, zone: string): DnsRecord[] | undefined {
		for (let rest = name; rest !== zone && rest.includes('.'); ) {
			rest = rest.slice(rest.indexOf('.') + 1);
			const found = this.#records.get(`*.${rest}`);
			if (found !== undefined) return found.map((record) => ({ ...record, name }));
		}
		return undefined;
	}
}

/** loadbalance: addresses in another order each time. */
export class LoadBalance implements DnsPlugin {
	readonly #random: Random;

	constructor(directive: Directive, random: Random) {
		const policy = directive.args[0] ?? 'round_robin';
		if (policy !== 'round_robin' && policy !== 'weighted') {
			throw pluginError(directive, `unknown policy: ${policy}`);
		}
		this.#random = random;
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const reply = yield* next.serve(request);
		const addresses = reply.answers.filter((record) => record.type === 'A');
		if (addresses.length < 2) return reply;
		const start = this.#random.below(addresses.length);
		const turned = [...addresses.slice(start), ...addresses.slice(0, start)];
		return { ...reply, answers: [...reply.answers.filter((record) => record.type !== 'A'), ...turned] };
	}
}

interface AccessRule {
	readonly action: string;
	readonly types: readonly string[] | undefined;
	readonly nets: readonly string[] | undefined;
}

/** acl: who may ask what. Models coredns plugin/acl. */
export class AccessList implements DnsPlugin {
	readonly #zones: readonly string[];
	readonly #rules: readonly AccessRule[];

	constructor(directive: Directive, zones: readonly string[]) {
		this.#zones = directive.args.length > 0 ? directive.args.map(zoneName) : zones;
		this.#rules = directive.block.map((line) => accessRule(directive, line));
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		if (this.#zones.some((zone) => inZone(request.name, zone))) {
			const rule = this.#rules.find(
				({ types, nets }) =>
					(types === undefined || types.includes(request.typeName ?? '')) &&
					(nets === undefined || nets.some((net) => contains(net, request.client.address))),
			);
			if (rule?.action === 'block') return failed('REFUSED');
			if (rule?.action === 'filter') return failed('NOERROR');
			if (rule?.action === 'drop') return { ...failed('NOERROR'), silent: true };
		}
		return yield* next.serve(request);
	}
}

function accessRule(directive: Directive, { words, line }: BlockLine): AccessRule {
	const [action = '', ...rest] = words;
	if (!['allow', 'block', 'filter', 'drop'].includes(action.toLowerCase())) {
		throw pluginError(directive, `unexpected token "${action}"; expect 'allow', 'block', 'filter' or 'drop'`, line);
	}
	const list = (word: string): string[] | undefined => {
		const at = rest.indexOf(word);
		if (at < 0) return undefined;
		const end = rest.findIndex((each, index) => index > at && (each === 'type' || each === 'net'));
		const found = rest.slice(at + 1, end < 0 ? undefined : end);
		return found.includes('*') ? undefined : found;
	};
	return { action: action.toLowerCase(), types: list('type')?.map((each) => each.toUpperCase()), nets: list('net') };
}

/** whoami: tells who asks. */
export class WhoAmI implements DnsPlugin {
	*serve({ name, client }: DnsRequest): Task<DnsReply> {
		const additionals: DnsRecord[] = [
			{ name, type: 'A', ttlSeconds: 0, data: client.address },
			{ name: `_${client.protocol}.${name}`, type: 'SRV', ttlSeconds: 0, data: `0 0 ${client.port} ` },
		];
		return { ...authoritative([]), additionals };
	}
}

/** Reads a record out of a template's or another plugin's text. */
export function recordOf(text: string): DnsRecord {
	const words = [...text.trim().matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((each) => each[1] ?? (each[2] as string));
	return parseRecord(words, { origin: '', ttlSeconds: 3600, name: '' });
}
