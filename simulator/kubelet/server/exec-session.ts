import type { RunningProcess } from '../../kernel/machine-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { KubeletParts } from '../parts.ts';
import { startExec } from '../runtime/exec.ts';
import type { LiveContainer } from '../runtime/live-container.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import type { ChannelSession, ExecRequest } from './kubelet-server.ts';
import { OutputQueue } from './output-queue.ts';
import { CHANNELS, exitStatus, failureStatus } from './session-status.ts';

interface Piece {
	readonly channel: number;
	readonly data: Uint8Array;
}

/** A command in a container with its streams at the other end of a connection. */
export function execSession(parts: KubeletParts, live: LiveContainer, options: ExecRequest): ChannelSession {
	const queue = new OutputQueue<Piece>(parts.context.loop.post);
	const push = (channel: number, data: Uint8Array): void => queue.push({ channel, data }, data.length);
	let process: RunningProcess | undefined;
	try {
		process = startExec(parts.runtime, live, {
			command: options.command,
			tty: options.tty,
			stdin: options.stdin,
			onOutput: (stream, data) => {
				if (stream === 'stdout' ? options.stdout : options.stderr) push(CHANNELS[stream], data);
			},
			onExit: (exitCode) => {
				push(CHANNELS.error, exitStatus(exitCode, options.command));
				queue.end();
			},
		});
	} catch (error) {
		if (!(error instanceof RuntimeError)) throw error;
		push(CHANNELS.error, failureStatus(`error executing command in container: ${error.message}`));
		queue.end();
	}
	return processSession(queue, () => process, options.tty, true);
}

/** The client's side of a process: input, window size, and what happens when it goes away. */
export function processSession(
	queue: OutputQueue<Piece>,
	running: () => RunningProcess | undefined,
	tty: boolean,
	ownsProcess: boolean,
): ChannelSession {
	let full = false;
	return {
		send(channel, data) {
			if (channel === CHANNELS.stdin) {
				const process = running();
				// A terminal's keys are never held up: one of them may be Ctrl-C.
				if (process === undefined || process.write(data) || tty || full) return;
				full = true;
				process.onDrain(() => {
					full = false;
					queue.wake();
				});
			}
			if (channel === CHANNELS.resize) {
				const size = readSize(data);
				if (size !== undefined) running()?.resize(size.columns, size.rows);
			}
		},
		closeChannel(channel) {
			if (channel === CHANNELS.stdin && ownsProcess) running()?.closeStdin();
		},
		full: () => full,
		receive: () => queue.next(),
		readable: queue.readable,
		close() {
			if (ownsProcess && tty) running()?.hangup();
			else if (ownsProcess) running()?.closeStdin();
			queue.end();
		},
	};
}

function readSize(data: Uint8Array): { columns: number; rows: number } | undefined {
	const match = /"Width":\s*(\d{1,4}).*"Height":\s*(\d{1,4})/s.exec(decodeUtf8(data));
	return match === null ? undefined : { columns: Number(match[1]), rows: Number(match[2]) };
}
