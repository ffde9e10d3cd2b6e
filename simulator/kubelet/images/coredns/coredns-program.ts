import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { type DnsMessage, dnsQuery } from '../../../machinery/dns/dns-message.ts';
import { parseDuration } from '../../../machinery/duration.ts';
import { compileGlob, hasGlobSpecials } from '../../../machinery/glob.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { type DnsPeer, serveDns } from './dns-listener.ts';
import { forwardQuery } from './forwarding.ts';

/** What `process.port('component:coredns')` gives: who answers questions, without sockets. */
export interface CoreDnsPort {
	start(args: readonly string[]): CoreDnsServer;
}

/** What the server needs of its process. */
export interface CoreDnsHost {
	/** The files that a path or pattern finds, by path. */
	read(pattern: string): Task<ReadonlyMap<string, string>>;
	/** Asks another server. */
	ask(
		server: { readonly address: string; readonly port: number },
		query: DnsMessage,
		protocol: 'udp' | 'tcp',
		timeoutMs: number,
	): Task<{ readonly reply: DnsMessage } | { readonly problem: string }>;
	/** Called about once a millisecond of reading. */
	pause?(): Task<void>;
}

export interface CoreDnsServer {
	/** Reads the Corefile. Throws Error with what CoreDNS says of it; the old configuration stays in force. */
	configure(corefile: string, path: string, host: CoreDnsHost): Task<void>;
	/** "example.org.:53", in the file's order. */
	zones(): readonly string[];
	ports(): readonly number[];
	/** The first directive of this name in any block. */
	directive(name: string): CoreDnsDirective | undefined;
	/** Servers that questions are passed on to. */
	upstreams(): readonly { readonly address: string; readonly port: number }[];
	/** The kubernetes plugin has read the cluster. */
	ready(): boolean;
	/** What is sent back (undefined: nothing), and what is logged about it. */
	answer(
		query: DnsMessage,
		port: number,
		peer: DnsPeer,
	): Task<{ readonly reply: DnsMessage | undefined; readonly lines: readonly string[] }>;
	stop(): void;
}

interface CoreDnsDirective {
	readonly args: readonly string[];
	readonly block: readonly { readonly words: readonly string[] }[];
}

const VERSION = '1.13.1';
/** The reload plugin looks this often, give or take half its jitter. Models plugin/reload setup. */
const RELOAD_MS = 30_000;
/** What is read between two pauses takes so long. */
const STEPS_A_PAUSE = 300;
const RELOAD_JITTER_MS = 15_000;
/** How long the loop plugin waits for its own question to come back. */
const LOOP_MS = 2_000;
const PLAIN = [['Content-Type', 'text/plain; charset=utf-8']] as const;

/** CoreDNS as a process: it reads its Corefile, listens, answers, tells how it is, and reloads. */
export function* corednsProgram(process: Process): Task<number> {
	const args = process.argv.slice(1);
	if (args.includes('-version')) {
		yield* process.write(1, encodeUtf8(`CoreDNS-${VERSION}\nlinux/amd64, go1.25.2, 1db4568\n`));
		return 0;
	}
	const conf = args[args.indexOf('-conf') + 1];
	const path = args.includes('-conf') && conf !== undefined ? conf : 'Corefile';
	const port = process.port<CoreDnsPort>('component:coredns');
	if (port === undefined) {
		yield* process.write(1, encodeUtf8('[ERROR] plugin/kubernetes: no cluster to serve\n'));
		return 1;
	}
	process.rest({ cpuMillicores: 2, memoryBytes: 13 * 1024 ** 2 });
	const server = port.start(args);
	process.onEnd(() => server.stop());
	return yield* new CoreDns(process, server, path).run();
}

class CoreDns {
	readonly #process: Process;
	readonly #server: CoreDnsServer;
	readonly #path: string;
	readonly #group = new TaskGroup();
	readonly #listening = new Set<number>();
	/** Of the loop plugin. */
	#loopName = '';
	#loopSeen = 0;
	#corefile = '';
	#requests = 0;

	constructor(process: Process, server: CoreDnsServer, path: string) {
		this.#process = process;
		this.#server = server;
		this.#path = path;
	}

	*run(): Task<number> {
		const process = this.#process;
		const problem = yield* this.#load();
		if (problem !== undefined) {
			yield* this.#say(`${problem}\n`);
			return 1;
		}
		const version = `CoreDNS-${VERSION}\nlinux/amd64, go1.25.2, 1db4568\n`;
		yield* this.#say(`${this.#zones()}${this.#running()}${version}`);
		try {
			this.#listen();
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = error.errno === 'EACCES' ? 'permission denied' : 'address already in use';
			yield* this.#say(`Listen: listen tcp :${this.#server.ports()[0]}: bind: ${why}\n`);
			return 1;
		}
		let looping = false;
		if (this.#mayLoop()) {
			this.#group.add(
				this.#findLoop(() => {
					looping = true;
				}),
			);
		}
		if (this.#server.directive('reload') !== undefined) this.#group.add(this.#reload());
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		yield* this.#group.run(process, () => 0);
		if (looping) return 1;
		yield* this.#say('[INFO] SIGTERM: Shutting down servers then terminating\n');
		const lameduck = this.#setting('health', 'lameduck');
		if (lameduck !== undefined) yield* this.#lameduck(lameduck);
		return 0;
	}

	/** Goes on answering for a while, so that nobody who has its address is left without one. */
	*#lameduck(duration: string): Task<void> {
		yield* this.#say(`[INFO] plugin/health: Going into lameduck mode for ${duration}\n`);
		const process = this.#process;
		let over = false;
		this.#group.add(
			interruptAfter(process, parseDuration(duration) ?? 0, () => {
				over = true;
			}),
		);
		yield* this.#group.run(process, () => (over ? 0 : undefined));
	}

	/** The first word of a line of a directive's block. */
	#setting(directive: string, property: string): string | undefined {
		return this.#server.directive(directive)?.block.find(({ words }) => words[0] === property)?.words[1];
	}

	/** Undefined when the configuration is in force; else what is wrong with it. */
	*#load(): Task<string | undefined> {
		const process = this.#process;
		let text: string;
		try {
			text = decodeUtf8(yield* readWholeFile(process, this.#path));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return `loading Caddyfile via flag: open ${this.#path}: no such file or directory`;
		}
		const host: CoreDnsHost = {
			read: (pattern) => filesMatching(process, pattern),
			ask: (server, query, protocol, timeoutMs) => forwardQuery(process, server, query, protocol, timeoutMs),
			pause: () => process.tick(STEPS_A_PAUSE),
		};
		try {
			yield* this.#server.configure(text, this.#path, host);
		} catch (error) {
			if (!(error instanceof Error) || error.message.startsWith('assertion failed')) throw error;
			return error.message;
		}
		this.#corefile = text;
		return undefined;
	}

	/** Questions that go out into the internet do not come back: only what stays near is tried. */
	#mayLoop(): boolean {
		const near = /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./;
		return (
			this.#server.directive('loop') !== undefined && this.#server.upstreams().some(({ address }) => near.test(address))
		);
	}

	/** The loop plugin: a question that only this server knows comes back when it is forwarded in a circle. */
	*#findLoop(onFound: () => void): Task<void> {
		const process = this.#process;
		const number = (): string => `${process.randomUint32()}${process.randomUint32() % 1_000_000_000}`;
		this.#loopName = `${number()}.${number()}`;
		const query = {
			...dnsQuery(process.randomUint32() & 0xffff, this.#loopName, 'TXT'),
			questions: [{ name: this.#loopName, type: HINFO, class: 1 }],
		};
		const [port = 53] = this.#server.ports();
		yield* forwardQuery(process, { address: '127.0.0.1', port }, query, 'udp', LOOP_MS);
		const turns = this.#loopSeen;
		this.#loopName = '';
		if (turns <= LOOP_TURNS) return;
		const client = `127.0.0.1:${32_768 + (process.randomUint32() % 28_232)}`;
		yield* this.#say(
			`[FATAL] plugin/loop: Loop (${client} -> :${port}) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO ${query.questions[0]?.name}."\n`,
		);
		onFound();
		process.kill(process.pid, 'INT');
	}

	*#reload(): Task<void> {
		const process = this.#process;
		const [interval, jitter] = this.#server.directive('reload')?.args ?? [];
		const everyMs = Math.max(2_000, parseDuration(interval ?? '') ?? RELOAD_MS);
		const jitterMs = Math.floor(Math.min(parseDuration(jitter ?? '') ?? RELOAD_JITTER_MS, everyMs / 2));
		const offsetMs = jitterMs > 0 ? (process.randomUint32() % jitterMs) - Math.floor(jitterMs / 2) : 0;
		const periodMs = everyMs + offsetMs;
		let seen = fileMark(process, this.#path);
		for (;;) {
			yield* process.block(process.lookEvery(periodMs, () => fileMark(process, this.#path) !== seen));
			seen = fileMark(process, this.#path);
			let text: string;
			try {
				text = decodeUtf8(yield* readWholeFile(this.#process, this.#path));
			} catch (error) {
				if (error instanceof SystemError) continue;
				throw error;
			}
			if (text === this.#corefile) continue;
			yield* this.#say('[INFO] Reloading\n');
			const problem = yield* this.#load();
			this.#corefile = text;
			if (problem === undefined) {
				this.#listen();
				yield* this.#say(`${this.#running()}[INFO] Reloading complete\n`);
			} else {
				yield* this.#say(
					`[ERROR] Restart failed: ${problem}\n[ERROR] plugin/reload: Corefile changed but reload failed: ${problem}\n`,
				);
			}
		}
	}

	/** Opens what the configuration asks for and is not open yet. */
	#listen(): void {
		const server = this.#server;
		for (const port of server.ports()) {
			if (this.#listening.has(port)) continue;
			serveDns(this.#process, this.#group, port, (query, peer) => this.#answer(query, port, peer));
			this.#listening.add(port);
		}
		this.#serveDirective('health', 8080, (path) => (path === '/health' ? [200, 'OK'] : NOT_FOUND));
		this.#serveDirective('ready', 8181, (path) => {
			if (path !== '/ready') return NOT_FOUND;
			return server.ready() ? [200, 'OK'] : [503, 'kubernetes'];
		});
		this.#serveDirective('prometheus', 9153, (path) => (path === '/metrics' ? [200, this.#metrics()] : NOT_FOUND));
	}

	*#answer(query: DnsMessage, port: number, peer: DnsPeer): Task<DnsMessage | undefined> {
		const [question] = query.questions;
		if (question?.type === HINFO && question.name === this.#loopName && ++this.#loopSeen > LOOP_TURNS) return undefined;
		this.#requests++;
		const { reply, lines } = yield* this.#server.answer(query, port, peer);
		for (const line of lines) yield* this.#say(`${line}\n`);
		return reply;
	}

	#serveDirective(name: string, usual: number, answer: (path: string) => readonly [number, string]): void {
		const directive = this.#server.directive(name);
		if (directive === undefined) return;
		const port = Number(/:(\d+)$/.exec(directive.args[0] ?? '')?.[1] ?? usual);
		if (this.#listening.has(port)) return;
		this.#listening.add(port);
		this.#serve(port, answer);
	}

	#serve(port: number, answer: (path: string) => readonly [number, string]): void {
		serveHttp(this.#process, this.#group, '0.0.0.0', port, {
			handle: (request) => plainAnswer(answer(request.target.replace(/\?.*/, ''))),
			vouchedStatus: (target) => answer(target.replace(/\?.*/, ''))[0],
			refuse: (status) => ({ status, headers: PLAIN, body: '400 Bad Request', close: true }),
		});
	}

	#metrics(): string {
		return `# HELP coredns_build_info A metric with a constant '1' value labeled by version, revision, and goversion from which CoreDNS was built.\n# TYPE coredns_build_info gauge\ncoredns_build_info{goversion="go1.25.2",revision="1db4568",version="${VERSION}"} 1\n# HELP coredns_dns_requests_total Counter of DNS requests made per zone, protocol and family.\n# TYPE coredns_dns_requests_total counter\ncoredns_dns_requests_total{server="dns://:53",zone="."} ${this.#requests}\n`;
	}

	/** Servers come in the order of their addresses. */
	#zones(): string {
		return [...this.#server.zones()]
			.sort()
			.map((zone) => `${zone}\n`)
			.join('');
	}

	/** Differs: a SHA-256 twice over stands where CoreDNS shows a SHA-512. */
	#running(): string {
		if (this.#server.directive('reload') === undefined) return '';
		const once = sha256Hex(encodeUtf8(this.#corefile));
		return `[INFO] plugin/reload: Running configuration SHA512 = ${once}${sha256Hex(encodeUtf8(once))}\n`;
	}

	*#say(text: string): Task<void> {
		yield* this.#process.write(1, encodeUtf8(text));
	}
}

const NOT_FOUND = [404, '404 page not found\n'] as const;
const HINFO = 13;
/** Models plugin/loop: a question seen more often than this has come back. */
const LOOP_TURNS = 2;

/** The files that a path or pattern finds, in the order of their names. */
function* filesMatching(process: Process, pattern: string): Task<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	const slash = pattern.lastIndexOf('/');
	const [folder, name] = [pattern.slice(0, slash), pattern.slice(slash + 1)];
	try {
		const glob = compileGlob(name);
		const names = hasGlobSpecials(name)
			? [...process.readdir(folder)].sort().filter((each) => glob.matches(each))
			: [name];
		for (const each of names) {
			const path = `${folder}/${each}`;
			if (process.stat(path).type === 'file') found.set(path, decodeUtf8(yield* readWholeFile(process, path)));
		}
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	return found;
}

/** Tells one content of a file from another. */
function fileMark(process: Process, path: string): string {
	try {
		const { device, inode, mtimeMs, ctimeMs, size } = process.stat(path);
		return [device, inode, mtimeMs, ctimeMs, size].join('/');
	} catch (error) {
		if (error instanceof SystemError) return error.errno;
		throw error;
	}
}

function* interruptAfter(process: Process, ms: number, onEnd: () => void): Task<void> {
	yield* process.sleep(ms);
	onEnd();
	process.kill(process.pid, 'INT');
}

function* plainAnswer([status, body]: readonly [number, string]): Task<HttpAnswer> {
	return { status, headers: PLAIN, body };
}
