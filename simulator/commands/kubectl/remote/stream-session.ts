import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Status } from '../../../machinery/status.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task, Wait } from '../../../machinery/task.ts';
import { anyOf } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { RAW_MODE } from '../../raw-mode.ts';
import { CommandError, RawError } from '../errors.ts';
import type { RemoteSession } from './remote-session.ts';

const READ_BYTES = 32_768;

export interface StreamOptions {
	readonly stdin: boolean;
	readonly stderr: boolean;
	/** The user's terminal is handed through. */
	readonly tty: boolean;
}

/**
 * Carries standard streams to and from a container until its process ends.
 * @throws RawError with the process's status when it was not 0; ApiError when the session failed.
 */
export function* streamSession(process: Process, session: RemoteSession, options: StreamOptions): Task<void> {
	const mode = options.tty ? process.getTerminalMode(0) : undefined;
	if (mode !== undefined) {
		process.setTerminalMode(0, { ...mode, ...RAW_MODE });
		process.onSignal('WINCH', 'catch');
		yield* sendSize(process, session);
	}
	try {
		const outcome = yield* pump(process, session, options);
		if (outcome !== undefined) throwOutcome(outcome);
	} finally {
		session.close();
		if (mode !== undefined) process.setTerminalMode(0, mode);
	}
}

function* sendSize(process: Process, session: RemoteSession): Task<void> {
	const { columns, rows } = process.terminalSize(0);
	yield* session.send(4, encodeUtf8(JSON.stringify({ Width: columns, Height: rows })));
}

function* pump(process: Process, session: RemoteSession, options: StreamOptions): Task<Status | undefined> {
	const input = { open: options.stdin };
	/** What is being sent, and what is to be sent then: output does not wait for input. */
	const sending: Task<void>[] = [];
	let outcome: Status | undefined;
	for (;;) {
		for (;;) {
			const message = session.receive();
			if (message === undefined) break;
			if (message === 'end') return outcome;
			if (message.channel === 1) yield* process.write(1, message.data);
			else if (message.channel === 2) yield* process.write(2, message.data);
			else if (message.channel === 3 && message.data.length > 0)
				outcome = JSON.parse(decodeUtf8(message.data)) as Status;
		}
		if (process.takeSignals().includes('WINCH')) sending.push(sendSize(process, session));
		if (sending.length === 0 && input.open && process.readable(0)) sending.push(sendInput(process, session, input));
		const step = sending[0]?.next();
		if (step?.done) {
			sending.shift();
			continue;
		}
		const waits: Wait[] = [session.readable];
		if (step !== undefined) waits.push(step.value);
		else if (input.open) waits.push(process.whenReadable(0));
		try {
			yield* process.block(anyOf(waits));
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
		}
	}
}

/** One piece of standard input, or its end. */
function* sendInput(process: Process, session: RemoteSession, input: { open: boolean }): Task<void> {
	const data = yield* process.read(0, READ_BYTES);
	if (data.length > 0) return yield* session.send(0, data);
	input.open = false;
	yield* session.closeChannel(0);
}

/** Models client-go/tools/remotecommand errorDecoderV4. */
export function throwOutcome(status: Status): void {
	if (status.status === 'Success') return;
	const reason = status.reason as string | undefined;
	if (reason !== 'NonZeroExitCode') {
		throw reason === 'InternalError' ? new CommandError(`${status.message ?? ''}`) : new ApiError(status);
	}
	const code = Number((status.details?.causes ?? []).find((cause) => cause.reason === 'ExitCode')?.message ?? '1');
	throw new RawError(`command terminated with exit code ${code}`, code);
}
