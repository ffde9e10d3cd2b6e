import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { Traced } from '../../kernel/tracing/system-event.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { AlertCounts, Detection, internalAlert } from './alerts.ts';
import { FatalError } from './configuration.ts';
import { EventViews } from './event-view.ts';
import type { Prepared } from './falco.ts';
import type { FalcoLog } from './falco-log.ts';
import { HostNames } from './host-names.ts';
import type { FalcoOptions } from './options.ts';
import { Outputs } from './outputs.ts';
import { delay } from './pauses.ts';
import { versionsJson } from './versions.ts';

/** How often files are looked at that may have changed, and how long after a change nothing else may happen. */
const LOOK_MS = 200;
const QUIET_MS = 200;
/** What it uses while nothing happens. */
const RESTING = { cpuMillicores: 12, memoryBytes: 72 * 1024 ** 2 };
/** CPU time of one event that rules look at. */
const EVENT_CPU_MS = 0.02;

/** Falco while it listens. Models falco/app/actions/process_events.cpp and restart_handler.cpp. */
export class RunningFalco {
	readonly #process: Process;
	readonly #options: FalcoOptions;
	readonly #log: FalcoLog;
	readonly #prepareAgain: () => Task<Prepared>;
	readonly #group = new TaskGroup();
	readonly #outputs: Outputs;
	readonly #hosts: HostNames;
	#prepared: Prepared;
	#counts = new AlertCounts();
	#detection: Detection;
	#views: EventViews;
	#traced: Traced | undefined;
	#serves = false;
	#isOver = false;
	#restarts = false;

	constructor(
		process: Process,
		options: FalcoOptions,
		prepared: Prepared,
		log: FalcoLog,
		prepareAgain: () => Task<Prepared>,
	) {
		this.#process = process;
		this.#options = options;
		this.#prepared = prepared;
		this.#log = log;
		this.#prepareAgain = prepareAgain;
		this.#detection = new Detection(prepared.rules, prepared.configuration, this.#counts);
		this.#hosts = new HostNames(process, prepared.rules.hosts);
		this.#views = new EventViews(process, prepared.configuration.hasContainerPlugin, this.#hosts);
		this.#outputs = new Outputs(process, log, prepared.configuration, (callback) => this.#traced?.post(callback));
	}

	*run(): Task<number> {
		const process = this.#process;
		for (const signal of ['INT', 'TERM', 'HUP', 'USR1', 'ALRM'] as const) process.onSignal(signal, 'catch');
		process.rest(RESTING);
		yield* this.#writePidFile();
		yield* this.#open();
		this.#group.add(this.#outputs.work());
		this.#group.add(this.#watch());
		this.#group.add(this.#hosts.work());
		const seconds = Number.parseInt(this.#options.values.get('M')?.at(-1) ?? '0', 10);
		if (seconds > 0) this.#group.add(this.#endAfter(seconds * 1_000));
		for (;;) {
			const status = yield* this.#group.run(process, (signal) => this.#onSignal(signal));
			if (status === RELOAD) {
				yield* this.#restart();
				continue;
			}
			if (!this.#isOver) yield* this.#log.info('SIGINT received, exiting...\n');
			break;
		}
		this.#traced?.stop();
		yield* this.#outputs.drain();
		yield* process.write(1, encodeUtf8(this.#counts.toText(this.#prepared.rules.rules)));
		yield* process.write(2, encodeUtf8(DROPS));
		return 0;
	}

	/** What ends the group's work: a status, or none. */
	#onSignal(signal: string): number | undefined {
		if (signal === 'HUP') {
			this.#restarts = true;
			return RELOAD;
		}
		if (signal === 'ALRM') return this.#isOver ? 0 : this.#restarts ? RELOAD : undefined;
		return signal === 'USR1' ? undefined : 0;
	}

	/** Sets out to listen, with what it says of that. */
	*#open(): Task<void> {
		const process = this.#process;
		const log = this.#log;
		const { engineKind, webserver } = this.#prepared.configuration;
		const hostname = process.env.get('FALCO_HOSTNAME');
		if (hostname !== undefined) {
			yield* log.info(`Hostname value has been overridden via environment variable to: ${hostname}\n`);
		}
		yield* log.info('The chosen syscall buffer dimension is: 8388608 bytes (8 MBs)\n');
		if (webserver !== undefined) {
			const { address, port } = webserver;
			const threads = process.machine.cpus;
			yield* log.info(`Starting health webserver with threadiness ${threads}, listening on ${address}:${port}\n`);
			this.#serve(address, port, webserver.healthPath);
		}
		yield* log.info('Loaded event sources: syscall');
		yield* log.info('Enabled event sources: syscall');
		if (engineKind === 'nodriver') {
			yield* log.info("Opening 'syscall' source with no driver\n");
			return;
		}
		if (engineKind === 'kmod') yield* log.info("Opening 'syscall' source with Kernel module");
		else if (engineKind === 'ebpf')
			yield* log.info("Opening 'syscall' source with BPF probe. BPF probe path: /root/.falco/falco-bpf.o");
		else {
			yield* log.info("Opening 'syscall' source with modern BPF probe.");
			yield* log.info("One ring buffer every '2' CPUs.");
		}
		this.#listen(engineKind);
	}

	#listen(engineKind: string): void {
		const process = this.#process;
		try {
			this.#traced = process.traceCalls({
				wants: (name) => this.#detection.wants(name),
				onEvent: (event) => {
					process.chargeCpu(EVENT_CPU_MS);
					for (const alert of this.#detection.alertsFor(event, (each) => this.#views.of(each)))
						this.#outputs.push(alert);
				},
			});
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const kind = engineKind === 'kmod' ? 'the kernel module' : 'libbpf';
			throw new FatalError(`Initialization issues during scap_init: unable to open ${kind}: Operation not permitted`);
		}
	}

	#serve(address: string, port: number, healthPath: string): void {
		if (this.#serves) return;
		this.#serves = true;
		try {
			serveHttp(this.#process, this.#group, address, port, {
				handle: ({ target }) => answerOf(this.#process, target, healthPath),
				refuse: (status) => ({ status, headers: [], body: '', close: true }),
				vouchedStatus: (target) => (target.replace(/\?.*$/, '') === healthPath ? 200 : undefined),
			});
		} catch (error) {
			// It shares the port with another falco, as SO_REUSEPORT lets it.
			if (!(error instanceof SystemError)) throw error;
		}
	}

	*#endAfter(ms: number): Task<void> {
		yield* delay(this.#process, ms);
		this.#isOver = true;
		this.#process.kill(this.#process.pid, 'ALRM');
	}

	/** Restarts when configuration or rules are others, and right. */
	*#watch(): Task<void> {
		for (;;) {
			const before = this.#marks();
			yield this.#process.lookEvery(LOOK_MS, () => this.#prepared.configuration.watches && this.#marks() !== before);
			let marks = this.#marks();
			for (;;) {
				yield* delay(this.#process, QUIET_MS);
				const now = this.#marks();
				if (now === marks) break;
				marks = now;
			}
			if (yield* this.#dryRun()) {
				this.#restarts = true;
				this.#process.kill(this.#process.pid, 'ALRM');
			}
		}
	}

	/** What tells whether a watched file has been written to. */
	#marks(): string {
		const process = this.#process;
		return this.#prepared.watched
			.map((path) => {
				try {
					return markOf(process, path);
				} catch (error) {
					if (error instanceof SystemError) return 'none';
					throw error;
				}
			})
			.join(' ');
	}

	/** False, with an alert, when what is new is wrong. */
	*#dryRun(): Task<boolean> {
		try {
			yield* this.#prepareAgain();
			return true;
		} catch (error) {
			if (!(error instanceof FatalError)) throw error;
			const rule = 'Falco internal: hot restart failure';
			const { configuration } = this.#prepared;
			const { machine } = this.#process;
			const message = `${rule}: ${error.message}`;
			this.#outputs.push(internalAlert(rule, message, this.#process.now(), machine.hostname, configuration));
			return false;
		}
	}

	*#restart(): Task<void> {
		this.#restarts = false;
		yield* this.#log.info('SIGHUP received, restarting...\n');
		this.#traced?.stop();
		yield* this.#outputs.drain();
		yield* this.#process.write(1, encodeUtf8(this.#counts.toText(this.#prepared.rules.rules)));
		yield* this.#process.write(2, encodeUtf8(DROPS));
		this.#prepared = yield* this.#prepareAgain();
		const { rules, configuration } = this.#prepared;
		this.#counts = new AlertCounts();
		this.#outputs.configuration = configuration;
		this.#detection = new Detection(rules, configuration, this.#counts);
		this.#hosts.names = rules.hosts;
		this.#views = new EventViews(this.#process, configuration.hasContainerPlugin, this.#hosts);
		yield* this.#open();
	}

	*#writePidFile(): Task<void> {
		const path = this.#options.values.get('P')?.at(-1);
		if (path === undefined) return;
		const process = this.#process;
		try {
			const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
			yield* process.write(fd, encodeUtf8(String(process.pid)));
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new FatalError(`Could not write pid to pidfile ${path}. Exiting.`);
		}
	}
}

function* answerOf(process: Process, target: string, healthPath: string): Task<HttpAnswer> {
	const headers = [['Content-Type', 'application/json']] as const;
	const path = target.replace(/\?.*$/, '');
	if (path === healthPath) return { status: 200, headers, body: '{"status": "ok"}' };
	if (path === '/versions') return { status: 200, headers, body: versionsJson(process) };
	return { status: 404, headers: [], body: '' };
}

/** A folder is another when names come or go. */
function markOf(process: Process, path: string): string {
	const stat: Stat = process.stat(path);
	if (stat.type === 'directory') return process.readdir(path).join('/');
	return `${stat.inode}.${stat.mtimeMs}.${stat.size}`;
}

const RELOAD = 256;

/** Models event_drops.cpp print_stats: the world drops nothing. */
const DROPS =
	'Syscall event drop monitoring:\n   - event drop detected: 0 occurrences\n   - num times actions taken: 0\n';
