import type { RunningProcess } from '../../kernel/machine-api.ts';
import { type Process, type SignalName, SystemError } from '../../kernel/process-api.ts';
import { anyOf, Signal, type Task } from '../../machinery/task.ts';
import { RAW_MODE } from '../raw-mode.ts';

/** What somebody is attached to. */
export interface AttachedTarget {
	readonly tty: boolean;
	readonly stdin: boolean;
	/** Starts what is attached to, or joins it; its output comes by `onOutput`. */
	readonly begin: (
		onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void,
		onEnd: (exitCode: number) => void,
	) => Task<RunningProcess | undefined>;
	/** A signal that the client has got. */
	readonly onSignal: (signal: SignalName) => void;
}

const FORWARDED: readonly SignalName[] = ['INT', 'TERM', 'HUP', 'QUIT'];
/** Ctrl-P Ctrl-Q leaves what runs alone. */
const DETACH = [16, 17] as const;

/** Passes input and output until what runs has ended. @returns its exit code, or 'detached'. */
export function* attached(process: Process, target: AttachedTarget): Task<number | 'detached'> {
	const raw = target.tty && target.stdin && process.isatty(0);
	const changed = new Signal((callback) => process.timer(process.now()).arm(callback));
	const pieces: { readonly fd: number; readonly data: Uint8Array }[] = [];
	let exitCode: number | undefined;
	const running = yield* target.begin(
		(stream, data) => {
			pieces.push({ fd: stream === 'stdout' ? 1 : 2, data });
			changed.wakeAll();
		},
		(code) => {
			exitCode = code;
			changed.wakeAll();
		},
	);
	const mode = raw ? process.getTerminalMode(0) : undefined;
	const resize = (): void => {
		if (!raw) return;
		const { columns, rows } = process.terminalSize(0);
		running?.resize(columns, rows);
	};
	if (mode !== undefined) {
		process.setTerminalMode(0, { ...mode, ...RAW_MODE });
		process.onSignal('WINCH', 'catch');
	}
	for (const signal of FORWARDED) process.onSignal(signal, 'catch');
	resize();
	let inputOpen = target.stdin && running !== undefined;
	let lastByte = -1;
	try {
		for (;;) {
			for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift())
				yield* process.write(piece.fd, piece.data);
			if (exitCode !== undefined) return exitCode;
			while (inputOpen && process.readable(0)) {
				const data = yield* process.read(0, 32_768);
				if (data.length === 0) {
					inputOpen = false;
					if (!target.tty) running?.closeStdin();
					break;
				}
				if (
					raw &&
					(data.length === 1 ? [lastByte, data[0]] : [...data.slice(-2)]).every((byte, at) => byte === DETACH[at])
				) {
					return 'detached';
				}
				lastByte = data[data.length - 1] as number;
				running?.write(data);
			}
			const waits = [changed, ...(inputOpen ? [process.whenReadable(0)] : [])];
			try {
				yield* process.block(anyOf(waits), () => pieces.length > 0 || exitCode !== undefined);
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
				for (const signal of process.takeSignals()) {
					if (signal === 'WINCH') resize();
					else target.onSignal(signal);
				}
			}
		}
	} finally {
		if (mode !== undefined) process.setTerminalMode(0, mode);
	}
}
