import { encodeDnsMessage } from '../../../machinery/dns/dns-message.ts';
import type { Directive } from '../corefile.ts';
import { pluginError, zoneName } from '../corefile.ts';
import { type DnsReply, type DnsRequest, inZone } from '../plugin.ts';

const COMMON =
	'{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}';
const COMBINED = `${COMMON.replace('{type}', '{>opcode} {type}')}`;

interface Rule {
	readonly zones: readonly string[];
	readonly format: string;
	readonly classes: readonly string[];
}

/** `log`: a line a question, of which classes, for which names, in which form. Models coredns plugin/log. */
export class QueryLog {
	readonly #rules: readonly Rule[];

	constructor(directives: readonly Directive[], zones: readonly string[]) {
		this.#rules = directives.map((directive) => {
			const args = [...directive.args];
			const last = args.at(-1) ?? '';
			const hasFormat = last.includes('{') && last.includes('}');
			if (hasFormat) args.pop();
			const format = hasFormat ? last.replaceAll('{common}', COMMON).replaceAll('{combined}', COMBINED) : COMMON;
			const classes = directive.block.flatMap(({ words, line }) => {
				if (words[0] !== 'class')
					throw pluginError(directive, `Wrong argument count or unexpected line ending after '${words.at(-1)}'`, line);
				for (const each of words.slice(1)) {
					if (!CLASSES.includes(each)) {
						throw pluginError(directive, `invalid Class: ${each}`, line);
					}
				}
				return words.slice(1);
			});
			return { zones: args.length > 0 ? args.map(zoneName) : zones, format, classes };
		});
	}

	/** Undefined when nothing is logged. @param tookMs how long it took. */
	line(request: DnsRequest, reply: DnsReply, sentBytes: () => number, tookSeconds: string): string | undefined {
		const rule = this.#rules.find(({ zones }) => zones.some((zone) => inZone(request.name, zone)));
		if (rule === undefined) return undefined;
		const denied = reply.code === 'NXDOMAIN' || (reply.code === 'NOERROR' && reply.answers.length === 0);
		const kind = denied ? 'denial' : reply.code === 'NOERROR' ? 'success' : 'error';
		const logged = rule.classes.length === 0 || rule.classes.includes('all') || rule.classes.includes(kind);
		if (!logged) return undefined;
		const values = valuesOf(request, reply, sentBytes(), tookSeconds);
		return rule.format.replace(/\{[^{}]+\}/g, (name) => values.get(name) ?? name);
	}
}

const CLASSES = ['all', 'success', 'denial', 'error'];

function valuesOf(request: DnsRequest, reply: DnsReply, bytes: number, took: string): ReadonlyMap<string, string> {
	const { client, query } = request;
	const flags = [
		'qr',
		...(reply.authoritative ? ['aa'] : []),
		...(query.recursionDesired ? ['rd'] : []),
		...(reply.recursionAvailable ? ['ra'] : []),
	];
	return new Map([
		['{remote}', client.address],
		['{port}', String(client.port)],
		['{>id}', String(query.id)],
		['{>opcode}', '0'],
		['{type}', request.typeName ?? `TYPE${request.type}`],
		['{class}', 'IN'],
		['{name}', `${query.questions[0]?.name ?? ''}.`],
		['{proto}', client.protocol],
		['{size}', String(encodeDnsMessage(query).length)],
		['{>do}', String(query.edns?.dnssecOk === true)],
		['{>bufsize}', client.protocol === 'udp' ? String(Math.max(512, query.edns?.udpBytes ?? 0)) : '65535'],
		['{rcode}', reply.code],
		['{>rflags}', flags.join(',')],
		['{rsize}', String(bytes)],
		['{duration}', took],
	]);
}
