import { writeSyslog } from '../../hosts/systemd/syslog.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { launch, waitFor } from '../launch.ts';
import type { Alert } from './alerts.ts';
import type { Configuration } from './configuration.ts';
import type { FalcoLog } from './falco-log.ts';
import { postAlert } from './http-output.ts';
import { severityOf } from './rules/priority.ts';

/** Alerts that may wait for a slow reader. */
const QUEUE_MAX = 4_096;
/** Characters of them. */
const QUEUE_LENGTH_MAX = 4_000_000;

/** Writes alerts where the configuration says. Models falco_outputs.cpp. */
export class Outputs {
	readonly #process: Process;
	readonly #log: FalcoLog;
	readonly #queue: Alert[] = [];
	#queued = 0;
	#dropped = false;
	readonly #changed: Signal;
	#isWriting = false;
	configuration: Configuration;

	constructor(process: Process, log: FalcoLog, configuration: Configuration, post: (callback: () => void) => void) {
		this.#process = process;
		this.#log = log;
		this.configuration = configuration;
		this.#changed = new Signal(post);
	}

	/** Called while others' calls are being made. */
	push(alert: Alert): void {
		if (this.#queue.length >= QUEUE_MAX || this.#queued > QUEUE_LENGTH_MAX) {
			this.#dropped = true;
			return;
		}
		this.#queue.push(alert);
		this.#queued += alert.line.length;
		this.#changed.wakeAll();
	}

	/** For as long as the process lives. */
	*work(): Task<void> {
		for (;;) {
			yield* this.drain();
			yield this.#changed;
		}
	}

	/** Until nothing waits any more. */
	*drain(): Task<void> {
		if (this.#isWriting) return;
		this.#isWriting = true;
		for (let alert = this.#queue.shift(); alert !== undefined; alert = this.#queue.shift()) {
			this.#queued -= alert.line.length;
			yield* this.#output(alert);
		}
		this.#isWriting = false;
		if (!this.#dropped) return;
		this.#dropped = false;
		yield* this.#log.write(3, 'Outputs queue out of memory. Drop event and continue on ...');
	}

	*#output({ priority, line }: Alert): Task<void> {
		const process = this.#process;
		const { file, stdout, syslog, program, http, jsonOutput } = this.configuration;
		if (file !== undefined) yield* this.#toFile(file, line);
		if (stdout) yield* process.write(1, encodeUtf8(`${line}\n`));
		if (syslog) yield* writeSyslog(process, { identifier: 'falco', priority: severityOf(priority), text: line });
		if (program !== undefined) yield* this.#toProgram(program, line);
		if (http === undefined) return;
		const problem = yield* postAlert(process, http, line, jsonOutput);
		if (problem !== undefined) yield* this.#log.write(3, `libcurl failed to perform call: ${problem}\n`);
	}

	*#toFile(path: string, line: string): Task<void> {
		const process = this.#process;
		try {
			const fd = yield* process.open(path, { write: true, append: true, create: true }, 0o644);
			yield* process.write(fd, encodeUtf8(`${line}\n`));
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#log.write(3, `file: failed to open output file ${path}\n`);
		}
	}

	*#toProgram(command: string, line: string): Task<void> {
		const process = this.#process;
		const [read, write] = process.pipe();
		const fds = new Map([
			[0, read],
			[1, 1],
			[2, 2],
		]);
		const pid = launch(process, ['sh', '-c', command], { fds });
		process.close(read);
		try {
			yield* process.write(write, encodeUtf8(`${line}\n`));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
		process.close(write);
		yield* waitFor(process, pid);
	}
}
