import { type ByteDuplex, ConnectionError } from '../http/byte-duplex.ts';
import type { Task } from '../task.ts';
import type { SshChannel } from './ssh-channel.ts';

/** Carries a channel's bytes to a connection and back, until both directions are over; then both are closed. */
export function* carryBothWays(
	group: { add(task: Task<void>): void },
	channel: SshChannel,
	near: ByteDuplex,
): Task<void> {
	const state = { back: true };
	group.add(carryBack(channel, near, state));
	try {
		for (let data = yield* channel.read(); data.length > 0; data = yield* channel.read()) yield* near.write(data);
		near.closeWrite();
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		channel.close();
	}
	// A side that has gone altogether takes the other with it.
	while (state.back && !channel.isLost) yield channel.readable;
	near.close();
	channel.close();
}

function* carryBack(channel: SshChannel, near: ByteDuplex, state: { back: boolean }): Task<void> {
	try {
		for (let data = yield* near.read(); data.length > 0; data = yield* near.read()) yield* channel.write(data);
		channel.closeWrite();
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		channel.closeWrite();
	}
	state.back = false;
	channel.wake();
}
