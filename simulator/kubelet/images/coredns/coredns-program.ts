import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { DnsMessage } from '../../../machinery/dns/dns-message.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { serveDns } from './dns-listener.ts';

/** What `process.port('component:coredns')` gives: who answers questions, without sockets. */
export interface CoreDnsPort {
	start(args: readonly string[]): CoreDnsServer;
}

export interface CoreDnsServer {
	/** Reads the Corefile. Throws Error with what CoreDNS logs; the old configuration stays in force. */
	configure(corefile: string): void;
	ports(): readonly number[];
	/** Whether a directive stands in some block ("log", "health"). */
	has(directive: string): boolean;
	/** The kubernetes plugin has read the cluster. */
	ready(): boolean;
	answer(query: DnsMessage, port: number): DnsMessage;
	stop(): void;
}

const VERSION = '1.13.1';
/** The reload plugin looks this often, without its jitter. */
const RELOAD_MS = 30_000;
const LAMEDUCK_MS = 5_000;
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
	#corefile = '';
	#requests = 0;

	constructor(process: Process, server: CoreDnsServer, path: string) {
		this.#process = process;
		this.#server = server;
		this.#path = path;
	}

	*run(): Task<number> {
		const process = this.#process;
		const problem = (yield* this.#load()) ?? (yield* this.#findLoop());
		if (problem !== undefined) {
			yield* this.#say(`${problem}\n`);
			return 1;
		}
		const zones = this.#server.ports().map((port) => `.:${port}\n`);
		yield* this.#say(`${zones.join('')}${this.#running()}CoreDNS-${VERSION}\nlinux/amd64, go1.25.2, 1db4568\n`);
		try {
			this.#listen();
			if (this.#server.has('health'))
				this.#serve(8080, (path) => (path === '/health' ? [200, 'OK'] : [404, '404 page not found\n']));
			if (this.#server.has('ready')) {
				this.#serve(8181, (path) => {
					if (path !== '/ready') return [404, '404 page not found\n'];
					return this.#server.ready() ? [200, 'OK'] : [503, 'kubernetes'];
				});
			}
			if (this.#server.has('prometheus'))
				this.#serve(9153, (path) => (path === '/metrics' ? [200, this.#metrics()] : [404, '404 page not found\n']));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = error.errno === 'EACCES' ? 'permission denied' : 'address already in use';
			yield* this.#say(`Listen: listen tcp :53: bind: ${why}\n`);
			return 1;
		}
		if (this.#server.has('reload')) this.#group.add(this.#reload());
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		yield* this.#group.run(process, () => 0);
		yield* this.#say('[INFO] SIGTERM: Shutting down servers then terminating\n');
		if (this.#server.has('health')) yield* this.#lameduck();
		return 0;
	}

	/** Goes on answering for a while, so that nobody who has its address is left without one. */
	*#lameduck(): Task<void> {
		yield* this.#say('[INFO] plugin/health: Going into lameduck mode for 5s\n');
		const process = this.#process;
		let over = false;
		this.#group.add(
			interruptAfter(process, LAMEDUCK_MS, () => {
				over = true;
			}),
		);
		yield* this.#group.run(process, () => (over ? 0 : undefined));
	}

	/** Undefined when the configuration is in force; else what is wrong with it. */
	*#load(): Task<string | undefined> {
		let text: string;
		try {
			text = decodeUtf8(yield* readWholeFile(this.#process, this.#path));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return `open ${this.#path}: no such file or directory`;
		}
		try {
			this.#server.configure(text);
		} catch (error) {
			if (!(error instanceof Error) || error.message.startsWith('assertion failed')) throw error;
			return `${this.#path}:${error.message}`;
		}
		this.#corefile = text;
		return undefined;
	}

	/** The loop plugin: questions that are forwarded to ourselves. */
	*#findLoop(): Task<string | undefined> {
		if (!this.#server.has('loop') || !this.#server.has('forward')) return undefined;
		try {
			const text = decodeUtf8(yield* readWholeFile(this.#process, '/etc/resolv.conf'));
			if (!/^nameserver\s+127\./m.test(text)) return undefined;
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
		return '[FATAL] plugin/loop: Loop (127.0.0.1:40817 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 4547991504243258144.3688648895315093531."';
	}

	*#reload(): Task<void> {
		for (;;) {
			yield* this.#process.sleep(RELOAD_MS + (this.#process.randomUint32() % 15_000));
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
			} else
				yield* this.#say(
					`[ERROR] Restart failed: ${problem}\n[ERROR] plugin/reload: Corefile changed but reload failed: ${problem}\n`,
				);
		}
	}

	#listen(): void {
		for (const port of this.#server.ports()) {
			if (this.#listening.has(port)) continue;
			serveDns(
				this.#process,
				this.#group,
				port,
				(query) => this.#server.answer(query, port),
				(line) => this.#log(line),
			);
			this.#listening.add(port);
		}
	}

	*#log(line: string): Task<void> {
		this.#requests++;
		if (this.#server.has('log')) yield* this.#say(`[INFO] ${line}\n`);
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

	/** Differs: a SHA-256 twice over stands where CoreDNS shows a SHA-512. */
	#running(): string {
		const once = sha256Hex(encodeUtf8(this.#corefile));
		return `[INFO] plugin/reload: Running configuration SHA512 = ${once}${sha256Hex(encodeUtf8(once))}\n`;
	}

	*#say(text: string): Task<void> {
		yield* this.#process.write(1, encodeUtf8(text));
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
