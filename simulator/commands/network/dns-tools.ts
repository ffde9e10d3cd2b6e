import type { DnsReply } from '../../kernel/resolve-host.ts';
import { askServer, resolveHost, textOf } from '../../kernel/resolve-host.ts';
import type { DnsMessage, DnsRecord, RecordType } from '../../machinery/dns/dns-message.ts';
import { nameProblem, RECORD_TYPES } from '../../machinery/dns/dns-message.ts';
import { parseResolvConf, searchNames } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import { strftime } from '../strftime.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

function reverseName(address: string): string {
	return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

function isRecordType(text: string): text is RecordType {
	return Object.hasOwn(RECORD_TYPES, text);
}

/** The server's address; a name is looked up first. */
function* serverAddress(run: UnixRun, server: string): Task<string> {
	const found = yield* resolveHost(run.process, server);
	if (found.kind === 'found') return found.addresses[0] as string;
	throw new Exit(
		10,
		`dig: couldn't get address for '${server}': ${found.kind === 'not-found' ? 'not found' : 'failure'}\n`,
	);
}

/** Data as master files have it. */
function presentation({ type, data }: DnsRecord): string {
	switch (type) {
		case 'TXT':
			return data
				.split('\0')
				.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
				.join(' ');
		case 'CNAME':
		case 'NS':
		case 'PTR':
			return `${data}.`;
		case 'MX':
		case 'SRV':
			return `${data}.`;
		case 'SOA': {
			const [name, mail, ...numbers] = data.split(' ');
			return `${name}. ${mail}. ${numbers.join(' ')}`;
		}
		default:
			return data;
	}
}

interface DigQuery {
	name: string;
	type: RecordType;
	server: string | undefined;
	port: number;
	short: boolean;
	search: boolean;
	timeoutMs: number;
	tries: number;
	readonly hidden: Set<string>;
}

export const dig = unixCommand({
	name: 'dig',
	paths: ['/usr/bin/dig'],
	size: 133_216,
	*main(run) {
		const query = parseDig(run.args);
		const config = parseResolvConf(yield* textOf(run.process, '/etc/resolv.conf'));
		const servers = query.server === undefined ? config.nameservers : [yield* serverAddress(run, query.server)];
		const names = query.search ? searchNames(query.name, config) : [query.name.replace(/\.$/, '')];
		let reply: DnsReply = { kind: 'timeout' };
		let server = servers[0] as string;
		let startedMs = run.process.now();
		let asked = names[0] as string;
		for (const name of names) {
			asked = name;
			for (let attempt = 0; attempt < query.tries; attempt++) {
				for (const each of servers) {
					server = each;
					startedMs = run.process.now();
					checkName('dig', name);
					reply = yield* askServer(run.process, each, { name, type: query.type, port: query.port }, query.timeoutMs);
					if (reply.kind === 'answer') break;
					if (!query.short)
						yield* run.out.write(
							`;; communications error to ${each}#${query.port}: ${reply.kind === 'timeout' ? 'timed out' : reply.kind === 'refused' ? 'connection refused' : 'network unreachable'}\n`,
						);
				}
				if (reply.kind === 'answer') break;
			}
			if (reply.kind === 'answer' && (reply.message.answers.length > 0 || name === names.at(-1))) break;
		}
		if (reply.kind !== 'answer') {
			yield* run.out.write(
				query.short
					? ';; no servers could be reached\n'
					: `\n; <<>> DiG 9.18.39-0ubuntu0.24.04.2-Ubuntu <<>> ${run.args.join(' ')}\n;; global options: +cmd\n;; no servers could be reached\n`,
			);
			return 9;
		}
		if (query.short) {
			for (const record of reply.message.answers) yield* run.out.write(`${presentation(record)}\n`);
			return 0;
		}
		const elapsedMs = run.process.now() - startedMs;
		yield* run.out.write(digText(run, query, asked, reply.message, { server, elapsedMs, bytes: reply.bytes }));
		return 0;
	},
});

function parseDig(args: readonly string[]): DigQuery {
	const query: DigQuery = {
		name: '.',
		type: 'A',
		server: undefined,
		port: 53,
		short: false,
		search: false,
		timeoutMs: 5000,
		tries: 3,
		hidden: new Set(),
	};
	let named = false;
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (word.startsWith('@')) query.server = word.slice(1);
		else if (word.startsWith('+')) digOption(query, word.slice(1));
		else if (word === '-x') {
			query.name = reverseName(args[++at] ?? '');
			query.type = 'PTR';
			named = true;
		} else if (word === '-p') query.port = Number(args[++at]);
		else if (word === '-t') query.type = typeOf(args[++at] ?? '');
		else if (word === '-4' || word === '-6') continue;
		else if (word === '-h')
			throw new Exit(
				0,
				'Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n            {global-d-opt} host [@local-server] {local-d-opt}\n            [ host [@local-server] {local-d-opt} [...]]\n\nUse "dig -h" (or "dig -h | more") for complete list of options\n',
			);
		else if (word.startsWith('-'))
			throw new Exit(
				1,
				`Invalid option: ${word}\nUsage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n            {global-d-opt} host [@local-server] {local-d-opt}\n            [ host [@local-server] {local-d-opt} [...]]\n\nUse "dig -h" (or "dig -h | more") for complete list of options\n`,
			);
		else if (isRecordType(word.toUpperCase()) && named) query.type = typeOf(word);
		else if (word.toUpperCase() === 'IN') continue;
		else if (
			isRecordType(word.toUpperCase()) &&
			!word.includes('.') &&
			args.slice(at + 1).some((each) => !/^[-+@]/.test(each))
		)
			query.type = typeOf(word);
		else {
			query.name = word;
			named = true;
		}
	}
	if (!named) query.type = query.type === 'A' ? 'NS' : query.type;
	return query;
}

function typeOf(text: string): RecordType {
	const upper = text.toUpperCase();
	if (!isRecordType(upper)) throw new Exit(1, `;; Warning, ignoring invalid type ${text}\n`);
	return upper;
}

function digOption(query: DigQuery, text: string): void {
	const [name = '', value] = text.split('=');
	if (name === 'short') query.short = true;
	else if (name === 'search') query.search = true;
	else if (name === 'time' || name === 'timeout') query.timeoutMs = Number(value) * 1000;
	else if (name === 'tries') query.tries = Number(value);
	else if (name === 'retry') query.tries = Number(value) + 1;
	else if (name === 'noall') for (const part of PARTS) query.hidden.add(part);
	else if (name.startsWith('no') && PARTS.includes(name.slice(2))) query.hidden.add(name.slice(2));
	else if (PARTS.includes(name)) query.hidden.delete(name);
}

const PARTS = ['comments', 'question', 'answer', 'authority', 'additional', 'stats', 'cmd'];

function digText(
	run: UnixRun,
	query: DigQuery,
	name: string,
	message: DnsMessage,
	meta: { server: string; elapsedMs: number; bytes: number },
): string {
	const shows = (part: string): boolean => !query.hidden.has(part);
	const out: string[] = [];
	if (shows('cmd'))
		out.push(`\n; <<>> DiG 9.18.39-0ubuntu0.24.04.2-Ubuntu <<>> ${run.args.join(' ')}`, ';; global options: +cmd');
	if (shows('comments')) {
		const flags = [
			'qr',
			message.authoritative ? 'aa' : '',
			message.truncated ? 'tc' : '',
			message.recursionDesired ? 'rd' : '',
			message.recursionAvailable ? 'ra' : '',
		].filter((each) => each !== '');
		out.push(';; Got answer:', `;; ->>HEADER<<- opcode: QUERY, status: ${message.code}, id: ${message.id}`);
		out.push(
			`;; flags: ${flags.join(' ')}; QUERY: ${message.questions.length}, ANSWER: ${message.answers.length}, AUTHORITY: ${message.authorities.length}, ADDITIONAL: ${message.additionals.length}`,
		);
		if (message.recursionDesired && !message.recursionAvailable)
			out.push(';; WARNING: recursion requested but not available');
		out.push('');
	}
	if (shows('question')) {
		if (shows('comments')) out.push(';; QUESTION SECTION:');
		const question = `;${name}.`;
		out.push(`${question}${tabTo(question.length, 32)}IN\t${query.type}`);
		out.push('');
	}
	for (const [part, title, records] of [
		['answer', 'ANSWER', message.answers],
		['authority', 'AUTHORITY', message.authorities],
		['additional', 'ADDITIONAL', message.additionals],
	] as const) {
		if (!shows(part) || records.length === 0) continue;
		if (shows('comments')) out.push(`;; ${title} SECTION:`);
		for (const record of records) {
			const owner = `${record.name}.`;
			out.push(`${owner}${tabTo(owner.length, 24)}${record.ttlSeconds}\tIN\t${record.type}\t${presentation(record)}`);
		}
		if (shows('comments')) out.push('');
	}
	if (shows('stats')) {
		out.push(
			`;; Query time: ${meta.elapsedMs} msec`,
			`;; SERVER: ${meta.server}#${query.port}(${query.server ?? meta.server}) (UDP)`,
		);
		out.push(
			`;; WHEN: ${strftime('%a %b %d %H:%M:%S UTC %Y', run.process.now())}`,
			`;; MSG SIZE  rcvd: ${meta.bytes}`,
			'',
		);
	}
	return out.length === 0 ? '' : `${out.join('\n')}\n`;
}

/** Tabs from one column to another, one at least. */
function tabTo(from: number, to: number): string {
	return '\t'.repeat(Math.max(1, Math.ceil((to - from) / 8)));
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

/** Models bind9's dighost: a name that cannot be asked for. */
function checkName(tool: string, name: string): void {
	const problem = nameProblem(name);
	if (problem !== undefined) throw new Exit(10, `${tool}: '${name}' is not a legal name (${problem})\n`);
}

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
