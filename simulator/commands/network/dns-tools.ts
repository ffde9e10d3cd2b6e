import type { DnsReply } from '../../kernel/resolve-host.ts';
import { askServer, textOf } from '../../kernel/resolve-host.ts';
import type { DnsRecord, RecordType } from '../../machinery/dns/dns-message.ts';
import { parseResolvConf, searchNames } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { checkName, serverAddress } from './dig/dig.ts';
import { isRecordType, reverseName } from './dig/dig-options.ts';
import { presentation } from './dig/dig-text.ts';

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

function typeOf(text: string): RecordType {
	const upper = text.toUpperCase();
	if (!isRecordType(upper)) throw new Exit(1, `;; Warning, ignoring invalid type ${text}\n`);
	return upper;
}

export const host = unixCommand({
	name: 'host',
	paths: ['/usr/bin/host'],
	size: 120_864,
	*main(run) {
		const words = run.args.filter(
			(word, at) => !word.startsWith('-') && run.args[at - 1] !== '-t' && run.args[at - 1] !== '-W',
		);
		const typeAt = run.args.indexOf('-t');
		const type = typeAt < 0 ? undefined : typeOf(run.args[typeAt + 1] ?? '');
		const [name, server] = words;
		if (name === undefined) {
			throw new Exit(
				1,
				'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n',
			);
		}
		const config = parseResolvConf(yield* textOf(run.process, '/etc/resolv.conf'));
		const servers = server === undefined ? config.nameservers : [yield* serverAddress(run, server)];
		if (server !== undefined)
			yield* run.out.write(`Using domain server:\nName: ${server}\nAddress: ${servers[0]}#53\nAliases: \n\n`);
		const types: readonly RecordType[] = IPV4.test(name) ? ['PTR'] : type === undefined ? ['A', 'AAAA', 'MX'] : [type];
		const names = IPV4.test(name) ? [reverseName(name)] : searchNames(name, config);
		return yield* hostLookUp(run, names, types, servers, IPV4.test(name) ? reverseName(name) : name);
	},
});

function* hostLookUp(
	run: UnixRun,
	names: readonly string[],
	types: readonly RecordType[],
	servers: readonly string[],
	shown: string,
): Task<number> {
	for (const name of names) {
		let found = false;
		for (const type of types) {
			const reply = yield* firstReply(run, servers, name, type);
			if (reply.kind !== 'answer') {
				yield* run.out.write(';; connection timed out; no servers could be reached\n');
				return 1;
			}
			const { message } = reply;
			if (message.code !== 'NOERROR') {
				if (name === names.at(-1) && !found) {
					yield* run.out.write(`Host ${shown} not found: ${RCODES.get(message.code) ?? '5'}(${message.code})\n`);
					return 1;
				}
				break;
			}
			found = true;
			for (const record of message.answers)
				yield* run.out.write(
					`${record.name} ${HOST_WORDS.get(record.type) ?? `has ${record.type} record`} ${presentation(record)}\n`,
				);
			if (message.answers.length === 0 && types.length === 1) yield* run.out.write(`${name} has no ${type} record\n`);
		}
		if (found) return 0;
	}
	return 1;
}

const RCODES: ReadonlyMap<string, string> = new Map([
	['NXDOMAIN', '3'],
	['SERVFAIL', '2'],
	['REFUSED', '5'],
]);

const HOST_WORDS: ReadonlyMap<string, string> = new Map([
	['A', 'has address'],
	['AAAA', 'has IPv6 address'],
	['CNAME', 'is an alias for'],
	['PTR', 'domain name pointer'],
	['MX', 'mail is handled by'],
	['NS', 'name server'],
	['TXT', 'descriptive text'],
	['SRV', 'has SRV record'],
	['SOA', 'has SOA record'],
]);

function* firstReply(run: UnixRun, servers: readonly string[], name: string, type: RecordType): Task<DnsReply> {
	checkName(run.name, name);
	let reply: DnsReply = { kind: 'timeout' };
	for (let attempt = 0; attempt < 2; attempt++) {
		for (const server of servers) {
			reply = yield* askServer(run.process, server, { name, type }, 5000);
			if (reply.kind === 'answer') return reply;
		}
	}
	return reply;
}

/** bind9's nslookup with a name on its command line. Differs: the interactive mode is not there. */
export const nslookup = unixCommand({
	name: 'nslookup',
	paths: ['/usr/bin/nslookup'],
	size: 124_952,
	*main(run) {
		let type: RecordType | undefined;
		const words: string[] = [];
		for (const word of run.args) {
			const [, value] = /^-(?:query|querytype|type|q|ty)=(.+)$/i.exec(word) ?? [];
			if (value !== undefined) {
				if (!isRecordType(value.toUpperCase())) throw new Exit(1, `unknown query type: ${value}\n`);
				type = value.toUpperCase() as RecordType;
			} else if (!word.startsWith('-')) words.push(word);
		}
		const [name, server] = words;
		if (name === undefined) throw new Exit(1, 'nslookup: the interactive mode is not supported\n');
		const config = parseResolvConf(yield* textOf(run.process, '/etc/resolv.conf'));
		const servers = server === undefined ? config.nameservers : [yield* serverAddress(run, server)];
		const reverse = IPV4.test(name);
		const names = reverse ? [reverseName(name)] : searchNames(name, config);
		const types: readonly RecordType[] = type !== undefined ? [type] : reverse ? ['PTR'] : ['A', 'AAAA'];
		let shown = false;
		for (const each of names) {
			let succeeded = false;
			for (const wanted of types) {
				const reply = yield* firstReply(run, servers, each, wanted);
				if (reply.kind !== 'answer') {
					const problem = reply.kind === 'timeout' ? 'timed out' : 'connection refused';
					for (const address of servers)
						yield* run.out.write(`;; communications error to ${address}#53: ${problem}\n`.repeat(3));
					yield* run.out.write(';; no servers could be reached\n\n\n');
					return 1;
				}
				if (!shown && !reverse)
					yield* run.out.write(`Server:\t\t${server ?? servers[0]}\nAddress:\t${servers[0]}#53\n\n`);
				shown = true;
				const { message } = reply;
				if (message.code !== 'NOERROR') {
					if (each === names.at(-1)) {
						yield* run.out.write(`** server can't find ${reverse ? each : name}: ${message.code}\n\n`);
						return 1;
					}
					break;
				}
				if (message.answers.length === 0 && types.length === 1)
					yield* run.out.write(`*** Can't find ${name}: No answer\n`);
				if (message.answers.length > 0 && !succeeded && !message.authoritative && !reverse)
					yield* run.out.write('Non-authoritative answer:\n');
				for (const record of message.answers) yield* run.out.write(nslookupLine(record));
				succeeded = true;
			}
			if (succeeded) {
				yield* run.out.write('\n');
				return 0;
			}
		}
		return 1;
	},
});

function nslookupLine(record: DnsRecord): string {
	const { name, type, data } = record;
	switch (type) {
		case 'A':
		case 'AAAA':
			return `Name:\t${name}\nAddress: ${data}\n`;
		case 'CNAME':
			return `${name}\tcanonical name = ${data}.\n`;
		case 'PTR':
			return `${name}\tname = ${data}.\n`;
		case 'NS':
			return `${name}\tnameserver = ${data}.\n`;
		case 'MX':
			return `${name}\tmail exchanger = ${data}.\n`;
		case 'SRV':
			return `${name}\tservice = ${data}.\n`;
		default:
			return `${name}\t${type === 'TXT' ? 'text = ' : ''}${presentation(record)}\n`;
	}
}
