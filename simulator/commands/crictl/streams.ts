import { RuntimeRefusal } from '../../hosts/runtime/runtime-service.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { parseDuration } from '../../machinery/duration.ts';
import { anyOf, Signal, type Task } from '../../machinery/task.ts';
import { parseTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { RAW_MODE } from '../raw-mode.ts';
import { Exit } from '../unix-command.ts';
import { type CrictlRun, containerOf, fatal } from './crictl-run.ts';

type Line = ReturnType<CrictlRun['service']['readLog']>[number];

/** Models cmd/crictl logs.go and pkg/kubelet/kuberuntime/logs ReadLogs. */
export function* logs(run: CrictlRun): Task<void> {
	const { process, service, options } = run;
	const [wanted] = run.args;
	if (wanted === undefined) throw fatal(process, 'ID cannot be empty');
	const facts = containerOf(run, wanted);
	let { id } = facts.record;
	if (options.has('previous')) {
		const { attempt, name } = facts.record.config;
		const before = service
			.containers()
			.find(
				({ record }) =>
					record.sandboxId === facts.record.sandboxId &&
					record.config.name === name &&
					record.config.attempt === attempt - 1,
			);
		if (before === undefined) throw fatal(process, `previous terminated container ${name} not found`);
		id = before.record.id;
	}
	const shown = { sinceMs: sinceOf(run), timestamps: options.has('timestamps') };
	const tail = Number(options.get('tail') ?? -1);
	const lines = service.readLog(id);
	const follow = options.has('follow') && facts.record.state === 'running' && !options.has('previous');
	const news: Line[] = [];
	const changed = new Signal((callback) => process.timer(process.now()).arm(callback));
	let ended = !follow;
	const stop = follow
		? service.followLog(
				id,
				(line) => {
					news.push(line);
					changed.wakeAll();
				},
				() => {
					ended = true;
					changed.wakeAll();
				},
			)
		: () => undefined;
	for (const line of tail >= 0 ? lines.slice(Math.max(0, lines.length - tail)) : lines)
		yield* print(process, line, shown);
	for (;;) {
		for (let line = news.shift(); line !== undefined; line = news.shift()) yield* print(process, line, shown);
		if (ended) break;
		yield* process.block(changed, () => ended || news.length > 0);
	}
	stop();
}

interface LogView {
	readonly sinceMs: number | undefined;
	readonly timestamps: boolean;
}

function* print(process: Process, line: Line, { sinceMs, timestamps }: LogView): Task<void> {
	if (sinceMs !== undefined && (parseTime(line.time) ?? 0) < sinceMs) return;
	const fd = line.stream === 'stdout' ? 1 : 2;
	if (timestamps) yield* process.write(fd, encodeUtf8(`${line.time} `));
	yield* process.write(fd, line.content);
	if (line.tag === 'F') yield* process.write(fd, encodeUtf8('\n'));
}

/** A duration ago ("10m") or a time. */
function sinceOf({ process, options }: CrictlRun): number | undefined {
	const since = options.get('since');
	if (typeof since !== 'string' || since === '') return undefined;
	const agoMs = parseDuration(since);
	return agoMs === undefined ? parseTime(since) : process.now() - agoMs;
}

/** Models cmd/crictl exec.go. */
export function* exec(run: CrictlRun): Task<void> {
	const { process, service, options } = run;
	const [id, ...command] = run.args;
	if (id === undefined || command.length === 0) throw fatal(process, 'ID cannot be empty');
	const { record } = containerOf(run, id);
	const tty = options.has('tty');
	const stdin = options.has('interactive');
	const raw = tty && stdin && process.isatty(0);
	const changed = new Signal((callback) => process.timer(process.now()).arm(callback));
	const pieces: { readonly fd: number; readonly data: Uint8Array }[] = [];
	let exitCode: number | undefined;
	let running: ReturnType<typeof service.exec>;
	try {
		running = service.exec(record.id, {
			command,
			tty,
			stdin,
			onOutput: (stream, data) => {
				pieces.push({ fd: stream === 'stdout' ? 1 : 2, data });
				changed.wakeAll();
			},
			onExit: (code) => {
				exitCode = code;
				changed.wakeAll();
			},
		});
	} catch (error) {
		if (!(error instanceof RuntimeRefusal)) throw error;
		throw fatal(
			process,
			`execing command in container: Internal error occurred: error executing command in container: ${error.message}`,
		);
	}
	const mode = raw ? process.getTerminalMode(0) : undefined;
	const resize = (): void => {
		if (!raw) return;
		const { columns, rows } = process.terminalSize(0);
		running.resize(columns, rows);
	};
	if (mode !== undefined) {
		process.setTerminalMode(0, { ...mode, ...RAW_MODE });
		process.onSignal('WINCH', 'catch');
	}
	resize();
	let inputOpen = stdin;
	try {
		for (;;) {
			for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
				yield* process.write(piece.fd, piece.data);
			}
			if (exitCode !== undefined) break;
			while (inputOpen && process.readable(0)) {
				const data = yield* process.read(0, 32_768);
				if (data.length > 0) running.write(data);
				else {
					inputOpen = false;
					running.closeStdin();
				}
			}
			const waits = [changed, ...(inputOpen ? [process.whenReadable(0)] : [])];
			try {
				yield* process.block(anyOf(waits), () => pieces.length > 0 || exitCode !== undefined);
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
				if (process.takeSignals().includes('WINCH')) resize();
			}
		}
	} finally {
		if (mode !== undefined) process.setTerminalMode(0, mode);
	}
	if (exitCode !== 0) {
		throw new Exit(
			1,
			fatal(process, `execing command in container: command terminated with exit code ${exitCode}`).message,
		);
	}
}
