import { askServer, type DnsReply, resolveHost, textOf } from '../../../kernel/resolve-host.ts';
import { dnsQuery, encodeDnsMessage, nameProblem } from '../../../machinery/dns/dns-message.ts';
import { parseResolvConf, searchNames } from '../../../machinery/dns/resolver.ts';
import type { Task } from '../../../machinery/task.ts';
import { strftime } from '../../strftime.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { type DigQuery, parseDig } from './dig-options.ts';
import { messageText, presentation } from './dig-text.ts';

const VERSION = '9.18.39-0ubuntu0.24.04.2-Ubuntu';

/** The server's address; a name is looked up first. */
export function* serverAddress(run: UnixRun, server: string): Task<string> {
	const found = yield* resolveHost(run.process, server);
	if (found.kind === 'found') return found.addresses[0] as string;
	throw new Exit(
		10,
		`dig: couldn't get address for '${server}': ${found.kind === 'not-found' ? 'not found' : 'failure'}\n`,
	);
}

/** Models bind9's dighost: a name that cannot be asked for. */
export function checkName(tool: string, name: string): void {
	const problem = nameProblem(name);
	if (problem !== undefined) throw new Exit(10, `${tool}: '${name}' is not a legal name (${problem})\n`);
}

/** Differs: IPv4 only; neither transfers of zones nor +trace; what signs queries is read and not sent. */
export const dig = unixCommand({
	name: 'dig',
	paths: ['/usr/bin/dig'],
	size: 133_216,
	*main(run) {
		if (run.args.includes('-v')) {
			yield* run.say(`DiG ${VERSION}\n`);
			return 0;
		}
		const { queries, banner, warnings } = parseDig(run.args);
		for (const warning of warnings) yield* run.say(warning);
		const cookie = cookieOf(run);
		const head = banner.ofFailure ? bannerText(run, queries[0] as DigQuery) : '';
		const asking = { run, cookie, head, isShown: banner.ofAnswer };
		let status = 0;
		for (const query of queries) status = (yield* perform(asking, query)) ? status : 9;
		return status;
	},
});

/** Of one run: what is to be printed before its first answer is printed once. */
interface Asking {
	readonly run: UnixRun;
	readonly cookie: string;
	head: string;
	/** In front of answers, too. */
	readonly isShown: boolean;
}

function cookieOf({ process }: UnixRun): string {
	return [0, 1].map(() => process.randomUint32().toString(16).padStart(8, '0')).join('');
}

function bannerText({ args }: UnixRun, { server }: DigQuery): string {
	const found = server === undefined ? '' : '; (1 server found)\n';
	return `\n; <<>> DiG ${VERSION} <<>> ${args.join(' ')}\n${found};; global options: +cmd\n`;
}

function* print(asking: Asking, text: string): Task<void> {
	yield* asking.run.out.write(`${asking.head}${text}`);
	asking.head = '';
}

/** @return whether some server has answered. */
function* perform(asking: Asking, query: DigQuery): Task<boolean> {
	const { run } = asking;
	const { process } = run;
	const config = parseResolvConf(yield* textOf(process, '/etc/resolv.conf'));
	const servers = query.server === undefined ? config.nameservers : [yield* serverAddress(run, query.server)];
	const names = query.search ? searchNames(query.name, config) : [query.name.replace(/\.$/, '')];
	for (const name of names) {
		checkName('dig', name);
		const startedMs = process.now();
		const found = yield* askAll(asking, query, name, servers);
		if (found === undefined) return false;
		const { reply, server } = found;
		const { message, bytes } = reply;
		if (message.answers.length === 0 && name !== names.at(-1)) continue;
		const elapsedMs = process.now() - startedMs;
		if (!asking.isShown) asking.head = '';
		if (query.short) {
			const from = query.identify ? ` from server ${server} in ${elapsedMs} ms.` : '';
			for (const record of message.answers) yield* print(asking, `${presentation(record)}${from}\n`);
			return true;
		}
		yield* print(asking, messageText(query, message));
		if (query.hidden.has('stats')) return true;
		const time = query.microseconds ? `${elapsedMs * 1000} usec` : `${elapsedMs} msec`;
		const protocol = query.overTcp ? 'TCP' : 'UDP';
		yield* print(
			asking,
			`;; Query time: ${time}\n;; SERVER: ${server}#${query.port}(${query.server ?? server}) (${protocol})\n;; WHEN: ${strftime('%a %b %d %H:%M:%S UTC %Y', process.now())}\n;; MSG SIZE  rcvd: ${bytes}\n\n`,
		);
		return true;
	}
	return true;
}

const PROBLEMS = { timeout: 'timed out', refused: 'connection refused', unreachable: 'network unreachable' } as const;

function* askAll(
	asking: Asking,
	query: DigQuery,
	name: string,
	servers: readonly string[],
): Task<{ readonly reply: DnsReply & { kind: 'answer' }; readonly server: string } | undefined> {
	const { run } = asking;
	const { type, port, recurse: recursionDesired, overTcp, udpBytes, dnssecOk } = query;
	const edns = { udpBytes, dnssecOk, ...(query.cookie && { cookie: asking.cookie }) };
	const question = {
		name,
		type,
		port,
		recursionDesired,
		...(query.edns && { edns }),
		...((overTcp || type === 'ANY') && { overTcp: true as const }),
	};
	for (let attempt = 0; attempt < query.tries; attempt++) {
		for (const server of servers) {
			if (query.showQuery) yield* print(asking, sentText(run, query, question));
			const reply = yield* askServer(run.process, server, question, query.timeoutMs);
			if (reply.kind === 'answer') return { reply, server };
			const why = PROBLEMS[reply.kind];
			yield* run.out.write(
				question.overTcp
					? `;; Connection to ${server}#${port}(${query.server ?? server}) for ${name} failed: ${why}.\n;; no servers could be reached\n`
					: `;; communications error to ${server}#${port}: ${why}\n`,
			);
		}
	}
	if (!question.overTcp) yield* print(asking, ';; no servers could be reached\n');
	return undefined;
}

/** Of +qr. Differs: the number is not the one that is sent. */
function sentText({ process }: UnixRun, query: DigQuery, question: Parameters<typeof askServer>[2]): string {
	const { name, type, recursionDesired = true, edns } = question;
	const message = { ...dnsQuery(process.randomUint32() & 0xffff, name, type), recursionDesired, ...(edns && { edns }) };
	return messageText(query, message, { bytes: encodeDnsMessage(message).length });
}
