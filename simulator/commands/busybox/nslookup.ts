import type { RecordType } from '../../machinery/dns/dns-message.ts';
import { RECORD_TYPES, recordTypeName } from '../../machinery/dns/dns-message.ts';
import { parseResolvConf, searchNames } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal } from '../gnu-command.ts';
import type { DnsReply } from '../network/resolve-host.ts';
import { askServer, textOf } from '../network/resolve-host.ts';
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
		const asked = reverse ? [`${name.split('.').reverse().join('.')}.in-addr.arpa`] : searchNames(name, config);
		return yield* lookUp(run, asked, types, servers, settings);
	},
});

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
	names: readonly string[],
	types: readonly RecordType[],
	servers: readonly string[],
	settings: Settings,
): Task<number> {
	const { process, out } = run;
	let shown = false;
	let failures = 0;
	for (const name of names) {
		const lines: string[] = [];
		let succeeded = 0;
		for (const type of types) {
			let reply: DnsReply = { kind: 'timeout' };
			for (let attempt = 0; attempt < settings.retries && reply.kind !== 'answer'; attempt++) {
				for (const server of servers) {
					const question = { name, type, port: settings.port };
					reply = yield* askServer(process, server, question, settings.timeoutSeconds * 1000);
					if (reply.kind === 'answer') {
						if (!shown) yield* out.write(`Server:\t\t${server}\nAddress:\t${server}:${settings.port}\n\n`);
						shown = true;
						break;
					}
				}
			}
			if (reply.kind !== 'answer') {
				yield* out.write(';; connection timed out; no servers could be reached\n\n');
				return 1;
			}
			const { message } = reply;
			if (message.code !== 'NOERROR') {
				lines.push(`** server can't find ${name}: ${message.code}\n\n`);
				failures++;
				continue;
			}
			succeeded++;
			if (!message.authoritative) lines.push('Non-authoritative answer:\n');
			const texts = message.answers.map((record) => answerLine(record.name, record.type, record.data));
			lines.push(texts.length === 0 ? `*** Can't find ${name}: No answer\n\n` : `${texts.join('')}\n`);
		}
		for (const line of lines) yield* out.write(line);
		if (succeeded > 0) break;
	}
	return failures > 0 ? 1 : 0;
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
