import type { Context } from '../../machinery/context.ts';
import type { Random } from '../../machinery/random.ts';
import type { Task } from '../../machinery/task.ts';
import type { ZoneListers } from './cluster-zone.ts';
import type { Directive, ServerBlock } from './corefile.ts';
import {
	type DnsForwarder,
	type DnsPlugin,
	type DnsReply,
	type DnsRequest,
	failed,
	type NextPlugin,
} from './plugin.ts';
import { AccessList, Hosts, LoadBalance, WhoAmI, ZoneFile } from './plugins/answering.ts';
import { AutoPath } from './plugins/autopath.ts';
import { Cache } from './plugins/cache.ts';
import { Forward } from './plugins/forward.ts';
import { Kubernetes } from './plugins/kubernetes.ts';
import { QueryLog } from './plugins/query-log.ts';
import { Rewrite } from './plugins/rewrite.ts';
import { Template } from './plugins/template.ts';

/** Plugins that take part in answers, in CoreDNS's own order, whatever the file's. Models plugin.cfg. */
const ORDER = [
	'acl',
	'loadbalance',
	'cache',
	'rewrite',
	'autopath',
	'template',
	'hosts',
	'kubernetes',
	'file',
	'forward',
	'whoami',
];

/** Directives that change no answer here, or are looked at elsewhere. */
const OTHERS = [
	'any',
	'auto',
	'bind',
	'bufsize',
	'cancel',
	'chaos',
	'debug',
	'dns64',
	'dnssec',
	'dnstap',
	'erratic',
	'errors',
	'etcd',
	'geoip',
	'grpc',
	'header',
	'health',
	'k8s_external',
	'local',
	'log',
	'loop',
	'metadata',
	'minimal',
	'multisocket',
	'nomad',
	'nsid',
	'pprof',
	'prometheus',
	'quic',
	'ready',
	'reload',
	'root',
	'secondary',
	'sign',
	'timeouts',
	'tls',
	'trace',
	'transfer',
	'tsig',
	'view',
];

export function knowsDirective(name: string): boolean {
	return ORDER.includes(name) || OTHERS.includes(name);
}

/** Files that directives read. */
export function filesOf(blocks: readonly ServerBlock[]): string[] {
	return blocks.flatMap(({ directives }) =>
		directives.flatMap(({ name, args }) => {
			if (name === 'hosts') return [args[0] ?? '/etc/hosts'];
			if (name === 'file') return args.slice(0, 1);
			return name === 'forward' || name === 'autopath' ? args.filter((arg) => arg.startsWith('/')) : [];
		}),
	);
}

export interface BlockParts {
	readonly context: Context;
	readonly random: Random;
	readonly listers: ZoneListers;
	readonly ask: DnsForwarder;
	readonly files: ReadonlyMap<string, string>;
}

/** A server block at work. */
export class Block implements NextPlugin {
	readonly config: ServerBlock;
	readonly log: QueryLog;
	readonly logsErrors: boolean;
	readonly forwards: readonly Forward[];
	readonly kubernetes: Kubernetes | undefined;
	readonly #first: NextPlugin;
	readonly #plugins: readonly DnsPlugin[];

	constructor(config: ServerBlock, parts: BlockParts) {
		this.config = config;
		const zones = config.zones.map(({ name }) => name);
		const named = (name: string): Directive[] => config.directives.filter((each) => each.name === name);
		this.log = new QueryLog(named('log'), zones);
		this.logsErrors = named('errors').length > 0;
		const [cluster] = named('kubernetes');
		this.kubernetes = cluster && new Kubernetes(cluster, zones, parts.listers, this);
		const plugins: DnsPlugin[] = [];
		for (const name of ORDER) {
			const directives = named(name);
			if (name === 'rewrite' && directives.length > 0) plugins.push(new Rewrite(directives));
			else if (name === 'kubernetes' && this.kubernetes !== undefined) plugins.push(this.kubernetes);
			else for (const directive of directives) plugins.push(...this.#plugin(directive, zones, parts));
		}
		this.#plugins = [...plugins];
		this.forwards = plugins.filter((plugin) => plugin instanceof Forward);
		let next: NextPlugin = END;
		for (const plugin of plugins.reverse()) next = new Link(plugin, next);
		this.#first = next;
	}

	/** @param pause called now and then: a configuration may be as long as a ConfigMap. */
	*prepare(pause: () => Task<void>): Task<void> {
		for (const plugin of this.#plugins) if (plugin.prepare !== undefined) yield* plugin.prepare(pause);
	}

	serve(request: DnsRequest): Task<DnsReply> {
		return this.#first.serve(request);
	}

	#plugin(directive: Directive, zones: readonly string[], parts: BlockParts): DnsPlugin[] {
		switch (directive.name) {
			case 'acl':
				return [new AccessList(directive, zones)];
			case 'loadbalance':
				return [new LoadBalance(directive, parts.random)];
			case 'cache':
				return [new Cache(directive, zones, parts.context)];
			case 'autopath':
				return [new AutoPath(directive, zones, parts.files, this.kubernetes)];
			case 'template':
				return [new Template(directive, zones)];
			case 'hosts':
				return [new Hosts(directive, zones, parts.files)];
			case 'file':
				return [new ZoneFile(directive, zones, parts.files)];
			case 'forward':
				return [new Forward(directive, parts.files, parts.random, parts.ask)];
			case 'whoami':
				return [new WhoAmI()];
			default:
				return [];
		}
	}
}

class Link implements NextPlugin {
	readonly #plugin: DnsPlugin;
	readonly #next: NextPlugin;

	constructor(plugin: DnsPlugin, next: NextPlugin) {
		this.#plugin = plugin;
		this.#next = next;
	}

	serve(request: DnsRequest): Task<DnsReply> {
		return this.#plugin.serve(request, this.#next);
	}
}

class End implements NextPlugin {
	/** Models plugin.NextOrFailure. */
	*serve(request: DnsRequest): Task<DnsReply> {
		request.problems.push('no next plugin found');
		return failed('SERVFAIL');
	}
}

const END = new End();
