import type { EchoReply } from '../../kernel/net/echo-reply.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

export interface EchoRunOptions {
	readonly address: string;
	/** 0: until it is interrupted. */
	readonly count: number;
	readonly intervalMs: number;
	/** How long it waits for answers when it has sent all. */
	readonly lingerMs: number;
	/** Ends after so long whatever has come. */
	readonly deadlineMs: number | undefined;
	readonly firstSequence: number;
}

/** What ping tells at its end. */
export interface EchoStatistics {
	sent: number;
	received: number;
	errors: number;
	/** Of every answer, milliseconds. */
	readonly times: number[];
	/** Between the first and the last thing that happened. */
	elapsedMs: number;
	interrupted: boolean;
}

/** Whether the kernel gives this process a socket for echo requests. */
export function mayEcho(process: Process): boolean {
	try {
		process.close(process.echoSocket());
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return false;
	}
}

/** Sends echo requests at their interval and hands answers over as they come, until all is done or Ctrl-C. */
export function* runEcho(
	process: Process,
	options: EchoRunOptions,
	onReply: (reply: EchoReply, timeMs: number) => Task<void>,
): Task<EchoStatistics> {
	const { address, count, intervalMs, lingerMs, deadlineMs = Number.POSITIVE_INFINITY } = options;
	const statistics: EchoStatistics = { sent: 0, received: 0, errors: 0, times: [], elapsedMs: 0, interrupted: false };
	const sentAt = new Map<number, number>();
	const fd = process.echoSocket();
	process.onSignal('INT', 'catch');
	const startMs = process.now();
	let nextMs = startMs;
	for (;;) {
		const nowMs = process.now();
		if (nowMs - startMs >= deadlineMs) break;
		const mayend = count > 0 && statistics.sent >= count;
		if (mayend && (sentAt.size === 0 || nowMs >= nextMs - intervalMs + lingerMs)) break;
		if (!mayend && nowMs >= nextMs) {
			const sequence = options.firstSequence + statistics.sent;
			sentAt.set(sequence, nowMs);
			statistics.sent++;
			statistics.elapsedMs = nowMs - startMs;
			nextMs = nowMs + intervalMs;
			process.sendEcho(fd, address, sequence & 0xffff);
		}
		const untilMs = Math.min(
			count > 0 && statistics.sent >= count ? nextMs - intervalMs + lingerMs : nextMs,
			startMs + deadlineMs,
		);
		try {
			const reply = yield* process.receiveEcho(fd, Math.max(0, untilMs - process.now()));
			if (reply === undefined) continue;
			const sent = sentAt.get(reply.sequence);
			if (sent === undefined) continue;
			sentAt.delete(reply.sequence);
			statistics.elapsedMs = process.now() - startMs;
			const timeMs = measured(process, process.now() - sent);
			if (reply.kind === 'reply') {
				statistics.received++;
				statistics.times.push(timeMs);
			} else statistics.errors++;
			yield* onReply(reply, timeMs);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			if (!process.takeSignals().includes('INT')) continue;
			statistics.interrupted = true;
			break;
		}
	}
	process.close(fd);
	return statistics;
}

/** The world's clock counts milliseconds: what is below one is drawn, as a real way varies. */
function measured(process: Process, elapsedMs: number): number {
	const noise = process.randomUint32() / 2 ** 32;
	return elapsedMs === 0 ? 0.035 + 0.06 * noise : elapsedMs - 0.8 + 0.6 * noise;
}
