import type { Timer } from '../../machinery/event-loop.ts';
import type { KubeletParts } from '../parts.ts';
import type { LiveContainer } from '../runtime/live-container.ts';
import { processSession } from './exec-session.ts';
import type { AttachRequest, ChannelSession } from './kubelet-server.ts';
import { OutputQueue } from './output-queue.ts';
import { CHANNELS, exitStatus } from './session-status.ts';

/**
 * How long a terminal may be silent that nobody types at any more. Differs: containerd lets go of it at once, and what
 * comes later is lost.
 */
const SILENCE_MS = 10_000;

/** The streams of a container's first process. What it wrote before is in its log. */
export function attachSession(parts: KubeletParts, live: LiveContainer, options: AttachRequest): ChannelSession {
	const queue = new OutputQueue<{ channel: number; data: Uint8Array }>(parts.context.loop.post);
	const { config } = live.record;
	let silence: Timer | undefined;
	const awaitSilence = (): void => {
		silence?.cancel();
		silence = parts.context.loop.after(SILENCE_MS, onExit);
	};
	const onOutput = (stream: 'stdout' | 'stderr', data: Uint8Array): void => {
		if (silence !== undefined) awaitSilence();
		if (stream === 'stdout' ? options.stdout : options.stderr)
			queue.push({ channel: CHANNELS[stream], data }, data.length);
	};
	const leave = (): void => {
		silence?.cancel();
		live.outputs.delete(onOutput);
		live.exits.delete(onExit);
		queue.end();
	};
	const onExit = (): void => {
		const data = exitStatus(0, []);
		queue.push({ channel: CHANNELS.error, data }, data.length);
		leave();
	};
	live.outputs.add(onOutput);
	live.exits.add(onExit);
	const session = processSession(queue, () => (options.stdin ? live.process : undefined), config.tty, config.stdinOnce);
	return {
		...session,
		closeChannel(channel) {
			// A terminal has no end of input: the client is let go, and the container runs on.
			if (channel === CHANNELS.stdin && config.tty) awaitSilence();
			else session.closeChannel(channel);
		},
		close() {
			// Only a container that wants it so loses its input with its first client.
			if (options.stdin && config.stdinOnce) live.process?.closeStdin();
			leave();
		},
	};
}
