import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { Memo } from '../../../machinery/memo.ts';
import type { Task } from '../../../machinery/task.ts';
import { calendarTime } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { lookupName } from '../programs/program-resolver.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { type Directive, NginxConfigError, parseNginxConfig } from './nginx-config.ts';
import { expand } from './nginx-expand.ts';
import { answerRequest, chooseServer, findLocation, type NginxSite } from './nginx-handler.ts';
import { loggedValue, NginxLogs } from './nginx-logs.ts';
import { buildNginxModel, type NginxModel } from './nginx-model.ts';
import { parseNginxOptions } from './nginx-options.ts';
import { NO_CLIENT } from './nginx-peers.ts';
import { makeTemporary, nginxPlaces, userWarning, writePidFile } from './nginx-places.ts';
import { errorPage, nginxAnswer } from './nginx-response.ts';
import { loadChains, secured } from './nginx-tls.ts';
import { memberAlone, type NginxMember, UpstreamTurns } from './nginx-upstreams.ts';
import { requestVariables } from './nginx-variables.ts';
import { NginxWorkers } from './nginx-workers.ts';

const CONFIG_PATH = '/etc/nginx/nginx.conf';
/** Longer configurations are not kept for others. */
const SHARED_LENGTH_MAX = 10_000;

const INCLUDE_DEPTH_MAX = 10;

/**
 * nginx as its image runs it: reads its configuration files, listens, serves files, redirects and proxies, logs to
 * standard output, reloads on SIGHUP. Differs: the master does the work, its workers only live; what the configuration says
 * about speed (buffers, compression) is read and changes nothing; of timeouts only those of upstreams count.
 * @param version "1.27.5".
 */
export function nginxProgram(version: string): Program {
	return (process) => nginx(process, version);
}

function* nginx(process: Process, version: string): Task<number> {
	const options = parseNginxOptions(process.argv.slice(1));
	if (typeof options === 'string') {
		yield* process.write(2, encodeUtf8(`nginx: ${options}\n`));
		return 1;
	}
	if (options.showVersion) {
		yield* process.write(2, encodeUtf8(`nginx version: nginx/${version}\n`));
		return 0;
	}
	if (options.signal !== undefined) return yield* signalMaster(process, options.signal);
	const { test, configPath = CONFIG_PATH } = options;
	const server = new NginxServerProcess(process, version, configPath);
	const loaded = (yield* server.load()) && (!test || (yield* server.prepare()));
	if (test) {
		if (loaded)
			yield* server.say(
				`nginx: the configuration file ${configPath} syntax is ok\nnginx: configuration file ${configPath} test is successful\n`,
			);
		else yield* server.say(`nginx: configuration file ${configPath} test failed\n`);
		return loaded ? 0 : 1;
	}
	if (!loaded) return 1;
	return yield* server.run();
}

function* signalMaster(process: Process, name: string): Task<number> {
	const signals: Record<string, 'TERM' | 'QUIT' | 'HUP' | 'USR1'> = {
		stop: 'TERM',
		quit: 'QUIT',
		reload: 'HUP',
		reopen: 'USR1',
	};
	const signal = signals[name];
	if (signal === undefined) return 1;
	const master = process.machine
		.processes()
		.find((each) => each.argv[0]?.startsWith('nginx') && each.pid !== process.pid);
	if (master === undefined) {
		yield* process.write(2, encodeUtf8('nginx: [error] invalid PID number "" in "/run/nginx.pid"\n'));
		return 1;
	}
	process.kill(master.pid, signal);
	return 0;
}

class NginxServerProcess {
	readonly #process: Process;
	readonly #version: string;
	readonly #configPath: string;
	readonly #group = new TaskGroup();
	readonly #listening = new Set<string>();
	readonly #counters = { active: 0, requests: 0 };
	readonly #logs: NginxLogs;
	#directives: readonly Directive[] = [];
	#model: NginxModel = { servers: [], upstreams: new Map(), logFormats: new Map() };
	#turns = new UpstreamTurns();
	#places = nginxPlaces([]);
	#upstreams: ReadonlyMap<string, readonly NginxMember[]> = new Map();
	/** Certificates that the configuration names, by path. */
	#chains: ReadonlyMap<string, string> = new Map();

	constructor(process: Process, version: string, configPath: string) {
		this.#process = process;
		this.#logs = new NginxLogs(process);
		this.#version = version;
		this.#configPath = configPath;
	}

	/** Reads the configuration; complains and gives false when it is wrong. */
	*load(): Task<boolean> {
		try {
			const directives = yield* this.#readConfig(this.#configPath, 0);
			const model = buildNginxModel(directives);
			const chains = yield* loadChains(this.#process, model);
			this.#directives = directives;
			this.#places = nginxPlaces(directives);
			this.#upstreams = yield* this.#resolveUpstreams(model);
			this.#model = model;
			this.#turns = new UpstreamTurns();
			this.#chains = chains;
			return true;
		} catch (error) {
			if (!(error instanceof NginxConfigError)) throw error;
			const text = `${this.#stamp()} [emerg] ${this.#process.pid}#${this.#process.pid}: ${error.message}\n`;
			yield* this.say(`${text}nginx: [emerg] ${error.message}\n`);
			return false;
		}
	}

	/** Makes the folders that it writes to; complains and gives false when it cannot. */
	*prepare(): Task<boolean> {
		if (!(yield* this.openLogs())) return false;
		const warning = userWarning(this.#process, this.#places);
		if (warning !== undefined) yield* this.#tell('warn', warning);
		return yield* this.#began(makeTemporary(this.#process, this.#places));
	}

	/** Those that the configuration names, anew. */
	*openLogs(): Task<boolean> {
		const scopes = this.#model.servers.flatMap(({ scope, locations }) => [
			scope,
			...locations.map((each) => each.scope),
		]);
		const access = scopes.flatMap(({ accessLogs }) => accessLogs);
		return yield* this.#began(yield* this.#logs.open(this.#directives, access));
	}

	*#began(problem: string | undefined): Task<boolean> {
		if (problem !== undefined) yield* this.#tell('emerg', problem);
		return problem === undefined;
	}

	/** To its log, and to who has started it. */
	*#tell(level: string, text: string): Task<void> {
		yield* this.#note(level, text);
		yield* this.say(`nginx: [${level}] ${text}\n`);
	}

	/** To its log. */
	*#note(level: string, ...texts: readonly string[]): Task<void> {
		const { pid } = this.#process;
		const head = `${this.#stamp()} [${level}] ${pid}#${pid}: `;
		yield* this.#logs.error(level, texts.map((text) => `${head}${text}\n`).join(''));
	}

	*say(text: string): Task<void> {
		yield* this.#process.write(2, encodeUtf8(text));
	}

	*run(): Task<number> {
		const process = this.#process;
		if (!(yield* this.prepare())) return 1;
		const bound = yield* this.#listen();
		if (!bound) return 1;
		if (!(yield* this.#began(yield* writePidFile(process, this.#places)))) return 1;
		process.setTitle(`nginx: master process ${process.argv.join(' ')}`);
		const workers = new NginxWorkers(process);
		const started = workers.start(process.machine.cpus);
		yield* this.#note(
			'notice',
			'using the "epoll" event method',
			`nginx/${this.#version}`,
			'built by gcc 12.2.0 (Debian 12.2.0-14)',
			`OS: Linux ${process.machine.kernelRelease}`,
			'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
			'start worker processes',
			...started.map((worker) => `start worker process ${worker}`),
		);
		for (const signal of ['TERM', 'QUIT', 'INT', 'HUP', 'USR1', 'CHLD'] as const) process.onSignal(signal, 'catch');
		let ending = '';
		const status = yield* this.#group.run(process, (signal) => {
			if (signal === 'HUP') this.#group.add(this.#reload());
			if (signal === 'USR1') this.#group.add(this.#reopen());
			if (signal === 'CHLD') this.#group.add(workers.replaceEnded());
			if (signal === 'TERM' || signal === 'INT' || signal === 'QUIT') ending = signal;
			return ending === '' ? undefined : 0;
		});
		workers.stop();
		const how =
			ending === 'QUIT'
				? '3 (SIGQUIT) received, shutting down'
				: `${ending === 'INT' ? '2 (SIGINT)' : '15 (SIGTERM)'} received, exiting`;
		yield* this.#note('notice', `signal ${how}`, 'exit');
		return status;
	}

	*#reload(): Task<void> {
		yield* this.#note('notice', 'signal 1 (SIGHUP) received, reconfiguring');
		if ((yield* this.load()) && (yield* this.openLogs())) yield* this.#listen();
	}

	*#reopen(): Task<void> {
		yield* this.#note('notice', 'signal 10 (SIGUSR1) received, reopening logs');
		yield* this.openLogs();
	}

	*#listen(): Task<boolean> {
		for (const server of this.#model.servers) {
			for (const { address, port, isSecure } of server.listens) {
				const key = `${address}:${port}`;
				if (this.#listening.has(key)) continue;
				try {
					const site = () => ({ model: this.#model, chains: this.#chains });
					const secure = (duplex: ByteDuplex) => secured(duplex, port, site, this.#version);
					serveHttp(this.#process, this.#group, address, port, { ...this.#http(), ...(isSecure && { secure }) });
					this.#listening.add(key);
				} catch (error) {
					if (!(error instanceof SystemError)) throw error;
					const why = error.errno === 'EACCES' ? '13: Permission denied' : '98: Address already in use';
					yield* this.#tell('emerg', `bind() to ${key} failed (${why})`);
					return false;
				}
			}
		}
		return true;
	}

	#http(): Parameters<typeof serveHttp>[4] {
		return {
			handle: (request) => answerRequest(this.#site(), request),
			refuse: (status) =>
				nginxAnswer(
					{ status, type: 'text/html', body: errorPage(status, this.#version), close: true },
					this.#process.now(),
					this.#version,
				),
			onAnswered: (request, answer, bytes) => this.#logAccess(request, answer, bytes),
		};
	}

	#site(): NginxSite {
		return {
			process: this.#process,
			model: this.#model,
			version: this.#version,
			upstreams: this.#upstreams,
			files: this.#chains,
			turns: this.#turns,
			counters: this.#counters,
			logError: (text) => this.#logs.error(/^\[(\w+)\]/.exec(text)?.[1] ?? 'error', `${this.#stamp()} ${text}\n`),
		};
	}

	*#logAccess(request: HttpRequest, answer: HttpAnswer, bytes: number): Task<void> {
		const server = chooseServer(this.#model, request);
		const path = request.target.replace(/\?.*/, '');
		const scope = findLocation(server, path)?.scope ?? server.scope;
		const { hostname } = this.#process;
		const variables = requestVariables(request, path, server, scope, () => NO_CLIENT, hostname);
		const about = { request, status: answer.status, bytes, nowMs: this.#process.now() };
		for (const { path: file, format } of scope.accessLogs) {
			const text = this.#model.logFormats.get(format) ?? '';
			yield* this.#logs.write(
				file,
				`${expand(text, (name) => loggedValue(name, about) ?? (variables(name) || '-'))}\n`,
			);
		}
	}

	/** A file's directives with what it includes put in their place. */
	*#readConfig(path: string, depth: number): Task<Directive[]> {
		let text: string;
		try {
			text = decodeUtf8(yield* readWholeFile(this.#process, path));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new NginxConfigError(`open() "${path}" failed (2: No such file or directory)`);
		}
		return yield* this.#include(this.#parsed(text, path), depth);
	}

	/** Most servers read what their image came with. */
	#parsed(text: string, path: string): readonly Directive[] {
		const memo = text.length > SHARED_LENGTH_MAX ? undefined : this.#process.port<Memo>('memo');
		return (
			memo?.of('nginx.parse', `${path}\0${text}`, () => parseNginxConfig(text, path)) ?? parseNginxConfig(text, path)
		);
	}

	*#include(directives: readonly Directive[], depth: number): Task<Directive[]> {
		const out: Directive[] = [];
		for (const directive of directives) {
			if (directive.name !== 'include') {
				const block = directive.block === undefined ? undefined : yield* this.#include(directive.block, depth);
				out.push(block === undefined ? directive : { ...directive, block });
				continue;
			}
			if (depth >= INCLUDE_DEPTH_MAX)
				throw new NginxConfigError(`too many levels of includes in ${directive.file}:${directive.line}`);
			for (const path of this.#matching(directive.args[0] ?? ''))
				out.push(...(yield* this.#readConfig(path, depth + 1)));
		}
		return out;
	}

	#matching(pattern: string): string[] {
		const absolute = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
		if (!absolute.includes('*')) return [absolute];
		const slash = absolute.lastIndexOf('/');
		const [before = '', after = ''] = absolute.slice(slash + 1).split('*');
		try {
			return [...this.#process.readdir(absolute.slice(0, slash))]
				.filter((name) => name.startsWith(before) && name.endsWith(after) && !name.startsWith('.'))
				.sort()
				.map((name) => `${absolute.slice(0, slash)}/${name}`);
		} catch (error) {
			if (error instanceof SystemError) return [];
			throw error;
		}
	}

	/** Names in proxy_pass and upstreams are looked up once, here: one that is not found keeps nginx from starting. */
	*#resolveUpstreams(model: NginxModel): Task<ReadonlyMap<string, readonly NginxMember[]>> {
		const resolved = new Map<string, readonly NginxMember[]>();
		for (const [name, members] of model.upstreams) {
			const all: NginxMember[] = [];
			for (const member of members) all.push(...(yield* this.#membersOf(member)));
			resolved.set(name, all);
		}
		for (const server of model.servers) {
			for (const { scope } of server.locations) {
				const named = /^(https?):\/\/([^/:$]+)(?::(\d+))?(?=\/|$)/.exec(scope.proxyPass ?? '');
				if (named === null) continue;
				const [, scheme, host = '', port = scheme === 'https' ? '443' : '80'] = named;
				const key = `${host}:${port}`;
				if (model.upstreams.has(host) || resolved.has(key)) continue;
				resolved.set(key, yield* this.#membersOf(memberAlone(host, Number(port))));
			}
		}
		return resolved;
	}

	/** Each address of a name is a member of its own. */
	*#membersOf(member: NginxMember): Task<readonly NginxMember[]> {
		if (member.host.startsWith('$')) return [member];
		const found = yield* lookupName(this.#process, member.host);
		if (found.kind !== 'found') throw new NginxConfigError(`host not found in upstream "${member.host}"`);
		return found.addresses.map((host) => ({ ...member, host }));
	}

	#stamp(): string {
		const time = calendarTime(this.#process.now());
		const two = (value: number): string => String(value).padStart(2, '0');
		return `${time.year}/${two(time.month)}/${two(time.day)} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
	}
}
