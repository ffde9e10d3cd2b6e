import type { Task } from '../../../machinery/task.ts';
import { type Directive, pluginArgumentError, zoneName } from '../corefile.ts';
import { type DnsPlugin, type DnsReply, type DnsRequest, inZone, type NextPlugin, renamed } from '../plugin.ts';
import type { Kubernetes } from './kubernetes.ts';

/**
 * Walks the search path for the client: the answer to its first name is what any of them finds. Models coredns
 * plugin/autopath.
 */
export class AutoPath implements DnsPlugin {
	readonly #zones: readonly string[];
	readonly #fixed: readonly string[] | undefined;
	readonly #kubernetes: Kubernetes | undefined;

	constructor(
		directive: Directive,
		zones: readonly string[],
		files: ReadonlyMap<string, string>,
		kubernetes: Kubernetes | undefined,
	) {
		const resolver = directive.args.at(-1);
		if (resolver === undefined) throw new Error('plugin/autopath: no resolv-conf specified');
		this.#zones = directive.args.length > 1 ? directive.args.slice(0, -1).map(zoneName) : zones;
		this.#kubernetes = resolver === '@kubernetes' ? kubernetes : undefined;
		if (resolver.startsWith('@')) {
			this.#fixed = undefined;
			return;
		}
		const text = files.get(resolver);
		if (text === undefined) throw pluginArgumentError(directive, resolver);
		const search = /^\s*search\s+(.+)$/m.exec(text)?.[1] ?? '';
		this.#fixed = search
			.split(/\s+/)
			.filter((each) => each !== '')
			.map(zoneName);
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const { name, typeName, client } = request;
		const search = this.#kubernetes?.searchPath(client.address) ?? this.#fixed;
		const first = search?.[0];
		const applies =
			(typeName === 'A' || typeName === 'AAAA') &&
			first !== undefined &&
			name.endsWith(`.${first}`) &&
			this.#zones.some((zone) => inZone(name, zone));
		if (search === undefined || first === undefined || !applies) return yield* next.serve(request);
		const base = name.slice(0, -first.length - 1);
		let firstReply: DnsReply | undefined;
		for (const domain of [...search, '']) {
			const tried = domain === '' ? base : `${base}.${domain}`;
			const reply = yield* next.serve(renamed(request, tried));
			if (reply.code === 'NOERROR' && reply.answers.length > 0) {
				if (tried === name) return reply;
				const ttlSeconds = Math.min(...reply.answers.map((record) => record.ttlSeconds));
				return { ...reply, answers: [{ name, type: 'CNAME', ttlSeconds, data: tried }, ...reply.answers] };
			}
			firstReply ??= reply;
		}
		return firstReply as DnsReply;
	}
}
