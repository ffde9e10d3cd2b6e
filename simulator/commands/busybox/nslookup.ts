import type { Process } from '../../kernel/process-api.ts';
import type { DnsReply } from '../../kernel/resolve-host.ts';
import { askServer, textOf } from '../../kernel/resolve-host.ts';
import type { RecordType } from '../../machinery/dns/dns-message.ts';
import { nameProblem, RECORD_TYPES, recordTypeName } from '../../machinery/dns/dns-message.ts';
import { parseResolvConf } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal } from '../gnu-command.ts';
import { applet } from './applet.ts';
import { NETWORK_USAGES } from './usage-network.ts';

/** Options begin with one minus and are read by hand ("-type=A", "-debug"). */
const options = {};

/** The "big" nslookup of official images. Models busybox networking/nslookup.c. */
export const nslookup = applet({
	name: 'nslookup',
	usage: NETWORK_USAGES.nslookup,
	options,
	rewrite: (argv) => ['--', ...argv],
	*main(run) {
		const words = run.operands.filter((word) => !word.startsWith('-'));
		const settings = parseSettings(run.operands.filter((word) => word.startsWith('-')));
		const [name, server] = words;
		if (name === undefined || words.length > 2) throw new Fatal('', 1, true);
		const config = parseResolvConf(yield* textOf(run.process, '/etc/resolv.conf'));
		const servers = server === undefined ? config.nameservers : [server];
		const reverse = /^\d{1,3}(\.\d{1,3}){3}$/.test(name) && settings.types.length === 0;
		const types: readonly RecordType[] = reverse ? ['PTR'] : settings.types.length > 0 ? settings.types : ['A', 'AAAA'];
		const questions = types.flatMap((type) =>
			namesToAsk(name, type, config.search).map((each): Question => ({ name: each, type })),
		);
		return yield* lookUp(run, questions, servers, settings);
	},
});

interface Question {
	readonly name: string;
	readonly type: RecordType;
}

/**
 * A name without a dot is asked for in every search domain, and in no other; one with a dot as it stands, whatever
 * ndots says. Models add_query_with_search.
 */
function namesToAsk(name: string, type: RecordType, search: readonly string[]): string[] {
	if (type === 'PTR') return [/^[\d.]+$/.test(name) ? `${name.split('.').reverse().join('.')}.in-addr.arpa` : name];
	if (name.includes('.') || search.length === 0) return [name.replace(/\.$/, '')];
	return search.map((domain) => `${name}.${domain.replace(/\.$/, '')}`);
}

interface Settings {
	readonly types: readonly RecordType[];
	readonly port: number;
	readonly timeoutSeconds: number;
	readonly retries: number;
}

function parseSettings(words: readonly string[]): Settings {
	const types: RecordType[] = [];
	let port = 53;
	let timeoutSeconds = 5;
	let retries = 2;
	for (const word of words) {
		const [name = '', value = ''] = word.slice(1).split('=');
		if (name === 'type' || name === 'querytype') {
			const type = recordTypeName(RECORD_TYPES[value.toUpperCase() as RecordType] ?? 0);
			if (type === undefined) throw new Fatal(`invalid query type "${value}"`);
			types.push(type);
		} else if (name === 'port') port = Number(value);
		else if (name === 'timeout') timeoutSeconds = Number(value);
		else if (name === 'retry') retries = Number(value);
		else if (name !== 'debug') throw new Fatal('', 1, true);
	}
	return { types, port, timeoutSeconds, retries };
}

function* lookUp(
	run: Run<typeof options>,
	questions: readonly Question[],
	servers: readonly string[],
	settings: Settings,
): Task<number> {
	for (const server of servers) {
		const status = yield* askAll(run, questions, server, settings);
		if (status !== undefined) return status;
	}
	yield* run.out.write(';; connection timed out; no servers could be reached\n\n');
	return 1;
}

/** Every question's answer in turn; undefined when the server says nothing at all. */
function* askAll(
	{ process, out }: Run<typeof options>,
	questions: readonly Question[],
	server: string,
	settings: Settings,
): Task<number | undefined> {
	const unanswered: string[] = [];
	let heard = false;
	let status = 0;
	for (const question of questions) {
		const reply = yield* askOften(process, server, question, settings);
		if (reply.kind !== 'answer') {
			if (!heard) return undefined;
			unanswered.push(`*** Can't find ${question.name}: No answer\n`);
			continue;
		}
		if (!heard) yield* out.write(`Server:\t\t${server}\nAddress:\t${server}:${settings.port}\n\n`);
		heard = true;
		const { code, authoritative, answers } = reply.message;
		if (code !== 'NOERROR') {
			yield* out.write(`** server can't find ${question.name}: ${code}\n\n`);
			status = 1;
			continue;
		}
		const lines = answers.map((record) => answerLine(record.name, record.type, record.data));
		yield* out.write(`${authoritative ? '' : 'Non-authoritative answer:\n'}${lines.join('')}\n`);
	}
	if (unanswered.length > 0) yield* out.write(`${unanswered.join('')}\n`);
	return status;
}

function* askOften(process: Process, server: string, question: Question, settings: Settings): Task<DnsReply> {
	if (nameProblem(question.name) !== undefined) return { kind: 'unreachable' };
	const timeoutMs = (settings.timeoutSeconds * 1000) / settings.retries;
	let reply: DnsReply = { kind: 'timeout' };
	for (let attempt = 0; attempt < settings.retries && reply.kind !== 'answer'; attempt++) {
		reply = yield* askServer(process, server, { ...question, port: settings.port }, timeoutMs);
	}
	return reply;
}

function answerLine(name: string, type: RecordType, data: string): string {
	switch (type) {
		case 'A':
		case 'AAAA':
			return `Name:\t${name}\nAddress: ${data}\n`;
		case 'CNAME':
			return `${name}\tcanonical name = ${data}\n`;
		case 'PTR':
			return `${name}\tname = ${data}\n`;
		case 'NS':
			return `${name}\tnameserver = ${data}\n`;
		case 'MX':
			return `${name}\tmail exchanger = ${data}\n`;
		case 'TXT':
			return `${name}\ttext = "${data}"\n`;
		case 'SRV':
			return `${name}\tservice = ${data}\n`;
		default:
			return `${name}\t${data}\n`;
	}
}
