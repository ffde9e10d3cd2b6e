import type { Pod } from '../../api/core/types/pod.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Lister } from '../../client/indexer.ts';
import { InformerFactory } from '../../client/informer.ts';
import type { Transport } from '../../client/transport.ts';
import type { Context } from '../../machinery/context.ts';
import type { DnsMessage } from '../../machinery/dns/dns-message.ts';
import { encodeDnsMessage } from '../../machinery/dns/dns-message.ts';
import { nothing, type Task } from '../../machinery/task.ts';
import { ENDPOINT_SLICES, NAMESPACES, PODS, SERVICES } from '../resources.ts';
import { Block, filesOf, knowsDirective } from './blocks.ts';
import type { ZoneListers } from './cluster-zone.ts';
import { CorefileError, type CorefileFiles, type Directive, importedPaths, parseCorefile } from './corefile.ts';
import { type DnsClient, type DnsForwarder, type DnsReply, failed, inZone, requestOf } from './plugin.ts';

export interface DnsServerOptions {
	readonly context: Context;
	/** As the service account that the Pod runs under. */
	readonly transport: Transport;
}

/** What the process around the server does for it. */
export interface DnsHost {
	/** The files that a path or pattern finds, by path. */
	read(pattern: string): Task<CorefileFiles>;
	readonly ask: DnsForwarder;
	/** Called about once a millisecond of reading. */
	readonly pause?: () => Task<void>;
}

/** What is sent back, and what is logged about it. */
export interface DnsOutcome {
	/** Undefined: nothing is. */
	readonly reply: DnsMessage | undefined;
	readonly lines: readonly string[];
}

/** What the program in CoreDNS's container works with: the server's mind, without its sockets. */
export interface DnsServer {
	/** Reads the Corefile. Throws Error with what CoreDNS says of it; the old configuration stays in force. */
	configure(corefile: string, path: string, host: DnsHost): Task<void>;
	/** "example.org.:53", in the file's order. */
	zones(): readonly string[];
	/** Ports it has to listen on. */
	ports(): readonly number[];
	/** The first directive of this name in any block. */
	directive(name: string): Pick<Directive, 'args' | 'block'> | undefined;
	/** Servers that questions are passed on to. */
	upstreams(): readonly { readonly address: string; readonly port: number }[];
	/** The kubernetes plugin has read the cluster. */
	ready(): boolean;
	answer(query: DnsMessage, port: number, client: DnsClient): Task<DnsOutcome>;
	stop(): void;
}

export function startDnsServer(options: DnsServerOptions): DnsServer {
	return new Server(options);
}

class Server implements DnsServer {
	readonly #context: Context;
	readonly #factory: InformerFactory;
	readonly #listers: ZoneListers;
	#blocks: readonly Block[] = [];
	#synced = false;
	#pods: { readonly lister: Lister<Pod>; readonly factory: InformerFactory } | undefined;

	constructor({ context, transport }: DnsServerOptions) {
		this.#context = context;
		const client = new ApiClient(transport, 'coredns');
		this.#factory = new InformerFactory(context, client);
		this.#listers = {
			services: this.#factory.for(SERVICES),
			slices: this.#factory.for(ENDPOINT_SLICES),
			namespaces: this.#factory.for(NAMESPACES),
			pods: () => this.#watchPods(client),
		};
		this.#factory.start(() => {
			this.#synced = true;
		});
	}

	*configure(corefile: string, path: string, host: DnsHost): Task<void> {
		const imports = new Map<string, CorefileFiles>();
		for (let texts = [corefile]; texts.length > 0; ) {
			const wanted = texts.flatMap(importedPaths).filter((each) => !imports.has(each));
			texts = [];
			for (const pattern of wanted) {
				const found = yield* host.read(pattern.startsWith('/') ? pattern : besides(path, pattern));
				imports.set(pattern, found);
				texts.push(...found.values());
			}
		}
		const parsed = parseCorefile(corefile, path, imports, knowsDirective);
		refuseTwice(parsed.flatMap(({ zones }) => zones.map(({ name, port }) => `dns://${name}.:${port}`)));
		const files = new Map<string, string>();
		for (const file of filesOf(parsed)) for (const [name, text] of yield* host.read(file)) files.set(name, text);
		const random = this.#context.random.stream('coredns');
		const parts = { context: this.#context, random, listers: this.#listers, ask: host.ask, files };
		const blocks: Block[] = [];
		for (const each of parsed) {
			const block = new Block(each, parts);
			yield* block.prepare(host.pause ?? nothing);
			blocks.push(block);
		}
		this.#blocks = blocks;
		// What is asked of Pods is known before the first question.
		const wantsPods =
			blocks.some(({ kubernetes }) => kubernetes?.needsPods) || this.directive('autopath') !== undefined;
		if (wantsPods) this.#listers.pods();
	}

	zones(): readonly string[] {
		return this.#blocks.flatMap(({ config }) => config.zones.map(({ name, port }) => `${name}.:${port}`));
	}

	ports(): readonly number[] {
		return [...new Set(this.#blocks.flatMap(({ config }) => config.zones.map(({ port }) => port)))];
	}

	directive(name: string): Directive | undefined {
		return this.#blocks.flatMap(({ config }) => config.directives).find((each) => each.name === name);
	}

	upstreams(): readonly { readonly address: string; readonly port: number }[] {
		return this.#blocks.flatMap(({ forwards }) => forwards.flatMap(({ upstreams }) => upstreams));
	}

	ready(): boolean {
		return this.#synced || this.directive('kubernetes') === undefined;
	}

	*answer(query: DnsMessage, port: number, client: DnsClient): Task<DnsOutcome> {
		const request = requestOf(query, client);
		if (request === undefined) return { reply: messageOf(query, failed('FORMERR')), lines: [] };
		const block = this.#blockFor(request.name, port);
		if (block === undefined) return { reply: messageOf(query, failed('REFUSED')), lines: [] };
		const startedMs = this.#context.loop.now();
		const found = yield* block.serve(request);
		const lines: string[] = [];
		const reply = messageOf(query, found);
		const about = request.typeName ?? `TYPE${request.type}`;
		if (block.logsErrors) {
			for (const problem of request.problems) {
				lines.push(`[ERROR] plugin/errors: 2 ${request.name}. ${about}: ${problem}`);
			}
		}
		if (found.silent) return { reply: undefined, lines };
		const took = this.#context.loop.now() - startedMs;
		const sentBytes = (): number => encodeDnsMessage(reply).length;
		const line = block.log.line(request, found, sentBytes, seconds(took, query.id));
		if (line !== undefined) lines.push(`[INFO] ${line}`);
		return { reply, lines };
	}

	stop(): void {
		this.#factory.stop();
		this.#pods?.factory.stop();
	}

	/** The block with the longest zone that holds the name. */
	#blockFor(name: string, port: number): Block | undefined {
		let best: { block: Block; length: number } | undefined;
		for (const block of this.#blocks) {
			for (const zone of block.config.zones) {
				if (zone.port !== port || !inZone(name, zone.name)) continue;
				if (best === undefined || zone.name.length > best.length) best = { block, length: zone.name.length };
			}
		}
		return best?.block;
	}

	#watchPods(client: ApiClient): Lister<Pod> {
		if (this.#pods === undefined) {
			const factory = new InformerFactory(this.#context, client);
			this.#pods = { lister: factory.for(PODS), factory };
			factory.start(() => undefined);
		}
		return this.#pods.lister;
	}
}

/** A path that an import gives is relative to the file that it stands in. */
function besides(path: string, relative: string): string {
	return `${path.replace(/[^/]*$/, '')}${relative}`;
}

/** Models core/dnsserver register.go. */
function refuseTwice(addresses: readonly string[]): void {
	const seen = new Set<string>();
	for (const address of addresses) {
		if (seen.has(address)) throw new CorefileError(`cannot serve ${address} - it is already defined`);
		seen.add(address);
	}
}

function messageOf(query: DnsMessage, { silent: _, additionals = [], ...reply }: DnsReply): DnsMessage {
	return { ...query, ...reply, response: true, truncated: false, additionals };
}

/** What the work itself took is made up out of the question's number; waiting is counted. */
function seconds(waitedMs: number, id: number): string {
	const nanoseconds = (60 + (id % 200)) * 1_000 + (id % 997) + waitedMs * 1_000_000;
	return `${Math.floor(nanoseconds / 1e9)}.${String(nanoseconds % 1e9).padStart(9, '0')}s`;
}
